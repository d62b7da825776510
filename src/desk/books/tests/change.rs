//! Something done with cases: once however often it is asked, one after the other, never unsealed,
//! and the same after everything was read again.

use super::*;
use crate::casework::apply::apply;
use crate::rpc::Refusal;

fn wanted(number: CaseNumber, once: u128, command: Command) -> Wanted {
    Wanted {
        number,
        if_revision: None,
        command,
        to: None,
        once,
        clerk: clerk(),
    }
}

fn note(number: CaseNumber, once: u128) -> Wanted {
    let note = format!("备注{once}");
    wanted(number, once, Command::Note { note })
}

fn refused(books: &Books, wanted: &Wanted) -> Refusal {
    match books.change(wanted) {
        Err(Unchanged::Refused(refusal)) => refusal,
        Err(Unchanged::Since(_)) => panic!("changed"),
        Ok(written) => panic!("{:?}", written.receipt),
    }
}

#[test]
fn what_is_asked_twice_is_done_once_and_answered_the_same_whatever_came_after() {
    let folder = tempfile::tempdir().unwrap();
    let books = open(folder.path()).unwrap();
    let number = log(&books, CaseKind::Complaint, 1).number;
    let accept = Wanted {
        if_revision: Some(1),
        ..wanted(number, 7, Command::Accept)
    };
    let first = books.change(&accept).unwrap();
    assert_eq!(
        (first.receipt.status, first.receipt.revision),
        (Status::Accepted, 2)
    );
    assert_eq!(first.case.unwrap().revision, 2);
    let again = books.change(&accept).unwrap();
    assert_eq!(again.receipt, first.receipt);
    assert!(again.case.is_none(), "nothing is another one now");
    let outcome = "补发".to_owned();
    let close = wanted(number, 8, Command::Close { outcome });
    let closed = books.change(&close).unwrap().receipt;
    assert_eq!(
        (closed.status, closed.due_on, closed.revision),
        (Status::Closed, None, 3)
    );
    books.close();
    // An owner that knows nothing but the records, and a view made of them.
    for rebuilt in [false, true] {
        if rebuilt {
            fs::remove_dir_all(places(folder.path()).view()).unwrap();
        }
        let books = open(folder.path()).unwrap();
        assert_eq!(books.change(&accept).unwrap().receipt, first.receipt);
        assert_eq!(books.change(&close).unwrap().receipt, closed);
        assert_eq!(books.counts().unwrap(), (1, 3));
        books.close();
    }
}

#[test]
fn what_was_decided_on_another_revision_is_not_done() {
    let folder = tempfile::tempdir().unwrap();
    let books = open(folder.path()).unwrap();
    let number = log(&books, CaseKind::Complaint, 1).number;
    books.change(&note(number, 1)).unwrap();
    for on in [0, 1, 3, u32::MAX] {
        let late = Wanted {
            if_revision: Some(on),
            ..wanted(number, 2, Command::Accept)
        };
        let Err(Unchanged::Since(history)) = books.change(&late) else {
            panic!("done on revision {on}");
        };
        assert_eq!(history.case.revision, 2);
        assert_eq!(history.as_of(1).unwrap().revision, 1);
        assert!(history.as_of(0).is_none() && history.as_of(3).is_none());
    }
    assert_eq!(books.counts().unwrap(), (1, 2));
}

