//! Judging: a query made ready, and the close look at a document. Knows no order of results.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use roaring::RoaringBitmap;

use super::align::{Alignment, Needle};
use super::engine::{DocKey, Engine, Nature, Standing};
use super::lattice;
use super::lenient::{LEAST_ALONE, Lenient, Leniently};
use super::normal;
use super::query::{Query, Term};
use super::reading::{self, Is, Token};
use super::score::{self, Form, How, Points};

/// A word of a query, ready to be looked for.
pub(super) struct Word<'a> {
    pub(super) shown: &'a str,
    pub(super) needle: Needle<'a>,
    pub(super) candidates: RoaringBitmap,
    /// When it may be part of a telephone number.
    pub(super) digits: Option<String>,
    /// Whether its characters may stand apart.
    pub(super) gaps: bool,
    /// Whether it is one character or syllable: it stands everywhere.
    pub(super) is_one: bool,
}

/// Taken off for words that were found apart: single characters say little so.
pub(super) fn off_apart(words: &[Word<'_>]) -> i64 {
    let ones = words.iter().filter(|word| word.is_one);
    let off: i64 = ones.map(|_| score::ONE).sum();
    let count = i64::try_from(words.len()).unwrap_or(i64::MAX);
    score::APART + off.checked_div(count).unwrap_or(0)
}

/// One word found in one field.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) field: u32,
    pub(super) how: How,
    pub(super) form: Form,
    pub(super) points: Points,
    /// Places in the field's normal form.
    pub(super) places: Vec<usize>,
}

/// A query made ready for one engine: as one run of characters, and as words.
pub struct Asked<'a> {
    pub(super) whole: Word<'a>,
    pub(super) words: Vec<Word<'a>>,
    /// The line with its punctuation, when it has any, and the fields it may stand in.
    pub(super) verbatim: Option<(&'a str, RoaringBitmap)>,
    /// Of every document that fits as typed, the most points it can get, its own left out.
    pub(super) bounds: HashMap<DocKey, i64>,
    /// Whether people are known to say just what its letters spell.
    pub(super) is_said: bool,
    /// The documents that fit leniently.
    pub(super) lenient: Leniently,
}

/// A word and the fields of one document it was found in.
pub(super) struct Found<'a> {
    pub(super) word: &'a Word<'a>,
    pub(super) answers: Vec<Answer>,
}

/// A document looked at closely.
pub(super) struct Judged<'a> {
    pub(super) score: i64,
    pub(super) how: How,
    pub(super) found: Parts<'a>,
    pub(super) apart: i64,
    pub(super) verbatim: i64,
}

