//! A filling that was broken off is gone on with to the very same end, whatever happened meanwhile.

use std::path::Path;

use super::*;
use crate::casework::{Action, ActionForm, CaseKind, IntakeForm};
use crate::desk::Places;
use crate::rpc::{Act, Log};

const CASES: u32 = 400;
const SEED: u64 = 5;

fn open(folder: &Path) -> Desk {
    let clock = || "2026-11-24T10:00:00+08:00".parse().unwrap();
    Desk::open_at(
        Places {
            data: folder.join("data"),
            master_key: folder.join("config/master.key"),
        },
        std::sync::Arc::new(clock),
    )
    .unwrap()
}

fn owner() -> Asker {
    Asker {
        clerk: "lin".parse().unwrap(),
        is_owner_user: true,
    }
}

fn wanted(once: u128) -> FillForTraining {
    FillForTraining {
        once,
        cases: CASES,
        seed: SEED,
    }
}

fn events() -> Vec<(Event, bool)> {
    let (lookup, deadlines) = (Lookup::built_in(), crate::casework::Deadlines::built_in());
    let today = "2026-11-24".parse().unwrap();
    let mut past = MadeUp::new(&lookup, &deadlines, today, CASES, SEED);
    std::iter::from_fn(|| past.happens()).collect()
}

/// A desk at which only so many events of the past were written when its owner was killed.
fn broken_off(folder: &Path, after: usize) -> Desk {
    let desk = open(folder);
    let filling = Filling {
        once: 1,
        cases: CASES,
        seed: SEED,
        before: "2026-11-24".parse().unwrap(),
    };
    let happened = events().into_iter().take(after);
    let clerk = owner().clerk;
    desk.books.make_past(happened, filling, clerk).unwrap();
    desk.close();
    drop(desk);
    open(folder)
}

#[test]
fn it_ends_as_if_it_had_never_been_broken_off() {
    let all = events();
    for after in [0, 1, 513, all.len() - 1, all.len()] {
        let folder = tempfile::tempdir().unwrap();
        let desk = broken_off(folder.path(), after);
        let answer = desk.fill_for_training(&owner(), &wanted(2));
        let is_whole = after == all.len();
        let expected = if is_whole {
            Err(Refusal::FilledAlready)
        } else {
            Ok(())
        };
        assert_eq!(answer, expected, "after {after}");
        let events = u64::try_from(all.len()).unwrap() + 1;
        assert_eq!(desk.counts().unwrap(), (u64::from(CASES), events));
        for number in all.iter().map(|(event, _)| event.number).step_by(23) {
            let told = all.iter().filter(|(event, _)| event.number == number);
            let told: Vec<_> = told.map(|(event, _)| event).collect();
            let history = desk.books.case(number).unwrap().unwrap();
            let written: Vec<_> = history.steps.iter().map(|step| &step.event).collect();
            assert_eq!(written, told, "{number}");
        }
        // Asked again by the client that began it, or by somebody who wants something else.
        assert_eq!(desk.fill_for_training(&owner(), &wanted(1)), Ok(()));
        let again = desk.fill_for_training(&owner(), &wanted(3));
        assert_eq!(again, Err(Refusal::FilledAlready));
        let other = FillForTraining {
            seed: 6,
            ..wanted(1)
        };
        let (cases, seed) = (CASES, SEED);
        assert_eq!(
            desk.fill_for_training(&owner(), &other),
            Err(Refusal::FilledOtherwise { cases, seed })
        );
        assert_eq!(desk.counts().unwrap().1, events);
        desk.close();
        drop(desk);
        // The records alone say the same.
        std::fs::remove_dir_all(folder.path().join("data/view")).unwrap();
        let desk = open(folder.path());
        assert_eq!(desk.counts().unwrap(), (u64::from(CASES), events));
        assert!(desk.is_for_training());
    }
}

#[test]
fn what_somebody_did_meanwhile_stays_and_nothing_is_made_up_about_it() {
    let all = events();
    let folder = tempfile::tempdir().unwrap();
    let half = all.len() / 2;
    let desk = broken_off(folder.path(), half);
    // Some case to which more would have happened.
    let (before, after) = all.split_at(half);
    let goes_on = |(event, _): &&(Event, bool)| {
        let number = event.number;
        after.iter().any(|(later, _)| later.number == number)
    };
    let (begun, _) = before.iter().rev().find(goes_on).unwrap();
    let number = begun.number;
    let act = |once| Act {
        once,
        number,
        if_revision: None,
        form: ActionForm {
            note: Some("问过了".to_owned()),
            ..ActionForm::new(Action::Note)
        },
    };
    let noted = desk.act(&owner(), &act(7)).unwrap();
    let mut form = IntakeForm::new(CaseKind::Enquiry);
    form.subject = Some("问路".to_owned());
    let log = Log { once: 8, form };
    desk.log(&owner(), &log).unwrap();
    desk.fill_for_training(&owner(), &wanted(2)).unwrap();
    let history = desk.books.case(number).unwrap().unwrap();
    assert_eq!(history.case.revision, noted.revision);
    let (cases, events) = desk.counts().unwrap();
    assert_eq!(cases, u64::from(CASES) + 1);
    // Acted on again afterwards, and gone on with once more: nothing is missing.
    desk.act(&owner(), &act(9)).unwrap();
    let again = desk.fill_for_training(&owner(), &wanted(3));
    assert_eq!(again, Err(Refusal::FilledAlready));
    assert_eq!(desk.counts().unwrap().1, events + 1);
}

#[test]
fn records_that_are_no_part_of_it_are_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let desk = open(folder.path());
    let filling = Filling {
        once: 1,
        cases: CASES,
        seed: SEED,
        before: "2026-11-24".parse().unwrap(),
    };
    // As another program would have made it up.
    let happened = events()
        .into_iter()
        .filter(|(event, _)| event.revision == 1);
    let happened = happened.skip(1).take(3);
    let clerk = owner().clerk;
    desk.books.make_past(happened, filling, clerk).unwrap();
    let answer = desk.fill_for_training(&owner(), &wanted(2));
    assert_eq!(answer, Err(Refusal::NotEmpty));
    assert_eq!(desk.counts().unwrap(), (3, 4));
}
