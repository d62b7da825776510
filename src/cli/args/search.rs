//! What was asked for with `search`, in the registry or in the ledger. Knows neither's work.

use clap::ArgMatches;

use super::{Batch, Command, Search, kinds, ledger, text};
use crate::casework::CaseKind;
use crate::cli::fault::UsageFault;
use crate::registry::Kind;

/// How many hits are shown when nobody says.
const LIMIT: u64 = 10;

/// What was asked for with `search`.
pub(super) fn command(given: &ArgMatches, json: bool) -> Result<Command, UsageFault> {
    let in_cases = text(given, "in").is_some_and(|place| place == "cases");
    let mut words = given.get_many::<String>("kind").unwrap_or_default();
    // Entries are of other kinds than cases.
    let is_known = |word: &str| {
        if in_cases {
            word.parse::<CaseKind>().is_ok()
        } else {
            word.parse::<Kind>().is_ok()
        }
    };
    if let Some(word) = words.find(|word| !is_known(word)) {
        let value = word.clone();
        let arg = "--kind <KIND>".to_owned();
        return Err(if in_cases {
            UsageFault::CaseKind { value }
        } else {
            UsageFault::BadValue { arg, value }
        });
    }
    let kinds = kinds(given);
    let limit = given.get_one::<u64>("limit").copied().unwrap_or(LIMIT);
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let explain = given.get_flag("explain");
    let forbidden = ["batch", "explain"]
        .into_iter()
        .find(|name| given.get_flag(name));
    if let (true, Some(option)) = (in_cases, forbidden) {
        return Err(UsageFault::InCases {
            option: format!("--{option}"),
        });
    }
    if given.get_flag("batch") {
        return if explain && !json {
            Err(UsageFault::ExplainedBatch)
        } else {
            Ok(Command::Batch(Batch {
                kinds,
                limit,
                explain,
            }))
        };
    }
    let words: Vec<&str> = given
        .get_many::<String>("query")
        .unwrap_or_default()
        .map(String::as_str)
        .collect();
    if in_cases {
        let kinds = given.get_many::<String>("kind").unwrap_or_default();
        return Ok(Command::SearchCases(Box::new(ledger::Cases {
            query: words.join(" "),
            kinds: kinds.filter_map(|word| word.parse().ok()).collect(),
            limit: Some(limit),
            ..ledger::Cases::default()
        })));
    }
    Ok(Command::Search(Search {
        query: (words != ["-"]).then(|| words.join(" ")),
        kinds,
        limit,
        explain,
    }))
}