/// What was found in a document.
pub(super) enum Parts<'a> {
    /// Each word of the query, as typed.
    AsTyped(Vec<Found<'a>>),
    /// What the query may mean.
    Leniently(&'a Lenient),
}

impl Engine {
    /// Makes a query ready: what may fit as typed is read off the index, what may be meant is found.
    #[must_use]
    pub fn ask<'a>(&'a self, query: &'a Query) -> Asked<'a> {
        let words = query.words();
        let may_gap = words.is_none() && !self.is_phrase(query.lines());
        let words = words.filter(|words| !is_loose(words)).unwrap_or_default();
        let has_punctuation = !query.verbatim().chars().all(normal::counts);
        let mut asked = Asked {
            whole: self.word(query.whole(), may_gap),
            words: words.iter().map(|word| self.word(word, true)).collect(),
            verbatim: has_punctuation
                .then(|| (query.verbatim(), self.literally(&query.whole().chars)))
                .filter(|(_, fields)| !fields.is_empty()),
            bounds: HashMap::new(),
            is_said: self.is_spelt(query.lines()),
            lenient: Leniently::default(),
        };
        if self.is_mute(query.lines()) {
            return asked;
        }
        let stands;
        (asked.bounds, stands) = self.bounds(&asked);
        asked.lenient = self.leniently(query, stands);
        asked
    }

    /// Fields that hold every one of these characters as itself.
    fn literally(&self, chars: &[char]) -> RoaringBitmap {
        let lists = chars
            .iter()
            .map(|c| self.postings.char(*c).cloned().unwrap_or_default());
        lists.reduce(|all, one| all & one).unwrap_or_default()
    }

    fn word<'a>(&'a self, term: &'a Term, gaps: bool) -> Word<'a> {
        let hearing = self.hearing.of(&term.chars);
        let mut candidates = lattice::candidates(&self.postings, &term.chars, hearing);
        let digits = digits(term);
        if digits.is_some() {
            candidates.extend(&self.phones);
        }
        Word {
            shown: &term.shown,
            needle: Needle::new(&term.chars, &self.alphabet, hearing),
            candidates: self.held(candidates, term.tag),
            digits,
            gaps,
            is_one: is_one(term),
        }
    }

    /// Looks at a document closely: as typed or leniently, whichever gives more.
    pub(super) fn judge<'a>(&self, asked: &'a Asked<'a>, doc: DocKey) -> Option<Judged<'a>> {
        let as_typed = asked
            .bounds
            .contains_key(&doc)
            .then(|| self.as_typed_in(asked, doc))
            .flatten();
        let Some(lenient) = asked.lenient.found.get(&doc) else {
            return as_typed;
        };
        let score = lenient.score + self.docs.get(doc as usize)?.prior;
        if let Some(as_typed) = as_typed
            && as_typed.score >= score
        {
            return Some(as_typed);
        }
        Some(Judged {
            score,
            how: lenient.how,
            found: Parts::Leniently(lenient),
            apart: lenient.apart,
            verbatim: 0,
        })
    }

    /// The query as one run, or as words found apart, whichever gives more.
    fn as_typed_in<'a>(&self, asked: &'a Asked<'a>, doc: DocKey) -> Option<Judged<'a>> {
        let document = self.docs.get(doc as usize)?;
        let found_in = |word: &'a Word<'a>| {
            let inside = document
                .fields
                .clone()
                .filter(|key| word.candidates.contains(*key));
            let mut answers = self.answers(word, &inside.collect::<Vec<u32>>());
            let most = answers.iter().map(|answer| answer.points.sum()).max();
            // fuzzy-matcher is asked only where its opinion can still make the best answer.
            for answer in &mut answers {
                if most.is_some_and(|most| answer.points.sum() + score::MOST_FUZZY >= most) {
                    self.add_fuzzy(answer);
                }
            }
            // Letters that spell what people say stand for something else by chance.
            if asked.is_said {
                for answer in &mut answers {
                    let is_chance = answer.how != How::Text && answer.form == Form::Adjacent;
                    answer.points.manner -= if is_chance { score::CHANCE } else { 0 };
                }
            }
            Found { word, answers }
        };
        let one_run = vec![found_in(&asked.whole)];
        let apart: Vec<_> = asked.words.iter().map(found_in).collect();
        let off = off_apart(&asked.words);
        let (found, points, off) = match (mean(&one_run), mean(&apart)) {
            (None, None) => return None,
            (Some(one), several) if several.is_none_or(|several| several - off <= one) => {
                (one_run, one, 0)
            }
            (_, several) => (apart, several?, off),
        };
        let verbatim = self.verbatim(asked, doc);
        Some(Judged {
            score: points - off + verbatim + document.prior,
            how: how(&found),
            found: Parts::AsTyped(found),
            apart: -off,
            verbatim,
        })
    }

    /// A word in the fields of one document, fuzzy-matcher not yet asked. Where it stands unbroken
    /// nobody looks for it in pieces.
    pub(super) fn answers(&self, word: &Word<'_>, keys: &[u32]) -> Vec<Answer> {
        let unbroken: Vec<Answer> = keys
            .iter()
            .filter_map(|key| self.unbroken(word, *key))
            .collect();
        if unbroken.is_empty() && word.gaps {
            keys.iter()
                .filter_map(|key| self.scattered(word, *key))
                .collect()
        } else {
            unbroken
        }
    }

    fn unbroken(&self, word: &Word<'_>, key: u32) -> Option<Answer> {
        let field = &self.fields[key as usize];
        match field.nature {
            Nature::Words(standing) => {
                let alignment = word.needle.adjacent(&field.glyphs)?;
                Some(self.judged(key, standing, alignment))
            }
            Nature::Phone(standing) => {
                let digits = word.digits.as_ref()?;
                let (start, form, points) = score::judge_phone(&field.text, digits, standing)?;
                Some(Answer {
                    field: key,
                    how: How::Phone,
                    form,
                    points,
                    places: (start..start + digits.chars().count()).collect(),
                })
            }
        }
    }

    fn scattered(&self, word: &Word<'_>, key: u32) -> Option<Answer> {
        let field = &self.fields[key as usize];
        let Nature::Words(standing) = field.nature else {
            return None;
        };
        let alignment = word.needle.scattered(&field.glyphs)?;
        let is_name = matches!(standing, Standing::Title | Standing::Name);
        alignment
            .may_stand_apart(is_name)
            .then(|| self.judged(key, standing, alignment))
    }

    pub(super) fn judged(&self, key: u32, standing: Standing, alignment: Alignment) -> Answer {
        let field = &self.fields[key as usize];
        let len = field.glyphs.len();
        let (form, how, points) = score::judge(&alignment, len, &field.origin, standing);
        Answer {
            field: key,
            how,
            form,
            points,
            places: alignment.places,
        }
    }

    fn add_fuzzy(&self, answer: &mut Answer) {
        if answer.how == How::Phone {
            answer.points.fuzzy = score::MOST_FUZZY;
        } else {
            let glyphs = &self.fields[answer.field as usize].glyphs;
            let text: Vec<char> = glyphs
                .iter()
                .map(|n| self.alphabet.glyph(*n).char)
                .collect();
            answer.points.fuzzy = score::fuzzy(&self.matcher, &text, &answer.places);
        }
    }

    /// Points for a document in which the query stands with its punctuation.
    fn verbatim(&self, asked: &Asked<'_>, doc: DocKey) -> i64 {
        let Some((wanted, possible)) = &asked.verbatim else {
            return 0;
        };
        let fields = self.docs[doc as usize].fields.clone();
        let mut fields = fields.filter(|key| possible.contains(*key));
        let stands = |key: u32| normal::verbatim(&self.fields[key as usize].text).contains(*wanted);
        if fields.any(stands) {
            score::VERBATIM
        } else {
            0
        }
    }

    /// Found characters by field, as places in its text: of each word its best field, and every
    /// place where it stands unbroken.
    pub(super) fn marks(&self, found: &[Found<'_>], first: u32) -> Vec<(usize, Vec<Range<usize>>)> {
        let mut by_field: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for Found { word, answers } in found {
            let best = best_of(answers).map(|best| best.field);
            for answer in answers {
                if answer.form > Form::Scattered || Some(answer.field) == best {
                    let field = &self.fields[answer.field as usize];
                    let places = self.all_places(word, answer).into_iter();
                    let places = places.filter_map(|place| field.origin.get(place));
                    let marked = by_field.entry(answer.field).or_default();
                    marked.extend(places.map(|place| *place as usize));
                }
            }
        }
        in_order(by_field, first)
    }

    /// The same of single answers.
    pub(super) fn marks_of<'a>(
        &self,
        answers: impl Iterator<Item = &'a Answer>,
        first: u32,
    ) -> Vec<(usize, Vec<Range<usize>>)> {
        let mut by_field: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for answer in answers.filter(|answer| !answer.places.is_empty()) {
            let origin = &self.fields[answer.field as usize].origin;
            let places = answer.places.iter().filter_map(|place| origin.get(*place));
            let marked = by_field.entry(answer.field).or_default();
            marked.extend(places.map(|place| *place as usize));
        }
        in_order(by_field, first)
    }

    /// The places of an answer, and of the same word wherever else it stands unbroken in the
    /// field. A single character is marked once: it is everywhere.
    fn all_places(&self, word: &Word<'_>, answer: &Answer) -> Vec<usize> {
        let is_words = answer.how != How::Phone;
        if answer.form > Form::Scattered && is_words && answer.places.len() > 1 {
            let glyphs = &self.fields[answer.field as usize].glyphs;
            word.needle
                .occurrences(glyphs)
                .into_iter()
                .flatten()
                .collect()
        } else {
            answer.places.clone()
        }
    }
}

/// Places by field, as stretches by the field's number in its document.
fn in_order(by_field: BTreeMap<u32, Vec<usize>>, first: u32) -> Vec<(usize, Vec<Range<usize>>)> {
    let fields = by_field.into_iter();
    fields
        .map(|(key, places)| ((key - first) as usize, ranges(places)))
        .collect()
}

/// Whether a word is one character or syllable.
fn is_one(term: &Term) -> bool {
    matches!(&reading::tokens(&term.chars)[..], [Token { is, .. }] if *is != Is::Letters)
}

/// Whether words are single characters, too few of them to mean something apart.
fn is_loose(words: &[Term]) -> bool {
    let is_free = |term: &Term| term.tag.is_none() && is_one(term);
    (2..LEAST_ALONE).contains(&words.len()) && words.iter().all(is_free)
}

/// A word that may be part of a telephone number, with its extension or without.
fn digits(term: &Term) -> Option<String> {
    let is_part = |c: &char| c.is_ascii_digit() || *c == score::EXTENSION;
    let all = term.chars.len() >= 3 && term.chars.iter().all(is_part);
    all.then(|| term.chars.iter().collect())
}

/// How the query as a whole was found: by the least sure of its words.
fn how(found: &[Found<'_>]) -> How {
    let bests = found.iter().filter_map(|found| best_of(&found.answers));
    bests.map(|best| best.how).max().unwrap_or(How::Text)
}

pub(super) fn best_of(answers: &[Answer]) -> Option<&Answer> {
    answers.iter().reduce(|best, new| {
        if new.points.sum() > best.points.sum() {
            new
        } else {
            best
        }
    })
}

/// The mean of the best points of each word; nothing when a word was not found.
fn mean(found: &[Found<'_>]) -> Option<i64> {
    let mut sum = 0;
    for Found { answers, .. } in found {
        sum += best_of(answers)?.points.sum();
    }
    let count = i64::try_from(found.len()).ok()?;
    (count > 0).then(|| sum / count)
}

/// Places as stretches, in order and apart.
pub(super) fn ranges(mut places: Vec<usize>) -> Vec<Range<usize>> {
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
