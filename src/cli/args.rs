//! The command line: which commands and options there are, and what a clerk asked for with them.
//! Knows no command's work.

mod action;
pub(super) mod casework;
pub(super) mod demo;
pub(super) mod ledger;
pub(super) mod registry;
pub(super) mod search;

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use clap::builder::PossibleValuesParser;
use clap::error::ErrorKind;
use clap::{Arg, ArgAction, ArgMatches, Command as Clap, value_parser};

use super::fault::{UsageFault, from_clap};
use super::globals::{self, Given};
use super::serve::Serve;
use crate::registry::Kind;
use crate::text::Lang;

/// What was asked for, and how it is to be answered.
pub(super) struct Asked {
    pub(super) json: bool,
    pub(super) color: bool,
    pub(super) given: Given,
    pub(super) command: Command,
}

/// What was asked for.
pub(super) enum Command {
    Help(String),
    Version,
    Counter,
    Search(search::Search),
    Batch(search::Batch),
    Cases(Box<ledger::Cases>),
    SearchCases(Box<ledger::Cases>),
    Show { id: String },
    RegistryList { kinds: Vec<Kind> },
    RegistryCheck(registry::Check),
    RegistryImport(registry::Import),
    RegistryExport { code: Option<String> },
    RegistryWords { remove: Option<String> },
    RegistryMisses(registry::Misses),
    Log(Box<casework::Log>),
    ShowCase(casework::ShowCase),
    ActOnCase(Box<casework::ActOnCase>),
    Deadline(casework::Deadline),
    CalendarList,
    Verify { head: Option<String> },
    Demo(demo::Demo),
    Serve(Serve),
    Status,
    Stop,
}

/// The language to answer in, and what was asked for. A fault has a language too: that of the
/// arguments, or of the environment, or the configured one, or Chinese.
pub(super) fn read(
    args: &[OsString],
    variable: &dyn Fn(&str) -> Option<OsString>,
    configured: Option<Lang>,
) -> (Lang, Result<Asked, UsageFault>) {
    let set = variable("GUITAI_LANG").filter(|value| !value.is_empty());
    let lang = match (lang_argument(args), set) {
        (Some(lang), _) => lang,
        (None, None) => configured.unwrap_or_default(),
        (None, Some(value)) => match value.to_str().and_then(|value| value.parse().ok()) {
            Some(lang) => lang,
            None => {
                let value = value.to_string_lossy().into_owned();
                return (Lang::default(), Err(UsageFault::LangVariable { value }));
            }
        },
    };
    let asked = match clap(lang).try_get_matches_from(args) {
        Ok(matches) => asked(&matches, lang, variable),
        Err(error) => match error.kind() {
            ErrorKind::DisplayHelp => Ok(bare(Command::Help(error.to_string()))),
            ErrorKind::DisplayVersion => Ok(bare(Command::Version)),
            _ => Err(from_clap(&error, args)),
        },
    };
    (lang, asked)
}

fn bare(command: Command) -> Asked {
    Asked {
        json: false,
        color: false,
        given: Given::default(),
        command,
    }
}

/// The language of what cannot wait for the arguments to be understood.
pub(super) fn lang(args: &[OsString]) -> Lang {
    let set = std::env::var("GUITAI_LANG").ok();
    let set = set.and_then(|value| value.parse().ok());
    lang_argument(args).or(set).unwrap_or_default()
}

/// The language in the arguments, before they are parsed: clap needs the help texts first.
fn lang_argument(args: &[OsString]) -> Option<Lang> {
    let mut found = None;
    let mut args = args
        .iter()
        .skip(1)
        .map_while(|arg| (arg != "--").then_some(arg));
    while let Some(arg) = args.next() {
        let value = if arg == "--lang" {
            args.next().and_then(|value| value.to_str())
        } else {
            arg.to_str().and_then(|arg| arg.strip_prefix("--lang="))
        };
        // The last one counts, as in clap.
        found = value.and_then(|value| value.parse().ok()).or(found);
    }
    found
}

fn asked(
    matches: &ArgMatches,
    lang: Lang,
    variable: &dyn Fn(&str) -> Option<OsString>,
) -> Result<Asked, UsageFault> {
    let json = matches.get_flag("json");
    let no_color = variable("NO_COLOR").is_some_and(|value| !value.is_empty());
    Ok(Asked {
        json,
        color: !matches.get_flag("no-color") && !no_color,
        given: globals::given(matches, variable),
        command: command(matches, json, lang)?,
    })
}

fn command(matches: &ArgMatches, json: bool, lang: Lang) -> Result<Command, UsageFault> {
    Ok(match matches.subcommand() {
        None if json => return Err(UsageFault::JsonCounter),
        None => Command::Counter,
        Some(("search", given)) => search::command(given, json)?,
        Some(("cases", given)) => Command::Cases(Box::new(ledger::cases(given))),
        Some(("show", given)) => Command::Show {
            id: text(given, "id").unwrap_or_default(),
        },
        Some(("serve", given)) => Command::Serve(Serve {
            idle_exit: given
                .get_one::<u64>("idle-exit")
                .map(|seconds| Duration::from_secs(*seconds)),
            detached: given.get_one::<PathBuf>("detached").cloned(),
        }),
        Some(("status", _)) => Command::Status,
        Some(("stop", _)) => Command::Stop,
        Some(("demo", given)) => Command::Demo(demo::demo(given)),
        Some(("help", given)) => Command::Help(help(given, lang)),
        Some(("registry", given)) => registry::command(given),
        Some((name, given)) => casework::command(name, given).ok_or(UsageFault::Other)?,
    })
}

