//! Changes in, all or nothing. Applied again they change nothing, so a journal may be replayed
//! from before the mark.
//!
//! A few changes are written value by value, the state with the mark last, and before them all what
//! must be put back if the state never comes: sled recovers its log up to some point, so a crash
//! leaves the first so many of these writes, and opening takes them back. Many changes go in one
//! batch, which sled recovers whole or not at all. Not always, because each batch (and each
//! transaction, over one tree or several) makes sled write out its buffer, beside the journal's own
//! sync and on the same disk. Measured, a case logged took 44 µs (99 of 100 within 142) value by
//! value, 104 to 160 (519 to 1059) in a batch; a transaction over twelve trees 79 to 145 without
//! encoding anything.

use std::collections::{BTreeSet, HashMap};
use std::sync::PoisonError;

use super::fault::StoreFault;
use super::record::{Row, encode, parts, sealed};
use super::state::State;
use super::{Change, Mark, Other, Store, key, read};
use crate::casework::{Case, CaseNumber};
use crate::seal::Keys;

impl Store {
    /// Applies changes in the order of the journal, keeps the records of other families that came
    /// among them, and the mark that comes with the last of all: all of it, or after a crash
    /// nothing. Not synced: the journal is.
    ///
    /// A change whose revision the case already has is left out, if its event is the one kept;
    /// likewise a record whose number is there. A mark before the one kept does not replace it.
    ///
    /// # Errors
    /// [`StoreFault::Damaged`] also for a change that does not follow from what is here (a missing
    /// event, another one): the view has then parted from the journal.
    pub fn apply(
        &self,
        changes: &[Change],
        others: &[Other],
        mark: &Mark,
    ) -> Result<(), StoreFault> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let next = self.ask(|db| {
            let (next, plan) = Writing::plan(db, &state, (changes, others), mark)?;
            match plan {
                Plan::Steps(steps) => {
                    for (key, value) in steps {
                        put(db, key, value)?;
                    }
                }
                Plan::Batch(batch) => db.apply_batch(batch)?,
            }
            Ok(next)
        })?;
        *state = next;
        Ok(())
    }
}

/// How changes are written.
pub(super) enum Plan {
    /// One after the other: what stood there before, what is to stand there, the state.
    Steps(Vec<(Vec<u8>, Option<Vec<u8>>)>),
    /// All at once.
    Batch(sled::Batch),
}

/// Most bytes of what stood there before; longer ones go in a batch.
const LONGEST_UNDO: usize = 16 << 10;

fn put(db: &sled::Db, key: Vec<u8>, value: Option<Vec<u8>>) -> Result<(), StoreFault> {
    match value {
        Some(value) => db.insert(key, value)?,
        None => db.remove(key)?,
    };
    Ok(())
}

/// A value that changes, as sled has it, and what it was.
struct Op {
    key: Vec<u8>,
    old: Option<Vec<u8>>,
    new: Option<Vec<u8>>,
}

/// A case's row, and its bytes as sled has them.
struct Known {
    row: Row,
    bytes: Vec<u8>,
}

/// Changes on their way in.
pub(super) struct Writing<'a> {
    db: &'a sled::Db,
    state: State,
    ops: Vec<Op>,
    /// Rows as they will be.
    rows: HashMap<CaseNumber, Known>,
    /// Numbers of the other records among them.
    others: BTreeSet<u64>,
}

impl<'a> Writing<'a> {
    /// What to write, and the state then.
    pub(super) fn plan(
        db: &'a sled::Db,
        state: &State,
        (changes, others): (&[Change], &[Other]),
        mark: &Mark,
    ) -> Result<(State, Plan), StoreFault> {
        let mut writing = Self {
            db,
            state: state.clone(),
            ops: Vec::new(),
            rows: HashMap::new(),
            others: BTreeSet::new(),
        };
        for change in changes {
            writing.change(change)?;
        }
        for other in others {
            writing.keep(other)?;
        }
        writing.finish(mark)
    }

    fn add(&mut self, key: Vec<u8>, value: Vec<u8>) {
        let new = Some(sealed(&key, value));
        let old = None;
        self.ops.push(Op { key, old, new });
    }

