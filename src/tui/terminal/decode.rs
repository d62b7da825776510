//! Bytes of the terminal as keys and pastes. Our own, because crossterm's reader spins when the
//! terminal vanishes, blocks inside a half-sent sequence, and reads bursts by 1 KiB of which the
//! rest lies until the next key. Pure; knows keys, not actions.

use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

const ESC: u8 = 0x1b;
const PASTE_START: &[u8] = b"\x1b[200~";
const PASTE_END: &[u8] = b"\x1b[201~";
/// More than any field takes; the rest of a larger paste is read and dropped.
const PASTE_LIMIT: usize = 64 * 1024;
/// Longer than any sequence that a terminal sends unasked.
const SEQUENCE_LIMIT: usize = 64;
/// How long Esc waits for the rest of a sequence. A sequence comes in one piece but on the
/// worst of lines; a person does not notice.
const ESCAPE_WAIT: Duration = Duration::from_millis(25);
/// The same on a line that is known to be slow: still less than what the answer takes.
const ESCAPE_WAIT_SLOW: Duration = Duration::from_millis(200);
/// How long a paste may pause.
const PASTE_WAIT: Duration = Duration::from_millis(2000);

/// A key or a paste.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::tui) enum Typed {
    /// A key.
    Key(KeyEvent),
    /// A bracketed paste.
    Paste(String),
}

/// What was read and not understood yet.
#[derive(Debug, Default)]
pub(in crate::tui) struct Decoder {
    bytes: Vec<u8>,
    paste: Option<Vec<u8>>,
    /// Whether the line is known to be slow.
    slow: bool,
    /// Whether Esc was handed out alone, and nothing came since.
    was_alone: bool,
}

/// What stands at the start of the bytes.
enum Found {
    Key(KeyEvent, usize),
    Nothing(usize),
    PasteStart,
    /// The rest has not come yet.
    Half,
}

impl Decoder {
    /// For a line of which it is known whether it is slow.
    pub(in crate::tui) fn new(slow: bool) -> Self {
        Self {
            slow,
            ..Self::default()
        }
    }

    /// Takes bytes, hands out what they complete.
    pub(in crate::tui) fn feed(&mut self, bytes: &[u8], mut hand_out: impl FnMut(Typed)) {
        if std::mem::take(&mut self.was_alone) && is_tail(bytes) {
            // Came too late for its Esc. Nobody types it, so it is not typed.
            self.bytes.push(ESC);
        }
        self.bytes.extend_from_slice(bytes);
        loop {
            if self.paste.is_some() {
                if !self.go_on_pasting(&mut hand_out) {
                    return;
                }
                continue;
            }
            match first(&self.bytes) {
                Found::Key(key, length) => {
                    self.bytes.drain(..length);
                    hand_out(Typed::Key(key));
                }
                Found::Nothing(length) => {
                    self.bytes.drain(..length);
                }
                Found::PasteStart => {
                    self.bytes.drain(..PASTE_START.len());
                    self.paste = Some(Vec::new());
                }
                Found::Half => return,
            }
        }
    }

    /// How long to wait for the rest; nothing when nothing is begun.
    pub(in crate::tui) fn wait(&self) -> Option<Duration> {
        if self.paste.is_some() {
            Some(PASTE_WAIT)
        } else if self.bytes.is_empty() {
            None
        } else if self.slow {
            Some(ESCAPE_WAIT_SLOW)
        } else {
            Some(ESCAPE_WAIT)
        }
    }

    /// The rest did not come: what was begun is what it looks like.
    pub(in crate::tui) fn give_up(&mut self, mut hand_out: impl FnMut(Typed)) {
        if let Some(paste) = self.paste.take() {
            let rest = std::mem::take(&mut self.bytes);
            hand_out(text_of(paste, &rest));
            return;
        }
        let begun = std::mem::take(&mut self.bytes);
        match begun.as_slice() {
            [ESC] => {
                self.was_alone = true;
                hand_out(Typed::Key(key(KeyCode::Esc)));
            }
            // Esc, and then a key that could have begun a sequence.
            [ESC, c] if c.is_ascii_graphic() => {
                hand_out(Typed::Key(key(KeyCode::Esc)));
                hand_out(Typed::Key(key(KeyCode::Char(char::from(*c)))));
            }
            // Half a sequence or half a character: nobody typed that.
            _ => {}
        }
    }

    /// Looks for the end of the paste; whether it was there.
    fn go_on_pasting(&mut self, hand_out: &mut impl FnMut(Typed)) -> bool {
        let Some(paste) = &mut self.paste else {
            return false;
        };
        let end = self
            .bytes
            .windows(PASTE_END.len())
            .position(|window| window == PASTE_END);
        // Without an end, the last bytes may be the beginning of it.
        let keep = PASTE_END.len() - 1;
        let until = end.unwrap_or(self.bytes.len().saturating_sub(keep));
        let room = PASTE_LIMIT.saturating_sub(paste.len());
        paste.extend(self.bytes.iter().take(until.min(room)));
        self.bytes.drain(..until);
        if end.is_none() {
            return false;
        }
        self.bytes.drain(..PASTE_END.len());
        hand_out(text_of(self.paste.take().unwrap_or_default(), &[]));
        true
    }
}

/// Whether bytes that came in one piece are the rest of a key's sequence and nothing else.
fn is_tail(bytes: &[u8]) -> bool {
    let [b'[' | b'O', _, ..] = bytes else {
        return false;
    };
    let whole = [&[ESC], bytes].concat();
    matches!(first(&whole), Found::Key(_, length) if length == whole.len())
}

fn text_of(mut paste: Vec<u8>, rest: &[u8]) -> Typed {
    paste.extend_from_slice(rest);
    Typed::Paste(String::from_utf8_lossy(&paste).into_owned())
}

