//! The ledger: keys in, questions out; what others do meanwhile.

use super::cases::NUMBER;
use super::counter::Counter;
use super::*;
use crate::casework::{CaseKind, CaseNumber, Status};
use crate::rpc::{CaseFilter, CaseOrder, Changed, ListCases, Loading, Watch};
use crate::tui::keymap::Scope;

fn lists(counter: &Counter) -> Vec<&ListCases> {
    let lists = counter
        .asked
        .iter()
        .filter_map(|question| match &question.request {
            Request::ListCases(list) => Some(&**list),
            _ => None,
        });
    lists.collect()
}

fn last_list(counter: &Counter) -> &ListCases {
    lists(counter).last().unwrap()
}

fn watches(counter: &Counter) -> Vec<&Watch> {
    let watches = counter
        .asked
        .iter()
        .filter_map(|question| match &question.request {
            Request::Watch(watch) => Some(&**watch),
            _ => None,
        });
    watches.collect()
}

fn case_asked(counter: &Counter) -> Vec<bool> {
    let cases = counter
        .asked
        .iter()
        .filter_map(|question| match question.request {
            Request::ShowCase { reveal, .. } => Some(reveal),
            _ => None,
        });
    cases.collect()
}

fn selected(counter: &Counter) -> u32 {
    let hit = counter.model.ledger.selected();
    hit.map_or(0, |hit| hit.line.number.serial)
}

fn row(counter: &Counter) -> usize {
    counter.model.ledger.selected - counter.model.ledger.offset
}

fn news(changed: Changed) -> Msg {
    Msg::Reply(Reply {
        number: 0,
        answer: Answer::Changed(changed),
    })
}

fn case_changed(number: &str) -> Msg {
    news(Changed {
        cases: vec![number.parse().unwrap()],
        ..Changed::default()
    })
}

/// A counter whose ledger is open and holds so many cases.
fn open(cases: u32) -> Counter {
    let mut counter = Counter::new(30);
    counter.cases = cases;
    counter.keys(&["F3"]);
    counter
}

