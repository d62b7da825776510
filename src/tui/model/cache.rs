//! The entries seen last, so that going back and forth asks nothing. Knows no order but age.

use std::collections::VecDeque;

use crate::registry::EntryId;
use crate::rpc::Shown;

/// More than two screens of hits.
const CAPACITY: usize = 96;

/// The entries seen last.
#[derive(Clone, Debug, Default)]
pub struct Cache {
    entries: VecDeque<Shown>,
}

impl Cache {
    /// The entry, if it was seen lately.
    #[must_use]
    pub fn get(&self, id: &EntryId) -> Option<&Shown> {
        self.entries.iter().find(|shown| shown.entry.id == *id)
    }

    /// Keeps an entry, and forgets the oldest.
    pub fn put(&mut self, shown: Shown) {
        self.entries.retain(|old| old.entry.id != shown.entry.id);
        self.entries.push_front(shown);
        self.entries.truncate(CAPACITY);
    }
}
