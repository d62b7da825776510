//! Reading a query that is no run of characters in any text: cut into characters and syllables, of
//! which its pieces are made. Knows no document.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::pinyin;
use super::postings::Glyph;
use super::query::Line;

/// What is longer is not cut up to its end: nobody says so much in one breath.
pub(super) const MOST_TOKENS: usize = 48;

/// What is not cut further: a character, a syllable, or letters and digits that are none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// Its place in the word, or in the line.
    pub(super) place: Range<usize>,
    /// What it is.
    pub(super) is: Is,
}

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Is {
    /// One character that is no letter of the alphabet.
    Char(char),
    /// A syllable, or at the end of a word the beginning of one.
    Syllable(String),
    /// Letters that are no syllables: initials.
    Letters,
}

impl Token {
    /// Whether it was typed for a character, as it is or by its sound.
    pub(super) fn is_for(&self, glyph: &Glyph) -> bool {
        match &self.is {
            Is::Char(c) => *c == glyph.char,
            Is::Syllable(letters) => glyph.readings.iter().any(|own| own.letters == letters),
            Is::Letters => false,
        }
    }
}

/// Every syllable as it is typed.
static SYLLABLES: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let usual = ('\u{4E00}'..='\u{9FA5}').flat_map(pinyin::readings);
    usual.map(|reading| reading.letters).collect()
});
/// And every beginning of one.
static BEGINNINGS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let syllables = SYLLABLES.iter();
    syllables
        .flat_map(|syllable| (1..=syllable.len()).map(|end| &syllable[..end]))
        .collect()
});
/// The longest syllable: `zhuang`.
pub(super) const LONGEST_SYLLABLE: usize = 6;

/// The tokens of a line, in order: no token goes on behind the end of a word.
pub(super) fn tokens_of(line: &Line) -> Vec<Token> {
    let mut all = Vec::new();
    for word in line.words() {
        let begin = word.start;
        all.extend(tokens(&line.chars[word]).into_iter().map(|mut token| {
            token.place.start += begin;
            token.place.end += begin;
            token
        }));
    }
    all.truncate(MOST_TOKENS);
    all
}

/// The tokens of a word, in order.
pub(super) fn tokens(word: &[char]) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < word.len() && tokens.len() < MOST_TOKENS {
        if !word[at].is_ascii_alphanumeric() {
            tokens.push(Token {
                place: at..at + 1,
                is: Is::Char(word[at]),
            });
            at += 1;
            continue;
        }
        let is_letter = word[at].is_ascii_lowercase();
        let alike = |c: &&char| c.is_ascii_alphanumeric() && c.is_ascii_lowercase() == is_letter;
        let end = at + word[at..].iter().take_while(alike).count();
        let run: String = word[at..end].iter().collect();
        match syllables(&run, end == word.len()).filter(|_| is_letter) {
            Some(lengths) => {
                for length in lengths {
                    let letters = word[at..at + length].iter().collect();
                    tokens.push(Token {
                        place: at..at + length,
                        is: Is::Syllable(letters),
                    });
                    at += length;
                }
            }
            None => tokens.push(Token {
                place: at..end,
                is: Is::Letters,
            }),
        }
        at = end;
    }
    tokens
}

/// The tokens as syllables; nothing where one of them is none.
pub(super) fn syllables_of(run: &[Token]) -> Option<Vec<&str>> {
    let syllables = run.iter().map(|token| match &token.is {
        Is::Syllable(letters) => Some(letters.as_str()),
        _ => None,
    });
    syllables.collect()
}

/// The lengths of the syllables of which letters are made, as few as can be; the last one need not
/// be typed to its end where the word ends there.
fn syllables(letters: &str, ends: bool) -> Option<Vec<usize>> {
    let whole = letters.len();
    // By place: how many syllables up to it, and the length of the last.
    let mut best: Vec<Option<(usize, usize)>> = vec![None; whole + 1];
    best[0] = Some((0, 0));
    for at in 0..whole {
        let Some((count, _)) = best[at] else {
            continue;
        };
        for length in 1..=LONGEST_SYLLABLE.min(whole - at) {
            let end = at + length;
            let piece = letters.get(at..end)?;
            let is_open = ends && end == whole && length > 1 && BEGINNINGS.contains(piece);
            let cost = if SYLLABLES.contains(piece) { 2 } else { 3 };
            if (cost == 2 || is_open) && best[end].is_none_or(|(known, _)| count + cost < known) {
                best[end] = Some((count + cost, length));
            }
        }
    }
    let mut lengths = Vec::new();
    let mut at = whole;
    while at > 0 {
        let (_, length) = best[at]?;
        lengths.push(length);
        at -= length;
    }
    lengths.reverse();
    Some(lengths)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut_up(typed: &str) -> Vec<String> {
        let word: Vec<char> = typed.chars().collect();
        let tokens = tokens(&word);
        tokens
            .iter()
            .map(|token| word[token.place.clone()].iter().collect())
            .collect()
    }

    #[test]
    fn characters_syllables_and_what_is_neither() {
        for (typed, expected) in [
            ("失业登记", vec!["失", "业", "登", "记"]),
            ("shiyedengji", vec!["shi", "ye", "deng", "ji"]),
            ("shiyeden", vec!["shi", "ye", "den"]),
            // A single letter is an initial, not the beginning of a syllable.
            ("shiyedengj", vec!["shiyedengj"]),
            ("失业dengji", vec!["失", "业", "deng", "ji"]),
            ("sydj", vec!["sydj"]),
            ("3545灵活", vec!["3545", "灵", "活"]),
            ("xian", vec!["xian"]),
        ] {
            assert_eq!(cut_up(typed), expected, "{typed}");
        }
    }
}
