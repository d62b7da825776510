//! A word of a query made ready for one shelf: what it stands for, in which places it may be, and
//! whether a document holds it. Knows no order.

use std::ops::Range;

use roaring::RoaringBitmap;

use super::board::{Board, Doc, Part, wide};
use super::sieve::{self, Sieve};
use super::spoken::{Means, Spoken};
use super::{Holds, Shelf};
use crate::search::align::Needle;
use crate::search::hearing::Hearing;
use crate::search::pinyin;
use crate::search::reading::LONGEST_SYLLABLE;
use crate::search::slip::{RANKS, Slips};
use crate::search::unit::Typed;

/// The fewest letters that are looked for behind a slip.
const LEAST_BEHIND: usize = 2;

/// Characters of a query, and the slot they are held to; all where there is none.
pub(super) type Piece<'a> = (&'a [char], Option<usize>);

pub(super) struct Word<'a> {
    chars: &'a [char],
    hearing: Hearing,
    needle: Needle<'a>,
    sieve: Sieve<'a>,
    /// As glyphs, where all of its characters were met.
    literal: Option<Vec<u16>>,
    /// Whether its characters may stand apart.
    gaps: bool,
    /// The slot it is held to; all where there is none.
    slot: Option<usize>,
    /// The words of the texts that it stands for.
    meant: Vec<Meant>,
    /// Where a slip may be in it.
    slips: Option<Slips<'a>>,
    /// The shared texts that fit.
    phrases: RoaringBitmap,
    /// Whether it is the sound of a whole name, and nothing else.
    is_name: bool,
}

/// Characters that a word stands for, all of which were met.
struct Meant {
    chars: Vec<char>,
    glyphs: Vec<u16>,
}

impl Shelf {
    /// Makes a word ready.
    pub(super) fn word<'a>(
        &'a self,
        (chars, slot): Piece<'a>,
        spoken: Spoken<'a>,
        gaps: bool,
        means: Means,
    ) -> Word<'a> {
        let glyphs = |chars: &[char]| -> Option<Vec<u16>> {
            let glyph = |c: &char| u16::try_from(self.alphabet.known(*c)?).ok();
            let glyphs: Option<Vec<u16>> = chars.iter().map(glyph).collect();
            glyphs.filter(|glyphs| !glyphs.is_empty())
        };
        let hearing = spoken.hearing.of(chars);
        let meant = spoken.meant(chars, means).into_iter();
        let meant = meant.filter_map(|chars| {
            let glyphs = glyphs(&chars)?;
            Some(Meant { chars, glyphs })
        });
        let mut word = Word {
            chars,
            hearing,
            needle: Needle::new(chars, &self.alphabet, hearing),
            sieve: Sieve::new(chars, &self.alphabet, hearing),
            literal: glyphs(chars),
            gaps,
            slot,
            meant: meant.collect(),
            slips: (means == Means::Slips)
                .then(|| Slips::new(chars, &self.alphabet))
                .flatten(),
            is_name: false,
            phrases: RoaringBitmap::new(),
        };
        let fits = |text: &[u32]| word.fits_typed(text.iter().copied(), || text.into());
        let mut phrases = self.phrases.fitting(chars, hearing, fits);
        if means >= Means::Slips && !word.meant.is_empty() || word.slips.is_some() {
            phrases |= self.phrases.all_fitting(|text| {
                let meant = || word.meant.iter().any(|meant| meant.find(text).is_some());
                meant() || word.slipped(text).is_some()
            });
        }
        word.phrases = phrases;
        word
    }

    /// Makes a word ready that is the sound of a whole name.
    pub(super) fn name<'a>(&'a self, chars: &'a [char], hearing: Hearing) -> Word<'a> {
        Word {
            chars,
            hearing,
            needle: Needle::new(chars, &self.alphabet, hearing),
            sieve: Sieve::new(chars, &self.alphabet, hearing),
            literal: None,
            gaps: false,
            slot: None,
            meant: Vec::new(),
            slips: None,
            phrases: RoaringBitmap::new(),
            is_name: true,
        }
    }
}

