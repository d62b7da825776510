//! Training: an empty data directory is filled with made-up cases and marked for good.

use super::Desk;
use crate::rpc::{Asker, FillForTraining, Refusal};

impl Desk {
    /// Fills an empty data directory.
    ///
    /// # Errors
    /// A refusal when it is not empty, or when it cannot be stored.
    pub(super) fn fill_for_training(
        &self,
        _who: &Asker,
        _fill: &FillForTraining,
    ) -> Result<(), Refusal> {
        Err(Refusal::NotUnderstood)
    }

    /// Whether the data directory is one for training.
    pub(super) fn is_for_training(&self) -> bool {
        self.books.is_for_training()
    }
}
