//! The files of a journal: their names, reading records from one, making one. Judges nothing.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, BufReader, ErrorKind, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use super::format::{FRAME_HEAD, Frame, HEADER_BYTES, SegmentHead, body_length};
use super::position::Hash;

/// How much is read at once.
const READ_AHEAD: usize = 256 << 10;

/// What stands in a journal's directory.
#[derive(Debug, Default)]
pub(super) struct Listing {
    /// The segments' numbers, ascending.
    pub(super) segments: Vec<u64>,
    /// Whether torn records were ever set aside here.
    pub(super) torn: bool,
}

pub(super) fn segment_path(dir: &Path, segment: u64) -> PathBuf {
    dir.join(format!("{segment:08}.log"))
}

pub(super) fn list(dir: &Path) -> io::Result<Listing> {
    let mut listing = Listing::default();
    for entry in fs::read_dir(dir)? {
        let name = entry?.file_name();
        let Some(name) = name.to_str() else { continue };
        if let Some(number) = name.strip_suffix(".log") {
            let plain = number.len() >= 8 && number.bytes().all(|b| b.is_ascii_digit());
            if let (true, Ok(number)) = (plain, number.parse()) {
                listing.segments.push(number);
            }
        }
        listing.torn |= name.starts_with("torn-");
    }
    listing.segments.sort_unstable();
    Ok(listing)
}

/// Makes the directory and those above it that are missing, lasting, for their owner alone.
pub(super) fn make_dir(dir: &Path) -> io::Result<()> {
    if dir.as_os_str().is_empty() || dir.is_dir() {
        return Ok(());
    }
    let parent = dir.parent().unwrap_or(Path::new(""));
    make_dir(parent)?;
    match DirBuilder::new().mode(0o700).create(dir) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
        Ok(()) if parent.as_os_str().is_empty() => sync_dir(Path::new(".")),
        Ok(()) => sync_dir(parent),
    }
}

/// Makes names given in the directory last.
pub(super) fn sync_dir(dir: &Path) -> io::Result<()> {
    File::open(dir)?.sync_all()
}

/// Makes (or replaces) a segment with only a head: whole and lasting, or not there.
pub(super) fn make_segment(dir: &Path, head: &SegmentHead) -> io::Result<PathBuf> {
    let path = segment_path(dir, head.segment);
    let beside = path.with_extension("new");
    let made = (|| {
        let mut file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&beside)?;
        file.write_all(&head.to_bytes())?;
        file.sync_all()?;
        fs::rename(&beside, &path)?;
        sync_dir(dir)
    })();
    if made.is_err() {
        // What is left of it is no segment and is written over next time.
        let _ = fs::remove_file(&beside);
    }
    made.map(|()| path)
}

/// What comes next in a segment.
pub(super) enum Next {
    /// A record, whole but not judged.
    Frame(Frame),
    /// Bytes that cannot be a whole record.
    Scrap,
    /// The file's end, just after a record.
    End,
}

/// Reads a segment from some place on.
pub(super) struct SegmentReader {
    file: BufReader<File>,
    pub(super) path: PathBuf,
    length: u64,
    /// Where the next record starts.
    pub(super) offset: u64,
}

impl SegmentReader {
    pub(super) fn open(dir: &Path, segment: u64) -> io::Result<Self> {
        let path = segment_path(dir, segment);
        let file = File::open(&path)?;
        let length = file.metadata()?.len();
        Ok(Self {
            file: BufReader::with_capacity(READ_AHEAD, file),
            path,
            length,
            offset: 0,
        })
    }

    /// How long the file was when it was last looked at.
    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// The head, when it is sound; stands at the first record afterwards.
    pub(super) fn head(&mut self) -> io::Result<Option<SegmentHead>> {
        self.seek(0)?;
        let mut bytes = Vec::new();
        let mut file = Read::by_ref(&mut self.file).take(HEADER_BYTES);
        file.read_to_end(&mut bytes)?;
        self.seek(HEADER_BYTES)?;
        Ok(SegmentHead::parse(&bytes))
    }

    pub(super) fn seek(&mut self, offset: u64) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(offset))?;
        self.offset = offset;
        Ok(())
    }

    /// Looks at the file again from the record that comes next: another may have written on.
    pub(super) fn refresh(&mut self) -> io::Result<()> {
        self.length = self.file.get_ref().metadata()?.len();
        self.seek(self.offset)
    }

    /// The hash that ends at `offset`; `None` when there is no room for one.
    pub(super) fn hash_before(&mut self, offset: u64) -> io::Result<Option<Hash>> {
        let Some(from) = offset.checked_sub(32).filter(|_| offset <= self.length) else {
            return Ok(None);
        };
        self.seek(from)?;
        let mut hash = [0; 32];
        let read = self.whole(&mut hash)?;
        self.offset = offset;
        Ok(read.then_some(Hash(hash)))
    }

    /// Reads what comes next and moves past it when it is a frame.
    pub(super) fn next(&mut self) -> io::Result<Next> {
        let left = self.length.saturating_sub(self.offset);
        if left == 0 {
            return Ok(Next::End);
        }
        let mut head = [0; FRAME_HEAD];
        if left < FRAME_HEAD as u64 || !self.whole(&mut head)? {
            return Ok(Next::Scrap);
        }
        let Some(length) = body_length(&head, left - FRAME_HEAD as u64) else {
            return Ok(Next::Scrap);
        };
        let mut body = vec![0; length];
        let mut hash = [0; 32];
        if !self.whole(&mut body)? || !self.whole(&mut hash)? {
            return Ok(Next::Scrap);
        }
        let hash = Hash(hash);
        let frame = Frame { head, body, hash };
        self.offset += frame.bytes();
        Ok(Next::Frame(frame))
    }

    /// Everything from `offset` to the file's end.
    pub(super) fn rest(&mut self, offset: u64) -> io::Result<Vec<u8>> {
        self.seek(offset)?;
        let mut bytes = Vec::new();
        self.file.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Fills `bytes`, or says that the file ended first.
    fn whole(&mut self, bytes: &mut [u8]) -> io::Result<bool> {
        match self.file.read_exact(bytes) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
            Err(error) => Err(error),
        }
    }
}
