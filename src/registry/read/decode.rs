//! From the bytes of a file to text, or what the file is instead. Knows no list.

use super::fault::{Fault, FileKind};
use super::glyph::printed;
use super::{MAX_BYTES, line_starts};

/// Beginnings by which files tell what they are.
const MAGIC: &[(&[u8], FileKind)] = &[
    (b"\x89PNG", FileKind::Png),
    (b"\xff\xd8\xff", FileKind::Jpeg),
    (b"GIF8", FileKind::Gif),
    (b"%PDF-", FileKind::Pdf),
    (b"PK\x03\x04", FileKind::Zip),
    (b"PK\x05\x06", FileKind::Zip),
    (b"\xd0\xcf\x11\xe0", FileKind::Ole),
    (b"{\\rtf", FileKind::Rtf),
    (b"\x1f\x8b", FileKind::Archive),
    (b"Rar!", FileKind::Archive),
    (b"7z\xbc\xaf\x27\x1c", FileKind::Archive),
];

/// The text of a document, or the line and the fault by which it has none.
pub(super) fn text(bytes: &[u8]) -> Result<&str, (usize, Fault)> {
    if bytes.len() > MAX_BYTES {
        return Err((1, Fault::TooLarge { limit: MAX_BYTES }));
    }
    if let Some((_, kind)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err((1, Fault::Binary(inside(*kind, bytes))));
    }
    if is_utf16(bytes) {
        return Err((1, Fault::Utf16));
    }
    if let Some(at) = bytes.iter().position(|b| *b == 0) {
        return Err((line_at(bytes, at), Fault::Binary(FileKind::Other)));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match str::from_utf8(bytes) {
        Ok(text) if text.contains(printed) => match first_of_many_controls(text) {
            Some(at) => Err((line_at(bytes, at), Fault::Binary(FileKind::Other))),
            None => Ok(text),
        },
        Ok(_) => Err((1, Fault::Empty)),
        Err(error) => {
            let fault = if is_gb18030(bytes) {
                Fault::Gb18030
            } else {
                Fault::Encoding
            };
            Err((line_at(bytes, error.valid_up_to()), fault))
        }
    }
}

/// Where the first control character of a text stands that has so many of them that it is none: one
/// for two that are printed. A word processor's marks between cells are fewer.
fn first_of_many_controls(text: &str) -> Option<usize> {
    let is_control = |c: char| c < ' ' && !matches!(c, '\t' | '\n' | '\u{c}' | '\r');
    let controls = text.matches(is_control).count();
    if controls == 0 {
        return None;
    }
    let inked = text.chars().filter(|c| printed(*c)).count();
    let is_many = controls > inked / 2;
    is_many.then(|| text.find(is_control)).flatten()
}

/// What a ZIP archive holds: word processors and spreadsheets name their folders in the clear.
fn inside(kind: FileKind, bytes: &[u8]) -> FileKind {
    let has = |name: &[u8]| bytes.windows(name.len()).any(|window| window == name);
    match kind {
        FileKind::Zip if has(b"word/") => FileKind::Docx,
        FileKind::Zip if has(b"xl/") => FileKind::Xlsx,
        kind => kind,
    }
}

/// The line of a byte; also in bytes that are no text.
fn line_at(bytes: &[u8], at: usize) -> usize {
    let before = String::from_utf8_lossy(bytes.get(..at).unwrap_or_default());
    line_starts(&before).count()
}

/// UTF-16 by its byte-order mark, or because it reads as text with line ends that way.
fn is_utf16(bytes: &[u8]) -> bool {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return true;
    }
    let reads = |unit: fn([u8; 2]) -> u16| {
        let (pairs, rest) = bytes.as_chunks::<2>();
        let units = || pairs.iter().map(|pair| unit(*pair));
        rest.is_empty()
            && units().any(|unit| unit == 0x0a)
            && char::decode_utf16(units())
                .all(|c| c.is_ok_and(|c| c == '\t' || c == '\n' || c == '\r' || !c.is_control()))
            && units().filter(|unit| is_common(*unit)).count() * 2 > pairs.len()
    };
    bytes.contains(&0) && (reads(u16::from_le_bytes) || reads(u16::from_be_bytes))
}

