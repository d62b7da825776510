//! Records of other families: kept whole, once, in their order; found missing when they are.

use super::model::{Dice, history, mark};
use crate::store::key;
use crate::store::{Other, Store, StoreFault};

fn others(dice: &mut Dice) -> Vec<Other> {
    [(41, 0), (43, 4088), (44, 4089), (250, 300_000), (256, 3)]
        .into_iter()
        .map(|(number, length)| Other {
            number,
            clear: dice.bytes(40),
            sealed: vec![7; length],
        })
        .collect()
}

/// A box that was sealed with this key, as far as the store looks into it.
fn sealed_with(key: u64) -> Vec<u8> {
    let mut sealed = vec![1];
    sealed.extend(key.to_le_bytes());
    sealed.extend([7; 28]);
    sealed
}

#[test]
fn the_key_of_what_is_sealed_is_remembered_as_used() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("view")).unwrap();
    let other = |number, sealed| Other {
        number,
        clear: vec![1],
        sealed,
    };
    let others = [other(1, sealed_with(9)), other(2, Vec::new())];
    store.apply(&[], &others, &mark(2)).unwrap();
    assert_eq!(store.highest_key().unwrap(), 9);
}

#[test]
fn they_are_kept_once_in_the_order_of_the_journal_beside_the_cases() {
    let dir = tempfile::tempdir().unwrap();
    let (changes, models) = history(dir.path(), 20, 40, 200);
    let cases = models.last().unwrap();
    let others = others(&mut Dice::new(21));
    let store = Store::open(dir.path()).unwrap();
    store.apply(&[], &others[2..], &mark(256)).unwrap();
    let twice: Vec<Other> = others.iter().chain(&others).cloned().collect();
    for _ in 0..2 {
        store.apply(&changes, &twice, &mark(256)).unwrap();
    }
    for _ in 0..2 {
        let store = Store::open(dir.path());
        // Held by the first one until it is closed.
        assert!(matches!(store, Err(StoreFault::Locked)));
    }
    store.check().unwrap();
    store.close().unwrap();
    let store = Store::open(dir.path()).unwrap();
    assert_eq!(store.others().unwrap(), others);
    let events = cases
        .cases
        .values()
        .map(|kept| u64::from(kept.stored.case.revision));
    let all = events.sum::<u64>() + 5;
    assert_eq!(store.counters().unwrap().events, all);
}

#[test]
fn another_one_in_its_place_is_damage_and_so_is_a_part_that_is_gone() {
    let others = others(&mut Dice::new(22));
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    store.apply(&[], &others, &mark(256)).unwrap();
    let mut another = others[1].clone();
    another.clear.push(1);
    let damaged = store.apply(&[], &[another], &mark(256));
    assert!(matches!(damaged, Err(StoreFault::Damaged { .. })));
    drop(store);
    for gone in [
        key::other(41, 0),
        key::other(250, 0),
        key::other(250, 7),
        key::other(256, 0),
    ] {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.apply(&[], &others, &mark(256)).unwrap();
        store.ask(|db| Ok(db.remove(&gone)?)).unwrap();
        assert!(store.check().is_err(), "{gone:?}");
    }
}
