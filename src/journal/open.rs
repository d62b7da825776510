//! Opening: finding the end, and setting aside a last record that was cut short.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Seek, SeekFrom};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, flock};

use super::disk::{Disk, RealDisk};
use super::fault::{JournalFault, Wrong};
use super::format::{HEADER_BYTES, SegmentHead, VERSION, find_record, is_unfinished_write, tag_of};
use super::position::Position;
use super::segment::{SegmentReader, list, make_dir, make_segment, segment_path, sync_dir};
use super::walk::{Stop, Walk};
use super::{Journal, Opened, Options, Torn};

/// Where the sound part ends and what stands beyond it.
struct End {
    id: [u8; 16],
    at: Position,
    after: u64,
    /// Where scraps start: at a byte of the last segment, or the whole segment (0).
    scraps: Option<(u64, u64)>,
}

pub(super) fn open(
    dir: &Path,
    options: Options,
    from: Option<&Position>,
    disk: Box<dyn Disk>,
) -> Result<Opened, JournalFault> {
    make_dir(dir).map_err(JournalFault::system(dir))?;
    let lock = lock(dir)?;
    let mut listing = list(dir).map_err(JournalFault::system(dir))?;
    let from = from.cloned().unwrap_or(Position::start());
    if listing.segments.is_empty() && !listing.torn && from.number == 0 {
        make_segment(dir, &first_head()?).map_err(JournalFault::system(dir))?;
        listing.segments.push(1);
    }
    let last = contiguous(dir, &listing.segments, &from)?;
    let end = find_end(dir, &from, last)?;
    let torn = match end.scraps {
        Some((segment, offset)) => Some(set_aside(dir, &end, segment, offset)?),
        None => None,
    };
    let path = segment_path(dir, last);
    let file = OpenOptions::new().read(true).write(true).open(&path);
    let file = file.map_err(JournalFault::system(&path))?;
    let offset = if end.at.segment == last {
        end.at.offset
    } else {
        HEADER_BYTES
    };
    // What was read may be in memory only: nothing may build on it before it lasts.
    file.sync_all().map_err(JournalFault::system(&path))?;
    let journal = Journal {
        dir: dir.to_owned(),
        options,
        id: end.id,
        end: end.at,
        segment: last,
        offset,
        file,
        disk,
        closed: false,
        buffer: Vec::new(),
        _lock: lock,
    };
    Ok(Opened {
        journal,
        torn,
        after: end.after,
    })
}

/// Takes the journal for this process, until the file is closed.
fn lock(dir: &Path) -> Result<File, JournalFault> {
    let held = File::open(dir).map_err(JournalFault::system(dir))?;
    match flock(&held, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(held),
        Err(rustix::io::Errno::WOULDBLOCK) => Err(JournalFault::InUse {
            dir: dir.to_owned(),
        }),
        Err(error) => Err(JournalFault::system(dir)(error.into())),
    }
}

fn first_head() -> Result<SegmentHead, JournalFault> {
    let mut id = [0; 16];
    getrandom::fill(&mut id).map_err(|error| JournalFault::System {
        path: PathBuf::from("getrandom"),
        source: io::Error::other(error),
    })?;
    Ok(SegmentHead {
        version: VERSION,
        id,
        segment: 1,
        first: 1,
        before: Position::start().hash,
    })
}

/// The last segment, when none is missing before it.
fn contiguous(dir: &Path, segments: &[u64], from: &Position) -> Result<u64, JournalFault> {
    let gap = (1..).zip(segments).find(|(want, have)| want != *have);
    let missing = gap.map(|(want, _)| want);
    match (missing, segments.last()) {
        (None, Some(last)) => Ok(*last),
        (None, None) if from.number > 0 => Err(JournalFault::Behind {
            number: from.number,
            last: 0,
        }),
        (missing, _) => {
            let missing = missing.unwrap_or(1);
            // The record that should be there: the one after what the segment before it holds.
            let record = match missing {
                1 => 1,
                _ => find_end(dir, &Position::start(), missing - 1)?.at.number + 1,
            };
            Err(JournalFault::Damaged {
                file: segment_path(dir, missing),
                record,
                offset: 0,
                what: Wrong::Missing,
            })
        }
    }
}

