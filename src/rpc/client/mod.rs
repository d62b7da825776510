//! The client's side of the socket: attach to an owner, in personal mode start one first; ask and
//! wait. Knows neither what is asked nor how an owner works inside.

mod reach;
mod remote;
mod start;

use std::ffi::OsString;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use super::casework::OwnerNotice;
use super::fault::{ConnectFault, Held, StartFault, Started, shown};
use super::frame;
use super::hello::{Hello, Turned, VERSION, Welcome, is_older};
use super::link::Ask;
use super::message::{Answer, Question, Reply, Request};
use super::paths::{Mode, Place};
use crate::casework::ClerkId;

use reach::Reached;

pub use remote::RemoteLink;

/// So long a starting owner is waited for.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// So long an owner is waited for that finishes what it is doing.
const LEAVING: Duration = Duration::from_secs(30);

/// Between two looks at a socket, and the most between two tries to start an owner while another
/// one still has the data.
const PAUSE: Duration = Duration::from_millis(20);
const LONGEST_PAUSE: Duration = Duration::from_millis(320);

/// Seconds after which an owner that nobody is attached to leaves.
const IDLE_EXIT: &str = "60";

/// Who connects, and how they would start an owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The clerk on whose behalf; nobody: the user the client runs as.
    pub clerk: Option<ClerkId>,
    /// This program, absolute.
    pub program: PathBuf,
    /// What an owner must be told beside where the data is: `--config FILE`.
    pub args: Vec<OsString>,
}

/// An attached client that asks one question at a time.
#[derive(Debug)]
pub struct Connection {
    stream: UnixStream,
    welcome: Welcome,
    place: Place,
    caller: Caller,
    asked: u64,
    notices: Vec<OwnerNotice>,
}

impl Connection {
    /// What an owner that was started for this connection had to say; nothing of one that ran.
    #[must_use]
    pub fn notices(&self) -> &[OwnerNotice] {
        &self.notices
    }

    fn exchange(&mut self, question: &Question) -> Result<Answer, ConnectFault> {
        frame::write(&mut self.stream, question)?;
        loop {
            let reply: Option<Reply> = frame::read(&mut self.stream)?;
            match reply {
                Some(reply) if reply.number == question.number => return Ok(reply.answer),
                Some(_) => {}
                None => return Err(ConnectFault::Lost),
            }
        }
    }

    /// How the owner greeted.
    #[must_use]
    pub const fn welcome(&self) -> &Welcome {
        &self.welcome
    }
}

impl Ask for Connection {
    fn ask(&mut self, request: Request) -> Result<Answer, ConnectFault> {
        self.asked += 1;
        let question = Question {
            number: self.asked,
            request,
        };
        match self.exchange(&question) {
            Err(ConnectFault::Lost) => {
                *self = connect(&self.place, &self.caller)?;
                self.exchange(&question)
            }
            answered => answered,
        }
    }
}

/// Attaches to the owner of a place. In personal mode one is started where there is none.
///
/// # Errors
/// [`ConnectFault`].
pub fn connect(place: &Place, caller: &Caller) -> Result<Connection, ConnectFault> {
    match place.mode {
        Mode::Personal => attach_or_start(place, caller),
        Mode::Hall => attach(place, caller)?.ok_or_else(|| ConnectFault::Nobody {
            socket: shown(&place.socket),
        }),
    }
}

/// Attaches to the owner of a place, if there is one.
///
/// # Errors
/// [`ConnectFault`].
pub fn attach(place: &Place, caller: &Caller) -> Result<Option<Connection>, ConnectFault> {
    let hello = Hello::new(caller.clerk.as_ref());
    match first(place, &hello)? {
        Reached::Welcome(stream, welcome) => Ok(Some(connection(stream, welcome, place, caller))),
        Reached::Nobody | Reached::HungUp | Reached::Turned(Turned::Ending, _) => Ok(None),
        Reached::Turned(turned, _) => Err(turned_away(turned, caller)),
    }
}

/// Ends the owner of a place and waits until it is gone; says whether there was one.
///
/// # Errors
/// [`ConnectFault`].
pub fn stop(place: &Place, caller: &Caller) -> Result<bool, ConnectFault> {
    let hello = Hello {
        stop: true,
        ..Hello::new(caller.clerk.as_ref())
    };
    match first(place, &hello)? {
        Reached::Turned(Turned::Ending, stream) => {
            reach::until_gone(&stream, LEAVING).map(|()| true)
        }
        Reached::Nobody => Ok(false),
        Reached::HungUp => Ok(true),
        Reached::Turned(turned, _) => Err(turned_away(turned, caller)),
        Reached::Welcome(..) => Err(ConnectFault::NotUnderstood),
    }
}

