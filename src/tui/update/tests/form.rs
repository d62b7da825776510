//! Forms: what is logged, and that nothing typed is lost.

use super::counter::Counter;
use super::*;
use crate::casework::{
    BadField, CaseKind, FieldFault, FormField, IntakeForm, Status, Track, VisitorForm,
};
use crate::rpc::{Log, StoreFault};
use crate::text::Lang;
use crate::tui::model::{Confirm, Due, Form, Lack};

pub(super) fn logs(counter: &Counter) -> Vec<&Log> {
    let logs = counter
        .asked
        .iter()
        .filter_map(|question| match &question.request {
            Request::Log(log) => Some(&**log),
            _ => None,
        });
    logs.collect()
}

pub(super) fn form(counter: &Counter) -> &Form {
    counter.model.form().expect("a form is open")
}

pub(super) fn text(counter: &Counter, field: FormField) -> &str {
    form(counter).text(field).unwrap_or_default()
}

pub(super) fn focused(counter: &Counter) -> &'static str {
    form(counter)
        .focused()
        .unwrap()
        .label(Lang::Zh, form(counter).kind)
}

/// Fills in what the law wants of a complaint, and stays in the last field.
const COMPLAINT: [&str; 24] = [
    "Ctrl-T",
    "张三",
    "Enter",
    "13812345678",
    "Enter",
    "Enter",
    "Enter",
    "Enter",
    "Tab",
    "某公司",
    "Tab",
    "Tab",
    "欠薪",
    "Enter",
    "三个月",
    "Tab",
    "付清",
    "Up",
    "Up",
    "Up",
    "Up",
    "Tab",
    "Tab",
    "Tab",
];

#[test]
fn an_enquiry_answered_at_the_counter_takes_two_keys_after_the_query() {
    let mut counter = Counter::new(30);
    counter.model.once = 41;
    counter.keys(&["12", "Ctrl-E", "Ctrl-S"]);
    let expected = IntakeForm {
        kind: CaseKind::Enquiry,
        track: None,
        service: Some("hrss/service/12".parse().unwrap()),
        agency: None,
        subject: Some("事项12".to_owned()),
        content: None,
        answer: Some("请找人社管理中心，电话0898-88832671。".to_owned()),
        answered: true,
        visitor: VisitorForm {
            anonymous: true,
            ..VisitorForm::default()
        },
        respondent: None,
        demand: None,
    };
    assert_eq!(
        logs(&counter),
        [&Log {
            once: 42,
            form: expected
        }]
    );
    assert!(counter.model.layers.is_empty());
    assert_eq!(counter.query(), "12");
    let number = "E20261124-0001".parse().unwrap();
    assert_eq!(
        counter.model.notice,
        Some(Notice::Logged(number, Status::Answered))
    );
    counter.keys(&["Down"]);
    assert_eq!(counter.model.notice, None);
}

#[test]
fn a_field_makes_it_one_still_to_be_answered() {
    let mut counter = Counter::new(30);
    counter.keys(&["2", "F5", "怎么办", "Tab", " "]);
    assert!(!form(&counter).is_answered());
    counter.keys(&["Tab"]);
    assert_eq!(focused(&counter), "姓名", "the answer is not asked for");
    counter.keys(&["李四", "F10"]);
    let log = logs(&counter)[0];
    assert!(!log.form.answered && log.form.answer.is_none());
    assert_eq!(log.form.visitor.name.as_deref(), Some("李四"));
    assert!(!log.form.visitor.anonymous);
}

#[test]
fn an_answer_of_ones_own_is_not_left_out_unsaid() {
    let mut counter = Counter::new(30);
    counter.keys(&["2", "F5", "Tab", "Tab", "另找某人", "Up", " ", "Ctrl-S"]);
    assert_eq!(
        counter.model.notice,
        Some(Notice::Lacks(CaseKind::Enquiry, vec![Lack::AnswerLeftOut]))
    );
    counter.keys(&["Right"]);
    assert!(text(&counter, FormField::Answer).contains("另找某人"));
    counter.keys(&["Ctrl-S"]);
    let answer = logs(&counter)[0].form.answer.clone();
    assert!(answer.unwrap().contains("另找某人"));
}

