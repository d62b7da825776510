//! Reading a whole journal to find and name everything that is wrong with it. Changes nothing,
//! needs no lock and no key, and may run while an owner appends.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use super::Record;
use super::fault::Wrong;
use super::format::{Frame, HEADER_BYTES, SegmentHead, VERSION, find_record, tag_of, tagged};
use super::position::{Hash, Position};
use super::segment::{Next, SegmentReader, list, segment_path};

/// How long an owner in the middle of a write gets to finish it.
const MID_WRITE: Duration = Duration::from_millis(50);
/// Missing records in a row that are named one by one.
const NAMED: usize = 1000;
/// How many hashes are kept to judge records that stand out of place.
const REMEMBERED: usize = 1 << 16;

/// Something wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The record it is about; `None` when it is about no single one.
    pub record: Option<u64>,
    /// The segment.
    pub file: PathBuf,
    /// What is wrong.
    pub what: Wrong,
}

/// What reading the whole journal showed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// How many whole records of this journal there are, changed ones included.
    pub events: u64,
    /// The hash of the last record; [`Hash::START`] when there is none.
    pub head: Hash,
    /// Whether the head that was asked about is the hash of one of the sound records, or the
    /// start; `None` when none was asked about.
    pub head_found: Option<bool>,
    /// What is wrong, by file and record; of a long row of missing records the first thousand.
    pub problems: Vec<Problem>,
}

/// Reads everything in `dir`, hands each record that is not known to be changed to `each` (as
/// they stand), compares with `head`, a hash kept elsewhere.
///
/// While an owner appends, what is there at the beginning is judged. An incomplete last record
/// may be one that is just being written: it is named [`Wrong::Torn`] only when the file still
/// ends there after a moment.
///
/// # Errors
/// When the directory cannot be read; a segment that cannot be read is a [`Problem`].
pub fn verify(
    dir: &Path,
    head: Option<&Hash>,
    each: &mut dyn FnMut(&Record),
) -> Result<Verification, io::Error> {
    let listing = list(dir)?;
    let mut verifier = Verifier::new(dir, head, each);
    if listing.segments.is_empty() && listing.torn {
        verifier.problem(Some(1), 1, Wrong::Missing);
    }
    let mut segments = Vec::new();
    for file in listing.segments {
        let opened = SegmentReader::open(dir, file);
        let read = opened.and_then(|mut reader| Ok((reader.head()?, reader)));
        segments.push(Segment {
            file,
            head: read.as_ref().ok().and_then(|(head, _)| head.clone()),
            reader: read.ok().map(|(_, reader)| reader),
        });
    }
    verifier.id = usual_id(&segments);
    // By what they say of themselves: a segment under another's name is still whole.
    segments.sort_by_key(|segment| (verifier.place(segment), segment.file));
    let last = segments.last().map_or(0, |segment| segment.file);
    let mut next = 1;
    for segment in segments {
        let place = verifier.place(&segment);
        if place != segment.file {
            let first = segment.head.as_ref().map(|head| head.first);
            verifier.problem(first, segment.file, Wrong::Reordered);
        }
        if place < next {
            continue;
        }
        if place > next {
            verifier.skipped = Some((next, Wrong::Missing));
        }
        next = place.saturating_add(1);
        let file = segment.file;
        if verifier.segment(segment, file == last).is_err() {
            verifier.lose(file, Wrong::Unreadable);
        }
    }
    Ok(verifier.done())
}

/// A segment before its records are read.
struct Segment {
    /// The number in its name.
    file: u64,
    /// Its head, when it is sound.
    head: Option<SegmentHead>,
    /// Its bytes, when they can be read.
    reader: Option<SegmentReader>,
}

/// The id that most heads carry, the earliest of them at a tie.
fn usual_id(segments: &[Segment]) -> Option<[u8; 16]> {
    let mut counts: BTreeMap<[u8; 16], (usize, Reverse<usize>)> = BTreeMap::new();
    let heads = segments.iter().filter_map(|segment| segment.head.as_ref());
    for (at, head) in heads.enumerate() {
        counts.entry(head.id).or_insert((0, Reverse(at))).0 += 1;
    }
    let usual = counts.into_iter().max_by_key(|(_, count)| *count);
    usual.map(|(id, _)| id)
}

struct Verifier<'a> {
    dir: &'a Path,
    id: Option<[u8; 16]>,
    tag: [u8; 8],
    asked: Option<&'a Hash>,
    found: bool,
    each: &'a mut dyn FnMut(&Record),
    problems: Vec<Problem>,
    events: u64,
    head: Hash,
    /// The number that comes next.
    expected: u64,
    /// The latest records' hashes, with what they ought to be when that is something else.
    hashes: BTreeMap<u64, (Hash, Hash)>,
    /// Numbers that did not come yet: from, to (exclusive) and the file where they were missed.
    gaps: BTreeMap<u64, (u64, u64)>,
    /// Where something stood that is no record of this journal, by the number expected there.
    scraps: BTreeMap<u64, (u64, Wrong)>,
    /// A segment that could not be read through just now, and why.
    skipped: Option<(u64, Wrong)>,
}

