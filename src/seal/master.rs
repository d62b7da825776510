//! The master key: read from its file or made on first use. Knows no data key.
//!
//! The file is text: the line `guitai master key 1` and a line of 64 hexadecimal digits (32
//! bytes). Whoever has it can read all personal data; without it nobody can, ever.

use std::fmt;
use std::fs::{self, File};
use std::io::Read;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use zeroize::Zeroizing;

use super::cipher::{hmac, random};
use super::fault::KeyFault;
use super::files::{dir_of, make_dirs, rename_new, sync_dir, write_new};

const FIRST_LINE: &str = "guitai master key 1\n";
/// More than a master key's file can be long.
const LONGEST: u64 = 200;

/// The key that wraps all others: 32 bytes, wiped from memory when dropped.
pub struct MasterKey(Zeroizing<[u8; 32]>);

/// Whether [`MasterKey::read_or_make`] found a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    /// It was there.
    Found,
    /// It was made just now: the moment to say what losing it means.
    New,
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey")
    }
}

impl MasterKey {
    /// Reads the key from its file. The last line break may be missing.
    ///
    /// # Errors
    /// When it is not there or cannot be read, is written otherwise, or is open to everyone on
    /// the machine (to its group it may be: systemd hands credentials over with mode 0440).
    pub fn read(path: &Path) -> Result<Self, KeyFault> {
        let file = File::open(path).map_err(KeyFault::system(path))?;
        let mode = file.metadata().map_err(KeyFault::system(path))?.mode() & 0o777;
        if mode & 0o007 != 0 {
            let path = path.to_owned();
            return Err(KeyFault::Exposed { path, mode });
        }
        // With room for all of it at once, so that growing leaves no copy behind.
        let mut text = Zeroizing::new(Vec::with_capacity(512));
        let read = file.take(LONGEST).read_to_end(&mut text);
        read.map_err(KeyFault::system(path))?;
        Self::parse(&text).ok_or_else(|| KeyFault::Shape {
            path: path.to_owned(),
        })
    }

    fn parse(text: &[u8]) -> Option<Self> {
        let digits = text.strip_prefix(FIRST_LINE.as_bytes())?;
        let digits = digits.strip_suffix(b"\n").unwrap_or(digits);
        if digits.len() != 64 {
            return None;
        }
        let mut key = Zeroizing::new([0; 32]);
        for (byte, pair) in key.iter_mut().zip(digits.chunks_exact(2)) {
            for &digit in pair {
                let value = char::from(digit).to_digit(16)?;
                *byte = (*byte << 4) | u8::try_from(value).ok()?;
            }
        }
        Some(Self(key))
    }

    /// Reads the key, or makes one where none is: with mode 0600, directories above it 0700,
    /// lasting before this returns. Of two processes that do this at once both get one key.
    ///
    /// # Errors
    /// As [`Self::read`], and when it cannot be written.
    pub fn read_or_make(path: &Path) -> Result<(Self, Made), KeyFault> {
        match Self::read(path) {
            Err(KeyFault::Missing { .. }) => {}
            read => return read.map(|key| (key, Made::Found)),
        }
        let dir = dir_of(path);
        make_dirs(dir).map_err(KeyFault::system(dir))?;
        let key = Self(Zeroizing::new(random()?));
        let mut text = Zeroizing::new(String::with_capacity(512));
        text.push_str(FIRST_LINE);
        for byte in key.0.iter() {
            for digit in [byte >> 4, byte & 15] {
                text.extend(char::from_digit(u32::from(digit), 16));
            }
        }
        text.push('\n');
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{:016x}.new", u64::from_le_bytes(random()?)));
        let beside = dir.join(name);
        let placed = write_new(&beside, text.as_bytes()).and_then(|()| rename_new(&beside, path));
        if !matches!(placed, Ok(true)) {
            // Another was quicker, or it failed: this key is nobody's.
            let _ = fs::remove_file(&beside);
        }
        let placed = placed.map_err(KeyFault::system(path))?;
        sync_dir(dir).map_err(KeyFault::system(dir))?;
        if placed {
            Ok((key, Made::New))
        } else {
            Self::read(path).map(|key| (key, Made::Found))
        }
    }

    /// Eight bytes that tell this key from others without telling it.
    #[must_use]
    pub fn tag(&self) -> [u8; 8] {
        let [a, b, c, d, e, f, g, h, ..] = self.derive("tag");
        [a, b, c, d, e, f, g, h]
    }

    /// A key for one use, from which this one cannot be had.
    pub(super) fn derive(&self, usage: &str) -> [u8; 32] {
        hmac(self.0.as_slice(), &[b"guitai ", usage.as_bytes()])
    }
}
