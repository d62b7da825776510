//! Statuses and actions, and the contract's table of what may be done from where. The table
//! decides, offers and explains refusals; nothing else does.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::kind::{BadWord, CaseKind};

/// How a case stands. Nothing is ever deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// 待办: logged, nothing decided yet.
    Open,
    /// 已受理
    Accepted,
    /// 已转办: handed to another agency, still followed.
    Referred,
    /// 已答复: an enquiry done.
    Answered,
    /// 已办结: a complaint or tip-off done.
    Closed,
    /// 不予受理
    Declined,
    /// 已撤回
    Withdrawn,
    /// 已并案
    Merged,
    /// 已作废: logged by mistake; kept.
    Voided,
}

/// What can be done with a case. `Log` makes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// 登记
    Log,
    /// 备注
    Note,
    /// 受理
    Accept,
    /// 不予受理
    Decline,
    /// 转办
    Refer,
    /// 答复
    Answer,
    /// 延期
    Extend,
    /// 办结
    Close,
    /// 撤回
    Withdraw,
    /// 重新办理
    Reopen,
    /// 作废
    Void,
    /// 并案
    Merge,
    /// 取消并案
    Unmerge,
}

/// What an action needs to be given, so that forms and commands ask for exactly that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Need {
    /// 备注; of an answer, the answer itself.
    Note,
    /// 理由
    Reason,
    /// 转往机构
    To,
    /// 天数
    Days,
    /// 办理结果
    Outcome,
    /// 并入: a case number.
    Into,
}

/// What a case becomes by an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leads {
    /// It stays as it is.
    Same,
    /// It becomes this.
    To(Status),
    /// Accepted if it ever was, else open.
    AcceptedOrOpen,
    /// What it was before it was merged.
    Before,
}

/// A row of the contract's table. `Log`, which makes a case, has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// What is done.
    pub action: Action,
    /// The statuses it can be done in.
    pub from: &'static [Status],
    /// The kinds it can be done with.
    pub kinds: &'static [CaseKind],
    /// What it needs to be given.
    pub needs: &'static [Need],
    /// What the case becomes.
    pub leads: Leads,
}

const EVERY: &[CaseKind] = &CaseKind::ALL;
const REPORTED: &[CaseKind] = &[CaseKind::Complaint, CaseKind::Tipoff];
const RUNNING: &[Status] = &[Status::Open, Status::Accepted, Status::Referred];
const TAKEN: &[Status] = &[Status::Accepted, Status::Referred];

/// The contract's table, in its order.
pub const TABLE: &[Row] = &[
    Row {
        action: Action::Note,
        from: &[
            Status::Open,
            Status::Accepted,
            Status::Referred,
            Status::Answered,
            Status::Closed,
            Status::Declined,
            Status::Withdrawn,
        ],
        kinds: EVERY,
        needs: &[Need::Note],
        leads: Leads::Same,
    },
    Row {
        action: Action::Accept,
        from: &[Status::Open],
        kinds: REPORTED,
        needs: &[],
        leads: Leads::To(Status::Accepted),
    },
    Row {
        action: Action::Decline,
        from: &[Status::Open],
        kinds: REPORTED,
        needs: &[Need::Reason],
        leads: Leads::To(Status::Declined),
    },
    Row {
        action: Action::Refer,
        from: RUNNING,
        kinds: EVERY,
        needs: &[Need::To, Need::Reason],
        leads: Leads::To(Status::Referred),
    },
    Row {
        action: Action::Answer,
        from: &[Status::Open, Status::Referred],
        kinds: &[CaseKind::Enquiry],
        needs: &[Need::Note],
        leads: Leads::To(Status::Answered),
    },
    Row {
        action: Action::Extend,
        from: TAKEN,
        kinds: REPORTED,
        needs: &[Need::Days, Need::Reason],
        leads: Leads::Same,
    },
    Row {
        action: Action::Close,
        from: TAKEN,
        kinds: REPORTED,
        needs: &[Need::Outcome],
        leads: Leads::To(Status::Closed),
    },
    Row {
        action: Action::Withdraw,
        from: RUNNING,
        kinds: EVERY,
        needs: &[Need::Reason],
        leads: Leads::To(Status::Withdrawn),
    },
    Row {
        action: Action::Reopen,
        from: &[
            Status::Answered,
            Status::Closed,
            Status::Declined,
            Status::Withdrawn,
        ],
        kinds: EVERY,
        needs: &[Need::Reason],
        leads: Leads::AcceptedOrOpen,
    },
    Row {
        action: Action::Void,
        from: &[Status::Open, Status::Answered],
        kinds: EVERY,
        needs: &[Need::Reason],
        leads: Leads::To(Status::Voided),
    },
    Row {
        action: Action::Merge,
        from: RUNNING,
        kinds: EVERY,
        needs: &[Need::Into],
        leads: Leads::To(Status::Merged),
    },
    Row {
        action: Action::Unmerge,
        from: &[Status::Merged],
        kinds: EVERY,
        needs: &[Need::Reason],
        leads: Leads::Before,
    },
];

