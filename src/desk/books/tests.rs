//! Random histories written, replayed and rebuilt; clocks that jump; requests that come twice;
//! damage of every file.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use super::mend::catch_up;
use super::*;
use crate::casework::deadline::Deadlines;
use crate::casework::decide::{self, Now};
use crate::casework::{Action, Case, CaseKind, Command, IntakeForm, Status, Told, VisitorForm};
use crate::journal::{Journal, NewRecord, Options, Position};
use crate::seal::{KeyId, MasterKey};

const START: &str = "2026-11-24T01:00:00Z";

fn at(hours: i64) -> Timestamp {
    let start: Timestamp = START.parse().unwrap();
    start + SignedDuration::from_hours(hours)
}

/// A clock that stands where it is put.
fn clock(now: &Arc<Mutex<Timestamp>>) -> Clock {
    let now = Arc::clone(now);
    Arc::new(move || *now.lock().unwrap())
}

fn places(folder: &Path) -> Places {
    Places {
        data: folder.join("data"),
        master_key: folder.join("config/master.key"),
    }
}

fn clerk() -> ClerkId {
    "lin".parse().unwrap()
}

fn form(kind: CaseKind, n: usize) -> IntakeForm {
    IntakeForm {
        subject: Some(format!("第{n}件")),
        content: Some(format!("内容{n}：拖欠工资")),
        respondent: (kind != CaseKind::Enquiry).then(|| format!("某公司{n}")),
        visitor: VisitorForm {
            name: Some("张三丰".to_owned()),
            phone: Some(format!("1380000{n:04}")),
            ..VisitorForm::default()
        },
        ..IntakeForm::new(kind)
    }
}

fn intake(kind: CaseKind, n: usize) -> Intake {
    form(kind, n).parse().unwrap()
}

fn open(folder: &Path) -> Result<Books, OpenFault> {
    open_by(folder, Arc::new(|| at(0)))
}

fn open_by(folder: &Path, clock: Clock) -> Result<Books, OpenFault> {
    Books::open(places(folder), Arc::new(Deadlines::built_in()), clock)
}

fn log(books: &Books, kind: CaseKind, n: usize) -> Receipt {
    let once = 1000 + n as u128;
    books
        .log(intake(kind, n), AtRegistry::default(), once, clerk())
        .unwrap()
}

/// A command for every action, by number.
fn command(n: u8, other: CaseNumber) -> Command {
    let text = || format!("因为{n}");
    match n % 12 {
        0 => Command::Note { note: text() },
        1 => Command::Accept,
        2 => Command::Decline { reason: text() },
        3 => Command::Refer {
            to: "区财政局".to_owned(),
            reason: text(),
        },
        4 => Command::Answer { answer: text() },
        5 => Command::Extend {
            days: 1 + u32::from(n) / 12,
            reason: text(),
        },
        6 => Command::Close { outcome: text() },
        7 => Command::Withdraw { reason: text() },
        8 => Command::Reopen { reason: text() },
        9 => Command::Void { reason: text() },
        10 => Command::Merge {
            into: other,
            reason: None,
        },
        _ => Command::Unmerge { reason: text() },
    }
}

