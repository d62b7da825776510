//! Show a case: as it stands, with its history, masked unless revealed to someone who may see it.

use jiff::civil::Date;

use crate::casework::event::DueFact;
use crate::casework::{Case, CaseKind, CaseNumber, Event, Said, Told, What, Words, mask, zone};
use crate::rpc::{Asker, CaseLine, CaseShown, EventAbout, EventShown, Readable, Refusal};

use super::Desk;
use super::books::{History, Step};
use super::fit::fitted;

impl Desk {
    /// Answers with a case.
    ///
    /// # Errors
    /// A refusal when there is none, or when it is to be revealed to someone who may not see it.
    pub(super) fn show_case(
        &self,
        guest: u64,
        who: &Asker,
        number: CaseNumber,
        reveal: bool,
    ) -> Result<CaseShown, Refusal> {
        let history = self.books.case(number).map_err(Refusal::NotRead)?;
        let history = history.ok_or(Refusal::NoSuchCase(number))?;
        let may_reveal = may_reveal(who, &history.case);
        if reveal && !may_reveal {
            return Err(Refusal::NotPermitted);
        }
        let also_open = self.feed.also_open(guest, number);
        let shown = shown(history, self.today(), may_reveal, reveal);
        // Said first: if the last case is read in at this moment, it is among them.
        if self.ledger.loading().is_some() {
            self.feed.shows_early(guest, number);
        }
        let merged_from = self.ledger.merged_into(number);
        Ok(CaseShown {
            merged_from,
            also_open,
            ..shown
        })
    }
}

/// Whoever logged a case, and the owner of the data, may see what is masked; an informant is
/// nobody's to see.
pub(super) fn may_reveal(who: &Asker, case: &Case) -> bool {
    let may = who.is_owner_user || case.opened_by == who.clerk;
    may && case.number.kind != CaseKind::Tipoff
}

/// A case in a line of the ledger, its visitor masked unless revealed; what cannot be read is left
/// out.
pub(super) fn line(case: &Case, today: Date, reveal: bool) -> CaseLine {
    let kind = case.number.kind;
    let nothing = Said::default();
    let said = case.said().unwrap_or(&nothing);
    let visitor = said.visitor.clone().unwrap_or_default();
    let due = case.running_due();
    CaseLine {
        number: case.number,
        kind,
        track: case.track,
        status: case.status,
        revision: case.revision,
        service: case.entry.as_ref().map(|entry| entry.id.clone()),
        service_title: case.entry.as_ref().map(|entry| entry.title.clone()),
        agency: said.agency.clone(),
        subject: said.subject.clone(),
        visitor: mask::visitor(kind, &visitor, reveal),
        respondent: said.respondent.clone(),
        clerk: case.opened_by.clone(),
        counter: None,
        opened_at: case.opened_at,
        due_on: due.map(|due| due.on),
        due_rule: due.map(|due| due.rule.clone()),
        provisional: due.is_some_and(|due| due.provisional),
        overdue: due.is_some_and(|due| due.on < today),
        closed_at: case.closed_at,
        outcome: said.outcome.clone(),
        merged_into: case.merged.map(|(into, _)| into),
    }
}

pub(super) fn shown(history: History, today: Date, may_reveal: bool, reveal: bool) -> CaseShown {
    let History { case, steps } = history;
    let line = line(&case, today, reveal);
    let allowed = case.allowed().collect();
    let (readable, said) = match case.told {
        Told::Open(said) => (Readable::Yes, *said),
        Told::Erased => (Readable::Erased, Said::default()),
        Told::Damaged | Told::Sealed => (Readable::Damaged, Said::default()),
    };
    let (events, earlier) = fitted(events(steps));
    CaseShown {
        line,
        content: said.content,
        answer: said.answer,
        demand: said.demand,
        events,
        earlier,
        readable,
        may_reveal,
        allowed,
        merged_from: Vec::new(),
        also_open: Vec::new(),
    }
}

/// What happened, oldest first.
pub(super) fn events(steps: Vec<Step>) -> Vec<EventShown> {
    let mut from = None;
    let mut merged = None;
    let mut shown = Vec::with_capacity(steps.len());
    for Step { event, status } in steps {
        let about = about(&event, &mut merged);
        shown.push(EventShown {
            seq: event.revision,
            at: event.at,
            clock_back: event.clock_back,
            clerk: event.clerk.clone(),
            action: event.what.action(),
            note: said_with(event),
            left_out: false,
            from,
            to: status,
            about,
        });
        from = Some(status);
    }
    shown
}

/// What an action was about. `merged` is the case that it is merged into meanwhile.
fn about(event: &Event, merged: &mut Option<CaseNumber>) -> EventAbout {
    let mut about = EventAbout::default();
    let day = |due: &DueFact| due.on;
    match &event.what {
        What::Referred { .. } => {
            about.to_agency = match &event.words {
                Words::Open(said) => said.agency.clone(),
                Words::Erased | Words::Damaged => None,
            };
        }
        What::Accepted { due } | What::Reopened { due, .. } => {
            about.due_on = due.as_ref().map(day);
        }
        What::Extended { days, due } => {
            about.days = Some(*days);
            about.due_on = Some(due.on);
        }
        What::Merged { into } => {
            *merged = Some(*into);
            about.other = Some(*into);
        }
        What::Unmerged { .. } => about.other = merged.take(),
        What::Logged { .. }
        | What::Noted
        | What::Declined
        | What::Answered
        | What::Closed
        | What::Withdrawn
        | What::Voided => {}
    }
    about
}

