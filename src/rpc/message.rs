//! Requests and answers as plain data. No sentence stands here: the client finds the words.

use serde::{Deserialize, Serialize};

use jiff::civil::Date;

use super::action::{Act, AgenciesFound, Conflict, FindAgencies};
use super::casework::{CalendarYear, CaseShown, Deadline, Log, OwnerStatus, Receipt, Verified};
use super::find::{Find, Found, Shown};
use super::ledger::{CasesFound, Changed, ListCases, Watch};
use super::lists::{FillForTraining, ImportList, Imported, ListShown};
use super::words::{Bind, Bound, Miss, Noted, Unbind, WordsFault};
use crate::casework::{Action, BadField, CaseKind, CaseNumber, Refused, Status, Track};
use crate::registry::{ListCode, Loss, Reference};

/// A request with the number its reply will carry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Counts up within one client; a reply to an older question is stale.
    pub number: u64,
    /// What is asked.
    pub request: Request,
}

/// The number of a reply to no question: it says what changed.
pub const NEWS: u64 = 0;

impl Request {
    /// Whether a newer request of the same sort makes it pointless.
    #[must_use]
    pub const fn is_overtaken(&self) -> bool {
        matches!(
            self,
            Self::Find(_)
                | Self::Show(_)
                | Self::ListCases(_)
                | Self::FindAgencies(_)
                | Self::Watch(_)
        )
    }
}

/// The answer to a question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reply {
    /// The question's number.
    pub number: u64,
    /// The answer.
    pub answer: Answer,
}

/// What a client may ask.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Request {
    /// Which entries fit a query; with an empty query, browse.
    Find(Find),
    /// One entry, whole.
    Show(Reference),
    /// Log a case.
    Log(Box<Log>),
    /// One case with its history.
    ShowCase {
        /// Which.
        number: CaseNumber,
        /// Whether personal data is wanted as it is.
        reveal: bool,
    },
    /// Do something with a case.
    Act(Box<Act>),
    /// Which cases fit.
    ListCases(Box<ListCases>),
    /// Which agencies a case can be referred to.
    FindAgencies(FindAgencies),
    /// This is what the client shows from now on: it is told when that changes.
    Watch(Box<Watch>),
    /// The lists, whole: as many as one answer holds.
    Lists,
    /// The lists after the first so many; none when these are all.
    ListsAfter(usize),
    /// Add a list or replace one.
    ImportList(Box<ImportList>),
    /// From here on these words find this entry.
    Bind(Box<Bind>),
    /// They no longer do.
    Unbind(Box<Unbind>),
    /// The hall's own lines.
    Lines,
    /// What a client saw of how the lookup is used.
    Noted(Box<Noted>),
    /// The queries that led to nothing.
    Misses,
    /// Forget one of them, or all.
    ForgetMisses(Option<String>),
    /// Fill an empty data directory with made-up cases.
    FillForTraining(FillForTraining),
    /// By when a case of this kind and course, logged now, must be accepted or declined.
    Due {
        /// What sort of matter.
        kind: CaseKind,
        /// Its legal course; not given: the usual one of the kind.
        track: Option<Track>,
    },
    /// The due date of a rule, and why.
    Deadline {
        /// The rule's identifier.
        rule: String,
        /// The day it starts; not given: today.
        from: Option<Date>,
    },
    /// The working-day calendars.
    Calendars,
    /// Check that every record is whole and unaltered.
    Verify {
        /// A head noted earlier, in hexadecimal digits: it must be in the journal.
        head: Option<String>,
    },
    /// How the owner is.
    Status,
}

