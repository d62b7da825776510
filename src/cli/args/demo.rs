//! The command line of `demo`. Knows not what it does.

use clap::{ArgMatches, Command as Clap, value_parser};

use super::{leaf, valued};
use crate::rpc::FillForTraining;
use crate::text::Lang;

/// `demo`
#[derive(Clone, Copy)]
pub(in crate::cli) struct Demo {
    pub(in crate::cli) cases: u32,
    pub(in crate::cli) seed: u64,
}

/// How many cases are made up when nobody says.
const CASES: u32 = 2000;
/// The seed when nobody says.
const SEED: u64 = 1;

/// What was asked for.
pub(super) fn demo(given: &ArgMatches) -> Demo {
    Demo {
        cases: given.get_one::<u32>("cases").copied().unwrap_or(CASES),
        seed: given.get_one::<u64>("seed").copied().unwrap_or(SEED),
    }
}

/// What stands on the command line for it.
pub(super) fn clap(lang: Lang) -> Clap {
    let most = i64::from(FillForTraining::MOST);
    leaf(lang, "demo", "")
        .about(lang.cmd_demo())
        .arg(
            valued("cases", "N", lang.opt_cases())
                .value_parser(value_parser!(u32).range(1..=most))
                .allow_negative_numbers(true),
        )
        .arg(
            valued("seed", "S", lang.opt_seed())
                .value_parser(value_parser!(u64))
                .allow_negative_numbers(true),
        )
}
