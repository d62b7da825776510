//! `log`, `case show`, `deadline`, `calendar list`, `verify`, as scripts use them.

use std::fs;

use serde_json::{Value, json};

use crate::hall::Hall;
use crate::support::{Ran, run};

fn guitai(hall: &Hall, args: &[&str]) -> Ran {
    run(hall.guitai().args(args), b"")
}

fn json_of(ran: &Ran) -> Value {
    serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}{}", ran.out, ran.err))
}

/// Today in the hall, as numbers and dates have it.
fn today() -> jiff::civil::Date {
    guitai::casework::zone::day(jiff::Timestamp::now())
}

#[test]
fn a_case_is_logged_numbered_and_shown_with_its_history() {
    let hall = Hall::new();
    let day = today().strftime("%Y%m%d").to_string();
    let args = [
        "log",
        "complaint",
        "--service",
        "service/2",
        "--respondent",
        "某公司",
        "--content",
        "欠薪三个月\n第二行",
        "--demand",
        "补发",
        "--json",
    ];
    let ran = guitai(&hall, &args);
    let receipt = json_of(&ran);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(receipt["number"], format!("C{day}-0001"));
    assert_eq!(
        (&receipt["status"], &receipt["revision"]),
        (&json!("open"), &json!(1))
    );
    let keys: Vec<&String> = receipt.as_object().expect("an object").keys().collect();
    assert_eq!(keys, ["due_on", "kind", "number", "revision", "status"]);
    // What the law wants and was not said is told beside, and blocks nothing.
    assert!(ran.err.contains("姓名"), "{}", ran.err);

    let again = json_of(&guitai(&hall, &args));
    assert_eq!(again["number"], format!("C{day}-0002"));

    let number = receipt["number"].as_str().expect("a number");
    let shown = json_of(&guitai(&hall, &["case", "show", number, "--json"]));
    assert_eq!(shown["service"], "hrss/service/2");
    assert_eq!(shown["agency"], "市劳动保障监察支队崖州大队");
    assert_eq!(shown["subject"], shown["service_title"]);
    assert_eq!(shown["content"], "欠薪三个月\n第二行");
    assert_eq!(shown["due_on"], receipt["due_on"]);
    assert_eq!(shown["due_rule"], "L1");
    assert_eq!(shown["track"], "labour");
    assert_eq!(shown["visitor"]["anonymous"], true);
    assert_eq!(shown["closed_at"], Value::Null);
    let opened = shown["opened_at"].as_str().expect("a time");
    assert!(opened.ends_with("+08:00"), "{opened}");
    let event = &shown["events"][0];
    assert_eq!(
        (&event["seq"], &event["action"]),
        (&json!(1), &json!("log"))
    );
    assert_eq!(
        (&event["from"], &event["to"]),
        (&Value::Null, &json!("open"))
    );

    let page = guitai(&hall, &["case", "show", &number.to_lowercase()]).out;
    for text in [
        number,
        "投诉",
        "待办",
        "某公司",
        "欠薪三个月",
        "第二行",
        "经过",
    ] {
        assert!(page.contains(text), "{text} in {page}");
    }
}

#[test]
fn an_enquiry_answered_at_the_counter_is_done_with() {
    let hall = Hall::new();
    for (args, status) in [
        (vec!["--answer", "请到2号窗"], "answered"),
        (vec!["--answered"], "answered"),
        (vec![], "open"),
    ] {
        let mut line = vec!["log", "enquiry", "--service", "service/3", "--json"];
        line.extend(args);
        let receipt = json_of(&guitai(&hall, &line));
        assert_eq!(
            (&receipt["status"], &receipt["due_on"]),
            (&json!(status), &Value::Null)
        );
        let number = receipt["number"].as_str().expect("a number");
        let shown = json_of(&guitai(&hall, &["case", "show", number, "--json"]));
        assert_eq!(shown["closed_at"].is_string(), status == "answered");
    }
    // Without --json the number stands alone, for `number=$(guitai log …)`.
    let ran = guitai(&hall, &["log", "enquiry", "--subject", "问路"]);
    assert!(
        ran.out
            .trim()
            .parse::<guitai::casework::CaseNumber>()
            .is_ok(),
        "{}",
        ran.out
    );
}

