//! Requests and answers about cases. Personal data arrives in answers masked, unless it was asked
//! to be revealed by someone who may.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::message::StoreFault;
use super::words::TableFault;

use crate::casework::{
    Action, CaseKind, CaseNumber, ClerkId, IntakeForm, Status, Track, VisitorShown,
};
use crate::personal::guarded;
use crate::registry::EntryId;

pub use crate::casework::check::{Doubt, Warning};
pub use crate::casework::deadline::Deadline;

/// Logs a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Log {
    /// Drawn at random by the client, the same when it has to ask again: a case is logged once
    /// however often the request arrives.
    #[serde(with = "hex")]
    pub once: u128,
    /// What was filled in.
    pub form: IntakeForm,
}

/// What a change of a case is answered with; also the contract's JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The case.
    pub number: CaseNumber,
    /// Its kind.
    pub kind: CaseKind,
    /// How it stands now.
    pub status: Status,
    /// How many events it has now.
    pub revision: u32,
    /// By when what must follow.
    pub due_on: Option<Date>,
    /// Whether that day is past.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub overdue: bool,
    /// What the law wants written down and was not, or looks mistyped. Never blocks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
}

/// A case as it is shown.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseShown {
    /// A line of the ledger.
    #[serde(flatten)]
    pub line: CaseLine,
    /// 内容
    pub content: Option<String>,
    /// 答复
    pub answer: Option<String>,
    /// 诉求
    pub demand: Option<String>,
    /// What happened, oldest first.
    pub events: Vec<EventShown>,
    /// So many of the oldest events are not among them: an answer has an end.
    #[serde(default, skip_serializing_if = "is_none_of_them")]
    pub earlier: u32,
    /// Whether what was told can be read.
    pub readable: Readable,
    /// Whether the one who asked may see what is masked.
    pub may_reveal: bool,
    /// What its status allows.
    pub allowed: Vec<Action>,
    /// The cases that were merged into it and not taken out again, in the order of their numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub merged_from: Vec<CaseNumber>,
    /// Other clerks who have it open at this moment.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also_open: Vec<ClerkId>,
}

guarded!(CaseShown { line, events, earlier, readable, may_reveal, allowed, merged_from, also_open; content, answer, demand });

/// Whether what was told with a case can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Readable {
    /// It can.
    Yes,
    /// It was erased.
    Erased,
    /// A box or its key is damaged.
    Damaged,
}

/// A case in one line; the contract's keys of `cases`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseLine {
    /// Its number.
    pub number: CaseNumber,
    /// Its kind.
    pub kind: CaseKind,
    /// Its legal course.
    pub track: Option<Track>,
    /// How it stands.
    pub status: Status,
    /// How many events it has.
    pub revision: u32,
    /// The entry it is about.
    pub service: Option<EntryId>,
    /// That entry's title, as it was then.
    pub service_title: Option<String>,
    /// 承办机构
    pub agency: Option<String>,
    /// 事由
    pub subject: Option<String>,
    /// 来访人: masked, unless revealed. A tip-off's informant is `举报人` and nothing else.
    pub visitor: VisitorShown,
    /// 被投诉单位
    pub respondent: Option<String>,
    /// Who logged it.
    pub clerk: ClerkId,
    /// 窗口
    pub counter: Option<String>,
    /// When it was logged; in JSON RFC 3339 in the hall's zone.
    #[serde(with = "in_hall")]
    pub opened_at: Timestamp,
    /// By when what must follow.
    pub due_on: Option<Date>,
    /// The rule that says so.
    pub due_rule: Option<String>,
    /// Whether a year without a calendar was counted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub provisional: bool,
    /// Whether that day is past.
    pub overdue: bool,
    /// When it was done with.
    #[serde(with = "in_hall_or_none")]
    pub closed_at: Option<Timestamp>,
    /// 办理结果
    pub outcome: Option<String>,
    /// The case it was merged into.
    pub merged_into: Option<CaseNumber>,
}

guarded!(CaseLine { number, kind, track, status, revision, service, service_title, visitor, clerk, counter, opened_at, due_on, due_rule, provisional, overdue, closed_at, merged_into; agency, subject, respondent, outcome });

/// An event as shown.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventShown {
    /// Counts from 1 within the case.
    pub seq: u32,
    /// When; in JSON RFC 3339 in the hall's zone.
    #[serde(with = "in_hall")]
    pub at: Timestamp,
    /// Whether the clock had been set back.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub clock_back: bool,
    /// Who.
    pub clerk: ClerkId,
    /// What was done.
    pub action: Action,
    /// What was said with it: a note, a reason, an answer, an outcome.
    pub note: Option<String>,
    /// That is not in the answer, though it is kept: newer events took all the room.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub left_out: bool,
    /// How the case stood before.
    pub from: Option<Status>,
    /// How it stood then.
    pub to: Status,
    /// What else the action was about.
    #[serde(flatten)]
    pub about: EventAbout,
}

