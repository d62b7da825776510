//! A program in a pseudo-terminal, read by an independent emulator: what a key brings, in bytes,
//! reads, time and processor time. Knows no program.

use std::num::NonZeroU16;
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use crate::common::{self, Pty};
use crate::ideal::ideal;

/// So long nothing comes when a key has brought everything.
const QUIET: Duration = Duration::from_millis(60);
/// So long the first byte may take.
const FIRST: Duration = Duration::from_millis(400);
/// What a packet of Ethernet carries.
const PACKET: usize = 1460;

/// A program in a terminal.
pub(crate) struct Session {
    pty: Pty,
    chunks: Receiver<(Instant, Vec<u8>)>,
    parser: vt100::Parser,
}

/// What one key brought.
#[derive(Clone, Debug, Default)]
pub(crate) struct Brought {
    pub(crate) bytes: usize,
    /// The fewest bytes by plain means.
    pub(crate) ideal: usize,
    /// Reads, which are writes where a program writes a frame at once.
    pub(crate) reads: usize,
    pub(crate) packets: usize,
    /// From the key to the last byte.
    pub(crate) last: Duration,
    /// Processor time of the program.
    pub(crate) cpu: Duration,
}

impl Session {
    pub(crate) fn start(command: &Command, cols: u16, rows: u16) -> Self {
        let mut pty = Pty::start(command, cols, rows);
        let (send, chunks) = channel();
        pty.listen(move |at, bytes| send.send((at, bytes.to_vec())).is_ok());
        let nonzero = |n| NonZeroU16::new(n).unwrap();
        Self {
            pty,
            chunks,
            parser: vt100::Parser::new(nonzero(rows), nonzero(cols), 0),
        }
    }

    /// Everything until nothing more comes.
    pub(crate) fn collect(&mut self, since: Instant) -> Brought {
        let before = self.parser.screen().clone();
        let mut brought = Brought::default();
        let mut wait = FIRST;
        while let Ok((at, bytes)) = self.chunks.recv_timeout(wait) {
            brought.bytes += bytes.len();
            brought.reads += 1;
            brought.packets += bytes.len().div_ceil(PACKET);
            brought.last = at.saturating_duration_since(since);
            self.parser.process(&bytes);
            wait = QUIET;
        }
        brought.ideal = ideal(&before, self.parser.screen());
        brought
    }

    /// The first frame, from the start of the process.
    pub(crate) fn first_frame(&mut self) -> Brought {
        self.collect(self.pty.started)
    }

    /// Sends bytes as one key.
    pub(crate) fn key(&mut self, bytes: &[u8]) -> Brought {
        let cpu = common::cpu(self.pty.pid());
        let pressed = Instant::now();
        self.pty.send(bytes);
        let mut brought = self.collect(pressed);
        brought.cpu = common::cpu(self.pty.pid()).saturating_sub(cpu);
        brought
    }

    /// Whether a text stands on the screen.
    pub(crate) fn shows(&self, text: &str) -> bool {
        self.parser.screen().contents().contains(text)
    }

    /// Proportional set size in megabytes.
    pub(crate) fn pss(&self) -> f64 {
        common::pss(self.pty.pid())
    }
}
