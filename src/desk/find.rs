//! Find: the entries that fit a query, best first; without a query, the entries of a scope.

use std::cmp::Reverse;
use std::ops::Range;

use crate::registry::{EntryId, Kind, ListCode, Reference};
use crate::rpc::{
    Bonus, Excerpt, Field, Find, Form, Found, Hit, Mark, Matched, Refusal, Scope, TotalIs, Unheld,
    Why, WhyTerm,
};
use crate::search::{self, Asked, Detail, DocKey, How, Points, Query, TermDetail};

use super::Lookup;
use super::holds::{held_to, hold};
use super::synonyms::sort;

/// Characters of an excerpt: what fits beside a title.
const EXCERPT_CHARS: usize = 40;
/// Of them, at most so many before the match.
const EXCERPT_BEFORE: usize = 8;

/// Points of what this hall bound the query to before the best of what it found by itself.
const BOUND: i64 = 100;

/// A document that is in the answer, before it is dressed up.
#[derive(Clone, Copy)]
struct Candidate {
    doc: DocKey,
    score: i64,
    how: Option<How>,
}

impl Candidate {
    const fn browsed(doc: DocKey) -> Self {
        Self {
            doc,
            score: 0,
            how: None,
        }
    }
}

impl From<search::Match> for Candidate {
    fn from(found: search::Match) -> Self {
        Self {
            doc: found.doc,
            score: found.score,
            how: Some(found.how),
        }
    }
}

impl Lookup {
    /// Answers a search.
    ///
    /// # Errors
    /// A refusal when the entry that the scope names is not there.
    pub fn find(&self, find: &Find) -> Result<Found, Refusal> {
        let typed = Query::with_holds(&find.text, hold);
        let (left_out, unheld) = self.unheld(&typed);
        let query = typed.without(&left_out, hold);
        let asked = self.finder.engine.ask(&query);
        let related = self.related(&find.scope)?;
        let nearness = |doc: DocKey| {
            let near = related.as_ref()?;
            near.iter()
                .position(|id| *id == self.finder.summary(doc).id)
        };
        let is_within = |doc| related.is_none() || nearness(doc).is_some();
        let kinds = &find.scope.kinds;
        let sorts = query.sorts();
        let is_of_scope = |kind| {
            (kinds.is_empty() || kinds.contains(&kind))
                && (sorts.is_empty() || sorts.contains(&sort(kind)))
        };
        let wanted = |doc| is_within(doc) && is_of_scope(self.finder.summary(doc).kind);

        let mut is_all = true;
        let (all, mut best) = if query.is_blank() {
            let all: Vec<DocKey> = self.finder.docs().collect();
            let listed = all.iter().copied().filter(|doc| wanted(*doc));
            let listed = listed.map(Candidate::browsed).collect();
            (all, listed)
        } else {
            // What is related is little, and among equals the nearest come first: none is cut off.
            let limit = related.as_ref().map_or(find.limit, Vec::len);
            let lift = |doc| self.lift(&self.finder.summary(doc).id);
            let matches = self.finder.engine.find(&asked, limit, wanted, lift);
            is_all = matches.is_all;
            let best = matches.best.into_iter().map(Candidate::from);
            (matches.all, best.collect::<Vec<_>>())
        };
        let mut all = all;
        if !query.is_blank() {
            self.put_bound(&typed.unlabelled(hold), wanted, &mut all, &mut best);
        }
        best.sort_by_key(|one| (Reverse(one.score), nearness(one.doc)));

        let mut by_kind = Kind::ALL.map(|kind| (kind, 0));
        for doc in all.into_iter().filter(|doc| is_within(*doc)) {
            let of = self.finder.summary(doc).kind;
            for (_, count) in by_kind.iter_mut().filter(|(kind, _)| *kind == of) {
                *count += 1;
            }
        }
        let in_scope = by_kind.iter().filter(|(kind, _)| is_of_scope(*kind));
        Ok(Found {
            query: query.shown().trim().to_owned(),
            cut: query.was_cut(),
            unlabelled: Some(typed.unlabelled(hold)).filter(|words| words != typed.shown().trim()),
            unheld,
            total: in_scope.map(|(_, count)| count).sum(),
            total_is: if is_all {
                TotalIs::Exact
            } else {
                TotalIs::AtLeast
            },
            by_kind: by_kind.to_vec(),
            lists: self.named(),
            hits: best
                .into_iter()
                .take(find.limit)
                .map(|one| self.hit(&asked, one, find.explain))
                .collect(),
        })
    }

