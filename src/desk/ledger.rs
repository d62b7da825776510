//! The ledger (台账): the cases that fit, newest first or by days left.

use super::Desk;
use crate::rpc::{Asker, CasesFound, ListCases, Refusal};

impl Desk {
    /// Answers with the cases that fit.
    ///
    /// # Errors
    /// A refusal when they cannot be read.
    pub(super) fn list_cases(
        &self,
        _who: &Asker,
        _list: &ListCases,
    ) -> Result<CasesFound, Refusal> {
        Err(Refusal::NotUnderstood)
    }
}
