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
