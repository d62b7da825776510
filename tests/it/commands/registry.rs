//! `registry …` from outside: listing, export, and check on lists and on what is none.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

use serde_json::Value;

use super::{ask, ask_with, harmless, keys, objects};
use crate::hall::lookups;
use crate::support::{root, run};

const SEED: &str = "seed/responsibility-list.txt";

#[test]
fn registry_list_names_every_entry() {
    for (kind, count) in [
        ("service", 13),
        ("duty", 12),
        ("task", 86),
        ("boundary", 5),
        ("supervision", 5),
        ("agency", 10),
    ] {
        let ran = ask(&format!("registry list --kind {kind} --json"));
        assert_eq!(ran.code, Some(0));
        let lines = objects(&ran);
        assert_eq!(lines.len(), count, "{kind}");
        assert!(
            lines
                .iter()
                .all(|line| keys(line) == ["id", "kind", "list", "title"])
        );
        assert!(lines.iter().all(|line| line["kind"] == kind));
    }
    let plain = ask("registry list");
    assert_eq!(plain.out.lines().count(), 131);
    assert!(plain.out.lines().all(|line| line.starts_with("hrss/")));
}

#[test]
fn what_is_exported_is_the_document_and_checks() {
    let exported = ask("registry export");
    assert_eq!(exported.code, Some(0));
    let seed = std::fs::read_to_string(root().join(SEED)).unwrap();
    assert!(exported.out == seed, "not as published");
    let checked = ask_with(
        "registry check - --code hrss --json",
        exported.out.as_bytes(),
    );
    assert_eq!(checked.code, Some(0), "{}{}", checked.out, checked.err);
    let report = &objects(&checked)[0];
    assert_eq!(
        keys(report),
        [
            "added", "changed", "code", "entries", "mapped", "ok", "problems", "removed"
        ]
    );
    assert_eq!(report["ok"], true);
    assert_eq!(report["code"], "hrss");
    assert_eq!(report["entries"]["task"], 86);
    for none in ["added", "changed", "removed", "problems"] {
        assert_eq!(report[none], Value::Array(Vec::new()), "{none}");
    }
}

#[test]
fn export_for_programs_is_every_entry_whole() {
    let lines = objects(&ask("registry export --json"));
    assert_eq!(lines.len(), 131);
    let shown = &objects(&ask("show hrss/supervision/2 --json"))[0];
    assert!(lines.contains(shown));
}

#[test]
fn check_counts_and_compares() {
    for (lang, count) in [("zh", "服务 13"), ("en", "service 13")] {
        let ran = ask(&format!("registry check {SEED} --lang {lang}"));
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        assert!(ran.out.contains(count), "{}", ran.out);
    }
    let nameless = &objects(&ask(&format!("registry check {SEED} --json")))[0];
    assert_eq!(nameless["code"], Value::Null);
    assert_eq!(nameless["added"], Value::Array(Vec::new()));
    let unknown = ask(&format!("registry check {SEED} --code xx"));
    assert!(
        unknown.out.contains("没有已装入的 xx 清单"),
        "{}",
        unknown.out
    );
    assert!(!unknown.out.contains("xx/service/1"), "{}", unknown.out);
    let new = ask(&format!("registry check {SEED} --code mz --json"));
    assert_eq!(objects(&new)[0]["added"].as_array().unwrap().len(), 131);
    let text = std::fs::read_to_string(root().join(SEED)).unwrap();
    assert!(text.contains("申报失业登记"));
    let edited = text.replacen("申报失业登记", "申报失业登记和注销", 1);
    let ran = ask_with("registry check - --code hrss --json", edited.as_bytes());
    let report = &objects(&ran)[0];
    assert_eq!(report["changed"], serde_json::json!(["hrss/service/3"]));
    assert_eq!(report["removed"], serde_json::json!([]));
    // Without the last service, which is an entry less and nothing else.
    let (kept, _) = text.split_once("\t13\n\t劳动力技能培训服务").unwrap();
    let ran = ask_with("registry check - --code hrss --json", kept.as_bytes());
    let report = &objects(&ran)[0];
    assert_eq!(report["ok"], true, "{report}");
    assert_eq!(report["removed"], serde_json::json!(["hrss/service/13"]));
    assert_eq!(report["added"], serde_json::json!([]));
}

#[test]
fn a_mistake_is_told_once_and_at_its_line() {
    let text = std::fs::read_to_string(root().join(SEED)).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let row = lines
        .iter()
        .position(|line| *line == "\t申报失业登记")
        .unwrap();
    let mut broken = lines.clone();
    // The row's number: what it says belongs to no service then.
    broken[row - 1] = "\t";
    let ran = ask_with("registry check - --json", broken.join("\n").as_bytes());
    assert_eq!(ran.code, Some(2));
    let problems = objects(&ran)[0]["problems"].as_array().unwrap().clone();
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!(problems[0]["line"], row, "{problems:?}");
}

#[test]
fn what_is_no_list_is_refused_by_line() {
    let folder = tempfile::tempdir().unwrap();
    let gb18030 = b"\xd2\xbb\xa1\xa2 \xb2\xbf\xc3\xc5\xd6\xb0\xd4\xf0\n\n\t\xd0\xf2\xba\xc5\n";
    for (name, bytes) in [
        ("gb18030.txt", &gb18030[..]),
        ("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01"),
        ("empty.txt", b""),
        ("blank.txt", b"\n\n \t\n"),
        ("letter.txt", "您好，\n这不是责任清单。\n".as_bytes()),
        ("escape.txt", b"\x1b]0;gone\x07\x1b[2J\n"),
        ("large.txt", &[b'x'; 3 * 1024 * 1024]),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        for (lang, line) in [("zh", "第1行："), ("en", "line 1: ")] {
            let mut command = lookups();
            command
                .args(["registry", "check", "--lang", lang])
                .arg(&path);
            let ran = run(&mut command, b"");
            assert_eq!(ran.code, Some(2), "{name}");
            assert!(ran.err.contains(line), "{name}: {}", ran.err);
            assert!(harmless(&ran.err) && ran.out.is_empty(), "{name}");
        }
        let ran = run(
            lookups().args(["registry", "check", "--json"]).arg(&path),
            b"",
        );
        assert_eq!(ran.code, Some(2), "{name}");
        let report = &objects(&ran)[0];
        assert_eq!(report["ok"], false);
        let problem = &report["problems"][0];
        assert_eq!(keys(problem), ["line", "message"]);
        assert_eq!(problem["line"], 1, "{name}");
    }
}

#[test]
fn files_that_cannot_be_read_are_named() {
    let folder = tempfile::tempdir().unwrap();
    for (path, said) in [
        (folder.path().join("absent"), "没有这个文件"),
        (folder.path().to_owned(), "文件夹"),
        (
            folder.path().join(OsStr::from_bytes(b"\xff\x1b[2J")),
            "没有这个文件",
        ),
    ] {
        let ran = run(lookups().args(["registry", "check"]).arg(&path), b"");
        assert_eq!(ran.code, Some(2), "{path:?}");
        assert!(ran.err.contains(said), "{path:?}: {}", ran.err);
        let folder = folder.path().to_str().unwrap();
        assert!(
            ran.err.contains(folder) && harmless(&ran.err),
            "{}",
            ran.err
        );
    }
}
