//! Bytes of the terminal as keys and pastes. Our own, because crossterm's reader spins when the
//! terminal vanishes, blocks inside a half-sent sequence, and reads bursts by 1 KiB of which the
//! rest lies until the next key. Pure; knows keys, not actions, and no clock: time is what passed
//! waiting with nothing to read, so bytes that came in time and are read late have come in time.

mod paste;
mod sequence;

use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent};

use paste::{Paste, Paused};
use sequence::{ESC, Found, PASTE_END, PASTE_START, first, is_answer, key};

/// How long Esc waits for the rest of a sequence. A sequence comes in one piece but on the
/// worst of lines; a person does not notice.
const ESCAPE_WAIT: Duration = Duration::from_millis(25);
/// The same on a line that is known to be slow: still less than what the answer takes.
const ESCAPE_WAIT_SLOW: Duration = Duration::from_millis(200);
/// Nobody presses Esc and the next key closer than this; single bytes further apart were typed.
const APART: Duration = Duration::from_millis(100);
/// How long after its Esc the rest of a sequence is still taken for that, if it comes in one piece:
/// nobody types, and no input method commits, as soon after Esc.
const LATE: Duration = Duration::from_millis(500);
/// How long `ESC [` waits for what follows, and a sequence with numbers takes whatever does.
const HALF_WAIT: Duration = Duration::from_millis(500);
/// How long `ESC O` does, and others that somebody may have typed who types fast (OA, on a line
/// that gathers keys); at least.
const LETTER_WAIT: Duration = Duration::from_millis(200);
/// How long half a sequence with numbers may still become a key. Nobody types such.
const BROKEN_WAIT: Duration = Duration::from_millis(2000);
/// How long an answer to somebody else's question may pause.
const ANSWER_WAIT: Duration = Duration::from_millis(1000);

/// A key or a paste.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::tui) enum Typed {
    /// A key.
    Key(KeyEvent),
    /// A bracketed paste, or a piece of one that paused.
    Paste(String),
    /// The Esc handed out last was none: it began what came late.
    NotEsc,
}

/// What was read and not understood yet.
#[derive(Debug)]
pub(in crate::tui) struct Decoder {
    bytes: Vec<u8>,
    paste: Option<Paste>,
    /// How long Esc waits on this line.
    escape_wait: Duration,
    /// How long nothing has come since the last byte, as far as it was waited for.
    quiet: Duration,
    /// Whether the Esc that the bytes begin with was handed out: they are kept for what comes late.
    was_handed_out: bool,
}

impl Decoder {
    /// For a line of which it is known whether it is slow.
    pub(in crate::tui) const fn new(slow: bool) -> Self {
        Self {
            bytes: Vec::new(),
            paste: None,
            escape_wait: if slow { ESCAPE_WAIT_SLOW } else { ESCAPE_WAIT },
            quiet: Duration::ZERO,
            was_handed_out: false,
        }
    }

    /// Takes bytes, hands out what they complete.
    pub(in crate::tui) fn feed(&mut self, bytes: &[u8], mut hand_out: impl FnMut(Typed)) {
        let quiet = std::mem::take(&mut self.quiet);
        if self.is_in_doubt(quiet) && !self.belongs(bytes, quiet) {
            self.settle(&mut hand_out);
        }
        self.go_on(bytes, quiet, &mut hand_out);
    }

    /// How long to wait for more before [`Self::waited`]; nothing when that would change nothing.
    pub(in crate::tui) fn wait(&self) -> Option<Duration> {
        if let Some(paste) = &self.paste {
            return Some(paste.patience(self.quiet)?.saturating_sub(self.quiet));
        }
        let patience = self.patience()?;
        let escape = (self.bytes == [ESC]).then_some(self.escape_wait);
        let marks = escape.into_iter().chain([APART, HALF_WAIT, patience]);
        let next = marks.filter(|mark| *mark > self.quiet).min()?;
        Some(next.saturating_sub(self.quiet))
    }

    /// Nothing came for as long as [`Self::wait`] said: what was begun becomes what it looks like.
    pub(in crate::tui) fn waited(&mut self, mut hand_out: impl FnMut(Typed)) {
        let Some(wait) = self.wait() else { return };
        self.quiet += wait;
        if let Some(paste) = &mut self.paste {
            match paste.pause() {
                Paused::Piece(text) if text.is_empty() => {}
                Paused::Piece(text) => hand_out(Typed::Paste(text)),
                Paused::Keys(bytes) => {
                    self.paste = None;
                    self.quiet = Duration::ZERO;
                    self.go_on(&bytes, Duration::ZERO, &mut hand_out);
                }
            }
            return;
        }
        if self.bytes == [ESC] && !self.was_handed_out && self.quiet >= self.escape_wait {
            self.was_handed_out = true;
            hand_out(Typed::Key(key(KeyCode::Esc)));
        }
        if self.patience().is_some_and(|most| self.quiet >= most) {
            self.settle(&mut hand_out);
        }
    }

