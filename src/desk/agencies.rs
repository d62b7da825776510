//! Find agencies: whom a case can be referred to, those of its boundary matter first.

use super::Desk;
use crate::rpc::{AgenciesFound, FindAgencies, Refusal};

impl Desk {
    /// Answers with the agencies that fit.
    ///
    /// # Errors
    /// A refusal when the case is not there or cannot be read.
    pub(super) fn find_agencies(&self, _find: &FindAgencies) -> Result<AgenciesFound, Refusal> {
        Err(Refusal::NotUnderstood)
    }
}
