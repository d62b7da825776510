//! One try at a socket: connect, say hello, hear the greeting. Starts nothing.

use std::fs;
use std::io::{self, Read};
use std::os::unix::fs::MetadataExt;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::{ConnectFault, Held, Mode, PATIENCE, Place, Turned, Welcome, shown};
use crate::rpc::frame::{self, FrameFault};
use crate::rpc::hello::{Greeting, Hello};

/// What a try led to.
#[derive(Debug)]
pub(super) enum Reached {
    /// Attached.
    Welcome(UnixStream, Welcome),
    /// Turned away. An owner that ends keeps the line until it is gone.
    Turned(Turned, UnixStream),
    /// Nobody listens.
    Nobody,
    /// Somebody listened and was gone before a word: an owner at its end.
    HungUp,
}

/// The sockets at which the owner of a place may listen: the place's own, and the one that the
/// last owner noted beside its lock. The two differ where the environment of whoever started it
/// was another one (a runtime directory that `cron` does not have).
pub(super) fn sockets(place: &Place) -> Vec<PathBuf> {
    let mut sockets = vec![place.socket.clone()];
    if place.mode == Mode::Personal {
        let noted = noted(&place.lock()).map(|held| held.socket);
        sockets.extend(noted.filter(|socket| *socket != place.socket));
    }
    sockets
}

/// What an owner noted beside its lock. Nothing that another user could have written counts.
fn noted(lock: &Path) -> Option<Held> {
    let is = fs::symlink_metadata(lock).ok()?;
    let ours = is.is_file() && is.uid() == rustix::process::geteuid().as_raw();
    let bytes = fs::read(lock).ok().filter(|_| ours)?;
    serde_json::from_slice(&bytes).ok()
}

/// Connects and says hello.
pub(super) fn reach(socket: &Path, hello: &Hello) -> Result<Reached, ConnectFault> {
    use io::ErrorKind;
    let mut stream = match UnixStream::connect(socket) {
        Ok(stream) => stream,
        Err(fault) => {
            return match fault.kind() {
                ErrorKind::NotFound | ErrorKind::ConnectionRefused | ErrorKind::NotADirectory => {
                    Ok(Reached::Nobody)
                }
                ErrorKind::PermissionDenied => Err(ConnectFault::Denied {
                    socket: shown(socket),
                }),
                _ => Err(ConnectFault::System(fault)),
            };
        }
    };
    stream
        .set_read_timeout(Some(PATIENCE))
        .and_then(|()| stream.set_write_timeout(Some(PATIENCE)))
        .map_err(ConnectFault::System)?;
    // An owner that has no room left greets and hangs up without listening.
    let _ = frame::write(&mut stream, hello);
    match frame::read::<Greeting>(&mut stream) {
        Ok(Some(Greeting::Welcome(welcome))) => {
            stream
                .set_read_timeout(None)
                .and_then(|()| stream.set_write_timeout(None))
                .map_err(ConnectFault::System)?;
            Ok(Reached::Welcome(stream, welcome))
        }
        Ok(Some(Greeting::Turned(turned))) => Ok(Reached::Turned(turned, stream)),
        Err(FrameFault::Io(fault)) if is_timeout(&fault) => Err(ConnectFault::Late {
            seconds: PATIENCE.as_secs(),
        }),
        Ok(None) | Err(FrameFault::CutOff | FrameFault::Io(_)) => Ok(Reached::HungUp),
        Err(_) => Err(ConnectFault::NotUnderstood),
    }
}

fn is_timeout(fault: &io::Error) -> bool {
    // Which of the two a socket's time limit gives differs between systems.
    matches!(
        fault.kind(),
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut
    )
}

/// Waits until the other side is gone, however it goes: its process keeps the line to its end.
pub(super) fn until_gone(mut stream: &UnixStream, patience: Duration) -> Result<(), ConnectFault> {
    let late = || ConnectFault::Late {
        seconds: patience.as_secs(),
    };
    let until = Instant::now() + patience;
    loop {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(late());
        }
        stream
            .set_read_timeout(Some(left))
            .map_err(ConnectFault::System)?;
        match stream.read(&mut [0; 64]) {
            Ok(0) => return Ok(()),
            Ok(_) => {}
            Err(fault) if fault.kind() == io::ErrorKind::Interrupted => {}
            Err(fault) if is_timeout(&fault) => return Err(late()),
            Err(_) => return Ok(()),
        }
    }
}
