//! Forms as a clerk fills them in, in a real pseudo-terminal with a real owner: the enquiry in two
//! keys, the complaint with what the law wants, the line dropped in the middle, wrong input.

use std::time::Duration;

use serde_json::Value;

use super::hall::Hall;
use super::pty::Terminal;
use super::support::run;

fn counter(hall: &Hall) -> Terminal {
    let mut terminal = Terminal::start(80, 24, &hall.guitai());
    terminal.expect("服务");
    terminal
}

/// The case with this number, as a script sees it.
fn case(hall: &Hall, number: &str) -> Value {
    let ran = run(
        hall.guitai()
            .args(["case", "show", number, "--reveal", "--json"]),
        b"",
    );
    serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}", ran.err))
}

/// The first number on the screen.
fn number_on(terminal: &Terminal, letter: char) -> String {
    let screen = terminal.rows().join("\n");
    let at = screen
        .match_indices(letter)
        .map(|(at, _)| &screen[at..])
        .find(|rest| rest.len() > 14 && rest[1..9].bytes().all(|b| b.is_ascii_digit()));
    at.unwrap_or_else(|| panic!("no number on\n{screen}"))[..14].to_owned()
}

#[test]
fn an_enquiry_takes_two_keys_after_the_query() {
    let hall = Hall::new();
    let mut terminal = counter(&hall);
    terminal
        .type_text("sydj")
        .expect_row(&[">", "申报失业登记"]);
    terminal.press(&["Ctrl-E"]).expect("88832671");
    terminal.press(&["Ctrl-S"]).expect("已登记");
    let case = case(&hall, &number_on(&terminal, 'E'));
    assert_eq!(case["status"], "answered");
    assert_eq!(case["service"], "hrss/service/3");
    assert_eq!(case["subject"], "申报失业登记");
    assert_eq!(case["visitor"]["anonymous"], true);
    let answer = case["answer"].as_str().expect("an answer");
    assert!(
        answer.contains("人社管理中心") && answer.contains("0898-88832671"),
        "{answer}"
    );
    // The next visitor is there: typing begins again.
    terminal
        .press(&["Ctrl-U"])
        .type_text("ldjc")
        .expect("劳动保障监察");
}

#[test]
fn a_complaint_with_what_the_law_wants() {
    let hall = Hall::new();
    let mut terminal = counter(&hall);
    terminal.type_text("ldbzwf").expect_row(&[">", "劳动保障"]);
    terminal.press(&["Ctrl-T"]).expect("L1");
    for (label, text) in [
        ("姓名", "王小明"),
        ("电话", "13800001234"),
        ("被投诉单位", "某某劳务公司"),
        ("内容", "欠三个月工资"),
        ("诉求", "补发工资"),
    ] {
        go_to(&mut terminal, label);
        terminal.type_text(text).expect_row(&[label, text]);
    }
    terminal.press(&["Ctrl-S"]).expect("C20");
    let number = number_on(&terminal, 'C');
    terminal.press(&["Enter"]);
    let case = case(&hall, &number);
    assert_eq!(
        (&case["status"], &case["due_rule"]),
        (&"open".into(), &"L1".into())
    );
    assert_eq!(case["visitor"]["name"], "王小明");
    assert_eq!(case["visitor"]["phone"], "13800001234");
    assert_eq!(case["respondent"], "某某劳务公司");
    assert_eq!(case["content"], "欠三个月工资");
    assert_eq!(case["demand"], "补发工资");
    // Found again by its number, masked.
    terminal
        .press(&["Ctrl-U"])
        .type_text(&number.to_lowercase())
        .expect("待办");
    terminal
        .press(&["Enter"])
        .expect("王**")
        .expect("138****1234")
        .expect("欠三个月工资");
    assert!(!terminal.rows().join("\n").contains("王小明"));
    terminal.press(&["Ctrl-R"]).expect("王小明");
    terminal
        .press(&["F9"])
        .expect_gone("王小明")
        .expect_gone("王**");
}

