//! A board of the shelf: 65,536 documents and the lists over them. Knows no query.

use std::collections::HashMap;

use roaring::RoaringBitmap;

use super::runs::Runs;
use super::{Holds, SLOTS, phrases};
use crate::search::hearing::Hearing;
use crate::search::lattice;
use crate::search::postings::{Alphabet, Postings};

/// Longest runs that codes are found by: they are made of few characters, each of which is in all.
pub(super) const OF_CODES: usize = 4;
/// Longest runs that long texts are found by.
pub(super) const OF_TEXTS: usize = 3;

/// So few are looked at closely at once.
const FEW: u64 = 100;

/// A document: two bytes a character.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Doc {
    /// The glyphs of its own texts, one after the other.
    pub(super) own: Box<[u16]>,
    /// By slot: where its own text ends, or the number of the shared one.
    pub(super) slots: [u32; SLOTS],
}

/// What stands in a slot.
pub(super) enum Part<'a> {
    /// A text of its own, and in which slot.
    Own(usize, Holds, &'a [u16]),
    /// A shared one.
    Phrase(u32),
}

impl Doc {
    /// What stands in its slots, or in one of them, empty ones left out.
    pub(super) fn parts<'a>(
        &'a self,
        holds: &'a [Holds],
        only: Option<usize>,
    ) -> impl Iterator<Item = Part<'a>> {
        let mut begin = 0;
        let slots = holds.iter().zip(self.slots).enumerate();
        let parts = slots.map(move |(slot, (holds, value))| {
            let is_meant = only.is_none_or(|only| only == slot);
            if *holds == Holds::Shared {
                return (is_meant && value != phrases::NONE).then_some(Part::Phrase(value));
            }
            let end = value as usize;
            let text = self.own.get(begin..end).unwrap_or_default();
            begin = end;
            (is_meant && !text.is_empty()).then_some(Part::Own(slot, *holds, text))
        });
        parts.flatten()
    }
}

/// Documents and the lists over them.
#[derive(Default)]
pub(super) struct Board {
    docs: Vec<Option<Doc>>,
    /// By slot: what is found by sound. Characters of different slots do not add up.
    words: [Option<Postings>; SLOTS],
    codes: Runs,
    texts: Runs,
    phrases: HashMap<u32, RoaringBitmap>,
}

impl Board {
    /// The document at a place.
    pub(super) fn doc(&self, place: u32) -> Option<&Doc> {
        self.docs.get(place as usize)?.as_ref()
    }

    /// Puts a document in the place of what stood there.
    pub(super) fn put(&mut self, place: u16, doc: Doc, holds: &[Holds], alphabet: &Alphabet) {
        let (key, at) = (u32::from(place), usize::from(place));
        if self.docs.len() <= at {
            self.docs.resize(at + 1, None);
        }
        let before = self.docs[at].take();
        let same_words = before.as_ref().is_some_and(|old| {
            // A case that is referred has another agency and keeps its own words.
            let own = |doc: &Doc| -> Vec<u32> {
                let slots = holds.iter().zip(doc.slots);
                let own = slots.filter(|(holds, _)| **holds != Holds::Shared);
                own.map(|(_, end)| end).collect()
            };
            old.own == doc.own && own(old) == own(&doc)
        });
        if let Some(old) = &before {
            for part in old.parts(holds, None) {
                match part {
                    Part::Phrase(number) => {
                        if let Some(list) = self.phrases.get_mut(&number) {
                            list.remove(key);
                        }
                    }
                    Part::Own(..) if same_words => {}
                    Part::Own(_, Holds::Code, text) => self.codes.remove(key, text, OF_CODES),
                    Part::Own(_, Holds::Text, text) => self.texts.remove(key, text, OF_TEXTS),
                    Part::Own(slot, _, text) => {
                        if let Some(words) = &mut self.words[slot] {
                            words.remove(key, &wide(text), alphabet);
                        }
                    }
                }
            }
        }
        for part in doc.parts(holds, None) {
            match part {
                Part::Phrase(number) => {
                    self.phrases.entry(number).or_default().insert(key);
                }
                Part::Own(..) if same_words => {}
                Part::Own(_, Holds::Code, text) => self.codes.add(key, text, OF_CODES),
                Part::Own(_, Holds::Text, text) => self.texts.add(key, text, OF_TEXTS),
                Part::Own(slot, _, text) => {
                    let words = self.words[slot].get_or_insert_with(Postings::in_order);
                    words.add(key, &wide(text), alphabet);
                }
            }
        }
        self.docs[at] = Some(doc);
    }