/// Writes a history into a journal; returns the cases as they were decided.
fn written(folder: &Path, history: &[(u8, u8)]) -> BTreeMap<CaseNumber, Case> {
    let places = places(folder);
    fs::create_dir_all(places.keys()).unwrap();
    fs::create_dir_all(places.journal()).unwrap();
    let (master, _) = MasterKey::read_or_make(&places.master_key).unwrap();
    let mut keys = Keys::open(&places.keys(), master, KeyId(0)).unwrap();
    let mut journal = Journal::open(&places.journal(), Options::default(), None)
        .unwrap()
        .journal;
    let deadlines = Deadlines::built_in();
    let who = clerk();
    let mut cases: BTreeMap<CaseNumber, (Case, KeyId)> = BTreeMap::new();
    for (step, (which, what)) in history.iter().enumerate() {
        let now = Now {
            at: at(i64::try_from(step).unwrap() * 7),
            clock_back: false,
            clerk: &who,
            deadlines: &deadlines,
        };
        let known: Vec<CaseNumber> = cases.keys().copied().collect();
        let number = known.get(usize::from(*which) % (known.len() + 1)).copied();
        let (event, before, key) = match number {
            None => {
                let kind = CaseKind::ALL[usize::from(*what) % 3];
                let number = CaseNumber {
                    day: crate::casework::zone::day(now.at),
                    kind,
                    serial: u32::try_from(step).unwrap() + 1,
                };
                let once = Some(u128::try_from(step).unwrap());
                let event = decide::log(
                    intake(kind, step),
                    number,
                    AtRegistry::default(),
                    once,
                    &now,
                );
                (event, None, keys.draw().unwrap())
            }
            Some(number) => {
                let other = known[usize::from(*what) % known.len()];
                let (case, key) = &cases[&number];
                match decide::decide(case, &command(*what, other), None, &now) {
                    Ok(event) => (event, Some(case.clone()), *key),
                    Err(_) => continue,
                }
            }
        };
        let (clear, sealed) = record::seal(&event, key, &keys).unwrap();
        let one = NewRecord {
            clear: &clear,
            sealed: &sealed,
        };
        journal.append(&[one]).unwrap();
        let after = crate::casework::apply::apply(before, &event).unwrap();
        cases.insert(event.number, (after, key));
    }
    cases
        .into_iter()
        .map(|(number, (case, _))| (number, case))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Whatever happened, the view says the same: caught up from the start, from the middle, and
    /// rebuilt.
    #[test]
    fn a_history_written_is_the_history_read(
        history in proptest::collection::vec((0_u8..6, any::<u8>()), 1..60),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let cases = written(folder.path(), &history);
        for rebuilt in [false, true] {
            let books = open(folder.path()).unwrap();
            if rebuilt {
                let failed = books.shared.view();
                books.mended(failed).unwrap();
            }
            for (number, case) in &cases {
                let History { case: read, steps } = books.case(*number).unwrap().unwrap();
                prop_assert_eq!(&read, case);
                prop_assert_eq!(u32::try_from(steps.len()).unwrap(), case.revision);
            }
            books.shared.view().unwrap().check().unwrap();
            books.close();
        }
    }
}

#[test]
fn catching_up_from_anywhere_gives_the_same_view() {
    let folder = tempfile::tempdir().unwrap();
    let history: Vec<(u8, u8)> = (0..40).map(|n| (n % 5, n * 7)).collect();
    let cases = written(folder.path(), &history);
    let places = places(folder.path());
    let master = MasterKey::read(&places.master_key).unwrap();
    let keys = Keys::open(&places.keys(), master, KeyId(0)).unwrap();
    let journal = Journal::open(&places.journal(), Options::default(), None)
        .unwrap()
        .journal;
    let view = Store::open(&places.view()).unwrap();
    // In as many pieces as there are records: each record is where a piece may end.
    catch_up(&view, &journal, &Position::start(), &keys).unwrap();
    let positions: Vec<Position> = journal
        .replay(&Position::start())
        .map(|read| read.unwrap().after)
        .collect();
    for from in &positions {
        catch_up(&view, &journal, from, &keys).unwrap();
    }
    for (number, case) in &cases {
        let stored = view.case(*number).unwrap().unwrap();
        let sealed = Case {
            told: Told::Sealed,
            ..case.clone()
        };
        assert_eq!(stored.case, sealed);
    }
    view.check().unwrap();
}

#[test]
fn numbers_never_repeat_when_the_clock_jumps_back_a_day() {
    let folder = tempfile::tempdir().unwrap();
    let now = Arc::new(Mutex::new(at(0)));
    let books = open_by(folder.path(), clock(&now)).unwrap();
    let first = log(&books, CaseKind::Complaint, 1).number;
    *now.lock().unwrap() = at(24);
    let second = log(&books, CaseKind::Complaint, 2).number;
    *now.lock().unwrap() = at(0);
    let third = log(&books, CaseKind::Complaint, 3).number;
    books.close();
    let books = open_by(folder.path(), clock(&now)).unwrap();
    let fourth = log(&books, CaseKind::Complaint, 4).number;
    let numbers = [first, second, third, fourth].map(|number| number.to_string());
    assert_eq!(
        numbers,
        [
            "C20261124-0001",
            "C20261125-0001",
            "C20261124-0002",
            "C20261124-0003"
        ]
    );
    let marks = [first, second, third, fourth].map(|number| {
        let History { steps, .. } = books.case(number).unwrap().unwrap();
        steps[0].event.clock_back
    });
    assert_eq!(marks, [false, false, true, true]);
}

