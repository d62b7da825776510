//! The feed: who shows what, who is told that it changed, and who else has a case open. Says what
//! changed and never how: whoever is told asks again.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::civil::Date;

use super::Lookup;
use super::sift::{Facts, fits};
use crate::casework::{CaseNumber, ClerkId};
use crate::rpc::{Asker, Changed, MOST_LINES, Tell, Watch};

/// Everybody who is there.
#[derive(Default)]
pub(super) struct Feed {
    watchers: Mutex<BTreeMap<u64, Watcher>>,
}

struct Watcher {
    clerk: ClerkId,
    tell: Tell,
    watch: Watch,
    /// The lines of its ledger as they were answered last: it shows them before it can say so.
    listed: Vec<CaseNumber>,
    /// What changed since it asked for its ledger, and was not told, while the answer is made.
    meanwhile: Option<Vec<CaseNumber>>,
    /// A case that it was shown while others were still being read in: some that were merged into it
    /// may be among them.
    shown_early: Option<CaseNumber>,
}

impl Watcher {
    fn shows(&self, number: CaseNumber) -> bool {
        let Self { watch, listed, .. } = self;
        watch.open == Some(number) || watch.shown.contains(&number) || listed.contains(&number)
    }

    /// Something is another one now that a line may be read of at this moment.
    fn note(&mut self, number: CaseNumber) {
        if let Some(meanwhile) = &mut self.meanwhile {
            meanwhile.push(number);
        }
    }

    fn tell_of(&self, number: CaseNumber) {
        (self.tell)(Changed {
            cases: vec![number],
            ..Changed::default()
        });
    }
}

impl Feed {
    fn watchers(&self) -> MutexGuard<'_, BTreeMap<u64, Watcher>> {
        // Nothing in here can be left half done.
        self.watchers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A client is there; it shows nothing yet.
    pub(super) fn enter(&self, guest: u64, who: &Asker, tell: Tell) {
        let watcher = Watcher {
            clerk: who.clerk.clone(),
            tell,
            watch: Watch::default(),
            listed: Vec::new(),
            meanwhile: None,
            shown_early: None,
        };
        self.watchers().insert(guest, watcher);
    }

    /// A client is gone; those who saw that it had a case open see that it no longer has.
    pub(super) fn leave(&self, guest: u64) {
        let mut watchers = self.watchers();
        let left = watchers.remove(&guest).and_then(|gone| gone.watch.open);
        if let Some(left) = left {
            tell_neighbours(&watchers, guest, left);
        }
    }

    /// A client shows something else now.
    pub(super) fn watch(&self, guest: u64, watch: &Watch) {
        let mut watchers = self.watchers();
        let Some(watcher) = watchers.get_mut(&guest) else {
            return;
        };
        let (before, now) = (watcher.watch.open, watch.open);
        // No more than a list has lines: all of it is gone through at every change of any case.
        watcher.watch = Watch {
            ledger: watch.ledger.clone(),
            shown: watch.shown.iter().take(MOST_LINES).copied().collect(),
            open: watch.open,
        };
        if watch.ledger.is_none() {
            watcher.listed.clear();
        }
        if before != now {
            for number in [before, now].into_iter().flatten() {
                tell_neighbours(&watchers, guest, number);
            }
        }
    }

    /// A client that shows its ledger asks for it: what changes from now on may be in the answer as
    /// it was before.
    pub(super) fn lists(&self, guest: u64) {
        if let Some(watcher) = self.watchers().get_mut(&guest)
            && watcher.watch.ledger.is_some()
        {
            watcher.meanwhile = Some(Vec::new());
        }
    }

    /// The ledger that a client asked for is made: it shows these lines from now on. Tells it of
    /// those that changed since it asked, also out of what its ledger holds.
    pub(super) fn listed(&self, guest: u64, lines: impl Iterator<Item = CaseNumber>) {
        let mut watchers = self.watchers();
        let Some(watcher) = watchers.get_mut(&guest) else {
            return;
        };
        let Some(meanwhile) = watcher.meanwhile.take() else {
            return;
        };
        watcher.listed = lines.take(MOST_LINES).collect();
        for number in meanwhile {
            if watcher.listed.contains(&number) {
                watcher.tell_of(number);
            }
        }
    }

    /// Other clerks who have a case open, in the order of their names.
    pub(super) fn also_open(&self, guest: u64, number: CaseNumber) -> Vec<ClerkId> {
        let watchers = self.watchers();
        let own = watchers.get(&guest).map(|watcher| &watcher.clerk);
        let others = watchers.iter().filter(|(other, watcher)| {
            **other != guest && watcher.watch.open == Some(number) && Some(&watcher.clerk) != own
        });
        let mut clerks: Vec<ClerkId> = others.map(|(_, watcher)| watcher.clerk.clone()).collect();
        clerks.sort();
        clerks.dedup();
        clerks
    }