#[test]
fn what_stands_on_the_command_line_goes_before_what_was_read() {
    let hall = Hall::new();
    let form = json!({
        "kind": "complaint", "track": "fund", "service": "service/2", "agency": "甲",
        "subject": "乙", "content": "丙", "respondent": "丁", "demand": "戊",
        "visitor": {"name": "张三丰"},
    });
    // Some editors put a byte order mark in front.
    let form = format!("\u{feff}{form}");
    let logged = |over: &[&str]| {
        let mut args = vec!["--json", "log", "complaint", "--from-json", "-"];
        args.extend(over);
        let ran = run(hall.guitai().args(args), form.as_bytes());
        let number = json_of(&ran)["number"].as_str().expect(&ran.err).to_owned();
        json_of(&guitai(&hall, &["--json", "case", "show", &number]))
    };
    let keys = [
        "track",
        "service",
        "agency",
        "subject",
        "content",
        "respondent",
        "demand",
    ];
    let fields = |shown: &Value| keys.map(|key| shown[key].as_str().expect(key).to_owned());
    let read = logged(&[]);
    assert_eq!(
        fields(&read),
        ["fund", "hrss/service/2", "甲", "乙", "丙", "丁", "戊"]
    );
    assert_eq!(read["visitor"]["confidential"], false);
    let values = ["petition", "service/3", "子", "丑", "寅", "卯", "辰"];
    let mut args = vec!["--confidential".to_owned()];
    for (key, value) in keys.iter().zip(values) {
        args.extend([format!("--{key}"), value.to_owned()]);
    }
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let over = logged(&args);
    assert_eq!(
        fields(&over),
        ["petition", "hrss/service/3", "子", "丑", "寅", "卯", "辰"]
    );
    assert_eq!(over["visitor"]["confidential"], true);
    assert_eq!(over["visitor"]["name"], "张**");
}

#[test]
fn an_enquiry_about_an_agency_is_that_agencys_and_json_may_say_that_it_was_answered() {
    let hall = Hall::new();
    let args = ["--json", "log", "enquiry", "--from-json", "-"];
    let form = r#"{"service":"agency/区财政局","answered":true}"#;
    let receipt = json_of(&run(hall.guitai().args(args), form.as_bytes()));
    assert_eq!(receipt["status"], "answered");
    let number = receipt["number"].as_str().expect("a number");
    let shown = json_of(&guitai(&hall, &["--json", "case", "show", number]));
    assert_eq!(shown["agency"], "区财政局");
    assert_eq!(shown["subject"], "区财政局");
}

