//! Whoever goes straight on behind a query means what it finds.

use super::counter::Counter;
use super::form::{logs, text};
use super::*;
use crate::casework::FormField;
use crate::tui::model::{Confirm, Layer};

#[test]
fn a_burst_of_query_and_keys_logs_about_what_the_query_finds() {
    let mut counter = Counter::new(30);
    counter.silent = true;
    counter.keys(&["12", "Ctrl-E", "甲乙", "Ctrl-S"]);
    assert!(counter.model.form().is_none(), "the hits are not here yet");
    counter.silent = false;
    let asked = counter.asked.last().unwrap().clone();
    counter.answer(&asked);
    let log = logs(&counter)[0];
    assert_eq!(log.form.subject.as_deref(), Some("事项12"));
    assert_eq!(log.form.content.as_deref(), Some("甲乙"));
    assert_eq!(logs(&counter).len(), 1);
}

#[test]
fn whoever_types_a_query_and_presses_enter_at_once_reads_what_it_finds() {
    for (keys, title) in [
        (&["12", "Enter"][..], "事项12"),
        (&["1", "Down", "Enter"], "事项10"),
        (&["Backspace", "Backspace", "12", "Enter"], "事项12"),
    ] {
        let mut counter = Counter::new(30);
        if keys[0] == "Backspace" {
            // Also where the query before found nothing.
            counter.keys(&["火星"]);
        }
        counter.silent = true;
        counter.keys(keys);
        assert!(
            counter.model.reader().is_none(),
            "the hits are not here yet"
        );
        counter.silent = false;
        let find = counter.asked.last().unwrap().clone();
        counter.answer(&find);
        let read = counter.model.reader().expect("they are here");
        assert_eq!(read.summary.title, title);
    }
    let mut counter = Counter::new(30);
    counter.silent = true;
    counter.keys(&["12", "Ctrl-G", "Ctrl-E"]);
    assert!(counter.model.lookup.about.is_none());
    counter.silent = false;
    let find = counter.asked.last().unwrap().clone();
    counter.answer(&find);
    let about = counter.model.lookup.about.as_ref();
    assert_eq!(about.map(|about| about.title.as_str()), Some("事项12"));
}

#[test]
fn an_action_that_waits_can_be_called_off_and_leaving_waits_for_nobody() {
    let mut counter = Counter::new(30);
    counter.silent = true;
    counter.keys(&["12", "Ctrl-E", "Esc"]);
    assert!(counter.model.held.is_none());
    counter.keys(&["Ctrl-E", "甲", "Ctrl-Q"]);
    assert!(matches!(
        counter.model.layers[..],
        [Layer::Confirm(Confirm::Quit)]
    ));
    // The hits come while it is asked: the form waits for the answer.
    let find = counter.asked.last().unwrap().clone();
    counter.silent = false;
    counter.answer(&find);
    assert!(counter.model.form().is_none());
    counter.keys(&["n"]);
    assert_eq!(text(&counter, FormField::Content), "甲");
    assert!(matches!(counter.model.layers[..], [Layer::Form(_)]));
    counter.keys(&["Ctrl-C", "Ctrl-C", "y"]);
    assert_eq!(counter.effects, [Effect::Quit]);
}
