//! Applying: events add up to a case. Whatever comes from the journal is checked against the
//! table once more, so that a case can only be what its history allows. Knows no disk.

use super::case::{Case, Told};
use super::decide::{after_reopening, mergeable};
use super::event::{Event, Said, What, Words};
use super::kind::CaseKind;
use super::number::CaseNumber;
use super::status::{Action, Status, allows};

/// Why an event cannot follow on a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// The first event of a case must log it.
    #[error("{number}: first event is {}", action.word())]
    NotLogged {
        /// The case.
        number: CaseNumber,
        /// What the event is.
        action: Action,
    },
    /// The case is there already.
    #[error("{number}: logged twice")]
    LoggedTwice {
        /// The case.
        number: CaseNumber,
    },
    /// The event is of another case.
    #[error("{number}: event of {found}")]
    OtherCase {
        /// The case.
        number: CaseNumber,
        /// The event's.
        found: CaseNumber,
    },
    /// An event is missing or comes twice.
    #[error("{number}: event {found}, expected {expected}")]
    Revision {
        /// The case.
        number: CaseNumber,
        /// What would follow; nothing where nothing can.
        expected: u32,
        /// The event's.
        found: u32,
    },
    /// The table does not allow it.
    #[error("{number}: {} while {}", action.word(), status.word())]
    NotAllowed {
        /// The case.
        number: CaseNumber,
        /// What the event is.
        action: Action,
        /// How the case stood.
        status: Status,
    },
    /// The event's facts contradict the case: what it says it became cannot be.
    #[error("{number}: {} contradicts the case", action.word())]
    Contradicts {
        /// The case.
        number: CaseNumber,
        /// What the event is.
        action: Action,
    },
}

/// The case after one more event.
///
/// # Errors
/// Where the event cannot follow, and why.
pub fn apply(case: Option<Case>, event: &Event) -> Result<Case, Unfit> {
    match case {
        None => first(event),
        Some(case) => next(case, event),
    }
}

/// The case that an event begins.
fn first(event: &Event) -> Result<Case, Unfit> {
    let (number, action) = (event.number, event.what.action());
    let What::Logged {
        track,
        entry,
        agency,
        answered,
        due,
        once: _,
    } = &event.what
    else {
        return Err(Unfit::NotLogged { number, action });
    };
    if event.revision != 1 {
        return Err(Unfit::Revision {
            number,
            expected: 1,
            found: event.revision,
        });
    }
    if *answered && number.kind != CaseKind::Enquiry {
        return Err(Unfit::Contradicts { number, action });
    }
    let status = if *answered {
        Status::Answered
    } else {
        Status::Open
    };
    Ok(Case {
        number,
        track: *track,
        status,
        revision: 1,
        entry: entry.clone(),
        agency: agency.clone(),
        opened_at: event.at,
        opened_by: event.clerk.clone(),
        acted_by: event.clerk.clone(),
        closed_at: answered.then_some(event.at),
        due: if *answered { None } else { due.clone() },
        was_accepted: false,
        was_extended: false,
        merged: None,
        told: match &event.words {
            Words::Open(said) => Told::Open(said.clone()),
            Words::Erased => Told::Erased,
            Words::Damaged => Told::Damaged,
        },
        text_bytes: event.words.bytes(),
    })
}

/// The case after an event that is not its first.
fn next(mut case: Case, event: &Event) -> Result<Case, Unfit> {
    let (number, action) = (case.number, event.what.action());
    if event.number != number {
        return Err(Unfit::OtherCase {
            number,
            found: event.number,
        });
    }
    if action == Action::Log {
        return Err(Unfit::LoggedTwice { number });
    }
    if case.revision.checked_add(1) != Some(event.revision) {
        return Err(Unfit::Revision {
            number,
            expected: case.revision.saturating_add(1),
            found: event.revision,
        });
    }
    if !allows(number.kind, case.status, action) {
        return Err(Unfit::NotAllowed {
            number,
            action,
            status: case.status,
        });
    }
    let contradicts = Unfit::Contradicts { number, action };
    let before = case.status;
    match &event.what {
        What::Logged { .. } | What::Noted => {}
        What::Accepted { due } => {
            case.status = Status::Accepted;
            case.was_accepted = true;
            case.due.clone_from(due);
        }
        What::Declined => case.status = Status::Declined,
        What::Referred { to } => {
            case.status = Status::Referred;
            case.agency.clone_from(to);
        }
        What::Answered => case.status = Status::Answered,
        What::Extended { due, .. } => {
            if case.was_extended {
                return Err(contradicts);
            }
            case.was_extended = true;
            case.due = Some(due.clone());
        }
        What::Closed => case.status = Status::Closed,
        What::Withdrawn => case.status = Status::Withdrawn,
        What::Reopened { to, due } => {
            if *to != after_reopening(&case) {
                return Err(contradicts);
            }
            case.status = *to;
            case.due.clone_from(due);
            case.closed_at = None;
        }
        What::Voided => case.status = Status::Voided,
        // The law's time runs on inside the other case, so the due date stays for when it is
        // taken out again.
        What::Merged { into } => {
            mergeable(number, *into).map_err(|_| contradicts)?;
            case.merged = Some((*into, before));
            case.status = Status::Merged;
        }
        What::Unmerged { to } => {
            if case.merged.take().map(|(_, was)| was) != Some(*to) {
                return Err(contradicts);
            }
            case.status = *to;
        }
    }
    if case.status.is_done() && action != Action::Note {
        case.due = None;
        case.closed_at = Some(event.at);
    }
    case.revision = event.revision;
    case.acted_by.clone_from(&event.clerk);
    case.told = told(case.told, event);
    case.text_bytes = case.text_bytes.saturating_add(event.words.bytes());
    Ok(case)
}

/// What was told, with one more event. Once something cannot be read, the whole cannot.
fn told(before: Told, event: &Event) -> Told {
    match (before, &event.words) {
        (Told::Damaged, _) | (_, Words::Damaged) => Told::Damaged,
        (Told::Erased, _) | (_, Words::Erased) => Told::Erased,
        (Told::Sealed, _) => Told::Sealed,
        (Told::Open(mut all), Words::Open(said)) => {
            replace(&mut all, said, &event.what);
            Told::Open(all)
        }
    }
}

/// Puts what an event said in the place of what stood there.
fn replace(all: &mut Said, said: &Said, what: &What) {
    let (stands, new) = match what {
        What::Referred { .. } => (&mut all.agency, &said.agency),
        What::Answered => (&mut all.answer, &said.answer),
        What::Closed => (&mut all.outcome, &said.outcome),
        _ => return,
    };
    if new.is_some() {
        stands.clone_from(new);
    }
}
