//! What stands at the start of bytes: a character, a key's sequence, an answer to a question that
//! somebody else asked. Knows no time: what is not whole yet is half.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

pub(super) const ESC: u8 = 0x1b;
pub(super) const PASTE_START: &[u8] = b"\x1b[200~";
pub(super) const PASTE_END: &[u8] = b"\x1b[201~";
/// Longer than any sequence that a terminal sends unasked.
pub(super) const SEQUENCE_LIMIT: usize = 64;
/// Longer than any answer but to questions about pictures and clipboards.
const ANSWER_LIMIT: usize = 1024;

/// What stands at the start of the bytes, and how many of them it takes.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    Key(KeyEvent, usize),
    Nothing(usize),
    PasteStart,
    /// The rest has not come yet.
    Half,
}

/// Esc by itself: what follows it is something of its own.
const ESC_ALONE: Found = Found::Key(key(KeyCode::Esc), 1);

pub(super) const fn key(code: KeyCode) -> KeyEvent {
    KeyEvent::new(code, KeyModifiers::NONE)
}

/// Looks at the start of bytes.
pub(super) fn first(bytes: &[u8]) -> Found {
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
        // One byte only: what broke the character off may be a good one.
        Err(_) => Found::Nothing(1),
    }
}

fn escape(bytes: &[u8]) -> Found {
    match bytes.get(1) {
        None => Found::Half,
        Some(b'[') => csi(bytes),
        Some(b'O') => ss3(bytes),
        Some(b']' | b'P' | b'^' | b'_') => string(bytes),
        // No Alt: on a slow line Esc and the next key come in one piece, and no key may get lost.
        Some(_) => ESC_ALONE,
    }
}

/// `ESC O` and a letter. With another one it is no key of any terminal that was not told to send
/// such: somebody typed Esc, an O and that.
fn ss3(bytes: &[u8]) -> Found {
    let Some(last) = bytes.get(2) else {
        return Found::Half;
    };
    let event = match last {
        b'M' => Some(key(KeyCode::Enter)),
        // rxvt's arrows with Ctrl.
        b'a'..=b'd' => {
            named(last.to_ascii_uppercase()).map(|code| KeyEvent::new(code, KeyModifiers::CONTROL))
        }
        other => named(*other).map(key),
    };
    event.map_or(ESC_ALONE, |event| Found::Key(event, 3))
}

/// Whether what follows `ESC ]`, `ESC P`, `ESC ^` or `ESC _` begins as the answers of terminals
/// do; nothing while it is too early to tell.
pub(super) fn is_answer(bytes: &[u8]) -> Option<bool> {
    let [_, kind, rest @ ..] = bytes else {
        return None;
    };
    match kind {
        // A window's title or the name of its icon, whole: short of its end somebody may have typed it.
        b']' if matches!(rest.first(), Some(b'l' | b'L')) => {
            let title = &rest[1..];
            let end = title.iter().position(|byte| !(0x20..0x7f).contains(byte));
            let ends = end.is_some_and(|at| title[at..].starts_with(b"\x1b\\"));
            Some(ends)
        }
        b']' => {
            let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
            rest.get(digits).map(|next| digits > 0 && *next == b';')
        }
        b'P' => rest
            .first()
            .map(|next| matches!(next, b'0'..=b'9' | b'>' | b'!' | b'$' | b'+' | b'|')),
        b'_' if rest.len() < 3 && b"Gi=".starts_with(rest) => None,
        b'_' => Some(rest.starts_with(b"Gi=")),
        _ => Some(false),
    }
}

/// Answers, to their end: BEL or `ESC \`. What does not look like one, or holds what no answer holds,
/// was typed.
fn string(bytes: &[u8]) -> Found {
    match is_answer(bytes) {
        None => return Found::Half,
        Some(false) => return ESC_ALONE,
        Some(true) => {}
    }
    let end = bytes[2..]
        .iter()
        .position(|byte| !(0x20..0x7f).contains(byte))
        .map(|at| at + 2);
    match end.map(|at| (at, bytes[at], bytes.get(at + 1))) {
        Some((at, 0x07, _)) => Found::Nothing(at + 1),
        Some((at, ESC, Some(b'\\'))) => Found::Nothing(at + 2),
        Some((at, ESC, Some(_))) => Found::Nothing(at),
        Some((_, ESC, None)) => Found::Half,
        Some(_) => ESC_ALONE,
        None if bytes.len() > ANSWER_LIMIT => Found::Nothing(bytes.len()),
        None => Found::Half,
    }
}

