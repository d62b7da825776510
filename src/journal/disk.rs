//! The three things that appending asks of the disk, so that tests can let each of them fail.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;

use super::format::SegmentHead;
use super::segment::make_segment;

/// What appending asks of the disk.
pub(super) trait Disk: Send {
    /// Writes some of `bytes` at `offset` and says how many.
    fn write(&mut self, file: &File, bytes: &[u8], offset: u64) -> io::Result<usize>;
    /// Makes what was written last.
    fn sync(&mut self, file: &File) -> io::Result<()>;
    /// Cuts the file at `length`, lastingly.
    fn cut(&mut self, file: &File, length: u64) -> io::Result<()>;
    /// Makes a new segment, whole and lasting.
    fn make_segment(&mut self, dir: &Path, head: &SegmentHead) -> io::Result<()>;
}

/// The disk itself.
pub(super) struct RealDisk;

impl Disk for RealDisk {
    fn write(&mut self, file: &File, bytes: &[u8], offset: u64) -> io::Result<usize> {
        file.write_at(bytes, offset)
    }

    fn sync(&mut self, file: &File) -> io::Result<()> {
        file.sync_data()
    }

    fn cut(&mut self, file: &File, length: u64) -> io::Result<()> {
        file.set_len(length)?;
        file.sync_all()
    }

    fn make_segment(&mut self, dir: &Path, head: &SegmentHead) -> io::Result<()> {
        make_segment(dir, head).map(drop)
    }
}
