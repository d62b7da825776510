//! Words of the commands that do something with a case. Knows neither how arguments are read nor
//! where a sentence is printed.

use super::{Lang, catalogue};
use crate::casework::{Action, Need};

impl Lang {
    /// What an action does, for the help of its command.
    #[must_use]
    pub const fn about_action(self, action: Action) -> &'static str {
        match action {
            Action::Log => self.cmd_log(),
            Action::Note => self.cmd_note(),
            Action::Accept => self.cmd_accept(),
            Action::Decline => self.cmd_decline(),
            Action::Refer => self.cmd_refer(),
            Action::Answer => self.cmd_answer(),
            Action::Extend => self.cmd_extend(),
            Action::Close => self.cmd_close(),
            Action::Withdraw => self.cmd_withdraw(),
            Action::Reopen => self.cmd_reopen(),
            Action::Void => self.cmd_void(),
            Action::Merge => self.cmd_merge(),
            Action::Unmerge => self.cmd_unmerge(),
        }
    }

    /// What is given to an action by an option.
    #[must_use]
    pub const fn opt_need(self, action: Action, need: Need) -> &'static str {
        match (action, need) {
            (Action::Answer, Need::Note) => self.opt_note_answer(),
            (_, Need::Note) => self.opt_note(),
            (Action::Merge, Need::Reason) => self.opt_reason_or_none(),
            (_, Need::Reason) => self.opt_reason(),
            (_, Need::To) => self.opt_to_agency(),
            (_, Need::Days) => self.opt_days(),
            (_, Need::Outcome) => self.opt_outcome(),
            (_, Need::Into) => self.opt_into(),
        }
    }
}

catalogue! {
    cmd_note { zh: "添一条备注", en: "Note something" }
    cmd_accept { zh: "受理投诉或举报，办理时限从此算起", en: "Accept a complaint or tip-off; its handling deadline starts" }
    cmd_decline { zh: "不予受理投诉或举报", en: "Decline a complaint or tip-off" }
    cmd_refer { zh: "转给另一机构办理，时限照算", en: "Hand it to another agency; its deadlines run on" }
    cmd_answer { zh: "答复咨询", en: "Answer an enquiry" }
    cmd_extend { zh: "延长办理时限，只能一次", en: "Extend the handling deadline, once" }
    cmd_close { zh: "办结投诉或举报", en: "Close a complaint or tip-off" }
    cmd_withdraw { zh: "来访人撤回", en: "The visitor withdraws it" }
    cmd_reopen { zh: "重新办理", en: "Take it up again" }
    cmd_void { zh: "登记有误，作废；记录仍保留", en: "It was logged by mistake; it is kept" }
    cmd_merge { zh: "并入同一种类的另一件", en: "Merge it into another case of its kind" }
    cmd_unmerge { zh: "取消并案，恢复并入前的状态", en: "Take it out of the other case again" }

    opt_note { zh: "备注内容", en: "What is noted" }
    opt_note_answer { zh: "答复内容", en: "The answer" }
    opt_reason { zh: "理由", en: "The reason" }
    opt_reason_or_none { zh: "理由，可不写", en: "The reason, if there is one to give" }
    opt_to_agency { zh: "转往的机构", en: "The agency it goes to" }
    opt_days { zh: "延长几天：工作日或自然日，与该时限相同", en: "How many days more, working or calendar days as its rule counts" }
    opt_outcome { zh: "办理结果", en: "The outcome" }
    opt_into { zh: "并入的登记件编号", en: "The number of the case it goes into" }
    opt_if_revision { zh: "只在登记件仍是第几版时才办；不写则不论", en: "Only if the case is still at this revision; whatever it has become when not given" }

    expect_more_days { zh: "应为 1 至 366 的整数", en: "Expected: a whole number from 1 to 366" }
    expect_said { zh: "应写文字", en: "Expected: some text" }
    expect_to_agency { zh: "应写机构名称，如 区财政局", en: "Expected the name of an agency, such as 区财政局" }
    expect_if_revision { zh: "应为 1 以上的整数", en: "Expected: a whole number from 1 up" }

    agency_unlisted(agency: &str) { zh: "清单里没有“{agency}”这个机构，已照写记录。写错了可以再转办一次", en: "no list names an agency {agency}; it is recorded as written. If that is a mistake, refer it again" }
    case_acted(number: &str, action: &str, status: &str, revision: u32) { zh: "{number}：已记录“{action}”，现为“{status}”，第 {revision} 版", en: "{number}: {action} done; now {status}, revision {revision}" }
    acted_until(number: &str, action: &str, status: &str, revision: u32, due: &str) { zh: "{number}：已记录“{action}”，现为“{status}”，第 {revision} 版，{due} 到期", en: "{number}: {action} done; now {status}, revision {revision}, due on {due}" }
}
