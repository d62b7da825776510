//! The ledger: keys in, questions out.

use super::counter::Counter;
use super::live::case_changed;
use super::*;
use crate::casework::{CaseKind, Status};
use crate::rpc::{CaseFilter, CaseOrder, ListCases, Watch};
use crate::tui::keymap::Scope;

pub(super) fn lists(counter: &Counter) -> Vec<&ListCases> {
    let lists = counter
        .asked
        .iter()
        .filter_map(|question| match &question.request {
            Request::ListCases(list) => Some(&**list),
            _ => None,
        });
    lists.collect()
}

pub(super) fn last_list(counter: &Counter) -> &ListCases {
    lists(counter).last().unwrap()
}

pub(super) fn case_asked(counter: &Counter) -> Vec<bool> {
    let cases = counter
        .asked
        .iter()
        .filter_map(|question| match question.request {
            Request::ShowCase { reveal, .. } => Some(reveal),
            _ => None,
        });
    cases.collect()
}

pub(super) fn selected(counter: &Counter) -> u32 {
    let hit = counter.model.ledger.selected();
    hit.map_or(0, |hit| hit.line.number.serial)
}

/// A counter whose ledger is open and holds so many cases.
pub(super) fn open(cases: u32) -> Counter {
    let mut counter = Counter::new(30);
    counter.cases = cases;
    counter.keys(&["F3"]);
    counter
}

/// The question asked last, answered now.
pub(super) fn answer_last(counter: &mut Counter) {
    counter.silent = false;
    let asks = |question: &&Question| !matches!(question.request, Request::Watch(_));
    let question = counter.asked.iter().rev().find(asks).unwrap().clone();
    counter.answer(&question);
}

#[test]
fn it_opens_from_anywhere_and_goes_back() {
    let mut counter = open(30);
    assert_eq!(counter.model.scope(), Scope::Ledger);
    assert_eq!(last_list(&counter).limit, 100);
    assert_eq!(selected(&counter), 30);
    assert!(!counter.model.is_waiting());
    counter.keys(&["Esc"]);
    assert_eq!(counter.model.scope(), Scope::Lookup);
    counter.keys(&["Enter", "Ctrl-O", "3"]);
    assert_eq!(counter.model.scope(), Scope::Ledger);
    counter.keys(&["F2"]);
    assert!(counter.model.layers.is_empty());
}

#[test]
fn a_form_with_something_in_it_is_not_thrown_away() {
    let mut counter = open(30);
    counter.keys(&["F5", "甲", "F3"]);
    assert_eq!(counter.model.scope(), Scope::Confirm);
    counter.keys(&["n"]);
    assert!(counter.model.form().is_some());
    counter.keys(&["F3", "y"]);
    assert_eq!(counter.model.scope(), Scope::Ledger);
}

#[test]
fn a_case_logged_from_the_ledger_is_about_no_entry_and_leads_back_there() {
    let mut counter = open(30);
    counter.keys(&["F5"]);
    assert!(counter.model.form().unwrap().entry.is_none());
    counter.keys(&["甲", "Ctrl-S", "Ctrl-S"]);
    assert_eq!(counter.model.scope(), Scope::Ledger);
    counter.keys(&["事"]);
    assert_eq!(counter.model.ledger.input.value(), "事");
    assert_eq!(counter.query(), "");
}

#[test]
fn every_key_asks_and_what_was_typed_stands_there_at_once() {
    let mut counter = open(30);
    counter.silent = true;
    counter.keys(&["工", "资"]);
    assert_eq!(counter.model.ledger.input.value(), "工资");
    assert!(counter.model.is_waiting());
    let asked: Vec<Question> = counter.asked.iter().rev().take(2).cloned().collect();
    counter.silent = false;
    counter.answer(&asked[0]);
    counter.answer(&asked[1]);
    assert_eq!(counter.model.ledger.listed.query, "工资");
    counter.keys(&["Left", "x", "Backspace", "Ctrl-U"]);
    let texts: Vec<&str> = lists(&counter).iter().map(|l| l.text.as_str()).collect();
    assert_eq!(texts, ["", "工", "工资", "工x资", "工资", ""]);
    assert_eq!(counter.query(), "", "the lookup has a line of its own");
    counter.tell(Msg::Paste("拖\u{1b}[5i欠\r\n".to_owned()));
    assert_eq!(last_list(&counter).text, "拖[5i欠");
}

