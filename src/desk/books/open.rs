//! Opening the books: keys, view, journal, in an order that loses nothing and trusts the journal.

use std::path::PathBuf;
use std::sync::mpsc::channel;
use std::sync::{Arc, Condvar, Mutex, RwLock};
use std::thread::{self, JoinHandle};

use super::change::Turns;
use super::keeper::{Backlog, Slot};
use super::mend::{OpenedView, catch_up, fresh, open_view, shelf};
use super::office::Office;
use super::record::{self, Hashes, mark};
use super::write;
use super::{Books, Clock, OpenFault, Places, Shared, folder};
use crate::casework::deadline::Deadlines;
use crate::journal::{self, Journal, JournalFault, Options, Position};
use crate::rpc::OwnerNotice;
use crate::seal::{self, KeyId, Keys, Made, MasterKey};
use crate::store::{Store, StoreFault};

impl Books {
    /// Opens the books of a data directory, or begins new ones.
    ///
    /// # Errors
    /// When something is damaged that only a backup can mend, or the system refuses.
    pub(in crate::desk) fn open(
        places: Places,
        deadlines: Arc<Deadlines>,
        clock: Clock,
    ) -> Result<Self, OpenFault> {
        let mut notices = Vec::new();
        for path in [&places.data, &places.journal(), &places.keys()] {
            folder(path)?;
        }
        let master = master_key(&places, &mut notices)?;
        let (mut view, mut aside) = match open_view(&places.view())? {
            OpenedView::Whole(view) => (view, None),
            OpenedView::Fresh { store, kept_aside } => (store, Some(kept_aside)),
        };
        // A view that cannot even tell how far it is, is as good as none.
        let (claim, used) = match read_mark(&view) {
            Ok(known) => known,
            Err(fault) if fault.is_the_disks() => return Err(OpenFault::View(fault)),
            Err(_) => {
                drop(view);
                (view, aside) = renewed(&places)?;
                (None, 0)
            }
        };
        let from = claim.as_ref().map(|(_, at)| at);
        let opened = Journal::open(&places.journal(), Options::default(), from);
        let journal::Opened { journal, torn, .. } = opened.map_err(OpenFault::Journal)?;
        if let Some(torn) = torn {
            notices.push(OwnerNotice::TornTail {
                kept_in: torn.kept_in.display().to_string(),
                bytes: torn.bytes,
            });
        }
        let start = from.cloned().unwrap_or_else(Position::start);
        let used = used.max(highest_key(&journal, &start)?);
        let mut keys = Keys::open(&places.keys(), master, KeyId(used)).map_err(OpenFault::Keys)?;
        notices.extend(lost_keys(&places)?);
        let hashes = Hashes::new(&keys);
        if let Some((mac, at)) = &claim
            && mark(&hashes, at).mac != *mac
        {
            return Err(OpenFault::ForeignMark);
        }
        let filled = |view: &Store, from| {
            let open = |clear: &[u8], sealed: &[u8]| record::open(clear, sealed, &keys);
            catch_up(view, journal.replay(from), open, &hashes)?;
            shelf(view, &keys).map_err(OpenFault::View)
        };
        let (mut shelf, shelf_at) = match filled(&view, &start) {
            Err(OpenFault::View(fault)) if !fault.is_the_disks() => {
                drop(view);
                (view, aside) = renewed(&places)?;
                filled(&view, &Position::start())?
            }
            filled => filled?,
        };
        for key in shelf.lines.take_forgotten() {
            // Nobody waits for it: what the disk refuses now is done the next time.
            let _ = keys.erase(key);
        }
        if let Some(kept_aside) = aside
            && (kept_aside.is_some() || journal.position().number > 0)
        {
            notices.push(OwnerNotice::StoreRebuilt {
                kept_aside: kept_aside.map(|path| path.display().to_string()),
            });
        }
        let last_at = view.last_at().map_err(OpenFault::View)?.max(shelf_at);
        let number = journal.position().number;
        let shared = Arc::new(Shared {
            places,
            clock,
            deadlines,
            office: Office::new(last_at),
            turns: Turns::default(),
            keys: RwLock::new(keys),
            hashes,
            journal: Mutex::new(Some(journal)),
            fresh: Mutex::default(),
            unread: Mutex::default(),
            shelf: RwLock::new(shelf),
            recording: Mutex::default(),
            view: RwLock::new(Slot {
                age: 0,
                store: Some(view),
            }),
            backlog: Mutex::new(Backlog::after(number)),
            news: Condvar::new(),
        });
        let (jobs, taken) = channel();
        let writer = Arc::clone(&shared);
        let keeper = Arc::clone(&shared);
        let threads = vec![
            thread("writer", move || write::run(&writer, &taken))?,
            thread("keeper", move || keeper.keep())?,
        ];
        Ok(Self {
            jobs,
            shared,
            threads: Mutex::new(threads),
            notices,
        })
    }
}

