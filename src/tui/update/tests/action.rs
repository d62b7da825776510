//! Acting on a case: from the menu to the request, and that nothing typed is lost.

use super::cases::NUMBER;
use super::counter::Counter;
use super::form::{focused, form, text};
use super::*;
use crate::casework::status::{TABLE, allowed};
use crate::casework::{
    Action, ActionForm, BadNumber, CaseKind, FieldFault, FormField, Need, Refused, Status,
};
use crate::rpc::{Act, StoreFault};
use crate::tui::keymap;
use crate::tui::model::{CaseState, Due, Menu, Objection};

pub(super) fn acts(counter: &Counter) -> Vec<&Act> {
    let acts = counter
        .asked
        .iter()
        .filter_map(|question| match &question.request {
            Request::Act(act) => Some(&**act),
            _ => None,
        });
    acts.collect()
}

/// A clerk before an open case of this kind and status.
fn before(kind: CaseKind, status: Status) -> Counter {
    let mut counter = Counter::new(30);
    counter.stand.status = status;
    counter.stand.revision = 7;
    let number = format!("{}20261124-0001", kind.letter());
    counter.keys(&[&number, "Enter"]);
    assert!(matches!(counter.model.layers[..], [Layer::Case(_)]));
    counter
}

pub(super) fn complaint(status: Status) -> Counter {
    before(CaseKind::Complaint, status)
}

/// Only these layers, from the bottom.
pub(super) fn layers(counter: &Counter) -> Vec<&'static str> {
    let name = |layer: &Layer| match layer {
        Layer::Case(_) => "case",
        Layer::Menu(_) => "menu",
        Layer::Form(_) => "form",
        Layer::Picker(_) => "picker",
        Layer::Overtaken(_) => "overtaken",
        Layer::Confirm(_) => "confirm",
        Layer::Help { .. } => "help",
        Layer::Reader(_) | Layer::Logged(_) | Layer::Ledger | Layer::Narrow => "other",
    };
    counter.model.layers.iter().map(name).collect()
}

#[test]
fn the_menu_offers_exactly_what_the_table_allows() {
    for kind in CaseKind::ALL {
        for status in Status::ALL {
            let mut counter = before(kind, status);
            counter.keys(&["Enter"]);
            let offered: Vec<Action> = allowed(kind, status).collect();
            assert_eq!(counter.model.allowed(), offered);
            match offered.first() {
                Some(first) => assert!(matches!(
                    counter.model.layers.last(),
                    Some(Layer::Menu(Menu { selected })) if selected == first
                )),
                None => {
                    assert_eq!(layers(&counter), ["case"]);
                    assert_eq!(counter.model.notice, Some(Notice::NothingAllowed(status)));
                }
            }
        }
    }
}

#[test]
fn every_action_of_the_table_goes_from_its_letter_to_its_request() {
    for row in TABLE {
        let (kind, status) = (row.kinds[0], row.from[0]);
        let mut counter = before(kind, status);
        let letter = keymap::letter(row.action).unwrap();
        let wide = char::from_u32(u32::from(letter) + 0xfee0).unwrap();
        counter.keys(&["Enter", &wide.to_string()]);
        let mut expected = ActionForm::new(row.action);
        for need in row.needs {
            match need {
                Need::Note => {
                    counter.keys(&["甲", "Enter", "乙"]);
                    expected.note = Some("甲\n乙".to_owned());
                }
                Need::Reason => {
                    counter.keys(&["因为", "Enter", "所以"]);
                    expected.reason = Some("因为\n所以".to_owned());
                }
                Need::Outcome => {
                    counter.keys(&["办好了"]);
                    expected.outcome = Some("办好了".to_owned());
                }
                Need::To => {
                    counter.keys(&["czj", "Enter"]);
                    expected.to = Some("区财政局".to_owned());
                }
                Need::Days => {
                    counter.keys(&["１５", "Enter"]);
                    expected.days = Some(15);
                }
                Need::Into => {
                    let into: crate::casework::CaseNumber = "C20261124-0002".parse().unwrap();
                    let slip = format!("c20261124-0002-{}", into.check_char());
                    counter.keys(&[&slip]);
                    expected.into = Some(into);
                }
            }
        }
        let once = form(&counter).once;
        // The last field saves by Enter where it is one line, or where there is none.
        let by_enter = [Action::Accept, Action::Merge].contains(&row.action);
        counter.keys(&[if by_enter { "Enter" } else { "Ctrl-S" }]);
        let act = Act {
            once,
            number: format!("{}20261124-0001", kind.letter()).parse().unwrap(),
            if_revision: Some(7),
            form: expected,
        };
        assert_eq!(acts(&counter), [&act], "{:?}", row.action);
        assert_eq!(layers(&counter), ["case"], "{:?}", row.action);
        let shown = counter.model.case().unwrap().state.known().unwrap();
        assert_eq!(shown.line.revision, 8, "the case is asked for again");
        let found = counter.model.lookup.case.as_ref().unwrap();
        assert_eq!(found.state.known().unwrap().line.revision, 8);
        assert!(matches!(
            &counter.model.notice,
            Some(Notice::Acted(Some(action), receipt))
                if *action == row.action && receipt.revision == 8
        ));
        assert!(!counter.model.is_waiting());
    }
}

