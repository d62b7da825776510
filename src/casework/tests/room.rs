//! How much a case may hold: notes leave room for actions, and what leads to an end always goes.

use super::*;
use crate::casework::decide::Room;
use crate::casework::intake::LONG;

/// An open complaint with so many events and bytes of text.
fn holding(revision: u32, text_bytes: usize) -> Case {
    Case {
        revision,
        text_bytes,
        ..logged(CaseKind::Complaint)
    }
}

fn decided(case: &Case, action: Action) -> Result<Event, Refused> {
    let (clerk, deadlines) = (clerk(), Deadlines::built_in());
    let command = filled(action, case.number.kind).parse().unwrap();
    decide(case, &command, None, &at(NOON, &clerk, &deadlines))
}

#[test]
fn everything_said_with_a_case_is_counted() {
    let mut case = logged(CaseKind::Complaint);
    assert_eq!(case.text_bytes, "欠薪张三".len());
    for action in [Action::Accept, Action::Note, Action::Refer, Action::Close] {
        case = done(case, action, NOON);
    }
    assert_eq!(case.text_bytes, "欠薪张三记区财政局因果".len());
    assert_eq!(case.bare().text_bytes, 0, "the view is told nothing of it");
}

#[test]
fn notes_end_first_then_what_goes_on_and_what_leads_to_an_end_never() {
    let (notes, all) = (Room::NOTES, Room::ALL);
    let note = "记".len();
    for (revision, text_bytes, refused) in [
        (notes.events - 1, notes.text - note, None),
        (notes.events, 100, Some(Refused::TooManyEvents)),
        (9, notes.text - note + 1, Some(Refused::TooMuchText)),
    ] {
        let case = holding(revision, text_bytes);
        assert_eq!(decided(&case, Action::Note).err(), refused);
        assert_eq!(decided(&case, Action::Refer).err(), None);
    }
    for (case, refused) in [
        (holding(all.events, 100), Refused::TooManyEvents),
        (holding(9, all.text), Refused::TooMuchText),
        // As journals of before may have it.
        (holding(9, usize::MAX), Refused::TooMuchText),
    ] {
        for action in [Action::Note, Action::Refer, Action::Merge] {
            assert_eq!(decided(&case, action).err(), Some(refused.clone()));
        }
        for action in [
            Action::Accept,
            Action::Decline,
            Action::Withdraw,
            Action::Void,
        ] {
            assert_eq!(decided(&case, action).err(), None, "{action:?}");
        }
        let closed = done(done(case, Action::Accept, NOON), Action::Close, NOON);
        assert!(matches!(
            decided(&closed, Action::Reopen),
            Err(Refused::TooManyEvents | Refused::TooMuchText)
        ));
    }
}

#[test]
fn a_case_without_notes_takes_a_text_of_any_length() {
    let longest = Command::Note {
        note: "😀".repeat(LONG),
    };
    let (clerk, deadlines) = (clerk(), Deadlines::built_in());
    let case = logged(CaseKind::Enquiry);
    decide(&case, &longest, None, &at(NOON, &clerk, &deadlines)).unwrap();
}
