//! The feed: who shows what, who is told that it changed, and who else has a case open. Says what
//! changed and never how: whoever is told asks again.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::civil::Date;

use super::sift::{Facts, fits};
use crate::casework::{CaseNumber, ClerkId};
use crate::rpc::{Asker, Changed, Tell, Watch};

/// Everybody who is there.
#[derive(Default)]
pub(super) struct Feed {
    watchers: Mutex<BTreeMap<u64, Watcher>>,
}

struct Watcher {
    clerk: ClerkId,
    tell: Tell,
    watch: Watch,
}

impl Watcher {
    fn shows(&self, number: CaseNumber) -> bool {
        self.watch.open == Some(number) || self.watch.shown.contains(&number)
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
        watcher.watch = watch.clone();
        if before != now {
            for number in [before, now].into_iter().flatten() {
                tell_neighbours(&watchers, guest, number);
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
    pub(super) fn changed(&self, case: &Facts<'_>, today: Date) {
        for watcher in self.watchers().values() {
            let ledger = watcher.watch.ledger.as_ref();
            let comes_in = || ledger.is_some_and(|want| fits(want, case, &watcher.clerk, today));
            if watcher.shows(case.number) || comes_in() {
                watcher.tell_of(case.number);
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
