//! Made-up answers about cases. Know no test.

use crate::casework::status::{Leads, allowed};
use crate::casework::{Action, CaseKind, CaseNumber, Status, Track, VisitorShown};
use crate::rpc::{
    Act, Answer, CaseHit, CaseLine, CaseShown, CasesFound, Deadline, EventAbout, EventShown,
    ListCases, Log, Readable, Receipt, Refusal, TotalIs,
};

/// The complaint among the cases there are: of the other kinds one each, number 1.
pub(super) const NUMBER: &str = "C20261124-0001";

/// How these cases stand.
#[derive(Clone, Copy)]
pub(super) struct Stand {
    pub(super) status: Status,
    pub(super) revision: u32,
}

impl Stand {
    /// Does an action as the table says.
    pub(super) fn act(&mut self, act: &Act) -> Receipt {
        self.status = match act.form.action.row().unwrap().leads {
            Leads::Same => self.status,
            Leads::To(status) => status,
            Leads::AcceptedOrOpen | Leads::Before => Status::Open,
        };
        self.revision += 1;
        Receipt {
            number: act.number,
            kind: act.number.kind,
            status: self.status,
            revision: self.revision,
            due_on: Some(deadline().due),
            overdue: false,
            warnings: Vec::new(),
        }
    }
}

pub(super) fn receipt(log: &Log) -> Receipt {
    let kind = log.form.kind;
    let status = if log.form.answered {
        Status::Answered
    } else {
        Status::Open
    };
    Receipt {
        number: CaseNumber {
            day: jiff::civil::date(2026, 11, 24),
            kind,
            serial: 1,
        },
        kind,
        status,
        revision: 1,
        due_on: (kind != CaseKind::Enquiry).then(|| deadline().due),
        overdue: false,
        warnings: Vec::new(),
    }
}

pub(super) fn deadline() -> Deadline {
    Deadline {
        rule: "L1".to_owned(),
        from: jiff::civil::date(2026, 11, 24),
        due: jiff::civil::date(2026, 12, 1),
        unit: crate::casework::deadline::Unit::Working,
        limit: 5,
        provisional: false,
        skipped: Vec::new(),
        made_up: Vec::new(),
        basis: String::new(),
    }
}

/// Masked, unless it is to be revealed.
pub(super) fn case(number: CaseNumber, reveal: bool, stand: Stand) -> Answer {
    if number.kind != CaseKind::Complaint && number.serial != 1 {
        return Answer::Refused(Refusal::NoSuchCase(number));
    }
    let name = if reveal { "张三丰" } else { "张**" };
    let opened_at = "2026-11-24T01:05:00Z".parse().unwrap();
    let logged = EventShown {
        seq: 1,
        at: opened_at,
        clock_back: false,
        clerk: "lihua".parse().unwrap(),
        action: Action::Log,
        note: None,
        left_out: false,
        from: None,
        to: Status::Open,
        about: EventAbout::default(),
    };
    let mut line = line(number, name, stand);
    let phone = if reveal { "13812345678" } else { "138****5678" };
    line.visitor.phone = Some(phone.to_owned());
    Answer::Case(Box::new(CaseShown {
        line,
        content: Some("三个月没有发工资".to_owned()),
        answer: None,
        demand: Some("发工资".to_owned()),
        events: vec![logged],
        earlier: 0,
        readable: Readable::Yes,
        may_reveal: true,
        merged_from: Vec::new(),
        also_open: Vec::new(),
        allowed: allowed(number.kind, stand.status).collect(),
    }))
}

fn line(number: CaseNumber, name: &str, stand: Stand) -> CaseLine {
    let visitor = VisitorShown {
        name: Some(name.to_owned()),
        ..VisitorShown::default()
    };
    let opened_at = "2026-11-24T01:05:00Z".parse().unwrap();
    let clerk: crate::casework::ClerkId = "lihua".parse().unwrap();
    CaseLine {
        number,
        kind: number.kind,
        track: (number.kind != CaseKind::Enquiry).then_some(Track::Labour),
        status: stand.status,
        revision: stand.revision,
        service: None,
        service_title: None,
        agency: None,
        subject: Some("拖欠工资".to_owned()),
        visitor,
        respondent: Some("某某公司".to_owned()),
        clerk,
        counter: None,
        opened_at,
        due_on: Some(deadline().due),
        due_rule: Some("L1".to_owned()),
        provisional: false,
        overdue: false,
        closed_at: None,
        outcome: None,
        merged_into: None,
    }
}

/// The complaints 1 to `count` whose running number holds the query, the newest first.
pub(super) fn listed(list: &ListCases, count: u32, stand: Stand) -> CasesFound {
    let fits = |serial: &u32| serial.to_string().contains(&list.text) || list.text == "工资";
    let all: Vec<u32> = (1..=count).rev().filter(fits).collect();
    let number = |serial: u32| CaseNumber {
        day: jiff::civil::date(2026, 11, 24),
        kind: CaseKind::Complaint,
        serial,
    };
    let first = || all.iter().take(list.limit).map(|serial| number(*serial));
    let is_wanted = |number: &CaseNumber| match &list.only {
        Some(only) => only.contains(number),
        None => true,
    };
    let lines = first().filter(is_wanted).map(|number| CaseHit {
        line: line(number, "张**", stand),
        marks: Vec::new(),
    });
    CasesFound {
        query: list.text.clone(),
        cut: false,
        total: all.len(),
        total_is: TotalIs::Exact,
        matched: None,
        today: jiff::civil::date(2026, 11, 24),
        loading: None,
        left_out: 0,
        numbers: first().filter(|_| list.only.is_some()).collect(),
        lines: lines.collect(),
    }
}
