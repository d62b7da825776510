//! Other bureaus' lists as the command line imports them into a real owner: whole or not at all,
//! newer ones in the place of older ones, by meaning. Knows nothing of how documents are read.

mod said;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use guitai::registry::read::MAX_BYTES;
use guitai::rpc::{Answer, Ask, Find, Request};
use serde_json::{Value, json};

use super::hall::Hall;
use super::registry::broken::documents;
use super::registry::{BUILT_IN, CIVIL, VETERANS};
use super::support::{Ran, rounds, run};

fn guitai(hall: &Hall, line: &str) -> Ran {
    run(hall.guitai().args(line.split_whitespace()), b"")
}

fn import(hall: &Hall, code: &str, name: &str, document: &str, options: &[&str]) -> Ran {
    let mut command = hall.guitai();
    command.args(["registry", "import", "-", "--code", code, "--name", name]);
    run(command.args(options), document.as_bytes())
}

/// Imports what must be understood; the report.
fn imported(hall: &Hall, code: &str, name: &str, document: &str) -> Value {
    let ran = import(hall, code, name, document, &["--json"]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    object(&ran)
}

fn object(ran: &Ran) -> Value {
    serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}{}", ran.out, ran.err))
}

/// The identifiers of all entries, list by list.
fn ids(hall: &Hall) -> Vec<String> {
    let ran = guitai(hall, "registry list --json");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let id = |line: &str| {
        let line: Value = serde_json::from_str(line).unwrap();
        line["id"].as_str().unwrap().to_owned()
    };
    ran.out.lines().map(id).collect()
}

/// How many entries a list has.
fn count(ids: &[String], code: &str) -> usize {
    let start = format!("{code}/");
    ids.iter().filter(|id| id.starts_with(&start)).count()
}

/// How many records there are.
fn events(hall: &Hall) -> u64 {
    let verified = object(&guitai(hall, "verify --json"));
    assert_eq!(verified["ok"], true, "{verified}");
    verified["events"].as_u64().unwrap()
}

#[test]
fn another_bureaus_list_is_imported_whole_and_looked_up_beside_the_built_in_one() {
    let hall = Hall::new();
    let mut dry = import(&hall, "mz", "区民政局", CIVIL, &["--json", "--dry-run"]);
    let would = object(&dry);
    assert_eq!((dry.code, ids(&hall).len()), (Some(0), 131));
    assert_eq!(events(&hall), 0);
    dry = import(&hall, "mz", "区民政局", CIVIL, &["--dry-run"]);
    assert!(dry.out.contains("没有导入"), "{}", dry.out);
    let did = imported(&hall, "mz", "区民政局", CIVIL);
    assert_eq!(did, would);
    let keys: BTreeSet<&str> = did
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    let contract = [
        "ok", "code", "entries", "added", "changed", "removed", "mapped", "problems",
    ];
    assert_eq!(keys, BTreeSet::from(contract));
    assert_eq!(
        did["entries"],
        json!({"service": 10, "duty": 5, "task": 7, "boundary": 2, "supervision": 3, "agency": 12})
    );
    assert_eq!((&did["ok"], &did["code"]), (&json!(true), &json!("mz")));
    assert_eq!(did["added"].as_array().unwrap().len(), 39);
    for none in ["changed", "removed", "mapped", "problems"] {
        assert_eq!(did[none], json!([]), "{none}");
    }
    imported(&hall, "ty", "退役军人事务局", VETERANS);

    // From the journal alone, too.
    for without_view in [false, true] {
        let all = ids(&hall);
        let counts = ["hrss", "mz", "ty"].map(|code| count(&all, code));
        assert_eq!(counts, [131, 39, 3], "without view: {without_view}");
        for (query, id) in [
            ("最低生活保障", "mz/service/1"),
            ("zdshbz", "mz/service/1"),
            ("退役军人就业", "ty/service/2"),
            ("申报失业登记", "hrss/service/3"),
        ] {
            let found = object(&guitai(&hall, &format!("search {query} --json")));
            assert_eq!(found["hits"][0]["id"], id, "{query}");
        }
        let shown = object(&guitai(&hall, "show mz/boundary/1 --json"));
        assert_eq!(shown["list"], "mz");
        assert_eq!(shown["roles"].as_array().unwrap().len(), 3);
        // Only one list has such an entry; three have, two have.
        assert_eq!(guitai(&hall, "show service/13").code, Some(0));
        for (reference, meant) in [
            ("service/2", "hrss/service/2 mz/service/2 ty/service/2"),
            ("service/3", "hrss/service/3 mz/service/3"),
        ] {
            for command in ["show", "log enquiry --service"] {
                let ran = guitai(&hall, &format!("{command} {reference}"));
                assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{command}");
                let told = [reference, meant, "请写明是哪一份"];
                assert!(
                    told.iter().all(|text| ran.err.contains(text)),
                    "{}",
                    ran.err
                );
            }
        }
        hall.stop();
        if !without_view {
            std::fs::remove_dir_all(hall.path("data/view")).unwrap();
        }
    }
}

