//! What people said stands in no `{:?}`: whatever is formatted into a log or a panic holds none of it.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use guitai::casework::{
    Action, ActionForm, CaseKind, Command, Event, IntakeForm, Said, Told, Visitor, VisitorForm,
    Words,
};
use guitai::casework::{AtRegistry, Deadlines, Now, apply, decide};
use guitai::rpc::message::{Answer, Question, Refusal, Reply, Request};
use guitai::rpc::{Act, CaseShown, CasesFound, Conflict, Difference, Find, ListCases, Log};
use guitai::search::Query;
use guitai::tui::message::Msg;
use serde_json::{Value, json};

/// Stands wherever somebody could have said something.
const SAID: &str = "囍只此一处";

fn said() -> Option<String> {
    Some(SAID.to_owned())
}

fn visitor() -> VisitorForm {
    VisitorForm {
        name: said(),
        phone: said(),
        id_number: said(),
        address: said(),
        ..VisitorForm::default()
    }
}

fn intake() -> IntakeForm {
    IntakeForm {
        agency: said(),
        subject: said(),
        content: said(),
        respondent: said(),
        demand: said(),
        visitor: visitor(),
        ..IntakeForm::new(CaseKind::Complaint)
    }
}

fn action(action: Action) -> ActionForm {
    ActionForm {
        note: said(),
        reason: said(),
        outcome: said(),
        to: said(),
        days: Some(5),
        into: "C20261124-0002".parse().ok(),
        ..ActionForm::new(action)
    }
}

/// The first event of a case.
fn event() -> Event {
    let (deadlines, clerk) = (Deadlines::built_in(), "wang".parse().unwrap());
    let now = Now {
        at: "2026-11-24T01:00:00Z".parse().unwrap(),
        clock_back: false,
        clerk: &clerk,
        deadlines: &deadlines,
    };
    let number = "C20261124-0001".parse().unwrap();
    let intake = intake().parse().unwrap();
    decide::log(intake, number, AtRegistry::default(), None, &now)
}

fn line() -> Value {
    json!({
        "number": "C20261124-0001", "kind": "complaint", "status": "open", "revision": 1,
        "agency": SAID, "subject": SAID, "respondent": SAID, "outcome": SAID,
        "visitor": {"name": SAID, "phone": SAID, "id_number": SAID, "address": SAID},
        "clerk": "wang", "opened_at": "2026-11-24T01:00:00Z", "closed_at": null, "overdue": false,
        "marks": [],
    })
}

fn shown() -> CaseShown {
    let mut case = line();
    let rest = json!({
        "content": SAID, "answer": SAID, "demand": SAID, "readable": "yes", "may_reveal": true,
        "allowed": ["note"],
        "events": [{
            "seq": 1, "at": "2026-11-24T01:00:00Z", "clerk": "wang", "action": "note",
            "note": SAID, "to": "open",
        }],
    });
    let Value::Object(rest) = rest else { panic!() };
    case.as_object_mut().unwrap().extend(rest);
    serde_json::from_value(case).unwrap()
}

fn listed() -> CasesFound {
    let found = json!({
        "query": SAID, "cut": false, "total": 1, "total_is": "exact", "today": "2026-11-24",
        "lines": [line()],
    });
    serde_json::from_value(found).unwrap()
}

fn conflict() -> Conflict {
    Conflict {
        number: "C20261124-0001".parse().unwrap(),
        revision: 2,
        since: shown().events,
        earlier: 0,
        differences: vec![
            Difference::Agency(said(), None),
            Difference::Answer(None, said()),
            Difference::Outcome(said(), said()),
        ],
    }
}

#[test]
fn what_was_said_is_not_formatted() {
    let event = event();
    let case = apply::apply(None, &event).unwrap();
    assert!(matches!(&case.told, Told::Open(_)) && matches!(&event.words, Words::Open(_)));
    let act = |form| Act {
        once: 1,
        number: case.number,
        if_revision: None,
        form,
    };
    let requests = [
        Request::Log(Box::new(Log {
            once: 1,
            form: intake(),
        })),
        Request::Act(Box::new(act(action(Action::Note)))),
        Request::Find(Find {
            text: SAID.to_owned(),
            ..Find::default()
        }),
        Request::ListCases(Box::new(ListCases {
            text: SAID.to_owned(),
            ..ListCases::default()
        })),
    ];
    let answers = [
        Answer::Case(Box::new(shown())),
        Answer::Cases(Box::new(listed())),
        Answer::Refused(Refusal::Changed(Box::new(conflict()))),
    ];
    let mut formatted = vec![
        format!("{event:?}"),
        format!("{case:#?}"),
        format!(
            "{:?}",
            Said {
                note: said(),
                outcome: said(),
                answer: said(),
                ..Said::default()
            }
        ),
        format!("{:?}", intake().parse()),
        format!(
            "{:?}",
            Visitor {
                name: said(),
                ..Visitor::default()
            }
        ),
        format!("{:?}", Query::new(SAID)),
        format!("{:?}", Msg::Paste(SAID.to_owned())),
        format!(
            "{:?}",
            Msg::Key(KeyEvent::new(KeyCode::Char('囍'), KeyModifiers::NONE))
        ),
    ];
    let commands = Action::ALL
        .into_iter()
        .filter_map(|of| action(of).parse().ok());
    formatted.extend(commands.map(|command: Command| format!("{command:?}")));
    for request in requests {
        formatted.push(format!("{:?}", Question { number: 1, request }));
    }
    for answer in answers {
        let reply = Reply { number: 1, answer };
        formatted.push(format!("{:?}", Msg::Reply(reply)));
    }
    assert!(formatted.len() > 20);
    for text in formatted {
        assert!(!text.contains('囍') && !text.contains(SAID), "{text}");
    }
}
