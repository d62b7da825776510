//! The table: what is listed, in which order, and while cases are still being read in.

use super::holds::hold;
use super::table::{Entry, FIELDS, Listed, Table, Wanted};
use crate::casework::event::DueFact;
use crate::casework::{Case, CaseNumber, ClerkId, EntryThen, Said, Status, Told, Visitor};
use crate::desk::Lookup;
use crate::rpc::{CaseFilter, CaseOrder};
use crate::search::{Query, Spoken, Taken};

fn number(text: &str) -> CaseNumber {
    text.parse().unwrap()
}

fn clerk() -> ClerkId {
    "lin".parse().unwrap()
}

fn case(text: &str, revision: u32, agency: &str, due: Option<&str>) -> Case {
    Case {
        number: number(text),
        track: None,
        status: Status::Open,
        revision,
        entry: None,
        agency: None,
        opened_at: "2026-11-24T01:00:00Z".parse().unwrap(),
        opened_by: clerk(),
        acted_by: clerk(),
        closed_at: None,
        due: due.map(|on| DueFact {
            on: on.parse().unwrap(),
            rule: "L1".to_owned(),
            provisional: false,
        }),
        was_accepted: false,
        was_extended: false,
        merged: None,
        text_bytes: 0,
        told: Told::Open(Box::new(Said {
            agency: Some(agency.to_owned()),
            content: Some("欠薪三个月".to_owned()),
            visitor: Some(Visitor {
                name: Some("张三丰".to_owned()),
                ..Visitor::default()
            }),
            ..Said::default()
        })),
    }
}

fn find(table: &Table, typed: &str, order: CaseOrder, after: Option<&str>) -> Listed {
    table.find(&Wanted {
        query: &Query::with_holds(typed, hold),
        spoken: Spoken::default(),
        filter: &CaseFilter::default(),
        about: None,
        order,
        after: after.map(number),
        limit: 10,
        who: &clerk(),
        today: "2026-11-24".parse().unwrap(),
    })
}

fn found(table: &Table, typed: &str) -> Vec<String> {
    let listed = find(table, typed, CaseOrder::Newest, None);
    listed.numbers.iter().map(ToString::to_string).collect()
}

const OLD: &str = "C20261101-0001";
const MIDDLE: &str = "C20261102-0001";
const NEW: &str = "C20261103-0001";
const FRESH: &str = "T20261124-0001";

#[test]
fn what_is_loaded_is_listed_and_a_change_made_meanwhile_is_not_undone_by_loading() {
    let mut table = Table::default();
    // Acted on before it was known where it stands, and one logged just now.
    table.put(Entry::new(case(OLD, 2, "区财政局", None)));
    table.put(Entry::new(case(FRESH, 1, "区农林局", None)));
    assert_eq!(found(&table, "欠薪"), [FRESH]);
    table.met([FRESH, NEW, MIDDLE].map(number));
    assert!(!table.is_loaded());
    table.met([number(OLD)]);
    table.all_met();
    assert_eq!(found(&table, ""), [FRESH, OLD]);
    assert_eq!(table.progress(), (2, 4));
    assert_eq!(table.missing(0, 9).0, [NEW, MIDDLE].map(number));
    for text in [NEW, MIDDLE, OLD] {
        table.put(Entry::new(case(text, 1, "区民政局", None)));
    }
    assert!(table.is_loaded());
    assert_eq!(found(&table, "欠薪"), [FRESH, NEW, MIDDLE, OLD]);
    assert_eq!(
        found(&table, "caizheng"),
        [OLD],
        "the older revision came later"
    );
    table.put(Entry::new(case(OLD, 3, "区农林局", None)));
    assert_eq!(found(&table, "caizheng"), [""; 0]);
    assert_eq!(found(&table, "nonglin"), [FRESH, OLD]);
}

#[test]
fn the_one_that_is_due_first_comes_first_and_a_list_goes_on_where_it_stopped() {
    let mut table = Table::default();
    table.all_met();
    let dues = [
        (OLD, Some("2026-12-01")),
        (MIDDLE, None),
        (NEW, Some("2026-11-30")),
        (FRESH, None),
    ];
    for (text, due) in dues {
        table.put(Entry::new(case(text, 1, "区财政局", due)));
    }
    let order = [NEW, OLD, FRESH, MIDDLE].map(number);
    for typed in ["", "czj"] {
        let all = find(&table, typed, CaseOrder::DaysLeft, None);
        assert_eq!((&all.numbers[..], all.is_exact), (&order[..], true));
        for (at, last) in order.iter().enumerate() {
            let rest = find(&table, typed, CaseOrder::DaysLeft, Some(&last.to_string()));
            assert_eq!(rest.numbers, order[at + 1..], "{typed} after {last}");
        }
    }
    let newest = find(&table, "", CaseOrder::Newest, Some(NEW));
    assert_eq!(newest.numbers, [MIDDLE, OLD].map(number));
    assert_eq!((newest.total, newest.is_exact), (2, true));
    // Its due date moved.
    table.put(Entry::new(case(NEW, 2, "区财政局", Some("2026-12-24"))));
    let moved = find(&table, "", CaseOrder::DaysLeft, None);
    assert_eq!(moved.numbers[..2], [OLD, NEW].map(number));
}

