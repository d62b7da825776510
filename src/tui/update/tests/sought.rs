//! Words that led nowhere: offered to the entry that is opened next, bound, let go; what was missed
//! and opened is told to the owner.

use super::*;
use crate::rpc::{Bind, Missed, Noted, Unbind, Which, WordsFault};
use crate::tui::keymap::When;
use crate::tui::model::A_LOOK;

fn noted(counter: &Counter) -> Vec<&Noted> {
    let asked = counter.asked.iter();
    asked
        .filter_map(|question| match &question.request {
            Request::Noted(noted) => Some(&**noted),
            _ => None,
        })
        .collect()
}

fn missed(counter: &Counter) -> Vec<(&str, bool)> {
    let missed = noted(counter).into_iter().flat_map(|noted| &noted.missed);
    missed
        .map(|Missed { query, found }| (query.as_str(), *found))
        .collect()
}

fn binds(counter: &Counter) -> Vec<&Bind> {
    let asked = counter.asked.iter();
    asked
        .filter_map(|question| match &question.request {
            Request::Bind(bind) => Some(&**bind),
            _ => None,
        })
        .collect()
}

fn unbinds(counter: &Counter) -> Vec<&Unbind> {
    let asked = counter.asked.iter();
    asked
        .filter_map(|question| match &question.request {
            Request::Unbind(unbind) => Some(&**unbind),
            _ => None,
        })
        .collect()
}

#[test]
fn one_key_binds_what_found_nothing_to_the_entry_opened_next_and_undoes_it() {
    let mut counter = Counter::new(30);
    counter.keys(&["讨薪", "Esc", "项7"]);
    assert!(!counter.model.holds(When::MayBind), "no entry is open");
    counter.keys(&["Ctrl-K"]);
    assert_eq!(binds(&counter), [] as [&Bind; 0]);
    counter.keys(&["Enter"]);
    assert!(counter.model.holds(When::MayBind));
    counter.keys(&["Ctrl-K"]);
    let [bind] = binds(&counter)[..] else {
        panic!("{:?}", counter.asked)
    };
    assert_eq!(bind.words, "讨薪");
    assert_eq!(bind.entry.to_string(), "hrss/service/7");
    let mark = bind.once;
    let words = || "讨薪".to_owned();
    let title = "事项".to_owned();
    let expected = Notice::Bound {
        words: words(),
        title,
    };
    assert_eq!(counter.model.notice, Some(expected));
    assert!(counter.model.holds(When::IsBound) && !counter.model.holds(When::MayBind));
    // Once more lets them go, and then they are offered again.
    counter.keys(&["Ctrl-K"]);
    let [unbind] = unbinds(&counter)[..] else {
        panic!("{:?}", counter.asked)
    };
    assert_eq!(unbind.which, Which::Line(mark));
    assert_ne!(unbind.once, mark);
    assert_eq!(counter.model.notice, Some(Notice::Unbound(words())));
    assert!(counter.model.holds(When::MayBind) && !counter.model.holds(When::IsBound));
    counter.keys(&["Ctrl-K"]);
    assert_eq!(binds(&counter).len(), 2);
    assert_ne!(binds(&counter)[1].once, mark);
}

#[test]
fn while_the_answer_is_awaited_the_key_does_nothing() {
    let mut counter = Counter::new(30);
    counter.keys(&["讨薪", "Esc", "项7", "Enter"]);
    counter.silent = true;
    counter.keys(&["Ctrl-K", "Ctrl-K"]);
    assert_eq!(binds(&counter).len(), 1);
    let question = counter.asked.last().unwrap().clone();
    counter.silent = false;
    counter.answer(&question);
    counter.silent = true;
    counter.keys(&["Ctrl-K", "Ctrl-K"]);
    assert_eq!((binds(&counter).len(), unbinds(&counter).len()), (1, 1));
}

#[test]
fn a_refusal_is_told_and_nothing_is_bound() {
    let mut counter = Counter::new(30);
    let refusal = Refusal::Words(WordsFault::TooMany);
    counter.faults = vec![refusal.clone(), Refusal::NotPermitted];
    counter.keys(&["讨薪", "Esc", "项7", "Enter", "Ctrl-K"]);
    assert_eq!(counter.model.notice, Some(Notice::Refused(refusal)));
    assert!(counter.model.holds(When::MayBind));
    // Bound by somebody else, it stays bound.
    let not_permitted = counter.faults.remove(0);
    counter.keys(&["Ctrl-K"]);
    counter.faults.push(not_permitted.clone());
    counter.keys(&["Ctrl-K"]);
    assert_eq!(counter.model.notice, Some(Notice::Refused(not_permitted)));
    assert!(counter.model.holds(When::IsBound));
}

