//! Acting on a case: menu, forms, agencies, what somebody did first; the screens over made-up
//! answers.

use guitai::casework::status::allowed;
use guitai::casework::{Action, CaseKind, CaseNumber, Refused, Status};
use guitai::rpc::{
    Act, AgenciesFound, AgencyHit, Answer, BoundaryPart, CaseShown, Conflict, Deadline, Difference,
    EventAbout, EventShown, FindAgencies, Receipt, Refusal, Request, StoreFault,
};
use jiff::civil::date;

use super::*;

/// Running numbers of the made-up cases: how the case stands, and what happens to whoever acts.
const OPEN: u32 = 21;
const CLOSED: u32 = 22;
const TAKEN: u32 = 12;
const OVERTAKEN: u32 = 23;
const LOST: u32 = 24;
const OVERDUE: u32 = 25;
const REOPENED: u32 = 26;
const HOSTILE: u32 = 29;

/// What a terminal must never be sent: it would print, turn text round, run over its cells.
const BAD: &str = "甲\u{1b}[5i\u{202e}乙\u{9b}31m\u{200b}丙\u{301}\u{7}👨‍👩‍👧\t丁";

/// What is answered about acting on cases; nothing for what others answer.
pub(super) fn answer(request: &Request) -> Option<Answer> {
    match request {
        Request::ShowCase { number, reveal } => case(*number, *reveal),
        Request::Act(act) => Some(acted(act)),
        Request::FindAgencies(find) => Some(Answer::Agencies(agencies(find))),
        Request::Deadline { .. } => Some(Answer::Deadline(Some(Deadline {
            rule: "L2".to_owned(),
            due: date(2027, 3, 30),
            limit: 60,
            ..super::casework::deadline()
        }))),
        _ => None,
    }
}

fn case(number: CaseNumber, reveal: bool) -> Option<Answer> {
    let status = match number.serial {
        OPEN => Status::Open,
        CLOSED if number.kind == CaseKind::Enquiry => Status::Answered,
        CLOSED => Status::Closed,
        OVERTAKEN | LOST | HOSTILE | TAKEN | OVERDUE | REOPENED => Status::Accepted,
        _ => return None,
    };
    let known = CaseNumber {
        serial: TAKEN,
        ..number
    };
    let Answer::Case(mut shown) = super::casework::case(known, reveal) else {
        panic!("a case");
    };
    shown.allowed = allowed(number.kind, status).collect();
    let line = &mut shown.line;
    line.number = number;
    line.status = status;
    if status == Status::Open {
        line.due_on = Some(date(2027, 1, 5));
        line.due_rule = Some("L1".to_owned());
    }
    match number.serial {
        HOSTILE => spoil(&mut shown),
        OVERDUE => {
            line.due_on = Some(date(2026, 12, 24));
            line.provisional = false;
            line.overdue = true;
        }
        REOPENED => line.outcome = Some("已责令付清。".to_owned()),
        _ => {}
    }
    Some(Answer::Case(shown))
}

fn spoil(shown: &mut CaseShown) {
    shown.line.subject = Some(BAD.to_owned());
    shown.line.agency = Some(BAD.to_owned());
    for event in &mut shown.events {
        event.note = Some(BAD.to_owned());
    }
}

fn acted(act: &Act) -> Answer {
    let (number, action) = (act.number, act.form.action);
    let refusal = match (number.serial, action) {
        (TAKEN, Action::Extend) if act.form.days > Some(30) => {
            Refusal::Rule(Refused::BeyondCap { cap: 30 })
        }
        (OVERTAKEN, _) => Refusal::Changed(Box::new(overtaken(number))),
        (HOSTILE, Action::Note) => Refusal::Changed(Box::new(hostile(number))),
        (HOSTILE, _) => Refusal::NotStored(StoreFault::System(BAD.to_owned())),
        (LOST, _) => Refusal::NotStored(StoreFault::Full),
        _ => {
            return Answer::Acted(Receipt {
                number,
                kind: number.kind,
                status: match action {
                    Action::Accept => Status::Accepted,
                    Action::Refer => Status::Referred,
                    _ => Status::Closed,
                },
                revision: 4,
                due_on: match action {
                    Action::Accept => Some(date(2027, 3, 30)),
                    Action::Refer => Some(date(2026, 12, 24)),
                    _ => None,
                },
                overdue: number.serial == OVERDUE,
                warnings: Vec::new(),
            });
        }
    };
    Answer::Refused(refusal)
}

