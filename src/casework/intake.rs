//! Intake (登记): what is written down at the counter. A form is parsed here into what the rules
//! trust: bounded, stripped of what is unseen, nothing empty. Knows no registry and no case.

use serde::{Deserialize, Serialize};

use super::kind::CaseKind;
use super::track::Track;
use super::visitor::{Visitor, VisitorForm};
use crate::registry::Reference;

/// A form as filled in; also what `log --from-json` reads (CONTRACT, JSON).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IntakeForm {
    /// What sort of matter it is.
    pub kind: CaseKind,
    /// The legal course; not given: labour inspection for a complaint or tip-off, none for an
    /// enquiry.
    #[serde(default)]
    pub track: Option<Track>,
    /// The entry of the registry it is about.
    #[serde(default)]
    pub service: Option<Reference>,
    /// 承办机构; not given: the entry's.
    #[serde(default)]
    pub agency: Option<String>,
    /// 事由; not given: the entry's title.
    #[serde(default)]
    pub subject: Option<String>,
    /// 内容, several lines.
    #[serde(default)]
    pub content: Option<String>,
    /// 答复, several lines. Given, an enquiry is answered at the counter.
    #[serde(default)]
    pub answer: Option<String>,
    /// An enquiry is answered at the counter although no answer was written down.
    #[serde(default)]
    pub answered: bool,
    /// 来访人
    #[serde(default)]
    pub visitor: VisitorForm,
    /// 被投诉单位
    #[serde(default)]
    pub respondent: Option<String>,
    /// 诉求, several lines.
    #[serde(default)]
    pub demand: Option<String>,
}

/// A form, parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Intake {
    /// What sort of matter it is.
    pub kind: CaseKind,
    /// The legal course; none for an enquiry.
    pub track: Option<Track>,
    /// The entry of the registry it is about.
    pub service: Option<Reference>,
    /// 承办机构
    pub agency: Option<String>,
    /// 事由
    pub subject: Option<String>,
    /// 内容
    pub content: Option<String>,
    /// 答复
    pub answer: Option<String>,
    /// Whether an enquiry is done with.
    pub answered: bool,
    /// 来访人
    pub visitor: Visitor,
    /// 被投诉单位
    pub respondent: Option<String>,
    /// 诉求
    pub demand: Option<String>,
}

/// A field that a person fills in, of a form or of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FormField {
    /// 类别
    Kind,
    /// 办理途径
    Track,
    /// 事项
    Service,
    /// 承办机构
    Agency,
    /// 事由
    Subject,
    /// 内容
    Content,
    /// 答复
    Answer,
    /// 诉求
    Demand,
    /// 被投诉单位
    Respondent,
    /// 姓名
    Name,
    /// 电话
    Phone,
    /// 证件号码
    IdNumber,
    /// 住址
    Address,
    /// 匿名
    Anonymous,
    /// 保密
    Confidential,
    /// 备注
    Note,
    /// 理由
    Reason,
    /// 办理结果
    Outcome,
    /// 转往机构
    To,
    /// 天数
    Days,
    /// 并入
    Into,
}

/// A field that cannot be taken as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{field:?}: {fault:?}")]
pub struct BadField {
    /// Which.
    pub field: FormField,
    /// Why.
    pub fault: FieldFault,
}

/// Why a field cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldFault {
    /// It must be filled in.
    Missing,
    /// It is longer than so many characters.
    TooLong(usize),
    /// It does not go with the kind of the case.
    NotOfKind(CaseKind),
    /// The visitor is anonymous and yet this was given.
    YetAnonymous,
    /// It is below or above what is allowed.
    OutOfRange {
        /// Least.
        least: u32,
        /// Most.
        most: u32,
    },
}