const fn key(code: KeyCode) -> KeyEvent {
    KeyEvent::new(code, KeyModifiers::NONE)
}

fn first(bytes: &[u8]) -> Found {
    match bytes {
        [] => Found::Half,
        [ESC, ..] => escape(bytes),
        [byte, ..] if *byte < 0x20 || *byte == 0x7f => {
            control(*byte).map_or(Found::Nothing(1), |key| Found::Key(key, 1))
        }
        _ => character(bytes),
    }
}

fn control(byte: u8) -> Option<KeyEvent> {
    Some(match byte {
        b'\t' => key(KeyCode::Tab),
        b'\r' | b'\n' => key(KeyCode::Enter),
        0x7f => key(KeyCode::Backspace),
        1..=26 => {
            let letter = char::from(byte - 1 + b'a');
            KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL)
        }
        _ => return None,
    })
}

fn character(bytes: &[u8]) -> Found {
    let length = match bytes[0] {
        0x00..=0x7f => 1,
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return Found::Nothing(1),
    };
    let there = &bytes[..length.min(bytes.len())];
    match std::str::from_utf8(there) {
        Ok(text) => text.chars().next().map_or(Found::Nothing(1), |c| {
            Found::Key(key(KeyCode::Char(c)), length)
        }),
        Err(error) if error.error_len().is_none() => Found::Half,
        Err(_) => Found::Nothing(1),
    }
}

fn escape(bytes: &[u8]) -> Found {
    match bytes.get(1) {
        None => Found::Half,
        Some(b'[') => csi(bytes),
        Some(b'O') => match bytes.get(2) {
            None => Found::Half,
            Some(last) => named(*last).map_or(Found::Nothing(3), |code| Found::Key(key(code), 3)),
        },
        // Answers to questions that somebody else asked: to their end, BEL or ESC \.
        Some(b']' | b'P' | b'^' | b'_') => string(bytes),
        // No Alt: on a slow line Esc and the next key come in one piece, and no key may get lost.
        Some(_) => Found::Key(key(KeyCode::Esc), 1),
    }
}

fn string(bytes: &[u8]) -> Found {
    let end = bytes[2..]
        .iter()
        .position(|byte| *byte == 0x07 || *byte == ESC);
    match end {
        Some(at) if bytes[at + 2] == 0x07 => Found::Nothing(at + 3),
        Some(at) if bytes.len() > at + 3 => Found::Nothing(at + 4),
        _ if bytes.len() > 16 * SEQUENCE_LIMIT => Found::Nothing(bytes.len()),
        _ => Found::Half,
    }
}

fn csi(bytes: &[u8]) -> Found {
    // The Linux console sends ESC [ [ A for F1 to ESC [ [ E for F5.
    if bytes.get(2) == Some(&b'[') {
        return match bytes.get(3) {
            None => Found::Half,
            Some(last @ b'A'..=b'E') => Found::Key(key(KeyCode::F(last - b'A' + 1)), 4),
            Some(_) => Found::Nothing(4),
        };
    }
    if bytes.starts_with(PASTE_START) {
        return Found::PasteStart;
    }
    let Some(end) = bytes[2..]
        .iter()
        .position(|byte| !(0x20..=0x3f).contains(byte))
    else {
        return if bytes.len() > SEQUENCE_LIMIT {
            Found::Nothing(bytes.len())
        } else {
            Found::Half
        };
    };
    let last = bytes[end + 2];
    if !(0x40..=0x7e).contains(&last) {
        // Broken off; what comes now is something else.
        return Found::Nothing(end + 2);
    }
    let length = end + 3;
    let parameters = std::str::from_utf8(&bytes[2..end + 2]).unwrap_or_default();
    let mut numbers = parameters
        .split(';')
        .map(|number| number.parse::<u8>().ok());
    let number = numbers.next().flatten();
    let modifiers = numbers
        .next()
        .flatten()
        .map_or(KeyModifiers::NONE, modifiers);
    let code = match last {
        b'~' => number.and_then(numbered),
        b'Z' => Some(KeyCode::BackTab),
        other => named(other),
    };
    code.map_or(Found::Nothing(length), |code| {
        Found::Key(KeyEvent::new(code, modifiers), length)
    })
}

/// Keys by their last letter.
const fn named(last: u8) -> Option<KeyCode> {
    Some(match last {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'H' => KeyCode::Home,
        b'F' => KeyCode::End,
        b'P' => KeyCode::F(1),
        b'Q' => KeyCode::F(2),
        b'R' => KeyCode::F(3),
        b'S' => KeyCode::F(4),
        b'M' => KeyCode::Enter,
        _ => return None,
    })
}

/// Keys by their number. 1 and 7 are Home, 4 and 8 End, by the terminal's descent.
const fn numbered(number: u8) -> Option<KeyCode> {
    Some(match number {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        11..=15 => KeyCode::F(number - 10),
        17..=21 => KeyCode::F(number - 11),
        23 | 24 => KeyCode::F(number - 12),
        // The key that says Help on a VT220.
        28 => KeyCode::F(1),
        _ => return None,
    })
}

/// Modifiers are sent as 1 and a sum of bits.
fn modifiers(code: u8) -> KeyModifiers {
    let bits = code.saturating_sub(1);
    let mut out = KeyModifiers::NONE;
    for (bit, modifier) in [
        (1, KeyModifiers::SHIFT),
        (2, KeyModifiers::ALT),
        (4, KeyModifiers::CONTROL),
    ] {
        if bits & bit != 0 {
            out |= modifier;
        }
    }
    out
}

#[cfg(test)]
mod tests;
