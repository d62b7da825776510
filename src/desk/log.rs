//! Log (登记): a form becomes a case with a number. Says nothing of how it is kept.

use crate::casework::Intake;
use crate::casework::decide::AtRegistry;
use crate::registry::{EntryId, Kind, Place};
use crate::rpc::{Asker, Log, Receipt, Refusal};

use super::{Desk, Lookup};

impl Desk {
    /// Logs a case; returns once it is on the disk.
    ///
    /// # Errors
    /// A refusal; then nothing was stored.
    pub(super) fn log(&self, who: &Asker, log: &Log) -> Result<Receipt, Refusal> {
        let intake = log.form.parse().map_err(Refusal::Field)?;
        let lookup = self.lookup();
        let at_registry = lookup.at_registry(&intake)?;
        let entry = at_registry.entry.as_ref().map(|entry| entry.id.clone());
        let written = self
            .books
            .log(intake, at_registry, log.once, who.clerk.clone())?;
        // Answered a second time, it was counted the first time.
        if let Some(entry) = entry.filter(|_| written.case.is_some()) {
            self.notes.opened(&entry, &lookup);
        }
        Ok(self.told(written))
    }
}

impl Lookup {
    /// What the registry says about the entry and the agency of an intake.
    pub(super) fn at_registry(&self, intake: &Intake) -> Result<AtRegistry, Refusal> {
        let mut at = AtRegistry::default();
        if let Some(reference) = &intake.service {
            let line = self.registry.line(reference)?;
            at.entry = self.then(&line.id);
            at.agency_name = match line.kind {
                Kind::Agency => Some(line.title),
                _ => line.agency,
            };
        }
        let name = intake.agency.as_ref().or(at.agency_name.as_ref());
        at.agency = name.and_then(|name| self.agency(name));
        Ok(at)
    }

    /// The agency of this name, if a list has it.
    pub(super) fn agency(&self, name: &str) -> Option<EntryId> {
        self.registry.lists().iter().find_map(|list| {
            let agency = list.agencies.iter().find(|agency| *agency.name == *name)?;
            Some(EntryId {
                list: list.code.clone(),
                place: Place::Agency(agency.name.clone()),
            })
        })
    }
}