/// The help of the command whose words are given, of the program where they name none.
fn help(given: &ArgMatches, lang: Lang) -> String {
    let mut command = clap(lang);
    command.build();
    for word in given.get_many::<String>("of").unwrap_or_default() {
        command = command.find_subcommand(word).cloned().unwrap_or(command);
    }
    command.render_help().to_string()
}

fn kinds(given: &ArgMatches) -> Vec<Kind> {
    given
        .get_many::<String>("kind")
        .unwrap_or_default()
        .filter_map(|word| word.parse().ok())
        .collect()
}

fn text(given: &ArgMatches, name: &str) -> Option<String> {
    given.get_one::<String>(name).cloned()
}

/// Options of every command stand below a command's own in its help.
const GLOBAL: usize = 100;

fn clap(lang: Lang) -> Clap {
    let show = leaf(lang, "show", "<ID>").about(lang.cmd_show()).arg(
        Arg::new("id")
            .value_name("ID")
            .required(true)
            .help(lang.opt_id()),
    );
    branch(lang, "")
        .about(lang.cmd_guitai())
        .disable_help_flag(true)
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .args_override_self(true)
        .term_width(0)
        .args(globals::options(lang))
        .arg(
            valued("lang", "zh|en", lang.opt_lang())
                .value_parser(PossibleValuesParser::new(["zh", "en"]))
                .hide_possible_values(true)
                .global(true)
                .display_order(GLOBAL),
        )
        .arg(
            flag("json", lang.opt_json())
                .global(true)
                .display_order(GLOBAL),
        )
        .arg(
            flag("no-color", lang.opt_no_color())
                .global(true)
                .display_order(GLOBAL),
        )
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .action(ArgAction::Help)
                .global(true)
                .display_order(GLOBAL)
                .help(lang.opt_help()),
        )
        .arg(
            Arg::new("version")
                .short('V')
                .long("version")
                .action(ArgAction::Version)
                .global(true)
                .display_order(GLOBAL)
                .help(lang.opt_version()),
        )
        .version(env!("CARGO_PKG_VERSION"))
        .propagate_version(true)
        .subcommand(search::clap(lang))
        .subcommand(show)
        .subcommand(registry::clap(lang))
        .subcommand(ledger::clap(lang))
        .subcommands(casework::clap(lang))
        .subcommand(demo::clap(lang))
        .subcommand(serve(lang))
        .subcommand(leaf(lang, "status", "").about(lang.cmd_status()))
        .subcommand(leaf(lang, "stop", "").about(lang.cmd_stop()))
        // clap's own would describe itself in English.
        .subcommand(
            Clap::new("help")
                .hide(true)
                .arg(Arg::new("of").num_args(0..)),
        )
}

fn serve(lang: Lang) -> Clap {
    leaf(lang, "serve", "")
        .about(lang.cmd_serve())
        .arg(
            valued("idle-exit", "SECONDS", lang.opt_idle_exit())
                .value_parser(value_parser!(u64).range(1..))
                .allow_negative_numbers(true),
        )
        // Said by a client that starts an owner, and by nobody else.
        .arg(
            Arg::new("detached")
                .long("detached")
                .value_parser(value_parser!(PathBuf))
                .hide(true),
        )
}

/// `--kind` of entries.
fn kind(lang: Lang) -> Arg {
    Arg::new("kind")
        .long("kind")
        .value_name("KIND")
        .action(ArgAction::Append)
        .value_parser(PossibleValuesParser::new(Kind::ALL.map(Kind::word)))
        .hide_possible_values(true)
        .help(lang.opt_kind())
}

fn flag(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .action(ArgAction::SetTrue)
        .help(help)
}

fn valued(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value).help(help)
}

/// A command that does something, with what it is called with.
fn leaf(lang: Lang, path: &'static str, positionals: &str) -> Clap {
    let arguments = if positionals.is_empty() {
        String::new()
    } else {
        format!("{}\n{{positionals}}\n\n", lang.help_arguments())
    };
    let usage = ["guitai", path, positionals, lang.help_word_options()];
    named(path)
        .override_usage(joined(&usage))
        .help_template(format!(
            "{{about}}\n\n{}{{usage}}\n\n{arguments}{}\n{{options}}\n",
            lang.help_usage(),
            lang.help_options()
        ))
}

/// A command that others stand under.
fn branch(lang: Lang, path: &'static str) -> Clap {
    let command = if path.is_empty() {
        lang.help_word_command()
    } else {
        lang.help_word_a_command()
    };
    let usage = ["guitai", path, lang.help_word_options(), command];
    named(path)
        .override_usage(joined(&usage))
        .help_template(format!(
            "{{about}}\n\n{}{{usage}}\n\n{}\n{{subcommands}}\n\n{}\n{{options}}\n",
            lang.help_usage(),
            lang.help_commands(),
            lang.help_options()
        ))
}

fn named(path: &'static str) -> Clap {
    Clap::new(
        path.rsplit(' ')
            .next()
            .filter(|name| !name.is_empty())
            .unwrap_or("guitai"),
    )
}

fn joined(words: &[&str]) -> String {
    let words: Vec<&str> = words
        .iter()
        .copied()
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}
