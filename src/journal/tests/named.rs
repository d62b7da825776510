//! What `verify` calls what it finds.

use std::thread;

use super::super::Wrong;
use super::*;

/// A journal in one segment, its head, and its records as bytes.
fn pieces(dir: &Path, count: u64) -> (Vec<u8>, Vec<Vec<u8>>) {
    let mut journal = Journal::open(dir, Options::default(), None)
        .unwrap()
        .journal;
    let mut positions = vec![Position::start()];
    positions.extend(append(&mut journal, count));
    let bytes = fs::read(segment_path(dir, 1)).unwrap();
    let at = |n: usize| usize::try_from(positions[n].offset).unwrap();
    let records = (1..positions.len()).map(|n| bytes[at(n - 1)..at(n)].to_vec());
    (bytes[..at(0)].to_vec(), records.collect())
}

/// Writes the records in this order and says what is found.
fn found(dir: &Path, head: &[u8], records: &[Vec<u8>]) -> Vec<(Option<u64>, Wrong)> {
    fs::write(segment_path(dir, 1), [head, &records.concat()].concat()).unwrap();
    let problems = verified(dir).problems;
    problems.iter().map(|p| (p.record, p.what)).collect()
}

#[test]
fn what_is_wrong_with_a_record_is_named() {
    let (dir, other) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let (head, records) = pieces(dir.path(), 8);
    let (_, foreign) = pieces(other.path(), 8);
    let at = dir.path();
    assert_eq!(found(at, &head, &records), []);
    for lost in 1..8 {
        let mut left = records.clone();
        left.remove(lost - 1);
        let expected = [(Some(lost as u64), Wrong::Missing)];
        assert_eq!(found(at, &head, &left), expected);
        assert_eq!(verified(at).events, 7);
    }
    let mut left = records.clone();
    left.drain(2..5);
    let expected = [3, 4, 5].map(|n| (Some(n), Wrong::Missing));
    assert_eq!(found(at, &head, &left), expected);
    for first in 0..7 {
        let mut crossed = records.clone();
        crossed.swap(first, first + 1);
        let expected = [(Some(first as u64 + 1), Wrong::Reordered)];
        assert_eq!(found(at, &head, &crossed), expected);
        assert_eq!(verified(at).events, 8);
    }
    let mut twice = records.clone();
    twice.insert(4, records[1].clone());
    assert_eq!(found(at, &head, &twice), [(Some(2), Wrong::Reordered)]);
    for place in 0..8 {
        let mut replaced = records.clone();
        replaced[place] = foreign[place].clone();
        let expected = [(Some(place as u64 + 1), Wrong::Foreign)];
        assert_eq!(found(at, &head, &replaced), expected);
        let mut pushed_in = records.clone();
        pushed_in.insert(place, foreign[place].clone());
        assert_eq!(found(at, &head, &pushed_in), [(None, Wrong::Foreign)]);
    }
}

#[test]
fn a_changed_byte_anywhere_in_a_record_is_named_with_that_record_alone() {
    let dir = TempDir::new().unwrap();
    let (head, records) = pieces(dir.path(), 5);
    for byte in 0..records[2].len() {
        let mut changed = records.clone();
        changed[2][byte] ^= 0x10;
        let found = found(dir.path(), &head, &changed);
        assert_eq!(found, [(Some(3), Wrong::Changed)], "byte {byte}");
        let mut seen = Vec::new();
        verify(dir.path(), None, &mut |record| seen.push(record.number)).unwrap();
        assert_eq!(seen, [1, 2, 4, 5], "byte {byte}");
    }
}

#[test]
fn a_segment_that_follows_from_something_else_is_named() {
    let dir = TempDir::new().unwrap();
    let whole = dir.path().join("whole");
    let positions = journal_of(&whole, 12);
    let last = positions.iter().rfind(|p| p.segment == 1).unwrap();
    // The same journal, going on differently from some record on.
    let other = dir.path().join("other");
    copy(&whole, &other);
    for segment in segments(&other).iter().skip(1) {
        fs::remove_file(segment).unwrap();
    }
    let before = &positions[usize::try_from(last.number).unwrap() - 1];
    let file = fs::OpenOptions::new()
        .write(true)
        .open(segment_path(&other, 1))
        .unwrap();
    file.set_len(before.offset).unwrap();
    let mut journal = open(&other).unwrap().journal;
    let clear = vec![b'x'; parts(last.number).0.len()];
    let sealed = parts(last.number).1;
    let (clear, sealed) = (&clear[..], &sealed[..]);
    journal.append(&[NewRecord { clear, sealed }]).unwrap();
    fs::copy(segment_path(&other, 1), segment_path(&whole, 1)).unwrap();
    let verification = verify(&whole, Some(&positions[12].hash), &mut |_| {}).unwrap();
    let named: Vec<_> = verification
        .problems
        .iter()
        .map(|p| (p.record, p.what))
        .collect();
    assert_eq!(named, [(Some(last.number + 1), Wrong::Unchained)]);
    let Err(JournalFault::Damaged { record, what, .. }) = open(&whole).map(|_| ()) else {
        panic!("was taken");
    };
    assert_eq!((record, what), (last.number + 1, Wrong::Unchained));
}

#[test]
fn segments_are_named_when_they_are_foreign_crossed_or_gone() {
    let dir = TempDir::new().unwrap();
    let (whole, other) = (dir.path().join("whole"), dir.path().join("other"));
    let positions = journal_of(&whole, 30);
    journal_of(&other, 30);
    let at = dir.path().join("foreign");
    copy(&whole, &at);
    fs::copy(segment_path(&other, 2), segment_path(&at, 2)).unwrap();
    let first = positions.iter().find(|p| p.segment == 2).unwrap().number;
    let named = verified(&at).problems;
    assert!(named.iter().all(|p| p.file == segment_path(&at, 2)));
    assert_eq!(
        (named[0].record, named[0].what),
        (Some(first), Wrong::Foreign)
    );
    assert!(named[1..].iter().all(|p| p.what == Wrong::Missing));
    let inside = positions.iter().filter(|p| p.segment == 2).count();
    assert_eq!(named.len(), inside);
    let at = dir.path().join("crossed");
    copy(&whole, &at);
    fs::copy(segment_path(&whole, 2), segment_path(&at, 3)).unwrap();
    fs::copy(segment_path(&whole, 3), segment_path(&at, 2)).unwrap();
    let verification = verified(&at);
    assert_eq!(verification.events, 30);
    let named: Vec<_> = verification
        .problems
        .iter()
        .map(|p| (&p.file, p.what))
        .collect();
    let (two, three) = (segment_path(&at, 2), segment_path(&at, 3));
    assert_eq!(
        named,
        [(&two, Wrong::Reordered), (&three, Wrong::Reordered)]
    );
}

#[test]
fn while_an_owner_appends_nothing_is_wrong() {
    let dir = TempDir::new().unwrap();
    let mut journal = open(dir.path()).unwrap().journal;
    let path = dir.path().to_owned();
    let reader = thread::spawn(move || {
        let mut events = 0;
        for _ in 0..30 {
            let verification = verified(&path);
            assert_eq!(verification.problems, vec![]);
            assert!(verification.events >= events);
            events = verification.events;
        }
    });
    while !reader.is_finished() {
        append(&mut journal, 3);
    }
    reader.join().unwrap();
}
