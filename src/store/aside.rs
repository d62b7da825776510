//! Moves a damaged store out of the way, keeping the last few for whoever wants to know why.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Instant;

use rustix::fs::{FlockOperation, flock};

use super::open::{LOCK_RETRY, LOCK_WAIT, is_stuck, set_stuck};

/// How many are kept.
const KEPT: usize = 3;

/// Renames a store's directory to `<dir>-aside-<n>` and says where it went; none when there was
/// nothing. Keeps the newest three. A lock is waited for up to two seconds, unless it belongs to a
/// handle of this process that never came back.
///
/// # Errors
/// [`io::ErrorKind::WouldBlock`] when another process holds it; whatever the system refuses.
pub fn set_aside(dir: &Path) -> io::Result<Option<PathBuf>> {
    match fs::symlink_metadata(dir) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        other => other?,
    };
    let _held = if is_stuck(dir) { None } else { lock(dir)? };
    let mut kept = asides(dir)?;
    let next = kept.last().map_or(1, |(n, _)| n.saturating_add(1));
    let name = named(dir, &next.to_string())?;
    fs::rename(dir, &name)?;
    set_stuck(dir, false);
    kept.push((next, name.clone()));
    for (_, old) in kept.iter().rev().skip(KEPT) {
        // One that cannot be removed only takes room.
        let _ = if old.is_dir() {
            fs::remove_dir_all(old)
        } else {
            fs::remove_file(old)
        };
    }
    Ok(Some(name))
}

/// Takes sled's lock, where there is a file to lock.
fn lock(dir: &Path) -> io::Result<Option<File>> {
    let Ok(file) = File::open(dir.join("db")) else {
        return Ok(None);
    };
    let started = Instant::now();
    loop {
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => return Ok(Some(file)),
            Err(rustix::io::Errno::WOULDBLOCK) if started.elapsed() < LOCK_WAIT => {
                thread::sleep(LOCK_RETRY);
            }
            Err(error) => return Err(error.into()),
        }
    }
}

fn named(dir: &Path, n: &str) -> io::Result<PathBuf> {
    let name = dir.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    let mut name = OsString::from(name);
    name.push("-aside-");
    name.push(n);
    Ok(dir.with_file_name(name))
}

/// Those there are, by number.
fn asides(dir: &Path) -> io::Result<Vec<(u64, PathBuf)>> {
    let stem = named(dir, "")?;
    let stem = stem.file_name().unwrap_or_default().as_encoded_bytes();
    let parent = match dir.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let mut found = Vec::new();
    for entry in fs::read_dir(parent)? {
        let entry = entry?;
        let name = entry.file_name();
        let digits = name.as_encoded_bytes().strip_prefix(stem);
        let digits = digits.and_then(|digits| std::str::from_utf8(digits).ok());
        if let Some(n) = digits.and_then(|digits| digits.parse().ok()) {
            found.push((n, entry.path()));
        }
    }
    found.sort_unstable();
    Ok(found)
}
