//! A case with which more is written down than an answer holds, from before there was a bound: it
//! can be opened, and a conflict over it can be told.

use super::super::act::conflict;
use super::super::books::{History, Step};
use super::super::show_case::shown;
use super::*;
use crate::casework::apply::apply;
use crate::casework::decide::{self, AtRegistry, Now};
use crate::casework::intake::LONG;
use crate::casework::{CaseKind, CaseNumber, ClerkId, Command, Event, IntakeForm};
use crate::rpc::frame;

/// A complaint with so many of the longest notes.
fn noted(notes: u32) -> History {
    let (deadlines, clerk): (_, ClerkId) = (Deadlines::built_in(), "wang".parse().unwrap());
    let now = Now {
        at: "2026-11-24T01:00:00Z".parse().unwrap(),
        clock_back: false,
        clerk: &clerk,
        deadlines: &deadlines,
    };
    let mut form = IntakeForm::new(CaseKind::Complaint);
    form.content = Some("内容".into());
    let intake = form.parse().unwrap();
    let number: CaseNumber = "C20261124-0001".parse().unwrap();
    let first = decide::log(intake, number, AtRegistry::default(), None, &now);
    let mut case = apply(None, &first).unwrap();
    let note = "话".repeat(LONG);
    let noted = decide::decide(&case, &Command::Note { note }, None, &now).unwrap();
    let step = |event| Step {
        event,
        status: crate::casework::Status::Open,
    };
    let mut steps = vec![step(first)];
    for revision in 2..=notes + 1 {
        let event = Event {
            revision,
            ..noted.clone()
        };
        case = apply(Some(case), &event).unwrap();
        steps.push(step(event));
    }
    History { case, steps }
}

#[test]
fn it_is_opened_and_says_what_is_left_out() {
    let today = jiff::civil::date(2026, 11, 24);
    let case = shown(noted(150), today, false, false);
    let left_out = case.events.iter().map(|event| event.left_out);
    let left_out: Vec<bool> = left_out.collect();
    assert_eq!((left_out.len(), case.line.revision), (151, 151));
    // Nothing is said with the first one but what stands in the case's own fields.
    assert_eq!(
        (left_out[0], left_out[1], left_out[150]),
        (false, true, false)
    );
    frame::encode(&Answer::Case(Box::new(case))).expect("a frame holds it");
}

#[test]
fn who_comes_second_is_told_of_the_newest() {
    let conflict = conflict(noted(150), 1);
    assert_eq!(conflict.since.len(), 150);
    assert!(conflict.since[0].left_out && !conflict.since[149].left_out);
    let answer = Answer::Refused(Refusal::Changed(Box::new(conflict)));
    frame::encode(&answer).expect("a frame holds it");
}
