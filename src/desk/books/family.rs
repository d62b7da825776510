//! Records of other families than cases: lists that were imported, words bound to entries, and the
//! mark of a data directory for training. They stand in clear whole, but for the words: what a clerk
//! typed may be somebody's name. Knows no disk.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::record::{Unsealed, VERSION, encoded};
use super::vocabulary::{LineRecord, Lines};
use crate::casework::ClerkId;
use crate::registry::{EntryId, ListCode};
use crate::seal::{KeyId, Keys};

/// A record of another family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Family {
    /// A list was imported.
    List(Arc<ListRecord>),
    /// Words were bound to an entry, or let go.
    Vocabulary(Arc<LineRecord>),
    /// The data directory is one for training from here on.
    Training(TrainingRecord),
}

/// A list that was imported: a new one, or one in the place of an older one of the same code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::desk) struct ListRecord {
    /// When.
    pub(in crate::desk) at: Timestamp,
    /// Whether the clock had been set back.
    #[serde(default)]
    pub(in crate::desk) clock_back: bool,
    /// Who.
    pub(in crate::desk) clerk: ClerkId,
    /// The client's own mark of the request, so that one sent twice is recorded once.
    pub(in crate::desk) once: u128,
    /// Short code.
    pub(in crate::desk) code: ListCode,
    /// The bureau's name as clerks say it.
    pub(in crate::desk) name: String,
    /// The document as published.
    pub(in crate::desk) document: String,
    /// What it takes the place of.
    #[serde(default)]
    pub(in crate::desk) replaces: Option<Replaced>,
}

/// An older list, and where its entries are now. What was shown at the import holds for good, so
/// it is written down and not made out again by a later program.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::desk) struct Replaced {
    /// Which version it was.
    pub(in crate::desk) version: String,
    /// Entries that have another identifier now: the old one, the new one.
    pub(in crate::desk) mapped: Vec<(EntryId, EntryId)>,
    /// Entries that are gone.
    pub(in crate::desk) removed: Vec<EntryId>,
}

/// The data directory was marked as one for training.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::desk) struct TrainingRecord {
    /// When.
    at: Timestamp,
    /// Whether the clock had been set back.
    #[serde(default)]
    clock_back: bool,
    /// Who.
    clerk: ClerkId,
    /// What it was to be filled with. Records of the first months do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    past: Option<Filling>,
}

/// What a data directory for training is filled with, so that it can be gone on with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::desk) struct Filling {
    /// The client's own mark of the request, so that one sent twice is known.
    pub(in crate::desk) once: u128,
    /// So many cases.
    pub(in crate::desk) cases: u32,
    /// Of this seed.
    pub(in crate::desk) seed: u64,
    /// All that happens lies before this day.
    pub(in crate::desk) before: Date,
}

/// The words by which a family is told, for ever.
const LIST: &str = "list";
const VOCABULARY: &str = "vocabulary";
const TRAINING: &str = "training";

/// What every record of a family says of itself.
#[derive(Deserialize)]
struct Head {
    v: u8,
    family: Option<String>,
}

/// A record with its head, as it is written.
#[derive(Serialize)]
struct Headed<'a, T> {
    v: u8,
    family: &'static str,
    #[serde(flatten)]
    body: &'a T,
}

impl TrainingRecord {
    /// The mark.
    pub(super) const fn new(
        at: Timestamp,
        clock_back: bool,
        clerk: ClerkId,
        past: Filling,
    ) -> Self {
        Self {
            at,
            clock_back,
            clerk,
            past: Some(past),
        }
    }
}

impl Family {
    /// Reads a clear part; nothing when it is of the case family, or of one or a version unknown
    /// here. What is sealed stays so.
    pub(super) fn read(clear: &[u8]) -> Option<Self> {
        let head: Head = rmp_serde::from_slice(clear).ok()?;
        if head.v != VERSION {
            return None;
        }
        match head.family?.as_str() {
            LIST => rmp_serde::from_slice(clear)
                .ok()
                .map(Arc::new)
                .map(Self::List),
            VOCABULARY => rmp_serde::from_slice(clear)
                .ok()
                .map(Arc::new)
                .map(Self::Vocabulary),
            TRAINING => rmp_serde::from_slice(clear).ok().map(Self::Training),
            _ => None,
        }
    }

    /// Reads a record, opened as far as it can be; nothing as for [`Self::read`].
    pub(super) fn open(clear: &[u8], sealed: &[u8], keys: &Keys) -> Option<Self> {
        Some(match Self::read(clear)? {
            Self::Vocabulary(line) => {
                let line = Arc::unwrap_or_clone(line);
                Self::Vocabulary(Arc::new(line.opened(clear, sealed, keys)))
            }
            other => other,
        })
    }

    /// Whether some of it is sealed.
    pub(super) fn has_secret(&self) -> bool {
        matches!(self, Self::Vocabulary(line) if line.words.is_some())
    }

    /// The sealed part that goes with a clear part; empty where all of it stands in clear.
    pub(super) fn sealed(
        &self,
        clear: &[u8],
        key: KeyId,
        keys: &Keys,
    ) -> Result<Vec<u8>, Unsealed> {
        match self {
            Self::Vocabulary(line) => line.sealed(clear, key, keys),
            Self::List(_) | Self::Training(_) => Ok(Vec::new()),
        }
    }

    /// Notes the key of what is sealed of it.
    pub(super) fn sealed_with(&mut self, key: KeyId) {
        if let Self::Vocabulary(line) = self {
            Arc::make_mut(line).key = Some(key);
        }
    }

    /// As the journal takes it in clear.
    pub(super) fn written(&self) -> Result<Vec<u8>, Unsealed> {
        let v = VERSION;
        match self {
            Self::List(list) => encoded(&Headed {
                v,
                family: LIST,
                body: &**list,
            }),
            Self::Vocabulary(line) => encoded(&Headed {
                v,
                family: VOCABULARY,
                body: &**line,
            }),
            Self::Training(training) => encoded(&Headed {
                v,
                family: TRAINING,
                body: training,
            }),
        }
    }

    /// When.
    pub(super) fn at(&self) -> Timestamp {
        match self {
            Self::List(list) => list.at,
            Self::Vocabulary(line) => line.at,
            Self::Training(training) => training.at,
        }
    }
}

/// What the records of other families add up to.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    /// Every import, oldest first.
    pub(super) lists: Vec<Arc<ListRecord>>,
    /// The words bound to entries.
    pub(super) lines: Lines,
    /// Whether the data directory is one for training.
    pub(super) for_training: bool,
    /// What it was to be filled with, where that is known.
    pub(super) past: Option<Filling>,
}

impl Shelf {
    /// Takes in what was recorded next.
    pub(super) fn take(&mut self, record: Family) {
        match record {
            Family::List(list) => self.lists.push(list),
            Family::Vocabulary(line) => self.lines.take(line),
            Family::Training(training) => {
                self.for_training = true;
                self.past = self.past.or(training.past);
            }
        }
    }

    /// The list that a request recorded, when it was asked before.
    pub(super) fn by_once(&self, once: u128) -> Option<Arc<ListRecord>> {
        self.lists.iter().find(|list| list.once == once).cloned()
    }
}
