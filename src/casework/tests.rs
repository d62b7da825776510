//! The contract's table, written out once more, walked over every action, status and kind; and
//! what the rules make of cases.

use jiff::Timestamp;

use super::apply::apply;
use super::decide::{decide, log};
use super::*;
use crate::registry::EntryId;

mod histories;
mod room;
mod table;

pub(super) const NOON: &str = "2026-02-10T04:00:00Z";

pub(super) fn clerk() -> ClerkId {
    "li".parse().unwrap()
}

/// What deciding knows at a moment.
pub(super) fn at<'a>(time: &str, clerk: &'a ClerkId, deadlines: &'a Deadlines) -> Now<'a> {
    Now {
        at: time.parse().unwrap(),
        clock_back: false,
        clerk,
        deadlines,
    }
}

pub(super) fn number(kind: CaseKind, serial: u32) -> CaseNumber {
    CaseNumber {
        day: jiff::civil::date(2026, 2, 10),
        kind,
        serial,
    }
}

/// An intake of a kind, with a name and a subject.
pub(super) fn intake(kind: CaseKind) -> Intake {
    let mut form = IntakeForm::new(kind);
    form.subject = Some("欠薪".into());
    form.visitor.name = Some("张三".into());
    form.parse().unwrap()
}

/// A case just logged.
pub(super) fn logged(kind: CaseKind) -> Case {
    let (clerk, deadlines) = (clerk(), Deadlines::built_in());
    let now = at(NOON, &clerk, &deadlines);
    let event = log(
        intake(kind),
        number(kind, 1),
        AtRegistry::default(),
        None,
        &now,
    );
    apply(None, &event).unwrap()
}

/// A form for an action with everything filled in.
pub(super) fn filled(action: Action, kind: CaseKind) -> ActionForm {
    ActionForm {
        action,
        note: Some("记".into()),
        reason: Some("因".into()),
        outcome: Some("果".into()),
        to: Some("区财政局".into()),
        days: Some(7),
        into: Some(number(kind, 2)),
    }
}

/// A case after one more action at a moment.
fn done(case: Case, action: Action, time: &str) -> Case {
    let (clerk, deadlines) = (clerk(), Deadlines::built_in());
    let command = filled(action, case.number.kind).parse().unwrap();
    let event = decide(&case, &command, None, &at(time, &clerk, &deadlines)).unwrap();
    apply(Some(case), &event).unwrap()
}

fn due(case: &Case) -> Option<(String, String)> {
    let due = case.due.as_ref()?;
    Some((due.rule.clone(), due.on.to_string()))
}

fn on(rule: &str, day: &str) -> Option<(String, String)> {
    Some((rule.to_owned(), day.to_owned()))
}

fn refused(case: &Case, command: &Command, deadlines: &Deadlines) -> Refused {
    let clerk = clerk();
    decide(case, command, None, &at(NOON, &clerk, deadlines)).unwrap_err()
}

#[test]
fn a_case_stands_with_the_agency_it_was_referred_to_last() {
    let (clerk, deadlines) = (clerk(), Deadlines::built_in());
    let now = at(NOON, &clerk, &deadlines);
    let command = filled(Action::Refer, CaseKind::Complaint).parse().unwrap();
    let mut case = logged(CaseKind::Complaint);
    for entry in ["hrss/agency/区财政局", "hrss/agency/区民政局"] {
        let to: Option<EntryId> = entry.parse().ok();
        let event = decide(&case, &command, to.clone(), &now).unwrap();
        case = apply(Some(case), &event).unwrap();
        assert_eq!((case.agency.is_some(), &case.agency), (true, &to));
    }
    // One that the registry does not have is no longer the one before.
    let event = decide(&case, &command, None, &now).unwrap();
    assert_eq!(apply(Some(case), &event).unwrap().agency, None);
}

