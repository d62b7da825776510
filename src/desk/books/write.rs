//! The writer: appends what waits with one sync and tells everybody. Whatever can be done before
//! is done by whoever asks, so that many at once do not wait for each other's sealing.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::PoisonError;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use super::append::{Batch, OtherRecord};
use super::office::{Given, Reply, Ticket};
use super::past::{self, Past};
use super::{Books, Family, Shared, Written, fault_of, record};
use crate::casework::decide::{self, AtRegistry, Now};
use crate::casework::{Case, CaseKind, CaseNumber, ClerkId, Event, Intake, check, zone};
use crate::rpc::{Receipt, Refusal, StoreFault};
use crate::seal::{KeyFault, KeyId};
use crate::store::Change;

/// More than this is not appended with one sync: the first of them waits for the last.
const MOST_AT_ONCE: usize = 256;

/// What the writer is asked to do.
pub(super) enum Job {
    /// Append an event of a case.
    Write(Box<Write>),
    /// Append a record of another family.
    Shelve(Box<Shelve>),
    /// Append a batch of a made-up past.
    Past(Past),
    /// End.
    Close {
        /// Told when all is written.
        reply: SyncSender<()>,
    },
}

/// A record of another family to be appended.
pub(super) struct Shelve {
    pub(super) record: Family,
    /// It as it stands in the journal.
    pub(super) clear: Vec<u8>,
    /// What of it is sealed, or nothing.
    pub(super) sealed: Vec<u8>,
    /// Told when it is written.
    pub(super) reply: SyncSender<Result<(), StoreFault>>,
}

/// An event to be appended.
pub(super) struct Write {
    pub(super) prepared: Prepared,
    pub(super) to: To,
}

/// A change that is decided and sealed, and what it will be answered with.
pub(super) struct Prepared {
    pub(super) receipt: Receipt,
    pub(super) change: Change,
    /// The case after it, what was told open.
    pub(super) case: Case,
}

/// Who is told what came of it.
pub(super) enum To {
    /// Everybody who asked the office for this.
    Office {
        /// The mark of the request.
        once: u128,
    },
    /// Whoever waits here.
    One(Reply),
}

impl To {
    /// It is on the disk.
    fn written(self, shared: &Shared, receipt: Receipt) {
        match self {
            Self::Office { once } => shared.office.written(once, &receipt),
            // A client that is gone has it done all the same.
            Self::One(reply) => _ = reply.send(Ok(receipt)),
        }
    }

    /// It could not be written.
    fn failed(self, shared: &Shared, number: CaseNumber, refusal: &Refusal) {
        match self {
            // The number of a case that there is none of is free again.
            Self::Office { once } => shared.office.failed(once, number, refusal),
            Self::One(reply) => _ = reply.send(Err(refusal.clone())),
        }
    }
}

impl Books {
    /// Logs a case; returns once it is on the disk.
    ///
    /// # Errors
    /// A refusal; then nothing was stored.
    pub(in crate::desk) fn log(
        &self,
        intake: Intake,
        at_registry: AtRegistry,
        once: u128,
        clerk: ClerkId,
    ) -> Result<Written, Refusal> {
        let shared = &*self.shared;
        let known = match shared.office.known(once) {
            None => logged_before(shared, once)?,
            known => known,
        };
        if let Some(known) = known {
            return Ok(Written::before(known));
        }
        let at = (shared.clock)();
        numbers_known(shared, intake.kind, zone::day(at))?;
        let (reply, answered) = sync_channel(1);
        let mut case = None;
        match shared.office.take(once, intake.kind, at, &reply) {
            Given::Known(receipt) => return Ok(Written::before(receipt)),
            Given::UnderWay => {}
            Given::Ticket(ticket) => {
                let begun = Begun {
                    shared,
                    once,
                    number: ticket.number,
                    handed_on: false,
                };
                let prepared = prepare(shared, ticket, intake, at_registry, once, &clerk);
                case = prepared.as_ref().ok().map(|prepared| prepared.case.clone());
                begun.hand_on(self, prepared);
            }
        }
        drop(reply);
        let answer = answered.recv();
        let receipt = answer.unwrap_or(Err(Refusal::NotStored(StoreFault::Ending)))?;
        Ok(Written {
            receipt,
            case,
            out_of: None,
        })
    }
}

/// What was answered to a request long ago.
fn logged_before(shared: &Shared, once: u128) -> Result<Option<Receipt>, Refusal> {
    let known = shared.read_as_it_is(|view| {
        let Some(number) = view.by_once(once)? else {
            return Ok(None);
        };
        let stored = view.case(number)?;
        Ok(stored.map(|stored| receipt(&stored.case, Vec::new())))
    });
    known.map_err(Refusal::NotStored)
}

/// Sees to it that the office knows the numbers of a kind and day. What was written since the
/// start it has seen itself, so the view may lag.
fn numbers_known(shared: &Shared, kind: CaseKind, day: jiff::civil::Date) -> Result<(), Refusal> {
    if !shared.office.knows(kind, day) {
        let highest = shared.read_as_it_is(|view| view.serial(kind, day));
        shared
            .office
            .tell(kind, day, highest.map_err(Refusal::NotStored)?);
    }
    Ok(())
}

