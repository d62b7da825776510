//! Statuses and actions, and the contract's table of what may be done from where. The table
//! decides, offers and explains refusals; nothing else does.

use serde::{Deserialize, Serialize};

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