fn event(action: Action, note: &str, to: Status) -> EventShown {
    EventShown {
        seq: 4,
        at: "2026-12-31T02:12:00Z".parse().unwrap(),
        clock_back: false,
        clerk: "wangwu".parse().unwrap(),
        action,
        note: Some(note.to_owned()),
        left_out: false,
        from: Some(Status::Accepted),
        to,
        about: EventAbout::default(),
    }
}

fn overtaken(number: CaseNumber) -> Conflict {
    let reason = "工地在区住建局的监管名录里，工资专户由他们管，请先由他们核实专户余额。";
    let agency = |name: &str| Some(name.to_owned());
    Conflict {
        number,
        revision: 4,
        since: vec![event(Action::Refer, reason, Status::Referred)],
        earlier: 0,
        differences: vec![
            Difference::Status(Status::Accepted, Status::Referred),
            Difference::Agency(agency("劳动保障监察大队"), agency("区住建局")),
            Difference::DueOn(Some(date(2027, 3, 30)), Some(date(2027, 3, 31))),
        ],
    }
}

fn hostile(number: CaseNumber) -> Conflict {
    let bad = || Some(BAD.repeat(9));
    let other = CaseNumber {
        serial: 30,
        ..number
    };
    Conflict {
        number,
        revision: 4,
        since: vec![event(Action::Close, &BAD.repeat(9), Status::Accepted)],
        earlier: 0,
        differences: vec![
            Difference::Status(Status::Open, Status::Accepted),
            Difference::Agency(bad(), None),
            Difference::DueOn(None, Some(date(2027, 3, 31))),
            Difference::Answer(None, bad()),
            Difference::Outcome(bad(), Some(format!("甲\n{BAD}\n\n乙"))),
            Difference::MergedInto(None, Some(other)),
        ],
    }
}

/// Name, initials, and what it does in the boundary matter.
const AGENCIES: [(&str, &str, Option<&str>); 9] = [
    (
        "区人社局",
        "qrsj",
        Some("负责协调相关部门做好被征地农民缴费补贴各项工作，拟定被征地农民养老保险缴费补贴政策"),
    ),
    (
        "区国土分局",
        "qgtfj",
        Some("负责审核土地权属的真实性，并配合区政府做好征收过程中的政策性指导。"),
    ),
    (
        "区农林局",
        "qnlj",
        Some("配合区人社局审核被征地农民的失地面积及纳入缴费补贴范围的人数和对象。"),
    ),
    (
        "区财政局",
        "qczj",
        Some("负责协调落实有关资金，支付政府应承担的被征地农民缴费补贴"),
    ),
    ("人社管理中心", "rsglzx", None),
    ("市劳动保障监察支队崖州大队", "sldbzjczdyzdd", None),
    ("区编办", "qbb", None),
    ("区教科局", "qjkj", None),
    ("区民政局", "qmzj", None),
];

fn agencies(find: &FindAgencies) -> AgenciesFound {
    let spoilt = find.number.is_some_and(|number| number.serial == HOSTILE);
    let text = find.text.trim();
    let fitting = AGENCIES
        .iter()
        .enumerate()
        .filter(|(_, (name, initials, _))| {
            spoilt || name.contains(text) || initials.contains(text)
        });
    let hits: Vec<AgencyHit> = fitting
        .map(|(at, (name, _, part))| AgencyHit {
            id: format!("hrss/agency/{name}").parse().unwrap(),
            name: if spoilt {
                format!("{name}{BAD}")
            } else {
                (*name).to_owned()
            },
            list: if *name == "区民政局" {
                "mz"
            } else {
                "hrss"
            }
            .parse()
            .unwrap(),
            phone: serde_json::from_str("\"0898-88832671\"").ok(),
            part: part.map(|part| BoundaryPart {
                matter: "hrss/boundary/3".parse().unwrap(),
                matter_title: if spoilt {
                    BAD
                } else {
                    "被征地农民社会保障补贴"
                }
                .to_owned(),
                place: u32::try_from(at + 1).unwrap(),
                leads: at == 0,
                responsibility: Some(if spoilt { BAD } else { part }.to_owned()),
            }),
            marks: Vec::new(),
        })
        .collect();
    AgenciesFound {
        query: find.text.clone(),
        total: hits.len(),
        hits,
    }
}

