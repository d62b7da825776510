//! Appending on a disk that fails: what was not acknowledged does not come back.

use std::fs::File;
use std::io::{self, Error};
use std::path::Path;
use std::sync::{Arc, Mutex};

use rustix::io::Errno;
use tempfile::TempDir;

use super::super::disk::{Disk, RealDisk};
use super::super::format::SegmentHead;
use super::super::open;
use super::super::segment::sync_dir;
use super::*;

/// What the next calls do, and what was called.
#[derive(Default)]
struct Plan {
    /// For each write: how many bytes are written, or why none.
    writes: Vec<Result<usize, Errno>>,
    syncs: Vec<Errno>,
    cuts: Vec<Errno>,
    /// The new segment is there before making it fails.
    made: Option<Errno>,
    calls: String,
}

#[derive(Clone, Default)]
struct Failing(Arc<Mutex<Plan>>);

impl Failing {
    fn plan(&self, change: impl FnOnce(&mut Plan)) {
        change(&mut self.0.lock().unwrap());
    }

    fn calls(&self) -> String {
        std::mem::take(&mut self.0.lock().unwrap().calls)
    }
}

fn first<T>(planned: &mut Vec<T>) -> Option<T> {
    (!planned.is_empty()).then(|| planned.remove(0))
}

impl Disk for Failing {
    fn write(&mut self, file: &File, bytes: &[u8], offset: u64) -> io::Result<usize> {
        let mut plan = self.0.lock().unwrap();
        plan.calls.push('w');
        match first(&mut plan.writes) {
            None => RealDisk.write(file, bytes, offset),
            Some(Ok(count)) => RealDisk.write(file, &bytes[..count.min(bytes.len())], offset),
            Some(Err(errno)) => Err(errno.into()),
        }
    }

    fn sync(&mut self, file: &File) -> io::Result<()> {
        let mut plan = self.0.lock().unwrap();
        plan.calls.push('s');
        match first(&mut plan.syncs) {
            None => RealDisk.sync(file),
            Some(errno) => Err(errno.into()),
        }
    }

    fn cut(&mut self, file: &File, length: u64) -> io::Result<()> {
        let mut plan = self.0.lock().unwrap();
        plan.calls.push('c');
        match first(&mut plan.cuts) {
            None => RealDisk.cut(file, length),
            Some(errno) => Err(errno.into()),
        }
    }

    fn make_segment(&mut self, dir: &Path, head: &SegmentHead) -> io::Result<()> {
        let mut plan = self.0.lock().unwrap();
        plan.calls.push('m');
        RealDisk.make_segment(dir, head)?;
        sync_dir(dir)?;
        plan.made.take().map_or(Ok(()), |errno| Err(errno.into()))
    }
}

fn failing(dir: &Path, segment_bytes: u64) -> (Failing, Journal) {
    let disk = Failing::default();
    let options = Options { segment_bytes };
    let opened = open::open(dir, options, None, Box::new(disk.clone())).unwrap();
    (disk, opened.journal)
}

fn fails(journal: &mut Journal) -> AppendFault {
    let (clear, sealed) = (&b"never"[..], &[9; 40][..]);
    let record = NewRecord { clear, sealed };
    journal.append(&[record, record]).unwrap_err()
}

/// The journal holds `count` records as they were acknowledged, and nothing else.
fn assert_clean(dir: &Path, journal: Journal, count: u64) {
    let records = replay(&journal, &Position::start()).unwrap();
    assert_eq!(records.len() as u64, count);
    assert_written(&records, 1);
    drop(journal);
    assert_eq!(verified(dir).problems, vec![]);
    let opened = Journal::open(dir, SMALL, None).unwrap();
    assert_eq!((opened.torn, opened.after), (None, count));
}

#[test]
fn a_batch_costs_one_write_and_one_sync() {
    let dir = TempDir::new().unwrap();
    let (disk, mut journal) = failing(dir.path(), 1 << 20);
    append(&mut journal, 20);
    assert_eq!(disk.calls(), "ws");
    assert_clean(dir.path(), journal, 20);
}

#[test]
fn a_short_write_is_gone_on_with() {
    let dir = TempDir::new().unwrap();
    let (disk, mut journal) = failing(dir.path(), 1 << 20);
    disk.plan(|plan| plan.writes = vec![Ok(3), Err(Errno::INTR), Ok(50)]);
    append(&mut journal, 4);
    assert_eq!(disk.calls(), "wwwws");
    assert_clean(dir.path(), journal, 4);
}

