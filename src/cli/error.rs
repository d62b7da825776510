//! What can go wrong in a command, with its facts; `words` says it to the clerk.

use std::io;

use jiff::civil::Date;

use super::config::ConfigFault;
use super::exit::Status;
use super::fault::UsageFault;
use super::log::JsonFault;
use crate::casework::{BadField, BadNumber};
use crate::desk::VerifyFault;
use crate::registry::id::BadId;
use crate::registry::{ListCode, Reference};
use crate::rpc::{ConnectFault, PathFault, Refusal};
use crate::tui;

/// Why a command was not carried out.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The command line is wrong.
    #[error("usage")]
    Usage(UsageFault),
    /// The configuration is wrong.
    #[error("configuration")]
    Config(#[source] ConfigFault),
    /// What was given as a clerk is none.
    #[error("{0} is no clerk")]
    BadClerk(String),
    /// There is no owner to ask.
    #[error("owner")]
    Connect(#[from] ConnectFault),
    /// The counter was asked for where there is no terminal.
    #[error("no terminal")]
    NoTerminal,
    /// The counter was asked for on a terminal with a language of its own.
    #[error("foreign terminal")]
    ForeignTerminal,
    /// The counter's screen failed.
    #[error("screen")]
    Screen(#[source] tui::Error),
    /// The thread of the desk did not start.
    #[error("no thread for the desk")]
    NoDesk(#[source] io::Error),
    /// What was given as an identifier is none.
    #[error("{text} is no identifier")]
    BadId {
        /// As typed.
        text: String,
        /// The part that is wrong.
        #[source]
        fault: BadId,
    },
    /// What was given as a list's code is none.
    #[error("{0} is no list code")]
    BadCode(String),
    /// What was given as a bureau's name is blank or too long.
    #[error("no bureau's name")]
    BadListName,
    /// No such entry.
    #[error("no entry {0}")]
    NoSuchEntry(Reference),
    /// The list was left out and several have such an entry.
    #[error("{reference} stands in several lists")]
    Ambiguous {
        /// As typed.
        reference: Reference,
        /// The lists that have it.
        lists: Vec<ListCode>,
    },
    /// The desk refuses.
    #[error("refused")]
    Refused(Refusal),
    /// What a case should be about is not in the registry.
    #[error("no entry {0} to log about")]
    NoSuchService(Reference),
    /// What was given as a case number is none.
    #[error("{text} is no case number")]
    BadNumber {
        /// As typed.
        text: String,
        /// What is wrong with it.
        #[source]
        fault: BadNumber,
    },
    /// What was given for an option of an action cannot be taken.
    #[error("{option}")]
    BadOption {
        /// The option.
        option: &'static str,
        /// What is wrong with it.
        bad: BadField,
    },
    /// The JSON of a form.
    #[error("the form")]
    BadJson(JsonFault),
    /// The records could not be checked.
    #[error("verify")]
    Verify(#[source] VerifyFault),
    /// The system gives no random numbers.
    #[error("no random numbers")]
    NoRandom(#[source] io::Error),
    /// The first day that is wanted comes after the last one.
    #[error("{from} is after {to}")]
    FromAfterTo {
        /// The first.
        from: Date,
        /// The last.
        to: Date,
    },
    /// Cases cannot be read: what was listed may not be all.
    #[error("{count} cases cannot be read")]
    LeftOut {
        /// How many.
        count: usize,
    },
    /// The owner does not come further with reading the cases in.
    #[error("{done} of {of} cases are read in")]
    StillLoading {
        /// So many are in.
        done: u64,
        /// Of so many.
        of: u64,
    },
    /// The desk answered another question than the one asked.
    #[error("the desk answered another question")]
    Crossed,
    /// Standard input is not text.
    #[error("standard input is not UTF-8")]
    InputEncoding,
    /// Standard input cannot be read.
    #[error("standard input")]
    Input(#[source] io::Error),
    /// A file cannot be read.
    #[error("{path}")]
    File {
        /// The file as it was named.
        path: Name,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The answer cannot be written.
    #[error("output")]
    Output(#[source] io::Error),
}

/// A file as it was named on the command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Name {
    /// `-`
    StandardInput,
    /// Anything else; bytes that are no text are replaced.
    File(String),
}

impl std::fmt::Display for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::StandardInput => f.write_str("-"),
            Self::File(path) => f.write_str(path),
        }
    }
}

impl Error {
    /// The exit status it leads to.
    #[must_use]
    pub fn status(&self) -> Status {
        match self {
            Self::NoSuchEntry(_) => Status::Nothing,
            Self::Output(source) if source.kind() == io::ErrorKind::BrokenPipe => Status::Done,
            Self::Output(_)
            | Self::Screen(_)
            | Self::NoDesk(_)
            | Self::Crossed
            | Self::LeftOut { .. }
            | Self::StillLoading { .. } => Status::Broken,
            Self::Refused(refusal) => of_refusal(refusal),
            Self::Verify(VerifyFault::Unreadable(_)) | Self::NoRandom(_) => Status::Broken,
            Self::Connect(fault) => unreached(fault),
            Self::Usage(_)
            | Self::Config(_)
            | Self::BadClerk(_)
            | Self::NoTerminal
            | Self::ForeignTerminal
            | Self::BadId { .. }
            | Self::BadNumber { .. }
            | Self::NoSuchService(_)
            | Self::BadOption { .. }
            | Self::BadJson(_)
            | Self::FromAfterTo { .. }
            | Self::Verify(VerifyFault::BadHead)
            | Self::BadCode(_)
            | Self::BadListName
            | Self::Ambiguous { .. }
            | Self::InputEncoding
            | Self::Input(_)
            | Self::File { .. } => Status::Invalid,
        }
    }

    /// Whether the reader of our output has left, which is no fault: `guitai registry list | head`.
    #[must_use]
    pub fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::Output(source) if source.kind() == io::ErrorKind::BrokenPipe)
    }
}

const fn of_refusal(refusal: &Refusal) -> Status {
    match refusal {
        Refusal::NoSuchEntry(_) | Refusal::NoSuchCase(_) => Status::Nothing,
        Refusal::Ambiguous { .. }
        | Refusal::Field(_)
        | Refusal::NoSuchRule(_)
        | Refusal::NoSuchDay
        | Refusal::BadList
        | Refusal::Words(_)
        | Refusal::BadHead => Status::Invalid,
        Refusal::NotAllowed { .. }
        | Refusal::Rule(_)
        | Refusal::IntoNotRunning { .. }
        | Refusal::Changed(_)
        | Refusal::NoSuchRevision { .. }
        | Refusal::KeyGone(_)
        | Refusal::TakesAway(_)
        | Refusal::NotEmpty
        | Refusal::FilledAlready
        | Refusal::FilledOtherwise { .. }
        | Refusal::NotPermitted => Status::Refused,
        Refusal::NotStored(_) | Refusal::NotRead(_) | Refusal::NotUnderstood | Refusal::Crashed => {
            Status::Broken
        }
    }
}

/// The exit status of a command that found no owner.
const fn unreached(fault: &ConnectFault) -> Status {
    match fault {
        // Named on the command line or in the configuration.
        ConnectFault::Path(PathFault::TooLong { .. } | PathFault::Nowhere { .. })
        | ConnectFault::BadClerk => Status::Invalid,
        ConnectFault::NotPermitted | ConnectFault::ClerkNotHonoured { .. } => Status::Refused,
        _ => Status::Broken,
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NoSuchEntry(reference) => Self::NoSuchEntry(reference),
            Refusal::Ambiguous { reference, lists } => Self::Ambiguous { reference, lists },
            other => Self::Refused(other),
        }
    }
}
