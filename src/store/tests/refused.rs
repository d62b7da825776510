//! Changes that do not follow from what is kept are refused, and the store is then done.

use super::model::{Dice, Model, history, mark};
use crate::casework::Status;
use crate::store::{Change, Store, StoreFault};

fn refused(spoil: impl FnOnce(&mut Change)) {
    let dir = tempfile::tempdir().unwrap();
    let (changes, models) = history(dir.path(), 7, 20, 50);
    let model: &Model = models.last().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let mut dice = Dice::new(8);
    let mut change = loop {
        let change = model.draw(&mut dice, 50);
        if change.before.is_some() {
            break change;
        }
    };
    spoil(&mut change);
    let apply = store.apply(std::slice::from_ref(&change), &[], &mark(21));
    assert!(
        matches!(apply, Err(StoreFault::Damaged { .. })),
        "{apply:?}"
    );
    // It parted from the journal: it answers nothing any more.
    assert!(store.case(changes[0].after.number).is_err());
    assert!(store.mark().is_err());
    assert!(store.by_number(..).next().unwrap().is_err());
    drop(store);
    // Nothing of it was written.
    let store = Store::open(dir.path()).unwrap();
    model.compare(&store).unwrap();
}

#[test]
fn an_event_too_early_is_refused() {
    refused(|change| {
        change.event.revision += 1;
        change.after.revision += 1;
    });
}

#[test]
fn an_event_that_is_not_its_cases_is_refused() {
    refused(|change| change.after.revision += 1);
}

#[test]
fn an_event_without_a_number_is_refused() {
    refused(|change| change.event.revision = 0);
}

#[test]
fn another_event_in_the_place_of_a_kept_one_is_refused() {
    refused(|change| {
        change.event.revision -= 1;
        change.after.revision -= 1;
        change.event.sealed.push(1);
    });
}

#[test]
fn a_change_of_another_case_than_the_kept_one_is_refused() {
    refused(|change| {
        let before = change.before.as_mut().unwrap();
        before.status = match before.status {
            Status::Open => Status::Closed,
            _ => Status::Open,
        };
    });
    refused(|change| change.before = None);
}

#[test]
fn the_first_fault_is_the_answer_to_all_that_follows() {
    let dir = tempfile::tempdir().unwrap();
    let (changes, _) = history(dir.path(), 7, 2, 50);
    let store = Store::open(dir.path()).unwrap();
    let full: Result<(), _> = store.ask(|_| Err(StoreFault::Full));
    assert_eq!(full, Err(StoreFault::Full));
    // Whoever asks at the same moment must not take a full disk for damage.
    assert_eq!(
        store.case(changes[0].after.number).unwrap_err(),
        StoreFault::Full
    );
}
