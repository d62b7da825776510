//! What others do meanwhile: what is shown is told, what changed of it is asked for again in place.

use super::action::{complaint, layers};
use super::cases::NUMBER;
use super::counter::Counter;
use super::ledger::{answer_last, case_asked, last_list, lists, open, selected};
use super::*;
use crate::casework::{Action, CaseKind, CaseNumber, Status};
use crate::rpc::{CaseFilter, Changed, ListCases, Loading, Watch};

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

fn row(counter: &Counter) -> usize {
    counter.model.ledger.selected - counter.model.ledger.offset
}

fn news(changed: Changed) -> Msg {
    Msg::Reply(Reply {
        number: 0,
        answer: Answer::Changed(changed),
    })
}

pub(super) fn case_changed(number: &str) -> Msg {
    news(Changed {
        cases: vec![number.parse().unwrap()],
        ..Changed::default()
    })
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
fn a_menu_whose_selected_action_somebody_made_impossible_goes_and_says_so() {
    let mut counter = complaint(Status::Accepted);
    counter.keys(&["Enter"]);
    let Some(Layer::Menu(menu)) = counter.model.layers.last_mut() else {
        panic!("no menu");
    };
    menu.selected = Action::Extend;
    counter.stand.revision += 1;
    counter.tell(case_changed(NUMBER));
    assert_eq!(
        layers(&counter),
        ["case", "menu"],
        "it is allowed as before"
    );
    counter.stand.status = Status::Closed;
    counter.stand.revision += 1;
    counter.tell(case_changed(NUMBER));
    assert_eq!(layers(&counter), ["case"]);
    let said = Notice::NotAllowedNow(Action::Extend, CaseKind::Complaint, Status::Closed);
    assert_eq!(counter.model.notice, Some(said));
}

#[test]
fn a_case_that_leaves_the_list_under_the_clerks_eyes_is_the_one_that_enter_opens() {
    let mut counter = open(30);
    counter.keys(&["Home"]);
    counter.cases = 29;
    counter.tell(case_changed("C20261124-0030"));
    assert_eq!(selected(&counter), 30);
    assert_eq!(counter.model.notice, Some(Notice::GoneFromList));
    counter.keys(&["Enter"]);
    let number = counter.model.case().unwrap().number.to_string();
    assert_eq!(number, "C20261124-0030");
    // Behind the open case nobody looks at the list.
    counter.tell(case_changed("C20261124-0030")).keys(&["Esc"]);
    assert_eq!(selected(&counter), 29);
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
