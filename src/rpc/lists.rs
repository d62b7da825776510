//! Requests and answers about the lists themselves, and about filling a data directory for
//! training.

use serde::{Deserialize, Serialize};

use super::casework::hex;
use crate::chars;
use crate::registry::{EntryId, Kind, ListCode, Loss};

/// Adds a list, or puts a newer one in the place of an older one with the same code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportList {
    /// Drawn at random by the client, the same when it has to ask again.
    #[serde(with = "hex")]
    pub once: u128,
    /// Short code, the first part of every identifier.
    pub code: ListCode,
    /// The bureau's name as clerks say it.
    pub name: String,
    /// The document as published.
    pub document: String,
    /// Only says what would be added, changed, removed.
    pub dry_run: bool,
    /// Whether it may take away as much as half a document would.
    #[serde(default)]
    pub allow_removals: bool,
}

impl ImportList {
    /// Characters of a bureau's name at most: it stands in a column of its own.
    pub const NAME_CHARS: usize = 30;

    /// A bureau's name as it is kept: one line without what does not show; nothing of one that is
    /// blank or too long.
    #[must_use]
    pub fn name_kept(name: &str) -> Option<String> {
        let name = chars::name(name);
        let count = name.chars().count();
        (1..=Self::NAME_CHARS).contains(&count).then_some(name)
    }
}

/// What an import did or would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// The list.
    pub code: ListCode,
    /// How many entries of each kind it has.
    pub entries: Vec<(Kind, usize)>,
    /// Entries that nothing of the older list corresponds to.
    pub added: Vec<EntryId>,
    /// Entries that are there still and say something else now; by their new identifiers.
    pub changed: Vec<EntryId>,
    /// Entries of the older list that nothing of the new one corresponds to.
    pub removed: Vec<EntryId>,
    /// Entries that are there still under another identifier: the old one, the new one.
    pub mapped: Vec<(EntryId, EntryId)>,
    /// What it takes away, where that is so much that it has to be allowed.
    #[serde(default)]
    pub loss: Option<Loss>,
    /// The older list's name, where it was another one.
    #[serde(default)]
    pub was_named: Option<String>,
    /// Whether the very same stands there already: there was nothing to record.
    #[serde(default)]
    pub is_there: bool,
}

/// A list as it is loaded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListShown {
    /// Short code.
    pub code: ListCode,
    /// The bureau's name as clerks say it.
    pub name: String,
    /// Which version it is: the beginning of a hash of its document.
    pub version: String,
    /// The document as published.
    pub document: String,
}

impl FillForTraining {
    /// So many cases at most.
    pub const MOST: u32 = 1_000_000;
}

/// Fills an empty data directory with made-up cases and marks it as one for training, for good. Goes
/// on where the same was begun and not finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FillForTraining {
    /// Drawn at random by the client, the same when it has to ask again.
    #[serde(with = "hex")]
    pub once: u128,
    /// How many cases.
    pub cases: u32,
    /// The same seed makes the same cases.
    pub seed: u64,
}
