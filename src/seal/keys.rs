//! The data keys: drawn, used, erased. Knows no case, only key ids.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use hmac::Mac;
use zeroize::Zeroizing;

use super::KeyId;
use super::check::{check_with, list, path_of};
use super::cipher::{Keyed, NONCE_BYTES, Sm4Gcm, TAG_BYTES, decrypt, encrypt, hmac, keyed, random};
use super::fault::{KeyFault, KeyProblem, Unopened};
use super::files::{make_dirs, put, put_and_wipe, sync_dir, wipe_old};
use super::keyfile::{HEAD_BYTES, Head, SLOTS, VERSION, Wrapper, file_of, first_of, slot};
use super::master::MasterKey;
use super::sealed_file::SealedFile;

/// The algorithm byte of a box: SM4-GCM with a nonce of 12 and a tag of 16 bytes.
const SM4_GCM: u8 = 1;
/// Before the ciphertext of a box: algorithm, key id, nonce.
const BOX_HEAD: usize = 9 + NONCE_BYTES;
/// Keys that are ready when a pool is opened.
const AHEAD: usize = 64;
/// How many files and unwrapped keys are kept in memory.
const FILES_KEPT: usize = 64;
const KEYS_KEPT: usize = 4096;

/// The data keys of a directory, open for use by one process.
pub struct Keys {
    dir: PathBuf,
    wrapper: Wrapper,
    /// What the keys of keyed hashes are derived from.
    hashes: Zeroizing<[u8; 32]>,
    /// What the keys of sealed files are derived from.
    files: Zeroizing<[u8; 32]>,
    /// The highest key that was drawn.
    used: KeyId,
    cache: Mutex<Cache>,
}

/// A keyed hash for one purpose: the same bytes give the same hash, and nobody without the master
/// key can tell which bytes.
#[derive(Clone)]
pub struct Hasher(Keyed);

impl Hasher {
    /// The hash of the bytes.
    #[must_use]
    pub fn hash(&self, bytes: &[u8]) -> [u8; 32] {
        let mut keyed = self.0.clone();
        keyed.update(bytes);
        keyed.finalize().into_bytes().into()
    }
}

/// What was read and unwrapped lately.
#[derive(Default)]
struct Cache {
    files: HashMap<u64, Arc<Vec<u8>>>,
    keys: HashMap<KeyId, Arc<Sm4Gcm>>,
}

impl Keys {
    /// Opens the keys in `dir`, which is made when it is not there. `used` is the highest key that
    /// the journal has seen; `KeyId(0)` when it has seen none. Makes keys until at least 64 are
    /// ready.
    ///
    /// # Errors
    /// [`KeyFault::OtherMaster`] with the first file that was made with another master key, and
    /// what the system says. A damaged file or key is no fault here: see [`Self::check`].
    pub fn open(dir: &Path, master: MasterKey, used: KeyId) -> Result<Self, KeyFault> {
        make_dirs(dir).map_err(KeyFault::system(dir))?;
        let files = list(dir).map_err(KeyFault::system(dir))?;
        let keys = Self {
            dir: dir.to_owned(),
            wrapper: Wrapper::new(&master),
            hashes: Zeroizing::new(master.derive("hash")),
            files: Zeroizing::new(master.derive("file")),
            used,
            cache: Mutex::default(),
        };
        drop(master);
        for file in &files {
            let path = path_of(dir, *file);
            wipe_old(&path, &path.with_extension("old")).map_err(KeyFault::system(&path))?;
            let mut head = Vec::new();
            let opened = File::open(&path);
            let read = opened.and_then(|file| file.take(HEAD_BYTES as u64).read_to_end(&mut head));
            // A file that cannot be read is damaged for those who need a key in it.
            if read.is_ok() {
                keys.refuse(&path, &head)?;
            }
        }
        let next = KeyId(used.0.saturating_add(1));
        let mut ahead: usize = 0;
        let mut file = file_of(next);
        loop {
            let first = first_of(file).0;
            let ids = first.max(next.0)..first.saturating_add(SLOTS);
            if !path_of(dir, file).exists() && !keys.make(file)? {
                file += 1;
                continue;
            }
            ahead += ids.filter(|id| keys.key(KeyId(*id)).is_ok()).count();
            if ahead >= AHEAD {
                return Ok(keys);
            }
            file += 1;
        }
    }

