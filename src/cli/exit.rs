//! Exit statuses, as the contract has them. Know nothing of what led to them.

use std::process::ExitCode;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Status {
    /// Done.
    Done = 0,
    /// Nothing found.
    Nothing = 1,
    /// Wrong usage or invalid input.
    Invalid = 2,
    /// Refused: not permitted, not allowed in this status, or somebody was first.
    Refused = 3,
    /// The store is damaged, full, not yours, or cannot be reached.
    Broken = 4,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(status as u8)
    }
}
