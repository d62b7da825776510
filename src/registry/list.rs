//! The nouns of one bureau's responsibility list (责任清单), as read. Know nothing of other lists.

use std::sync::Arc;

use super::id::ListCode;
use super::passage::Passage;
use super::phone::Phone;

/// One bureau's list: four parts as published, and the agencies derived from them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// Short code, the first part of every identifier.
    pub code: ListCode,
    /// The bureau's name as clerks say it.
    pub name: String,
    /// The document the spans point into.
    pub document: Arc<str>,
    /// 部门职责
    pub duties: Vec<Duty>,
    /// 与相关部门的职责边界
    pub boundaries: Vec<Boundary>,
    /// 事中事后监管制度
    pub supervisions: Vec<Supervision>,
    /// 公共服务事项
    pub services: Vec<Service>,
    /// Whoever is named as responsible, in order of first mention: services first.
    pub agencies: Vec<Agency>,
}

impl List {
    /// A list of which nothing is known but its code and its bureau's name.
    #[must_use]
    pub fn empty(code: ListCode, name: &str) -> Self {
        Self {
            code,
            name: name.to_owned(),
            document: "".into(),
            duties: Vec::new(),
            boundaries: Vec::new(),
            supervisions: Vec::new(),
            services: Vec::new(),
            agencies: Vec::new(),
        }
    }
}

/// 主要职责: a main duty and the tasks printed beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    /// Printed number (序号).
    pub number: u32,
    /// The duty's text.
    pub text: Passage,
    /// A 备注 cell merged beside the whole duty.
    pub remark: Option<Passage>,
    /// 具体工作事项, in document order; a task's number is its place counted from 1.
    pub tasks: Vec<Task>,
}

/// 具体工作事项
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// The task's text.
    pub text: Passage,
    /// A 备注 cell beside this task.
    pub remark: Option<Passage>,
}

/// 管理事项 that several agencies share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Boundary {
    /// Printed number (序号).
    pub number: u32,
    /// The matter.
    pub matter: Passage,
    /// Who does which part, in document order.
    pub roles: Vec<Role>,
}

/// One agency's part in a boundary matter. Cells merged with the row above are `None`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// 相关部门
    pub agency: Option<Passage>,
    /// 职责分工
    pub responsibility: Option<Passage>,
    /// 相关依据
    pub basis: Option<Passage>,
    /// 案例
    pub example: Option<Passage>,
}

/// 事中事后监管制度: a supervision regime.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Supervision {
    /// Printed number, （一） being 1.
    pub number: u32,
    /// The heading without its number.
    pub heading: Passage,
    /// Its numbered sections; a section's number is its place counted from 1.
    pub sections: Vec<Section>,
}

/// A regime's section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The heading without its number.
    pub title: Passage,
    /// The text, line by line as printed.
    pub text: Passage,
}

/// 公共服务事项
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// Printed number (序号).
    pub number: u32,
    /// 服务事项
    pub title: Passage,
    /// 主要内容
    pub content: Option<Passage>,
    /// 承办机构
    pub agency: Option<Passage>,
    /// 联系电话 as printed.
    pub phone: Option<Passage>,
    /// The numbers in it, with area code.
    pub phones: Vec<Phone>,
}

/// 部门 / 承办机构, derived from services and boundary roles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agency {
    /// The name as printed.
    pub name: Arc<str>,
    /// Numbers of all its services, each once.
    pub phones: Vec<Phone>,
    /// Numbers of its services.
    pub services: Vec<u32>,
    /// Numbers of the boundary matters it has a part in.
    pub boundaries: Vec<u32>,
}
