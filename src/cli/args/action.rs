//! The command line of what is done with a case: `case note`, `case accept`, …: a command for each
//! row of the status table, with the options that the row needs. Knows no command's work.

use clap::{Arg, ArgMatches, Command as Clap, value_parser};

use super::{leaf, text, valued};
use crate::casework::intake::DAYS;
use crate::casework::{Action, ActionForm, Need, status};
use crate::text::Lang;

/// `case ACTION`
pub(in crate::cli) struct ActOnCase {
    pub(in crate::cli) number: String,
    /// Without `into`: that is parsed where the number is.
    pub(in crate::cli) form: ActionForm,
    pub(in crate::cli) into: Option<String>,
    pub(in crate::cli) if_revision: Option<u32>,
}

/// What was asked for; nothing when the word is no action.
pub(super) fn read(word: &str, given: &ArgMatches) -> Option<ActOnCase> {
    let action: Action = word.parse().ok()?;
    // An option that the action's command does not have was not given.
    let said = |need: Need| {
        let found = given.try_get_one::<String>(name(need));
        found.ok().flatten().cloned()
    };
    let form = ActionForm {
        note: said(Need::Note),
        reason: said(Need::Reason),
        outcome: said(Need::Outcome),
        to: said(Need::To),
        days: given
            .try_get_one::<u32>(name(Need::Days))
            .ok()
            .flatten()
            .copied(),
        ..ActionForm::new(action)
    };
    Some(ActOnCase {
        number: text(given, "number").unwrap_or_default(),
        form,
        into: said(Need::Into),
        if_revision: given.get_one::<u32>("if-revision").copied(),
    })
}

/// The option that a need is given by, without its dashes.
const fn name(need: Need) -> &'static str {
    match need {
        Need::Note => "note",
        Need::Reason => "reason",
        Need::To => "to",
        Need::Days => "days",
        Need::Outcome => "outcome",
        Need::Into => "into",
    }
}

/// A command for each action.
pub(super) fn clap(lang: Lang) -> impl Iterator<Item = Clap> {
    status::TABLE.iter().map(move |row| command(lang, row))
}

fn command(lang: Lang, row: &status::Row) -> Clap {
    let action = row.action;
    let mut command = leaf(lang, path(action), "<NUMBER>")
        .about(lang.about_action(action))
        .arg(
            Arg::new("number")
                .value_name("NUMBER")
                .required(true)
                .help(lang.opt_number()),
        );
    for need in row.needs {
        command = command.arg(option(lang, action, *need).required(true));
    }
    // A merger may be given a reason and needs none.
    if action == Action::Merge {
        command = command.arg(option(lang, action, Need::Reason));
    }
    command.arg(
        valued("if-revision", "R", lang.opt_if_revision())
            .value_parser(value_parser!(u32).range(1..))
            .allow_negative_numbers(true),
    )
}

fn option(lang: Lang, action: Action, need: Need) -> Arg {
    let value = match need {
        Need::Note | Need::Reason | Need::Outcome => "TEXT",
        Need::To => "AGENCY",
        Need::Days => "N",
        Need::Into => "NUMBER",
    };
    let option = valued(name(need), value, lang.opt_need(action, need));
    match need {
        Need::Days => option
            .value_parser(value_parser!(u32).range(1..=i64::from(DAYS)))
            .allow_negative_numbers(true),
        _ => option,
    }
}

/// Where an action's command stands.
const fn path(action: Action) -> &'static str {
    match action {
        Action::Log => "log",
        Action::Note => "case note",
        Action::Accept => "case accept",
        Action::Decline => "case decline",
        Action::Refer => "case refer",
        Action::Answer => "case answer",
        Action::Extend => "case extend",
        Action::Close => "case close",
        Action::Withdraw => "case withdraw",
        Action::Reopen => "case reopen",
        Action::Void => "case void",
        Action::Merge => "case merge",
        Action::Unmerge => "case unmerge",
    }
}
