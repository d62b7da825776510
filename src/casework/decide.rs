//! Deciding: a command on a case becomes an event, or is refused with the reason. The clock, the
//! clerk and the calendar are handed in. Knows no disk, wire or screen.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::case::{Case, EntryThen};
use super::clerk::ClerkId;
use super::command::Command;
use super::deadline::{Deadline, Deadlines};
use super::event::{DueFact, Event, Said, What, Words};
use super::intake::Intake;
use super::kind::CaseKind;
use super::number::CaseNumber;
use super::status::{Action, Status, allows};
use super::track::Track;
use super::zone;
use crate::registry::EntryId;

/// How much one case may hold, so that it can always be shown whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// So many events.
    pub events: u32,
    /// So many bytes of text, all events together.
    pub text: usize,
}

impl Room {
    /// Of a case that something is noted on. What is left is for whatever else must be done.
    pub const NOTES: Self = Self {
        events: 4_000,
        text: 1536 * 1024,
    };
    /// Of a case that goes on: it is handed over, merged or taken up again.
    pub const ALL: Self = Self {
        events: 5_000,
        text: 2 * 1024 * 1024,
    };

    /// Of an action; nothing for those that lead to an end, so that no case is stuck. None of them
    /// can be repeated without one that is bounded.
    const fn of(action: Action) -> Option<Self> {
        match action {
            Action::Note => Some(Self::NOTES),
            Action::Refer | Action::Merge | Action::Reopen => Some(Self::ALL),
            _ => None,
        }
    }

    /// Whether one more event goes in.
    fn takes(self, case: &Case, said: &Said) -> Result<(), Refused> {
        if case.revision >= self.events {
            Err(Refused::TooManyEvents)
        } else if case.text_bytes.saturating_add(said.bytes()) > self.text {
            Err(Refused::TooMuchText)
        } else {
            Ok(())
        }
    }
}

/// What deciding knows of the world.
#[derive(Clone, Copy, Debug)]
pub struct Now<'a> {
    /// The owner's clock.
    pub at: Timestamp,
    /// Whether it stands before the time of an earlier event.
    pub clock_back: bool,
    /// Who acts.
    pub clerk: &'a ClerkId,
    /// Rules and calendars.
    pub deadlines: &'a Deadlines,
}

/// What the registry says at the moment of intake.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AtRegistry {
    /// The entry the case is about.
    pub entry: Option<EntryThen>,
    /// The agency's entry, where the registry has its name.
    pub agency: Option<EntryId>,
    /// The name of the entry's agency, taken where the intake names none.
    pub agency_name: Option<String>,
}

/// Why a command is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Refused {
    /// The table does not allow it.
    #[error("{} a {} that is {}", action.word(), kind.word(), status.word())]
    NotAllowed {
        /// What was wanted.
        action: Action,
        /// The case's kind.
        kind: CaseKind,
        /// How it stands.
        status: Status,
    },
    /// The time limit was extended before; that goes once.
    #[error("extended before")]
    ExtendedBefore,
    /// No time limit runs that could be extended.
    #[error("no rule to extend")]
    NoRuleToExtend,
    /// More days than the rule allows, or none.
    #[error("1 to {cap} days")]
    BeyondCap {
        /// Most days.
        cap: u32,
    },
    /// A case cannot be merged into itself.
    #[error("into itself")]
    IntoItself,
    /// A case can be merged into one of its own kind only.
    #[error("into a case of another kind")]
    IntoOtherKind,
    /// The date would lie past the year 9999.
    #[error("no such day")]
    NoSuchDay,
    /// The case has as many events as a case may have.
    #[error("too many events")]
    TooManyEvents,
    /// With the case as much is written down as may be.
    #[error("too much text")]
    TooMuchText,
}

impl From<&Deadline> for DueFact {
    fn from(deadline: &Deadline) -> Self {
        Self {
            on: deadline.due,
            rule: deadline.rule.clone(),
            provisional: deadline.provisional,
        }
    }
}

/// By when acceptance of a case must be decided; nothing where no rule holds.
#[must_use]
pub fn acceptance_due(
    deadlines: &Deadlines,
    kind: CaseKind,
    track: Option<Track>,
    from: Date,
) -> Option<Deadline> {
    deadlines.due(&deadlines.acceptance(kind, track)?.id, from)
}

/// By when a case accepted on a day must be finished; nothing where no rule holds.
fn handling_due(case: &Case, now: &Now<'_>) -> Option<DueFact> {
    let rule = now.deadlines.handling(case.number.kind, case.track)?;
    let due = now.deadlines.due(&rule.id, zone::day(now.at))?;
    Some(DueFact::from(&due))
}

/// Makes the first event of a case. Subject and agency default to what the registry says.
#[must_use]
pub fn log(
    intake: Intake,
    number: CaseNumber,
    at_registry: AtRegistry,
    once: Option<u128>,
    now: &Now<'_>,
) -> Event {
    let today = zone::day(now.at);
    let due = acceptance_due(now.deadlines, intake.kind, intake.track, today);
    let title = at_registry.entry.as_ref().map(|entry| entry.title.clone());
    let said = Said {
        agency: intake.agency.or(at_registry.agency_name),
        subject: intake.subject.or(title),
        content: intake.content,
        answer: intake.answer,
        demand: intake.demand,
        respondent: intake.respondent,
        visitor: Some(intake.visitor),
        note: None,
        outcome: None,
    };
    let what = What::Logged {
        track: intake.track,
        entry: at_registry.entry,
        agency: at_registry.agency,
        answered: intake.answered,
        due: due.as_ref().map(DueFact::from),
        once,
    };
    event(number, 1, what, said, now)
}

