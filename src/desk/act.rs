//! Act on a case (办理): an action that the status table allows becomes an event, and whoever shows
//! the case is told. Says nothing of how it is kept.

use super::books::{History, Unchanged, Wanted, Written};
use super::fit::fitted;
use super::sift::Facts;
use super::{Desk, show_case};
use crate::casework::{Case, Command, Said};
use crate::rpc::{Act, Asker, Conflict, Difference, Receipt, Refusal};

impl Desk {
    /// Does something with a case; returns once it is on the disk.
    ///
    /// # Errors
    /// A refusal; then nothing was stored.
    pub(super) fn act(&self, who: &Asker, act: &Act) -> Result<Receipt, Refusal> {
        let command = act.form.clone().parse().map_err(Refusal::Field)?;
        let to = match &command {
            Command::Refer { to, .. } => self.lookup().agency(to),
            _ => None,
        };
        let wanted = Wanted {
            number: act.number,
            if_revision: act.if_revision,
            command,
            to,
            once: act.once,
            clerk: who.clerk.clone(),
        };
        let _filling = self.filling.read();
        match self.books.change(&wanted) {
            Ok(written) => Ok(self.told(written)),
            Err(Unchanged::Refused(refusal)) => Err(refusal),
            Err(Unchanged::Since(history)) => {
                let on = act.if_revision.unwrap_or_default();
                let revision = history.case.revision;
                if !(1..=revision).contains(&on) {
                    return Err(Refusal::NoSuchRevision {
                        number: act.number,
                        asked: on,
                        revision,
                    });
                }
                Err(Refusal::Changed(Box::new(conflict(*history, on))))
            }
        }
    }

    /// Tells whoever shows a case that it is another one now; what they ask for then, they get as
    /// it is now. Every change of a case ends here.
    pub(super) fn told(&self, written: Written) -> Receipt {
        if let Some(case) = &written.case {
            let (facts, lookup) = (Facts::from(case), self.lookup());
            self.feed.changed(&facts, &lookup, self.today());
            // Those merged into a case are shown with it.
            let into = case.merged.map(|(into, _)| into);
            for other in into.into_iter().chain(written.out_of) {
                self.feed.touched(other);
            }
        }
        let receipt = written.receipt;
        Receipt {
            overdue: receipt.due_on.is_some_and(|due| due < self.today()),
            ..receipt
        }
    }
}

/// What was done with a case since a revision, and what differs now.
pub(super) fn conflict(history: History, since: u32) -> Conflict {
    let case = &history.case;
    // Of a revision that the case never had nothing can be compared.
    let then = history.as_of(since);
    let differences = then.map_or_else(Vec::new, |then| differences(&then, case));
    let (number, revision) = (case.number, case.revision);
    let mut events = show_case::events(history.steps);
    events.retain(|event| event.seq > since);
    let (events, earlier) = fitted(events);
    Conflict {
        number,
        revision,
        since: events,
        earlier,
        differences,
    }
}

/// What differs between a case as it was and as it is.
fn differences(then: &Case, now: &Case) -> Vec<Difference> {
    let text = |field: fn(&Said) -> &Option<String>| {
        let of = |case: &Case| case.said().and_then(|said| field(said).clone());
        changed(of(then), of(now))
    };
    let status = changed(then.status, now.status);
    let due = |case: &Case| case.due.as_ref().map(|due| due.on);
    let into = |case: &Case| case.merged.map(|(into, _)| into);
    let all = [
        status.map(|(then, now)| Difference::Status(then, now)),
        text(|said| &said.agency).map(|(then, now)| Difference::Agency(then, now)),
        changed(due(then), due(now)).map(|(then, now)| Difference::DueOn(then, now)),
        text(|said| &said.answer).map(|(then, now)| Difference::Answer(then, now)),
        text(|said| &said.outcome).map(|(then, now)| Difference::Outcome(then, now)),
        changed(into(then), into(now)).map(|(then, now)| Difference::MergedInto(then, now)),
    ];
    all.into_iter().flatten().collect()
}

