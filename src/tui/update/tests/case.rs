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
    counter.keys(&["F9", "Ctrl-R", "Ctrl-R", "Ctrl-R"]);
    assert_eq!(name(&counter), Some("张**"));
}

#[test]
fn one_field_is_revealed_at_a_time_and_said() {
    use crate::casework::FormField::{Name, Phone};
    let shown = |counter: &Counter| {
        let shown = counter.model.case().unwrap().state.known().unwrap();
        let visitor = &shown.line.visitor;
        (
            visitor.name.clone().unwrap(),
            visitor.phone.clone().unwrap(),
        )
    };
    let pair = |name: &str, phone: &str| (name.to_owned(), phone.to_owned());
    let mut counter = Counter::new(30);
    counter.keys(&[NUMBER, "Enter", "Ctrl-R"]);
    assert_eq!(shown(&counter), pair("张三丰", "138****5678"));
    assert_eq!(
        counter.model.notice,
        Some(Notice::Revealed(Name, Some(Phone)))
    );
    // Changed by somebody else it is no more open than before.
    counter.tell(Msg::Reply(Reply {
        number: 0,
        answer: Answer::Changed(crate::rpc::Changed {
            cases: vec![NUMBER.parse().unwrap()],
            ..Default::default()
        }),
    }));
    assert_eq!(shown(&counter), pair("张三丰", "138****5678"));
    counter.keys(&["Ctrl-R"]);
    assert_eq!(shown(&counter), pair("张三丰", "13812345678"));
    assert_eq!(counter.model.notice, Some(Notice::Revealed(Phone, None)));
    counter.keys(&["Ctrl-R"]);
    assert_eq!(shown(&counter), pair("张**", "138****5678"));
    assert_eq!(counter.model.notice, Some(Notice::MaskedAgain));
}

#[test]
fn what_nobody_may_see_is_not_offered() {
    use crate::tui::keymap::{Action, Hint, active};
    let offered = |counter: &Counter| {
        let model = &counter.model;
        let mut active = active(model.scope(), |when| model.holds(when));
        active.any(|row| row.action == Action::Reveal && matches!(row.hint, Hint::Bar(_)))
    };
    let mut counter = Counter::new(30);
    counter.keys(&[NUMBER, "Enter"]);
    assert!(offered(&counter));
    if let Some(view) = counter.model.case_mut()
        && let CaseState::Known(shown) = &mut view.state
    {
        shown.may_reveal = false;
    }
    assert!(!offered(&counter));
    counter.keys(&["Ctrl-R"]);
    assert_eq!(counter.model.notice, Some(Notice::MayNotReveal));
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