fn csi(bytes: &[u8]) -> Found {
    match bytes.get(2) {
        None => return Found::Half,
        // The Linux console sends ESC [ [ A for F1 to ESC [ [ E for F5.
        Some(b'[') => {
            return match bytes.get(3) {
                None => Found::Half,
                Some(last @ b'A'..=b'E') => Found::Key(key(KeyCode::F(last - b'A' + 1)), 4),
                Some(_) => Found::Nothing(4),
            };
        }
        Some(b'M') => return old_mouse(bytes),
        Some(_) => {}
    }
    if bytes.starts_with(PASTE_START) {
        return Found::PasteStart;
    }
    let is_parameter = |byte: &&u8| (0x20..=0x3f).contains(*byte);
    let end = 2 + bytes[2..].iter().take_while(is_parameter).count();
    let parameters = &bytes[2..end];
    // rxvt ends keys with Shift so, where others say only that something follows.
    if let Some(at) = parameters.iter().position(|byte| *byte == b'$')
        && let Some([number]) = numbers(&parameters[..at]).as_deref()
        && let Some(code) = numbered(*number)
    {
        return Found::Key(KeyEvent::new(code, KeyModifiers::SHIFT), at + 3);
    }
    let Some(last) = bytes.get(end) else {
        return if bytes.len() > SEQUENCE_LIMIT {
            Found::Nothing(bytes.len())
        } else {
            Found::Half
        };
    };
    if !(0x40..=0x7e).contains(last) {
        // Broken off; what comes now is something else. Esc and [ may have been typed.
        return if parameters.is_empty() {
            ESC_ALONE
        } else {
            Found::Nothing(end)
        };
    }
    numbers(parameters)
        .and_then(|numbers| pressed(&numbers, *last))
        .map_or(Found::Nothing(end + 1), |event| Found::Key(event, end + 1))
}

/// `ESC [ M` and three bytes: a click, told the old way. Whole, or the coordinates would be typed.
fn old_mouse(bytes: &[u8]) -> Found {
    let told = bytes[3..].iter().take(3);
    match told.take_while(|byte| **byte >= 0x20).count() {
        3 => Found::Nothing(6),
        there if bytes.len() == 3 + there => Found::Half,
        _ => Found::Nothing(3),
    }
}

/// The parameters, where all are plain numbers: with a private marker (`< = > ?`) it is an answer
/// or a mouse, with a colon it tells of more than that a key was pressed.
fn numbers(parameters: &[u8]) -> Option<Vec<u32>> {
    let text = std::str::from_utf8(parameters).ok()?;
    if text.is_empty() {
        return Some(Vec::new());
    }
    text.split(';').map(|number| number.parse().ok()).collect()
}

/// The key of a sequence that is no answer.
fn pressed(numbers: &[u32], last: u8) -> Option<KeyEvent> {
    match (numbers, last) {
        ([number], b'~') => numbered(*number).map(key),
        ([27, modifiers, code], b'~') | ([code, modifiers], b'u') => spelled(*code, *modifiers),
        ([code], b'u') => spelled(*code, 1),
        ([number, modifiers], b'~') => with(numbered(*number)?, *modifiers),
        // rxvt.
        ([number], b'^') => Some(KeyEvent::new(numbered(*number)?, KeyModifiers::CONTROL)),
        ([number], b'@') => Some(KeyEvent::new(
            numbered(*number)?,
            KeyModifiers::CONTROL | KeyModifiers::SHIFT,
        )),
        // F3 with Ctrl looks as the cursor does in the first line. No key of ours is that, and whoever
        // asked for the cursor before us gets the answer late.
        ([_, ..], b'R') => None,
        ([] | [1], last) => letter(last).map(key),
        ([1, modifiers], last) => with(letter(last)?, *modifiers),
        _ => None,
    }
}

fn with(code: KeyCode, modifiers: u32) -> Option<KeyEvent> {
    Some(KeyEvent::new(code, self::modifiers(modifiers)?))
}

/// A key by its character, as some terminals tell Ctrl with keys that have no control character.
fn spelled(code: u32, modifiers: u32) -> Option<KeyEvent> {
    let modifiers = self::modifiers(modifiers)?;
    if modifiers.contains(KeyModifiers::ALT) {
        return None;
    }
    let c = match code {
        9 if modifiers.contains(KeyModifiers::SHIFT) => return Some(key(KeyCode::BackTab)),
        9 => return Some(KeyEvent::new(KeyCode::Tab, modifiers)),
        13 => return Some(KeyEvent::new(KeyCode::Enter, modifiers)),
        27 => return Some(KeyEvent::new(KeyCode::Esc, modifiers)),
        8 | 127 => return Some(KeyEvent::new(KeyCode::Backspace, modifiers)),
        // Keys without a character, by numbers of kitty's own.
        0xe000..=0xf8ff => return None,
        _ => char::from_u32(code).filter(|c| !c.is_control())?,
    };
    let c = match modifiers.contains(KeyModifiers::SHIFT) {
        true => c.to_ascii_uppercase(),
        false => c,
    };
    Some(KeyEvent::new(
        KeyCode::Char(c),
        modifiers - KeyModifiers::SHIFT,
    ))
}

fn letter(last: u8) -> Option<KeyCode> {
    match last {
        b'Z' => Some(KeyCode::BackTab),
        other => named(other),
    }
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
        _ => return None,
    })
}

/// Keys by their number. 1 and 7 are Home, 4 and 8 End, by the terminal's descent.
fn numbered(number: u32) -> Option<KeyCode> {
    let number = u8::try_from(number).ok()?;
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

/// Modifiers are sent as 1 and a sum of bits; nothing where it is no such sum.
fn modifiers(code: u32) -> Option<KeyModifiers> {
    let bits = code.checked_sub(1).filter(|bits| *bits < 16)?;
    let mut out = KeyModifiers::NONE;
    for (bit, modifier) in [
        (1, KeyModifiers::SHIFT),
        (2, KeyModifiers::ALT),
        (4, KeyModifiers::CONTROL),
        // Meta, which some send for Alt.
        (8, KeyModifiers::ALT),
    ] {
        if bits & bit != 0 {
            out |= modifier;
        }
    }
    Some(out)
}
