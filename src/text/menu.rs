//! Words of acting on a case at the screen: the menu, its forms, the agencies to choose from, what
//! somebody else did first. Knows no case.

use super::{Lang, catalogue};
use crate::casework::{Action, Status};
use jiff::civil::Date;

impl Lang {
    /// What an action does, as the menu says it.
    #[must_use]
    pub const fn does(self, action: Action) -> &'static str {
        match action {
            Action::Log => self.action_log(),
            Action::Note => self.does_note(),
            Action::Accept => self.does_accept(),
            Action::Decline => self.does_decline(),
            Action::Refer => self.does_refer(),
            Action::Answer => self.does_answer(),
            Action::Extend => self.does_extend(),
            Action::Close => self.does_close(),
            Action::Withdraw => self.does_withdraw(),
            Action::Reopen => self.does_reopen(),
            Action::Void => self.does_void(),
            Action::Merge => self.does_merge(),
            Action::Unmerge => self.does_unmerge(),
        }
    }

    /// That an action was done: how the case stands now, by when what must follow, its number.
    #[must_use]
    pub fn acted(
        self,
        action: Option<Action>,
        number: &str,
        status: Status,
        due: Option<Date>,
        overdue: bool,
    ) -> String {
        let mut stands = match (due, status) {
            (Some(due), Status::Open) => self.acted_decide_by(self.status(status), &self.day(due)),
            (Some(due), Status::Accepted) => {
                self.acted_finish_by(self.status(status), &self.day(due))
            }
            // Whichever of the two still runs.
            (Some(due), _) => self.acted_due(self.status(status), &self.day(due)),
            (None, _) => self.status(status).to_owned(),
        };
        if overdue {
            stands = self.due_past(&stands);
        }
        match action {
            Some(Action::Note) => self.acted_noted(&stands, number),
            Some(Action::Extend) => self.acted_extended(&stands, number),
            _ => self.acted_becomes(&stands, number),
        }
    }

    /// A day as it is said.
    #[must_use]
    pub fn day(self, day: Date) -> String {
        match self {
            Self::Zh => self.day_in_words(day.year(), day.month(), day.day()),
            Self::En => day.to_string(),
        }
    }
}

