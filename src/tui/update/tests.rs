//! Keys in, model and questions out.

mod action;
mod agencies;
mod case;
mod cases;
mod counter;
mod fill;
mod form;
mod held;
mod ledger;
mod live;
mod merge;
mod overtaken;
mod pick;
mod sought;
mod torn;
mod unseen;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::*;
use crate::registry::Kind;
use crate::rpc::{Answer, Find, Question, Refusal, Reply, Request};
use crate::tui::message::coalesce;
use crate::tui::model::{Focus, Layer, Notice};
use counter::Counter;

#[test]
fn opens_with_everything_and_shows_the_first() {
    let counter = Counter::new(30);
    assert_eq!(
        counter.last_find(),
        &Find {
            limit: 200,
            ..Find::default()
        }
    );
    assert_eq!(counter.selected(), "事项1");
    assert_eq!(counter.shows(), 1);
    assert!(!counter.model.is_waiting());
}

#[test]
fn every_character_asks_and_the_selection_begins_anew() {
    let mut counter = Counter::new(30);
    counter.keys(&["Down", "Down", "2"]);
    assert_eq!(counter.last_find().text, "2");
    assert_eq!(counter.selected(), "事项2");
    counter.keys(&["Backspace"]);
    assert_eq!(counter.last_find().text, "");
    counter.keys(&["12", "Left", "x", "Ctrl-U"]);
    let texts: Vec<&str> = counter
        .finds()
        .iter()
        .map(|find| find.text.as_str())
        .collect();
    assert_eq!(texts, ["", "2", "", "1", "12", "1x2", ""]);
}

#[test]
fn an_answer_to_an_older_question_is_dropped() {
    let mut counter = Counter::new(30);
    counter.silent = true;
    counter.keys(&["1", "2"]);
    let asked: Vec<Question> = counter.asked.iter().rev().take(2).cloned().collect();
    counter.silent = false;
    counter.answer(&asked[0]);
    assert_eq!(counter.model.lookup.results.query, "12");
    counter.answer(&asked[1]);
    assert_eq!(counter.model.lookup.results.query, "12");
}

#[test]
fn a_burst_of_keys_asks_only_the_newest_of_each_sort() {
    let mut model = Counter::new(30).model;
    let mut effects = Vec::new();
    for c in "sydj".chars() {
        let key = KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE);
        effects.extend(update(&mut model, Msg::Key(key)));
    }
    effects.push(Effect::Repaint);
    let kept = coalesce(effects);
    assert!(
        matches!(&kept[..], [Effect::Ask(Question { request: Request::Find(find), .. }), Effect::Repaint] if find.text == "sydj"),
        "{kept:?}"
    );
}

#[test]
fn an_entry_seen_lately_is_not_asked_for_again() {
    let mut counter = Counter::new(30);
    counter.keys(&["Down", "Up", "Down", "Up"]);
    assert_eq!(counter.shows(), 2);
}

#[test]
fn the_list_moves_by_line_page_and_end() {
    let mut counter = Counter::new(30);
    let rows = usize::from(counter.model.layout().list.height);
    for (key, selected) in [
        ("Down", 1),
        ("PageDown", rows),
        ("Ctrl-N", rows + 1),
        ("Ctrl-P", rows),
        ("End", 29),
        ("Down", 29),
        ("Home", 0),
        ("Up", 0),
    ] {
        counter.keys(&[key]);
        let lookup = &counter.model.lookup;
        assert_eq!(lookup.selected, selected, "{key}");
        assert!(
            lookup.offset <= selected && selected < lookup.offset + rows,
            "{key}"
        );
    }
}

#[test]
fn more_hits_are_asked_for_before_the_last_is_reached() {
    let mut counter = Counter::new(1000);
    assert_eq!(counter.last_find().limit, 200);
    for _ in 0..40 {
        counter.keys(&["PageDown"]);
    }
    assert!(counter.model.lookup.results.hits.len() > 200);
    let selected = counter.selected();
    counter.keys(&["Up", "Down"]);
    assert_eq!(counter.selected(), selected);
    counter.keys(&["End"]);
    assert_eq!(counter.selected(), "事项1000");
    counter.keys(&["5"]);
    assert_eq!(counter.last_find().limit, 200, "a new query begins small");
}

#[test]
fn parts_go_round_by_key_and_by_arrow_while_nothing_is_typed() {
    let mut counter = Counter::new(30);
    for (key, part) in [
        ("Ctrl-B", Some(Kind::Service)),
        ("Right", Some(Kind::Duty)),
        ("Left", Some(Kind::Service)),
        ("Left", None),
        ("Left", Some(Kind::Agency)),
        ("Ctrl-B", None),
    ] {
        counter.keys(&[key]);
        assert_eq!(counter.model.lookup.part, part, "{key}");
    }
    counter.keys(&["12", "Left"]);
    assert_eq!(counter.model.lookup.part, None);
    assert_eq!(counter.model.lookup.input.cursor(), 1);
}