guarded!(EventShown { seq, at, clock_back, clerk, action, left_out, from, to, about; note });

/// What an action was about, beside its status and what was said: the case itself only has the
/// last of these.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EventAbout {
    /// The agency that it was referred to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to_agency: Option<String>,
    /// The days that the time limit was extended by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
    /// By when what had to follow from then on, where the action said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_on: Option<Date>,
    /// The case into which it was merged, or out of which it was taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other: Option<CaseNumber>,
}

/// A year of the working-day calendar, as listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarYear {
    /// The year.
    pub year: i16,
    /// Weekdays and weekend days off by notice.
    pub off: Vec<Date>,
    /// Weekend days worked by notice.
    pub work: Vec<Date>,
    /// Days off by local notice.
    pub local: Vec<Date>,
    /// Where it was published.
    pub source: String,
}

/// How a running owner is; the contract's JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnerStatus {
    /// Always true: an owner answers.
    pub running: bool,
    /// Its process.
    pub pid: u32,
    /// Where it listens.
    pub socket: String,
    /// How many clients are attached, the asking one not counted.
    pub clerks: usize,
    /// How many cases there are.
    pub cases: u64,
    /// How many events the journal has.
    pub events: u64,
    /// Its version.
    pub version: String,
    /// Whether the data directory is one for training.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub training: bool,
    /// What it had to mend, or what its operator should know.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<OwnerNotice>,
}

/// Something that the operator of an owner should know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OwnerNotice {
    /// The master key was made just now.
    MasterKeyMade {
        /// Where it stands.
        path: String,
    },
    /// A half-written last record was set aside.
    TornTail {
        /// The file it was moved to.
        kept_in: String,
        /// How many bytes.
        bytes: u64,
    },
    /// The view was rebuilt from the journal.
    StoreRebuilt {
        /// The damaged directory, where there was one.
        kept_aside: Option<String>,
    },
    /// A file of the cases' keys is damaged or lost: what was sealed with them cannot be read.
    KeysDamaged {
        /// The file.
        path: String,
    },
    /// Cases cannot be read, though the records are there: they are in no list.
    CasesUnread {
        /// One of them.
        number: CaseNumber,
        /// How many.
        count: u64,
    },
    /// The view cannot be brought up to the records now.
    ViewBehind {
        /// Why.
        fault: StoreFault,
    },
    /// A file of counts was damaged; it was set aside and begun anew.
    CountsLost {
        /// Where it was moved to; it stands where it stood when it could not be moved.
        kept_aside: String,
    },
    /// The hall's own table of words cannot be used; the lookup goes on without it.
    TableUnused {
        /// The file.
        path: String,
        /// Why.
        fault: TableFault,
    },
}

/// What `verify` found; the contract's JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verified {
    /// Whether nothing is wrong.
    pub ok: bool,
    /// How many events the journal has.
    pub events: u64,
    /// How many cases they make.
    pub cases: u64,
    /// The hash of the last record, in hexadecimal digits.
    pub head: String,
    /// What is wrong.
    pub problems: Vec<Problem>,
}

/// One thing that is wrong with the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Which event, where it is about one.
    pub event: Option<u64>,
    /// The file.
    pub file: String,
    /// What is wrong with it.
    pub what: ProblemKind,
}

/// What is wrong with a record or file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemKind {
    /// Its bytes are not those that were written.
    Changed,
    /// Records are missing before it.
    Missing,
    /// It stands in another place than it was written at.
    Reordered,
    /// It belongs to another journal.
    Foreign,
    /// It does not follow from the one before it.
    Unchained,
    /// The end is half written.
    Torn,
    /// The head given is not in the journal.
    HeadUnknown,
    /// A file or directory is gone.
    Lost,
    /// It cannot be read.
    Unreadable,
}

/// For what is not written where it is 0.
#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands it over so")]
pub(super) const fn is_none_of_them(count: &u32) -> bool {
    *count == 0
}

pub(super) mod hex {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(in crate::rpc) fn serialize<S: Serializer>(value: &u128, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&format_args!("{value:032x}"))
    }

    pub(in crate::rpc) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<u128, D::Error> {
        let text = String::deserialize(from)?;
        u128::from_str_radix(&text, 16).map_err(D::Error::custom)
    }
}

pub(super) mod in_hall {
    use jiff::Timestamp;
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::casework::zone;

    pub(in crate::rpc) fn serialize<S: Serializer>(
        at: &Timestamp,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        to.collect_str(&zone::rfc3339(*at))
    }

    pub(in crate::rpc) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Timestamp, D::Error> {
        Timestamp::deserialize(from)
    }
}

mod in_hall_or_none {
    use jiff::Timestamp;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(
        at: &Option<Timestamp>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        match at {
            Some(at) => super::in_hall::serialize(at, to),
            None => to.serialize_none(),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<Timestamp>, D::Error> {
        Option::deserialize(from)
    }
}
