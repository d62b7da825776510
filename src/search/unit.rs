//! One character typed: as itself, as a whole syllable, or as the beginning of one. Knows no text.

use super::hearing::Hearing;
use super::postings::Glyph;

/// How the characters of an alignment were typed, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Typed {
    /// As themselves.
    pub(super) literal: usize,
    /// As a whole syllable.
    pub(super) syllable: usize,
    /// As the beginning of a syllable.
    pub(super) partial: usize,
    /// Of the sounds, those that were typed as another that is taken for it.
    pub(super) accented: usize,
    /// How odd the readings were, in points to take off.
    pub(super) odd: i64,
}

impl Typed {
    /// How many characters there are.
    pub(super) const fn count(self) -> usize {
        self.literal + self.syllable + self.partial
    }

    pub(super) fn with(mut self, unit: Unit) -> Self {
        match unit.how {
            How::Literal => self.literal += 1,
            How::Syllable => self.syllable += 1,
            How::Partial => self.partial += 1,
        }
        self.accented += usize::from(unit.accented);
        self.odd += unit.odd();
        self
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    Literal,
    Syllable,
    Partial,
}

/// One character of the field typed with `len` characters of the query.
#[derive(Clone, Copy)]
pub(super) struct Unit {
    pub(super) len: usize,
    pub(super) how: How,
    /// The reading's rank.
    pub(super) rank: usize,
    /// Whether another sound was typed, one that is taken for it.
    pub(super) accented: bool,
}

impl Unit {
    /// Fewer and fuller units are better: `shang` is 上 before it is 四号昂.
    pub(super) fn points(self) -> i32 {
        let letters = i32::try_from(self.len).unwrap_or(i32::MAX / 8);
        let base = match self.how {
            How::Literal => 20,
            How::Syllable => 6 * letters - 1,
            How::Partial => 6 * letters - 5,
        };
        base - if self.rank > 0 { 2 } else { 0 } - if self.accented { 4 } else { 0 }
    }

    /// A second reading is usual enough (重新, 会计), a third is not.
    const fn odd(self) -> i64 {
        match self.rank {
            0 => 0,
            1 => 8,
            _ => 25,
        }
    }

    /// Whether it may stand alone between gaps. A single letter may not: it is everywhere.
    pub(super) const fn is_strong(self) -> bool {
        matches!(self.how, How::Literal) || self.len > 1
    }
}

/// Readings from this rank on are mostly archaic (体 as cuì): they are found when typed whole, but
/// nobody means them by an initial.
const ARCHAIC: usize = 2;

/// Inside a word a sound is abbreviated to its initial; only where the typing stops may it break
/// off anywhere (`she|bao` is no way to type 申报).
const fn is_initial(letters: &[u8]) -> bool {
    matches!(letters, [_] | [b'z' | b'c' | b's', b'h'])
}

/// Every way in which `glyph` can be typed by the beginning of `query`.
pub(super) fn units(glyph: &Glyph, query: &[char], hearing: Hearing) -> impl Iterator<Item = Unit> {
    let literal = (query.first() == Some(&glyph.char)).then_some(Unit {
        len: 1,
        how: How::Literal,
        rank: 0,
        accented: false,
    });
    let sounded = glyph.readings.iter().flat_map(|reading| {
        let by_part = reading.rank < ARCHAIC;
        typed_as(reading.letters, by_part, query).map(|(len, how)| Unit {
            len,
            how,
            rank: reading.rank,
            accented: false,
        })
    });
    let accents = match hearing {
        Hearing::Exact => &[][..],
        Hearing::Accented => &glyph.accents,
    };
    let accented = accents.iter().flat_map(move |accent| {
        let as_spelt = shared(accent.of, query);
        typed_as(&accent.letters, true, query)
            // What is still spelt right is no accent yet.
            .filter(move |(len, how)| {
                *len > as_spelt || *how == How::Syllable && *len < query.len()
            })
            .map(|(len, how)| Unit {
                len,
                how,
                rank: accent.rank,
                accented: true,
            })
    });
    literal.into_iter().chain(sounded).chain(accented)
}

/// Every way in which the sound `letters` is typed by the beginning of `query`: how many letters
/// of it, and whether they are all.
fn typed_as(letters: &str, by_part: bool, query: &[char]) -> impl Iterator<Item = (usize, How)> {
    let sound = letters.as_bytes();
    let lens = (1..=shared(letters, query)).filter(move |len| {
        *len == sound.len() || by_part && (is_initial(&sound[..*len]) || *len == query.len())
    });
    lens.map(move |len| {
        let is_whole = len == sound.len();
        (
            len,
            if is_whole {
                How::Syllable
            } else {
                How::Partial
            },
        )
    })
}

/// How many letters at the beginning of both are the same.
fn shared(letters: &str, query: &[char]) -> usize {
    let pairs = letters.bytes().zip(query);
    pairs
        .take_while(|(letter, typed)| char::from(*letter) == **typed)
        .count()
}
