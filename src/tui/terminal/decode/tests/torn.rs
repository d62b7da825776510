//! A line that tears and gathers what is sent, at random: nothing is typed that was not, and nothing
//! is lost that was.

use proptest::prelude::*;

use super::*;

/// What is sent, and what it means.
#[derive(Clone, Debug)]
struct Sent {
    bytes: Vec<u8>,
    means: Typed,
    /// Where the line tears it, and for how many milliseconds.
    torn: Vec<(usize, u64)>,
    /// How long nothing comes after it.
    then: u64,
}

/// What every terminal sends for its keys.
const KEYS: [(&[u8], KeyCode); 40] = [
    (b"\x1b[A", KeyCode::Up),
    (b"\x1bOA", KeyCode::Up),
    (b"\x1b[B", KeyCode::Down),
    (b"\x1bOB", KeyCode::Down),
    (b"\x1b[C", KeyCode::Right),
    (b"\x1bOD", KeyCode::Left),
    (b"\x1b[H", KeyCode::Home),
    (b"\x1bOH", KeyCode::Home),
    (b"\x1b[1~", KeyCode::Home),
    (b"\x1b[7~", KeyCode::Home),
    (b"\x1b[F", KeyCode::End),
    (b"\x1bOF", KeyCode::End),
    (b"\x1b[4~", KeyCode::End),
    (b"\x1b[8~", KeyCode::End),
    (b"\x1b[5~", KeyCode::PageUp),
    (b"\x1b[6~", KeyCode::PageDown),
    (b"\x1b[3~", KeyCode::Delete),
    (b"\x1b[2~", KeyCode::Insert),
    (b"\x1b[Z", KeyCode::BackTab),
    (b"\x1bOP", KeyCode::F(1)),
    (b"\x1b[11~", KeyCode::F(1)),
    (b"\x1b[[A", KeyCode::F(1)),
    (b"\x1bOQ", KeyCode::F(2)),
    (b"\x1b[[B", KeyCode::F(2)),
    (b"\x1bOR", KeyCode::F(3)),
    (b"\x1bOS", KeyCode::F(4)),
    (b"\x1b[15~", KeyCode::F(5)),
    (b"\x1b[[E", KeyCode::F(5)),
    (b"\x1b[17~", KeyCode::F(6)),
    (b"\x1b[18~", KeyCode::F(7)),
    (b"\x1b[19~", KeyCode::F(8)),
    (b"\x1b[20~", KeyCode::F(9)),
    (b"\x1b[21~", KeyCode::F(10)),
    (b"\x1b[24~", KeyCode::F(12)),
    (b"\x1bOM", KeyCode::Enter),
    (b"\r", KeyCode::Enter),
    (b"\t", KeyCode::Tab),
    (b"\x7f", KeyCode::Backspace),
    (b"\x1b[28~", KeyCode::F(1)),
    (b"\x1b[23~", KeyCode::F(11)),
];

/// Gaps in which a lone Esc may be handed out, but no single byte is taken for somebody's.
const SHORT: std::ops::Range<u64> = 0..100;
/// Gaps between two keys that somebody presses.
const BY_HAND: std::ops::Range<u64> = 101..4000;

/// A key as a terminal sends it, torn once for longer or everywhere for shorter.
fn a_key() -> impl Strategy<Value = Sent> {
    let gaps = prop::collection::vec(SHORT, 6);
    (
        0..KEYS.len(),
        0u8..4,
        gaps,
        1usize..5,
        0u64..2000,
        0u64..100,
    )
        .prop_map(|(n, how, gaps, at, long, then)| {
            let (bytes, code) = KEYS[n];
            let at = at.min(bytes.len() - 1);
            let torn = match (how, at) {
                (0 | 1, _) | (_, 0) => Vec::new(),
                (2, _) => (1..bytes.len()).zip(gaps).collect(),
                // The rest comes in one piece.
                (_, 1) => vec![(1, long % 500)],
                (_, 2) if bytes[1] == b'O' => vec![(2, long % 200)],
                (_, 2) => vec![(2, long % 500)],
                (_, at) => vec![(at, long)],
            };
            Sent {
                bytes: bytes.to_vec(),
                means: Typed::Key(key(code)),
                torn,
                then,
            }
        })
}