impl<'a> Verifier<'a> {
    fn new(dir: &'a Path, asked: Option<&'a Hash>, each: &'a mut dyn FnMut(&Record)) -> Self {
        Self {
            dir,
            id: None,
            tag: [0; 8],
            asked,
            found: asked == Some(&Hash::START),
            each,
            problems: Vec::new(),
            events: 0,
            head: Hash::START,
            expected: 1,
            hashes: BTreeMap::from([(0, (Hash::START, Hash::START))]),
            gaps: BTreeMap::new(),
            scraps: BTreeMap::new(),
            skipped: None,
        }
    }

    fn problem(&mut self, record: Option<u64>, file: u64, what: Wrong) {
        let file = segment_path(self.dir, file);
        self.problems.push(Problem { record, file, what });
    }

    /// Gives a segment up: its remaining records are lost.
    fn lose(&mut self, file: u64, what: Wrong) {
        self.scraps.entry(self.expected).or_insert((file, what));
        self.skipped = Some((file, what));
    }

    /// Which segment it is: by its head when it is one of ours, else by its name.
    fn place(&self, segment: &Segment) -> u64 {
        match &segment.head {
            Some(head) if Some(head.id) == self.id => head.segment,
            _ => segment.file,
        }
    }

    fn segment(&mut self, segment: Segment, last: bool) -> io::Result<()> {
        let file = segment.file;
        let Some(mut reader) = segment.reader else {
            self.lose(file, Wrong::Unreadable);
            return Ok(());
        };
        let empty = reader.length() <= HEADER_BYTES;
        match segment.head {
            Some(head) if head.version != VERSION => self.lose(file, Wrong::Unreadable),
            Some(head) if Some(head.id) != self.id => self.lose(file, Wrong::Foreign),
            Some(head) => {
                self.enter(&head, file);
                self.tag = tag_of(&head.id);
                return self.records(&mut reader, file, last);
            }
            None if empty && last => self.lose(file, Wrong::Torn),
            None if empty => self.lose(file, Wrong::Changed),
            None => {
                self.problem(None, file, Wrong::Changed);
                reader.seek(HEADER_BYTES)?;
                self.tag = match (self.id, reader.next()?) {
                    (Some(id), _) => tag_of(&id),
                    // Without any sound head, the first record is taken at its word.
                    (None, Next::Frame(frame)) => frame.tag(),
                    (None, _) => self.tag,
                };
                reader.seek(HEADER_BYTES)?;
                return self.records(&mut reader, file, last);
            }
        }
        Ok(())
    }

    /// Compares a segment's head with what came before it.
    fn enter(&mut self, head: &SegmentHead, file: u64) {
        let skipped = self.skipped.take();
        if head.first > self.expected {
            let missed = skipped.map_or(file, |(skipped, _)| skipped);
            self.gaps.insert(self.expected, (head.first, missed));
            self.expected = head.first;
        } else if head.first < self.expected {
            self.problem(Some(head.first), file, Wrong::Reordered);
        } else if let Some((skipped, Wrong::Missing)) = skipped {
            self.problem(Some(self.expected), skipped, Wrong::Missing);
        }
        let before = (head.before, head.before);
        let (stored, reckoned) = *self.hashes.entry(head.first - 1).or_insert(before);
        if stored != head.before && reckoned != head.before {
            self.problem(Some(head.first), file, Wrong::Unchained);
            self.hashes.insert(head.first - 1, (stored, head.before));
        }
    }

    fn records(&mut self, reader: &mut SegmentReader, file: u64, last: bool) -> io::Result<()> {
        let mut waited = None;
        loop {
            let offset = reader.offset;
            let next = reader.next()?;
            let sound = match &next {
                Next::End => return Ok(()),
                Next::Frame(frame) => tagged(&frame.head, self.tag) && self.sound(frame),
                Next::Scrap => false,
            };
            if let (true, Next::Frame(frame)) = (sound, &next)
                && frame.number() == self.expected
            {
                // By far the most: judged with the one hash that was just reckoned.
                let after = Position {
                    number: self.expected,
                    hash: frame.hash,
                    segment: file,
                    offset: reader.offset,
                };
                self.take(frame, after, frame.hash, true);
                continue;
            }
            let at_end = reader.offset == offset || reader.offset == reader.length();
            if !sound && last && at_end && waited != Some(offset) {
                waited = Some(offset);
                thread::sleep(MID_WRITE);
                reader.offset = offset;
                reader.refresh()?;
                continue;
            }
            match next {
                Next::Frame(frame) if sound || self.followed(reader)? => {
                    self.frame(&frame, reader.offset, file);
                }
                _ => {
                    let rest = reader.rest(offset)?;
                    let Some(found) = find_record(&rest, 1, self.tag, 0) else {
                        let torn = last && matches!(next, Next::Scrap);
                        let what = if torn { Wrong::Torn } else { Wrong::Changed };
                        self.lose(file, what);
                        return Ok(());
                    };
                    self.scraps.insert(self.expected, (file, Wrong::Changed));
                    let at = offset.saturating_add(found as u64);
                    if let Some(hash) = reader.hash_before(at)? {
                        self.hashes.insert(self.expected, (hash, hash));
                    }
                    reader.seek(at)?;
                }
            }
        }
    }

