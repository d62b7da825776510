//! Answers out. What is read is checked; nothing read is trusted.

use std::iter::Peekable;
use std::sync::PoisonError;

use jiff::Timestamp;
use jiff::civil::Date;

use super::fault::StoreFault;
use super::record::{Row, decode, joined, opened, whole};
use super::state::{Counters, State};
use super::{EventRecord, Mark, Other, Store, Stored, key};
use crate::casework::{CaseKind, CaseNumber};

/// A value, checked.
pub(super) fn value(db: &sled::Db, key: &[u8]) -> Result<Option<Vec<u8>>, StoreFault> {
    match db.get(key)? {
        Some(bytes) => Ok(Some(opened(key, &bytes)?.to_vec())),
        None => Ok(None),
    }
}

/// A case's row.
pub(super) fn row(db: &sled::Db, number: CaseNumber) -> Result<Option<Row>, StoreFault> {
    let Some(bytes) = value(db, &key::row(number))? else {
        return Ok(None);
    };
    let row: Row = decode(&bytes)?;
    if row.case.number == number {
        Ok(Some(row))
    } else {
        Err(StoreFault::damaged("a case stands under another's number"))
    }
}

/// Events of a case up to a revision, as many as there are.
pub(super) fn events(
    db: &sled::Db,
    number: CaseNumber,
    upto: u32,
) -> Result<Vec<EventRecord>, StoreFault> {
    let mut items = db.scan_prefix(key::events(number)).peekable();
    gather(&mut items, number, upto)
}

/// Takes the events of a case from a walk over event keys, and leaves the walk behind them.
pub(super) fn gather(
    items: &mut Peekable<impl Iterator<Item = sled::Result<(sled::IVec, sled::IVec)>>>,
    number: CaseNumber,
    upto: u32,
) -> Result<Vec<EventRecord>, StoreFault> {
    let mut events = Vec::new();
    let mut bytes = Vec::new();
    let (mut at, mut next) = (1, 0);
    while let Some(item) = items.peek() {
        let (key, value) = item.as_ref().map_err(Clone::clone)?;
        let (of, revision, part) =
            key::event_of(key).ok_or_else(|| StoreFault::damaged("a key cannot be read"))?;
        if of != number || revision > upto {
            break;
        }
        if next > 0 && (revision, part) == (at + 1, 0) {
            events.push(whole(at, &bytes)?);
            bytes.clear();
            (at, next) = (at + 1, 0);
        }
        if (revision, part) != (at, next) {
            return Err(StoreFault::damaged("an event is missing"));
        }
        bytes.extend_from_slice(opened(key, value)?);
        next += 1;
        items.next();
    }
    if next > 0 {
        events.push(whole(at, &bytes)?);
    }
    Ok(events)
}

/// One event of a case.
pub(super) fn event(
    db: &sled::Db,
    number: CaseNumber,
    revision: u32,
) -> Result<Option<EventRecord>, StoreFault> {
    let mut bytes = Vec::new();
    for part in 0.. {
        match value(db, &key::event(number, revision, part))? {
            Some(more) => bytes.extend_from_slice(&more),
            None if part == 0 => return Ok(None),
            None => break,
        }
    }
    whole(revision, &bytes).map(Some)
}

/// The records of other families, in the order of the journal.
pub(super) fn others(db: &sled::Db) -> Result<Vec<Other>, StoreFault> {
    let mut others = Vec::new();
    let mut bytes: Vec<u8> = Vec::new();
    let mut at: Option<(u64, u16)> = None;
    for item in db.scan_prefix([key::OTHER]) {
        let (key, value) = item?;
        let now = key::other_of(&key);
        let now = now.ok_or_else(|| StoreFault::damaged("a key cannot be read"))?;
        match at {
            Some((number, part)) if number == now.0 && part.checked_add(1) == Some(now.1) => {}
            _ if now.1 > 0 => return Err(StoreFault::damaged("a part of a record is missing")),
            Some((number, _)) if number != now.0 => {
                others.push(other_of(number, &bytes)?);
                bytes.clear();
            }
            Some(_) => return Err(StoreFault::damaged("a part of a record stands twice")),
            None => {}
        }
        bytes.extend_from_slice(opened(&key, &value)?);
        at = Some(now);
    }
    if let Some((number, _)) = at {
        others.push(other_of(number, &bytes)?);
    }
    Ok(others)
}

