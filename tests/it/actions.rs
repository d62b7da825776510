//! What is done with cases by the command line: every action of the table once, refusals with
//! their exit statuses, who comes second, agencies and news over the wire.

use serde_json::{Value, json};

use guitai::casework::status::TABLE;

use super::hall::Hall;
use super::support::{Ran, run};

fn guitai(hall: &Hall, args: &[&str]) -> Ran {
    run(hall.guitai().args(args), b"")
}

fn json_of(ran: &Ran) -> Value {
    serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}{}", ran.out, ran.err))
}

/// Logs a case; its number.
fn log(hall: &Hall, kind: &str) -> String {
    let ran = guitai(hall, &["log", kind, "--content", "欠薪", "--json"]);
    let number = json_of(&ran)["number"].as_str().map(str::to_owned);
    number.unwrap_or_else(|| panic!("{}", ran.err))
}

/// Does something with a case; the receipt.
fn act(hall: &Hall, action: &str, number: &str, options: &[&str]) -> Value {
    let mut args = vec!["--json", "case", action, number];
    args.extend(options);
    let ran = guitai(hall, &args);
    assert_eq!(ran.code, Some(0), "{action} {number}: {}", ran.err);
    assert_eq!(ran.err, "", "{action}");
    json_of(&ran)
}

fn show(hall: &Hall, number: &str) -> Value {
    json_of(&guitai(hall, &["--json", "case", "show", number]))
}

#[test]
fn every_action_of_the_table_is_done_once_and_stands_in_the_history() {
    let hall = Hall::new();
    let other = log(&hall, "complaint");
    // Each with its options, how the case stands then, and what is said in the history.
    let reason: &[&str] = &["--reason", "因故"];
    let complaint: &[(&str, &[&str], &str, Option<&str>)] = &[
        ("note", &["--note", "来电催问"], "open", Some("来电催问")),
        ("accept", &[], "accepted", None),
        (
            "extend",
            &["--days", "5", "--reason", "取证"],
            "accepted",
            Some("取证"),
        ),
        (
            "refer",
            &["--to", "区财政局", "--reason", "属其职责"],
            "referred",
            Some("属其职责"),
        ),
        ("merge", &["--into", &other], "merged", None),
        ("unmerge", reason, "referred", Some("因故")),
        ("close", &["--outcome", "已补发"], "closed", Some("已补发")),
        ("reopen", reason, "accepted", Some("因故")),
        ("withdraw", reason, "withdrawn", Some("因故")),
    ];
    let enquiry: &[(&str, &[&str], &str, Option<&str>)] = &[
        (
            "answer",
            &["--note", "请到2号窗"],
            "answered",
            Some("请到2号窗"),
        ),
        ("void", reason, "voided", Some("因故")),
    ];
    let tipoff: &[(&str, &[&str], &str, Option<&str>)] =
        &[("decline", reason, "declined", Some("因故"))];
    let mut done = Vec::new();
    for (kind, steps) in [
        ("complaint", complaint),
        ("enquiry", enquiry),
        ("tipoff", tipoff),
    ] {
        let number = log(&hall, kind);
        let mut revision = 1;
        for (action, options, status, _) in steps {
            revision += 1;
            let receipt = act(&hall, action, &number, options);
            let mut keys: Vec<&String> = receipt.as_object().expect("an object").keys().collect();
            keys.sort();
            assert_eq!(keys, ["due_on", "kind", "number", "revision", "status"]);
            assert_eq!(receipt["number"], number.as_str());
            assert_eq!(receipt["kind"], kind);
            assert_eq!(
                (&receipt["status"], &receipt["revision"]),
                (&json!(status), &json!(revision)),
                "{action}"
            );
            assert_eq!(
                receipt["due_on"],
                show(&hall, &number)["due_on"],
                "{action}"
            );
            done.push((*action).to_owned());
        }
        let shown = show(&hall, &number);
        let events = shown["events"].as_array().expect("events");
        let told: Vec<_> = events[1..]
            .iter()
            .map(|event| {
                (
                    event["action"].as_str(),
                    event["to"].as_str(),
                    event["note"].as_str(),
                )
            })
            .collect();
        let expected: Vec<_> = steps
            .iter()
            .map(|(action, _, status, said)| (Some(*action), Some(*status), *said))
            .collect();
        assert_eq!(told, expected, "{kind}");
    }
    done.sort();
    let mut table: Vec<&str> = TABLE.iter().map(|row| row.action.word()).collect();
    table.sort_unstable();
    assert_eq!(done, table);
    let verified = json_of(&guitai(&hall, &["verify", "--json"]));
    assert_eq!(
        (&verified["ok"], &verified["events"]),
        (&json!(true), &json!(16))
    );
}

