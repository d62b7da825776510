//! Normal form of text for search: width, case, compatibility forms, traditional characters and
//! diacritics folded away. Stored text never changes; only the index sees this. Knows no pinyin.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::chars::{is_unseen, is_variation_selector};

/// `printed TAB looked up as`, a line each; `#` opens a comment.
const FOLDING: &str = include_str!("../../seed/folding.txt");

static FOLD: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    FOLDING
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let (printed, as_if) = line.split_once('\t')?;
            Some((printed.chars().next()?, as_if.chars().next()?))
        })
        .collect()
});

/// Whether a character neither shows nor separates.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    !c.is_whitespace() && (is_unseen(c) || is_variation_selector(c))
}

/// Whether a folded character counts when text is compared; punctuation and spaces do not.
#[must_use]
pub fn counts(folded: char) -> bool {
    folded.is_alphanumeric()
        || !(folded.is_ascii()
            || folded.is_whitespace()
            || matches!(folded, '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205E}' | '\u{3000}'..='\u{3004}'
                | '\u{3008}'..='\u{3020}' | '\u{3030}' | '\u{FE10}'..='\u{FE6F}' | '·'))
}

/// The normal form of one character: usually one character, none for what does not show.
pub fn fold(c: char) -> impl Iterator<Item = char> {
    // `lü` is typed `lv`; decomposing would make it `lu`, which is another syllable.
    let c = match c {
        'ü' | 'ǖ' | 'ǘ' | 'ǚ' | 'ǜ' | 'Ü' | 'Ǖ' | 'Ǘ' | 'Ǚ' | 'Ǜ' => 'v',
        other => other,
    };
    let shown = if is_invisible(c) { None } else { Some(c) };
    shown
        .into_iter()
        .nfkd()
        .filter(|part| !is_combining_mark(*part) && !is_invisible(*part))
        .flat_map(char::to_lowercase)
        .map(fold_variant)
}

/// Traditional to simplified, and from there to the variant that search uses.
fn fold_variant(c: char) -> char {
    if c.is_ascii() {
        return c;
    }
    let simplified = FOLD.get(&c).copied().unwrap_or(c);
    FOLD.get(&simplified).copied().unwrap_or(simplified)
}

/// Text in normal form, punctuation and spaces left out, each character with the place in the
/// original (counted in characters) it came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dense {
    /// What counts, in order.
    pub chars: Vec<char>,
    /// `origin[i]` is where `chars[i]` stood.
    pub origin: Vec<u32>,
}

impl Dense {
    /// The normal form of `text`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut dense = Self::default();
        for (place, c) in (0u32..).zip(text.chars()) {
            for part in fold(c).filter(|part| counts(*part)) {
                dense.chars.push(part);
                dense.origin.push(place);
            }
        }
        dense
    }
}

/// The normal form of `text` with its punctuation, spaces left out: to tell `登记、公示` from
/// `登记公示` when both fit.
#[must_use]
pub fn verbatim(text: &str) -> String {
    text.chars()
        .flat_map(fold)
        .filter(|part| !part.is_whitespace())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dense(text: &str) -> String {
        Dense::new(text).chars.into_iter().collect()
    }

    #[test]
    fn folds_what_a_person_takes_for_the_same() {
        for (printed, looked_up) in [
            ("失業登記", "失业登记"),
            ("３５４５", "3545"),
            ("ＫＴＶ", "ktv"),
            ("“3545”灵活", "3545灵活"),
            ("会计帐簿、会计账簿、會計帳簿", "会计账簿会计账簿会计账簿"),
            ("﹝2013﹞21号", "201321号"),
            ("①根据", "1根据"),
            ("lǜ shī", "lvshi"),
            ("Café", "cafe"),
            ("a\u{200b}b\u{202e}c\u{7}d", "abcd"),
            ("⼀", "一"),
            ("（一）", "一"),
        ] {
            assert_eq!(dense(printed), looked_up);
        }
    }

    #[test]
    fn remembers_where_each_character_stood() {
        let dense = Dense::new("举报、㈠投诉");
        assert_eq!(dense.chars, ['举', '报', '一', '投', '诉']);
        assert_eq!(dense.origin, [0, 1, 3, 4, 5]);
    }

    #[test]
    fn verbatim_keeps_punctuation() {
        assert_eq!(verbatim("举报、 投訴（一）"), "举报、投诉(一)");
    }
}
