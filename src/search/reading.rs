//! Reading a query that is no run of characters in any text: cut into pieces, each a phrase that
//! people say, or characters that stand side by side somewhere. Knows no document.

use std::collections::{HashMap, HashSet};
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
    /// How many characters or syllables it has.
    pub(super) tokens: usize,
    /// Whether it is one character or syllable: it stands nowhere beside the next one.
    pub(super) is_alone: bool,
}

/// What is known about a run of tokens.
#[derive(Clone, Debug, Default)]
pub(super) struct Run {
    /// Phrases that it stands for.
    pub(super) said: Vec<Said>,
    /// Whether one of them asks for nothing, and none means anything.
    pub(super) is_speech: bool,
    /// Whether it may stand side by side in some text.
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

/// Cuts tokens into pieces; `run` says what may be known about some of them side by side, and
/// `stands` whether they really stand so in some text.
pub(super) fn cut(
    tokens: &[Token],
    run: impl Fn(&[Token]) -> Run,
    stands: impl Fn(&[Token]) -> bool,
) -> Vec<Piece> {
    let ends = |from: usize| from + 1..=tokens.len().min(from + LONGEST);
    let all = (0..tokens.len()).flat_map(|from| ends(from).map(move |to| from..to));
    let mut runs: HashMap<Range<usize>, Run> = all
        .map(|place| (place.clone(), run(&tokens[place])))
        .collect();
    // A close look is dear: only what would be a piece gets one.
    let mut seen: HashSet<Range<usize>> = HashSet::new();
    loop {
        let places = cheapest(tokens.len(), &runs);
        let wrong = places.iter().find(|place| {
            let is_plain = |run: &Run| run.stands && !run.is_speech && run.said.is_empty();
            runs.get(*place).is_some_and(is_plain)
                && seen.insert((*place).clone())
                && !stands(&tokens[(*place).clone()])
        });
        match wrong.and_then(|place| runs.get_mut(place)) {
            Some(run) => run.stands = false,
            None => return places.iter().map(|place| piece(tokens, place, &mut runs)).collect(),
        }
    }
}

/// The cheapest places at which so many tokens are cut, in order.
fn cheapest(count: usize, runs: &HashMap<Range<usize>, Run>) -> Vec<Range<usize>> {
    // By place: what it costs to get there, and where the last piece begins.
    let mut best: Vec<Option<(u32, usize)>> = vec![None; count + 1];
    best[0] = Some((0, 0));
    for from in 0..count {
        let Some((before, _)) = best[from] else {
            continue;
        };
        for to in from + 1..=count {
            let Some(cost) = runs.get(&(from..to)).and_then(|run| cost(run, to - from)) else {
                continue;
            };
            let cost = before + cost;
            if best[to].is_none_or(|(known, _)| cost < known) {
                best[to] = Some((cost, from));
            }
        }
    }
    let mut places = Vec::new();
    let mut to = count;
    while to > 0 {
        let Some((_, from)) = best[to] else {
            break;
        };
        places.push(from..to);
        to = from;
    }
    places.reverse();
    places
}

/// What a piece costs; nothing when it is none.
fn cost(run: &Run, length: usize) -> Option<u32> {
    if run.is_speech {
        Some(SPEECH)
    } else if !run.said.is_empty() {
        Some(SAID)
    } else if length == 1 {
        Some(ALONE)
    } else {
        run.stands.then_some(PLAIN)
    }
}

fn piece(tokens: &[Token], place: &Range<usize>, runs: &mut HashMap<Range<usize>, Run>) -> Piece {
    let run = runs.remove(place).unwrap_or_default();
    Piece {
        place: tokens[place.start].place.start..tokens[place.end - 1].place.end,
        tokens: place.len(),
        is_alone: place.len() == 1 && run.said.is_empty(),
        said: run.said,
        is_speech: run.is_speech,
    }
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
            stands: text(run).contains('业') && run.len() > 1,
            ..Run::default()
        }, |run| ["失业", "登记", "失业登记"].contains(&text(run).as_str()));
        let shown: Vec<String> = pieces
            .iter()
            .map(|piece| word[piece.place.clone()].iter().collect())
            .collect();
        assert_eq!(shown, ["请问", "失业登记", "欠", "薪", "啊"]);
    }
}
