//! Act on a case (办理): an action that the status table allows becomes an event. Says nothing of how
//! it is kept.

use super::Desk;
use crate::rpc::{Act, Asker, Receipt, Refusal};

impl Desk {
    /// Does something with a case; returns once it is on the disk.
    ///
    /// # Errors
    /// A refusal; then nothing was stored.
    pub(super) fn act(&self, _who: &Asker, _act: &Act) -> Result<Receipt, Refusal> {
        Err(Refusal::NotUnderstood)
    }
}
