//! `show` from outside: the contract's JSON by kind, whole pages, what is not there.

use serde_json::Value;

use super::{ask, keys, objects};
use crate::hall::lookups;
use crate::support::run;

#[test]
fn show_answers_in_the_shape_of_the_contract() {
    for (id, own) in [
        (
            "hrss/service/3",
            &["agency", "content", "phone", "phones"][..],
        ),
        ("service/3", &["agency", "content", "phone", "phones"]),
        ("hrss/duty/4", &["remark", "tasks"]),
        ("hrss/duty/4/2", &["duty", "remark"]),
        ("hrss/boundary/3", &["roles"]),
        ("hrss/supervision/1", &["sections"]),
        ("hrss/supervision/1/5", &["sections"]),
        (
            "hrss/agency/区财政局",
            &["boundaries", "phones", "services"],
        ),
    ] {
        let ran = ask(&format!("show {id} --json"));
        assert_eq!(ran.code, Some(0), "{id}: {}", ran.err);
        let entry = &objects(&ran)[0];
        let mut expected = ["id", "kind", "title", "list", "related"].to_vec();
        expected.extend(own);
        expected.sort_unstable();
        assert_eq!(keys(entry), expected, "{id}");
        assert_eq!(entry["list"], "hrss");
        let whole = if id.starts_with("hrss/") {
            id.to_owned()
        } else {
            format!("hrss/{id}")
        };
        assert_eq!(entry["id"], whole.as_str());
    }
    let boundary = &objects(&ask("show hrss/boundary/3 --json"))[0];
    assert_eq!(
        keys(&boundary["roles"][0]),
        ["agency", "basis", "example", "responsibility"]
    );
}

#[test]
fn what_a_cell_leaves_blank_is_null_and_what_it_says_is_verbatim() {
    let boundary = &objects(&ask("show hrss/boundary/4 --json"))[0];
    assert_eq!(boundary["roles"][1]["agency"], "区民政局");
    assert_eq!(
        boundary["roles"][1]["responsibility"],
        "负责困难大学生认定。"
    );
    assert_eq!(boundary["roles"][1]["basis"], Value::Null);
    assert_eq!(boundary["roles"][1]["example"], Value::Null);
    // The document's slip of the pen is the document's.
    assert!(
        boundary["roles"][0]["example"]
            .as_str()
            .unwrap()
            .contains("民证局")
    );

    let duty = &objects(&ask("show hrss/duty/1 --json"))[0];
    assert_eq!(duty["remark"], Value::Null);
    assert_eq!(duty["tasks"].as_array().unwrap().len(), 7);
    assert_eq!(duty["tasks"][6]["id"], "hrss/duty/1/7");
    assert_eq!(duty["tasks"][6]["remark"], Value::Null);

    let service = &objects(&ask("show hrss/service/3 --json"))[0];
    assert_eq!(service["phone"], "0898-88832671");
    assert_eq!(service["phones"], serde_json::json!(["0898-88832671"]));

    let section = &objects(&ask("show hrss/supervision/1/2 --json"))[0]["sections"][0];
    assert_eq!(section["title"], "监督检查内容");
    let lines: Vec<&str> = section["text"].as_str().unwrap().lines().collect();
    assert_eq!(lines.len(), 7);
    assert_eq!(lines[0], "（1）依法办学情况；");
}

#[test]
fn an_identifier_is_taken_as_it_was_meant() {
    for id in [
        "service/\u{202e}3\u{200b}",
        " hrss/service/3 ",
        "service／３",
    ] {
        let mut command = lookups();
        command.args(["--json", "show", id]);
        let ran = run(&mut command, b"");
        assert_eq!(objects(&ran)[0]["id"], "hrss/service/3", "{id}");
    }
}

#[test]
fn show_in_plain_text_is_whole_in_both_languages() {
    for (lang, label) in [
        ("zh", "承办机构：人社管理中心"),
        ("en", "Agency: 人社管理中心"),
    ] {
        let ran = ask(&format!("show service/3 --lang {lang}"));
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        assert!(ran.out.contains(label), "{}", ran.out);
        assert!(ran.out.contains("0898-88832671"));
    }
    // Every text of the entry stands on the page.
    for id in ["hrss/boundary/3", "hrss/supervision/1", "hrss/duty/6"] {
        let page = ask(&format!("show {id}")).out;
        let entry = &objects(&ask(&format!("show {id} --json")))[0];
        let mut texts = Vec::new();
        strings(entry, &mut texts);
        for line in texts.iter().flat_map(|text| text.lines()) {
            assert!(
                page.contains(line) || line == entry["kind"] || line == "hrss",
                "{id}: {line}"
            );
        }
    }
}

fn strings(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| strings(item, found)),
        Value::Object(fields) => fields.values().for_each(|field| strings(field, found)),
        _ => {}
    }
}

#[test]
fn what_does_not_exist_and_what_is_no_identifier_differ() {
    for (line, code, said) in [
        ("show hrss/service/999", 1, "hrss/service/999"),
        ("show service/999 --json", 1, "service/999"),
        ("show other/service/1", 1, "other/service/1"),
        ("show hrss/thing/1", 2, "hrss/service/3"),
        ("show 3", 2, "hrss/service/3"),
        ("show service/0", 2, "整数"),
        ("show service/0 --lang en", 2, "number"),
    ] {
        let ran = ask(line);
        assert_eq!(ran.code, Some(code), "{line}");
        assert_eq!(ran.out, "", "{line}");
        assert!(ran.err.contains(said), "{line}: {}", ran.err);
    }
}
