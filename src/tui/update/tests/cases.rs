//! Made-up answers about cases. Know no test.

use crate::casework::status::{Leads, allowed};
use crate::casework::{Action, CaseKind, CaseNumber, Status, Track, VisitorForm};
use crate::rpc::{
    Act, Answer, CaseLine, CaseShown, Deadline, EventShown, Log, Readable, Receipt, Refusal,
};

/// The complaint among the only cases there are: one of each kind, number 1.
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
    if number.serial != 1 {
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
        allowed: allowed(number.kind, stand.status).collect(),
    }))
}
