//! What the benches share that use the program from outside: a place of its own for it, a
//! pseudo-terminal for whatever is run, and what a process has used. Knows no screen.
#![allow(dead_code, reason = "each bench uses its part")]

use std::fmt::Debug;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::str::FromStr;
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

const GUITAI: &str = env!("CARGO_BIN_EXE_guitai");

/// The program with an environment that leads nowhere else.
pub(crate) fn guitai(place: &Path) -> Command {
    let mut command = Command::new(GUITAI);
    command
        .env("GUITAI_DATA", place.join("data"))
        .env("GUITAI_CONFIG", place.join("config.toml"))
        .env("XDG_RUNTIME_DIR", place)
        .env("HOME", place)
        .stdin(Stdio::null());
    command
}

/// Configures it, with these lines besides what it must have.
pub(crate) fn configure(place: &Path, lines: &str) {
    let text = format!("master_key = \"master.key\"\n{lines}");
    std::fs::write(place.join("config.toml"), text).unwrap();
}

/// Starts the owner, as whatever asks first does, and writes every entry into the file `lines`, one a
/// line, for other programs to choose from. Tells how many.
pub(crate) fn open(place: &Path) -> usize {
    configure(place, "");
    let listed = guitai(place).args(["registry", "list"]).output().unwrap();
    std::fs::write(place.join("lines"), &listed.stdout).unwrap();
    let asked = guitai(place).args(["search", "sydj"]).output().unwrap();
    assert!(asked.status.success(), "{asked:?}");
    listed.stdout.iter().filter(|byte| **byte == b'\n').count()
}

/// Ends the owner.
pub(crate) fn close(place: &Path) {
    let stopped = guitai(place).arg("stop").output().unwrap();
    assert!(stopped.status.success(), "{stopped:?}");
}

/// A program in a terminal. Dropping it kills the program.
pub(crate) struct Pty {
    child: Box<dyn Child + Send + Sync>,
    writer: Box<dyn Write + Send>,
    reader: Option<Box<dyn Read + Send>>,
    pub(crate) started: Instant,
    // Open as long as the program runs.
    _master: Box<dyn MasterPty + Send>,
}

impl Pty {
    /// Runs a command, in an environment without the caller's language and colours.
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
        let reader = pair.master.try_clone_reader().unwrap();
        let writer = pair.master.take_writer().unwrap();
        let started = Instant::now();
        let child = pair.slave.spawn_command(builder).unwrap();
        Self {
            child,
            writer,
            reader: Some(reader),
            started,
            _master: pair.master,
        }
    }

    /// Hands every piece that comes to `hear`, with the time, on a thread of its own, until it returns
    /// false or nothing more comes.
    pub(crate) fn listen(&mut self, mut hear: impl FnMut(Instant, &[u8]) -> bool + Send + 'static) {
        let mut reader = self.reader.take().unwrap();
        thread::spawn(move || {
            let mut buffer = [0; 65536];
            while let Ok(read @ 1..) = reader.read(&mut buffer) {
                if !hear(Instant::now(), &buffer[..read]) {
                    return;
                }
            }
        });
    }

    /// Sends bytes as they are.
    pub(crate) fn send(&mut self, bytes: &[u8]) {
        self.writer.write_all(bytes).unwrap();
        self.writer.flush().unwrap();
    }

    /// The program's process.
    pub(crate) fn pid(&self) -> u32 {
        self.child.process_id().unwrap_or_default()
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Processor time of a process so far, of all its threads, to the nanosecond.
pub(crate) fn cpu(pid: u32) -> Duration {
    let tasks = std::fs::read_dir(format!("/proc/{pid}/task"));
    let times = tasks.into_iter().flatten().filter_map(|task| {
        let stat = std::fs::read_to_string(task.ok()?.path().join("schedstat")).ok()?;
        stat.split_whitespace().next()?.parse::<u64>().ok()
    });
    Duration::from_nanos(times.sum())
}

/// Proportional set size of a process in megabytes.
pub(crate) fn pss(pid: u32) -> f64 {
    let maps = std::fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).unwrap_or_default();
    let line = maps.lines().find_map(|line| line.strip_prefix("Pss:"));
    let kib: f64 = line
        .and_then(|line| line.split_whitespace().next()?.parse().ok())
        .unwrap_or_default();
    kib / 1024.0
}

/// The time below which so many percent of the sorted ones lie, in milliseconds; 0 of none.
pub(crate) fn percentile(sorted: &[Duration], percent: usize) -> f64 {
    let last = sorted.len().saturating_sub(1);
    sorted.get(last * percent / 100).copied().map_or(0.0, ms)
}

pub(crate) fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// A number set in the environment.
pub(crate) fn set<T: FromStr<Err: Debug>>(name: &str, otherwise: T) -> T {
    let set = std::env::var(name).ok();
    set.map_or(otherwise, |set| set.parse().unwrap())
}
