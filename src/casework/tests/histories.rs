//! Random histories: whatever is asked in whatever order, a case stays what its events say.

use proptest::prelude::*;

use super::*;

/// What somebody asks: which action, after how many hours, with how many days, into which case.
type Asked = (usize, i64, u32, u32);

fn asked() -> impl Strategy<Value = Vec<Asked>> {
    let one = (0..Action::ALL.len(), 0..2_000_i64, 0..40_u32, 1..4_u32);
    proptest::collection::vec(one, 0..40)
}

/// Steps from one status to another that the contract's table has.
fn step(action: Action, from: Status, to: Status) -> bool {
    use Status::{Accepted, Answered, Closed, Declined, Merged, Open, Referred, Voided, Withdrawn};
    let running = matches!(from, Open | Accepted | Referred);
    match action {
        Action::Log => false,
        Action::Note | Action::Extend => from == to,
        Action::Accept => (from, to) == (Open, Accepted),
        Action::Decline => (from, to) == (Open, Declined),
        Action::Refer => running && to == Referred,
        Action::Answer => matches!(from, Open | Referred) && to == Answered,
        Action::Close => matches!(from, Accepted | Referred) && to == Closed,
        Action::Withdraw => running && to == Withdrawn,
        Action::Reopen => {
            matches!(from, Answered | Closed | Declined | Withdrawn)
                && matches!(to, Open | Accepted)
        }
        Action::Void => matches!(from, Open | Answered) && to == Voided,
        Action::Merge => running && to == Merged,
        Action::Unmerge => from == Merged && matches!(to, Open | Accepted | Referred),
    }
}

proptest! {
    #[test]
    fn a_case_is_what_its_events_say(kind in 0..3_usize, track in 0..3_usize, asked in asked()) {
        let (clerk, deadlines) = (clerk(), Deadlines::built_in());
        let kind = CaseKind::ALL[kind];
        let mut now = at(NOON, &clerk, &deadlines);
        let mut intake = intake(kind);
        if kind != CaseKind::Enquiry {
            intake.track = Some(Track::ALL[track]);
        }
        let first = log(intake, number(kind, 1), AtRegistry::default(), None, &now);
        let mut case = apply(None, &first).unwrap();
        let mut events = vec![first];
        let mut extended = 0;
        for (action, hours, days, into) in asked {
            now.at = now.at.checked_add(jiff::Span::new().hours(hours)).unwrap();
            let mut form = filled(Action::ALL[action], kind);
            form.days = Some(days);
            form.into = Some(number(kind, into));
            let Ok(command) = form.parse() else { continue };
            let Ok(event) = decide(&case, &command, None, &now) else { continue };
            let before = case.clone();
            case = apply(Some(case), &event).unwrap();
            prop_assert!(step(event.what.action(), before.status, case.status));
            prop_assert_eq!(case.revision, before.revision + 1);
            // The same event again cannot follow.
            prop_assert!(apply(Some(case.clone()), &event).is_err());
            if let What::Extended { due, .. } = &event.what {
                extended += 1;
                prop_assert!(due.on > before.due.unwrap().on);
            }
            prop_assert!(extended <= 1);
            let done = case.status.is_done();
            prop_assert_eq!(case.closed_at.is_some(), done);
            prop_assert_eq!(case.due.is_some(), kind != CaseKind::Enquiry && !done);
            prop_assert_eq!(case.merged.is_some(), case.status == Status::Merged);
            prop_assert!(kind != CaseKind::Enquiry || !case.was_accepted);
            events.push(event);
        }
        prop_assert_eq!(usize::try_from(case.revision).unwrap(), events.len());
        // Written and read again, the facts add up to the same case.
        let mut replayed = None;
        for mut event in events {
            let facts = serde_json::to_string(&event.what).unwrap();
            event.what = serde_json::from_str(&facts).unwrap();
            replayed = Some(apply(replayed, &event).unwrap());
        }
        prop_assert_eq!(replayed, Some(case));
    }
}
