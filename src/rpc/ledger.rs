//! Requests and answers about many cases: the ledger (台账), what a client shows of it, and what
//! changed meanwhile. Personal data arrives masked, unless it was asked for by someone who may.

use std::ops::Range;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::casework::CaseLine;
use super::find::{Matched, TotalIs};
use crate::casework::{CaseKind, CaseNumber, Status};
use crate::personal::guarded;
use crate::registry::Reference;

/// Most lines of one answer.
pub const MOST_LINES: usize = 1000;

/// Which cases, in which order.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListCases {
    /// As typed: number, subject, service, agency, respondent, visitor's name, content. Empty or
    /// blank: all.
    pub text: String,
    /// What they must be like.
    pub filter: CaseFilter,
    /// Which come first.
    pub order: CaseOrder,
    /// At most this many lines, and never more than [`MOST_LINES`].
    pub limit: usize,
    /// Only those that come after this case in that order, so that a long answer can be had piece
    /// by piece.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<CaseNumber>,
    /// The asker has the lines as they were answered last: only of these cases lines are wanted,
    /// of the others which they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub only: Option<Vec<CaseNumber>>,
    /// Whether personal data is wanted as it is, of those cases whose data the asker may see.
    pub reveal: bool,
}

guarded!(ListCases { filter, order, limit, after, only, reveal; text });

/// What cases must be like. Each part narrows; what is left out does not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseFilter {
    /// Any of these; empty: any.
    pub statuses: Vec<Status>,
    /// Any of these; empty: any.
    pub kinds: Vec<CaseKind>,
    /// About this entry.
    pub service: Option<Reference>,
    /// At this agency, its name as it stands in the case.
    pub agency: Option<String>,
    /// Logged on this day or later.
    pub from: Option<Date>,
    /// Logged on this day or earlier.
    pub to: Option<Date>,
    /// Whose due date is past.
    pub overdue: bool,
    /// Whose due date is at most so many calendar days away, today being 0; those past too.
    pub due_within: Option<u32>,
    /// Logged by the asker, or last acted on by the asker.
    pub mine: bool,
}

/// Which cases come first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseOrder {
    /// The newest; with a query too.
    #[default]
    Newest,
    /// The one that is due first; those without a due date last, newest first.
    DaysLeft,
}

/// The cases that fit.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CasesFound {
    /// The query as it was understood: cut to 256 characters, without control characters.
    pub query: String,
    /// Whether something was cut off the query.
    pub cut: bool,
    /// How many fit, those beyond the limit too; of those after the case that the request names.
    pub total: usize,
    /// Whether `total` is exact.
    pub total_is: TotalIs,
    /// How the query was taken, where that is not as it was typed: what it says otherwise, or a
    /// slip in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matched: Option<Matched>,
    /// The day by the owner's clock, for counting the days that are left.
    pub today: Date,
    /// How far the owner is with reading the cases in after its start; nothing once it is done.
    pub loading: Option<Loading>,
    /// So many cases cannot be read: those among them that fit are not in the answer.
    #[serde(default, skip_serializing_if = "is_whole")]
    pub left_out: usize,
    /// The first of them; fewer than were asked for where they are long.
    pub lines: Vec<CaseHit>,
    /// Where only some of the lines were wanted: the first of all that fit, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub numbers: Vec<CaseNumber>,
}

impl CasesFound {
    /// The cases that whoever asked shows now.
    pub fn shown(&self) -> impl Iterator<Item = CaseNumber> + '_ {
        let lines = self.lines.iter().map(|hit| hit.line.number);
        let lines = lines.filter(|_| self.numbers.is_empty());
        lines.chain(self.numbers.iter().copied())
    }
}

guarded!(CasesFound { cut, total, total_is, matched, today, loading, left_out, numbers, lines; query });

/// For what is not written where nothing is left out.
#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands it over so")]
const fn is_whole(left_out: &usize) -> bool {
    *left_out == 0
}

/// How far the owner is with reading the cases in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loading {
    /// So many are in: the newest.
    pub done: u64,
    /// Of so many.
    pub of: u64,
}

/// A case that fits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseHit {
    /// A line of the ledger.
    #[serde(flatten)]
    pub line: CaseLine,
    /// Every matched character of what the line shows, field by field.
    pub marks: Vec<CaseMark>,
}

/// A field of a case that is searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseField {
    /// Its number.
    Number,
    /// 事由
    Subject,
    /// The entry's title.
    Service,
    /// 承办机构
    Agency,
    /// 被投诉单位
    Respondent,
    /// The visitor's name: never an informant's.
    Visitor,
    /// 内容
    Content,
}

/// Matched characters of one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseMark {
    /// The field; never one that is masked.
    pub field: CaseField,
    /// Stretches of characters (not bytes), in order, apart from each other.
    pub ranges: Vec<Range<usize>>,
}

/// What a client shows: of changes that touch none of it, it is told nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Watch {
    /// The ledger, and what cases must be like to come into it; nothing while it is not shown.
    pub ledger: Option<CaseFilter>,
    /// The cases whose lines are in view.
    pub shown: Vec<CaseNumber>,
    /// The case that is open.
    pub open: Option<CaseNumber>,
}

/// What changed of what a client shows. It asks again for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    /// The cases that changed, or that somebody opened or left.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cases: Vec<CaseNumber>,
    /// Whether there are other lists now.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub lists: bool,
    /// Whether the data directory was marked as one for training.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub training: bool,
}