#[test]
fn a_part_keeps_the_entry_that_is_selected() {
    let mut counter = Counter::new(30);
    counter.keys(&["Down", "Down", "Down", "Ctrl-B"]);
    assert_eq!(counter.last_find().scope.kinds, [Kind::Service]);
    assert_eq!(counter.selected(), "事项4");
}

#[test]
fn escape_takes_back_the_query_then_the_related_then_the_part() {
    let mut counter = Counter::new(30);
    counter.keys(&["Ctrl-B", "2", "Down", "Ctrl-G", "4"]);
    let was = "事项12";
    assert_eq!(counter.model.lookup.about.as_ref().unwrap().title, was);
    counter.keys(&["Esc"]);
    assert_eq!((counter.query(), counter.model.lookup.trail.len()), ("", 1));
    counter.keys(&["Esc"]);
    assert_eq!(counter.query(), "2");
    assert_eq!(counter.selected(), was);
    assert_eq!(counter.model.lookup.part, Some(Kind::Service));
    counter.keys(&["Esc"]);
    assert_eq!(
        (counter.query(), counter.model.lookup.part),
        ("", Some(Kind::Service))
    );
    counter.keys(&["Esc"]);
    assert_eq!(counter.model.lookup.part, None);
    let asked = counter.asked.len();
    counter.keys(&["Esc"]);
    assert_eq!(counter.asked.len(), asked);
}

#[test]
fn related_entries_can_be_followed_from_one_to_the_next_and_back() {
    let mut counter = Counter::new(30);
    counter.keys(&["Ctrl-G"]);
    assert_eq!(counter.selected(), "事项2");
    counter.keys(&["Down", "Enter", "Ctrl-G"]);
    assert!(counter.model.layers.is_empty());
    let about = &counter.last_find().scope.related_to;
    assert_eq!(about.as_ref().unwrap().to_string(), "hrss/service/4");
    counter.keys(&["Esc"]);
    assert_eq!(counter.selected(), "事项4");
    counter.keys(&["Esc"]);
    assert_eq!(counter.selected(), "事项1");
    assert!(counter.model.lookup.about.is_none());
}

#[test]
fn left_before_the_answer_came_the_query_is_asked_again_on_the_way_back() {
    let mut counter = Counter::new(2000);
    counter.keys(&["2"]);
    counter.silent = true;
    // More of its hits are on their way.
    counter.keys(&["End", "Ctrl-G"]);
    assert!(counter.model.lookup.about.is_some());
    counter.silent = false;
    counter.keys(&["Esc"]);
    assert_eq!(counter.last_find().text, "2");
    assert_eq!(counter.selected(), "事项2");
}

#[test]
fn the_detail_scrolls_when_it_has_the_keys_and_typing_takes_them_back() {
    let mut counter = Counter::new(30);
    counter.keys(&["Tab", "Down", "Down"]);
    let lookup = &counter.model.lookup;
    assert_eq!(
        (lookup.focus, lookup.detail_scroll, lookup.selected),
        (Focus::Detail, Some(2), 0)
    );
    counter.keys(&["End"]);
    let last = counter.model.lookup.detail_scroll;
    counter.keys(&["Down"]);
    assert_eq!(counter.model.lookup.detail_scroll, last, "not past the end");
    counter.keys(&["1"]);
    let lookup = &counter.model.lookup;
    assert_eq!((lookup.focus, lookup.detail_scroll), (Focus::List, None));
    assert_eq!(counter.query(), "1");
}

#[test]
fn a_pane_that_is_put_away_has_no_keys() {
    let mut counter = Counter::new(30);
    counter.keys(&["Tab", "F8"]);
    assert_eq!(counter.model.lookup.focus, Focus::List);
    assert!(counter.model.layout().detail.is_none());
    let shows = counter.shows();
    counter.keys(&["Down", "Down"]);
    assert_eq!(counter.shows(), shows, "what is not seen is not asked for");
    counter.keys(&["Ctrl-O", "8"]);
    assert_eq!(counter.shows(), shows + 1);
}

#[test]
fn the_reader_scrolls_and_typing_leaves_it_for_the_next_question() {
    let mut counter = Counter::new(30);
    counter.keys(&["2", "Enter", "Down"]);
    assert!(
        matches!(counter.model.layers[..], [Layer::Reader(ref reader)] if reader.scroll == Some(1))
    );
    counter.keys(&["End", "PageDown", "Esc"]);
    assert!(counter.model.layers.is_empty());
    assert_eq!(counter.query(), "2", "Esc goes back to where one was");
    counter.keys(&["Enter"]);
    counter.tell(Msg::Paste("1".to_owned()));
    assert!(counter.model.layers.is_empty());
    assert_eq!(
        counter.query(),
        "1",
        "a new question, not the old one continued"
    );
    // What an input method commits may come as a paste: it is typing, also after the leader.
    counter.keys(&["Ctrl-O"]);
    counter.tell(Msg::Paste("？".to_owned()));
    assert!(matches!(counter.model.layers[..], [Layer::Help { .. }]));
    counter.keys(&["Esc"]);
    // From help typing goes on where it was.
    counter.keys(&["F1", "0"]);
    assert_eq!(counter.query(), "10");
}

