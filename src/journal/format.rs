//! The bytes of segments and records, written and parsed. Opens no file.
//!
//! A segment: magic (8), format (u32), journal id (16), segment number (u64), number of its first
//! record (u64), hash before that record (32), SM3 of all this (32). A record: length of the body
//! (u32), number (u64), tag of the journal (8), body, hash (32). A body: length of the clear part
//! (u32), clear part, sealed part. Numbers are little-endian. The highest bit of a record's length
//! says that the record is the first of those written at once.

use sm3::{Digest, Sm3};

use super::fault::Wrong;
use super::position::Hash;

const MAGIC: [u8; 8] = *b"GUITAIJ\n";
/// The format this program writes and reads.
pub(super) const VERSION: u32 = 1;
/// How long the head of a segment is.
pub(super) const HEADER_BYTES: u64 = 108;
const HASHED_BYTES: usize = 76;
/// Before a record's body: length, number, tag.
pub(super) const FRAME_HEAD: usize = 20;
/// What a record takes beside its body: head and hash.
pub(super) const FRAME_EXTRA: u64 = 52;
/// The longest record, clear and sealed part together, in bytes (16 MiB less the length between).
pub const MAX_RECORD: usize = (16 << 20) - 4;
/// The longest body: a record and the length of its clear part.
const MAX_BODY: u32 = 16 << 20;
/// In a record's length: it begins a write.
const BEGINS: u32 = 1 << 31;

/// The head of a segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SegmentHead {
    pub(super) version: u32,
    pub(super) id: [u8; 16],
    pub(super) segment: u64,
    pub(super) first: u64,
    pub(super) before: Hash,
}

impl SegmentHead {
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(self.version.to_le_bytes());
        bytes.extend(self.id);
        bytes.extend(self.segment.to_le_bytes());
        bytes.extend(self.first.to_le_bytes());
        bytes.extend(self.before.0);
        let hash = Sm3::digest(&bytes);
        bytes.extend(hash.iter());
        bytes
    }

    /// The head at the start of `bytes`, when it is whole and as it was written.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let (hashed, rest) = bytes.split_at_checked(HASHED_BYTES)?;
        let (hash, _) = rest.split_first_chunk::<32>()?;
        if Sm3::digest(hashed).as_slice() != hash {
            return None;
        }
        let rest = hashed.strip_prefix(&MAGIC)?;
        let (version, rest) = rest.split_first_chunk()?;
        let (id, rest) = rest.split_first_chunk()?;
        let (segment, rest) = rest.split_first_chunk()?;
        let (first, rest) = rest.split_first_chunk()?;
        let (before, _) = rest.split_first_chunk()?;
        Some(Self {
            version: u32::from_le_bytes(*version),
            id: *id,
            segment: u64::from_le_bytes(*segment),
            first: u64::from_le_bytes(*first),
            before: Hash(*before),
        })
    }

    /// What is wrong with it as the head of `segment` in the journal `id`, where record `first`
    /// comes next and `before` is the hash so far.
    pub(super) fn misfit(
        &self,
        id: &[u8; 16],
        segment: u64,
        first: u64,
        before: Hash,
    ) -> Option<Wrong> {
        if self.id != *id {
            Some(Wrong::Foreign)
        } else if self.segment != segment || self.first < first {
            Some(Wrong::Reordered)
        } else if self.first > first {
            Some(Wrong::Missing)
        } else if self.before != before {
            Some(Wrong::Unchained)
        } else {
            None
        }
    }
}

/// The tag that each record of a journal carries.
pub(super) fn tag_of(id: &[u8; 16]) -> [u8; 8] {
    let [a, b, c, d, e, f, g, h, ..] = *id;
    [a, b, c, d, e, f, g, h]
}

/// A record as it stands in a file.
pub(super) struct Frame {
    pub(super) head: [u8; FRAME_HEAD],
    pub(super) body: Vec<u8>,
    pub(super) hash: Hash,
}

/// The length of the body that a head announces, when a record can have it and it fits into the
/// `left` bytes after the head.
pub(super) fn body_length(head: &[u8; FRAME_HEAD], left: u64) -> Option<usize> {
    let (length, _) = head.split_first_chunk()?;
    let length = u32::from_le_bytes(*length) & !BEGINS;
    let fits = (4..=MAX_BODY).contains(&length) && u64::from(length) + 32 <= left;
    fits.then(|| usize::try_from(length).ok()).flatten()
}

/// Whether a head is that of the first record of a write.
pub(super) fn begins_write(head: &[u8; FRAME_HEAD]) -> bool {
    let length = head.first_chunk().copied().map(u32::from_le_bytes);
    length.is_some_and(|length| length & BEGINS != 0)
}

/// The number that a head carries.
pub(super) fn number_of(head: &[u8; FRAME_HEAD]) -> u64 {
    let number = head.get(4..12).and_then(|part| part.try_into().ok());
    number.map_or(0, u64::from_le_bytes)
}

/// Whether a head carries the tag.
pub(super) fn tagged(head: &[u8; FRAME_HEAD], tag: [u8; 8]) -> bool {
    head.ends_with(&tag)
}

