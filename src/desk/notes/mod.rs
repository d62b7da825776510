//! What is counted beside the records: queries that led to nothing, entries that are opened often.
//! Two sealed files of the data directory, written now and then by a thread of their own; nobody who
//! asks or types waits for them, and a crash loses a moment's counts. One that is lost or damaged is
//! begun anew.

mod habits;
mod misses;

use std::collections::HashMap;
use std::fs;
use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use jiff::civil::Date;
use serde::Serialize;
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use super::books::Books;
use super::{Clock, Lookup};
use crate::casework::zone;
use crate::registry::EntryId;
use crate::rpc::{Miss, OwnerNotice};
use crate::seal::{Hasher, KeyFault, SealedFile};
use crate::search::normal::Dense;

use habits::Habits;
use misses::{DAYS, Misses};

/// So long what changed stays unwritten: what comes meanwhile is written with it.
const PAUSE: Duration = Duration::from_secs(30);

/// So often it is looked what has grown old, where nothing else happens.
const LOOK: Duration = Duration::from_secs(6 * 60 * 60);

/// The files, by what is in them; also what their keys are for.
const MISSES: &str = "misses";
const HABITS: &str = "habits";

/// How many points each entry has for being opened often. The lookups share it.
#[derive(Debug, Default)]
pub(super) struct Lifts(RwLock<HashMap<EntryId, i64>>);

impl Lifts {
    /// The points of an entry: 0 to 5.
    pub(super) fn of(&self, id: &EntryId) -> i64 {
        let lifts = self.0.read().unwrap_or_else(PoisonError::into_inner);
        lifts.get(id).copied().unwrap_or(0)
    }
}

/// The counts of one data directory.
pub(super) struct Notes {
    shared: Arc<Shared>,
    lifts: Arc<Lifts>,
    hasher: Hasher,
    notices: Vec<OwnerNotice>,
    writer: Mutex<Option<JoinHandle<()>>>,
}

/// What the one who counts and the one who writes share.
struct Shared {
    clock: Clock,
    /// So long what changed may stay unwritten.
    pause: Duration,
    misses: SealedFile,
    habits: SealedFile,
    counts: Mutex<Counts>,
    /// Held by whoever writes a file; taken before `counts`.
    writing: Mutex<()>,
    /// Something changed, or all is to end.
    news: Condvar,
}

#[derive(Default)]
struct Counts {
    misses: Misses,
    habits: Habits,
    /// When the points were made last: some of what they stand on grows old every day.
    weighed: Option<Date>,
    /// What is not written yet.
    unwritten: Unwritten,
    closing: bool,
}

/// Which files are behind what was counted.
#[derive(Clone, Copy, Default)]
struct Unwritten {
    misses: bool,
    habits: bool,
}

impl Unwritten {
    const fn any(self) -> bool {
        self.misses || self.habits
    }
}

impl Notes {
    /// Opens the counts of a data directory.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub(super) fn open(books: &Books, clock: Clock) -> io::Result<Self> {
        Self::open_with(books, clock, PAUSE)
    }

    fn open_with(books: &Books, clock: Clock, pause: Duration) -> io::Result<Self> {
        let mut notices = Vec::new();
        let (misses, habits) = (books.sealed_file(MISSES), books.sealed_file(HABITS));
        let shared = Arc::new(Shared {
            counts: Mutex::new(Counts {
                misses: read(&misses, &mut notices),
                habits: read(&habits, &mut notices),
                ..Counts::default()
            }),
            clock,
            pause,
            misses,
            habits,
            writing: Mutex::default(),
            news: Condvar::new(),
        });
        shared.prune(&mut shared.counts());
        for file in [&shared.misses, &shared.habits] {
            shared.drop_old_aside(file);
        }
        let writer = Arc::clone(&shared);
        let thread = thread::Builder::new().name("counts".to_owned());
        Ok(Self {
            writer: Mutex::new(Some(thread.spawn(move || writer.write())?)),
            shared,
            lifts: Arc::default(),
            hasher: books.hasher(MISSES),
            notices,
        })
    }

    /// What had to be begun anew.
    pub(super) fn notices(&self) -> &[OwnerNotice] {
        &self.notices
    }

    /// The points of entries, for whoever ranks them.
    pub(super) fn lifts(&self) -> Arc<Lifts> {
        Arc::clone(&self.lifts)
    }

    /// Counts a query that led to nothing.
    pub(super) fn missed(&self, query: &str, found: bool) {
        let hash = self.hash(query);
        let day = self.shared.today();
        let mut counts = self.shared.counts();
        if counts.misses.note(query, hash, day, found) {
            self.shared.wake(&counts);
            counts.unwritten.misses = true;
        }
    }

    /// Counts that an entry was opened, where the registry has it.
    pub(super) fn opened(&self, id: &EntryId, lookup: &Lookup) {
        let Some(entry) = lookup.then(id) else {
            return;
        };
        let day = self.shared.today();
        let mut counts = self.shared.counts();
        let changed = counts.habits.note(entry, day);
        let is_due = changed || counts.weighed != Some(day);
        self.shared.wake(&counts);
        counts.unwritten.habits = true;
        drop(counts);
        if is_due {
            self.weigh(lookup);
        }
    }

    /// Makes the points anew, by what the entries are called in this lookup.
    pub(super) fn weigh(&self, lookup: &Lookup) {
        let mut counts = self.shared.counts();
        let today = self.shared.today();
        counts.unwritten.habits |= counts.habits.prune(today);
        counts.weighed = Some(today);
        let points = counts.habits.points(|then| lookup.now(then));
        let mut lifts = self.lifts.0.write().unwrap_or_else(PoisonError::into_inner);
        *lifts = points;
    }

    /// The queries that led to nothing, the most frequent first.
    pub(super) fn misses(&self) -> Vec<Miss> {
        let mut counts = self.shared.counts();
        self.shared.prune(&mut counts);
        counts.misses.by_frequency()
    }

    /// Forgets one query or all, in the file too before this returns; tells how many there were.
    ///
    /// # Errors
    /// When the file cannot be written; then it is forgotten here, and in the file a little later.
    pub(super) fn forget(&self, query: Option<&str>) -> Result<usize, KeyFault> {
        let hash = query.map(|query| self.hash(query));
        let mut gone = 0;
        let fault = self.shared.write_misses(|counts| {
            gone = match hash {
                Some(hash) => usize::from(counts.misses.forget(&hash)),
                None => counts.misses.forget_all(),
            };
            true
        });
        if hash.is_none() {
            // Nobody can say what is in there.
            let _ = fs::remove_file(self.shared.misses.aside());
        }
        self.shared.news.notify_all();
        fault.map_or(Ok(gone), Err)
    }

    /// Writes what is not written yet, and ends the thread that does.
    pub(super) fn close(&self) {
        self.shared.counts().closing = true;
        self.shared.news.notify_all();
        let writer = {
            let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
            writer.take()
        };
        // A panic in there was told when it happened.
        let _ = writer.map(JoinHandle::join);
    }

    /// The same for all ways of typing that are found alike.
    fn hash(&self, query: &str) -> misses::Hash {
        let normal: String = Dense::new(query).chars.into_iter().collect();
        self.hasher.hash(normal.as_bytes())
    }
}

