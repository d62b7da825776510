//! Appending: one write and one sync for all records given, and undoing what failed.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind};
use std::mem;

use super::fault::AppendFault;
use super::format::{HEADER_BYTES, SegmentHead, VERSION, tag_of, write_record};
use super::position::Position;
use super::segment::{SegmentReader, list, segment_path, sync_dir};
use super::{Journal, NewRecord};

/// A buffer that grew beyond this is given back after use.
const KEPT_BUFFER: usize = 1 << 20;

impl Journal {
    /// Appends the records, in order and all or none, and gives the position after each. When
    /// this returns, they last: one write and one `fdatasync` for all of them.
    ///
    /// # Errors
    /// None of the records is in the journal then, and none comes back: what was written of them
    /// is cut off again. If that cannot be done, or the sync failed, the journal is closed: each
    /// later call tries [`Self::reopen`] first and answers [`AppendFault::Closed`] while that
    /// does not succeed.
    pub fn append(&mut self, records: &[NewRecord<'_>]) -> Result<Vec<Position>, AppendFault> {
        if self.closed && self.reopen().is_err() {
            return Err(AppendFault::Closed);
        }
        let mut buffer = mem::take(&mut self.buffer);
        buffer.clear();
        let appended = self.append_with(&mut buffer, records);
        if buffer.capacity() <= KEPT_BUFFER {
            self.buffer = buffer;
        }
        appended
    }

    fn append_with(
        &mut self,
        buffer: &mut Vec<u8>,
        records: &[NewRecord<'_>],
    ) -> Result<Vec<Position>, AppendFault> {
        let tag = tag_of(&self.id);
        let mut positions = Vec::with_capacity(records.len());
        let (mut number, mut hash) = (self.end.number, self.end.hash);
        for record in records {
            number = number.saturating_add(1);
            let (clear, sealed) = (record.clear, record.sealed);
            hash = write_record(buffer, (number, tag, hash), clear, sealed).ok_or(
                AppendFault::TooLong {
                    bytes: clear.len().saturating_add(sealed.len()),
                },
            )?;
            positions.push(Position {
                number,
                hash,
                segment: 0,
                offset: buffer.len() as u64,
            });
        }
        let Some(last) = positions.last().cloned() else {
            return Ok(positions);
        };
        let full = self.offset.saturating_add(buffer.len() as u64) > self.options.segment_bytes;
        if full && self.offset > HEADER_BYTES {
            self.roll()?;
        }
        self.write(buffer)?;
        for position in &mut positions {
            position.segment = self.segment;
            position.offset += self.offset;
        }
        self.offset += buffer.len() as u64;
        self.end = Position {
            segment: self.segment,
            offset: self.offset,
            ..last
        };
        Ok(positions)
    }

    /// Writes and syncs the buffer, or takes it back.
    fn write(&mut self, buffer: &[u8]) -> Result<(), AppendFault> {
        let mut rest = buffer;
        let mut offset = self.offset;
        let written = loop {
            if rest.is_empty() {
                break Ok(());
            }
            match self.disk.write(&self.file, rest, offset) {
                Ok(0) => break Err(ErrorKind::WriteZero.into()),
                Ok(count) => {
                    rest = rest.get(count..).unwrap_or_default();
                    offset += count as u64;
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => break Err(error),
            }
        };
        let failed = match written {
            Ok(()) => match self.disk.sync(&self.file) {
                Ok(()) => return Ok(()),
                Err(error) => {
                    // The kernel may have dropped what it could not write and calls it clean:
                    // nothing it says about this file is believed before it is opened anew.
                    self.closed = true;
                    error
                }
            },
            Err(error) => error,
        };
        self.closed |= self.disk.cut(&self.file, self.offset).is_err();
        Err(failed.into())
    }

    /// Goes on in a new segment.
    fn roll(&mut self) -> Result<(), AppendFault> {
        let head = SegmentHead {
            version: VERSION,
            id: self.id,
            segment: self.segment + 1,
            first: self.end.number.saturating_add(1),
            before: self.end.hash,
        };
        let path = segment_path(&self.dir, head.segment);
        let made = self.disk.make_segment(&self.dir, &head);
        let opened = made.and_then(|()| OpenOptions::new().read(true).write(true).open(&path));
        match opened {
            Ok(file) => {
                self.file = file;
                self.segment = head.segment;
                self.offset = HEADER_BYTES;
                Ok(())
            }
            Err(error) => {
                // Its name may be there, and must not be when this segment is written on.
                self.closed = self.drop_segments_ahead().is_err();
                Err(error.into())
            }
        }
    }

    /// Removes segments after the one that is written, which hold nothing that was acknowledged.
    fn drop_segments_ahead(&self) -> io::Result<()> {
        let ahead = list(&self.dir)?.segments;
        let ahead: Vec<_> = ahead.into_iter().filter(|n| *n > self.segment).collect();
        for segment in &ahead {
            fs::remove_file(segment_path(&self.dir, *segment))?;
        }
        if ahead.is_empty() {
            return Ok(());
        }
        sync_dir(&self.dir)
    }

    /// Opens the journal's end anew after a failure: reads it again and cuts what was never
    /// acknowledged. Does nothing when there was no failure.
    ///
    /// # Errors
    /// When the end cannot be read or cut, or is not what was acknowledged; the journal stays
    /// closed then.
    pub fn reopen(&mut self) -> Result<(), AppendFault> {
        if !self.closed {
            return Ok(());
        }
        self.drop_segments_ahead()?;
        let mut reader = SegmentReader::open(&self.dir, self.segment)?;
        let sound = if self.offset > HEADER_BYTES {
            reader.hash_before(self.offset)? == Some(self.end.hash)
        } else {
            reader.head()?.is_some_and(|head| head.id == self.id)
        };
        if !sound {
            return Err(AppendFault::Closed);
        }
        let path = segment_path(&self.dir, self.segment);
        let file = OpenOptions::new().read(true).write(true).open(path)?;
        self.disk.cut(&file, self.offset)?;
        self.file = file;
        self.closed = false;
        Ok(())
    }
}
