//! Records appended with one sync, and what follows from them: the view is told, then whoever asks
//! next finds them. Only the writer comes here. Knows not who waits for it.

use super::{Family, Shared, fault_of};
use crate::casework::Case;
use crate::journal::NewRecord;
use crate::rpc::StoreFault;
use crate::store::{Change, Other};

/// Records that are appended with one sync.
#[derive(Default)]
pub(super) struct Batch {
    /// Events of cases.
    pub(super) changes: Vec<Change>,
    /// The cases after them, what was told open.
    pub(super) cases: Vec<Case>,
    /// Records of other families.
    pub(super) others: Vec<OtherRecord>,
}

/// A record of another family than cases, and it as it stands in the journal.
pub(super) struct OtherRecord {
    pub(super) record: Family,
    pub(super) clear: Vec<u8>,
    /// What of it is sealed, or nothing.
    pub(super) sealed: Vec<u8>,
}

impl Shared {
    /// Appends records, those of other families last. Once it returns, whoever reads finds what
    /// was written.
    ///
    /// # Errors
    /// When the disk takes them not; then none of them is written.
    pub(super) fn append(&self, batch: Batch) -> Result<(), StoreFault> {
        let Batch {
            changes,
            mut cases,
            others,
        } = batch;
        let events = changes.iter().map(|change| NewRecord {
            clear: &change.event.clear,
            sealed: &change.event.sealed,
        });
        let of_others = others.iter().map(|other| NewRecord {
            clear: &other.clear,
            sealed: &other.sealed,
        });
        let records: Vec<NewRecord<'_>> = events.chain(of_others).collect();
        if records.is_empty() {
            return Ok(());
        }
        let positions = match &mut *self.journal() {
            Some(journal) => journal.append(&records).map_err(|fault| fault_of(&fault))?,
            None => return Err(StoreFault::Ending),
        };
        let places = positions.iter().skip(changes.len());
        let mut shelved = Vec::with_capacity(others.len());
        let mut kept = Vec::with_capacity(others.len());
        for (other, place) in others.into_iter().zip(places) {
            shelved.push(other.record);
            kept.push(Other {
                number: place.number,
                clear: other.clear,
                sealed: other.sealed,
            });
        }
        if let Some(last) = positions.last() {
            self.push(changes, kept, last);
        }
        self.fresh().append(&mut cases);
        shelved.into_iter().for_each(|record| self.shelve(record));
        Ok(())
    }
}
