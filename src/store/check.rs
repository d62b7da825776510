//! Walks everything: each value is what was written, each case has its events and stands in its
//! indexes and nowhere else, the counters agree.

use std::collections::BTreeSet;
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
    for item in db.scan_prefix([key::ROW]) {
        let (key, value) = item?;
        let row: Row = decode(opened(&key, &value)?)?;
        if *key != *key::row(row.case.number) {
            return wrong("a case stands under another's number");
        }
        sums.case(db, row)?;
    }
    sums.agree(db, state)
}

/// What the cases add up to.
#[derive(Default)]
struct Sums {
    counters: Counters,
    highest_key: u64,
    orders: BTreeSet<u64>,
    index_keys: u64,
    onces: u64,
}

impl Sums {
    fn case(&mut self, db: &sled::Db, row: Row) -> Result<(), StoreFault> {
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
        if read::highest(db, &key::serial(number.kind, number.day))? < number.serial {
            return wrong("a serial is higher than the highest");
        }
        let events = read::events(db, number, u32::MAX)?;
        if u32::try_from(events.len()) != Ok(row.case.revision) {
            return wrong("a case and its events do not agree");
        }
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
        // A case keeps its key; one that was given another may leave a higher one behind.
        if self.highest_key > state.highest_key {
            return wrong("a key is higher than the highest");
        }
        let cases = state.counters.cases;
        let span = (self.orders.first().copied(), self.orders.last().copied());
        let whole = if cases == 0 {
            (None, None)
        } else {
            (Some(1), Some(cases))
        };
        if span != whole || u64::try_from(self.orders.len()) != Ok(cases) {
            return wrong("the cases are not in one order");
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
        for item in db.scan_prefix([key::EVENT]) {
            let (key, value) = item?;
            opened(&key, &value)?;
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
