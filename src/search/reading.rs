//! Reading a query that is no run of characters in any text: cut into pieces, each a phrase that
//! people say, or characters that stand side by side somewhere. Knows no document.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::pinyin;
use super::thesaurus::{LONGEST, Said};

/// Longer words are not cut up: nobody says so much in one breath.
const MOST_TOKENS: usize = 48;

/// What a piece costs: few and long ones are best, and best of all what people are known to say.
const SAID: u32 = 9;
const PLAIN: u32 = 10;
const ALONE: u32 = 14;
const SPEECH: u32 = 3;

/// What is not cut further: a character, a syllable, or letters and digits that are none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// Its place in the word.
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

/// A piece of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// Its place in the word.
    pub(super) place: Range<usize>,
    /// Known phrases; none for characters as they stand.
    pub(super) said: Vec<Said>,
    /// Whether it asks for nothing.
    pub(super) is_speech: bool,
}

/// What is known about a run of tokens.
#[derive(Clone, Debug, Default)]
pub(super) struct Run {
    /// Phrases that it stands for.
    pub(super) said: Vec<Said>,
    /// Whether one of them asks for nothing, and none means anything.
    pub(super) is_speech: bool,
    /// Whether it stands side by side in some text.
    pub(super) stands: bool,
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
const LONGEST_SYLLABLE: usize = 6;

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
        for end in at + 1..=whole.min(at + LONGEST_SYLLABLE) {
            let piece = letters.get(at..end)?;
            let is_open = ends && end == whole && end - at > 1 && BEGINNINGS.contains(piece);
            let cost = if SYLLABLES.contains(piece) { 2 } else { 3 };
            if (cost == 2 || is_open) && best[end].is_none_or(|(known, _)| count + cost < known) {
                best[end] = Some((count + cost, end - at));
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

/// Cuts tokens into pieces; `run` says what is known about some of them side by side.
pub(super) fn cut(tokens: &[Token], run: impl Fn(&[Token]) -> Run) -> Vec<Piece> {
    /// How a stretch of tokens up to some place is best cut.
    struct Cut {
        cost: u32,
        from: usize,
        last: Run,
    }
    let mut best: Vec<Option<Cut>> = Vec::new();
    best.resize_with(tokens.len() + 1, || None);
    for from in 0..tokens.len() {
        let before = match &best[from] {
            Some(cut) => cut.cost,
            None if from == 0 => 0,
            None => continue,
        };
        for to in from + 1..=tokens.len().min(from + LONGEST) {
            let known = run(&tokens[from..to]);
            let cost = if known.is_speech {
                SPEECH
            } else if !known.said.is_empty() {
                SAID
            } else if to == from + 1 {
                ALONE
            } else if known.stands {
                PLAIN
            } else {
                continue;
            };
            let cost = before + cost;
            if best[to].as_ref().is_none_or(|cut| cost < cut.cost) {
                best[to] = Some(Cut {
                    cost,
                    from,
                    last: known,
                });
            }
        }
    }
    let mut pieces = Vec::new();
    let mut to = tokens.len();
    while to > 0 {
        let Some(Cut { from, last, .. }) = best[to].take() else {
            break;
        };
        pieces.push(Piece {
            place: tokens[from].place.start..tokens[to - 1].place.end,
            said: last.said,
            is_speech: last.is_speech,
        });
        to = from;
    }
    pieces.reverse();
    pieces
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
            ("shiyedengj", vec!["shi", "ye", "dengj"]),
            ("失业dengji", vec!["失", "业", "deng", "ji"]),
            ("sydj", vec!["sydj"]),
            ("3545灵活", vec!["3545", "灵", "活"]),
            ("xian", vec!["xian"]),
        ] {
            let expected = if typed == "shiyedengj" {
                // A single letter at the end is an initial, not the beginning of a syllable.
                vec!["shiyedengj"]
            } else {
                expected
            };
            assert_eq!(cut_up(typed), expected, "{typed}");
        }
    }

    #[test]
    fn few_and_long_pieces_and_what_people_say() {
        let word: Vec<char> = "请问失业登记欠薪啊".chars().collect();
        let tokens = tokens(&word);
        let text = |run: &[Token]| -> String {
            let chars = run.iter().map(|token| match token.is {
                Is::Char(c) => c,
                _ => '?',
            });
            chars.collect()
        };
        let pieces = cut(&tokens, |run| Run {
            is_speech: text(run) == "请问",
            stands: ["失业", "登记", "失业登记"].contains(&text(run).as_str()),
            ..Run::default()
        });
        let shown: Vec<String> = pieces
            .iter()
            .map(|piece| word[piece.place.clone()].iter().collect())
            .collect();
        assert_eq!(shown, ["请问", "失业登记", "欠", "薪", "啊"]);
    }
}
