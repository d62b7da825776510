//! Southern accents: which sounds people take for each other, and so type for each other. Knows
//! syllables as they are typed, no text.
//!
//! The pairs are those that Chinese input methods offer as fuzzy pinyin (模糊音): z/zh c/ch s/sh,
//! n/l, f/h, r/l, and an/ang en/eng in/ing with ian/iang uan/uang among them.

/// How sounds are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hearing {
    /// As they are spelt.
    #[default]
    Exact,
    /// As somebody types who hears no difference.
    Accented,
}

/// The fewest letters that are heard with an accent.
const LEAST_ACCENTED: usize = 4;

impl Hearing {
    /// How a word is heard: few letters would mean too much if they were not taken as they are.
    pub(super) fn of(self, word: &[char]) -> Self {
        let letters = word.iter().filter(|c| c.is_ascii_lowercase());
        if letters.count() < LEAST_ACCENTED {
            Self::Exact
        } else {
            self
        }
    }
}

/// Initials that are taken for each other, both ways.
const INITIALS: [(&str, &str); 6] = [
    ("z", "zh"),
    ("c", "ch"),
    ("s", "sh"),
    ("n", "l"),
    ("f", "h"),
    ("r", "l"),
];
/// Endings that are taken for the same with a `g` behind them.
const NASALS: [&str; 3] = ["an", "en", "in"];

/// Every other way in which a syllable is typed by those who hear no difference.
pub(super) fn accents(syllable: &str) -> Vec<String> {
    let (initial, rest) = split(syllable);
    let mut endings = vec![rest.to_owned()];
    if NASALS.iter().any(|nasal| rest.ends_with(nasal)) {
        endings.push(format!("{rest}g"));
    } else if let Some(short) = without_g(rest) {
        endings.push(short.to_owned());
    }
    let mut found = Vec::new();
    for initial in alike(initial) {
        for ending in &endings {
            let typed = format!("{initial}{ending}");
            if typed != syllable {
                found.push(typed);
            }
        }
    }
    found
}

/// The beginnings that a syllable may really have when its beginning was typed as `letters`:
/// `letters` itself first.
pub(super) fn beginnings(letters: &str) -> Vec<String> {
    let (initial, rest) = split(letters);
    let mut found = vec![letters.to_owned()];
    for initial in alike(initial) {
        for rest in [Some(rest), without_g(rest)].into_iter().flatten() {
            let real = format!("{initial}{rest}");
            if !found.contains(&real) {
                found.push(real);
            }
        }
    }
    found
}

/// The first letters that a syllable may really have when it was typed with this one.
pub(super) fn first_letters(typed: u8) -> &'static [u8] {
    /// Every byte, so that a letter nobody confuses is a slice of it.
    const LETTERS: &[u8; 26] = b"abcdefghijklmnopqrstuvwxyz";
    match typed {
        b'n' => b"nl",
        b'l' => b"lnr",
        b'r' => b"rl",
        b'f' => b"fh",
        b'h' => b"hf",
        other => LETTERS
            .iter()
            .position(|letter| *letter == other)
            .map_or(&[], |at| &LETTERS[at..=at]),
    }
}

/// How a syllable sounds to those who hear no difference: the same for all that are taken for each
/// other.
pub(super) fn alike_as(syllable: &str) -> String {
    let (initial, rest) = split(syllable);
    let initial = match initial {
        "zh" => "z",
        "ch" => "c",
        "sh" => "s",
        "n" | "r" => "l",
        "f" => "h",
        other => other,
    };
    format!("{initial}{}", without_g(rest).unwrap_or(rest))
}

/// The consonants that a syllable begins with, as far as they matter here, and what follows.
fn split(letters: &str) -> (&str, &str) {
    let initials = INITIALS.iter().flat_map(|(one, other)| [*one, *other]);
    let own = initials.filter(|initial| letters.starts_with(initial));
    letters.split_at(own.map(str::len).max().unwrap_or(0))
}

/// An initial and those that are taken for it.
fn alike(initial: &str) -> impl Iterator<Item = &str> {
    let others = INITIALS.iter().filter_map(move |(one, other)| {
        (*one == initial)
            .then_some(*other)
            .or_else(|| (*other == initial).then_some(*one))
    });
    std::iter::once(initial).chain(others)
}

fn without_g(rest: &str) -> Option<&str> {
    let short = rest.strip_suffix('g')?;
    NASALS
        .iter()
        .any(|nasal| short.ends_with(nasal))
        .then_some(short)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_sounds_alike_is_typed_for_each_other() {
        for (syllable, expected) in [
            ("shi", vec!["si"]),
            ("zhang", vec!["zhan", "zang", "zan"]),
            ("liang", vec!["lian", "niang", "nian", "riang", "rian"]),
            ("guan", vec!["guang"]),
            ("ying", vec!["yin"]),
            ("hu", vec!["fu"]),
            ("dong", vec![]),
            ("ye", vec![]),
        ] {
            assert_eq!(accents(syllable), expected, "{syllable}");
        }
    }

    #[test]
    fn what_is_taken_for_each_other_sounds_the_same() {
        for syllable in [
            "shi", "zhang", "nian", "lv", "huang", "ren", "ceng", "ang", "dong",
        ] {
            for accent in accents(syllable) {
                assert_eq!(alike_as(&accent), alike_as(syllable), "{accent}");
            }
        }
        assert_ne!(alike_as("dong"), alike_as("don"));
    }

    #[test]
    fn every_beginning_of_an_accent_leads_back_to_the_syllable() {
        for syllable in ["shi", "zhang", "nian", "lv", "huang", "ren", "ceng", "ang"] {
            for accent in accents(syllable) {
                for end in 1..=accent.len() {
                    let found = beginnings(&accent[..end]);
                    assert!(
                        found.iter().any(|real| syllable.starts_with(real.as_str())),
                        "{accent} up to {end} for {syllable}: {found:?}"
                    );
                }
            }
        }
    }
}