#[test]
fn what_cannot_be_done_is_refused_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let books = open(folder.path()).unwrap();
    let complaint = log(&books, CaseKind::Complaint, 1).number;
    let done = log(&books, CaseKind::Complaint, 2).number;
    let enquiry = log(&books, CaseKind::Enquiry, 3).number;
    let decline = command(2, done);
    books.change(&wanted(done, 1, decline)).unwrap();
    let absent = CaseNumber {
        serial: 99,
        ..complaint
    };
    let merge = |into| Command::Merge { into, reason: None };
    let (kind, status) = (CaseKind::Complaint, Status::Open);
    for (number, command, refusal) in [
        (absent, Command::Accept, Refusal::NoSuchCase(absent)),
        (
            complaint,
            command(6, done),
            Refusal::NotAllowed {
                action: Action::Close,
                kind,
                status,
            },
        ),
        (
            complaint,
            merge(complaint),
            Refusal::Rule(decide::Refused::IntoItself),
        ),
        (
            complaint,
            merge(enquiry),
            Refusal::Rule(decide::Refused::IntoOtherKind),
        ),
        (complaint, merge(absent), Refusal::NoSuchCase(absent)),
        (
            complaint,
            merge(done),
            Refusal::IntoNotRunning {
                into: done,
                status: Status::Declined,
            },
        ),
    ] {
        assert_eq!(refused(&books, &wanted(number, 2, command)), refusal);
    }
    assert_eq!(books.counts().unwrap(), (3, 4));
}

#[test]
fn where_the_key_is_gone_nothing_more_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let books = open(folder.path()).unwrap();
    let number = log(&books, CaseKind::Complaint, 1).number;
    let other = log(&books, CaseKind::Complaint, 2).number;
    let (_, key) = books.kept(number).unwrap().unwrap();
    books.shared.keys.write().unwrap().erase(key).unwrap();
    assert_eq!(
        refused(&books, &note(number, 1)),
        Refusal::KeyGone(number),
        "a note would stand in clear"
    );
    assert_eq!(books.change(&note(other, 2)).unwrap().receipt.revision, 2);
    assert_eq!(books.counts().unwrap(), (2, 3));
}

#[test]
fn what_could_not_be_written_changed_nothing_and_frees_no_number() {
    let folder = tempfile::tempdir().unwrap();
    let books = open(folder.path()).unwrap();
    let number = log(&books, CaseKind::Complaint, 1).number;
    let journal = books.shared.journal().take();
    let ending = Refusal::NotStored(StoreFault::Ending);
    assert_eq!(refused(&books, &note(number, 1)), ending);
    *books.shared.journal() = journal;
    assert_eq!(books.case(number).unwrap().unwrap().case.revision, 1);
    assert_eq!(books.change(&note(number, 1)).unwrap().receipt.revision, 2);
    assert_eq!(log(&books, CaseKind::Complaint, 2).number.serial, 2);
}

#[test]
fn many_at_once_on_the_same_cases_get_revisions_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let books = Arc::new(open(folder.path()).unwrap());
    let numbers = [1, 2].map(|n| log(&books, CaseKind::Complaint, n).number);
    books.take_fresh();
    let clerks: Vec<_> = (0..4_u32)
        .map(|who| {
            let books = Arc::clone(&books);
            std::thread::spawn(move || {
                let both = (0..20).flat_map(|n| numbers.map(|number| (number, n)));
                let acted = both.map(|(number, n)| {
                    let once = u128::from(number.serial * 1000 + who * 100 + n);
                    let done = books.change(&note(number, once)).unwrap().receipt;
                    (number, done.revision)
                });
                acted.collect::<Vec<_>>()
            })
        })
        .collect();
    let acted = clerks.into_iter().flat_map(|clerk| clerk.join().unwrap());
    let mut acted: Vec<(CaseNumber, u32)> = acted.collect();
    acted.sort_unstable();
    let each = |number| (2..=81).map(move |revision| (number, revision));
    let expected: Vec<_> = numbers.into_iter().flat_map(each).collect();
    assert_eq!(acted, expected);
    // Whoever takes what changed gets each as it was then, in order.
    let fresh = books.take_fresh();
    for number in numbers {
        let of = fresh.iter().filter(|case| case.number == number);
        let revisions: Vec<u32> = of.map(|case| case.revision).collect();
        assert_eq!(revisions, (2..=81).collect::<Vec<_>>());
    }
    assert!(books.take_fresh().is_empty());
}

