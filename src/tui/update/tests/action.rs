//! Acting on a case: from the menu to the request, and that nothing typed is lost.

use super::cases::NUMBER;
use super::counter::Counter;
use super::form::{focused, form, text};
use super::*;
use crate::casework::status::{TABLE, allowed};
use crate::casework::{
    Action, ActionForm, BadNumber, CaseKind, FieldFault, FormField, Need, Refused, Status,
};
use crate::rpc::{Act, Conflict, Difference, EventShown, FindAgencies, StoreFault};
use crate::tui::keymap;
use crate::tui::model::{Confirm, Due, Menu, Objection};

fn acts(counter: &Counter) -> Vec<&Act> {
    let acts = counter
        .asked
        .iter()
        .filter_map(|question| match &question.request {
            Request::Act(act) => Some(&**act),
            _ => None,
        });
    acts.collect()
}

fn finds(counter: &Counter) -> Vec<&FindAgencies> {
    let finds = counter
        .asked
        .iter()
        .filter_map(|question| match &question.request {
            Request::FindAgencies(find) => Some(find),
            _ => None,
        });
    finds.collect()
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

fn complaint(status: Status) -> Counter {
    before(CaseKind::Complaint, status)
}

fn conflict(action: Action, to: Status) -> Refusal {
    let number = NUMBER.parse().unwrap();
    Refusal::Changed(Box::new(Conflict {
        number,
        revision: 9,
        since: vec![EventShown {
            seq: 9,
            at: "2026-11-24T02:05:00Z".parse().unwrap(),
            clock_back: false,
            clerk: "wangwu".parse().unwrap(),
            action,
            note: Some("已经办了".to_owned()),
            from: Some(Status::Open),
            to,
        }],
        differences: vec![Difference::Status(Status::Open, to)],
    }))
}

/// Only these layers, from the bottom.
fn layers(counter: &Counter) -> Vec<&'static str> {
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
    // The complaint of these tests has no course, and so no rule.
    assert_eq!(form(&counter).due, Due::Known(None));
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

#[test]
fn an_agency_is_found_by_pinyin_and_those_of_the_matter_come_first() {
    let mut counter = complaint(Status::Open);
    counter.keys(&["Enter", "r"]);
    assert_eq!(layers(&counter), ["case", "menu", "form", "picker"]);
    let number = Some(NUMBER.parse().unwrap());
    assert_eq!(
        (finds(&counter)[0].text.as_str(), finds(&counter)[0].number),
        ("", number)
    );
    let names = |counter: &Counter| -> Vec<String> {
        let picker = counter.model.picker().unwrap();
        picker.hits.iter().map(|hit| hit.name.clone()).collect()
    };
    assert_eq!(names(&counter)[0], "区农业农村局");
    counter.keys(&["zj"]);
    assert_eq!(names(&counter), ["区财政局", "区民政局"]);
    assert_eq!(finds(&counter).len(), 3, "on every key");
    counter.keys(&["Down", "Tab"]);
    assert_eq!(text(&counter, FormField::To), "区民政局");
    assert_eq!(focused(&counter), "理由");
    assert_eq!(layers(&counter), ["case", "menu", "form"]);
    let taken = |counter: &Counter| form(counter).deed.as_ref().unwrap().taken.clone();
    assert_eq!(taken(&counter).as_deref(), Some("区民政局"));
    // Back in the field the list comes when the text changes.
    counter.keys(&["BackTab", "Right"]);
    assert_eq!(layers(&counter).last(), Some(&"form"));
    counter.keys(&["Backspace"]);
    assert_eq!(layers(&counter).last(), Some(&"picker"));
    counter.keys(&["Esc"]);
    assert_eq!(
        text(&counter, FormField::To),
        "区民政",
        "Esc takes nothing away"
    );
    assert_ne!(taken(&counter).as_deref(), Some("区民政"));
}

#[test]
fn an_agency_that_no_list_names_is_taken_as_typed() {
    let mut counter = complaint(Status::Open);
    counter.keys(&["Enter", "r", "市海关", "Enter", "不归我们管", "Ctrl-S"]);
    let sent = acts(&counter)[0].form.clone();
    assert_eq!(sent.to.as_deref(), Some("市海关"));
    // Also where some fit: it is the last choice.
    let mut counter = complaint(Status::Open);
    counter.keys(&["Enter", "r", "区", "End", "Enter"]);
    assert_eq!(text(&counter, FormField::To), "区");
}

#[test]
fn a_burst_takes_the_agency_that_the_text_finds() {
    let mut counter = complaint(Status::Open);
    counter.keys(&["Enter"]);
    counter.silent = true;
    counter.keys(&["r", "mzj", "Enter", "因为", "Ctrl-S"]);
    let asked: Vec<Question> = counter.asked.iter().rev().take(4).cloned().collect();
    counter.silent = false;
    counter.answer(&asked[2]);
    assert!(acts(&counter).is_empty(), "an overtaken answer is dropped");
    counter.answer(&asked[0]);
    let sent = acts(&counter)[0].form.clone();
    assert_eq!(sent.to.as_deref(), Some("区民政局"));
    assert_eq!(sent.reason.as_deref(), Some("因为"));
}

#[test]
fn a_burst_asks_for_the_newest_agencies_only_and_drops_no_action() {
    let mut counter = complaint(Status::Open);
    counter.keys(&["Enter", "r"]);
    let model = &mut counter.model;
    let mut effects = Vec::new();
    for c in "czj".chars() {
        let key = KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE);
        effects.extend(update(model, Msg::Key(key)));
    }
    assert!(matches!(
        &coalesce(effects)[..],
        [Effect::Ask(Question { request: Request::FindAgencies(find), .. })] if find.text == "czj"
    ));
    let act = acts_of(&mut complaint(Status::Open));
    assert_eq!(coalesce([act.clone(), act].concat()).len(), 2);
}

