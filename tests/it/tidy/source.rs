//! Rust source without its comments, or without its texts too: as much of a lexer as the house
//! rules need. Knows no rule.

/// What is left of a source.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Keep {
    /// Neither comments nor what stands in quotes.
    Code,
    /// All but comments.
    Text,
}

/// The source without comments; line breaks stay.
pub(super) fn stripped(source: &str, keep: Keep) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let taken = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            block_comment(rest)
        } else if let Some(length) = quoted(rest, out.chars().next_back()) {
            if keep == Keep::Text {
                out.push_str(&rest[..length]);
            } else {
                out.push_str("\"\"");
            }
            length
        } else {
            out.push(c);
            c.len_utf8()
        };
        rest = &rest[taken..];
    }
    out
}

/// Length of a block comment; they nest.
fn block_comment(source: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(c) = source[at..].chars().next() {
        if source[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if source[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += c.len_utf8();
        }
    }
    source.len()
}

/// Length of the string or character literal that the source begins with.
fn quoted(source: &str, before: Option<char>) -> Option<usize> {
    let in_word = before.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let body = source.trim_start_matches(['b', 'c']);
    if !in_word && source.len() - body.len() <= 1 && body.starts_with('r') {
        let hashes = body[1..].chars().take_while(|c| *c == '#').count();
        if body[1 + hashes..].starts_with('"') {
            let open = source.len() - body.len() + 2 + hashes;
            let close = format!("\"{}", "#".repeat(hashes));
            let end = source[open..]
                .find(&close)
                .map(|at| open + at + close.len());
            return Some(end.unwrap_or(source.len()));
        }
    }
    let mark = source.chars().next().filter(|c| ['"', '\''].contains(c))?;
    // A lifetime has no quote after its first character.
    if mark == '\'' {
        let mut chars = source.chars().skip(1);
        let first = chars.next()?;
        if first != '\\' && chars.next() != Some('\'') {
            return None;
        }
    }
    let mut escaped = false;
    for (at, c) in source.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == mark => return Some(at + 1),
            _ => {}
        }
    }
    Some(source.len())
}

#[test]
fn comments_and_texts_go_and_lifetimes_stay() {
    for (source, code) in [
        ("a // b \"c\nd", "a \nd"),
        ("a /* b /* c */ d */ e", "a  e"),
        (
            "f::<'a>(\"x // y\", 'z', '\\'', '\"') // q",
            "f::<'a>(\"\", \"\", \"\", \"\") ",
        ),
        ("r\"\\\" + br#\"a\"b\"# + c", "\"\" + \"\" + c"),
        ("for r in bar", "for r in bar"),
        ("\"a\\\"b\" + c", "\"\" + c"),
    ] {
        assert_eq!(stripped(source, Keep::Code), code, "{source}");
    }
    assert_eq!(stripped("\"//\" // x", Keep::Text), "\"//\" ");
}
