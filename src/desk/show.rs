//! Show: one entry, whole, with a line about each related one.

use crate::registry::{NotFound, Reference};
use crate::rpc::{Answer, Refusal, Shown};

use super::Desk;

impl Desk {
    pub(super) fn show(&self, reference: &Reference) -> Answer {
        match self.registry.entry(reference) {
            Ok(entry) => {
                let related = entry
                    .related
                    .iter()
                    .filter_map(|id| self.registry.summary(id))
                    .collect();
                Answer::Shown(Box::new(Shown { entry, related }))
            }
            Err(NotFound::Absent(reference)) => Answer::Refused(Refusal::NoSuchEntry(reference)),
            Err(NotFound::Ambiguous { reference, lists }) => {
                Answer::Refused(Refusal::Ambiguous { reference, lists })
            }
        }
    }
}
