//! One clerk of the hall: a real client in a pseudo-terminal, and how long each key took to the screen
//! that it had to lead to. Knows how screens are awaited, not what they are.

use std::num::NonZeroU16;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use crate::common::Pty;

/// So long an answer is waited for; a key without one is counted as unanswered.
const PATIENCE: Duration = Duration::from_secs(5);
/// So often a screen is looked at that is late.
const LOOKED_AGAIN: Duration = Duration::from_millis(20);

const COLS: u16 = 80;
const ROWS: u16 = 24;

/// What a clerk is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Doing {
    LookUp,
    Browse,
    Log,
}

/// Which bytes are the answer, where more come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Counts {
    /// All until the next key: nobody else changes this screen.
    All,
    /// Those until the awaited screen stands there: what comes after is others' doing.
    UntilShown,
}

/// A key, and how long until its last byte; nothing where the awaited screen never came.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pressed {
    pub(crate) doing: Doing,
    pub(crate) last: Option<Duration>,
}

/// What came from the program, and when; not yet read.
type Heard = Arc<Mutex<Vec<(Instant, Vec<u8>)>>>;

/// A client in a terminal.
pub(crate) struct Clerk {
    pty: Pty,
    heard: Heard,
    parser: vt100::Parser,
    pub(crate) pressed: Vec<Pressed>,
    chance: u64,
}

impl Clerk {
    pub(crate) fn start(command: &Command, number: u64) -> Self {
        let mut pty = Pty::start(command, COLS, ROWS);
        let heard = Heard::default();
        let hearing = Arc::clone(&heard);
        pty.listen(move |at, bytes| {
            hearing.lock().unwrap().push((at, bytes.to_vec()));
            true
        });
        let nonzero = |n| NonZeroU16::new(n).unwrap();
        Self {
            pty,
            heard,
            parser: vt100::Parser::new(nonzero(ROWS), nonzero(COLS), 0),
            pressed: Vec::new(),
            chance: number.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1,
        }
    }

    /// Waits until the screen is like this.
    pub(crate) fn wait_for(&mut self, is_shown: impl Fn(&[String]) -> bool) {
        let begun = Instant::now();
        while !is_shown(&self.rows()) {
            let waited = begun.elapsed().as_secs();
            assert!(waited < 60, "never came: {:#?}", self.rows());
            thread::sleep(LOOKED_AGAIN);
        }
    }

    /// The screen with all that came so far.
    pub(crate) fn rows(&mut self) -> Vec<String> {
        for (_, bytes) in self.take() {
            self.parser.process(&bytes);
        }
        self.shown()
    }

    fn shown(&self) -> Vec<String> {
        self.parser.screen().rows(0, COLS).collect()
    }

    fn take(&self) -> Vec<(Instant, Vec<u8>)> {
        std::mem::take(&mut *self.heard.lock().unwrap())
    }

    /// A number below another, the same in every run.
    pub(crate) fn roll(&mut self, sides: u64) -> u64 {
        self.chance ^= self.chance << 13;
        self.chance ^= self.chance >> 7;
        self.chance ^= self.chance << 17;
        self.chance % sides
    }

    /// Presses a key, and waits as long as a person does until the next, or until the screen is like
    /// this, whichever is later. Tells whether it is. What came is read after the pause, which no
    /// answer in time has to share the processor with.
    pub(crate) fn press(
        &mut self,
        doing: Doing,
        key: &str,
        counts: Counts,
        is_shown: impl Fn(&[String]) -> bool,
    ) -> bool {
        self.rows();
        let pause = Duration::from_millis(150 + self.roll(200));
        let pressed = Instant::now();
        self.pty.send(key.as_bytes());
        thread::sleep(pause);
        // When the last byte came, and whether the screen is the awaited one with it.
        let (mut last, mut done) = (None, false);
        while !done && pressed.elapsed() < PATIENCE.max(2 * pause) {
            for (at, bytes) in self.take() {
                self.parser.process(&bytes);
                if counts == Counts::All || !done {
                    last = Some(at);
                    done = is_shown(&self.shown());
                }
            }
            if !done {
                thread::sleep(LOOKED_AGAIN);
            }
        }
        let last = last.filter(|_| done);
        let last = last.map(|at| at.saturating_duration_since(pressed));
        self.pressed.push(Pressed { doing, last });
        last.is_some()
    }

    /// Sends a key that is not measured.
    pub(crate) fn send(&mut self, key: &str) {
        self.pty.send(key.as_bytes());
    }

    pub(crate) fn pid(&self) -> u32 {
        self.pty.pid()
    }
}