/// Snapshots a screen in both languages at three sizes.
fn at_all_sizes(name: &str, prepare: impl Fn(Clerk) -> Clerk) {
    for (lang, language) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        for (width, height) in [(80, 24), (120, 40), (40, 12)] {
            let clerk = prepare(Clerk::new(lang, width, height));
            insta::assert_snapshot!(format!("{name}-{language}-{width}x{height}"), clerk.text());
        }
    }
}

/// Opens the menu of a case.
fn menu(clerk: Clerk, letter: char, serial: u32) -> Clerk {
    clerk
        .types(&format!("{letter}20261229-{serial:04}"))
        .presses(KeyCode::Enter)
        .presses(KeyCode::Enter)
}

#[test]
fn menu_of_an_open_complaint() {
    at_all_sizes("menu-complaint", |clerk| menu(clerk, 'c', OPEN));
}

#[test]
fn menu_of_an_enquiry() {
    at_all_sizes("menu-enquiry", |clerk| {
        menu(clerk, 'e', OPEN).presses(KeyCode::Down)
    });
}

#[test]
fn menu_of_a_closed_one() {
    at_all_sizes("menu-closed", |clerk| menu(clerk, 'c', CLOSED));
}

#[test]
fn agencies_before_anything_is_typed() {
    at_all_sizes("refer", |clerk| menu(clerk, 'c', OPEN).types("r"));
}

#[test]
fn agencies_by_pinyin() {
    at_all_sizes("refer-typed", |clerk| {
        menu(clerk, 'c', OPEN).types("rzj").presses(KeyCode::Down)
    });
}

#[test]
fn agency_of_no_list() {
    at_all_sizes("refer-free", |clerk| {
        menu(clerk, 'c', OPEN)
            .types("r三亚海关")
            .presses(KeyCode::Enter)
            .types("进口货物的事由海关管")
    });
}

#[test]
fn extension_beyond_its_cap() {
    at_all_sizes("extend", |clerk| {
        menu(clerk, 'c', TAKEN)
            .types("e45")
            .presses(KeyCode::Tab)
            .types("案情复杂，需要外地协查")
            .presses(KeyCode::F(10))
    });
}

#[test]
fn closing() {
    at_all_sizes("close", |clerk| {
        menu(clerk, 'c', TAKEN).types("c已责令付清，工资当日到账。")
    });
}

#[test]
fn accepting() {
    at_all_sizes("accept", |clerk| menu(clerk, 'c', OPEN).types("a"));
}

#[test]
fn accepted() {
    at_all_sizes("accepted", |clerk| {
        menu(clerk, 'c', OPEN).types("a").presses(KeyCode::Enter)
    });
}

#[test]
fn what_is_merged_into_is_seen_before() {
    at_all_sizes("merge", |clerk| {
        menu(clerk, 'c', TAKEN).types("mC20261229-0014")
    });
    at_all_sizes("merge-absent", |clerk| {
        menu(clerk, 'c', TAKEN).types("mC20261229-0099")
    });
}

#[test]
fn a_referral_does_not_hide_that_it_is_overdue() {
    at_all_sizes("referred-overdue", |clerk| {
        menu(clerk, 'c', OVERDUE)
            .types("r区财政局")
            .presses(KeyCode::Enter)
            .types("归他们管")
            .presses(KeyCode::F(10))
    });
}

