//! Random histories: what went in comes out, in every index, again and after reopening.

use std::path::Path;

use super::model::{Dice, Model, history, mark, raw};
use crate::casework::Told;
use crate::casework::event::Said;
use crate::store::record::decode;
use crate::store::write::{Plan, Writing};
use crate::store::{Change, Mark, Store, key, read};

#[test]
fn an_empty_store_answers_that_there_is_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(&dir.path().join("view")).unwrap();
    Model::default().compare(&store).unwrap();
    assert_eq!(store.by_once(1), Ok(None));
    store.close().unwrap();
}

#[test]
fn random_histories_are_kept_in_batches_of_any_size_and_reopened() {
    for seed in 0..6 {
        let dir = tempfile::tempdir().unwrap();
        let mut dice = Dice::new(seed);
        let mut model = Model::default();
        let mut number = 0;
        let mut store = Store::open(dir.path()).unwrap();
        for _ in 0..12 {
            let mut changes = Vec::new();
            for _ in 0..dice.below(8) {
                let change = model.draw(&mut dice, 300);
                model.take(&change);
                changes.push(change);
                number += 1;
            }
            model.mark = Some(mark(number));
            store.apply(&changes, &[], &mark(number)).unwrap();
            if dice.below(4) == 0 {
                // Dropped or closed: the same.
                if dice.below(2) == 0 {
                    store.close().unwrap();
                } else {
                    drop(store);
                }
                store = Store::open(dir.path()).unwrap();
            }
            model.compare(&store).unwrap();
        }
    }
}

#[test]
fn applying_again_changes_nothing_from_wherever_it_starts() {
    let dir = tempfile::tempdir().unwrap();
    let (changes, models) = history(dir.path(), 1, 40, 200);
    let model = models.last().unwrap();
    let store = Store::open(dir.path()).unwrap();
    for start in [0, 17, 39] {
        for (number, change) in (1..).zip(&changes).skip(start) {
            store
                .apply(std::slice::from_ref(change), &[], &mark(number))
                .unwrap();
        }
        model.compare(&store).unwrap();
        store.apply(&changes[start..], &[], &mark(40)).unwrap();
        model.compare(&store).unwrap();
    }
}

#[test]
fn a_batch_may_hold_the_same_changes_twice() {
    let dir = tempfile::tempdir().unwrap();
    let (changes, models) = history(&dir.path().join("one"), 2, 30, 200);
    let store = Store::open(&dir.path().join("two")).unwrap();
    let twice: Vec<_> = changes.iter().chain(&changes).cloned().collect();
    store.apply(&twice, &[], &mark(30)).unwrap();
    models.last().unwrap().compare(&store).unwrap();
}

#[test]
fn a_mark_without_changes_moves_on_and_never_back() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    for (number, then) in [(3, 3), (2, 3), (9, 9)] {
        store.apply(&[], &[], &mark(number)).unwrap();
        assert_eq!(store.mark().unwrap(), Some(mark(then)));
    }
}

#[test]
fn boxes_of_every_length_are_kept_without_a_file_of_their_own() {
    let dir = tempfile::tempdir().unwrap();
    let (_, models) = history(dir.path(), 3, 60, 300_000);
    let blobs = std::fs::read_dir(dir.path().join("blobs")).unwrap();
    assert_eq!(blobs.count(), 0);
    let store = Store::open(dir.path()).unwrap();
    models.last().unwrap().compare(&store).unwrap();
    // Lengths around the ends of parts, all in one batch.
    let mut model = models.last().unwrap().clone();
    let mut dice = Dice::new(4);
    let mut changes = Vec::new();
    for length in [0, 1, 4087, 4088, 4089, 8183, 8184, 8185, 3_000_000] {
        let mut change = model.draw(&mut dice, 0);
        change.event.clear = Vec::new();
        change.event.sealed = vec![0xA5; length];
        model.take(&change);
        changes.push(change);
    }
    model.mark = Some(mark(61));
    store.apply(&changes, &[], &mark(61)).unwrap();
    model.compare(&store).unwrap();
    store.close().unwrap();
    let store = Store::open(dir.path()).unwrap();
    model.compare(&store).unwrap();
}

#[test]
fn what_was_told_is_in_no_file() {
    let dir = tempfile::tempdir().unwrap();
    let mut change = Model::default().draw(&mut Dice::new(5), 100);
    change.after.told = Told::Open(Box::new(Said {
        content: Some("拖欠工资三个月".to_owned()),
        ..Said::default()
    }));
    let store = Store::open(dir.path()).unwrap();
    store
        .apply(std::slice::from_ref(&change), &[], &mark(1))
        .unwrap();
    let stored = store.case(change.after.number).unwrap().unwrap();
    assert_eq!(stored.case.told, Told::Sealed);
    store.close().unwrap();
    for file in super::damage::files(dir.path()) {
        let bytes = std::fs::read(&file).unwrap();
        let found = bytes.windows(6).any(|part| part == "拖欠".as_bytes());
        assert!(!found, "{}", file.display());
    }
}

#[test]
fn a_walk_meets_itself_from_both_ends() {
    let dir = tempfile::tempdir().unwrap();
    let (_, models) = history(dir.path(), 6, 40, 50);
    let store = Store::open(dir.path()).unwrap();
    let all: Vec<_> = store.by_number(..).map(Result::unwrap).collect();
    assert_eq!(all.len(), models.last().unwrap().cases.len());
    let mut back: Vec<_> = store.by_number(..).rev().map(Result::unwrap).collect();
    back.reverse();
    assert_eq!(back, all);
    let mut scan = store.by_number(..);
    let (mut head, mut tail) = (Vec::new(), Vec::new());
    while let Some(number) = scan.next() {
        head.push(number.unwrap());
        tail.extend(scan.next_back().map(Result::unwrap));
    }
    assert_eq!(scan.next_back(), None);
    head.extend(tail.into_iter().rev());
    assert_eq!(head, all);
}

/// Writes the first so many steps of some changes, as a crash does; whether there are more.
fn crash(dir: &Path, changes: &[Change], mark: &Mark, steps: usize) -> bool {
    let db = raw(dir);
    let state = read::value(&db, key::STATE).unwrap();
    let state = state.map_or_else(Default::default, |state| decode(&state).unwrap());
    let (_, plan) = Writing::plan(&db, &state, (changes, &[]), mark).unwrap();
    let Plan::Steps(all) = plan else {
        panic!("a batch has no steps");
    };
    let more = steps < all.len();
    for (key, value) in all.into_iter().take(steps) {
        match value {
            Some(value) => db.insert(key, value).unwrap(),
            None => db.remove(key).unwrap(),
        };
    }
    more
}

#[test]
fn a_crash_after_any_step_leaves_all_of_a_change_or_nothing() {
    let whole = tempfile::tempdir().unwrap();
    let (changes, models) = history(whole.path(), 13, 12, 2000);
    let dir = tempfile::tempdir().unwrap();
    Store::open(dir.path()).unwrap().close().unwrap();
    for (at, changes) in changes.chunks(3).enumerate() {
        let (before, after) = (&models[at * 3], &models[at * 3 + 3]);
        let mark = after.mark.as_ref().unwrap();
        let mut steps = 0;
        while crash(dir.path(), changes, mark, steps) {
            let store = Store::open(dir.path()).unwrap();
            before.compare(&store).unwrap();
            steps += 1;
        }
        assert!(steps > 3 * 4, "{steps}");
        after.compare(&Store::open(dir.path()).unwrap()).unwrap();
    }
}
