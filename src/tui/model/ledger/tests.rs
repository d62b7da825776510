//! A newer list takes the place of the one shown: the selection stays where it is.

use proptest::prelude::*;

use super::*;
use crate::casework::{Status, VisitorShown};
use crate::rpc::CaseLine;

fn number(serial: u32) -> CaseNumber {
    CaseNumber {
        day: jiff::civil::date(2026, 11, 24),
        kind: CaseKind::Complaint,
        serial,
    }
}

fn hit(serial: u32) -> CaseHit {
    let line = CaseLine {
        number: number(serial),
        kind: CaseKind::Complaint,
        track: None,
        status: Status::Open,
        revision: 1,
        service: None,
        service_title: None,
        agency: None,
        subject: None,
        visitor: VisitorShown::default(),
        respondent: None,
        clerk: "lihua".parse().unwrap(),
        counter: None,
        opened_at: "2026-11-24T01:05:00Z".parse().unwrap(),
        due_on: None,
        due_rule: None,
        provisional: false,
        overdue: false,
        closed_at: None,
        outcome: None,
        merged_into: None,
    };
    CaseHit {
        line,
        marks: Vec::new(),
    }
}

fn found(serials: &[u32]) -> CasesFound {
    CasesFound {
        query: String::new(),
        cut: false,
        total: serials.len(),
        total_is: TotalIs::Exact,
        matched: None,
        today: jiff::civil::date(2026, 11, 24),
        loading: None,
        left_out: 0,
        numbers: Vec::new(),
        lines: serials.iter().copied().map(hit).collect(),
    }
}

/// A ledger that shows these, the selection at a place, in a row of the window.
fn showing(serials: &[u32], selected: usize, row: usize, rows: usize) -> Ledger {
    let mut ledger = Ledger::default();
    ledger.replace(found(serials), Keep::First);
    ledger.selected = selected;
    ledger.offset = selected.saturating_sub(row);
    ledger.settle(rows);
    ledger
}

fn selected(ledger: &Ledger) -> u32 {
    let number = ledger.selected().map(|hit| hit.line.number);
    (1..=99)
        .find(|one| number == Some(self::number(*one)))
        .unwrap()
}

#[test]
fn cases_that_come_above_move_nothing_and_are_counted_until_they_are_seen() {
    let mut ledger = showing(&[5, 4, 3, 2, 1], 0, 0, 3);
    ledger.replace(found(&[7, 6, 5, 4, 3, 2, 1]), Keep::Entry);
    ledger.settle(3);
    assert_eq!((selected(&ledger), ledger.selected - ledger.offset), (5, 0));
    assert_eq!(ledger.unseen.len(), 2);
    ledger.selected = 1;
    ledger.settle(3);
    assert_eq!(ledger.unseen.len(), 1);
    ledger.selected = 0;
    ledger.settle(3);
    assert!(ledger.unseen.is_empty());
}

#[test]
fn of_a_case_that_is_gone_the_next_takes_the_row() {
    for (newer, now) in [
        (&[9, 5, 4, 2, 1][..], 2),
        (&[9, 5, 4][..], 4),
        (&[8, 7, 6][..], 6),
    ] {
        let mut ledger = showing(&[5, 4, 3, 2, 1], 2, 2, 5);
        ledger.replace(found(newer), Keep::Entry);
        ledger.settle(5);
        assert_eq!(selected(&ledger), now, "{newer:?}");
    }
    let mut ledger = showing(&[5, 4], 1, 1, 5);
    ledger.replace(found(&[]), Keep::Entry);
    ledger.settle(5);
    assert!(ledger.selected().is_none());
}

#[test]
fn under_the_clerks_eyes_a_case_that_is_gone_stays_until_the_selection_leaves_it() {
    for (newer, down, up) in [
        (&[9, 5, 4, 2, 1][..], 2, 4),
        (&[9, 5, 4], 4, 4),
        (&[8, 7, 6], 6, 7),
    ] {
        for (step, then) in [(1, down), (-1, up)] {
            let mut ledger = showing(&[5, 4, 3, 2, 1], 2, 2, 5);
            ledger.replace_seen(found(newer), Keep::Entry);
            ledger.settle(5);
            assert_eq!(selected(&ledger), 3, "{newer:?}");
            if newer.len() >= 5 {
                assert_eq!(ledger.selected - ledger.offset, 2, "in its row");
            }
            // Whatever comes meanwhile.
            let before = ledger.listed.clone();
            ledger.replace_seen(found(newer), Keep::Entry);
            ledger.settle(5);
            assert_eq!((selected(&ledger), &ledger.listed), (3, &before));
            ledger.selected = ledger.selected.saturating_add_signed(step);
            ledger.settle(5);
            assert_eq!(selected(&ledger), then, "{newer:?} {step}");
            let left: Vec<CaseNumber> = numbers(&ledger.listed.lines).collect();
            assert_eq!(left, newer.iter().copied().map(number).collect::<Vec<_>>());
        }
    }
    // It comes back.
    let mut ledger = showing(&[5, 4, 3], 1, 1, 5);
    ledger.replace_seen(found(&[5, 3]), Keep::Entry);
    ledger.replace_seen(found(&[5, 4, 3]), Keep::Entry);
    assert_eq!((selected(&ledger), ledger.gone), (4, None));
    // A new query is another list.
    ledger.replace_seen(found(&[5, 3]), Keep::Entry);
    ledger.replace_seen(found(&[9, 8]), Keep::First);
    assert_eq!((ledger.listed.lines.len(), ledger.gone), (2, None));
}

