//! A query made ready for one shelf, and the walk over it, newest first. Looks closely at no more
//! documents than it takes to find as many as are wanted.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use roaring::RoaringBitmap;

use super::board::{Board, Doc, Part, wide};
use super::{Holds, Shelf, joined, split};
use crate::search::align::Needle;
use crate::search::hearing::Hearing;
use crate::search::judge::ranges;
use crate::search::normal::Dense;
use crate::search::query::{Query, Term};

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shelved {
    /// The newest documents that fit, newest first.
    pub keys: Vec<u32>,
    /// How many fit, as far as they were counted.
    pub total: usize,
    /// Whether that is all of them; else there may be more.
    pub is_counted: bool,
    /// How many documents were looked at closely for it.
    pub scored: usize,
}

/// A query made ready for one shelf: as one run of characters, and as words.
pub struct Sought<'a> {
    shelf: &'a Shelf,
    whole: Word<'a>,
    words: Vec<Word<'a>>,
    /// Candidates by board, as far as they were asked for.
    named: RefCell<HashMap<u16, Rc<RoaringBitmap>>>,
    scored: Cell<usize>,
}

struct Word<'a> {
    chars: &'a [char],
    needle: Needle<'a>,
    /// As glyphs, where all of its characters were met.
    literal: Option<Vec<u16>>,
    /// Whether its characters may stand apart.
    gaps: bool,
    /// The shared texts that fit.
    phrases: RoaringBitmap,
}

impl Shelf {
    /// Makes a query ready. A blank one fits nothing.
    #[must_use]
    pub fn ask<'a>(&'a self, query: &'a Query) -> Sought<'a> {
        let words = query.words().unwrap_or_default();
        Sought {
            shelf: self,
            whole: self.word(query.whole(), words.is_empty()),
            words: words.iter().map(|word| self.word(word, true)).collect(),
            named: RefCell::default(),
            scored: Cell::new(0),
        }
    }

    fn word<'a>(&'a self, term: &'a Term, gaps: bool) -> Word<'a> {
        let chars = term.chars.as_slice();
        let glyph = |c: &char| u16::try_from(self.alphabet.known(*c)?).ok();
        let literal: Option<Vec<u16>> = chars.iter().map(glyph).collect();
        let mut word = Word {
            chars,
            needle: Needle::new(chars, &self.alphabet, Hearing::Exact),
            literal: literal.filter(|literal| !literal.is_empty()),
            gaps,
            phrases: RoaringBitmap::new(),
        };
        word.phrases = self.phrases.fitting(chars, |text| word.fits_words(text));
        word
    }
}

impl Word<'_> {
    /// Whether it is found in a name or title.
    fn fits_words(&self, text: &[u32]) -> bool {
        let apart = || {
            let found = self.needle.scattered(text);
            found.is_some_and(|found| found.may_stand_apart(true))
        };
        self.needle.stands(text) || (self.gaps && apart())
    }

    /// Whether it is found in a document.
    fn fits(&self, doc: &Doc, holds: &[Holds]) -> bool {
        let stands = |text: &[u16]| {
            let literal = self.literal.as_deref();
            literal.is_some_and(|run| text.windows(run.len()).any(|there| there == run))
        };
        doc.parts(holds).any(|part| match part {
            Part::Phrase(number) => self.phrases.contains(number),
            Part::Own(Holds::Code | Holds::Text, text) => stands(text),
            Part::Own(_, text) => self.fits_words(&wide(text)),
        })
    }

    fn candidates(&self, board: &Board) -> RoaringBitmap {
        board.candidates(self.chars, self.literal.as_deref(), &self.phrases)
    }

    /// Its places in texts: wherever it stands unbroken; where it stands nowhere so, apart.
    fn places(&self, texts: &[Vec<u32>]) -> Vec<Vec<usize>> {
        let unbroken: Vec<Vec<usize>> = texts
            .iter()
            .map(|text| match self.needle.adjacent(text) {
                // A single character is marked once: it is everywhere.
                Some(found) if found.places.len() == 1 => found.places,
                Some(_) => self
                    .needle
                    .occurrences(text)
                    .into_iter()
                    .flatten()
                    .collect(),
                None => Vec::new(),
            })
            .collect();
        if !self.gaps || unbroken.iter().any(|places| !places.is_empty()) {
            return unbroken;
        }
        let apart = texts.iter().map(|text| {
            let found = self.needle.scattered(text);
            let found = found.filter(|found| found.may_stand_apart(true));
            found.map_or_else(Vec::new, |found| found.places)
        });
        apart.collect()
    }
}

