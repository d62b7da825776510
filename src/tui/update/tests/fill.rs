//! Filling in a form: typing, moving, and that no key loses what was typed.

use proptest::prelude::*;

use super::action::acts;
use super::cases::NUMBER;
use super::counter::Counter;
use super::form::{focused, form, logs, text};
use super::*;
use crate::casework::FormField;
use crate::rpc::StoreFault;
use crate::tui::model::Form;

#[test]
fn a_field_takes_no_more_than_its_limit() {
    let mut counter = Counter::new(30);
    counter.keys(&["F7"]);
    counter.tell(Msg::Paste("名".repeat(100_000)));
    let limit = form(&counter).focused().unwrap().limit().unwrap();
    assert_eq!(text(&counter, FormField::Name).chars().count(), limit);
    assert_eq!(
        counter.model.notice,
        Some(Notice::FieldFull(FormField::Name, limit))
    );
}

#[test]
fn what_is_pasted_is_cleaned_and_keeps_its_lines_where_there_are_lines() {
    let mut counter = Counter::new(30);
    let pasted = "甲\u{1b}[5i\r\n乙\u{202e}\r丙\u{7}\n";
    counter.keys(&["Ctrl-E"]);
    counter.tell(Msg::Paste(pasted.to_owned()));
    assert_eq!(text(&counter, FormField::Content), "甲[5i\n乙\n丙\n");
    counter.keys(&["Tab", "Tab", "Tab"]);
    counter.tell(Msg::Paste(pasted.to_owned()));
    assert_eq!(text(&counter, FormField::Name), "甲[5i 乙 丙");
}

#[test]
fn arrows_move_by_line_inside_a_text_and_leave_it_at_its_edges() {
    let mut counter = Counter::new(30);
    counter.keys(&["Ctrl-E", "一二", "Enter", "三"]);
    assert_eq!(focused(&counter), "内容");
    counter.keys(&["Up", "x", "Home", "y", "End", "z"]);
    assert_eq!(text(&counter, FormField::Content), "y一x二z\n三");
    counter.keys(&["Up"]);
    assert_eq!(focused(&counter), "事由");
    counter.keys(&["Down", "Down", "Down"]);
    assert_eq!(focused(&counter), "答复方式");
    counter.keys(&["PageDown"]);
    assert_eq!(focused(&counter), "电话");
    counter.keys(&["Tab"]);
    assert_eq!(focused(&counter), "事由", "round and round");
    counter.keys(&["BackTab"]);
    assert_eq!(focused(&counter), "电话");
    counter.keys(&["Enter"]);
    assert_eq!(logs(&counter).len(), 1, "Enter on the last field saves");
}

#[test]
fn a_line_of_a_longer_text_is_emptied_alone() {
    let mut counter = Counter::new(30);
    counter.keys(&["Ctrl-E", "一", "Enter", "二", "Enter", "三", "Up", "Ctrl-U"]);
    assert_eq!(text(&counter, FormField::Content), "一\n\n三");
    counter.keys(&["Backspace", "Delete", "Backspace"]);
    assert_eq!(text(&counter, FormField::Content), "三");
}

#[test]
fn from_help_typing_goes_on_in_the_form() {
    let mut counter = Counter::new(30);
    counter.keys(&["Ctrl-E", "甲", "F1", "乙"]);
    assert!(matches!(counter.model.layers[..], [Layer::Form(_)]));
    assert_eq!(text(&counter, FormField::Content), "甲乙");
}

#[test]
fn a_number_is_doubted_when_it_is_whole_or_left() {
    let mut counter = Counter::new(30);
    counter.keys(&["F6", "Tab", "138"]);
    let at = form(&counter).focus;
    assert_eq!(form(&counter).doubt(at), None, "still typing");
    counter.keys(&["Tab"]);
    assert!(form(&counter).doubt(at).is_some());
    counter.keys(&["110105194912310021"]);
    let id = form(&counter).focus;
    assert!(form(&counter).doubt(id).is_some(), "the check digit is X");
    counter.keys(&["Backspace", "x"]);
    assert_eq!(form(&counter).doubt(id), None);
}

