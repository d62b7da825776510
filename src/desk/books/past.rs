//! A made-up past written into empty books: sealed and chained like any other events, many with one
//! sync. Knows no chance: what happened is handed in.

use std::collections::{HashMap, HashSet};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use super::append::{Batch, OtherRecord};
use super::family::{Filling, TrainingRecord};
use super::record::Clear;
use super::write::{Job, draw};
use super::{Books, Family, Shared, record};
use crate::casework::apply::apply;
use crate::casework::{Case, CaseNumber, ClerkId, Event};
use crate::journal::Journal;
use crate::rpc::{Refusal, StoreFault};
use crate::seal::{KeyId, Keys};
use crate::store::Change;

/// So many events are appended with one sync.
const AT_ONCE: usize = 512;

/// Events that the writer appends with one sync.
pub(super) struct Past {
    batch: Batch,
    /// Nothing may be in the journal before.
    only_first: bool,
    /// Told when they are on the disk.
    reply: SyncSender<Result<(), Refusal>>,
}

impl Books {
    /// Writes what happened, oldest first; each event with whether it is the last of its case. The
    /// first record says that all of it is for training, and of what it is made, so that books in
    /// which a crash left only half of it say so too. Returns once it is on the disk and in the view.
    ///
    /// # Errors
    /// [`Refusal::NotEmpty`] where the books have a record already: then nothing is written. Another
    /// one where the disk takes no more: what was written until then stays.
    pub(in crate::desk) fn make_past(
        &self,
        happened: impl Iterator<Item = (Event, bool)>,
        filling: Filling,
        clerk: ClerkId,
    ) -> Result<(), Refusal> {
        let (at, clock_back) = self.stamp();
        let mark = Family::Training(TrainingRecord::new(at, clock_back, clerk, filling));
        let clear = mark.written();
        let clear = clear.map_err(|_| Refusal::NotStored(StoreFault::Damaged))?;
        let others = vec![OtherRecord {
            record: mark,
            clear,
            sealed: Vec::new(),
        }];
        let first = Batch {
            others,
            ..Batch::default()
        };
        written(&self.hand_on(first, true)?)?;
        self.go_on(happened, HashMap::new())
    }

    /// Writes what is missing of a past of which the beginning is there: what happened is handed in
    /// from the start. Where somebody acted on a case meanwhile, nothing more is made up about it.
    /// Says whether anything was missing. Nobody may act on a case until it is done.
    ///
    /// # Errors
    /// [`Refusal::NotEmpty`] where the records are not those of this past; otherwise as
    /// [`Books::make_past`].
    pub(in crate::desk) fn finish_past(
        &self,
        mut happened: impl Iterator<Item = (Event, bool)>,
    ) -> Result<bool, Refusal> {
        let Standing { cases, taken } = self.standing(&mut happened)?;
        let is_untouched = |(event, _): &(Event, bool)| !taken.contains(&event.number);
        let mut missing = happened.filter(is_untouched).peekable();
        if missing.peek().is_none() {
            return Ok(false);
        }
        self.go_on(missing, cases).map(|()| true)
    }

    /// Takes the events that are there off the beginning of those that happened.
    fn standing(
        &self,
        happened: &mut impl Iterator<Item = (Event, bool)>,
    ) -> Result<Standing, Refusal> {
        let mut standing = Standing::default();
        for record in self.records().map_err(Refusal::NotRead)? {
            let record = record.map_err(|_| Refusal::NotRead(StoreFault::Damaged))?;
            let Some(clear) = Clear::read(&record.clear) else {
                continue;
            };
            if clear.is_asked_for() {
                standing.cases.remove(&clear.case);
                standing.taken.insert(clear.case);
                continue;
            }
            // What was not made up any more the last time that it was gone on with.
            let is_skipped =
                |event: &Event| !clear.is_of(event) && standing.taken.contains(&event.number);
            let next = happened.find(|(event, _)| !is_skipped(event));
            let next = next.filter(|(event, _)| clear.is_of(event));
            let (event, is_last) = next.ok_or(Refusal::NotEmpty)?;
            let key = Keys::key_of(&record.sealed).ok_or(Refusal::NotEmpty)?;
            let before = standing.cases.remove(&event.number);
            let case = apply(before.map(|(case, _)| case), &event);
            let case = case.map_err(|_| Refusal::NotRead(StoreFault::Damaged))?;
            if !is_last {
                standing.cases.insert(event.number, (case, key));
            }
        }
        Ok(standing)
    }