/// A number that was given and is not handed on yet: whatever happens, it is not kept.
struct Begun<'a> {
    shared: &'a Shared,
    once: u128,
    number: CaseNumber,
    handed_on: bool,
}

impl Begun<'_> {
    fn hand_on(mut self, books: &Books, prepared: Result<Prepared, Refusal>) {
        match prepared {
            Ok(prepared) => {
                let to = To::Office { once: self.once };
                let write = Write { prepared, to };
                self.handed_on = books.jobs.send(Job::Write(Box::new(write))).is_ok();
            }
            Err(refusal) => {
                self.handed_on = true;
                self.shared.office.failed(self.once, self.number, &refusal);
            }
        }
    }
}

impl Drop for Begun<'_> {
    fn drop(&mut self) {
        if !self.handed_on {
            let ending = Refusal::NotStored(StoreFault::Ending);
            self.shared.office.failed(self.once, self.number, &ending);
        }
    }
}

/// Decides and seals the first event of a case.
fn prepare(
    shared: &Shared,
    ticket: Ticket,
    intake: Intake,
    at_registry: AtRegistry,
    once: u128,
    clerk: &ClerkId,
) -> Result<Prepared, Refusal> {
    let Ticket {
        number,
        at,
        clock_back,
    } = ticket;
    let warnings = check::warnings(&intake, number.day);
    let now = Now {
        at,
        clock_back,
        clerk,
        deadlines: &shared.deadlines,
    };
    let event = decide::log(intake, number, at_registry, Some(once), &now);
    let (change, case) = seal(shared, &event)?;
    Ok(Prepared {
        receipt: receipt(&case, warnings),
        change,
        case,
    })
}

/// Seals the first event of a case with a key of its own.
fn seal(shared: &Shared, event: &Event) -> Result<(Change, Case), Refusal> {
    let damaged = || Refusal::NotStored(StoreFault::Damaged);
    let key = draw(shared)?;
    let keys = shared.keys();
    let record = record::seal(event, key, &keys).map_err(|_| damaged())?;
    drop(keys);
    record::changed(None, event, record, &shared.hashes).map_err(|_| damaged())
}

/// A key that nothing was sealed with.
pub(super) fn draw(shared: &Shared) -> Result<KeyId, Refusal> {
    let drawn = shared
        .keys
        .write()
        .unwrap_or_else(PoisonError::into_inner)
        .draw();
    drawn.map_err(|fault| {
        Refusal::NotStored(match fault {
            KeyFault::System { source, .. } => fault_of(&source.into()),
            other => StoreFault::System(other.to_string()),
        })
    })
}

pub(super) fn receipt(case: &Case, warnings: Vec<check::Warning>) -> Receipt {
    Receipt {
        number: case.number,
        kind: case.number.kind,
        status: case.status,
        revision: case.revision,
        due_on: case.running_due().map(|due| due.on),
        // Told by the day on which it is answered.
        overdue: false,
        warnings,
    }
}

/// The writer's work, until it is told to end or nobody is left to tell it.
pub(super) fn run(shared: &Shared, jobs: &Receiver<Job>) {
    while let Ok(first) = jobs.recv() {
        let mut writes = Vec::new();
        let mut shelves = Vec::new();
        let mut pasts = Vec::new();
        let mut end = None;
        for job in std::iter::once(first).chain(jobs.try_iter().take(MOST_AT_ONCE)) {
            match job {
                Job::Write(write) => writes.push(*write),
                Job::Shelve(shelve) => shelves.push(*shelve),
                Job::Past(past) => pasts.push(past),
                Job::Close { reply } => end = Some(reply),
            }
        }
        let onces: Vec<u128> = writes
            .iter()
            .filter_map(|write| match write.to {
                To::Office { once } => Some(once),
                To::One(_) => None,
            })
            .collect();
        // Nobody may wait for a writer that is gone.
        let all = || {
            append(shared, writes, shelves);
            for past in pasts {
                past::append(shared, past);
            }
        };
        if catch_unwind(AssertUnwindSafe(all)).is_err() {
            shared.office.lost(&onces);
            shared.journal().take();
        }
        if let Some(reply) = end {
            let _ = reply.send(());
            return;
        }
    }
}

/// Appends records with one sync, and tells whoever waits for them.
fn append(shared: &Shared, writes: Vec<Write>, shelves: Vec<Shelve>) {
    let mut batch = Batch::default();
    let mut told = Vec::with_capacity(writes.len());
    for Write { prepared, to } in writes {
        batch.changes.push(prepared.change);
        batch.cases.push(prepared.case);
        told.push((to, prepared.receipt));
    }
    let mut shelved = Vec::with_capacity(shelves.len());
    for Shelve {
        record,
        clear,
        sealed,
        reply,
    } in shelves
    {
        batch.others.push(OtherRecord {
            record,
            clear,
            sealed,
        });
        shelved.push(reply);
    }
    let appended = shared.append(batch);
    for (to, receipt) in told {
        match &appended {
            Ok(()) => to.written(shared, receipt),
            Err(fault) => {
                let refusal = Refusal::NotStored(fault.clone());
                to.failed(shared, receipt.number, &refusal);
            }
        }
    }
    for reply in shelved {
        let _ = reply.send(appended.clone());
    }
}
