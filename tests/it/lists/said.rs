//! What an import says and asks before it takes much away, and what is wrong with its arguments.

use std::fs;

use guitai::registry::read::MAX_BYTES;
use serde_json::json;

use super::super::hall::Hall;
use super::super::registry::{BUILT_IN, CIVIL};
use super::super::support::run;
use super::{count, events, guitai, ids, import, imported};

/// The civil-affairs list up to its second part: what an interrupted copy leaves.
fn cut() -> &'static str {
    let second = CIVIL.find("\n二、").expect("a second part");
    &CIVIL[..=second]
}

#[test]
fn half_a_document_takes_nothing_away_unasked() {
    let hall = Hall::new();
    imported(&hall, "mz", "区民政局", CIVIL);
    let before = (ids(&hall), events(&hall));
    for (lang, says) in [
        ("zh", ["职责 5 条全部", "没有导入", "--dry-run"]),
        ("en", ["duty: all 5", "nothing was imported", "--dry-run"]),
    ] {
        for format in ["--no-color", "--json"] {
            let options = ["--lang", lang, format];
            let ran = import(&hall, "mz", "区民政局", cut(), &options);
            assert_eq!((ran.code, ran.out.as_str()), (Some(3), ""), "{}", ran.err);
            let told = says.iter().all(|says| ran.err.contains(says));
            assert!(told && ran.err.contains("--allow-removals"), "{}", ran.err);
        }
    }
    // Only to be seen what would happen, it is shown and said as well.
    let ran = import(&hall, "mz", "区民政局", cut(), &["--dry-run"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.contains("mz/duty/1") && ran.out.contains("没有导入"));
    assert!(ran.err.contains("--allow-removals"), "{}", ran.err);
    let ran = run(
        hall.guitai()
            .args(["registry", "check", "-", "--code", "mz"]),
        cut().as_bytes(),
    );
    assert_eq!(ran.code, Some(0));
    assert!(ran.err.contains("职责 5 条全部"), "{}", ran.err);
    assert_eq!((ids(&hall), events(&hall)), before);
    // Asked for, it is done.
    let ran = import(&hall, "mz", "区民政局", cut(), &["--allow-removals"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{}", ran.out);
    assert!(count(&ids(&hall), "mz") < 20);
    // And what comes back with the whole document takes nothing away.
    imported(&hall, "mz", "区民政局", CIVIL);
    assert_eq!(ids(&hall), before.0);
}

#[test]
fn another_bureaus_document_under_the_code_is_not_taken() {
    let hall = Hall::new();
    let ran = import(&hall, "hrss", "区民政局", CIVIL, &[]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(3), ""));
    assert!(ran.err.contains("129 条"), "{}", ran.err);
    assert_eq!((events(&hall), ids(&hall).len()), (0, 131));
}

#[test]
fn what_was_there_already_and_what_is_only_named_otherwise_is_said_so() {
    let hall = Hall::new();
    imported(&hall, "mz", "民政", CIVIL);
    for options in [&[][..], &["--dry-run"]] {
        let ran = import(&hall, "mz", "民政", CIVIL, options);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        assert!(ran.out.contains("没有变化"), "{}", ran.out);
        assert!(!ran.out.contains("已导入"), "{}", ran.out);
    }
    let renamed = "部门的叫法由“民政”改为“区民政局”";
    let ran = import(&hall, "mz", "区民政局", CIVIL, &["--dry-run"]);
    assert!(ran.out.contains(renamed) && ran.out.contains("没有导入"));
    let ran = import(&hall, "mz", "区民政局", CIVIL, &[]);
    assert!(
        ran.out.contains(renamed) && ran.out.contains("已导入"),
        "{}",
        ran.out
    );
    assert_eq!(events(&hall), 2);
    let ran = import(&hall, "hrss", "人社局", BUILT_IN, &["--lang", "en"]);
    assert!(ran.out.contains("is now called 人社局"), "{}", ran.out);
}

#[test]
fn a_name_is_text_and_named_when_it_is_none() {
    let hall = Hall::new();
    imported(
        &hall,
        "mz",
        "\u{1b}[2J区\u{1b}]0;x\u{7}民政局\u{9b}1m",
        CIVIL,
    );
    let ran = guitai(&hall, "registry list --kind service");
    assert!(ran.out.contains("区民政局"), "{}", ran.out);
    assert!(!ran.out.contains("[2J"), "{}", ran.out);
    let long = "局".repeat(31);
    for name in ["", " ", "\u{1b}[2J", "\u{200b}", &long] {
        let ran = import(&hall, "mz", name, CIVIL, &[]);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{name:?}");
        assert!(ran.err.contains("--name"), "{name:?}: {}", ran.err);
        assert!(!ran.err.contains("FILE"), "{name:?}: {}", ran.err);
    }
    for code in ["", "MZ", "m z"] {
        let ran = import(&hall, code, "区民政局", CIVIL, &[]);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{code:?}");
        assert!(!ran.err.contains("FILE"), "{code:?}: {}", ran.err);
    }
}

#[test]
fn control_characters_are_no_document() {
    let hall = Hall::new();
    let long = format!("{CIVIL}{}", "\u{1}".repeat(MAX_BYTES - CIVIL.len()));
    let path = hall.path("long.txt");
    fs::write(&path, &long).expect("a file");
    for command in ["import", "check"] {
        let mut guitai = hall.guitai();
        guitai.args(["registry", command]).arg(&path);
        guitai.args(["--code", "mz", "--json"]);
        if command == "import" {
            guitai.args(["--name", "区民政局"]);
        }
        let ran = run(&mut guitai, b"");
        assert_eq!(ran.code, Some(2), "{command}: {}", ran.err);
        let said: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
        assert_eq!(said["ok"], json!(false));
        let line = CIVIL.lines().count() + 1;
        assert_eq!(said["problems"][0]["line"], line);
    }
    // As many as make a document as long on the way as it can become.
    let most = CIVIL.len() + CIVIL.chars().filter(|c| !c.is_whitespace()).count() / 3;
    let long = format!("{CIVIL}{}", "\u{1}".repeat(most - CIVIL.len()));
    imported(&hall, "mz", "区民政局", &long);
    assert_eq!(count(&ids(&hall), "mz"), 39);
}
