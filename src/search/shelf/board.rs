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
pub(super) const OF_TEXTS: usize = 2;

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
    /// A text of its own.
    Own(Holds, &'a [u16]),
    /// A shared one.
    Phrase(u32),
}

impl Doc {
    /// What stands in its slots, empty ones left out.
    pub(super) fn parts<'a>(&'a self, holds: &'a [Holds]) -> impl Iterator<Item = Part<'a>> {
        let mut begin = 0;
        let parts = holds.iter().zip(self.slots).map(move |(holds, value)| {
            if *holds == Holds::Shared {
                return (value != phrases::NONE).then_some(Part::Phrase(value));
            }
            let end = value as usize;
            let text = self.own.get(begin..end).unwrap_or_default();
            begin = end;
            (!text.is_empty()).then_some(Part::Own(*holds, text))
        });
        parts.flatten()
    }
}

/// Documents and the lists over them.
#[derive(Default)]
pub(super) struct Board {
    docs: Vec<Option<Doc>>,
    words: Postings,
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
            for part in old.parts(holds) {
                match part {
                    Part::Phrase(number) => {
                        if let Some(list) = self.phrases.get_mut(&number) {
                            list.remove(key);
                        }
                    }
                    Part::Own(..) if same_words => {}
                    Part::Own(Holds::Code, text) => self.codes.remove(key, text, OF_CODES),
                    Part::Own(Holds::Text, text) => self.texts.remove(key, text, OF_TEXTS),
                    Part::Own(_, text) => self.words.remove(key, &wide(text), alphabet),
                }
            }
        }
        for part in doc.parts(holds) {
            match part {
                Part::Phrase(number) => {
                    self.phrases.entry(number).or_default().insert(key);
                }
                Part::Own(..) if same_words => {}
                Part::Own(Holds::Code, text) => self.codes.add(key, text, OF_CODES),
                Part::Own(Holds::Text, text) => self.texts.add(key, text, OF_TEXTS),
                Part::Own(_, text) => self.words.add(key, &wide(text), alphabet),
            }
        }
        self.docs[at] = Some(doc);
    }

    /// The places that may hold a word: its own characters, those characters as glyphs where all
    /// are known, and the shared texts that fit it.
    pub(super) fn candidates(
        &self,
        chars: &[char],
        literal: Option<&[u16]>,
        fitting: &RoaringBitmap,
    ) -> RoaringBitmap {
        let mut found = lattice::candidates(&self.words, chars, Hearing::Exact);
        if let Some(literal) = literal {
            found |= self.codes.candidates(literal, OF_CODES);
            found |= self.texts.candidates(literal, OF_TEXTS);
        }
        for number in fitting {
            if let Some(list) = self.phrases.get(&number) {
                found |= list;
            }
        }
        found
    }
}

/// Glyph numbers as the aligner wants them.
pub(super) fn wide(text: &[u16]) -> Vec<u32> {
    text.iter().copied().map(u32::from).collect()
}
