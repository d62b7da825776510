//! Reading standard input and files with a bound, since nobody says how long they are. Knows
//! bytes, not what they mean.

use std::io::{self, BufRead, Read};

/// At most `most` bytes, and whether there were more.
pub(super) fn bounded(from: &mut dyn Read, most: usize) -> io::Result<(Vec<u8>, bool)> {
    let mut bytes = Vec::new();
    let one_more = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    from.take(one_more).read_to_end(&mut bytes)?;
    let more = bytes.len() > most;
    bytes.truncate(most);
    Ok((bytes, more))
}

/// The next line without its break, at most `most` bytes of it; the rest of the line is skipped.
/// `None` at the end.
pub(super) fn line(from: &mut impl BufRead, most: usize) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    let mut begun = false;
    loop {
        let piece = match from.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            piece => piece?,
        };
        if piece.is_empty() {
            return Ok(begun.then_some(line));
        }
        begun = true;
        let end = piece.iter().position(|&byte| byte == b'\n');
        let part = &piece[..end.unwrap_or(piece.len())];
        line.extend(part.iter().take(most.saturating_sub(line.len())));
        let used = part.len() + usize::from(end.is_some());
        from.consume(used);
        if end.is_some() {
            if line.last() == Some(&b'\r') {
                line.pop();
            }
            return Ok(Some(line));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;

    #[test]
    fn lines_come_one_by_one_whatever_the_buffer() {
        for capacity in [1, 3, 64] {
            let mut from = BufReader::with_capacity(capacity, &b"ab\r\n\nlonger line\nend"[..]);
            let mut lines = Vec::new();
            while let Some(found) = line(&mut from, 6).unwrap() {
                lines.push(String::from_utf8(found).unwrap());
            }
            assert_eq!(lines, ["ab", "", "longer", "end"], "{capacity}");
        }
    }

    #[test]
    fn more_than_the_bound_is_told() {
        assert_eq!(
            bounded(&mut &b"abc"[..], 3).unwrap(),
            (b"abc".to_vec(), false)
        );
        assert_eq!(
            bounded(&mut &b"abcd"[..], 3).unwrap(),
            (b"abc".to_vec(), true)
        );
    }
}
