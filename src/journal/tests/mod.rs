//! The journal whole: appended, reopened, replayed, rolled; what the tests of damage share.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use tempfile::TempDir;

use super::segment::segment_path;
use super::{
    AppendFault, Hash, Journal, JournalFault, MAX_RECORD, NewRecord, Opened, Options, Position,
    Record, Verification, verify,
};

mod damage;
mod disk;
mod named;

const SMALL: Options = Options { segment_bytes: 700 };

fn open(dir: &Path) -> Result<Opened, JournalFault> {
    Journal::open(dir, SMALL, None)
}

/// The clear and sealed part of the record `number`, of lengths that vary.
fn parts(number: u64) -> (Vec<u8>, Vec<u8>) {
    let clear = format!("{{\"event\":{number}}}").into_bytes();
    let length = usize::try_from(number * 7 % 23).unwrap();
    (clear, vec![u8::try_from(number % 251).unwrap(); length])
}

fn append(journal: &mut Journal, count: u64) -> Vec<Position> {
    let from = journal.position().number;
    let parts: Vec<_> = (from + 1..=from + count).map(parts).collect();
    let records: Vec<_> = parts
        .iter()
        .map(|(clear, sealed)| NewRecord { clear, sealed })
        .collect();
    journal.append(&records).unwrap()
}

/// A journal with this many records, each appended by itself.
fn journal_of(dir: &Path, count: u64) -> Vec<Position> {
    let mut journal = open(dir).unwrap().journal;
    let mut positions = vec![journal.position().clone()];
    for _ in 0..count {
        positions.extend(append(&mut journal, 1));
    }
    positions
}

fn replay(journal: &Journal, from: &Position) -> Result<Vec<Record>, JournalFault> {
    journal.replay(from).collect()
}

/// Whether these are the records from `from` on, as they were written.
fn assert_written(records: &[Record], from: u64) {
    for (number, record) in (from..).zip(records) {
        assert_eq!(record.number, number);
        assert_eq!(record.after.number, number);
        assert_eq!(record.after.hash, record.hash);
        assert_eq!((record.clear.clone(), record.sealed.clone()), parts(number));
    }
}

fn verified(dir: &Path) -> Verification {
    verify(dir, None, &mut |_| {}).unwrap()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

fn segments(dir: &Path) -> Vec<PathBuf> {
    (1..)
        .map(|n| segment_path(dir, n))
        .take_while(|path| path.exists())
        .collect()
}

#[test]
fn an_empty_journal_is_made_and_stands_at_the_start() {
    let dir = TempDir::new().unwrap();
    let at = dir.path().join("data/journal");
    let opened = open(&at).unwrap();
    assert_eq!(*opened.journal.position(), Position::start());
    assert_eq!((opened.torn, opened.after), (None, 0));
    assert!(
        replay(&opened.journal, &Position::start())
            .unwrap()
            .is_empty()
    );
    drop(opened.journal);
    let opened = open(&at).unwrap();
    assert_eq!(*opened.journal.position(), Position::start());
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&at), 0o700);
    assert_eq!(mode(&segment_path(&at, 1)), 0o600);
    let verification = verified(&at);
    assert_eq!((verification.events, verification.problems), (0, vec![]));
    assert_eq!(verification.head, Hash::START);
}

#[test]
fn what_was_appended_is_replayed_from_every_place() {
    let dir = TempDir::new().unwrap();
    let positions = journal_of(dir.path(), 30);
    assert!(segments(dir.path()).len() > 2);
    for from in &positions {
        let opened = Journal::open(dir.path(), SMALL, Some(from)).unwrap();
        assert_eq!(opened.after, 30 - from.number);
        assert_eq!(opened.journal.position(), &positions[30]);
        let records = replay(&opened.journal, from).unwrap();
        assert_eq!(records.len() as u64, 30 - from.number);
        assert_written(&records, from.number + 1);
        let kept = Position::from_bytes(&from.to_bytes());
        assert_eq!(kept.as_ref(), Some(from));
    }
    let mut seen = Vec::new();
    let verification = verify(dir.path(), None, &mut |record| seen.push(record.clone())).unwrap();
    assert_eq!(verification.problems, vec![]);
    assert_eq!(
        (verification.events, verification.head),
        (30, positions[30].hash)
    );
    assert_written(&seen, 1);
}

#[test]
fn a_head_kept_elsewhere_shows_a_cut_off_tail() {
    let dir = TempDir::new().unwrap();
    let positions = journal_of(dir.path(), 5);
    for at in &positions {
        let verification = verify(dir.path(), Some(&at.hash), &mut |_| {}).unwrap();
        assert_eq!(verification.head_found, Some(true));
        let text = at.hash.to_string();
        assert_eq!(text.parse(), Ok(at.hash));
        assert_eq!(text.to_uppercase().parse(), Ok(at.hash));
    }
    let path = segment_path(dir.path(), positions[4].segment);
    let file = fs::OpenOptions::new().write(true).open(path).unwrap();
    file.set_len(positions[4].offset).unwrap();
    let verification = verify(dir.path(), Some(&positions[5].hash), &mut |_| {}).unwrap();
    assert_eq!(verification.head_found, Some(false));
    assert_eq!((verification.events, verification.problems), (4, vec![]));
    for text in [
        "",
        "0",
        &"g".repeat(64),
        &"0".repeat(65),
        &format!(" {}", "0".repeat(63)),
    ] {
        assert!(text.parse::<Hash>().is_err());
    }
}