catalogue! {
    does_note { zh: "记下进展，状态不变", en: "write down progress" }
    does_accept { zh: "开始计算办理时限", en: "starts the time limit" }
    does_decline { zh: "不归这里办，写明理由", en: "not ours; say why" }
    does_refer { zh: "交别处办，继续跟踪", en: "hand on and follow it" }
    does_answer { zh: "写下答复，就办完了", en: "answer it; then done" }
    does_extend { zh: "推后期限，只能一次", en: "later due date, once" }
    does_close { zh: "写明结果，就办完了", en: "say how it ended" }
    does_withdraw { zh: "来访人不办了", en: "visitor gives it up" }
    does_reopen { zh: "办完了又要接着办", en: "goes on after all" }
    does_void { zh: "登记错了，留底不办", en: "logged by mistake" }
    does_merge { zh: "同一回事，并入另一件", en: "into another case" }
    does_unmerge { zh: "从并入的那件分出来", en: "take it out again" }

    menu_title { zh: "办理", en: "What to do" }
    menu_nothing(status: &str) { zh: "这件现为“{status}”，没有可以办的。", en: "This case is {status}; there is nothing to be done with it." }

    deed_stood(status: &str) { zh: "打开时为{status}", en: "When opened: {status}" }
    deed_stands(status: &str) { zh: "现为{status}", en: "Now {status}" }
    deed_due(stands: &str, date: &str) { zh: "{stands}，期限{date}", en: "{stands}, due {date}" }
    deed_becomes(stands: &str, status: &str) { zh: "{stands}；保存后{status}", en: "{stands}; when saved: {status}" }
    deed_same(stands: &str) { zh: "{stands}；状态不变", en: "{stands}; stays so" }
    deed_cap_working(stands: &str, rule: &str, cap: u32) { zh: "{stands}；按{rule}最多延{cap}个工作日", en: "{stands}; {rule}: at most {cap} working days" }
    deed_cap_calendar(stands: &str, rule: &str, cap: u32) { zh: "{stands}；按{rule}最多延{cap}日", en: "{stands}; {rule}: at most {cap} days" }
    deed_not_allowed(status: &str, action: &str) { zh: "现为{status}，不能再“{action}”。Esc返回，另选一项", en: "Now {status}, {action} not allowed. Esc: choose again" }
    deed_not_allowed_kept(not_allowed: &str) { zh: "{not_allowed}，填的文字会带过去", en: "{not_allowed}; your text comes along" }
    carried_kept { zh: "填的文字还在；再选一项办理，就带到那张表单里。", en: "What you typed is kept; the form of what you choose next begins with it." }
    carried_taken { zh: "刚才填的文字已带过来，请看过再保存。", en: "This form begins with what you typed before; read it before you save." }
    deed_confirm(key: &str, action: &str) { zh: "按 Enter 或 {key} {action}。", en: "Enter or {key}: {action}." }
    accept_means { zh: "受理后开始计算办理时限，从今天算起。", en: "Once accepted, the time limit for handling runs from today." }
    accept_due(date: &str, why: &str) { zh: "应当在{date}前办结（{why}）。", en: "It must be finished by {date} ({why})." }
    accept_no_rule { zh: "这件没有规定办理时限。", en: "No time limit holds for handling it." }
    accept_awaited { zh: "办理期限查询中。", en: "The due date is being asked for." }
    accept_unknown { zh: "办理期限暂时查不到，受理后会显示。", en: "The due date cannot be had now; it is shown once accepted." }

    deed_others(what: &str) { zh: "{what}；保存前会告诉您改了什么", en: "{what}; you are told more before saving" }
    deed_just_done(clerk: &str, action: &str, status: &str) { zh: "{clerk}刚办了“{action}”，现为{status}", en: "{clerk} has just done: {action}; now {status}" }

    acted_becomes(stands: &str, number: &str) { zh: "{stands}（{number}）", en: "Now {stands} ({number})" }
    acted_noted(stands: &str, number: &str) { zh: "备注已保存；{stands}（{number}）", en: "Noted; {stands} ({number})" }
    acted_extended(stands: &str, number: &str) { zh: "已延期；{stands}（{number}）", en: "Extended; {stands} ({number})" }
    acted_finish_by(status: &str, date: &str) { zh: "{status}，{date}前办结", en: "{status}, to be finished by {date}" }
    acted_due(status: &str, date: &str) { zh: "{status}，期限{date}", en: "{status}, due {date}" }
    acted_decide_by(status: &str, date: &str) { zh: "{status}，{date}前决定是否受理", en: "{status}, to be decided by {date}" }
    acted_before(done: &str) { zh: "改动前的内容已保存：{done}。再保存会再办一次。", en: "What stood there before was saved: {done}. Saving again does it once more." }
    day_in_words(year: i16, month: i8, day: i8) { zh: "{year}年{month}月{day}日", en: "{year}-{month}-{day}" }

    agencies(count: usize) { zh: "可转往的机构：{count}家", en: "Agencies: {count}" }
    agencies_awaited { zh: "可转往的机构：查询中", en: "Agencies: asking" }
    agencies_of_matter(matter: &str) { zh: "职责边界：{matter}", en: "Boundary matter: {matter}" }
    agencies_others { zh: "其他机构", en: "Other agencies" }
    agencies_none { zh: "清单里没有相符的机构。", en: "No agency of the lists fits." }
    agencies_no_pinyin { zh: "没有相符的机构。清单外的机构请写汉字全名", en: "No agency fits. One that no list names is written in full" }
    agencies_more(count: usize) { zh: "还有{count}家，请多打几个字。", en: "{count} more; type on." }
    agency_leads { zh: "牵头", en: "leads" }
    agency_as_typed(text: &str) { zh: "照写：{text}", en: "As typed: {text}" }
    agency_not_listed { zh: "清单里没有", en: "in no list" }
    agency_is_free { zh: "清单里没有，照写记录", en: "in no list; kept as typed" }

    overtaken_title { zh: "别人先办了这件", en: "Not saved" }
    overtaken_nothing_stored { zh: "您这次没有保存。在您打开以后：", en: "Somebody was first. Since you opened it:" }
    overtaken_differs { zh: "现在不同的：", en: "What differs now:" }
    overtaken_step(before: &str, now: &str) { zh: "{before} > {now}", en: "{before} > {now}" }
    overtaken_was(text: &str) { zh: "原来：{text}", en: "before: {text}" }
    overtaken_is(text: &str) { zh: "现在：{text}", en: "now: {text}" }
    overtaken_goes_on(key: &str, action: &str) { zh: "您填的都在。回到表单再按{key}，就在现在的情况上{action}。", en: "What you typed is kept. Back in the form, {key} does it on the case as it is now: {action}." }
    overtaken_ends(action: &str) { zh: "现在不能再“{action}”了。您填的文字还在：回到表单按Esc另选一项，文字会带过去。", en: "This is no longer allowed: {action}. What you typed is kept: back in the form Esc lets you choose again, and it comes along." }

    hint_act { zh: "办理", en: "act" }
    hint_take { zh: "选定", en: "take" }
    hint_put_away { zh: "收起", en: "put away" }
    hint_to_form { zh: "回到表单", en: "to the form" }

    about_menu { zh: "办理：列出这件现在可以办的", en: "act: what can be done with the case now" }
    about_choose_action { zh: "办选中的一项；按行首的字母也行", en: "do what is selected; the letter of its line does too" }
    about_take_agency { zh: "转办时：选定机构", en: "when referring: take the agency" }
}
