//! The journal: append, sync, verify, replay. Knows records and hashes, not what a case is.
//!
//! A directory of segments `00000001.log`, … (see `format`), each record chained to the one
//! before it by its hash. What a failed or half-done write leaves is never taken for a record.

use std::fs::File;
use std::path::{Path, PathBuf};

mod append;
mod disk;
mod fault;
mod format;
mod open;
mod position;
mod replay;
mod segment;
#[cfg(test)]
mod tests;
mod verify;
mod walk;

pub use fault::{AppendFault, JournalFault, Wrong};
pub use format::MAX_RECORD;
pub use position::{BadHash, Hash, Position};
pub use replay::Replay;
pub use verify::{Problem, Verification, verify};

use disk::{Disk, RealDisk};
use format::Frame;

/// How a journal is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// A segment that would grow beyond this many bytes is followed by a new one. A batch is
    /// never split, so a large one makes a larger segment.
    pub segment_bytes: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            segment_bytes: 64 << 20,
        }
    }
}

/// A record to be appended; both parts together take at most [`MAX_RECORD`] bytes.
#[derive(Clone, Copy)]
pub struct NewRecord<'a> {
    /// What may be read without a key.
    pub clear: &'a [u8],
    /// A sealed box, or nothing.
    pub sealed: &'a [u8],
}

/// A record as it was read.
#[derive(Clone, PartialEq, Eq)]
pub struct Record {
    /// Counts from 1, without a gap.
    pub number: u64,
    /// The chain up to and with this record.
    pub hash: Hash,
    /// What may be read without a key.
    pub clear: Vec<u8>,
    /// A sealed box, or nothing.
    pub sealed: Vec<u8>,
    /// The place just after it.
    pub after: Position,
}

impl std::fmt::Debug for Record {
    /// Without what it holds.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("Record");
        shown.field("number", &self.number);
        shown.field("hash", &self.hash).finish_non_exhaustive()
    }
}

impl Record {
    fn of(frame: &Frame, after: Position) -> Option<Self> {
        let (clear, sealed) = frame.parts()?;
        Some(Self {
            number: after.number,
            hash: after.hash,
            clear: clear.to_vec(),
            sealed: sealed.to_vec(),
            after,
        })
    }
}

/// What stood at the end of the journal and was no whole record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Torn {
    /// The file that keeps it now.
    pub kept_in: PathBuf,
    /// How many bytes there were.
    pub bytes: u64,
}

/// A journal that was just opened.
pub struct Opened {
    /// The journal.
    pub journal: Journal,
    /// What was set aside at its end, if anything.
    pub torn: Option<Torn>,
    /// How many records stand after the position it was opened from.
    pub after: u64,
}

/// A journal open for appending; no other process can open it meanwhile.
pub struct Journal {
    dir: PathBuf,
    options: Options,
    id: [u8; 16],
    /// After the last record.
    end: Position,
    /// The segment that is written, and where: its start lies beyond `end` when it is new.
    segment: u64,
    offset: u64,
    file: File,
    disk: Box<dyn Disk>,
    closed: bool,
    buffer: Vec<u8>,
    _lock: File,
}

impl Journal {
    /// Opens the journal in `dir`, or makes an empty one when nothing is there. Reads from `from`
    /// (after looking whether the record that ends there is the one that was seen) or everything.
    /// A last record that was cut short or damaged is set aside in a file `torn-….bin`.
    ///
    /// # Errors
    /// [`JournalFault::Behind`] when `from` is not in this journal, [`JournalFault::Damaged`] when
    /// something is wrong that is not at its very end, and what the system says.
    pub fn open(
        dir: &Path,
        options: Options,
        from: Option<&Position>,
    ) -> Result<Opened, JournalFault> {
        open::open(dir, options, from, Box::new(RealDisk))
    }

    /// The records after `from` up to the present end, read from disk and checked one by one. The
    /// first fault ends it.
    pub fn replay(&self, from: &Position) -> Replay {
        Replay::new(&self.dir, self.id, from.clone(), self.end.clone())
    }

    /// The place after the last record.
    #[must_use]
    pub fn position(&self) -> &Position {
        &self.end
    }
}
