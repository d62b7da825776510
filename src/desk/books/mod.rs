//! The books: journal, keys and view of one data directory, kept in step. Knows cases, not who may
//! see them.
//!
//! | module | what it is |
//! |---|---|
//! | `record` | events as records: what stands in clear, what is sealed |
//! | `family` | records of other families: imported lists, words bound to entries, the mark for training |
//! | `vocabulary` | the words that were bound to entries |
//! | `shelve` | such records written, and what they add up to |
//! | `office` | numbers, times, which requests were seen |
//! | `write` | whoever asks decides and seals; one thread appends what waits with one sync |
//! | `append` | records appended with one sync, and what follows from them |
//! | `change` | something is done with a case, one after the other for each |
//! | `past` | a made-up past is written into empty books |
//! | `keeper` | one thread brings the view up behind the writer, and rebuilds it |
//! | `mend` | the view made from the journal |
//! | `open` | all of it opened, in an order that loses nothing |

mod append;
mod change;
mod family;
mod keeper;
mod mend;
mod office;
mod open;
mod past;
mod record;
mod shelve;
mod vocabulary;
mod write;

use std::cell::Cell;
use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Sender, SyncSender, sync_channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};
use std::thread::JoinHandle;

use jiff::Timestamp;

use crate::casework::deadline::Deadlines;
use crate::casework::{Case, CaseNumber, Event};
use crate::journal::{AppendFault, Journal, JournalFault, Position, Replay};
use crate::rpc::{OwnerNotice, Receipt, StoreFault};
use crate::seal::{Hasher, KeyFault, KeyId, Keys, SealedFile};
use crate::store::{self, Store};

use change::Turns;
pub(super) use change::{Unchanged, Wanted};
pub(super) use family::Filling;
use family::{Family, Shelf};
pub(super) use family::{ListRecord, Replaced};
use keeper::{Backlog, Slot};
use office::Office;
use record::Hashes;
pub(super) use record::{Clear, History, Step};
pub(super) use shelve::NewList;
pub(super) use vocabulary::{LineChange, LineRecord};
use write::Job;

/// Where the time comes from.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Where the books lie.
#[derive(Clone, Debug)]
pub struct Places {
    /// The data directory.
    pub data: PathBuf,
    /// The master key's file.
    pub master_key: PathBuf,
}

impl Places {
    /// The records.
    #[must_use]
    pub fn journal(&self) -> PathBuf {
        self.data.join("journal")
    }

    /// The data keys, wrapped.
    #[must_use]
    pub fn keys(&self) -> PathBuf {
        self.data.join("keys")
    }

    /// What the records add up to.
    #[must_use]
    pub fn view(&self) -> PathBuf {
        self.data.join("view")
    }
}

