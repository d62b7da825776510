//! Words of the commands: help, messages, refusals. Knows neither how arguments are read nor where
//! a sentence is printed.

use std::io;

use super::{Lang, catalogue};
use crate::registry::id::BadId;

impl Lang {
    /// Why the system would not read or write, as far as a clerk can do something about it.
    #[must_use]
    pub fn io_fault(self, fault: &io::Error) -> String {
        use io::ErrorKind;
        match fault.kind() {
            ErrorKind::NotFound => self.io_not_found().to_owned(),
            ErrorKind::PermissionDenied => self.io_denied().to_owned(),
            ErrorKind::IsADirectory => self.io_directory().to_owned(),
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => self.io_full().to_owned(),
            // The system's own words are English, but the number lets an operator look it up.
            _ => self.io_other(&fault.to_string()),
        }
    }

    /// Which part of an identifier is wrong.
    #[must_use]
    pub const fn bad_id(self, fault: BadId) -> &'static str {
        match fault {
            BadId::Code => self.bad_id_code(),
            BadId::Kind => self.bad_id_kind(),
            BadId::Number => self.bad_id_number(),
            BadId::Shape => self.bad_id_shape(),
        }
    }
}

// What a command or an option does, in the help.
catalogue! {
    cmd_guitai {
        zh: "柜台：查谁负责、找谁办、打什么电话。不带命令时打开柜台界面。",
        en: "The service counter: who is responsible, and whom to call. Without a command it opens the counter.",
    }
    cmd_search { zh: "查找条目：汉字、拼音、首字母、电话都可以", en: "Find entries by characters, pinyin, initials or telephone" }
    cmd_show { zh: "完整显示一个条目", en: "Show one entry, whole" }
    cmd_registry { zh: "登记表：列出、检查、导入、导出", en: "The registry: list, check, import, export" }
    cmd_registry_list { zh: "列出登记表的条目", en: "List the entries of the registry" }
    cmd_registry_check { zh: "检查一份责任清单能否完整读懂", en: "Check whether a responsibility list can be read whole" }
    cmd_registry_export { zh: "原样输出清单；加 --json 则逐条输出", en: "Print the list as published; with --json, entry by entry" }
    opt_lang { zh: "语言：zh 或 en（环境变量 GUITAI_LANG）", en: "Language: zh or en (environment: GUITAI_LANG)" }
    opt_json { zh: "供程序读取：每行一个 JSON 对象", en: "For programs: one JSON object a line" }
    opt_no_color { zh: "不用颜色（环境变量 NO_COLOR）", en: "No colours (environment: NO_COLOR)" }
    opt_help { zh: "显示帮助", en: "Show help" }
    opt_version { zh: "显示版本", en: "Show the version" }
    opt_query { zh: "要找的内容；- 表示从标准输入读取", en: "What to find; - reads it from standard input" }
    opt_in { zh: "在哪里找：registry（登记表，不写即此）、cases（台账）", en: "Where to look: registry (when not given), cases" }
    opt_kind {
        zh: "只要这一类，可写多次：service duty task boundary supervision agency",
        en: "Only this kind, may be repeated: service duty task boundary supervision agency",
    }
    opt_limit { zh: "最多几条，不写为 10", en: "At most this many, 10 when not given" }
    opt_batch { zh: "从标准输入每行读一个查询，每行给一个答案：最好的一条；加 --json 为全部", en: "Read a query a line from standard input, answer each with a line: the best entry, with --json all" }
    opt_explain { zh: "说明每条为什么排在这里", en: "Say why each entry stands where it stands" }
    opt_id { zh: "编号，如 hrss/service/3 或 service/3", en: "Identifier, such as hrss/service/3 or service/3" }
    opt_file { zh: "清单文件；- 表示标准输入", en: "The document; - is standard input" }
    opt_code { zh: "清单代码，如 hrss；给出后与已装入的同代码清单比较", en: "The list's code, such as hrss; given, it is compared with the loaded list of that code" }
    help_usage { zh: "用法：", en: "Usage: " }
    help_commands { zh: "命令：", en: "Commands:" }
    help_arguments { zh: "参数：", en: "Arguments:" }
    help_options { zh: "选项：", en: "Options:" }
    help_word_options { zh: "[选项]", en: "[OPTIONS]" }
    help_word_command { zh: "[命令]", en: "[COMMAND]" }
    help_word_a_command { zh: "<命令>", en: "<COMMAND>" }
}

