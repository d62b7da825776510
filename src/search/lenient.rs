//! Leniently: what a query may mean when it does not stand as typed. Phrases that people say lead to
//! the words of the texts, pieces may stand in any order, speech is left out, and what stands
//! nowhere may have a slip in it. Ranks by how much of the query is answered, and how well.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use super::align::Alignment;
use super::bounds::Stands;
use super::engine::{DocKey, Engine, Nature};
use super::judge::Answer;
use super::pieces::{Of, Piece};
use super::query::{Line, Query};
use super::score::{self, Form, How, Points};
use super::thesaurus::{LONGEST, Sort};
use super::unit::Typed;
use super::ways::{Finds, Way};

/// So many single characters are something to be found by, when that is all that was typed.
pub(super) const LEAST_ALONE: usize = 3;
/// So many answers are tried as the first one taken.
const MOST_FIRST: usize = 4;

/// So many points below the best one nothing is meant any more.
const FAR: i64 = 60;
/// So many documents are looked at closely.
const MOST_JUDGED: usize = 200;

/// A document that fits leniently.
#[derive(Clone, Debug)]
pub(super) struct Lenient {
    /// Its points, the document's own left out.
    pub(super) score: i64,
    /// How it was found.
    pub(super) how: How,
    /// Each piece that was found.
    pub(super) terms: Vec<Answered>,
    /// Taken off for pieces that stand apart or nowhere.
    pub(super) apart: i64,
    /// Added for being of the sort that is asked for.
    pub(super) lean: i64,
}

/// The documents that fit leniently.
pub(super) struct Leniently {
    pub(super) found: HashMap<DocKey, Lenient>,
    /// Whether those are all that could be worth a look.
    pub(super) is_all: bool,
}

impl Default for Leniently {
    fn default() -> Self {
        Self {
            found: HashMap::new(),
            is_all: true,
        }
    }
}

/// A piece and where it was found.
#[derive(Clone, Debug)]
pub(super) struct Answered {
    /// As typed.
    pub(super) shown: String,
    /// The word of the texts that it led to.
    pub(super) via: Option<String>,
    /// How much it tells.
    pub(super) weight: i64,
    /// Whether it is more than one character or syllable.
    pub(super) tells: bool,
    /// Where.
    pub(super) answer: Answer,
}

/// What a query asks for, and how much of it each of its tokens is.
struct Weighed {
    weights: Vec<i64>,
    /// The sorts of documents that it asks for.
    leans: BTreeSet<Sort>,
    /// Whether a document must answer all of it.
    only_all: bool,
    /// The tokens of each line that asks for something: what is held to a field must stand there,
    /// and what is not must stand as well.
    lines: Vec<u64>,
}

impl Engine {
    /// The documents that fit leniently; `stands` says how the query stands as typed.
    pub(super) fn leniently(&self, query: &Query, stands: Stands) -> Leniently {
        let lines = query.lines();
        // What stands as typed means nothing else, unless people say just that.
        if stands == Stands::AsOne && !self.is_said(lines) {
            return Leniently::default();
        }
        let (tokens, mut pieces) = self.pieces(lines);
        if stands == Stands::Nowhere {
            let slipped = self.slipped(&tokens, &pieces);
            pieces.extend(slipped);
        }
        let of_line = |line: &Line| {
            let own = (0..).zip(&tokens.tokens);
            let own = own.filter(|(_, (of, _))| std::ptr::eq(*of, line));
            own.fold(0, |all, (at, _)| all | 1_u64 << at) & !tokens.speech
        };
        let of_lines = lines.iter().map(of_line).filter(|line| *line != 0);
        let weighed = Weighed {
            lines: of_lines.collect(),
            weights: self.weights(&tokens, &pieces),
            leans: self.leans(lines),
            // Where each word stands, nobody means less than all of them.
            only_all: stands == Stands::Apart,
        };
        self.answered(&pieces, &weighed)
    }

