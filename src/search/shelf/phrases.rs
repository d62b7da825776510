//! Texts that many documents share, such as the titles of services: each is kept, and looked at,
//! once. Knows no document.

use std::collections::HashMap;
use std::sync::Arc;

use roaring::RoaringBitmap;

use crate::search::hearing::Hearing;
use crate::search::lattice;
use crate::search::postings::{Alphabet, Postings};

/// The number of no text.
pub(super) const NONE: u32 = u32::MAX;

/// The texts, as runs of glyph numbers.
pub(super) struct Phrases {
    texts: Vec<Arc<[u32]>>,
    numbers: HashMap<Arc<[u32]>, u32>,
    postings: Postings,
}

impl Default for Phrases {
    fn default() -> Self {
        Self {
            texts: Vec::new(),
            numbers: HashMap::new(),
            postings: Postings::in_order(),
        }
    }
}

impl Phrases {
    /// The number of a text, given out at first sight; [`NONE`] for an empty one.
    pub(super) fn number(&mut self, text: &[u32], alphabet: &Alphabet) -> u32 {
        if text.is_empty() {
            return NONE;
        }
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = u32::try_from(self.texts.len()).unwrap_or(NONE);
        let text: Arc<[u32]> = text.into();
        self.postings.add(number, &text, alphabet);
        self.texts.push(Arc::clone(&text));
        self.numbers.insert(text, number);
        number
    }

    /// The texts that fit, of those that may hold what is typed so.
    pub(super) fn fitting(
        &self,
        query: &[char],
        hearing: Hearing,
        fits: impl Fn(&[u32]) -> bool,
    ) -> RoaringBitmap {
        let candidates = lattice::candidates(&self.postings, query, hearing);
        self.among(candidates.iter(), fits)
    }

    /// The texts that fit, of all.
    pub(super) fn all_fitting(&self, fits: impl Fn(&[u32]) -> bool) -> RoaringBitmap {
        self.among((0..).take(self.texts.len()), fits)
    }

    fn among(
        &self,
        numbers: impl Iterator<Item = u32>,
        fits: impl Fn(&[u32]) -> bool,
    ) -> RoaringBitmap {
        let text = |number: u32| self.texts.get(number as usize);
        numbers
            .filter(|number| text(*number).is_some_and(|text| fits(text)))
            .collect()
    }
}