    /// Writes what happened to cases of which some are under way.
    fn go_on(
        &self,
        happened: impl Iterator<Item = (Event, bool)>,
        mut cases: UnderWay,
    ) -> Result<(), Refusal> {
        let shared = &*self.shared;
        let mut happened = happened.peekable();
        let mut under_way: Option<Receiver<_>> = None;
        while happened.peek().is_some() {
            // Sealed while the writer and the view are at the batch before.
            let batch = happened.by_ref().take(AT_ONCE);
            let sealed: Result<Vec<(Change, Case)>, Refusal> = batch
                .map(|(event, is_last)| sealed(shared, &mut cases, &event, is_last))
                .collect();
            let (changes, cases) = sealed?.into_iter().unzip();
            let batch = Batch {
                changes,
                cases,
                ..Batch::default()
            };
            if let Some(before) = under_way.take() {
                written(&before)?;
            }
            // So that no more waits than this, however slow the view is; one that fails catches
            // up by itself.
            let _ = shared.caught_up();
            under_way = Some(self.hand_on(batch, false)?);
        }
        if let Some(last) = under_way {
            written(&last)?;
        }
        let _ = shared.caught_up();
        Ok(())
    }

    fn hand_on(
        &self,
        batch: Batch,
        only_first: bool,
    ) -> Result<Receiver<Result<(), Refusal>>, Refusal> {
        let (reply, answered) = sync_channel(1);
        let job = Job::Past(Past {
            batch,
            only_first,
            reply,
        });
        let sent = self.jobs.send(job);
        sent.map_err(|_| Refusal::NotStored(StoreFault::Ending))?;
        Ok(answered)
    }
}

/// Cases to which more is to happen, and their keys.
type UnderWay = HashMap<CaseNumber, (Case, KeyId)>;

/// How far a past is there.
#[derive(Default)]
struct Standing {
    cases: UnderWay,
    /// Cases that somebody has acted on, or logged.
    taken: HashSet<CaseNumber>,
}

/// Waits until it is on the disk.
fn written(answered: &Receiver<Result<(), Refusal>>) -> Result<(), Refusal> {
    let ending = Refusal::NotStored(StoreFault::Ending);
    answered.recv().unwrap_or(Err(ending))
}

/// Seals an event, and remembers its case as long as more is to come.
fn sealed(
    shared: &Shared,
    cases: &mut UnderWay,
    event: &Event,
    is_last: bool,
) -> Result<(Change, Case), Refusal> {
    let damaged = || Refusal::NotStored(StoreFault::Damaged);
    let (before, key) = match cases.remove(&event.number) {
        Some((case, key)) => (Some(case), key),
        None => (None, draw(shared)?),
    };
    let keys = shared.keys();
    let record = record::seal(event, key, &keys).map_err(|_| damaged())?;
    drop(keys);
    let (change, case) =
        record::changed(before, event, record, &shared.hashes).map_err(|_| damaged())?;
    if !is_last {
        cases.insert(event.number, (case.clone(), key));
    }
    Ok((change, case))
}

/// Appends a batch. Done by the writer, so that what others write meanwhile keeps its order and
/// nothing comes between the look whether there is a record and the first one.
pub(super) fn append(shared: &Shared, past: Past) {
    let Past {
        batch,
        only_first,
        reply,
    } = past;
    let is_empty = |journal: &Journal| journal.position().number == 0;
    let answer = if only_first && !shared.journal().as_ref().is_none_or(is_empty) {
        Err(Refusal::NotEmpty)
    } else {
        shared.append(batch).map_err(Refusal::NotStored)
    };
    let _ = reply.send(answer);
}
