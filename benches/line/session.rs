//! A program in a pseudo-terminal, read by an independent emulator: what a key brings, in bytes,
//! reads, time and processor time. Knows no program.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use crate::ideal::ideal;

/// So long nothing comes when a key has brought everything.
const QUIET: Duration = Duration::from_millis(60);
/// So long the first byte may take.
const FIRST: Duration = Duration::from_millis(400);
/// What a packet of Ethernet carries.
const PACKET: usize = 1460;

/// A program in a terminal.
pub(crate) struct Session {
    child: Box<dyn Child + Send + Sync>,
    writer: Box<dyn Write + Send>,
    chunks: Receiver<(Instant, Vec<u8>)>,
    parser: vt100::Parser,
    started: Instant,
    // Open as long as the program runs.
    _master: Box<dyn MasterPty + Send>,
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
        let mut builder = CommandBuilder::new(command.get_program());
        builder.args(command.get_args());
        for (name, value) in command.get_envs() {
            builder.env(name, value.unwrap_or_default());
        }
        builder.env("TERM", "xterm-256color");
        builder.env("LC_ALL", "C.UTF-8");
        for name in ["NO_COLOR", "GUITAI_LANG", "COLORTERM", "FZF_DEFAULT_OPTS"] {
            builder.env_remove(name);
        }
        let size = PtySize {
            rows,
            cols,
            ..PtySize::default()
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (send, chunks) = channel();
        thread::spawn(move || {
            let mut buffer = [0; 65536];
            while let Ok(read @ 1..) = reader.read(&mut buffer) {
                if send
                    .send((Instant::now(), buffer[..read].to_vec()))
                    .is_err()
                {
                    return;
                }
            }
        });
        let started = Instant::now();
        let child = pair.slave.spawn_command(builder).unwrap();
        let nonzero = |n| NonZeroU16::new(n).unwrap();
        Self {
            child,
            writer: pair.master.take_writer().unwrap(),
            chunks,
            parser: vt100::Parser::new(nonzero(rows), nonzero(cols), 0),
            started,
            _master: pair.master,
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
        self.collect(self.started)
    }

    /// Sends bytes as one key.
    pub(crate) fn key(&mut self, bytes: &[u8]) -> Brought {
        let cpu = self.cpu();
        let pressed = Instant::now();
        self.writer.write_all(bytes).unwrap();
        self.writer.flush().unwrap();
        let mut brought = self.collect(pressed);
        brought.cpu = self.cpu().saturating_sub(cpu);
        brought
    }

    /// Whether a text stands on the screen.
    pub(crate) fn shows(&self, text: &str) -> bool {
        self.parser.screen().contents().contains(text)
    }

    /// Processor time so far, of all threads, to the nanosecond.
    fn cpu(&self) -> Duration {
        let pid = self.child.process_id().unwrap_or_default();
        let tasks = std::fs::read_dir(format!("/proc/{pid}/task"));
        let times = tasks.into_iter().flatten().filter_map(|task| {
            let stat = std::fs::read_to_string(task.ok()?.path().join("schedstat")).ok()?;
            stat.split_whitespace().next()?.parse::<u64>().ok()
        });
        Duration::from_nanos(times.sum())
    }

    /// Proportional set size in KiB.
    pub(crate) fn pss(&self) -> usize {
        let pid = self.child.process_id().unwrap_or_default();
        let maps = std::fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).unwrap_or_default();
        let line = maps.lines().find_map(|line| line.strip_prefix("Pss:"));
        let kib = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
        kib.unwrap_or_default()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
