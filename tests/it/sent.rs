//! What a program sent to its terminal, taken apart; and the modes it leaves the terminal in. Knows
//! terminals, nothing of the program.

use std::fmt;

/// A piece of what was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    Character(char),
    /// A control character.
    Control(u8),
    /// A sequence, without the Esc it begins with.
    Sequence(String),
}

/// Takes apart what was sent.
pub(crate) fn pieces(bytes: &[u8]) -> Vec<Piece> {
    let text = std::str::from_utf8(bytes).expect("UTF-8 is sent");
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = if c == '\x1b' {
            let length = sequence_length(rest);
            pieces.push(Piece::Sequence(rest[1..length].to_owned()));
            length
        } else if c.is_control() {
            pieces.push(Piece::Control(
                u8::try_from(c).expect("a control character"),
            ));
            c.len_utf8()
        } else {
            pieces.push(Piece::Character(c));
            c.len_utf8()
        };
        rest = &rest[length..];
    }
    pieces
}

/// How long the sequence is that a text begins with.
fn sequence_length(text: &str) -> usize {
    let after = |skipped: usize, is_last: fn(char) -> bool| {
        let last = text[skipped..].find(is_last);
        last.map_or(text.len(), |at| skipped + at + 1)
    };
    match text.chars().nth(1) {
        Some('[') => after(2, |c| !(' '..='?').contains(&c)),
        // Strings, to BEL or to the end of ESC \.
        Some(']' | 'P' | 'X' | '^' | '_') => after(2, |c| c == '\x07' || c == '\\'),
        _ => after(1, |c| !(' '..='/').contains(&c)),
    }
}

/// What a program can change of a terminal besides what it shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Modes {
    pub(crate) plain: bool,
    pub(crate) scrolls_whole: bool,
    pub(crate) wraps: bool,
    pub(crate) shows_cursor: bool,
    pub(crate) brackets_pastes: bool,
    pub(crate) second_screen: bool,
    /// Others that are set, as they were sent.
    pub(crate) others: Vec<String>,
}

impl Modes {
    /// As a shell finds its terminal.
    pub(crate) const FRESH: Self = Self {
        plain: true,
        scrolls_whole: true,
        wraps: true,
        shows_cursor: true,
        brackets_pastes: false,
        second_screen: false,
        others: Vec::new(),
    };

    /// After all this was sent to a fresh terminal.
    pub(crate) fn after(bytes: &[u8]) -> Self {
        let mut modes = Self::FRESH;
        for piece in pieces(bytes) {
            if let Piece::Sequence(sequence) = piece {
                modes.take(&sequence);
            }
        }
        modes
    }

    fn take(&mut self, sequence: &str) {
        match sequence {
            "[m" | "[0m" => self.plain = true,
            "[r" => self.scrolls_whole = true,
            "[?7h" | "[?7l" => self.wraps = sequence.ends_with('h'),
            "[?25h" | "[?25l" => self.shows_cursor = sequence.ends_with('h'),
            "[?2004h" | "[?2004l" => self.brackets_pastes = sequence.ends_with('h'),
            "[?1049h" | "[?1049l" => self.second_screen = sequence.ends_with('h'),
            attributes if attributes.ends_with('m') => self.plain = false,
            margins if margins.ends_with('r') => self.scrolls_whole = false,
            other if other.starts_with('[') && other.ends_with(['h', 'l']) => {
                self.others.push(other.to_owned());
            }
            _ => {}
        }
    }
}

impl fmt::Display for Piece {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Character(c) => write!(f, "{c}"),
            Self::Control(byte) => write!(f, "0x{byte:02x}"),
            Self::Sequence(sequence) => write!(f, "ESC {}", sequence.escape_debug()),
        }
    }
}

#[test]
fn what_is_sent_is_taken_apart() {
    let text = "a\x1b[1;31m失\r\x1b[?7l\x1bM\x1b(B\x1b]0;t\x07\x1b[2;5r";
    let pieces: Vec<String> = pieces(text.as_bytes())
        .iter()
        .map(Piece::to_string)
        .collect();
    assert_eq!(
        pieces.join(" "),
        "a ESC [1;31m 失 0x0d ESC [?7l ESC M ESC (B ESC ]0;t\\u{7} ESC [2;5r"
    );
    let left = Modes::after(text.as_bytes());
    assert_eq!(
        (left.plain, left.scrolls_whole, left.wraps),
        (false, false, false)
    );
    assert_eq!(
        Modes::after(b"\x1b[31m\x1b[2;5r\x1b[?7l\x1b[r\x1b[?7h\x1b[m"),
        Modes::FRESH
    );
}