#[test]
fn the_menu_is_gone_through_and_put_away() {
    let mut counter = complaint(Status::Open);
    counter.keys(&["Enter", "Down", "Down", "Up"]);
    let menu = |counter: &Counter| match counter.model.layers.last() {
        Some(Layer::Menu(menu)) => menu.selected,
        other => panic!("{other:?}"),
    };
    assert_eq!(menu(&counter), Action::Accept);
    counter.keys(&["End", "Down"]);
    assert_eq!(menu(&counter), Action::Merge);
    counter.keys(&["c"]);
    assert_eq!(layers(&counter), ["case", "menu"], "not allowed yet");
    assert_eq!(
        counter.model.notice,
        Some(Notice::NotAllowedNow(
            Action::Close,
            CaseKind::Complaint,
            Status::Open
        ))
    );
    counter.keys(&["x", "F1", "n"]);
    assert_eq!(layers(&counter), ["case", "menu"], "help was put away");
    counter.tell(Msg::Paste("n".to_owned()));
    assert_eq!(layers(&counter), ["case", "menu"]);
    assert_eq!(counter.query(), NUMBER, "nothing goes to the search line");
    counter.keys(&["Home", "Enter"]);
    assert_eq!(focused(&counter), "备注");
    counter.keys(&["Esc"]);
    assert_eq!(layers(&counter), ["case", "menu"]);
    counter.keys(&["Esc", "Esc"]);
    assert!(counter.model.layers.is_empty());
}

#[test]
fn an_action_that_goes_once_says_so_the_second_time() {
    let mut counter = complaint(Status::Accepted);
    if let Some(view) = counter.model.case_mut()
        && let CaseState::Known(shown) = &mut view.state
    {
        shown.allowed.retain(|action| *action != Action::Extend);
    }
    counter.keys(&["Enter", "e"]);
    assert_eq!(layers(&counter), ["case", "menu"]);
    assert_eq!(counter.model.notice, Some(Notice::ExtendedBefore));
}

#[test]
fn a_burst_opens_the_menu_of_the_case_that_is_still_on_its_way() {
    let mut counter = Counter::new(30);
    counter.silent = true;
    counter.keys(&[NUMBER, "Enter", "Enter", "n", "记一笔", "Ctrl-S"]);
    assert!(acts(&counter).is_empty());
    counter.silent = false;
    let wanted = |question: &&Question| matches!(question.request, Request::ShowCase { .. });
    let question = counter.asked.iter().rev().find(wanted).unwrap().clone();
    counter.answer(&question);
    assert_eq!(acts(&counter)[0].form.note.as_deref(), Some("记一笔"));
    assert_eq!(counter.query(), NUMBER);
}

