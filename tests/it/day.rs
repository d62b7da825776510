//! A clerk's day in two real pseudo-terminals over one owner: look up, enquiry, complaint, ledger,
//! accept, refer, who was first, close, reopen, void; each sees what the other does, unasked.

use serde_json::Value;

use super::hall::Hall;
use super::pty::Terminal;
use super::support::run;

/// What the screen says, in one of the languages.
struct Words {
    lang: &'static str,
    logged: &'static str,
    ledger: &'static str,
    open: &'static str,
    answered: &'static str,
    accepted: &'static str,
    referred: &'static str,
    closed: &'static str,
    voided: &'static str,
    respondent: &'static str,
    content: &'static str,
    demand: &'static str,
    name: &'static str,
    reason: &'static str,
    also_open: &'static str,
    first: &'static str,
    leads: &'static str,
    noted: &'static str,
    status: &'static str,
    agencies: &'static str,
    just_done: &'static str,
}

impl Words {
    /// A line of a case's history.
    fn step(from: &str, to: &str) -> String {
        format!("{from} > {to}")
    }
}

const ZH: Words = Words {
    lang: "zh",
    logged: "已登记",
    ledger: "台账",
    open: "待办",
    answered: "已答复",
    accepted: "已受理",
    referred: "已转办",
    closed: "已办结",
    voided: "已作废",
    respondent: "被投诉单位",
    content: "内容",
    demand: "诉求",
    name: "姓名",
    reason: "理由",
    also_open: "zhang也开着这件",
    first: "别人先办了这件",
    leads: "牵头",
    noted: "备注已保存",
    status: "状态：",
    agencies: "可转往的机构",
    just_done: "li刚办了“转办”",
};

const EN: Words = Words {
    lang: "en",
    logged: "Logged",
    ledger: "Ledger",
    open: "open",
    answered: "answered",
    accepted: "accepted",
    referred: "referred",
    closed: "closed",
    voided: "voided",
    respondent: "Respondent",
    content: "Content",
    demand: "Demand",
    name: "Name",
    reason: "Reason",
    also_open: "also open: zhang",
    first: "Somebody was first",
    leads: "leads",
    noted: "Noted",
    status: "Status:",
    agencies: "Agencies:",
    just_done: "li has just done: refer",
};

fn clerk(hall: &Hall, name: &str, words: &Words, (cols, rows): (u16, u16)) -> Terminal {
    let mut command = hall.guitai();
    command.args(["--clerk", name, "--lang", words.lang]);
    let mut terminal = Terminal::start(cols, rows, &command);
    terminal.expect("hrss/");
    terminal
}

fn case(hall: &Hall, number: &str) -> Value {
    let ran = run(hall.guitai().args(["case", "show", number, "--json"]), b"");
    serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}", ran.err))
}

/// The number of the only case of this kind.
fn only(hall: &Hall, kind: &str) -> String {
    let ran = run(hall.guitai().args(["cases", "--kind", kind, "--json"]), b"");
    let line: Value = serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}", ran.err));
    line["number"].as_str().expect("a number").to_owned()
}

/// Tab until the cursor stands in the row of a field, then text.
fn fill(terminal: &mut Terminal, label: &str, text: &str) {
    for _ in 0..16 {
        let (row, _, _) = terminal.cursor();
        if terminal.rows()[usize::from(row)].contains(label) {
            terminal.type_text(text).expect_row(&[text]);
            return;
        }
        let before = terminal.bytes().len();
        terminal.press(&["Tab"]).wait_for_more(before);
    }
    panic!("no field {label} in\n{}", terminal.rows().join("\n"));
}

