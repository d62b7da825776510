//! Words of the counter screen.

use super::catalogue;

catalogue! {
    program { zh: "柜台", en: "guitai" }
    search_prompt { zh: "查找", en: "Search" }
    one_entry { zh: "共1条", en: "1 entry" }
    entries(count: usize) { zh: "共{count}条", en: "{count} entries" }
    found(count: usize) { zh: "找到{count}条", en: "{count} found" }
    found_at_least(count: usize) { zh: "至少{count}条", en: "at least {count} found" }
    all_parts { zh: "全部", en: "all" }
    related_to(title: &str) { zh: "相关：{title}", en: "related: {title}" }
    detail_pane { zh: "详情", en: "Detail" }
    lines_shown(first: usize, last: usize, total: usize) { zh: "{first}-{last}/{total}行", en: "lines {first}-{last} of {total}" }

    part_of_duty { zh: "所属职责", en: "Under duty" }
    tasks_of_duty { zh: "具体工作事项", en: "Tasks" }
    word_of(word: &str, agency: &str) { zh: "{word}（{agency}）", en: "{word} ({agency})" }
    services_of_agency { zh: "办理的服务", en: "Its services" }
    boundaries_of_agency { zh: "参与的职责边界", en: "Its boundary matters" }
    remark_in_brackets(remark: &str) { zh: "（备注：{remark}）", en: "(remark: {remark})" }
    colon { zh: "：", en: ": " }
    label(word: &str) { zh: "{word}：", en: "{word}: " }

    no_hits(query: &str) { zh: "没有找到「{query}」。", en: "Nothing found for \"{query}\"." }
    try_other_words { zh: "试试：拼音首字母（如sydj）、电话后四位、换个说法。", en: "Try pinyin initials (sydj), the last four digits of a number, other words." }
    found_in_other_parts(count: usize, key: &str) { zh: "其他分类里有{count}条，按{key}换分类。", en: "{count} in other parts; {key} changes the part." }
    nothing_related(key: &str) { zh: "没有相关的条目。按{key}返回。", en: "Nothing is related. {key} goes back." }
    nothing_in_part { zh: "这一类没有条目。", en: "No entries of this kind." }

    notice_query_cut(limit: usize) { zh: "查询最多{limit}个字，多出的没有录入。", en: "A query has at most {limit} characters; the rest was left out." }
    notice_quit_again(key: &str) { zh: "再按一次{key}退出。", en: "Press {key} once more to quit." }
    notice_no_job_control { zh: "这里没有可返回的命令行，不能挂起。", en: "No shell to come back from, so no suspending here." }
    notice_nothing_led(keys: &str) { zh: "{keys}在这里不起作用。", en: "{keys} does nothing here." }
    notice_no_such_entry { zh: "登记表里已没有这一条。", en: "The registry has no such entry." }
    too_small(width: u16, height: u16, least_width: u16, least_height: u16) { zh: "窗口太小（{width}×{height}），至少{least_width}×{least_height}", en: "Window too small ({width}x{height}), at least {least_width}x{least_height}" }
    crashed(place: &str) { zh: "柜台程序出错，已退出（{place}）。请重新运行；如再次出现，请把括号里的位置告知管理员。", en: "guitai failed and has quit ({place}). Please start it again; if it happens again, tell your administrator the place in brackets." }

    hint_help { zh: "帮助", en: "help" }
    hint_clear { zh: "清除", en: "clear" }
    hint_related { zh: "相关", en: "also" }
    hint_detail { zh: "详情", en: "pane" }
    hint_lookup { zh: "查询", en: "lookup" }
    hint_page { zh: "翻页", en: "page" }
    hint_back { zh: "返回", en: "back" }
    hint_quit { zh: "退出", en: "quit" }
    hint_any_other_cancels { zh: "其他键取消", en: "else: cancel" }

    help_holding { zh: "词前加标签，就只在那一处找：机构：财政（或 @财政），另有标题、内容、依据；或只找一类：服务、职责、事项、边界、监管、单位。标签也可打首字母，如 jg：cz。", en: "A label keeps a word to one place: agency:caizheng (or @caizheng), title: content: basis:, or to one kind: service: duty: task: boundary: supervision: office:." }
    help_kindly { zh: "口头说法（欠薪）、近音（siye）、打错一个字或字母也能找到，行末注明同义、近音或容错。", en: "What visitors say (欠薪), sounds taken for each other (siye) and a slip are found too; the line then says synonym, accent or slip." }
    row_synonym { zh: "同义", en: "synonym" }
    row_accent { zh: "近音", en: "accent" }
    row_typo { zh: "容错", en: "slip" }
    help_leader(key: &str) { zh: "没有功能键的终端：先按{key}，再按数字，1至9就是F1至F9，0就是F10。", en: "Without function keys: {key} and a digit, 1 to 9 for F1 to F9, 0 for F10." }
    help_title { zh: "帮助：查询", en: "Help: lookup" }
    help_typing { zh: "直接输入即查：汉字、全拼、首字母（sydj）、电话或后四位、机构；多个词用空格隔开，先后不限。", en: "Just type: characters, pinyin, initials (sydj), telephone numbers or their last digits, agencies; several words in any order, with spaces." }
    group_search { zh: "查找", en: "Searching" }
    group_move { zh: "选择", en: "Moving" }
    group_read { zh: "阅读", en: "Reading" }
    group_program { zh: "程序", en: "The program" }

    about_erase_back { zh: "删除光标前一个字", en: "erase the character before the cursor" }
    about_erase_forward { zh: "删除光标后一个字", en: "erase the character after the cursor" }
    about_erase_word { zh: "删除前一个词", en: "erase the word before the cursor" }
    about_erase_line { zh: "清空这一行", en: "empty the line" }
    about_cursor_left { zh: "光标左移（有输入时）", en: "cursor to the left, when something is typed" }
    about_cursor_right { zh: "光标右移（有输入时）", en: "cursor to the right, when something is typed" }
    about_clear { zh: "依次清除：输入、相关、分类", en: "clear the query, then the related entry, then the part" }
    about_up { zh: "上一条，上一行", en: "entry or line before" }
    about_down { zh: "下一条，下一行", en: "entry or line after" }
    about_page_up { zh: "上一页", en: "page before" }
    about_page_down { zh: "下一页", en: "page after" }
    about_first { zh: "第一条，开头", en: "first entry, top" }
    about_last { zh: "最后一条，末尾", en: "last entry, bottom" }
    about_previous_part { zh: "上一个分类（未输入时）", en: "part before, when nothing is typed" }
    about_next_part { zh: "下一个分类（方向键：未输入时）", en: "next part; by arrow, when nothing is typed" }
    about_related { zh: "列出相关条目；选中机构时列出它的事项", en: "list the related entries; on an agency, its matters" }
    about_open { zh: "全屏阅读选中的条目", en: "read the selected entry on the whole screen" }
    about_switch_focus { zh: "在列表和详情之间切换", en: "switch between list and detail" }
    about_toggle_detail { zh: "显示或隐藏详情", en: "show or hide the detail pane" }
    about_back { zh: "返回前一屏", en: "back to the screen before" }
    about_help { zh: "显示本帮助", en: "this help" }
    about_lookup { zh: "回到查询", en: "back to lookup" }
    about_repaint { zh: "重画屏幕", en: "repaint the screen" }
    about_suspend { zh: "挂起，回到命令行（fg 返回）", en: "suspend to the shell (fg comes back)" }
    about_interrupt { zh: "按两次退出", en: "twice: quit" }
    about_quit { zh: "退出", en: "quit" }
}
