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
    /// Kept for short texts of which there are many.
    orders: Option<Orders>,
}

/// Where a sound, a whole syllable or an initial, stands before another initial.
#[derive(Clone, Debug, Default)]
struct Orders {
    /// Side by side; whole syllables only.
    beside: HashMap<(&'static str, u8), RoaringBitmap>,
    /// With something between them.
    apart: HashMap<(&'static str, u8), RoaringBitmap>,
}

impl Orders {
    fn lists(&mut self, is_apart: bool) -> &mut HashMap<(&'static str, u8), RoaringBitmap> {
        if is_apart {
            &mut self.apart
        } else {
            &mut self.beside
        }
    }
}

/// Where two characters stand apart, in their order.
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
            orders: Some(Orders::default()),
            ..Self::default()
        }
    }

    /// Fields where a character typed with `sound`, its syllable or its initial, stands before one
    /// of another initial, not beside it, each as it is spelt.
    pub(super) fn apart(&self, sound: &str, second: u8) -> Apart<'_> {
        let Some(orders) = &self.orders else {
            return Apart::Unknown;
        };
        let sound = if is_syllable(sound) {
            sound
        } else {
            &sound[..1]
        };
        let known = self.kept(sound);
        let list = known.and_then(|sound| orders.apart.get(&(sound, second)));
        list.map_or(Apart::Nowhere, Apart::In)
    }

    /// A sound as it is kept: a key that is looked for does not live as long.
    fn kept(&self, sound: &str) -> Option<&'static str> {
        self.sounds.get_key_value(sound).map(|(sound, _)| *sound)
    }

    /// Fields, of `among`, where a character typed with `sound`, its syllable or its initial, stands
    /// beside one of another initial.
    pub(super) fn beside(
        &self,
        sound: &str,
        second: u8,
        hearing: Hearing,
        among: &RoaringBitmap,
    ) -> RoaringBitmap {
        let orders = self.orders.as_ref().filter(|_| is_syllable(sound));
        let Some(orders) = orders else {
            let first = sound.bytes().next();
            let pair = first.and_then(|first| self.pair(first, second, hearing));
            return pair.map_or_else(RoaringBitmap::new, |pair| among & &*pair);
        };
        let (sounds, seconds) = match hearing {
            Hearing::Exact => (vec![sound.to_owned()], std::slice::from_ref(&second)),
            Hearing::Accented => {
                let mut sounds = hearing::accents(sound);
                sounds.push(sound.to_owned());
                (sounds, hearing::first_letters(second))
            }
        };
        let mut found = RoaringBitmap::new();
        for sound in sounds.iter().filter_map(|sound| self.kept(sound)) {
            for second in seconds {
                if let Some(list) = orders.beside.get(&(sound, *second)) {
                    found |= among & list;
                }
            }
        }
        found
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
        if let Some(orders) = &mut self.orders {
            in_order(text, alphabet, |is_apart, pair| {
                let lists = orders.lists(is_apart);
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
        if let Some(orders) = &mut self.orders {
            in_order(text, alphabet, |is_apart, pair| {
                if let Some(list) = orders.lists(is_apart).get_mut(&pair) {
                    list.remove(field);
                }
            });
        }
    }

    /// Fields that hold this character.
    pub(super) fn char(&self, c: char) -> Option<&RoaringBitmap> {
        self.chars.get(&c)
    }

    /// Fields that hold a character whose sound begins so; of `among`, where that is given.
    pub(super) fn sound(
        &self,
        prefix: &str,
        hearing: Hearing,
        among: Option<&RoaringBitmap>,
    ) -> Option<Cow<'_, RoaringBitmap>> {
        let here = |list: &RoaringBitmap| among.map(|among| list & among);
        match hearing {
            Hearing::Exact => {
                let list = self.sounds.get(prefix)?;
                Some(here(list).map_or(Cow::Borrowed(list), Cow::Owned))
            }
            Hearing::Accented => {
                let real = hearing::beginnings(prefix);
                let lists = real
                    .iter()
                    .filter_map(|real| self.sounds.get(real.as_str()));
                union(lists.map(|list| here(list).map_or(Cow::Borrowed(list), Cow::Owned)))
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
                union(pairs.map(Cow::Borrowed))
            }
        }
    }
}

/// All of them together; nothing of none.
fn union<'a>(
    lists: impl Iterator<Item = Cow<'a, RoaringBitmap>>,
) -> Option<Cow<'a, RoaringBitmap>> {
    lists.reduce(|mut all, one| {
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

/// Whether letters behind which something else was typed are a whole syllable, not an initial.
fn is_syllable(letters: &str) -> bool {
    letters.len() > 1 && !matches!(letters, "zh" | "ch" | "sh")
}

/// Every syllable with the initials beside it; and every sound and initial with every initial that
/// stands behind it and apart, each once.
fn in_order(text: &[u32], alphabet: &Alphabet, mut each: impl FnMut(bool, (&'static str, u8))) {
    // By initial: how many of the earlier sounds it was told with.
    let mut told = [0_usize; 26];
    // The sounds up to the last character but one, and those of the last.
    let mut earlier: Vec<&'static str> = Vec::new();
    let mut last: Vec<&'static str> = Vec::new();
    for number in text {
        let glyph = alphabet.glyph(*number);
        for second in initials(glyph) {
            let known = &mut told[usize::from(second - b'a')];
            for sound in earlier.iter().skip(*known) {
                each(true, (*sound, second));
            }
            *known = earlier.len();
            for sound in last.iter().filter(|sound| is_syllable(sound)) {
                each(false, (*sound, second));
            }
        }
        for sound in last.drain(..) {
            if !earlier.contains(&sound) {
                earlier.push(sound);
            }
        }
        for reading in &glyph.readings {
            last.extend([&reading.letters[..1], reading.letters]);
        }
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
