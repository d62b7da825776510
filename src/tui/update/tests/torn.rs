//! An Esc that was none.

use super::*;
use crate::tui::model::{Confirm, Tab};

/// A key whose Esc came before the rest.
fn torn(counter: &mut Counter, key: &str) {
    counter.keys(&["Esc"]);
    counter.tell(Msg::NotEsc).keys(&[key]);
}

#[test]
fn a_form_stays_and_is_not_asked_about() {
    let mut counter = Counter::new(3);
    counter.keys(&["F6", "张三"]);
    torn(&mut counter, "Down");
    counter.keys(&["yanglao"]);
    assert!(matches!(
        counter.model.layers.last(),
        Some(Layer::Form(form)) if form.is_changed()
    ));
    // Nor is one that is empty put away.
    let mut counter = Counter::new(3);
    counter.keys(&["F6"]);
    torn(&mut counter, "Down");
    assert!(counter.model.form().is_some());
    // A question that is asked stays.
    counter.keys(&["x", "Esc"]);
    torn(&mut counter, "Down");
    assert!(matches!(
        counter.model.layers.last(),
        Some(Layer::Confirm(Confirm::Discard))
    ));
    // Of two keys only the second was none.
    counter.keys(&["n", "Esc"]).tell(Msg::NotEsc);
    counter.tell(Msg::NotEsc);
    assert!(matches!(counter.model.layers.last(), Some(Layer::Form(_))));
}

#[test]
fn the_query_and_the_selection_come_back() {
    let mut counter = Counter::new(30);
    counter.keys(&["1", "Down", "Down"]);
    let selected = counter.selected();
    torn(&mut counter, "Down");
    assert_eq!(counter.query(), "1");
    counter.keys(&["Up"]);
    assert_eq!(counter.selected(), selected);
    // Also while the answer is still to come: what comes for the empty line is dropped.
    counter.silent = true;
    counter.keys(&["2", "Esc"]).tell(Msg::NotEsc);
    counter.silent = false;
    for question in counter.asked.clone() {
        if matches!(question.request, Request::Find(_)) {
            counter.answer(&question);
        }
    }
    assert_eq!(counter.query(), "12");
    assert_eq!(counter.model.lookup.results.query, "12");
    assert!(counter.model.lookup.awaiting.is_none());
    // A part, and related entries.
    let mut counter = Counter::new(30);
    counter.keys(&["Ctrl-G"]);
    let trail = counter.model.lookup.trail.len();
    torn(&mut counter, "Down");
    assert!(counter.model.lookup.about.is_some());
    assert_eq!(counter.model.lookup.trail.len(), trail);
}

#[test]
fn what_was_open_is_open_again() {
    let mut counter = Counter::new(30);
    counter.cases = 5;
    counter.keys(&["Enter"]);
    torn(&mut counter, "Down");
    assert!(counter.model.reader().is_some());
    counter.keys(&["F3", "Ctrl-B"]);
    let tab = counter.model.ledger.tab;
    assert_ne!(tab, Tab::All);
    torn(&mut counter, "Down");
    assert_eq!(counter.model.ledger.tab, tab);
    counter.keys(&["Esc"]);
    torn(&mut counter, "Down");
    assert!(counter.model.has_ledger());
    counter.keys(&["Enter"]);
    torn(&mut counter, "Down");
    assert!(
        counter
            .model
            .case()
            .is_some_and(|case| case.state.known().is_some())
    );
    counter.keys(&["Enter"]);
    torn(&mut counter, "Down");
    assert!(matches!(counter.model.layers.last(), Some(Layer::Menu(_))));
    assert!(!counter.model.is_waiting());
}

#[test]
fn what_waits_goes_on_waiting() {
    let mut counter = Counter::new(3);
    counter.silent = true;
    counter.keys(&["2", "F5", "Esc"]);
    assert!(counter.model.held.is_none());
    counter.tell(Msg::NotEsc);
    assert!(counter.model.held.is_some());
    counter.keys(&["x", "Esc"]).tell(Msg::NotEsc);
    let held = counter.model.held.as_ref().unwrap();
    assert_eq!(held.then.len(), 1);
}
