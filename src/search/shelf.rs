//! The shelf: documents in the order of time, found newest first. Every document has the same few
//! slots; what stands in one can be replaced. Knows slots by number, not what they mean.
//!
//! Where [`super::Engine`] weighs every document that fits, the shelf stops at as many as are
//! wanted: the work grows with what is shown and not with what is stored. Its postings are cut
//! into volumes of [`VOLUME`] documents, looked into from the newest on. As nothing is ranked, a
//! word must stand unbroken, or in a name apart as characters and whole syllables: initials
//! scattered over a line would put noise in front.

use std::cell::OnceCell;
use std::fmt;
use std::ops::Range;

use roaring::RoaringBitmap;

use super::align::Needle;
use super::lattice::{self, Gaps};
use super::normal::Dense;
use super::postings::{Alphabet, Postings};
use super::query::{Query, Term};

/// Slots of a document.
pub const SLOTS: usize = 8;

/// Documents whose postings stand together.
pub const VOLUME: u32 = 1 << 15;

/// How a slot is searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A number: by its digits and letters, unbroken.
    Code,
    /// A name or title: by characters and pinyin, also with gaps.
    Name,
    /// A long text: by characters, unbroken.
    Text,
}

/// A place in the order of time: the first document is 0.
pub type Place = u32;

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Newest {
    /// The newest that fit and are accepted, newest first.
    pub places: Vec<Place>,
    /// Whether there are no others.
    pub is_all: bool,
    /// How many documents were looked at closely for it.
    pub judged: usize,
}

/// The documents and their index. Lives in memory only.
pub struct Shelf {
    sorts: [Sort; SLOTS],
    alphabet: Alphabet,
    volumes: Vec<Postings>,
    docs: Vec<Doc>,
}

/// One document: its slots one behind the other, and where each ends.
#[derive(Default)]
struct Doc {
    glyphs: Box<[u32]>,
    ends: [u32; SLOTS],
}

impl Doc {
    fn range(&self, slot: usize) -> Range<usize> {
        let start = if slot == 0 { 0 } else { self.ends[slot - 1] };
        start as usize..self.ends[slot] as usize
    }

    fn slot(&self, slot: usize) -> &[u32] {
        &self.glyphs[self.range(slot)]
    }
}

impl fmt::Debug for Shelf {
    /// How much stands in it; never what.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shelf")
            .field("docs", &self.docs.len())
            .finish_non_exhaustive()
    }
}

impl Shelf {
    /// An empty shelf whose slots are searched so.
    #[must_use]
    pub fn new(sorts: [Sort; SLOTS]) -> Self {
        Self {
            sorts,
            alphabet: Alphabet::default(),
            volumes: Vec::new(),
            docs: Vec::new(),
        }
    }

    /// Puts a document at a place, or another text in its slots; what is the same stays.
    pub fn put(&mut self, place: Place, texts: [&str; SLOTS]) {
        let at = place as usize;
        if self.docs.len() <= at {
            self.docs.resize_with(at + 1, Doc::default);
        }
        let volume = (place / VOLUME) as usize;
        if self.volumes.len() <= volume {
            self.volumes.resize_with(volume + 1, Postings::default);
        }
        let mut glyphs: Vec<u32> = Vec::new();
        let mut ends = [0; SLOTS];
        for (end, text) in ends.iter_mut().zip(texts) {
            let dense = Dense::new(text);
            glyphs.extend(dense.chars.iter().map(|c| self.alphabet.number(*c)));
            *end = u32::try_from(glyphs.len()).unwrap_or(u32::MAX);
        }
        let glyphs = glyphs.into_boxed_slice();
        let doc = Doc { glyphs, ends };
        let old = std::mem::replace(&mut self.docs[at], doc);
        let (new, postings) = (&self.docs[at], &mut self.volumes[volume]);
        for (slot, sort) in self.sorts.iter().enumerate() {
            let (before, now) = (old.slot(slot), new.slot(slot));
            if before == now {
                continue;
            }
            let (key, by_sound) = (key(place, slot), *sort == Sort::Name);
            postings.remove(key, before, by_sound, &self.alphabet);
            postings.put(key, now, by_sound, &self.alphabet);
        }
    }

    /// Makes a query ready.
    #[must_use]
    pub fn ask<'a>(&'a self, query: &'a Query) -> Sought<'a> {
        let whole = std::slice::from_ref(query.whole());
        let words = query.words().unwrap_or(whole);
        let words = words.iter().map(|term| self.word(term)).collect();
        Sought { shelf: self, words }
    }

    fn word<'a>(&'a self, term: &'a Term) -> Word<'a> {
        Word {
            term,
            needle: Needle::new(&term.chars, &self.alphabet),
            candidates: self.volumes.iter().map(|_| OnceCell::new()).collect(),
        }
    }
}