#[test]
fn what_looks_mistyped_is_told_before_it_is_saved_and_does_not_block() {
    let mut counter = Counter::new(30);
    counter.keys(&["2"]).keys(&COMPLAINT);
    let form = counter.model.form_mut().unwrap();
    form.focus_on(FormField::Phone);
    // Also where the cursor still stands in it, as if there were more to come.
    counter.keys(&["Ctrl-U", "138", "Ctrl-S"]);
    assert!(logs(&counter).is_empty());
    assert_eq!(
        counter.model.notice,
        Some(Notice::Lacks(
            CaseKind::Complaint,
            vec![Lack::Doubtful(FormField::Phone)]
        ))
    );
    counter.keys(&["Ctrl-S"]);
    assert_eq!(logs(&counter)[0].form.visitor.phone.as_deref(), Some("138"));
}

#[test]
fn without_an_entry_the_form_is_empty() {
    let mut counter = Counter::new(30);
    counter.keys(&["火星", "Ctrl-E"]);
    assert!(form(&counter).entry.is_none());
    counter.keys(&["什么", "Ctrl-S"]);
    let log = logs(&counter)[0];
    assert_eq!((&log.form.service, &log.form.subject), (&None, &None));
    assert!(log.form.answered);
}

#[test]
fn the_form_is_about_the_entry_being_read() {
    let mut counter = Counter::new(30);
    counter.keys(&["2", "Enter", "Ctrl-E"]);
    let entry = form(&counter).entry.as_ref().unwrap();
    assert_eq!(entry.title, "事项2");
    counter.keys(&["Esc"]);
    assert!(matches!(counter.model.layers[..], [Layer::Reader(_)]));
}

#[test]
fn what_is_typed_after_a_case_was_logged_is_a_new_query() {
    let mut counter = Counter::new(30);
    counter.keys(&["2", "Ctrl-E", "Ctrl-S", "Down", "1"]);
    assert_eq!(counter.last_find().text, "1");
    counter.keys(&["2"]);
    assert_eq!(counter.last_find().text, "12");
    // Whoever edits the old query wants it.
    counter.keys(&["Ctrl-E", "Ctrl-S", "Backspace", "3"]);
    assert_eq!(counter.last_find().text, "13");
}

#[test]
fn a_complaint_is_logged_and_its_number_stays_to_be_read_out() {
    let mut counter = Counter::new(30);
    counter.keys(&["2"]).keys(&COMPLAINT).keys(&["Ctrl-S"]);
    let log = logs(&counter)[0].clone();
    let visitor = &log.form.visitor;
    assert_eq!(visitor.name.as_deref(), Some("张三"));
    assert_eq!(visitor.phone.as_deref(), Some("13812345678"));
    assert!(!visitor.anonymous && !visitor.confidential);
    assert_eq!(log.form.respondent.as_deref(), Some("某公司"));
    assert_eq!(log.form.track, Some(Track::Labour));
    assert_eq!(log.form.content.as_deref(), Some("欠薪\n三个月"));
    assert_eq!(log.form.demand.as_deref(), Some("付清"));
    let [Layer::Logged(logged)] = &counter.model.layers[..] else {
        panic!("{:?}", counter.model.layers);
    };
    assert_eq!(logged.receipt.number.to_string(), "C20261124-0001");
    // The next visitor's query begins by typing it.
    counter.keys(&["3"]);
    assert!(counter.model.layers.is_empty());
    assert_eq!(counter.query(), "3");
}

#[test]
fn enter_puts_the_number_away() {
    let mut counter = Counter::new(30);
    counter.keys(&["2", "F7", "Ctrl-S", "Ctrl-S", "Enter"]);
    assert!(counter.model.layers.is_empty());
    assert_eq!(counter.query(), "2");
}

