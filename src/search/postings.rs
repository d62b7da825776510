//! The index: which fields hold a character, a sound, or two initials side by side. Names
//! candidates only; whether they really fit is `align`'s to say.

use std::collections::HashMap;

use std::borrow::Cow;

use roaring::RoaringBitmap;

use super::hearing::{self, Hearing};
use super::pinyin::{self, Reading};

/// How a character can be typed.
#[derive(Clone, Debug)]
pub(super) struct Glyph {
    /// In normal form.
    pub(super) char: char,
    /// By its sound.
    pub(super) readings: Vec<Reading>,
    /// By a sound that is taken for one of its own.
    pub(super) accents: Vec<Accent>,
}

/// A sound typed for another.
#[derive(Clone, Debug)]
pub(super) struct Accent {
    /// As typed.
    pub(super) letters: String,
    /// What it is taken for.
    pub(super) of: &'static str,
    /// The reading's rank.
    pub(super) rank: usize,
}

/// Accents of readings from this rank on are nobody's: they are archaic themselves.
const ACCENTED_RANKS: usize = 2;

impl Glyph {
    fn new(char: char) -> Self {
        let readings = pinyin::readings(char);
        let mut accents: Vec<Accent> = Vec::new();
        for reading in readings.iter().filter(|r| r.rank < ACCENTED_RANKS) {
            for letters in hearing::accents(reading.letters) {
                let is_own = readings.iter().any(|own| own.letters == letters);
                if !is_own && accents.iter().all(|known| known.letters != letters) {
                    accents.push(Accent {
                        letters,
                        of: reading.letters,
                        rank: reading.rank,
                    });
                }
            }
        }
        Self {
            char,
            readings,
            accents,
        }
    }
}

/// Every distinct character met, so that a field is a run of small numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct Alphabet {
    glyphs: Vec<Glyph>,
    numbers: HashMap<char, u32>,
}

impl Alphabet {
    /// The number of a character, given out at first sight.
    pub(super) fn number(&mut self, c: char) -> u32 {
        *self.numbers.entry(c).or_insert_with(|| {
            self.glyphs.push(Glyph::new(c));
            u32::try_from(self.glyphs.len() - 1).unwrap_or(u32::MAX)
        })
    }

    /// The number of a character that was met.
    pub(super) fn known(&self, c: char) -> Option<u32> {
        self.numbers.get(&c).copied()
    }

    /// How many distinct characters were met.
    pub(super) fn len(&self) -> usize {
        self.glyphs.len()
    }

    /// The character of a number that was given out.
    pub(super) fn glyph(&self, number: u32) -> &Glyph {
        &self.glyphs[number as usize]
    }
}

/// Two syllables' first letters, side by side.
type Pair = (u8, u8);

/// Posting lists over fields.
#[derive(Clone, Debug, Default)]
pub(super) struct Postings {
    chars: HashMap<char, RoaringBitmap>,
    /// By every prefix of every reading: `d`, `de`, `den`, `deng`.
    sounds: HashMap<&'static str, RoaringBitmap>,
    pairs: HashMap<Pair, RoaringBitmap>,
    /// Where one initial stands before another with something between them; kept for short texts
    /// of which there are many.
    apart: Option<HashMap<Pair, RoaringBitmap>>,
}

/// Where characters of two initials stand apart, in that order.
pub(super) enum Apart<'a> {
    /// It was not written down.
    Unknown,
    Nowhere,
    In(&'a RoaringBitmap),
}

impl Postings {
    /// Lists that know of characters that stand apart in which order they do.
    pub(super) fn in_order() -> Self {
        Self {
            apart: Some(HashMap::new()),
            ..Self::default()
        }
    }

