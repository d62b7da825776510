//! A word as a machine of bits: whether a text can hold it at all, in a few operations a character.
//! Side by side it is exact; apart it lets through a little that the close look refuses.

use std::cell::{Cell, RefCell};

use crate::search::hearing::Hearing;
use crate::search::postings::Alphabet;
use crate::search::unit::units;

/// The most letters of one character: `zhuang`.
const MOST: usize = 6;
/// Longer words have more places than bits: they are let through.
const LONGEST: usize = 63;

/// The places of the word at which a glyph can be typed, a bit each.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Moves {
    /// With so many letters and one, as it is heard.
    heard: [u64; MOST],
    /// The same as it is spelt, where that may stand alone between gaps.
    strong: [u64; MOST],
    /// With a single letter, which may not.
    weak: u64,
}

/// The place of a glyph that was not met yet, and of one that the word has no use for.
const UNMET: u16 = u16::MAX;
const USELESS: u16 = u16::MAX - 1;

/// How a text holds the word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    Beside,
    /// With gaps, if at all.
    Apart,
    Not,
}

/// A word to be looked for in very many texts.
pub(super) struct Sieve<'a> {
    word: &'a [char],
    alphabet: &'a Alphabet,
    hearing: Hearing,
    /// By glyph number: its place among the moves, or one of the two below.
    known: Vec<Cell<u16>>,
    moves: RefCell<Vec<Moves>>,
}

impl<'a> Sieve<'a> {
    pub(super) fn new(word: &'a [char], alphabet: &'a Alphabet, hearing: Hearing) -> Self {
        Self {
            word,
            alphabet,
            hearing,
            known: vec![Cell::new(UNMET); alphabet.len()],
            moves: RefCell::default(),
        }
    }

    /// How a text may hold the word.
    pub(super) fn holds(&self, text: impl IntoIterator<Item = u32>) -> Holds {
        let length = self.word.len();
        if length > LONGEST {
            return Holds::Apart;
        }
        let end = 1_u64 << length;
        let (mut beside, mut run, mut weak, mut gap) = (0_u64, 0_u64, 0_u64, 0_u64);
        let mut is_apart = false;
        let mut all = self.moves.borrow_mut();
        for number in text {
            let Some(moves) = self.moves(&mut all, number) else {
                (beside, gap, run, weak) = (0, gap | run, 0, 0);
                continue;
            };
            let (from, begin, on) = (beside | 1, gap | 1, run | weak);
            gap |= run;
            beside = 0;
            run = (on & moves.weak) << 1;
            for (letters, (heard, strong)) in (1..).zip(moves.heard.iter().zip(moves.strong)) {
                beside |= (from & heard) << letters;
                run |= ((begin | on) & strong) << letters;
            }
            weak = (begin & moves.weak) << 1;
            if beside & end != 0 {
                return Holds::Beside;
            }
            is_apart |= run & end != 0;
        }
        if is_apart { Holds::Apart } else { Holds::Not }
    }

    /// The moves of a glyph; nothing for one that the word has no use for.
    fn moves<'m>(&self, all: &'m mut Vec<Moves>, number: u32) -> Option<&'m Moves> {
        let known = self.known.get(number as usize)?;
        if known.get() == UNMET {
            let moves = self.made(number);
            let is_useless = moves == Moves::default();
            let place = u16::try_from(all.len()).unwrap_or(USELESS);
            known.set(if is_useless { USELESS } else { place });
            if !is_useless {
                all.push(moves);
            }
        }
        all.get(usize::from(known.get()))
    }

    fn made(&self, number: u32) -> Moves {
        let glyph = self.alphabet.glyph(number);
        let mut moves = Moves::default();
        for at in 0..self.word.len() {
            let bit = 1_u64 << at;
            for unit in units(glyph, &self.word[at..], self.hearing) {
                if let Some(places) = moves.heard.get_mut(unit.len - 1) {
                    *places |= bit;
                }
            }
            for unit in units(glyph, &self.word[at..], Hearing::Exact) {
                if !unit.is_strong() {
                    moves.weak |= bit;
                } else if let Some(places) = moves.strong.get_mut(unit.len - 1) {
                    *places |= bit;
                }
            }
        }
        moves
    }
}
