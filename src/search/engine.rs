//! The engine: takes documents in, gives the ones that fit a query out, best first, and says why.
//! Knows fields by number and standing only.

use std::collections::HashMap;
use std::fmt;
use std::ops::Range;

use fuzzy_matcher::skim::SkimMatcherV2;
use roaring::RoaringBitmap;

use super::align::{self, Alignment};
use super::lattice;
use super::normal::{self, Dense};
use super::postings::{Alphabet, Postings};
use super::query::{Query, Term};
use super::score::{self, Form, How, Points};

/// A document's number: the first one added is 0.
pub type DocKey = u32;

/// How much a field says about what its document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// What the document is called.
    Title,
    /// Who it belongs to.
    Name,
    /// What it says.
    Body,
    /// What stands beside it: sources, examples, remarks.
    Aside,
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// Words, found by characters and by pinyin.
    Words(Standing),
    /// A telephone number, found by its digits.
    Phone,
}

/// One field of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// As shown; marks point into it.
    pub text: String,
    /// What it holds.
    pub nature: Nature,
}

/// Something to be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Its fields; marks name them by their place here.
    pub fields: Vec<Field>,
    /// Points on top of every match: what a person is likelier to mean. Small, a tie-breaker.
    pub prior: i64,
}

/// A document that fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match {
    /// Which.
    pub doc: DocKey,
    /// Comparable within one query only.
    pub score: i64,
    /// How the best field matched.
    pub how: How,
}

/// What was found in a document and why it stands where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Detail {
    /// By field: stretches of characters, in order and apart.
    pub marks: Vec<(usize, Vec<Range<usize>>)>,
    /// Each word and the field that answered it best. The score is the mean of their points, plus
    /// `apart`, `verbatim` and `prior`.
    pub terms: Vec<TermDetail>,
    /// Taken off when the words were found apart.
    pub apart: i64,
    /// Added when the punctuation fits too.
    pub verbatim: i64,
    /// The document's own points.
    pub prior: i64,
}

/// How one word was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermDetail {
    /// The word as typed.
    pub term: String,
    /// The field.
    pub field: usize,
    /// How it matched.
    pub how: How,
    /// How the characters stand.
    pub form: Form,
    /// The points.
    pub points: Points,
}

struct Indexed {
    doc: DocKey,
    nature: Nature,
    /// Glyph numbers, with the place of each in `text`.
    glyphs: Vec<u32>,
    origin: Vec<u32>,
    text: String,
}

struct Doc {
    fields: Range<u32>,
    prior: i64,
}

/// One word found in one field.
struct Answer {
    field: u32,
    how: How,
    form: Form,
    points: Points,
    /// Places in the field's text, in characters.
    places: Vec<usize>,
}

/// The index and everything that is asked of it.
pub struct Engine {
    alphabet: Alphabet,
    postings: Postings,
    fields: Vec<Indexed>,
    phones: Vec<u32>,
    docs: Vec<Doc>,
    matcher: SkimMatcherV2,
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine")
            .field("docs", &self.docs.len())
            .finish_non_exhaustive()
    }
}

impl Default for Engine {
    fn default() -> Self {
        Self {
            alphabet: Alphabet::default(),
            postings: Postings::default(),
            fields: Vec::new(),
            phones: Vec::new(),
            docs: Vec::new(),
            matcher: SkimMatcherV2::default().ignore_case(),
        }
    }
}

impl Engine {
    /// Takes a document in; its number counts up from 0.
    pub fn add(&mut self, document: Document) -> DocKey {
        let doc = number(self.docs.len());
        let first = number(self.fields.len());
        for field in document.fields {
            let key = number(self.fields.len());
            let dense = Dense::new(&field.text);
            let glyphs: Vec<u32> = dense
                .chars
                .iter()
                .map(|c| self.alphabet.number(*c))
                .collect();
            match field.nature {
                Nature::Words(_) => self.postings.add(key, &glyphs, &self.alphabet),
                Nature::Phone => self.phones.push(key),
            }
            self.fields.push(Indexed {
                doc,
                nature: field.nature,
                glyphs,
                origin: dense.origin,
                text: field.text,
            });
        }
        self.docs.push(Doc {
            fields: first..number(self.fields.len()),
            prior: document.prior,
        });
        doc
    }