    /// The lists of the slots that are found by sound, or of one of them.
    fn words_of(&self, only: Option<usize>) -> impl Iterator<Item = &Postings> {
        let slots = self.words.iter().enumerate();
        let slots = slots.filter(move |(slot, _)| only.is_none_or(|only| only == *slot));
        slots.filter_map(|(_, words)| words.as_ref())
    }

    /// The places of which a name or title may hold what is typed so, with gaps
    /// where they are let through.
    pub(super) fn sounding(
        &self,
        chars: &[char],
        hearing: Hearing,
        gaps: bool,
        only: Option<usize>,
    ) -> RoaringBitmap {
        let slots = self.words_of(only);
        let found = slots.map(|words| match gaps {
            true => lattice::candidates(words, chars, hearing),
            false => lattice::unbroken(words, chars, hearing),
        });
        found.reduce(|all, one| all | one).unwrap_or_default()
    }

    /// The places of which a name or title may hold these characters side by side.
    pub(super) fn spelt(&self, chars: &[char], only: Option<usize>) -> RoaringBitmap {
        let found = self.holding(chars, only);
        if found.len() <= FEW {
            return found;
        }
        found & self.sounding(chars, Hearing::Exact, false, only)
    }

    /// The places of which a name or title may hold each of these characters.
    fn holding(&self, chars: &[char], only: Option<usize>) -> RoaringBitmap {
        let slots = self.words_of(only).filter_map(|words| {
            let lists: Option<Vec<&RoaringBitmap>> = chars.iter().map(|c| words.char(*c)).collect();
            let mut lists = lists?.into_iter();
            let first = lists.next()?.clone();
            Some(lists.fold(first, |all, list| all & list))
        });
        slots.reduce(|all, one| all | one).unwrap_or_default()
    }

    /// The places of which a name or title may hold characters that sound like these, one by one.
    pub(super) fn alike(&self, chars: &[Vec<&'static str>], only: Option<usize>) -> RoaringBitmap {
        let slots = self.words_of(only).filter_map(|words| {
            let mut all: Option<RoaringBitmap> = None;
            for sounds in chars {
                let mut found = RoaringBitmap::new();
                for sound in sounds {
                    if let Some(list) = words.sound(sound, Hearing::Exact, all.as_ref()) {
                        found |= &*list;
                    }
                }
                all = Some(match all {
                    Some(all) => all & found,
                    None => found,
                });
            }
            all
        });
        slots.reduce(|all, one| all | one).unwrap_or_default()
    }

    /// The places of which a code or a long text may hold these characters.
    pub(super) fn literally(&self, run: &[u16]) -> RoaringBitmap {
        self.codes.candidates(run, OF_CODES) | self.texts.candidates(run, OF_TEXTS)
    }

    /// The places that have one of these shared texts.
    pub(super) fn sharing(&self, phrases: &RoaringBitmap) -> RoaringBitmap {
        let lists = phrases
            .iter()
            .filter_map(|number| self.phrases.get(&number));
        lists.fold(RoaringBitmap::new(), |all, list| all | list)
    }
}

/// Glyph numbers as the aligner wants them.
pub(super) fn wide(text: &[u16]) -> Vec<u32> {
    text.iter().copied().map(u32::from).collect()
}
