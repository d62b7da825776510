//! Random histories written, replayed and rebuilt; clocks that jump; requests that come twice.

mod change;
mod damage;
mod families;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Mutex;

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use super::family::{Family, TrainingRecord};
use super::mend::catch_up;
use super::*;
use crate::casework::decide::{self, AtRegistry, Now};
use crate::casework::{
    Action, Case, CaseKind, ClerkId, Command, Intake, IntakeForm, Status, Told, VisitorForm,
};
use crate::journal::{NewRecord, Options, Position};
use crate::rpc::Receipt;
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

/// Marks the data directory as one for training, whatever is in it.
fn mark_for_training(books: &Books) {
    let (at, clock_back) = books.stamp();
    let mark = TrainingRecord::new(
        at,
        clock_back,
        clerk(),
        Filling {
            once: 1,
            cases: 2,
            seed: 3,
            before: "2026-11-24".parse().unwrap(),
        },
    );
    books.shelve(Family::Training(mark)).unwrap();
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
        .receipt
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
                // Whatever is asked of it fails once.
                let asked = std::cell::Cell::new(false);
                let read = books.shared.read(|view| {
                    if asked.replace(true) {
                        view.counters()
                    } else {
                        Err(store::StoreFault::Damaged { what: String::new() })
                    }
                });
                prop_assert!(read.is_ok());
                prop_assert_eq!(books.shared.view.read().unwrap().age, 1);
            }
            for (number, case) in &cases {
                let History { case: read, steps } = books.case(*number).unwrap().unwrap();
                prop_assert_eq!(&read, case);
                prop_assert_eq!(u32::try_from(steps.len()).unwrap(), case.revision);
            }
            books.shared.read(Store::check).unwrap();
            books.close();
        }
    }
}

#[test]
fn catching_up_from_anywhere_gives_the_same_view() {
    let folder = tempfile::tempdir().unwrap();
    let history: Vec<(u8, u8)> = (0..40_u8).map(|n| (n % 5, n.wrapping_mul(7))).collect();
    let cases = written(folder.path(), &history);
    let places = places(folder.path());
    let master = MasterKey::read(&places.master_key).unwrap();
    let keys = Keys::open(&places.keys(), master, KeyId(0)).unwrap();
    let journal = Journal::open(&places.journal(), Options::default(), None)
        .unwrap()
        .journal;
    let view = Store::open(&places.view()).unwrap();
    // In as many pieces as there are records: each record is where a piece may end.
    let hashes = Hashes::new(&keys);
    let open = |clear: &[u8], sealed: &[u8]| record::open(clear, sealed, &keys);
    catch_up(&view, journal.replay(&Position::start()), open, &hashes).unwrap();
    let positions: Vec<Position> = journal
        .replay(&Position::start())
        .map(|read| read.unwrap().after)
        .collect();
    for from in &positions {
        catch_up(&view, journal.replay(from), open, &hashes).unwrap();
    }
    for (number, case) in &cases {
        let stored = view.case(*number).unwrap().unwrap();
        assert_eq!(stored.case, case.bare());
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

#[test]
fn a_visitor_is_found_again_by_name_and_phone_and_an_informant_by_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let books = open(folder.path()).unwrap();
    let numbers = [(CaseKind::Tipoff, 2), (CaseKind::Complaint, 1)];
    let numbers = numbers.map(|(kind, n)| log(&books, kind, n).number);
    for (number, hashes) in numbers.into_iter().zip([0, 2]) {
        let (clerk, deadlines) = (clerk(), Deadlines::built_in());
        let now = Now {
            at: at(0),
            clock_back: false,
            clerk: &clerk,
            deadlines: &deadlines,
        };
        let intake = form(number.kind, 1).parse().unwrap();
        let event = decide::log(intake, number, AtRegistry::default(), None, &now);
        let parts = (Vec::new(), Vec::new());
        let change = record::change(None, &event, parts, &books.shared.hashes).unwrap();
        assert_eq!(change.persons.len(), hashes, "{number}");
        let shared = &books.shared;
        for person in &change.persons {
            let of = shared.read(|view| view.by_person(person).collect::<Result<Vec<_>, _>>());
            assert_eq!(of.unwrap(), [numbers[1]]);
        }
    }
}
