//! Damage of every file: healed, or refused by name, and never believed.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::super::*;
use super::{clerk, log, mark_for_training, open, places};
use crate::casework::{Case, CaseKind, Told};
use crate::desk::verify;

/// A small data directory, and what it holds.
struct Sample {
    folder: tempfile::TempDir,
    cases: BTreeMap<CaseNumber, Case>,
    list: Arc<ListRecord>,
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
        let mut numbers: Vec<CaseNumber> = numbers.collect();
        let list = NewList {
            code: "mz".parse().unwrap(),
            name: "区民政局".to_owned(),
            document: "四、公共服务事项登记表\n".repeat(20),
            replaces: None,
        };
        let list = books.record_list(list, 1, clerk()).unwrap();
        mark_for_training(&books);
        numbers.push(log(&books, CaseKind::Enquiry, 4).number);
        let cases = numbers
            .into_iter()
            .map(|number| (number, books.case(number).unwrap().unwrap().case))
            .collect();
        books.close();
        Self {
            folder,
            cases,
            list,
        }
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
                    assert_eq!(read.bare(), case.bare(), "{what}: {number}");
                }
                Ok(None) => missing += 1,
                Err(_) => whole = false,
            }
        }
        assert!(
            missing == 0 || (torn && missing == 1),
            "{what}: {missing} cases are missing"
        );
        // What comes before the last record cannot have been cut off.
        assert_eq!(books.lists(), [Arc::clone(&self.list)], "{what}");
        assert!(books.is_for_training(), "{what}");
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

/// Which bytes of a file of this length are tried: all, where somebody asked for many rounds.
fn tried(length: usize) -> impl Iterator<Item = usize> {
    let rounds = std::env::var("GUITAI_ROUNDS").ok();
    let rounds: usize = rounds.and_then(|rounds| rounds.parse().ok()).unwrap_or(4);
    let most = rounds.saturating_mul(50);
    // An odd step, so that bytes of every place in a word come up.
    (0..length).step_by((length / most) | 1)
}

