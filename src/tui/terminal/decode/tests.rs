//! Bytes in, keys out.

use super::*;

fn typed(chunks: &[&[u8]]) -> Vec<Typed> {
    let mut decoder = Decoder::default();
    let mut out = Vec::new();
    for chunk in chunks {
        decoder.feed(chunk, |typed| out.push(typed));
    }
    decoder.give_up(|typed| out.push(typed));
    assert_eq!(decoder.wait(), None, "nothing is left over");
    out
}

/// Keys as short words.
fn words(chunks: &[&[u8]]) -> String {
    named(typed(chunks))
}

fn named(typed: Vec<Typed>) -> String {
    let word = |typed: Typed| match typed {
        Typed::Paste(text) => format!("paste({text})"),
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
        (b"\x1b[1;5C\x1b[1;2A", "ctrl-right shift-up"),
        (b"\x1b", "esc"),
        (b"\x1b\x1b", "esc esc"),
        (b"\x1bs", "esc s"),
        (b"\x1b[", "esc ["),
    ] {
        assert_eq!(words(&[bytes]), keys, "{}", bytes.escape_ascii());
    }
}

#[test]
fn what_comes_in_pieces_is_put_together() {
    let all = "失\x1b[A\x1b[200~业\n登\x1b[201~x\x1bOP".as_bytes();
    let whole = words(&[all]);
    assert_eq!(whole, "失 up paste(业\n登) x f1");
    for at in 1..all.len() {
        assert_eq!(words(&[&all[..at], &all[at..]]), whole, "cut at {at}");
    }
    let single: Vec<&[u8]> = all.chunks(1).collect();
    assert_eq!(words(&single), whole);
}

#[test]
fn what_comes_too_late_for_its_escape_is_not_typed() {
    for (late, keys) in [
        (&b"[A"[..], "esc up"),
        (b"OP", "esc f1"),
        (b"[15~", "esc f5"),
        // Somebody's typing, slow or fast.
        (b"[", "esc ["),
        (b"O", "esc O"),
        (b"[Ax", "esc [ A x"),
        (b"Oh", "esc O h"),
        (b"sy", "esc s y"),
    ] {
        let mut decoder = Decoder::new(true);
        let mut out = Vec::new();
        decoder.feed(b"\x1b", |typed| out.push(typed));
        assert_eq!(decoder.wait(), Some(ESCAPE_WAIT_SLOW));
        decoder.give_up(|typed| out.push(typed));
        decoder.feed(late, |typed| out.push(typed));
        decoder.give_up(|typed| out.push(typed));
        assert_eq!(named(out), keys, "{}", late.escape_ascii());
        assert_eq!(decoder.wait(), None);
    }
}

#[test]
fn answers_to_questions_nobody_asked_are_not_typed() {
    for answer in [
        &b"\x1b[?62;22c"[..],
        b"\x1b[24;80R\x1b[0n",
        b"\x1b]11;rgb:0000/0000/0000\x07",
        b"\x1b]11;rgb:0000/0000/0000\x1b\\",
        b"\x1bP1+r544e\x1b\\",
        b"\x1b[<0;10;10M",
    ] {
        let mut with_key = answer.to_vec();
        with_key.push(b'x');
        let keys = words(&[&with_key]);
        assert!(keys.ends_with('x') && !keys.contains("rgb"), "{keys}");
    }
    assert_eq!(words(&[b"\x1b[?62;22cx"]), "x");
}

#[test]
fn bytes_that_are_no_text_are_dropped() {
    assert_eq!(words(&[b"a\xff\xfe\xc0\x80b\xe5\xa4"]), "a b");
}

#[test]
fn a_paste_without_an_end_is_typed_after_a_while_and_a_huge_one_is_cut() {
    assert_eq!(words(&[b"\x1b[200~abc"]), "paste(abc)");
    let mut huge = b"\x1b[200~".to_vec();
    huge.extend(std::iter::repeat_n(b'x', 1 << 20));
    huge.extend_from_slice(b"\x1b[201~y");
    let chunks: Vec<&[u8]> = huge.chunks(4096).collect();
    match &typed(&chunks)[..] {
        [Typed::Paste(text), Typed::Key(_)] => assert_eq!(text.len(), PASTE_LIMIT),
        other => panic!("{} events", other.len()),
    }
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_it_panic_or_hoard(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..400)) {
        let mut decoder = Decoder::default();
        for chunk in bytes.chunks(7) {
            decoder.feed(chunk, |_| {});
        }
        decoder.give_up(|_| {});
        proptest::prop_assert_eq!(decoder.wait(), None);
    }
}
