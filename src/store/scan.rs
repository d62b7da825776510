//! Walking an index, newest first.

use std::ops::{Bound, RangeBounds};

use jiff::civil::Date;

use super::fault::StoreFault;
use super::read::row;
use super::record::opened;
use super::{Store, key};
use crate::casework::{CaseNumber, Status};
use crate::registry::EntryId;

/// Cases of an index, the newest first (by due date: the latest first); from the back, the oldest.
/// After a fault it ends.
#[derive(Debug)]
pub struct Scan<'a> {
    store: &'a Store,
    from: Vec<u8>,
    to: Option<Vec<u8>>,
    /// Made at the first step, as sled may fail at it.
    iter: Option<Walk>,
    done: bool,
}

/// sled's iterator, which has no `Debug` of its own.
struct Walk(sled::Iter);

impl std::fmt::Debug for Walk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Walk")
    }
}

impl Scan<'_> {
    fn step(
        &mut self,
        step: impl FnOnce(&mut sled::Iter) -> Option<sled::Result<(sled::IVec, sled::IVec)>>,
    ) -> Option<Result<CaseNumber, StoreFault>> {
        if self.done {
            return None;
        }
        let Self {
            store,
            from,
            to,
            iter,
            ..
        } = self;
        let found = store.ask(|db| {
            let walk = iter.get_or_insert_with(|| {
                let to = to.take().map_or(Bound::Unbounded, Bound::Excluded);
                Walk(db.range((Bound::Included(std::mem::take(from)), to)))
            });
            let Some(item) = step(&mut walk.0) else {
                return Ok(None);
            };
            let (key, value) = item?;
            opened(&key, &value)?;
            let number = key::tail_of(&key);
            number
                .map(Some)
                .ok_or_else(|| StoreFault::damaged("a key cannot be read"))
        });
        self.done = !matches!(found, Ok(Some(_)));
        found.transpose()
    }
}

impl Iterator for Scan<'_> {
    type Item = Result<CaseNumber, StoreFault>;

    fn next(&mut self) -> Option<Self::Item> {
        self.step(DoubleEndedIterator::next_back)
    }
}

impl DoubleEndedIterator for Scan<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.step(Iterator::next)
    }
}

impl Store {
    fn scan(&self, from: Vec<u8>, to: Option<Vec<u8>>) -> Scan<'_> {
        // sled does not like a range that is upside down.
        let done = to.as_ref().is_some_and(|to| *to <= from);
        Scan {
            store: self,
            from,
            to,
            iter: None,
            done,
        }
    }

    fn scan_under(&self, prefix: Vec<u8>) -> Scan<'_> {
        let to = key::after(&prefix);
        self.scan(prefix, to)
    }

    fn scan_days(
        &self,
        letter: u8,
        days: &impl RangeBounds<Date>,
        key: impl Fn(Date) -> Vec<u8>,
    ) -> Scan<'_> {
        let from = match days.start_bound() {
            Bound::Included(day) => Some(key(*day)),
            Bound::Excluded(day) => key::after(&key(*day)),
            Bound::Unbounded => None,
        };
        let to = match days.end_bound() {
            Bound::Included(day) => key::after(&key(*day)),
            Bound::Excluded(day) => Some(key(*day)),
            Bound::Unbounded => key::after(&[letter]),
        };
        self.scan(from.unwrap_or_else(|| vec![letter]), to)
    }

    /// Cases by the day in their number; those of one day in the order they were logged.
    pub fn by_number(&self, days: impl RangeBounds<Date>) -> Scan<'_> {
        self.scan_days(key::BY_DAY, &days, key::by_day)
    }

    /// Cases that stand before this one in the order of [`Self::by_number`], none where it is not
    /// there.
    ///
    /// # Errors
    /// [`StoreFault`] when it cannot be read.
    pub fn before(&self, number: CaseNumber) -> Result<Scan<'_>, StoreFault> {
        let row = self.ask(|db| row(db, number))?;
        let end = row.map(|row| {
            let mut end = key::by_day(number.day);
            end.extend_from_slice(&key::tail(number, row.order));
            end
        });
        let first = vec![key::BY_DAY];
        Ok(self.scan(first.clone(), Some(end.unwrap_or(first))))
    }

    /// Cases that stand so.
    pub fn by_status(&self, status: Status) -> Scan<'_> {
        self.scan_under(key::by_status(status))
    }

    /// Cases by due date, the latest first.
    pub fn by_due(&self, days: impl RangeBounds<Date>) -> Scan<'_> {
        self.scan_days(key::BY_DUE, &days, key::by_due)
    }

    /// Cases about an entry of the registry.
    pub fn by_service(&self, id: &EntryId) -> Scan<'_> {
        self.scan_under(key::by_service(id))
    }

    /// Cases at an agency.
    pub fn by_agency(&self, id: &EntryId) -> Scan<'_> {
        self.scan_under(key::by_agency(id))
    }

    /// Cases of a person, by a keyed hash.
    pub fn by_person(&self, hash: &[u8; 32]) -> Scan<'_> {
        self.scan_under(key::by_person(hash))
    }
}
