//! The view made from the journal: opened, set aside when it is no use, caught up. Never touches
//! the journal.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::OpenFault;
use super::family::{Family, Shelf};
use super::record::{self, Hashes, mark};
use crate::casework::{Case, CaseNumber, Event};
use crate::journal::{JournalFault, Record};
use crate::seal::Keys;
use crate::store::{self, Change, Other, Store, StoreFault};

/// Records applied to the view at once.
const AT_ONCE: usize = 500;

/// Applies records to the view. `open` opens one as far as it can be.
pub(super) fn catch_up(
    view: &Store,
    records: impl Iterator<Item = Result<Record, JournalFault>>,
    open: impl Fn(&[u8], &[u8]) -> Option<Event>,
    hashes: &Hashes,
) -> Result<(), OpenFault> {
    let mut batch: Vec<Change> = Vec::new();
    let mut others: Vec<Other> = Vec::new();
    let mut cases: HashMap<CaseNumber, Case> = HashMap::new();
    let mut last = None;
    for read in records {
        let read = read.map_err(OpenFault::Journal)?;
        let unknown = || OpenFault::Record {
            number: read.number,
        };
        if let Some(event) = open(&read.clear, &read.sealed) {
            let before = match cases.remove(&event.number) {
                Some(case) => Some(case),
                None => view
                    .case(event.number)
                    .map_err(OpenFault::View)?
                    .map(|stored| stored.case),
            };
            // Of a record that is in the view already nothing follows.
            if before
                .as_ref()
                .is_some_and(|case| case.revision >= event.revision)
            {
                continue;
            }
            let parts = (read.clear.clone(), read.sealed.clone());
            let change = record::change(before, &event, parts, hashes).map_err(|_| unknown())?;
            cases.insert(event.number, change.after.clone());
            batch.push(change);
        } else if Family::read(&read.clear).is_some() {
            others.push(Other {
                number: read.number,
                clear: read.clear,
                sealed: read.sealed,
            });
        } else {
            return Err(unknown());
        }
        last = Some(read.after);
        if batch.len() + others.len() >= AT_ONCE
            && let Some(at) = &last
        {
            view.apply(&batch, &others, &mark(hashes, at))
                .map_err(OpenFault::View)?;
            batch.clear();
            others.clear();
            cases.clear();
        }
    }
    if let Some(at) = &last {
        view.apply(&batch, &others, &mark(hashes, at))
            .map_err(OpenFault::View)?;
    }
    Ok(())
}

/// What the records of other families add up to, and when the newest of them was written.
pub(super) fn shelf(view: &Store, keys: &Keys) -> Result<(Shelf, Option<Timestamp>), StoreFault> {
    let mut shelf = Shelf::default();
    let mut last_at = None;
    for kept in view.others()? {
        let record =
            Family::open(&kept.clear, &kept.sealed, keys).ok_or_else(|| StoreFault::Damaged {
                what: format!("record {}", kept.number),
            })?;
        last_at = last_at.max(Some(record.at()));
        shelf.take(record);
    }
    Ok((shelf, last_at))
}

/// A view opened, or a new one where the old one is no use.
pub(super) enum OpenedView {
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
pub(super) fn open_view(folder: &Path) -> Result<OpenedView, OpenFault> {
    let was_there = folder.exists();
    match Store::open(folder) {
        Ok(store) if was_there => Ok(OpenedView::Whole(store)),
        Ok(store) => Ok(OpenedView::Fresh {
            store,
            kept_aside: None,
        }),
        Err(StoreFault::Damaged { .. } | StoreFault::Format { .. }) => fresh(folder),
        Err(fault) => Err(OpenFault::View(fault)),
    }
}

/// Sets the view aside and opens an empty one.
pub(super) fn fresh(folder: &Path) -> Result<OpenedView, OpenFault> {
    let kept_aside = store::set_aside(folder).map_err(|source| OpenFault::Folder {
        path: folder.to_owned(),
        source,
    })?;
    let store = Store::open(folder).map_err(OpenFault::View)?;
    Ok(OpenedView::Fresh { store, kept_aside })
}