/// What can be done with a case of this kind in this status, in the table's order.
pub fn allowed(kind: CaseKind, status: Status) -> impl Iterator<Item = Action> {
    TABLE
        .iter()
        .filter(move |row| row.kinds.contains(&kind) && row.from.contains(&status))
        .map(|row| row.action)
}

/// Whether an action can be done with a case of this kind in this status.
#[must_use]
pub fn allows(kind: CaseKind, status: Status, action: Action) -> bool {
    allowed(kind, status).any(|one| one == action)
}

impl Action {
    /// Every action, in the order of the declaration.
    pub const ALL: [Self; 13] = [
        Self::Log,
        Self::Note,
        Self::Accept,
        Self::Decline,
        Self::Refer,
        Self::Answer,
        Self::Extend,
        Self::Close,
        Self::Withdraw,
        Self::Reopen,
        Self::Void,
        Self::Merge,
        Self::Unmerge,
    ];

    /// The word used in JSON and on the command line.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Log => "log",
            Self::Note => "note",
            Self::Accept => "accept",
            Self::Decline => "decline",
            Self::Refer => "refer",
            Self::Answer => "answer",
            Self::Extend => "extend",
            Self::Close => "close",
            Self::Withdraw => "withdraw",
            Self::Reopen => "reopen",
            Self::Void => "void",
            Self::Merge => "merge",
            Self::Unmerge => "unmerge",
        }
    }

    /// Its row of the table; none for `Log`.
    #[must_use]
    pub fn row(self) -> Option<&'static Row> {
        TABLE.iter().find(|row| row.action == self)
    }

    /// What it needs to be given.
    #[must_use]
    pub fn needs(self) -> &'static [Need] {
        self.row().map_or(&[], |row| row.needs)
    }
}

impl Status {
    /// Every status, in the order of the declaration.
    pub const ALL: [Self; 9] = [
        Self::Open,
        Self::Accepted,
        Self::Referred,
        Self::Answered,
        Self::Closed,
        Self::Declined,
        Self::Withdrawn,
        Self::Merged,
        Self::Voided,
    ];

    /// The word used in JSON and on the command line.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Accepted => "accepted",
            Self::Referred => "referred",
            Self::Answered => "answered",
            Self::Closed => "closed",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
            Self::Merged => "merged",
            Self::Voided => "voided",
        }
    }

    /// Whether a case runs: something must still follow on it.
    #[must_use]
    pub const fn is_running(self) -> bool {
        matches!(self, Self::Open | Self::Accepted | Self::Referred)
    }

    /// Whether a case is done with. A merged one is not: it goes on inside another one.
    #[must_use]
    pub const fn is_done(self) -> bool {
        matches!(
            self,
            Self::Answered | Self::Closed | Self::Declined | Self::Withdrawn | Self::Voided
        )
    }
}

impl FromStr for Action {
    type Err = BadWord;

    fn from_str(word: &str) -> Result<Self, BadWord> {
        let mut all = Self::ALL.into_iter();
        all.find(|one| one.word() == word).ok_or(BadWord)
    }
}

impl FromStr for Status {
    type Err = BadWord;

    fn from_str(word: &str) -> Result<Self, BadWord> {
        let mut all = Self::ALL.into_iter();
        all.find(|one| one.word() == word).ok_or(BadWord)
    }
}