#[test]
fn for_people_an_action_is_told_in_a_line() {
    let hall = Hall::new();
    let number = log(&hall, "complaint");
    let ran = guitai(&hall, &["case", "accept", &number.to_lowercase()]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let due = show(&hall, &number)["due_on"]
        .as_str()
        .expect("a day")
        .to_owned();
    let told = [number.as_str(), "受理", "已受理", "第 2 版", &due];
    assert!(
        told.iter().all(|text| ran.out.contains(text)),
        "{}",
        ran.out
    );
    assert_eq!(ran.out.lines().count(), 1);
    let ran = guitai(
        &hall,
        &["--lang", "en", "case", "note", &number, "--note", "x"],
    );
    assert!(
        ran.out.contains("note done; now accepted, revision 3"),
        "{}",
        ran.out
    );
    for (lang, about) in [
        ("zh", "不予受理投诉或举报"),
        ("en", "Decline a complaint or tip-off"),
    ] {
        let help = guitai(&hall, &["--lang", lang, "case", "decline", "--help"]).out;
        for text in [about, "--reason", "--if-revision", "<NUMBER>"] {
            assert!(help.contains(text), "{text} in {help}");
        }
        assert!(!help.contains("--days"), "{help}");
    }
}

#[test]
fn what_cannot_be_done_says_why_and_changes_nothing() {
    let hall = Hall::new();
    let number = log(&hall, "complaint");
    let enquiry = log(&hall, "enquiry");
    let gone = log(&hall, "complaint");
    act(&hall, "void", &gone, &["--reason", "重复"]);
    let long = "长".repeat(2001);
    let absent = "C20200101-0001";
    let cases: &[(&[&str], i32, &[&str])] = &[
        // Nothing of that number.
        (&["accept", absent], 1, &[absent]),
        (&["merge", &number, "--into", absent], 1, &[absent]),
        // Missing, of the wrong sort, too much, not needed.
        (&["note", &number], 2, &["--note"]),
        (&["decline", &number], 2, &["--reason"]),
        (&["refer", &number, "--reason", "x"], 2, &["--to", "机构"]),
        (
            &["extend", &number, "--days", "0", "--reason", "x"],
            2,
            &["--days", "366"],
        ),
        (
            &["extend", &number, "--days", "-3", "--reason", "x"],
            2,
            &["--days", "366"],
        ),
        (
            &["decline", &number, "--reason", " \u{7}"],
            2,
            &["--reason", "理由"],
        ),
        (
            &["decline", &number, "--reason", &long],
            2,
            &["--reason", "2000"],
        ),
        (&["accept", &number, "--days", "3"], 2, &["--days"]),
        (
            &["accept", &number, "--if-revision", "x"],
            2,
            &["--if-revision"],
        ),
        (&["accept"], 2, &["NUMBER"]),
        (&["accept", "张三"], 2, &["张三"]),
        (&["merge", &number, "--into", "张三"], 2, &["张三"]),
        (&["accpet", &number], 2, &["accept"]),
        (&["log", &number], 2, &["log"]),
        // Not allowed, another rule, somebody was first.
        (&["close", &number, "--outcome", "x"], 3, &["待办", "办结"]),
        (&["accept", &enquiry], 3, &["咨询", "受理"]),
        (&["note", &gone, "--note", "x"], 3, &["已作废"]),
        (&["merge", &number, "--into", &number], 3, &["自己"]),
        (&["merge", &number, "--into", &enquiry], 3, &["种类"]),
        (&["merge", &number, "--into", &gone], 3, &[&gone, "已作废"]),
        (
            &["accept", &number, "--if-revision", "9"],
            3,
            &[&number, "没有第9版，现为第1版"],
        ),
    ];
    let before = json_of(&guitai(&hall, &["verify", "--json"]));
    for (args, code, names) in cases {
        let mut line = vec!["case"];
        line.extend(*args);
        let ran = guitai(&hall, &line);
        assert_eq!(
            (ran.code, ran.out.as_str()),
            (Some(*code), ""),
            "{args:?}: {}",
            ran.err
        );
        for name in *names {
            assert!(ran.err.contains(name), "{args:?}: no {name} in {}", ran.err);
        }
        assert!(ran.err.len() < 1000, "{args:?} repeats what was typed");
    }
    // A longer limit than the rule's is asked for.
    act(&hall, "accept", &number, &[]);
    let ran = guitai(
        &hall,
        &["case", "extend", &number, "--days", "31", "--reason", "x"],
    );
    assert_eq!(ran.code, Some(3), "{}", ran.err);
    assert!(ran.err.contains("30"), "{}", ran.err);
    let after = json_of(&guitai(&hall, &["verify", "--json"]));
    assert_eq!(
        after["events"].as_u64(),
        before["events"].as_u64().map(|events| events + 1)
    );
}

#[test]
fn who_comes_second_is_told_what_changed_field_by_field() {
    let hall = Hall::new();
    let number = log(&hall, "complaint");
    act(&hall, "accept", &number, &["--if-revision", "1"]);
    let said = "核实\u{1b}[2J了\n第二行";
    act(
        &hall,
        "refer",
        &number,
        &["--to", "区财政局", "--reason", said],
    );
    let late = [
        "case",
        "withdraw",
        &number,
        "--reason",
        "来访人要求",
        "--if-revision",
        "1",
    ];
    let ran = guitai(&hall, &late);
    assert_eq!((ran.code, ran.out.as_str()), (Some(3), ""), "{}", ran.err);
    for text in [
        number.as_str(),
        "第3版",
        "受理",
        "转办：核实[2J了 第二行",
        "状态：待办 → 已转办",
        "承办机构：（无） → 区财政局",
    ] {
        assert!(ran.err.contains(text), "no {text} in {}", ran.err);
    }
    let harmful = |c: char| c != '\n' && guitai::chars::is_unseen(c);
    assert!(!ran.err.chars().any(harmful), "{:?}", ran.err);
    let mut english = vec!["--lang", "en"];
    english.extend(late);
    let ran = guitai(&hall, &english);
    for text in ["Status: open → referred", "Agency: (none) → 区财政局"] {
        assert!(ran.err.contains(text), "no {text} in {}", ran.err);
    }
    // Without a revision: whatever it has become.
    assert_eq!(act(&hall, "withdraw", &number, &late[3..5])["revision"], 4);
}

#[test]
fn what_a_clerk_types_is_stripped_coming_in_and_sealed_on_the_disk() {
    let hall = Hall::new();
    let number = log(&hall, "tipoff");
    let secret = "线人说见过张三丰";
    let evil = format!("{secret}\u{1b}]0;x\u{7}\u{202e}");
    act(&hall, "note", &number, &["--note", &evil]);
    let ran = guitai(&hall, &["case", "show", &number]);
    assert!(ran.out.contains(secret), "{}", ran.out);
    let harmful = |c: char| c != '\n' && guitai::chars::is_unseen(c);
    assert!(!ran.out.chars().any(harmful), "{:?}", ran.out);
    hall.stop();
    let mut folders = vec![hall.path("data")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
                continue;
            }
            let bytes = std::fs::read(entry.path()).expect("a file");
            let secret = "张三丰".as_bytes();
            let clear = bytes.windows(secret.len()).any(|piece| piece == secret);
            assert!(!clear, "{}", entry.path().display());
        }
    }
}

