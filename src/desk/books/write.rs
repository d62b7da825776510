//! The writer: takes what waits, decides each, appends all with one sync, brings the view up to
//! it, and only then tells anybody that it is done.

use std::collections::HashMap;
use std::sync::mpsc::{Receiver, SyncSender};
use std::sync::{Arc, PoisonError};

use jiff::Timestamp;
use jiff::civil::Date;

use super::{Clock, Places, Shared, fault_of, record};
use crate::casework::deadline::Deadlines;
use crate::casework::decide::{self, AtRegistry, Now};
use crate::casework::{Case, CaseKind, CaseNumber, ClerkId, Event, Intake, check, zone};
use crate::journal::{Journal, NewRecord, Position};
use crate::rpc::{Receipt, Refusal, StoreFault};
use crate::seal::{KeyFault, Keys};
use crate::store::{self, Change, Mark, Store};

/// More than this is not appended with one sync: the first of them waits for the last.
const MOST_AT_ONCE: usize = 256;

/// What the writer is asked to do.
pub(super) enum Job {
    /// Log a case.
    Log(Box<LogJob>),
    /// Give a view in place of the one that failed.
    Mend {
        /// The age of the one that failed.
        failed: u64,
        /// Where the new one goes.
        reply: SyncSender<Result<Arc<Store>, StoreFault>>,
    },
    /// End.
    Close {
        /// Told when all is closed.
        reply: SyncSender<()>,
    },
}

/// A case to be logged.
pub(super) struct LogJob {
    pub(super) intake: Intake,
    pub(super) at_registry: AtRegistry,
    pub(super) once: u128,
    pub(super) clerk: ClerkId,
    pub(super) reply: SyncSender<Result<Receipt, Refusal>>,
}

/// Everything that the writing thread holds.
pub(super) struct Writer {
    pub(super) journal: Journal,
    pub(super) shared: Arc<Shared>,
    pub(super) places: Places,
    pub(super) clock: Clock,
    pub(super) deadlines: Arc<Deadlines>,
    /// The newest time in the journal, so that a clock set back is noticed.
    pub(super) last_at: Option<Timestamp>,
}

/// What is decided and not yet written.
struct Pending {
    change: Change,
    receipt: Receipt,
    replies: Vec<SyncSender<Result<Receipt, Refusal>>>,
}

/// What is decided in one go.
#[derive(Default)]
struct Batch {
    pending: Vec<Pending>,
    /// The running numbers given in it.
    serials: HashMap<(CaseKind, Date), u32>,
    /// Which of `pending` answers a request.
    onces: HashMap<u128, usize>,
}

/// Why a case was not decided.
enum Undecided {
    /// The view failed: with another one it may be.
    View,
    /// It will not do.
    Refused(Refusal),
}

impl From<store::StoreFault> for Undecided {
    fn from(_: store::StoreFault) -> Self {
        Self::View
    }
}

impl From<Refusal> for Undecided {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl Writer {
    /// Works until it is told to close, or nobody is left to tell it.
    pub(super) fn run(mut self, jobs: &Receiver<Job>) {
        while let Ok(first) = jobs.recv() {
            let mut logs = Vec::new();
            for job in std::iter::once(first).chain(jobs.try_iter().take(MOST_AT_ONCE)) {
                match job {
                    Job::Log(log) => logs.push(*log),
                    Job::Mend { failed, reply } => {
                        self.log(std::mem::take(&mut logs));
                        // Whoever asked may have given up.
                        let _ = reply.send(self.view_after(Some(failed)));
                    }
                    Job::Close { reply } => {
                        self.log(logs);
                        self.close();
                        let _ = reply.send(());
                        return;
                    }
                }
            }
            self.log(logs);
        }
        self.close();
    }

    fn close(&self) {
        if let Some(view) = self.take_view() {
            // What did not reach the disk is in the journal.
            let _ = view.close();
        }
    }

    /// Logs cases with one sync.
    fn log(&mut self, jobs: Vec<LogJob>) {
        if jobs.is_empty() {
            return;
        }
        let mut view = self.view_after(None);
        let mut batch = Batch::default();
        for job in &jobs {
            let mut decided = self.decide(job, view.as_ref().map(AsRef::as_ref), &mut batch);
            if matches!(decided, Err(Undecided::View)) {
                // Nobody may hold the one that failed.
                drop(view);
                view = self.rebuild();
                decided = self.decide(job, view.as_ref().map(AsRef::as_ref), &mut batch);
            }
            let refusal = match decided {
                Ok(()) => continue,
                Err(Undecided::View) => Refusal::NotStored(StoreFault::Damaged),
                Err(Undecided::Refused(refusal)) => refusal,
            };
            let _ = job.reply.send(Err(refusal));
        }
        if batch.pending.is_empty() {
            return;
        }
        let records: Vec<NewRecord<'_>> = batch
            .pending
            .iter()
            .map(|pending| NewRecord {
                clear: &pending.change.event.clear,
                sealed: &pending.change.event.sealed,
            })
            .collect();
        match self.journal.append(&records) {
            Err(fault) => {
                let fault = fault_of(&fault);
                for pending in batch.pending {
                    for reply in pending.replies {
                        let _ = reply.send(Err(Refusal::NotStored(fault.clone())));
                    }
                }
            }
            Ok(positions) => self.written(view.ok(), batch, positions.last()),
        }
    }

