//! An entry as it is shown: owned, whole, in the shape of the contract's JSON. Knows no document.

use serde::{Deserialize, Serialize};

use super::id::{EntryId, Kind, ListCode};
use super::phone::Phone;

/// One line about an entry: what a list of entries shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Identifier.
    pub id: EntryId,
    /// Kind.
    pub kind: Kind,
    /// A duty's or task's title is its text, a boundary's its matter, a regime's its heading.
    pub title: String,
    /// The list it belongs to.
    pub list: ListCode,
    /// Who is responsible: a service's agency; nothing for the other kinds.
    pub agency: Option<String>,
    /// First number, with area code.
    pub phone: Option<Phone>,
}

/// One entry, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Identifier.
    pub id: EntryId,
    /// Kind.
    pub kind: Kind,
    /// Title, as in [`Summary`].
    pub title: String,
    /// The list it belongs to.
    pub list: ListCode,
    /// What only this kind has.
    #[serde(flatten)]
    pub body: Body,
    /// Entries of the same matter, nearest first.
    pub related: Vec<EntryId>,
}

/// What differs by kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Body {
    /// A boundary matter.
    Boundary {
        /// Who does which part.
        roles: Vec<RoleView>,
    },
    /// A supervision regime, or one section of it when that was asked for.
    Supervision {
        /// The sections.
        sections: Vec<SectionView>,
    },
    /// An agency.
    Agency {
        /// Its services.
        services: Vec<EntryId>,
        /// The boundary matters it has a part in.
        boundaries: Vec<EntryId>,
        /// All its numbers.
        phones: Vec<Phone>,
    },
    /// A duty.
    Duty {
        /// A 备注 merged beside the duty.
        remark: Option<String>,
        /// The tasks printed beside it.
        tasks: Vec<TaskView>,
    },
    /// A task.
    Task {
        /// A 备注 beside the task.
        remark: Option<String>,
        /// The duty it is printed under.
        duty: EntryId,
    },
    /// A service. Last, because its keys are optional: read earlier it would swallow the others.
    Service {
        /// 主要内容
        content: Option<String>,
        /// 承办机构
        agency: Option<String>,
        /// First number, with area code.
        phone: Option<Phone>,
        /// All numbers.
        phones: Vec<Phone>,
    },
}

/// A role as shown; merged cells are `null`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleView {
    /// 相关部门
    pub agency: Option<String>,
    /// 职责分工
    pub responsibility: Option<String>,
    /// 相关依据
    pub basis: Option<String>,
    /// 案例
    pub example: Option<String>,
}

/// A section as shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionView {
    /// Identifier, such as `hrss/supervision/1/5`.
    pub id: EntryId,
    /// Heading without its number.
    pub title: String,
    /// Text with its line breaks.
    pub text: String,
}

/// A task as a duty shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskView {
    /// Identifier.
    pub id: EntryId,
    /// Text.
    pub text: String,
    /// 备注
    pub remark: Option<String>,
}