/// The postings' key of a slot: a document's stand side by side. Counts within its volume.
const fn key(place: Place, slot: usize) -> u32 {
    // SLOTS is eight: a slot takes three bits.
    (place % VOLUME) * SLOTS as u32 + slot as u32
}

/// A query made ready for a shelf. Volumes are looked into when they are reached.
pub struct Sought<'a> {
    shelf: &'a Shelf,
    words: Vec<Word<'a>>,
}

struct Word<'a> {
    term: &'a Term,
    needle: Needle<'a>,
    /// By volume: the slots that can hold the word.
    candidates: Vec<OnceCell<RoaringBitmap>>,
}

impl fmt::Debug for Sought<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sought").finish_non_exhaustive()
    }
}

impl Word<'_> {
    fn candidates(&self, shelf: &Shelf, volume: usize) -> &RoaringBitmap {
        self.candidates[volume].get_or_init(|| {
            let postings = &shelf.volumes[volume];
            lattice::candidates(postings, &self.term.chars, Gaps::OfWholes)
        })
    }

    /// Whether it stands in some slot of a document.
    fn fits(&self, shelf: &Shelf, place: Place) -> bool {
        let Some(doc) = shelf.docs.get(place as usize) else {
            return false;
        };
        let candidates = self.candidates(shelf, (place / VOLUME) as usize);
        (0..SLOTS).any(|slot| {
            candidates.contains(key(place, slot))
                && self.places(doc.slot(slot), shelf.sorts[slot]).is_some()
        })
    }

    /// Where it stands in a text of a sort; nothing when it does not.
    fn places(&self, text: &[u32], sort: Sort) -> Option<Vec<usize>> {
        if self.term.chars.is_empty() {
            // Punctuation only stands nowhere.
            return None;
        }
        if sort != Sort::Name && self.letters_are_sounds() {
            return self.literal(text);
        }
        if let Some(found) = self.needle.adjacent(text) {
            return Some(found.places);
        }
        let apart = self.needle.scattered(text).filter(|_| sort == Sort::Name)?;
        (apart.typed.partial == 0).then_some(apart.places)
    }

    /// Whether letters in the word could stand for sounds.
    fn letters_are_sounds(&self) -> bool {
        self.term.chars.iter().any(char::is_ascii_lowercase)
    }

    /// Where it stands as itself.
    fn literal(&self, text: &[u32]) -> Option<Vec<usize>> {
        let word = &self.term.chars;
        let is_here = |window: &[u32]| self.needle.is_literally(window);
        let at = text.windows(word.len()).position(is_here)?;
        Some((at..at + word.len()).collect())
    }
}

impl Sought<'_> {
    /// Whether a document fits.
    #[must_use]
    pub fn fits(&self, place: Place) -> bool {
        !self.words.is_empty() && self.words.iter().all(|word| word.fits(self.shelf, place))
    }

    /// The newest documents that fit and are accepted, at most so many.
    pub fn newest(&self, wanted: usize, accept: impl Fn(Place) -> bool) -> Newest {
        let mut found = Newest::default();
        for volume in (0..self.shelf.volumes.len()).rev() {
            if self.newest_of(volume, wanted, &accept, &mut found) {
                return found;
            }
        }
        found.is_all = true;
        found
    }

    /// The same in one volume; tells whether there are enough.
    fn newest_of(
        &self,
        volume: usize,
        wanted: usize,
        accept: &impl Fn(Place) -> bool,
        found: &mut Newest,
    ) -> bool {
        let shelf = self.shelf;
        let candidates = self.words.iter();
        let candidates = candidates.map(|word| word.candidates(shelf, volume));
        // The word that the fewest slots can hold leads.
        let Some(least) = candidates.min_by_key(|slots| slots.len()) else {
            return false;
        };
        let first = u32::try_from(volume).unwrap_or(u32::MAX) * VOLUME;
        let mut last = None;
        for slot in least.iter().rev() {
            let place = first + slot / SLOTS as u32;
            if last.replace(place) == Some(place) || !accept(place) {
                continue;
            }
            found.judged += 1;
            if self.fits(place) {
                if found.places.len() >= wanted {
                    return true;
                }
                found.places.push(place);
            }
        }
        false
    }

    /// Matched characters of a text that stands in a slot, as stretches, in order and apart.
    #[must_use]
    pub fn marks(&self, slot: usize, text: &str) -> Vec<Range<usize>> {
        let dense = Dense::new(text);
        let known = dense.chars.iter().map(|c| self.shelf.alphabet.known(*c));
        let Some(glyphs) = known.collect::<Option<Vec<u32>>>() else {
            // It holds a character that was never met: it is not what was found.
            return Vec::new();
        };
        let sort = self.shelf.sorts[slot];
        let found = self.words.iter();
        let found = found.filter_map(|word| word.places(&glyphs, sort));
        let places = found.flatten().filter_map(|at| dense.origin.get(at));
        super::judge::ranges(places.map(|place| *place as usize).collect())
    }
}

#[cfg(test)]
mod tests;
