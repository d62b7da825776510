//! What is wrong with a command line: clap's findings as facts of ours, since clap words its own
//! in English only.

use clap::error::{ContextKind, ContextValue, ErrorKind};

/// What is wrong with a command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UsageFault {
    /// An argument nobody knows.
    Unknown {
        /// As typed.
        arg: String,
        /// One that looks like it.
        like: Option<String>,
        /// Whether it may have been meant as something to search for.
        query: bool,
    },
    /// An option at the end of the line without its value.
    NeedsValue {
        /// The option.
        arg: String,
    },
    /// A value that will not do.
    BadValue {
        /// The option.
        arg: String,
        /// As typed.
        value: String,
    },
    /// A value for an option that takes none.
    NoValue {
        /// The option.
        arg: String,
        /// As typed.
        value: String,
    },
    /// Two arguments that exclude each other.
    Conflict {
        /// One.
        arg: String,
        /// The others.
        with: Vec<String>,
    },
    /// An argument that must be there.
    Missing {
        /// What is missing.
        args: Vec<String>,
    },
    /// A command nobody knows.
    UnknownCommand {
        /// As typed.
        word: String,
        /// One that looks like it.
        like: Option<String>,
        /// The command it stands under; nothing where the program's own commands stand.
        under: Option<String>,
    },
    /// A command that needs another one after it.
    NeedsCommand {
        /// The command.
        of: String,
    },
    /// Bytes that are no text.
    NotUtf8 {
        /// Which argument, counted from 1.
        position: usize,
    },
    /// A language in the environment that is none of ours.
    LangVariable {
        /// As set.
        value: String,
    },
    /// An option of the registry's search was given for the ledger's.
    InCases {
        /// Which.
        option: String,
    },
    /// Cases are of no such kind.
    CaseKind {
        /// As typed.
        value: String,
    },
    /// One answer a line leaves no room for reasons.
    ExplainedBatch,
    /// JSON was asked of the counter.
    JsonCounter,
    /// Something else clap objects to.
    Other,
}

/// Takes the facts out of clap's error. `args` are those that were parsed, the program first.
pub(super) fn from_clap(error: &clap::Error, args: &[std::ffi::OsString]) -> UsageFault {
    let one = |kind| string(error.get(kind));
    match error.kind() {
        ErrorKind::UnknownArgument => UsageFault::Unknown {
            arg: one(ContextKind::InvalidArg),
            like: some(one(ContextKind::SuggestedArg)),
            query: command_word(args) == Some("search"),
        },
        ErrorKind::InvalidValue if one(ContextKind::InvalidValue).is_empty() => {
            UsageFault::NeedsValue {
                arg: one(ContextKind::InvalidArg),
            }
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => UsageFault::BadValue {
            arg: one(ContextKind::InvalidArg),
            value: one(ContextKind::InvalidValue),
        },
        ErrorKind::TooManyValues => UsageFault::NoValue {
            arg: one(ContextKind::InvalidArg),
            value: one(ContextKind::InvalidValue),
        },
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues | ErrorKind::NoEquals => {
            UsageFault::NeedsValue {
                arg: one(ContextKind::InvalidArg),
            }
        }
        ErrorKind::ArgumentConflict => UsageFault::Conflict {
            arg: one(ContextKind::InvalidArg),
            with: strings(error.get(ContextKind::PriorArg)),
        },
        ErrorKind::MissingRequiredArgument => UsageFault::Missing {
            args: strings(error.get(ContextKind::InvalidArg)),
        },
        ErrorKind::InvalidSubcommand => UsageFault::UnknownCommand {
            word: one(ContextKind::InvalidSubcommand),
            // clap names the likeliest last.
            like: strings(error.get(ContextKind::SuggestedSubcommand)).pop(),
            // clap does not say which command it was parsing.
            under: command_word(args)
                .filter(|word| ["registry", "case", "calendar"].contains(word))
                .map(str::to_owned),
        },
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            UsageFault::NeedsCommand {
                of: one(ContextKind::InvalidSubcommand),
            }
        }
        ErrorKind::InvalidUtf8 => UsageFault::NotUtf8 {
            position: args
                .iter()
                .skip(1)
                .position(|arg| arg.to_str().is_none())
                .map_or(0, |n| n + 1),
        },
        _ => UsageFault::Other,
    }
}

/// The first argument that is no global option nor the value of one.
fn command_word(args: &[std::ffi::OsString]) -> Option<&str> {
    let mut args = args.iter().skip(1);
    while let Some(arg) = args.next() {
        match arg.to_str()? {
            "--lang" | "--data" | "--socket" | "--config" | "--clerk" => _ = args.next(),
            option if option.starts_with('-') => {}
            word => return Some(word),
        }
    }
    None
}

fn string(value: Option<&ContextValue>) -> String {
    strings(value).into_iter().next().unwrap_or_default()
}

fn strings(value: Option<&ContextValue>) -> Vec<String> {
    match value {
        Some(ContextValue::String(one)) => vec![one.clone()],
        Some(ContextValue::Strings(many)) => many.clone(),
        _ => Vec::new(),
    }
}

fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}
