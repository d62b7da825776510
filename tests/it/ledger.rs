//! `cases` and `search --in cases`, as scripts use them.

use serde_json::{Value, json};

use crate::hall::Hall;
use crate::support::{Ran, run};

fn guitai(hall: &Hall, args: &[&str]) -> Ran {
    run(hall.guitai().args(args), b"")
}

fn log(hall: &Hall, kind: &str, form: &Value) -> String {
    let args = ["log", kind, "--from-json", "-"];
    let ran = run(hall.guitai().args(args), form.to_string().as_bytes());
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    ran.out.trim().to_owned()
}

/// The numbers that are listed.
fn numbers(hall: &Hall, args: &[&str]) -> Vec<String> {
    let mut line = vec!["--json", "cases"];
    line.extend(args);
    let ran = guitai(hall, &line);
    assert_eq!(ran.code, Some(i32::from(ran.out.is_empty())), "{}", ran.err);
    let number = |line: &str| {
        let line: Value = serde_json::from_str(line).expect("JSON");
        line["number"].as_str().expect("a number").to_owned()
    };
    ran.out.lines().map(number).collect()
}

#[test]
fn cases_are_found_by_words_and_filters_newest_first_also_by_another_owner() {
    let hall = Hall::new();
    let enquiry = log(
        &hall,
        "enquiry",
        &json!({
            "service": "service/3", "answered": true, "visitor": {"name": "王小丫"},
        }),
    );
    let complaint = log(
        &hall,
        "complaint",
        &json!({
            "subject": "拖欠工资", "content": "欠薪三个月", "respondent": "宏达建筑公司",
            "agency": "区财政局", "visitor": {"name": "张三丰", "phone": "13812341234"},
        }),
    );
    let tipoff = log(
        &hall,
        "tipoff",
        &json!({
            "content": "无证办学", "visitor": {"name": "赵线人"},
        }),
    );
    for round in 0..2 {
        let all = [&tipoff, &complaint, &enquiry].map(Clone::clone);
        assert_eq!(numbers(&hall, &[]), all, "round {round}");
        let tail = &complaint[10..];
        for (args, found) in [
            (vec!["gongzi"], vec![&complaint]),
            (vec!["hdjz"], vec![&complaint]),
            (vec!["zsf"], vec![&complaint]),
            (vec!["拖欠", "财政"], vec![&complaint]),
            (vec!["欠薪"], vec![&complaint]),
            (vec![complaint.as_str()], vec![&complaint]),
            (vec![tail], vec![&tipoff, &complaint, &enquiry]),
            (vec![&tipoff[..9]], vec![&tipoff]),
            (vec!["sydj"], vec![&enquiry]),
            (vec!["赵线人"], vec![]),
            (vec!["zxr"], vec![]),
            (vec!["13812341234"], vec![]),
            (
                vec!["--kind", "tipoff", "--kind", "enquiry"],
                vec![&tipoff, &enquiry],
            ),
            (vec!["--status", "answered"], vec![&enquiry]),
            (vec!["--service", "service/3"], vec![&enquiry]),
            (vec!["--agency", "区财政局"], vec![&complaint]),
            (
                vec!["--from", "today", "--mine", "--limit", "1"],
                vec![&tipoff],
            ),
            (vec!["--to", "yesterday"], vec![]),
            (vec!["--overdue"], vec![]),
            (vec!["--due-within", "60"], vec![&tipoff, &complaint]),
        ] {
            let listed = numbers(&hall, &args);
            assert_eq!(listed.iter().collect::<Vec<_>>(), found, "{args:?}");
        }
        // The words are read from the disk again, by an owner that never saw them.
        hall.stop();
    }
}

#[test]
fn names_are_masked_unless_revealed_and_an_informants_never_shown() {
    let hall = Hall::new();
    let visitor = json!({"name": "张三丰", "phone": "13812341234"});
    log(
        &hall,
        "complaint",
        &json!({"content": "欠薪", "visitor": visitor}),
    );
    log(
        &hall,
        "tipoff",
        &json!({"content": "欠薪", "visitor": visitor}),
    );
    let names = |args: &[&str]| -> Vec<Value> {
        let ran = guitai(&hall, args);
        let lines = ran
            .out
            .lines()
            .map(|line| serde_json::from_str(line).expect("JSON"));
        lines
            .map(|line: Value| line["visitor"]["name"].clone())
            .collect()
    };
    assert_eq!(names(&["--json", "cases"]), ["举报人", "张**"]);
    assert_eq!(
        names(&["--json", "cases", "--reveal"]),
        ["举报人", "张三丰"]
    );
    let plain = guitai(&hall, &["cases"]).out;
    assert!(plain.contains("待办") && plain.contains("张**") && !plain.contains("1234"));
    assert!(!plain.contains("三丰"), "{plain}");

    let ran = guitai(&hall, &["search", "--in", "cases", "--json", "qx"]);
    let found: Value = serde_json::from_str(&ran.out).expect(&ran.err);
    assert_eq!(
        (&found["query"], &found["total"]),
        (&json!("qx"), &json!(0))
    );
    let ran = guitai(
        &hall,
        &[
            "search",
            "--in",
            "cases",
            "--json",
            "欠薪",
            "--kind",
            "complaint",
        ],
    );
    let found: Value = serde_json::from_str(&ran.out).expect(&ran.err);
    assert_eq!(found["hits"][0]["visitor"]["name"], "张**");
}

#[test]
fn what_cannot_be_asked_is_said() {
    let hall = Hall::new();
    for (args, code, names) in [
        (vec!["cases"], 1, "没有"),
        (vec!["cases", "--kind", "service"], 2, "enquiry"),
        (vec!["cases", "--status", "done"], 2, "accepted"),
        (vec!["cases", "--from", "tomorrow"], 2, "2026-11-24"),
        (vec!["cases", "--due-within", "-1"], 2, "0"),
        (vec!["cases", "--service", "xyz"], 2, "xyz"),
        (
            vec!["search", "--in", "cases", "x", "--kind", "service"],
            2,
            "enquiry",
        ),
        (vec!["search", "x", "--kind", "enquiry"], 2, "service"),
        (
            vec!["search", "--in", "cases", "x", "--explain"],
            2,
            "--explain",
        ),
        (vec!["search", "--in", "cases", "囍"], 1, "来访人姓名"),
        (vec!["cases", "囍"], 1, "来访人姓名"),
        (
            vec!["cases", "--from", "2026-11-25", "--to", "2026-11-24"],
            2,
            "--from（2026-11-25）不能晚于 --to（2026-11-24）",
        ),
    ] {
        let ran = guitai(&hall, &args);
        assert_eq!(
            (ran.code, ran.out.as_str()),
            (Some(code), ""),
            "{args:?}: {}",
            ran.err
        );
        assert!(ran.err.contains(names), "{args:?}: {}", ran.err);
        assert!(!ran.err.contains("电话"), "no case is found by it");
    }
}
