//! One clerk of the hall: a real client in a pseudo-terminal, and what each key brought when. Knows how
//! long it took, not what it meant.

use std::io::{Read, Write};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// What comes later than this after the bytes before it is news of somebody else's doing.
const APART: Duration = Duration::from_millis(50);

/// What a clerk is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Doing {
    LookUp,
    Browse,
    Log,
}

/// A key, and how long until its last byte; nothing where it changed nothing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pressed {
    pub(crate) doing: Doing,
    pub(crate) last: Option<Duration>,
}

/// What came from the program, and when.
#[derive(Debug, Default)]
struct Heard {
    at: Vec<Instant>,
    bytes: Vec<u8>,
}

/// A client in a terminal.
pub(crate) struct Clerk {
    child: Box<dyn Child + Send + Sync>,
    writer: Box<dyn Write + Send>,
    heard: Arc<Mutex<Heard>>,
    pub(crate) pressed: Vec<Pressed>,
    chance: u64,
    _master: Box<dyn MasterPty + Send>,
}

impl Clerk {
    pub(crate) fn start(command: &Command, number: u64) -> Self {
        let mut builder = CommandBuilder::new(command.get_program());
        builder.args(command.get_args());
        for (name, value) in command.get_envs() {
            builder.env(name, value.unwrap_or_default());
        }
        builder.env("TERM", "xterm-256color");
        builder.env_remove("NO_COLOR");
        builder.env_remove("GUITAI_LANG");
        let size = PtySize {
            rows: 24,
            cols: 80,
            ..PtySize::default()
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let heard = Arc::new(Mutex::new(Heard::default()));
        let hearing = Arc::clone(&heard);
        thread::spawn(move || {
            let mut buffer = [0; 65536];
            while let Ok(read @ 1..) = reader.read(&mut buffer) {
                let now = Instant::now();
                let mut heard = hearing.lock().unwrap();
                heard.at.push(now);
                heard.bytes.extend_from_slice(&buffer[..read]);
            }
        });
        let child = pair.slave.spawn_command(builder).unwrap();
        Self {
            child,
            writer: pair.master.take_writer().unwrap(),
            heard,
            pressed: Vec::new(),
            chance: number.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1,
            _master: pair.master,
        }
    }

    /// Waits until a text has been sent.
    pub(crate) fn wait_for(&self, text: &str) {
        let begun = Instant::now();
        let heard = || String::from_utf8_lossy(&self.heard.lock().unwrap().bytes).into_owned();
        while !heard().contains(text) {
            let waited = begun.elapsed().as_secs();
            assert!(waited < 60, "waited for {text}: {}", heard());
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// A number below another, the same in every run.
    pub(crate) fn roll(&mut self, sides: u64) -> u64 {
        self.chance ^= self.chance << 13;
        self.chance ^= self.chance >> 7;
        self.chance ^= self.chance << 17;
        self.chance % sides
    }

    /// Presses a key, and waits as long as a person does until the next.
    pub(crate) fn press(&mut self, doing: Doing, key: &str) {
        self.heard.lock().unwrap().at.clear();
        let pressed = Instant::now();
        self.writer.write_all(key.as_bytes()).unwrap();
        self.writer.flush().unwrap();
        let pause = 150 + self.roll(200);
        thread::sleep(Duration::from_millis(pause));
        let heard = self.heard.lock().unwrap();
        let mut last = None;
        for at in &heard.at {
            if last.is_some_and(|last| *at > last + APART) {
                break;
            }
            last = Some(*at);
        }
        let last = last.map(|at| at.saturating_duration_since(pressed));
        drop(heard);
        self.pressed.push(Pressed { doing, last });
    }

    /// Types a text at the speed of a person.
    pub(crate) fn type_text(&mut self, doing: Doing, text: &str) {
        for c in text.chars() {
            self.press(doing, c.encode_utf8(&mut [0; 4]));
        }
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.process_id().unwrap_or_default()
    }
}

impl Drop for Clerk {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
