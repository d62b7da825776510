//! Text made harmless for a terminal: without control, zero-width and bidirectional characters.
//! Knows neither where the text comes from nor where it goes.

use std::borrow::Cow;

/// Whether a character can move the cursor, hide, or turn the reading direction around.
pub(super) fn is_harmful(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}'
                | '\u{34f}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

/// Text of several lines, line breaks kept.
pub(super) fn lines(text: &str) -> Cow<'_, str> {
    if text.chars().any(|c| is_harmful(c) && c != '\n') {
        let harmless = text.chars().filter_map(|c| match c {
            '\n' => Some(c),
            '\t' | '\u{2028}' | '\u{2029}' => Some(' '),
            c => (!is_harmful(c)).then_some(c),
        });
        Cow::Owned(harmless.collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// Text on one line: breaks and tabs become a space.
pub(super) fn line(text: &str) -> Cow<'_, str> {
    match lines(text) {
        Cow::Borrowed(text) if !text.contains('\n') => Cow::Borrowed(text),
        text => Cow::Owned(text.replace('\n', " ")),
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
            ("一\n二\t三\r\n", "一 二 三 "),
            ("👩\u{200d}💻", "👩💻"),
        ] {
            assert_eq!(line(text), harmless, "{text:?}");
        }
        assert_eq!(lines("一\n二\u{1b}"), "一\n二");
    }
}
