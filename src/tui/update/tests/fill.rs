//! Filling in a form: typing, moving, and that no key loses what was typed.

use proptest::prelude::*;

use super::counter::Counter;
use super::form::{focused, form, logs, text};
use super::*;
use crate::casework::FormField;
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

fn any_key() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "甲", "a", " ", "\u{301}", "👩", "Ctrl-E", "Ctrl-T", "F7", "Ctrl-S", "F10", "Tab",
        "BackTab", "Enter", "Up", "Down", "Left", "Right", "Home", "End", "PageUp", "PageDown",
        "Esc", "F1", "F2", "F9", "Ctrl-R", "Ctrl-Q", "Ctrl-O", "7", "n", "y",
    ])
}

/// Keys that take something away because that is what they are for.
fn discards(key: &str, before: &Counter) -> bool {
    let asks = matches!(before.model.layers.last(), Some(Layer::Confirm(_)));
    let sends = ["Ctrl-S", "F10", "Enter"].contains(&key);
    sends || asks && key == "y"
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_keys_come_nothing_typed_is_lost_unasked(
        keys in prop::collection::vec(any_key(), 1..80), width in 40u16..100, height in 12u16..30,
    ) {
        let mut counter = Counter::new(4);
        counter.tell(Msg::Resize { width, height });
        let typed = |counter: &Counter| -> Option<usize> {
            let form = counter.model.form()?;
            let inputs = form.fields.iter().filter_map(|field| field.control.input());
            Some(inputs.map(|input| input.value().chars().count()).sum())
        };
        for key in keys {
            let before = typed(&counter);
            let changed = counter.model.form().is_some_and(Form::is_changed);
            let may = discards(key, &counter);
            counter.keys(&[key]);
            if let Some(before) = before && !may {
                let kept = typed(&counter).map_or(!changed, |after| after >= before);
                prop_assert!(kept, "{}", key);
            }
        }
    }
}
