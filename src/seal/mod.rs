//! Keys, sealed boxes, keyed hashes. Knows no case and no person, only bytes and key ids.
//!
//! A master key (one file, outside the data directory) wraps data keys; each box is sealed with
//! one data key, and erasing that key erases all that was sealed with it, in backups too once
//! the erasure is replayed there.

use std::fmt;

mod check;
mod cipher;
mod fault;
mod files;
mod keyfile;
mod keys;
mod master;
mod sealed_file;

#[cfg(test)]
mod tests;

pub use check::check;
pub use fault::{KeyFault, KeyProblem, KeyWrong, Unopened};
pub use keys::{Hasher, Keys};
pub use master::{Made, MasterKey};
pub use sealed_file::SealedFile;

/// The number of a data key; they count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub u64);

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
