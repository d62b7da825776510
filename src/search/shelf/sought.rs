//! A query made ready for one shelf, and the walk over it, newest first. Looks closely at no more
//! documents than it takes to find as many as are wanted.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use roaring::RoaringBitmap;

use super::board::{Board, Doc};
use super::spoken::{Means, Spoken};
use super::word::{Piece, Word};
use super::{Holds, Shelf, joined, split};
use crate::search::judge::ranges;
use crate::search::normal::Dense;
use crate::search::query::{Query, Term};

/// How a query is taken: the next way only where nothing fits in the one before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Taken {
    /// As the sound of a whole name.
    AsName,
    /// As it is typed, and as other people say the same.
    #[default]
    AsTyped,
    /// As what the texts call it.
    AsMeant,
    /// Without what is only speech.
    WithoutSpeech,
    /// Cut up at what people say, without what is only speech.
    InPieces,
    /// With slips in it.
    WithSlips,
}

impl Taken {
    const ALL: [Self; 6] = [
        Self::AsName,
        Self::AsTyped,
        Self::AsMeant,
        Self::WithoutSpeech,
        Self::InPieces,
        Self::WithSlips,
    ];

    /// So many documents are refused at a close look before it is given up: a last resort, the
    /// lists name few that do not fit. Slips are looked for in what is named by half a word.
    const fn most_refused(self) -> usize {
        match self {
            Self::AsName | Self::AsTyped | Self::AsMeant | Self::WithoutSpeech | Self::InPieces => {
                20_000
            }
            Self::WithSlips => 600,
        }
    }
}

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
    /// How the query was taken.
    pub taken: Taken,
}

/// A query made ready for one shelf.
pub struct Sought<'a> {
    shelf: &'a Shelf,
    as_typed: Sense<'a>,
    query: &'a Query,
    spoken: Spoken<'a>,
    as_name: OnceCell<Option<Sense<'a>>>,
    as_meant: OnceCell<Option<Sense<'a>>>,
    without_speech: OnceCell<Option<Sense<'a>>>,
    in_pieces: OnceCell<Option<Sense<'a>>>,
    with_slips: OnceCell<Option<Sense<'a>>>,
    scored: Cell<usize>,
}

/// A way to take the query: as one run of characters, or as words each of which is somewhere.
struct Sense<'a> {
    whole: Option<Word<'a>>,
    words: Vec<Word<'a>>,
    /// Candidates by board, as far as they were asked for.
    named: RefCell<HashMap<u16, Rc<RoaringBitmap>>>,
}

impl<'a> Sense<'a> {
    fn new(whole: Option<Word<'a>>, words: Vec<Word<'a>>) -> Self {
        Self {
            whole,
            words,
            named: RefCell::default(),
        }
    }

    /// The documents of a board that may fit.
    fn candidates(&self, at: u16, board: &Board, holds: &[Holds]) -> Rc<RoaringBitmap> {
        if let Some(known) = self.named.borrow().get(&at) {
            return Rc::clone(known);
        }
        let whole = self
            .whole
            .as_ref()
            .map(|whole| whole.candidates(board, holds));
        let mut all = whole.unwrap_or_default();
        let mut words = self.words.iter();
        if let Some(first) = words.next() {
            let mut common = first.candidates(board, holds);
            for word in words {
                if common.is_empty() {
                    break;
                }
                common &= word.candidates(board, holds);
            }
            all |= common;
        }
        let all = Rc::new(all);
        self.named.borrow_mut().insert(at, Rc::clone(&all));
        all
    }

    fn fits(&self, doc: &Doc, holds: &[Holds]) -> bool {
        let fits = |word: &Word<'_>| word.fits(doc, holds);
        self.whole.as_ref().is_some_and(fits)
            || (!self.words.is_empty() && self.words.iter().all(fits))
    }

    /// Places in texts, text by text.
    fn places(&self, texts: &[Vec<u32>]) -> Vec<Vec<usize>> {
        let whole = self.whole.as_ref().map(|whole| whole.places(texts));
        let mut found = whole.unwrap_or_else(|| vec![Vec::new(); texts.len()]);
        if found.iter().all(Vec::is_empty) {
            for word in &self.words {
                for (all, places) in found.iter_mut().zip(word.places(texts)) {
                    all.extend(places);
                }
            }
        }
        found
    }
}