/// ASCII, Han characters and the punctuation between them.
const fn is_common(unit: u16) -> bool {
    matches!(unit, 0x09..=0x7e | 0x3000..=0x303f | 0x4e00..=0x9fff | 0xff00..=0xffef)
}

/// Whether bytes that are no UTF-8 are plausibly GB18030: every byte has its place in a character
/// of one, two or four bytes, and most characters of two are the common ones of GB2312. Damaged
/// UTF-8 fits neither: its characters of three bytes fall out of step at the first line end.
fn is_gb18030(bytes: &[u8]) -> bool {
    let (mut at, mut pairs, mut common) = (0, 0_usize, 0_usize);
    while let Some(first) = bytes.get(at) {
        let rest = bytes.get(at + 1..).unwrap_or_default();
        at += match (first, rest) {
            (0..=0x7f, _) => 1,
            (0x81..=0xfe, [second @ (0x40..=0x7e | 0x80..=0xfe), ..]) => {
                pairs += 1;
                common +=
                    usize::from(matches!(first, 0xa1..=0xa3 | 0xb0..=0xf7) && *second >= 0xa1);
                2
            }
            (0x81..=0xfe, [0x30..=0x39, 0x81..=0xfe, 0x30..=0x39, ..]) => 4,
            // A file cut off within its last character.
            (0x81..=0xfe, []) => 1,
            _ => return false,
        };
    }
    pairs > 0 && common * 2 > pairs && !is_mostly_utf8(bytes)
}

/// Whether most of the characters beyond ASCII are whole in UTF-8.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole > broken
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `一、部门职责登记表` over two lines of it, in GB18030.
    const GB: &[u8] =
        b"1\n\xd2\xbb\xa1\xa2\xb2\xbf\xc3\xc5\xd6\xb0\xd4\xf0\xb5\xc7\xbc\xc7\xb1\xed\n";

    #[test]
    fn files_that_are_no_text_are_called_by_their_name() {
        for (bytes, line, fault) in [
            (&b""[..], 1, Fault::Empty),
            (b" \n\t\n\xe3\x80\x80", 1, Fault::Empty),
            (b"\xef\xbb\xbf", 1, Fault::Empty),
            (b"\x89PNG\r\n\x1a\n\0\0", 1, Fault::Binary(FileKind::Png)),
            (
                b"PK\x03\x04\0\0word/document.xml",
                1,
                Fault::Binary(FileKind::Docx),
            ),
            (
                b"PK\x03\x04\0\0xl/workbook.xml",
                1,
                Fault::Binary(FileKind::Xlsx),
            ),
            (b"PK\x03\x04\0\0", 1, Fault::Binary(FileKind::Zip)),
            (
                b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
                1,
                Fault::Binary(FileKind::Ole),
            ),
            (b"%PDF-1.7", 1, Fault::Binary(FileKind::Pdf)),
            (b"a\nb\0\x01", 2, Fault::Binary(FileKind::Other)),
            (b"\xff\xfeA\0", 1, Fault::Utf16),
            (b"\0a\0\n\x4e\0\x4e\x01", 1, Fault::Utf16),
            (GB, 2, Fault::Gb18030),
            (b"\xe4\xb8\x80\n\xe4\xb8\n\xe4\xb8\x80", 2, Fault::Encoding),
            (b"a\r\nb\r\xff", 3, Fault::Encoding),
        ] {
            assert_eq!(text(bytes), Err((line, fault)), "{bytes:?}");
        }
    }

    #[test]
    fn what_is_mostly_control_characters_is_no_text() {
        let other = Fault::Binary(FileKind::Other);
        assert_eq!(text(b"ab\ncd\x01\x02\x03"), Err((2, other)));
        // A word processor's mark behind each cell.
        assert!(text("序号\x07事项\x07\r\n1\x07失业登记\x07".as_bytes()).is_ok());
        assert!(text("一\t二\t三\r\n\t\t\t".as_bytes()).is_ok());
    }

    #[test]
    fn a_byte_order_mark_is_no_text() {
        assert_eq!(text(b"\xef\xbb\xbfa"), Ok("a"));
    }

    #[test]
    fn what_is_too_large_is_not_looked_at() {
        let fault = Fault::TooLarge { limit: MAX_BYTES };
        assert_eq!(text(&vec![b'a'; MAX_BYTES + 1]), Err((1, fault)));
    }
}
