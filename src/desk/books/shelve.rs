//! Records of other families written, and what they add up to: the lists that were imported, words
//! bound to entries, the mark for training. Knows nothing of who may.

use std::sync::mpsc::sync_channel;
use std::sync::{Arc, PoisonError};

use super::family::{Family, Filling};
use super::write::{Job, Shelve, draw};
use super::{Books, ListRecord, Replaced, Shared};
use crate::casework::ClerkId;
use crate::registry::ListCode;
use crate::rpc::{Refusal, StoreFault};

/// A list that is to be recorded.
#[derive(Debug)]
pub(in crate::desk) struct NewList {
    /// Short code.
    pub(in crate::desk) code: ListCode,
    /// The bureau's name as clerks say it.
    pub(in crate::desk) name: String,
    /// The document as published.
    pub(in crate::desk) document: String,
    /// What it takes the place of.
    pub(in crate::desk) replaces: Option<Replaced>,
}

impl Shared {
    /// Takes in what was written.
    pub(super) fn shelve(&self, record: Family) {
        let mut shelf = self.shelf.write().unwrap_or_else(PoisonError::into_inner);
        shelf.take(record);
    }
}

impl Books {
    /// Records a list; returns once it is on the disk. One that the same request recorded before is
    /// not recorded again: it is what was recorded then.
    ///
    /// # Errors
    /// A refusal; then nothing was stored.
    pub(in crate::desk) fn record_list(
        &self,
        list: NewList,
        once: u128,
        clerk: ClerkId,
    ) -> Result<Arc<ListRecord>, Refusal> {
        let _alone = self.shared.recording.lock();
        if let Some(known) = self.list_of(once) {
            return Ok(known);
        }
        let (at, clock_back) = self.stamp();
        let record = Arc::new(ListRecord {
            at,
            clock_back,
            clerk,
            once,
            code: list.code,
            name: list.name,
            document: list.document,
            replaces: list.replaces,
        });
        self.shelve(Family::List(Arc::clone(&record)))?;
        Ok(record)
    }

    /// Every list that was recorded, oldest first; a later one of the same code takes the place of
    /// an earlier one.
    pub(in crate::desk) fn lists(&self) -> Vec<Arc<ListRecord>> {
        let shelf = self.shared.shelf.read();
        shelf.unwrap_or_else(PoisonError::into_inner).lists.clone()
    }

    /// The list that a request recorded, when it was asked before.
    pub(in crate::desk) fn list_of(&self, once: u128) -> Option<Arc<ListRecord>> {
        let shelf = self.shared.shelf.read();
        shelf.unwrap_or_else(PoisonError::into_inner).by_once(once)
    }

    /// Whether the data directory is one for training.
    pub(in crate::desk) fn is_for_training(&self) -> bool {
        let shelf = self.shared.shelf.read();
        shelf.unwrap_or_else(PoisonError::into_inner).for_training
    }

    /// What the data directory was to be filled with for training, where that is known.
    pub(in crate::desk) fn training_past(&self) -> Option<Filling> {
        let shelf = self.shared.shelf.read();
        shelf.unwrap_or_else(PoisonError::into_inner).past
    }

    /// The time, and whether the clock stood later before.
    pub(super) fn stamp(&self) -> (jiff::Timestamp, bool) {
        let at = (self.shared.clock)();
        (at, self.shared.office.notes(at))
    }

    /// Has the writer append a record and waits for it.
    pub(super) fn shelve(&self, mut record: Family) -> Result<(), Refusal> {
        let clear = record.written();
        let damaged = || Refusal::NotStored(StoreFault::Damaged);
        let clear = clear.map_err(|_| damaged())?;
        let mut sealed = Vec::new();
        if record.has_secret() {
            // A key of its own, so that it can be erased by itself.
            let key = draw(&self.shared)?;
            let made = record.sealed(&clear, key, &self.shared.keys());
            sealed = made.map_err(|_| damaged())?;
            record.sealed_with(key);
        }
        let (reply, answered) = sync_channel(1);
        let job = Job::Shelve(Box::new(Shelve {
            record,
            clear,
            sealed,
            reply,
        }));
        let ending = || Refusal::NotStored(StoreFault::Ending);
        self.jobs.send(job).map_err(|_| ending())?;
        let written = answered.recv().map_err(|_| ending())?;
        written.map_err(Refusal::NotStored)
    }
}
