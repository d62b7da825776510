//! The shelf: documents that stand in order of time, found newest first. Knows slots by their place
//! and by what they hold, not what they mean.
//!
//! Nothing is ranked here: whoever looks for a case wants the newest that fits. So documents are
//! kept in boards of 65,536, the newest board is asked first, and nothing older is touched once
//! enough is found. No text is kept beyond what finding needs: characters in normal form, two bytes
//! each, and what many documents share once only.
//!
//! | module | what it is |
//! |---|---|
//! | `board` | some documents and the lists over them |
//! | `phrases` | texts that many documents share |
//! | `runs` | lists by characters side by side, for what is not found by sound |
//! | `sieve` | whether a text can hold a word at all |
//! | `spoken` | what people say: meanings, and what is only speech |
//! | `word` | a word made ready, and whether a document holds it |
//! | `sought` | a query made ready, and the walk |

mod board;
mod phrases;
mod runs;
mod sieve;
mod sought;
mod spoken;
mod word;

use std::collections::BTreeMap;
use std::fmt;

use super::normal::Dense;
use super::postings::Alphabet;
use board::{Board, Doc};
use phrases::Phrases;

pub use sought::{Shelved, Sought, Taken};
pub use spoken::Spoken;

/// What a slot holds, and so how it is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Letters and digits: found by characters that stand side by side.
    Code,
    /// A name or a title: found by characters and by pinyin, also with gaps.
    Words,
    /// The same, of a person or a body: who types the sound of the whole of it means that.
    Name,
    /// A title that many documents share.
    Shared,
    /// Long text: found by characters that stand side by side.
    Text,
}

/// Most slots that a document has.
pub(super) const SLOTS: usize = 8;

/// Stands for a character that was never met, or came after all numbers were given out. It has no
/// sound and is nothing that can be typed.
const BLANK: char = '\0';

/// A document's texts in normal form, slot by slot, before it is put on the shelf.
#[derive(Default)]
pub struct Sheet(Vec<Vec<char>>);

impl Sheet {
    /// From the texts as they are shown; empty where a slot has none.
    pub fn new<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let dense = texts.into_iter().map(|text| Dense::new(text).chars);
        Self(dense.take(SLOTS).collect())
    }
}

/// The documents and everything that is asked of them.
pub struct Shelf {
    holds: Vec<Holds>,
    alphabet: Alphabet,
    phrases: Phrases,
    boards: BTreeMap<u16, Board>,
}

impl fmt::Debug for Shelf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shelf")
            .field("boards", &self.boards.len())
            .finish_non_exhaustive()
    }
}

impl Shelf {
    /// An empty one whose documents have these slots, eight at most.
    #[must_use]
    pub fn new(holds: &[Holds]) -> Self {
        let mut alphabet = Alphabet::default();
        alphabet.number(BLANK);
        Self {
            holds: holds.iter().copied().take(SLOTS).collect(),
            alphabet,
            phrases: Phrases::default(),
            boards: BTreeMap::new(),
        }
    }

    /// Puts a document in under its number, in the place of what stood there. The newer a document
    /// the higher its number; numbers may come in any order.
    pub fn put(&mut self, key: u32, sheet: &Sheet) {
        let mut doc = Doc::default();
        let mut own: Vec<u16> = Vec::new();
        for (slot, holds) in self.holds.iter().enumerate() {
            let chars = sheet.0.get(slot).map_or(&[][..], Vec::as_slice);
            let glyphs = chars.iter().map(|c| glyph(&mut self.alphabet, *c));
            if *holds == Holds::Shared {
                let text: Vec<u32> = glyphs.map(u32::from).collect();
                doc.slots[slot] = self.phrases.number(&text, &self.alphabet);
            } else {
                own.extend(glyphs);
                doc.slots[slot] = u32::try_from(own.len()).unwrap_or(u32::MAX);
            }
        }
        doc.own = own.into_boxed_slice();
        let (board, place) = split(key);
        let board = self.boards.entry(board).or_default();
        board.put(place, doc, &self.holds, &self.alphabet);
    }
}

/// The number of a character in two bytes. Past 65,535 distinct ones it is not found.
fn glyph(alphabet: &mut Alphabet, c: char) -> u16 {
    let is_full = alphabet.len() > usize::from(u16::MAX);
    let number = match alphabet.known(c) {
        Some(number) => number,
        None if is_full => 0,
        None => alphabet.number(c),
    };
    u16::try_from(number).unwrap_or(0)
}

/// The board a document stands on, and its place there.
const fn split(key: u32) -> (u16, u16) {
    let [a, b, c, d] = key.to_be_bytes();
    (u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d]))
}

/// The number of a document by its board and its place there.
fn joined(board: u16, place: u32) -> u32 {
    (u32::from(board) << 16) | place
}

#[cfg(test)]
mod tests;