#[test]
fn a_position_beyond_or_of_another_journal_is_refused() {
    let (one, two) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let mine = journal_of(one.path(), 5);
    let other = journal_of(two.path(), 9);
    for (from, dir, last) in [
        (&other[9], &one, 5),
        (&other[3], &one, 5),
        (&mine[2], &two, 9),
    ] {
        let opened = Journal::open(dir.path(), SMALL, Some(from));
        let Err(JournalFault::Behind { number, last: end }) = opened.map(|_| ()) else {
            panic!("{from:?} was taken");
        };
        assert_eq!((number, end), (from.number, last));
        let opened = open(dir.path()).unwrap();
        assert!(replay(&opened.journal, from).is_err());
    }
    // An empty directory is not the journal that was seen, and is not made into one.
    let empty = TempDir::new().unwrap();
    let opened = Journal::open(empty.path(), SMALL, Some(&mine[1]));
    assert!(matches!(
        opened,
        Err(JournalFault::Behind { number: 1, last: 0 })
    ));
    assert!(segments(empty.path()).is_empty());
    let mut bytes = mine[1].to_bytes();
    for at in 0..bytes.len() {
        bytes[at] ^= 1;
        assert_eq!(Position::from_bytes(&bytes), None);
        bytes[at] ^= 1;
    }
}

#[test]
fn only_one_has_it_open() {
    let dir = TempDir::new().unwrap();
    let opened = open(dir.path()).unwrap();
    assert!(matches!(open(dir.path()), Err(JournalFault::InUse { .. })));
    drop(opened);
    assert!(open(dir.path()).is_ok());
}

#[test]
fn the_longest_record_is_taken_and_a_longer_one_refused() {
    let dir = TempDir::new().unwrap();
    let mut journal = open(dir.path()).unwrap().journal;
    let (clear, sealed) = (vec![1; MAX_RECORD - 5], [2; 6]);
    let too_long = [parts(1), (clear.clone(), sealed.to_vec())];
    let records: Vec<_> = too_long
        .iter()
        .map(|(clear, sealed)| NewRecord { clear, sealed })
        .collect();
    let fault = journal.append(&records).unwrap_err();
    assert!(matches!(fault, AppendFault::TooLong { bytes } if bytes == MAX_RECORD + 1));
    assert_eq!(journal.position().number, 0);
    let sealed = &sealed[..5];
    let clear = &clear[..];
    journal.append(&[NewRecord { clear, sealed }]).unwrap();
    assert!(journal.append(&[]).unwrap().is_empty());
    append(&mut journal, 1);
    drop(journal);
    let journal = open(dir.path()).unwrap().journal;
    let records = replay(&journal, &Position::start()).unwrap();
    assert_eq!(
        (&records[0].clear[..], &records[0].sealed[..]),
        (clear, sealed)
    );
    assert_written(&records[1..], 2);
    assert_eq!(verified(dir.path()).problems, vec![]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Batches of any records, reopened in between from any place: what is replayed is what was
    /// appended.
    #[test]
    fn replay_gives_what_was_appended(
        batches in prop::collection::vec(
            (
                prop::collection::vec(
                    (prop::collection::vec(any::<u8>(), 0..90), prop::collection::vec(any::<u8>(), 0..90)),
                    0..6,
                ),
                any::<Option<prop::sample::Index>>(),
            ),
            1..10,
        ),
        segment_bytes in 1_u64..1500,
    ) {
        let dir = TempDir::new().unwrap();
        let options = Options { segment_bytes };
        let mut journal = Journal::open(dir.path(), options, None).unwrap().journal;
        let mut positions = vec![Position::start()];
        let mut written = Vec::new();
        for (batch, reopened) in batches {
            let records: Vec<_> =
                batch.iter().map(|(clear, sealed)| NewRecord { clear, sealed }).collect();
            let given = journal.append(&records).unwrap();
            prop_assert_eq!(given.len(), records.len());
            positions.extend(given);
            written.extend(batch.clone());
            if let Some(at) = reopened {
                drop(journal);
                let from = at.get(&positions);
                let opened = Journal::open(dir.path(), options, Some(from)).unwrap();
                prop_assert!(opened.torn.is_none());
                journal = opened.journal;
            }
            prop_assert_eq!(journal.position(), positions.last().unwrap());
        }
        for from in &positions {
            let records = replay(&journal, from).unwrap();
            let skipped = usize::try_from(from.number).unwrap();
            prop_assert_eq!(records.len(), written.len() - skipped);
            for (record, at) in records.iter().zip(skipped..) {
                prop_assert_eq!((&record.clear, &record.sealed), (&written[at].0, &written[at].1));
                prop_assert_eq!(&record.after, &positions[at + 1]);
            }
        }
        let verification = verified(dir.path());
        prop_assert_eq!(verification.problems, vec![]);
        prop_assert_eq!(verification.events, written.len() as u64);
    }
}
