//! Opening: who holds it, what format it is, what stands in its place; moving it aside.

use std::fs;
use std::io;

use super::model::{Dice, history, mark, raw};
use crate::casework::Status;
use crate::store::record::sealed;
use crate::store::{FORMAT, Store, StoreFault, key, set_aside};

#[test]
fn threads_share_it() {
    fn shared<T: Send + Sync>(_: &T) {}
    let dir = tempfile::tempdir().unwrap();
    let (_, models) = history(dir.path(), 14, 40, 500);
    let store = Store::open(dir.path()).unwrap();
    shared(&store);
    // Readers beside a writer: whatever number is found has its case, whole.
    std::thread::scope(|scope| {
        let readers = [(); 2].map(|()| {
            scope.spawn(|| {
                for _ in 0..20 {
                    for number in store.by_number(..).chain(store.by_status(Status::Open)) {
                        assert!(store.case(number.unwrap()).unwrap().is_some());
                    }
                }
            })
        });
        let (mut model, mut dice) = (models.last().unwrap().clone(), Dice::new(15));
        let mut number = 40;
        while !readers
            .iter()
            .all(std::thread::ScopedJoinHandle::is_finished)
        {
            let change = model.draw(&mut dice, 500);
            model.take(&change);
            number += 1;
            store.apply(&[change], &[], &mark(number)).unwrap();
        }
        model.mark = Some(mark(number));
        model.compare(&store).unwrap();
    });
}

#[test]
fn a_second_handle_is_locked_out_until_the_first_is_gone() {
    let dir = tempfile::tempdir().unwrap();
    let first = Store::open(dir.path()).unwrap();
    assert_eq!(Store::open(dir.path()).unwrap_err(), StoreFault::Locked);
    let kind = set_aside(dir.path()).unwrap_err().kind();
    assert_eq!(kind, io::ErrorKind::WouldBlock);
    drop(first);
    Store::open(dir.path()).unwrap();
}

#[test]
fn another_format_is_named_and_not_touched() {
    for found in [0, FORMAT + 1, 99] {
        let dir = tempfile::tempdir().unwrap();
        history(dir.path(), 9, 5, 50);
        let db = raw(dir.path());
        let value = sealed(key::FORMAT, u32::to_be_bytes(found).to_vec());
        db.insert(key::FORMAT, value).unwrap();
        drop(db);
        for _ in 0..2 {
            let fault = Store::open(dir.path()).unwrap_err();
            assert_eq!(fault, StoreFault::Format { found });
        }
    }
}

#[test]
fn a_store_without_a_format_is_damaged() {
    let dir = tempfile::tempdir().unwrap();
    history(dir.path(), 10, 5, 50);
    let db = raw(dir.path());
    db.remove(key::FORMAT).unwrap();
    drop(db);
    let fault = Store::open(dir.path()).unwrap_err();
    assert!(matches!(fault, StoreFault::Damaged { .. }), "{fault:?}");
}

#[test]
fn a_store_that_was_not_closed_is_looked_through() {
    for (closed, found) in [(true, false), (false, true)] {
        let dir = tempfile::tempdir().unwrap();
        history(dir.path(), 11, 20, 50);
        let db = raw(dir.path());
        let index = db
            .scan_prefix([key::BY_DAY])
            .keys()
            .next()
            .unwrap()
            .unwrap();
        db.remove(index).unwrap();
        if !closed {
            db.insert(key::IN_USE, sealed(key::IN_USE, Vec::new()))
                .unwrap();
        }
        drop(db);
        let opened = Store::open(dir.path());
        assert_eq!(opened.is_err(), found);
        if let Ok(store) = opened {
            assert!(store.check().is_err());
        }
    }
}

#[test]
fn a_directory_that_is_a_file_is_a_fault_and_moved_aside() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("view");
    fs::write(&path, "not a directory").unwrap();
    let fault = Store::open(&path).unwrap_err();
    assert!(matches!(fault, StoreFault::Io { .. }), "{fault:?}");
    let aside = set_aside(&path).unwrap().unwrap();
    assert_eq!(aside, dir.path().join("view-aside-1"));
    assert_eq!(fs::read(&aside).unwrap(), b"not a directory");
    Store::open(&path).unwrap().close().unwrap();
}

#[test]
fn what_is_moved_aside_is_whole_and_the_newest_three_stay() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("view");
    assert_eq!(set_aside(&path).unwrap(), None);
    fs::write(dir.path().join("view-aside-x"), "someone's").unwrap();
    let mut models = Vec::new();
    for n in 1..=5 {
        models.push(history(&path, n, 10, 50).1);
        let aside = set_aside(&path).unwrap().unwrap();
        assert_eq!(aside, dir.path().join(format!("view-aside-{n}")));
        assert!(!path.exists());
    }
    let mut names: Vec<_> = fs::read_dir(dir.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort_unstable();
    let expected = [
        "view-aside-3",
        "view-aside-4",
        "view-aside-5",
        "view-aside-x",
    ];
    assert_eq!(names, expected);
    let store = Store::open(&dir.path().join("view-aside-4")).unwrap();
    models[3].last().unwrap().compare(&store).unwrap();
}

#[test]
fn what_was_moved_aside_is_rebuilt_from_the_changes() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("view");
    let (changes, models) = history(&path, 12, 30, 100);
    set_aside(&path).unwrap().unwrap();
    let store = Store::open(&path).unwrap();
    store.apply(&changes, &[], &mark(30)).unwrap();
    models.last().unwrap().compare(&store).unwrap();
}