#[test]
fn the_offer_goes_along_to_another_entry_until_the_next_query() {
    let mut counter = Counter::new(30);
    counter.keys(&[
        "讨薪", "Esc", "项7", "Enter", "Esc", "Ctrl-U", "Down", "Enter",
    ]);
    // What was opened is done with: the next visitor's words are others.
    assert!(!counter.model.holds(When::MayBind));
    counter.keys(&[
        "Esc", "讨薪", "Ctrl-U", "项1", "Enter", "Esc", "Down", "Enter",
    ]);
    assert!(counter.model.holds(When::MayBind));
    counter.keys(&["Ctrl-K", "Esc", "Down", "Enter"]);
    let other = [When::MayBind, When::IsBound].map(|when| counter.model.holds(when));
    assert_eq!(other, [false, false], "bound to the one before");
    counter.keys(&["Esc", "Up", "Enter"]);
    assert!(counter.model.holds(When::IsBound));
    // Typed while reading: the next visitor's question.
    counter.keys(&["项2", "Enter"]);
    assert!(!counter.model.holds(When::MayBind) && !counter.model.holds(When::IsBound));
}

#[test]
fn blanks_digits_and_stories_are_not_offered() {
    let story = "讨".repeat(40);
    for words in ["13800138000", "讨薪98", "   ", &story] {
        let mut counter = Counter::new(30);
        counter.keys(&[words, "Esc", "项7", "Enter"]);
        assert!(!counter.model.holds(When::MayBind), "{words}");
    }
}

#[test]
fn the_owner_is_told_what_was_given_up_once_and_what_was_opened() {
    let mut counter = Counter::new(30);
    counter.keys(&["讨薪", "Backspace", "Backspace"]);
    assert_eq!(missed(&counter), [("讨薪", false)]);
    counter.keys(&["项7", "Esc", "项8", "Enter", "Esc", "Esc"]);
    assert_eq!(missed(&counter), [("讨薪", false), ("项7", true)]);
    let opened: Vec<String> = noted(&counter)
        .iter()
        .flat_map(|noted| &noted.opened)
        .map(ToString::to_string)
        .collect();
    assert_eq!(opened, ["hrss/service/8"]);
    // Looking at what is related, reading in the pane and logging are no misses either.
    counter.keys(&["项2", "Ctrl-G", "Esc", "Ctrl-U"]);
    counter.keys(&["项3", "Tab", "Esc", "Esc"]);
    counter.keys(&["项4", "Ctrl-E", "Ctrl-S", "项5", "Tab", "Esc", "Esc"]);
    assert_eq!(missed(&counter).len(), 2, "{:?}", missed(&counter));
    counter.keys(&["13800138000", "Esc"]);
    assert_eq!(missed(&counter).len(), 2);
}

#[test]
fn what_may_not_be_bound_is_not_offered_and_the_key_says_why() {
    for (words, fault) in [
        ("张伟", WordsFault::Name),
        ("13800138000", WordsFault::Digits),
    ] {
        let mut counter = Counter::new(30);
        counter.keys(&[words, "Esc", "项7", "Enter"]);
        assert!(!counter.model.holds(When::MayBind), "{words}");
        counter.keys(&["Ctrl-K"]);
        assert_eq!(binds(&counter), [] as [&Bind; 0]);
        let refused = Notice::Refused(Refusal::Words(fault));
        assert_eq!(counter.model.notice, Some(refused));
    }
}

#[test]
fn a_logged_enquiry_ends_the_offer() {
    let mut counter = Counter::new(30);
    counter.keys(&["讨薪", "Esc", "项7", "Ctrl-E", "Ctrl-S", "Enter"]);
    assert!(!counter.model.holds(When::MayBind));
    // From the ledger as well.
    counter.keys(&["Esc", "Ctrl-U", "讨薪", "Esc", "F3", "Ctrl-E"]);
    counter.keys(&["事", "Ctrl-S", "Ctrl-S", "F2", "项7", "Enter"]);
    assert!(!counter.model.holds(When::MayBind));
}

#[test]
fn what_is_read_off_the_screen_is_no_miss() {
    let mut counter = Counter::new(30);
    counter.keys(&["项7"]);
    counter.tell(Msg::Rested(A_LOOK));
    counter.keys(&["Esc", "项8", "Down", "Esc"]);
    assert_eq!(missed(&counter), []);
    // Under the help nobody reads it.
    counter.keys(&["项8", "F1"]);
    counter.tell(Msg::Rested(A_LOOK));
    counter.keys(&["F1", "Esc"]);
    assert_eq!(missed(&counter), [("项8", true)]);
    assert_eq!(counter.model.lookup.sought.offered(), None);
}

#[test]
fn the_ledgers_search_line_is_none_of_it() {
    let mut counter = Counter::new(30);
    counter.keys(&["F3", "张三", "Ctrl-U", "F2", "项7", "Enter"]);
    assert_eq!(missed(&counter), []);
    assert!(!counter.model.holds(When::MayBind));
}
