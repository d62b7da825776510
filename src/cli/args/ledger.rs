//! The command line of the ledger: `cases`, and what `search --in cases` shares with it. Knows no
//! command's work.

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command as Clap, value_parser};

use super::{flag, leaf, text, valued};
use crate::casework::{CaseKind, Status};
use crate::cli::days::Day;
use crate::text::Lang;

/// `cases`, and `search --in cases`
#[derive(Default)]
pub(in crate::cli) struct Cases {
    /// As typed; nothing: all.
    pub(in crate::cli) query: String,
    pub(in crate::cli) statuses: Vec<Status>,
    pub(in crate::cli) kinds: Vec<CaseKind>,
    /// Not yet known to be a reference.
    pub(in crate::cli) service: Option<String>,
    pub(in crate::cli) agency: Option<String>,
    pub(in crate::cli) from: Option<Day>,
    pub(in crate::cli) to: Option<Day>,
    pub(in crate::cli) overdue: bool,
    pub(in crate::cli) due_within: Option<u32>,
    pub(in crate::cli) mine: bool,
    /// At most so many; nothing: all.
    pub(in crate::cli) limit: Option<usize>,
    pub(in crate::cli) reveal: bool,
}

/// What was asked for with `cases`.
pub(super) fn cases(given: &ArgMatches) -> Cases {
    let words = given.get_many::<String>("query").unwrap_or_default();
    let words: Vec<&str> = words.map(String::as_str).collect();
    Cases {
        query: words.join(" "),
        statuses: parsed(given, "status"),
        kinds: parsed(given, "kind"),
        service: text(given, "service"),
        agency: text(given, "agency"),
        from: given.get_one::<Day>("from").copied(),
        to: given.get_one::<Day>("to").copied(),
        overdue: given.get_flag("overdue"),
        due_within: given.get_one::<u32>("due-within").copied(),
        mine: given.get_flag("mine"),
        limit: given
            .get_one::<u64>("limit")
            .map(|limit| usize::try_from(*limit).unwrap_or(usize::MAX)),
        reveal: given.get_flag("reveal"),
    }
}

/// What the words given with an option mean.
fn parsed<T: std::str::FromStr>(given: &ArgMatches, name: &str) -> Vec<T> {
    let words = given.get_many::<String>(name).unwrap_or_default();
    words.filter_map(|word| word.parse().ok()).collect()
}

/// What stands on the command line for it.
pub(super) fn clap(lang: Lang) -> Clap {
    let words = |name, value, help, words: Vec<&'static str>| {
        valued(name, value, help)
            .action(ArgAction::Append)
            .value_parser(PossibleValuesParser::new(words))
            .hide_possible_values(true)
    };
    let day = |name, help| valued(name, "DATE", help).value_parser(str::parse::<Day>);
    leaf(lang, "cases", "[QUERY]…")
        .about(lang.cmd_cases())
        .arg(
            Arg::new("query")
                .value_name("QUERY")
                .num_args(1..)
                .allow_negative_numbers(true)
                .help(lang.opt_cases_query()),
        )
        .arg(words(
            "status",
            "STATUS",
            lang.opt_cases_status(),
            Status::ALL.map(Status::word).to_vec(),
        ))
        .arg(words(
            "kind",
            "enquiry|complaint|tipoff",
            lang.opt_cases_kind(),
            CaseKind::ALL.map(CaseKind::word).to_vec(),
        ))
        .arg(valued("service", "ID", lang.opt_cases_service()))
        .arg(valued("agency", "NAME", lang.opt_cases_agency()))
        .arg(day("from", lang.opt_cases_from()))
        .arg(day("to", lang.opt_cases_to()))
        .arg(flag("overdue", lang.opt_cases_overdue()))
        .arg(
            valued("due-within", "DAYS", lang.opt_cases_due_within())
                .value_parser(value_parser!(u32))
                .allow_negative_numbers(true),
        )
        .arg(flag("mine", lang.opt_cases_mine()))
        .arg(
            valued("limit", "N", lang.opt_cases_limit())
                .value_parser(value_parser!(u64).range(1..))
                .allow_negative_numbers(true),
        )
        .arg(flag("reveal", lang.opt_reveal()))
}
