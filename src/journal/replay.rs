//! Reading a journal's records in order, up to an end that is known. Changes nothing.

use std::path::{Path, PathBuf};

use super::Record;
use super::fault::{JournalFault, Wrong};
use super::open::stands;
use super::position::Position;
use super::segment::segment_path;
use super::walk::{Stop, Walk};

/// The records from a place to the end; needs no lock and stays at the end it was made with.
pub struct Replay {
    dir: PathBuf,
    walk: Walk,
    end: Position,
    begun: bool,
    done: bool,
}

impl Replay {
    pub(super) fn new(dir: &Path, id: [u8; 16], from: Position, end: Position) -> Self {
        let walk = Walk::new(dir, Some(id), from, end.segment);
        Self {
            dir: dir.to_owned(),
            walk,
            end,
            begun: false,
            done: false,
        }
    }

    fn step(&mut self) -> Result<Option<Record>, JournalFault> {
        let at = &self.walk.at;
        if !self.begun {
            self.begun = true;
            if at.number > self.end.number || !stands(&self.dir, at, self.end.segment)? {
                return Err(JournalFault::Behind {
                    number: at.number,
                    last: self.end.number,
                });
            }
        }
        if at.number == self.end.number {
            return if at.hash == self.end.hash {
                Ok(None)
            } else {
                Err(self.damaged(at.segment, at.offset, Wrong::Unchained))
            };
        }
        match self.walk.next() {
            Ok(Some(record)) => Ok(Some(record)),
            Ok(None) => {
                let at = &self.walk.at;
                Err(self.damaged(at.segment, at.offset, Wrong::Missing))
            }
            Err(Stop::Fault(fault)) => Err(fault),
            Err(Stop::Flaw {
                segment,
                offset,
                what,
            }) => Err(self.damaged(segment, offset, what)),
        }
    }

    fn damaged(&self, segment: u64, offset: u64, what: Wrong) -> JournalFault {
        JournalFault::Damaged {
            file: segment_path(&self.dir, segment),
            record: self.walk.at.number.saturating_add(1),
            offset,
            what,
        }
    }
}

impl Iterator for Replay {
    type Item = Result<Record, JournalFault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let step = self.step().transpose();
        self.done = !matches!(step, Some(Ok(_)));
        step
    }
}
