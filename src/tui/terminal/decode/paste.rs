//! A bracketed paste, until its end comes or it shows that the end was lost. A paste that pauses is
//! handed out in pieces and stays one: what would be keys otherwise may be Enter. Knows what looks
//! like somebody at the keys, not what the keys do.

use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::sequence::{ESC, Found, PASTE_END, PASTE_START, SEQUENCE_LIMIT, first};

/// More than any field takes; the rest of a larger paste is read and dropped.
pub(super) const LIMIT: usize = 64 * 1024;
/// How long a paste may pause before what came is handed out.
const PAUSE: Duration = Duration::from_millis(2000);
/// The same after it has paused once.
const SHORT_PAUSE: Duration = Duration::from_millis(300);
/// After this long a single key is somebody's who wants to work on.
const SILENCE: Duration = Duration::from_millis(3000);
/// So many single keys, each with a pause around it, are somebody's as well.
const ENOUGH_ALONE: u8 = 3;

/// A paste that has begun.
#[derive(Debug, Default)]
pub(super) struct Paste {
    /// What is not handed out yet.
    text: Vec<u8>,
    /// Its last bytes, which may be the beginning of the end.
    tail: Vec<u8>,
    /// Whether it has paused, and is handed out in pieces from then on.
    has_paused: bool,
    /// Whether something came since the last piece, and whether that was after a silence.
    came: bool,
    after_silence: bool,
    /// Pieces of a single key, one after the other.
    alone: u8,
}

/// What bytes did to a paste.
pub(super) struct Ended {
    /// The text, or what was left of it; nothing when all was handed out.
    pub(super) text: Option<String>,
    /// What came behind.
    pub(super) rest: Vec<u8>,
    /// Whether another one begins there: the end of this one was lost.
    pub(super) again: bool,
}

/// What a pause did to a paste.
pub(super) enum Paused {
    /// It may go on.
    Piece(String),
    /// There is no paste any more: these are keys.
    Keys(Vec<u8>),
}

impl Paste {
    /// How long nothing may come before [`Self::pause`], counted from the last byte, of which so much
    /// has passed; nothing when a pause would change nothing.
    pub(super) fn patience(&self, quiet: Duration) -> Option<Duration> {
        match (self.has_paused, self.came) {
            (false, _) => Some(PAUSE),
            (true, true) => Some(SHORT_PAUSE),
            (true, false) => (quiet < SILENCE).then_some(SILENCE),
        }
    }

    /// Takes bytes that came after so long a quiet.
    pub(super) fn feed(&mut self, bytes: &[u8], quiet: Duration) -> Option<Ended> {
        if self.has_paused && !self.came {
            self.after_silence = quiet >= SILENCE;
            if !goes_on(&self.tail, bytes) {
                self.tail.clear();
            }
        }
        self.came = true;
        self.tail.extend_from_slice(bytes);
        let found = self.tail.windows(PASTE_END.len()).position(is_bracket);
        // Without an end, the last bytes may be the beginning of it.
        let keep = PASTE_END.len() - 1;
        let until = found.unwrap_or(self.tail.len().saturating_sub(keep));
        let room = LIMIT.saturating_sub(self.text.len());
        self.text.extend(self.tail.iter().take(until.min(room)));
        self.tail.drain(..until);
        found?;
        let rest = self.tail.split_off(PASTE_END.len());
        let is_over = self.has_paused && self.text.is_empty();
        Some(Ended {
            text: (!is_over).then(|| lossy(&self.text)),
            rest,
            again: self.tail == PASTE_START,
        })
    }

    /// Nothing came for as long as it may.
    pub(super) fn pause(&mut self) -> Paused {
        let mut all = std::mem::take(&mut self.text);
        all.append(&mut self.tail);
        if self.has_paused && std::mem::take(&mut self.came) {
            let keys = keys(&all);
            let is_one = keys.as_ref().is_some_and(|keys| keys.len() == 1);
            self.alone = if is_one { self.alone + 1 } else { 0 };
            let is_somebody = self.after_silence || self.alone >= ENOUGH_ALONE;
            let no_text = |keys: Vec<KeyEvent>| !keys.iter().any(is_text);
            if is_one && is_somebody || keys.is_some_and(no_text) {
                return Paused::Keys(all);
            }
        }
        self.has_paused = true;
        self.came = false;
        // Half a character or half an end waits for its rest.
        self.tail = all.split_off(all.len() - half(&all));
        all.truncate(LIMIT);
        Paused::Piece(lossy(&all))
    }
}

fn is_bracket(bytes: &[u8]) -> bool {
    bytes == PASTE_END || bytes == PASTE_START
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// What was pressed, if that is all there is.
fn keys(bytes: &[u8]) -> Option<Vec<KeyEvent>> {
    if bytes == [ESC] {
        return Some(vec![super::sequence::key(KeyCode::Esc)]);
    }
    // Nobody presses so much between two pauses, and it need not be looked through.
    let mut rest = Some(bytes).filter(|bytes| (1..=SEQUENCE_LIMIT).contains(&bytes.len()))?;
    let mut keys = Vec::new();
    while !rest.is_empty() {
        let Found::Key(key, length) = first(rest) else {
            return None;
        };
        keys.push(key);
        rest = &rest[length..];
    }
    Some(keys)
}

/// Whether what this key sends may belong to the paste. Terminals take escape sequences out of what
/// they paste, but the end begins with Esc.
fn is_text(key: &KeyEvent) -> bool {
    match key.code {
        KeyCode::Enter | KeyCode::Tab | KeyCode::Esc => true,
        KeyCode::Char(_) => key.modifiers == KeyModifiers::NONE,
        _ => false,
    }
}

/// How many of the last bytes are the beginning of a character or of the end.
fn half(bytes: &[u8]) -> usize {
    let is_half = |length: &usize| {
        let last = &bytes[bytes.len() - length..];
        PASTE_END.starts_with(last) || last[0] >= 0xc2 && first(last) == Found::Half
    };
    let most = bytes.len().min(PASTE_END.len() - 1);
    (1..=most).rev().find(is_half).unwrap_or(0)
}

/// Whether bytes may be the rest of what was kept at a pause.
fn goes_on(tail: &[u8], bytes: &[u8]) -> bool {
    let all = [tail, bytes].concat();
    match tail.first() {
        None => true,
        Some(&ESC) => PASTE_END.starts_with(&all) || all.starts_with(PASTE_END),
        Some(_) => !matches!(first(&all), Found::Nothing(_)),
    }
}
