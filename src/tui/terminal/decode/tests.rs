//! Bytes in, keys out; and what time does to bytes that come in pieces.

mod torn;

use crossterm::event::KeyModifiers;

use super::*;

/// A line, and what came out of it.
struct Line {
    decoder: Decoder,
    out: Vec<Typed>,
}

impl Line {
    fn new(slow: bool) -> Self {
        Self {
            decoder: Decoder::new(slow),
            out: Vec::new(),
        }
    }

    fn feed(&mut self, bytes: &[u8]) -> &mut Self {
        self.decoder.feed(bytes, |typed| self.out.push(typed));
        self
    }

    /// Lets time pass as the input thread does.
    fn pass(&mut self, milliseconds: u64) -> &mut Self {
        let mut left = Duration::from_millis(milliseconds);
        while let Some(wait) = self.decoder.wait().filter(|wait| *wait <= left) {
            assert!(!wait.is_zero(), "never wakes at once again");
            left -= wait;
            self.decoder.waited(|typed| self.out.push(typed));
        }
        self
    }

    /// Everything that was typed, as short words, once nothing is awaited any more.
    fn words(&mut self) -> String {
        self.pass(60_000);
        assert_eq!(self.decoder.wait(), None, "nothing is left over");
        words_of(std::mem::take(&mut self.out))
    }
}

/// Keys as short words.
fn words(chunks: &[&[u8]]) -> String {
    let mut line = Line::new(false);
    for chunk in chunks {
        line.feed(chunk);
    }
    line.words()
}

/// The same with so much time between the pieces.
fn words_apart(chunks: &[&[u8]], milliseconds: u64) -> String {
    let mut line = Line::new(false);
    for chunk in chunks {
        line.feed(chunk).pass(milliseconds);
    }
    line.words()
}

fn words_of(typed: Vec<Typed>) -> String {
    let word = |typed: Typed| match typed {
        Typed::Paste(text) => format!("paste({text})"),
        Typed::NotEsc => "no".to_owned(),
        Typed::Key(KeyEvent {
            code, modifiers, ..
        }) => {
            let prefix = match modifiers {
                KeyModifiers::CONTROL => "ctrl-",
                KeyModifiers::SHIFT => "shift-",
                _ => "",
            };
            match code {
                KeyCode::Char(c) => format!("{prefix}{c}"),
                KeyCode::F(n) => format!("{prefix}f{n}"),
                other => format!("{prefix}{other:?}").to_lowercase(),
            }
        }
    };
    typed.into_iter().map(word).collect::<Vec<_>>().join(" ")
}

#[test]
fn keys_of_every_descent() {
    for (bytes, keys) in [
        (&b"a\xe5\xa4\xb1?"[..], "a 失 ?"),
        (
            b"\r\n\t\x7f\x08\x0f\x1a",
            "enter enter tab backspace ctrl-h ctrl-o ctrl-z",
        ),
        (
            b"\x1b[A\x1bOB\x1b[H\x1b[4~\x1b[5~\x1b[3~\x1b[Z",
            "up down home end pageup delete backtab",
        ),
        (b"\x1bOP\x1b[11~\x1b[[A\x1b[19~\x1b[24~", "f1 f1 f1 f8 f12"),
        (b"\x1b[1;5C\x1b[1;2A\x1bOM", "ctrl-right shift-up enter"),
        (b"\x1b[7$2\x1b[7^\x1bOa", "shift-home 2 ctrl-home ctrl-up"),
        (b"\x1b[27;5;105~\x1b[105;5u\x1b[13u", "ctrl-i ctrl-i enter"),
        (b"\x1b", "esc"),
        (b"\x1b\x1b", "esc esc"),
        (b"\x1bs", "esc s"),
        (b"\x1b[", "esc ["),
        ("\x1b[失".as_bytes(), "esc [ 失"),
        (b"\x1bOK", "esc O K"),
    ] {
        assert_eq!(words(&[bytes]), keys, "{}", bytes.escape_ascii());
    }
}