/// Reads from `from` to the end of the segment `last`. Changes nothing.
fn find_end(dir: &Path, from: &Position, last: u64) -> Result<End, JournalFault> {
    if !stands(dir, from, last)? {
        // Damage further up explains it better, if there is any.
        let end = find_end(dir, &Position::start(), last)?;
        return Err(JournalFault::Behind {
            number: from.number,
            last: end.at.number,
        });
    }
    let mut walk = Walk::new(dir, None, from.clone(), last);
    let mut after = 0;
    let stop = loop {
        match walk.next() {
            Ok(Some(_)) => after += 1,
            Ok(None) => break None,
            Err(Stop::Fault(fault)) => return Err(fault),
            Err(Stop::Flaw {
                segment,
                offset,
                what,
            }) => break Some((segment, offset, what)),
        }
    };
    let Some((segment, offset, what)) = stop else {
        return end_of(walk, after, None);
    };
    let record = walk.at.number.saturating_add(1);
    if segment == last && torn(dir, &walk, (segment, offset), what)? {
        return end_of(walk, after, Some((segment, offset)));
    }
    Err(JournalFault::Damaged {
        file: segment_path(dir, segment),
        record,
        offset,
        what,
    })
}

fn end_of(walk: Walk, after: u64, scraps: Option<(u64, u64)>) -> Result<End, JournalFault> {
    let id = match walk.id {
        Some(id) => id,
        None => first_head()?.id,
    };
    Ok(End {
        id,
        at: walk.at,
        after,
        scraps,
    })
}

/// Whether the record that ends at `at` is there.
pub(super) fn stands(dir: &Path, at: &Position, last: u64) -> Result<bool, JournalFault> {
    if at.number == 0 {
        return Ok(*at == Position::start());
    }
    if at.segment > last || at.offset <= HEADER_BYTES {
        return Ok(false);
    }
    let path = segment_path(dir, at.segment);
    let hash = match SegmentReader::open(dir, at.segment) {
        Ok(mut reader) => reader.hash_before(at.offset),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        Err(error) => Err(error),
    };
    Ok(hash.map_err(JournalFault::system(&path))? == Some(at.hash))
}

/// Whether what stands at `offset` of the last segment is a last record (or head) cut short,
/// with nothing after it that could be a record, but for others of the same unfinished write.
fn torn(
    dir: &Path,
    walk: &Walk,
    (segment, offset): (u64, u64),
    what: Wrong,
) -> Result<bool, JournalFault> {
    // A whole record that belongs elsewhere was not torn by a power cut.
    if matches!(what, Wrong::Missing | Wrong::Reordered | Wrong::Unchained) {
        return Ok(false);
    }
    let path = segment_path(dir, segment);
    let rest = SegmentReader::open(dir, segment).and_then(|mut reader| reader.rest(offset));
    let rest = rest.map_err(JournalFault::system(&path))?;
    if offset > 0 {
        let number = walk.at.number.saturating_add(1);
        let tag = tag_of(&walk.id.unwrap_or_default());
        let found = find_record(&rest, 1, tag, number);
        return Ok(found.is_none_or(|found| is_unfinished_write(&rest, offset, found, tag, number)));
    }
    // A sound head of another journal, or a head whose records are still there.
    let records = usize::try_from(HEADER_BYTES).map_or(&[][..], |at| rest.get(at..).unwrap_or(&[]));
    Ok(what != Wrong::Foreign && records.iter().all(|byte| *byte == 0))
}

/// Copies what stands beyond the end into a file beside and cuts it off.
fn set_aside(dir: &Path, end: &End, segment: u64, offset: u64) -> Result<Torn, JournalFault> {
    let path = segment_path(dir, segment);
    let number = end.at.number.saturating_add(1);
    let (mut kept, kept_in) = (0_u32..)
        .map(|n| dir.join(format!("torn-{number}-{n}.bin")))
        .find_map(|path| {
            let mut options = OpenOptions::new();
            let file = options.write(true).create_new(true).mode(0o600).open(&path);
            match file {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => None,
                file => Some(file.map(|file| (file, path))),
            }
        })
        .unwrap_or_else(|| Err(ErrorKind::AlreadyExists.into()))
        .map_err(JournalFault::system(dir))?;
    let copied = (|| {
        let mut source = OpenOptions::new().read(true).write(true).open(&path)?;
        source.seek(SeekFrom::Start(offset))?;
        let bytes = io::copy(&mut source, &mut kept)?;
        kept.sync_all()?;
        sync_dir(dir)?;
        Ok((bytes, source))
    })();
    let (bytes, source) = copied.map_err(JournalFault::system(&kept_in))?;
    let cut = if offset == 0 {
        let head = SegmentHead {
            version: VERSION,
            id: end.id,
            segment,
            first: number,
            before: end.at.hash,
        };
        make_segment(dir, &head).map(drop)
    } else {
        RealDisk.cut(&source, offset)
    };
    cut.map_err(JournalFault::system(&path))?;
    Ok(Torn { kept_in, bytes })
}