    /// A case is another one now: tells those who show it, and those whose ledger it may come into.
    pub(super) fn changed(&self, case: &Facts<'_>, lookup: &Lookup, today: Date) {
        for watcher in self.watchers().values_mut() {
            let ledger = watcher.watch.ledger.as_ref();
            let comes_in = || {
                ledger.is_some_and(|want| {
                    let about = want.service.as_ref().map(|named| lookup.about(named));
                    fits(want, about.as_ref(), case, &watcher.clerk, today)
                })
            };
            if watcher.shows(case.number) || comes_in() {
                watcher.tell_of(case.number);
            } else {
                watcher.note(case.number);
            }
        }
    }

    /// Something that a case is shown with changed: tells those who show it.
    pub(super) fn touched(&self, number: CaseNumber) {
        for watcher in self.watchers().values() {
            if watcher.shows(number) {
                watcher.tell_of(number);
            }
        }
    }

    /// A client is about to be shown a case while others are still being read in.
    pub(super) fn shows_early(&self, guest: u64, number: CaseNumber) {
        if let Some(watcher) = self.watchers().get_mut(&guest) {
            watcher.shown_early = Some(number);
        }
    }

    /// All cases are read in: tells those who were shown one before.
    pub(super) fn all_there(&self) {
        for watcher in self.watchers().values_mut() {
            if let Some(number) = watcher.shown_early.take() {
                watcher.tell_of(number);
            }
        }
    }

    /// Something changed that everybody shows.
    pub(super) fn tell_all(&self, changed: &Changed) {
        for watcher in self.watchers().values() {
            (watcher.tell)(changed.clone());
        }
    }
}