    /// How long what is begun waits for its rest. Half a character waits for ever: whatever comes next
    /// completes it or shows that its rest is lost.
    fn patience(&self) -> Option<Duration> {
        Some(match self.bytes.as_slice() {
            [ESC] => LATE,
            [ESC, b'['] => HALF_WAIT,
            [ESC, _] if self.was_handed_out => APART,
            [ESC, _] => LETTER_WAIT.max(self.escape_wait * 2),
            [ESC, b'[', ..] => BROKEN_WAIT,
            [ESC, ..] => ANSWER_WAIT,
            _ => return None,
        })
    }

    /// Whether somebody may have typed what looks like half a sequence, or its rest is lost.
    fn is_in_doubt(&self, quiet: Duration) -> bool {
        match self.bytes.as_slice() {
            [ESC] | [ESC, _] => self.was_handed_out || quiet >= APART,
            [ESC, ..] => quiet >= HALF_WAIT,
            _ => false,
        }
    }

    /// Whether bytes are the rest of the doubtful half.
    fn belongs(&self, bytes: &[u8], quiet: Duration) -> bool {
        let is_short = self.bytes.len() <= 2;
        // Nobody looks for a `[`; an O somebody may.
        if self.bytes == [ESC] && quiet >= APART && bytes.len() < 2 && bytes != b"[" {
            return false;
        }
        let whole = [self.bytes.as_slice(), bytes].concat();
        match first(&whole) {
            Found::Key(_, length) => length > self.bytes.len(),
            Found::PasteStart => true,
            Found::Half => !self.was_handed_out || matches!(whole[1], b'[' | b'O'),
            // An answer. Without a number it looks like what somebody typed.
            Found::Nothing(_) if is_short => {
                whole[1] != b'[' || matches!(whole.get(2), Some(b'0'..=b'?' | b'M'))
            }
            Found::Nothing(_) => whole[1] != b'[' || whole.starts_with(PASTE_END),
        }
    }

    /// The rest of what was begun does not come: it was typed, or nobody types such.
    fn settle(&mut self, hand_out: &mut impl FnMut(Typed)) {
        let bytes = std::mem::take(&mut self.bytes);
        let was_handed_out = std::mem::take(&mut self.was_handed_out);
        let was_typed = match bytes.as_slice() {
            [ESC] | [ESC, _] => true,
            [ESC, b'[', ..] => false,
            _ => is_answer(&bytes) != Some(true),
        };
        if !was_typed {
            if was_handed_out {
                hand_out(Typed::NotEsc);
            }
            return;
        }
        let typed = bytes.into_iter().skip(usize::from(was_handed_out));
        for byte in typed {
            hand_out(Typed::Key(key(match byte {
                ESC => KeyCode::Esc,
                // Half a sequence has nothing else.
                graphic => KeyCode::Char(char::from(graphic)),
            })));
        }
    }

    /// Hands out what bytes complete that came after so long a quiet.
    fn go_on(&mut self, bytes: &[u8], quiet: Duration, hand_out: &mut impl FnMut(Typed)) {
        let mut bytes = bytes.to_vec();
        loop {
            if let Some(paste) = &mut self.paste {
                let Some(ended) = paste.feed(&bytes, quiet) else {
                    return;
                };
                self.paste = ended.again.then(Paste::default);
                bytes = ended.rest;
                ended
                    .text
                    .map(Typed::Paste)
                    .into_iter()
                    .for_each(&mut *hand_out);
            } else {
                self.bytes.append(&mut bytes);
                if !self.hand_out_keys(hand_out) {
                    return;
                }
                self.paste = Some(Paste::default());
                bytes = std::mem::take(&mut self.bytes);
            }
        }
    }

    /// Hands out keys up to what is not whole, or to where a paste begins: tells whether one does.
    fn hand_out_keys(&mut self, hand_out: &mut impl FnMut(Typed)) -> bool {
        loop {
            let (length, key, is_paste) = match first(&self.bytes) {
                Found::Key(key, length) => (length, Some(key), false),
                Found::Nothing(length) => (length, None, false),
                Found::PasteStart => (PASTE_START.len(), None, true),
                Found::Half => return false,
            };
            self.bytes.drain(..length);
            if std::mem::take(&mut self.was_handed_out) {
                // This line tears sequences apart: the next one need not close what is open.
                self.escape_wait = self.escape_wait.max(APART);
                hand_out(Typed::NotEsc);
            }
            key.map(Typed::Key).into_iter().for_each(&mut *hand_out);
            if is_paste {
                return true;
            }
        }
    }
}

#[cfg(test)]
mod tests;