#[test]
fn what_cannot_be_taken_names_its_field_and_stores_nothing() {
    let hall = Hall::new();
    let long = "长".repeat(400_000);
    let huge = format!(r#"{{"content":"{long}"}}"#);
    let cases: [(&[&str], &str, i32, &str); 13] = [
        (&["log"], "", 2, "KIND"),
        (&["log", "petition"], "", 2, "enquiry"),
        (&["log", "complaint"], "", 2, "内容"),
        (
            &["log", "enquiry", "--service", "service/99"],
            "",
            2,
            "service/99",
        ),
        (&["log", "enquiry", "--service", "张三"], "", 2, "张三"),
        (
            &["log", "complaint", "--content", "x", "--answered"],
            "",
            2,
            "答复",
        ),
        (
            &["log", "enquiry", "--content", "x", "--answer", " "],
            "",
            2,
            "答复",
        ),
        (
            &["log", "enquiry", "--content", "x", "--track", "labour"],
            "",
            2,
            "办理途径",
        ),
        (&["log", "complaint", "--from-json", "-"], &huge, 2, "内容"),
        (&["log", "complaint", "--from-json", "-"], "{", 2, "1"),
        (
            &["log", "complaint", "--from-json", "-"],
            r#"{"nmae":1}"#,
            2,
            "nmae",
        ),
        (
            &["log", "complaint", "--from-json", "/nonexistent"],
            "",
            2,
            "/nonexistent",
        ),
        (
            &["log", "complaint", "--from-json", "-", "--anonymous"],
            r#"{"content":"x","visitor":{"name":"张三"}}"#,
            2,
            "姓名",
        ),
    ];
    for (args, stdin, code, names) in cases {
        let ran = run(hall.guitai().args(args), stdin.as_bytes());
        assert_eq!(
            (ran.code, ran.out.as_str()),
            (Some(code), ""),
            "{args:?}: {}",
            ran.err
        );
        assert!(ran.err.contains(names), "{args:?}: {}", ran.err);
        assert!(ran.err.len() < 1000, "{args:?} repeats what was typed");
    }
    let verified = json_of(&guitai(&hall, &["verify", "--json"]));
    assert_eq!(verified["events"], 0);
}

#[test]
fn escape_sequences_are_stripped_coming_in_and_harmless_going_out() {
    let hall = Hall::new();
    let evil = "张\u{1b}[5i三\u{9b}2J\u{202e}x\u{7}";
    let form = json!({
        "subject": evil, "content": format!("{evil}\n{evil}"), "demand": evil,
        "respondent": evil, "agency": evil,
        "visitor": {"name": evil, "phone": evil, "id_number": evil, "address": evil},
    });
    let ran = run(
        hall.guitai().args(["log", "complaint", "--from-json", "-"]),
        form.to_string().as_bytes(),
    );
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let number = ran.out.trim();
    for args in [
        vec!["case", "show", number, "--reveal"],
        vec!["case", "show", number, "--reveal", "--json"],
    ] {
        let shown = guitai(&hall, &args).out;
        let harmful = |c: char| c != '\n' && guitai::chars::is_unseen(c);
        assert!(!shown.chars().any(harmful), "{shown:?}");
        assert!(shown.contains("张[5i三2Jx"), "{shown}");
    }
}

#[test]
fn numbers_are_read_as_they_are_said() {
    let hall = Hall::new();
    let number = guitai(&hall, &["log", "tipoff", "--content", "无证办学"]).out;
    let number: guitai::casework::CaseNumber = number.trim().parse().expect("a number");
    let check = number.check_char();
    for said in [
        number.to_string().to_lowercase(),
        format!("{number}-{check}"),
        format!(" {number} "),
    ] {
        assert_eq!(
            guitai(&hall, &["case", "show", &said]).code,
            Some(0),
            "{said}"
        );
    }
    let wrong = if check == 'A' { 'B' } else { 'A' };
    for (said, code) in [
        (format!("{number}-{wrong}"), 2),
        ("C20260230-0001".to_owned(), 2),
        ("张三".to_owned(), 2),
        ("C20200101-0001".to_owned(), 1),
    ] {
        let ran = guitai(&hall, &["case", "show", &said]);
        assert_eq!(
            (ran.code, ran.out.as_str()),
            (Some(code), ""),
            "{said}: {}",
            ran.err
        );
    }
}

#[test]
fn a_deadline_says_why() {
    let hall = Hall::new();
    let ran = guitai(
        &hall,
        &["deadline", "--rule", "L1", "--from", "2026-09-30", "--json"],
    );
    let mut deadline = json_of(&ran);
    let basis = deadline.as_object_mut().expect("an object").remove("basis");
    assert!(basis.is_some_and(|basis| basis.is_string()));
    let skipped = deadline["skipped"].take();
    assert_eq!(skipped[0], json!({"date": "2026-10-01", "why": "holiday"}));
    assert_eq!(
        deadline,
        json!({"rule": "L1", "from": "2026-09-30", "due": "2026-10-13", "unit": "working",
            "limit": 5, "provisional": false, "skipped": null, "made_up": ["2026-10-10"]})
    );
    let page = guitai(&hall, &["deadline", "--rule", "L2", "--from", "2026-12-01"]).out;
    assert!(page.contains("暂定") && page.contains("2027"), "{page}");
    for (args, names) in [
        (["deadline", "--rule", "L1", "--from", "2026-13-01"], "日期"),
        (["deadline", "--rule", "Z9", "--from", "today"], "Z9"),
        (["deadline", "--rule", "L1", "--from", "9999-12-30"], "9999"),
    ] {
        let ran = guitai(&hall, &args);
        assert_eq!(ran.code, Some(2), "{}", ran.err);
        assert!(ran.err.contains(names), "{}", ran.err);
    }
    let years: Vec<Value> = guitai(&hall, &["calendar", "list", "--json"])
        .out
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let of = |year: &Value| year["year"].as_i64();
    assert_eq!(
        years.iter().map(of).collect::<Vec<_>>(),
        [Some(2025), Some(2026)]
    );
}

#[test]
fn verify_works_alone_and_compares_with_a_head() {
    let hall = Hall::new();
    let before = json_of(&guitai(&hall, &["verify", "--json"]));
    assert_eq!(
        (&before["ok"], &before["events"]),
        (&json!(true), &json!(0))
    );
    for n in 0..3 {
        guitai(&hall, &["log", "enquiry", "--subject", &format!("第{n}件")]);
    }
    let with_owner = json_of(&guitai(&hall, &["verify", "--json"]));
    hall.stop();
    let alone = json_of(&guitai(&hall, &["verify", "--json"]));
    assert_eq!(alone, with_owner);
    assert_eq!((&alone["events"], &alone["cases"]), (&json!(3), &json!(3)));
    // No owner was started for it, and no master key is needed.
    let status = json_of(&guitai(&hall, &["status", "--json"]));
    assert_eq!(status, json!({"running": false}));
    fs::remove_file(hall.path("master.key")).expect("a master key");
    let head = alone["head"].as_str().expect("a head").to_owned();
    let ran = guitai(&hall, &["verify", "--head", &head]);
    assert_eq!(ran.code, Some(0), "{}", ran.out);
    let other = head.replace(|c: char| c.is_ascii_digit(), "a");
    for (head, code) in [(other.as_str(), 4), ("xyz", 2)] {
        assert_eq!(
            guitai(&hall, &["verify", "--head", head]).code,
            Some(code),
            "{head}"
        );
    }
    // A changed record is named.
    let journal = hall.path("data/journal/00000001.log");
    let mut bytes = fs::read(&journal).expect("a journal");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&journal, bytes).expect("written");
    let ran = guitai(&hall, &["verify", "--json"]);
    let found = json_of(&ran);
    assert_eq!((ran.code, &found["ok"]), (Some(4), &json!(false)));
    assert_eq!(found["problems"][0]["event"], 2);
}