#[test]
fn parts_without_a_hit_are_passed_over() {
    let mut counter = Counter::new(30);
    // All of these entries are services.
    counter.keys(&["2", "Ctrl-B"]);
    assert_eq!(counter.model.lookup.part, Some(Kind::Service));
    counter.keys(&["Ctrl-B"]);
    assert_eq!(counter.model.lookup.part, None);
}

#[test]
fn a_mark_with_nothing_under_it_is_not_taken() {
    let mut counter = Counter::new(30);
    counter.keys(&["\u{301}"]);
    assert_eq!(counter.query(), "");
    counter.keys(&["e\u{301}"]);
    assert_eq!(counter.query(), "e\u{301}");
}

#[test]
fn the_leader_waits_for_one_key() {
    let mut counter = Counter::new(30);
    counter.keys(&["Ctrl-O"]);
    assert!(counter.model.leader);
    counter.keys(&["？"]);
    assert!(matches!(
        counter.model.layers[..],
        [Layer::Help { scroll: 0 }]
    ));
    counter.keys(&["Esc", "Ctrl-O", "k"]);
    assert!(!counter.model.leader);
    assert_eq!(counter.query(), "", "the key that cancels is not typed");
    counter.keys(&["Ctrl-O", "８"]);
    assert!(counter.model.lookup.detail_hidden);
    counter.keys(&["Ctrl-O", "５", "Ctrl-O", "7"]);
    assert!(counter.model.form().is_some());
    assert_eq!(counter.model.notice, Some(Notice::NothingLed('7')));
    counter.keys(&["x", "Ctrl-O", "0"]);
    assert!(matches!(counter.model.notice, Some(Notice::Logged(..))));
    let mut counter = Counter::new(30);
    counter.keys(&["？１"]);
    assert_eq!(
        counter.query(),
        "？１",
        "full-width text is left to the search"
    );
}

#[test]
fn two_interrupts_quit_and_another_key_between_them_disarms() {
    let mut counter = Counter::new(30);
    counter.keys(&["Ctrl-C", "Down", "Ctrl-C"]);
    assert_eq!(counter.effects, []);
    assert_eq!(counter.model.notice, Some(Notice::QuitAgain));
    counter.keys(&["Ctrl-C"]);
    assert_eq!(counter.effects, [Effect::Quit]);
}

#[test]
fn suspending_needs_a_shell() {
    let mut counter = Counter::new(30);
    counter.keys(&["Ctrl-Z"]);
    assert_eq!(counter.effects, [Effect::Suspend]);
    counter.model.job_control = false;
    counter.keys(&["Ctrl-Z"]);
    assert_eq!(counter.effects, [Effect::Suspend]);
    assert_eq!(counter.model.notice, Some(Notice::NoJobControl));
    counter.tell(Msg::Suspend);
    assert_eq!(counter.effects, [Effect::Suspend]);
}

#[test]
fn a_query_is_cut_and_cleaned() {
    let mut counter = Counter::new(30);
    counter.tell(Msg::Paste("失\r\n业\u{202e}\u{200b}\u{7}登\r".to_owned()));
    assert_eq!(counter.query(), "失 业登");
    counter.keys(&["Ctrl-U"]);
    counter.tell(Msg::Paste("失".repeat(10_000)));
    assert_eq!(counter.query().chars().count(), 256);
    assert_eq!(counter.model.notice, Some(Notice::QueryCut));
    let asked = counter.asked.len();
    counter.keys(&["业"]);
    assert_eq!(counter.asked.len(), asked);
    assert_eq!(counter.model.notice, Some(Notice::QueryCut));
}

#[test]
fn an_entry_that_is_there_no_more_is_said_once() {
    let mut counter = Counter::new(30);
    counter.silent = true;
    counter.keys(&["Down"]);
    let question = counter.asked.last().unwrap().clone();
    let Request::Show(reference) = question.request else {
        panic!("{question:?}");
    };
    let asked = counter.asked.len();
    counter.tell(Msg::Reply(Reply {
        number: question.number,
        answer: Answer::Refused(Refusal::NoSuchEntry(reference)),
    }));
    assert_eq!(counter.model.notice, Some(Notice::NoSuchEntry));
    assert_eq!(counter.asked.len(), asked, "not asked for again at once");
}

#[test]
fn keys_that_mean_nothing_change_nothing() {
    let mut counter = Counter::new(30);
    counter.model.dirty = false;
    let other = KeyEvent::new(KeyCode::F(11), KeyModifiers::NONE);
    counter.tell(Msg::Key(other));
    counter.tell(Msg::Key(KeyEvent::new(
        KeyCode::Char('x'),
        KeyModifiers::ALT,
    )));
    counter.tell(Msg::Resize {
        width: 80,
        height: 24,
    });
    assert!(!counter.model.dirty);
}

#[test]
fn any_window_and_any_keys_are_survived() {
    let mut counter = Counter::new(30);
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
            "Down", "End", "Tab", "PageDown", "Enter", "End", "F1", "End", "Esc", "Esc", "Ctrl-G",
            "Esc", "x", "Esc",
        ]);
    }
    assert_eq!(counter.query(), "");
}