/// A character, torn for any time.
fn a_character() -> impl Strategy<Value = Sent> {
    let c = prop_oneof!["[a-z]", "[\\[OP\\]A-D~;0-9^_]", "[失业登记，。é🙂]"];
    let gaps = prop::collection::vec(0u64..9000, 3);
    (c, gaps, 0u64..100).prop_map(|(c, gaps, then)| Sent {
        bytes: c.as_bytes().to_vec(),
        means: Typed::Key(key(KeyCode::Char(c.chars().next().unwrap()))),
        torn: (1..c.len()).zip(gaps).collect(),
        then,
    })
}

/// A paste, torn for any time; its pieces are pieces of it.
fn a_paste() -> impl Strategy<Value = Sent> {
    let torn = prop::collection::vec((0usize..30, 0u64..9000), 0..3);
    ("[a-c失业\r\t]{2,9}", torn, 0u64..100).prop_map(|(text, torn, then)| {
        let start = PASTE_START.len();
        let mut torn: Vec<(usize, u64)> = torn
            .into_iter()
            .map(|(at, gap)| (start + at % (text.len() + 5), gap))
            .collect();
        torn.sort_unstable();
        // A single character between two long pauses would look like somebody's.
        torn.dedup_by(|(at, _), (before, _)| *at < *before + 5);
        Sent {
            bytes: [PASTE_START, text.as_bytes(), PASTE_END].concat(),
            means: Typed::Paste(text),
            torn,
            then,
        }
    })
}

/// Esc or a character by somebody's hand, with nothing else near it; but for the `[` that nobody types.
fn by_hand() -> impl Strategy<Value = Sent> {
    let pressed = prop_oneof!["\x1b", "[OP\\]A-DS0-9~^_a-c]"];
    (pressed, BY_HAND).prop_map(|(text, then)| {
        let code = match text.as_str() {
            "\x1b" => KeyCode::Esc,
            text => KeyCode::Char(text.chars().next().unwrap()),
        };
        Sent {
            bytes: text.into_bytes(),
            means: Typed::Key(key(code)),
            torn: Vec::new(),
            then,
        }
    })
}

fn by_hand_or_by_line() -> impl Strategy<Value = Vec<Sent>> {
    let keys = prop_oneof![4 => a_key(), 3 => a_character(), 1 => a_paste()];
    let of_the_line = prop::collection::vec(keys, 1..8).prop_map(|mut keys| {
        // Somebody's keys do not stand close to what the line gathers.
        if let Some(last) = keys.last_mut() {
            last.then = 600;
        }
        keys
    });
    let of_a_hand = prop::collection::vec(by_hand(), 1..8).prop_map(|mut keys| {
        if let Some(last) = keys.last_mut() {
            last.then = 600;
        }
        keys
    });
    prop::collection::vec(prop_oneof![of_the_line.boxed(), of_a_hand.boxed()], 1..4)
        .prop_map(|runs| runs.concat())
}

/// Sends everything: what is not torn comes together with what follows at once.
fn send(line: &mut Line, sent: &[Sent]) {
    let mut gathered = Vec::new();
    for Sent {
        bytes, torn, then, ..
    } in sent
    {
        let mut from = 0;
        for (at, gap) in torn.iter().copied().chain([(bytes.len(), *then)]) {
            gathered.extend_from_slice(&bytes[from..at]);
            from = at;
            if gap > 0 {
                line.feed(&std::mem::take(&mut gathered)).pass(gap);
            }
        }
    }
    line.feed(&gathered).pass(60_000);
}

/// Pieces of a paste as one.
fn joined(typed: impl Iterator<Item = Typed>) -> Vec<Typed> {
    let mut out: Vec<Typed> = Vec::new();
    for typed in typed {
        match (out.last_mut(), typed) {
            (Some(Typed::Paste(last)), Typed::Paste(text)) => last.push_str(&text),
            (_, typed) => out.push(typed),
        }
    }
    out
}

/// What is left once each Esc that was none is taken back.
fn left_of(typed: Vec<Typed>) -> Vec<Typed> {
    let mut left = Vec::new();
    for typed in typed {
        if typed == Typed::NotEsc {
            assert_eq!(left.pop(), Some(Typed::Key(key(KeyCode::Esc))));
        } else {
            left.push(typed);
        }
    }
    joined(left.into_iter())
}

proptest! {
    #[test]
    fn nothing_is_lost_and_nothing_made_up(sent in by_hand_or_by_line(), slow: bool) {
        let mut line = Line::new(slow);
        send(&mut line, &sent);
        let typed = std::mem::take(&mut line.out);
        let meant = joined(sent.iter().map(|sent| sent.means.clone()));
        prop_assert_eq!(left_of(typed), meant);
        prop_assert_eq!(line.decoder.wait(), None);
    }
}
