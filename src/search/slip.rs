//! Slips: where a word of the query stands but for one wrong, missing, doubled or swapped letter or
//! character, or with characters that sound the same. Names stretches of text; knows no ranking.
//!
//! All ways to type a text are walked at once, a bit for each place in the query that is reached,
//! in the manner of Wu and Manber (Fast Text Searching Allowing Errors, CACM 35/10, 1992), with
//! swaps added: a dozen operations a letter, whatever the query's length.

use std::cell::Cell;
use std::ops::Range;

use super::postings::{Alphabet, Glyph};

/// Of longer words only the beginning is looked at: it tells the text well enough, and a slip
/// behind it does no harm.
const MOST: usize = 60;
/// The fewest letters and the fewest characters in which a slip can be told from another word, where
/// few words are compared.
const LEAST_LETTERS: usize = 6;
const LEAST_CHARS: usize = 4;
/// The fewest letters where every stretch of every text is.
const LEAST_IN_TEXTS: usize = 8;
/// Readings from this rank on are nobody's mistake.
pub(super) const RANKS: usize = 2;

/// How a stretch of text differs from what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Slip {
    /// Another character of the same sound was typed, once or more often.
    Homophone,
    /// One letter or character is wrong, missing, doubled or swapped.
    Edit,
}

/// A word to be looked for in many fields with a slip in it.
pub(super) struct Slips<'a> {
    query: &'a [char],
    alphabet: &'a Alphabet,
    /// By letter: the places in the query where it stands.
    letters: [u64; 26],
    /// The places where a letter stands.
    lettered: u64,
    /// By glyph number: the places where its character was typed, and where one of the same sound.
    typed: Vec<Cell<[u64; 2]>>,
    /// Whether an edit can be told from another word.
    edits: bool,
}

/// No mask has this value: words of [`MOST`] use fewer bits.
const UNKNOWN: [u64; 2] = [u64::MAX; 2];

/// Which places in the query are reached: bit `n` when `n` characters of it are used.
#[derive(Clone, Copy, Debug, Default)]
struct Reached {
    /// Without a slip.
    clean: u64,
    /// With characters of the same sound.
    alike: u64,
    /// With one edit, and no other slip.
    edited: u64,
    /// Where the next letter was typed before the last one.
    swap: u64,
}

impl<'a> Slips<'a> {
    /// Prepares a word for names and phrases; nothing when it is too short for any slip.
    pub(super) fn new(query: &'a [char], alphabet: &'a Alphabet) -> Option<Self> {
        Self::of(query, alphabet, LEAST_LETTERS)
    }

    /// The same for texts, in which letters stand for something by chance.
    pub(super) fn for_texts(query: &'a [char], alphabet: &'a Alphabet) -> Option<Self> {
        Self::of(query, alphabet, LEAST_IN_TEXTS)
    }

    fn of(query: &'a [char], alphabet: &'a Alphabet, least: usize) -> Option<Self> {
        let query = &query[..query.len().min(MOST)];
        let mut letters = [0; 26];
        let mut lettered: u64 = 0;
        for (place, c) in query.iter().enumerate() {
            if c.is_ascii_lowercase() {
                letters[usize::from(letter(*c))] |= 1 << place;
                lettered |= 1 << place;
            }
        }
        let chars = query.len() - lettered.count_ones() as usize;
        (chars >= 2 || query.len() >= least).then(|| Self {
            query,
            alphabet,
            letters,
            lettered,
            typed: vec![Cell::new(UNKNOWN); alphabet.len()],
            edits: chars >= LEAST_CHARS || query.len() >= least,
        })
    }

    /// How many characters are looked for.
    pub(super) const fn len(&self) -> usize {
        self.query.len()
    }

    /// Whether a wrong, missing, doubled or swapped letter or character is looked for, and not only
    /// characters of the same sound.
    pub(super) const fn has_edits(&self) -> bool {
        self.edits
    }

    /// Whether it was typed by characters, at least for the most part.
    pub(super) const fn is_by_characters(&self) -> bool {
        2 * self.lettered.count_ones() as usize <= self.query.len()
    }

    /// The stretch of `text` that differs least, of equals the first. Of characters that only sound
    /// the same half stand there at least.
    pub(super) fn find(&self, text: &[u32]) -> Option<(Range<usize>, Slip)> {
        self.least(text, |stretch| self.is_near(&text[stretch.clone()]))
    }

    /// The same, where all characters may be others of the same sound: a name, or a phrase that is
    /// known.
    pub(super) fn find_by_ear(&self, phrase: &[u32]) -> Option<(Range<usize>, Slip)> {
        self.least(phrase, |_| true)
    }

