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
use crate::casework::zone;
use crate::rpc::{Asker, Changed, FillForTraining, Refusal};

impl Desk {
    /// Fills an empty data directory with the made-up cases of a seed and marks it as one for
    /// training, for good. Returns once all of it is on the disk.
    ///
    /// # Errors
    /// A refusal where the asker may not, where there is a record already (then nothing is
    /// written), or where the disk takes no more: then it is marked, and has what was written.
    pub(super) fn fill_for_training(
        &self,
        who: &Asker,
        fill: &FillForTraining,
    ) -> Result<(), Refusal> {
        if !who.is_owner_user {
            return Err(Refusal::NotPermitted);
        }
        if fill.cases > FillForTraining::MOST {
            return Err(Refusal::NotUnderstood);
        }
        let today = zone::day((self.clock)());
        let lookup = self.lookup();
        let mut past = MadeUp::new(&lookup, &self.deadlines, today, fill.cases, fill.seed);
        let happened = std::iter::from_fn(|| past.happens());
        let filled = self.books.make_past(happened, who.clerk.clone());
        if filled != Err(Refusal::NotEmpty) {
            self.cases_came_in_bulk();
        }
        filled
    }

    /// Many cases came in at once: everybody who is there is told.
    fn cases_came_in_bulk(&self) {
        self.feed.tell_all(&Changed {
            training: self.is_for_training(),
            ..Changed::default()
        });
    }

    /// Whether the data directory is one for training.
    pub(super) fn is_for_training(&self) -> bool {
        self.books.is_for_training()
    }
}