/// The record of another family at a number of the journal.
pub(super) fn other(db: &sled::Db, number: u64) -> Result<Option<Other>, StoreFault> {
    let mut bytes = Vec::new();
    for part in 0..=u16::MAX {
        match value(db, &key::other(number, part))? {
            Some(more) => bytes.extend_from_slice(&more),
            None if part == 0 => return Ok(None),
            None => break,
        }
    }
    other_of(number, &bytes).map(Some)
}

fn other_of(number: u64, bytes: &[u8]) -> Result<Other, StoreFault> {
    joined(bytes).map(|(clear, sealed)| Other {
        number,
        clear,
        sealed,
    })
}

impl Store {
    fn state<T>(&self, answer: impl FnOnce(&State) -> T) -> Result<T, StoreFault> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        self.ask(|_| Ok(answer(&state)))
    }

    /// How far of the journal is in here; none when nothing is.
    ///
    /// # Errors
    /// [`StoreFault`] when the store failed before.
    pub fn mark(&self) -> Result<Option<Mark>, StoreFault> {
        self.state(|state| state.mark.clone())
    }

    /// When the latest event happened, whatever the clock did since.
    ///
    /// # Errors
    /// [`StoreFault`] when the store failed before.
    pub fn last_at(&self) -> Result<Option<Timestamp>, StoreFault> {
        self.state(|state| state.last_at)
    }

    /// The highest data key of any case, 0 when there is none.
    ///
    /// # Errors
    /// [`StoreFault`] when the store failed before.
    pub fn highest_key(&self) -> Result<u64, StoreFault> {
        self.state(|state| state.highest_key)
    }

    /// How many cases and events there are.
    ///
    /// # Errors
    /// [`StoreFault`] when the store failed before.
    pub fn counters(&self) -> Result<Counters, StoreFault> {
        self.state(|state| state.counters.clone())
    }

    /// A case with its events.
    ///
    /// # Errors
    /// [`StoreFault`] when it cannot be read whole.
    pub fn case(&self, number: CaseNumber) -> Result<Option<Stored>, StoreFault> {
        self.ask(|db| {
            let Some(Row { case, key, .. }) = row(db, number)? else {
                return Ok(None);
            };
            // Events that came after the row was read are left out.
            let events = events(db, number, case.revision)?;
            if u32::try_from(events.len()) == Ok(case.revision) {
                Ok(Some(Stored { case, key, events }))
            } else {
                Err(StoreFault::damaged("an event is missing"))
            }
        })
    }

    /// The records of other families than cases, in the order of the journal.
    ///
    /// # Errors
    /// [`StoreFault`] when they cannot be read whole.
    pub fn others(&self) -> Result<Vec<Other>, StoreFault> {
        self.ask(others)
    }

    /// The highest serial given for a kind and day, 0 when none was.
    ///
    /// # Errors
    /// [`StoreFault`] when it cannot be read.
    pub fn serial(&self, kind: CaseKind, day: Date) -> Result<u32, StoreFault> {
        // No case is ever removed: the last row of the day and kind has it.
        self.ask(|db| {
            let Some(item) = db.scan_prefix(key::rows(kind, day)).next_back() else {
                return Ok(0);
            };
            let (key, value) = item?;
            opened(&key, &value)?;
            let number = key.get(1..).and_then(key::number_of);
            number
                .map(|number| number.serial)
                .ok_or_else(|| StoreFault::damaged("a number cannot be read"))
        })
    }

    /// The case that a request logged, when it was asked before.
    ///
    /// # Errors
    /// [`StoreFault`] when it cannot be read.
    pub fn by_once(&self, once: u128) -> Result<Option<CaseNumber>, StoreFault> {
        self.ask(|db| {
            let Some(bytes) = value(db, &key::once(once))? else {
                return Ok(None);
            };
            let number = bytes.get(1..).and_then(key::number_of);
            number
                .map(Some)
                .ok_or_else(|| StoreFault::damaged("a number cannot be read"))
        })
    }
}