    fn change(&mut self, change: &Change) -> Result<(), StoreFault> {
        let Change { after, event, .. } = change;
        let number = after.number;
        let old = match self.rows.remove(&number) {
            Some(known) => Some(known),
            None => known(self.db, number)?,
        };
        let had = old.as_ref().map_or(0, |old| old.row.case.revision);
        if event.revision <= had && event.revision > 0 {
            let kept = read::event(self.db, number, event.revision)?;
            // Not kept yet: an earlier one of these very changes.
            if kept.is_some_and(|kept| kept != *event) {
                return Err(StoreFault::damaged("another event stands in its place"));
            }
            self.rows.extend(old.map(|old| (number, old)));
            return Ok(());
        }
        if Some(event.revision) != had.checked_add(1) || after.revision != event.revision {
            return Err(StoreFault::damaged("an event before this one is missing"));
        }
        if !follows(change.before.as_ref(), old.as_ref().map(|old| &old.row)) {
            return Err(StoreFault::damaged(
                "the case was another before this event",
            ));
        }
        self.write(change, old)
    }

    fn keep(&mut self, other: &Other) -> Result<(), StoreFault> {
        if !self.others.insert(other.number) {
            return Ok(());
        }
        if let Some(kept) = read::other(self.db, other.number)? {
            return if kept == *other {
                Ok(())
            } else {
                Err(StoreFault::damaged("another record stands in its place"))
            };
        }
        for (part, bytes) in (0..).zip(parts(&other.clear, &other.sealed)?) {
            self.add(key::other(other.number, part), bytes);
        }
        self.state.counters.events += 1;
        // Its key is given to nothing else either.
        let key = Keys::key_of(&other.sealed).map_or(0, |key| key.0);
        self.state.highest_key = self.state.highest_key.max(key);
        Ok(())
    }

    /// In this order a number that is found anywhere has its row, and a row its events, also for
    /// whoever reads meanwhile.
    fn write(&mut self, change: &Change, old: Option<Known>) -> Result<(), StoreFault> {
        let Change { after, event, .. } = change;
        let number = after.number;
        let (old, old_bytes) = old.map(|old| (old.row, old.bytes)).unzip();
        let row = self.row(change, old.as_ref());
        for (part, bytes) in (0..).zip(parts(&event.clear, &event.sealed)?) {
            self.add(key::event(number, event.revision, part), bytes);
        }
        let key = key::row(number);
        let bytes = sealed(&key, encode(&row)?);
        self.ops.push(Op {
            key: key.clone(),
            old: old_bytes,
            new: Some(bytes.clone()),
        });
        if let (None, Some(once)) = (&old, change.once) {
            self.add(key::once(once), key);
        }
        self.index(old.as_ref(), &row);
        let state = &mut self.state;
        let status = old.map(|row| row.case.status);
        state.counters.moved(status, row.case.status);
        state.counters.events += 1;
        state.last_at = state.last_at.max(Some(change.at));
        state.highest_key = state.highest_key.max(change.key);
        self.rows.insert(number, Known { row, bytes });
        Ok(())
    }

    /// The case's new row.
    fn row(&self, change: &Change, old: Option<&Row>) -> Row {
        let (case, key) = (change.after.bare(), change.key);
        match old {
            Some(old) => Row {
                case,
                key,
                order: old.order,
                once: old.once,
                persons: old.persons.clone(),
            },
            None => Row {
                case,
                key,
                order: self.state.counters.cases + 1,
                once: change.once.map(u128::to_be_bytes),
                persons: change.persons.clone(),
            },
        }
    }

    /// Puts the case where it now belongs, then takes it out of where it no longer does.
    fn index(&mut self, old: Option<&Row>, new: &Row) {
        let old = old.map(Row::index_keys).unwrap_or_default();
        let new = new.index_keys();
        let gone: Vec<_> = old.iter().filter(|key| !new.contains(key)).collect();
        for come in new.iter().filter(|key| !old.contains(key)) {
            self.add(come.clone(), Vec::new());
        }
        for key in gone {
            self.ops.push(Op {
                key: key.clone(),
                old: Some(sealed(key, Vec::new())),
                new: None,
            });
        }
    }

