//! Forms, the number just given, a case: the screens over made-up answers about cases.

use guitai::casework::deadline::Unit;
use guitai::casework::{Action, CaseNumber, FormField, Status, VisitorShown};
use guitai::rpc::{
    Answer, CaseLine, CaseShown, Deadline, Doubt, EventAbout, EventShown, Log, Readable, Receipt,
    Refusal, Request, Warning,
};
use jiff::civil::date;

use super::*;

/// What is answered about cases; nothing for what the desk answers.
pub(super) fn answer(request: &Request) -> Option<Answer> {
    match request {
        Request::Log(log) => Some(Answer::Logged(receipt(log))),
        Request::Due { .. } => Some(Answer::Deadline(Some(deadline()))),
        Request::ShowCase { number, reveal } => Some(case(*number, *reveal)),
        _ => None,
    }
}

pub(super) fn deadline() -> Deadline {
    Deadline {
        rule: "L1".to_owned(),
        from: date(2026, 12, 29),
        due: date(2027, 1, 5),
        unit: Unit::Working,
        limit: 5,
        provisional: true,
        skipped: Vec::new(),
        made_up: Vec::new(),
        basis: String::new(),
    }
}

fn receipt(log: &Log) -> Receipt {
    let kind = log.form.kind;
    let wanted = |field| Warning {
        field,
        doubt: Doubt::Wanted,
    };
    Receipt {
        number: CaseNumber {
            day: date(2026, 12, 29),
            kind,
            serial: 12,
        },
        kind,
        status: if log.form.answered {
            Status::Answered
        } else {
            Status::Open
        },
        revision: 1,
        due_on: (!log.form.answered).then(|| deadline().due),
        overdue: false,
        warnings: vec![
            wanted(FormField::Name),
            wanted(FormField::Phone),
            Warning {
                field: FormField::IdNumber,
                doubt: Doubt::IdCheck,
            },
        ],
    }
}

pub(super) fn case(number: CaseNumber, reveal: bool) -> Answer {
    if ![12, 14].contains(&number.serial) {
        return Answer::Refused(Refusal::NoSuchCase(number));
    }
    let pick = |masked: &str, open: &str| Some(if reveal { open } else { masked }.to_owned());
    let event = |seq, at: &str, action, note: Option<&str>, from, to| EventShown {
        seq,
        at: at.parse().unwrap(),
        clock_back: seq == 3,
        clerk: "lihua".parse().unwrap(),
        action,
        note: note.map(str::to_owned),
        left_out: false,
        from,
        to,
        about: EventAbout::default(),
    };
    let line = CaseLine {
        number,
        kind: number.kind,
        track: Some(guitai::casework::Track::Labour),
        status: Status::Accepted,
        revision: 3,
        service: None,
        service_title: Some("劳动保障监察投诉、举报".to_owned()),
        agency: Some("劳动保障监察大队".to_owned()),
        subject: Some("拖欠工资".to_owned()),
        visitor: VisitorShown {
            name: pick("张**", "张三丰"),
            phone: pick("138****5678", "13812345678"),
            id_number: pick("110105********002X", "11010519491231002X"),
            address: None,
            anonymous: Some(false),
            confidential: Some(true),
        },
        respondent: Some("某某建筑工程公司".to_owned()),
        clerk: "lihua".parse().unwrap(),
        counter: Some("3".to_owned()),
        opened_at: "2026-12-29T01:05:00Z".parse().unwrap(),
        due_on: Some(date(2027, 3, 30)),
        due_rule: Some("L2".to_owned()),
        provisional: true,
        overdue: false,
        closed_at: None,
        outcome: None,
        merged_into: None,
    };
    Answer::Case(Box::new(CaseShown {
        line,
        content: Some("三个月没有发工资。\n项目部说等结算。".to_owned()),
        answer: None,
        demand: Some("付清工资".to_owned()),
        earlier: 0,
        events: vec![
            event(
                1,
                "2026-12-29T01:05:00Z",
                Action::Log,
                None,
                None,
                Status::Open,
            ),
            event(
                2,
                "2026-12-30T02:00:00Z",
                Action::Accept,
                None,
                Some(Status::Open),
                Status::Accepted,
            ),
            event(
                3,
                "2026-12-30T01:00:00Z",
                Action::Note,
                Some("电话联系了项目部。"),
                Some(Status::Accepted),
                Status::Accepted,
            ),
        ],
        readable: Readable::Yes,
        may_reveal: true,
        merged_from: Vec::new(),
        also_open: if number.serial == 14 {
            vec!["zhangmin".parse().unwrap(), "wanglei".parse().unwrap()]
        } else {
            Vec::new()
        },
        allowed: Vec::new(),
    }))
}

/// Snapshots a screen in both languages at the usual and at the smallest size.
pub(super) fn small_and_usual(name: &str, prepare: impl Fn(Clerk) -> Clerk) {
    for (lang, language) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        for (width, height) in [(80, 24), (40, 12)] {
            let clerk = prepare(Clerk::new(lang, width, height));
            insta::assert_snapshot!(format!("{name}-{language}-{width}x{height}"), clerk.text());
        }
    }
}