#[test]
fn a_complaint_runs_its_course() {
    let case = logged(CaseKind::Complaint);
    assert_eq!(due(&case), on("L1", "2026-02-24"));
    let case = done(case, Action::Refer, NOON);
    assert_eq!(due(&case), on("L1", "2026-02-24"));
    let case = done(logged(CaseKind::Complaint), Action::Accept, NOON);
    assert_eq!(due(&case), on("L2", "2026-05-14"));
    let case = done(case, Action::Refer, NOON);
    let Told::Open(told) = &case.told else {
        panic!("{:?}", case.told)
    };
    assert_eq!(told.agency.as_deref(), Some("区财政局"));
    assert_eq!(told.note, None);
    let case = done(case, Action::Extend, NOON);
    assert_eq!(due(&case), on("L2", "2026-05-25"));
    let merged = done(case.clone(), Action::Merge, NOON);
    let apart = done(merged, Action::Unmerge, NOON);
    assert_eq!((apart.status, due(&apart)), (Status::Referred, due(&case)));
    let case = done(case, Action::Close, "2026-03-01T00:00:00Z");
    assert_eq!((due(&case), case.status), (None, Status::Closed));
    assert_eq!(
        case.closed_at,
        Some("2026-03-01T00:00:00Z".parse().unwrap())
    );
    let Told::Open(told) = &case.told else {
        panic!("{:?}", case.told)
    };
    assert_eq!(told.outcome.as_deref(), Some("果"));
    let noted = done(case.clone(), Action::Note, "2026-03-02T00:00:00Z");
    assert_eq!(noted.closed_at, case.closed_at);
    let case = done(case, Action::Reopen, "2026-09-30T04:00:00Z");
    assert_eq!((case.status, case.closed_at), (Status::Accepted, None));
    assert_eq!(due(&case), on("L2", "2026-12-29"));
}

#[test]
fn what_was_never_accepted_is_open_again() {
    for (kind, rule) in [(CaseKind::Complaint, "L1"), (CaseKind::Tipoff, "L1h")] {
        let case = done(logged(kind), Action::Decline, NOON);
        assert_eq!((case.status, due(&case)), (Status::Declined, None));
        let case = done(case, Action::Reopen, "2026-09-30T04:00:00Z");
        assert_eq!(
            (case.status, due(&case)),
            (Status::Open, on(rule, "2026-10-13"))
        );
    }
}

#[test]
fn an_enquiry_has_no_time_limit_and_its_last_answer() {
    let (clerk, deadlines) = (clerk(), Deadlines::built_in());
    let mut intake = intake(CaseKind::Enquiry);
    intake.answered = true;
    intake.answer = Some("找就业局".into());
    let kind = CaseKind::Enquiry;
    let now = at(NOON, &clerk, &deadlines);
    let event = log(
        intake,
        number(kind, 1),
        AtRegistry::default(),
        Some(7),
        &now,
    );
    let case = apply(None, &event).unwrap();
    assert_eq!((case.status, due(&case)), (Status::Answered, None));
    assert_eq!(case.closed_at, Some(event.at));
    let case = done(case, Action::Reopen, NOON);
    assert_eq!((case.status, due(&case)), (Status::Open, None));
    let case = done(case, Action::Answer, NOON);
    let Told::Open(told) = &case.told else {
        panic!("{:?}", case.told)
    };
    assert_eq!(told.answer.as_deref(), Some("记"));
}

#[test]
fn the_registry_fills_what_was_left_out() {
    let (clerk, deadlines) = (clerk(), Deadlines::built_in());
    let now = at(NOON, &clerk, &deadlines);
    let entry = EntryThen {
        id: "hrss/service/3".parse().unwrap(),
        title: "申报失业登记".into(),
        list_version: "v".into(),
    };
    let registry = AtRegistry {
        entry: Some(entry),
        agency: Some("hrss/agency/就业局".parse().unwrap()),
        agency_name: Some("就业局".into()),
    };
    let kind = CaseKind::Enquiry;
    let words = |intake: Intake| match log(intake, number(kind, 1), registry.clone(), None, &now) {
        Event {
            words: Words::Open(said),
            ..
        } => *said,
        event => panic!("{event:?}"),
    };
    let mut bare = intake(kind);
    bare.subject = None;
    let said = words(bare);
    assert_eq!(said.subject.as_deref(), Some("申报失业登记"));
    assert_eq!(said.agency.as_deref(), Some("就业局"));
    let mut own = intake(kind);
    own.agency = Some("财政局".into());
    let said = words(own);
    assert_eq!(said.subject.as_deref(), Some("欠薪"));
    assert_eq!(said.agency.as_deref(), Some("财政局"));
}

