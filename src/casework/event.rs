//! What happened to a case, one event at a time: facts that may stand in clear, and what was said,
//! which is sealed on disk. Knows no seal and no disk.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::case::EntryThen;
use super::clerk::ClerkId;
use super::number::CaseNumber;
use super::status::{Action, Status};
use super::track::Track;
use super::visitor::Visitor;
use crate::personal::guarded;
use crate::registry::EntryId;

/// One event of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The case.
    pub number: CaseNumber,
    /// Counts from 1 within the case.
    pub revision: u32,
    /// When, by the clock of the owner.
    pub at: Timestamp,
    /// Whether the clock stood before the time of an earlier event: it was set back.
    pub clock_back: bool,
    /// Who.
    pub clerk: ClerkId,
    /// The client's own mark of the request, so that one sent twice is done once. Of a case's first
    /// event it stands in [`What::Logged`].
    pub once: Option<u128>,
    /// What, as far as it may stand in clear: nothing personal, no free text.
    pub what: What,
    /// What was said.
    pub words: Words,
}

/// The facts of an event. Serialized as they stand into the journal's clear part: no field may
/// ever hold anything personal or typed freely.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// The case was logged.
    Logged {
        /// The legal course.
        track: Option<Track>,
        /// The entry, as it was then.
        entry: Option<EntryThen>,
        /// The agency's entry, where its name is one the registry has.
        agency: Option<EntryId>,
        /// Whether it was answered at the counter.
        answered: bool,
        /// By when what must follow.
        due: Option<DueFact>,
        /// The client's own mark of the request, so that one sent twice is logged once.
        once: Option<u128>,
    },
    /// Something was noted.
    Noted,
    /// Accepted.
    Accepted {
        /// By when it must be handled.
        due: Option<DueFact>,
    },
    /// Declined.
    Declined,
    /// Referred to another agency.
    Referred {
        /// Its entry, where the registry has its name.
        to: Option<EntryId>,
    },
    /// Answered.
    Answered,
    /// The time limit was extended.
    Extended {
        /// By so many days of the rule's unit.
        days: u32,
        /// The new date.
        due: DueFact,
    },
    /// Closed.
    Closed,
    /// Withdrawn.
    Withdrawn,
    /// Reopened.
    Reopened {
        /// What it became.
        to: Status,
        /// By when what must follow.
        due: Option<DueFact>,
    },
    /// Voided.
    Voided,
    /// Merged into another case.
    Merged {
        /// Which.
        into: CaseNumber,
    },
    /// Taken out of the other case again.
    Unmerged {
        /// What it became, as it was before.
        to: Status,
    },
}

impl What {
    /// The action it is the trace of.
    #[must_use]
    pub const fn action(&self) -> Action {
        match self {
            Self::Logged { .. } => Action::Log,
            Self::Noted => Action::Note,
            Self::Accepted { .. } => Action::Accept,
            Self::Declined => Action::Decline,
            Self::Referred { .. } => Action::Refer,
            Self::Answered => Action::Answer,
            Self::Extended { .. } => Action::Extend,
            Self::Closed => Action::Close,
            Self::Withdrawn => Action::Withdraw,
            Self::Reopened { .. } => Action::Reopen,
            Self::Voided => Action::Void,
            Self::Merged { .. } => Action::Merge,
            Self::Unmerged { .. } => Action::Unmerge,
        }
    }
}

/// A date by which something must be done, and the rule it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueFact {
    /// The last day.
    pub on: Date,
    /// The rule's identifier, such as `L1`.
    pub rule: String,
    /// Whether a year without a calendar was counted Monday to Friday.
    pub provisional: bool,
}

/// What was said with an event, if it can still be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Words {
    /// Readable.
    Open(Box<Said>),
    /// Erased: the key was destroyed.
    Erased,
    /// The box or its key is damaged.
    Damaged,
}

impl Words {
    /// How many bytes of text can be read.
    #[must_use]
    pub fn bytes(&self) -> usize {
        match self {
            Self::Open(said) => said.bytes(),
            Self::Erased | Self::Damaged => 0,
        }
    }
}

/// What was said: everything personal and every free text of an event. Sealed on disk.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Said {
    /// 承办机构 at intake, or the agency a case is referred to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
    /// 事由
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// 内容
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    /// 答复
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    /// 诉求
    #[serde(skip_serializing_if = "Option::is_none")]
    pub demand: Option<String>,
    /// 被投诉单位
    #[serde(skip_serializing_if = "Option::is_none")]
    pub respondent: Option<String>,
    /// 来访人
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visitor: Option<Visitor>,
    /// 备注、理由
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// 办理结果
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
}

guarded!(Said { visitor; agency, subject, content, answer, demand, respondent, note, outcome });

impl Said {
    /// How many bytes of text it is.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let nobody = Visitor::default();
        let visitor = self.visitor.as_ref().unwrap_or(&nobody);
        let texts = [
            &self.agency,
            &self.subject,
            &self.content,
            &self.answer,
            &self.demand,
            &self.respondent,
            &visitor.name,
            &visitor.phone,
            &visitor.id_number,
            &visitor.address,
            &self.note,
            &self.outcome,
        ];
        texts.into_iter().flatten().map(String::len).sum()
    }
}