    fn least(
        &self,
        text: &[u32],
        is_near: impl Fn(&Range<usize>) -> bool,
    ) -> Option<(Range<usize>, Slip)> {
        let mut ends: Vec<(usize, Slip)> = Vec::new();
        self.walk(text, 0..text.len(), true, |at, slip| {
            ends.push((at, slip));
            false
        });
        let of = |wanted: Slip| ends.iter().filter(move |(_, slip)| *slip == wanted);
        let mut alike = of(Slip::Homophone).filter_map(|(end, slip)| {
            let stretch = self.stretch(text, *end, *slip)?;
            is_near(&stretch).then_some((stretch, *slip))
        });
        alike.next().or_else(|| {
            let (mut end, slip) = *of(Slip::Edit).next()?;
            // The last character was another rather than one too many.
            while ends.contains(&(end + 1, slip)) {
                end += 1;
            }
            Some((self.stretch(text, end, slip)?, slip))
        })
    }

    /// The shortest stretch that ends at a place.
    fn stretch(&self, text: &[u32], end: usize, slip: Slip) -> Option<Range<usize>> {
        let begin = (0..=end).rev().find(|begin| {
            let mut fits = false;
            self.walk(text, *begin..end + 1, false, |at, found| {
                fits |= at == end && found <= slip;
                fits
            });
            fits
        })?;
        Some(begin..end + 1)
    }

    /// Nothing typed yet, or one letter too many.
    const fn begin(&self) -> Reached {
        Reached {
            clean: 1,
            alike: 0,
            edited: if self.edits { 2 } else { 0 },
            swap: 0,
        }
    }

    /// Walks over a piece of text and says of each place where all of the query is used, until
    /// `enough`; the word begins where the piece does, or `anywhere` in it.
    fn walk(
        &self,
        text: &[u32],
        piece: Range<usize>,
        anywhere: bool,
        mut enough: impl FnMut(usize, Slip) -> bool,
    ) {
        let all = 1_u64 << self.query.len();
        let begin = self.begin();
        let first = piece.start;
        let mut reached = Reached::default();
        for place in piece {
            if anywhere || place == first {
                reached.clean |= begin.clean;
                reached.edited |= begin.edited;
            }
            let (next, seen) = self.step(reached, text[place]);
            let is_clean = (seen.clean | seen.alike) & all != 0;
            let slip = match (is_clean, seen.edited & all != 0) {
                (true, _) => Some(Slip::Homophone),
                (false, true) => Some(Slip::Edit),
                (false, false) => None,
            };
            if slip.is_some_and(|slip| enough(place, slip)) {
                return;
            }
            reached = next;
        }
    }

    /// One character of the text: what is reached behind it, and what was seen on the way.
    fn step(&self, before: Reached, number: u32) -> (Reached, Reached) {
        let glyph = self.alphabet.glyph(number);
        let mut walk = Step {
            before,
            after: Reached::default(),
            seen: Reached::default(),
            edits: self.edits,
        };
        // The character was left out, but not the first: that is only a shorter stretch.
        if self.edits {
            walk.after.edited |= before.clean & !1;
        }
        let [same, alike] = self.typed(number, glyph);
        walk.typed(std::iter::once(same), !self.lettered);
        walk.sounded(same, alike);
        let letters = |sound: &'static str| {
            sound
                .bytes()
                .map(|byte| self.letters[usize::from(letter(char::from(byte)))])
        };
        let mut initials: u32 = 0;
        for reading in glyph.readings.iter().filter(|reading| reading.rank < RANKS) {
            walk.typed(letters(reading.letters), self.lettered);
            let initial = &reading.letters[..1];
            let bit = 1 << letter(char::from(initial.as_bytes()[0]));
            if reading.letters.len() > 1 && initials & bit == 0 {
                initials |= bit;
                walk.typed(letters(initial), self.lettered);
            }
        }
        (walk.after, walk.seen)
    }

    /// Where the character was typed, and where another of the same sound.
    fn typed(&self, number: u32, glyph: &Glyph) -> [u64; 2] {
        let known = &self.typed[number as usize];
        if known.get() == UNKNOWN {
            let mut places = [0, 0];
            for (at, c) in self.query.iter().enumerate() {
                if *c == glyph.char {
                    places[0] |= 1 << at;
                } else if !c.is_ascii() && sounds(*c, glyph) {
                    places[1] |= 1 << at;
                }
            }
            known.set(places);
        }
        known.get()
    }

    /// Whether at least half of the characters that were typed stand in a stretch: else it only
    /// sounds the same by chance.
    fn is_near(&self, stretch: &[u32]) -> bool {
        let stands = |typed: &&char| {
            let mut chars = stretch.iter().map(|n| self.alphabet.glyph(*n).char);
            chars.any(|c| c == **typed)
        };
        let typed = self.query.iter().filter(|c| !c.is_ascii());
        typed.clone().filter(stands).count() * 2 >= typed.count()
    }
}

