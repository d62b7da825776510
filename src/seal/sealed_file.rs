//! One file sealed under the master key itself: for what is kept beside the records and may be
//! lost. Knows nothing of what is in it.
//!
//! Magic (8), format (u8), nonce (12), ciphertext and tag (16). Magic, format and the file's
//! purpose are authenticated with it, so that one such file never passes for another.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::Unopened;
use super::cipher::{KEY_BYTES, NONCE_BYTES, Sm4Gcm, cipher, decrypt, encrypt, hmac, random};
use super::fault::KeyFault;
use super::files::{dir_of, put, put_and_wipe, sync_dir, wipe_old};

const MAGIC: [u8; 8] = *b"GUITAIF\n";
const FORMAT: u8 = 1;
/// Longer than any such file is; more is not read.
const LONGEST: u64 = 64 * 1024 * 1024;

/// A file sealed with a key that is derived from the master key for this purpose alone.
pub struct SealedFile {
    path: PathBuf,
    purpose: String,
    cipher: Sm4Gcm,
}

impl SealedFile {
    /// The file of a purpose. It need not be there. `root` is what the keys of such files are
    /// derived from.
    pub(super) fn new(path: &Path, purpose: &str, root: &[u8; 32]) -> Self {
        let derived = Zeroizing::new(hmac(root, &[purpose.as_bytes()]));
        let key = derived.first_chunk::<KEY_BYTES>().copied();
        let key = key.map(Zeroizing::new).unwrap_or_default();
        Self {
            path: path.to_owned(),
            purpose: purpose.to_owned(),
            cipher: cipher(&key),
        }
    }

    /// Where it stands.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What was written last; nothing where there is no such file.
    ///
    /// # Errors
    /// [`Unopened::Damaged`] when it is not as it was written, was sealed with another master key,
    /// or cannot be read.
    pub fn read(&self) -> Result<Option<Zeroizing<Vec<u8>>>, Unopened> {
        let damaged = Unopened::Damaged;
        let file = match File::open(&self.path) {
            Ok(file) => file,
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(_) => return Err(damaged),
        };
        // What an interrupted writing left of the one before.
        wipe_old(&self.path, &self.old()).map_err(|_| damaged)?;
        let mut bytes = Vec::new();
        let read = file.take(LONGEST).read_to_end(&mut bytes);
        read.map_err(|_| damaged)?;
        let rest = bytes.strip_prefix(&MAGIC).ok_or(damaged)?;
        let rest = rest.strip_prefix(&[FORMAT]).ok_or(damaged)?;
        let (nonce, sealed) = rest.split_first_chunk::<NONCE_BYTES>().ok_or(damaged)?;
        let plain = decrypt(&self.cipher, *nonce, &self.bound(), sealed);
        plain.map(Some).ok_or(damaged)
    }

    /// Puts these bytes in the place of what stood there, whole and lasting, for its owner alone
    /// (0600). What stood there before is overwritten.
    ///
    /// # Errors
    /// When it cannot be written; then what stood there stands there still.
    pub fn write(&self, plain: &[u8]) -> Result<(), KeyFault> {
        let nonce = random::<NONCE_BYTES>()?;
        let mut bytes = MAGIC.to_vec();
        bytes.push(FORMAT);
        bytes.extend(nonce);
        encrypt(&self.cipher, nonce, &self.bound(), plain, &mut bytes)
            .map_err(|_| KeyFault::TooLong)?;
        let written = match put_and_wipe(&self.path, &bytes) {
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => put(&self.path, &bytes),
            written => written,
        };
        written.map_err(KeyFault::system(&self.path))
    }

    /// Moves the file out of the way, in the place of what was moved there earlier; says where it
    /// is now.
    ///
    /// # Errors
    /// What the system says.
    pub fn set_aside(&self) -> io::Result<PathBuf> {
        let aside = self.aside();
        fs::rename(&self.path, &aside)?;
        sync_dir(dir_of(&aside))?;
        Ok(aside)
    }

    /// Where [`Self::set_aside`] moves it.
    #[must_use]
    pub fn aside(&self) -> PathBuf {
        self.path.with_extension("damaged")
    }

    fn old(&self) -> PathBuf {
        self.path.with_extension("old")
    }

    fn bound(&self) -> Vec<u8> {
        let mut bound = MAGIC.to_vec();
        bound.push(FORMAT);
        bound.extend(self.purpose.as_bytes());
        bound
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::seal::{KeyId, Keys, MasterKey};

    fn keys(folder: &Path) -> Keys {
        let (master, _) = MasterKey::read_or_make(&folder.join("master")).unwrap();
        Keys::open(&folder.join("keys"), master, KeyId(0)).unwrap()
    }

    #[test]
    fn what_was_written_last_is_read_and_nothing_of_it_is_in_clear() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("counts.sealed");
        let file = keys(folder.path()).sealed_file(&path, "counts");
        assert!(matches!(file.read(), Ok(None)));
        for said in ["拖欠工资的老板跑了", "短"] {
            file.write(said.as_bytes()).unwrap();
            assert_eq!(**file.read().unwrap().unwrap(), *said.as_bytes());
            let bytes = fs::read(&path).unwrap();
            assert!(!bytes.windows(3).any(|three| three == &said.as_bytes()[..3]));
            let mode = fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        // Another program of the same master key reads it as well, and nothing else is left there.
        let again = keys(folder.path()).sealed_file(&path, "counts");
        assert_eq!(**again.read().unwrap().unwrap(), *"短".as_bytes());
        let mut names: Vec<_> = fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        assert_eq!(names, ["counts.sealed", "keys", "master"]);
    }

    #[test]
    fn a_byte_that_changed_another_purpose_and_another_master_key_are_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let other = tempfile::tempdir().unwrap();
        let path = folder.path().join("counts.sealed");
        let keys = keys(folder.path());
        let file = keys.sealed_file(&path, "counts");
        file.write("一二三".as_bytes()).unwrap();
        let misread = keys.sealed_file(&path, "habits");
        assert!(matches!(misread.read(), Err(Unopened::Damaged)));
        let foreign = self::keys(other.path()).sealed_file(&path, "counts");
        assert!(matches!(foreign.read(), Err(Unopened::Damaged)));
        let whole = fs::read(&path).unwrap();
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 1;
            fs::write(&path, bytes).unwrap();
            assert!(matches!(file.read(), Err(Unopened::Damaged)), "{at}");
            fs::write(&path, &whole[..at]).unwrap();
            assert!(matches!(file.read(), Err(Unopened::Damaged)), "{at}");
        }
        assert_eq!(file.set_aside().unwrap(), file.aside());
        assert!(matches!(file.read(), Ok(None)));
    }
}