#[test]
fn a_burst_of_keys_asks_only_the_newest() {
    let mut model = open(30).model;
    let mut effects = Vec::new();
    for c in "gzgz".chars() {
        let key = KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE);
        effects.extend(update(&mut model, Msg::Key(key)));
    }
    for _ in 0..2 {
        let tab = KeyEvent::new(KeyCode::Char('b'), KeyModifiers::CONTROL);
        effects.extend(update(&mut model, Msg::Key(tab)));
    }
    let kept = coalesce(effects);
    let watches: Vec<&Watch> = kept
        .iter()
        .filter_map(|effect| match effect {
            Effect::Ask(Question {
                request: Request::Watch(watch),
                ..
            }) => Some(&**watch),
            _ => None,
        })
        .collect();
    assert_eq!(watches.len(), 1);
    assert_eq!(watches[0].ledger, Some(model.ledger.filter()));
    let texts: Vec<&str> = kept
        .iter()
        .filter_map(|effect| match effect {
            Effect::Ask(Question {
                request: Request::ListCases(list),
                ..
            }) => Some(list.text.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(texts, ["gzgz"]);
}

#[test]
fn a_key_opens_what_the_query_before_it_finds() {
    let mut counter = open(30);
    counter.silent = true;
    counter.keys(&["5", "Down", "Enter"]);
    assert!(counter.model.case().is_none());
    answer_last(&mut counter);
    let number = counter.model.case().unwrap().number;
    assert_eq!(number.serial, 15, "the second of 25, 15, 5");
}

#[test]
fn esc_clears_the_query_then_what_narrows_then_leaves() {
    let mut counter = open(30);
    counter.keys(&["Right", "Ctrl-F", "c", "5"]);
    let filter = &last_list(&counter).filter;
    assert_eq!(filter.kinds, [CaseKind::Complaint]);
    assert_eq!(
        filter.statuses,
        [Status::Open, Status::Accepted, Status::Referred]
    );
    counter.keys(&["Esc"]);
    assert_eq!(last_list(&counter).text, "");
    assert_eq!(last_list(&counter).filter.kinds, [CaseKind::Complaint]);
    counter.keys(&["Esc"]);
    assert_eq!(last_list(&counter).filter, CaseFilter::default());
    counter.keys(&["Esc"]);
    assert!(counter.model.layers.is_empty());
}

#[test]
fn where_nothing_is_found_it_is_said_how_often_esc_is_pressed() {
    use crate::tui::page::ledger::nothing;
    let mut counter = open(30);
    let advice = |counter: &Counter| nothing(&counter.model, "Esc").pop().unwrap();
    counter.keys(&["Right", "囍"]);
    assert!(
        advice(&counter).contains("再按一次"),
        "{}",
        advice(&counter)
    );
    counter.keys(&["Esc", "Esc"]);
    assert_eq!(
        last_list(&counter),
        &ListCases {
            limit: 100,
            ..ListCases::default()
        }
    );
    counter.cases = 0;
    counter.keys(&["Right"]);
    assert!(
        !advice(&counter).contains("再按一次"),
        "{}",
        advice(&counter)
    );
}

#[test]
fn what_there_is_not_yet_is_said() {
    let mut counter = open(30);
    counter.keys(&["F4"]);
    assert_eq!(counter.model.notice, Some(Notice::NoStatistics));
    assert_eq!(counter.model.scope(), Scope::Ledger);
}

#[test]
fn in_the_menu_letters_choose_and_take_away() {
    let mut counter = open(30);
    counter.keys(&["Ctrl-F"]);
    assert_eq!(counter.model.scope(), Scope::Narrow);
    counter.keys(&["q"]);
    assert_eq!(
        counter.model.scope(),
        Scope::Narrow,
        "no letter of the menu"
    );
    counter.keys(&["Ｌ"]);
    assert_eq!(counter.model.scope(), Scope::Ledger);
    assert!(last_list(&counter).filter.overdue);
    counter.keys(&["Ctrl-F", "m", "Ctrl-F", "u"]);
    let last = last_list(&counter);
    assert!(last.filter.mine && last.filter.overdue);
    assert_eq!(last.order, CaseOrder::DaysLeft);
    counter.keys(&["Ctrl-F", "m", "Ctrl-F", "l"]);
    assert_eq!(last_list(&counter).filter, CaseFilter::default());
    counter.keys(&["5", "Ctrl-F", "d", "Ctrl-F", "x"]);
    let last = last_list(&counter);
    assert_eq!((&last.text[..], &last.filter), ("", &CaseFilter::default()));
    assert_eq!(last.order, CaseOrder::Newest);
    counter.keys(&["Ctrl-F", "Esc"]);
    assert_eq!(counter.model.scope(), Scope::Ledger);
}

#[test]
fn tabs_go_round_and_with_a_query_by_ctrl_b() {
    let mut counter = open(30);
    counter.keys(&["Left"]);
    assert!(last_list(&counter).filter.mine);
    counter.keys(&["Right", "5", "Right", "Ctrl-B"]);
    assert_eq!(last_list(&counter).filter.statuses.len(), 3);
    assert_eq!(last_list(&counter).text, "5");
}

#[test]
fn more_lines_are_asked_for_and_no_more_than_a_frame_bears() {
    let mut counter = open(100_000);
    for _ in 0..30 {
        counter.keys(&["PageDown"]);
    }
    assert!(counter.model.ledger.listed.lines.len() > 400);
    counter.keys(&["End"]);
    assert_eq!(last_list(&counter).limit, 1000);
    assert_eq!(counter.model.ledger.selected, 999);
    let asked = lists(&counter).len();
    counter.keys(&["Up", "Down", "Down"]);
    assert_eq!(lists(&counter).len(), asked);
}

#[test]
fn any_window_and_any_keys_are_survived() {
    let mut counter = open(30);
    for (width, height) in [
        (0, 0),
        (1, 1),
        (20, 5),
        (40, 12),
        (200, 60),
        (3, 200),
        (80, 24),
    ] {
        counter.tell(Msg::Resize { width, height });
        counter.keys(&[
            "Down", "End", "Tab", "PageDown", "Enter", "End", "F1", "End", "Esc", "Esc", "Ctrl-F",
            "End", "Esc", "5", "PageUp", "Esc", "Right", "Esc", "Home",
        ]);
    }
    assert_eq!(
        (counter.model.scope(), selected(&counter)),
        (Scope::Ledger, 30)
    );
}

#[test]
fn a_case_opens_and_esc_comes_back_to_its_line() {
    let mut counter = open(30);
    counter.keys(&["Down", "Down", "Enter"]);
    let number = counter.model.ledger.selected().unwrap().line.number;
    assert_eq!(counter.model.case().unwrap().number, number);
    assert_eq!(case_asked(&counter), [false]);
    counter.keys(&["Esc"]);
    assert_eq!(
        (counter.model.scope(), selected(&counter)),
        (Scope::Ledger, 28)
    );
    counter.keys(&["Enter", "5"]);
    assert_eq!(counter.model.scope(), Scope::Ledger);
    assert_eq!(last_list(&counter).text, "5");
}

#[test]
fn a_list_that_cannot_be_had_says_why_and_takes_no_lines_away() {
    let mut counter = open(30);
    counter.faults = vec![Refusal::NotUnderstood, Refusal::NotUnderstood];
    counter.tell(case_changed("C20261124-0009"));
    assert_eq!(selected(&counter), 30);
    assert!(matches!(counter.model.notice, Some(Notice::Refused(_))));
    counter.keys(&["5"]);
    assert_eq!(
        counter.model.ledger.listed.fault,
        Some(Refusal::NotUnderstood)
    );
    counter.keys(&["Backspace"]);
    assert_eq!(selected(&counter), 30);
}
