//! What can be wrong with the store, and how sled's errors and panics become that. Knows no key
//! and no value: no fault carries what a person said.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::Store;

/// Why the store does not answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreFault {
    /// Another process, or another handle of this one, holds it.
    #[error("the store is held by another process")]
    Locked,
    /// It is not what was written, or does not agree with itself. Rebuilding heals it.
    #[error("the store is damaged: {what}")]
    Damaged {
        /// What was noticed. sled's text or ours; nothing personal.
        what: String,
    },
    /// It is of another format. Rebuilding heals it.
    #[error("the store is of format {found}")]
    Format {
        /// Which.
        found: u32,
    },
    /// The disk is full, or a quota.
    #[error("the disk is full")]
    Full,
    /// It cannot be written to.
    #[error("the store is read-only")]
    ReadOnly,
    /// The operating system refuses something else.
    #[error("the store cannot be reached: {what}")]
    Io {
        /// What sort of refusal.
        kind: io::ErrorKind,
        /// The system's text.
        what: String,
    },
}

impl StoreFault {
    /// Damage, in our words.
    pub(super) fn damaged(what: impl Into<String>) -> Self {
        Self::Damaged { what: what.into() }
    }

    /// Whether the disk has no room or takes nothing: the store is as whole as it was.
    #[must_use]
    pub const fn is_the_disks(&self) -> bool {
        matches!(self, Self::Full | Self::ReadOnly)
    }
}

impl From<io::Error> for StoreFault {
    fn from(error: io::Error) -> Self {
        let what = error.to_string();
        // sled says this with `ErrorKind::Other`: only the text tells.
        if what.contains("could not acquire lock") {
            return Self::Locked;
        }
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full,
            io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            // A file that ends early or holds what cannot be: not the system's doing.
            io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData => Self::Damaged { what },
            kind => Self::Io { kind, what },
        }
    }
}

impl From<sled::Error> for StoreFault {
    fn from(error: sled::Error) -> Self {
        match error {
            sled::Error::Io(error) => error.into(),
            other => Self::Damaged {
                what: other.to_string(),
            },
        }
    }
}

/// Runs what may panic on damaged files. The text of a panic is not passed on: sled's print keys.
pub(super) fn caught<T>(work: impl FnOnce() -> Result<T, StoreFault>) -> Result<T, StoreFault> {
    // A panic leaves sled in an unknown state; the store is then never asked again.
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(StoreFault::damaged("sled panicked")))
}

impl Store {
    /// Asks sled, unless it failed before. Any fault is the last: it is the answer to all that
    /// follows.
    pub(super) fn ask<T>(
        &self,
        question: impl FnOnce(&sled::Db) -> Result<T, StoreFault>,
    ) -> Result<T, StoreFault> {
        let Some(db) = self.db.as_ref() else {
            return Err(StoreFault::damaged("it was let go"));
        };
        if let Some(fault) = self.failed.get() {
            return Err(fault.clone());
        }
        caught(|| question(db)).map_err(|fault| self.failed.get_or_init(|| fault).clone())
    }
}
