//! Time limits beside a plain count that shares no code and no data with them.

use std::collections::BTreeMap;

use super::*;
use crate::casework::kind::CaseKind;
use crate::casework::track::Track;

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

/// Days off and days worked as DOMAIN §4.6 says them, by hand.
const OFF: [(i16, &str); 2] = [
    (
        2025,
        "0101 0128-0131 0201-0204 0404-0406 0501-0505 0531-0531 0601-0602 1001-1008",
    ),
    (
        2026,
        "0101-0103 0215-0223 0404-0406 0501-0505 0619-0621 0925-0927 1001-1007",
    ),
];
const WORK: [(i16, &str); 2] = [
    (2025, "0126 0208 0427 0928 1011"),
    (2026, "0104 0214 0228 0509 0920 1010"),
];

/// Every day of 2025 to 2027 in order, with what it is: `.` counts, `w` weekend, `h` holiday,
/// `m` made up.
fn days() -> Vec<(Date, char)> {
    let mut special: BTreeMap<(i16, i8, i8), char> = BTreeMap::new();
    for (table, mark) in [(OFF, 'h'), (WORK, 'm')] {
        for (year, text) in table {
            for range in text.split(' ') {
                let (from, to) = range.split_once('-').unwrap_or((range, range));
                let month: i8 = from[..2].parse().unwrap();
                let first: i8 = from[2..].parse().unwrap();
                for day in first..=to[2..].parse().unwrap() {
                    special.insert((year, month, day), mark);
                }
            }
        }
    }
    let mut days = Vec::new();
    // 1 January 2025 was a Wednesday: counted from Monday, 2.
    let mut weekday = 2;
    for year in 2025..=2027_i16 {
        for (month, length) in [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            .into_iter()
            .enumerate()
        {
            let month = i8::try_from(month + 1).unwrap();
            for day in 1..=length {
                let plain = if weekday >= 5 { 'w' } else { '.' };
                let mark = special.get(&(year, month, day)).copied();
                days.push((Date::constant(year, month, day), mark.unwrap_or(plain)));
                weekday = (weekday + 1) % 7;
            }
        }
    }
    days
}

#[test]
fn every_rule_from_every_day_equals_a_plain_count() {
    let deadlines = Deadlines::built_in();
    let days = days();
    let counts = |mark: char| mark == '.' || mark == 'm';
    let mut compared = 0;
    for (start, (from, _)) in days.iter().enumerate().take(730) {
        for rule in deadlines.rules() {
            let mut at = start;
            let mut looked = Vec::new();
            if rule.unit == Unit::Calendar {
                at += usize::try_from(rule.limit).unwrap();
                looked.push(days[at]);
                while !counts(days[at].1) {
                    at += 1;
                    looked.push(days[at]);
                }
            } else {
                let mut counted = 0;
                while counted < rule.limit {
                    at += 1;
                    looked.push(days[at]);
                    counted += u32::from(counts(days[at].1));
                }
            }
            let got = deadlines.due(&rule.id, *from).unwrap();
            let context = format!("{} from {from}", rule.id);
            assert_eq!(got.due, days[at].0, "{context}");
            assert_eq!(got.limit, rule.limit);
            let skipped: Vec<(Date, char)> = got
                .skipped
                .iter()
                .map(|skipped| match skipped.why {
                    Why::Weekend => (skipped.date, 'w'),
                    Why::Holiday => (skipped.date, 'h'),
                    Why::Local => (skipped.date, 'l'),
                })
                .collect();
            let off: Vec<_> = looked
                .iter()
                .copied()
                .filter(|(_, c)| !counts(*c))
                .collect();
            assert_eq!(skipped, off, "{context}");
            let made_up = looked
                .iter()
                .filter(|(_, c)| *c == 'm')
                .map(|(day, _)| *day);
            assert_eq!(got.made_up, made_up.collect::<Vec<_>>(), "{context}");
            let guessed = looked.iter().any(|(day, _)| day.year() == 2027);
            assert_eq!(got.provisional, guessed, "{context}");
            compared += 1;
        }
    }
    assert_eq!(compared, 730 * deadlines.rules().len());
}

#[test]
fn the_contracts_example() {
    let due = Deadlines::built_in().due("L1", date("2026-09-30")).unwrap();
    let mut json = serde_json::to_value(&due).unwrap();
    assert_eq!(json["skipped"].as_array().unwrap().len(), 8);
    assert_eq!(
        json["skipped"][7],
        serde_json::json!({"date":"2026-10-11","why":"weekend"})
    );
    json["skipped"].as_array_mut().unwrap().truncate(1);
    json.as_object_mut().unwrap().remove("basis");
    assert_eq!(
        json,
        serde_json::json!({"rule":"L1","from":"2026-09-30","due":"2026-10-13","unit":"working",
            "limit":5,"provisional":false,
            "skipped":[{"date":"2026-10-01","why":"holiday"}],"made_up":["2026-10-10"]})
    );
}

/// The vectors of DOMAIN §4.6; 90 working days are 60 and an extension by 30.
#[test]
fn the_domains_vectors() {
    let deadlines = Deadlines::built_in();
    for (from, five, sixty, ninety, provisional) in [
        (
            "2026-02-10",
            "2026-02-24",
            "2026-05-14",
            "2026-06-26",
            false,
        ),
        ("2026-09-30", "2026-10-13", "2026-12-29", "2027-02-09", true),
    ] {
        assert_eq!(deadlines.due("L1", date(from)).unwrap().due, date(five));
        let handled = deadlines.due("L2", date(from)).unwrap();
        assert_eq!((handled.due, handled.provisional), (date(sixty), false));
        let later = deadlines.extended("L2", handled.due, 30).unwrap();
        assert_eq!((later.due, later.provisional), (date(ninety), provisional));
    }
}

#[test]
fn an_extension_keeps_to_its_cap() {
    let deadlines = Deadlines::built_in();
    let from = date("2026-05-14");
    assert!(deadlines.extended("L2", from, 30).is_some());
    for (rule, days) in [("L2", 0), ("L2", 31), ("L2", u32::MAX), ("L1", 1), ("?", 1)] {
        assert_eq!(deadlines.extended(rule, from, days), None, "{rule} {days}");
    }
}

#[test]
fn both_years_have_248_working_days() {
    let deadlines = Deadlines::built_in();
    let years: Vec<i16> = deadlines.years().map(|year| year.year).collect();
    assert_eq!(years, [2025, 2026]);
    let rule = "[[rule]]\nid='D'\nunit='working'\nlimit=248\nstarts='x'\nbasis='x'\n";
    let calendars = [
        include_str!("../../../seed/calendar/2025.toml"),
        include_str!("../../../seed/calendar/2026.toml"),
    ];
    let counted = Deadlines::new(rule, &calendars).unwrap();
    for (eve, last) in [("2024-12-31", "2025-12-31"), ("2025-12-31", "2026-12-31")] {
        assert_eq!(counted.due("D", date(eve)).unwrap().due, date(last));
    }
}

#[test]
fn each_sort_of_case_has_its_rules() {
    let deadlines = Deadlines::built_in();
    let id = |rule: Option<&Rule>| rule.map(|rule| rule.id.clone());
    for (kind, track, acceptance, handling) in [
        (CaseKind::Complaint, Track::Labour, "L1", "L2"),
        (CaseKind::Tipoff, Track::Labour, "L1h", "L2"),
        (CaseKind::Complaint, Track::Petition, "X1", "X3"),
        (CaseKind::Tipoff, Track::Petition, "X1", "X3"),
        (CaseKind::Complaint, Track::Fund, "F1", "F3"),
        (CaseKind::Tipoff, Track::Fund, "F1", "F3"),
    ] {
        let got = (
            id(deadlines.acceptance(kind, track)),
            id(deadlines.handling(kind, track)),
        );
        assert_eq!(got, (Some(acceptance.into()), Some(handling.into())));
    }
    for track in [None, Some(Track::Labour), Some(Track::Petition)] {
        assert_eq!(deadlines.acceptance(CaseKind::Enquiry, track), None);
        assert_eq!(deadlines.handling(CaseKind::Enquiry, track), None);
    }
}

#[test]
fn the_ends_of_time_do_no_harm() {
    let deadlines = Deadlines::built_in();
    for rule in deadlines.rules() {
        for from in [Date::MIN, date("0001-01-01"), date("9999-01-01")] {
            assert!(deadlines.due(&rule.id, from).is_some(), "{}", rule.id);
        }
        for from in [Date::MAX, date("9999-12-29")] {
            assert_eq!(deadlines.due(&rule.id, from), None, "{}", rule.id);
        }
    }
    assert_eq!(deadlines.due("L9", date("2026-01-01")), None);
}

#[test]
fn a_local_day_off_does_not_count() {
    let rules = "[[rule]]\nid='A'\nunit='working'\nlimit=1\nstarts='x'\nbasis='x'\n\
        [[rule]]\nid='B'\nunit='calendar'\nlimit=1\nstarts='x'\nbasis='x'\n";
    let calendar = "year=2026\nsource='x'\noff=[]\nwork=[]\nlocal=['2026-04-20']\n";
    let deadlines = Deadlines::new(rules, &[calendar]).unwrap();
    for rule in ["A", "B"] {
        let due = deadlines.due(rule, date("2026-04-19")).unwrap();
        assert_eq!(due.due, date("2026-04-21"));
        let (date, why) = (date("2026-04-20"), Why::Local);
        assert_eq!(due.skipped, [Skipped { date, why }]);
    }
}

#[test]
fn unsound_seeds_are_refused() {
    let rule = "[[rule]]\nid='A'\nunit='working'\nlimit=1\nstarts='x'\nbasis='x'\n";
    let serves = "serves=[{kind='tipoff',track='fund',stage='handling'}]\n";
    let other = rule.replace("'A'", "'B'");
    let with = |days: &str| Deadlines::new(rule, &[days]).map(|_| ());
    assert_eq!(
        with("year=2026\nsource='x'\noff=['2025-01-01']\nwork=[]"),
        Err(BadSeed::Days(2026))
    );
    assert_eq!(
        with("year=2026\nsource='x'\noff=['2026-01-02','2026-01-01']\nwork=[]"),
        Err(BadSeed::Days(2026))
    );
    // A Monday is no weekend day worked by notice.
    assert_eq!(
        with("year=2026\nsource='x'\noff=[]\nwork=['2026-01-05']"),
        Err(BadSeed::Days(2026))
    );
    assert_eq!(
        with("year=2026\nsource='x'\noff=['2026-01-04']\nwork=['2026-01-04']"),
        Err(BadSeed::Days(2026))
    );
    assert_eq!(
        with("year=2026\nsource='x'\noff=[]\nlocal=['2026-01-04']\nwork=['2026-01-04']"),
        Err(BadSeed::Days(2026))
    );
    assert!(matches!(
        with("year=2026\nsource='x'\noff=['2026-02-30']\nwork=[]"),
        Err(BadSeed::Calendar(0, _))
    ));
    let year = "year=2026\nsource='x'\noff=[]\nwork=[]";
    assert_eq!(
        Deadlines::new(rule, &[year, year]),
        Err(BadSeed::YearTwice(2026))
    );
    let earlier = year.replace("2026", "2025");
    let both = Deadlines::new(rule, &[year, &earlier]).unwrap();
    let years: Vec<i16> = both.years().map(|year| year.year).collect();
    assert_eq!(years, [2025, 2026]);
    for (rules, why) in [
        (rule.repeat(2), BadSeed::RuleTwice("A".into())),
        (
            format!("{rule}{serves}{other}{serves}"),
            BadSeed::RuleTwice("B".into()),
        ),
        (rule.replace("=1", "=0"), BadSeed::Limit("A".into())),
        (rule.replace("=1", "=3661"), BadSeed::Limit("A".into())),
        (format!("{rule}extension=0\n"), BadSeed::Limit("A".into())),
    ] {
        assert_eq!(Deadlines::new(&rules, &[]), Err(why), "{rules}");
    }
    assert!(matches!(
        Deadlines::new("rule=1", &[]),
        Err(BadSeed::Rules(_))
    ));
}

/// 2024 has no calendar: what is counted out of it into 2025 is as uncertain as what ends in it.
#[test]
fn one_year_without_a_calendar_is_enough() {
    let deadlines = Deadlines::built_in();
    for (from, provisional) in [("2024-12-27", true), ("2024-12-31", false)] {
        let due = deadlines.due("L1", date(from)).unwrap();
        assert_eq!((due.due.year(), due.provisional), (2025, provisional));
    }
}
