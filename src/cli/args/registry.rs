//! The arguments of `registry`. Knows no list.

use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command as Clap, value_parser};

use super::{Command, branch, flag, kind, kinds, leaf, text, valued};
use crate::text::Lang;

/// `registry check`
pub(in crate::cli) struct Check {
    /// The document; nothing: standard input.
    pub(in crate::cli) file: Option<PathBuf>,
    pub(in crate::cli) code: Option<String>,
}

/// `registry import`
pub(in crate::cli) struct Import {
    /// The document; nothing: standard input.
    pub(in crate::cli) file: Option<PathBuf>,
    pub(in crate::cli) code: String,
    /// The bureau's name as clerks say it.
    pub(in crate::cli) name: String,
    /// Only say what would change.
    pub(in crate::cli) dry_run: bool,
    /// It may take away as much as half a document would.
    pub(in crate::cli) allow_removals: bool,
}

/// `registry misses`
pub(in crate::cli) enum Misses {
    /// Show them.
    Show,
    /// Forget one.
    Forget(String),
    /// Forget all.
    ForgetAll,
}

/// What was asked for.
pub(super) fn command(given: &ArgMatches) -> Command {
    match given.subcommand() {
        Some(("list", given)) => Command::RegistryList {
            kinds: kinds(given),
        },
        Some(("check", given)) => Command::RegistryCheck(Check {
            file: file(given),
            code: text(given, "code"),
        }),
        Some(("import", given)) => Command::RegistryImport(Import {
            file: file(given),
            code: text(given, "code").unwrap_or_default(),
            name: text(given, "name").unwrap_or_default(),
            dry_run: given.get_flag("dry-run"),
            allow_removals: given.get_flag("allow-removals"),
        }),
        Some(("words", given)) => Command::RegistryWords {
            remove: text(given, "remove"),
        },
        Some(("misses", given)) => Command::RegistryMisses(
            match (text(given, "delete"), given.get_flag("delete-all")) {
                (Some(query), _) => Misses::Forget(query),
                (None, true) => Misses::ForgetAll,
                (None, false) => Misses::Show,
            },
        ),
        Some((_, given)) => Command::RegistryExport {
            code: text(given, "code"),
        },
        None => Command::RegistryExport { code: None },
    }
}

/// The document that was given; nothing: standard input.
fn file(given: &ArgMatches) -> Option<PathBuf> {
    let file = given.get_one::<PathBuf>("file").cloned();
    file.filter(|file| file.as_os_str() != "-")
}

/// `FILE`, a bureau's document.
fn document(lang: Lang) -> Arg {
    Arg::new("file")
        .value_name("FILE")
        .required(true)
        .value_parser(value_parser!(PathBuf))
        .help(lang.opt_file())
}

/// The command line of `registry`.
pub(super) fn clap(lang: Lang) -> Clap {
    let check = leaf(lang, "registry check", "<FILE>")
        .about(lang.cmd_registry_check())
        .arg(document(lang))
        .arg(valued("code", "CODE", lang.opt_code()));
    let import = leaf(lang, "registry import", "<FILE>")
        .about(lang.cmd_registry_import())
        .arg(document(lang))
        .arg(valued("code", "CODE", lang.opt_import_code()).required(true))
        .arg(valued("name", "NAME", lang.opt_import_name()).required(true))
        .arg(flag("dry-run", lang.opt_dry_run()))
        .arg(flag("allow-removals", lang.opt_allow_removals()));
    let misses = leaf(lang, "registry misses", "")
        .about(lang.cmd_registry_misses())
        .arg(valued("delete", "QUERY", lang.opt_misses_delete()))
        .arg(flag("delete-all", lang.opt_misses_delete_all()).conflicts_with("delete"));
    branch(lang, "registry")
        .about(lang.cmd_registry())
        .subcommand_required(true)
        .subcommand(
            leaf(lang, "registry list", "")
                .about(lang.cmd_registry_list())
                .arg(kind(lang)),
        )
        .subcommand(check)
        .subcommand(import)
        .subcommand(
            leaf(lang, "registry export", "")
                .about(lang.cmd_registry_export())
                .arg(valued("code", "CODE", lang.opt_export_code())),
        )
        .subcommand(
            leaf(lang, "registry words", "")
                .about(lang.cmd_registry_words())
                .arg(valued("remove", "WORDS", lang.opt_words_remove())),
        )
        .subcommand(misses)
}