#[test]
fn a_flipped_bit_is_healed_or_refused_and_never_believed() {
    let sample = Sample::new();
    for part in ["data/journal", "data/keys", "config"] {
        for path in files(&sample.folder.path().join(part)) {
            let name = path.strip_prefix(sample.folder.path()).unwrap();
            let bytes = fs::read(&path).unwrap();
            for at in tried(bytes.len()) {
                let damaged = sample.copy();
                let mut bytes = bytes.clone();
                bytes[at] ^= 1 << (at % 8);
                fs::write(damaged.path().join(name), bytes).unwrap();
                let with_view = at % 2 == 0;
                if !with_view {
                    fs::remove_dir_all(damaged.path().join("data/view")).unwrap();
                }
                let what = format!("{} byte {at}, view {with_view}", name.display());
                if part != "config" {
                    let found = verify(&places(damaged.path()), None).unwrap();
                    assert!(!found.ok, "{what}: nobody noticed");
                }
                sample.judge(damaged.path(), &what);
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
        assert!(events < 7, "cut at {length}");
        let lists = u64::from(events > 4);
        assert_eq!(books.lists().len() as u64, lists, "cut at {length}");
        let marks = u64::from(books.is_for_training());
        assert_eq!(marks, u64::from(events > 5), "cut at {length}");
        assert_eq!(cases + lists + marks, events, "cut at {length}");
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
fn records_whose_keys_are_gone_are_not_given_another_master_key() {
    let sample = Sample::new();
    let folder = sample.copy();
    for lost in ["keys", "view"] {
        fs::remove_dir_all(folder.path().join("data").join(lost)).unwrap();
    }
    let master = super::places(folder.path()).master_key;
    fs::remove_file(&master).unwrap();
    let opened = open(folder.path());
    assert!(matches!(opened, Err(OpenFault::MasterKeyMissing { .. })));
    assert!(!master.exists());
}

#[test]
fn keys_whose_records_are_gone_begin_no_new_journal() {
    let sample = Sample::new();
    let folder = sample.copy();
    for lost in ["journal", "view"] {
        fs::remove_dir_all(folder.path().join("data").join(lost)).unwrap();
    }
    for _ in 0..2 {
        let opened = open(folder.path());
        assert!(matches!(
            opened,
            Err(OpenFault::Journal(JournalFault::Behind { last: 0, .. }))
        ));
    }
}

#[test]
fn records_taken_away_are_missed_and_lost_keys_are_told_at_the_start() {
    let sample = Sample::new();
    let taken = sample.copy();
    fs::remove_dir_all(taken.path().join("data/journal")).unwrap();
    for _ in 0..2 {
        let found = verify(&places(taken.path()), None).unwrap();
        assert!(!found.ok);
        // Also when somebody tried to open it, which makes the directory anew.
        assert!(open(taken.path()).is_err());
    }
    let without = sample.copy();
    let keys = without.path().join("data/keys/00000001.keys");
    fs::remove_file(&keys).unwrap();
    let books = open(without.path()).unwrap();
    let path = keys.display().to_string();
    assert!(books.notices().contains(&OwnerNotice::KeysDamaged { path }));
}

/// As when a view was made anew and the disk took no more: an empty one is to take its place.
fn half_made(books: &Books) {
    let shared = &*books.shared;
    let folder = shared.places.view();
    {
        let mut slot = shared.view.write().unwrap();
        slot.age += 1;
        slot.store.take();
    }
    fs::remove_dir_all(&folder).unwrap();
    shared.put_lagging(Store::open(&folder).unwrap());
}

#[test]
fn a_view_that_was_made_by_half_is_not_believed() {
    let folder = tempfile::tempdir().unwrap();
    let books = open(folder.path()).unwrap();
    log(&books, CaseKind::Enquiry, 0);
    let first = log(&books, CaseKind::Enquiry, 1).number;
    books.counts().unwrap();
    // It lacks what was written since the start: it is read after that is in.
    half_made(&books);
    assert!(books.case(first).unwrap().is_some());
    books.close();
    drop(books);
    let books = open(folder.path()).unwrap();
    // It lacks what was there at the start: nothing is read of it at all.
    half_made(&books);
    assert_eq!(
        log(&books, CaseKind::Enquiry, 1).number,
        first,
        "asked again"
    );
    let second = log(&books, CaseKind::Enquiry, 2).number;
    assert_eq!(second.serial, first.serial + 1, "no number is given twice");
    assert!(books.case(first).unwrap().is_some());
}

/// Makes a view say of a case what no event of it says.
fn contradict(books: &Books, number: CaseNumber) {
    let slot = books.shared.view.read().unwrap();
    let view = slot.store.as_ref().unwrap();
    let stored = view.case(number).unwrap().unwrap();
    let after = Case {
        revision: stored.case.revision + 1,
        was_accepted: true,
        ..stored.case.clone()
    };
    let change = store::Change {
        at: after.opened_at,
        event: store::EventRecord {
            revision: after.revision,
            clear: b"no event".to_vec(),
            sealed: Vec::new(),
        },
        before: Some(stored.case),
        after,
        persons: Vec::new(),
        once: None,
        key: stored.key,
    };
    let mark = view.mark().unwrap().unwrap();
    view.apply(&[change], &[], &mark).unwrap();
}

#[test]
fn for_a_case_that_does_not_add_up_the_view_is_made_anew_once_and_the_others_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let books = open(folder.path()).unwrap();
    let numbers: Vec<CaseNumber> = (0..3)
        .map(|n| log(&books, CaseKind::Complaint, n).number)
        .collect();
    let bad = numbers[1];
    let age = || books.shared.view.read().unwrap().age;
    books.counts().unwrap();
    let before = age();
    contradict(&books, bad);
    assert!(
        books.viewed(bad).unwrap().is_some(),
        "the view was to blame"
    );
    assert_eq!((age(), books.notices().len()), (before + 1, 1));
    // As it is where that did not help.
    contradict(&books, bad);
    books.shared.unread().insert(bad);
    for _ in 0..3 {
        assert!(matches!(books.viewed(bad), Err(Unread::Case)));
    }
    let mut read = Vec::new();
    let take = |case: Case| {
        read.push(case.number);
        true
    };
    assert_eq!(books.each(&numbers, take).unwrap(), 1);
    assert_eq!(read, [numbers[0], numbers[2]]);
    assert!(books.case(bad).unwrap().is_some(), "the records have it");
    assert_eq!(age(), before + 1, "nothing was made anew");
    let said = OwnerNotice::CasesUnread {
        number: bad,
        count: 1,
    };
    assert_eq!(books.notices()[1..], [said], "after that of the master key");
}

#[test]
fn many_cases_are_read_from_view_or_records_alike() {
    let folder = tempfile::tempdir().unwrap();
    let books = open(folder.path()).unwrap();
    let kinds = [CaseKind::Tipoff, CaseKind::Enquiry, CaseKind::Complaint];
    let mut numbers: Vec<CaseNumber> = (0..6)
        .map(|n| log(&books, kinds[n % 3], n).number)
        .collect();
    numbers.reverse();
    let cases: Vec<Case> = numbers
        .iter()
        .map(|number| books.case(*number).unwrap().unwrap().case)
        .collect();
    numbers.insert(
        2,
        CaseNumber {
            serial: 99,
            ..numbers[0]
        },
    );
    let read = |most: usize| {
        let mut read = Vec::new();
        let take = |case| {
            read.push(case);
            read.len() < most
        };
        (books.each(&numbers, take).unwrap(), read)
    };
    assert_eq!(read(9), (1, cases.clone()), "there is none of one");
    assert_eq!(read(2), (0, cases[..2].to_vec()));
    let recorded = books.all_recorded(&numbers).unwrap();
    assert_eq!(recorded.len(), cases.len());
    assert!(cases.iter().all(|case| recorded[&case.number] == *case));
    // A view that is being mended may lack some: the answer does not.
    half_made(&books);
    assert_eq!(read(9), (1, cases));
}
