//! Going from record to record over all segments, judging each. Mends nothing.

use std::path::{Path, PathBuf};

use super::Record;
use super::fault::{JournalFault, Wrong};
use super::format::{HEADER_BYTES, VERSION, tag_of};
use super::position::Position;
use super::segment::{Next, SegmentReader, segment_path};

/// Where the walk cannot go on.
#[derive(Debug)]
pub(super) enum Stop {
    /// What stands at `offset` of `segment` is not the record (or, at offset 0, the head) that
    /// comes next.
    Flaw {
        segment: u64,
        offset: u64,
        what: Wrong,
    },
    Fault(JournalFault),
}

/// A walk from a place to the end of the last segment that was there when it began.
pub(super) struct Walk {
    dir: PathBuf,
    /// The journal's id, as soon as a head told it.
    pub(super) id: Option<[u8; 16]>,
    /// Just after the last record.
    pub(super) at: Position,
    last: u64,
    reader: Option<SegmentReader>,
}

impl Walk {
    /// From `at` on; `last` is the last segment.
    pub(super) fn new(dir: &Path, id: Option<[u8; 16]>, at: Position, last: u64) -> Self {
        let dir = dir.to_owned();
        Self {
            dir,
            id,
            at,
            last,
            reader: None,
        }
    }

    fn system(&self, segment: u64) -> impl FnOnce(std::io::Error) -> Stop {
        let path = segment_path(&self.dir, segment);
        move |source| Stop::Fault(JournalFault::System { path, source })
    }

    /// The next record; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Record>, Stop> {
        loop {
            let mut reader = match self.reader.take() {
                Some(reader) => reader,
                None => self.enter(self.at.segment)?,
            };
            let (segment, offset) = (self.at.segment, reader.offset);
            let flaw = |what| Stop::Flaw {
                segment,
                offset,
                what,
            };
            match reader.next().map_err(self.system(segment))? {
                Next::Frame(frame) => {
                    let tag = self.id.map(|id| tag_of(&id)).unwrap_or_default();
                    let number = self.at.number.saturating_add(1);
                    if let Some(what) = frame.misfit(tag, number, self.at.hash) {
                        return Err(flaw(what));
                    }
                    let after = Position {
                        number,
                        hash: frame.hash,
                        segment,
                        offset: reader.offset,
                    };
                    self.at = after.clone();
                    self.reader = Some(reader);
                    return Record::of(&frame, after)
                        .map(Some)
                        .ok_or_else(|| flaw(Wrong::Changed));
                }
                Next::Scrap => return Err(flaw(Wrong::Torn)),
                Next::End if segment >= self.last => {
                    self.reader = Some(reader);
                    return Ok(None);
                }
                Next::End => {
                    let next = self.enter(segment + 1)?;
                    self.at.segment = segment + 1;
                    self.at.offset = next.offset;
                    self.reader = Some(next);
                }
            }
        }
    }

    /// Opens a segment, looks at its head and stands where the walk goes on in it.
    fn enter(&mut self, segment: u64) -> Result<SegmentReader, Stop> {
        let flaw = |what| Stop::Flaw {
            segment,
            offset: 0,
            what,
        };
        let mut reader = match SegmentReader::open(&self.dir, segment) {
            Ok(reader) => reader,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(flaw(Wrong::Missing));
            }
            Err(error) => return Err(self.system(segment)(error)),
        };
        let head = reader.head().map_err(self.system(segment))?;
        let head = head.ok_or_else(|| flaw(Wrong::Changed))?;
        if head.version != VERSION {
            return Err(Stop::Fault(JournalFault::Newer {
                file: reader.path,
                version: head.version,
            }));
        }
        let id = *self.id.get_or_insert(head.id);
        // The head of a segment that is entered in its middle tells what came before its start.
        let inside = segment == self.at.segment && self.at.offset > HEADER_BYTES;
        let (first, before) = if inside {
            (head.first, head.before)
        } else {
            (self.at.number.saturating_add(1), self.at.hash)
        };
        if let Some(what) = head.misfit(&id, segment, first, before) {
            return Err(flaw(what));
        }
        if inside {
            let offset = self.at.offset;
            reader.seek(offset).map_err(self.system(segment))?;
        }
        Ok(reader)
    }
}