#[test]
fn two_merged_into_each_other_at_once_do_not_wait_for_each_other_and_one_wins() {
    let folder = tempfile::tempdir().unwrap();
    let books = Arc::new(open(folder.path()).unwrap());
    for pair in 0..10 {
        let [a, b] = [2 * pair, 2 * pair + 1].map(|n| log(&books, CaseKind::Tipoff, n).number);
        let merge = |number: CaseNumber, into: CaseNumber| {
            let books = Arc::clone(&books);
            std::thread::spawn(move || {
                let command = Command::Merge { into, reason: None };
                let once = u128::from(number.serial);
                books.change(&wanted(number, once, command)).is_ok()
            })
        };
        let done = [merge(a, b), merge(b, a)].map(|thread| thread.join().unwrap());
        assert_eq!(done.iter().filter(|done| **done).count(), 1, "{done:?}");
    }
}

#[test]
fn what_changed_is_there_open_before_it_is_answered() {
    let folder = tempfile::tempdir().unwrap();
    let books = open(folder.path()).unwrap();
    let number = log(&books, CaseKind::Complaint, 1).number;
    let said = |case: &Case| match &case.told {
        Told::Open(said) => said.agency.clone(),
        told => panic!("{told:?}"),
    };
    let fresh = books.take_fresh();
    assert_eq!((fresh.len(), fresh[0].number), (1, number));
    books
        .change(&wanted(number, 1, command(3, number)))
        .unwrap();
    let fresh = books.take_fresh();
    assert_eq!(said(&fresh[0]).as_deref(), Some("区财政局"));
    assert_eq!(fresh[0], books.case(number).unwrap().unwrap().case);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Whatever is asked in whatever order, the books do what the rules say, and read again, or
    /// made anew from the records, they say the same.
    #[test]
    fn the_books_do_what_the_rules_say(
        asked in proptest::collection::vec((0_usize..6, any::<u8>()), 1..60),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let now = Arc::new(Mutex::new(at(0)));
        let books = open_by(folder.path(), clock(&now)).unwrap();
        let (deadlines, who) = (Deadlines::built_in(), clerk());
        let mut cases: Vec<Case> = Vec::new();
        for (step, (which, what)) in asked.into_iter().enumerate() {
            let time = at(i64::try_from(step).unwrap() * 7);
            *now.lock().unwrap() = time;
            let Some(case) = cases.get(which) else {
                let written = books.log(
                    intake(CaseKind::ALL[usize::from(what) % 3], step),
                    AtRegistry::default(),
                    u128::try_from(step).unwrap(),
                    clerk(),
                );
                cases.push(written.unwrap().case.unwrap());
                continue;
            };
            let other = &cases[usize::from(what) % cases.len()];
            let command = command(what, other.number);
            let rules = Now { at: time, clock_back: false, clerk: &who, deadlines: &deadlines };
            let decided = decide::decide(case, &command, None, &rules);
            let runs = command.action() != Action::Merge || other.status.is_running();
            let once = u128::try_from(step).unwrap();
            let done = books.change(&wanted(case.number, once, command));
            prop_assert_eq!(done.is_ok(), decided.is_ok() && runs);
            if let (Ok(done), Ok(event)) = (done, decided) {
                let after = apply(Some(case.clone()), &event).unwrap();
                prop_assert_eq!(done.receipt.status, after.status);
                prop_assert_eq!(done.receipt.revision, after.revision);
                prop_assert_eq!(done.case.as_ref(), Some(&after));
                cases[which] = after;
            }
        }
        books.close();
        for made_anew in [false, true] {
            if made_anew {
                fs::remove_dir_all(places(folder.path()).view()).unwrap();
            }
            let books = open(folder.path()).unwrap();
            for case in &cases {
                let History { case: read, steps } = books.case(case.number).unwrap().unwrap();
                prop_assert_eq!(&read, case);
                prop_assert_eq!(u32::try_from(steps.len()).unwrap(), case.revision);
            }
            books.shared.read(Store::check).unwrap();
            books.close();
        }
    }
}
