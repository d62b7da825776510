//! What a clerk is told when a command was not carried out: an error's facts put into the
//! catalogue's sentences. Decides nothing.

pub(super) mod owner;

use super::error::{Error, Name};
use super::fault::UsageFault;
use super::log::{JsonFault, Sort};
use crate::desk::VerifyFault;
use crate::registry::{ListCode, Reference};
use crate::rpc::{ImportList, Refusal};
use crate::text::Lang;
use crate::tui;

/// The message, one or more lines.
pub(super) fn of(error: &Error, lang: Lang) -> String {
    match error {
        Error::Usage(fault) => format!("{}\n{}", usage(fault, lang), lang.see_help()),
        Error::Config(fault) => owner::config(fault, lang),
        Error::BadClerk(text) => format!("{}\n{}", lang.bad_clerk(text), lang.expect_clerk()),
        Error::Connect(fault) => owner::connect(fault, lang),
        Error::NoTerminal => lang.no_terminal().to_owned(),
        Error::ForeignTerminal => lang.foreign_terminal().to_owned(),
        Error::Screen(tui::Error::NotATerminal) => lang.no_terminal().to_owned(),
        Error::Screen(tui::Error::Terminal(source) | tui::Error::Signals(source)) => {
            lang.no_screen(&lang.io_fault(source))
        }
        Error::NoDesk(source) => lang.no_screen(&lang.io_fault(source)),
        Error::BadId { text, fault } => format!(
            "{}\n{}",
            lang.bad_id_text(text, lang.bad_id(*fault)),
            lang.expect_id()
        ),
        Error::BadListName => lang.bad_list_name(ImportList::NAME_CHARS),
        Error::BadCode(code) => format!("{}\n{}", lang.bad_code(code), lang.expect_code()),
        Error::NoSuchEntry(reference) | Error::NoSuchService(reference) => {
            lang.no_such_entry(&reference.to_string())
        }
        Error::Ambiguous { reference, lists } => ambiguous(reference, lists, lang),
        Error::BadNumber { text, fault } => format!(
            "{}\n{}",
            lang.bad_number_text(text, lang.bad_number(*fault)),
            lang.expect_number()
        ),
        Error::BadOption { option, bad } => lang.labelled(option, &lang.refusal_field(*bad)),
        Error::BadJson(fault) => json(fault, lang),
        Error::Verify(VerifyFault::BadHead) => lang.fault_bad_head().to_owned(),
        Error::Verify(VerifyFault::Unreadable(source)) => {
            lang.journal_unreadable(&lang.io_fault(source))
        }
        Error::NoRandom(source) => lang.no_random(&lang.io_fault(source)),
        Error::Refused(refusal) => {
            let mut said = vec![tui::words::refusal(lang, refusal)];
            if let Refusal::Changed(conflict) = refusal {
                said.extend(tui::words::conflict(lang, conflict));
            }
            said.join("\n")
        }
        Error::LeftOut { count } => lang.listed_left_out(*count),
        Error::FromAfterTo { from, to } => lang.from_after_to(&from.to_string(), &to.to_string()),
        Error::StillLoading { done, of } => lang.cases_not_loaded(*done, *of),
        Error::Crossed => lang.crossed().to_owned(),
        Error::InputEncoding => lang.stdin_utf8().to_owned(),
        Error::Input(source) => lang.stdin_unreadable(&lang.io_fault(source)),
        Error::File { path, source } => {
            lang.file_unreadable(name(path, lang), &lang.io_fault(source))
        }
        Error::Output(source) => lang.output_failed(&lang.io_fault(source)),
    }
}

fn name(name: &Name, lang: Lang) -> &str {
    match name {
        Name::StandardInput => lang.standard_input(),
        Name::File(path) => path,
    }
}

fn json(fault: &JsonFault, lang: Lang) -> String {
    match fault {
        JsonFault::Syntax { line, column } => lang.json_syntax(*line, *column),
        JsonFault::TooLong(limit) => lang.json_too_long(*limit),
        JsonFault::NoObject => lang.json_no_object().to_owned(),
        JsonFault::UnknownKey(key) => lang.json_unknown_key(key),
        JsonFault::WrongSort { key, wanted } => lang.json_wrong_sort(
            key,
            match wanted {
                Sort::Text => lang.json_text(),
                Sort::Flag => lang.json_flag(),
                Sort::Object => lang.json_object(),
                Sort::Kind => lang.json_kind(),
                Sort::Track => lang.json_track(),
                Sort::Id => lang.json_id(),
            },
        ),
        JsonFault::OtherKind(kind) => lang.json_other_kind(kind.word()),
    }
}

fn ambiguous(reference: &Reference, lists: &[ListCode], lang: Lang) -> String {
    let lists: Vec<String> = lists
        .iter()
        .map(|list| format!("{list}/{}", reference.place))
        .collect();
    lang.ambiguous_entry(&reference.to_string(), &lists.join(" "))
}