#[test]
fn a_request_that_comes_twice_is_logged_once() {
    let folder = tempfile::tempdir().unwrap();
    let books = open(folder.path()).unwrap();
    let first = log(&books, CaseKind::Complaint, 1);
    let again = log(&books, CaseKind::Complaint, 1);
    books.close();
    let books = open(folder.path()).unwrap();
    let later = log(&books, CaseKind::Complaint, 1);
    assert_eq!([again.number, later.number], [first.number; 2]);
    assert_eq!(books.counts().unwrap(), (1, 1));
}

#[test]
fn many_at_once_get_numbers_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let books = Arc::new(open(folder.path()).unwrap());
    let clerks: Vec<_> = (0..8)
        .map(|who| {
            let books = Arc::clone(&books);
            std::thread::spawn(move || -> Vec<CaseNumber> {
                (0..25)
                    .map(|n| log(&books, CaseKind::Enquiry, who * 100 + n).number)
                    .collect()
            })
        })
        .collect();
    let mut numbers: Vec<CaseNumber> = clerks
        .into_iter()
        .flat_map(|clerk| clerk.join().unwrap())
        .collect();
    numbers.sort();
    let serials: Vec<u32> = numbers.iter().map(|number| number.serial).collect();
    assert_eq!(serials, (1..=200).collect::<Vec<u32>>());
}

#[test]
fn without_its_master_key_nothing_is_opened_and_none_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let books = open(folder.path()).unwrap();
    log(&books, CaseKind::Tipoff, 1);
    books.close();
    let places = places(folder.path());
    let kept = fs::read(&places.master_key).unwrap();
    fs::remove_file(&places.master_key).unwrap();
    assert!(matches!(
        open(folder.path()),
        Err(OpenFault::MasterKeyMissing { .. })
    ));
    assert!(!places.master_key.exists());
    // Nor with another one.
    MasterKey::read_or_make(&places.master_key).unwrap();
    assert!(matches!(open(folder.path()), Err(OpenFault::Keys(_))));
    fs::write(&places.master_key, kept).unwrap();
    let books = open(folder.path()).unwrap();
    assert_eq!(books.counts().unwrap(), (1, 1));
}

/// A small data directory, and what it holds.
struct Sample {
    folder: tempfile::TempDir,
    cases: BTreeMap<CaseNumber, Case>,
}

impl Sample {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let books = open(folder.path()).unwrap();
        let numbers = [
            CaseKind::Enquiry,
            CaseKind::Complaint,
            CaseKind::Tipoff,
            CaseKind::Enquiry,
        ]
        .into_iter()
        .enumerate()
        .map(|(n, kind)| log(&books, kind, n).number);
        let numbers: Vec<CaseNumber> = numbers.collect();
        let cases = numbers
            .into_iter()
            .map(|number| (number, books.case(number).unwrap().unwrap().case))
            .collect();
        books.close();
        Self { folder, cases }
    }

    /// A copy to damage.
    fn copy(&self) -> tempfile::TempDir {
        let to = tempfile::tempdir().unwrap();
        copy(self.folder.path(), to.path());
        to
    }

    /// What is read is what was written, or it is refused, or it is said that it cannot be read:
    /// never something else. Returns whether everything was there.
    fn judge(&self, folder: &Path, what: &str) -> bool {
        let Ok(books) = open(folder) else {
            return false;
        };
        let torn = books
            .notices()
            .iter()
            .any(|notice| matches!(notice, OwnerNotice::TornTail { .. }));
        let mut whole = true;
        let mut missing = 0;
        for (number, case) in &self.cases {
            match books.case(*number) {
                Ok(Some(History { case: read, .. })) if read == *case => {}
                Ok(Some(History { case: read, .. })) => {
                    whole = false;
                    assert_eq!(read.told, Told::Damaged, "{what}: {number}");
                    let told = Told::Damaged;
                    assert_eq!(
                        read,
                        Case {
                            told,
                            ..case.clone()
                        },
                        "{what}: {number}"
                    );
                }
                Ok(None) => missing += 1,
                Err(_) => whole = false,
            }
        }
        assert!(
            missing == 0 || (torn && missing == 1),
            "{what}: {missing} cases are missing"
        );
        whole && missing == 0
    }
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir_all(&target).unwrap();
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), &target).unwrap();
        }
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.retain(|path| path.is_file());
    files.sort();
    files
}

