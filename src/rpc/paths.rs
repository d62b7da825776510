//! Where the data and the owner's socket are, and whether the directories of the way there are
//! ours. Knows neither what is stored nor what is said at the socket.

use std::ffi::OsStr;
use std::fs::{self, DirBuilder, Permissions};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::{Component, Path, PathBuf};

use sm3::{Digest, Sm3};

use super::fault::{PathFault, shown};

/// Longest address of a Unix socket, in bytes: `sun_path` without its NUL.
pub const LONGEST_ADDRESS: usize = 107;

/// The owner's lock in the data directory.
const LOCK: &str = "owner.lock";

/// Bytes of the data directory's hash in a socket's name.
const HASH_BYTES: usize = 8;

/// Where the data is, and where its owner listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The data directory, absolute. In a hall it may be another one than the owner's; clients
    /// use it only without an owner.
    pub data: PathBuf,
    /// The socket, absolute.
    pub socket: PathBuf,
    /// Who may start the owner.
    pub mode: Mode,
}

/// Whose the owner is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Its user's: the socket belongs to the data directory, the first client starts the owner.
    Personal,
    /// The hall's: a service user runs it, clients only attach.
    Hall,
}

/// What the environment says of directories.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// `XDG_RUNTIME_DIR`
    pub runtime: Option<PathBuf>,
    /// `TMPDIR`
    pub temporary: Option<PathBuf>,
}

impl Place {
    /// The place of data whose socket was named.
    ///
    /// # Errors
    /// [`PathFault::TooLong`] for a socket that the system cannot address.
    pub fn hall(data: &Path, socket: &Path) -> Result<Self, PathFault> {
        let socket = absolute(socket)?;
        let length = socket.as_os_str().len();
        if length > LONGEST_ADDRESS {
            return Err(PathFault::TooLong {
                path: shown(&socket),
                length,
                longest: LONGEST_ADDRESS,
            });
        }
        Ok(Self {
            data: canonical(data)?,
            socket,
            mode: Mode::Hall,
        })
    }

    /// The place of a user's own data.
    ///
    /// # Errors
    /// [`PathFault::Nowhere`].
    pub fn personal(data: &Path, around: &Surroundings) -> Result<Self, PathFault> {
        let data = canonical(data)?;
        let name = socket_name(&data);
        let uid = rustix::process::geteuid().as_raw();
        let fits = |folder: &PathBuf| {
            folder.is_absolute() && folder.join(&name).as_os_str().len() <= LONGEST_ADDRESS
        };
        let runtime = around.runtime.as_deref().filter(|dir| is_usable(dir, uid));
        let of_user = format!("guitai-{uid}");
        let temporary = around.temporary.as_ref().map(|dir| dir.join(&of_user));
        let folder = runtime
            .map(|dir| dir.join("guitai"))
            .filter(&fits)
            .or_else(|| temporary.filter(fits))
            .unwrap_or_else(|| Path::new("/tmp").join(of_user));
        Ok(Self {
            data,
            socket: folder.join(name),
            mode: Mode::Personal,
        })
    }

    /// The file beside the owner's data that it holds locked as long as it lives, and which says
    /// where it listens.
    #[must_use]
    pub fn lock(&self) -> PathBuf {
        self.data.join(LOCK)
    }

    /// The file that whoever starts the owner holds locked meanwhile.
    #[must_use]
    pub fn start_lock(&self) -> PathBuf {
        self.socket.with_extension("start")
    }

    /// Makes the directory of a personal socket, or checks that it is ours and closed to others:
    /// anybody can make `/tmp/guitai-1000`. A hall's directory is its operator's to see to.
    ///
    /// # Errors
    /// [`PathFault`].
    pub fn ready_socket_folder(&self) -> Result<(), PathFault> {
        match (self.mode, self.socket.parent()) {
            (Mode::Personal, Some(folder)) => own_folder(folder),
            _ => Ok(()),
        }
    }
}

/// Whether a runtime directory is one: a directory of ours that others cannot write to. After `su`
/// it may well be another user's.
fn is_usable(folder: &Path, uid: u32) -> bool {
    folder.is_absolute()
        && fs::metadata(folder)
            .is_ok_and(|is| is.is_dir() && is.uid() == uid && is.mode() & 0o022 == 0)
}

/// The same for every name of a directory, and for no other directory.
fn socket_name(data: &Path) -> String {
    let hash = Sm3::digest(data.as_os_str().as_bytes());
    let digits: String = hash[..HASH_BYTES]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("{digits}.sock")
}