fn usage(fault: &UsageFault, lang: Lang) -> String {
    let mut said = Vec::new();
    match fault {
        UsageFault::Unknown { arg, like, query } => {
            said.push(lang.bad_unknown(arg));
            match like {
                Some(like) => said.push(lang.bad_like(like)),
                None if *query && arg.starts_with('-') => said.push(lang.bad_unknown_dash(arg)),
                None => {}
            }
        }
        UsageFault::NeedsValue { arg } => {
            said.push(lang.bad_needs_value(arg));
            said.extend(expected(arg, lang).map(str::to_owned));
        }
        UsageFault::BadValue { arg, value } => {
            said.push(lang.bad_value(arg, value));
            said.extend(expected(arg, lang).map(str::to_owned));
        }
        UsageFault::NoValue { arg, value } => said.push(lang.bad_no_value(arg, value)),
        UsageFault::Conflict { arg, with } => {
            said.push(lang.bad_conflict(arg, &with.join(" ")));
        }
        UsageFault::Missing { args } => {
            said.push(lang.bad_missing(&args.join(" ")));
            said.extend(
                args.iter()
                    .filter_map(|arg| expected(arg, lang))
                    .map(str::to_owned),
            );
        }
        UsageFault::UnknownCommand { word, like, under } => {
            said.push(lang.bad_command(word));
            match (like, under) {
                (Some(like), _) => said.push(lang.bad_like(like)),
                (None, None) => said.push(lang.bad_command_search(word)),
                (None, Some(under)) => said.extend(commands_under(under, lang).map(str::to_owned)),
            }
        }
        UsageFault::NeedsCommand { of } => {
            said.push(lang.bad_needs_command(of));
            let last = of.rsplit(' ').next().unwrap_or_default();
            said.extend(commands_under(last, lang).map(str::to_owned));
        }
        UsageFault::NotUtf8 { position } => said.push(lang.bad_utf8_argument(*position)),
        UsageFault::LangVariable { value } => {
            said.push(lang.bad_lang_variable(value));
            said.push(lang.expect_lang().to_owned());
        }
        UsageFault::InCases { option } => said.push(lang.bad_in_cases(option)),
        UsageFault::CaseKind { value } => {
            said.push(lang.bad_value("--kind", value));
            said.push(lang.expect_case_kind().to_owned());
        }
        UsageFault::ExplainedBatch => said.push(lang.bad_explain_batch().to_owned()),
        UsageFault::JsonCounter => said.push(lang.bad_json_counter().to_owned()),
        UsageFault::Other => said.push(lang.bad_usage().to_owned()),
    }
    said.join("\n")
}

/// The commands that stand under another.
fn commands_under(command: &str, lang: Lang) -> Option<&'static str> {
    Some(match command {
        "registry" => lang.expect_registry_command(),
        "case" => lang.expect_case_command(),
        "calendar" => lang.expect_calendar_command(),
        _ => return None,
    })
}

/// What an argument, named as clap names it (`--limit <N>`), should hold.
fn expected(arg: &str, lang: Lang) -> Option<&'static str> {
    let name = arg.split([' ', '=']).next().unwrap_or_default();
    Some(match name.trim_matches(['<', '>', '[', ']', '.']) {
        "--lang" => lang.expect_lang(),
        "--data" | "--socket" | "--config" => lang.expect_path(),
        "--clerk" => lang.expect_clerk(),
        "--cases" => lang.expect_cases(),
        "--seed" => lang.expect_seed(),
        "--idle-exit" => lang.expect_idle_exit(),
        "--kind" if arg.ends_with("tipoff>") => lang.expect_case_kind(),
        "--kind" => lang.expect_kind(),
        "--in" => lang.expect_in(),
        "--limit" => lang.expect_limit(),
        "--code" => lang.expect_code(),
        "--to" if arg.contains("AGENCY") => lang.expect_to_agency(),
        "--from" | "--to" => lang.expect_date(),
        "--status" => lang.expect_cases_status(),
        "--due-within" => lang.expect_days(),
        "--agency" => lang.expect_agency(),
        "--rule" => lang.expect_rule(),
        "--track" => lang.expect_track(),
        "--service" => lang.expect_id(),
        "--days" => lang.expect_more_days(),
        "--note" | "--reason" | "--outcome" => lang.expect_said(),
        "--into" => lang.expect_number(),
        "--if-revision" => lang.expect_if_revision(),
        "KIND" => lang.expect_case_kind(),
        "NUMBER" => lang.expect_number(),
        "ID" => lang.expect_id(),
        "FILE" => lang.expect_file(),
        "--remove" | "--delete" => lang.expect_words(),
        "QUERY" => lang.expect_query(),
        _ => return None,
    })
}
