//! Made-up histories, and a plain model of what the store should answer after them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan};

use crate::casework::event::DueFact;
use crate::casework::{Case, CaseKind, CaseNumber, EntryThen, Status, Told};
use crate::registry::EntryId;
use crate::store::key::{kind, status};
use crate::store::{Change, Counters, EventRecord, Mark, Store, StoreFault, Stored};

pub(super) const STATUSES: [Status; 9] = [
    Status::Open,
    Status::Accepted,
    Status::Referred,
    Status::Answered,
    Status::Closed,
    Status::Declined,
    Status::Withdrawn,
    Status::Merged,
    Status::Voided,
];

/// Pseudo-random numbers (xorshift64*), the same for the same seed.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(2).wrapping_add(0x9E37_79B9_7F4A_7C15))
    }

    pub(super) fn draw(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    pub(super) fn below(&mut self, n: u64) -> u64 {
        self.draw() % n
    }

    fn one<T: Clone>(&mut self, of: &[T]) -> T {
        let at = self.below(u64::try_from(of.len()).unwrap());
        of[usize::try_from(at).unwrap()].clone()
    }

    pub(super) fn bytes(&mut self, most: u64) -> Vec<u8> {
        let length = self.below(most + 1);
        (0..length).map(|_| self.draw().to_be_bytes()[0]).collect()
    }
}

pub(super) fn services() -> Vec<EntryId> {
    ["hrss/service/1", "hrss/service/10", "hrss/duty/4/2"]
        .map(|id| id.parse().unwrap())
        .to_vec()
}

pub(super) fn agencies() -> Vec<EntryId> {
    ["hrss/agency/区财政局", "hrss/agency/区财政局一"]
        .map(|id| id.parse().unwrap())
        .to_vec()
}

pub(super) fn people() -> Vec<[u8; 32]> {
    vec![[0; 32], [0xFF; 32], [7; 32]]
}

pub(super) fn days() -> Vec<Date> {
    vec![
        date(2025, 12, 31),
        date(2026, 1, 1),
        date(2026, 11, 24),
        date(2026, 11, 25),
    ]
}

/// What the store should hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Model {
    pub(super) cases: BTreeMap<CaseNumber, Kept>,
    /// In the order they were logged.
    pub(super) logged: Vec<CaseNumber>,
    pub(super) mark: Option<Mark>,
    pub(super) last_at: Option<Timestamp>,
    pub(super) highest_key: u64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Kept {
    pub(super) stored: Stored,
    pub(super) persons: Vec<[u8; 32]>,
    pub(super) once: Option<u128>,
}

pub(super) fn mark(number: u64) -> Mark {
    let mac = [u8::try_from(number % 251).unwrap(); 32];
    let position = number.to_be_bytes().to_vec();
    Mark {
        number,
        position,
        mac,
    }
}

impl Model {
    /// A change that may come next: a new case, or an event of one there is. `most` is the longest
    /// box, in bytes.
    pub(super) fn draw(&self, dice: &mut Dice, most: u64) -> Change {
        let at = Timestamp::UNIX_EPOCH + dice.below(2_000_000_000).try_into().map(secs).unwrap();
        let known: Vec<CaseNumber> = self.logged.clone();
        let before = (!known.is_empty() && dice.below(3) > 0)
            .then(|| self.cases[&dice.one(&known)].stored.clone());
        let after = match &before {
            Some(stored) => self.later(dice, stored.case.clone(), at),
            None => self.first(dice, at),
        };
        let first = before.is_none();
        let key = before
            .as_ref()
            .map_or(dice.below(1000), |stored| stored.key);
        let people: BTreeSet<_> = (0..dice.below(3)).map(|_| dice.one(&people())).collect();
        Change {
            event: EventRecord {
                revision: after.revision,
                clear: dice.bytes(120),
                sealed: dice.bytes(most),
            },
            before: before.map(|stored| stored.case),
            after,
            at,
            persons: people.into_iter().filter(|_| first).collect(),
            once: (first && dice.below(2) > 0).then(|| u128::from(dice.draw())),
            key,
        }
    }

    fn first(&self, dice: &mut Dice, at: Timestamp) -> Case {
        let (day, kind) = (dice.one(&days()), dice.one(&CaseKind::ALL));
        let serial = self.serial(kind, day) + 1;
        let number = CaseNumber { day, kind, serial };
        let entry = (dice.below(2) > 0).then(|| EntryThen {
            id: dice.one(&services()),
            title: "申报失业登记".to_owned(),
            list_version: "1".to_owned(),
        });
        let case = Case {
            number,
            track: None,
            status: Status::Open,
            revision: 0,
            entry,
            agency: None,
            opened_at: at,
            opened_by: "zhang".parse().unwrap(),
            acted_by: "zhang".parse().unwrap(),
            closed_at: None,
            due: None,
            was_accepted: false,
            was_extended: false,
            merged: None,
            told: Told::Sealed,
            text_bytes: 0,
        };
        self.later(dice, case, at)
    }

    fn later(&self, dice: &mut Dice, mut case: Case, at: Timestamp) -> Case {
        case.revision += 1;
        case.status = dice.one(&STATUSES);
        case.agency = (dice.below(2) > 0).then(|| dice.one(&agencies()));
        case.closed_at = (dice.below(2) > 0).then_some(at);
        case.due = (dice.below(3) > 0).then(|| DueFact {
            on: dice.one(&days()),
            rule: "L1".to_owned(),
            provisional: dice.below(2) > 0,
        });
        case.merged = self.logged.first().map(|into| (*into, case.status));
        case
    }