fn acts_of(counter: &mut Counter) -> Vec<Effect> {
    counter.keys(&["Enter", "a"]);
    update(
        &mut counter.model,
        Msg::Key(KeyEvent::new(KeyCode::F(10), KeyModifiers::NONE)),
    )
}

#[test]
fn agencies_that_cannot_be_had_keep_nobody_from_typing_one() {
    let mut counter = complaint(Status::Open);
    counter.keys(&["Enter"]);
    counter.silent = true;
    counter.keys(&["r"]);
    let number = counter.asked.last().unwrap().number;
    counter.tell(Msg::Reply(Reply {
        number,
        answer: Answer::Refused(Refusal::NotUnderstood),
    }));
    assert!(!counter.model.is_waiting());
    assert_eq!(
        counter.model.notice,
        Some(Notice::Refused(Refusal::NotUnderstood))
    );
    counter.keys(&["海关", "Esc", "Tab", "原因", "Ctrl-S"]);
    assert_eq!(acts(&counter)[0].form.to.as_deref(), Some("海关"));
}

#[test]
fn somebody_was_first_and_what_was_typed_goes_on_from_there() {
    let mut counter = complaint(Status::Open);
    counter.keys(&["Enter", "n", "记下"]);
    counter.faults = vec![conflict(Action::Accept, Status::Accepted)];
    counter.stand.status = Status::Accepted;
    counter.stand.revision = 9;
    counter.keys(&["Ctrl-S"]);
    assert_eq!(layers(&counter), ["case", "menu", "form", "overtaken"]);
    let shown = counter.model.case().unwrap().state.known().unwrap();
    assert_eq!(shown.line.status, Status::Accepted, "asked for again");
    counter.keys(&["x", "Ctrl-S", "F10"]);
    counter.tell(Msg::Paste("贴".to_owned()));
    assert_eq!(acts(&counter).len(), 1, "first it is read");
    counter.keys(&["Enter"]);
    assert_eq!(text(&counter, FormField::Note), "记下");
    counter.keys(&["Ctrl-S"]);
    let sent = acts(&counter);
    assert_eq!(sent[0].if_revision, Some(7));
    assert_eq!(sent[1].if_revision, Some(9));
    assert_eq!(layers(&counter), ["case"]);
}

#[test]
fn what_somebody_did_first_can_make_it_impossible() {
    let mut counter = complaint(Status::Open);
    counter.keys(&["Enter", "d", "不归我们管"]);
    counter.faults = vec![conflict(Action::Accept, Status::Accepted)];
    counter.stand.status = Status::Accepted;
    counter.stand.revision = 9;
    counter.keys(&["Ctrl-S", "Esc", "Ctrl-S"]);
    assert_eq!(acts(&counter).len(), 1);
    assert_eq!(
        counter.model.notice,
        Some(Notice::NotAllowedNow(
            Action::Decline,
            CaseKind::Complaint,
            Status::Accepted
        ))
    );
    assert_eq!(text(&counter, FormField::Reason), "不归我们管");
    counter.keys(&["Esc", "y"]);
    assert_eq!(layers(&counter), ["case", "menu"]);
    assert!(counter.model.allowed().contains(&Action::Close));
}

#[test]
fn an_action_that_is_allowed_no_more_is_said_and_the_case_asked_for_again() {
    let mut counter = complaint(Status::Open);
    counter.keys(&["Enter", "a"]);
    counter.stand.status = Status::Withdrawn;
    let refusal = Refusal::NotAllowed {
        action: Action::Accept,
        kind: CaseKind::Complaint,
        status: Status::Withdrawn,
    };
    counter.faults = vec![refusal.clone()];
    counter.keys(&["Enter"]);
    assert_eq!(counter.model.notice, Some(Notice::Refused(refusal)));
    assert_eq!(layers(&counter), ["case", "menu", "form"]);
    counter.keys(&["Esc"]);
    assert!(matches!(
        counter.model.layers.last(),
        Some(Layer::Menu(Menu {
            selected: Action::Note
        }))
    ));
    assert!(!counter.model.allowed().contains(&Action::Accept));
}

