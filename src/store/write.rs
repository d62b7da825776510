//! Changes in, all or nothing. Applied again they change nothing, so a journal may be replayed
//! from before the mark.

use std::collections::HashMap;
use std::sync::PoisonError;

use super::fault::StoreFault;
use super::record::{Row, encode, parts, sealed};
use super::state::State;
use super::{Change, Mark, Store, key};
use crate::casework::{Case, CaseNumber};

impl Store {
    /// Applies changes in the order of the journal, and the mark that comes with the last of them.
    /// One batch: sled recovers all of it or nothing. Not synced: the journal is.
    ///
    /// A change whose revision the case already has is left out, if its event is the one kept. A
    /// mark before the one kept does not replace it.
    ///
    /// # Errors
    /// [`StoreFault::Damaged`] also for a change that does not follow from what is here (a missing
    /// event, another one): the view has then parted from the journal.
    pub fn apply(&self, changes: &[Change], mark: &Mark) -> Result<(), StoreFault> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let next = self.ask(|db| {
            let mut writing = Writing::new(db, state.clone());
            for change in changes {
                writing.change(change)?;
            }
            writing.commit(mark)
        })?;
        *state = next;
        Ok(())
    }
}

/// A batch in the making.
struct Writing<'a> {
    db: &'a sled::Db,
    state: State,
    batch: sled::Batch,
    /// Rows as they will be.
    rows: HashMap<CaseNumber, Row>,
}

impl<'a> Writing<'a> {
    fn new(db: &'a sled::Db, state: State) -> Self {
        Self {
            db,
            state,
            batch: sled::Batch::default(),
            rows: HashMap::new(),
        }
    }

    fn insert(&mut self, key: Vec<u8>, value: Vec<u8>) {
        let value = sealed(&key, value);
        self.batch.insert(key, value);
    }

    fn change(&mut self, change: &Change) -> Result<(), StoreFault> {
        let Change { after, event, .. } = change;
        let number = after.number;
        let old = match self.rows.remove(&number) {
            Some(row) => Some(row),
            None => super::read::row(self.db, number)?,
        };
        let had = old.as_ref().map_or(0, |row| row.case.revision);
        if event.revision <= had && event.revision > 0 {
            let kept = super::read::event(self.db, number, event.revision)?;
            // Not kept yet: an earlier change of this very batch.
            if kept.is_some_and(|kept| kept != *event) {
                return Err(StoreFault::damaged("another event stands in its place"));
            }
            self.rows.extend(old.map(|row| (number, row)));
            return Ok(());
        }
        if Some(event.revision) != had.checked_add(1) || after.revision != event.revision {
            return Err(StoreFault::damaged("an event before this one is missing"));
        }
        if !follows(change.before.as_ref(), old.as_ref()) {
            return Err(StoreFault::damaged(
                "the case was another before this event",
            ));
        }
        let new = self.row(change, old.as_ref())?;
        self.index(old.as_ref(), &new);
        self.insert(key::row(number), encode(&new)?);
        for (part, bytes) in (0..).zip(parts(event)?) {
            self.insert(key::event(number, event.revision, part), bytes);
        }
        let state = &mut self.state;
        let status = old.map(|row| row.case.status);
        state.counters.moved(status, new.case.status);
        state.counters.events += 1;
        state.last_at = state.last_at.max(Some(change.at));
        state.highest_key = state.highest_key.max(change.key);
        self.rows.insert(number, new);
        Ok(())
    }

    /// The case's new row; with the first event also what is kept under the request.
    fn row(&mut self, change: &Change, old: Option<&Row>) -> Result<Row, StoreFault> {
        let case = bare(&change.after);
        if let Some(old) = old {
            return Ok(Row {
                case,
                key: change.key,
                order: old.order,
                once: old.once,
                persons: old.persons.clone(),
            });
        }
        let number = case.number;
        if let Some(once) = change.once {
            self.insert(key::once(once), key::row(number));
        }
        Ok(Row {
            case,
            key: change.key,
            order: self.state.counters.cases + 1,
            once: change.once.map(u128::to_be_bytes),
            persons: change.persons.clone(),
        })
    }

    /// Takes the case out of where it no longer belongs, and puts it where it now does.
    fn index(&mut self, old: Option<&Row>, new: &Row) {
        let old = old.map(Row::index_keys).unwrap_or_default();
        let new = new.index_keys();
        for gone in old.iter().filter(|key| !new.contains(key)) {
            self.batch.remove(gone.as_slice());
        }
        for come in new.into_iter().filter(|key| !old.contains(key)) {
            self.insert(come, Vec::new());
        }
    }

    fn commit(mut self, mark: &Mark) -> Result<State, StoreFault> {
        let kept = self.state.mark.as_ref();
        if kept.is_none_or(|kept| kept.number <= mark.number) {
            self.state.mark = Some(mark.clone());
        }
        let state = encode(&self.state)?;
        self.insert(key::STATE.to_vec(), state);
        self.db.apply_batch(self.batch)?;
        Ok(self.state)
    }
}

/// Whether what the change takes for the case before it is what is kept, as far as indexes and
/// counters hang on it.
fn follows(before: Option<&Case>, kept: Option<&Row>) -> bool {
    let facts = |case: &Case| (case.number, case.revision, case.status);
    before.map(facts) == kept.map(|row| facts(&row.case))
}

/// The case without what was told.
fn bare(case: &Case) -> Case {
    Case {
        number: case.number,
        track: case.track,
        status: case.status,
        revision: case.revision,
        entry: case.entry.clone(),
        agency: case.agency.clone(),
        opened_at: case.opened_at,
        opened_by: case.opened_by.clone(),
        closed_at: case.closed_at,
        due: case.due.clone(),
        was_accepted: case.was_accepted,
        was_extended: case.was_extended,
        merged: case.merged,
        told: crate::casework::Told::Sealed,
    }
}
