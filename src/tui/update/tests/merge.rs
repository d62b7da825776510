//! The case that another is to be merged into is seen before anything is saved.

use super::action::{acts, complaint, layers};
use super::cases::NUMBER;
use super::counter::Counter;
use super::form::form;
use super::*;
use crate::casework::{CaseNumber, Status};
use crate::rpc::{Changed, Watch};
use crate::tui::page;

/// What the form says, its lines one after the other.
fn said(counter: &Counter) -> String {
    let sheet = page::form::sheet(&counter.model, form(counter), 76, 18);
    let glyphs = sheet.lines.into_iter().flatten();
    glyphs.map(|glyph| glyph.text).collect()
}

fn shows_of(counter: &Counter, wanted: &str) -> usize {
    let wanted: CaseNumber = wanted.parse().unwrap();
    let asked = counter.asked.iter();
    asked
        .filter(|question| {
            matches!(question.request, Request::ShowCase { number, reveal: false } if number == wanted)
        })
        .count()
}

#[test]
fn a_whole_number_shows_which_case_it_is() {
    let mut counter = complaint(Status::Accepted);
    counter.keys(&["Enter", "m", "C20261124"]);
    assert!(!said(&counter).contains("某某公司"));
    counter.keys(&["-0002"]);
    for words in ["投诉", "已受理", "拖欠工资", "某某公司", "张**"] {
        assert!(
            said(&counter).contains(words),
            "{words}: {}",
            said(&counter)
        );
    }
    counter.keys(&["F9"]);
    for words in ["拖欠工资", "某某公司", "张**"] {
        assert!(
            !said(&counter).contains(words),
            "{words}: {}",
            said(&counter)
        );
    }
    counter.keys(&["F9", "Ctrl-U"]);
    assert!(!said(&counter).contains("某某公司"));
    counter.keys(&["E20261124-0002"]);
    assert!(said(&counter).contains("没有这个编号"));
    assert!(said(&counter).contains("同一种类"));
    let asked = counter.asked.len();
    counter.keys(&["Ctrl-U", NUMBER]);
    assert!(said(&counter).contains("不能并入自己"));
    let of_case = |question: &Question| matches!(question.request, Request::ShowCase { .. });
    let own = counter.asked[asked..].iter().filter(|one| of_case(one));
    let wanted: CaseNumber = NUMBER.parse().unwrap();
    let mut own = own.map(|question| &question.request);
    assert!(!own.any(|one| matches!(one, Request::ShowCase { number, .. } if *number == wanted)));
}

#[test]
fn one_that_is_done_with_is_said_before_it_is_sent() {
    let mut counter = complaint(Status::Accepted);
    counter.keys(&["Enter", "m"]);
    counter.stand.status = Status::Closed;
    counter.keys(&["C20261124-0002"]);
    assert!(said(&counter).contains("不能并入"), "{}", said(&counter));
}

#[test]
fn nothing_waits_for_it() {
    let mut counter = complaint(Status::Accepted);
    counter.keys(&["Enter", "m"]);
    counter.silent = true;
    counter.keys(&["C20261124-0002", "Ctrl-S"]);
    assert_eq!(acts(&counter).len(), 1);
    let questions = counter.asked.split_off(counter.asked.len() - 2);
    counter.silent = false;
    for question in questions {
        counter.answer(&question);
    }
    assert_eq!(layers(&counter), ["case"]);
}

#[test]
fn what_changes_of_it_is_seen() {
    let mut counter = complaint(Status::Accepted);
    counter.keys(&["Enter", "m", "C20261124-0002"]);
    let into = "C20261124-0002".parse().unwrap();
    let watches = |question: &Question| match &question.request {
        Request::Watch(watch) => Some((**watch).clone()),
        _ => None,
    };
    let watch: Watch = counter.asked.iter().rev().find_map(watches).unwrap();
    assert!(watch.shown.contains(&into));
    counter.stand.status = Status::Referred;
    let changed = Changed {
        cases: vec![into],
        ..Changed::default()
    };
    let before = shows_of(&counter, "C20261124-0002");
    counter.silent = true;
    for _ in 0..2 {
        counter.tell(Msg::Reply(Reply {
            number: 0,
            answer: Answer::Changed(changed.clone()),
        }));
    }
    assert!(
        said(&counter).contains("已受理"),
        "it stays until the answer"
    );
    let question = counter.asked.last().unwrap().clone();
    counter.silent = false;
    counter.answer(&question);
    assert!(said(&counter).contains("已转办"), "{}", said(&counter));
    let asked = shows_of(&counter, "C20261124-0002") - before;
    assert_eq!(asked, 2, "once, and once more for the last");
}