    /// Whether the next record is there or the file ends: the record just read had a true length.
    fn followed(&self, reader: &mut SegmentReader) -> io::Result<bool> {
        let at = reader.offset;
        let next = reader.next()?;
        reader.seek(at)?;
        Ok(match next {
            Next::End => true,
            Next::Frame(frame) => tagged(&frame.head, self.tag),
            Next::Scrap => false,
        })
    }

    /// Whether its hash follows from the one before its number, as far as that is known.
    fn sound(&self, frame: &Frame) -> bool {
        let before = self.hashes.get(&frame.number().wrapping_sub(1));
        before.is_none_or(|(stored, reckoned)| {
            frame.reckoned(*stored) == frame.hash || frame.reckoned(*reckoned) == frame.hash
        })
    }

    /// Judges a record that ends at `end`.
    fn frame(&mut self, frame: &Frame, end: u64, file: u64) {
        let before = self.hashes.get(&(self.expected - 1)).map(|(hash, _)| *hash);
        let misfit = frame.misfit(self.tag, self.expected, before.unwrap_or(Hash::START));
        let number = match misfit {
            Some(Wrong::Foreign) => {
                self.scraps.insert(self.expected, (file, Wrong::Foreign));
                return;
            }
            // Its number or tag may be what was changed.
            Some(Wrong::Changed) => self.expected,
            _ => frame.number(),
        };
        if number > self.expected {
            self.gaps.insert(self.expected, (number, file));
        } else if number < self.expected {
            self.problem(Some(number), file, Wrong::Reordered);
            if !self.fill(number) {
                return;
            }
        }
        let sound = number == frame.number() && tagged(&frame.head, self.tag) && self.sound(frame);
        let before = self.hashes.get(&number.wrapping_sub(1)).copied();
        let reckoned = before.map_or(frame.hash, |(stored, _)| frame.reckoned(stored));
        let after = Position {
            number,
            hash: frame.hash,
            segment: file,
            offset: end,
        };
        self.take(frame, after, reckoned, sound);
    }

    /// Counts a record in: the place after it, the hash it ought to have.
    fn take(&mut self, frame: &Frame, after: Position, reckoned: Hash, sound: bool) {
        let (number, file) = (after.number, after.segment);
        self.expected = self.expected.max(number.saturating_add(1));
        self.hashes.insert(number, (frame.hash, reckoned));
        if self.hashes.len() > REMEMBERED {
            self.hashes.pop_first();
        }
        self.events += 1;
        self.head = frame.hash;
        match Record::of(frame, after).filter(|_| sound) {
            Some(record) => {
                self.found |= self.asked == Some(&record.hash);
                (self.each)(&record);
            }
            None => self.problem(Some(number), file, Wrong::Changed),
        }
    }

    /// Takes a number out of the gaps; `false` when it is in none and so came before.
    fn fill(&mut self, number: u64) -> bool {
        let gap = self.gaps.range(..=number).next_back();
        let gap = gap.map(|(from, (to, file))| (*from, *to, *file));
        let Some((from, to, file)) = gap.filter(|(_, to, _)| number < *to) else {
            return false;
        };
        self.gaps.remove(&from);
        if from < number {
            self.gaps.insert(from, (number, file));
        }
        if number + 1 < to {
            self.gaps.insert(number + 1, (to, file));
        }
        true
    }

    /// Names what was missed all along and gives the result.
    fn done(mut self) -> Verification {
        for (from, (to, file)) in std::mem::take(&mut self.gaps) {
            for number in (from..to).take(NAMED) {
                match self.scraps.remove(&number) {
                    Some((file, what)) => self.problem(Some(number), file, what),
                    None => self.problem(Some(number), file, Wrong::Missing),
                }
            }
        }
        for (number, (file, what)) in std::mem::take(&mut self.scraps) {
            match what {
                // A record by that number came all the same, so this one was pushed in.
                Wrong::Changed | Wrong::Foreign if number < self.expected => {
                    self.problem(None, file, Wrong::Foreign);
                }
                _ => self.problem(Some(number), file, what),
            }
        }
        self.problems
            .sort_by(|a, b| (&a.file, a.record).cmp(&(&b.file, b.record)));
        Verification {
            events: self.events,
            head: self.head,
            head_found: self.asked.map(|_| self.found),
            problems: self.problems,
        }
    }
}
