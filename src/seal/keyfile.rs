//! The bytes of a keys file, 256 wrapped data keys each. Opens no file.
//!
//! Magic (8), format (u32), number of the file from 1 (u64), tag of the master key (8), SM3 of
//! this (32); 256 slots; SM3 of everything before it (32). A slot: kind (1: a key, 2: erased),
//! nonce (12), wrapped key (16), authentication tag (16). The key is wrapped with SM4-GCM; kind,
//! key id and the master key's tag are authenticated with it. Numbers are little-endian.

use sm3::{Digest, Sm3};
use zeroize::Zeroizing;

use super::KeyId;
use super::cipher::{KEY_BYTES, NONCE_BYTES, Sm4Gcm, TAG_BYTES, cipher, decrypt, encrypt, random};
use super::fault::{KeyFault, Unopened};
use super::master::MasterKey;

const MAGIC: [u8; 8] = *b"GUITAIK\n";
pub(super) const VERSION: u32 = 1;
/// Keys in a file.
pub(super) const SLOTS: u64 = 256;
const HASHED_HEAD: usize = 28;
/// How long the head is.
pub(super) const HEAD_BYTES: usize = HASHED_HEAD + 32;
/// How long a slot is.
pub(super) const SLOT_BYTES: usize = 1 + NONCE_BYTES + KEY_BYTES + TAG_BYTES;
/// How long a file is.
pub(super) const FILE_BYTES: usize = HEAD_BYTES + 256 * SLOT_BYTES + 32;
const KEY: u8 = 1;
const ERASED: u8 = 2;

/// The head of a keys file.
pub(super) struct Head {
    pub(super) version: u32,
    pub(super) file: u64,
    pub(super) tag: [u8; 8],
}

impl Head {
    /// The head at the start of `bytes`, when it is as it was written.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let (hashed, rest) = bytes.split_at_checked(HASHED_HEAD)?;
        let (hash, _) = rest.split_first_chunk::<32>()?;
        if Sm3::digest(hashed).as_slice() != hash {
            return None;
        }
        let rest = hashed.strip_prefix(&MAGIC)?;
        let (version, rest) = rest.split_first_chunk()?;
        let (file, rest) = rest.split_first_chunk()?;
        let (tag, _) = rest.split_first_chunk()?;
        Some(Self {
            version: u32::from_le_bytes(*version),
            file: u64::from_le_bytes(*file),
            tag: *tag,
        })
    }

    fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(self.version.to_le_bytes());
        bytes.extend(self.file.to_le_bytes());
        bytes.extend(self.tag);
        let hash = Sm3::digest(&bytes);
        bytes.extend(hash.iter());
        bytes
    }
}

/// The file in which a key stands; keys and files count from 1.
pub(super) fn file_of(key: KeyId) -> u64 {
    key.0.saturating_sub(1) / SLOTS + 1
}

/// The first key of a file.
pub(super) fn first_of(file: u64) -> KeyId {
    KeyId(
        file.saturating_sub(1)
            .saturating_mul(SLOTS)
            .saturating_add(1),
    )
}

/// Whether a file is as long as it should be and ends with the hash of what stands before.
pub(super) fn is_whole(bytes: &[u8]) -> bool {
    let Some((hashed, hash)) = bytes.split_last_chunk::<32>() else {
        return false;
    };
    bytes.len() == FILE_BYTES && Sm3::digest(hashed).as_slice() == hash
}

/// The bytes of a key's slot; `None` when the file ends before it.
pub(super) fn slot(bytes: &[u8], key: KeyId) -> Option<&[u8; SLOT_BYTES]> {
    let at = usize::try_from(key.0.checked_sub(1)? % SLOTS).ok()?;
    let from = HEAD_BYTES + at * SLOT_BYTES;
    bytes.get(from..)?.first_chunk()
}

/// Wraps data keys with a key derived from the master key.
pub(super) struct Wrapper {
    cipher: Sm4Gcm,
    /// The master key's tag.
    pub(super) tag: [u8; 8],
}

impl Wrapper {
    pub(super) fn new(master: &MasterKey) -> Self {
        let derived = Zeroizing::new(master.derive("wrap"));
        let key = derived.first_chunk().copied().map(Zeroizing::new);
        Self {
            cipher: cipher(&key.unwrap_or_default()),
            tag: master.tag(),
        }
    }

    fn aad(&self, kind: u8, key: KeyId) -> Vec<u8> {
        let mut aad = b"guitai key".to_vec();
        aad.push(kind);
        aad.extend(key.0.to_le_bytes());
        aad.extend(self.tag);
        aad
    }

    fn wrap(&self, kind: u8, key: KeyId, plain: &[u8]) -> Result<Vec<u8>, KeyFault> {
        let nonce = random()?;
        let mut slot = vec![kind];
        slot.extend(nonce);
        encrypt(&self.cipher, nonce, &self.aad(kind, key), plain, &mut slot)
            .map_err(|_| KeyFault::TooLong)?;
        Ok(slot)
    }

    /// The data key in a slot.
    pub(super) fn unwrap(&self, key: KeyId, slot: &[u8; SLOT_BYTES]) -> Result<Sm4Gcm, Unopened> {
        let damaged = Unopened::Damaged;
        let (kind, rest) = slot.split_first().ok_or(damaged)?;
        let (nonce, wrapped) = rest.split_first_chunk().ok_or(damaged)?;
        let plain = decrypt(&self.cipher, *nonce, &self.aad(*kind, key), wrapped);
        let plain = plain.ok_or(damaged)?;
        match *kind {
            KEY => plain.as_slice().try_into().map(cipher).map_err(|_| damaged),
            ERASED => Err(Unopened::Erased),
            _ => Err(damaged),
        }
    }

    /// A file of new keys.
    pub(super) fn new_file(&self, file: u64) -> Result<Vec<u8>, KeyFault> {
        let mut slots = Vec::with_capacity(FILE_BYTES);
        let first = first_of(file).0;
        for key in first..first.saturating_add(SLOTS) {
            let plain = Zeroizing::new(random::<KEY_BYTES>()?);
            slots.extend(self.wrap(KEY, KeyId(key), plain.as_slice())?);
        }
        Ok(self.whole(file, &slots))
    }

    /// The file with one key gone for good. Slots that were damaged stay as they are.
    pub(super) fn without(&self, bytes: &[u8], key: KeyId) -> Result<Vec<u8>, KeyFault> {
        let file = file_of(key);
        let erased = self.wrap(ERASED, key, &[0; KEY_BYTES])?;
        let mut slots = Vec::with_capacity(FILE_BYTES);
        let first = first_of(file).0;
        for other in (first..first.saturating_add(SLOTS)).map(KeyId) {
            match slot(bytes, other) {
                _ if other == key => slots.extend(&erased),
                Some(slot) => slots.extend(slot),
                None => slots.extend([0; SLOT_BYTES]),
            }
        }
        Ok(self.whole(file, &slots))
    }

    fn whole(&self, file: u64, slots: &[u8]) -> Vec<u8> {
        let head = Head {
            version: VERSION,
            file,
            tag: self.tag,
        };
        let mut bytes = head.to_bytes();
        bytes.extend(slots);
        let hash = Sm3::digest(&bytes);
        bytes.extend(hash.iter());
        bytes
    }
}