    /// Refuses a file of another master key or a newer program.
    fn refuse(&self, path: &Path, bytes: &[u8]) -> Result<(), KeyFault> {
        let path = path.to_owned();
        match Head::parse(bytes) {
            Some(head) if head.version != VERSION => {
                let version = head.version;
                Err(KeyFault::Newer { path, version })
            }
            Some(head) if head.tag != self.wrapper.tag => Err(KeyFault::OtherMaster { path }),
            _ => Ok(()),
        }
    }

    /// Makes a file of new keys, unless a key of it was used: then the file is lost, may come
    /// back from a backup, and `false` is the answer.
    fn make(&self, file: u64) -> Result<bool, KeyFault> {
        if first_of(file) <= self.used {
            return Ok(false);
        }
        let path = path_of(&self.dir, file);
        let bytes = self.wrapper.new_file(file)?;
        put(&path, &bytes).map_err(KeyFault::system(&path))?;
        self.with_cache(|cache| cache.keep_file(file, Arc::new(bytes)));
        Ok(true)
    }

    fn with_cache<T>(&self, use_it: impl FnOnce(&mut Cache) -> T) -> T {
        // What a panic left half done is at worst a key that is unwrapped again.
        let mut cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        use_it(&mut cache)
    }

    /// Hands out the next key that was never used. Costs no sync but once in 256 times, when a
    /// new file of keys is made.
    ///
    /// # Errors
    /// When new keys are needed and cannot be made.
    pub fn draw(&mut self) -> Result<KeyId, KeyFault> {
        let mut next = KeyId(self.used.0.saturating_add(1));
        loop {
            let file = file_of(next);
            if self.key(next).is_ok() {
                self.used = next;
                return Ok(next);
            }
            let there = path_of(&self.dir, file).exists();
            if there {
                next = KeyId(next.0.saturating_add(1));
            } else if !self.make(file)? {
                next = first_of(file + 1);
            }
        }
    }

    /// Seals bytes with a key: algorithm (1), key id (u64, little-endian), random nonce (12),
    /// ciphertext and tag (16). Reads no file when the key was drawn or used lately.
    ///
    /// # Errors
    /// [`KeyFault::Unusable`] when the key was erased or is damaged.
    pub fn seal(&self, key: KeyId, aad: &[u8], plain: &[u8]) -> Result<Vec<u8>, KeyFault> {
        let cipher = self.key(key);
        let cipher = cipher.map_err(|why| KeyFault::Unusable { key, why })?;
        let nonce = random()?;
        let mut sealed = Vec::with_capacity(BOX_HEAD + plain.len() + TAG_BYTES);
        sealed.push(SM4_GCM);
        sealed.extend(key.0.to_le_bytes());
        let aad = bound(&sealed, aad);
        sealed.extend(nonce);
        encrypt(&cipher, nonce, &aad, plain, &mut sealed).map_err(|_| KeyFault::TooLong)?;
        Ok(sealed)
    }

