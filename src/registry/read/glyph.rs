//! Which characters are printed, and text without those that are not. Knows no document.

use unicode_normalization::UnicodeNormalization as _;

use crate::chars::is_unseen;

/// Longest excerpt of a document in a message, in characters.
const EXCERPT: usize = 24;

/// Whether a character leaves ink on paper: no space, no control, nothing invisible.
pub(in crate::registry) fn printed(c: char) -> bool {
    !c.is_whitespace() && !is_unseen(c)
}

/// Appends text as an entry keeps it: verbatim but for what is unseen; a tab becomes a space.
pub(super) fn push_clean(out: &mut String, text: &str) {
    for c in text.chars() {
        if c == '\t' {
            out.push(' ');
        } else if !is_unseen(c) {
            out.push(c);
        }
    }
}

/// The printed characters in their compatibility form, for comparing words: `（１）` is `(1)`.
pub(super) fn plain(text: &str) -> String {
    text.nfkc().filter(|c| printed(*c)).collect()
}

/// The beginning of a text, fit for a message.
pub(in crate::registry) fn excerpt(text: &str) -> String {
    let mut shown = text.chars().filter(|c| printed(*c) || *c == ' ');
    let mut short: String = shown.by_ref().take(EXCERPT).collect();
    if shown.next().is_some() {
        short.push('…');
    }
    short
}

/// Whether a text has one of the marks that stand inside or after sentences, not headings.
pub(super) fn has_sentence_mark(text: &str) -> bool {
    text.contains(['。', '；', ';', '！', '!', '？', '?', '，', ','])
}

/// Whether a text ends as a sentence or an item of an enumeration does.
pub(super) fn ends_sentence(text: &str) -> bool {
    text.ends_with(['。', '；', ';', '！', '!', '？', '?', '，', ',', '、'])
}

/// Whether a text has at most this many characters, looking at no more than that.
pub(super) fn at_most(text: &str, characters: usize) -> bool {
    text.chars().nth(characters).is_none()
}