/// Keys by name, and what happens besides.
fn any_event() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "甲", "a", " ", "\u{301}", "👩", "Ctrl-E", "Ctrl-T", "F7", "Ctrl-S", "F10", "Tab",
        "BackTab", "Enter", "Up", "Down", "Left", "Right", "Home", "End", "PageUp", "PageDown",
        "Esc", "F1", "F2", "F9", "Ctrl-R", "Ctrl-Q", "Ctrl-O", "7", "n", "y", PASTE, SILENT,
        ANSWER, FAULT, LOST, MENU, "r", "m", "w",
    ])
}

const PASTE: &str = "a paste of two lines";
const SILENT: &str = "questions stay unanswered from now on";
const ANSWER: &str = "all of them are answered";
const FAULT: &str = "the next case cannot be stored";
const MENU: &str = "the menu of a case is opened from the lookup";
const LOST: &str = "the owner is gone, and back";

fn happens(counter: &mut Counter, event: &str) {
    match event {
        PASTE => {
            counter.tell(Msg::Paste("粘\r\n贴\u{1b}".to_owned()));
        }
        SILENT => counter.silent = true,
        ANSWER => {
            counter.silent = false;
            for question in counter.asked.clone() {
                counter.answer(&question);
            }
        }
        FAULT => counter.faults.push(Refusal::NotStored(StoreFault::Full)),
        MENU if counter.model.layers.is_empty() => {
            counter.keys(&["Ctrl-U", NUMBER, "Enter", "Enter"]);
        }
        MENU => {}
        LOST => {
            counter.tell(Msg::Lost).tell(Msg::Back);
        }
        key => {
            counter.keys(&[key]);
        }
    }
}

/// Characters in all texts of the form.
fn typed(form: &Form) -> usize {
    let inputs = form.fields.iter().filter_map(|field| field.control.input());
    inputs.map(|input| input.value().chars().count()).sum()
}

/// How often something was to be stored.
fn saves(counter: &Counter) -> usize {
    logs(counter).len() + acts(counter).len()
}

fn has_yes(messages: &[Msg]) -> bool {
    let is_yes = |message: &Msg| matches!(message, Msg::Key(key) if key.code == KeyCode::Char('y'));
    messages.iter().any(is_yes)
}

#[test]
fn keys_behind_a_choice_that_waits_go_where_they_were_meant_to() {
    let mut counter = Counter::new(4);
    for event in [MENU, "r", "甲", SILENT, "甲", "Ctrl-S", "7", "Ctrl-S"] {
        happens(&mut counter, event);
    }
    assert!(acts(&counter).is_empty(), "the agencies are awaited");
    happens(&mut counter, ANSWER);
    let sent = acts(&counter);
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0].form.reason.as_deref(), Some("7"));
    assert!(counter.model.form().is_none());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn whatever_happens_nothing_typed_is_lost_unasked(
        events in prop::collection::vec(any_event(), 1..80),
        width in 40u16..100,
        height in 12u16..30,
    ) {
        let mut counter = Counter::new(4);
        counter.tell(Msg::Resize { width, height });
        for event in events {
            let before = counter.model.form().cloned();
            let asked = matches!(counter.model.layers.last(), Some(Layer::Confirm(_)));
            let sent = saves(&counter);
            // Keys behind one that waits are pressed all at once when the answer comes.
            let is_held = counter.model.held.is_some();
            let says_yes = counter.model.held.as_ref().is_some_and(|held| has_yes(&held.then));
            happens(&mut counter, event);
            let Some(before) = before else { continue };
            let kept = match counter.model.form() {
                Some(form) => typed(form) >= typed(&before),
                None => {
                    let logged = logs(&counter).iter().any(|log| log.form == before.intake());
                    let action = before.deed.as_ref().and_then(|deed| before.action(deed).ok());
                    let done = acts(&counter).iter().any(|act| Some(&act.form) == action.as_ref());
                    let meanwhile = is_held && (says_yes || saves(&counter) > sent);
                    logged || done || meanwhile || !before.is_changed() || asked && event == "y"
                }
            };
            prop_assert!(kept, "{}", event);
        }
    }
}