fn sounds(typed: char, glyph: &Glyph) -> bool {
    let own = super::pinyin::readings(typed).into_iter();
    own.filter(|one| one.rank < RANKS).any(|one| {
        let others = glyph.readings.iter();
        let mut others = others.filter(|other| other.rank < RANKS);
        others.any(|other| other.letters == one.letters)
    })
}

/// A character of the text, walked over in every way in which it is typed.
struct Step {
    before: Reached,
    after: Reached,
    seen: Reached,
    edits: bool,
}

impl Step {
    /// One way: for each letter the places where it stands in the query, and all places where
    /// another of its like does.
    fn typed(&mut self, letters: impl ExactSizeIterator<Item = u64>, like: u64) {
        let is_long = letters.len() > 1;
        let Reached {
            mut clean,
            mut alike,
            mut edited,
            mut swap,
        } = self.before;
        for places in letters {
            let was = clean;
            clean = (was & places) << 1;
            alike = (alike & places) << 1;
            edited = (edited & places) << 1;
            if self.edits {
                edited |= (was & like) << 1; // another was typed
                edited |= (swap & places) << 2; // it was typed before the one before it
                edited |= clean << 1; // one too many was typed behind it
                if is_long {
                    edited |= was; // it was left out
                }
                swap = was & (places >> 1);
            }
            self.seen.clean |= clean;
            self.seen.alike |= alike;
            self.seen.edited |= edited;
        }
        self.after.clean |= clean;
        self.after.alike |= alike;
        self.after.edited |= edited;
        self.after.swap |= swap;
    }

    /// As another character of the same sound; `same` are the places of the character itself.
    const fn sounded(&mut self, same: u64, alike: u64) {
        let there = ((self.before.clean | self.before.alike) & alike) << 1;
        let goes_on = (self.before.alike & same) << 1;
        self.seen.alike |= there | goes_on;
        self.after.alike |= there | goes_on;
    }
}

/// A letter's place in the alphabet.
const fn letter(c: char) -> u8 {
    (c as u8).wrapping_sub(b'a') % 26
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::normal::Dense;

    fn slip(text: &str, query: &str) -> Option<(String, Slip)> {
        let mut alphabet = Alphabet::default();
        let text = Dense::new(text).chars;
        let glyphs: Vec<u32> = text.iter().map(|c| alphabet.number(*c)).collect();
        let query = Dense::new(query).chars;
        let (stretch, slip) = Slips::new(&query, &alphabet)?.find(&glyphs)?;
        Some((text[stretch].iter().collect(), slip))
    }

    #[test]
    fn one_letter_wrong_missing_doubled_or_swapped() {
        for query in [
            "shiyedengki",
            "hiyedengji",
            "shiyeedengji",
            "shiyedenjgi",
            "shieydengji",
            "xshiyedengji",
            "shiyedengjii",
            "sbsydk",
            "sbsdyj",
            "sbsyydj",
            "shiyedegn",
            "失业dnegji",
        ] {
            let (found, slip) =
                slip("申报失业登记的办法", query).unwrap_or_else(|| panic!("{query}"));
            assert!(found.contains("失业登"), "{query}: {found}");
            assert_eq!(slip, Slip::Edit, "{query}");
        }
        assert_eq!(slip("申报失业登记", "shiyexxngji"), None);
        assert_eq!(slip("申报失业登记", "sydk"), None, "too short to tell");
    }

    #[test]
    fn one_character_wrong_missing_doubled_or_swapped() {
        for query in ["失业登山", "失业登登记", "失登业记", "失业人登记"] {
            let found = slip("申报失业登记", query);
            assert_eq!(found, Some(("失业登记".to_owned(), Slip::Edit)), "{query}");
        }
        let found = slip("申报失业登记", "申报失登记");
        assert_eq!(found, Some(("申报失业登记".to_owned(), Slip::Edit)));
        assert_eq!(slip("申报失业登记", "失学登山"), None);
        assert_eq!(slip("申报失业登记", "失业山"), None, "too short to tell");
    }

    #[test]
    fn characters_of_the_same_sound_as_often_as_they_come() {
        for (text, query) in [
            ("申报失业登记", "失业等级"),
            ("劳动保障监察", "劳动保障检查"),
            ("社保补贴", "社保补帖"),
            ("档案", "当案"),
        ] {
            let (_, slip) = slip(text, query).unwrap_or_else(|| panic!("{query}"));
            assert_eq!(slip, Slip::Homophone, "{query}");
        }
        let far = slip("登山失业。失业登记", "失业等记");
        assert_eq!(far, Some(("失业登记".to_owned(), Slip::Homophone)));
    }
}