    /// Brings the view up to what was written, and tells everybody.
    fn written(&mut self, view: Option<Arc<Store>>, batch: Batch, last: Option<&Position>) {
        let mut changes = Vec::with_capacity(batch.pending.len());
        let mut told = Vec::with_capacity(batch.pending.len());
        for pending in batch.pending {
            self.last_at = self.last_at.max(Some(pending.change.after.opened_at));
            changes.push(pending.change);
            told.push((pending.receipt, pending.replies));
        }
        let applied = view.as_ref().zip(last);
        let applied = applied.map(|(view, last)| view.apply(&changes, &self.mark(last)));
        drop(view);
        if !matches!(applied, Some(Ok(()))) {
            // It is in the journal, so it is done; the view is rebuilt from there, now or by
            // whoever needs it next.
            let _ = self.rebuild();
        }
        for (receipt, replies) in told {
            for reply in replies {
                // A client that is gone has its case all the same.
                let _ = reply.send(Ok(receipt.clone()));
            }
        }
    }

    /// What the view notes of the journal's end.
    pub(super) fn mark(&self, at: &Position) -> Mark {
        mark(
            &self
                .shared
                .keys
                .read()
                .unwrap_or_else(PoisonError::into_inner),
            at,
        )
    }

    /// Decides one case and adds it to the batch; or answers what was logged already.
    fn decide(
        &self,
        job: &LogJob,
        view: Result<&Store, &StoreFault>,
        batch: &mut Batch,
    ) -> Result<(), Undecided> {
        let view = view.map_err(|fault| Refusal::NotStored(fault.clone()))?;
        if let Some(known) = batch.onces.get(&job.once) {
            batch.pending[*known].replies.push(job.reply.clone());
            return Ok(());
        }
        if let Some(known) = view.by_once(job.once)? {
            let stored = view.case(known)?.ok_or(Undecided::View)?;
            let _ = job.reply.send(Ok(receipt(&stored.case, Vec::new())));
            return Ok(());
        }
        let at = (self.clock)();
        let day = zone::day(at);
        let kind = job.intake.kind;
        let given = match batch.serials.get(&(kind, day)) {
            Some(given) => *given,
            None => view.serial(kind, day)?,
        };
        let number = CaseNumber {
            day,
            kind,
            serial: given + 1,
        };
        let warnings = check::warnings(&job.intake, day);
        let now = Now {
            at,
            clock_back: self.last_at.is_some_and(|last| at < last),
            clerk: &job.clerk,
            deadlines: &self.deadlines,
        };
        let (intake, at_registry) = (job.intake.clone(), job.at_registry.clone());
        let event = decide::log(intake, number, at_registry, Some(job.once), &now);
        let change = self.seal(&event)?;
        batch.serials.insert((kind, day), number.serial);
        batch.onces.insert(job.once, batch.pending.len());
        batch.pending.push(Pending {
            receipt: receipt(&change.after, warnings),
            change,
            replies: vec![job.reply.clone()],
        });
        Ok(())
    }

    /// Seals the first event of a case with a key of its own.
    fn seal(&self, event: &Event) -> Result<Change, Refusal> {
        let damaged = || Refusal::NotStored(StoreFault::Damaged);
        let mut keys = self
            .shared
            .keys
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        let key = keys.draw().map_err(|fault| {
            Refusal::NotStored(match fault {
                KeyFault::System { source, .. } => fault_of(&source.into()),
                other => StoreFault::System(other.to_string()),
            })
        })?;
        let record = record::seal(event, key, &keys).map_err(|_| damaged())?;
        record::change(None, event, record, &keys).map_err(|_| damaged())
    }
}

/// What the view notes of a place in the journal, so that a journal rewritten by somebody without
/// the master key is known.
pub(super) fn mark(keys: &Keys, at: &Position) -> Mark {
    let position = at.to_bytes();
    Mark {
        number: at.number,
        mac: keys.hash("head", &position),
        position,
    }
}

fn receipt(case: &Case, warnings: Vec<check::Warning>) -> Receipt {
    Receipt {
        number: case.number,
        kind: case.number.kind,
        status: case.status,
        revision: case.revision,
        due_on: case.due.as_ref().map(|due| due.on),
        warnings,
    }
}
