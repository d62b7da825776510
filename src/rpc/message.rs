//! Requests and answers as plain data. No sentence stands here: the client finds the words.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use jiff::civil::Date;

use super::action::{Act, AgenciesFound, Conflict, FindAgencies};
use super::casework::{CalendarYear, CaseShown, Deadline, Log, OwnerStatus, Receipt, Verified};
use super::ledger::{CasesFound, Changed, ListCases, Watch};
use super::lists::{FillForTraining, ImportList, Imported, ListShown};
use super::words::{Bind, Bound, Miss, Noted, Unbind, WordsFault};
use crate::casework::{Action, BadField, CaseKind, CaseNumber, Refused, Status, Track};
use crate::registry::{Entry, EntryId, Kind, ListCode, Reference, Summary, whose};

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

/// A search over the registry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Find {
    /// As typed. Empty or blank: every entry of the scope in document order.
    pub text: String,
    /// Where to look.
    pub scope: Scope,
    /// At most this many hits; `total` counts all.
    pub limit: usize,
    /// Whether hits say why they stand where they stand.
    pub explain: bool,
}

/// Where to look.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    /// Only these kinds; empty: all.
    pub kinds: Vec<Kind>,
    /// Only what is related to this entry.
    pub related_to: Option<EntryId>,
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
    /// What was told with the case was erased, or its key is damaged: nothing more can be written
    /// to it, since it could not be sealed.
    KeyGone(CaseNumber),
    /// The document is not understood; the lines and why are for whoever reads it to say.
    BadList,
    /// These words cannot be bound to an entry.
    Words(WordsFault),
    /// Only an empty data directory can be filled for training.
    NotEmpty,
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

/// One entry, and a line about each related one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// The entry.
    pub entry: Entry,
    /// A line about each of `entry.related`, in the same order.
    pub related: Vec<Summary>,
    /// The bureau whose entry it is, while several lists are loaded.
    #[serde(default)]
    pub whose: Option<String>,
}

/// The entries that fit a query, best first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// The query as it was understood: cut to 256 characters, without control characters.
    pub query: String,
    /// Whether something was cut off the query.
    pub cut: bool,
    /// How many fit, those beyond the limit too.
    pub total: usize,
    /// Whether `total` is exact.
    pub total_is: TotalIs,
    /// How many fit by kind, in every kind whatever kinds the scope names; in the order of
    /// [`Kind::ALL`].
    pub by_kind: Vec<(Kind, usize)>,
    /// Code and bureau of every loaded list, in their order.
    #[serde(default)]
    pub lists: Vec<(ListCode, String)>,
    /// The best of them.
    pub hits: Vec<Hit>,
}

impl Found {
    /// The bureau whose list it is, while several are loaded.
    #[must_use]
    pub fn whose(&self, code: &ListCode) -> Option<&str> {
        let lists = self.lists.iter();
        whose(lists.map(|(code, name)| (code, name.as_str())), code)
    }
}

/// Whether a total is exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TotalIs {
    /// All were counted.
    #[serde(rename = "exact")]
    Exact,
    /// There may be more.
    #[serde(rename = "at least")]
    AtLeast,
}

/// One entry that fits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    /// A line about it.
    #[serde(flatten)]
    pub summary: Summary,
    /// Comparable within one query only; higher is better. 0 when browsing.
    pub score: i64,
    /// How the best field matched; nothing when browsing.
    pub matched: Option<Matched>,
    /// Every matched character, field by field.
    pub marks: Vec<Mark>,
    /// A piece of the text around the match, where the title shows none of it.
    pub excerpt: Option<Excerpt>,
    /// Why it stands where it stands, when that was asked.
    pub why: Option<Why>,
}

/// How a field matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Matched {
    /// By its characters.
    Text,
    /// By pinyin, at least in part.
    Pinyin,
    /// By a telephone number.
    Phone,
}

/// A field of an entry, as [`Entry`] has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The title, whatever the kind calls it.
    Title,
    /// A service's content.
    Content,
    /// A service's agency.
    Agency,
    /// A service's or agency's number, counted from 0.
    Phone(usize),
    /// A duty's or task's remark.
    Remark,
    /// A cell of a boundary's role, counted from 0.
    Role(usize, RolePart),
    /// A regime's section heading, counted from 0.
    SectionTitle(usize),
    /// A regime's section text, counted from 0.
    SectionText(usize),
}

/// A cell of a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RolePart {
    /// 相关部门
    Agency,
    /// 职责分工
    Responsibility,
    /// 相关依据
    Basis,
    /// 案例
    Example,
}

/// Matched characters of one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The field.
    pub field: Field,
    /// Stretches of characters (not bytes), in order, apart from each other.
    pub ranges: Vec<Range<usize>>,
}

/// A piece of a field's text around the match, on one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excerpt {
    /// The field.
    pub field: Field,
    /// The piece.
    pub text: String,
    /// Matched stretches of the piece, in characters.
    pub ranges: Vec<Range<usize>>,
}

/// Why a hit stands where it stands: the score is the mean of the points of `terms`, plus
/// `bonuses`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Why {
    /// Each word of the query and the field that answered it best.
    pub terms: Vec<WhyTerm>,
    /// What the entry as a whole gets on top.
    pub bonuses: Vec<(Bonus, i64)>,
}

/// How one word of the query was answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhyTerm {
    /// The word.
    pub term: String,
    /// The field that answered it best.
    pub field: Field,
    /// How.
    pub matched: Matched,
    /// How well the found characters stand together.
    pub form: Form,
    /// Points of the fuzzy matcher for the found characters.
    pub fuzzy: i64,
    /// What is added to them.
    pub bonuses: Vec<(Bonus, i64)>,
}

/// How the found characters stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// With gaps.
    Scattered,
    /// Side by side.
    Adjacent,
    /// Side by side to the end of the field.
    End,
    /// Side by side from the start of the field.
    Start,
    /// The whole field.
    Whole,
}

/// A reason for points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bonus {
    /// The form of the match.
    Form,
    /// The field that matched.
    Field,
    /// The kind of the entry.
    Kind,
    /// Characters typed as they stand rather than by sound.
    Literal,
    /// Short text, so that the match is much of it.
    Brevity,
    /// Gaps between the found characters.
    Gaps,
    /// The words of the query were found apart.
    Apart,
    /// The punctuation of the query fits too.
    Verbatim,
    /// The entry is opened often in this hall.
    Habit,
}
