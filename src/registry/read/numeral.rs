//! Printed numbers: digits of any width and Chinese numerals, alone or before a heading. Knows
//! no heading's words.

use unicode_normalization::UnicodeNormalization as _;

use super::glyph::plain;

/// Longest printed number, in characters: `第二十一`-like numerals and row numbers are shorter.
const LONGEST: usize = 8;

/// The number in a 序号 cell: `1`, `１２`, `3.`, `（四）`, `十二`.
pub(super) fn number(text: &str) -> Option<u32> {
    let text = plain(text);
    let text = text.strip_prefix('(').unwrap_or(&text);
    let text = text.trim_end_matches(['.', '、', ')']);
    value(text)
}

/// A number before a heading, and how many bytes of the line it takes with its marks.
pub(super) type Numbered = (u32, usize);

/// `一、` or `一.`
pub(super) fn han_stop(line: &str) -> Option<Numbered> {
    marked(line, "", is_han, &['、', '.'])
}

/// `第一部分`
pub(super) fn han_part(line: &str) -> Option<Numbered> {
    let (number, length) = marked(line, "第", is_han, &['部'])?;
    line[length..]
        .starts_with('分')
        .then_some((number, length + '分'.len_utf8()))
}

/// `（一）`
pub(super) fn han_parens(line: &str) -> Option<Numbered> {
    marked(line, "(", is_han, &[')'])
}

/// `1.`, `１．`, `1、`
pub(super) fn digit_stop(line: &str) -> Option<Numbered> {
    marked(line, "", |c| c.is_ascii_digit(), &['、', '.'])
}

/// Reads `open`, digits, a closing mark, each character in its compatibility form: `⒈` is `1.`
/// and `㈠` is `(一)`.
fn marked(line: &str, open: &str, is_digit: fn(char) -> bool, close: &[char]) -> Option<Numbered> {
    let mut digits = String::new();
    let mut opened = String::new();
    let mut closed = false;
    for (at, source) in line.char_indices().take(LONGEST + 4) {
        for c in std::iter::once(source).nfkc() {
            if opened.len() < open.len() {
                opened.push(c);
            } else if is_digit(c) && !closed {
                digits.push(c);
            } else if close.contains(&c) && !closed {
                closed = true;
            } else if !c.is_whitespace() {
                return None;
            }
        }
        if closed {
            let number = (opened == open).then(|| value(&digits))??;
            return Some((number, at + source.len_utf8()));
        }
    }
    None
}

fn is_han(c: char) -> bool {
    "〇零一二三四五六七八九十百".contains(c)
}

/// The value of ASCII digits or a Chinese numeral; none for zero and for nonsense.
fn value(text: &str) -> Option<u32> {
    if text.is_empty() || text.chars().count() > LONGEST {
        return None;
    }
    let value = if text.bytes().all(|b| b.is_ascii_digit()) {
        text.parse().ok()?
    } else {
        han(text)?
    };
    (value > 0).then_some(value)
}

fn han(text: &str) -> Option<u32> {
    let (mut total, mut digits) = (0, 0_u32);
    for c in text.chars() {
        match c {
            '十' | '百' => {
                total += digits.max(1) * if c == '十' { 10 } else { 100 };
                digits = 0;
            }
            _ => {
                let digit = "〇一二三四五六七八九".chars().position(|d| d == c);
                let digit = digit.or((c == '零').then_some(0))?;
                digits = digits * 10 + u32::try_from(digit).ok()?;
            }
        }
    }
    Some(total + digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn row_numbers_are_read_in_every_printed_form() {
        for (text, want) in [
            ("1", Some(1)),
            ("１２", Some(12)),
            (" 3. ", Some(3)),
            ("（四）", Some(4)),
            ("十", Some(10)),
            ("二十一", Some(21)),
            ("一百零三", Some(103)),
            ("二〇", Some(20)),
            ("⑦", Some(7)),
            ("0", None),
            ("", None),
            ("一些", None),
            ("1a", None),
            ("99999999999", None),
        ] {
            assert_eq!(number(text), want, "{text}");
        }
    }

    #[test]
    fn numbers_before_headings_end_with_their_mark() {
        assert_eq!(han_stop("一、 部门"), Some((1, 6)));
        assert_eq!(han_stop("十一．部门"), Some((11, 9)));
        assert_eq!(han_stop("一部门、"), None);
        assert_eq!(han_part("第二部分 职责边界"), Some((2, 12)));
        assert_eq!(han_parens("（一）民办"), Some((1, 9)));
        assert_eq!(han_parens("(十二)民办"), Some((12, 8)));
        assert_eq!(han_parens("㈢民办"), Some((3, 3)));
        assert_eq!(han_parens("（1）依法"), None);
        assert_eq!(digit_stop("1.监督"), Some((1, 2)));
        assert_eq!(digit_stop("１．监督"), Some((1, 6)));
        assert_eq!(digit_stop("⒈监督"), Some((1, 3)));
        assert_eq!(digit_stop("2、监督"), Some((2, 4)));
        assert_eq!(digit_stop("监督"), None);
    }
}