#[test]
fn leaving_quitting_and_the_way_back_to_the_lookup_ask() {
    let mut counter = complaint(Status::Open);
    counter.keys(&["Enter", "w", "不办了", "Esc"]);
    assert!(matches!(
        counter.model.layers.last(),
        Some(Layer::Confirm(Confirm::Discard))
    ));
    counter.keys(&["n", "F2"]);
    assert_eq!(layers(&counter).last(), Some(&"confirm"));
    counter.keys(&["n", "Ctrl-Q"]);
    assert!(matches!(
        counter.model.layers.last(),
        Some(Layer::Confirm(Confirm::Quit))
    ));
    counter.keys(&["n", "Ctrl-C", "Ctrl-C"]);
    assert_eq!(counter.effects, []);
    counter.keys(&["n"]);
    assert_eq!(text(&counter, FormField::Reason), "不办了");
    counter.keys(&["F2", "y"]);
    assert!(counter.model.layers.is_empty());
    // The agency typed is no less.
    let mut counter = complaint(Status::Open);
    counter.keys(&["Enter", "r", "海关", "F2"]);
    assert_eq!(layers(&counter).last(), Some(&"confirm"));
    counter.keys(&["n", "Ctrl-Q", "n"]);
    assert_eq!(text(&counter, FormField::To), "海关");
}

#[test]
fn on_its_way_it_waits_through_a_lost_owner_and_esc_stops_waiting() {
    let mut counter = complaint(Status::Open);
    counter.keys(&["Enter", "w", "不办了"]);
    counter.silent = true;
    counter.keys(&["Ctrl-S"]);
    assert!(counter.model.is_waiting());
    counter.tell(Msg::Lost).tell(Msg::Back);
    counter.keys(&["x", "Ctrl-S"]);
    assert_eq!(acts(&counter).len(), 1);
    counter.keys(&["Esc", "Ctrl-S"]);
    assert_eq!(acts(&counter)[0], acts(&counter)[1], "the same mark");
    counter.keys(&["Esc", "了"]);
    let late = counter.asked.last().unwrap().clone();
    counter.answer(&late);
    assert!(matches!(
        counter.model.notice,
        Some(Notice::ActedBefore(Action::Withdraw, _))
    ));
    assert_eq!(text(&counter, FormField::Reason), "不办了了");
    // It is withdrawn now: once more is not possible, and is not sent.
    counter.keys(&["Ctrl-S"]);
    assert_eq!(acts(&counter).len(), 2);
    assert!(matches!(
        counter.model.notice,
        Some(Notice::NotAllowedNow(..))
    ));
}

#[test]
fn a_form_left_on_its_way_still_says_what_was_done() {
    let mut counter = complaint(Status::Open);
    counter.keys(&["Enter", "n", "记下"]);
    counter.silent = true;
    counter.keys(&["Ctrl-S", "Esc", "Esc", "y", "Esc"]);
    let act = counter.asked.last().unwrap().clone();
    counter.silent = false;
    counter.answer(&act);
    assert!(matches!(counter.model.notice, Some(Notice::Acted(None, _))));
    let shown = counter.model.case().unwrap().state.known().unwrap();
    assert_eq!(shown.line.revision, 8);
}

#[test]
fn what_was_revealed_stays_so_after_an_action_and_is_masked_at_once_when_wanted() {
    let mut counter = complaint(Status::Open);
    counter.keys(&["Ctrl-R", "Enter", "n", "记下", "Ctrl-S"]);
    let name = |counter: &Counter| {
        let shown = counter.model.case()?.state.known()?;
        shown.line.visitor.name.clone()
    };
    assert_eq!(name(&counter).as_deref(), Some("张三丰"));
    let found = counter.model.lookup.case.as_ref().unwrap();
    let masked = &found.state.known().unwrap().line.visitor.name;
    assert_eq!(masked.as_deref(), Some("张**"), "its line stays masked");
    counter.keys(&["Enter", "n", "又"]);
    counter.silent = true;
    counter.keys(&["Ctrl-S"]);
    let act = counter.asked.last().unwrap().clone();
    counter.answer(&act);
    let revealing = counter
        .asked
        .iter()
        .rev()
        .find(|question| matches!(question.request, Request::ShowCase { reveal: true, .. }))
        .unwrap()
        .clone();
    counter.keys(&["F9"]);
    counter.answer(&revealing);
    assert_ne!(name(&counter).as_deref(), Some("张三丰"));
}
