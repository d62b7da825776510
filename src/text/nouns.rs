//! The nouns of the registry as clerks and visitors say them.

use super::{Lang, catalogue};
use crate::registry::Kind;

impl Lang {
    /// What a kind is called.
    #[must_use]
    pub const fn kind(self, kind: Kind) -> &'static str {
        match kind {
            Kind::Service => self.service(),
            Kind::Duty => self.duty(),
            Kind::Task => self.task(),
            Kind::Boundary => self.boundary(),
            Kind::Supervision => self.supervision(),
            Kind::Agency => self.agency(),
        }
    }
}

catalogue! {
    service { zh: "服务", en: "service" }
    duty { zh: "职责", en: "duty" }
    task { zh: "事项", en: "task" }
    boundary { zh: "边界", en: "boundary" }
    supervision { zh: "监管", en: "regime" }
    agency { zh: "机构", en: "agency" }
    content { zh: "主要内容", en: "Content" }
    in_charge { zh: "承办机构", en: "Agency" }
    phone { zh: "联系电话", en: "Phone" }
    remark { zh: "备注", en: "Remark" }
    responsibility { zh: "职责分工", en: "Part" }
    basis { zh: "相关依据", en: "Legal basis" }
    example { zh: "案例", en: "Example" }
    related { zh: "相关", en: "Related" }
}
