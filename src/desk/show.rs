//! Show: one entry, whole, with a line about each related one.

use crate::registry::{NotFound, Reference};
use crate::rpc::{Refusal, Shown};

use super::Lookup;

impl Lookup {
    /// Answers with an entry.
    ///
    /// # Errors
    /// A refusal when there is none, or when it could be several.
    pub fn show(&self, reference: &Reference) -> Result<Shown, Refusal> {
        let entry = self.registry.entry(reference)?;
        let related = entry
            .related
            .iter()
            .filter_map(|id| self.registry.summary(id));
        Ok(Shown {
            related: related.collect(),
            whose: self.registry.whose(&entry.list).map(str::to_owned),
            entry,
        })
    }
}

impl From<NotFound> for Refusal {
    fn from(missing: NotFound) -> Self {
        match missing {
            NotFound::Absent(reference) => Self::NoSuchEntry(reference),
            NotFound::Ambiguous { reference, lists } => Self::Ambiguous { reference, lists },
        }
    }
}