#[test]
fn an_informant_is_found_by_nobody_and_what_cannot_be_read_is_listed_by_its_facts() {
    let mut table = Table::default();
    table.put(Entry::new(case(OLD, 1, "区财政局", None)));
    table.put(Entry::new(case(FRESH, 1, "区财政局", None)));
    for typed in ["张三丰", "zhangsanfeng", "zsf"] {
        assert_eq!(found(&table, typed), [OLD], "{typed}");
    }
    for (revision, told) in [(2, Told::Erased), (3, Told::Damaged)] {
        let case = Case {
            told,
            ..case(OLD, revision, "", None)
        };
        table.put(Entry::new(case));
        for typed in ["张三丰", "欠薪", "财政"] {
            assert!(!found(&table, typed).contains(&OLD.to_owned()), "{typed}");
        }
        assert_eq!(found(&table, ""), [FRESH, OLD]);
        assert_eq!(found(&table, OLD), [OLD]);
    }
    assert_eq!(FIELDS.len(), 7);
}

#[test]
fn a_case_that_cannot_be_read_is_not_waited_for_and_comes_in_when_it_can_be() {
    let mut table = Table::default();
    table.met([NEW, MIDDLE, OLD].map(number));
    table.all_met();
    table.put(Entry::new(case(NEW, 1, "区财政局", None)));
    table.give_up(number(MIDDLE));
    table.give_up(number(NEW));
    table.give_up(number(FRESH));
    assert_eq!(table.unread(), 1, "what is in stays in");
    assert_eq!(table.missing(0, 9).0, [number(OLD)]);
    table.put(Entry::new(case(OLD, 1, "区财政局", None)));
    assert!(table.is_loaded());
    assert_eq!(table.progress(), (3, 3));
    assert_eq!(found(&table, ""), [NEW, OLD]);
    table.put(Entry::new(case(MIDDLE, 2, "区财政局", None)));
    assert!(table.is_loaded() && table.unread() == 0);
    assert_eq!(found(&table, ""), [NEW, MIDDLE, OLD]);
}

#[test]
fn a_clerk_finds_cases_by_what_visitors_say_and_an_informant_is_found_by_no_slip() {
    let lookup = Lookup::built_in();
    let mut table = Table::default();
    table.all_met();
    for text in [OLD, FRESH] {
        table.put(Entry::new(case(text, 1, "区财政局", None)));
    }
    let find = |typed: &str, order| {
        let listed = table.find(&Wanted {
            query: &Query::new(typed),
            spoken: lookup.spoken(),
            filter: &CaseFilter::default(),
            about: None,
            order,
            after: None,
            limit: 10,
            who: &clerk(),
            today: "2026-11-24".parse().unwrap(),
        });
        (listed.numbers, listed.taken)
    };
    for order in [CaseOrder::Newest, CaseOrder::DaysLeft] {
        for (typed, numbers, taken) in [
            // Accents and slips.
            ("quchaizhenju", vec![FRESH, OLD], Taken::AsTyped),
            ("quciazhengju", vec![FRESH, OLD], Taken::WithSlips),
            ("请问区财政局在哪里", vec![FRESH, OLD], Taken::WithoutSpeech),
            // The informant of the one, the visitor of the other.
            ("zhangsanfneg", vec![OLD], Taken::WithSlips),
            ("zangsanfeng", vec![OLD], Taken::AsName),
            ("章三峰", vec![OLD], Taken::WithSlips),
        ] {
            let numbers: Vec<CaseNumber> = numbers.into_iter().map(number).collect();
            assert_eq!(find(typed, order), (numbers, taken), "{typed} {order:?}");
        }
    }
}

#[test]
fn a_label_holds_a_word_to_a_column_and_a_query_to_a_kind() {
    let mut table = Table::default();
    table.all_met();
    let entry = |id: &str| {
        Some(EntryThen {
            id: id.parse().unwrap(),
            title: "申报失业登记".to_owned(),
            list_version: "1".to_owned(),
        })
    };
    for (text, id) in [(OLD, "hrss/service/3"), (FRESH, "hrss/duty/4")] {
        table.put(Entry::new(Case {
            entry: entry(id),
            ..case(text, 1, "区财政局", None)
        }));
    }
    for (typed, numbers) in [
        ("投诉:欠薪", vec![OLD]),
        ("举报：欠薪", vec![FRESH]),
        ("咨询:欠薪", vec![]),
        ("投诉:", vec![OLD]),
        ("投诉: 举报:", vec![FRESH, OLD]),
        ("ts:shiye", vec![OLD]),
        ("服务:失业", vec![OLD]),
        ("职责:", vec![FRESH]),
        ("服务: 举报:", vec![]),
        ("@财政局 欠薪", vec![FRESH, OLD]),
        ("机构:失业", vec![]),
        ("事项:失业", vec![FRESH, OLD]),
        ("内容:失业", vec![]),
        // Nothing is asked yet.
        ("机构:", vec![FRESH, OLD]),
        // An informant is held to nothing either.
        ("姓名:张三", vec![OLD]),
        ("举报:张三", vec![]),
    ] {
        assert_eq!(found(&table, typed), numbers, "{typed}");
    }
}
