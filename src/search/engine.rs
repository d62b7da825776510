//! The engine: takes documents in, gives the ones that fit a query out, best first, and says why.
//! Knows fields by number and standing only.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashMap};
use std::fmt;
use std::ops::Range;

use fuzzy_matcher::skim::SkimMatcherV2;
use roaring::RoaringBitmap;

use super::align::{Alignment, Needle};
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

/// A word of a query, ready to be looked for.
struct Word<'a> {
    shown: &'a str,
    needle: Needle<'a>,
    candidates: RoaringBitmap,
    /// When it may be part of a telephone number.
    digits: Option<String>,
    /// Whether its characters may stand apart.
    gaps: bool,
}

/// One word found in one field.
struct Answer {
    field: u32,
    how: How,
    form: Form,
    points: Points,
    /// Places in the field's normal form.
    places: Vec<usize>,
}

/// A query, ready to be looked for: as one run of characters, and as words.
struct Asked<'a> {
    whole: Word<'a>,
    words: Vec<Word<'a>>,
    /// The line with its punctuation, when it has any.
    verbatim: Option<&'a str>,
}

/// A document looked at closely.
struct Judged<'a> {
    score: i64,
    how: How,
    /// Each word and the fields it was found in.
    found: Vec<(&'a str, Vec<Answer>)>,
    apart: i64,
    verbatim: i64,
}

