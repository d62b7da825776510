//! The data directory held by one process, and the socket where it listens. Knows no client.

use std::fs::{self, File, OpenOptions, Permissions, TryLockError};
use std::io::{self, Read, Write};
use std::os::unix::fs::{FileTypeExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};

use crate::rpc::fault::{Held, PathFault, shown};
use crate::rpc::paths::{self, Mode, Place};
use crate::rpc::{StartFault, StoreFault};

/// Longest note beside a lock that is read, in bytes.
const LONGEST_NOTE: u64 = 64 * 1024;

/// The lock on a data directory; held as long as this lives.
#[derive(Debug)]
pub(super) struct Hold {
    _lock: File,
    socket: PathBuf,
}

impl Hold {
    /// Takes the data directory, made if it is not there.
    pub(super) fn take(place: &Place) -> Result<Self, StartFault> {
        paths::own_data(&place.data).map_err(StartFault::Path)?;
        let path = place.lock();
        let mut lock = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&path)
            .map_err(|fault| stored(&path, &fault))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(StartFault::Held {
                    path: shown(&place.data),
                    owner: note(&lock),
                });
            }
            Err(TryLockError::Error(fault)) => return Err(stored(&path, &fault)),
        }
        let held = Held {
            pid: std::process::id(),
            socket: place.socket.clone(),
        };
        let note = serde_json::to_vec(&held).unwrap_or_default();
        lock.set_len(0)
            .and_then(|()| lock.write_all(&note))
            .map_err(|fault| stored(&path, &fault))?;
        Ok(Self {
            _lock: lock,
            socket: place.socket.clone(),
        })
    }

    /// Listens at the socket: only for us in personal mode, for the group too in a hall. What an
    /// owner that died left there is replaced.
    pub(super) fn listen(&self, place: &Place) -> Result<UnixListener, StartFault> {
        place.ready_socket_folder().map_err(StartFault::Path)?;
        let socket = &place.socket;
        let system = |fault: &io::Error| StartFault::Path(PathFault::system(socket, fault));
        clear(socket)?;
        let listener = UnixListener::bind(socket).map_err(|fault| system(&fault))?;
        let mode = match place.mode {
            Mode::Personal => 0o600,
            Mode::Hall => 0o660,
        };
        fs::set_permissions(socket, Permissions::from_mode(mode))
            .and_then(|()| listener.set_nonblocking(true))
            .map_err(|fault| system(&fault))?;
        Ok(listener)
    }

    /// Takes the socket away, and gives the directory back.
    pub(super) fn give_back(self) {
        // Gone already: somebody cleared the directory. That is nothing to end badly for.
        let _ = fs::remove_file(&self.socket);
    }
}

/// Takes away a socket at which nobody listens. Anything else that stands there stays.
fn clear(socket: &Path) -> Result<(), StartFault> {
    let path = || shown(socket);
    match fs::symlink_metadata(socket) {
        Ok(is) if !is.file_type().is_socket() => return Err(StartFault::NoSocket { path: path() }),
        Ok(_) => {}
        Err(_) => return Ok(()),
    }
    match UnixStream::connect(socket) {
        Err(fault) if fault.kind() == io::ErrorKind::ConnectionRefused => fs::remove_file(socket)
            .map_err(|fault| StartFault::Path(PathFault::system(socket, &fault))),
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(fault) if fault.kind() == io::ErrorKind::PermissionDenied => {
            let uid = fs::symlink_metadata(socket).map_or(0, |is| is.uid());
            Err(StartFault::Path(PathFault::NotOurs { path: path(), uid }))
        }
        _ => Err(StartFault::SocketTaken { path: path() }),
    }
}

/// What the holder of a lock noted beside it.
fn note(lock: &File) -> Option<Held> {
    let mut note = Vec::new();
    lock.take(LONGEST_NOTE).read_to_end(&mut note).ok()?;
    serde_json::from_slice(&note).ok()
}

/// Why the data directory does not take a file.
fn stored(path: &Path, fault: &io::Error) -> StartFault {
    let store = match fault.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => StoreFault::Full,
        io::ErrorKind::ReadOnlyFilesystem => StoreFault::ReadOnly,
        _ => return StartFault::Path(PathFault::system(path, fault)),
    };
    StartFault::Store {
        path: shown(path),
        fault: store,
    }
}
