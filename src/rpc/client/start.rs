//! Starting an owner: the lock of whoever starts it, the process, its one line. Knows no hello.

use std::fs::{OpenOptions, TryLockError};
use std::io::{BufRead, BufReader, Read};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;

use super::{Caller, ConnectFault, IDLE_EXIT, PATIENCE, Place, Started};
use crate::rpc::fault::PathFault;

/// Longest line an owner says at its start, in bytes.
const LONGEST_LINE: u64 = 64 * 1024;

/// Gives the start lock back when it is dropped.
pub(super) struct StartLock {
    _file: std::fs::File,
}

/// The start lock, unless somebody else has it.
pub(super) fn lock(place: &Place) -> Result<Option<StartLock>, ConnectFault> {
    let path = place.start_lock();
    let system = |fault: &std::io::Error| PathFault::system(&path, fault);
    let file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(&path)
        .map_err(|fault| system(&fault))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(StartLock { _file: file })),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(fault)) => Err(system(&fault).into()),
    }
}

/// Starts an owner and waits for its word.
pub(super) fn start(place: &Place, caller: &Caller) -> Result<Started, ConnectFault> {
    let mut child = Command::new(replaced(&caller.program))
        .arg("serve")
        .arg("--data")
        .arg(&place.data)
        .arg("--detached")
        .arg(&place.socket)
        .args(["--idle-exit", IDLE_EXIT])
        .args(&caller.args)
        // What was said to the client is not said to the owner.
        .env_remove("GUITAI_SOCKET")
        .env_remove("GUITAI_CLERK")
        .env_remove("GUITAI_DATA")
        // It must not keep a directory that is to be unmounted.
        .current_dir("/")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(ConnectFault::NoProcess)?;
    let (send, said) = mpsc::channel();
    thread::Builder::new()
        .name("owner's first word".to_owned())
        .spawn(move || {
            let _ = send.send(line(&mut child));
            // Taken leave of when it ends, if we are still there.
            let _ = child.wait();
        })
        .map_err(ConnectFault::NoProcess)?;
    match said.recv_timeout(PATIENCE) {
        Ok(Some(started)) => Ok(started),
        Ok(None) => Err(ConnectFault::Died),
        Err(_) => Err(ConnectFault::Late {
            seconds: PATIENCE.as_secs(),
        }),
    }
}

fn line(child: &mut Child) -> Option<Started> {
    let from = child.stdout.take()?;
    let mut line = Vec::new();
    BufReader::new(from.take(LONGEST_LINE))
        .read_until(b'\n', &mut line)
        .ok()?;
    serde_json::from_slice(&line).ok()
}

/// The program where it stands now: Linux marks the path of one that was replaced by an upgrade
/// while it ran.
fn replaced(program: &Path) -> PathBuf {
    match program
        .to_str()
        .and_then(|path| path.strip_suffix(" (deleted)"))
    {
        Some(path) => PathBuf::from(path),
        None => program.to_owned(),
    }
}