/// What it was and what it is, where that differs.
fn changed<T: PartialEq>(then: T, now: T) -> Option<(T, T)> {
    (then != now).then_some((then, now))
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;
    use crate::casework::{Action, ActionForm, CaseKind, CaseNumber, IntakeForm, Status};
    use crate::desk::Places;
    use crate::rpc::{Answer, CaseFilter, Changed, ListCases, Log, Request, Watch};

    fn desk(folder: &std::path::Path) -> Desk {
        let places = Places {
            data: folder.join("data"),
            master_key: folder.join("config/master.key"),
        };
        let clock = || "2026-11-24T01:00:00Z".parse().unwrap();
        Desk::open_at(places, Arc::new(clock)).unwrap()
    }

    fn who(name: &str) -> Asker {
        Asker {
            clerk: name.parse().unwrap(),
            is_owner_user: false,
        }
    }

    fn log(desk: &Desk) -> CaseNumber {
        let mut form = IntakeForm::new(CaseKind::Complaint);
        form.content = Some("内容".into());
        form.agency = Some("劳动监察".into());
        let log = Log { once: 1, form };
        desk.log(&who("wang"), &log).unwrap().number
    }

    fn act(number: CaseNumber, once: u128, if_revision: Option<u32>, action: Action) -> Act {
        let text = || Some("话".to_owned());
        let form = ActionForm {
            note: text(),
            reason: text(),
            outcome: text(),
            to: Some("区财政局".into()),
            ..ActionForm::new(action)
        };
        Act {
            once,
            number,
            if_revision,
            form,
        }
    }

    #[test]
    fn who_comes_second_is_told_field_by_field_what_changed() {
        let folder = tempfile::tempdir().unwrap();
        let desk = desk(folder.path());
        let number = log(&desk);
        for (once, action) in [(2, Action::Accept), (3, Action::Refer), (4, Action::Close)] {
            desk.act(&who("li"), &act(number, once, None, action))
                .unwrap();
        }
        let late = desk.act(&who("wang"), &act(number, 5, Some(2), Action::Withdraw));
        let Err(Refusal::Changed(conflict)) = late else {
            panic!("{late:?}");
        };
        assert_eq!((conflict.number, conflict.revision), (number, 4));
        let since: Vec<_> = conflict.since.iter().map(|e| (e.seq, e.action)).collect();
        assert_eq!(since, [(3, Action::Refer), (4, Action::Close)]);
        assert_eq!(conflict.since[0].from, Some(Status::Accepted));
        let text = |text: &str| Some(text.to_owned());
        assert!(matches!(
            conflict.differences[2],
            Difference::DueOn(Some(_), None)
        ));
        assert_eq!(
            [&conflict.differences[..2], &conflict.differences[3..]].concat(),
            [
                Difference::Status(Status::Accepted, Status::Closed),
                Difference::Agency(text("劳动监察"), text("区财政局")),
                Difference::Outcome(None, text("话")),
            ]
        );
        // The agency it was referred to is the registry's.
        let history = desk.books.case(number).unwrap().unwrap();
        let agency = history.case.agency.map(|id| id.to_string());
        assert_eq!(agency.as_deref(), Some("hrss/agency/区财政局"));
        // Of a revision that never was nobody changed anything.
        for asked in [0, 9] {
            let beyond = desk.act(&who("wang"), &act(number, 6, Some(asked), Action::Note));
            let revision = conflict.revision;
            let said = Refusal::NoSuchRevision {
                number,
                asked,
                revision,
            };
            assert_eq!(beyond, Err(said));
        }
    }

    #[test]
    fn agencies_are_those_of_what_the_case_is_about() {
        use crate::rpc::FindAgencies;
        let folder = tempfile::tempdir().unwrap();
        let desk = desk(folder.path());
        let mut form = IntakeForm::new(CaseKind::Enquiry);
        form.service = "boundary/4".parse().ok();
        let logged = desk.log(&who("wang"), &Log { once: 1, form }).unwrap();
        let find = |number| FindAgencies {
            number: Some(number),
            limit: 3,
            ..FindAgencies::default()
        };
        let found = desk.find_agencies(&find(logged.number)).unwrap();
        let names: Vec<&str> = found.hits.iter().map(|hit| &*hit.name).collect();
        assert_eq!(names, ["区人社局", "区民政局", "区财政局"]);
        assert!(found.hits.iter().all(|hit| hit.part.is_some()));
        let absent = CaseNumber {
            serial: 9,
            ..logged.number
        };
        let refused = desk.find_agencies(&find(absent));
        assert_eq!(refused, Err(Refusal::NoSuchCase(absent)));
    }

    #[test]
    fn a_line_taken_out_of_the_ledger_is_told_before_the_client_names_it() {
        let folder = tempfile::tempdir().unwrap();
        let desk = desk(folder.path());
        let number = log(&desk);
        let told: Arc<Mutex<Vec<Changed>>> = Arc::default();
        let tell = Arc::clone(&told);
        let tell = move |changed| tell.lock().unwrap().push(changed);
        desk.feed.enter(1, &who("wang"), Box::new(tell));
        let filter = CaseFilter {
            statuses: vec![Status::Open],
            ..CaseFilter::default()
        };
        let watch = Watch {
            ledger: Some(filter.clone()),
            ..Watch::default()
        };
        let list = ListCases {
            filter,
            limit: 10,
            ..ListCases::default()
        };
        let ask = |request| desk.answer(1, &who("wang"), &request);
        ask(Request::Watch(Box::new(watch)));
        let Answer::Cases(found) = ask(Request::ListCases(Box::new(list.clone()))) else {
            panic!("no list");
        };
        assert_eq!(found.lines.len(), 1);
        desk.act(&who("li"), &act(number, 2, Some(1), Action::Accept))
            .unwrap();
        assert_eq!(told.lock().unwrap().len(), 1);
    }

    #[test]
    fn of_lines_that_the_asker_has_only_the_wanted_ones_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let desk = desk(folder.path());
        let numbers: Vec<CaseNumber> = (1..=4)
            .map(|once| {
                let mut form = IntakeForm::new(CaseKind::Complaint);
                form.content = Some("内容".into());
                desk.log(&who("wang"), &Log { once, form }).unwrap().number
            })
            .collect();
        let absent = CaseNumber {
            serial: 9,
            ..numbers[0]
        };
        let list = ListCases {
            limit: 3,
            only: Some(vec![numbers[2], numbers[0], absent]),
            ..ListCases::default()
        };
        let found = desk.list_cases(1, &who("wang"), &list).unwrap();
        assert_eq!(found.numbers, [numbers[3], numbers[2], numbers[1]]);
        let lines = found.lines.iter().map(|hit| hit.line.number);
        assert_eq!(lines.collect::<Vec<_>>(), [numbers[2]]);
        assert_eq!((found.total, found.shown().count()), (4, 3));
    }

    #[test]
    fn whoever_has_the_other_case_open_is_told_of_a_merge_and_of_its_end() {
        let folder = tempfile::tempdir().unwrap();
        let desk = desk(folder.path());
        let into = log(&desk);
        let mut form = IntakeForm::new(CaseKind::Complaint);
        form.content = Some("内容".into());
        let log = Log { once: 2, form };
        let number = desk.log(&who("wang"), &log).unwrap().number;
        let told: Arc<Mutex<Vec<CaseNumber>>> = Arc::default();
        let tell = Arc::clone(&told);
        let tell = move |changed: Changed| tell.lock().unwrap().extend(changed.cases);
        desk.feed.enter(1, &who("wang"), Box::new(tell));
        let open = Watch {
            open: Some(into),
            ..Watch::default()
        };
        desk.feed.watch(1, &open);
        let mut merge = act(number, 3, Some(1), Action::Merge);
        merge.form.into = Some(into);
        desk.act(&who("li"), &merge).unwrap();
        let apart = act(number, 4, Some(2), Action::Unmerge);
        desk.act(&who("li"), &apart).unwrap();
        // Asked again nothing changes.
        desk.act(&who("li"), &apart).unwrap();
        assert_eq!(*told.lock().unwrap(), [into, into]);
    }

    #[test]
    fn whoever_shows_a_case_is_told_once_of_each_change_and_nobody_else() {
        let folder = tempfile::tempdir().unwrap();
        let desk = desk(folder.path());
        let told: Arc<Mutex<Vec<(u64, Changed)>>> = Arc::default();
        for guest in 1..=4 {
            let told = Arc::clone(&told);
            let tell = move |changed| told.lock().unwrap().push((guest, changed));
            desk.feed.enter(guest, &who("wang"), Box::new(tell));
        }
        let ledger = |filter| Watch {
            ledger: Some(filter),
            ..Watch::default()
        };
        // The second shows complaints; the third tip-offs; the fourth nothing.
        let of = |kind| CaseFilter {
            kinds: vec![kind],
            ..CaseFilter::default()
        };
        desk.feed.watch(2, &ledger(of(CaseKind::Complaint)));
        desk.feed.watch(3, &ledger(of(CaseKind::Tipoff)));
        let take = || std::mem::take(&mut *told.lock().unwrap());
        let number = log(&desk);
        let changed = Changed {
            cases: vec![number],
            ..Changed::default()
        };
        assert_eq!(take(), [(2, changed.clone())]);
        let open = Watch {
            open: Some(number),
            ..Watch::default()
        };
        desk.feed.watch(1, &open);
        let request = act(number, 2, Some(1), Action::Accept);
        let ask = || desk.answer(9, &who("li"), &Request::Act(Box::new(request.clone())));
        assert!(matches!(ask(), Answer::Acted(_)));
        assert_eq!(take(), [(1, changed.clone()), (2, changed)]);
        // Asked again it is no other case.
        assert!(matches!(ask(), Answer::Acted(_)));
        assert!(take().is_empty());
    }
}