// What is said when something is not as it should be.
catalogue! {
    see_help { zh: "用法见 guitai --help", en: "See guitai --help" }
    bad_unknown(arg: &str) { zh: "不认识的参数“{arg}”", en: "unknown argument \"{arg}\"" }
    bad_unknown_dash(arg: &str) {
        zh: "要找的内容以 - 开头时，前面加 -- ，如 guitai search -- {arg}",
        en: "To find something that begins with -, put -- before it: guitai search -- {arg}",
    }
    batch_line_no_text(line: usize) { zh: "第{line}行不是有效的 UTF-8 文字，读不出的字节已略去", en: "line {line} is not valid UTF-8 text; what cannot be read was left out" }
    batch_line_cut(line: usize, limit: usize) { zh: "第{line}行太长，只查前 {limit} 个字", en: "line {line} is too long; only its first {limit} characters are looked for" }
    bad_like(word: &str) { zh: "是不是想写“{word}”？", en: "Did you mean \"{word}\"?" }
    bad_needs_value(arg: &str) { zh: "{arg} 后面缺少值", en: "{arg} needs a value" }
    bad_value(arg: &str, value: &str) { zh: "{arg} 的值“{value}”不对", en: "\"{value}\" will not do for {arg}" }
    bad_no_value(arg: &str, value: &str) { zh: "{arg} 不带值，却写了“{value}”", en: "{arg} takes no value, but got \"{value}\"" }
    bad_conflict(arg: &str, with: &str) { zh: "{arg} 不能与 {with} 同用", en: "{arg} cannot be used with {with}" }
    bad_missing(arg: &str) { zh: "缺少 {arg}", en: "{arg} is missing" }
    bad_command(word: &str) { zh: "没有“{word}”这个命令", en: "there is no command \"{word}\"" }
    bad_command_search(word: &str) { zh: "要查找，请用 guitai search {word}", en: "To find something: guitai search {word}" }
    bad_needs_command(command: &str) { zh: "{command} 后面要写命令", en: "{command} needs a command after it" }
    bad_utf8_argument(position: usize) { zh: "第 {position} 个参数不是有效的 UTF-8 文字。请把终端的编码设为 UTF-8 再输入", en: "argument {position} is not valid UTF-8; set the terminal to UTF-8 and type it again" }
    bad_usage { zh: "命令写得不对", en: "the command line cannot be understood" }
    bad_lang_variable(value: &str) { zh: "环境变量 GUITAI_LANG 的值“{value}”不对", en: "\"{value}\" will not do for the environment variable GUITAI_LANG" }
    expect_lang { zh: "应为 zh 或 en", en: "Expected: zh or en" }
    expect_kind { zh: "应为 service、duty、task、boundary、supervision、agency 之一", en: "Expected one of service, duty, task, boundary, supervision, agency" }
    expect_in { zh: "应为 registry 或 cases", en: "Expected: registry or cases" }
    expect_limit { zh: "应为 1 以上的整数", en: "Expected: a whole number from 1 up" }
    expect_id { zh: "应写编号，如 hrss/service/3、service/3、duty/4/2、agency/区财政局", en: "Expected an identifier such as hrss/service/3, service/3, duty/4/2, agency/区财政局" }
    expect_file { zh: "应写文件名，或用 - 表示标准输入", en: "Expected a file name, or - for standard input" }
    expect_code { zh: "应为 1 至 16 个小写字母、数字或 - ，以字母开头，且不是条目类别的名称", en: "Expected 1 to 16 of a-z, 0-9 and -, a letter first, and not the name of a kind" }
    expect_query { zh: "请写要找的内容；要浏览全部，用 guitai registry list", en: "Say what to find; to see everything: guitai registry list" }
    expect_registry_command { zh: "应为 list、check、import、export、words、misses 之一", en: "Expected one of list, check, import, export, words, misses" }
    bad_id_text(id: &str, part: &str) { zh: "“{id}”不是编号：{part}", en: "\"{id}\" is no identifier: {part}" }
    bad_id_code { zh: "清单代码不对", en: "the list's code is wrong" }
    bad_id_kind { zh: "没有这一类", en: "there is no such kind" }
    bad_id_number { zh: "号码应为 1 以上的整数", en: "a number should be whole, from 1 up" }
    bad_id_shape { zh: "缺了或多了一段", en: "a part is missing or too many" }
    bad_code(code: &str) { zh: "“{code}”不能作清单代码", en: "\"{code}\" cannot be a list's code" }
    bad_explain_batch { zh: "--batch 每行只给一个答案，要同时用 --explain 请加 --json", en: "--batch answers with one line each; to use --explain too, add --json" }
    bad_json_counter { zh: "--json 要与命令一起用，如 guitai search --json 失业", en: "--json goes with a command, such as guitai search --json 失业" }
    no_terminal {
        zh: "柜台界面要在终端里打开；在脚本里请用 guitai search",
        en: "the counter needs a terminal; in a script use guitai search",
    }
    foreign_terminal {
        zh: "柜台界面不支持这种终端（见 TERM）。请换一种终端类型，如 vt100；名称不对时，可在配置里写 terminal = \"vt100\"",
        en: "the counter cannot be shown on this kind of terminal (see TERM); set another, such as vt100; if the name is wrong, configure terminal = \"vt100\"",
    }
    no_screen(why: &str) { zh: "打不开柜台界面：{why}", en: "the counter cannot be opened: {why}" }
    nothing_found(query: &str) { zh: "没有找到“{query}”。试试拼音首字母、电话后四位，或换个说法", en: "nothing found for \"{query}\"; try pinyin initials, the last four digits of a number, or other words" }
    nothing_asked { zh: "查询是空的。请写要找的汉字、拼音、首字母或电话", en: "the query is empty; write characters, pinyin, initials or a telephone number" }
    no_such_entry(id: &str) { zh: "没有编号为 {id} 的条目。编号可用 guitai registry list 查", en: "there is no entry {id}; guitai registry list names them all" }
    ambiguous_entry(id: &str, lists: &str) {
        zh: "{id} 在几份清单里都有，请写明是哪一份：{lists}",
        en: "several lists have {id}; say which: {lists}",
    }
    query_cut(kept: usize) { zh: "查询太长，只用了前 {kept} 个字", en: "the query is too long; only its first {kept} characters were used" }
    stdin_utf8 { zh: "标准输入不是有效的 UTF-8 文字。若是 GB18030 编码，请先转换：iconv -f GB18030 -t UTF-8", en: "standard input is not valid UTF-8; if it is GB18030, convert it first: iconv -f GB18030 -t UTF-8" }
    stdin_unreadable(why: &str) { zh: "读不了标准输入：{why}", en: "standard input cannot be read: {why}" }
    file_unreadable(path: &str, why: &str) { zh: "读不了 {path}：{why}", en: "{path} cannot be read: {why}" }
    output_failed(why: &str) { zh: "写不出结果：{why}", en: "the result cannot be written: {why}" }
    standard_input { zh: "标准输入", en: "standard input" }
    io_not_found { zh: "没有这个文件", en: "no such file" }
    io_denied { zh: "没有权限", en: "not permitted" }
    io_directory { zh: "这是文件夹，不是文件", en: "it is a directory, not a file" }
    io_full { zh: "磁盘已满", en: "the disk is full" }
    crossed { zh: "程序内部答非所问，这是程序的错误，请告知管理员", en: "the program answered another question than the one asked; this is its fault, please tell your administrator" }
    io_other(system: &str) { zh: "系统报告 {system}", en: "the system says {system}" }
}

