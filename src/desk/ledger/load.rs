//! The index of cases: read in from the view in the background, kept up with what changes. Knows
//! neither who asks nor what a line shows.

use std::sync::{Arc, Condvar, Mutex, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::table::{Entry, Table};
use crate::casework::CaseNumber;
use crate::desk::books::{Books, Unread};
use crate::rpc::Loading;

/// So many numbers are asked of the view at once.
const NUMBERS: usize = 4096;
/// So many cases are put in at once: nobody who looks something up waits for more.
const CASES: usize = 32;
/// So often it is looked for what changed, so that it does not pile up where nobody asks; and the
/// view is asked again after it failed.
const PAUSE: Duration = Duration::from_secs(1);

/// The index, and the thread that reads it in. Dropping it ends the thread.
pub(in crate::desk) struct Index {
    shared: Arc<Shared>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

struct Shared {
    books: Arc<Books>,
    table: RwLock<Table>,
    /// Held while what changed is taken and put in: whoever asks meanwhile waits for it.
    draining: Mutex<()>,
    ending: Mutex<bool>,
    ended: Condvar,
}

impl Index {
    /// Begins to read the cases of these books in; says when all of them are there.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub(in crate::desk) fn start(
        books: &Arc<Books>,
        all_there: impl FnOnce() + Send + 'static,
    ) -> std::io::Result<Self> {
        let index = Self::new(books);
        let shared = Arc::clone(&index.shared);
        let thread = thread::Builder::new().name("ledger".to_owned());
        let thread = thread.spawn(move || shared.keep(all_there))?;
        *index.thread.lock().unwrap_or_else(PoisonError::into_inner) = Some(thread);
        Ok(index)
    }

    /// One that nobody fills yet.
    pub(super) fn new(books: &Arc<Books>) -> Self {
        Self {
            shared: Arc::new(Shared {
                books: Arc::clone(books),
                table: RwLock::default(),
                draining: Mutex::default(),
                ending: Mutex::default(),
                ended: Condvar::new(),
            }),
            thread: Mutex::default(),
        }
    }

    /// The table with everything that was answered before.
    pub(super) fn table(&self) -> RwLockReadGuard<'_, Table> {
        self.shared.drain();
        self.shared.read()
    }

    /// The cases that are merged into one, as far as they are read in.
    pub(in crate::desk) fn merged_into(&self, number: CaseNumber) -> Vec<CaseNumber> {
        self.table().merged_into(number)
    }

    /// How many cases cannot be read: whether they fit is not known.
    pub(super) fn unread(&self) -> usize {
        self.shared.read().unread()
    }

    /// How far reading in is; nothing once it is done.
    pub(in crate::desk) fn loading(&self) -> Option<Loading> {
        let (done, known) = {
            let table = self.shared.read();
            if table.is_loaded() {
                return None;
            }
            table.progress()
        };
        let number = |count| u64::try_from(count).unwrap_or(u64::MAX);
        let counted = self.shared.books.counts().map_or(0, |(cases, _)| cases);
        Some(Loading {
            done: number(done),
            of: counted.max(number(known)),
        })
    }

    /// Ends the thread.
    pub(in crate::desk) fn stop(&self) {
        *self.shared.ending() = true;
        self.shared.ended.notify_all();
        let thread = self
            .thread
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(thread) = thread {
            // A panic in there was told when it happened.
            let _ = thread.join();
        }
    }
}

impl Drop for Index {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Shared {
    fn read(&self) -> RwLockReadGuard<'_, Table> {
        self.table.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Table> {
        self.table.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn ending(&self) -> std::sync::MutexGuard<'_, bool> {
        self.ending.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits a while; says whether it is time to end.
    fn pause(&self) -> bool {
        let waited = self
            .ended
            .wait_timeout_while(self.ending(), PAUSE, |ending| !*ending);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }

    /// Puts in what changed since the last time.
    fn drain(&self) {
        let _one = self.draining.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = self.books.take_fresh();
        if !fresh.is_empty() {
            self.put(fresh.into_iter().map(Entry::new).collect());
        }
    }

    fn put(&self, entries: Vec<Entry>) {
        let mut table = self.write();
        entries.into_iter().for_each(|entry| table.put(entry));
    }

    /// The thread's work.
    fn keep(&self, all_there: impl FnOnce()) {
        self.walk();
        self.fill();
        if self.read().is_loaded() {
            all_there();
        }
        while !self.pause() {
            self.drain();
        }
    }

    /// Learns where every case stands. The view may be made anew meanwhile: numbers stay.
    fn walk(&self) {
        let mut last = None;
        while !*self.ending() {
            self.drain();
            match self.books.numbers_before(last, NUMBERS) {
                Ok(numbers) if numbers.is_empty() => {
                    self.write().all_met();
                    return;
                }
                Ok(numbers) => {
                    last = numbers.last().copied();
                    self.write().met(numbers);
                }
                Err(_) if self.pause() => return,
                Err(_) => {}
            }
        }
    }

    /// Reads the cases in, newest first; again and again those that the view did not give.
    fn fill(&self) {
        let (mut from, mut failed) = (0, false);
        while !*self.ending() {
            self.drain();
            let (missing, next) = self.read().missing(from, CASES);
            if missing.is_empty() {
                if !failed || self.pause() {
                    return;
                }
                (from, failed) = (0, false);
                continue;
            }
            from = next;
            let mut entries = Vec::with_capacity(missing.len());
            for number in missing {
                match self.books.viewed(number) {
                    Ok(Some(case)) => entries.push(Entry::new(case)),
                    Ok(None) => failed = true,
                    // Said in the owner's notices; the others go on.
                    Err(Unread::Case) => self.write().give_up(number),
                    Err(Unread::View) => {
                        failed = true;
                        if self.pause() {
                            return;
                        }
                    }
                }
            }
            self.put(entries);
        }
    }
}
