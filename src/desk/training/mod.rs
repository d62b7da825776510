//! Training: an empty data directory is filled with made-up cases and marked for good.
//!
//! | module | what it is |
//! |---|---|
//! | `made_up` | the past of a seed, event by event; needs no desk |
//! | `story` | what happened to a case after it was logged |
//! | `days` | working days and opening hours |
//! | `people`, `slots` | who came, and what stands in the texts |
//! | `tables` | what all of it is made of |
//! | `chance` | draws that a seed decides |

mod chance;
mod days;
mod made_up;
mod people;
mod slots;
mod story;
mod tables;

pub use made_up::MadeUp;

#[cfg(test)]
mod tests;

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
    pub(super) const fn is_for_training(&self) -> bool {
        false
    }
}