#[test]
fn a_write_that_fails_half_way_is_taken_back() {
    for (errno, written) in [
        (Errno::NOSPC, 100),
        (Errno::DQUOT, 1),
        (Errno::ROFS, 0),
        (Errno::IO, 60),
    ] {
        let dir = TempDir::new().unwrap();
        let (disk, mut journal) = failing(dir.path(), 1 << 20);
        append(&mut journal, 3);
        disk.plan(|plan| plan.writes = vec![Ok(written.max(1)), Err(errno)]);
        let fault = fails(&mut journal);
        match errno {
            Errno::NOSPC | Errno::DQUOT => assert!(matches!(fault, AppendFault::Full)),
            Errno::ROFS => assert!(matches!(fault, AppendFault::ReadOnly)),
            _ => assert!(matches!(fault, AppendFault::System(_))),
        }
        assert_eq!(journal.position().number, 3);
        append(&mut journal, 2);
        assert_clean(dir.path(), journal, 5);
    }
    let dir = TempDir::new().unwrap();
    let (disk, mut journal) = failing(dir.path(), 1 << 20);
    disk.plan(|plan| plan.writes = vec![Ok(70), Ok(0)]);
    assert!(matches!(fails(&mut journal), AppendFault::System(_)));
    assert_clean(dir.path(), journal, 0);
}

#[test]
fn after_a_failed_sync_nothing_is_taken_before_the_end_was_read_again() {
    let dir = TempDir::new().unwrap();
    let (disk, mut journal) = failing(dir.path(), 1 << 20);
    append(&mut journal, 3);
    disk.plan(|plan| plan.syncs = vec![Errno::IO]);
    assert!(matches!(fails(&mut journal), AppendFault::System(_)));
    disk.calls();
    // Cutting fails: closed, however often it is tried.
    disk.plan(|plan| plan.cuts = vec![Errno::IO, Errno::IO]);
    assert!(matches!(fails(&mut journal), AppendFault::Closed));
    assert!(journal.reopen().is_err());
    assert_eq!(disk.calls(), "cc");
    append(&mut journal, 1);
    assert_eq!(disk.calls(), "cws");
    assert_clean(dir.path(), journal, 4);
}

#[test]
fn what_could_not_be_cut_off_at_once_is_cut_off_before_anything_follows() {
    let dir = TempDir::new().unwrap();
    let (disk, mut journal) = failing(dir.path(), 1 << 20);
    append(&mut journal, 2);
    disk.plan(|plan| {
        plan.syncs = vec![Errno::IO];
        plan.cuts = vec![Errno::IO];
    });
    let position = journal.position().clone();
    assert!(matches!(fails(&mut journal), AppendFault::System(_)));
    // The refused records are in the file now, whole; a new append must not keep them.
    let length = fs::metadata(segment_path(dir.path(), 1)).unwrap().len();
    assert!(length > position.offset);
    append(&mut journal, 1);
    assert_clean(dir.path(), journal, 3);
}

#[test]
fn an_end_that_is_not_what_was_acknowledged_stays_closed() {
    let dir = TempDir::new().unwrap();
    let (disk, mut journal) = failing(dir.path(), 1 << 20);
    append(&mut journal, 2);
    disk.plan(|plan| plan.syncs = vec![Errno::IO]);
    assert!(matches!(fails(&mut journal), AppendFault::System(_)));
    let path = segment_path(dir.path(), 1);
    let whole = fs::read(&path).unwrap();
    fs::write(&path, &whole[..whole.len() - 1]).unwrap();
    assert!(matches!(fails(&mut journal), AppendFault::Closed));
    fs::write(&path, &whole).unwrap();
    append(&mut journal, 1);
    assert_clean(dir.path(), journal, 3);
}

#[test]
fn a_new_segment_that_fails_leaves_the_old_one_as_the_last() {
    let dir = TempDir::new().unwrap();
    let (disk, mut journal) = failing(dir.path(), 300);
    append(&mut journal, 2);
    disk.plan(|plan| plan.made = Some(Errno::NOSPC));
    let (clear, sealed) = (&[1; 150][..], &[][..]);
    let long = [NewRecord { clear, sealed }];
    assert!(matches!(journal.append(&long), Err(AppendFault::Full)));
    assert_eq!(segments(dir.path()).len(), 1);
    append(&mut journal, 1);
    append(&mut journal, 1);
    assert_eq!(segments(dir.path()).len(), 2);
    // A failed write just after a new segment leaves one with a head only.
    disk.plan(|plan| plan.writes = vec![Err(Errno::NOSPC)]);
    assert!(matches!(journal.append(&long), Err(AppendFault::Full)));
    assert_eq!(segments(dir.path()).len(), 3);
    append(&mut journal, 1);
    assert_eq!(journal.position().segment, 3);
    assert_clean(dir.path(), journal, 5);
}

#[test]
fn a_real_error_of_the_system_is_told_apart() {
    for (errno, full) in [(Errno::NOSPC, true), (Errno::IO, false)] {
        let fault = AppendFault::from(Error::from(errno));
        assert_eq!(matches!(fault, AppendFault::Full), full);
    }
}
