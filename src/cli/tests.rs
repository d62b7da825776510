//! The commands run in this process, with streams of their own; no real terminal, no real file.

use std::ffi::OsString;
use std::io::{self, Write};
use std::os::unix::ffi::OsStringExt;

use proptest::prelude::*;

use super::connect::Reached;
use super::{Outside, Session, Status, Terminals, args, run_in};
use crate::desk::Lookup;
use crate::rpc::{Answer, Ask, ConnectFault, ListShown, Refusal, Request};
use crate::text::Lang;

/// A desk in this process that can be looked things up at, and nothing else.
struct Here(Lookup);

impl Ask for Here {
    fn ask(&mut self, request: Request) -> Result<Answer, ConnectFault> {
        let answer = match &request {
            Request::Find(find) => self.0.find(find).map(Answer::Found),
            Request::Show(reference) => self.0.show(reference).map(Box::new).map(Answer::Shown),
            Request::Lists => {
                let lists = self.0.registry().lists().iter();
                let shown = lists.map(|list| ListShown {
                    code: list.code.clone(),
                    name: list.name.clone(),
                    version: String::new(),
                    document: list.document.to_string(),
                });
                Ok(Answer::Lists(shown.collect()))
            }
            Request::ListsAfter(_) => Ok(Answer::Lists(Vec::new())),
            _ => Err(Refusal::NotUnderstood),
        };
        Ok(answer.unwrap_or_else(Answer::Refused))
    }
}

fn here(_: &Session<'_>) -> Result<Reached, super::Error> {
    Ok(Reached {
        desk: Box::new(Here(Lookup::built_in())),
        told: Vec::new(),
    })
}

/// What a run did.
struct Ran {
    status: Status,
    out: String,
    err: String,
}

const NOWHERE: Terminals = Terminals {
    input: false,
    output: false,
};

fn run(line: &[&str], stdin: &[u8]) -> Ran {
    let args: Vec<OsString> = line.iter().map(OsString::from).collect();
    run_os(&args, stdin, &|_| None)
}

fn run_os(args: &[OsString], mut stdin: &[u8], variable: &dyn Fn(&str) -> Option<OsString>) -> Ran {
    let mut out = Vec::new();
    let mut err = Vec::new();
    let args: Vec<OsString> = std::iter::once("guitai".into())
        .chain(args.iter().cloned())
        .collect();
    let outside = Outside {
        input: &mut stdin,
        out: &mut out,
        err: &mut err,
        variable,
        terminals: NOWHERE,
        reach: &here,
    };
    let status = run_in(outside, &args);
    Ran {
        status,
        out: String::from_utf8(out).unwrap(),
        err: String::from_utf8(err).unwrap(),
    }
}

/// A standard output that fails.
struct Fails(io::ErrorKind);

impl Write for Fails {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(self.0.into())
    }
    fn flush(&mut self) -> io::Result<()> {
        Err(self.0.into())
    }
}

#[test]
fn a_closed_pipe_ends_quietly_and_a_full_disk_does_not() {
    for (kind, status, said) in [
        (io::ErrorKind::BrokenPipe, Status::Done, ""),
        (
            io::ErrorKind::StorageFull,
            Status::Broken,
            "guitai: 写不出结果：磁盘已满\n",
        ),
    ] {
        for line in [&["--help"][..], &["search", "--batch", "--json"]] {
            let mut err = Vec::new();
            let args: Vec<OsString> = std::iter::once(&"guitai")
                .chain(line)
                .map(OsString::from)
                .collect();
            let outside = Outside {
                input: &mut &b"x\n"[..],
                out: &mut Fails(kind),
                err: &mut err,
                variable: &|_| None,
                terminals: NOWHERE,
                reach: &here,
            };
            assert_eq!(run_in(outside, &args), status, "{line:?}");
            assert_eq!(String::from_utf8(err).unwrap(), said);
        }
    }
}

#[test]
fn the_language_is_that_of_the_arguments_then_of_the_environment_then_chinese() {
    for (line, set, lang) in [
        (&[][..], None, Lang::Zh),
        (&[], Some(""), Lang::Zh),
        (&[], Some("en"), Lang::En),
        (&["--lang", "zh"], Some("en"), Lang::Zh),
        (&["show", "x", "--lang=en"], None, Lang::En),
        (&["--lang", "en", "--lang", "zh"], None, Lang::Zh),
        (&["--lang", "en"], Some("fr"), Lang::En),
        (&["search", "--", "--lang=en"], None, Lang::Zh),
        (&["--lang", "fr"], Some("en"), Lang::En),
    ] {
        let args: Vec<OsString> = std::iter::once(&"guitai")
            .chain(line)
            .map(OsString::from)
            .collect();
        let variable = |name: &str| set.filter(|_| name == "GUITAI_LANG").map(OsString::from);
        let (read, _) = args::read(&args, &variable, None);
        assert_eq!(read, lang, "{line:?} {set:?}");
    }
    let wrong = run_os(&["--version".into()], b"", &|name| {
        (name == "GUITAI_LANG").then(|| "fr".into())
    });
    assert_eq!(wrong.status, Status::Invalid);
    assert!(wrong.err.contains("GUITAI_LANG") && wrong.err.contains("fr"));
}

#[test]
fn colours_go_by_option_and_by_environment() {
    for (line, set, color) in [
        (&[][..], None, true),
        (&["--no-color"], None, false),
        (&[], Some(""), true),
        (&[], Some("1"), false),
    ] {
        let args: Vec<OsString> = std::iter::once(&"guitai")
            .chain(line)
            .map(OsString::from)
            .collect();
        let variable = |name: &str| set.filter(|_| name == "NO_COLOR").map(OsString::from);
        let (_, asked) = args::read(&args, &variable, None);
        assert_eq!(asked.ok().map(|asked| asked.color), Some(color));
    }
}