/// What a question is answered with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// To [`Request::Find`].
    Found(Found),
    /// To [`Request::Show`].
    Shown(Box<Shown>),
    /// To [`Request::Log`].
    Logged(Receipt),
    /// To [`Request::ShowCase`].
    Case(Box<CaseShown>),
    /// To [`Request::Act`].
    Acted(Receipt),
    /// To [`Request::ListCases`].
    Cases(Box<CasesFound>),
    /// To [`Request::FindAgencies`].
    Agencies(AgenciesFound),
    /// To [`Request::Bind`].
    Bound(Box<Bound>),
    /// To [`Request::Lines`], the oldest first.
    Lines(Vec<Bound>),
    /// To [`Request::Misses`], the most frequent first.
    Misses(Vec<Miss>),
    /// To [`Request::Unbind`] and [`Request::ForgetMisses`]: how many are gone.
    Gone(usize),
    /// To [`Request::Watch`], [`Request::Noted`] and [`Request::FillForTraining`].
    Done,
    /// To no question: under the number 0, to whoever watches what changed.
    Changed(Changed),
    /// To [`Request::Lists`] and [`Request::ListsAfter`].
    Lists(Vec<ListShown>),
    /// To [`Request::ImportList`].
    Imported(Box<Imported>),
    /// To [`Request::Due`] (nothing where no rule holds) and [`Request::Deadline`].
    Deadline(Option<Deadline>),
    /// To [`Request::Calendars`].
    Calendars(Vec<CalendarYear>),
    /// To [`Request::Verify`].
    Verified(Verified),
    /// To [`Request::Status`].
    Status(OwnerStatus),
    /// To whatever cannot be done.
    Refused(Refusal),
}

/// Why a request is not answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// No such entry.
    NoSuchEntry(Reference),
    /// The list was left out and several lists have such an entry.
    Ambiguous {
        /// What was asked for.
        reference: Reference,
        /// The lists that have it.
        lists: Vec<ListCode>,
    },
    /// A field cannot be taken as it is. Nothing was stored.
    Field(BadField),
    /// No such case.
    NoSuchCase(CaseNumber),
    /// The case's status does not allow it.
    NotAllowed {
        /// What was wanted.
        action: Action,
        /// The case's kind.
        kind: CaseKind,
        /// How it stands.
        status: Status,
    },
    /// Another rule stands against it.
    Rule(Refused),
    /// The case into which another one is to be merged is done with or merged itself.
    IntoNotRunning {
        /// Which.
        into: CaseNumber,
        /// How it stands.
        status: Status,
    },
    /// Somebody changed the case first.
    Changed(Box<Conflict>),
    /// The case never had the revision that it was decided on.
    NoSuchRevision {
        /// The case.
        number: CaseNumber,
        /// What was named.
        asked: u32,
        /// What it has now.
        revision: u32,
    },
    /// What was told with the case was erased, or its key is damaged: nothing more can be written
    /// to it, since it could not be sealed.
    KeyGone(CaseNumber),
    /// The document is not understood; the lines and why are for whoever reads it to say.
    BadList,
    /// These words cannot be bound to an entry.
    Words(WordsFault),
    /// The list would take so much away that whoever imports it has to allow it.
    TakesAway(Loss),
    /// Only an empty data directory can be filled for training.
    NotEmpty,
    /// It was filled for training just so, and nothing is missing.
    FilledAlready,
    /// It was filled for training before, wholly or in part: only the same can go on.
    FilledOtherwise {
        /// So many cases were wanted.
        cases: u32,
        /// Of this seed.
        seed: u64,
    },
    /// Whoever asks may not.
    NotPermitted,
    /// No such rule.
    NoSuchRule(String),
    /// The date would lie past the year 9999.
    NoSuchDay,
    /// What was given as a head is none: 64 hexadecimal digits.
    BadHead,
    /// Nothing was stored: the data directory cannot take it now.
    NotStored(StoreFault),
    /// It cannot be read: the data directory cannot be used now.
    NotRead(StoreFault),
    /// The owner does not know such a request: it is of another version, or the request is longer
    /// than a frame may be.
    NotUnderstood,
    /// The owner failed at it by a fault of its own.
    Crashed,
}

/// Why the data directory cannot be read or written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StoreFault {
    /// The disk is full.
    Full,
    /// It cannot be written.
    ReadOnly,
    /// The operating system's own words for anything else.
    System(String),
    /// Its records are damaged.
    Damaged,
    /// The owner is ending.
    Ending,
}