#[test]
fn a_tip_off_of_somebody_who_said_nothing_is_anonymous() {
    let mut counter = Counter::new(30);
    counter.keys(&["F7"]);
    assert!(form(&counter).mark(FormField::Anonymous));
    counter.keys(&["王五"]);
    assert!(!form(&counter).mark(FormField::Anonymous));
    counter.keys(&["Ctrl-S", "Ctrl-S"]);
    assert!(!logs(&counter)[0].form.visitor.anonymous);
}

#[test]
fn what_the_law_wants_is_said_once_and_blocks_nothing() {
    let mut counter = Counter::new(30);
    counter.keys(&["2", "F6", "张三", "Ctrl-S"]);
    assert_eq!(logs(&counter).len(), 0);
    assert_eq!(focused(&counter), "电话");
    let expected = [
        FormField::Phone,
        FormField::Respondent,
        FormField::Content,
        FormField::Demand,
    ];
    assert_eq!(
        counter.model.notice,
        Some(Notice::Lacks(
            CaseKind::Complaint,
            expected.map(Lack::Field).into()
        ))
    );
    counter.keys(&["13812345678", "Ctrl-S"]);
    assert_eq!(logs(&counter).len(), 1, "less is missing than was said");
}

#[test]
fn the_track_changes_the_date() {
    let mut counter = Counter::new(30);
    counter.keys(&["F6"]);
    assert!(matches!(&form(&counter).due, Due::Known(Some(due)) if due.rule == "L1"));
    counter.keys(&["BackTab", "Right"]);
    let asked = |track| Request::Due {
        kind: CaseKind::Complaint,
        track: Some(track),
    };
    let last = |counter: &Counter| counter.asked.last().unwrap().request.clone();
    assert_eq!(last(&counter), asked(Track::Petition));
    counter.keys(&["Left", "Left"]);
    assert_eq!(last(&counter), asked(Track::Fund));
    // A date for a track that was left is not shown.
    counter.silent = true;
    counter.keys(&["Right"]);
    let late = counter.asked.last().unwrap().clone();
    counter.keys(&["Right"]);
    counter.silent = false;
    counter.answer(&late);
    assert!(matches!(form(&counter).due, Due::Awaited(_)));
}

#[test]
fn leaving_asks_when_something_was_typed() {
    let mut counter = Counter::new(30);
    counter.keys(&["Ctrl-E", "Esc"]);
    assert!(counter.model.form().is_none(), "nothing to lose");
    counter.keys(&["Ctrl-E", "甲", "Esc"]);
    assert!(matches!(
        counter.model.layers.last(),
        Some(Layer::Confirm(Confirm::Discard))
    ));
    counter.keys(&["x", "Enter", "Esc"]);
    assert_eq!(text(&counter, FormField::Content), "甲");
    counter.keys(&["Esc", "n", "乙"]);
    assert_eq!(text(&counter, FormField::Content), "甲乙");
    counter.keys(&["F2"]);
    assert_eq!(text(&counter, FormField::Content), "甲乙");
    counter.keys(&["ｙ"]);
    assert!(counter.model.layers.is_empty());
    assert_eq!(logs(&counter).len(), 0);
}

#[test]
fn quitting_asks_while_a_form_is_open() {
    let mut counter = Counter::new(30);
    counter.keys(&["Ctrl-E", "F1", "Ctrl-Q"]);
    assert_eq!(counter.effects, []);
    counter.keys(&["n", "Ctrl-Q", "Ctrl-Q", "Y"]);
    assert_eq!(counter.effects, [Effect::Quit]);
    let mut counter = Counter::new(30);
    counter.keys(&["Ctrl-E", "Ctrl-C", "Ctrl-C"]);
    assert_eq!(counter.effects, []);
    counter.keys(&["n", "Ctrl-C", "Ctrl-C", "Ctrl-C", "Ctrl-C"]);
    assert_eq!(counter.effects, [Effect::Quit], "twice more is an answer");
}

