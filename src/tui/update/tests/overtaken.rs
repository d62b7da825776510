//! An action on its way: somebody was first, the owner is lost, the clerk leaves.

use super::action::{acts, complaint, layers};
use super::cases::NUMBER;
use super::counter::Counter;
use super::form::text;
use super::*;
use crate::casework::{Action, CaseKind, FormField, Status};
use crate::rpc::{Conflict, Difference, EventAbout, EventShown};
use crate::tui::model::{Confirm, Menu};

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
            left_out: false,
            from: Some(Status::Open),
            to,
            about: EventAbout::default(),
        }],
        earlier: 0,
        differences: vec![Difference::Status(Status::Open, to)],
    }))
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
    counter.keys(&["Esc"]);
    assert_eq!(layers(&counter), ["case", "menu"], "nothing is lost");
    assert!(counter.model.allowed().contains(&Action::Close));
}

#[test]
fn what_was_typed_for_what_became_impossible_begins_the_next_form_of_the_case() {
    let mut counter = complaint(Status::Open);
    counter.keys(&["Enter", "d", "不归我们管", "Enter", "请找财政局"]);
    counter.faults = vec![conflict(Action::Refer, Status::Referred)];
    counter.stand.status = Status::Referred;
    counter.stand.revision = 9;
    counter.keys(&["Ctrl-S", "Enter", "Esc"]);
    assert_eq!(counter.model.notice, Some(Notice::Kept));
    let typed = "不归我们管\n请找财政局";
    // Another case has none of it.
    counter.keys(&[
        "Esc",
        "Esc",
        "Ctrl-U",
        "E20261124-0001",
        "Enter",
        "Enter",
        "w",
    ]);
    assert_eq!(text(&counter, FormField::Reason), "");
    counter.keys(&["Esc", "Esc", "Esc", "Ctrl-U", NUMBER, "Enter", "Enter"]);
    counter.keys(&["m"]);
    assert_eq!(text(&counter, FormField::Into), "", "no place for it");
    counter.keys(&["Esc", "c"]);
    assert_eq!(counter.model.notice, Some(Notice::TakenOver));
    assert_eq!(text(&counter, FormField::Outcome), typed);
    counter.keys(&["Ctrl-S", "Enter", "o"]);
    assert_eq!(
        acts(&counter).last().unwrap().form.outcome.as_deref(),
        Some(typed)
    );
    assert_eq!(text(&counter, FormField::Reason), "", "once");
}

#[test]
fn a_form_says_at_once_what_others_do_with_its_case() {
    use crate::tui::page::action::{others, stands};
    let mut counter = complaint(Status::Open);
    counter.keys(&["Enter", "n", "记下"]);
    let line = |counter: &Counter| {
        let form = counter.model.form().unwrap();
        let deed = form.deed.as_ref().unwrap();
        let others = others(&counter.model, deed).into_iter();
        let others: String = others.map(|glyph| glyph.text).collect();
        (stands(&counter.model, form, deed, 78), others)
    };
    let (stands, said) = line(&counter);
    assert!(stands.starts_with("现为待办") && said.is_empty());
    counter.stand.status = Status::Accepted;
    counter.stand.revision = 8;
    let case = NUMBER.parse().unwrap();
    let mut shown = match super::cases::case(case, false, counter.stand) {
        Answer::Case(shown) => shown,
        other => panic!("{other:?}"),
    };
    let Refusal::Changed(told) = conflict(Action::Accept, Status::Accepted) else {
        panic!("a conflict");
    };
    shown.events.extend(told.since);
    shown.also_open = vec!["zhaoliu".parse().unwrap()];
    counter.silent = true;
    counter.tell(Msg::Reply(Reply {
        number: 0,
        answer: Answer::Changed(crate::rpc::Changed {
            cases: vec![case],
            ..Default::default()
        }),
    }));
    let asked = counter.asked.last().unwrap().number;
    counter.tell(Msg::Reply(Reply {
        number: asked,
        answer: Answer::Case(shown),
    }));
    let (stands, said) = line(&counter);
    assert!(stands.starts_with("打开时为待办"), "{stands}");
    assert!(said.contains("wangwu刚办了“受理”，现为已受理"), "{said}");
    assert!(said.contains("zhaoliu"), "{said}");
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