/// The question asked last, answered now.
fn answer_last(counter: &mut Counter) {
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

#[test]
fn what_is_shown_is_told_once_and_to_a_new_owner_again() {
    let mut counter = open(3);
    let numbers = |serials: &[u32]| -> Vec<CaseNumber> {
        let number = |serial| format!("C20261124-{serial:04}").parse().unwrap();
        serials.iter().map(number).collect()
    };
    let shown = Watch {
        ledger: Some(CaseFilter::default()),
        shown: numbers(&[3, 2, 1]),
        open: None,
    };
    assert_eq!(*watches(&counter).last().unwrap(), &shown);
    let told = watches(&counter).len();
    counter.keys(&["Down", "F1", "Esc", "Up"]);
    assert_eq!(watches(&counter).len(), told);
    counter.keys(&["Enter"]);
    assert_eq!(
        watches(&counter).last().unwrap().open,
        Some(numbers(&[3])[0])
    );
    let told = watches(&counter).len();
    let asked = lists(&counter).len();
    counter.tell(Msg::Lost).tell(Msg::Back);
    assert_eq!(watches(&counter).len(), told + 1);
    assert_eq!(lists(&counter).len(), asked + 1, "nobody told what changed");
    counter.keys(&["F2"]);
    assert_eq!(*watches(&counter).last().unwrap(), &Watch::default());
    let told = watches(&counter).len();
    counter.tell(Msg::Lost).tell(Msg::Back);
    assert_eq!(watches(&counter).len(), told, "it knows that by itself");
}

#[test]
fn rows_that_come_do_not_move_what_is_there() {
    let mut counter = open(30);
    counter.keys(&["Down", "Down"]);
    counter.cases = 32;
    counter.tell(case_changed("C20261124-0032"));
    assert_eq!((selected(&counter), row(&counter)), (28, 2));
    assert_eq!(counter.model.ledger.unseen.len(), 2);
    counter.keys(&["Home"]);
    assert_eq!(selected(&counter), 32);
    assert!(counter.model.ledger.unseen.is_empty());
    // More than the window of lines at once.
    counter.cases = 500;
    counter.tell(case_changed("C20261124-0500"));
    counter.tell(case_changed("C20261124-0500"));
    assert!(row(&counter) < 30);
}

#[test]
fn at_the_end_of_a_long_list_a_change_costs_its_own_line() {
    let mut counter = open(100_000);
    counter.keys(&["End"]);
    let asked = lists(&counter).len();
    counter.cases = 100_001;
    counter.tell(case_changed("C20261124-100001"));
    let only = |list: &ListCases| list.only.as_ref().map(Vec::len);
    let since: Vec<Option<usize>> = lists(&counter)[asked..]
        .iter()
        .map(|one| only(one))
        .collect();
    assert_eq!(since, [Some(1)]);
    let ledger = &counter.model.ledger;
    assert_eq!(
        (ledger.listed.total, ledger.listed.lines.len()),
        (100_001, 1000)
    );
    assert_eq!(
        selected(&counter),
        99_002,
        "where the clerk was, or the last"
    );
    assert_eq!(ledger.unseen.len(), 1);
    // A case that goes lets another one in at the end: that line alone is asked for.
    counter.cases = 100_000;
    counter.tell(case_changed("C20261124-100001"));
    let since: Vec<Option<usize>> = lists(&counter)[asked + 1..]
        .iter()
        .map(|one| only(one))
        .collect();
    assert_eq!(since, [Some(1), Some(2)]);
    assert_eq!(counter.model.ledger.listed.lines.len(), 1000);
    // While the owner was away nobody told what changed.
    counter.tell(Msg::Lost).tell(Msg::Back);
    assert_eq!(only(last_list(&counter)), None);
}

#[test]
fn changes_in_close_order_put_off_no_answer() {
    let mut counter = open(30);
    counter.silent = true;
    let asked = lists(&counter).len();
    for _ in 0..5 {
        counter.tell(case_changed("C20261124-0031"));
    }
    assert_eq!(lists(&counter).len(), asked + 1);
    counter.keys(&["Down"]);
    counter.cases = 31;
    answer_last(&mut counter);
    assert_eq!(lists(&counter).len(), asked + 2, "once more, for the last");
    assert_eq!((selected(&counter), row(&counter)), (29, 1));
}

#[test]
fn what_changed_elsewhere_is_not_asked_for() {
    let mut counter = Counter::new(30);
    let asked = counter.asked.len();
    counter.tell(case_changed(NUMBER));
    assert_eq!(counter.asked.len(), asked);
}

#[test]
fn an_open_case_is_asked_for_again_in_place() {
    let mut counter = Counter::new(30);
    counter.keys(&[NUMBER, "Enter"]);
    counter.model.height = 12;
    counter.keys(&["Down", "Down"]);
    assert_eq!(counter.model.case().unwrap().scroll, 2);
    counter.tell(case_changed(NUMBER));
    assert_eq!(case_asked(&counter), [false, false], "once for both places");
    assert_eq!(counter.model.case().unwrap().scroll, 2);
    counter.silent = true;
    counter.tell(case_changed(NUMBER));
    counter.tell(case_changed(NUMBER));
    let view = counter.model.case().unwrap();
    assert!(view.state.known().is_some(), "it stays until the answer");
    assert_eq!(case_asked(&counter).len(), 3);
    answer_last(&mut counter);
    assert_eq!(case_asked(&counter).len(), 4, "once more, for the last");
    assert_eq!(counter.model.case().unwrap().again, Default::default());
    counter.tell(case_changed("C20261124-0002"));
    assert_eq!(case_asked(&counter).len(), 4);
}

#[test]
fn a_revealed_case_stays_revealed_and_a_blanked_one_does_not_come_back() {
    let name = |counter: &Counter| {
        let shown = counter.model.case()?.state.known()?;
        shown.line.visitor.name.clone()
    };
    let mut counter = Counter::new(30);
    counter.keys(&[NUMBER, "Enter", "Ctrl-R"]);
    counter.tell(case_changed(NUMBER));
    assert_eq!(name(&counter).as_deref(), Some("张三丰"));
    counter.silent = true;
    counter.tell(case_changed(NUMBER));
    let is_reveal =
        |question: &&Question| matches!(question.request, Request::ShowCase { reveal: true, .. });
    let question = counter.asked.iter().rev().find(is_reveal).unwrap().clone();
    counter.keys(&["F9"]);
    counter.silent = false;
    counter.answer(&question);
    assert_eq!(name(&counter), None);
    assert!(matches!(
        counter.model.lookup.case.as_ref().unwrap().state.known(),
        Some(shown) if shown.line.visitor.name.as_deref() == Some("张**")
    ));
}

#[test]
fn other_lists_are_looked_up_again_on_the_same_entry() {
    let mut counter = Counter::new(30);
    counter.keys(&["Down", "Down"]);
    let (finds, shows) = (counter.finds().len(), counter.shows());
    counter.tell(news(Changed {
        lists: true,
        ..Changed::default()
    }));
    assert_eq!(counter.finds().len(), finds + 1);
    assert_eq!(counter.shows(), shows + 1, "nothing of before is kept");
    assert_eq!(counter.selected(), "事项3");
}

#[test]
fn a_data_directory_marked_for_training_says_so_from_then_on() {
    let mut counter = Counter::new(30);
    counter.tell(news(Changed {
        training: true,
        ..Changed::default()
    }));
    assert!(counter.model.training);
    counter.tell(news(Changed::default()));
    assert!(counter.model.training);
}

#[test]
fn while_the_owner_reads_it_is_looked_again() {
    let mut counter = open(30);
    let asked = lists(&counter).len();
    counter.tell(Msg::Waited);
    assert_eq!(lists(&counter).len(), asked);
    counter.loading = Some(Loading { done: 30, of: 90 });
    counter.keys(&["5"]);
    assert!(counter.model.is_loading());
    counter.loading = None;
    counter.tell(Msg::Waited);
    assert!(!counter.model.is_loading());
    assert_eq!(lists(&counter).len(), asked + 2);
}