/// How many of the bytes of a file of this length are tried: all, where that is not too many.
fn tried(length: usize) -> impl Iterator<Item = usize> {
    let rounds = std::env::var("GUITAI_ROUNDS")
        .ok()
        .and_then(|n| n.parse().ok());
    let most: usize = rounds.unwrap_or(8_usize).saturating_mul(24).max(150);
    (0..length).step_by((length / most).max(1))
}

#[test]
fn a_flipped_bit_is_healed_or_refused_and_never_believed() {
    let sample = Sample::new();
    for part in ["data/journal", "data/keys", "config"] {
        for path in files(&sample.folder.path().join(part)) {
            let name = path.strip_prefix(sample.folder.path()).unwrap();
            let bytes = fs::read(&path).unwrap();
            for at in tried(bytes.len()) {
                for with_view in [true, false] {
                    let damaged = sample.copy();
                    let mut bytes = bytes.clone();
                    bytes[at] ^= 1 << (at % 8);
                    fs::write(damaged.path().join(name), bytes).unwrap();
                    if !with_view {
                        fs::remove_dir_all(damaged.path().join("data/view")).unwrap();
                    }
                    let what = format!("{} byte {at}, view {with_view}", name.display());
                    sample.judge(damaged.path(), &what);
                }
            }
        }
    }
}

#[test]
fn a_damaged_view_is_rebuilt_and_kept_aside() {
    let sample = Sample::new();
    for path in files(&sample.folder.path().join("data/view")) {
        let name = path.strip_prefix(sample.folder.path()).unwrap();
        let bytes = fs::read(&path).unwrap();
        let end = bytes
            .iter()
            .rposition(|byte| *byte != 0)
            .map_or(0, |last| last + 1);
        for at in tried(end.min(bytes.len())) {
            let damaged = sample.copy();
            let mut bytes = bytes.clone();
            bytes[at] ^= 1 << (at % 8);
            fs::write(damaged.path().join(name), bytes).unwrap();
            let what = format!("{} byte {at}", name.display());
            assert!(
                sample.judge(damaged.path(), &what),
                "{what}: the journal is whole"
            );
        }
    }
}

#[test]
fn a_journal_cut_short_is_refused_beside_its_view_and_healed_without() {
    let sample = Sample::new();
    let journal = sample.folder.path().join("data/journal");
    let path = files(&journal).pop().unwrap();
    let name = path.strip_prefix(sample.folder.path()).unwrap();
    let bytes = fs::read(&path).unwrap();
    let last_three = bytes.len() * 3 / 4;
    for length in (bytes.len() - last_three..bytes.len()).rev() {
        let cut = sample.copy();
        fs::write(cut.path().join(name), &bytes[..length]).unwrap();
        // The view knows better.
        match open(cut.path()) {
            Err(OpenFault::Journal(_)) => {}
            Err(other) => panic!("cut at {length}: {other:?}"),
            Ok(_) => panic!("cut at {length}: opened"),
        }
        fs::remove_dir_all(cut.path().join("data/view")).unwrap();
        let books = open(cut.path()).unwrap();
        let (cases, events) = books.counts().unwrap();
        assert!(cases == events && cases < 4, "cut at {length}");
        let there = sample.cases.iter().filter(|(number, case)| {
            let read = books.case(**number).unwrap();
            read.is_some_and(|history| history.case == **case)
        });
        assert_eq!(
            u64::try_from(there.count()).unwrap(),
            cases,
            "cut at {length}"
        );
        books.close();
    }
}

#[test]
fn statuses_and_actions_have_words_of_their_own_on_disk() {
    // What is written once must be readable for ever: these words may never change.
    let words = |text: &str| text.to_owned();
    assert_eq!(
        serde_json::to_string(&Status::Open).unwrap(),
        words("\"open\"")
    );
    assert_eq!(
        serde_json::to_string(&Action::Unmerge).unwrap(),
        words("\"unmerge\"")
    );
}