#[test]
fn a_refusal_keeps_the_form_and_names_the_field() {
    let mut counter = Counter::new(30);
    let bad = BadField {
        field: FormField::Name,
        fault: FieldFault::TooLong(64),
    };
    counter.faults = vec![Refusal::Field(bad), Refusal::NotStored(StoreFault::Full)];
    counter.keys(&["2", "Ctrl-E", "内容", "Ctrl-S"]);
    assert_eq!(focused(&counter), "姓名");
    assert_eq!(
        counter.model.notice,
        Some(Notice::Refused(Refusal::Field(bad)))
    );
    assert_eq!(form(&counter).fault, Some(bad));
    counter.keys(&["李", "Ctrl-S"]);
    assert_eq!(form(&counter).fault, None);
    assert!(matches!(
        counter.model.notice,
        Some(Notice::Refused(Refusal::NotStored(StoreFault::Full)))
    ));
    assert_eq!(text(&counter, FormField::Content), "内容");
    counter.keys(&["Ctrl-S"]);
    let sent = logs(&counter);
    assert_eq!(sent.len(), 3);
    assert!(sent.iter().all(|log| log.once == sent[0].once));
    assert!(counter.model.layers.is_empty());
    counter.keys(&["Ctrl-E", "Ctrl-S"]);
    let sent = logs(&counter);
    assert_ne!(sent[3].once, sent[0].once, "another case, another mark");
}

#[test]
fn while_it_is_on_its_way_nothing_changes() {
    let mut counter = Counter::new(30);
    counter.keys(&["2", "Ctrl-E", "内容"]);
    counter.silent = true;
    counter.keys(&["Ctrl-S"]);
    let saving = form(&counter).intake();
    counter.keys(&[
        "x",
        "Tab",
        " ",
        "Backspace",
        "Enter",
        "Ctrl-U",
        "Ctrl-S",
        "F10",
        "Down",
    ]);
    counter.tell(Msg::Paste("y".to_owned()));
    assert_eq!(form(&counter).intake(), saving);
    assert_eq!(logs(&counter).len(), 1);
    // The owner goes and comes back: the wait goes on.
    counter.tell(Msg::Lost);
    assert!(counter.model.lost && form(&counter).is_saving());
    counter.tell(Msg::Back);
    assert!(!counter.model.lost);
    counter.silent = false;
    let asked = counter.asked.last().unwrap().clone();
    counter.answer(&asked);
    assert!(counter.model.layers.is_empty());
}

#[test]
fn nor_does_a_mark_while_it_is_on_its_way() {
    let mut counter = Counter::new(30);
    counter.keys(&["2", "Ctrl-E", "Tab"]);
    counter.silent = true;
    counter.keys(&["Ctrl-S", " ", "Right", "Left", "Left"]);
    assert!(form(&counter).is_answered());
    counter.keys(&["Esc", " "]);
    assert!(!form(&counter).is_answered());
}

#[test]
fn sent_again_unchanged_it_is_the_same_case_and_changed_it_is_another() {
    let mut counter = Counter::new(30);
    counter.keys(&["2", "Ctrl-E", "甲"]);
    counter.silent = true;
    counter.keys(&["Ctrl-S", "Esc", "Ctrl-S", "Esc", "乙"]);
    let before = counter.asked.last().unwrap().clone();
    counter.silent = false;
    // What was sent is logged after all; what was typed since is not lost.
    counter.answer(&before);
    assert!(matches!(
        counter.model.notice,
        Some(Notice::LoggedBefore(_))
    ));
    assert_eq!(text(&counter, FormField::Content), "甲乙");
    counter.keys(&["Ctrl-S"]);
    let sent = logs(&counter);
    assert_eq!(sent[0].once, sent[1].once);
    assert_ne!(sent[1].once, sent[2].once);
    assert_eq!(sent[2].form.content.as_deref(), Some("甲乙"));
}

#[test]
fn a_form_left_on_its_way_still_says_its_number() {
    let mut counter = Counter::new(30);
    counter.keys(&["2", "Ctrl-E", "甲"]);
    counter.silent = true;
    counter.keys(&["Ctrl-S", "Esc", "Esc", "y"]);
    let asked = counter.asked.last().unwrap().clone();
    counter.silent = false;
    counter.answer(&asked);
    assert!(matches!(counter.model.notice, Some(Notice::Logged(..))));
}