    /// What was sealed with the same `aad`.
    ///
    /// # Errors
    /// [`Unopened::Erased`] when its key was erased; else [`Unopened::Damaged`].
    pub fn open_box(&self, aad: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Unopened> {
        let damaged = Unopened::Damaged;
        let key = Self::key_of(sealed).ok_or(damaged)?;
        let (head, rest) = sealed.split_at_checked(9).ok_or(damaged)?;
        let (nonce, text) = rest.split_first_chunk().ok_or(damaged)?;
        let cipher = self.key(key)?;
        decrypt(&cipher, *nonce, &bound(head, aad), text).ok_or(damaged)
    }

    /// The key that a box was sealed with; `None` when it is no box.
    #[must_use]
    pub fn key_of(sealed: &[u8]) -> Option<KeyId> {
        let (algorithm, rest) = sealed.split_first()?;
        let (key, rest) = rest.split_first_chunk()?;
        let whole = *algorithm == SM4_GCM && rest.len() >= NONCE_BYTES + TAG_BYTES;
        whole.then(|| KeyId(u64::from_le_bytes(*key)))
    }

    /// Erases a key: nothing sealed with it will ever be opened again. Lasting when it returns;
    /// the old bytes of its file are overwritten first. Erasing twice is no fault.
    ///
    /// # Errors
    /// When the key's file cannot be read or written, or is not there.
    pub fn erase(&mut self, key: KeyId) -> Result<(), KeyFault> {
        let file = file_of(key);
        let path = path_of(&self.dir, file);
        let bytes = fs::read(&path).map_err(KeyFault::system(&path))?;
        self.refuse(&path, &bytes)?;
        self.with_cache(|cache| {
            cache.files.remove(&file);
            cache.keys.remove(&key);
        });
        let erased = slot(&bytes, key).map(|slot| self.wrapper.unwrap(key, slot));
        if matches!(erased, Some(Err(Unopened::Erased))) {
            let old = path.with_extension("old");
            wipe_old(&path, &old).map_err(KeyFault::system(&path))?;
            return sync_dir(&self.dir).map_err(KeyFault::system(&self.dir));
        }
        let bytes = self.wrapper.without(&bytes, key)?;
        put_and_wipe(&path, &bytes).map_err(KeyFault::system(&path))
    }

    /// HMAC-SM3 under a key for this purpose alone.
    #[must_use]
    pub fn hasher(&self, purpose: &str) -> Hasher {
        let key = Zeroizing::new(hmac(self.hashes.as_slice(), &[purpose.as_bytes()]));
        Hasher(keyed(key.as_slice()))
    }

    /// A file sealed under a key for this purpose alone.
    #[must_use]
    pub fn sealed_file(&self, path: &Path, purpose: &str) -> SealedFile {
        SealedFile::new(path, purpose, &self.files)
    }

    /// Names each keys file and each key that is damaged or missing; reads them all.
    ///
    /// # Errors
    /// When the directory cannot be read.
    pub fn check(&self) -> Result<Vec<KeyProblem>, KeyFault> {
        check_with(&self.dir, Some(&self.wrapper)).map_err(KeyFault::system(&self.dir))
    }

    /// The key, unwrapped.
    fn key(&self, key: KeyId) -> Result<Arc<Sm4Gcm>, Unopened> {
        if let Some(cipher) = self.with_cache(|cache| cache.keys.get(&key).cloned()) {
            return Ok(cipher);
        }
        let file = file_of(key);
        let bytes = match self.with_cache(|cache| cache.files.get(&file).cloned()) {
            Some(bytes) => bytes,
            None => {
                let read = fs::read(path_of(&self.dir, file));
                let bytes = Arc::new(read.map_err(|_| Unopened::Damaged)?);
                self.with_cache(|cache| cache.keep_file(file, Arc::clone(&bytes)));
                bytes
            }
        };
        let slot = slot(&bytes, key).ok_or(Unopened::Damaged)?;
        let cipher = Arc::new(self.wrapper.unwrap(key, slot)?);
        self.with_cache(|cache| {
            if cache.keys.len() >= KEYS_KEPT {
                cache.keys.clear();
            }
            cache.keys.insert(key, Arc::clone(&cipher));
        });
        Ok(cipher)
    }
}

impl Cache {
    fn keep_file(&mut self, file: u64, bytes: Arc<Vec<u8>>) {
        if self.files.len() >= FILES_KEPT {
            self.files.clear();
        }
        self.files.insert(file, bytes);
    }
}

/// What a box authenticates beside its bytes: its algorithm and key id, then what the caller says.
fn bound(head: &[u8], aad: &[u8]) -> Vec<u8> {
    [head, aad].concat()
}