impl Meant {
    /// Where it stands in a text.
    fn find(&self, text: &[u32]) -> Option<Range<usize>> {
        let run = self.glyphs.as_slice();
        let stands = |there: &[u32]| there.iter().zip(run).all(|(a, b)| *a == u32::from(*b));
        let begin = text.windows(run.len()).position(stands)?;
        Some(begin..begin + run.len())
    }
}

impl Word<'_> {
    /// Whether it is found in a name or title as it is typed.
    fn fits_typed<'t>(
        &self,
        text: impl IntoIterator<Item = u32>,
        wide: impl FnOnce() -> std::borrow::Cow<'t, [u32]>,
    ) -> bool {
        match self.sieve.holds(text) {
            sieve::Holds::Beside => true,
            sieve::Holds::Not => false,
            sieve::Holds::Apart => {
                let text = wide();
                let apart = || {
                    let found = self.needle.scattered(&text);
                    found.is_some_and(|found| found.may_stand_apart(true))
                };
                // Words with more places than the sieve has bits come here as well.
                self.needle.stands(&text) || (self.gaps && apart())
            }
        }
    }

    fn slipped(&self, text: &[u32]) -> Option<Range<usize>> {
        // Names are written by ear: every character of one may be another.
        let (stretch, _) = self.slips.as_ref()?.find_by_ear(text)?;
        Some(stretch)
    }

    /// Whether it is found in a document.
    pub(super) fn fits(&self, doc: &Doc, holds: &[Holds]) -> bool {
        if self.is_name {
            return self.names(doc, holds);
        }
        let stands = |run: &[u16], text: &[u16]| text.windows(run.len()).any(|there| there == run);
        doc.parts(holds, self.slot).any(|part| match part {
            Part::Phrase(number) => self.phrases.contains(number),
            Part::Own(_, Holds::Code | Holds::Text, text) => {
                let literal = self.literal.as_deref();
                literal.is_some_and(|run| stands(run, text))
            }
            Part::Own(_, _, text) => {
                let glyphs = text.iter().copied().map(u32::from);
                self.fits_typed(glyphs, || wide(text).into())
                    || self.meant.iter().any(|meant| stands(&meant.glyphs, text))
                    || (self.slips.is_some() && self.slipped(&wide(text)).is_some())
            }
        })
    }

    /// Whether it is what people say for something.
    pub(super) fn is_said(&self) -> bool {
        !self.meant.is_empty()
    }

    /// Whether it is how a name of a document is pronounced, from its beginning to its end.
    fn names(&self, doc: &Doc, holds: &[Holds]) -> bool {
        doc.parts(holds, None).any(|part| match part {
            Part::Own(_, Holds::Name, text) => {
                let found = self.needle.adjacent(&wide(text));
                let is_spelt = |typed: Typed| typed.syllable == text.len() && typed.odd == 0;
                found.is_some_and(|found| found.places.len() == text.len() && is_spelt(found.typed))
            }
            _ => false,
        })
    }

    /// The places of a board where it may be.
    pub(super) fn candidates(&self, board: &Board, holds: &[Holds]) -> RoaringBitmap {
        if self.is_name {
            let slots = (0..).zip(holds).filter(|(_, holds)| **holds == Holds::Name);
            let named =
                slots.map(|(slot, _)| board.sounding(self.chars, self.hearing, false, Some(slot)));
            return named.fold(RoaringBitmap::new(), |all, one| all | one);
        }
        let mut found = board.sounding(self.chars, self.hearing, self.gaps, self.slot);
        if let Some(literal) = &self.literal {
            found |= board.literally(literal);
        }
        for meant in &self.meant {
            found |= board.spelt(&meant.chars, self.slot);
        }
        if let Some(slips) = &self.slips {
            if slips.has_edits() {
                found |= self.halves(board);
            }
            found |= board.alike(&self.sounds(), self.slot);
        }
        found | board.sharing(&self.phrases)
    }

    /// The places that hold what is before a slip, or what is behind it: one of both stands as it
    /// was typed. Behind it the text goes on with a whole character.
    fn halves(&self, board: &Board) -> RoaringBitmap {
        let length = self.chars.len();
        let middle = length / 2;
        let mut found = match middle.checked_sub(1) {
            // Two characters at the border may be swapped.
            Some(before) if before > 1 => {
                board.sounding(&self.chars[..before], Hearing::Exact, false, self.slot)
            }
            _ => board.sounding(
                &self.chars[..middle.max(1)],
                Hearing::Exact,
                false,
                self.slot,
            ),
        };
        let is_letter = |at: usize| self.chars.get(at).is_some_and(char::is_ascii_lowercase);
        let last = if is_letter(middle) {
            LONGEST_SYLLABLE
        } else {
            1
        };
        for begin in middle..=middle + last {
            let behind = self.chars.get(begin..).unwrap_or_default();
            if behind.len() >= LEAST_BEHIND || (!behind.is_empty() && !is_letter(begin)) {
                found |= board.sounding(behind, Hearing::Exact, false, self.slot);
            }
        }
        found
    }

    /// How its characters sound, one by one; nothing when letters are among them.
    fn sounds(&self) -> Vec<Vec<&'static str>> {
        if self.chars.iter().any(char::is_ascii) {
            return Vec::new();
        }
        let sounds = self.chars.iter().map(|c| {
            let usual = pinyin::readings(*c).into_iter();
            let usual = usual.filter(|reading| reading.rank < RANKS);
            usual.map(|reading| reading.letters).collect()
        });
        sounds.collect()
    }

    /// Its places in texts: wherever it stands unbroken; where it stands nowhere so, apart; and
    /// what it stands for otherwise.
    pub(super) fn places(&self, texts: &[Vec<u32>]) -> Vec<Vec<usize>> {
        let Some(slot) = self.slot else {
            return self.places_in(texts);
        };
        // Of the texts only the one that it is held to.
        let mut places = vec![Vec::new(); texts.len()];
        let held = texts.get(slot).map(std::slice::from_ref);
        let held = held.and_then(|text| self.places_in(text).pop());
        if let (Some(place), Some(held)) = (places.get_mut(slot), held) {
            *place = held;
        }
        places
    }

    fn places_in(&self, texts: &[Vec<u32>]) -> Vec<Vec<usize>> {
        let unbroken = texts.iter().map(|text| self.unbroken(text));
        let unbroken: Vec<Vec<usize>> = unbroken.collect();
        let is_found = |all: &[Vec<usize>]| all.iter().any(|places| !places.is_empty());
        if is_found(&unbroken) {
            return unbroken;
        }
        let apart = texts.iter().map(|text| {
            let found = self.gaps.then(|| self.needle.scattered(text)).flatten();
            let found = found.filter(|found| found.may_stand_apart(true));
            found.map_or_else(Vec::new, |found| found.places)
        });
        let apart: Vec<Vec<usize>> = apart.collect();
        if is_found(&apart) {
            return apart;
        }
        let otherwise = texts.iter().map(|text| {
            let meant = self.meant.iter().find_map(|meant| meant.find(text));
            let found = meant.or_else(|| self.slipped(text));
            found.map_or_else(Vec::new, Iterator::collect)
        });
        otherwise.collect()
    }

    fn unbroken(&self, text: &[u32]) -> Vec<usize> {
        match self.needle.adjacent(text) {
            // A single character is marked once: it is everywhere.
            Some(found) if found.places.len() == 1 => found.places,
            Some(_) => {
                let found = self.needle.occurrences(text);
                found.into_iter().flatten().collect()
            }
            None => Vec::new(),
        }
    }
}
