//! The options of every command that say where the data is and who is acting, from the command
//! line or the environment. Knows neither the configuration nor what is done with them.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use clap::{Arg, ArgMatches, value_parser};

use crate::text::Lang;

/// What was given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Given {
    pub(super) data: Option<PathBuf>,
    pub(super) socket: Option<PathBuf>,
    /// Not yet known to be a clerk.
    pub(super) clerk: Option<String>,
}

/// Where the options stand in the help.
const ORDER: usize = 90;

/// The options as clap wants them.
pub(super) fn options(lang: Lang) -> [Arg; 4] {
    [
        path("data", "DIR", lang.opt_data()),
        path("socket", "PATH", lang.opt_socket()),
        path("config", "FILE", lang.opt_config()),
        option("clerk", "ID", lang.opt_clerk()),
    ]
}

fn path(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    option(name, value, help).value_parser(value_parser!(PathBuf))
}

fn option(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .value_name(value)
        .global(true)
        .display_order(ORDER)
        .help(help)
}

/// What the matches say, or else the environment.
pub(super) fn given(matches: &ArgMatches, variable: &dyn Fn(&str) -> Option<OsString>) -> Given {
    let path = |name: &str, set: &str| {
        let given = matches.get_one::<PathBuf>(name).cloned();
        given.or_else(|| some(variable(set)).map(PathBuf::from))
    };
    let clerk = matches.get_one::<String>("clerk").cloned();
    Given {
        data: path("data", "GUITAI_DATA"),
        socket: path("socket", "GUITAI_SOCKET"),
        clerk: clerk.or_else(|| {
            some(variable("GUITAI_CLERK")).map(|set| set.to_string_lossy().into_owned())
        }),
    }
}

/// The configuration that is named in the arguments, before they are parsed, or in the
/// environment: it may say which language to parse them in.
pub(super) fn config(
    args: &[OsString],
    variable: &dyn Fn(&str) -> Option<OsString>,
) -> Option<PathBuf> {
    let mut found = some(variable("GUITAI_CONFIG"));
    let mut args = args
        .iter()
        .skip(1)
        .map_while(|arg| (arg != "--").then_some(arg));
    while let Some(arg) = args.next() {
        // The last one counts, as in clap.
        if arg == "--config" {
            found = args.next().cloned().or(found);
        } else if let Some(value) = after(arg, "--config=") {
            found = Some(value);
        }
    }
    found.map(PathBuf::from)
}

/// Bytes that are no text are a path as well.
fn after(arg: &OsStr, prefix: &str) -> Option<OsString> {
    use std::os::unix::ffi::{OsStrExt, OsStringExt};
    let rest = arg.as_bytes().strip_prefix(prefix.as_bytes())?;
    Some(OsString::from_vec(rest.to_vec()))
}

fn some(value: Option<OsString>) -> Option<OsString> {
    value.filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_configuration_counts_and_the_environment_last() {
        let set = |name: &str| (name == "GUITAI_CONFIG").then(|| OsString::from("e"));
        for (line, expected) in [
            ("", "e"),
            ("--config a search", "a"),
            ("search --config=a --config b", "b"),
            ("search -- --config a", "e"),
            ("--config", "e"),
        ] {
            let args: Vec<OsString> = std::iter::once("guitai")
                .chain(line.split_whitespace())
                .map(OsString::from)
                .collect();
            assert_eq!(config(&args, &set), Some(expected.into()), "{line}");
        }
    }
}