#[test]
fn the_next_action_waits_for_the_case_as_it_is_after_the_one_before() {
    let mut counter = complaint(Status::Open);
    counter.keys(&["Enter", "a"]);
    counter.silent = true;
    counter.keys(&["Ctrl-S"]);
    let act = counter.asked.last().unwrap().clone();
    let asked = counter.asked.len();
    counter.answer(&act);
    counter.keys(&["Enter", "c"]);
    assert_eq!(layers(&counter), ["case"]);
    counter.silent = false;
    let again = counter.asked.split_off(asked);
    for question in again {
        counter.answer(&question);
    }
    assert_eq!(layers(&counter), ["case", "menu", "form"]);
    assert_eq!(focused(&counter), "办理结果");
}

#[test]
fn acceptance_says_which_time_limit_starts() {
    let mut counter = complaint(Status::Open);
    counter.keys(&["Enter", "a"]);
    let asked = &counter.asked.last().unwrap().request;
    assert!(matches!(asked, Request::Deadline { rule, from: None } if rule == "L2"));
    assert!(matches!(form(&counter).due, Due::Known(Some(_))));
    assert!(form(&counter).fields.is_empty());
    counter.keys(&["x", "Tab", "Down", " ", "Backspace"]);
    assert!(!form(&counter).is_changed());
    counter.keys(&["Esc"]);
    assert_eq!(layers(&counter), ["case", "menu"], "nothing to lose");
}

#[test]
fn what_is_missing_or_no_number_is_said_at_its_field_and_not_sent() {
    let mut counter = complaint(Status::Accepted);
    counter.keys(&["Enter", "e", "三天", "Tab", "忙", "Ctrl-S"]);
    assert_eq!(focused(&counter), "天数");
    assert!(matches!(
        form(&counter).fault.unwrap().fault,
        FieldFault::OutOfRange {
            least: 1,
            most: 366
        }
    ));
    counter.keys(&["Ctrl-U", "400", "Ctrl-S"]);
    assert!(form(&counter).fault.is_some());
    counter.keys(&["Backspace"]);
    assert!(form(&counter).fault.is_none(), "settled by a change");
    counter.keys(&["Tab", "Ctrl-U", "Ctrl-S"]);
    assert_eq!(focused(&counter), "理由");
    assert!(acts(&counter).is_empty());
    counter.keys(&["忙", "Ctrl-S"]);
    assert_eq!(acts(&counter)[0].form.days, Some(40));

    let mut counter = complaint(Status::Accepted);
    counter.keys(&["Enter", "m", "C20261124-0002-0", "Enter"]);
    assert_eq!(
        counter.model.notice,
        Some(Notice::BadNumber(BadNumber::Check))
    );
    let deed = |counter: &Counter| form(counter).deed.clone().unwrap();
    assert_eq!(
        deed(&counter).objection,
        Some((FormField::Into, Objection::Number(BadNumber::Check)))
    );
    counter.keys(&["Backspace"]);
    assert_eq!(deed(&counter).objection, None);
    counter.tell(Msg::Paste("9".repeat(100_000)));
    assert!(text(&counter, FormField::Into).len() <= 64);

    let mut counter = before(CaseKind::Enquiry, Status::Open);
    counter.keys(&["Enter", "f", "Ctrl-S"]);
    assert_eq!(form(&counter).fault.unwrap().field, FormField::Answer);
    assert_eq!(focused(&counter), "答复");
}

#[test]
fn what_the_owner_says_of_a_field_stands_at_it() {
    let mut counter = complaint(Status::Accepted);
    counter.faults = vec![
        Refusal::Rule(Refused::BeyondCap { cap: 30 }),
        Refusal::Rule(Refused::ExtendedBefore),
        Refusal::NotStored(StoreFault::Full),
    ];
    counter.keys(&["Enter", "e", "40", "Tab", "忙", "Ctrl-S"]);
    assert_eq!(focused(&counter), "天数");
    counter.keys(&["Ctrl-S", "Ctrl-S"]);
    assert!(matches!(
        counter.model.notice,
        Some(Notice::Refused(Refusal::NotStored(StoreFault::Full)))
    ));
    assert_eq!(text(&counter, FormField::Reason), "忙");
    counter.keys(&["Ctrl-S"]);
    let sent = acts(&counter);
    assert_eq!(sent.len(), 4);
    assert!(sent.iter().all(|act| act.once == sent[0].once));
    assert_eq!(layers(&counter), ["case"]);
}