impl Sought<'_> {
    /// So many documents more are looked at closely to count those that fit: about as long as it
    /// takes to show the ones that were found.
    pub const COUNTED: usize = 500;

    /// The newest documents that fit and that `accept` lets through, older than `below` where that
    /// is given, `limit` at most; `more` are looked at beyond those to count them.
    pub fn find(
        &self,
        below: Option<u32>,
        limit: usize,
        mut more: usize,
        accept: impl Fn(u32) -> bool,
    ) -> Shelved {
        let before = self.scored.get();
        let mut found = Shelved {
            is_counted: true,
            ..Shelved::default()
        };
        let last = below.map_or(u16::MAX, |below| split(below).0);
        'boards: for (at, board) in self.shelf.boards.range(..=last).rev() {
            for place in self.candidates(*at, board).iter().rev() {
                let key = joined(*at, place);
                if below.is_some_and(|below| key >= below) || !accept(key) {
                    continue;
                }
                let is_full = found.keys.len() >= limit;
                if is_full && more == 0 {
                    // This one may fit.
                    found.total += 1;
                    found.is_counted = false;
                    break 'boards;
                }
                more -= usize::from(is_full);
                if self.holds(board, place) {
                    found.total += 1;
                    if !is_full {
                        found.keys.push(key);
                    }
                }
            }
        }
        found.scored = self.scored.get() - before;
        found
    }

    /// Whether a document fits.
    #[must_use]
    pub fn fits(&self, key: u32) -> bool {
        let (at, place) = split(key);
        let Some(board) = self.shelf.boards.get(&at) else {
            return false;
        };
        let place = u32::from(place);
        self.candidates(at, board).contains(place) && self.holds(board, place)
    }

    /// How many documents were looked at closely so far.
    #[must_use]
    pub fn scored(&self) -> usize {
        self.scored.get()
    }

    /// The documents of a board that may fit.
    fn candidates(&self, at: u16, board: &Board) -> Rc<RoaringBitmap> {
        if let Some(known) = self.named.borrow().get(&at) {
            return Rc::clone(known);
        }
        let mut all = self.whole.candidates(board);
        let words = self.words.iter().map(|word| word.candidates(board));
        if let Some(common) = words.reduce(|all, one| all & one) {
            all |= common;
        }
        let all = Rc::new(all);
        self.named.borrow_mut().insert(at, Rc::clone(&all));
        all
    }

    /// Looks at a document closely: the query as one run, or as words each of which is somewhere.
    fn holds(&self, board: &Board, place: u32) -> bool {
        self.scored.set(self.scored.get() + 1);
        let Some(doc) = board.doc(place) else {
            return false;
        };
        let fits = |word: &Word<'_>| word.fits(doc, &self.shelf.holds);
        fits(&self.whole) || (!self.words.is_empty() && self.words.iter().all(fits))
    }

    /// The found characters of texts as they are shown, text by text: stretches in order and apart.
    #[must_use]
    pub fn marks(&self, shown: &[&str]) -> Vec<Vec<Range<usize>>> {
        let dense: Vec<Dense> = shown.iter().map(|text| Dense::new(text)).collect();
        let glyph = |c: &char| self.shelf.alphabet.known(*c).unwrap_or(0);
        let texts: Vec<Vec<u32>> = dense
            .iter()
            .map(|dense| dense.chars.iter().map(glyph).collect())
            .collect();
        let mut found = self.whole.places(&texts);
        if found.iter().all(Vec::is_empty) {
            for word in &self.words {
                for (all, places) in found.iter_mut().zip(word.places(&texts)) {
                    all.extend(places);
                }
            }
        }
        let shown = found.into_iter().zip(&dense).map(|(places, dense)| {
            let origin = places.into_iter().filter_map(|at| dense.origin.get(at));
            ranges(origin.map(|place| *place as usize).collect())
        });
        shown.collect()
    }
}