#[test]
fn what_comes_in_pieces_is_put_together() {
    let all = "失\x1b[A\x1b[200~业\n登\x1b[201~x\x1b[15~\x1bOP".as_bytes();
    let whole = "失 up paste(业\n登) x f5 f1";
    let single: Vec<&[u8]> = all.chunks(1).collect();
    for gap in [0, 20] {
        for at in 1..all.len() {
            let pieces = [&all[..at], &all[at..]];
            assert_eq!(words_apart(&pieces, gap), whole, "{gap} ms at {at}");
        }
        assert_eq!(words_apart(&single, gap), whole, "{gap} ms");
    }
    // Esc does not wait so long: the first time it is handed out, then the line is known. What
    // follows it is completed all the same.
    for gap in [30, 40, 60, 95] {
        let torn = "失 esc no up paste(业\n登) x f5 f1";
        assert_eq!(words_apart(&single, gap), torn, "{gap} ms");
    }
}

#[test]
fn half_a_character_waits_for_its_rest() {
    for gap in [30, 1000, 50_000] {
        let mut line = Line::new(false);
        let bytes = "失🙂".as_bytes();
        for byte in bytes {
            line.feed(&[*byte]).pass(gap);
        }
        assert_eq!(line.words(), "失 🙂", "{gap} ms");
    }
    // What breaks it off is not taken with it.
    for (rest, keys) in [
        (&b"x"[..], "x"),
        (b"\r", "enter"),
        ("业".as_bytes(), "业"),
        (b"\x1b[A", "up"),
        (b"\xa4x", "x"),
    ] {
        let mut line = Line::new(false);
        line.feed(b"\xe5").pass(5000).feed(rest);
        assert_eq!(line.words(), keys, "{}", rest.escape_ascii());
    }
}

#[test]
fn half_a_sequence_waits_longer_than_esc() {
    for (pieces, gap, keys) in [
        (&[&b"\x1b["[..], b"B"][..], 40, "down"),
        (&[b"\x1b[", b"B"], 400, "down"),
        (&[b"\x1bO", b"P"], 150, "f1"),
        (&[b"\x1b[1", b"5~"], 1900, "f5"),
        (&[b"\x1b[15", b"~x"], 1900, "f5 x"),
        (&[b"\x1b[1;", b"5", b"A"], 450, "ctrl-up"),
        (&[b"\x1b[24;8", b"0R"], 400, ""),
        (&[b"\x1b[M", b"a!\x20", b"x"], 60, "x"),
        (&[b"\x1b]11;rgb:00", b"00\x07x"], 400, "x"),
        // The rest never comes: the next key is a key.
        (&[b"\x1b[15", b"x"], 600, "x"),
        (&[b"\x1b[15", b"\x1b[A"], 40, "up"),
        (&[b"\x1b[15", b"1~x"], 2100, "1 ~ x"),
    ] {
        assert_eq!(words_apart(pieces, gap), keys, "{pieces:?} {gap} ms");
    }
}

#[test]
fn a_lone_esc_is_never_slow() {
    for (slow, within) in [(false, ESCAPE_WAIT), (true, ESCAPE_WAIT_SLOW)] {
        let mut line = Line::new(slow);
        line.feed(b"\x1b");
        line.pass(u64::try_from(within.as_millis()).unwrap());
        assert_eq!(words_of(std::mem::take(&mut line.out)), "esc");
        // And the key behind it is there at once.
        line.feed(b"s");
        assert_eq!(words_of(std::mem::take(&mut line.out)), "s");
    }
    // Nor on a line that has torn a sequence.
    let mut line = Line::new(false);
    line.feed(b"\x1b")
        .pass(40)
        .feed(b"[A")
        .feed(b"\x1b")
        .pass(100);
    assert_eq!(words_of(std::mem::take(&mut line.out)), "esc no up esc");
}

#[test]
fn what_comes_too_late_for_its_escape_is_not_typed() {
    for (late, keys) in [
        (&b"[A"[..], "esc no up"),
        (b"OP", "esc no f1"),
        (b"[15~", "esc no f5"),
        (b"[Ax", "esc no up x"),
        (b"[24;80R", "esc no"),
        (b"[<0;10;5M", "esc no"),
        (b"]11;rgb:0/0/0\x07", "esc no"),
        (b"[200~a\r\x1b[201~", "esc no paste(a\r)"),
        (b"[201~", "esc no"),
        // Somebody's typing.
        (b"[", "esc ["),
        (b"O", "esc O"),
        (b"Oh", "esc O h"),
        (b"sy", "esc s y"),
        (b"]x", "esc ] x"),
    ] {
        for (slow, gap) in [
            (false, 40),
            (false, 250),
            (false, 450),
            (true, 250),
            (true, 450),
        ] {
            let mut line = Line::new(slow);
            line.feed(b"\x1b").pass(gap).feed(late);
            assert_eq!(line.words(), keys, "{} {gap} ms", late.escape_ascii());
        }
    }
}