#[test]
fn a_clerk_who_moved_before_a_new_query_was_answered_stays_there() {
    let mut ledger = showing(&[5, 4, 3, 2, 1], 2, 2, 5);
    (ledger.selected, ledger.offset) = (0, 0);
    ledger.selected += 1;
    ledger.replace(found(&[9, 8, 7]), Keep::First);
    ledger.settle(5);
    assert_eq!(selected(&ledger), 8);
}

#[test]
fn each_tab_is_beside_the_next_and_wants_something_else() {
    let mut ledger = Ledger::default();
    let mut filters: Vec<CaseFilter> = Vec::new();
    for _ in Tab::ALL {
        assert_eq!(ledger.tab.beside(true).beside(false), ledger.tab);
        assert!(!filters.contains(&ledger.filter()));
        filters.push(ledger.filter());
        ledger.tab = ledger.tab.beside(true);
    }
    assert_eq!(ledger.tab, Tab::All);
    // Every status is running or done.
    let (running, done) = (&filters[1].statuses, &filters[5].statuses);
    assert_eq!(running.len() + done.len(), Status::ALL.len());
    assert!(running.iter().all(|status| !done.contains(status)));
}

/// Some of the cases 1 to 40, in a random order.
fn list() -> impl Strategy<Value = Vec<u32>> {
    let all: Vec<u32> = (1..=40).collect();
    proptest::sample::subsequence(all, 1..=40).prop_shuffle()
}

proptest! {
    #[test]
    fn the_selected_case_stays_in_its_row_wherever_it_can(
        before in list(), after in list(), at in 0usize..40, row in 0usize..12, rows in 1usize..12,
    ) {
        let mut ledger = showing(&before, at % before.len(), row, rows);
        let was = selected(&ledger);
        let row = ledger.selected - ledger.offset;
        ledger.replace(found(&after), Keep::Entry);
        ledger.settle(rows);
        prop_assert!(ledger.selected < after.len());
        prop_assert!((ledger.offset..ledger.offset + rows).contains(&ledger.selected));
        let last = after.len().saturating_sub(rows);
        let in_row = |place: usize| (row..=last + row).contains(&place);
        let place = |wanted: u32| after.iter().position(|one| *one == wanted);
        if let Some(place) = place(was) {
            prop_assert_eq!(ledger.selected, place);
            // There is a window that shows the list without a gap and this case in that row.
            prop_assert_eq!(ledger.selected - ledger.offset == row, in_row(place));
        } else if let Some(place) = before[at % before.len()..].iter().find_map(|one| place(*one)) {
            prop_assert_eq!(ledger.selected, place);
            prop_assert_eq!(ledger.selected - ledger.offset == row, in_row(place));
        }
        // What is said to be new above is above, and was not there before.
        let above = &after[..ledger.offset];
        for number in &ledger.unseen {
            let serial = (1..=40).find(|one| self::number(*one) == *number).unwrap();
            prop_assert!(above.contains(&serial) && !before.contains(&serial));
        }
        let fresh = above.iter().filter(|one| !before.contains(one)).count();
        prop_assert!(fresh >= ledger.unseen.len());
    }
}

/// What the owner answers who wants only these lines.
fn only(serials: &[u32], wanted: &[CaseNumber]) -> CasesFound {
    let mut found = found(serials);
    found.numbers = numbers(&found.lines).collect();
    found.lines.retain(|hit| wanted.contains(&hit.line.number));
    found
}

proptest! {
    #[test]
    fn of_a_newer_list_only_what_changed_is_asked_for(
        before in proptest::collection::hash_set(1_u32..40, 0..30),
        now in proptest::collection::hash_set(1_u32..40, 0..30),
        told in proptest::collection::hash_set(1_u32..40, 0..9),
    ) {
        let sorted = |serials: std::collections::HashSet<u32>| {
            let mut serials: Vec<u32> = serials.into_iter().collect();
            serials.sort_unstable_by(|a, b| b.cmp(a));
            serials
        };
        let (before, now) = (sorted(before), sorted(now));
        let mut ledger = showing(&before, 0, 0, 5);
        ledger.only = told.into_iter().map(number).collect();
        let answer = only(&now, &ledger.only);
        let whole = match ledger.completed(answer) {
            Ok(whole) => whole,
            Err(Fresh::All) => panic!("of the same day"),
            Err(Fresh::These(wanted)) => {
                let missing = now.iter().filter(|serial| !before.contains(serial)).count();
                prop_assert!(wanted.len() <= missing + ledger.only.len());
                ledger.only = wanted;
                ledger.completed(only(&now, &ledger.only)).unwrap()
            }
        };
        prop_assert_eq!(whole, found(&now));
    }
}

#[test]
fn a_line_that_cannot_be_had_is_not_asked_for_for_ever_and_another_day_asks_for_all() {
    let mut ledger = showing(&[3, 2, 1], 0, 0, 5);
    ledger.only = vec![number(4)];
    let unread = CasesFound {
        lines: Vec::new(),
        ..only(&[4, 3, 2, 1], &[])
    };
    let whole = ledger.completed(unread.clone()).unwrap();
    assert_eq!(whole.lines, found(&[3, 2, 1]).lines);
    let tomorrow = CasesFound {
        today: jiff::civil::date(2026, 11, 25),
        ..unread
    };
    assert_eq!(ledger.completed(tomorrow), Err(Fresh::All));
}
