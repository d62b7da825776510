//! The visitor (来访人): who they are, as far as they said. Knows no case.

use crate::personal::guarded;
use serde::{Deserialize, Serialize};

/// What stands in the visitor's fields of a form, as typed; also the contract's JSON.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct VisitorForm {
    /// 姓名
    pub name: Option<String>,
    /// 电话
    pub phone: Option<String>,
    /// 证件号码
    pub id_number: Option<String>,
    /// 住址
    pub address: Option<String>,
    /// 匿名: the visitor does not want to say who they are.
    pub anonymous: bool,
    /// 保密: the visitor's identity must not reach the respondent.
    pub confidential: bool,
}

guarded!(VisitorForm { anonymous, confidential; name, phone, id_number, address });

/// A visitor as shown: masked, or nothing at all (the contract's JSON).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitorShown {
    /// 姓名
    pub name: Option<String>,
    /// 电话
    pub phone: Option<String>,
    /// 证件号码
    pub id_number: Option<String>,
    /// 住址
    pub address: Option<String>,
    /// Whether nobody knows who it was; nothing where that is nobody's to know.
    pub anonymous: Option<bool>,
    /// 保密; nothing where that is nobody's to know.
    pub confidential: Option<bool>,
}

guarded!(VisitorShown { anonymous, confidential; name, phone, id_number, address });

impl VisitorShown {
    /// Whether it is shown that nobody knows who it was.
    #[must_use]
    pub fn is_anonymous(&self) -> bool {
        self.anonymous == Some(true)
    }

    /// Whether it is shown that the visitor's identity must not reach the respondent.
    #[must_use]
    pub fn is_confidential(&self) -> bool {
        self.confidential == Some(true)
    }
}

/// Who came, parsed: bounded, one line each, without anything unseen, empty ones left out.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visitor {
    /// 姓名
    pub name: Option<String>,
    /// 电话
    pub phone: Option<String>,
    /// 证件号码; a final x is upper-case.
    pub id_number: Option<String>,
    /// 住址
    pub address: Option<String>,
    /// Nobody knows who it was. Never together with any of the above.
    pub anonymous: bool,
    /// 保密
    pub confidential: bool,
}

guarded!(Visitor { anonymous, confidential; name, phone, id_number, address });