    /// The sorts of documents that a query asks for.
    fn leans(&self, lines: &[Line]) -> BTreeSet<Sort> {
        let windows = lines.iter().flat_map(|line| {
            let lengths = 1..=line.chars.len().min(LONGEST);
            lengths.flat_map(|length| line.chars.windows(length))
        });
        windows
            .filter_map(|chars| {
                let said = self.thesaurus.by_characters(chars)?;
                self.thesaurus.speech(said).lean
            })
            .collect()
    }

    /// The documents that answer a good part of what can be answered, and whether those are all of
    /// them.
    fn answered(&self, pieces: &[Piece<'_>], weighed: &Weighed) -> Leniently {
        let weights = &weighed.weights;
        let mut covers: Vec<u64> = vec![0; self.docs.len()];
        for piece in pieces {
            for doc in &piece.docs {
                covers[doc as usize] |= piece.cover;
            }
        }
        let is_reached = |cover: u64| weighed.lines.iter().all(|line| cover & line != 0);
        let reached = (0..).zip(covers);
        let reached = reached.filter(|(_, cover)| *cover != 0 && is_reached(*cover));
        let mut reached: Vec<(i64, DocKey)> = reached
            .map(|(doc, cover)| (told(cover, weights), doc))
            .collect();
        let most = reached.iter().map(|(told, _)| *told).max().unwrap_or(0);
        let least = if weighed.only_all {
            weights.iter().sum()
        } else {
            (most + 3) / 4
        };
        reached.retain(|(told, _)| *told > 0 && *told >= least);
        let is_all = reached.len() <= MOST_JUDGED;
        if !is_all {
            let rank = |(told, doc): &(i64, DocKey)| {
                let prior = self.docs[*doc as usize].prior;
                (Reverse(*told), Reverse(prior), *doc)
            };
            reached.select_nth_unstable_by_key(MOST_JUDGED, rank);
            reached.truncate(MOST_JUDGED);
        }
        let found = reached.into_iter().filter_map(|(_, doc)| {
            let lenient = self.answer(pieces, weighed, doc)?;
            Some((doc, lenient))
        });
        let mut found: HashMap<DocKey, Lenient> = found.collect();
        // What is far worse than the best is not what is meant.
        let best = found.values().map(|lenient| lenient.score).max();
        found.retain(|_, lenient| best.is_some_and(|best| lenient.score + FAR >= best));
        Leniently { found, is_all }
    }

    fn answer(&self, pieces: &[Piece<'_>], weighed: &Weighed, doc: DocKey) -> Option<Lenient> {
        let weights = &weighed.weights;
        let document = self.docs.get(doc as usize)?;
        let mut found: Vec<(u64, Answered)> = Vec::new();
        for piece in pieces.iter().filter(|piece| piece.docs.contains(doc)) {
            for way in &piece.ways {
                let fields = document.fields.clone();
                for key in fields.filter(|key| way.fields.contains(*key)) {
                    if piece.is == Of::One && !self.is_name(key) {
                        continue;
                    }
                    if let Some(mut answer) = self.found(way, key) {
                        if piece.is == Of::One {
                            answer.points.manner -= score::ONE;
                        }
                        let weight = told(piece.cover, weights);
                        let term = Answered {
                            shown: piece.shown.clone(),
                            via: way.via.clone(),
                            weight,
                            tells: piece.is != Of::One,
                            answer,
                        };
                        found.push((piece.cover, term));
                    }
                }
            }
        }
        // What tells most first; of the same tokens the best answer.
        found.retain(|(_, term)| term.weight > 0);
        let told = |term: &Answered| term.weight * (term.answer.points.sum() - score::LEAST);
        found.sort_by_key(|(_, term)| Reverse(told(term)));
        let lean = if weighed.leans.contains(&document.sort) {
            score::LEAN
        } else {
            0
        };
        // What is taken first decides what else can be.
        let firsts = (0..found.len().min(MOST_FIRST)).rev();
        let ways = firsts.filter_map(|first| scored(&found, first, weights, lean));
        ways.max_by_key(|lenient| lenient.score)
    }

    /// A piece in one field.
    fn found(&self, way: &Way<'_>, key: u32) -> Option<Answer> {
        let field = &self.fields[key as usize];
        let Nature::Words(standing) = field.nature else {
            return None;
        };
        let side_by_side = |stretch: Range<usize>| {
            let literal = stretch.len();
            Alignment {
                places: stretch.collect(),
                typed: Typed {
                    literal,
                    ..Typed::default()
                },
            }
        };
        let alignment = match &way.by {
            Finds::Literal(glyphs) => side_by_side(literally(glyphs, &field.glyphs)?),
            Finds::Sounded(needle) => needle.adjacent(&field.glyphs)?,
            Finds::Known(found) => side_by_side(found.get(&key)?.clone()),
            Finds::Bound => {
                return Some(Answer {
                    field: key,
                    how: How::Synonym,
                    form: Form::Whole,
                    points: Points {
                        manner: -way.cost,
                        ..score::bound()
                    },
                    places: Vec::new(),
                });
            }
        };
        let mut answer = self.judged(key, standing, alignment);
        // What stands unbroken is all that fuzzy-matcher asks for.
        answer.points.fuzzy = score::MOST_FUZZY;
        answer.points.manner -= way.cost;
        if let Some(how) = way.how {
            answer.how = how;
        }
        Some(answer)
    }
}

/// Where characters stand side by side; of several places the first.
pub(super) fn literally(wanted: &[u32], text: &[u32]) -> Option<Range<usize>> {
    let mut windows = text.windows(wanted.len().max(1));
    let begin = windows.position(|there| there == wanted)?;
    Some(begin..begin + wanted.len())
}

/// Whether both answers are the same characters, or some of them.
fn overlap(one: &Answer, other: &Answer) -> bool {
    one.field == other.field && other.places.iter().any(|place| one.places.contains(place))
}

/// How the query as a whole was found: by the least sure of its pieces.
fn how(terms: &[Answered]) -> How {
    let hows = terms.iter().map(|term| term.answer.how);
    hows.max().unwrap_or(How::Text)
}

/// What is answered when a certain answer is taken first, then the others in their order.
fn scored(found: &[(u64, Answered)], first: usize, weights: &[i64], lean: i64) -> Option<Lenient> {
    let mut covered = 0_u64;
    let mut terms: Vec<Answered> = Vec::new();
    for (cover, term) in found.get(first).into_iter().chain(found) {
        // What stands for something else answers one piece.
        let is_told = term.via.is_some()
            && terms
                .iter()
                .any(|known| overlap(&known.answer, &term.answer));
        if covered & cover == 0 && !is_told {
            covered |= cover;
            terms.push(term.clone());
        }
    }
    let weight: i64 = terms.iter().map(|term| term.weight).sum();
    let total: i64 = weights.iter().sum();
    let missing = total - weight;
    // Single characters stand everywhere; all of them are another matter, but not all syllables.
    let are_chars = terms.iter().all(|term| !term.shown.is_ascii());
    let places = terms.iter().flat_map(|term| &term.answer.places);
    let is_all =
        || are_chars && missing == 0 && places.collect::<BTreeSet<_>>().len() >= LEAST_ALONE;
    if !terms.iter().any(|term| term.tells) && !is_all() {
        return None;
    }
    for term in &mut terms {
        term.answer.points.temper(missing, total);
    }
    let points: i64 = terms
        .iter()
        .map(|term| term.weight * term.answer.points.sum())
        .sum();
    let points = points.checked_div(weight)?;
    let fields: BTreeSet<u32> = terms.iter().map(|term| term.answer.field).collect();
    let apart = match (terms.len(), fields.len()) {
        (1, _) => 0,
        (_, 1) => score::IN_PIECES,
        _ => score::IN_PIECES + score::APART,
    } + score::missing(missing, total);
    Some(Lenient {
        score: points - apart + lean,
        how: how(&terms),
        terms,
        apart: -apart,
        lean,
    })
}

/// How much some tokens tell.
fn told(cover: u64, weights: &[i64]) -> i64 {
    let weights = (0..).zip(weights);
    weights
        .filter(|(at, _)| cover & (1_u64 << at) != 0)
        .map(|(_, weight)| weight)
        .sum()
}