impl Shelf {
    /// Makes a query ready, as people speak; the tag of a word that is held to something is the
    /// number of the slot. A blank one fits nothing.
    #[must_use]
    pub fn ask<'a>(&'a self, query: &'a Query, spoken: Spoken<'a>) -> Sought<'a> {
        let as_typed = self.sense(query, spoken, Means::Sayings);
        Sought {
            shelf: self,
            as_typed,
            query,
            spoken,
            as_name: OnceCell::new(),
            as_meant: OnceCell::new(),
            without_speech: OnceCell::new(),
            in_pieces: OnceCell::new(),
            with_slips: OnceCell::new(),
            scored: Cell::new(0),
        }
    }
}

impl Shelf {
    /// The query as it was typed: as one run, and as words.
    fn sense<'a>(&'a self, query: &'a Query, spoken: Spoken<'a>, means: Means) -> Sense<'a> {
        let words = query.words().unwrap_or_default();
        let whole = piece(query.whole());
        // Where a word is held to something there is no whole.
        let is_held = words.iter().any(|word| word.tag.is_some());
        let whole = (!is_held).then(|| self.word(whole, spoken, words.is_empty(), means));
        let words = words.iter();
        let words = words.map(|word| self.word(piece(word), spoken, true, means));
        Sense::new(whole, words.collect())
    }
}

/// A word of a query as the shelf takes it.
pub(super) fn piece(term: &Term) -> Piece<'_> {
    (&term.chars, term.tag.map(usize::from))
}

impl<'a> Sought<'a> {
    /// So many documents more are looked at closely to count those that fit: about as long as it
    /// takes to show the ones that were found.
    pub const COUNTED: usize = 500;

    /// The newest documents that fit and that `accept` lets through, older than `below` where that
    /// is given, `limit` at most; `more` are looked at beyond those to count them.
    pub fn find(
        &self,
        below: Option<u32>,
        limit: usize,
        more: usize,
        accept: impl Fn(u32) -> bool,
    ) -> Shelved {
        let before = self.scored.get();
        let mut found = Shelved {
            is_counted: true,
            ..Shelved::default()
        };
        let mut is_counted = true;
        for taken in Taken::ALL {
            if self.sense(taken).is_none() {
                continue;
            }
            let walked = self.walk(taken, below, limit, more, &accept);
            // Older ones are looked for as the newer ones were.
            is_counted &= walked.is_counted || taken == Taken::AsName;
            let is_taken = walked.total > 0
                || (below.is_some() && self.walk(taken, None, 1, 0, &accept).total > 0);
            if is_taken {
                found = walked;
                break;
            }
        }
        found.is_counted &= is_counted;
        found.scored = self.scored.get() - before;
        found
    }

    /// How the query is taken where `accept` lets documents through.
    pub fn taken(&self, accept: impl Fn(u32) -> bool) -> Taken {
        self.find(None, 1, 0, accept).taken
    }

    /// Whether a document fits the query taken so.
    #[must_use]
    pub fn fits(&self, taken: Taken, key: u32) -> bool {
        let (at, place) = split(key);
        let (Some(board), Some(sense)) = (self.shelf.boards.get(&at), self.sense(taken)) else {
            return false;
        };
        let place = u32::from(place);
        sense
            .candidates(at, board, &self.shelf.holds)
            .contains(place)
            && self.holds(sense, board, place)
    }

    /// How many documents were looked at closely so far.
    #[must_use]
    pub fn scored(&self) -> usize {
        self.scored.get()
    }