/// Decides a command on a case. `to` is the registry's entry of the agency it is referred to.
///
/// # Errors
/// Why the command is refused; the case stays as it is.
pub fn decide(
    case: &Case,
    command: &Command,
    to: Option<EntryId>,
    now: &Now<'_>,
) -> Result<Event, Refused> {
    let (action, kind, status) = (command.action(), case.number.kind, case.status);
    let not_allowed = Refused::NotAllowed {
        action,
        kind,
        status,
    };
    if !allows(kind, status, action) {
        return Err(not_allowed);
    }
    let revision = case.revision.checked_add(1);
    let revision = revision.ok_or(Refused::TooManyEvents)?;
    let noted = |text: &String| Said {
        note: Some(text.clone()),
        ..Said::default()
    };
    let (what, said) = match command {
        // Never allowed on a case: the table has no row for it.
        Command::Log(_) => return Err(not_allowed),
        Command::Note { note } => (What::Noted, noted(note)),
        Command::Accept => {
            let due = handling_due(case, now);
            (What::Accepted { due }, Said::default())
        }
        Command::Decline { reason } => (What::Declined, noted(reason)),
        Command::Refer { to: name, reason } => {
            let mut said = noted(reason);
            said.agency = Some(name.clone());
            (What::Referred { to }, said)
        }
        Command::Answer { answer } => {
            let answer = Some(answer.clone());
            (
                What::Answered,
                Said {
                    answer,
                    ..Said::default()
                },
            )
        }
        Command::Extend { days, reason } => {
            let due = extended(case, *days, now)?;
            (What::Extended { days: *days, due }, noted(reason))
        }
        Command::Close { outcome } => {
            let outcome = Some(outcome.clone());
            (
                What::Closed,
                Said {
                    outcome,
                    ..Said::default()
                },
            )
        }
        Command::Withdraw { reason } => (What::Withdrawn, noted(reason)),
        Command::Reopen { reason } => (reopened(case, now), noted(reason)),
        Command::Void { reason } => (What::Voided, noted(reason)),
        Command::Merge { into, reason } => {
            mergeable(case.number, *into)?;
            let note = reason.clone();
            (
                What::Merged { into: *into },
                Said {
                    note,
                    ..Said::default()
                },
            )
        }
        Command::Unmerge { reason } => {
            let (_, to) = case.merged.ok_or(not_allowed)?;
            (What::Unmerged { to }, noted(reason))
        }
    };
    Room::of(action).map_or(Ok(()), |room| room.takes(case, &said))?;
    Ok(event(case.number, revision, what, said, now))
}

/// Whether one case can be merged into another one, as far as their numbers say.
pub(super) fn mergeable(number: CaseNumber, into: CaseNumber) -> Result<(), Refused> {
    if number == into {
        Err(Refused::IntoItself)
    } else if number.kind != into.kind {
        Err(Refused::IntoOtherKind)
    } else {
        Ok(())
    }
}

/// The later due date of a case whose time limit is extended.
fn extended(case: &Case, days: u32, now: &Now<'_>) -> Result<DueFact, Refused> {
    if case.was_extended {
        return Err(Refused::ExtendedBefore);
    }
    let due = case.due.as_ref().ok_or(Refused::NoRuleToExtend)?;
    let cap = now
        .deadlines
        .rule(&due.rule)
        .and_then(|rule| rule.extension);
    let cap = cap.ok_or(Refused::NoRuleToExtend)?;
    if !(1..=cap).contains(&days) {
        return Err(Refused::BeyondCap { cap });
    }
    let later = now.deadlines.extended(&due.rule, due.on, days);
    let mut later = DueFact::from(&later.ok_or(Refused::NoSuchDay)?);
    // A date counted on from a provisional one is provisional too.
    later.provisional |= due.provisional;
    Ok(later)
}

/// What a case becomes when it is taken up again.
pub(super) const fn after_reopening(case: &Case) -> Status {
    if case.was_accepted {
        Status::Accepted
    } else {
        Status::Open
    }
}

/// A case taken up again; its time limit starts anew.
fn reopened(case: &Case, now: &Now<'_>) -> What {
    let to = after_reopening(case);
    let due = if to == Status::Accepted {
        handling_due(case, now)
    } else {
        let today = zone::day(now.at);
        let due = acceptance_due(now.deadlines, case.number.kind, case.track, today);
        due.as_ref().map(DueFact::from)
    };
    What::Reopened { to, due }
}

fn event(number: CaseNumber, revision: u32, what: What, said: Said, now: &Now<'_>) -> Event {
    Event {
        number,
        revision,
        at: now.at,
        clock_back: now.clock_back,
        clerk: now.clerk.clone(),
        once: None,
        what,
        words: Words::Open(Box::new(said)),
    }
}
