//! Values: MessagePack with names (fields can be added) or plain bytes, and a checksum over key
//! and value at the end, so that a page that is silently wrong or in another's place is noticed.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::fault::StoreFault;
use super::{EventRecord, key};
use crate::casework::Case;

/// Most bytes of an event in one value. sled puts pages over 128 KiB, of up to 17 values, into
/// files of their own, which it writes slowly and names by path; pages stay well below that.
const PART: usize = 4096;
const CHECK: usize = 8;

/// FNV-1a over words of eight bytes, key first, the last word of each filled up with its length.
/// Each step is a bijection: one changed word is always noticed, and it wants no table. Not a
/// defence against anyone: the mark's keyed hash and the journal's chain are.
pub(super) fn checksum(key: &[u8], value: &[u8]) -> [u8; CHECK] {
    let step = |hash: u64, word: u64| {
        let mixed = (hash ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        mixed.rotate_left(29)
    };
    let all = |hash: u64, bytes: &[u8]| {
        let (words, rest) = bytes.as_chunks::<8>();
        let hash = words
            .iter()
            .fold(hash, |hash, word| step(hash, u64::from_le_bytes(*word)));
        // Fewer than eight are left: the last byte is free for how many.
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        last[7] = rest.len().to_le_bytes()[0];
        step(hash, u64::from_le_bytes(last))
    };
    all(all(0xCBF2_9CE4_8422_2325, key), value).to_be_bytes()
}

/// A value as it is written under a key.
pub(super) fn sealed(key: &[u8], mut value: Vec<u8>) -> Vec<u8> {
    let check = checksum(key, &value);
    value.extend_from_slice(&check);
    value
}

/// A value as it was given, if it is what was written under this key.
pub(super) fn opened<'a>(key: &[u8], bytes: &'a [u8]) -> Result<&'a [u8], StoreFault> {
    match bytes.split_last_chunk::<CHECK>() {
        Some((value, check)) if *check == checksum(key, value) => Ok(value),
        _ => Err(StoreFault::damaged("a checksum does not fit")),
    }
}

/// A value from MessagePack.
pub(super) fn decode<T: DeserializeOwned>(value: &[u8]) -> Result<T, StoreFault> {
    // The decoder's text may quote what it read.
    rmp_serde::from_slice(value).map_err(|_| StoreFault::damaged("a record cannot be read"))
}

/// A value to MessagePack.
pub(super) fn encode<T: Serialize>(value: &T) -> Result<Vec<u8>, StoreFault> {
    rmp_serde::to_vec_named(value).map_err(|_| StoreFault::damaged("a record cannot be written"))
}

/// What is kept of a case beside its events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Row {
    /// The case, without what was told.
    pub(super) case: Case,
    /// Its data key.
    pub(super) key: u64,
    /// Its place among all cases of the journal, from 1.
    pub(super) order: u64,
    /// The mark of the request that logged it.
    pub(super) once: Option<[u8; 16]>,
    /// Keyed hashes of what identifies the visitor.
    pub(super) persons: Vec<[u8; 32]>,
}

impl Row {
    /// The keys it has in the indexes, sorted, none twice.
    pub(super) fn index_keys(&self) -> Vec<Vec<u8>> {
        let case = &self.case;
        let tail = key::tail(case.number, self.order);
        let mut keys = vec![key::by_day(case.number.day), key::by_status(case.status)];
        keys.extend(case.due.as_ref().map(|due| key::by_due(due.on)));
        keys.extend(case.entry.as_ref().map(|entry| key::by_service(&entry.id)));
        keys.extend(case.agency.as_ref().map(key::by_agency));
        keys.extend(self.persons.iter().map(key::by_person));
        for key in &mut keys {
            key.extend_from_slice(&tail);
        }
        keys.sort_unstable();
        keys.dedup();
        keys
    }
}

/// A record in parts: length of what is in clear, length of what is sealed, both; cut.
pub(super) fn parts(clear: &[u8], sealed: &[u8]) -> Result<Vec<Vec<u8>>, StoreFault> {
    let length = |bytes: &[u8]| {
        u32::try_from(bytes.len())
            .map(u32::to_be_bytes)
            .map_err(|_| StoreFault::damaged("an event is too long"))
    };
    let mut whole = Vec::with_capacity(8 + clear.len() + sealed.len());
    whole.extend_from_slice(&length(clear)?);
    whole.extend_from_slice(&length(sealed)?);
    whole.extend_from_slice(clear);
    whole.extend_from_slice(sealed);
    Ok(whole.chunks(PART).map(<[u8]>::to_vec).collect())
}

/// An event from its parts, put together again.
pub(super) fn whole(revision: u32, bytes: &[u8]) -> Result<EventRecord, StoreFault> {
    joined(bytes).map(|(clear, sealed)| EventRecord {
        revision,
        clear,
        sealed,
    })
}

/// What is in clear and what is sealed of a record whose parts were put together again.
pub(super) fn joined(bytes: &[u8]) -> Result<(Vec<u8>, Vec<u8>), StoreFault> {
    let cut = || {
        let (clear, rest) = bytes.split_first_chunk::<4>()?;
        let (sealed, rest) = rest.split_first_chunk::<4>()?;
        let length = |bytes: &[u8; 4]| usize::try_from(u32::from_be_bytes(*bytes)).ok();
        let (clear, sealed) = (length(clear)?, length(sealed)?);
        let (clear, rest) = rest.split_at_checked(clear)?;
        (rest.len() == sealed).then(|| (clear.to_vec(), rest.to_vec()))
    };
    cut().ok_or_else(|| StoreFault::damaged("an event is not whole"))
}