    /// Every document that fits, best first; among equals in the order of their numbers.
    #[must_use]
    pub fn find(&self, query: &Query) -> Vec<Match> {
        let mut best: HashMap<DocKey, Match> = self.as_one_run(query);
        for found in self.as_words(query) {
            let known = best.entry(found.doc).or_insert(found);
            if found.score > known.score {
                *known = found;
            }
        }
        let mut all: Vec<Match> = best.into_values().collect();
        for found in &mut all {
            found.score += self.docs[found.doc as usize].prior + self.verbatim(query, found.doc);
        }
        all.sort_by_key(|found| (std::cmp::Reverse(found.score), found.doc));
        all
    }

    /// What was found in a document and why; empty when it does not fit.
    #[must_use]
    pub fn detail(&self, query: &Query, doc: DocKey) -> Detail {
        let Some(document) = self.docs.get(doc as usize) else {
            return Detail::default();
        };
        let answers_of = |term: &Term, gaps: bool| -> Vec<Answer> {
            let fields = document.fields.clone();
            fields
                .filter_map(|field| self.answer(term, field, gaps))
                .collect()
        };
        let whole = query.whole();
        let one_run = vec![(
            whole.shown.clone(),
            answers_of(&whole, query.words().is_none()),
        )];
        let apart: Vec<(String, Vec<Answer>)> = query
            .words()
            .unwrap_or_default()
            .iter()
            .map(|word| (word.shown.clone(), answers_of(word, true)))
            .collect();
        let worth = |found: &[(String, Vec<Answer>)], off: i64| mean(found).map(|m| m - off);
        let (found, off) = match (worth(&one_run, 0), worth(&apart, score::APART)) {
            (None, None) => return Detail::default(),
            (Some(one), several) if several.is_none_or(|several| several <= one) => (one_run, 0),
            _ => (apart, score::APART),
        };
        Detail {
            marks: marks(&found, document.fields.start),
            terms: found
                .iter()
                .filter_map(|(term, answers)| {
                    let best = best_of(answers)?;
                    Some(TermDetail {
                        term: term.clone(),
                        field: (best.field - document.fields.start) as usize,
                        how: best.how,
                        form: best.form,
                        points: best.points,
                    })
                })
                .collect(),
            apart: -off,
            verbatim: self.verbatim(query, doc),
            prior: document.prior,
        }
    }

    /// How many documents there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.docs.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.docs.is_empty()
    }

    /// How many fields would be looked at for a query: the work a keystroke costs.
    #[must_use]
    pub fn candidates(&self, query: &Query) -> u64 {
        let words = query.words().unwrap_or_default();
        std::iter::once(&query.whole())
            .chain(words)
            .map(|term| lattice::candidates(&self.postings, &term.chars).len())
            .sum()
    }

    /// The query as one run of characters. Several words must then stand side by side.
    fn as_one_run(&self, query: &Query) -> HashMap<DocKey, Match> {
        let gaps = query.words().is_none();
        self.best_by_doc(&query.whole(), gaps, None)
    }

    /// The query as words, each of which must be found, in whatever order and field.
    fn as_words(&self, query: &Query) -> Vec<Match> {
        let Some(words) = query.words() else {
            return Vec::new();
        };
        let mut sums: Option<HashMap<DocKey, Match>> = None;
        for word in words {
            let found = self.best_by_doc(word, true, sums.as_ref());
            sums = Some(match sums {
                None => found,
                Some(sums) => found
                    .into_iter()
                    .filter_map(|(doc, new)| {
                        let known = sums.get(&doc)?;
                        let how = if new.how == known.how {
                            known.how
                        } else {
                            weaker(new.how, known.how)
                        };
                        Some((
                            doc,
                            Match {
                                doc,
                                score: known.score + new.score,
                                how,
                            },
                        ))
                    })
                    .collect(),
            });
        }
        let count = i64::try_from(words.len()).unwrap_or(1);
        let mean = |found: Match| Match {
            score: found.score / count - score::APART,
            ..found
        };
        sums.unwrap_or_default().into_values().map(mean).collect()
    }

    /// The best field for a word in each document that has one, among `only` where that is given.
    fn best_by_doc(
        &self,
        term: &Term,
        gaps: bool,
        only: Option<&HashMap<DocKey, Match>>,
    ) -> HashMap<DocKey, Match> {
        let mut candidates: RoaringBitmap = lattice::candidates(&self.postings, &term.chars);
        if digits(term).is_some() {
            candidates.extend(&self.phones);
        }
        let mut best: HashMap<DocKey, Match> = HashMap::new();
        for field in candidates {
            let doc = self.fields[field as usize].doc;
            if only.is_some_and(|only| !only.contains_key(&doc)) {
                continue;
            }
            let Some(answer) = self.answer(term, field, gaps) else {
                continue;
            };
            let new = Match {
                doc,
                score: answer.points.sum(),
                how: answer.how,
            };
            let known = best.entry(doc).or_insert(new);
            if new.score > known.score {
                *known = new;
            }
        }
        best
    }

    /// A word in a field.
    fn answer(&self, term: &Term, key: u32, gaps: bool) -> Option<Answer> {
        let field = &self.fields[key as usize];
        match field.nature {
            Nature::Words(standing) => {
                let alignment = align::adjacent(&field.glyphs, &term.chars, &self.alphabet)
                    .or_else(|| {
                        gaps.then(|| align::scattered(&field.glyphs, &term.chars, &self.alphabet))?
                    })?;
                Some(self.words_answer(key, standing, &alignment))
            }
            Nature::Phone => {
                let (start, form, points) = score::judge_phone(&field.text, &digits(term)?)?;
                let end = start + term.chars.len();
                Some(Answer {
                    field: key,
                    how: How::Phone,
                    form,
                    points,
                    places: places(&field.origin, start..end),
                })
            }
        }
    }

    fn words_answer(&self, key: u32, standing: Standing, alignment: &Alignment) -> Answer {
        let field = &self.fields[key as usize];
        let text: String = field
            .glyphs
            .iter()
            .map(|glyph| self.alphabet.glyph(*glyph).char)
            .collect();
        let len = field.glyphs.len();
        let (form, how, points) = score::judge(&self.matcher, alignment, &text, len, standing);
        Answer {
            field: key,
            how,
            form,
            points,
            places: places(&field.origin, alignment.places.iter().copied()),
        }
    }

    /// Points for a document in which the query stands with its punctuation.
    fn verbatim(&self, query: &Query, doc: DocKey) -> i64 {
        let wanted = query.verbatim();
        if wanted.chars().all(normal::counts) {
            return 0;
        }
        let mut fields = self.docs[doc as usize].fields.clone();
        let stands = |key: u32| normal::verbatim(&self.fields[key as usize].text).contains(wanted);
        if fields.any(stands) {
            score::VERBATIM
        } else {
            0
        }
    }
}

