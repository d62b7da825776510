//! What can go wrong with keys and boxes, as facts. Holds no key and no plain byte.

use std::io;
use std::path::{Path, PathBuf};

use super::KeyId;

/// Why a key cannot be had or used.
#[derive(Debug, thiserror::Error)]
pub enum KeyFault {
    /// There is no such file.
    #[error("{}: not there", path.display())]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// The file is not what a master key is written as.
    #[error("{}: no master key", path.display())]
    Shape {
        /// The file.
        path: PathBuf,
    },
    /// Everyone on the machine could read the master key.
    #[error("{}: open to everyone (mode {mode:o})", path.display())]
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The keys in the file were wrapped by another master key.
    #[error("{}: made with another master key", path.display())]
    OtherMaster {
        /// The file.
        path: PathBuf,
    },
    /// A newer program wrote the file.
    #[error("{}: format {version}", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its format; this program knows format 1.
        version: u32,
    },
    /// Nothing can be sealed with this key.
    #[error("key {key}: {why}")]
    Unusable {
        /// The key.
        key: KeyId,
        /// What became of it.
        why: Unopened,
    },
    /// More than a box can hold (64 GiB).
    #[error("too long for a box")]
    TooLong,
    /// The operating system has no random bytes.
    #[error("no random bytes: {0}")]
    Random(getrandom::Error),
    /// The system said no.
    #[error("{}: {source}", path.display())]
    System {
        /// What was being read or written.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl KeyFault {
    pub(super) fn system(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| match source.kind() {
            io::ErrorKind::NotFound => Self::Missing { path },
            _ => Self::System { path, source },
        }
    }
}

impl From<getrandom::Error> for KeyFault {
    fn from(error: getrandom::Error) -> Self {
        Self::Random(error)
    }
}

/// Why a box does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unopened {
    /// Its key was erased, on purpose and for good.
    #[error("erased")]
    Erased,
    /// The box, its key or the key's file is not as it was written or cannot be read.
    #[error("damaged")]
    Damaged,
}

/// What is wrong with a keys file or a key in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyWrong {
    /// Not as it was written.
    Damaged,
    /// The file is not there, and later ones are.
    Missing,
    /// The file was made with another master key.
    OtherMaster,
    /// A newer program wrote the file.
    Newer,
    /// The system does not let it be read.
    Unreadable,
}

/// Something wrong with the keys, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyProblem {
    /// The keys file.
    pub file: PathBuf,
    /// The key; `None` when it is about the file.
    pub key: Option<KeyId>,
    /// What is wrong.
    pub what: KeyWrong,
}
