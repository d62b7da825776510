//! What can go wrong between a client and the data: on the way to the socket, in starting an owner,
//! in attaching. Facts only; the client finds the words.

use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::casework::{OwnerNotice, ProblemKind};
use super::frame::FrameFault;
use super::message::StoreFault;

/// The number the system gives a fault, so that it can travel and be looked up; 0 for none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SystemFault(pub i32);

impl From<&io::Error> for SystemFault {
    fn from(fault: &io::Error) -> Self {
        Self(fault.raw_os_error().unwrap_or_default())
    }
}

impl From<SystemFault> for io::Error {
    fn from(SystemFault(number): SystemFault) -> Self {
        if number == 0 {
            Self::other("?")
        } else {
            Self::from_raw_os_error(number)
        }
    }
}

impl From<rustix::io::Errno> for SystemFault {
    fn from(number: rustix::io::Errno) -> Self {
        Self(number.raw_os_error())
    }
}

/// Why a path that data or a socket should stand at will not do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum PathFault {
    /// Nothing says where the user's files are.
    #[error("no home directory")]
    NoHome,
    /// Not absolute, and there is no current directory either.
    #[error("{path} leads nowhere")]
    Nowhere {
        /// As given.
        path: String,
    },
    /// It belongs to another user.
    #[error("{path} belongs to user {uid}")]
    NotOurs {
        /// The directory.
        path: String,
        /// Whose it is.
        uid: u32,
    },
    /// Something else stands there: a file, or a link that could be turned elsewhere.
    #[error("{path} is no directory")]
    NoDirectory {
        /// What stands there.
        path: String,
    },
    /// Others may look into it or write to it.
    #[error("{path} is open to others: {mode:o}")]
    Open {
        /// The directory.
        path: String,
        /// Its permission bits.
        mode: u32,
    },
    /// The system takes socket addresses of so many bytes only.
    #[error("{path} has {length} bytes, at most {longest} are taken")]
    TooLong {
        /// The socket.
        path: String,
        /// Its bytes.
        length: usize,
        /// The limit.
        longest: usize,
    },
    /// The system would not look at it or make it.
    #[error("{path}: system fault {}", fault.0)]
    System {
        /// Where.
        path: String,
        /// Why.
        fault: SystemFault,
    },
}

impl PathFault {
    /// What the system said about a path.
    #[must_use]
    pub fn system(path: &Path, fault: &io::Error) -> Self {
        Self::System {
            path: shown(path),
            fault: fault.into(),
        }
    }
}

/// A path as text; bytes that are no text are replaced.
#[must_use]
pub fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// Why an owner did not start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum StartFault {
    /// The data directory, or the directory of the socket, will not do.
    #[error("{0}")]
    Path(PathFault),
    /// Another owner has the data directory.
    #[error("{path} has an owner already")]
    Held {
        /// The data directory.
        path: String,
        /// That owner, where it is known.
        owner: Option<Held>,
    },
    /// Another owner, of other data, listens at the socket.
    #[error("somebody listens at {path} already")]
    SocketTaken {
        /// The socket.
        path: String,
    },
    /// Something that is no socket stands at the socket's path.
    #[error("{path} is no socket")]
    NoSocket {
        /// What stands there.
        path: String,
    },
    /// The master key or the keys of the cases.
    #[error("{path}: {what:?}")]
    Keys {
        /// The file.
        path: String,
        /// What is wrong with it.
        what: KeyTrouble,
    },
    /// A record of the journal is not what was written.
    #[error("{file}: record {record}: {what:?}")]
    Record {
        /// The file.
        file: String,
        /// Which record.
        record: u64,
        /// What is wrong with it.
        what: ProblemKind,
    },
    /// The journal lacks what was there before.
    #[error("record {seen} was there, the journal ends at {last}")]
    CutShort {
        /// The last record that was seen.
        seen: u64,
        /// The last record there is.
        last: u64,
    },
    /// The journal was rewritten by somebody without the master key, or the view comes from
    /// somewhere else.
    #[error("{path}: not marked with this master key")]
    ForeignMark {
        /// The view.
        path: String,
    },
    /// A newer program wrote it.
    #[error("{path}: written by a newer program")]
    Newer {
        /// The file.
        path: String,
    },
    /// What is stored cannot be read or written.
    #[error("{path}: {fault:?}")]
    Store {
        /// The file or directory.
        path: String,
        /// Why.
        fault: StoreFault,
    },
    /// The system gives no thread, no signals or the like.
    #[error("system fault {}", .0.0)]
    System(SystemFault),
}