#[test]
fn a_line_that_brings_single_bytes_brings_the_keys_that_begin_with_a_bracket() {
    for (key, name) in [
        ("\x1b[A", "up"),
        ("\x1b[15~", "f5"),
        ("\x1b[1;5C", "ctrl-right"),
    ] {
        for gap in [105, 150, 300, 490] {
            for slow in [false, true] {
                let mut line = Line::new(slow);
                for byte in key.bytes() {
                    line.feed(&[byte]).pass(gap);
                }
                let words = line.words();
                assert_eq!(
                    words.trim_start_matches("esc no "),
                    name,
                    "{gap} ms, slow: {slow}"
                );
            }
        }
    }
}

#[test]
fn what_a_person_types_after_esc_is_typed() {
    for (text, gaps) in [
        ("OA", &[105, 150, 300, 2000][..]),
        ("OP", &[105, 150, 300, 2000]),
        ("Oh", &[105, 150, 300, 2000]),
        ("]1;x", &[105, 150, 300, 2000]),
        ("P1", &[105, 150, 300, 2000]),
        ("OA[B", &[105, 150, 300, 2000]),
        ("[失", &[105, 150, 300, 2000]),
        // Sooner it is a line's doing.
        ("[A", &[600, 2000]),
        ("[15~", &[600, 2000]),
    ] {
        for gap in gaps.iter().copied() {
            for slow in [false, true] {
                let mut line = Line::new(slow);
                line.feed(b"\x1b").pass(gap);
                for c in text.chars() {
                    line.feed(c.to_string().as_bytes()).pass(gap);
                }
                let typed: Vec<String> = text.chars().map(String::from).collect();
                let keys = format!("esc {}", typed.join(" "));
                assert_eq!(line.words(), keys, "{gap} ms, slow: {slow}");
            }
        }
    }
    // Esc and what follows gathered by the line into one piece.
    for (typed, keys) in [
        (&b"\x1b]x"[..], "esc ] x"),
        (b"\x1b]", "esc ]"),
        (b"\x1b]12", "esc ] 1 2"),
        (b"\x1b]shiye\r", "esc ] s h i y e enter"),
        (b"\x1bPx", "esc P x"),
        (b"\x1b^x", "esc ^ x"),
        (b"\x1b_x", "esc _ x"),
        (b"\x1b_", "esc _"),
        ("\x1b]失".as_bytes(), "esc ] 失"),
        (b"\x1bOK", "esc O K"),
    ] {
        assert_eq!(words(&[typed]), keys, "{}", typed.escape_ascii());
    }
    // Gathered in part.
    assert_eq!(words_apart(&[b"\x1b]", b"x"], 40), "esc ] x");
    assert_eq!(words_apart(&[b"\x1bO", b"A"], 250), "esc O A");
    assert_eq!(words_apart(&[b"\x1b[", b"x"], 100), "esc [ x");
}

#[test]
fn answers_to_questions_nobody_asked_are_not_typed() {
    for answer in [
        &b"\x1b[?62;22c"[..],
        b"\x1b[24;80R",
        b"\x1b[1;1R",
        b"\x1b[1;5R",
        b"\x1b[0n",
        b"\x1b[8;24;80t",
        b"\x1b[?2;0;1S",
        b"\x1b[?2026;2$y",
        b"\x1b[4;2$y",
        b"\x1b[>41;354;0c",
        b"\x1b[?1u",
        b"\x1b]11;rgb:0000/0000/0000\x07",
        b"\x1b]11;rgb:0000/0000/0000\x1b\\",
        // The window's title, and its icon's.
        b"\x1b]lxterm\x1b\\",
        b"\x1b]Lfoo bar\x1b\\",
        b"\x1bP1+r544e\x1b\\",
        b"\x1bP>|XTerm(354)\x1b\\",
        b"\x1b_Gi=31;OK\x1b\\",
        // Mice, of every kind.
        b"\x1b[<0;10;10M",
        b"\x1b[<0;10;5m",
        b"\x1b[32;10;5M",
        b"\x1b[M !!",
        b"\x1b[M\x20\xc3\xa5",
        // The window has the focus, or has lost it.
        b"\x1b[I",
        b"\x1b[O",
        // A key let go, and keys that nobody has.
        b"\x1b[97;1:3u",
        b"\x1b[57441;2u",
        b"\x1b[97;3u",
        b"\x1b[24;2A",
        b"\x1b[99~",
        b"\x1b[201~",
    ] {
        let mut with_key = answer.to_vec();
        with_key.push(b'x');
        assert_eq!(words(&[&with_key]), "x", "{}", answer.escape_ascii());
    }
}