    /// Fields where a character typed with this initial stands before one of another, not beside
    /// it, each as it is spelt.
    pub(super) fn apart(&self, first: u8, second: u8) -> Apart<'_> {
        match &self.apart {
            None => Apart::Unknown,
            Some(lists) => lists
                .get(&(first, second))
                .map_or(Apart::Nowhere, Apart::In),
        }
    }

    /// Enters a field. Fields that come in rising order are entered quickest.
    pub(super) fn add(&mut self, field: u32, text: &[u32], alphabet: &Alphabet) {
        entries(text, alphabet, &mut |entry| {
            let list = match entry {
                Entry::Char(c) => self.chars.entry(c).or_default(),
                Entry::Sound(prefix) => self.sounds.entry(prefix).or_default(),
                Entry::Pair(pair) => self.pairs.entry(pair).or_default(),
            };
            list.insert(field);
        });
        if let Some(lists) = &mut self.apart {
            in_order(text, alphabet, |pair| {
                lists.entry(pair).or_default().insert(field);
            });
        }
    }

    /// Takes out a field that was entered with this text.
    pub(super) fn remove(&mut self, field: u32, text: &[u32], alphabet: &Alphabet) {
        entries(text, alphabet, &mut |entry| {
            let list = match entry {
                Entry::Char(c) => self.chars.get_mut(&c),
                Entry::Sound(prefix) => self.sounds.get_mut(prefix),
                Entry::Pair(pair) => self.pairs.get_mut(&pair),
            };
            if let Some(list) = list {
                list.remove(field);
            }
        });
        if let Some(lists) = &mut self.apart {
            in_order(text, alphabet, |pair| {
                if let Some(list) = lists.get_mut(&pair) {
                    list.remove(field);
                }
            });
        }
    }

    /// Fields that hold this character.
    pub(super) fn char(&self, c: char) -> Option<&RoaringBitmap> {
        self.chars.get(&c)
    }

    /// Fields that hold a character whose sound begins so.
    pub(super) fn sound(&self, prefix: &str, hearing: Hearing) -> Option<Cow<'_, RoaringBitmap>> {
        match hearing {
            Hearing::Exact => self.sounds.get(prefix).map(Cow::Borrowed),
            Hearing::Accented => {
                let real = hearing::beginnings(prefix);
                union(
                    real.iter()
                        .filter_map(|real| self.sounds.get(real.as_str())),
                )
            }
        }
    }

    /// Fields where characters typed with these initials stand side by side.
    pub(super) fn pair(
        &self,
        first: u8,
        second: u8,
        hearing: Hearing,
    ) -> Option<Cow<'_, RoaringBitmap>> {
        match hearing {
            Hearing::Exact => self.pairs.get(&(first, second)).map(Cow::Borrowed),
            Hearing::Accented => {
                let firsts = hearing::first_letters(first).iter();
                let pairs = firsts.flat_map(|first| {
                    let seconds = hearing::first_letters(second).iter();
                    seconds.filter_map(|second| self.pairs.get(&(*first, *second)))
                });
                union(pairs)
            }
        }
    }
}

/// All of them together; nothing of none.
fn union<'a>(lists: impl Iterator<Item = &'a RoaringBitmap>) -> Option<Cow<'a, RoaringBitmap>> {
    lists.map(Cow::Borrowed).reduce(|mut all, one| {
        *all.to_mut() |= &*one;
        all
    })
}

/// What a field is entered under.
enum Entry {
    Char(char),
    Sound(&'static str),
    Pair(Pair),
}

/// Everything that a field of this text is entered under; some of it more than once.
fn entries(text: &[u32], alphabet: &Alphabet, each: &mut impl FnMut(Entry)) {
    let mut before: Vec<u8> = Vec::new();
    for number in text {
        let glyph = alphabet.glyph(*number);
        each(Entry::Char(glyph.char));
        for reading in &glyph.readings {
            for end in 1..=reading.letters.len() {
                each(Entry::Sound(&reading.letters[..end]));
            }
        }
        let initials = initials(glyph);
        for a in &before {
            for b in &initials {
                each(Entry::Pair((*a, *b)));
            }
        }
        before = initials;
    }
}

/// Every two initials that stand apart in a text, in their order, each once.
fn in_order(text: &[u32], alphabet: &Alphabet, mut each: impl FnMut(Pair)) {
    let bit = |letter: u8| 1_u32 << (letter - b'a');
    let mut told = [0_u32; 26];
    // The initials up to the last but one, and those of the last.
    let (mut earlier, mut last) = (0_u32, 0_u32);
    for number in text {
        let initials = initials(alphabet.glyph(*number));
        for second in &initials {
            let known = &mut told[usize::from(second - b'a')];
            let fresh = earlier & !*known;
            *known |= fresh;
            for first in (b'a'..=b'z').filter(|first| fresh & bit(*first) != 0) {
                each((first, *second));
            }
        }
        earlier |= last;
        last = initials.iter().fold(0, |all, letter| all | bit(*letter));
    }
}

/// What a character may be typed as with one letter.
fn initials(glyph: &Glyph) -> Vec<u8> {
    let mut found: Vec<u8> = Vec::new();
    let own = u8::try_from(glyph.char).ok().filter(u8::is_ascii_lowercase);
    let sounds = glyph.readings.iter().map(|r| r.letters.as_bytes()[0]);
    for letter in own.into_iter().chain(sounds) {
        if !found.contains(&letter) {
            found.push(letter);
        }
    }
    found
}