/// What is wrong with a file of keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyTrouble {
    /// It is not there, though something was sealed with it.
    Missing,
    /// It does not belong to this master key.
    OtherMaster,
    /// It is damaged, or no file of keys.
    Damaged,
    /// Everybody may read it.
    Open,
    /// There is no place for it: no home directory, and the configuration names none.
    NoPlace,
    /// The system would not read or write it.
    System(SystemFault),
}

/// What an owner leaves beside its lock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Its process.
    pub pid: u32,
    /// Where it listens.
    pub socket: PathBuf,
}

/// The one line that an owner started by a client says on its standard output.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Started {
    /// It listens.
    Ready {
        /// Its process.
        pid: u32,
        /// What it had to mend, or what whoever started it should know.
        #[serde(default)]
        notices: Vec<OwnerNotice>,
    },
    /// It ends, for this reason.
    Failed(StartFault),
}

/// Why a client has no owner to ask.
#[derive(Debug, thiserror::Error)]
pub enum ConnectFault {
    /// The way to the socket.
    #[error("{0}")]
    Path(#[from] PathFault),
    /// Nobody listens, and it is not the client's to start an owner there.
    #[error("nobody listens at {socket}")]
    Nobody {
        /// The socket.
        socket: String,
    },
    /// The system lets this user not attach.
    #[error("{socket} is not for this user")]
    Denied {
        /// The socket.
        socket: String,
    },
    /// The owner was started, and could not.
    #[error("{0}")]
    Start(#[from] StartFault),
    /// The owner was started, and left without a word.
    #[error("the owner ended at its start")]
    Died,
    /// The program could not be run.
    #[error("no process for the owner: {0}")]
    NoProcess(#[source] io::Error),
    /// Nobody was ready in time.
    #[error("no owner after {seconds} seconds")]
    Late {
        /// So long it was waited for.
        seconds: u64,
    },
    /// An older program's owner is in use.
    #[error("an owner of version {version} has {attached} clients")]
    OlderOwner {
        /// Its version.
        version: String,
        /// How many others are attached to it.
        attached: usize,
    },
    /// A newer program's owner, which this program does not understand.
    #[error("an owner of version {version}")]
    NewerOwner {
        /// Its version.
        version: String,
    },
    /// This user may not attach, or not end the owner.
    #[error("not permitted")]
    NotPermitted,
    /// This user may not ask on another clerk's behalf.
    #[error("not permitted to act for {clerk}")]
    ClerkNotHonoured {
        /// The other clerk.
        clerk: String,
    },
    /// The clerk that was named cannot be one.
    #[error("no clerk")]
    BadClerk,
    /// Too many clients.
    #[error("{most} clients already")]
    Busy {
        /// So many are taken.
        most: usize,
    },
    /// Turned away for a reason that a newer owner has.
    #[error("turned away")]
    Turned,
    /// The owner was lost in the middle.
    #[error("the owner is gone")]
    Lost,
    /// What is asked is too long for a frame.
    #[error("{length} bytes are too many")]
    TooLong {
        /// In bytes.
        length: usize,
    },
    /// The owner says what this program does not understand.
    #[error("not understood")]
    NotUnderstood,
    /// The system would not.
    #[error("{0}")]
    System(#[source] io::Error),
}

impl From<FrameFault> for ConnectFault {
    fn from(fault: FrameFault) -> Self {
        match fault {
            FrameFault::CutOff | FrameFault::Io(_) => Self::Lost,
            FrameFault::TooLong { length } => Self::TooLong { length },
            FrameFault::NotUnderstood => Self::NotUnderstood,
        }
    }
}
