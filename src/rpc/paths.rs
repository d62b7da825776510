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
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().unwrap()
    }

    fn personal(data: &Path, runtime: &Path) -> PathBuf {
        let around = Surroundings {
            runtime: Some(runtime.to_owned()),
            temporary: None,
        };
        Place::personal(data, &around).unwrap().socket
    }

    #[test]
    fn a_directory_has_one_socket_whatever_it_is_called_and_before_it_is_there() {
        let top = folder();
        let data = top.path().join("data");
        let before = personal(&data, top.path());
        fs::create_dir(&data).unwrap();
        symlink(&data, top.path().join("link")).unwrap();
        for name in [
            "data",
            "data/",
            "./data",
            "data/../data",
            "link",
            "link/../data",
        ] {
            assert_eq!(
                personal(&top.path().join(name), top.path()),
                before,
                "{name}"
            );
        }
        assert!(before.starts_with(top.path().join("guitai")));
        assert_ne!(personal(&top.path().join("other"), top.path()), before);
    }

    #[test]
    fn a_runtime_directory_that_will_not_do_gives_way_to_the_temporary_one() {
        let top = folder();
        let uid = rustix::process::geteuid().as_raw();
        let of_user = format!("guitai-{uid}");
        let open = top.path().join("open");
        fs::create_dir(&open).unwrap();
        fs::set_permissions(&open, Permissions::from_mode(0o777)).unwrap();
        let long = top.path().join("l".repeat(100));
        fs::create_dir(&long).unwrap();
        for runtime in [
            Path::new("relative"),
            &top.path().join("none"),
            &open,
            &long,
        ] {
            let temporary = top.path().join("t");
            let around = Surroundings {
                runtime: Some(runtime.to_owned()),
                temporary: Some(temporary.clone()),
            };
            let socket = Place::personal(top.path(), &around).unwrap().socket;
            assert_eq!(
                socket.parent(),
                Some(&*temporary.join(&of_user)),
                "{runtime:?}"
            );
            let around = Surroundings {
                temporary: Some(long.clone()),
                ..around
            };
            let socket = Place::personal(top.path(), &around).unwrap().socket;
            assert_eq!(socket.parent(), Some(&*Path::new("/tmp").join(&of_user)));
        }
    }

    #[test]
    fn a_named_socket_of_107_bytes_will_do_and_of_108_will_not() {
        let named = |length: usize| {
            let socket = format!("/{}", "s".repeat(length - 1));
            Place::hall(Path::new("/d"), Path::new(&socket))
        };
        assert!(named(107).is_ok());
        let fault = named(108).unwrap_err();
        assert!(matches!(
            fault,
            PathFault::TooLong {
                length: 108,
                longest: 107,
                ..
            }
        ));
    }

    #[test]
    fn a_folder_that_others_could_have_a_hand_in_is_refused() {
        let top = folder();
        let made = top.path().join("made");
        own_folder(&made).unwrap();
        assert_eq!(fs::metadata(&made).unwrap().mode() & 0o7777, 0o700);
        own_folder(&made).unwrap();
        for mode in [0o701, 0o740, 0o777] {
            fs::set_permissions(&made, Permissions::from_mode(mode)).unwrap();
            let fault = own_folder(&made).unwrap_err();
            assert!(matches!(fault, PathFault::Open { mode: found, .. } if found == mode));
        }
        let link = top.path().join("link");
        symlink(top.path(), &link).unwrap();
        assert!(matches!(
            own_folder(&link),
            Err(PathFault::NoDirectory { .. })
        ));
        let file = top.path().join("file");
        fs::write(&file, "").unwrap();
        assert!(matches!(
            own_folder(&file),
            Err(PathFault::NoDirectory { .. })
        ));
        assert!(matches!(
            own_data(&file),
            Err(PathFault::NoDirectory { .. })
        ));
    }

    #[test]
    fn a_data_directory_is_made_with_its_parents_and_closed() {
        let top = folder();
        let data = top.path().join("a/b");
        own_data(&data).unwrap();
        assert_eq!(fs::metadata(&data).unwrap().mode() & 0o7777, 0o700);
        let mode = || fs::metadata(&data).unwrap().mode() & 0o7777;
        for file in [None, Some("letter"), Some(LOCK)] {
            if let Some(file) = file {
                fs::write(data.join(file), "").unwrap();
            }
            fs::set_permissions(&data, Permissions::from_mode(0o755)).unwrap();
            let owned = own_data(&data);
            if file == Some("letter") {
                assert!(matches!(owned, Err(PathFault::Open { mode: 0o755, .. })));
                assert_eq!(mode(), 0o755, "not touched");
            } else {
                owned.unwrap();
                assert_eq!(mode(), 0o700);
            }
        }
    }

    #[test]
    fn xdg_directories_count_when_absolute() {
        let os = |text: &'static str| Some(OsStr::new(text));
        let data = |set, home| default_data(set, home).unwrap();
        assert_eq!(data(os("/x"), os("/h")), Path::new("/x/guitai"));
        assert_eq!(data(os("x"), os("/h")), Path::new("/h/.local/share/guitai"));
        assert_eq!(data(None, os("/h")), Path::new("/h/.local/share/guitai"));
        let config = default_config(os(""), os("/h"));
        assert_eq!(config.as_deref(), Some(Path::new("/h/.config/guitai")));
    }
}