#[test]
fn an_outcome_of_before_is_not_the_present_one() {
    at_all_sizes("reopened", |clerk| {
        menu(clerk, 'c', REOPENED).presses(KeyCode::Esc)
    });
}

#[test]
fn help_on_a_case_says_what_its_due_date_is() {
    at_all_sizes("help-case", |clerk| {
        menu(clerk, 'c', TAKEN)
            .presses(KeyCode::Esc)
            .presses(KeyCode::F(1))
            .presses(KeyCode::End)
    });
}

fn first(clerk: Clerk, letters: &str) -> Clerk {
    menu(clerk, 'c', OVERTAKEN)
        .types(letters)
        .presses(KeyCode::F(10))
}

#[test]
fn somebody_was_first() {
    at_all_sizes("overtaken", |clerk| first(clerk, "c已责令付清。"));
}

#[test]
fn a_refusal_stands_at_the_form() {
    at_all_sizes("not-stored", |clerk| {
        menu(clerk, 'c', LOST)
            .types("w双方已经和解。")
            .presses(KeyCode::F(10))
    });
}

#[test]
fn nothing_personal_is_left_of_an_action_when_it_is_blanked() {
    let clerk = first(Clerk::new(Lang::Zh, 80, 24), "c已责令付清。");
    assert!(clerk.text().contains("工资专户"), "{}", clerk.text());
    let clerk = clerk.presses(KeyCode::F(9));
    assert!(!clerk.text().contains("工资"), "{}", clerk.text());
    let text = clerk.presses(KeyCode::Enter).text();
    assert!(!text.contains("工资") && !text.contains("责令"), "{text}");
}

/// Every screen of an action, of a case whose texts are meant to do harm or not.
fn screens(serial: u32) -> Vec<Clerk> {
    let at = |lang| menu(Clerk::new(lang, 80, 24), 'c', serial);
    let mut all = vec![at(Lang::Zh), at(Lang::En)];
    for (action, letter) in guitai::tui::keymap::LETTERS {
        if allowed(CaseKind::Complaint, Status::Accepted).any(|one| one == action) {
            let mut clerk = at(Lang::Zh).types(&letter.to_string());
            clerk.tell(Msg::Paste(BAD.to_owned()));
            all.push(clerk);
            let mut clerk = at(Lang::En).types(&letter.to_string());
            clerk.tell(Msg::Paste(BAD.to_owned()));
            let mut clerk = clerk.presses(KeyCode::Tab);
            clerk.tell(Msg::Paste(BAD.to_owned()));
            all.push(clerk.presses(KeyCode::F(10)));
        }
    }
    all.push(at(Lang::Zh).types("r").presses(KeyCode::Enter));
    all.push(at(Lang::Zh).types("n记下").presses(KeyCode::F(10)));
    all
}

#[test]
fn hostile_text_is_harmless_in_every_field_and_answer() {
    let bad = |c: char| c != '\n' && guitai::chars::is_unseen(c);
    for clerk in screens(HOSTILE) {
        let mut clerk = clerk;
        for (width, height) in [(80, 24), (40, 12), (120, 40)] {
            clerk.tell(Msg::Resize { width, height });
            for _ in 0..4 {
                let text = clerk.text();
                assert!(!text.contains(bad), "{}", text.escape_debug());
                let widest = text.lines().map(guitai::tui::widgets::glyph::text_width);
                assert!(widest.max() <= Some(usize::from(width).max(40)), "{text}");
                clerk = clerk.presses(KeyCode::PageDown);
            }
        }
    }
}

#[test]
fn acting_is_painted_at_any_size_and_nothing_typed_is_lost() {
    for mut clerk in screens(HOSTILE) {
        let filled = |clerk: &Clerk| clerk.model.form().map(guitai::tui::model::Form::filled);
        let before = filled(&clerk);
        for width in (0..=130).step_by(13).chain([1, 39, 40, 41, 110]) {
            for height in (0..=45).step_by(7).chain([1, 11, 12, 13]) {
                clerk.tell(Msg::Resize { width, height });
                clerk.paint();
            }
        }
        assert_eq!(filled(&clerk), before);
    }
}