fn a_day(words: &Words, size: (u16, u16)) {
    let hall = Hall::new();
    let mut zhang = clerk(&hall, "zhang", words, size);
    let mut li = clerk(&hall, "li", words, size);
    li.send(b"\x1bOR").expect(words.ledger);

    // An enquiry in two keys; the other clerk sees it come.
    zhang.type_text("sydj").expect_row(&[">", "申报失业登记"]);
    zhang.press(&["Ctrl-E"]).expect("88832671");
    zhang.press(&["Ctrl-S"]).expect(words.logged);
    li.expect_row(&[">", "E20", words.answered]);
    let enquiry = only(&hall, "enquiry");

    // A complaint about a boundary matter.
    zhang
        .type_text("yjgxbys")
        .expect_row(&[">", "应届高校毕业生"]);
    zhang.press(&["Ctrl-T"]).expect("L1");
    fill(&mut zhang, words.name, "王小明");
    fill(&mut zhang, words.respondent, "某某劳务公司");
    fill(&mut zhang, words.content, "欠三个月工资");
    fill(&mut zhang, words.demand, "补发工资");
    // A telephone, which the law wants, is missing: said once.
    let before = zhang.bytes().len();
    zhang.press(&["Ctrl-S"]).wait_for_more(before);
    zhang.press(&["Ctrl-S"]).expect("C20");
    let complaint = only(&hall, "complaint");
    zhang.press(&["Enter"]);
    // It comes into the other's ledger, and the line that was selected stays selected.
    li.expect_row(&[&complaint, words.open]);
    li.expect_row(&[">", &enquiry]);

    // Found by pinyin in the ledger, opened, accepted.
    li.type_text("bfgz").expect_gone(&enquiry);
    li.press(&["Ctrl-U"])
        .type_text("mmlwgs")
        .expect_row(&[">", &complaint]);
    li.press(&["Enter"]).expect("王**").press(&["Enter"]);
    li.type_text("a").expect("L2");
    li.press(&["Ctrl-S"]).expect_row(&[words.accepted, "20"]);

    // The other clerk opens it too; each is told of the other.
    zhang
        .press(&["Ctrl-U"])
        .type_text(&complaint)
        .expect(words.accepted);
    zhang.press(&["Enter"]);
    li.expect(words.also_open);

    // Referred, while the other one writes a note on what he saw.
    zhang.press(&["Enter"]).type_text("n").expect(&complaint);
    zhang.type_text("电话催过").expect("电话催过");
    li.press(&["Enter"]).type_text("r").expect(words.leads);
    li.type_text("czj").expect_row(&[">", "区财政局"]);
    li.press(&["Enter"]).expect_gone(words.agencies);
    fill(&mut li, words.reason, "资金归财政");
    li.press(&["Ctrl-S"])
        .expect(&Words::step(words.accepted, words.referred));
    // Said at once where it matters: over what is being typed.
    zhang.expect(words.just_done);
    zhang.press(&["Ctrl-S"]).expect(words.first);
    zhang.expect("资金归财政").expect("区财政局");
    // What was typed is still there, and goes on from the case as it is now.
    zhang
        .press(&["Enter"])
        .expect_gone(words.first)
        .expect("电话催过");
    zhang.press(&["Ctrl-S"]).expect(words.noted);
    li.expect("电话催过");

    // Closed, reopened.
    li.press(&["Enter"]).type_text("c").expect_gone("电话催过");
    li.type_text("已付清")
        .press(&["Ctrl-S"])
        .expect_row(&[words.status, words.closed]);
    zhang.expect_row(&[words.status, words.closed]);
    zhang.press(&["Enter"]).type_text("o").expect_gone("已付清");
    zhang
        .type_text("又欠了")
        .press(&["Ctrl-S"])
        .expect_row(&[words.status, words.accepted]);

    // The enquiry was a mistake.
    li.press(&["Esc", "Ctrl-U"])
        .type_text(&enquiry)
        .expect_row(&[">", &enquiry]);
    li.press(&["Enter"])
        .expect("申报失业登记")
        .press(&["Enter"]);
    li.type_text("v").expect_gone("88832671");
    li.type_text("登错了")
        .press(&["Ctrl-S"])
        .expect_row(&[words.status, words.voided]);

    let (voided, shown) = (case(&hall, &enquiry), case(&hall, &complaint));
    assert_eq!(voided["status"], "voided");
    assert_eq!(shown["status"], "accepted");
    let events = shown["events"].as_array().expect("events").iter();
    let done: Vec<(&str, &str)> = events
        .map(|event| {
            let text = |key: &str| event[key].as_str().expect("a text");
            (text("action"), text("clerk"))
        })
        .collect();
    assert_eq!(
        done,
        [
            ("log", "zhang"),
            ("accept", "li"),
            ("refer", "li"),
            ("note", "zhang"),
            ("close", "li"),
            ("reopen", "zhang"),
        ]
    );
}

#[test]
fn a_clerks_day_in_chinese_at_80x24() {
    a_day(&ZH, (80, 24));
}

#[test]
fn a_clerks_day_in_english_at_120x40() {
    a_day(&EN, (120, 40));
}