    /// The words of a query that stand in none of the fields they are held to, of any entry.
    fn unheld(&self, query: &Query) -> (Vec<Query>, Vec<Unheld>) {
        let stands = |word: &Query| {
            let asked = self.finder.engine.ask(word);
            let found = self.finder.engine.find(&asked, 1, |_| true, |_| 0);
            !found.best.is_empty()
        };
        let missing = query.held().filter(|(word, _)| !stands(word));
        let told = missing.map(|(word, tag)| {
            let (to, text) = (held_to(tag), word.unlabelled(hold));
            (word, Unheld { to, word: text })
        });
        told.unzip()
    }

    /// Puts what this hall bound the query to before everything else.
    fn put_bound(
        &self,
        query: &str,
        wanted: impl Fn(DocKey) -> bool,
        all: &mut Vec<DocKey>,
        best: &mut Vec<Candidate>,
    ) {
        let highest = best.iter().map(|one| one.score).max().unwrap_or(0);
        let bound = self.bound_to(query);
        let is_bound = |doc: &DocKey| bound.contains(&self.finder.summary(*doc).id);
        let docs = self.finder.docs().filter(|_| !bound.is_empty());
        for doc in docs.filter(is_bound).filter(|doc| wanted(*doc)) {
            best.retain(|one| one.doc != doc);
            best.push(Candidate {
                doc,
                score: highest + BOUND,
                how: Some(How::Synonym),
            });
            if !all.contains(&doc) {
                all.push(doc);
            }
        }
    }

    /// The lists and whose they are.
    fn named(&self) -> Vec<(ListCode, String)> {
        let lists = self.registry.lists().iter();
        lists
            .map(|list| (list.code.clone(), list.name.clone()))
            .collect()
    }

    /// What the scope's entry is related to, nearest first; nothing when the scope names none.
    fn related(&self, scope: &Scope) -> Result<Option<Vec<EntryId>>, Refusal> {
        let Some(id) = &scope.related_to else {
            return Ok(None);
        };
        let entry = self.registry.entry(&Reference::from(id.clone()))?;
        Ok(Some(entry.related))
    }

    fn hit(&self, asked: &Asked<'_>, one: Candidate, explain: bool) -> Hit {
        let detail = match one.how {
            Some(_) => self.finder.engine.detail(asked, one.doc),
            None => Detail::default(),
        };
        Hit {
            summary: self.finder.summary(one.doc).clone(),
            score: one.score,
            matched: one.how.map(Matched::from),
            via: detail.terms.iter().find_map(|term| term.via.clone()),
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
            (Bonus::Habit, self.lift(&self.finder.summary(doc).id)),
            (Bonus::Kind, detail.prior),
            (Bonus::Apart, detail.apart),
            (Bonus::Verbatim, detail.verbatim),
            (Bonus::Lean, detail.lean),
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
        manner,
    } = term.points;
    WhyTerm {
        term: term.term.clone(),
        via: term.via.clone(),
        weight: term.weight,
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
            (Bonus::Manner, manner),
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
            How::Accent => Self::Accent,
            How::Synonym => Self::Synonym,
            How::Typo => Self::Typo,
        }
    }
}

impl From<search::Form> for Form {
    fn from(form: search::Form) -> Self {
        match form {
            search::Form::Scattered => Self::Scattered,
            search::Form::Adjacent => Self::Adjacent,
            search::Form::End => Self::End,
            search::Form::Start => Self::Start,
            search::Form::Whole => Self::Whole,
        }
    }
}
