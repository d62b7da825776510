//! Control sequences of terminals, which are taken out whole: without their first character the rest
//! of them would stand there as text. Knows no terminal.

use std::borrow::Cow;

const ESCAPE: char = '\u{1b}';
const BELL: char = '\u{7}';

/// Text without control sequences, and without the characters that begin one. What looks like a
/// beginning and has no end on its line loses that character alone.
pub(super) fn without(text: &str) -> Cow<'_, str> {
    if !text.contains(begins) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(begins) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let mut chars = from.chars();
        let first = chars.next();
        let second = if first == Some(ESCAPE) {
            chars.clone().next()
        } else {
            first.and_then(seven_bit)
        };
        if first == Some(ESCAPE) && second.is_some_and(is_introducer) {
            chars.next();
        }
        let after = chars.as_str();
        rest = match second {
            Some('[') => behind_command(after),
            Some('(' | ')' | '*' | '+') => after.get(1..),
            Some(c) if is_string(c) => behind_string(after),
            _ => None,
        }
        .unwrap_or_else(|| {
            from.get(first.map_or(0, char::len_utf8)..)
                .unwrap_or_default()
        });
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Whether a sequence may begin with it.
fn begins(c: char) -> bool {
    c == ESCAPE || seven_bit(c).is_some()
}

/// What stands behind an escape character where one character says both.
const fn seven_bit(c: char) -> Option<char> {
    Some(match c {
        '\u{90}' => 'P',
        '\u{98}' => 'X',
        '\u{9b}' => '[',
        '\u{9d}' => ']',
        '\u{9e}' => '^',
        '\u{9f}' => '_',
        _ => return None,
    })
}

const fn is_introducer(c: char) -> bool {
    is_string(c) || matches!(c, '[' | '(' | ')' | '*' | '+')
}

/// Whether a string follows that has an end of its own.
const fn is_string(c: char) -> bool {
    matches!(c, 'P' | 'X' | ']' | '^' | '_')
}

/// Behind numbers and marks and the letter that says what to do with them.
fn behind_command(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(|c| matches!(c, '0'..='?'));
    let rest = rest.trim_start_matches(|c| matches!(c, ' '..='/'));
    rest.strip_prefix(|c| matches!(c, '@'..='~'))
}

/// Behind the end of a string on this line, with no other sequence before it.
fn behind_string(text: &str) -> Option<&str> {
    let end = text.find(|c| matches!(c, BELL | '\u{9c}' | '\n') || begins(c))?;
    let (_, rest) = text.split_at(end);
    let ends = |end: char| rest.strip_prefix(end);
    ends(BELL)
        .or_else(|| ends('\u{9c}'))
        .or_else(|| rest.strip_prefix("\u{1b}\\"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_sequences_go_and_text_stays() {
        for (text, rest) in [
            ("失业登记", "失业登记"),
            ("\u{1b}[2J民政局", "民政局"),
            ("民\u{1b}[1;31m政\u{1b}[0m局", "民政局"),
            ("民\u{9b}2J政", "民政"),
            ("\u{1b}[?25l\u{1b}[ q民政", "民政"),
            ("\u{1b}]0;标题\u{7}民政\u{1b}]8;;x\u{1b}\\局", "民政局"),
            ("\u{9d}0;标题\u{9c}民政", "民政"),
            ("\u{1b}P1$r\u{1b}\\民\u{1b}(B政", "民政"),
            ("民\u{1b}政", "民政"),
            ("\u{1b}[民政", "[民政"),
            ("\u{1b}]民政\n局\u{7}", "]民政\n局\u{7}"),
            ("\u{1b}]\u{1b}]a\n\u{1b}]b\u{7}c", "]]a\nc"),
            ("\u{1b}]a\u{1b}[1mb\u{7}", "]ab\u{7}"),
            ("\u{1b}(", "("),
            ("\u{1b}(局", "(局"),
            ("\u{1b}", ""),
            ("\u{1b}[", "["),
        ] {
            assert_eq!(without(text), rest, "{text:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_left_that_begins_one(text in "[\u{1b}\u{9b}\u{9d}\\[\\]0-9;mJ\u{7}\n局(]{0,40}") {
            let once = without(&text).into_owned();
            proptest::prop_assert!(!once.contains(begins));
        }
    }
}
