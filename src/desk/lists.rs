//! The lists: shown whole, added, replaced by newer ones.

use super::Desk;
use crate::rpc::{Asker, ImportList, Imported, ListShown, Refusal};

impl Desk {
    /// The lists as they are loaded.
    pub(super) fn lists(&self) -> Vec<ListShown> {
        Vec::new()
    }

    /// Adds a list, or puts it in the place of an older one.
    ///
    /// # Errors
    /// A refusal; then nothing was stored.
    pub(super) fn import_list(
        &self,
        _who: &Asker,
        _import: &ImportList,
    ) -> Result<Imported, Refusal> {
        Err(Refusal::NotUnderstood)
    }
}
