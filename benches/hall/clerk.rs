//! One clerk of the hall: a real client in a pseudo-terminal, and what each key brought when. Knows how
//! long it took, not what it meant.

use std::process::Command;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use crate::common::Pty;

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
    pty: Pty,
    heard: Arc<Mutex<Heard>>,
    pub(crate) pressed: Vec<Pressed>,
    chance: u64,
}

impl Clerk {
    pub(crate) fn start(command: &Command, number: u64) -> Self {
        let mut pty = Pty::start(command, 80, 24);
        let heard = Arc::new(Mutex::new(Heard::default()));
        let hearing = Arc::clone(&heard);
        pty.listen(move |at, bytes| {
            let mut heard = hearing.lock().unwrap();
            heard.at.push(at);
            heard.bytes.extend_from_slice(bytes);
            true
        });
        Self {
            pty,
            heard,
            pressed: Vec::new(),
            chance: number.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1,
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
        self.pty.send(key.as_bytes());
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
        self.pty.pid()
    }
}