#[test]
fn nothing_is_imported_of_a_broken_document() {
    let hall = Hall::new();
    imported(&hall, "ty", "退役军人事务局", VETERANS);
    let before = (ids(&hall), events(&hall));
    let broken = documents();
    assert!(broken.len() >= 20);
    for broken in &broken {
        let what = broken.what;
        let ran = import(&hall, "mz", "区民政局", &broken.document, &["--json"]);
        assert_eq!(ran.code, Some(2), "{what}: {}", ran.err);
        let report = object(&ran);
        assert_eq!(report["ok"], false, "{what}");
        assert_eq!(report["added"], json!([]), "{what}");
        let problems = report["problems"].as_array().unwrap();
        let at_line = |problem: &&Value| problem["line"] == broken.line;
        let problem = problems.iter().find(at_line);
        let problem = problem.unwrap_or_else(|| panic!("{what}: {problems:?}"));
        assert!(!problem["message"].as_str().unwrap().is_empty(), "{what}");
    }
    // For people, in the place of a list that is there.
    let Some(first) = broken.first() else { return };
    let ran = import(&hall, "ty", "退役军人事务局", &first.document, &[]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    let line = format!("第{}行：", first.line);
    assert!(ran.err.contains(&line), "{}", ran.err);
    assert_eq!((ids(&hall), events(&hall)), before);
}

/// The built-in list a year later: every row has another number, one stands elsewhere, two read
/// otherwise, one is gone, one is new.
fn revised() -> String {
    let once = |document: String, old: &str, new: &str| {
        assert_eq!(document.matches(old).count(), 1, "{old}");
        document.replacen(old, new, 1)
    };
    let mut document = BUILT_IN.to_owned();
    let moved = document.find("\t5\n\t军队转业").unwrap()..document.find("\t6\n\t“3545”").unwrap();
    let row = document[moved.clone()].to_owned();
    document.replace_range(moved, "");
    let gone = document.find("\t13\n\t劳动力技能培训服务").unwrap();
    document.truncate(gone);
    document += &row.replacen("\t5\n", "\t16\n", 1);
    document += "\t17\n\t社会保障卡补办\n\t社会保障卡补办\n\t人社管理中心\n\t88832671\n";
    document = once(
        document,
        "\t申报失业登记\n\t申报失业登记\n",
        "\t申报失业登记和注销\n\t申报失业登记\n",
    );
    document = once(document, "负责本区促进就业工作。", "负责全区促进就业工作。");
    let (mut part, mut lines) = (0, Vec::new());
    for line in document.lines() {
        for (n, name) in [(200, "职责边界登记表"), (300, "公共服务事项登记表")] {
            part = if line.contains(name) { n } else { part };
        }
        // A phone number is longer.
        let number = line.strip_prefix('\t').and_then(|n| n.parse::<u32>().ok());
        lines.push(match number {
            Some(n @ 1..100) => format!("\t{}", n + 100 + part),
            _ => line.to_owned(),
        });
    }
    lines.join("\n") + "\n"
}

#[test]
fn a_revised_list_maps_every_entry_that_is_still_there() {
    let hall = Hall::new();
    let log = |service: &str| {
        let ran = guitai(
            &hall,
            &format!("log enquiry --service {service} --answered"),
        );
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        ran.out.trim().to_owned()
    };
    let before = [
        (log("service/3"), "申报失业登记"),
        (log("service/13"), "劳动力技能培训服务"),
    ];
    let did = imported(&hall, "hrss", "区人社局", &revised());
    assert_eq!(did["removed"], json!(["hrss/service/13"]));
    assert_eq!(did["added"], json!(["hrss/service/417"]));
    // What reads otherwise, and who shows what is gone or new.
    assert_eq!(
        did["changed"],
        json!([
            "hrss/service/403",
            "hrss/duty/102",
            "hrss/agency/人社管理中心"
        ])
    );
    let mapped: BTreeSet<(String, String)> = serde_json::from_value(did["mapped"].clone()).unwrap();
    let number = |n: u32| if n == 5 { 416 } else { n + 400 };
    let mut expected = BTreeSet::new();
    for id in ids(&Hall::new()) {
        let parts: Vec<&str> = id.split('/').collect();
        let now = match (parts[1], parts[2].parse::<u32>()) {
            ("service", Ok(13)) => continue,
            ("service", Ok(n)) => format!("hrss/service/{}", number(n)),
            ("boundary", Ok(n)) => format!("hrss/boundary/{}", n + 300),
            ("duty", Ok(n)) => match parts.get(3) {
                Some(task) => format!("hrss/duty/{}/{task}", n + 100),
                None => format!("hrss/duty/{}", n + 100),
            },
            _ => continue,
        };
        expected.insert((id, now));
    }
    assert_eq!(mapped, expected);
    assert_eq!(mapped.len(), 12 + 12 + 86 + 5);

    // What was logged before says what it said.
    for (number, title) in &before {
        let case = object(&guitai(&hall, &format!("case show {number} --json")));
        let id = if *title == "申报失业登记" {
            3
        } else {
            13
        };
        assert_eq!(case["service"], format!("hrss/service/{id}"));
        assert_eq!(case["service_title"], *title);
        let found = guitai(&hall, &format!("cases --service hrss/service/{id} --json"));
        assert_eq!(object(&found)["number"], number.as_str());
    }
    assert_eq!(guitai(&hall, "show hrss/service/3").code, Some(1));
    let after = log("hrss/service/403");
    // By what it is called now, those logged before are found beside it; by what it was called
    // then, they alone.
    let numbers = |service: &str| {
        let found = guitai(&hall, &format!("cases --service {service} --json"));
        let number = |line: &str| {
            let line: Value = serde_json::from_str(line).unwrap();
            line["number"].as_str().unwrap().to_owned()
        };
        found.out.lines().map(number).collect::<Vec<_>>()
    };
    assert_eq!(
        numbers("service/403"),
        [after.as_str(), before[0].0.as_str()]
    );
    assert_eq!(numbers("hrss/service/3"), [before[0].0.as_str()]);
    assert_eq!(numbers("hrss/service/417"), [] as [String; 0]);
    let case = object(&guitai(&hall, &format!("case show {after} --json")));
    assert_eq!(case["service_title"], "申报失业登记和注销");
}

#[test]
fn the_same_document_again_records_nothing_and_the_newer_name_holds() {
    let hall = Hall::new();
    let first = imported(&hall, "mz", "民政", CIVIL);
    assert_eq!(
        (first["added"].as_array().unwrap().len(), events(&hall)),
        (39, 1)
    );
    for _ in 0..2 {
        let again = imported(&hall, "mz", " 民\u{200b}政\u{7} ", CIVIL);
        assert_eq!((&again["ok"], &again["added"]), (&json!(true), &json!([])));
        assert_eq!(events(&hall), 1);
    }
    imported(&hall, "hrss", "区人社局", BUILT_IN);
    assert_eq!(events(&hall), 1, "the built-in list is there already");
    imported(&hall, "mz", "区民政局", CIVIL);
    assert_eq!(events(&hall), 2);
    for _ in 0..2 {
        let found = hall.connect().ask(Request::Find(Find::default())).unwrap();
        let Answer::Found(found) = found else {
            panic!("{found:?}")
        };
        let names: Vec<&str> = found.lists.iter().map(|(_, name)| name.as_str()).collect();
        assert_eq!(names, ["区人社局", "区民政局"]);
        hall.stop();
    }
}

#[test]
fn an_owner_killed_while_it_imports_has_the_list_whole_or_not() {
    let hall = Arc::new(Hall::new());
    for round in 0..rounds(4, 40) {
        let code = format!("z{round}");
        // The owner runs, so that it is killed while it imports and not while it starts.
        let before = ids(&hall).len();
        let importing = thread::spawn({
            let (hall, code) = (Arc::clone(&hall), code.clone());
            move || import(&hall, &code, "区民政局", CIVIL, &[])
        });
        thread::sleep(Duration::from_millis(7 * (round as u64 % 17)));
        hall.kill_owner();
        let ran = importing.join().unwrap();
        let after = ids(&hall);
        let has = count(&after, &code);
        match ran.code {
            Some(0) => assert_eq!(has, 39, "round {round}"),
            Some(4) => assert!(has == 0 || has == 39, "round {round}: {has}"),
            other => panic!("{other:?}: {}", ran.err),
        }
        assert_eq!(after.len(), before + has);
        assert_eq!(events(&hall) * 39, after.len() as u64 - 131);
    }
}

#[test]
fn several_long_lists_reach_the_client() {
    let hall = Hall::new();
    // Blank lines say nothing, and on the wire each is twice as long.
    let long = format!("{VETERANS}{}", "\n".repeat(MAX_BYTES - VETERANS.len()));
    let codes = ["a", "b", "c", "d", "e"];
    for code in codes {
        imported(&hall, code, code, &long);
    }
    let all = ids(&hall);
    assert!(codes.iter().all(|code| count(&all, code) == 3));
    let exported = guitai(&hall, "registry export --code e");
    assert!(exported.out == long, "not as published");
    let longer = format!("{long}\n");
    let ran = import(&hall, "f", "f", &longer, &[]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{}", ran.err);
    assert!(ran.err.contains("第1行"), "{}", ran.err);
}
