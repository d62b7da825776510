//! Keys whose effect nobody would see.

use super::*;
use crate::tui::model::{Confirm, Form};

fn resize(counter: &mut Counter, width: u16, height: u16) {
    counter.tell(Msg::Resize { width, height });
}

#[test]
fn in_a_window_that_is_too_small_no_key_acts() {
    let mut counter = Counter::new(30);
    counter.keys(&["1", "F6", "王五"]);
    let asked = counter.asked.len();
    let before = format!("{:?}", counter.model.layers);
    resize(&mut counter, 39, 11);
    for key in [
        "Ctrl-S", "Ctrl-S", "F10", "Esc", "y", "Enter", "x", "F2", "F3", "Tab", "Ctrl-U", "Ctrl-C",
        "Ctrl-C", "Ctrl-O", "3",
    ] {
        counter.keys(&[key]);
        assert_eq!(format!("{:?}", counter.model.layers), before, "{key}");
    }
    counter.tell(Msg::Paste("看不见".to_owned()));
    resize(&mut counter, 80, 24);
    assert_eq!(format!("{:?}", counter.model.layers), before);
    assert_eq!(counter.asked.len(), asked);
    assert!(!counter.model.leader && !counter.model.quit_armed);
    assert!(!counter.effects.contains(&Effect::Quit));
    // And again they do.
    counter.keys(&["Ctrl-S"]);
    assert!(counter.model.notice.is_some());
}

#[test]
fn a_window_that_is_too_small_can_be_left() {
    let mut counter = Counter::new(3);
    resize(&mut counter, 39, 11);
    counter.keys(&["Enter", "s", "Ctrl-Z"]);
    assert!(counter.model.layers.is_empty() && counter.query().is_empty());
    assert!(counter.effects.contains(&Effect::Suspend));
    counter.keys(&["Ctrl-Q"]);
    assert_eq!(counter.effects.last(), Some(&Effect::Quit));
    // With a form it is asked first, and the question stands there.
    let mut counter = Counter::new(3);
    counter.keys(&["F5", "x"]);
    resize(&mut counter, 20, 5);
    counter.keys(&["Ctrl-Q", "n", "Ctrl-Q"]);
    let asks = Some(Layer::Confirm(Confirm::Quit));
    assert_eq!(
        format!("{:?}", counter.model.layers.last()),
        format!("{asks:?}")
    );
    assert!(!counter.effects.contains(&Effect::Quit));
    counter.keys(&["y"]);
    assert_eq!(counter.effects.last(), Some(&Effect::Quit));
    // What was asked before the window shrank is not seen, and not answered.
    let mut counter = Counter::new(3);
    counter.keys(&["F5", "x", "Esc"]);
    resize(&mut counter, 39, 11);
    counter.keys(&["y"]);
    assert!(counter.model.form().is_some());
}

#[test]
fn what_waits_for_an_answer_waits_for_a_larger_window_too() {
    let mut counter = Counter::new(3);
    counter.silent = true;
    counter.keys(&["2", "F5", "内容"]);
    let asked = counter.asked.clone();
    counter.silent = false;
    resize(&mut counter, 39, 11);
    for question in &asked {
        if matches!(question.request, Request::Find(_)) {
            counter.answer(question);
        }
    }
    assert!(counter.model.form().is_none());
    resize(&mut counter, 80, 24);
    assert!(counter.model.form().is_some_and(Form::is_changed));
}

#[test]
fn a_question_not_painted_yet_is_not_answered_by_what_comes_with_esc() {
    let press = |counter: &mut Counter, code| {
        counter.tell(Msg::Key(KeyEvent::new(code, KeyModifiers::NONE)));
    };
    for answer in ['y', 'Ｙ'] {
        let mut counter = Counter::new(3);
        counter.keys(&["F5", "内容"]);
        press(&mut counter, KeyCode::Esc);
        press(&mut counter, KeyCode::Char(answer));
        assert!(counter.model.form().is_some(), "{answer}");
        counter.model.painted();
        press(&mut counter, KeyCode::Char(answer));
        assert!(counter.model.form().is_none(), "{answer}");
    }
}
