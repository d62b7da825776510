//! Choosing the agency that a case is referred to.

use super::action::{acts, complaint, layers};
use super::cases::NUMBER;
use super::counter::Counter;
use super::form::{focused, form, text};
use super::*;
use crate::casework::{FormField, Status};
use crate::rpc::FindAgencies;

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
fn pinyin_that_no_agency_fits_is_no_name() {
    let mut counter = complaint(Status::Open);
    counter.keys(&["Enter", "r", "qqq", "Enter"]);
    assert_eq!(counter.model.notice, Some(Notice::NoAgency));
    assert_eq!(layers(&counter).last(), Some(&"picker"));
    counter.keys(&["Ctrl-U", "市海关", "Enter"]);
    assert_eq!(focused(&counter), "理由");
}

#[test]
fn saving_from_the_list_takes_what_is_selected_and_says_what_is_missing() {
    let mut counter = complaint(Status::Open);
    counter.keys(&["Enter", "r", "czj", "Ctrl-S"]);
    assert_eq!(text(&counter, FormField::To), "区财政局");
    assert_eq!(form(&counter).fault.unwrap().field, FormField::Reason);
    counter.keys(&["归他们管", "BackTab", "Ctrl-U", "zj", "Down", "F10"]);
    assert_eq!(acts(&counter)[0].form.to.as_deref(), Some("区民政局"));

    let mut counter = complaint(Status::Open);
    counter.keys(&["Enter", "r", "Ctrl-S"]);
    assert_eq!(form(&counter).fault.unwrap().field, FormField::To);
    assert_eq!(text(&counter, FormField::To), "", "the first is not meant");
    assert!(acts(&counter).is_empty());
}
