//! Show a case: as it stands, with its history, masked unless revealed to someone who may see it.

use jiff::civil::Date;

use crate::casework::{Case, CaseKind, CaseNumber, Event, Said, Told, Words, mask, status, zone};
use crate::rpc::{Asker, CaseLine, CaseShown, EventShown, Readable, Refusal};

use super::Desk;
use super::books::{History, Step};

impl Desk {
    /// Answers with a case.
    ///
    /// # Errors
    /// A refusal when there is none, or when it is to be revealed to someone who may not see it.
    pub(super) fn show_case(
        &self,
        who: &Asker,
        number: CaseNumber,
        reveal: bool,
    ) -> Result<CaseShown, Refusal> {
        let history = self.books.case(number).map_err(Refusal::NotStored)?;
        let history = history.ok_or(Refusal::NoSuchCase(number))?;
        let may_reveal = may_reveal(who, &history.case);
        if reveal && !may_reveal {
            return Err(Refusal::NotPermitted);
        }
        Ok(shown(history, self.today(), may_reveal, reveal))
    }
}

/// Whoever logged a case, and the owner of the data, may see what is masked; an informant is
/// nobody's to see.
fn may_reveal(who: &Asker, case: &Case) -> bool {
    let may = who.is_owner_user || case.opened_by == who.clerk;
    may && case.number.kind != CaseKind::Tipoff
}

fn shown(history: History, today: Date, may_reveal: bool, reveal: bool) -> CaseShown {
    let History { case, steps } = history;
    let kind = case.number.kind;
    let (readable, said) = match case.told {
        Told::Open(ref said) => (Readable::Yes, said.as_ref().clone()),
        Told::Erased => (Readable::Erased, Said::default()),
        Told::Damaged | Told::Sealed => (Readable::Damaged, Said::default()),
    };
    let visitor = said.visitor.clone().unwrap_or_default();
    let line = CaseLine {
        number: case.number,
        kind,
        track: case.track,
        status: case.status,
        revision: case.revision,
        service: case.entry.as_ref().map(|entry| entry.id.clone()),
        service_title: case.entry.map(|entry| entry.title),
        agency: said.agency,
        subject: said.subject,
        visitor: mask::visitor(kind, &visitor, reveal),
        respondent: said.respondent,
        clerk: case.opened_by,
        counter: None,
        opened_at: case.opened_at,
        due_on: case.due.as_ref().map(|due| due.on),
        due_rule: case.due.as_ref().map(|due| due.rule.clone()),
        provisional: case.due.as_ref().is_some_and(|due| due.provisional),
        overdue: case.due.as_ref().is_some_and(|due| due.on < today),
        closed_at: case.closed_at,
        outcome: said.outcome,
        merged_into: case.merged.map(|(into, _)| into),
    };
    CaseShown {
        line,
        content: said.content,
        answer: said.answer,
        demand: said.demand,
        events: events(steps),
        readable,
        may_reveal,
        allowed: status::allowed(kind, case.status).collect(),
    }
}

fn events(steps: Vec<Step>) -> Vec<EventShown> {
    let mut from = None;
    let mut shown = Vec::with_capacity(steps.len());
    for Step { event, status } in steps {
        shown.push(EventShown {
            seq: event.revision,
            at: event.at,
            clock_back: event.clock_back,
            clerk: event.clerk.clone(),
            action: event.what.action(),
            note: said_with(event),
            from,
            to: status,
        });
        from = Some(status);
    }
    shown
}

/// What was said with an action; what was told at intake stands in the case's own fields.
fn said_with(event: Event) -> Option<String> {
    match event.words {
        Words::Open(said) if event.revision > 1 => {
            let Said {
                note,
                outcome,
                answer,
                agency,
                ..
            } = *said;
            note.or(outcome).or(answer).or(agency)
        }
        _ => None,
    }
}

impl Desk {
    /// The day it is in the hall.
    pub(super) fn today(&self) -> Date {
        zone::day((self.clock)())
    }
}
