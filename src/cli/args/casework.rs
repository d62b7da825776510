//! The command line of casework: `log`, `case`, `deadline`, `calendar`, `verify`. Knows no
//! command's work.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command as Clap, value_parser};

use super::{Command, action, branch, flag, leaf, text, valued};

pub(in crate::cli) use super::action::ActOnCase;
use crate::casework::{CaseKind, Track};
use crate::cli::days::Day;
use crate::text::Lang;

/// `log`
pub(in crate::cli) struct Log {
    pub(in crate::cli) kind: CaseKind,
    /// What is read first; what stands on the command line goes before it.
    pub(in crate::cli) from_json: Option<Source>,
    pub(in crate::cli) service: Option<String>,
    pub(in crate::cli) agency: Option<String>,
    pub(in crate::cli) track: Option<Track>,
    pub(in crate::cli) subject: Option<String>,
    pub(in crate::cli) content: Option<String>,
    pub(in crate::cli) answer: Option<String>,
    pub(in crate::cli) answered: bool,
    pub(in crate::cli) respondent: Option<String>,
    pub(in crate::cli) demand: Option<String>,
    pub(in crate::cli) anonymous: bool,
    pub(in crate::cli) confidential: bool,
}

/// Where something is read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) enum Source {
    /// `-`
    StandardInput,
    /// A file.
    File(PathBuf),
}

/// `case show`
pub(in crate::cli) struct ShowCase {
    pub(in crate::cli) number: String,
    pub(in crate::cli) reveal: bool,
}

/// `deadline`
pub(in crate::cli) struct Deadline {
    pub(in crate::cli) rule: String,
    pub(in crate::cli) from: Option<Day>,
}

/// The command that was asked for, if it is one of these.
pub(super) fn command(name: &str, given: &ArgMatches) -> Option<Command> {
    Some(match (name, given.subcommand()) {
        ("log", _) => Command::Log(Box::new(log(given)?)),
        ("case", Some(("show", given))) => Command::ShowCase(ShowCase {
            number: text(given, "number").unwrap_or_default(),
            reveal: given.get_flag("reveal"),
        }),
        ("case", Some((word, given))) => Command::ActOnCase(Box::new(action::read(word, given)?)),
        ("deadline", _) => Command::Deadline(Deadline {
            rule: text(given, "rule").unwrap_or_default(),
            from: given.get_one::<Day>("from").copied(),
        }),
        ("calendar", Some(("list", _))) => Command::CalendarList,
        ("verify", _) => Command::Verify {
            head: text(given, "head"),
        },
        _ => return None,
    })
}

fn log(given: &ArgMatches) -> Option<Log> {
    let from_json = given.get_one::<PathBuf>("from-json").map(|path| {
        if path.as_os_str() == "-" {
            Source::StandardInput
        } else {
            Source::File(path.clone())
        }
    });
    Some(Log {
        kind: text(given, "kind")?.parse().ok()?,
        from_json,
        service: text(given, "service"),
        agency: text(given, "agency"),
        track: text(given, "track").and_then(|word| word.parse().ok()),
        subject: text(given, "subject"),
        content: text(given, "content"),
        answer: text(given, "answer"),
        answered: given.get_flag("answered"),
        respondent: text(given, "respondent"),
        demand: text(given, "demand"),
        anonymous: given.get_flag("anonymous"),
        confidential: given.get_flag("confidential"),
    })
}

/// What stands on the command line for each of them.
pub(super) fn clap(lang: Lang) -> [Clap; 5] {
    let kinds = PossibleValuesParser::new(CaseKind::ALL.map(CaseKind::word));
    let tracks = PossibleValuesParser::new(Track::ALL.map(Track::word));
    let log = leaf(lang, "log", "<enquiry|complaint|tipoff>")
        .about(lang.cmd_log())
        .arg(
            Arg::new("kind")
                .value_name("KIND")
                .required(true)
                .value_parser(kinds)
                .hide_possible_values(true)
                .help(lang.opt_case_kind()),
        )
        .arg(valued("service", "ID", lang.opt_service()))
        .arg(valued("agency", "NAME", lang.opt_agency()))
        .arg(
            valued("track", "TRACK", lang.opt_track())
                .value_parser(tracks)
                .hide_possible_values(true),
        )
        .arg(valued("subject", "TEXT", lang.opt_subject()))
        .arg(valued("content", "TEXT", lang.opt_content()))
        .arg(valued("answer", "TEXT", lang.opt_answer()).conflicts_with("answered"))
        .arg(flag("answered", lang.opt_answered()))
        .arg(valued("respondent", "TEXT", lang.opt_respondent()))
        .arg(valued("demand", "TEXT", lang.opt_demand()))
        .arg(flag("anonymous", lang.opt_anonymous()))
        .arg(flag("confidential", lang.opt_confidential()))
        .arg(
            valued("from-json", "FILE", lang.opt_from_json())
                .value_parser(value_parser!(PathBuf))
                .allow_hyphen_values(true),
        );
    let case = branch(lang, "case")
        .about(lang.cmd_case())
        .subcommand_required(true)
        .subcommand(
            leaf(lang, "case show", "<NUMBER>")
                .about(lang.cmd_case_show())
                .arg(
                    Arg::new("number")
                        .value_name("NUMBER")
                        .required(true)
                        .help(lang.opt_number()),
                )
                .arg(flag("reveal", lang.opt_reveal())),
        )
        .subcommands(action::clap(lang));
    let deadline = leaf(lang, "deadline", "")
        .about(lang.cmd_deadline())
        .arg(valued("rule", "ID", lang.opt_rule()).required(true))
        .arg(valued("from", "DATE", lang.opt_from()).value_parser(str::parse::<Day>));
    let calendar = branch(lang, "calendar")
        .about(lang.cmd_calendar())
        .subcommand_required(true)
        .subcommand(leaf(lang, "calendar list", "").about(lang.cmd_calendar_list()));
    let verify = leaf(lang, "verify", "")
        .about(lang.cmd_verify())
        .arg(valued("head", "HASH", lang.opt_head()));
    [log, case, deadline, calendar, verify]
}
