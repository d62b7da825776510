//! The engine: takes documents in, gives the ones that fit a query out, best first, and says why.
//! Knows fields by number and standing only.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap, HashMap};
use std::fmt;
use std::ops::Range;

use super::hearing::Hearing;
use super::judge::{Answer, Asked, Found, Judged, Parts, best_of};
use super::lenient::Lenient;
use super::normal::Dense;
use super::postings::{Alphabet, Postings};
use super::score::{Form, How, Points};
use super::thesaurus::{Sort, Thesaurus};
use fuzzy_matcher::skim::SkimMatcherV2;
use roaring::RoaringBitmap;

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
    /// A telephone number, found by its digits; its standing says whose number it is first of all.
    Phone(Standing),
}

/// What a word of a query can be held to: a number that whoever adds the fields gives them.
pub type Tag = u8;

/// One field of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// What a word can be held to.
    pub tag: Tag,
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
    /// What sort it is of; what people say may ask for one.
    pub sort: Sort,
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
    /// Each word and the field that answered it best. The score is the weighted mean of their points, plus
    /// `apart`, `verbatim` and `prior`.
    pub terms: Vec<TermDetail>,
    /// Taken off when the words were found apart.
    pub apart: i64,
    /// Added when the punctuation fits too.
    pub verbatim: i64,
    /// Added when the query asks for documents of this sort.
    pub lean: i64,
    /// The document's own points.
    pub prior: i64,
}

/// How one word was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermDetail {
    /// The word as typed.
    pub term: String,
    /// The word of the text that it led to, where that is another one.
    pub via: Option<String>,
    /// How much it counts among the others.
    pub weight: i64,
    /// The field.
    pub field: usize,
    /// How it matched.
    pub how: How,
    /// How the characters stand.
    pub form: Form,
    /// The points.
    pub points: Points,
}

pub(super) struct Indexed {
    pub(super) doc: DocKey,
    pub(super) tag: Tag,
    pub(super) nature: Nature,
    /// Glyph numbers, with the place of each in `text`.
    pub(super) glyphs: Vec<u32>,
    pub(super) origin: Vec<u32>,
    pub(super) text: String,
}

pub(super) struct Doc {
    pub(super) fields: Range<u32>,
    pub(super) prior: i64,
    pub(super) sort: Sort,
}

/// What fits a query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matches {
    /// Every document that fits, in the order of their numbers.
    pub all: Vec<DocKey>,
    /// The best of the accepted ones, best first; equals in the order of their numbers.
    pub best: Vec<Match>,
    /// Whether `all` is all of them; else there may be more that fit worse.
    pub is_all: bool,
    /// How many documents were looked at closely for it.
    pub judged: usize,
}

