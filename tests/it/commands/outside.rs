//! What may come from outside whatever the command: hostile queries, bytes that are no text, a
//! reader who leaves, a full disk, no terminal, the language.

use std::ffi::OsStr;
use std::io::Read;
use std::os::unix::ffi::OsStrExt;
use std::process::Stdio;

use super::{ask, ask_with, harmless};
use crate::hall::lookups;
use crate::support::{root, run};

#[test]
fn no_query_harms_the_terminal_or_the_program() {
    let long = "失业登记".repeat(2500);
    let nasty = "\u{1b}[31m失业\u{202e}登记\u{200b}\u{9b}2J\u{7f}";
    for query in [
        long.as_str(),
        nasty,
        "👩\u{200d}💻🇨🇳",
        "\u{1b}",
        "\u{200b}\u{feff}",
        "   ",
        "",
        "%s%n\\",
        "'\"`$(x)",
        "\u{10ffff}\u{fffe}",
        "ﷺ",
    ] {
        for json in [false, true] {
            let mut command = lookups();
            command.args(["search", "--explain"]);
            if json {
                command.arg("--json");
            }
            let ran = run(command.arg("--").arg(query), b"");
            assert!(matches!(ran.code, Some(0 | 1)), "{query:?}: {}", ran.err);
            assert!(harmless(&ran.out) && harmless(&ran.err), "{query:?}");
            if query
                .trim_matches([' ', '\u{1b}', '\u{200b}', '\u{feff}'])
                .is_empty()
            {
                assert_eq!(ran.code, Some(1), "{query:?} finds nothing");
            }
        }
    }
    let ran = run(lookups().args(["search", &long]), b"");
    assert!(ran.err.contains("256"), "{}", ran.err);
}

#[test]
fn bytes_that_are_no_text_are_refused_in_words() {
    for line in [
        &[&b"search"[..], b"\xff\xfe"][..],
        &[b"show", b"\xd6\xff"],
        &[b"\xff"],
    ] {
        let ran = run(
            lookups().args(line.iter().map(|word| OsStr::from_bytes(word))),
            b"",
        );
        assert_eq!(ran.code, Some(2), "{line:?}");
        assert!(ran.err.contains("guitai --help"), "{}", ran.err);
    }
    let ran = ask_with("search -", b"\xff\xfe");
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("UTF-8"), "{}", ran.err);
}

#[test]
fn a_reader_who_leaves_is_no_fault() {
    // What an owner says at its first start is said before.
    run(lookups().args(["registry", "list"]), b"");
    let mut child = lookups()
        .args(["registry", "export", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Closed before the program has anything to say, and well before it has said it all.
    drop(child.stdout.take());
    let mut said = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut said)
        .unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(said, "");
}

#[test]
fn a_full_disk_is_told() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full");
    let Ok(full) = full else { return };
    let mut command = lookups();
    let child = command
        .arg("--help")
        .stdout(full)
        .stderr(Stdio::piped())
        .spawn();
    let output = child.unwrap().wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(4));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("磁盘已满"), "{said}");
}

#[test]
fn the_counter_wants_a_terminal() {
    for (lang, said) in [("zh", "终端"), ("en", "terminal")] {
        let ran = ask(&format!("--lang {lang}"));
        assert_eq!(ran.code, Some(2));
        assert!(ran.err.contains(said) && ran.err.contains("guitai search"));
    }
}

#[test]
fn the_language_can_be_set_for_good() {
    let ran = run(lookups().env("GUITAI_LANG", "en").args(["show", "x"]), b"");
    assert!(ran.err.contains("Expected"), "{}", ran.err);
    let ran = run(
        lookups().env("LC_ALL", "en_US.UTF-8").args(["show", "x"]),
        b"",
    );
    assert!(ran.err.contains("应写编号"), "{}", ran.err);
}

#[test]
fn the_readme_names_the_commands_there_are() {
    let listed = |line: &str| -> Vec<String> {
        let help = ask(line).out;
        let (_, commands) = help.split_once("Commands:\n").unwrap();
        let lines = commands.lines().take_while(|line| line.starts_with("  "));
        let word = |line: &str| line.split_whitespace().next().unwrap().to_owned();
        lines.map(word).collect()
    };
    let mut commands = vec![String::new()];
    commands.extend(listed("--lang en --help"));
    for branch in ["registry", "case", "calendar"] {
        commands.retain(|command| command != branch);
        let below = listed(&format!("{branch} --lang en --help"));
        commands.extend(below.iter().map(|command| format!("{branch} {command}")));
    }
    commands.sort();
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let rows = readme
        .lines()
        .filter_map(|line| line.strip_prefix("| `guitai"));
    let mut named: Vec<String> = rows
        .map(|row| {
            let words = row.split(['`', '[']).next().unwrap().split_whitespace();
            let words = words.take_while(|word| word.chars().all(|c| c.is_ascii_lowercase()));
            words.collect::<Vec<_>>().join(" ")
        })
        .collect();
    named.sort();
    assert_eq!(named, commands);
}
