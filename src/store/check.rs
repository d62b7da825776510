//! Walks everything: each value is what was written, each case has its events and stands in its
//! indexes and nowhere else, the counters agree.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::PoisonError;

use super::fault::StoreFault;
use super::record::{Row, checksum, decode, opened};
use super::state::{Counters, State};
use super::{Store, key, read};

impl Store {
    /// Walks everything. Nothing is written meanwhile.
    ///
    /// # Errors
    /// [`StoreFault::Damaged`] names the first thing that does not agree.
    pub fn check(&self) -> Result<(), StoreFault> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        self.ask(|db| walk(db, &state))
    }
}

fn wrong<T>(what: impl Into<String>) -> Result<T, StoreFault> {
    Err(StoreFault::damaged(what))
}

fn walk(db: &sled::Db, state: &State) -> Result<(), StoreFault> {
    let kept = match read::value(db, key::STATE)? {
        Some(bytes) => decode(&bytes)?,
        None => State::default(),
    };
    if kept != *state {
        return wrong("the state is not the one written last");
    }
    let mut sums = Sums::default();
    // Rows and events stand in the order of the numbers: one walk each, side by side.
    let mut events = db.scan_prefix([key::EVENT]).peekable();
    for item in db.scan_prefix([key::ROW]) {
        let (key, value) = item?;
        let row: Row = decode(opened(&key, &value)?)?;
        let number = row.case.number;
        if *key != *key::row(number) {
            return wrong("a case stands under another's number");
        }
        let events = read::gather(&mut events, number, u32::MAX)?;
        if u32::try_from(events.len()) != Ok(row.case.revision) {
            return wrong("a case and its events do not agree");
        }
        sums.case(&row);
    }
    if let Some(item) = events.next() {
        item?;
        return wrong("an event belongs to no case");
    }
    sums.counters.events += read::others(db)?.len() as u64;
    sums.agree(db, state)
}

/// What stands under a letter, in short: how many, and the sum of their checksums. Two sets of keys
/// with the same are taken for the same; that spares looking up each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sum {
    count: u64,
    checks: u64,
}

impl Sum {
    fn add(&mut self, key: &[u8], value: &[u8]) {
        let check = u64::from_be_bytes(checksum(key, value));
        self.count += 1;
        self.checks = self.checks.wrapping_add(check);
    }

    fn under(db: &sled::Db, letter: u8) -> Result<Self, StoreFault> {
        let mut sum = Self::default();
        for item in db.scan_prefix([letter]) {
            let (key, value) = item?;
            sum.add(&key, opened(&key, &value)?);
        }
        Ok(sum)
    }
}

/// What the cases add up to.
#[derive(Default)]
struct Sums {
    counters: Counters,
    highest_key: u64,
    orders: BTreeSet<u64>,
    /// By letter.
    found: BTreeMap<u8, Sum>,
}

impl Sums {
    fn add(&mut self, key: &[u8], value: &[u8]) {
        let letter = key.first().copied().unwrap_or_default();
        self.found.entry(letter).or_default().add(key, value);
    }

    fn case(&mut self, row: &Row) {
        for key in row.index_keys() {
            self.add(&key, &[]);
        }
        if let Some(once) = row.once {
            let key = key::once(u128::from_be_bytes(once));
            self.add(&key, &key::row(row.case.number));
        }
        self.counters.moved(None, row.case.status);
        self.counters.events += u64::from(row.case.revision);
        self.highest_key = self.highest_key.max(row.key);
        self.orders.insert(row.order);
    }

    fn agree(self, db: &sled::Db, state: &State) -> Result<(), StoreFault> {
        if self.counters != state.counters {
            return wrong("the counters do not agree with the cases");
        }
        // A case that was given another key may leave a higher one behind.
        if self.highest_key > state.highest_key {
            return wrong("a key is higher than the highest");
        }
        if !self.orders.into_iter().eq(1..=state.counters.cases) {
            return wrong("the cases are not in one order");
        }
        for letter in key::DERIVED {
            let expected = self.found.get(&letter).copied().unwrap_or_default();
            if Sum::under(db, letter)? != expected {
                let index = char::from(letter);
                return wrong(format!("index {index} does not agree with the cases"));
            }
        }
        Ok(())
    }
}
