//! Reading from a client that may say nothing, or begin to say something and stop. Knows no frame.

use std::io::{self, Read};
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

/// A stream with a limit on how long one frame may take from its first byte on.
pub(super) struct Pace<'s> {
    stream: &'s UnixStream,
    limit: Duration,
    until: Option<Instant>,
}

impl<'s> Pace<'s> {
    /// The first byte may take for ever.
    pub(super) const fn from_first_byte(stream: &'s UnixStream, limit: Duration) -> Self {
        Self {
            stream,
            limit,
            until: None,
        }
    }

    /// The time runs from now on.
    pub(super) fn from_now(stream: &'s UnixStream, limit: Duration) -> Self {
        Self {
            stream,
            limit,
            until: Some(Instant::now() + limit),
        }
    }
}

impl Read for Pace<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self
            .until
            .map(|until| until.saturating_duration_since(Instant::now()));
        if left == Some(Duration::ZERO) {
            return Err(io::ErrorKind::TimedOut.into());
        }
        self.stream.set_read_timeout(left)?;
        let n = (&mut &*self.stream).read(buffer)?;
        if self.until.is_none() {
            self.until = Some(Instant::now() + self.limit);
        }
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn a_silent_peer_is_waited_for_and_a_stalled_one_is_not() {
        let (ours, mut theirs) = UnixStream::pair().unwrap();
        let limit = Duration::from_millis(30);
        theirs.write_all(b"a").unwrap();
        let mut pace = Pace::from_first_byte(&ours, limit);
        assert_eq!(pace.read(&mut [0; 8]).unwrap(), 1);
        assert!(pace.read(&mut [0; 8]).is_err(), "nothing more came");
        let mut hello = Pace::from_now(&ours, limit);
        assert!(hello.read(&mut [0; 8]).is_err(), "nothing came at all");
        // Bytes that come one by one do not lengthen it.
        let mut drip = Pace::from_now(&ours, limit);
        let outcome = loop {
            theirs.write_all(b"x").unwrap();
            if let Err(fault) = drip.read(&mut [0; 1]) {
                break fault.kind();
            }
        };
        assert_eq!(outcome, io::ErrorKind::TimedOut);
    }
}
