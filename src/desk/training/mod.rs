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
mod resumed;
#[cfg(test)]
mod tests;

use std::sync::PoisonError;

use super::books::Filling;
use super::{Desk, Lookup};
use crate::casework::{Event, zone};
use crate::rpc::{Asker, Changed, FillForTraining, Refusal};

impl Desk {
    /// Fills an empty data directory with the made-up cases of a seed and marks it as one for
    /// training, for good; one in which this was begun is gone on with. Returns once all of it is on
    /// the disk.
    ///
    /// # Errors
    /// A refusal where the asker may not, where there is a record already that is no part of it, or
    /// nothing is missing (then nothing is written), or where the disk takes no more: then it is
    /// marked, has what was written, and can be gone on with.
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
        // One that is under way, whose client may be gone, is waited for.
        let (_alone, has_waited) = match self.filling.try_write() {
            Ok(alone) => (alone, false),
            Err(_) => {
                let alone = self.filling.write();
                (alone.unwrap_or_else(PoisonError::into_inner), true)
            }
        };
        let Some(begun) = self.books.training_past() else {
            let filling = Filling {
                once: fill.once,
                cases: fill.cases,
                seed: fill.seed,
                before: zone::day((self.clock)()),
            };
            let clerk = who.clerk.clone();
            let filled = self.made_up(filling, |happened| {
                self.books.make_past(happened, filling, clerk)
            });
            if filled != Err(Refusal::NotEmpty) {
                self.cases_came_in_bulk();
            }
            return filled;
        };
        let Filling { cases, seed, .. } = begun;
        if (cases, seed) != (fill.cases, fill.seed) {
            return Err(Refusal::FilledOtherwise { cases, seed });
        }
        let was_missing = self.made_up(begun, |happened| self.books.finish_past(happened))?;
        if was_missing {
            self.cases_came_in_bulk();
        }
        // It was finished for whoever asks again, or asked while somebody else did it.
        if was_missing || has_waited || begun.once == fill.once {
            Ok(())
        } else {
            Err(Refusal::FilledAlready)
        }
    }

    /// What happened in a past, handed over. It begins in empty books, which know the list only that
    /// is compiled in; whatever was imported since does not change it.
    fn made_up<T>(
        &self,
        Filling {
            before,
            cases,
            seed,
            ..
        }: Filling,
        take: impl FnOnce(&mut dyn Iterator<Item = (Event, bool)>) -> T,
    ) -> T {
        let lookup = Lookup::built_in();
        let mut past = MadeUp::new(&lookup, &self.deadlines, before, cases, seed);
        take(&mut std::iter::from_fn(|| past.happens()))
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
