//! Writing files so that they are whole and lasting, or not there. Knows nothing of keys.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::Path;

use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::io::Errno;

/// Makes the directory and those above it that are missing, for their owner alone.
pub(super) fn make_dirs(dir: &Path) -> io::Result<()> {
    if dir.as_os_str().is_empty() || dir.is_dir() {
        return Ok(());
    }
    let parent = dir.parent().unwrap_or(Path::new(""));
    make_dirs(parent)?;
    match DirBuilder::new().mode(0o700).create(dir) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
        Ok(()) => sync_dir(parent),
    }
}

/// Makes names given in the directory last.
pub(super) fn sync_dir(dir: &Path) -> io::Result<()> {
    let dir = if dir.as_os_str().is_empty() {
        Path::new(".")
    } else {
        dir
    };
    File::open(dir)?.sync_all()
}

/// The directory that a file stands in.
pub(super) fn dir_of(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new(""))
}

/// Writes a new file with mode 0600 and syncs it; its name may not last yet.
pub(super) fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    let mut file = options
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Gives `from` the name `to`, unless something has that name already: then `false`.
pub(super) fn rename_new(from: &Path, to: &Path) -> io::Result<bool> {
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        Ok(()) => Ok(true),
        Err(Errno::EXIST) => Ok(false),
        // A file system that cannot: a link does not replace anything either.
        Err(Errno::INVAL | Errno::NOSYS) => match fs::hard_link(from, to) {
            Ok(()) => fs::remove_file(from).map(|()| true),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
            Err(error) => Err(error),
        },
        Err(error) => Err(error.into()),
    }
}

/// Puts a file with these bytes in the place of `path`, whole and lasting.
pub(super) fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = path.with_extension("new");
    match fs::remove_file(&beside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let put = write_new(&beside, bytes)
        .and_then(|()| fs::rename(&beside, path))
        .and_then(|()| sync_dir(dir_of(path)));
    if put.is_err() {
        // Whatever is left of it is removed before the next try as well.
        let _ = fs::remove_file(&beside);
    }
    put
}

/// Like [`put`], and overwrites the bytes that stood there before they are let go.
pub(super) fn put_and_wipe(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let old = path.with_extension("old");
    wipe_old(path, &old)?;
    // Under a second name the old bytes can still be wiped after a crash in between. Where there
    // are no links, the open file must do.
    let linked = match fs::hard_link(path, &old) {
        Ok(()) => true,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(error),
        Err(_) => false,
    };
    let file = OpenOptions::new().write(true).open(path)?;
    put(path, bytes)?;
    if linked {
        drop(file);
        wipe_old(path, &old)
    } else {
        wipe(file)
    }
}

/// Overwrites and removes what [`put_and_wipe`] left under `old` when it was interrupted.
pub(super) fn wipe_old(path: &Path, old: &Path) -> io::Result<()> {
    let left = match fs::symlink_metadata(old) {
        Ok(left) => left,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    let live = fs::metadata(path)?;
    // Before the new file took its place, both names mean the file that is still needed.
    if (live.dev(), live.ino()) != (left.dev(), left.ino()) {
        wipe(OpenOptions::new().write(true).open(old)?)?;
    }
    fs::remove_file(old)?;
    sync_dir(dir_of(path))
}

fn wipe(mut file: File) -> io::Result<()> {
    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(0))?;
    io::copy(&mut io::Read::take(io::repeat(0), length), &mut file)?;
    file.sync_all()
}
