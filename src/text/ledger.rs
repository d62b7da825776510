//! Words of the ledger, and of what is seen of the others at work. Knows no case.

use super::catalogue;

catalogue! {
    ledger { zh: "台账", en: "Ledger" }
    one_case { zh: "共1件", en: "1 case" }
    cases_listed(count: usize) { zh: "共{count}件", en: "{count} cases" }
    cases_at_least(count: usize) { zh: "至少{count}件", en: "at least {count} cases" }
    cases_first(count: usize) { zh: "列出前{count}件", en: "the first {count} listed" }
    cases_loading(done: u64, of: u64) { zh: "正在读取 {done}/{of}", en: "reading {done}/{of}" }
    cases_left_out(count: usize) { zh: "另有{count}件读不出", en: "{count} cannot be read" }
    cases_above(count: usize) { zh: "上面新到{count}件", en: "{count} new above" }
    by_day { zh: "按日期", en: "by day" }
    by_days_left { zh: "按剩余天数", en: "by days left" }

    tab_running { zh: "在办", en: "in progress" }
    tab_done { zh: "办完", en: "done" }
    tab_overdue { zh: "逾期", en: "overdue" }
    tab_due_soon { zh: "快到期", en: "due soon" }
    tab_mine { zh: "我的", en: "mine" }

    column_number { zh: "编号", en: "Number" }
    column_kind { zh: "种类", en: "Kind" }
    line_changed { zh: "已变动", en: "changed" }
    gone_from_list { zh: "这一件刚有变动，已不在此列表；按Enter仍可打开。", en: "This case has just changed and left the list; Enter still opens it." }
    column_state { zh: "状态/期限", en: "Status/due" }
    column_days { zh: "期限", en: "Due" }
    column_party { zh: "被投诉单位/机构", en: "Respondent/agency" }
    column_opened { zh: "登记时间", en: "Logged" }

    anonymous_short { zh: "匿名", en: "anon." }

    days_over(days: i32) { zh: "!逾期{days}天", en: "!{days}d late" }
    days_today { zh: "今天到期", en: "today" }
    days_left(days: i32) { zh: "剩{days}天", en: "{days}d left" }

    no_cases { zh: "台账里还没有登记件。", en: "No case has been logged yet." }
    no_cases_here { zh: "这里没有登记件。", en: "No cases here." }
    no_cases_found(query: &str) { zh: "没有找到「{query}」。", en: "Nothing found for \"{query}\"." }
    no_cases_found_blanked { zh: "没有找到。", en: "Nothing found." }
    no_cases_yet { zh: "还在读取，请稍候。", en: "Still reading; more will come." }
    no_cases_narrowed_found(key: &str) { zh: "只看了一部分：按{key}清除输入，再按一次看全部。", en: "Only some are listed: {key} clears the query, once more lists all." }
    no_cases_narrowed(key: &str) { zh: "只看了一部分，按{key}看全部。", en: "Only some are listed; {key} lists all." }
    no_cases_digits { zh: "电话和证件号码不能用来查。请用编号（如C20261124-0001）、姓名、被投诉单位或事由。", en: "Phone and identity numbers cannot be searched. Use a case number (C20261124-0001), a name, a respondent or a subject." }
    no_cases_words { zh: "可以按编号、事由、事项、机构、被投诉单位、来访人姓名、内容查找，拼音首字母也行。", en: "Search by number, subject, entry, agency, respondent, visitor's name or content; pinyin initials will do." }

    narrow_title { zh: "筛选：按字母选", en: "Filter: press a letter" }
    narrow_status { zh: "状态", en: "Status" }
    narrow_kind { zh: "种类", en: "Kind" }
    narrow_order { zh: "顺序", en: "Order" }
    narrow_who { zh: "经办", en: "Whose" }
    narrow_widen { zh: "全部取消", en: "clear all" }

    also_open(clerks: &str) { zh: "{clerks}也开着这件", en: "also open: {clerks}" }
    training_badge { zh: " [训练] ", en: " [TRAINING] " }

    no_statistics { zh: "统计还没有做好，以后的版本会有。", en: "There are no statistics yet; a later version will have them." }
    about_statistics { zh: "统计（以后的版本会有）", en: "statistics (a later version will have them)" }
    hint_ledger { zh: "台账", en: "ledger" }
    hint_narrow { zh: "筛选", en: "filter" }
    hint_next_tab { zh: "换类", en: "next tab" }

    group_narrow { zh: "筛选", en: "Narrowing" }
    help_title_ledger { zh: "帮助：台账", en: "Help: ledger" }
    help_ledger { zh: "直接输入即查：编号、事由、事项、机构、被投诉单位、来访人姓名、内容；汉字、拼音都行。", en: "Just type: number, subject, entry, agency, respondent, visitor's name, content; characters or pinyin." }

    help_ledger_holding { zh: "词前加标签，就只在那一栏找：机构：财政（或 @财政），另有事由、事项、单位（被投诉单位）、姓名、内容；或只找一类：咨询、投诉、举报，服务、职责、边界、监管。标签也可打首字母，如 ts：gz。", en: "A label keeps a word to one column: agency:caizheng (or @caizheng), subject: entry: respondent: visitor: content:, or to one kind: enquiry: complaint: tipoff:, service: duty: boundary: supervision:." }
    about_ledger { zh: "打开台账", en: "the ledger" }
    about_open_case { zh: "打开选中的登记件", en: "open the selected case" }
    about_narrow { zh: "筛选菜单，再按下面的字母", en: "the menu of what to list; then a letter as below" }
    about_list_all { zh: "状态不限", en: "whatever the status" }
    about_list_running { zh: "在办的", en: "those not done with" }
    about_list_open { zh: "待办的", en: "those with nothing decided yet" }
    about_list_accepted { zh: "已受理的", en: "accepted ones" }
    about_list_referred { zh: "已转办的", en: "referred ones" }
    about_list_done { zh: "办完的", en: "those done with" }
    about_list_overdue { zh: "逾期的", en: "overdue ones" }
    about_list_due_soon { zh: "三天内到期的", en: "those due within three days" }
    about_list_mine { zh: "只看我经办的；再按取消", en: "my own only; again: everybody's" }
    about_list_enquiries { zh: "只看咨询；再按取消", en: "enquiries only; again: every kind" }
    about_list_complaints { zh: "只看投诉；再按取消", en: "complaints only; again: every kind" }
    about_list_tipoffs { zh: "只看举报；再按取消", en: "tip-offs only; again: every kind" }
    about_order_by_day { zh: "按日期，新的在前", en: "by day, the newest first" }
    about_order_by_days_left { zh: "按剩余天数，先到期的在前", en: "by days left, the first due first" }
    about_widen { zh: "全部取消，查找内容也清空", en: "list all again, the query cleared too" }
}
