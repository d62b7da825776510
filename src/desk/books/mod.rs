//! The books: journal, keys and view of one data directory, kept in step. One thread writes, so
//! that whoever waits shares one sync; everybody else reads the view. Knows cases, not who may
//! see them.

mod mend;
mod open;
mod record;
mod write;

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Sender, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::thread::JoinHandle;

use jiff::Timestamp;

use crate::casework::decide::AtRegistry;
use crate::casework::{CaseNumber, ClerkId, Intake};
use crate::journal::{AppendFault, JournalFault};
use crate::rpc::{OwnerNotice, Receipt, Refusal, StoreFault};
use crate::seal::{KeyFault, Keys};
use crate::store::{self, Store};

pub(super) use record::{Clear, History, Step};
use write::{Job, LogJob};

/// Where the time comes from.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// The records' directory in the data directory.
pub(super) const JOURNAL: &str = "journal";
/// The view's directory in the data directory.
pub(super) const VIEW: &str = "view";

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
        self.data.join(JOURNAL)
    }

    /// The data keys, wrapped.
    #[must_use]
    pub fn keys(&self) -> PathBuf {
        self.data.join("keys")
    }

    /// What the records add up to.
    #[must_use]
    pub fn view(&self) -> PathBuf {
        self.data.join(VIEW)
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
    writer: Mutex<Option<JoinHandle<()>>>,
    notices: Vec<OwnerNotice>,
}

/// What the writer and the readers share.
struct Shared {
    view: RwLock<View>,
    keys: RwLock<Keys>,
}

/// The view there is, and which one since the start: what fails is mended once, however many
/// notice.
#[derive(Clone)]
struct View {
    age: u64,
    /// Nothing while it could not be rebuilt.
    store: Option<Arc<Store>>,
}

impl Shared {
    fn view(&self) -> View {
        self.view
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl Books {
    /// What had to be mended at the start, or what the operator should know.
    pub(super) fn notices(&self) -> &[OwnerNotice] {
        &self.notices
    }

    /// Logs a case; returns once it is on the disk.
    ///
    /// # Errors
    /// A refusal; then nothing was stored.
    pub(super) fn log(
        &self,
        intake: Intake,
        at_registry: AtRegistry,
        once: u128,
        clerk: ClerkId,
    ) -> Result<Receipt, Refusal> {
        let (reply, answered) = sync_channel(1);
        let job = LogJob {
            intake,
            at_registry,
            once,
            clerk,
            reply,
        };
        let gone = |_| Refusal::NotStored(StoreFault::Ending);
        self.jobs
            .send(Job::Log(Box::new(job)))
            .map_err(|_| gone(()))?;
        answered.recv().map_err(|_| gone(()))?
    }

    /// A case with its history, opened as far as it can be.
    ///
    /// # Errors
    /// When the view cannot be had.
    pub(super) fn case(&self, number: CaseNumber) -> Result<Option<History>, StoreFault> {
        self.read(|view| {
            let Some(stored) = view.case(number)? else {
                return Ok(None);
            };
            let keys = self
                .shared
                .keys
                .read()
                .unwrap_or_else(PoisonError::into_inner);
            record::unfold(&stored, &keys).map(Some)
        })
    }

    /// How many cases and events there are.
    ///
    /// # Errors
    /// When the view cannot be had.
    pub(super) fn counts(&self) -> Result<(u64, u64), StoreFault> {
        self.read(|view| {
            view.counters()
                .map(|counters| (counters.cases, counters.events))
        })
    }

    /// Reads the view; once more after mending it where that fails.
    fn read<T>(
        &self,
        ask: impl Fn(&Store) -> Result<T, store::StoreFault>,
    ) -> Result<T, StoreFault> {
        let View { age, store } = self.shared.view();
        if let Some(Ok(answer)) = store.as_deref().map(&ask) {
            return Ok(answer);
        }
        // Whoever rebuilds the view waits until nobody holds the old one.
        drop(store);
        let (reply, answered) = sync_channel(1);
        let gone = |()| StoreFault::Ending;
        let job = Job::Mend { failed: age, reply };
        self.jobs.send(job).map_err(|_| gone(()))?;
        let mended = answered.recv().map_err(|_| gone(()))??;
        ask(&mended).map_err(|_| StoreFault::Damaged)
    }

    /// Finishes what was begun and closes the view.
    pub(super) fn close(&self) {
        let (reply, answered): (SyncSender<()>, _) = sync_channel(1);
        if self.jobs.send(Job::Close { reply }).is_ok() {
            let _ = answered.recv();
        }
        let writer = self
            .writer
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(writer) = writer {
            // A panic of the writer was told when it happened.
            let _ = writer.join();
        }
    }
}

impl Drop for Books {
    fn drop(&mut self) {
        self.close();
    }
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
