//! Actions on cases as clerks say them: why one is refused, what somebody else did first. Used by
//! the screen and by the commands; knows neither.

use super::{Lang, catalogue};
use crate::casework::{CaseNumber, Refused, Status};

impl Lang {
    /// Why a rule stands against an action.
    #[must_use]
    pub fn refusal_rule(self, refused: &Refused) -> String {
        match refused {
            Refused::NotAllowed {
                action,
                kind,
                status,
            } => self.refusal_not_allowed(*action, *kind, *status),
            Refused::ExtendedBefore => self.fault_extended_before().to_owned(),
            Refused::NoRuleToExtend => self.fault_no_rule_to_extend().to_owned(),
            Refused::BeyondCap { cap } => self.fault_beyond_cap(*cap),
            Refused::IntoItself => self.fault_into_itself().to_owned(),
            Refused::IntoOtherKind => self.fault_into_other_kind().to_owned(),
            Refused::NoSuchDay => self.fault_no_such_day().to_owned(),
            Refused::TooManyEvents => self.fault_too_many_events().to_owned(),
            Refused::TooMuchText => self.fault_too_much_text().to_owned(),
        }
    }

    /// A case cannot be merged into one that no longer runs.
    #[must_use]
    pub fn refusal_into_not_running(self, into: CaseNumber, status: Status) -> String {
        self.fault_into_not_running(&into.to_string(), self.status(status))
    }
}

catalogue! {
    event_to(agency: &str) { zh: "转往{agency}", en: "to {agency}" }
    event_extended(days: u32, due: &str) { zh: "延{days}天，到{due}", en: "by {days} days, until {due}" }
    event_due(due: &str) { zh: "期限{due}", en: "due {due}" }
    event_into(number: &str) { zh: "并入{number}", en: "into {number}" }
    event_out_of(number: &str) { zh: "从{number}分出", en: "out of {number}" }

    fault_extended_before { zh: "这件已经延期过一次，只能延期一次", en: "its time limit was extended before; that goes once" }
    fault_no_rule_to_extend { zh: "这件没有可以延长的办理时限", en: "no time limit runs that could be extended" }
    fault_beyond_cap(cap: u32) { zh: "最多只能延长{cap}天", en: "it can be extended by 1 to {cap} days" }
    fault_into_itself { zh: "不能并入自己，请写另一件的编号", en: "a case cannot be merged into itself; give another number" }
    fault_into_other_kind { zh: "只能并入同一种类的登记件", en: "a case can be merged into one of its own kind only" }
    fault_into_not_running(number: &str, status: &str) { zh: "{number}现为“{status}”，不能并入", en: "{number} is {status}: nothing can be merged into it" }
    fault_changed(number: &str, revision: u32) { zh: "{number}刚被别人改过（现为第{revision}版），没有保存。请看过再办", en: "somebody changed {number} first (it is at revision {revision} now) and nothing was stored; look again before you act" }
    fault_key_gone(number: &str) { zh: "{number}的内容已删除，或密钥已损坏，不能再写入，没有保存", en: "what was told with {number} was erased, or its key is damaged: nothing more can be written to it and nothing was stored" }
    conflict_step(at: &str, clerk: &str, action: &str) { zh: "{at} {clerk} {action}", en: "{at} {clerk}: {action}" }
    conflict_said(step: &str, said: &str) { zh: "{step}：{said}", en: "{step}: {said}" }
    conflict_field(field: &str, then: &str, now: &str) { zh: "{field}：{then} → {now}", en: "{field}: {then} → {now}" }
    conflict_none { zh: "（无）", en: "(none)" }
    fault_bad_list { zh: "清单文件看不懂，没有导入。请用 registry check 查看哪一行有问题", en: "the list is not understood and was not imported; registry check names the lines" }
    fault_filled_already {
        zh: "这个数据目录里的训练数据已经生成完，不用再生成；要另外的训练数据，请用空目录",
        en: "this data directory is filled for training already, and nothing is missing; for other training data use an empty directory",
    }
    fault_filled_otherwise(cases: u32, seed: u64) {
        zh: "这个数据目录已是训练目录，当时用的是 demo --cases {cases} --seed {seed}。如果没有生成完，用同样的参数再运行一次就会补完；要另外的训练数据，请用空目录",
        en: "this data directory was filled for training with demo --cases {cases} --seed {seed}; if that was not finished, run it again just so; for other training data use an empty directory",
    }
    fault_not_empty { zh: "数据目录里已有记录，只能在空目录里生成训练数据", en: "there are records already; only an empty data directory can be filled for training" }
}