fn connection(stream: UnixStream, welcome: Welcome, place: &Place, caller: &Caller) -> Connection {
    Connection {
        stream,
        welcome,
        place: place.clone(),
        caller: caller.clone(),
        asked: 0,
        notices: Vec::new(),
    }
}

/// The first of the sockets at which somebody listens.
fn first(place: &Place, hello: &Hello) -> Result<Reached, ConnectFault> {
    if place.socket.parent().is_some_and(std::path::Path::exists) {
        place.ready_socket_folder()?;
    }
    for socket in reach::sockets(place) {
        match reach::reach(&socket, hello)? {
            Reached::Nobody => {}
            reached => return Ok(reached),
        }
    }
    Ok(Reached::Nobody)
}

/// Of ten clients at once one gets the start lock and starts the owner; the others find it there.
fn attach_or_start(place: &Place, caller: &Caller) -> Result<Connection, ConnectFault> {
    place.ready_socket_folder()?;
    let until = Instant::now() + PATIENCE;
    let hello = Hello {
        end_if_idle: true,
        ..Hello::new(caller.clerk.as_ref())
    };
    let mut held = None;
    let mut pause = PAUSE;
    loop {
        if let Some(connection) = attached(place, &hello, caller, until)? {
            return Ok(connection);
        }
        if let Some(lock) = start::lock(place)? {
            // Somebody may have started one between the look and the lock.
            if let Some(connection) = attached(place, &hello, caller, until)? {
                return Ok(connection);
            }
            match start::start(place, caller)? {
                Started::Ready { notices, .. } => {
                    if let Some(connection) = attached(place, &hello, caller, until)? {
                        return Ok(Connection {
                            notices,
                            ..connection
                        });
                    }
                }
                // The last owner is still ending, or one is slow to begin.
                Started::Failed(StartFault::Held { path, owner }) => {
                    held = Some((path, owner));
                    pause = (pause * 2).min(LONGEST_PAUSE);
                }
                Started::Failed(fault) => return Err(fault.into()),
            }
            drop(lock);
        }
        if Instant::now() >= until {
            return Err(match held {
                Some((path, owner)) if !is_at(place, owner.as_ref()) => {
                    StartFault::Held { path, owner }.into()
                }
                _ => ConnectFault::Late {
                    seconds: PATIENCE.as_secs(),
                },
            });
        }
        thread::sleep(pause);
    }
}

/// Whether the one who has the data will listen where we look.
fn is_at(place: &Place, owner: Option<&Held>) -> bool {
    owner.is_some_and(|held| held.socket == place.socket)
}

/// Attaches, if there is an owner of our version or a newer one; an older one that nobody uses
/// leaves.
fn attached(
    place: &Place,
    hello: &Hello,
    caller: &Caller,
    until: Instant,
) -> Result<Option<Connection>, ConnectFault> {
    match first(place, hello)? {
        Reached::Welcome(stream, welcome) if !is_older(&welcome.version, VERSION) => {
            Ok(Some(connection(stream, welcome, place, caller)))
        }
        // Whoever was attached has just left; it will go when asked again.
        Reached::Welcome(_, welcome) if welcome.attached == 0 && Instant::now() < until => Ok(None),
        Reached::Welcome(
            _,
            Welcome {
                version, attached, ..
            },
        ) => Err(ConnectFault::OlderOwner { version, attached }),
        Reached::Nobody | Reached::HungUp => Ok(None),
        Reached::Turned(Turned::Ending, stream) => {
            reach::until_gone(&stream, until.saturating_duration_since(Instant::now()))?;
            Ok(None)
        }
        Reached::Turned(turned, _) => Err(turned_away(turned, caller)),
    }
}

fn turned_away(turned: Turned, caller: &Caller) -> ConnectFault {
    match turned {
        Turned::OtherProtocol {
            version, attached, ..
        } if is_older(&version, VERSION) => ConnectFault::OlderOwner { version, attached },
        Turned::OtherProtocol { version, .. } => ConnectFault::NewerOwner { version },
        Turned::NotPermitted => ConnectFault::NotPermitted,
        Turned::ClerkNotHonoured => ConnectFault::ClerkNotHonoured {
            clerk: caller
                .clerk
                .as_ref()
                .map_or_else(String::new, ClerkId::to_string),
        },
        Turned::BadClerk => ConnectFault::BadClerk,
        Turned::Busy { most } => ConnectFault::Busy { most },
        Turned::Ending => ConnectFault::Lost,
        Turned::Other => ConnectFault::Turned,
    }
}

#[cfg(test)]
mod tests;
