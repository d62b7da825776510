//! Hashes of the chain and places in it. Know nothing of files' contents.

use std::fmt;
use std::str::FromStr;

use sm3::{Digest, Sm3};

use super::format::HEADER_BYTES;

/// An SM3 hash (GB/T 32905, 32 bytes) of the chain. As text, 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; 32]);

/// What was given as a hash is not 64 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not 64 hexadecimal digits")]
pub struct BadHash;

impl Hash {
    /// What the chain starts from: before the first record there is nothing to hash.
    pub const START: Self = Self([0; 32]);
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({self})")
    }
}

impl FromStr for Hash {
    type Err = BadHash;

    /// Digits of either case, nothing around them.
    fn from_str(text: &str) -> Result<Self, BadHash> {
        let digits = text.as_bytes();
        if digits.len() != 64 {
            return Err(BadHash);
        }
        let mut hash = [0; 32];
        for (byte, pair) in hash.iter_mut().zip(digits.chunks_exact(2)) {
            for &digit in pair {
                let value = char::from(digit).to_digit(16).ok_or(BadHash)?;
                *byte = (*byte << 4) | u8::try_from(value).map_err(|_| BadHash)?;
            }
        }
        Ok(Self(hash))
    }
}

/// A place in the journal: just after the record `number`, or at the start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// The number of the record that ends here; 0 at the start.
    pub number: u64,
    /// That record's hash; [`Hash::START`] at the start.
    pub hash: Hash,
    /// The segment it stands in.
    pub(super) segment: u64,
    /// Where it ends in that segment, in bytes from the file's start.
    pub(super) offset: u64,
}

/// How many bytes [`Position::to_bytes`] gives.
const POSITION_BYTES: usize = 8 + 32 + 8 + 8 + 8;

impl Position {
    /// The start: before the first record of any journal.
    #[must_use]
    pub const fn start() -> Self {
        Self {
            number: 0,
            hash: Hash::START,
            segment: 1,
            offset: HEADER_BYTES,
        }
    }

    /// As bytes to be kept elsewhere, with a checksum.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(POSITION_BYTES);
        bytes.extend(self.number.to_le_bytes());
        bytes.extend(self.hash.0);
        bytes.extend(self.segment.to_le_bytes());
        bytes.extend(self.offset.to_le_bytes());
        let check = Sm3::digest(&bytes);
        bytes.extend(check.iter().take(8));
        bytes
    }

    /// What [`Self::to_bytes`] gave; `None` when it is anything else.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (number, rest) = bytes.split_first_chunk()?;
        let (hash, rest) = rest.split_first_chunk()?;
        let (segment, rest) = rest.split_first_chunk()?;
        let (offset, _) = rest.split_first_chunk()?;
        let position = Self {
            number: u64::from_le_bytes(*number),
            hash: Hash(*hash),
            segment: u64::from_le_bytes(*segment),
            offset: u64::from_le_bytes(*offset),
        };
        (position.to_bytes() == bytes).then_some(position)
    }
}