/// Tells those who have a case open that somebody came to it or left it.
fn tell_neighbours(watchers: &BTreeMap<u64, Watcher>, guest: u64, number: CaseNumber) {
    let others = watchers.iter().filter(|(other, _)| **other != guest);
    for (_, watcher) in others {
        if watcher.watch.open == Some(number) {
            watcher.tell_of(number);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::casework::{CaseKind, Status};
    use crate::rpc::CaseFilter;

    type Told = Arc<Mutex<Vec<Changed>>>;

    fn clerk(name: &str) -> ClerkId {
        name.parse().unwrap()
    }

    fn enters(feed: &Feed, guest: u64, name: &str) -> Told {
        let told = Told::default();
        let who = Asker {
            clerk: clerk(name),
            is_owner_user: false,
        };
        let tell = Arc::clone(&told);
        feed.enter(
            guest,
            &who,
            Box::new(move |changed| tell.lock().unwrap().push(changed)),
        );
        told
    }

    fn cases(told: &Told) -> Vec<CaseNumber> {
        let told = std::mem::take(&mut *told.lock().unwrap());
        told.into_iter().flat_map(|changed| changed.cases).collect()
    }

    fn number(text: &str) -> CaseNumber {
        text.parse().unwrap()
    }

    fn open(number: CaseNumber) -> Watch {
        Watch {
            open: Some(number),
            ..Watch::default()
        }
    }

    fn becomes(feed: &Feed, number: CaseNumber, status: Status) {
        let li = clerk("li");
        let facts = Facts {
            number,
            status,
            service: None,
            agency: None,
            opened_by: &li,
            acted_by: &li,
            due_on: None,
        };
        feed.changed(&facts, &Lookup::built_in(), "2026-11-24".parse().unwrap());
    }

    #[test]
    fn who_shows_a_case_is_told_that_it_changed_and_nobody_else() {
        let feed = Feed::default();
        let (first, second) = (number("C20261124-0001"), number("C20261124-0002"));
        let [opens, lists, idle] =
            [(1, "wang"), (2, "li"), (3, "zhang")].map(|(guest, name)| enters(&feed, guest, name));
        feed.watch(1, &open(first));
        let watch = Watch {
            shown: vec![second],
            ..Watch::default()
        };
        feed.watch(2, &watch);
        becomes(&feed, first, Status::Accepted);
        assert_eq!(
            [&opens, &lists, &idle].map(cases),
            [vec![first], vec![], vec![]]
        );
        becomes(&feed, second, Status::Accepted);
        assert_eq!(
            [&opens, &lists, &idle].map(cases),
            [vec![], vec![second], vec![]]
        );
        feed.leave(2);
        becomes(&feed, second, Status::Closed);
        assert_eq!(cases(&lists), []);
    }

    #[test]
    fn no_more_is_watched_than_a_list_has_lines() {
        let feed = Feed::default();
        let told = enters(&feed, 1, "wang");
        let first = number("C20261124-0001");
        let serials = 1..=u32::try_from(MOST_LINES).unwrap() + 1;
        let shown: Vec<CaseNumber> = serials
            .map(|serial| CaseNumber { serial, ..first })
            .collect();
        let [last, beyond] = [shown[MOST_LINES - 1], shown[MOST_LINES]];
        let watch = Watch {
            shown,
            ..Watch::default()
        };
        feed.watch(1, &watch);
        for changed in [first, last, beyond] {
            becomes(&feed, changed, Status::Accepted);
        }
        assert_eq!(cases(&told), [first, last]);
    }

    #[test]
    fn a_line_is_shown_from_the_moment_it_was_read_for_the_answer() {
        let feed = Feed::default();
        let told = enters(&feed, 1, "wang");
        let open_ones = CaseFilter {
            statuses: vec![Status::Open],
            ..CaseFilter::default()
        };
        let [before, during, after, other] =
            [1, 2, 3, 4].map(|serial| number(&format!("C20261124-000{serial}")));
        let lines = || [before, during, after].into_iter();
        // Who shows no ledger is told nothing for having asked.
        feed.lists(1);
        feed.listed(1, lines());
        becomes(&feed, before, Status::Accepted);
        assert_eq!(cases(&told), []);

        let watch = Watch {
            ledger: Some(open_ones),
            ..Watch::default()
        };
        feed.watch(1, &watch);
        becomes(&feed, before, Status::Accepted);
        feed.lists(1);
        for changed in [during, other] {
            becomes(&feed, changed, Status::Accepted);
        }
        assert_eq!(cases(&told), [], "the answer may not have it yet");
        feed.listed(1, lines());
        assert_eq!(cases(&told), [during]);
        becomes(&feed, after, Status::Accepted);
        assert_eq!(cases(&told), [after], "before the client could say so");
        // Of the next answer these are no lines any more.
        feed.lists(1);
        feed.listed(1, [other].into_iter());
        becomes(&feed, after, Status::Closed);
        assert_eq!(cases(&told), []);
        feed.watch(1, &Watch::default());
        becomes(&feed, other, Status::Closed);
        assert_eq!(cases(&told), [], "the ledger was left");
    }

    #[test]
    fn a_case_shown_before_all_were_read_in_is_told_of_once_they_are() {
        let feed = Feed::default();
        let (early, late) = (enters(&feed, 1, "wang"), enters(&feed, 2, "li"));
        let [first, second] = ["C20261124-0001", "C20261124-0002"].map(number);
        feed.shows_early(1, first);
        feed.shows_early(1, second);
        feed.all_there();
        feed.all_there();
        assert_eq!(cases(&early), [second], "the one it shows, once");
        assert_eq!(cases(&late), []);
    }

    #[test]
    fn a_ledger_is_told_of_what_may_come_into_it() {
        let feed = Feed::default();
        let told = enters(&feed, 1, "wang");
        let complaints = CaseFilter {
            kinds: vec![CaseKind::Complaint],
            statuses: vec![Status::Open],
            ..CaseFilter::default()
        };
        let watch = Watch {
            ledger: Some(complaints),
            ..Watch::default()
        };
        feed.watch(1, &watch);
        let (complaint, tipoff) = (number("C20261124-0001"), number("T20261124-0001"));
        becomes(&feed, tipoff, Status::Open);
        becomes(&feed, complaint, Status::Closed);
        assert_eq!(cases(&told), []);
        becomes(&feed, complaint, Status::Open);
        assert_eq!(cases(&told), [complaint]);
    }

    #[test]
    fn who_else_has_a_case_open_is_known_and_told() {
        let feed = Feed::default();
        let case = number("C20261124-0001");
        let wang = enters(&feed, 1, "wang");
        let li = enters(&feed, 2, "li");
        // The same clerk at two terminals is one clerk.
        let li_again = enters(&feed, 3, "li");
        for guest in 1..=3 {
            feed.watch(guest, &open(case));
        }
        assert_eq!(feed.also_open(1, case), [clerk("li")]);
        assert_eq!(feed.also_open(2, case), [clerk("wang")]);
        assert_eq!(cases(&wang), [case, case]);
        assert_eq!((cases(&li), cases(&li_again)), (vec![case], vec![]));
        // Shown in another way, it is still open.
        let watch = Watch {
            shown: vec![case],
            ..open(case)
        };
        feed.watch(2, &watch);
        assert_eq!(cases(&wang), []);
        feed.watch(2, &Watch::default());
        feed.leave(3);
        assert_eq!(cases(&wang), [case, case]);
        assert_eq!(feed.also_open(1, case), []);
    }
}
