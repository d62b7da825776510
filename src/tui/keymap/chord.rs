//! A chord: one key, or the leader and one key. Read from key events, printed as clerks know
//! them. Knows no action.

use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::chars;

/// One key with its modifiers, after the leader or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Chord {
    /// Whether `Ctrl-O` comes first.
    pub led: bool,
    /// The key.
    pub code: KeyCode,
    /// Ctrl and Alt; Shift only where no character tells it.
    pub modifiers: KeyModifiers,
}

/// A key alone.
#[must_use]
pub(super) const fn key(code: KeyCode) -> Chord {
    Chord {
        led: false,
        code,
        modifiers: KeyModifiers::NONE,
    }
}

/// A function key.
#[must_use]
pub(super) const fn f(n: u8) -> Chord {
    key(KeyCode::F(n))
}

/// Ctrl and a letter.
#[must_use]
pub(super) const fn ctrl(letter: char) -> Chord {
    Chord {
        led: false,
        code: KeyCode::Char(letter),
        modifiers: KeyModifiers::CONTROL,
    }
}

/// The leader and a character.
#[must_use]
pub(super) const fn led(c: char) -> Chord {
    Chord {
        led: true,
        code: KeyCode::Char(c),
        modifiers: KeyModifiers::NONE,
    }
}

/// The leader, for terminals without function keys.
pub const LEADER: Chord = ctrl('o');

/// Stops the program where a shell waits; elsewhere it is answered with the reason.
pub const SUSPEND: Chord = ctrl('z');

impl Chord {
    /// The chord of a key event; `after_leader` when the leader was pressed before.
    #[must_use]
    pub fn of(event: &KeyEvent, after_leader: bool) -> Self {
        let mut modifiers = event.modifiers - KeyModifiers::SHIFT;
        let code = match event.code {
            KeyCode::BackTab => KeyCode::BackTab,
            KeyCode::Tab if event.modifiers.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
            KeyCode::Char(c) if modifiers.contains(KeyModifiers::CONTROL) => {
                KeyCode::Char(chars::ascii(c).to_ascii_lowercase())
            }
            // With a Chinese input method switched on, ？ and ２ come instead of ? and 2.
            KeyCode::Char(c) if after_leader => KeyCode::Char(chars::ascii(c)),
            other => other,
        };
        if code == KeyCode::BackTab {
            modifiers = KeyModifiers::NONE;
        }
        Self {
            led: after_leader,
            code,
            modifiers,
        }
    }

    /// A character typed.
    #[must_use]
    pub(super) const fn typed(c: char) -> Self {
        key(KeyCode::Char(c))
    }

    /// The function key that the leader and a digit stand for; 0 is F10.
    #[must_use]
    pub fn function_key(&self) -> Option<Self> {
        let KeyCode::Char(c) = self.code else {
            return None;
        };
        let digit = c
            .to_digit(10)
            .filter(|_| self.led && self.modifiers.is_empty())?;
        let number = if digit == 0 { 10 } else { digit };
        u8::try_from(number).ok().map(f)
    }

    /// Whether it is Esc.
    #[must_use]
    pub fn is_escape(&self) -> bool {
        *self == key(KeyCode::Esc)
    }

    /// Whether it leaves, stops or repaints the program, whatever else is going on.
    #[must_use]
    pub fn is_urgent(&self) -> bool {
        ['c', 'l', 'q', 'z'].map(ctrl).contains(self)
    }

    /// The same key with a full-width or upper-case character as the plain one.
    #[must_use]
    pub(super) fn plain(self) -> Self {
        let code = match self.code {
            KeyCode::Char(c) => KeyCode::Char(chars::ascii(c).to_ascii_lowercase()),
            other => other,
        };
        Self { code, ..self }
    }

    /// Whether this is a character that belongs into a text field.
    #[must_use]
    pub fn is_text(&self) -> bool {
        !self.led && matches!(self.code, KeyCode::Char(_)) && self.modifiers.is_empty()
    }
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.led {
            write!(f, "{LEADER} ")?;
        }
        if self.modifiers.contains(KeyModifiers::CONTROL) {
            f.write_str("Ctrl-")?;
        }
        if self.modifiers.contains(KeyModifiers::ALT) {
            f.write_str("Alt-")?;
        }
        match self.code {
            KeyCode::Char(' ') => f.write_str("Space"),
            KeyCode::Char(c) if self.modifiers.is_empty() => write!(f, "{c}"),
            KeyCode::Char(c) => write!(f, "{}", c.to_ascii_uppercase()),
            KeyCode::F(n) => write!(f, "F{n}"),
            KeyCode::BackTab => f.write_str("Shift-Tab"),
            KeyCode::PageUp => f.write_str("PageUp"),
            KeyCode::PageDown => f.write_str("PageDown"),
            other => write!(f, "{other:?}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_forms_count_after_the_leader_only() {
        let full = KeyEvent::new(KeyCode::Char('？'), KeyModifiers::NONE);
        assert_eq!(Chord::of(&full, true), led('?'));
        assert_eq!(Chord::of(&full, false), key(KeyCode::Char('？')));
    }

    #[test]
    fn chords_print_as_the_contract_writes_them() {
        for (chord, text) in [
            (f(1), "F1"),
            (led('?'), "Ctrl-O ?"),
            (ctrl('g'), "Ctrl-G"),
            (key(KeyCode::BackTab), "Shift-Tab"),
            (key(KeyCode::Esc), "Esc"),
            (key(KeyCode::Enter), "Enter"),
        ] {
            assert_eq!(chord.to_string(), text);
        }
    }
}