fn complaint(clerk: Clerk) -> Clerk {
    let tab = |clerk: Clerk| clerk.presses(KeyCode::Tab);
    let clerk = tab(clerk.types("sydj").presses(KeyCode::F(6)).types("张三"));
    let clerk = tab(clerk.types("138"));
    let clerk = tab(tab(tab(tab(clerk.types("110105194912310021")))));
    let clerk = tab(tab(clerk.types("某某建筑工程公司")));
    clerk.types("今年九月起在工地做工，三个月没有发工资，项目部说等结算，一直没有结果。")
}

#[test]
fn enquiry() {
    small_and_usual("enquiry", |clerk| {
        clerk.types("sydj").presses(KeyCode::F(5))
    });
}

#[test]
fn enquiry_logged() {
    small_and_usual("enquiry-logged", |clerk| {
        clerk
            .types("sydj")
            .presses(KeyCode::F(5))
            .presses(KeyCode::F(10))
    });
}

#[test]
fn complaint_filled_in() {
    small_and_usual("complaint", complaint);
}

#[test]
fn complaint_with_something_missing() {
    small_and_usual("complaint-lacks", |clerk| {
        clerk
            .types("sydj")
            .presses(KeyCode::F(6))
            .presses(KeyCode::F(10))
    });
}

#[test]
fn complaint_logged() {
    small_and_usual("complaint-logged", |clerk| {
        complaint(clerk)
            .presses(KeyCode::F(10))
            .presses(KeyCode::F(10))
    });
}

#[test]
fn tip_off() {
    small_and_usual("tipoff", |clerk| clerk.types("sydj").presses(KeyCode::F(7)));
}

#[test]
fn leaving_asks() {
    small_and_usual("discard", |clerk| complaint(clerk).presses(KeyCode::Esc));
}

#[test]
fn help_in_a_form() {
    everywhere("help-form", |clerk| {
        clerk.presses(KeyCode::F(5)).presses(KeyCode::F(1))
    });
}

#[test]
fn blanked_form() {
    small_and_usual("complaint-blanked", |clerk| {
        complaint(clerk).presses(KeyCode::F(9))
    });
}

#[test]
fn case_in_the_list() {
    small_and_usual("case-found", |clerk| clerk.types("c20261229-0012"));
}

#[test]
fn case_that_is_not_there() {
    small_and_usual("case-missing", |clerk| clerk.types("c20261229-0013"));
}

#[test]
fn case_whole() {
    small_and_usual("case", |clerk| {
        clerk.types("c20261229-0012").presses(KeyCode::Enter)
    });
}

#[test]
fn nothing_personal_is_left_when_it_is_blanked() {
    let told = ["张", "138", "110105", "建筑", "工资", "项目部"];
    let case = Clerk::new(Lang::Zh, 80, 24)
        .types("c20261229-0012")
        .presses(KeyCode::Enter);
    let list = Clerk::new(Lang::Zh, 80, 24).types("c20261229-0012");
    for clerk in [case, list, complaint(Clerk::new(Lang::Zh, 80, 40))] {
        let shown = clerk.text();
        assert!(shown.contains("工资"), "{shown}");
        let shown = clerk.presses(KeyCode::F(9)).text();
        assert!(!told.iter().any(|word| shown.contains(word)), "{shown}");
    }
}

#[test]
fn casework_is_painted_at_any_size_and_nothing_typed_is_lost() {
    let enquiry = Clerk::new(Lang::En, 80, 24)
        .presses(KeyCode::F(5))
        .types("甲");
    let case = Clerk::new(Lang::En, 80, 24)
        .types("c20261229-0012")
        .presses(KeyCode::Enter);
    let list = Clerk::new(Lang::Zh, 80, 24).types("c20261229-0012");
    let logged = complaint(Clerk::new(Lang::Zh, 80, 24))
        .presses(KeyCode::F(10))
        .presses(KeyCode::F(10));
    let asks = complaint(Clerk::new(Lang::Zh, 80, 24)).presses(KeyCode::Esc);
    let filled = complaint(Clerk::new(Lang::Zh, 80, 24));
    for mut clerk in [enquiry, case, list, logged, asks, filled] {
        let before = clerk.model.form().map(guitai::tui::model::Form::intake);
        for width in (0..=130).step_by(7).chain([1, 39, 40, 41, 110]) {
            for height in (0..=45).step_by(4).chain([1, 11, 13]) {
                clerk.tell(Msg::Resize { width, height });
                clerk.paint();
            }
        }
        let after = clerk.model.form().map(guitai::tui::model::Form::intake);
        assert_eq!(before, after);
    }
}

#[test]
fn a_character_typed_in_a_form_changes_its_line_alone() {
    let clerk = complaint(Clerk::new(Lang::Zh, 80, 24));
    let before = clerk.text();
    let after = clerk.types("又").text();
    let changed = before
        .lines()
        .zip(after.lines())
        .filter(|(before, after)| before != after)
        .count();
    // The line typed on, and the line of the test that says where the cursor stands.
    assert_eq!(changed, 2, "{after}");
}

#[test]
fn a_lost_owner_is_said_until_one_is_back() {
    let mut clerk = complaint(Clerk::new(Lang::Zh, 80, 24));
    let before = clerk.text();
    clerk.tell(Msg::Lost);
    let clerk = clerk.presses(KeyCode::Left).presses(KeyCode::Right);
    let lost = clerk.text();
    assert!(lost.contains("正在重新连接"), "{lost}");
    let mut clerk = clerk;
    clerk.tell(Msg::Back);
    assert_eq!(clerk.text(), before);
}
