//! `search` from outside: the contract's JSON, plain lines, batch. Needs the real search.

use std::process::Command;

use serde_json::Value;

use super::{ask, ask_with, keys, objects};
use crate::support::{run, tool_or_skip};

#[test]
fn search_answers_in_the_shape_of_the_contract() {
    let ran = ask("search sydj --limit 3 --json");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let found = &objects(&ran)[0];
    assert_eq!(keys(found), ["hits", "query", "total"]);
    assert_eq!(found["query"], "sydj");
    let hits = found["hits"].as_array().unwrap();
    assert!((1..=3).contains(&hits.len()));
    assert_eq!(
        keys(&hits[0]),
        ["agency", "id", "kind", "matched", "phone", "score", "title"]
    );
    assert_eq!(hits[0]["id"], "hrss/service/3");
    assert_eq!(hits[0]["kind"], "service");
    assert_eq!(hits[0]["phone"], "0898-88832671");
    assert_eq!(hits[0]["matched"], "pinyin");
}

#[test]
fn words_given_apart_are_one_query_and_a_dash_reads_it() {
    for (line, stdin) in [
        ("search 失业 登记 --json", &b""[..]),
        ("--json search - ", "失业\n登记\n".as_bytes()),
    ] {
        let ran = ask_with(line, stdin);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        assert_eq!(objects(&ran)[0]["query"], "失业 登记", "{line}");
    }
}

#[test]
fn only_the_kinds_asked_for_are_found() {
    let ran = ask("search 就业 --kind duty --kind task --limit 50 --json --in registry");
    let found = &objects(&ran)[0];
    let hits = found["hits"].as_array().unwrap();
    assert!(!hits.is_empty());
    for hit in hits {
        assert!(hit["kind"] == "duty" || hit["kind"] == "task", "{hit}");
    }
}

#[test]
fn what_is_not_found_is_said_aside() {
    for (line, said) in [
        ("search ☃☃☃", "☃☃☃"),
        ("search ☃☃☃ --lang en", "nothing found"),
    ] {
        let ran = ask(line);
        assert_eq!(ran.code, Some(1));
        assert_eq!(ran.out, "");
        assert!(ran.err.contains(said), "{}", ran.err);
    }
    let ran = ask("search ☃☃☃ --json");
    assert_eq!(ran.code, Some(1));
    let found = &objects(&ran)[0];
    assert_eq!(found["hits"], Value::Array(Vec::new()));
    assert_eq!(found["total"], 0);
}

#[test]
fn why_accounts_for_the_score() {
    let ran = ask("search 医疗 bx --json --explain");
    let found = &objects(&ran)[0];
    let points = |object: &Value| -> i64 {
        let bonuses = object["bonuses"].as_object().unwrap().values();
        bonuses.map(|points| points.as_i64().unwrap()).sum()
    };
    for hit in found["hits"].as_array().unwrap() {
        let terms = hit["why"]["terms"].as_array().unwrap();
        assert!(!terms.is_empty());
        for term in terms {
            assert_eq!(
                term["points"].as_i64().unwrap(),
                term["fuzzy"].as_i64().unwrap() + points(term)
            );
        }
        let weight = |term: &Value| term["weight"].as_i64().unwrap();
        let all: i64 = terms
            .iter()
            .map(|term| weight(term) * term["points"].as_i64().unwrap())
            .sum();
        // The weighted mean, as whole points.
        let mean = all / terms.iter().map(weight).sum::<i64>();
        assert_eq!(hit["score"].as_i64().unwrap(), mean + points(&hit["why"]));
    }
    for (lang, word) in [("zh", "得分"), ("en", "score")] {
        let ran = ask(&format!("search 失业dj --explain --lang {lang}"));
        assert!(ran.out.contains(word), "{}", ran.out);
    }
}

#[test]
fn search_in_plain_text_is_a_line_a_hit() {
    let ran = ask("search 失业登记 --limit 2");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let first = ran.out.lines().next().unwrap();
    assert!(first.starts_with("hrss/service/3  "), "{first}");
    assert!(first.ends_with("0898-88832671"), "{first}");
    assert!(ran.out.lines().count() <= 2);
}

#[test]
fn batch_answers_every_line_in_turn() {
    let queries = "失业登记\n\n☃☃☃\n4936\n".as_bytes();
    let mut stdin = queries.to_vec();
    stdin.extend(b"\xff\xfe\xd6\xb0\n");
    let ran = ask_with("search --batch --json", &stdin);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let found = objects(&ran);
    assert_eq!(found.len(), 5);
    assert_eq!(found[0]["hits"][0]["id"], "hrss/service/3");
    for empty in [1, 2] {
        assert_eq!(found[empty]["hits"], Value::Array(Vec::new()));
    }
    assert_eq!(found[3]["hits"][0]["matched"], "phone");
    assert!(ran.err.contains("第5行不是有效的 UTF-8"), "{}", ran.err);
    let long = format!("sydj\n{}\n", "失".repeat(300));
    let ran = ask_with("search --batch", long.as_bytes());
    assert!(ran.err.contains("第2行太长"), "{}", ran.err);
    let plain = ask_with("search --batch", queries);
    assert_eq!(plain.code, Some(0));
    let lines: Vec<Vec<&str>> = plain.out.lines().map(|l| l.split('\t').collect()).collect();
    assert!(lines.iter().all(|fields| fields.len() == 3));
    assert_eq!(lines[0][..2], ["失业登记", "hrss/service/3"]);
    assert_eq!(lines[1], ["", "", ""]);
    assert_eq!(lines[2], ["☃☃☃", "", ""]);
}

#[test]
fn the_readme_shows_what_is_answered() {
    let readme = include_str!("../../../README.md");
    let (_, sample) = readme
        .split_once("guitai --json search sydj --limit 1\n")
        .unwrap();
    let (sample, _) = sample.split_once('…').unwrap();
    let answered = ask("search sydj --limit 1 --json").out;
    assert!(answered.starts_with(sample), "{answered}");
}

#[test]
fn other_programs_read_the_json() {
    if !tool_or_skip("jq") {
        return;
    }
    let found = ask("search 失业登记 --json");
    let mut jq = Command::new("jq");
    let read = run(
        jq.args(["-r", ".hits[0] | .id, .phone"]),
        found.out.as_bytes(),
    );
    assert_eq!(read.out, "hrss/service/3\n0898-88832671\n", "{}", read.err);
}

#[test]
fn a_word_held_to_no_agency_is_said_and_left_out() {
    let ran = ask("search @不存在 养老 --json");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.err.contains("没有叫“不存在”的机构"), "{}", ran.err);
    let found = &objects(&ran)[0];
    assert_eq!(found["unheld"][0]["to"], "agency");
    assert_eq!(found["unheld"][0]["word"], "不存在");
    let plain = ask("search 养老 --json");
    let plain = &objects(&plain)[0];
    assert_eq!(found["hits"][0]["id"], plain["hits"][0]["id"]);
    assert!(plain.get("unheld").is_none());
    let ran = ask("search @不存在");
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("没有叫“不存在”的机构"), "{}", ran.err);
}