#[test]
fn bytes_that_are_no_text_are_dropped() {
    assert_eq!(words(&[b"a\xff\xfe\xc0\x80b"]), "a b");
    // Half a character is no such thing yet.
    assert_eq!(words(&[b"b\xe5\xa4", b"\xb1"]), "b 失");
}

#[test]
fn a_paste_that_pauses_stays_a_paste() {
    let mut line = Line::new(false);
    line.feed("\x1b[200~a\r失".as_bytes());
    line.feed(b"\xe4")
        .pass(2500)
        .feed(b"\xb8\x9a\rb\r")
        .pass(10_000);
    line.feed(b"c\r").pass(1000).feed(b"\r").pass(500);
    line.feed(b"d\x1b[20").pass(5000).feed(b"1~\r");
    assert_eq!(
        line.words(),
        "paste(a\r失) paste(业\rb\r) paste(c\r) paste(\r) paste(d) enter"
    );
    // The end torn behind its Esc, which is nobody's.
    let mut line = Line::new(false);
    line.feed(b"\x1b[200~a").pass(2500).feed(b"b\x1b").pass(400);
    line.feed(b"\x1b").pass(400).feed(b"[201~\r");
    assert_eq!(line.words(), "paste(a) paste(b) enter");
    // All was handed out when the end comes.
    let mut line = Line::new(false);
    line.feed(b"\x1b[200~a").pass(3000).feed(b"\x1b[201~");
    assert_eq!(line.words(), "paste(a)");
}

#[test]
fn a_paste_without_an_end_lets_the_clerk_go_on() {
    let lost = || {
        let mut line = Line::new(false);
        line.feed(b"\x1b[200~abc").pass(2000);
        line
    };
    assert_eq!(lost().words(), "paste(abc)");
    // A key after some quiet.
    for (key, name) in [
        (&b"\r"[..], "enter"),
        (b"s", "s"),
        ("失".as_bytes(), "失"),
        (b"\t", "tab"),
        (b"\x1b", "esc"),
    ] {
        let mut line = lost();
        line.pass(1500).feed(key).pass(400).feed(b"x\r");
        assert_eq!(line.words(), format!("paste(abc) {name} x enter"));
    }
    // A key that no text holds.
    for (key, name) in [(&b"\x1b[A\x1b[A"[..], "up up"), (b"\x11", "ctrl-q")] {
        let mut line = lost();
        line.feed(key).pass(400).feed(b"\r");
        assert_eq!(line.words(), format!("paste(abc) {name} enter"));
    }
    // Whoever presses Enter again and again gets there; and nothing that is typed is lost.
    let mut line = lost();
    for _ in 0..3 {
        line.pass(400).feed(b"\r").pass(400);
    }
    line.feed(b"sy");
    assert_eq!(line.words(), "paste(abc) paste(\r) paste(\r) enter s y");
    let mut line = lost();
    line.feed(b"shi").pass(400);
    assert_eq!(words_of(line.out), "paste(abc) paste(shi)");
    // Another paste.
    let mut line = lost();
    line.feed(b"\x1b[200~d\x1b[201~\r");
    assert_eq!(line.words(), "paste(abc) paste(d) enter");
}

#[test]
fn a_huge_paste_is_cut() {
    let mut line = Line::new(false);
    line.feed(b"\x1b[200~");
    for _ in 0..256 {
        line.feed(&[b'x'; 4096]);
    }
    line.feed(b"\x1b[201~y");
    match &line.out[..] {
        [Typed::Paste(text), Typed::Key(_)] => assert_eq!(text.len(), paste::LIMIT),
        other => panic!("{} events", other.len()),
    }
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_it_panic_or_hoard(
        bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..400),
        gap in 0u64..5000,
    ) {
        let mut line = Line::new(false);
        for chunk in bytes.chunks(7) {
            line.feed(chunk).pass(gap);
        }
        line.words();
        proptest::prop_assert!(line.decoder.bytes.len() < 4);
    }
}
