//! Words of the commands about cases. Knows neither how arguments are read nor where a sentence is
//! printed.

use super::{Lang, catalogue};
use crate::casework::deadline::Unit;

impl Lang {
    /// A time limit as the law says it.
    #[must_use]
    pub fn time_limit(self, limit: u32, unit: Unit) -> String {
        match unit {
            Unit::Working => self.working_days(limit),
            Unit::Calendar => self.calendar_days(limit),
        }
    }
}

catalogue! {
    cmd_log { zh: "登记：咨询、投诉、举报；输出登记件编号", en: "Log an enquiry, a complaint or a tip-off; prints its number" }
    cmd_case { zh: "登记件：查看、办理", en: "A case: show it, do something with it" }
    cmd_case_show { zh: "显示一个登记件和它的经过", en: "Show a case with its history" }
    cmd_deadline { zh: "算时限：哪一天到期，为什么", en: "When a time limit ends, and why then" }
    cmd_calendar { zh: "工作日历", en: "Working-day calendars" }
    cmd_calendar_list { zh: "列出各年的放假和调休", en: "List the days off and the make-up days of each year" }
    cmd_verify { zh: "检查每条记录是否完整、未被改动", en: "Check that every record is whole and unaltered" }
    opt_case_kind { zh: "类别：enquiry（咨询）、complaint（投诉）、tipoff（举报）", en: "What it is: enquiry, complaint or tipoff" }
    opt_service { zh: "所问的事项，如 service/3", en: "The entry it is about, such as service/3" }
    opt_agency { zh: "承办机构；不写则用事项的", en: "The agency; the entry's when not given" }
    opt_track { zh: "办理途径：labour（劳动监察，不写即此）、petition（信访）、fund（基金监督）", en: "The legal course: labour (when not given), petition, fund" }
    opt_subject { zh: "事由；不写则用事项名称", en: "The subject; the entry's title when not given" }
    opt_content { zh: "内容", en: "The content" }
    opt_answer { zh: "答复；写了即为当场答复", en: "The answer; given, the enquiry is answered at the counter" }
    opt_answered { zh: "已当场答复", en: "Answered at the counter" }
    opt_respondent { zh: "被投诉单位", en: "Whom it is about" }
    opt_demand { zh: "诉求", en: "What is asked for" }
    opt_anonymous { zh: "来访人不愿留名", en: "The visitor does not want to be named" }
    opt_confidential { zh: "为来访人保密", en: "The visitor must not be named to the respondent" }
    opt_from_json { zh: "从文件读取登记内容，- 为标准输入；来访人信息只能这样给", en: "Read the form from a file, - is standard input; the only way for visitors' data" }
    opt_number { zh: "登记件编号，如 C20261124-0001", en: "The case's number, such as C20261124-0001" }
    opt_reveal { zh: "个人信息不打码（须有权限）", en: "Personal data as it is, for who may see it" }
    opt_rule { zh: "时限规则，如 L1、X1", en: "The rule, such as L1 or X1" }
    opt_from { zh: "起算日：年-月-日、today、yesterday；不写为今天", en: "The day it starts: YYYY-MM-DD, today, yesterday; today when not given" }
    opt_head { zh: "以前记下的末条校验值，必须在记录中", en: "A head noted earlier: it must be among the records" }

    expect_date { zh: "应写日期，如 2026-11-24，或 today、yesterday", en: "Expected a date such as 2026-11-24, or today, yesterday" }
    expect_case_kind { zh: "应为 enquiry、complaint、tipoff 之一", en: "Expected one of enquiry, complaint, tipoff" }
    expect_track { zh: "应为 labour、petition、fund 之一", en: "Expected one of labour, petition, fund" }
    expect_number { zh: "应写登记件编号，如 C20261124-0001", en: "Expected a case's number such as C20261124-0001" }
    expect_rule { zh: "应写时限规则，如 L1、X1", en: "Expected a rule such as L1 or X1" }
    expect_case_command {
        zh: "应为 show、note、accept、decline、refer、answer、extend、close、withdraw、reopen、void、merge、unmerge 之一",
        en: "Expected one of show, note, accept, decline, refer, answer, extend, close, withdraw, reopen, void, merge, unmerge",
    }
    expect_calendar_command { zh: "应为 list", en: "Expected: list" }

    bad_number_text(text: &str, why: &str) { zh: "“{text}”不是登记件编号：{why}", en: "\"{text}\" is no case number: {why}" }
    journal_unreadable(why: &str) { zh: "读不了记录：{why}", en: "the records cannot be read: {why}" }
    no_random(why: &str) { zh: "系统给不出随机数：{why}", en: "the system gives no random numbers: {why}" }

    json_syntax(line: usize, column: usize) { zh: "登记内容不是有效的 JSON：第 {line} 行第 {column} 列", en: "the form is not valid JSON: line {line}, column {column}" }
    json_too_long(limit: usize) { zh: "登记内容超过 {limit} 字节", en: "the form is longer than {limit} bytes" }
    json_no_object { zh: "登记内容应为一个 JSON 对象", en: "the form should be one JSON object" }
    json_unknown_key(key: &str) { zh: "登记内容里没有“{key}”这一项", en: "the form has no key \"{key}\"" }
    json_wrong_sort(key: &str, wanted: &str) { zh: "“{key}”应为{wanted}", en: "\"{key}\" should be {wanted}" }
    json_other_kind(kind: &str) { zh: "登记内容写的类别是 {kind}，与命令不同", en: "the form says its kind is {kind}, another than the command's" }
    json_text { zh: "文字或 null", en: "a string or null" }
    json_flag { zh: "true 或 false", en: "true or false" }
    json_object { zh: "对象", en: "an object" }
    json_kind { zh: " enquiry、complaint、tipoff 之一", en: "one of enquiry, complaint, tipoff" }
    json_track { zh: " labour、petition、fund 之一", en: "one of labour, petition, fund" }
    json_id { zh: "条目编号，如 service/3", en: "an identifier such as service/3" }

    logged(status: &str) { zh: "已登记，{status}", en: "logged: {status}" }
    logged_until(status: &str, due: &str) { zh: "已登记，{status}，须在 {due} 前决定是否受理", en: "logged: {status}; to be accepted or declined by {due}" }
    became(status: &str) { zh: "，转为{status}", en: ", now {status}" }

    due_of_rule(rule: &str, due: &str, limit: &str, from: &str) { zh: "{rule}：{due} 到期（{from} 起 {limit}，起算日不计）", en: "{rule}: ends on {due} ({limit} from {from}, that day not counted)" }
    working_days(limit: u32) { zh: "{limit} 个工作日", en: "{limit} working days" }
    calendar_days(limit: u32) { zh: "{limit} 个自然日", en: "{limit} calendar days" }
    due_is_provisional { zh: "暂定：其中有一年的放假安排尚未公布，按周一至周五计算", en: "Provisional: the holidays of a year in it are not published yet; Monday to Friday was counted" }
    day_weekend { zh: "周末", en: "weekend" }
    day_holiday { zh: "放假", en: "holiday" }
    day_local { zh: "本地放假", en: "local holiday" }
    day_made_up { zh: "调休上班，计入", en: "weekend worked by notice, counted" }
    calendar_of(year: i16, source: &str) { zh: "{year} 年（{source}）", en: "{year} ({source})" }
    days_off { zh: "放假", en: "Off" }
    days_worked { zh: "调休上班", en: "Worked" }
    days_local { zh: "本地放假", en: "Off here" }

    verified(events: u64, cases: u64) { zh: "{events} 条记录，{cases} 个登记件", en: "{events} records, {cases} cases" }
    head { zh: "末条校验值", en: "Head" }
    verified_whole { zh: "全部完整，未被改动", en: "All whole and unaltered" }
    verified_faulty { zh: "记录有问题。请停用并用备份恢复，不要自行修改文件", en: "Something is wrong with the records. Stop, and restore from a backup; do not mend files by hand" }
    problem_at_event(event: u64, file: &str, what: &str) { zh: "第 {event} 条（{file}）：{what}", en: "record {event} ({file}): {what}" }
    problem_in_file(file: &str, what: &str) { zh: "{file}：{what}", en: "{file}: {what}" }
    record_changed { zh: "内容被改动或损坏", en: "changed or damaged" }
    record_missing { zh: "前面缺了记录", en: "records are missing before it" }
    record_reordered { zh: "次序被调换", en: "it stands in another place than it was written at" }
    record_foreign { zh: "是别处的记录", en: "it belongs to another journal" }
    record_unchained { zh: "与前一条不衔接", en: "it does not follow from the one before it" }
    record_torn { zh: "末尾一条没有写完", en: "the last one is half written" }
    head_unknown { zh: "没有这个末条校验值：记录被截短或重写过", en: "the head given is not among the records: they were cut short or rewritten" }
    file_lost { zh: "不见了", en: "it is gone" }
    record_unreadable { zh: "读不懂", en: "it cannot be read" }

    start_record(record: u64, file: &str, what: &str) { zh: "第 {record} 条记录（{file}）{what}。请用备份恢复，不要自行修改文件", en: "record {record} ({file}): {what}; restore from a backup, do not mend it by hand" }
    start_cut_short(seen: u64, last: u64) { zh: "记录被截短：曾有 {seen} 条，现在只到第 {last} 条。请用备份恢复", en: "the records were cut short: there were {seen}, now they end at {last}; restore from a backup" }
    start_foreign_mark(path: &str) { zh: "{path} 不是用现在这把主密钥标记的：记录可能被人重写过，或是混入了别处的文件。请用备份恢复", en: "{path} was not marked with this master key: the records may have been rewritten, or files of another place got in; restore from a backup" }
    start_newer(path: &str) { zh: "{path} 是新版程序写的，请升级本程序", en: "{path} was written by a newer guitai; please upgrade this one" }
    keys_missing(path: &str) { zh: "找不到主密钥 {path}。没有它就打不开已登记的内容；请从妥善保存处取回，放回原处", en: "there is no master key at {path}; without it nothing that was logged can be opened. Bring it back from where it is kept safe" }
    keys_other_master(path: &str) { zh: "{path} 属于另一把主密钥。请放回原来的主密钥", en: "{path} belongs to another master key; bring the right one back" }
    keys_damaged(path: &str) { zh: "密钥文件 {path} 已损坏。请用备份恢复", en: "the key file {path} is damaged; restore it from a backup" }
    keys_open(path: &str) { zh: "密钥文件 {path} 人人可读，请改为只有本人可读：chmod 600", en: "everybody may read the key file {path}; close it: chmod 600" }
    keys_no_place { zh: "没有放主密钥的地方：请设定主目录，或在配置文件里写明 master_key", en: "there is no place for the master key: set a home directory, or name master_key in the configuration" }
}
