//! The keeper of the view: brings it up to the journal a little behind the writer, at once when
//! somebody wants to read, and rebuilds it when it fails. Never writes the journal.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::mend::{OpenedView, catch_up, fresh};
use super::record::mark;
use super::{OpenFault, Shared};
use crate::journal::Position;
use crate::rpc::StoreFault;
use crate::store::{self, Change, Other, Store};

/// So long nothing new must have come before the view is brought up unasked: changes that come
/// together are applied together.
const PAUSE: Duration = Duration::from_millis(2);

/// So long the view may lag, however much comes.
const LONGEST_LAG: Duration = Duration::from_millis(100);

/// So many changes the view may lag.
const MOST: usize = 512;

/// The view there is.
pub(super) struct Slot {
    /// Which one since the start: what fails is mended once, however many notice.
    pub(super) age: u64,
    /// Nothing while it could not be rebuilt.
    pub(super) store: Option<Store>,
}

/// What is to go into the view.
#[derive(Default)]
struct Waiting {
    changes: Vec<Change>,
    /// Records of other families.
    others: Vec<Other>,
}

impl Waiting {
    const fn len(&self) -> usize {
        self.changes.len() + self.others.len()
    }
}

/// What is written and not yet in the view.
#[derive(Default)]
pub(super) struct Backlog {
    waiting: Waiting,
    last: Option<Position>,
    /// Number of the last record written.
    written: u64,
    /// Number of the last record in the view.
    applied: u64,
    /// Number of the last record at the start: what came after it the office knows by itself.
    at_start: u64,
    /// How often something was tried.
    tries: u64,
    /// Why the last try failed.
    fault: Option<StoreFault>,
    /// Somebody wants to read.
    hurry: bool,
    /// The view that failed.
    failed: Option<Failed>,
    closing: bool,
    closed: bool,
}

impl Backlog {
    /// Nothing waits after this record.
    pub(super) fn after(number: u64) -> Self {
        Self {
            written: number,
            applied: number,
            at_start: number,
            ..Self::default()
        }
    }
}

/// A view that does not answer.
#[derive(Clone, Copy)]
struct Failed {
    /// Which.
    age: u64,
    /// What was answered is not what was written. Else the disk took nothing, or there is no view
    /// at all, because it could not be opened: it is still where it was.
    damaged: bool,
}

/// What the keeper does next.
enum Task {
    Apply(Waiting, Option<Position>),
    Reopen,
    Rebuild,
    Close,
}

impl Shared {
    fn backlog(&self) -> MutexGuard<'_, Backlog> {
        self.backlog.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says what was written: events of cases, and records of other families.
    pub(super) fn push(&self, changes: Vec<Change>, others: Vec<Other>, last: &Position) {
        let mut backlog = self.backlog();
        let was_idle = backlog.waiting.len() == 0;
        backlog.waiting.changes.extend(changes);
        backlog.waiting.others.extend(others);
        backlog.last = Some(last.clone());
        backlog.written = last.number;
        // It looks by itself soon enough, unless it sleeps or much waits.
        if was_idle || backlog.waiting.len() >= MOST {
            self.news.notify_all();
        }
    }

    /// Reads the view as it is after everything that was written before; once more after mending
    /// it where that fails.
    pub(super) fn read<T>(
        &self,
        ask: impl Fn(&Store) -> Result<T, store::StoreFault>,
    ) -> Result<T, StoreFault> {
        self.caught_up()?;
        self.read_as_it_is(ask)
    }

    /// Reads the view, which may lag behind what was written.
    pub(super) fn read_as_it_is<T>(
        &self,
        ask: impl Fn(&Store) -> Result<T, store::StoreFault>,
    ) -> Result<T, StoreFault> {
        for _ in 0..2 {
            let failed = {
                let slot = self.view.read().unwrap_or_else(PoisonError::into_inner);
                let damaged = match slot.store.as_ref().map(&ask) {
                    Some(Ok(answer)) => return Ok(answer),
                    Some(Err(fault)) => !fault.is_the_disks(),
                    None => false,
                };
                let age = slot.age;
                Failed { age, damaged }
            };
            self.mended(failed)?;
        }
        Err(StoreFault::Damaged)
    }

    /// Waits until everything written so far is in the view.
    pub(super) fn caught_up(&self) -> Result<(), StoreFault> {
        let mut backlog = self.backlog();
        let (wanted, tries) = (backlog.written, backlog.tries);
        while backlog.applied < wanted {
            if backlog.closed {
                return Err(StoreFault::Ending);
            }
            if backlog.tries > tries
                && let Some(fault) = &backlog.fault
            {
                return Err(fault.clone());
            }
            backlog.hurry = true;
            self.news.notify_all();
            backlog = self
                .news
                .wait(backlog)
                .unwrap_or_else(PoisonError::into_inner);
        }
        Ok(())
    }