/// The index and everything that is asked of it.
pub struct Engine {
    pub(super) alphabet: Alphabet,
    pub(super) postings: Postings,
    pub(super) fields: Vec<Indexed>,
    pub(super) phones: Vec<u32>,
    pub(super) docs: Vec<Doc>,
    /// By two glyphs: the fields in which they stand side by side.
    pub(super) bigrams: HashMap<(u32, u32), RoaringBitmap>,
    pub(super) thesaurus: Thesaurus,
    pub(super) hearing: Hearing,
    pub(super) matcher: SkimMatcherV2,
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
            bigrams: HashMap::new(),
            thesaurus: Thesaurus::default(),
            hearing: Hearing::Accented,
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
                Nature::Words(_) => {
                    self.postings.add(key, &glyphs, &self.alphabet);
                    for two in glyphs.windows(2) {
                        let fields = self.bigrams.entry((two[0], two[1])).or_default();
                        fields.insert(key);
                    }
                }
                Nature::Phone(_) => self.phones.push(key),
            }
            self.fields.push(Indexed {
                doc,
                tag: field.tag,
                nature: field.nature,
                glyphs,
                origin: dense.origin,
                text: field.text,
            });
        }
        self.docs.push(Doc {
            fields: first..number(self.fields.len()),
            prior: document.prior,
            sort: document.sort,
        });
        doc
    }

    /// Learns what people say, in the place of what it knew.
    pub fn learn(&mut self, thesaurus: Thesaurus) {
        self.thesaurus = thesaurus;
    }

    /// Hears sounds so from now on.
    pub fn hear(&mut self, hearing: Hearing) {
        self.hearing = hearing;
    }

    /// Every document that fits a query, and the best `wanted` of those that `accept` lets through,
    /// each with the points that `lift` gives it on top.
    ///
    /// Only documents that can still be among the best are looked at closely.
    pub fn find(
        &self,
        asked: &Asked<'_>,
        wanted: usize,
        accept: impl Fn(DocKey) -> bool,
        lift: impl Fn(DocKey) -> i64,
    ) -> Matches {
        let lenient = asked.lenient.found.keys();
        let all: BTreeSet<DocKey> = asked.bounds.keys().chain(lenient).copied().collect();
        let bound = |doc: &DocKey| {
            let strict = asked.bounds.get(doc).copied();
            let lenient = asked.lenient.found.get(doc).map(|lenient| lenient.score);
            strict.max(lenient).unwrap_or(0) + self.docs[*doc as usize].prior + lift(*doc)
        };
        let mut promising: Vec<(i64, DocKey)> = all
            .iter()
            .filter(|doc| accept(**doc))
            .map(|doc| (bound(doc), *doc))
            .collect();
        promising.sort_unstable_by_key(|(bound, doc)| (Reverse(*bound), *doc));

        let mut best: Vec<Match> = Vec::new();
        let mut scores: BinaryHeap<Reverse<i64>> = BinaryHeap::new();
        let mut judged = 0;
        for (bound, doc) in promising {
            if scores.len() >= wanted && scores.peek().is_none_or(|Reverse(least)| bound < *least) {
                break;
            }
            judged += 1;
            let Some(Judged { score, how, .. }) = self.judge(asked, doc) else {
                continue;
            };
            let score = score + lift(doc);
            best.push(Match { doc, score, how });
            scores.push(Reverse(score));
            if scores.len() > wanted {
                scores.pop();
            }
        }
        best.sort_unstable_by_key(|found| (Reverse(found.score), found.doc));
        best.truncate(wanted);
        Matches {
            all: all.into_iter().collect(),
            best,
            is_all: asked.lenient.is_all,
            judged,
        }
    }

    /// Of some fields those that a word is held to.
    pub(super) fn held(&self, fields: RoaringBitmap, tag: Option<Tag>) -> RoaringBitmap {
        match tag {
            None => fields,
            Some(tag) => fields
                .into_iter()
                .filter(|key| self.fields[*key as usize].tag == tag)
                .collect(),
        }
    }

    /// The text of a document's field, as it was taken in.
    ///
    /// # Panics
    /// When the engine gave out no such document or field.
    #[must_use]
    pub fn text(&self, doc: DocKey, field: usize) -> &str {
        let first = self.docs[doc as usize].fields.start as usize;
        &self.fields[first + field].text
    }

    /// What was found in a document and why; empty when it does not fit.
    #[must_use]
    pub fn detail(&self, asked: &Asked<'_>, doc: DocKey) -> Detail {
        let (Some(document), Some(judged)) = (self.docs.get(doc as usize), self.judge(asked, doc))
        else {
            return Detail::default();
        };
        let first = document.fields.start;
        let detail = |shown: &str, best: &Answer| TermDetail {
            term: shown.to_owned(),
            via: None,
            weight: 1,
            field: (best.field - first) as usize,
            how: best.how,
            form: best.form,
            points: best.points,
        };
        let (terms, marks, lean) = match judged.found {
            Parts::AsTyped(found) => {
                let term = |Found { word, answers }: &Found<'_>| {
                    Some(detail(word.shown, best_of(answers)?))
                };
                let terms = found.iter().filter_map(term).collect();
                (terms, self.marks(&found, first), 0)
            }
            Parts::Leniently(Lenient { terms, lean, .. }) => {
                let details = terms.iter();
                let details = details.map(|term| TermDetail {
                    via: term.via.clone(),
                    weight: term.weight,
                    ..detail(&term.shown, &term.answer)
                });
                let marks = self.marks_of(terms.iter().map(|term| &term.answer), first);
                (details.collect(), marks, *lean)
            }
        };
        Detail {
            terms,
            marks,
            lean,
            apart: judged.apart,
            verbatim: judged.verbatim,
            prior: document.prior,
        }
    }
}

/// Documents and fields are numbered in 32 bits; beyond that the last number is shared, which can
/// only happen past four thousand million fields.
fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