#[test]
fn extensions_and_mergers_have_their_bounds() {
    let deadlines = Deadlines::built_in();
    let accepted = done(logged(CaseKind::Complaint), Action::Accept, NOON);
    let extend = |days| Command::Extend {
        days,
        reason: "因".into(),
    };
    for days in [0, 31, u32::MAX] {
        let cap = Refused::BeyondCap { cap: 30 };
        assert_eq!(refused(&accepted, &extend(days), &deadlines), cap);
    }
    let referred = done(logged(CaseKind::Complaint), Action::Refer, NOON);
    assert_eq!(
        refused(&referred, &extend(7), &deadlines),
        Refused::NoRuleToExtend
    );
    let extended = done(accepted.clone(), Action::Extend, NOON);
    assert_eq!(
        refused(&extended, &extend(1), &deadlines),
        Refused::ExtendedBefore
    );
    // Counted on from a date that is provisional.
    let mut uncertain = accepted.clone();
    uncertain.due.as_mut().unwrap().provisional = true;
    let later = done(uncertain, Action::Extend, NOON);
    assert!(later.due.unwrap().provisional);
    // Nor is it offered.
    let offered = |case: &Case| case.allowed().any(|action| action == Action::Extend);
    assert!(offered(&accepted) && !offered(&extended));
    assert!(!extended.due.unwrap().provisional);
    let merge = |into| Command::Merge { into, reason: None };
    let itself = merge(accepted.number);
    assert_eq!(refused(&accepted, &itself, &deadlines), Refused::IntoItself);
    let other = merge(number(CaseKind::Tipoff, 2));
    assert_eq!(
        refused(&accepted, &other, &deadlines),
        Refused::IntoOtherKind
    );
}

#[test]
fn what_cannot_follow_is_named() {
    let (clerk, deadlines) = (clerk(), Deadlines::built_in());
    let kind = CaseKind::Complaint;
    let case = logged(kind);
    let event = |what: What, revision: u32| Event {
        number: case.number,
        revision,
        at: NOON.parse::<Timestamp>().unwrap(),
        clock_back: false,
        clerk: clerk.clone(),
        once: None,
        what,
        words: Words::Open(Box::default()),
    };
    let number = case.number;
    let follow = |event: &Event| apply(Some(case.clone()), event).unwrap_err();
    let action = Action::Note;
    let alone = apply(None, &event(What::Noted, 1)).unwrap_err();
    assert_eq!(alone, Unfit::NotLogged { number, action });
    for found in [0, 1, 3, u32::MAX] {
        let (expected, wrong) = (2, event(What::Noted, found));
        assert_eq!(
            follow(&wrong),
            Unfit::Revision {
                number,
                expected,
                found
            }
        );
    }
    let now = at(NOON, &clerk, &deadlines);
    let mut twice = log(intake(kind), number, AtRegistry::default(), None, &now);
    twice.revision = 2;
    assert_eq!(follow(&twice), Unfit::LoggedTwice { number });
    assert_eq!(
        apply(None, &twice),
        Err(Unfit::Revision {
            number,
            expected: 1,
            found: 2
        })
    );
    let mut other = event(What::Noted, 2);
    other.number.serial = 9;
    let found = other.number;
    assert_eq!(follow(&other), Unfit::OtherCase { number, found });
    let (action, status) = (Action::Close, Status::Open);
    assert_eq!(
        follow(&event(What::Closed, 2)),
        Unfit::NotAllowed {
            number,
            action,
            status
        }
    );
    let action = Action::Merge;
    let itself = event(What::Merged { into: number }, 2);
    assert_eq!(follow(&itself), Unfit::Contradicts { number, action });
    let declined = done(case.clone(), Action::Decline, NOON);
    let to = Status::Accepted;
    let reopened = event(What::Reopened { to, due: None }, 3);
    let action = Action::Reopen;
    assert_eq!(
        apply(Some(declined), &reopened),
        Err(Unfit::Contradicts { number, action })
    );
}

#[test]
fn what_cannot_be_read_stays_so() {
    let case = logged(CaseKind::Complaint);
    let with = |told: Told, words: Words| {
        let event = Event {
            number: case.number,
            revision: 2,
            at: case.opened_at,
            clock_back: false,
            clerk: clerk(),
            once: None,
            what: What::Noted,
            words,
        };
        let case = Case {
            told,
            ..case.clone()
        };
        apply(Some(case), &event).unwrap().told
    };
    let open = || Words::Open(Box::default());
    assert_eq!(with(Told::Erased, open()), Told::Erased);
    assert_eq!(with(case.told.clone(), Words::Erased), Told::Erased);
    assert_eq!(with(case.told.clone(), Words::Damaged), Told::Damaged);
    assert_eq!(with(Told::Damaged, Words::Erased), Told::Damaged);
    assert_eq!(with(Told::Erased, Words::Damaged), Told::Damaged);
    assert_eq!(with(Told::Sealed, open()), Told::Sealed);
    assert_eq!(with(case.told.clone(), open()), case.told);
}
