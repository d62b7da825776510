//! Something is done with a case: read under its lock after everything written before, decided,
//! sealed with the case's own key, appended. Knows not how a conflict is shown.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::mpsc::sync_channel;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::write::{Job, Prepared, To, Write, receipt};
use super::{Books, History, Written, record};
use crate::casework::decide::{self, Now, Refused};
use crate::casework::{CaseNumber, ClerkId, Command, Event};
use crate::registry::EntryId;
use crate::rpc::{Receipt, Refusal, StoreFault};
use crate::seal::KeyId;

/// What is wanted done with a case.
#[derive(Clone, Debug)]
pub(in crate::desk) struct Wanted {
    /// The case.
    pub(in crate::desk) number: CaseNumber,
    /// The revision it was decided on; nothing: whatever the case has become.
    pub(in crate::desk) if_revision: Option<u32>,
    /// What.
    pub(in crate::desk) command: Command,
    /// The entry of the agency that it is referred to, where the registry has one.
    pub(in crate::desk) to: Option<EntryId>,
    /// The client's mark of the request.
    pub(in crate::desk) once: u128,
    /// Who.
    pub(in crate::desk) clerk: ClerkId,
}

/// Why nothing was done. Nothing was stored either.
#[derive(Debug)]
pub(in crate::desk) enum Unchanged {
    /// It was refused.
    Refused(Refusal),
    /// The case has another revision than the one it was decided on: the case as it is.
    Since(Box<History>),
}

impl From<Refusal> for Unchanged {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// More than there are cases acted on at one moment.
const TURNS: usize = 256;

/// One after the other for each case. Cases share these locks, which only lets one wait for
/// another now and then.
pub(super) struct Turns([Mutex<()>; TURNS]);

impl Default for Turns {
    fn default() -> Self {
        Self([const { Mutex::new(()) }; TURNS])
    }
}

impl Turns {
    /// Waits until nobody else acts on these cases. Always taken in the order of their places, so
    /// that two who want the same ones never wait for each other.
    fn take(&self, numbers: impl Iterator<Item = CaseNumber>) -> Vec<MutexGuard<'_, ()>> {
        let mut places: Vec<usize> = numbers.map(place).collect();
        places.sort_unstable();
        places.dedup();
        let turns = places.into_iter().filter_map(|place| self.0.get(place));
        turns
            .map(|turn| turn.lock().unwrap_or_else(PoisonError::into_inner))
            .collect()
    }
}

fn place(number: CaseNumber) -> usize {
    let mut hasher = DefaultHasher::new();
    number.hash(&mut hasher);
    usize::from(hasher.finish().to_le_bytes()[0])
}

impl Books {
    /// Does something with a case; returns once it is on the disk. What was done before under the
    /// same mark is not done again but answered as it was then, whatever the case has become.
    ///
    /// # Errors
    /// Why nothing was done.
    pub(in crate::desk) fn change(&self, wanted: &Wanted) -> Result<Written, Unchanged> {
        let Wanted {
            number, command, ..
        } = wanted;
        let into = match command {
            Command::Merge { into, .. } => Some(*into),
            _ => None,
        };
        let _turns = self.shared.turns.take([*number].into_iter().chain(into));
        let kept = self.kept(*number).map_err(Refusal::NotRead)?;
        let (history, key) = kept.ok_or(Refusal::NoSuchCase(*number))?;
        if let Some(receipt) = done_before(&history, wanted.once) {
            return Ok(Written::before(receipt));
        }
        if wanted
            .if_revision
            .is_some_and(|on| on != history.case.revision)
        {
            return Err(Unchanged::Since(Box::new(history)));
        }
        let at = (self.shared.clock)();
        let now = Now {
            at,
            clock_back: self.shared.office.notes(at),
            clerk: &wanted.clerk,
            deadlines: &self.shared.deadlines,
        };
        let event = decide::decide(&history.case, command, wanted.to.clone(), &now);
        let event = Event {
            once: Some(wanted.once),
            ..event.map_err(refusal)?
        };
        if let Some(into) = into {
            self.is_running(into)?;
        }
        let out_of = history.case.merged.map(|(into, _)| into);
        let written = self.written(self.sealed(history, &event, key)?)?;
        Ok(Written { out_of, ..written })
    }

    /// Refuses a case that nothing can be merged into.
    fn is_running(&self, into: CaseNumber) -> Result<(), Refusal> {
        let kept = self.case(into).map_err(Refusal::NotRead)?;
        let status = kept.ok_or(Refusal::NoSuchCase(into))?.case.status;
        if status.is_running() {
            Ok(())
        } else {
            Err(Refusal::IntoNotRunning { into, status })
        }
    }

    /// Seals an event with the key of its case: where that is gone nothing more is written.
    fn sealed(&self, before: History, event: &Event, key: KeyId) -> Result<Prepared, Refusal> {
        let shared = &*self.shared;
        let keys = shared.keys();
        let record = record::seal(event, key, &keys);
        drop(keys);
        let record = record.map_err(|_| Refusal::KeyGone(event.number))?;
        let changed = record::changed(Some(before.case), event, record, &shared.hashes);
        let (change, case) = changed.map_err(|_| Refusal::NotStored(StoreFault::Damaged))?;
        Ok(Prepared {
            receipt: receipt(&case, Vec::new()),
            change,
            case,
        })
    }

    /// Hands it to the writer and waits until it is on the disk.
    fn written(&self, prepared: Prepared) -> Result<Written, Refusal> {
        let case = Some(prepared.case.clone());
        let (reply, answered) = sync_channel(1);
        let to = To::One(reply);
        // Where the writer is gone, so is the other end of the reply.
        let _ = self.jobs.send(Job::Write(Box::new(Write { prepared, to })));
        let answer = answered.recv();
        let receipt = answer.unwrap_or(Err(Refusal::NotStored(StoreFault::Ending)))?;
        Ok(Written {
            receipt,
            case,
            out_of: None,
        })
    }
}

/// What was answered to a request that was done before.
fn done_before(history: &History, once: u128) -> Option<Receipt> {
    let mut steps = history.steps.iter();
    let done = steps.find(|step| step.event.once == Some(once))?;
    let case = history.as_of(done.event.revision)?;
    Some(receipt(&case, Vec::new()))
}

fn refusal(refused: Refused) -> Refusal {
    match refused {
        Refused::NotAllowed {
            action,
            kind,
            status,
        } => Refusal::NotAllowed {
            action,
            kind,
            status,
        },
        rule => Refusal::Rule(rule),
    }
}
