//! Find: the entries that fit a query, best first; without a query, the entries of a scope.

use std::ops::Range;

use crate::registry::{EntryId, Kind, Reference};
use crate::rpc::{
    Bonus, Excerpt, Field, Find, Form, Found, Hit, Mark, Matched, Scope, TotalIs, Why, WhyTerm,
};
use crate::search::{self, Detail, DocKey, How, Points, Query, TermDetail};

use super::Desk;

/// Characters of an excerpt: what fits beside a title.
const EXCERPT_CHARS: usize = 40;
/// Of them, at most so many before the match.
const EXCERPT_BEFORE: usize = 8;

/// A document that is in the answer, before it is dressed up.
#[derive(Clone, Copy)]
struct Candidate {
    doc: DocKey,
    score: i64,
    how: Option<How>,
}

impl Desk {
    pub(super) fn find(&self, find: &Find) -> Found {
        let query = Query::new(&find.text);
        let within = self.within(&find.scope, self.candidates(&query));
        let by_kind = Kind::ALL.map(|kind| (kind, self.count(&within, kind)));
        let wanted = |kind| find.scope.kinds.is_empty() || find.scope.kinds.contains(&kind);
        let fitting: Vec<Candidate> = within
            .into_iter()
            .filter(|one| wanted(self.finder.summary(one.doc).kind))
            .collect();
        Found {
            query: query.shown().to_owned(),
            total: fitting.len(),
            total_is: TotalIs::Exact,
            by_kind: by_kind.to_vec(),
            hits: fitting
                .iter()
                .take(find.limit)
                .map(|one| self.hit(&query, *one, find.explain))
                .collect(),
        }
    }

    fn candidates(&self, query: &Query) -> Vec<Candidate> {
        if query.is_blank() {
            let browsed = |doc| Candidate {
                doc,
                score: 0,
                how: None,
            };
            return self.finder.docs().map(browsed).collect();
        }
        let matches = self.finder.engine.find(query);
        let found = |found: search::Match| Candidate {
            doc: found.doc,
            score: found.score,
            how: Some(found.how),
        };
        matches.into_iter().map(found).collect()
    }

    /// What is related to an entry keeps that relation's order, nearest first.
    fn within(&self, scope: &Scope, all: Vec<Candidate>) -> Vec<Candidate> {
        let Some(id) = &scope.related_to else {
            return all;
        };
        let related: Vec<EntryId> = self
            .registry
            .entry(&Reference::from(id.clone()))
            .map(|entry| entry.related)
            .unwrap_or_default();
        let nearness = |one: &Candidate| {
            let id = &self.finder.summary(one.doc).id;
            related.iter().position(|near| near == id)
        };
        let mut near: Vec<(usize, Candidate)> = all
            .into_iter()
            .filter_map(|one| Some((nearness(&one)?, one)))
            .collect();
        near.sort_by_key(|(nearness, one)| (std::cmp::Reverse(one.score), *nearness));
        near.into_iter().map(|(_, one)| one).collect()
    }

    fn count(&self, found: &[Candidate], kind: Kind) -> usize {
        found
            .iter()
            .filter(|one| self.finder.summary(one.doc).kind == kind)
            .count()
    }

    fn hit(&self, query: &Query, one: Candidate, explain: bool) -> Hit {
        let detail = match one.how {
            Some(_) => self.finder.engine.detail(query, one.doc),
            None => Detail::default(),
        };
        Hit {
            summary: self.finder.summary(one.doc).clone(),
            score: one.score,
            matched: one.how.map(Matched::from),
            excerpt: self.excerpt(one.doc, &detail),
            why: explain.then(|| self.why(one.doc, &detail)),
            marks: detail
                .marks
                .into_iter()
                .map(|(field, ranges)| Mark {
                    field: self.finder.field(one.doc, field).0,
                    ranges,
                })
                .collect(),
        }
    }

    /// A piece of the field that answered best, unless a list of hits shows that field anyway.
    fn excerpt(&self, doc: DocKey, detail: &Detail) -> Option<Excerpt> {
        let is_shown = |field| matches!(field, Field::Title | Field::Agency | Field::Phone(_));
        let hidden = |field: &usize| !is_shown(self.finder.field(doc, *field).0);
        let best = detail.terms.iter().map(|term| term.field).find(hidden)?;
        let (_, ranges) = detail.marks.iter().find(|(field, _)| *field == best)?;
        let (field, text) = self.finder.field(doc, best);
        Some(cut_out(field, text, ranges))
    }

    fn why(&self, doc: DocKey, detail: &Detail) -> Why {
        let bonuses = [
            (Bonus::Kind, detail.prior),
            (Bonus::Apart, detail.apart),
            (Bonus::Verbatim, detail.verbatim),
        ];
        Why {
            terms: detail
                .terms
                .iter()
                .map(|term| why_term(term, self.finder.field(doc, term.field).0))
                .collect(),
            bonuses: given(bonuses),
        }
    }
}

fn why_term(term: &TermDetail, field: Field) -> WhyTerm {
    let Points {
        fuzzy,
        form,
        field: standing,
        typed,
        brevity,
        gaps,
    } = term.points;
    WhyTerm {
        term: term.term.clone(),
        field,
        matched: term.how.into(),
        form: term.form.into(),
        fuzzy,
        bonuses: given([
            (Bonus::Form, form),
            (Bonus::Field, standing),
            (Bonus::Literal, typed),
            (Bonus::Brevity, brevity),
            (Bonus::Gaps, gaps),
        ]),
    }
}

/// Reasons that gave or took points.
fn given<const N: usize>(bonuses: [(Bonus, i64); N]) -> Vec<(Bonus, i64)> {
    bonuses
        .into_iter()
        .filter(|(_, points)| *points != 0)
        .collect()
}

/// One line of `text` around its first mark.
fn cut_out(field: Field, text: &str, ranges: &[Range<usize>]) -> Excerpt {
    let first = ranges.first().map_or(0, |range| range.start);
    let start = first.saturating_sub(EXCERPT_BEFORE);
    let piece: String = text
        .chars()
        .skip(start)
        .take(EXCERPT_CHARS)
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .collect();
    let end = start + piece.chars().count();
    let inside = |range: &Range<usize>| {
        let cut = range.start.max(start)..range.end.min(end);
        (!cut.is_empty()).then(|| cut.start - start..cut.end - start)
    };
    Excerpt {
        field,
        text: piece,
        ranges: ranges.iter().filter_map(inside).collect(),
    }
}

impl From<How> for Matched {
    fn from(how: How) -> Self {
        match how {
            How::Text => Self::Text,
            How::Pinyin => Self::Pinyin,
            How::Phone => Self::Phone,
        }
    }
}

impl From<search::Form> for Form {
    fn from(form: search::Form) -> Self {
        match form {
            search::Form::Scattered => Self::Scattered,
            search::Form::Adjacent => Self::Adjacent,
            search::Form::Start => Self::Start,
            search::Form::Whole => Self::Whole,
        }
    }
}
