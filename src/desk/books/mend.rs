//! The view brought up to the journal: what is past its mark at the start, everything when it is
//! rebuilt. Never touches the journal.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::write::{Writer, mark};
use super::{OpenFault, View, record};
use crate::casework::{Case, CaseNumber};
use crate::journal::{Journal, Position};
use crate::rpc::StoreFault;
use crate::seal::Keys;
use crate::store::{self, Change, Store};

/// No reading of the view takes longer.
const LONGEST_READ: Duration = Duration::from_secs(2);

/// Records applied to the view at once.
const AT_ONCE: usize = 500;

impl Writer {
    /// A view that works: the present one unless it is the one that failed.
    pub(super) fn view_after(&mut self, failed: Option<u64>) -> Result<Arc<Store>, StoreFault> {
        let View { age, store } = self.shared.view();
        match store {
            Some(view) if failed != Some(age) => Ok(view),
            failed => {
                drop(failed);
                self.rebuild()
            }
        }
    }

    /// Sets the view aside and makes a new one from the journal.
    pub(super) fn rebuild(&mut self) -> Result<Arc<Store>, StoreFault> {
        drop(self.take_view());
        let folder = self.places.view();
        store::set_aside(&folder).map_err(|fault| StoreFault::System(fault.to_string()))?;
        let view = Store::open(&folder).map_err(|fault| as_told(&fault))?;
        let keys = self
            .shared
            .keys
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        catch_up(&view, &self.journal, &Position::start(), &keys)
            .map_err(|_| StoreFault::Damaged)?;
        drop(keys);
        let view = Arc::new(view);
        let place = &mut *self
            .shared
            .view
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        place.store = Some(Arc::clone(&view));
        Ok(view)
    }

    /// Takes the view away from everybody, once nobody reads it any more; whoever comes meanwhile
    /// finds none. Nothing where somebody keeps it too long.
    pub(super) fn take_view(&self) -> Option<Store> {
        let mut view = {
            let place = &mut *self
                .shared
                .view
                .write()
                .unwrap_or_else(PoisonError::into_inner);
            place.age += 1;
            place.store.take()?
        };
        let until = Instant::now() + LONGEST_READ;
        loop {
            match Arc::try_unwrap(view) {
                Ok(view) => return Some(view),
                Err(held) if Instant::now() < until => {
                    view = held;
                    thread::sleep(Duration::from_millis(1));
                }
                Err(_) => return None,
            }
        }
    }
}

fn as_told(fault: &store::StoreFault) -> StoreFault {
    match fault {
        store::StoreFault::Full => StoreFault::Full,
        store::StoreFault::ReadOnly => StoreFault::ReadOnly,
        _ => StoreFault::Damaged,
    }
}

/// Applies every record past a place to the view.
pub(super) fn catch_up(
    view: &Store,
    journal: &Journal,
    from: &Position,
    keys: &Keys,
) -> Result<(), OpenFault> {
    let mut batch: Vec<Change> = Vec::new();
    let mut cases: HashMap<CaseNumber, Case> = HashMap::new();
    let mut last = None;
    for read in journal.replay(from) {
        let read = read.map_err(OpenFault::Journal)?;
        let unknown = || OpenFault::Record {
            number: read.number,
        };
        let event = record::open(&read.clear, &read.sealed, keys).ok_or_else(unknown)?;
        let before = match cases.remove(&event.number) {
            Some(case) => Some(case),
            None => view
                .case(event.number)
                .map_err(OpenFault::View)?
                .map(|stored| stored.case),
        };
        let parts = (read.clear.clone(), read.sealed.clone());
        let change = record::change(before, &event, parts, keys).map_err(|_| unknown())?;
        cases.insert(event.number, change.after.clone());
        batch.push(change);
        last = Some(read.after);
        if batch.len() >= AT_ONCE
            && let Some(at) = &last
        {
            view.apply(&batch, &mark(keys, at))
                .map_err(OpenFault::View)?;
            batch.clear();
            cases.clear();
        }
    }
    if let Some(at) = &last {
        view.apply(&batch, &mark(keys, at))
            .map_err(OpenFault::View)?;
    }
    Ok(())
}

/// A view opened, or a new one where the old one is no use; then the old one's place.
pub(super) enum Opened {
    /// As it was.
    Whole(Store),
    /// A new one.
    Fresh {
        /// Empty.
        store: Store,
        /// Where the old one was put, if there was one.
        kept_aside: Option<PathBuf>,
    },
}

/// Opens the view, setting one aside that is damaged or of another format.
pub(super) fn open_view(folder: &std::path::Path) -> Result<Opened, OpenFault> {
    let was_there = folder.exists();
    match Store::open(folder) {
        Ok(store) if was_there => Ok(Opened::Whole(store)),
        Ok(store) => Ok(Opened::Fresh {
            store,
            kept_aside: None,
        }),
        Err(store::StoreFault::Damaged { .. } | store::StoreFault::Format { .. }) => fresh(folder),
        Err(fault) => Err(OpenFault::View(fault)),
    }
}

/// Sets the view aside and opens an empty one.
pub(super) fn fresh(folder: &std::path::Path) -> Result<Opened, OpenFault> {
    let kept_aside = store::set_aside(folder).map_err(|source| OpenFault::Folder {
        path: folder.to_owned(),
        source,
    })?;
    let store = Store::open(folder).map_err(OpenFault::View)?;
    Ok(Opened::Fresh { store, kept_aside })
}