/// What was said with an action; what was told at intake stands in the case's own fields.
fn said_with(event: Event) -> Option<String> {
    match event.words {
        Words::Open(said) if event.revision > 1 => {
            let Said {
                note,
                outcome,
                answer,
                ..
            } = *said;
            note.or(outcome).or(answer)
        }
        _ => None,
    }
}

impl Desk {
    /// The day it is in the hall.
    pub(super) fn today(&self) -> Date {
        zone::day((self.clock)())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::casework::apply::apply;
    use crate::casework::deadline::Deadlines;
    use crate::casework::decide::{self, AtRegistry, Now};
    use crate::casework::{ClerkId, Command, IntakeForm, Status};

    fn clerk(name: &str) -> ClerkId {
        name.parse().unwrap()
    }

    /// A case that wang logged on 2026-11-24 (a complaint of which is due 2026-12-01), and what
    /// was done with it.
    fn history(kind: CaseKind, commands: &[Command]) -> History {
        let (deadlines, wang) = (Deadlines::built_in(), clerk("wang"));
        let now = Now {
            at: "2026-11-24T01:00:00Z".parse().unwrap(),
            clock_back: false,
            clerk: &wang,
            deadlines: &deadlines,
        };
        let mut form = IntakeForm::new(kind);
        form.content = Some("内容".into());
        form.visitor.name = Some("张三丰".into());
        let number = CaseNumber {
            day: "2026-11-24".parse().unwrap(),
            kind,
            serial: 1,
        };
        let at = AtRegistry {
            agency_name: Some("劳动保障监察大队".into()),
            ..AtRegistry::default()
        };
        let event = decide::log(form.parse().unwrap(), number, at, None, &now);
        let mut case = apply(None, &event).unwrap();
        let status = case.status;
        let mut steps = vec![Step { event, status }];
        for command in commands {
            let event = decide::decide(&case, command, None, &now).unwrap();
            case = apply(Some(case), &event).unwrap();
            let status = case.status;
            steps.push(Step { event, status });
        }
        History { case, steps }
    }

    fn show(history: History, today: &str) -> CaseShown {
        shown(history, today.parse().unwrap(), false, false)
    }

    #[test]
    fn who_logged_a_case_and_who_owns_the_data_may_reveal_and_an_informant_nobody() {
        for (name, is_owner_user, complaint) in [
            ("wang", false, true),
            ("li", false, false),
            ("li", true, true),
            ("wang", true, true),
        ] {
            let who = Asker {
                clerk: clerk(name),
                is_owner_user,
            };
            let may = |kind| may_reveal(&who, &history(kind, &[]).case);
            assert_eq!(may(CaseKind::Complaint), complaint, "{who:?}");
            assert_eq!(may(CaseKind::Enquiry), complaint, "{who:?}");
            assert!(!may(CaseKind::Tipoff), "{who:?}");
        }
    }

    #[test]
    fn a_case_is_overdue_the_day_after() {
        for (today, overdue) in [("2026-12-01", false), ("2026-12-02", true)] {
            let line = show(history(CaseKind::Complaint, &[]), today).line;
            assert_eq!(line.due_on, "2026-12-01".parse().ok());
            assert_eq!(line.overdue, overdue, "{today}");
        }
        let reason = || "理由".to_owned();
        let declined = [Command::Decline { reason: reason() }];
        let line = show(history(CaseKind::Complaint, &declined), "2026-12-02").line;
        assert_eq!((line.due_on, line.overdue), (None, false), "done with");
    }

    #[test]
    fn the_history_says_what_was_done_and_said() {
        let text = str::to_owned;
        let commands = [
            Command::Note {
                note: text("备注")
            },
            Command::Accept,
            Command::Refer {
                to: text("区财政局"),
                reason: text("理由"),
            },
            Command::Close {
                outcome: text("结果"),
            },
        ];
        let shown = show(history(CaseKind::Complaint, &commands), "2026-11-24");
        let told = shown.events.iter();
        let told: Vec<_> = told
            .map(|e| (e.seq, e.note.as_deref(), e.from, e.to))
            .collect();
        assert_eq!(
            told,
            [
                // What was told at intake stands in the case's own fields.
                (1, None, None, Status::Open),
                (2, Some("备注"), Some(Status::Open), Status::Open),
                (3, None, Some(Status::Open), Status::Accepted),
                (4, Some("理由"), Some(Status::Accepted), Status::Referred),
                (5, Some("结果"), Some(Status::Referred), Status::Closed),
            ]
        );
        assert_eq!(shown.line.agency.as_deref(), Some("区财政局"));
        assert_eq!(shown.line.outcome.as_deref(), Some("结果"));
        let answered = [Command::Answer {
            answer: text("答复"),
        }];
        let shown = show(history(CaseKind::Enquiry, &answered), "2026-11-24");
        assert_eq!(shown.answer.as_deref(), Some("答复"));
        assert_eq!(shown.events[1].note.as_deref(), Some("答复"));
    }

    #[test]
    fn what_cannot_be_read_says_so_and_the_rest_is_shown() {
        for (told, readable) in [
            (Told::Erased, Readable::Erased),
            (Told::Damaged, Readable::Damaged),
            (Told::Sealed, Readable::Damaged),
        ] {
            let mut history = history(CaseKind::Complaint, &[]);
            history.case.told = told;
            let shown = show(history, "2026-11-24");
            assert_eq!(shown.readable, readable);
            assert_eq!((shown.content, shown.line.visitor.name), (None, None));
            assert_eq!(shown.line.due_rule.as_deref(), Some("L1"));
        }
    }
}