// What the commands print for people.
catalogue! {
    labelled(label: &str, value: &str) { zh: "{label}：{value}", en: "{label}: {value}" }
    label_only(label: &str) { zh: "{label}：", en: "{label}:" }
    merged_cell { zh: "（同上）", en: "(as above)" }
    check_fine(counts: &str) { zh: "读懂了全部内容：{counts}", en: "Everything was understood: {counts}" }
    check_faulty(problems: usize) { zh: "有 {problems} 处问题，清单不能用", en: "problems: {problems}; the list cannot be used" }
    check_count(kind: &str, count: usize) { zh: "{kind} {count}", en: "{kind} {count}" }
    check_no_such_list(code: &str) { zh: "没有已装入的 {code} 清单可比较，全部为新增", en: "no list {code} is loaded to compare with; everything is new" }
    check_added { zh: "新增", en: "Added" }
    check_changed { zh: "改动", en: "Changed" }
    check_removed { zh: "删去", en: "Removed" }
    check_same(code: &str) { zh: "条目与已装入的 {code} 相同", en: "The entries are those of the loaded {code}" }
    comma { zh: "，", en: ", " }
}

// Why an entry stands where it stands.
catalogue! {
    why_score(score: i64) { zh: "得分 {score}", en: "score {score}" }
    why_term(term: &str, field: &str, matched: &str, form: &str, points: &str) {
        zh: "“{term}”：{field}，{matched}，{form}；{points}",
        en: "\"{term}\": {field}, {matched}, {form}; {points}",
    }
    why_fuzzy(points: i64) { zh: "字符 {points}", en: "characters {points}" }
    why_mean(points: i64) { zh: "各词平均 {points}", en: "mean of the words {points}" }
    why_entry(points: &str) { zh: "条目：{points}", en: "entry: {points}" }
    why_text { zh: "按汉字", en: "by characters" }
    why_pinyin { zh: "按拼音", en: "by pinyin" }
    why_phone { zh: "按电话", en: "by telephone" }
    why_accent { zh: "按近音", en: "by a sound taken for it" }
    why_synonym { zh: "按同义词", en: "by synonym" }
    why_typo { zh: "按错字容错", en: "with a slip" }
    why_weighs(said: &str, weight: i64) { zh: "{said}×{weight}", en: "{said} ×{weight}" }
    why_via(said: &str, via: &str) { zh: "{said}→{via}", en: "{said} → {via}" }
    why_scattered { zh: "分散", en: "scattered" }
    why_adjacent { zh: "相连", en: "side by side" }
    why_start { zh: "开头", en: "at the start" }
    why_end { zh: "结尾", en: "at the end" }
    why_whole { zh: "整段", en: "the whole field" }
    why_field_title { zh: "标题", en: "title" }
    why_field_role(number: usize, cell: &str) { zh: "第 {number} 项{cell}", en: "{cell} {number}" }
    why_field_role_agency { zh: "相关部门", en: "agency in charge of part" }
    why_field_section_title(number: usize) { zh: "第 {number} 节标题", en: "heading of section {number}" }
    why_field_section_text(number: usize) { zh: "第 {number} 节正文", en: "text of section {number}" }
    why_bonus_form { zh: "形式", en: "form" }
    why_bonus_field { zh: "字段", en: "field" }
    why_bonus_kind { zh: "类别", en: "kind" }
    why_bonus_literal { zh: "原字", en: "as typed" }
    why_bonus_brevity { zh: "简短", en: "brevity" }
    why_bonus_gaps { zh: "间隔", en: "gaps" }
    why_bonus_apart { zh: "各词分开", en: "words apart" }
    why_bonus_verbatim { zh: "标点相符", en: "punctuation" }
    why_bonus_manner { zh: "近音、错字或同义", en: "accent, slip or synonym" }
    why_bonus_lean { zh: "所问类别", en: "kind asked for" }
}