    /// The found characters of texts as they are shown, text by text: stretches in order and apart.
    #[must_use]
    pub fn marks(&self, taken: Taken, shown: &[&str]) -> Vec<Vec<Range<usize>>> {
        let dense: Vec<Dense> = shown.iter().map(|text| Dense::new(text)).collect();
        let glyph = |c: &char| self.shelf.alphabet.known(*c).unwrap_or(0);
        let texts: Vec<Vec<u32>> = dense
            .iter()
            .map(|dense| dense.chars.iter().map(glyph).collect())
            .collect();
        let found = self.sense(taken).map(|sense| sense.places(&texts));
        let found = found.unwrap_or_else(|| vec![Vec::new(); texts.len()]);
        let shown = found.into_iter().zip(&dense).map(|(places, dense)| {
            let origin = places.into_iter().filter_map(|at| dense.origin.get(at));
            ranges(origin.map(|place| *place as usize).collect())
        });
        shown.collect()
    }

    /// The query taken so; nothing where that is no other way.
    fn sense(&self, taken: Taken) -> Option<&Sense<'a>> {
        let ready = |words: Vec<Piece<'a>>, means: Means| {
            let words = words.into_iter();
            let words = words.map(|word| self.shelf.word(word, self.spoken, true, means));
            Sense::new(None, words.collect())
        };
        match taken {
            Taken::AsName => {
                let made = self.as_name.get_or_init(|| {
                    let name = self.spoken.name(self.query)?;
                    let word = self.shelf.name(name, self.spoken.hearing.of(name));
                    Some(Sense::new(Some(word), Vec::new()))
                });
                made.as_ref()
            }
            Taken::AsTyped => Some(&self.as_typed),
            Taken::AsMeant => {
                let made = self.as_meant.get_or_init(|| {
                    self.spoken.thesaurus?;
                    let sense = self.shelf.sense(self.query, self.spoken, Means::Texts);
                    let mut words = sense.whole.iter().chain(&sense.words);
                    // Who says nothing that is known means nothing else.
                    words.any(Word::is_said).then_some(sense)
                });
                made.as_ref()
            }
            Taken::WithoutSpeech => {
                let made = self.without_speech.get_or_init(|| {
                    let words = self.spoken.without_speech(self.query)?;
                    Some(ready(words, Means::Texts))
                });
                made.as_ref()
            }
            Taken::InPieces => {
                let made = self.in_pieces.get_or_init(|| {
                    let words = self.spoken.in_pieces(self.query)?;
                    Some(ready(words, Means::Texts))
                });
                made.as_ref()
            }
            Taken::WithSlips => {
                let made = self.with_slips.get_or_init(|| {
                    self.spoken.thesaurus?;
                    let words = self.spoken.without_speech(self.query).unwrap_or_else(|| {
                        let whole = std::slice::from_ref(self.query.whole());
                        let words = self.query.words().unwrap_or(whole);
                        words.iter().map(piece).collect()
                    });
                    Some(ready(words, Means::Slips))
                });
                made.as_ref()
            }
        }
    }

    fn walk(
        &self,
        taken: Taken,
        below: Option<u32>,
        limit: usize,
        mut more: usize,
        accept: &impl Fn(u32) -> bool,
    ) -> Shelved {
        let mut found = Shelved {
            is_counted: true,
            taken,
            ..Shelved::default()
        };
        let Some(sense) = self.sense(taken) else {
            return found;
        };
        let mut refused = 0;
        let last = below.map_or(u16::MAX, |below| split(below).0);
        for (at, board) in self.shelf.boards.range(..=last).rev() {
            for place in sense.candidates(*at, board, &self.shelf.holds).iter().rev() {
                let key = joined(*at, place);
                if below.is_some_and(|below| key >= below) || !accept(key) {
                    continue;
                }
                let is_full = found.keys.len() >= limit;
                if is_full && more == 0 {
                    // This one may fit.
                    found.total += 1;
                    found.is_counted = false;
                    return found;
                }
                if refused >= taken.most_refused() {
                    found.is_counted = false;
                    return found;
                }
                more -= usize::from(is_full);
                if !self.holds(sense, board, place) {
                    refused += 1;
                    continue;
                }
                found.total += 1;
                if !is_full {
                    found.keys.push(key);
                }
            }
        }
        found
    }

    /// Looks at a document closely.
    fn holds(&self, sense: &Sense<'_>, board: &Board, place: u32) -> bool {
        self.scored.set(self.scored.get() + 1);
        let doc = board.doc(place);
        doc.is_some_and(|doc| sense.fits(doc, &self.shelf.holds))
    }
}
