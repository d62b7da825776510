//! Act on a case (办理): an action that the status table allows becomes an event, and whoever shows
//! the case is told. Says nothing of how it is kept.

use super::books::{History, Unchanged, Wanted, Written};
use super::sift::Facts;
use super::{Desk, show_case};
use crate::casework::{Case, Command, Said, Told};
use crate::rpc::{Act, Asker, Conflict, Difference, Receipt, Refusal};

impl Desk {
    /// Does something with a case; returns once it is on the disk.
    ///
    /// # Errors
    /// A refusal; then nothing was stored.
    pub(super) fn act(&self, who: &Asker, act: &Act) -> Result<Receipt, Refusal> {
        let command = act.form.clone().parse().map_err(Refusal::Field)?;
        let to = match &command {
            Command::Refer { to, .. } => self.lookup.agency(to),
            _ => None,
        };
        let wanted = Wanted {
            number: act.number,
            if_revision: act.if_revision,
            command,
            to,
            once: act.once,
            clerk: who.clerk.clone(),
        };
        match self.books.change(&wanted) {
            Ok(written) => Ok(self.told(written)),
            Err(Unchanged::Refused(refusal)) => Err(refusal),
            Err(Unchanged::Since(history)) => {
                let on = act.if_revision.unwrap_or_default();
                Err(Refusal::Changed(Box::new(conflict(*history, on))))
            }
        }
    }

    /// Tells whoever shows a case that it is another one now; what they ask for then, they get as
    /// it is now. Every change of a case ends here.
    pub(super) fn told(&self, written: Written) -> Receipt {
        if let Some(case) = &written.case {
            self.feed.changed(&Facts::from(case), self.today());
        }
        written.receipt
    }
}

/// What was done with a case since a revision, and what differs now.
fn conflict(history: History, since: u32) -> Conflict {
    let case = &history.case;
    // Of a revision that the case never had nothing can be compared.
    let then = history.as_of(since);
    let differences = then.map_or_else(Vec::new, |then| differences(&then, case));
    let (number, revision) = (case.number, case.revision);
    let mut events = show_case::events(history.steps);
    events.retain(|event| event.seq > since);
    Conflict {
        number,
        revision,
        since: events,
        differences,
    }
}

/// What differs between a case as it was and as it is.
fn differences(then: &Case, now: &Case) -> Vec<Difference> {
    let text = |field: fn(&Said) -> &Option<String>| {
        let of = |case: &Case| match &case.told {
            Told::Open(said) => field(said).clone(),
            Told::Sealed | Told::Erased | Told::Damaged => None,
        };
        changed(of(then), of(now))
    };
    let status = changed(then.status, now.status);
    let due = |case: &Case| case.due.as_ref().map(|due| due.on);
    let into = |case: &Case| case.merged.map(|(into, _)| into);
    let all = [
        status.map(|(then, now)| Difference::Status(then, now)),
        text(|said| &said.agency).map(|(then, now)| Difference::Agency(then, now)),
        changed(due(then), due(now)).map(|(then, now)| Difference::DueOn(then, now)),
        text(|said| &said.answer).map(|(then, now)| Difference::Answer(then, now)),
        text(|said| &said.outcome).map(|(then, now)| Difference::Outcome(then, now)),
        changed(into(then), into(now)).map(|(then, now)| Difference::MergedInto(then, now)),
    ];
    all.into_iter().flatten().collect()
}

/// What it was and what it is, where that differs.
fn changed<T: PartialEq>(then: T, now: T) -> Option<(T, T)> {
    (then != now).then_some((then, now))
}
