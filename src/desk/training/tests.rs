//! What is made up is fixed by its seed, follows the rules, looks like a hall's ledger, and is
//! nobody's.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;

use super::made_up::WOMAN;
use super::people::{AREA, PREFIX};
use super::tables::{Tables, Theme};
use super::*;
use crate::casework::apply::apply;
use crate::casework::{
    Case, CaseKind, CaseNumber, Deadlines, Event, Said, Status, Told, What, Words, check,
};
use crate::desk::Lookup;
use crate::registry::{Body, Kind};

fn today() -> Date {
    "2026-11-24".parse().unwrap()
}

fn made(cases: u32, seed: u64) -> Vec<Event> {
    let (lookup, deadlines) = (Lookup::built_in(), Deadlines::built_in());
    MadeUp::new(&lookup, &deadlines, today(), cases, seed).collect()
}

fn said(event: &Event) -> &Said {
    match &event.words {
        Words::Open(said) => said,
        other => panic!("{other:?}"),
    }
}

/// The cases as they stand in the end; every event is applied.
fn cases(events: &[Event]) -> BTreeMap<CaseNumber, Case> {
    let mut cases = BTreeMap::new();
    for event in events {
        let before = cases.remove(&event.number);
        let after = apply(before, event).expect("an event that the rules allow");
        cases.insert(event.number, after);
    }
    cases
}

#[test]
fn the_same_seed_makes_the_same_and_another_one_something_else() {
    let first = made(300, 7);
    assert_eq!(made(300, 7), first);
    assert_ne!(made(300, 8), first);
    for cases in [0, 1, 2, 25] {
        let events = made(cases, 7);
        let logged = events.iter().filter(|event| event.revision == 1).count();
        assert_eq!(logged, usize::try_from(cases).unwrap());
    }
}

#[test]
fn all_happens_in_order_by_the_rules_before_today_and_at_opening_hours() {
    let events = made(2000, 1);
    let cases = cases(&events);
    assert_eq!(cases.len(), 2000);
    let times: Vec<Timestamp> = events.iter().map(|event| event.at).collect();
    assert!(times.is_sorted());
    let deadlines = Deadlines::built_in();
    let mut highest: BTreeMap<(CaseKind, Date), u32> = BTreeMap::new();
    let mut standing: BTreeMap<CaseNumber, Status> = BTreeMap::new();
    for event in &events {
        let day = crate::casework::zone::day(event.at);
        assert!(day < today() && deadlines.is_working_day(day), "{day}");
        assert!(!event.clock_back);
        let number = event.number;
        match &event.what {
            What::Logged { once, .. } => {
                assert_eq!((number.day, *once), (day, None));
                let highest = highest.entry((number.kind, day)).or_default();
                *highest += 1;
                assert_eq!(number.serial, *highest);
            }
            // Into a case that is running then, as whoever does it by hand must.
            What::Merged { into } => assert!(
                matches!(
                    standing[into],
                    Status::Open | Status::Accepted | Status::Referred
                ),
                "{number} into {into}, {:?}",
                standing[into]
            ),
            _ => {}
        }
        let case = standing.remove(&number);
        let after = match (&event.what, case) {
            (What::Reopened { to, .. } | What::Unmerged { to }, _) => *to,
            (What::Logged { answered, .. }, _) if !answered => Status::Open,
            (What::Logged { .. } | What::Answered, _) => Status::Answered,
            (What::Accepted { .. }, _) => Status::Accepted,
            (What::Declined, _) => Status::Declined,
            (What::Referred { .. }, _) => Status::Referred,
            (What::Closed, _) => Status::Closed,
            (What::Withdrawn, _) => Status::Withdrawn,
            (What::Voided, _) => Status::Voided,
            (What::Merged { .. }, _) => Status::Merged,
            (What::Noted | What::Extended { .. }, case) => case.unwrap(),
        };
        standing.insert(number, after);
    }
}

#[test]
fn the_ledger_looks_like_a_halls() {
    let events = made(2000, 1);
    let cases = cases(&events);
    let count = |fits: &dyn Fn(&Case) -> bool| cases.values().filter(|case| fits(case)).count();
    let kinds = CaseKind::ALL.map(|kind| count(&|case| case.number.kind == kind));
    assert!(
        kinds[0] > kinds[1] * 3 / 2 && kinds[1] > kinds[2] * 3 / 2,
        "{kinds:?}"
    );
    let statuses: BTreeSet<Status> = cases.values().map(|case| case.status).collect();
    assert_eq!(statuses.len(), 9, "{statuses:?}");
    let actions: BTreeSet<_> = events.iter().map(|event| event.what.action()).collect();
    assert_eq!(actions.len(), 13, "{actions:?}");
    let due = |case: &Case| case.due.as_ref().map(|due| due.on);
    let is_running = |case: &Case| !case.status.is_done() && case.status != Status::Merged;
    let overdue = count(&|case| is_running(case) && due(case).is_some_and(|on| on < today()));
    let soon = today().checked_add(jiff::Span::new().days(7)).unwrap();
    let due_soon = count(&|case| {
        is_running(case) && due(case).is_some_and(|on| (today()..=soon).contains(&on))
    });
    assert!((3..60).contains(&overdue), "{overdue} overdue");
    assert!((3..90).contains(&due_soon), "{due_soon} due soon");
    // What was decided too late is the exception.
    let late = events
        .iter()
        .filter(|event| matches!(event.what, What::Accepted { .. }))
        .filter(|event| {
            let day = crate::casework::zone::day(event.at);
            let first = events.iter().find(|one| one.number == event.number);
            matches!(first.map(|first| &first.what),
                Some(What::Logged { due: Some(due), .. }) if due.on < day)
        })
        .count();
    assert!((5..120).contains(&late), "{late} accepted too late");
    // Wages are called in before Spring Festival.
    let wages = |month: i8| {
        let told = events.iter().filter(|event| {
            event.number.day.month() == month
                && said(event)
                    .subject
                    .as_ref()
                    .is_some_and(|s| s.contains("工资"))
        });
        told.count()
    };
    assert!(wages(1) > wages(5) * 3 / 2, "{} {}", wages(1), wages(5));
}

