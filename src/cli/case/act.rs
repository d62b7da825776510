//! `case ACTION`: does something with a case. Whether it may be done is decided at the desk.

use crate::casework::{Action, ActionForm, CaseNumber, FormField};
use crate::cli::args::casework::ActOnCase;
use crate::cli::log::ReceiptJson;
use crate::cli::{Error, Session, Status};
use crate::rpc::{Act, Answer, Ask, FindAgencies, Receipt, Refusal, Request, once};

pub(in crate::cli) fn run(session: &mut Session<'_>, act: &ActOnCase) -> Result<Status, Error> {
    let number = number(&act.number)?;
    let into = act.into.as_deref().map(self::number).transpose()?;
    let form = ActionForm {
        into,
        ..act.form.clone()
    };
    let action = form.action;
    let to = form.to.clone().filter(|_| action == Action::Refer);
    let request = Request::Act(Box::new(Act {
        once: once().map_err(Error::NoRandom)?,
        number,
        if_revision: act.if_revision,
        form,
    }));
    let mut desk = session.desk()?;
    match desk.ask(request)? {
        Answer::Acted(receipt) if session.json => {
            session.out.json(&ReceiptJson::from(&receipt))?;
        }
        Answer::Acted(receipt) => {
            let action = session.lang.action(action);
            session.out.line(&told(session.lang, action, &receipt))?;
        }
        Answer::Refused(Refusal::Field(bad)) => {
            return Err(match option(bad.field) {
                Some(option) => Error::BadOption { option, bad },
                None => Error::Refused(Refusal::Field(bad)),
            });
        }
        Answer::Refused(refusal) => return Err(refusal.into()),
        _ => return Err(Error::Crossed),
    }
    if let Some(to) = to {
        say_unless_listed(session, &mut *desk, &to)?;
    }
    Ok(Status::Done)
}

/// A case may be handed to whoever is named; one that no list names may be mistyped.
fn say_unless_listed(
    session: &mut Session<'_>,
    desk: &mut dyn Ask,
    agency: &str,
) -> Result<(), Error> {
    let named = FindAgencies {
        text: agency.to_owned(),
        number: None,
        limit: usize::MAX,
    };
    let Answer::Agencies(found) = desk.ask(Request::FindAgencies(named))? else {
        return Ok(());
    };
    if !found.hits.iter().any(|hit| hit.name == agency.trim()) {
        let said = session.lang.agency_unlisted(agency);
        session.say(&said);
    }
    Ok(())
}

fn number(text: &str) -> Result<CaseNumber, Error> {
    text.parse().map_err(|fault| Error::BadNumber {
        text: text.to_owned(),
        fault,
    })
}

/// What was done, and how the case stands now.
fn told(lang: crate::text::Lang, action: &str, receipt: &Receipt) -> String {
    let number = receipt.number.to_string();
    let status = lang.status(receipt.status);
    match receipt.due_on {
        Some(due) => {
            let due = due.to_string();
            let told = lang.acted_until(&number, action, status, receipt.revision, &due);
            if receipt.overdue {
                lang.due_past(&told)
            } else {
                told
            }
        }
        None => lang.case_acted(&number, action, status, receipt.revision),
    }
}

/// The option by which a field of an action is given.
const fn option(field: FormField) -> Option<&'static str> {
    Some(match field {
        FormField::Note => "--note",
        FormField::Reason => "--reason",
        FormField::Outcome => "--outcome",
        FormField::To => "--to",
        FormField::Days => "--days",
        FormField::Into => "--into",
        _ => return None,
    })
}