/// A word that may be part of a telephone number.
fn digits(term: &Term) -> Option<String> {
    let all = term.chars.len() >= 3 && term.chars.iter().all(char::is_ascii_digit);
    all.then(|| term.chars.iter().collect())
}

fn places(origin: &[u32], dense: impl IntoIterator<Item = usize>) -> Vec<usize> {
    dense
        .into_iter()
        .filter_map(|place| origin.get(place))
        .map(|place| *place as usize)
        .collect()
}

/// Of two ways to match, the one that explains more: a sound or a number before plain text.
const fn weaker(a: How, b: How) -> How {
    match (a, b) {
        (How::Text, other) => other,
        (known, _) => known,
    }
}

fn best_of(answers: &[Answer]) -> Option<&Answer> {
    answers.iter().reduce(|best, new| {
        if new.points.sum() > best.points.sum() {
            new
        } else {
            best
        }
    })
}

/// The mean of the best points of each word; nothing when a word was not found.
fn mean(found: &[(String, Vec<Answer>)]) -> Option<i64> {
    let mut sum = 0;
    for (_, answers) in found {
        sum += best_of(answers)?.points.sum();
    }
    let count = i64::try_from(found.len()).ok()?;
    (count > 0).then(|| sum / count)
}

/// Found characters by field: of each word its best field, and others where it stands unbroken.
fn marks(found: &[(String, Vec<Answer>)], first: u32) -> Vec<(usize, Vec<Range<usize>>)> {
    let mut by_field: Vec<(usize, Vec<usize>)> = Vec::new();
    for (_, answers) in found {
        let best = best_of(answers).map(|best| best.field);
        for answer in answers {
            if answer.form > Form::Scattered || Some(answer.field) == best {
                let field = (answer.field - first) as usize;
                match by_field.iter_mut().find(|(known, _)| *known == field) {
                    Some((_, places)) => places.extend(&answer.places),
                    None => by_field.push((field, answer.places.clone())),
                }
            }
        }
    }
    by_field.sort_unstable_by_key(|(field, _)| *field);
    by_field
        .into_iter()
        .map(|(field, places)| (field, ranges(places)))
        .collect()
}

/// Places as stretches, in order and apart.
fn ranges(mut places: Vec<usize>) -> Vec<Range<usize>> {
    places.sort_unstable();
    places.dedup();
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for place in places {
        match ranges.last_mut() {
            Some(last) if last.end == place => last.end += 1,
            _ => ranges.push(place..place + 1),
        }
    }
    ranges
}

/// Documents and fields are numbered in 32 bits; beyond that the last number is shared, which can
/// only happen past four thousand million fields.
fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