/// Tab until the cursor stands in the row of a field.
fn go_to(terminal: &mut Terminal, label: &str) {
    for _ in 0..16 {
        let (row, _, _) = terminal.cursor();
        if terminal.rows()[usize::from(row)].contains(label) {
            return;
        }
        let before = terminal.bytes().len();
        terminal.press(&["Tab"]);
        // Amid a painting the cursor stands where is painted.
        terminal.wait_for_more(before);
        terminal.settle_for(Duration::from_millis(50));
    }
    panic!("no field {label} in\n{}", terminal.rows().join("\n"));
}

#[test]
fn what_is_missing_or_looks_mistyped_is_told_and_does_not_block() {
    let hall = Hall::new();
    let mut terminal = counter(&hall);
    terminal.press(&["F7"]).expect("举报");
    go_to(&mut terminal, "证件号码");
    terminal
        .type_text("110105194912310021")
        .expect("校验位不符");
    go_to(&mut terminal, "电话");
    terminal.type_text("12345");
    go_to(&mut terminal, "内容");
    terminal.expect("不像电话号码");
    terminal.type_text("无证培训\r第二行");
    terminal.expect_row(&["内容", "无证培训"]).expect("第二行");
    terminal.press(&["Ctrl-S"]).expect("被举报单位");
    terminal.press(&["Ctrl-S"]).expect("T20");
    let case = case_masked(&hall, &number_on(&terminal, 'T'));
    assert_eq!(case["content"], "无证培训\n第二行");
    assert_eq!(case["visitor"]["name"], "举报人");
    assert_eq!(case["visitor"]["phone"], Value::Null);
}

fn case_masked(hall: &Hall, number: &str) -> Value {
    let ran = run(hall.guitai().args(["case", "show", number, "--json"]), b"");
    serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}", ran.err))
}

#[test]
fn the_line_dropped_in_mid_form_harms_nobody() {
    let hall = Hall::new();
    let mut other = counter(&hall);
    let mut terminal = counter(&hall);
    terminal.press(&["Ctrl-T"]).expect("投诉");
    go_to(&mut terminal, "内容");
    terminal.type_text("说到一半").expect("说到一半");
    terminal.signal("HUP");
    assert_eq!(terminal.exit().exit_code(), 129);
    other.type_text("sydj").expect("申报失业登记");
    other
        .press(&["Ctrl-E"])
        .expect("88832671")
        .press(&["Ctrl-S"])
        .expect("已登记");
    let ran = run(hall.guitai().args(["verify", "--json"]), b"");
    let verified: Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!(
        (&verified["ok"], &verified["events"]),
        (&true.into(), &1.into())
    );
}

#[test]
fn a_lost_owner_comes_back_and_what_was_typed_is_still_there() {
    let hall = Hall::new();
    let mut terminal = counter(&hall);
    terminal.press(&["Ctrl-T"]).expect("投诉");
    go_to(&mut terminal, "被投诉单位");
    terminal.type_text("某公司");
    go_to(&mut terminal, "内容");
    terminal.type_text("说到一半").expect("说到一半");
    hall.kill_owner();
    terminal.type_text("又说完了").expect("说到一半又说完了");
    terminal.press(&["Ctrl-S", "Ctrl-S"]).expect("C20");
    let case = case(&hall, &number_on(&terminal, 'C'));
    assert_eq!(case["content"], "说到一半又说完了");
}

#[test]
fn a_form_is_not_thrown_away_by_one_key() {
    let hall = Hall::new();
    let mut terminal = counter(&hall);
    terminal.press(&["Ctrl-T"]).expect("投诉");
    go_to(&mut terminal, "内容");
    terminal.type_text("要紧的话").expect("要紧的话");
    for key in ["Esc", "Ctrl-Q"] {
        terminal.press(&[key]).expect("继续填写").type_text("n");
        terminal.expect_gone("继续填写").expect("要紧的话");
    }
    // A window changed in the meantime loses nothing either.
    terminal.resize(40, 12).settle();
    terminal.resize(120, 40).expect("要紧的话");
}
