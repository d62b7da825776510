//! What can go wrong with a journal, as facts. No word here is meant for a clerk.

use std::io;
use std::path::{Path, PathBuf};

use rustix::io::Errno;

/// What is wrong at a place in the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// The bytes are not those that were written.
    Changed,
    /// A record, or a whole segment, that must be there is not.
    Missing,
    /// A record or segment stands elsewhere than it was written, or twice.
    Reordered,
    /// It belongs to another journal, or to none.
    Foreign,
    /// A segment is sound in itself and does not follow from what stands before it.
    Unchained,
    /// The last record is half there.
    Torn,
    /// The system does not let it be read.
    Unreadable,
}

/// Why a journal cannot be opened or read.
#[derive(Debug, thiserror::Error)]
pub enum JournalFault {
    /// The journal lacks what someone has already seen of it.
    #[error("the journal ends at record {last} and not with record {number} as it was seen")]
    Behind {
        /// The record that was seen.
        number: u64,
        /// The last record that is there.
        last: u64,
    },
    /// Something is wrong before the journal's end.
    #[error("{}: record {record} at byte {offset}: {what:?}", file.display())]
    Damaged {
        /// The segment.
        file: PathBuf,
        /// The number of the record that should be there.
        record: u64,
        /// Where in the file, in bytes.
        offset: u64,
        /// What is wrong.
        what: Wrong,
    },
    /// A newer program wrote it.
    #[error("{}: format {version}", file.display())]
    Newer {
        /// The segment.
        file: PathBuf,
        /// Its format; this program knows format 1.
        version: u32,
    },
    /// Another process has it open.
    #[error("{}: in use", dir.display())]
    InUse {
        /// The journal's directory.
        dir: PathBuf,
    },
    /// The system said no.
    #[error("{}: {source}", path.display())]
    System {
        /// What was being read or written.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl JournalFault {
    pub(super) fn system(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::System { path, source }
    }
}

/// Why records were not appended. None of them is in the journal, nor will be.
#[derive(Debug, thiserror::Error)]
pub enum AppendFault {
    /// The disk or the quota is full.
    #[error("disk full")]
    Full,
    /// The file system takes no writes.
    #[error("read-only")]
    ReadOnly,
    /// A record of this many bytes is longer than [`super::MAX_RECORD`].
    #[error("a record of {bytes} bytes")]
    TooLong {
        /// Its clear and sealed parts together.
        bytes: usize,
    },
    /// An earlier failure could not be undone yet, so nothing is taken.
    #[error("closed after a failure")]
    Closed,
    /// The system said something else.
    #[error(transparent)]
    System(io::Error),
}

impl From<io::Error> for AppendFault {
    fn from(error: io::Error) -> Self {
        match Errno::from_io_error(&error) {
            Some(Errno::NOSPC | Errno::DQUOT) => Self::Full,
            Some(Errno::ROFS) => Self::ReadOnly,
            _ => Self::System(error),
        }
    }
}
