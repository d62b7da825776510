//! Words of the forms and of the case screen. Knows no field's value.

use super::catalogue;

catalogue! {
    form_title(kind: &str) { zh: "登记{kind}", en: "Log: {kind}" }
    form_no_entry { zh: "（未选事项）", en: "(no entry chosen)" }
    form_answered { zh: "答复方式", en: "Answered" }
    form_at_counter { zh: "当场答复", en: "at the counter" }
    form_to_be_answered { zh: "待办", en: "to be answered" }
    form_answer(agency: &str, phone: &str) { zh: "请找{agency}，电话{phone}。", en: "Please see {agency}, telephone {phone}." }
    form_answer_agency(agency: &str) { zh: "请找{agency}。", en: "Please see {agency}." }
    form_answer_phone(phone: &str) { zh: "请拨打{phone}。", en: "Please call {phone}." }
    form_becomes(status: &str) { zh: "保存后：{status}", en: "When saved: {status}" }

    due(date: &str, why: &str) { zh: "受理期限 {date}（{why}）", en: "Decide by {date} ({why})" }
    due_working(rule: &str, limit: u32) { zh: "{rule}，{limit}个工作日", en: "{rule}, {limit} working days" }
    due_calendar(rule: &str, limit: u32) { zh: "{rule}，{limit}日", en: "{rule}, {limit} days" }
    due_provisional(why: &str, year: i16) { zh: "{why}；{year}年日历未公布，暂定", en: "{why}; no calendar for {year}, provisional" }
    due_short(rule: &str, provisional: &str) { zh: "{rule}，{provisional}", en: "{rule}, {provisional}" }
    due_awaited { zh: "受理期限 查询中", en: "Decide by: asking" }
    due_none { zh: "没有规定受理期限", en: "No time limit holds" }
    due_unknown { zh: "受理期限 暂时查不到", en: "Decide by: not known now" }
    due_on(date: &str) { zh: "期限 {date}", en: "due {date}" }
    overdue { zh: "已逾期", en: "overdue" }
    provisional { zh: "暂定", en: "provisional" }

    hint_enquiry { zh: "咨询", en: "ask" }
    hint_complaint { zh: "投诉", en: "complain" }
    hint_tipoff { zh: "举报", en: "tip-off" }
    hint_save { zh: "保存", en: "save" }
    hint_next_field { zh: "下一项", en: "next" }
    hint_choose { zh: "选择", en: "choose" }
    hint_stop_waiting { zh: "不再等待", en: "stop waiting" }
    hint_yes { zh: "是", en: "yes" }
    hint_no { zh: "否", en: "no" }
    hint_close { zh: "完成", en: "done" }
    hint_reveal { zh: "显示原文", en: "reveal" }
    revealed_next(field: &str, key: &str, next: &str) { zh: "已显示{field}；再按{key}显示{next}。", en: "{field} is shown; {key} again shows: {next}." }
    revealed_last(field: &str, key: &str) { zh: "已显示{field}；再按{key}全部遮盖。", en: "{field} is shown; {key} again masks them all." }
    masked_again { zh: "个人信息已重新遮盖。", en: "Personal data is masked again." }
    nothing_masked { zh: "这件没有被遮盖的个人信息。", en: "Nothing of this case is masked." }
    hint_privacy { zh: "遮盖", en: "privacy" }

    notice_held { zh: "等待查询结果，Esc取消", en: "Waiting for the query; Esc cancels" }
    notice_saving { zh: "正在保存", en: "Saving" }
    notice_unanswered { zh: "还没有查到，正在等数据服务回应", en: "No answer yet; waiting for the owner" }
    notice_lost { zh: "数据服务中断，正在重新连接；已填内容都在。", en: "The owner is gone; reconnecting. Nothing typed is lost." }
    notice_logged(number: &str, status: &str) { zh: "已登记 {number}（{status}）", en: "Logged {number} ({status})" }
    notice_logged_before(number: &str) { zh: "改动前的内容已登记为 {number}；再保存会另记一件。", en: "What stood there before was logged as {number}; saving again logs another case." }
    notice_lacks(lacks: &str, key: &str) { zh: "再按{key}照样保存。{lacks}。", en: "{key} again saves all the same. {lacks}." }
    notice_field_full(field: &str, limit: usize) { zh: "“{field}”最多{limit}个字，多出的没有录入。", en: "{field} has at most {limit} characters; the rest was left out." }
    lacks_missing(fields: &str) { zh: "未填：{fields}", en: "Empty: {fields}" }
    lacks_mistyped(fields: &str) { zh: "请核对：{fields}", en: "Looks mistyped: {fields}" }
    lacks_both(missing: &str, mistyped: &str) { zh: "未填：{missing}；请核对：{mistyped}", en: "Empty: {missing}; looks mistyped: {mistyped}" }
    notice_answer_left_out(key: &str) { zh: "待办件不保存答复。再按{key}照样保存。", en: "Still to be answered: the answer is not kept. {key} again saves all the same." }
    notice_blanked(key: &str) { zh: "个人信息已遮盖，再按{key}恢复。", en: "Personal data is blanked; {key} again shows it masked." }
    notice_unblanked { zh: "已恢复显示。", en: "Shown again." }
    list_comma { zh: "、", en: ", " }
    blanked { zh: "（已遮盖）", en: "(blanked)" }

    confirm_discard { zh: "放弃已填的内容吗？", en: "Throw away what was typed?" }
    confirm_quit { zh: "表单还没有保存，退出吗？", en: "The form is not saved. Quit?" }
    confirm_keys(yes: &str, no: &str) { zh: "{yes} 是    {no} 否，继续填写", en: "{yes} yes    {no} no, go on" }

    logged_title { zh: "已登记", en: "Logged" }
    logged_read_out { zh: "请把编号告诉来访人：", en: "Read the number out to the visitor:" }
    logged_wanted(fields: &str) { zh: "依法应当写明而未填：{fields}", en: "The law wants, and was left empty: {fields}" }
    logged_doubt(field: &str, doubt: &str) { zh: "{field}：{doubt}", en: "{field}: {doubt}" }
    logged_due(date: &str) { zh: "受理期限：{date}", en: "Decide by {date}" }

    case_word { zh: "登记件", en: "Case" }
    case_awaited { zh: "查询中", en: "asking" }
    case_missing { zh: "没有这个编号的登记件", en: "there is no such case" }
    case_status { zh: "状态", en: "Status" }
    case_entry { zh: "事项", en: "Entry" }
    case_visitor { zh: "来访人", en: "Visitor" }
    case_anonymous { zh: "匿名", en: "anonymous" }
    case_confidential { zh: "保密", en: "confidential" }
    case_clerk { zh: "经办人", en: "Clerk" }
    case_counter { zh: "窗口", en: "Counter" }
    case_opened { zh: "登记时间", en: "Logged at" }
    case_closed { zh: "结束时间", en: "Done at" }
    case_due { zh: "期限", en: "Due" }
    case_merged_from { zh: "并入本件的", en: "Merged into this" }
    case_merged_into { zh: "并入", en: "Merged into" }
    case_history { zh: "经过", en: "History" }
    case_clock_back { zh: "（时钟曾被调回）", en: "(the clock had been set back)" }
    case_erased { zh: "个人信息和内容已依法清除。", en: "What was told has been erased." }
    case_damaged { zh: "内容已损坏，无法读出。请告知管理员。", en: "What was told is damaged and cannot be read; tell your administrator." }
    case_step(from: &str, to: &str) { zh: "{from} > {to}", en: "{from} > {to}" }

    group_log { zh: "登记", en: "Logging" }
    group_case { zh: "登记件", en: "The case" }
    help_title_form { zh: "帮助：填写", en: "Help: form" }
    help_title_case { zh: "帮助：登记件", en: "Help: case" }
    help_form { zh: "直接填写；缺什么会提醒，填过的不会丢。", en: "Just type. What is missing is said; nothing typed is lost." }

    about_enquiry { zh: "登记咨询；查询时是对选中的条目", en: "log an enquiry; in lookup, about the selected entry" }
    about_complaint { zh: "登记投诉", en: "log a complaint" }
    about_tipoff { zh: "登记举报", en: "log a tip-off" }
    about_save { zh: "保存", en: "save" }
    about_enter_field { zh: "下一项；多行内容里换行；最后一项上保存", en: "next field; in a text of several lines a new line; on the last one save" }
    about_next_field { zh: "下一项", en: "next field" }
    about_previous_field { zh: "上一项", en: "field before" }
    about_next_choice { zh: "勾选，换下一个选项", en: "set or take away a mark; next choice" }
    about_previous_choice { zh: "换上一个选项", en: "choice before" }
    about_leave { zh: "离开表单；填过内容时先询问", en: "leave the form; asks when something was typed" }
    about_stop_waiting { zh: "保存时：不再等待", en: "while saving: stop waiting" }
    about_reveal { zh: "显示下一项被遮盖的个人信息（须有权限）；都显示了再按遮盖", en: "show the next masked field, for who may; after the last mask them again" }
    about_privacy { zh: "立即遮盖屏幕上的个人信息；再按恢复", en: "blank all personal data at once; again: back to masked" }
    about_yes { zh: "询问时：是", en: "when asked: yes" }
    about_no { zh: "询问时：否", en: "when asked: no" }
}