/// Why the books cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenFault {
    /// A directory cannot be made or read.
    #[error("{path}")]
    Folder {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The master key or a file of data keys.
    #[error("keys")]
    Keys(#[source] KeyFault),
    /// There are data keys but no master key to open them with.
    #[error("no master key at {path}")]
    MasterKeyMissing {
        /// Where it should stand.
        path: PathBuf,
    },
    /// The journal.
    #[error("journal")]
    Journal(#[source] JournalFault),
    /// A record of the journal is whole, but this program cannot read it.
    #[error("record {number}")]
    Record {
        /// Which.
        number: u64,
    },
    /// The view was marked with another master key: the journal may have been rewritten.
    #[error("the view is not marked with this master key")]
    ForeignMark,
    /// The view.
    #[error("view")]
    View(#[source] store::StoreFault),
    /// The system gives no thread.
    #[error("no thread")]
    Thread(#[source] std::io::Error),
}

/// Journal, keys and view of one data directory.
pub(super) struct Books {
    jobs: Sender<Job>,
    shared: Arc<Shared>,
    threads: Mutex<Vec<JoinHandle<()>>>,
    notices: Vec<OwnerNotice>,
}

/// A change that is on the disk.
pub(super) struct Written {
    /// What it is answered with.
    pub(super) receipt: Receipt,
    /// The case after it, what was told open; nothing where it was written before and only the
    /// answer is given again.
    pub(super) case: Option<Case>,
    /// The case that it was merged into before.
    pub(super) out_of: Option<CaseNumber>,
}

impl Written {
    const fn before(receipt: Receipt) -> Self {
        Self {
            receipt,
            case: None,
            out_of: None,
        }
    }
}

/// Why a case is not read.
#[derive(Debug)]
pub(super) enum Unread {
    /// It alone: what is kept of it does not add up, nor does what the records say.
    Case,
    /// The view cannot be had.
    View,
}

/// What the threads share, and whoever asks.
struct Shared {
    places: Places,
    clock: Clock,
    deadlines: Arc<Deadlines>,
    office: Office,
    turns: Turns,
    keys: RwLock<Keys>,
    hashes: Hashes,
    /// Nothing once all is closed.
    journal: Mutex<Option<Journal>>,
    /// What the records of other families add up to.
    shelf: RwLock<Shelf>,
    /// Held by whoever adds to `shelf`: one at a time.
    recording: Mutex<()>,
    /// Cases as they are after what was written, until somebody takes them.
    fresh: Mutex<Vec<Case>>,
    /// Cases that cannot be read though the view was made anew for them: that is not tried again.
    unread: Mutex<BTreeSet<CaseNumber>>,
    /// Taken after `backlog`, never before it.
    view: RwLock<Slot>,
    backlog: Mutex<Backlog>,
    /// Something about `backlog` or `view` changed.
    news: Condvar,
}

impl Shared {
    fn keys(&self) -> RwLockReadGuard<'_, Keys> {
        self.keys.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// A record as the event it was. The keys are held for this one only: whoever walks all records
    /// lets others draw a key in between.
    fn open(&self, clear: &[u8], sealed: &[u8]) -> Option<Event> {
        record::open(clear, sealed, &self.keys())
    }

    fn unread(&self) -> MutexGuard<'_, BTreeSet<CaseNumber>> {
        self.unread.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn fresh(&self) -> MutexGuard<'_, Vec<Case>> {
        self.fresh.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn journal(&self) -> MutexGuard<'_, Option<Journal>> {
        self.journal.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Books {
    /// What had to be mended at the start, and what the operator should know now.
    pub(super) fn notices(&self) -> Vec<OwnerNotice> {
        let behind = self
            .shared
            .view_fault()
            .map(|fault| OwnerNotice::ViewBehind { fault });
        let unread = self.shared.unread();
        let unread = unread.first().map(|number| OwnerNotice::CasesUnread {
            number: *number,
            count: u64::try_from(unread.len()).unwrap_or(u64::MAX),
        });
        let notices = self.notices.iter().cloned();
        notices.chain(behind).chain(unread).collect()
    }

    /// A sealed file of the data directory that is no record: it may be lost.
    pub(super) fn sealed_file(&self, name: &str) -> SealedFile {
        let path = self.shared.places.data.join(format!("{name}.sealed"));
        self.shared.keys().sealed_file(&path, name)
    }

    /// A keyed hash for one purpose.
    pub(super) fn hasher(&self, purpose: &str) -> Hasher {
        self.shared.keys().hasher(purpose)
    }

    /// A case with its history, opened as far as it can be.
    ///
    /// # Errors
    /// When the view cannot be had.
    pub(super) fn case(&self, number: CaseNumber) -> Result<Option<History>, StoreFault> {
        let kept = self.kept(number)?;
        Ok(kept.map(|(history, _)| history))
    }

    /// A case with its history, and the key it is sealed with.
    fn kept(&self, number: CaseNumber) -> Result<Option<(History, KeyId)>, StoreFault> {
        let caught_up = self.shared.caught_up().map_err(|_| Unread::View);
        let unfolded = caught_up.and_then(|()| self.unfolded(number));
        // Where the view lags for want of room the records themselves are read.
        unfolded.or_else(|_| self.recorded(number))
    }

    /// A case of the view with its history, and the key it is sealed with.
    fn unfolded(&self, number: CaseNumber) -> Result<Option<(History, KeyId)>, Unread> {
        let shared = &*self.shared;
        let tries = Cell::new(0);
        let unfolded = shared.read_as_it_is(|view| {
            let Some(stored) = view.case(number)? else {
                return Ok(Some(None));
            };
            match record::unfold(&stored, &shared.keys()) {
                Ok(history) => Ok(Some(Some((history, KeyId(stored.key))))),
                // The view was made anew because of it before: it is the case's own fault.
                Err(_) if tries.replace(1) > 0 || shared.unread().contains(&number) => Ok(None),
                Err(fault) => Err(fault),
            }
        });
        let unfolded = unfolded.map_err(|_| Unread::View)?;
        match unfolded {
            Some(_) => _ = shared.unread().remove(&number),
            None => _ = shared.unread().insert(number),
        }
        unfolded.ok_or(Unread::Case)
    }

    /// A case from its records: slow, and right whatever the view says.
    fn recorded(&self, number: CaseNumber) -> Result<Option<(History, KeyId)>, StoreFault> {
        let records = self.records()?;
        record::gather(number, records, |clear, sealed| {
            self.shared.open(clear, sealed)
        })
    }

    /// Hands over cases in this order, opened as far as they can be, until `take` wants no more;
    /// says how many were passed over because there are none, or they cannot be read. Where the
    /// view lags for want of room, or is being mended and does not have all of them, the records
    /// are read once for the rest.
    ///
    /// # Errors
    /// When neither view nor records can be had.
    pub(super) fn each(
        &self,
        numbers: &[CaseNumber],
        mut take: impl FnMut(Case) -> bool,
    ) -> Result<usize, StoreFault> {
        let mut rest = numbers;
        let mut passed_over = 0;
        if self.shared.caught_up().is_ok() {
            while let Some((number, more)) = rest.split_first() {
                match self.viewed(*number) {
                    Ok(Some(case)) => {
                        if !take(case) {
                            return Ok(passed_over);
                        }
                    }
                    Err(Unread::Case) => passed_over += 1,
                    Ok(None) | Err(Unread::View) => break,
                }
                rest = more;
            }
        }
        if rest.is_empty() {
            return Ok(passed_over);
        }
        let mut recorded = self.all_recorded(rest)?;
        for number in rest {
            match recorded.remove(number) {
                Some(case) => {
                    if !take(case) {
                        break;
                    }
                }
                None => passed_over += 1,
            }
        }
        Ok(passed_over)
    }

    /// Cases from their records: slow, and right whatever the view says.
    fn all_recorded(
        &self,
        numbers: &[CaseNumber],
    ) -> Result<HashMap<CaseNumber, Case>, StoreFault> {
        let records = self.records()?;
        record::gather_all(numbers, records, |clear, sealed| {
            self.shared.open(clear, sealed)
        })
    }

    /// All records from the first one on.
    fn records(&self) -> Result<Replay, StoreFault> {
        match &*self.shared.journal() {
            Some(journal) => Ok(journal.replay(&Position::start())),
            None => Err(StoreFault::Ending),
        }
    }

    /// A case as the view has it, which may lag a little, opened as far as it can be.
    ///
    /// # Errors
    /// When the view cannot be had, or this case cannot be read.
    pub(super) fn viewed(&self, number: CaseNumber) -> Result<Option<Case>, Unread> {
        let viewed = self.unfolded(number)?;
        Ok(viewed.map(|(history, _)| history.case))
    }

    /// The numbers of the newest cases in the view before this one, newest first, `most` at most;
    /// of the newest of all where none is named.
    ///
    /// # Errors
    /// When the view cannot be had.
    pub(super) fn numbers_before(
        &self,
        before: Option<CaseNumber>,
        most: usize,
    ) -> Result<Vec<CaseNumber>, StoreFault> {
        self.shared.read_as_it_is(|view| {
            let scan = match before {
                Some(number) => view.before(number)?,
                None => view.by_number(..),
            };
            scan.take(most).collect()
        })
    }

    /// Takes the cases that were changed since the last call, as they are now, what was told with
    /// them open; the oldest change first. What was answered is in it before it is answered.
    pub(super) fn take_fresh(&self) -> Vec<Case> {
        std::mem::take(&mut *self.shared.fresh())
    }

    /// How many cases and events there are.
    ///
    /// # Errors
    /// When the view cannot be had.
    pub(super) fn counts(&self) -> Result<(u64, u64), StoreFault> {
        let counters = self.shared.read(Store::counters);
        let counters = counters.or_else(|_| self.shared.read_as_it_is(Store::counters))?;
        Ok((counters.cases, counters.events))
    }

    /// Finishes what was begun and closes the view. Further changes are refused.
    pub(super) fn close(&self) {
        let threads =
            std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner));
        if threads.is_empty() {
            return;
        }
        let (reply, answered): (SyncSender<()>, _) = sync_channel(1);
        if self.jobs.send(Job::Close { reply }).is_ok() {
            let _ = answered.recv();
        }
        self.shared.close_view();
        for thread in threads {
            // A panic in there was told when it happened.
            let _ = thread.join();
        }
        self.shared.journal().take();
    }
}

impl Drop for Books {
    fn drop(&mut self) {
        self.close();
    }
}

/// Whether a clear part is that of a record of another family than cases that can be read here.
pub(super) fn is_known(clear: &[u8]) -> bool {
    Family::read(clear).is_some()
}

/// What the disk said, as a client is told it.
fn fault_of(fault: &AppendFault) -> StoreFault {
    match fault {
        AppendFault::Full => StoreFault::Full,
        AppendFault::ReadOnly => StoreFault::ReadOnly,
        AppendFault::Closed => StoreFault::Damaged,
        other => StoreFault::System(other.to_string()),
    }
}

/// Makes a directory that only we may enter.
fn folder(path: &Path) -> Result<(), OpenFault> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)
        .map_err(|source| OpenFault::Folder {
            path: path.to_owned(),
            source,
        })
}

#[cfg(test)]
mod tests;
