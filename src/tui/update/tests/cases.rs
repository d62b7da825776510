//! Made-up answers about cases. Know no test.

use crate::casework::{Action, CaseKind, CaseNumber, Status, VisitorForm};
use crate::rpc::{
    Answer, CaseLine, CaseShown, Deadline, EventShown, Log, Readable, Receipt, Refusal,
};

/// The only case there is.
pub(super) const NUMBER: &str = "C20261124-0001";

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
pub(super) fn case(number: CaseNumber, reveal: bool) -> Answer {
    if number.to_string() != NUMBER {
        return Answer::Refused(Refusal::NoSuchCase(number));
    }
    let name = if reveal { "张三丰" } else { "张**" };
    let visitor = VisitorForm {
        name: Some(name.to_owned()),
        ..VisitorForm::default()
    };
    let opened_at = "2026-11-24T01:05:00Z".parse().unwrap();
    let clerk: crate::casework::ClerkId = "lihua".parse().unwrap();
    let logged = EventShown {
        seq: 1,
        at: opened_at,
        clock_back: false,
        clerk: clerk.clone(),
        action: Action::Log,
        note: None,
        from: None,
        to: Status::Open,
    };
    let line = CaseLine {
        number,
        kind: number.kind,
        track: None,
        status: Status::Open,
        revision: 1,
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
    };
    Answer::Case(Box::new(CaseShown {
        line,
        content: Some("三个月没有发工资".to_owned()),
        answer: None,
        demand: Some("发工资".to_owned()),
        events: vec![logged],
        readable: Readable::Yes,
        may_reveal: true,
        also_open: Vec::new(),
        allowed: Vec::new(),
    }))
}
