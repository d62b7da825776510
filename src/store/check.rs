//! Walks everything: each value is what was written, each case has its events and stands in its
//! indexes and nowhere else, the counters agree.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::PoisonError;

use super::fault::StoreFault;
use super::record::{Row, decode, opened};
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

fn wrong<T>(what: &str) -> Result<T, StoreFault> {
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
        sums.case(db, &row)?;
    }
    match events.next() {
        None => sums.agree(db, state),
        Some(item) => item
            .map_err(StoreFault::from)
            .and_then(|_| wrong("an event belongs to no case")),
    }
}

/// What the cases add up to.
#[derive(Default)]
struct Sums {
    counters: Counters,
    highest_key: u64,
    orders: BTreeSet<u64>,
    /// Highest serials under their keys.
    serials: BTreeMap<Vec<u8>, u32>,
    index_keys: u64,
    onces: u64,
}

impl Sums {
    fn case(&mut self, db: &sled::Db, row: &Row) -> Result<(), StoreFault> {
        let number = row.case.number;
        for key in row.index_keys() {
            if read::value(db, &key)?.as_deref() != Some(&[]) {
                return wrong("a case is missing in an index");
            }
            self.index_keys += 1;
        }
        if let Some(once) = row.once {
            let key = key::once(u128::from_be_bytes(once));
            if read::value(db, &key)? != Some(key::row(number)) {
                return wrong("a request's mark is missing");
            }
            self.onces += 1;
        }
        let serial = key::serial(number.kind, number.day);
        let highest = self.serials.entry(serial).or_default();
        *highest = number.serial.max(*highest);
        self.counters.moved(None, row.case.status);
        self.counters.events += u64::from(row.case.revision);
        self.highest_key = self.highest_key.max(row.key);
        self.orders.insert(row.order);
        Ok(())
    }

    fn agree(self, db: &sled::Db, state: &State) -> Result<(), StoreFault> {
        if self.counters != state.counters {
            return wrong("the counters do not agree with the cases");
        }
        // A case that was given another key may leave a higher one behind.
        if self.highest_key > state.highest_key {
            return wrong("a key is higher than the highest");
        }
        let cases = state.counters.cases;
        if !self.orders.into_iter().eq(1..=cases) {
            return wrong("the cases are not in one order");
        }
        let mut serials = BTreeMap::new();
        for item in db.scan_prefix([key::SERIAL]) {
            let (key, _) = item?;
            serials.insert(key.to_vec(), read::highest(db, &key)?);
        }
        if serials != self.serials {
            return wrong("the highest serials do not agree with the cases");
        }
        // All that should be there is: no more may be.
        let mut index_keys = 0;
        for letter in key::INDEXES {
            index_keys += count(db, letter)?;
        }
        if index_keys != self.index_keys {
            return wrong("an index has what no case has");
        }
        if count(db, key::ONCE)? != self.onces {
            return wrong("a request's mark belongs to no case");
        }
        Ok(())
    }
}

/// How many values stand under a letter, each checked.
fn count(db: &sled::Db, letter: u8) -> Result<u64, StoreFault> {
    let mut count = 0;
    for item in db.scan_prefix([letter]) {
        let (key, value) = item?;
        opened(&key, &value)?;
        count += 1;
    }
    Ok(count)
}
