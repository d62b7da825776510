//! What a clerk wants done with a case, parsed. Knows not whether it is allowed.

use std::fmt;

use super::intake::Intake;
use super::number::CaseNumber;
use super::status::Action;

/// What is wanted. Texts are bounded and without anything unseen.
#[derive(Clone, PartialEq, Eq)]
pub enum Command {
    /// Log a new case.
    Log(Box<Intake>),
    /// Note something.
    Note {
        /// 备注
        note: String,
    },
    /// Accept it.
    Accept,
    /// Decline it.
    Decline {
        /// 理由
        reason: String,
    },
    /// Hand it to another agency.
    Refer {
        /// 转往机构
        to: String,
        /// 理由
        reason: String,
    },
    /// Answer it.
    Answer {
        /// 答复
        answer: String,
    },
    /// Extend the time limit.
    Extend {
        /// Days of the rule's unit.
        days: u32,
        /// 理由
        reason: String,
    },
    /// Close it.
    Close {
        /// 办理结果
        outcome: String,
    },
    /// The visitor withdraws it.
    Withdraw {
        /// 理由
        reason: String,
    },
    /// Take it up again.
    Reopen {
        /// 理由
        reason: String,
    },
    /// It was logged by mistake.
    Void {
        /// 理由
        reason: String,
    },
    /// Merge it into another case of the same kind.
    Merge {
        /// Which.
        into: CaseNumber,
        /// 理由
        reason: Option<String>,
    },
    /// Take it out again.
    Unmerge {
        /// 理由
        reason: String,
    },
}

impl fmt::Debug for Command {
    /// Which action it is, and not what is said with it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Command").field(&self.action()).finish()
    }
}

impl Command {
    /// Which action it is.
    #[must_use]
    pub const fn action(&self) -> Action {
        match self {
            Self::Log(_) => Action::Log,
            Self::Note { .. } => Action::Note,
            Self::Accept => Action::Accept,
            Self::Decline { .. } => Action::Decline,
            Self::Refer { .. } => Action::Refer,
            Self::Answer { .. } => Action::Answer,
            Self::Extend { .. } => Action::Extend,
            Self::Close { .. } => Action::Close,
            Self::Withdraw { .. } => Action::Withdraw,
            Self::Reopen { .. } => Action::Reopen,
            Self::Void { .. } => Action::Void,
            Self::Merge { .. } => Action::Merge,
            Self::Unmerge { .. } => Action::Unmerge,
        }
    }
}