#[test]
fn every_fault_of_a_command_line_is_worded_and_names_the_argument() {
    for (line, named, expected) in [
        (&["serch"][..], "serch", "search"),
        (&["失业"], "失业", "guitai search 失业"),
        (&["registry"], "registry", "export"),
        (&["registry", "x"], "x", "export"),
        (&["search"], "QUERY", "registry list"),
        (&["search", "--limit", "0", "x"], "--limit", "整数"),
        (&["search", "--limit", "-3", "x"], "--limit", "整数"),
        (&["search", "x", "--limit"], "--limit", "整数"),
        (&["search", "--kind", "x", "y"], "--kind", "supervision"),
        (&["search", "--in", "town", "y"], "--in", "cases"),
        (&["search", "--batch", "x"], "--batch", "QUERY"),
        (&["search", "--batch", "--explain"], "--explain", "--json"),
        (&["search", "-x"], "-x", "-- -x"),
        (&["show"], "ID", "hrss/service/3"),
        (&["show", "a", "b"], "“b”", "--help"),
        (&["show", "hrss/service/x"], "hrss/service/x", "service/3"),
        (&["--lang", "fr"], "--lang", "zh"),
        (&["--json=1", "registry", "list"], "--json", "1"),
        (&["--json"], "--json", "guitai search"),
        (&["--jsno"], "--jsno", "--json"),
        (&["registry", "check"], "FILE", "标准输入"),
        (
            &["registry", "check", "-", "--code", "duty"],
            "duty",
            "小写",
        ),
        (&[], "终端", "guitai search"),
    ] {
        let ran = run(line, b"");
        assert_eq!(ran.status, Status::Invalid, "{line:?}");
        assert!(ran.out.is_empty(), "{line:?}");
        assert!(
            ran.err.contains(named) && ran.err.contains(expected),
            "{line:?}: {}",
            ran.err
        );
        let english: Vec<&str> = line.iter().copied().chain(["--lang=en"]).collect();
        if line.last() != Some(&"--limit") && !line.contains(&"fr") {
            let ran = run(&english, b"");
            assert_eq!(ran.status, Status::Invalid, "{english:?}");
            let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
            let ours = ran.err.replace("失业", "").replace("区财政局", "");
            assert!(!ours.contains(han), "{english:?}: {}", ran.err);
        }
    }
}

#[test]
fn bytes_that_are_no_text_are_told_by_position() {
    let bad = OsString::from_vec(vec![b'a', 0xff]);
    let ran = run_os(&["search".into(), bad], b"", &|_| None);
    assert_eq!(ran.status, Status::Invalid);
    assert!(ran.err.contains("第 2 个参数"), "{}", ran.err);
    let ran = run(&["search", "-"], b"\xff\xfe");
    assert_eq!(ran.status, Status::Invalid);
    assert!(ran.err.contains("标准输入"), "{}", ran.err);
}

#[test]
fn help_is_whole_in_both_languages_for_every_command() {
    for command in [
        &[][..],
        &["search"],
        &["show"],
        &["registry"],
        &["registry", "list"],
        &["registry", "check"],
        &["registry", "export"],
    ] {
        for (lang, usage, foreign) in [("zh", "用法", "Usage"), ("en", "Usage", "用法")] {
            let mut line = command.to_vec();
            line.extend(["--lang", lang, "--help"]);
            let ran = run(&line, b"");
            assert_eq!(ran.status, Status::Done);
            assert!(ran.err.is_empty());
            assert!(ran.out.contains(usage) && !ran.out.contains(foreign));
            for option in ["--lang", "--json", "--no-color", "--help", "--version"] {
                assert!(ran.out.contains(option), "{line:?} {option}");
            }
            for clap in ["Options:\n", "[possible", "Print help"] {
                assert!(lang == "en" || !ran.out.contains(clap), "{line:?} {clap}");
            }
        }
    }
}

#[test]
fn batch_keeps_step_with_its_queries_whatever_they_are() {
    let ran = run(
        &["search", "--batch", "--json"],
        b"\n\xff\xfe\n\x1b[31m\n\n",
    );
    assert_eq!(ran.status, Status::Done);
    assert_eq!(ran.out.lines().count(), 4);
    for line in ran.out.lines() {
        let found: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(found["hits"].is_array(), "{line}");
    }
    let plain = run(&["search", "--batch"], b"\n\x1b[31m\tx\n");
    assert_eq!(plain.out, "\t\t\n[31m x\t\t\n");
}

proptest! {
    #[test]
    fn no_command_line_makes_it_panic_or_fail_without_a_word(
        words in prop::collection::vec(
            prop_oneof![
                prop::sample::select(vec![
                    "search", "show", "registry", "list", "check", "export", "--json", "--batch",
                    "--explain", "--kind", "service", "--limit", "3", "--lang", "en", "-", "--",
                    "--code", "hrss", "service/1", "hrss/duty/1/1", "--no-color", "/dev/null",
                ]).prop_map(|word| word.as_bytes().to_vec()),
                prop::collection::vec(1u8.., 0..12),
            ],
            0..6,
        ),
        stdin in prop::collection::vec(any::<u8>(), 0..64),
    ) {
        let args: Vec<OsString> = words.into_iter().map(OsString::from_vec).collect();
        let ran = run_os(&args, &stdin, &|_| None);
        prop_assert!(matches!(ran.status, Status::Done | Status::Nothing | Status::Invalid));
        prop_assert!(ran.status == Status::Done || !ran.err.is_empty() || ran.out.contains("\"ok\":false"),
            "says why: {:?}", args);
        prop_assert!(!ran.err.chars().any(|c| c != '\n' && crate::chars::is_unseen(c)));
    }
}
