//! Cases found by their number.

use super::cases::NUMBER;
use super::counter::Counter;
use super::*;
use crate::tui::model::CaseState;

fn asked(counter: &Counter) -> Vec<bool> {
    let cases = counter
        .asked
        .iter()
        .filter_map(|question| match question.request {
            Request::ShowCase { reveal, .. } => Some(reveal),
            _ => None,
        });
    cases.collect()
}

fn name(counter: &Counter) -> Option<&str> {
    let shown = counter.model.case()?.state.known()?;
    shown.line.visitor.name.as_deref()
}

#[test]
fn a_number_in_the_search_line_finds_its_case() {
    let mut counter = Counter::new(30);
    counter.keys(&["c20261124-0001"]);
    let found = counter.model.lookup.case.as_ref().unwrap();
    assert_eq!(found.number.to_string(), NUMBER);
    assert!(found.selected && found.state.known().is_some());
    assert_eq!(asked(&counter), [false]);
    counter.keys(&["Enter"]);
    assert_eq!(name(&counter), Some("张**"));
    counter.keys(&["Esc", "Backspace"]);
    assert!(counter.model.layers.is_empty() && counter.model.lookup.case.is_none());
}

#[test]
fn a_number_nobody_has_is_said_and_does_not_open() {
    let mut counter = Counter::new(30);
    counter.keys(&["T20261124-0009", "Enter"]);
    let found = counter.model.lookup.case.as_ref().unwrap();
    assert!(matches!(
        found.state,
        CaseState::Refused(Refusal::NoSuchCase(_))
    ));
    assert!(counter.model.layers.is_empty());
    assert_eq!(counter.model.notice, None, "its line says it");
}

#[test]
fn opened_before_the_answer_came_it_is_filled_in_when_it_comes() {
    let mut counter = Counter::new(30);
    counter.silent = true;
    counter.keys(&[NUMBER, "Enter"]);
    assert_eq!(name(&counter), None);
    counter.silent = false;
    let wanted = |question: &&Question| matches!(question.request, Request::ShowCase { .. });
    let question = counter.asked.iter().rev().find(wanted).unwrap().clone();
    counter.answer(&question);
    assert_eq!(name(&counter), Some("张**"));
    assert!(
        counter
            .model
            .lookup
            .case
            .as_ref()
            .unwrap()
            .state
            .known()
            .is_some()
    );
}

#[test]
fn what_is_masked_is_revealed_and_goes_at_once() {
    let mut counter = Counter::new(30);
    counter.keys(&[NUMBER, "Enter", "Ctrl-R"]);
    assert_eq!(name(&counter), Some("张三丰"));
    counter.silent = true;
    counter.keys(&["F9"]);
    assert!(counter.model.blanked);
    assert_eq!(name(&counter), None, "forgotten, not only hidden");
    counter.silent = false;
    let question = counter.asked.last().unwrap().clone();
    counter.answer(&question);
    assert_eq!(name(&counter), Some("张**"));
    counter.keys(&["Ctrl-R"]);
    assert_eq!(asked(&counter), [false, true, false], "not while blanked");
    counter.keys(&["F9", "Ctrl-R", "Ctrl-R"]);
    assert_eq!(name(&counter), Some("张**"));
}

#[test]
fn an_answer_to_a_reveal_that_was_called_off_is_dropped() {
    let mut counter = Counter::new(30);
    counter.keys(&[NUMBER, "Enter"]);
    counter.silent = true;
    counter.keys(&["Ctrl-R", "F9"]);
    counter.silent = false;
    let wanted = |question: &&Question| matches!(question.request, Request::ShowCase { reveal, .. } if reveal);
    let question = counter.asked.iter().find(wanted).unwrap().clone();
    counter.answer(&question);
    assert_eq!(name(&counter), Some("张**"));
}

#[test]
fn typing_leaves_a_case_for_the_next_query() {
    let mut counter = Counter::new(30);
    counter.keys(&[NUMBER, "Enter", "2"]);
    assert!(counter.model.layers.is_empty());
    assert_eq!(counter.query(), "2");
    assert!(counter.model.lookup.case.is_none());
}