#[test]
fn the_history_says_to_whom_by_how_much_and_into_which_case() {
    let hall = Hall::new();
    let (number, other) = (log(&hall, "complaint"), log(&hall, "complaint"));
    act(&hall, "accept", &number, &[]);
    let said = ["--reason", "因故"];
    act(&hall, "extend", &number, &["--days", "5", said[0], said[1]]);
    // One that no list names may be meant, or mistyped.
    let to = ["--to", "区住建局", said[0], said[1]];
    let unlisted = guitai(&hall, &[&["case", "refer", &number], &to[..]].concat());
    assert_eq!(unlisted.code, Some(0));
    assert!(unlisted.err.contains("“区住建局”"), "{}", unlisted.err);
    act(
        &hall,
        "refer",
        &number,
        &["--to", "区财政局", said[0], said[1]],
    );
    let merged = act(&hall, "merge", &number, &["--into", &other]);
    assert_eq!(merged["due_on"], Value::Null, "it has no day of its own");
    assert_eq!(show(&hall, &number)["due_on"], Value::Null);
    act(&hall, "unmerge", &number, &said);
    let shown = show(&hall, &number);
    assert_eq!(shown["due_on"], shown["events"][2]["due_on"]);
    let events = shown["events"].as_array().unwrap().iter().skip(2);
    let about: Vec<Value> = events
        .map(|event| json!([event["to_agency"], event["days"], event["other"]]))
        .collect();
    assert_eq!(
        about,
        [
            json!([null, 5, null]),
            json!(["区住建局", null, null]),
            json!(["区财政局", null, null]),
            json!([null, null, other]),
            json!([null, null, other]),
        ]
    );
    let page = guitai(&hall, &["case", "show", &number]).out;
    for text in ["转往区住建局", "延5天", &format!("并入{other}")] {
        assert!(page.contains(text), "{text}: {page}");
    }
}

#[test]
fn a_case_says_which_ones_were_merged_into_it() {
    let hall = Hall::new();
    let [into, first, second] = [(); 3].map(|()| log(&hall, "complaint"));
    for from in [&second, &first] {
        act(&hall, "merge", from, &["--into", &into]);
    }
    assert_eq!(show(&hall, &into)["merged_from"], json!([first, second]));
    act(&hall, "unmerge", &first, &["--reason", "不是一回事"]);
    assert_eq!(show(&hall, &into)["merged_from"], json!([second]));
    hall.stop();
    // Waits until the cases are read in again.
    guitai(&hall, &["cases"]);
    let page = guitai(&hall, &["case", "show", &into]).out;
    assert!(page.contains(&second) && !page.contains(&first), "{page}");
}