#[test]
fn nothing_of_it_is_anybodys() {
    let events = made(2000, 3);
    let mut seen = [0; 4];
    for visitor in events
        .iter()
        .filter_map(|event| said(event).visitor.as_ref())
    {
        if let Some(phone) = &visitor.phone {
            assert!(phone.starts_with(PREFIX) && phone.len() == 11, "{phone}");
            assert_eq!(check::phone(phone), None, "{phone}");
            seen[0] += 1;
        }
        if let Some(id) = &visitor.id_number {
            // GB/T 2260 has no province 99, nor has a residence permit, which puts a 9 before it.
            assert!(id.starts_with(AREA) && id.len() == 18, "{id}");
            assert_eq!(check::id_number(id, today()), None, "{id}");
            seen[1] += 1;
        }
        seen[2] += usize::from(visitor.anonymous);
        seen[3] += usize::from(visitor.confidential);
        assert!(!visitor.anonymous || visitor.name.is_none());
    }
    assert!(seen.iter().all(|seen| *seen > 50), "{seen:?}");
    // Of the informants most are anonymous or want to be kept secret.
    let tipoffs: Vec<_> = events
        .iter()
        .filter(|event| event.number.kind == CaseKind::Tipoff && event.revision == 1)
        .filter_map(|event| said(event).visitor.as_ref())
        .collect();
    let hidden = |v: &&&crate::casework::Visitor| v.anonymous || v.confidential;
    assert!(tipoffs.iter().filter(hidden).count() * 4 > tipoffs.len() * 3);
    // Employers have one of the names that mean that they never were.
    let first = &Tables::built_in().employers.first;
    for case in cases(&events).values() {
        let Told::Open(told) = &case.told else {
            panic!("{case:?}")
        };
        if let Some(respondent) = &told.respondent
            && Some(respondent) != told.agency.as_ref()
            && case
                .agency
                .as_ref()
                .is_none_or(|a| !a.to_string().ends_with(respondent))
            && !respondent.ends_with("中心")
        {
            assert!(
                first.iter().any(|name| respondent.contains(name)),
                "{respondent}"
            );
        }
    }
}

#[test]
fn every_text_is_filled_in_whole() {
    for event in made(2000, 5).iter().chain(&made(2000, 6)) {
        let said = said(event);
        let texts = [
            &said.agency,
            &said.subject,
            &said.content,
            &said.answer,
            &said.demand,
            &said.respondent,
            &said.note,
            &said.outcome,
        ];
        for text in texts.into_iter().flatten() {
            let wrong = ['{', '}', '[', ']', '|'].iter().any(|c| text.contains(*c))
                || ["，，", "。。", "，电话。", "找，", "（）", WOMAN]
                    .iter()
                    .any(|wrong| text.contains(wrong));
            assert!(!wrong && !text.is_empty(), "{text:?} in {}", event.number);
        }
    }
}

#[test]
fn the_tables_fit_the_registry_and_the_forms() {
    let lookup = Lookup::built_in();
    let tables = Tables::built_in();
    let lines: Vec<_> = lookup.registry().summaries().collect();
    let services: BTreeSet<_> = lines
        .iter()
        .filter(|line| line.kind == Kind::Service)
        .map(|line| &line.title)
        .collect();
    let mut named = BTreeSet::new();
    for kind in CaseKind::ALL {
        for theme in tables.themes(kind) {
            check_theme(&lookup, kind, theme);
            named.extend(theme.entry.as_ref());
        }
    }
    // Nothing of what the public is offered is never asked for.
    assert!(services.is_subset(&named), "{services:?}");
}

fn check_theme(lookup: &Lookup, kind: CaseKind, theme: &Theme) {
    let tables = Tables::built_in();
    let name = theme.entry.as_deref().unwrap_or("?");
    let least = 3 + usize::from(kind == CaseKind::Complaint);
    for scene in &theme.scenes {
        assert!(scene.len() >= least, "{scene:?}");
        assert!(
            scene[0].chars().count() <= 24,
            "long for a line: {}",
            scene[0]
        );
        if theme.trades.is_empty() {
            let all = scene.concat();
            assert!(
                !all.contains("{employer}"),
                "{name} is about no employer: {all}"
            );
        }
    }
    assert!(!theme.scenes.is_empty() && theme.weight_in(5) > 0, "{name}");
    for trade in &theme.trades {
        assert!(tables.trades.contains_key(trade), "{trade}");
    }
    let Some(title) = &theme.entry else { return };
    let entries = lookup.registry().entries();
    let entry = entries.into_iter().find(|entry| entry.title == *title);
    let entry = entry.unwrap_or_else(|| panic!("no entry {title}"));
    // What several agencies share is referred to one of them.
    if let Body::Boundary { roles } = &entry.body {
        let agencies: Vec<_> = roles
            .iter()
            .filter_map(|role| role.agency.as_ref())
            .collect();
        for (to, _) in &theme.refer {
            assert!(agencies.contains(&to), "{to} has no part in {title}");
        }
    }
}
