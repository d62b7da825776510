//! The contract's table as the contract prints it, beside what the rules do.

use super::super::status::{Need, allowed, allows};
use super::*;

/// CONTRACT, Statuses and actions; `merge` and `unmerge` each on a line.
const CONTRACT: &str = "\
| note | all but merged, voided | all | note | same |
| accept | open | complaint, tip-off | – | accepted |
| decline | open | complaint, tip-off | reason | declined |
| refer | open, accepted, referred | all | to, reason | referred |
| answer | open, referred | enquiry | note | answered |
| extend | accepted, referred | complaint, tip-off | days, reason | same |
| close | accepted, referred | complaint, tip-off | outcome | closed |
| withdraw | open, accepted, referred | all | reason | withdrawn |
| reopen | answered, closed, declined, withdrawn | all | reason | accepted if it ever was, else open |
| void | open, answered | all | reason | voided |
| merge | open, accepted, referred | all | into | merged |
| unmerge | merged | all | reason | what it was |";

struct Printed<'a> {
    from: Vec<&'a str>,
    kinds: Vec<&'a str>,
    needs: Vec<&'a str>,
    leads: &'a str,
}

fn printed(action: &str) -> Option<Printed<'static>> {
    let row = CONTRACT
        .lines()
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .find(|cells: &Vec<&str>| cells[0] == action)?;
    let every = "open, accepted, referred, answered, closed, declined, withdrawn";
    let list = |cell: &'static str| cell.split(", ").filter(|word| *word != "–").collect();
    Some(Printed {
        from: list(match row[1] {
            "all but merged, voided" => every,
            cell => cell,
        }),
        kinds: list(match row[2] {
            "all" => "enquiry, complaint, tip-off",
            cell => cell,
        }),
        needs: list(row[3]),
        leads: row[4],
    })
}

/// A case of a kind in a status, as if it had got there.
fn standing(kind: CaseKind, status: Status, was: Status, was_accepted: bool) -> Case {
    let due = event::DueFact {
        on: jiff::civil::date(2026, 5, 14),
        rule: "L2".into(),
        provisional: false,
    };
    Case {
        status,
        was_accepted,
        due: (kind != CaseKind::Enquiry).then_some(due),
        merged: (status == Status::Merged).then(|| (number(kind, 2), was)),
        ..logged(kind)
    }
}

#[test]
fn every_action_from_every_status_for_every_kind() {
    let (clerk, deadlines) = (clerk(), Deadlines::built_in());
    let now = at(NOON, &clerk, &deadlines);
    let mut permitted = 0;
    for kind in CaseKind::ALL {
        let kind_word = match kind {
            CaseKind::Tipoff => "tip-off",
            kind => kind.word(),
        };
        for status in Status::ALL {
            for action in Action::ALL {
                let row = printed(action.word()).filter(|row| {
                    row.from.contains(&status.word()) && row.kinds.contains(&kind_word)
                });
                let context = format!("{action:?} {status:?} {kind:?}");
                assert_eq!(allows(kind, status, action), row.is_some(), "{context}");
                assert_eq!(
                    allowed(kind, status).any(|one| one == action),
                    row.is_some()
                );
                permitted += usize::from(row.is_some());
                for was in [Status::Open, Status::Accepted, Status::Referred] {
                    for was_accepted in [false, true] {
                        let case = standing(kind, status, was, was_accepted);
                        let command = match filled(action, kind).parse() {
                            Ok(command) => command,
                            Err(_) => Command::Log(Box::new(intake(kind))),
                        };
                        assert_eq!(command.action(), action);
                        let Some(row) = &row else {
                            let not = Refused::NotAllowed {
                                action,
                                kind,
                                status,
                            };
                            assert_eq!(decide(&case, &command, None, &now), Err(not));
                            continue;
                        };
                        let event = decide(&case, &command, None, &now).unwrap();
                        assert_eq!(event.what.action(), action);
                        let next = match row.leads {
                            "same" => status,
                            "what it was" => was,
                            "accepted if it ever was, else open" if was_accepted => {
                                Status::Accepted
                            }
                            "accepted if it ever was, else open" => Status::Open,
                            word => word.parse().unwrap(),
                        };
                        let after = apply(Some(case), &event).unwrap();
                        assert_eq!(after.status, next, "{context}");
                    }
                }
            }
        }
    }
    // 7 statuses noted, 3 referred, 3 withdrawn, 4 reopened, 2 voided, 3 merged, 1 unmerged for
    // three kinds; 2 answered for one; 1 accepted, 1 declined, 2 extended, 2 closed for two.
    assert_eq!(permitted, 23 * 3 + 2 + 6 * 2);
}

#[test]
fn an_action_asks_for_exactly_what_it_needs() {
    let kind = CaseKind::Complaint;
    for action in Action::ALL {
        let Some(row) = printed(action.word()) else {
            assert_eq!(action, Action::Log);
            assert!(filled(action, kind).parse().is_err());
            continue;
        };
        let mut only = ActionForm::new(action);
        for need in action.needs() {
            let (field, word) = match need {
                Need::Note => (FormField::Note, "note"),
                Need::Reason => (FormField::Reason, "reason"),
                Need::To => (FormField::To, "to"),
                Need::Days => (FormField::Days, "days"),
                Need::Outcome => (FormField::Outcome, "outcome"),
                Need::Into => (FormField::Into, "into"),
            };
            assert!(row.needs.contains(&word), "{action:?} {word}");
            let (whole, mut without) = (filled(action, kind), filled(action, kind));
            match need {
                Need::Note => (only.note, without.note) = (whole.note, Some(" ".into())),
                Need::Reason => (only.reason, without.reason) = (whole.reason, None),
                Need::To => (only.to, without.to) = (whole.to, Some("\u{200b}".into())),
                Need::Days => (only.days, without.days) = (whole.days, None),
                Need::Outcome => (only.outcome, without.outcome) = (whole.outcome, None),
                Need::Into => (only.into, without.into) = (whole.into, None),
            }
            let fault = FieldFault::Missing;
            assert_eq!(without.parse(), Err(BadField { field, fault }));
        }
        assert_eq!(action.needs().len(), row.needs.len(), "{action:?}");
        assert_eq!(only.parse().unwrap().action(), action);
    }
    let extend = |days| ActionForm {
        days: Some(days),
        ..filled(Action::Extend, kind)
    };
    assert!(extend(0).parse().is_err() && extend(367).parse().is_err());
    assert!(extend(1).parse().is_ok() && extend(366).parse().is_ok());
    let mut long = filled(Action::Decline, kind);
    long.reason = Some("因".repeat(2_001));
    let (field, fault) = (FormField::Reason, FieldFault::TooLong(2_000));
    assert_eq!(long.parse(), Err(BadField { field, fault }));
}

/// JSON, command line and `word()` say the same.
#[test]
fn words_go_there_and_back() {
    fn same<T>(all: &[T], word: fn(T) -> &'static str)
    where
        T: Copy + PartialEq + std::fmt::Debug + std::str::FromStr + serde::Serialize,
        T::Err: std::fmt::Debug,
    {
        for one in all {
            assert_eq!(word(*one).parse::<T>().unwrap(), *one);
            assert_eq!(serde_json::to_value(one).unwrap(), word(*one));
        }
        assert!("".parse::<T>().is_err() && "Log".parse::<T>().is_err());
    }
    same(&Action::ALL, Action::word);
    same(&Status::ALL, Status::word);
    same(&CaseKind::ALL, CaseKind::word);
    same(&Track::ALL, Track::word);
}