impl Drop for Notes {
    fn drop(&mut self) {
        self.close();
    }
}

impl Shared {
    fn counts(&self) -> MutexGuard<'_, Counts> {
        // Nothing in here is left half done.
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Wakes the writer, unless it knows already that there is something to write. It looks once
    /// these counts are let go.
    fn wake(&self, counts: &Counts) {
        if !counts.unwritten.any() {
            self.news.notify_all();
        }
    }

    fn today(&self) -> Date {
        zone::day((self.clock)())
    }

    fn prune(&self, counts: &mut Counts) {
        let today = self.today();
        counts.unwritten.misses |= counts.misses.prune(today);
        counts.unwritten.habits |= counts.habits.prune(today);
    }

    /// Nothing is kept longer for being damaged.
    fn drop_old_aside(&self, file: &SealedFile) {
        let aside = file.aside();
        let modified = fs::metadata(&aside).and_then(|aside| aside.modified());
        let day = modified
            .ok()
            .and_then(|at| jiff::Timestamp::try_from(at).ok())
            .map(zone::day);
        if day.is_some_and(|day| (self.today() - day).get_days() > DAYS) {
            let _ = fs::remove_file(aside);
        }
    }

    /// The writer's work, until all is to end.
    fn write(&self) {
        loop {
            let waited = |counts, long, wakes: fn(&Counts) -> bool| {
                let sleeps = |counts: &mut Counts| !counts.closing && !wakes(counts);
                let waited = self.news.wait_timeout_while(counts, long, sleeps);
                waited.unwrap_or_else(PoisonError::into_inner).0
            };
            // Nothing to do, until something is; then a little longer, for what comes with it.
            let mut counts = waited(self.counts(), LOOK, |counts| counts.unwritten.any());
            if counts.unwritten.any() {
                counts = waited(counts, self.pause, |_| false);
            }
            self.prune(&mut counts);
            let closing = counts.closing;
            drop(counts);
            self.write_misses(|counts| counts.unwritten.misses);
            self.write_habits();
            if closing {
                return;
            }
        }
    }

    /// Writes the misses, when `wanted` says so; whoever counts does not wait for the disk.
    fn write_misses(&self, wanted: impl FnOnce(&mut Counts) -> bool) -> Option<KeyFault> {
        // Whoever comes later writes what is newer.
        let _alone = self.writing.lock();
        let bytes = {
            let mut counts = self.counts();
            if !wanted(&mut counts) {
                return None;
            }
            counts.unwritten.misses = false;
            encoded(&counts.misses)?
        };
        let fault = self.misses.write(&bytes).err();
        if fault.is_some() {
            self.counts().unwritten.misses = true;
        }
        fault
    }

    fn write_habits(&self) {
        let _alone = self.writing.lock();
        let bytes = {
            let mut counts = self.counts();
            if !std::mem::take(&mut counts.unwritten.habits) {
                return;
            }
            encoded(&counts.habits)
        };
        if bytes.is_some_and(|bytes| self.habits.write(&bytes).is_err()) {
            self.counts().unwritten.habits = true;
        }
    }
}

/// What a file says; nothing where there is none or it is damaged, which is told.
fn read<T: DeserializeOwned + Default>(file: &SealedFile, notices: &mut Vec<OwnerNotice>) -> T {
    let read = match file.read() {
        Ok(None) => return T::default(),
        Ok(Some(plain)) => rmp_serde::from_slice(&plain).ok(),
        Err(_) => None,
    };
    read.unwrap_or_else(|| {
        let path = file.set_aside();
        let path = path.unwrap_or_else(|_| file.path().to_owned());
        notices.push(OwnerNotice::CountsLost {
            kept_aside: path.display().to_string(),
        });
        T::default()
    })
}

/// As it stands in its file; nothing where it cannot be put into bytes, which none of it is.
fn encoded(counts: &impl Serialize) -> Option<Zeroizing<Vec<u8>>> {
    rmp_serde::to_vec_named(counts).ok().map(Zeroizing::new)
}

#[cfg(test)]
mod tests;