fn thread(name: &str, work: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, OpenFault> {
    let thread = thread::Builder::new().name(name.to_owned());
    thread.spawn(work).map_err(OpenFault::Thread)
}

/// The files of keys that are damaged or missing, by what can be told without opening them.
fn lost_keys(places: &Places) -> Result<Vec<OwnerNotice>, OpenFault> {
    let problems = seal::check(&places.keys()).map_err(|source| OpenFault::Folder {
        path: places.keys(),
        source,
    })?;
    let mut files: Vec<PathBuf> = problems.into_iter().map(|problem| problem.file).collect();
    files.dedup();
    let damaged = files.into_iter().map(|file| OwnerNotice::KeysDamaged {
        path: file.display().to_string(),
    });
    Ok(damaged.collect())
}

/// Whether a directory holds anything.
fn holds(path: PathBuf) -> Result<bool, OpenFault> {
    match std::fs::read_dir(&path) {
        Ok(mut entries) => Ok(entries.next().is_some()),
        Err(source) => Err(OpenFault::Folder { path, source }),
    }
}

/// The master key; made where nothing was ever sealed, never where something was: neither where
/// there are data keys, nor where they are lost and the records are still there.
fn master_key(places: &Places, notices: &mut Vec<OwnerNotice>) -> Result<MasterKey, OpenFault> {
    let path = &places.master_key;
    let keys = holds(places.keys())?;
    let records = holds(places.journal())?;
    if keys && !records {
        // The first segment is made before the first keys: the records were taken away, and
        // their numbers would be given out again.
        return Err(OpenFault::Journal(JournalFault::Behind {
            number: 1,
            last: 0,
        }));
    }
    if keys || (records && has_records(places)?) {
        if !path.exists() {
            return Err(OpenFault::MasterKeyMissing { path: path.clone() });
        }
        return MasterKey::read(path).map_err(OpenFault::Keys);
    }
    let (master, made) = MasterKey::read_or_make(path).map_err(OpenFault::Keys)?;
    if made == Made::New {
        notices.push(OwnerNotice::MasterKeyMade {
            path: path.display().to_string(),
        });
    }
    Ok(master)
}

/// Whether the journal holds a record, or more than an empty first segment.
fn has_records(places: &Places) -> Result<bool, OpenFault> {
    let mut any = false;
    let found = journal::verify(&places.journal(), None, &mut |_| any = true);
    let found = found.map_err(|source| OpenFault::Folder {
        path: places.journal(),
        source,
    })?;
    Ok(any || !found.problems.is_empty())
}

/// The highest data key of the records after a place: none of them may be handed out again.
fn highest_key(journal: &Journal, from: &Position) -> Result<u64, OpenFault> {
    let mut highest = 0;
    for read in journal.replay(from) {
        let read = read.map_err(OpenFault::Journal)?;
        highest = highest.max(Keys::key_of(&read.sealed).map_or(0, |key| key.0));
    }
    Ok(highest)
}

type Known = (Option<([u8; 32], Position)>, u64);

/// Up to where the view has the journal, with the claim that goes with it, and the highest key.
fn read_mark(view: &Store) -> Result<Known, StoreFault> {
    let used = view.highest_key()?;
    let Some(mark) = view.mark()? else {
        return Ok((None, used));
    };
    let at = Position::from_bytes(&mark.position).ok_or_else(|| StoreFault::Damaged {
        what: "the mark is no place in a journal".to_owned(),
    })?;
    Ok((Some((mark.mac, at)), used))
}

/// A new view in place of the one there is.
fn renewed(places: &Places) -> Result<(Store, Option<Option<PathBuf>>), OpenFault> {
    match fresh(&places.view())? {
        OpenedView::Fresh { store, kept_aside } => Ok((store, Some(kept_aside))),
        OpenedView::Whole(store) => Ok((store, None)),
    }
}