    fn finish(mut self, mark: &Mark) -> Result<(State, Plan), StoreFault> {
        let kept = self.state.mark.as_ref();
        if kept.is_none_or(|kept| kept.number <= mark.number) {
            self.state.mark = Some(mark.clone());
        }
        self.state.applied += 1;
        let state = sealed(key::STATE, encode(&self.state)?);
        let undo = undo(self.state.applied, &self.ops)?;
        let ops = self.ops.into_iter().map(|op| (op.key, op.new));
        let last = (key::STATE.to_vec(), Some(state));
        if undo.len() > LONGEST_UNDO {
            let mut batch = sled::Batch::default();
            for (key, value) in ops.chain([last]) {
                match value {
                    Some(value) => batch.insert(key, value),
                    None => batch.remove(key),
                }
            }
            return Ok((self.state, Plan::Batch(batch)));
        }
        let first = (key::UNDO.to_vec(), Some(sealed(key::UNDO, undo)));
        let steps = [first].into_iter().chain(ops).chain([last]).collect();
        Ok((self.state, Plan::Steps(steps)))
    }
}

/// A case's row with its bytes.
fn known(db: &sled::Db, number: CaseNumber) -> Result<Option<Known>, StoreFault> {
    let Some(row) = read::row(db, number)? else {
        return Ok(None);
    };
    let key = key::row(number);
    let bytes = sealed(&key, encode(&row)?);
    Ok(Some(Known { row, bytes }))
}

/// What stood there before: the number of the writing it belongs to, then what must be put back,
/// the last first.
fn undo(applied: u64, ops: &[Op]) -> Result<Vec<u8>, StoreFault> {
    let back: Vec<(&[u8], Option<&[u8]>)> = ops
        .iter()
        .rev()
        .map(|op| (op.key.as_slice(), op.old.as_deref()))
        .collect();
    let mut bytes = applied.to_be_bytes().to_vec();
    let long = |_| StoreFault::damaged("a change is too long");
    for (key, old) in back {
        let key_length = u32::try_from(key.len()).map_err(long)?;
        let old_length = u32::try_from(old.map_or(0, |old| old.len() + 1)).map_err(long)?;
        bytes.extend_from_slice(&key_length.to_be_bytes());
        bytes.extend_from_slice(&old_length.to_be_bytes());
        bytes.extend_from_slice(key);
        bytes.extend_from_slice(old.unwrap_or_default());
    }
    Ok(bytes)
}

/// Takes back what a crash left half written. `applied` is what the state says was written last.
pub(super) fn take_back(db: &sled::Db, applied: u64) -> Result<(), StoreFault> {
    let Some(undo) = read::value(db, key::UNDO)? else {
        return Ok(());
    };
    let unreadable = || StoreFault::damaged("a writing cannot be taken back");
    let (number, mut rest) = undo.split_first_chunk::<8>().ok_or_else(unreadable)?;
    if u64::from_be_bytes(*number) <= applied {
        return Ok(());
    }
    let length = |bytes: &[u8; 4]| usize::try_from(u32::from_be_bytes(*bytes)).ok();
    while !rest.is_empty() {
        let mut cut = || {
            let (key, more) = rest.split_first_chunk::<4>()?;
            let (old, more) = more.split_first_chunk::<4>()?;
            let (key, more) = more.split_at_checked(length(key)?)?;
            let old_length = length(old)?;
            let (old, more) = more.split_at_checked(old_length.saturating_sub(1))?;
            rest = more;
            Some((key.to_vec(), (old_length > 0).then(|| old.to_vec())))
        };
        let (key, old) = cut().ok_or_else(unreadable)?;
        put(db, key, old)?;
    }
    db.remove(key::UNDO)?;
    Ok(())
}

/// Whether what the change takes for the case before it is what is kept, as far as indexes and
/// counters hang on it.
fn follows(before: Option<&Case>, kept: Option<&Row>) -> bool {
    let facts = |case: &Case| (case.number, case.revision, case.status);
    before.map(facts) == kept.map(|row| facts(&row.case))
}