/// What fits a query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matches {
    /// Every document that fits, in the order of their numbers.
    pub all: Vec<DocKey>,
    /// The best of the accepted ones, best first; equals in the order of their numbers.
    pub best: Vec<Match>,
    /// How many documents were looked at closely for it.
    pub judged: usize,
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

    /// Every document that fits a query, and the best `wanted` of those that `accept` lets through.
    ///
    /// Only documents that can still be among the best are looked at closely.
    pub fn find(&self, query: &Query, wanted: usize, accept: impl Fn(DocKey) -> bool) -> Matches {
        let whole = query.whole();
        let asked = self.asked(query, &whole);
        let bounds = self.bounds(&asked);
        let mut all: Vec<DocKey> = bounds.keys().copied().collect();
        all.sort_unstable();
        let mut promising: Vec<(i64, DocKey)> = bounds
            .into_iter()
            .filter(|(doc, _)| accept(*doc))
            .map(|(doc, bound)| (bound + self.docs[doc as usize].prior, doc))
            .collect();
        promising.sort_unstable_by_key(|(bound, doc)| (Reverse(*bound), *doc));

        let mut best: Vec<Match> = Vec::new();
        let mut scores: BinaryHeap<Reverse<i64>> = BinaryHeap::new();
        for (bound, doc) in promising {
            if scores.len() >= wanted && scores.peek().is_none_or(|Reverse(least)| bound < *least) {
                break;
            }
            let Some(Judged { score, how, .. }) = self.judge(&asked, doc) else {
                continue;
            };
            best.push(Match { doc, score, how });
            scores.push(Reverse(score));
            if scores.len() > wanted {
                scores.pop();
            }
        }
        let judged = best.len();
        best.sort_unstable_by_key(|found| (Reverse(found.score), found.doc));
        best.truncate(wanted);
        Matches { all, best, judged }
    }

    /// What was found in a document and why; empty when it does not fit.
    #[must_use]
    pub fn detail(&self, query: &Query, doc: DocKey) -> Detail {
        let whole = query.whole();
        let asked = self.asked(query, &whole);
        let (Some(document), Some(judged)) = (self.docs.get(doc as usize), self.judge(&asked, doc))
        else {
            return Detail::default();
        };
        let first = document.fields.start;
        let term = |(term, answers): &(&str, Vec<Answer>)| {
            let best = best_of(answers)?;
            Some(TermDetail {
                term: (*term).to_owned(),
                field: (best.field - first) as usize,
                how: best.how,
                form: best.form,
                points: best.points,
            })
        };
        Detail {
            terms: judged.found.iter().filter_map(term).collect(),
            marks: self.marks(&judged.found, first),
            apart: judged.apart,
            verbatim: judged.verbatim,
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

    fn asked<'a>(&'a self, query: &'a Query, whole: &'a Term) -> Asked<'a> {
        let words = query.words().unwrap_or_default();
        let has_punctuation = !query.verbatim().chars().all(normal::counts);
        Asked {
            whole: self.word(whole, words.is_empty()),
            words: words.iter().map(|word| self.word(word, true)).collect(),
            verbatim: has_punctuation.then(|| query.verbatim()),
        }
    }

    fn word<'a>(&'a self, term: &'a Term, gaps: bool) -> Word<'a> {
        let mut candidates = lattice::candidates(&self.postings, &term.chars);
        let digits = digits(term);
        if digits.is_some() {
            candidates.extend(&self.phones);
        }
        Word {
            shown: &term.shown,
            needle: Needle::new(&term.chars, &self.alphabet),
            candidates,
            digits,
            gaps,
        }
    }

    /// Of every document that fits, the most points it can get, its own left out.
    fn bounds(&self, asked: &Asked<'_>) -> HashMap<DocKey, i64> {
        let mut sums: Option<HashMap<DocKey, i64>> = None;
        for word in &asked.words {
            let found = self.best_by_doc(word, sums.as_ref());
            sums = Some(match sums {
                None => found,
                Some(sums) => found
                    .into_iter()
                    .filter_map(|(doc, points)| Some((doc, points + sums.get(&doc)?)))
                    .collect(),
            });
        }
        let count = i64::try_from(asked.words.len()).unwrap_or(1).max(1);
        let apart = sums.unwrap_or_default().into_iter();
        let mut bounds = self.best_by_doc(&asked.whole, None);
        for (doc, sum) in apart {
            // Rounded up: a bound may be too high, never too low.
            let bound = sum / count + 1 - score::APART;
            let known = bounds.entry(doc).or_insert(bound);
            *known = bound.max(*known);
        }
        let verbatim = asked.verbatim.map_or(0, |_| score::VERBATIM);
        bounds
            .values_mut()
            .for_each(|bound| *bound += score::MOST_FUZZY + verbatim);
        bounds
    }

    /// The most points for a word in each document that has it, fuzzy-matcher's left out; among
    /// `only` where that is given.
    fn best_by_doc(
        &self,
        word: &Word<'_>,
        only: Option<&HashMap<DocKey, i64>>,
    ) -> HashMap<DocKey, i64> {
        let mut best: HashMap<DocKey, i64> = HashMap::new();
        for key in &word.candidates {
            let doc = self.fields[key as usize].doc;
            if only.is_some_and(|only| !only.contains_key(&doc)) {
                continue;
            }
            if let Some(answer) = self.answer(word, key) {
                let points = answer.points.sum();
                let known = best.entry(doc).or_insert(points);
                *known = points.max(*known);
            }
        }
        best
    }

    /// Looks at a document closely: the query as one run, or as words found apart, whichever gives
    /// more.
    fn judge<'a>(&self, asked: &Asked<'a>, doc: DocKey) -> Option<Judged<'a>> {
        let document = self.docs.get(doc as usize)?;
        let answers_of = |word: &Word<'a>| -> (&'a str, Vec<Answer>) {
            let inside = document
                .fields
                .clone()
                .filter(|key| word.candidates.contains(*key));
            let answers = inside.filter_map(|key| self.answer(word, key));
            (
                word.shown,
                answers.map(|answer| self.with_fuzzy(answer)).collect(),
            )
        };
        let one_run = vec![answers_of(&asked.whole)];
        let apart: Vec<_> = asked.words.iter().map(answers_of).collect();
        let (found, points, off) = match (mean(&one_run), mean(&apart)) {
            (None, None) => return None,
            (Some(one), several) if several.is_none_or(|several| several - score::APART <= one) => {
                (one_run, one, 0)
            }
            (_, several) => (apart, several?, score::APART),
        };
        let verbatim = self.verbatim(asked, doc);
        Some(Judged {
            score: points - off + verbatim + document.prior,
            how: how(&found),
            found,
            apart: -off,
            verbatim,
        })
    }

    /// A word in a field, fuzzy-matcher not yet asked.
    fn answer(&self, word: &Word<'_>, key: u32) -> Option<Answer> {
        let field = &self.fields[key as usize];
        match field.nature {
            Nature::Words(standing) => {
                let alignment = word.needle.adjacent(&field.glyphs).or_else(|| {
                    let gaps = word.gaps.then_some(&word.needle)?;
                    let apart = gaps.scattered(&field.glyphs)?;
                    // Letters alone stand somewhere in any long text.
                    let is_name = matches!(standing, Standing::Title | Standing::Name);
                    (is_name || apart.typed.partial == 0).then_some(apart)
                })?;
                let len = field.glyphs.len();
                let (form, how, points) = score::judge(&alignment, len, &field.origin, standing);
                let Alignment { places, .. } = alignment;
                Some(Answer {
                    field: key,
                    how,
                    form,
                    points,
                    places,
                })
            }
            Nature::Phone => {
                let digits = word.digits.as_ref()?;
                let (start, form, points) = score::judge_phone(&field.text, digits)?;
                Some(Answer {
                    field: key,
                    how: How::Phone,
                    form,
                    points,
                    places: (start..start + digits.len()).collect(),
                })
            }
        }
    }

    fn with_fuzzy(&self, mut answer: Answer) -> Answer {
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
        answer
    }

    /// Points for a document in which the query stands with its punctuation.
    fn verbatim(&self, asked: &Asked<'_>, doc: DocKey) -> i64 {
        let Some(wanted) = asked.verbatim else {
            return 0;
        };
        let mut fields = self.docs[doc as usize].fields.clone();
        let stands = |key: u32| normal::verbatim(&self.fields[key as usize].text).contains(wanted);
        if fields.any(stands) {
            score::VERBATIM
        } else {
            0
        }
    }

    /// Found characters by field, as places in its text: of each word its best field, and others
    /// where it stands unbroken.
    fn marks(&self, found: &[(&str, Vec<Answer>)], first: u32) -> Vec<(usize, Vec<Range<usize>>)> {
        let mut by_field: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (_, answers) in found {
            let best = best_of(answers).map(|best| best.field);
            for answer in answers {
                if answer.form > Form::Scattered || Some(answer.field) == best {
                    let origin = &self.fields[answer.field as usize].origin;
                    let places = answer.places.iter().filter_map(|place| origin.get(*place));
                    let marked = by_field.entry(answer.field).or_default();
                    marked.extend(places.map(|place| *place as usize));
                }
            }
        }
        let marks = by_field.into_iter();
        marks
            .map(|(key, places)| ((key - first) as usize, ranges(places)))
            .collect()
    }
}

/// A word that may be part of a telephone number.
fn digits(term: &Term) -> Option<String> {
    let all = term.chars.len() >= 3 && term.chars.iter().all(char::is_ascii_digit);
    all.then(|| term.chars.iter().collect())
}

/// How the query as a whole was found: a sound or a number anywhere counts before plain text.
fn how(found: &[(&str, Vec<Answer>)]) -> How {
    let bests = found.iter().filter_map(|(_, answers)| best_of(answers));
    bests
        .map(|best| best.how)
        .find(|how| *how != How::Text)
        .unwrap_or(How::Text)
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
fn mean(found: &[(&str, Vec<Answer>)]) -> Option<i64> {
    let mut sum = 0;
    for (_, answers) in found {
        sum += best_of(answers)?.points.sum();
    }
    let count = i64::try_from(found.len()).ok()?;
    (count > 0).then(|| sum / count)
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
