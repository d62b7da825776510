//! Opening and letting go, in a hurry and without trust: both may panic or never come back on
//! damaged files, so both happen on threads of their own with a limit.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::fault::{StoreFault, caught};
use super::record::{decode, sealed};
use super::state::State;
use super::write::take_back;
use super::{FORMAT, Store, key, read};

/// How long opening may take.
const OPENING: Duration = Duration::from_secs(20);
/// How long looking through what was not closed may take: a million cases want some ten seconds.
const LOOKING: Duration = Duration::from_secs(120);
/// How long a lock is waited for: it may outlive its process, or the handle of this one, a little.
pub(super) const LOCK_WAIT: Duration = Duration::from_secs(2);
/// Between two tries for a lock.
pub(super) const LOCK_RETRY: Duration = Duration::from_millis(20);
/// How long letting go is waited for.
const PARTING: Duration = Duration::from_secs(5);
/// Bytes of pages sled keeps in memory.
const CACHE: u64 = 64 << 20;
/// sled's own flusher. Without one a power cut costs more (STORE.md, A3b).
const FLUSH_MS: u64 = 500;

/// Directories that a handle of this process has not come back from: whoever moves them away need
/// not wait for their lock.
static STUCK: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// Whether a handle of this process is stuck in a directory.
pub(super) fn is_stuck(dir: &Path) -> bool {
    let stuck = STUCK.lock().unwrap_or_else(PoisonError::into_inner);
    stuck.contains(dir)
}

/// Remembers whether one is.
pub(super) fn set_stuck(dir: &Path, stuck: bool) {
    let mut all = STUCK.lock().unwrap_or_else(PoisonError::into_inner);
    if stuck {
        all.insert(dir.to_owned());
    } else {
        all.remove(dir);
    }
}

/// Runs what may never come back. None: it has not within the limit, and is left behind.
fn within<T: Send + 'static>(
    limit: Duration,
    name: &str,
    work: impl FnOnce() -> Result<T, StoreFault> + Send + 'static,
) -> Option<Result<T, StoreFault>> {
    let (done, wait) = mpsc::channel();
    let started = thread::Builder::new().name(name.to_owned()).spawn(move || {
        // Nobody waits any more: what was made is dropped here.
        let _ = done.send(caught(work));
    });
    if let Err(error) = started {
        return Some(Err(error.into()));
    }
    match wait.recv_timeout(limit) {
        Ok(done) => Some(done),
        Err(RecvTimeoutError::Timeout) => None,
        // It panicked where nothing catches: dropping what the first panic left.
        Err(RecvTimeoutError::Disconnected) => Some(Err(StoreFault::damaged("sled panicked"))),
    }
}

impl Store {
    /// Opens the view in a directory, or makes an empty one there. A lock is waited for up to two
    /// seconds. One that was not closed is looked through whole: after a power cut nothing else
    /// tells whether sled lost something.
    ///
    /// # Errors
    /// See [`StoreFault`]: all but `Locked`, `Full`, `ReadOnly` and `Io` are healed by
    /// [`super::set_aside`] and rebuilding.
    pub fn open(dir: &Path) -> Result<Self, StoreFault> {
        let path = dir.to_owned();
        let opened = within(OPENING, "store-open", move || {
            let started = Instant::now();
            loop {
                match caught(|| start(&path)) {
                    Err(StoreFault::Locked) if started.elapsed() < LOCK_WAIT => {
                        thread::sleep(LOCK_RETRY);
                    }
                    other => return other,
                }
            }
        });
        let stuck = |what| {
            set_stuck(dir, true);
            StoreFault::damaged(what)
        };
        let (store, in_use) = opened.unwrap_or_else(|| Err(stuck("opening took too long")))?;
        if !in_use {
            return Ok(store);
        }
        let looked = within(LOOKING, "store-check", move || {
            store.check().map(|()| store)
        });
        looked.unwrap_or_else(|| Err(stuck("looking through it took too long")))
    }

    /// Writes out what is not written yet and closes.
    ///
    /// # Errors
    /// [`StoreFault`] when that fails. It is closed all the same.
    pub fn close(mut self) -> Result<(), StoreFault> {
        let clean = self.ask(|db| {
            db.remove(key::IN_USE)?;
            Ok(())
        });
        let Some(db) = self.db.take() else {
            return clean;
        };
        let flush = clean.is_ok();
        let parted = part(&self.dir, db, flush);
        clean.and(parted)
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        if let Some(db) = self.db.take() {
            // Nobody to tell; a store that was not closed is looked through when it is opened.
            let _ = part(&self.dir, db, false);
        }
    }
}

/// Lets sled go, on another thread: after damage its own threads may be dead, and it waits for them
/// for ever.
fn part(dir: &Path, db: sled::Db, flush: bool) -> Result<(), StoreFault> {
    let parted = within(PARTING, "store-close", move || {
        let flushed = if flush { db.flush().map(drop) } else { Ok(()) };
        drop(db);
        Ok(flushed?)
    });
    parted.unwrap_or_else(|| {
        set_stuck(dir, true);
        Err(StoreFault::damaged("closing took too long"))
    })
}

/// The store, and whether it was in use when last heard of.
fn start(dir: &Path) -> Result<(Store, bool), StoreFault> {
    let config = sled::Config::new()
        .path(dir)
        .cache_capacity(CACHE)
        .flush_every_ms(Some(FLUSH_MS));
    let db = config.open()?;
    let mut store = Store {
        db: Some(db),
        dir: dir.to_owned(),
        state: Mutex::default(),
        failed: OnceLock::new(),
    };
    // From here on the handle is let go like any other.
    let (state, in_use) = store.ask(begin)?;
    store.state = Mutex::new(state);
    Ok((store, in_use))
}

/// Reads the state, or makes an empty store; whether it was in use when last heard of.
fn begin(db: &sled::Db) -> Result<(State, bool), StoreFault> {
    let Some(format) = read::value(db, key::FORMAT)? else {
        return if db.is_empty() {
            create(db)
        } else {
            Err(StoreFault::damaged("the format is missing"))
        };
    };
    let format = format.as_slice().try_into();
    let found = format
        .map(u32::from_be_bytes)
        .map_err(|_| StoreFault::damaged("the format cannot be read"))?;
    if found != FORMAT {
        return Err(StoreFault::Format { found });
    }
    let state = match read::value(db, key::STATE)? {
        Some(bytes) => decode(&bytes)?,
        None => State::default(),
    };
    take_back(db, state.applied)?;
    let in_use = read::value(db, key::IN_USE)?.is_some();
    if !in_use {
        db.insert(key::IN_USE, sealed(key::IN_USE, Vec::new()))?;
        // On its way to the disk before anything that a power cut could leave half of.
        db.flush()?;
    }
    Ok((state, in_use))
}

fn create(db: &sled::Db) -> Result<(State, bool), StoreFault> {
    let mut batch = sled::Batch::default();
    let format = FORMAT.to_be_bytes().to_vec();
    batch.insert(key::FORMAT, sealed(key::FORMAT, format));
    batch.insert(key::IN_USE, sealed(key::IN_USE, Vec::new()));
    db.apply_batch(batch)?;
    Ok((State::default(), false))
}
