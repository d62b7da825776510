//! Bounds: the most points that a document can get for a query as typed, found without asking
//! fuzzy-matcher. Knows no order of results.

use std::collections::HashMap;

use roaring::RoaringBitmap;

use super::engine::{DocKey, Engine};
use super::judge::{Asked, Word, off_apart};
use super::score::{self, Form};

/// Where a query stands as typed, side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stands {
    /// In no document.
    Nowhere,
    /// Each of its words somewhere in a document.
    Apart,
    /// As one run, or the only word of it.
    AsOne,
}

/// The most points that a word can get in a document.
#[derive(Clone, Copy)]
struct Most {
    points: i64,
    /// Whether it stands there side by side.
    unbroken: bool,
}

impl Engine {
    /// Of every document that fits, the most points it can get, its own left out; and where the
    /// query stands side by side.
    pub(super) fn bounds(&self, asked: &Asked<'_>) -> (HashMap<DocKey, i64>, Stands) {
        let mut most = self.best_by_doc(&asked.whole, None);
        let mut stands = Stands::Nowhere;
        if most.values().any(|most| most.unbroken) {
            stands = Stands::AsOne;
        }
        for (doc, apart) in self.apart_bounds(&asked.words) {
            let known = most.entry(doc).or_insert(apart);
            known.points = apart.points.max(known.points);
            if apart.unbroken && stands == Stands::Nowhere {
                stands = Stands::Apart;
            }
        }
        let bounds = most.into_iter().map(|(doc, most)| (doc, most.points));
        let mut bounds: HashMap<DocKey, i64> = bounds.collect();
        for bound in bounds.values_mut() {
            *bound += score::MOST_FUZZY;
        }
        let may_be_verbatim = asked.verbatim.iter().flat_map(|(_, fields)| fields);
        let mut literal: Vec<DocKey> = may_be_verbatim
            .map(|key| self.fields[key as usize].doc)
            .collect();
        // A document's fields stand side by side.
        literal.dedup();
        for doc in literal {
            if let Some(bound) = bounds.get_mut(&doc) {
                *bound += score::VERBATIM;
            }
        }
        (bounds, stands)
    }

    /// The most points of words found apart, in the documents that have them all.
    fn apart_bounds(&self, words: &[Word<'_>]) -> HashMap<DocKey, Most> {
        let docs_of = |word: &Word<'_>| -> RoaringBitmap {
            word.candidates
                .iter()
                .map(|key| self.fields[key as usize].doc)
                .collect()
        };
        let Some(mut common) = words.iter().map(docs_of).reduce(|all, one| all & one) else {
            return HashMap::new();
        };
        let mut sums: HashMap<DocKey, Most> = HashMap::new();
        for word in words {
            let found = self.best_by_doc(word, Some(&common));
            common = found.keys().copied().collect();
            for (doc, most) in found {
                let sum = sums.entry(doc).or_insert(Most {
                    points: 0,
                    unbroken: true,
                });
                sum.points += most.points;
                sum.unbroken &= most.unbroken;
            }
        }
        sums.retain(|doc, _| common.contains(*doc));
        let count = i64::try_from(words.len()).unwrap_or(1).max(1);
        let off = off_apart(words);
        for sum in sums.values_mut() {
            // Rounded up: a bound may be too high, never too low.
            sum.points = sum.points / count + 1 - off;
        }
        sums
    }

    /// The most points for a word in each document that has it, fuzzy-matcher's left out; among
    /// `only` where that is given.
    fn best_by_doc(&self, word: &Word<'_>, only: Option<&RoaringBitmap>) -> HashMap<DocKey, Most> {
        let mut best: HashMap<DocKey, Most> = HashMap::new();
        let mut fields: Vec<u32> = Vec::new();
        let mut keys = word.candidates.iter().peekable();
        while let Some(key) = keys.next() {
            // A document's fields stand side by side.
            let doc = self.fields[key as usize].doc;
            fields.clear();
            fields.push(key);
            while let Some(next) = keys.next_if(|next| self.fields[*next as usize].doc == doc) {
                fields.push(next);
            }
            if only.is_some_and(|only| !only.contains(doc)) {
                continue;
            }
            let answers = self.answers(word, &fields);
            if let Some(points) = answers.iter().map(|answer| answer.points.sum()).max() {
                let unbroken = answers.iter().any(|answer| answer.form > Form::Scattered);
                best.insert(doc, Most { points, unbroken });
            }
        }
        best
    }
}