    pub(super) fn take(&mut self, change: &Change) {
        let number = change.after.number;
        let kept = self.cases.entry(number).or_insert_with(|| {
            self.logged.push(number);
            Kept {
                stored: Stored {
                    case: change.after.clone(),
                    key: change.key,
                    events: Vec::new(),
                },
                persons: change.persons.clone(),
                once: change.once,
            }
        });
        kept.stored.case = change.after.clone();
        kept.stored.events.push(change.event.clone());
        self.last_at = self.last_at.max(Some(change.at));
        self.highest_key = self.highest_key.max(change.key);
    }

    pub(super) fn serial(&self, kind: CaseKind, day: Date) -> u32 {
        let of = self.cases.keys();
        of.filter(|number| number.kind == kind && number.day == day)
            .map(|number| number.serial)
            .max()
            .unwrap_or_default()
    }

    fn counters(&self) -> Counters {
        let mut by_status = BTreeMap::new();
        for kept in self.cases.values() {
            *by_status.entry(kept.stored.case.status).or_default() += 1;
        }
        let events = self.cases.values().map(|kept| kept.stored.events.len());
        Counters {
            cases: u64::try_from(self.cases.len()).unwrap(),
            events: u64::try_from(events.sum::<usize>()).unwrap(),
            by_status,
        }
    }

    /// Cases that fit, the newest first; `first` orders before day and order of logging.
    fn newest(&self, first: impl Fn(&Kept) -> Option<Date>) -> Vec<CaseNumber> {
        let places = self.logged.iter().enumerate();
        let mut found: Vec<_> = places
            .filter_map(|(order, number)| {
                first(&self.cases[number]).map(|first| (first, number.day, order, *number))
            })
            .collect();
        found.sort_unstable();
        found.iter().rev().map(|(.., number)| *number).collect()
    }

    /// Asks the store everything; what differs fails the test, a fault is handed on.
    pub(super) fn compare(&self, store: &Store) -> Result<(), StoreFault> {
        store.check()?;
        assert_eq!(store.mark()?, self.mark);
        assert_eq!(store.last_at()?, self.last_at);
        assert_eq!(store.highest_key()?, self.highest_key);
        assert_eq!(store.counters()?, self.counters());
        for (number, kept) in &self.cases {
            assert_eq!(store.case(*number)?.as_ref(), Some(&kept.stored));
            if let Some(once) = kept.once {
                assert_eq!(store.by_once(once)?, Some(*number));
            }
        }
        for day in days() {
            for kind in CaseKind::ALL {
                assert_eq!(store.serial(kind, day)?, self.serial(kind, day));
            }
        }
        self.compare_indexes(store)
    }

    fn compare_indexes(&self, store: &Store) -> Result<(), StoreFault> {
        // Where nothing comes before the day, any day does.
        let any = |fits: bool| fits.then_some(Date::ZERO);
        let same = |scan: crate::store::Scan<'_>, expected: Vec<CaseNumber>| {
            let found: Vec<CaseNumber> = scan.collect::<Result<_, _>>()?;
            assert_eq!(found, expected);
            Ok::<(), StoreFault>(())
        };
        for from in days() {
            for to in days() {
                let fits = |day: &Date| (from..=to).contains(day);
                let of = self.newest(|kept| any(fits(&kept.stored.case.number.day)));
                same(store.by_number(from..=to), of)?;
                let due = |kept: &Kept| kept.stored.case.due.as_ref().map(|due| due.on);
                same(
                    store.by_due(from..=to),
                    self.newest(|kept| due(kept).filter(fits)),
                )?;
            }
        }
        same(store.by_number(..), self.newest(|_| any(true)))?;
        for status in STATUSES {
            let of = self.newest(|kept| any(kept.stored.case.status == status));
            same(store.by_status(status), of)?;
        }
        for id in services() {
            let entry = |kept: &Kept| kept.stored.case.entry.clone().map(|entry| entry.id);
            let of = self.newest(|kept| any(entry(kept).as_ref() == Some(&id)));
            same(store.by_service(&id), of)?;
        }
        for id in agencies() {
            let of = self.newest(|kept| any(kept.stored.case.agency.as_ref() == Some(&id)));
            same(store.by_agency(&id), of)?;
        }
        for person in people() {
            let of = self.newest(|kept| any(kept.persons.contains(&person)));
            same(store.by_person(&person), of)?;
        }
        Ok(())
    }
}

fn secs(seconds: i64) -> jiff::Span {
    seconds.seconds()
}

/// A closed store with a history, its changes one mark each, and the models before the first and
/// after each.
pub(super) fn history(dir: &Path, seed: u64, steps: u64, most: u64) -> (Vec<Change>, Vec<Model>) {
    let store = Store::open(dir).unwrap();
    let mut dice = Dice::new(seed);
    let mut models = vec![Model::default()];
    let mut changes = Vec::new();
    for number in 1..=steps {
        let mut model = models.last().unwrap().clone();
        let change = model.draw(&mut dice, most);
        model.take(&change);
        model.mark = Some(mark(number));
        store
            .apply(std::slice::from_ref(&change), &[], &mark(number))
            .unwrap();
        models.push(model);
        changes.push(change);
    }
    store.close().unwrap();
    (changes, models)
}

/// sled itself, once the lock of whoever had it before is gone.
pub(super) fn raw(dir: &Path) -> sled::Db {
    for _ in 0..200 {
        if let Ok(db) = sled::open(dir) {
            return db;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    sled::open(dir).unwrap()
}

#[test]
fn every_kind_and_status_has_a_code_of_its_own() {
    let kinds: BTreeSet<u8> = CaseKind::ALL.into_iter().map(kind).collect();
    assert_eq!(kinds.len(), CaseKind::ALL.len());
    let statuses: BTreeSet<u8> = STATUSES.into_iter().map(status).collect();
    assert_eq!(statuses.len(), STATUSES.len());
}
