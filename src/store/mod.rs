//! The store: sled's view of the journal, which answers questions quickly. Never the truth: what
//! is missing or damaged here is rebuilt from the journal. The only place that names sled; knows
//! no rule, no seal and no journal file.
//!
//! | module | what it is |
//! |---|---|
//! | `key`, `record` | bytes: ordered keys, and values that end with a checksum |
//! | `state` | what is counted and remembered beside the cases: the mark, counters, highest of things |
//! | `open` | opening and letting go, in a hurry and without trust |
//! | `write` | changes in, all or nothing |
//! | `read`, `scan` | answers out |
//! | `check` | walks everything |
//! | `aside` | moves a damaged store out of the way |
//!
//! **One tree.** Everything stands in one sled tree under keys that begin with a letter for what
//! they are, and a change is written so that a crash leaves all of it or nothing (`write` says how).
//! A transaction over several trees promises the same, reads every old value and costs more.
//!
//! **No trust.** sled panics on some damaged files, sticks on others, and after an emulated power
//! cut may lose everything. So every call runs under `catch_unwind`; opening and letting go run on
//! threads of their own with a limit; every value ends with a checksum; after the first fault the
//! store answers only that, so that whoever holds it rebuilds it.

mod aside;
mod check;
mod fault;
mod key;
mod open;
mod read;
mod record;
mod scan;
mod state;
mod write;

use std::path::PathBuf;
use std::sync::{Mutex, OnceLock};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::casework::Case;

pub use aside::set_aside;
pub use fault::StoreFault;
pub use scan::Scan;
pub use state::Counters;

/// The format of keys and values. Another one is not read but rebuilt from the journal.
pub const FORMAT: u32 = 3;

/// The open view. One process holds it; its threads share it.
pub struct Store {
    /// Only [`Drop`] and [`Store::close`] take it out.
    db: Option<sled::Db>,
    dir: PathBuf,
    /// What was written last. Locked while a change is written: there is one writer at a time.
    state: Mutex<state::State>,
    /// The first fault, after which nothing is asked any more.
    failed: OnceLock<StoreFault>,
}

impl std::fmt::Debug for Store {
    /// Where it is. sled's own would print every value.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("Store");
        shown.field("dir", &self.dir).finish_non_exhaustive()
    }
}

/// An event of a case, its bytes as they stand in the journal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventRecord {
    /// Counts from 1 within the case.
    pub revision: u32,
    /// The part in clear.
    pub clear: Vec<u8>,
    /// The sealed box.
    pub sealed: Vec<u8>,
}

/// What an event does to a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The case before, none when it is logged.
    pub before: Option<Case>,
    /// The case after; its `told` is not kept.
    pub after: Case,
    /// The event. Its revision is that of `after`.
    pub event: EventRecord,
    /// When it happened.
    pub at: Timestamp,
    /// Keyed hashes of what identifies the visitor. Only with a case's first event.
    pub persons: Vec<[u8; 32]>,
    /// The client's mark of the request. Only with a case's first event.
    pub once: Option<u128>,
    /// The data key of the case.
    pub key: u64,
}

/// A record of another family than cases, its bytes as they stand in the journal. It is kept for
/// whoever knows what it says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Other {
    /// Its number in the journal.
    pub number: u64,
    /// The part in clear.
    pub clear: Vec<u8>,
    /// The sealed box, or nothing.
    pub sealed: Vec<u8>,
}

/// How far of the journal is in here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The number of the last record.
    pub number: u64,
    /// Where it stands; opaque here.
    pub position: Vec<u8>,
    /// Shows whoever has the key that nobody else wrote this; opaque here.
    pub mac: [u8; 32],
}

/// A case as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// The case, `told` sealed.
    pub case: Case,
    /// The data key of the case.
    pub key: u64,
    /// Its events, oldest first: as many as its revision says.
    pub events: Vec<EventRecord>,
}

#[cfg(test)]
mod tests;
