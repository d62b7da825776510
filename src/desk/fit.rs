//! A history made to fit into an answer: a frame has an end, and journals may hold cases with more
//! than that from before there was a bound. The newest texts stay, whatever else is there.

use crate::rpc::EventShown;

/// Bytes of JSON for the events of one answer. What a frame holds beyond that is for the rest: the
/// case's own fields, or what differs.
const ROOM: usize = 7 * 1024 * 1024;
/// More than an event takes in JSON without its texts.
const EVENT: usize = 400;
/// So many events are given in one answer at most.
const MOST: usize = 8_000;

/// The events, oldest first, as far as they fit: the text of the oldest ones is left out, and where
/// there are too many, they are themselves. Also how many.
pub(super) fn fitted(mut events: Vec<EventShown>) -> (Vec<EventShown>, u32) {
    let earlier = events.len().saturating_sub(MOST);
    events.drain(..earlier);
    let agencies = events
        .iter()
        .filter_map(|event| event.about.to_agency.as_deref());
    let mut room = ROOM - EVENT * events.len();
    room = room.saturating_sub(agencies.map(written).sum());
    for event in events.iter_mut().rev() {
        let Some(note) = &event.note else { continue };
        match room.checked_sub(written(note)) {
            Some(rest) => room = rest,
            None => {
                // Nothing that is older either, however short: what is there has no holes.
                room = 0;
                event.note = None;
                event.left_out = true;
            }
        }
    }
    (events, u32::try_from(earlier).unwrap_or(u32::MAX))
}

/// How many bytes a text takes in JSON, without the quotes.
fn written(text: &str) -> usize {
    let more = |byte: u8| match byte {
        b'"' | b'\\' => 1,
        // \u0000
        0..0x20 => 5,
        _ => 0,
    };
    text.len() + text.bytes().map(more).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::casework::decide::Room;
    use crate::casework::intake::LONG;
    use crate::casework::{Action, Status};
    use crate::rpc::EventAbout;
    use crate::rpc::frame::LONGEST;

    /// So many notes of this text, numbered.
    fn notes(count: u32, text: &str) -> Vec<EventShown> {
        let note = |seq| EventShown {
            seq,
            at: "2026-11-24T01:00:00.123456789Z".parse().unwrap(),
            clock_back: true,
            clerk: "a-clerk-whose-name-has-32-letter".parse().unwrap(),
            action: Action::Note,
            note: Some(text.to_owned()),
            left_out: false,
            from: Some(Status::Withdrawn),
            to: Status::Withdrawn,
            about: EventAbout {
                to_agency: Some("局".repeat(64)),
                days: Some(366),
                due_on: "2026-11-24".parse().ok(),
                other: "C20261124-123456".parse().ok(),
            },
        };
        (1..=count).map(note).collect()
    }

    fn bytes(events: &[EventShown]) -> usize {
        serde_json::to_vec(events).unwrap().len()
    }

    #[test]
    fn what_fits_is_given_whole() {
        let full = u32::try_from(Room::ALL.text / (LONG * 3)).unwrap();
        for events in [notes(full, &"话".repeat(LONG)), notes(5_000, "\"\\\n")] {
            let (shown, earlier) = fitted(events.clone());
            assert!(shown == events && earlier == 0);
        }
    }

    #[test]
    fn of_more_than_an_answer_holds_the_newest_is_given_and_the_rest_said_to_be_left_out() {
        for (text, in_json) in [("话", 3), ("\"", 2), ("😀", 4), ("x", 1)] {
            let count = u32::try_from(LONGEST / (LONG * in_json) + 9).unwrap();
            let (shown, earlier) = fitted(notes(count, &text.repeat(LONG)));
            assert!(bytes(&shown) < LONGEST - 512 * 1024, "{text:?}");
            assert_eq!((shown.len(), earlier), (count as usize, 0));
            let left_out = shown.iter().take_while(|event| event.left_out).count();
            assert!((9..count as usize / 3).contains(&left_out), "{left_out}");
            assert!(shown[..left_out].iter().all(|event| event.note.is_none()));
            let mut given = shown[left_out..].iter();
            assert!(given.all(|event| !event.left_out && event.note.is_some()));
        }
    }

    #[test]
    fn of_events_without_number_the_newest_are_given() {
        let (shown, earlier) = fitted(notes(30_000, "话"));
        assert!(bytes(&shown) < LONGEST - 512 * 1024);
        assert_eq!(shown.len() + earlier as usize, 30_000);
        assert_eq!(shown.last().unwrap().seq, 30_000);
        assert_eq!(shown[0].seq, earlier + 1);
    }
}
