//! Characters that are no text: what does not show, and what could harm a terminal. The one place
//! that says so, for what comes in and for what goes out. Knows no document, query or screen.

mod sequence;

use std::borrow::Cow;

/// Control characters, line and paragraph separators, zero-width and bidirectional characters,
/// tags: they show nothing and can move a cursor, hide text or turn its direction around.
///
/// Variation selectors are not among them: they choose the written form of the character before
/// them, in people's names above all.
#[must_use]
pub fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e00ff}' | '\u{e01f0}'..='\u{e0fff}')
}

/// Whether a character chooses the form of the one before it. Terminals disagree on the width of
/// what results, so none is sent to a screen.
#[must_use]
pub const fn is_variation_selector(c: char) -> bool {
    matches!(c, '\u{180b}'..='\u{180d}' | '\u{180f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Text of several lines without what is unseen; line breaks stay, tabs become blanks.
#[must_use]
pub fn lines(text: &str) -> Cow<'_, str> {
    if text.chars().any(|c| is_unseen(c) && c != '\n') {
        let harmless = text.chars().filter_map(|c| match c {
            '\n' => Some(c),
            '\t' | '\u{2028}' | '\u{2029}' => Some(' '),
            c => (!is_unseen(c)).then_some(c),
        });
        Cow::Owned(harmless.collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// Text on one line without what is unseen: line breaks of every sort and tabs become blanks.
#[must_use]
pub fn line(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unseen) {
        return Cow::Borrowed(text);
    }
    let unbroken = text.replace("\r\n", "\n").replace(['\r', '\n'], " ");
    Cow::Owned(lines(&unbroken).into_owned())
}

/// A name as it is kept: one line without what is unseen, without what stands around it, and without
/// the rest of control sequences of terminals, which nobody who gives a name means.
#[must_use]
pub fn name(text: &str) -> String {
    line(&sequence::without(text)).trim().to_owned()
}

/// A full-width form of an ASCII character, as input methods give it, as that character.
#[must_use]
pub fn ascii(c: char) -> char {
    match u32::from(c) {
        code @ 0xff01..=0xff5e => char::from_u32(code - 0xfee0).unwrap_or(c),
        0x3000 => ' ',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_fool_a_terminal_goes() {
        for (text, harmless) in [
            ("失业登记", "失业登记"),
            ("\u{1b}[31m失业\u{7}", "[31m失业"),
            ("a\u{9b}2Jb", "a2Jb"),
            ("失\u{200b}业\u{feff}", "失业"),
            ("\u{202e}abc\u{202c}", "abc"),
            ("一\n二\t三\r\n四\r", "一 二 三 四 "),
            ("👩\u{200d}💻", "👩💻"),
            ("葛\u{e0100}", "葛\u{e0100}"),
        ] {
            assert_eq!(line(text), harmless, "{text:?}");
        }
        assert_eq!(lines("一\n二\u{1b}"), "一\n二");
        assert_eq!(name(" \u{1b}[2J民\u{200b}政\r\n局\u{1b}[0m "), "民政 局");
    }
}