    /// Waits until there is another view than the one that failed.
    fn mended(&self, failed: Failed) -> Result<(), StoreFault> {
        let mut backlog = self.backlog();
        let tries = backlog.tries;
        loop {
            if backlog.closed {
                return Err(StoreFault::Ending);
            }
            {
                let slot = self.view.read().unwrap_or_else(PoisonError::into_inner);
                if slot.age != failed.age && slot.store.is_some() {
                    return Ok(());
                }
            }
            if backlog.tries > tries
                && let Some(fault) = &backlog.fault
            {
                return Err(fault.clone());
            }
            backlog.failed = Some(failed);
            self.news.notify_all();
            backlog = self
                .news
                .wait(backlog)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Brings the view up to the journal's end, closes it, and ends the keeper.
    pub(super) fn close_view(&self) {
        let mut backlog = self.backlog();
        backlog.closing = true;
        self.news.notify_all();
        while !backlog.closed {
            backlog = self
                .news
                .wait(backlog)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// The keeper's work, until the view is closed.
    pub(super) fn keep(self: &Arc<Self>) {
        loop {
            let done = match self.task() {
                Task::Close => {
                    let store = {
                        let mut slot = self.view.write().unwrap_or_else(PoisonError::into_inner);
                        slot.store.take()
                    };
                    // What did not reach the disk is in the journal.
                    let _ = store.map(Store::close);
                    self.backlog().closed = true;
                    self.news.notify_all();
                    return;
                }
                Task::Apply(written, last) => self.tried(|| self.apply(&written, last)),
                Task::Reopen => self.tried(|| self.reopen()),
                Task::Rebuild => self.tried(|| self.rebuild()),
            };
            let mut backlog = self.backlog();
            backlog.tries += 1;
            match done {
                Ok(number) => {
                    backlog.applied = backlog.applied.max(number);
                    backlog.fault = None;
                }
                Err(fault) => backlog.fault = Some(fault),
            }
            drop(backlog);
            self.news.notify_all();
        }
    }

    /// Tries something. A panic must not leave those waiting who wait for the keeper.
    fn tried(&self, work: impl FnOnce() -> Result<u64, StoreFault>) -> Result<u64, StoreFault> {
        catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(StoreFault::Damaged))
    }

    /// Waits for something to do.
    fn task(&self) -> Task {
        let mut backlog = self.backlog();
        let mut since: Option<Instant> = None;
        loop {
            match backlog.failed.take().filter(|failed| self.is_there(failed)) {
                Some(Failed { damaged: true, .. }) => return Task::Rebuild,
                Some(Failed { damaged: false, .. }) => return Task::Reopen,
                None => {}
            }
            let behind = backlog.applied < backlog.written;
            let lags = since.is_some_and(|since| since.elapsed() >= LONGEST_LAG);
            let much = backlog.waiting.len() >= MOST;
            if behind && (backlog.hurry || backlog.closing || much || lags) {
                // Where an earlier try failed nothing waits any more: all of it is read again.
                let given_up = backlog.closing && backlog.fault.is_some();
                if !given_up {
                    return Self::all(&mut backlog);
                }
            }
            if backlog.closing {
                return Task::Close;
            }
            backlog.hurry = false;
            if backlog.waiting.len() == 0 {
                since = None;
                backlog = self
                    .news
                    .wait(backlog)
                    .unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            since.get_or_insert_with(Instant::now);
            let written = backlog.written;
            let waited = self.news.wait_timeout(backlog, PAUSE);
            let timeout;
            (backlog, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
            if timeout.timed_out() && backlog.written == written {
                return Self::all(&mut backlog);
            }
        }
    }

    fn all(backlog: &mut Backlog) -> Task {
        backlog.hurry = false;
        Task::Apply(std::mem::take(&mut backlog.waiting), backlog.last.take())
    }

    /// Whether a view that failed is still the one there is.
    fn is_there(&self, failed: &Failed) -> bool {
        let slot = self.view.read().unwrap_or_else(PoisonError::into_inner);
        slot.age == failed.age || slot.store.is_none()
    }

    /// Applies what was written. A view that failed is rebuilt; one that had no room goes on, once
    /// there is some, where it stopped.
    fn apply(&self, written: &Waiting, last: Option<Position>) -> Result<u64, StoreFault> {
        // After a failure it is not known what is missing: it is read from the journal.
        let last = last.filter(|_| self.backlog().fault.is_none());
        let Some(last) = last else {
            return self.reopen();
        };
        let applied = {
            let slot = self.view.read().unwrap_or_else(PoisonError::into_inner);
            let mark = mark(&self.hashes, &last);
            let Waiting { changes, others } = written;
            let apply = |store: &Store| store.apply(changes, others, &mark);
            slot.store.as_ref().map(apply)
        };
        match applied {
            Some(Ok(())) => Ok(last.number),
            Some(Err(fault)) if fault.is_the_disks() => self.reopen(),
            _ => self.rebuild(),
        }
    }

    /// Opens the same view again and reads on from where it is. Where there is still no room it
    /// can be read as it is.
    fn reopen(&self) -> Result<u64, StoreFault> {
        drop(self.take_view());
        let folder = self.places.view();
        let known = Store::open(&folder).and_then(|store| store.mark().map(|mark| (store, mark)));
        let (store, mark) = match known {
            Ok(known) => known,
            // It stays where it is until there is room.
            Err(fault) if fault.is_the_disks() => return Err(told(&OpenFault::View(fault))),
            Err(_) => return self.rebuild(),
        };
        let from = match mark {
            None => Some(Position::start()),
            Some(mark) => Position::from_bytes(&mark.position),
        };
        let caught_up = match &from {
            Some(from) => self.fill(&store, from),
            None => Err(OpenFault::ForeignMark),
        };
        match caught_up {
            Ok(end) => {
                self.put_view(store);
                Ok(end)
            }
            Err(OpenFault::View(fault)) if fault.is_the_disks() => {
                // What failed once answers nothing more.
                drop(store);
                if let Ok(store) = Store::open(&folder) {
                    self.put_lagging(store);
                }
                Err(told(&OpenFault::View(fault)))
            }
            Err(_) => {
                drop(store);
                self.rebuild()
            }
        }
    }

    /// Sets the view aside and makes a new one from the journal; says how far it is.
    fn rebuild(&self) -> Result<u64, StoreFault> {
        drop(self.take_view());
        let folder = self.places.view();
        let made = match fresh(&folder) {
            Ok(OpenedView::Whole(store) | OpenedView::Fresh { store, .. }) => {
                let filled = self.fill(&store, &Position::start());
                filled.map(|end| (store, end))
            }
            Err(fault) => Err(fault),
        };
        match made {
            Ok((store, end)) => {
                self.put_view(store);
                Ok(end)
            }
            Err(fault) => {
                if matches!(&fault, OpenFault::View(fault) if fault.is_the_disks()) {
                    // Half a view is no evidence of anything, and takes room.
                    let _ = std::fs::remove_dir_all(&folder);
                }
                Err(told(&fault))
            }
        }
    }

    /// Reads the journal into a view, from a place to its end.
    fn fill(&self, store: &Store, from: &Position) -> Result<u64, OpenFault> {
        let (replay, end) = match &*self.journal() {
            Some(journal) => (journal.replay(from), journal.position().number),
            None => return Err(OpenFault::View(store::StoreFault::Locked)),
        };
        catch_up(
            store,
            replay,
            |clear, sealed| self.open(clear, sealed),
            &self.hashes,
        )?;
        Ok(end)
    }

    fn take_view(&self) -> Option<Store> {
        let mut slot = self.view.write().unwrap_or_else(PoisonError::into_inner);
        slot.age += 1;
        slot.store.take()
    }

    fn put_view(&self, store: Store) {
        let mut slot = self.view.write().unwrap_or_else(PoisonError::into_inner);
        slot.store = Some(store);
    }

    /// Puts a view there that stopped for want of room, to be read as it is. One that lacks what
    /// there was at the start is none: it knows neither the numbers nor the requests of then, which
    /// would be given, and done, once more.
    pub(super) fn put_lagging(&self, store: Store) {
        let mark = store.mark().ok().flatten();
        let number = mark.map_or(0, |mark| mark.number);
        let mut backlog = self.backlog();
        if number < backlog.at_start {
            return;
        }
        backlog.applied = backlog.applied.min(number);
        drop(backlog);
        self.put_view(store);
    }

    /// Why the view is not what it should be, if it is not.
    pub(super) fn view_fault(&self) -> Option<StoreFault> {
        self.backlog().fault.clone()
    }
}

/// Why there is no view, as a client is told.
fn told(fault: &OpenFault) -> StoreFault {
    match fault {
        OpenFault::View(store::StoreFault::Full) => StoreFault::Full,
        OpenFault::View(store::StoreFault::ReadOnly) => StoreFault::ReadOnly,
        OpenFault::Folder { source, .. } => StoreFault::System(source.to_string()),
        _ => StoreFault::Damaged,
    }
}