/// Makes a directory that only we may enter, or checks that the one there is such a one.
///
/// # Errors
/// [`PathFault`].
pub fn own_folder(folder: &Path) -> Result<(), PathFault> {
    match DirBuilder::new().mode(0o700).create(folder) {
        Err(fault) if fault.kind() != io::ErrorKind::AlreadyExists => {
            return Err(PathFault::system(folder, &fault));
        }
        _ => {}
    }
    // Not through a link, which whoever made it could turn elsewhere after this look.
    let is = fs::symlink_metadata(folder).map_err(|fault| PathFault::system(folder, &fault))?;
    let path = || shown(folder);
    let uid = is.uid();
    if !is.is_dir() {
        Err(PathFault::NoDirectory { path: path() })
    } else if uid != rustix::process::geteuid().as_raw() {
        Err(PathFault::NotOurs { path: path(), uid })
    } else if is.mode() & 0o077 != 0 {
        let mode = is.mode() & 0o7777;
        Err(PathFault::Open { path: path(), mode })
    } else {
        Ok(())
    }
}

/// Makes the data directory, with what leads there, or closes the one there to others. A directory
/// that is open to others and holds something else is not touched.
///
/// # Errors
/// [`PathFault`], with nothing changed.
pub fn own_data(data: &Path) -> Result<(), PathFault> {
    let system = |fault: &io::Error| PathFault::system(data, fault);
    match fs::metadata(data) {
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => {
            let mut builder = DirBuilder::new();
            builder.recursive(true).mode(0o700).create(data)
        }
        other => other.map(drop),
    }
    .map_err(|fault| system(&fault))?;
    let is = fs::metadata(data).map_err(|fault| system(&fault))?;
    let uid = is.uid();
    if !is.is_dir() {
        return Err(PathFault::NoDirectory { path: shown(data) });
    }
    if uid != rustix::process::geteuid().as_raw() {
        let path = shown(data);
        return Err(PathFault::NotOurs { path, uid });
    }
    if is.mode() & 0o077 != 0 {
        // A slip of the finger must not close somebody's home directory.
        if !is_for_data(data).map_err(|fault| system(&fault))? {
            let mode = is.mode() & 0o7777;
            let path = shown(data);
            return Err(PathFault::Open { path, mode });
        }
        let closed = Permissions::from_mode(0o700);
        fs::set_permissions(data, closed).map_err(|fault| system(&fault))?;
    }
    Ok(())
}

/// Whether a directory is ours to close to others: nothing is in it, or an owner was here before.
fn is_for_data(folder: &Path) -> io::Result<bool> {
    Ok(folder.join(LOCK).exists() || fs::read_dir(folder)?.next().is_none())
}

/// The default data directory: what `XDG_DATA_HOME` says, or its place in the home directory.
///
/// # Errors
/// [`PathFault::NoHome`].
pub fn default_data(xdg_data: Option<&OsStr>, home: Option<&OsStr>) -> Result<PathBuf, PathFault> {
    xdg(xdg_data, home, ".local/share")
        .map(|folder| folder.join("guitai"))
        .ok_or(PathFault::NoHome)
}

/// The default configuration directory, as [`default_data`].
#[must_use]
pub fn default_config(xdg_config: Option<&OsStr>, home: Option<&OsStr>) -> Option<PathBuf> {
    xdg(xdg_config, home, ".config").map(|folder| folder.join("guitai"))
}

fn xdg(set: Option<&OsStr>, home: Option<&OsStr>, below: &str) -> Option<PathBuf> {
    // The XDG specification: a path that is not absolute is to be ignored.
    let absolute = |path: &&Path| path.is_absolute();
    let set = set.map(Path::new).filter(absolute).map(Path::to_owned);
    set.or_else(|| {
        let home = home.map(Path::new).filter(absolute).map(Path::to_owned);
        let home = home.or_else(|| etcetera::home_dir().ok())?;
        Some(home.join(below))
    })
}

/// A path from the root, without looking at it.
///
/// # Errors
/// [`PathFault::Nowhere`].
pub fn absolute(path: &Path) -> Result<PathBuf, PathFault> {
    std::path::absolute(path).map_err(|_| PathFault::Nowhere { path: shown(path) })
}

/// One name for a directory, whether it is there yet or not: links followed as far as it is there.
fn canonical(path: &Path) -> Result<PathBuf, PathFault> {
    let absolute = absolute(path)?;
    let mut plain = PathBuf::new();
    for part in absolute.components() {
        match part {
            Component::ParentDir => _ = plain.pop(),
            part => plain.push(part),
        }
        // What is not there yet cannot be a link.
        plain = fs::canonicalize(&plain).unwrap_or(plain);
    }
    Ok(plain)
}

#[cfg(test)]
mod tests;