fn head_of(length: [u8; 4], number: u64, tag: [u8; 8]) -> [u8; FRAME_HEAD] {
    let mut head = [0; FRAME_HEAD];
    let bytes = length.into_iter().chain(number.to_le_bytes()).chain(tag);
    head.iter_mut().zip(bytes).for_each(|(at, byte)| *at = byte);
    head
}

fn chain(before: Hash, head: &[u8], body: &[u8]) -> Hash {
    let mut sm3 = Sm3::new();
    sm3.update(before.0);
    sm3.update(head);
    sm3.update(body);
    Hash(sm3.finalize().into())
}

impl Frame {
    pub(super) fn number(&self) -> u64 {
        number_of(&self.head)
    }

    /// The tag it carries, whatever journal's it is.
    pub(super) fn tag(&self) -> [u8; 8] {
        self.head.last_chunk().copied().unwrap_or_default()
    }

    /// How many bytes it takes in the file.
    pub(super) fn bytes(&self) -> u64 {
        FRAME_EXTRA + self.body.len() as u64
    }

    /// The hash it ought to carry after `before`.
    pub(super) fn reckoned(&self, before: Hash) -> Hash {
        chain(before, &self.head, &self.body)
    }

    /// What is wrong with it as record `number` of the journal with `tag`, after `before`.
    pub(super) fn misfit(&self, tag: [u8; 8], number: u64, before: Hash) -> Option<Wrong> {
        let parts = self.parts().is_some();
        if tagged(&self.head, tag) && self.number() == number {
            let sound = parts && self.reckoned(before) == self.hash;
            return (!sound).then_some(Wrong::Changed);
        }
        // Only its number or tag were changed if it is right once they are put back.
        let [a, b, c, d, ..] = self.head;
        let mended = head_of([a, b, c, d], number, tag);
        Some(if chain(before, &mended, &self.body) == self.hash {
            Wrong::Changed
        } else if !tagged(&self.head, tag) {
            Wrong::Foreign
        } else if self.number() > number {
            Wrong::Missing
        } else {
            Wrong::Reordered
        })
    }

    /// The clear and the sealed part.
    pub(super) fn parts(&self) -> Option<(&[u8], &[u8])> {
        let (clear, rest) = self.body.split_first_chunk()?;
        rest.split_at_checked(usize::try_from(u32::from_le_bytes(*clear)).ok()?)
    }
}

/// Writes a record at the end of `buffer`, which holds those written with it, and gives its hash;
/// `None` when it is too long.
pub(super) fn write_record(
    buffer: &mut Vec<u8>,
    (number, tag, before): (u64, [u8; 8], Hash),
    clear: &[u8],
    sealed: &[u8],
) -> Option<Hash> {
    let body = clear.len().checked_add(sealed.len())?;
    if body > MAX_RECORD {
        return None;
    }
    let begins = if buffer.is_empty() { BEGINS } else { 0 };
    let length = (u32::try_from(body + 4).ok()? | begins).to_le_bytes();
    let clear_length = u32::try_from(clear.len()).ok()?.to_le_bytes();
    let from = buffer.len();
    buffer.extend(head_of(length, number, tag));
    buffer.extend(clear_length);
    buffer.extend(clear);
    buffer.extend(sealed);
    let hash = chain(before, buffer.get(from..)?, &[]);
    buffer.extend(hash.0);
    Some(hash)
}

/// Where in `bytes` a whole record with `tag` and a number after `after` seems to start, at or
/// past `from`. Its hash is not looked at: what looks like a record is reason enough not to cut.
pub(super) fn find_record(bytes: &[u8], from: usize, tag: [u8; 8], after: u64) -> Option<usize> {
    (from..bytes.len()).find(|&at| {
        let Some(rest) = bytes.get(at..) else {
            return false;
        };
        let Some((head, rest)) = rest.split_first_chunk::<FRAME_HEAD>() else {
            return false;
        };
        tagged(head, tag)
            && number_of(head) > after
            && body_length(head, rest.len() as u64).is_some()
    })
}

/// The smallest part of a file that a disk writes as a whole.
const SECTOR: usize = 512;

/// Whether `bytes`, which stand at `offset` of a file and do not start with a record, are what a
/// power cut leaves of one write whose later parts reached the disk before earlier ones: a hole
/// of zeros, then records (the first at `found`, with numbers after `after`) none of which begins
/// a write. Nobody was told that such a write is done.
pub(super) fn is_unfinished_write(
    bytes: &[u8],
    offset: u64,
    mut found: usize,
    tag: [u8; 8],
    after: u64,
) -> bool {
    let zeros = |part: &[u8]| part.iter().all(|byte| *byte == 0);
    let broken = bytes.get(..found).unwrap_or_default();
    let into = usize::try_from(offset % SECTOR as u64).unwrap_or(0);
    let sectors = broken.get((SECTOR - into) % SECTOR..).unwrap_or_default();
    let hole =
        broken.get(..FRAME_HEAD).is_some_and(zeros) || sectors.chunks_exact(SECTOR).any(zeros);
    if !hole {
        return false;
    }
    loop {
        let head = bytes.get(found..).and_then(|rest| rest.first_chunk());
        if head.is_none_or(begins_write) {
            return false;
        }
        match find_record(bytes, found + 1, tag, after) {
            Some(next) => found = next,
            None => return true,
        }
    }
}
