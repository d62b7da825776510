//! One character typed: as itself, as a whole syllable, or as the beginning of one. Knows no text.

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
    /// How odd the readings were, in points to take off.
    pub(super) odd: i64,
}

impl Typed {
    /// How many characters there are.
    pub(super) const fn count(self) -> usize {
        self.literal + self.syllable + self.partial
    }

    pub(super) const fn with(mut self, unit: Unit) -> Self {
        match unit.how {
            How::Literal => self.literal += 1,
            How::Syllable => self.syllable += 1,
            How::Partial => self.partial += 1,
        }
        self.odd += unit.odd();
        self
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
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
        base - if self.rank > 0 { 2 } else { 0 }
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
pub(super) fn units(glyph: &Glyph, query: &[char]) -> impl Iterator<Item = Unit> {
    let literal = (query.first() == Some(&glyph.char)).then_some(Unit {
        len: 1,
        how: How::Literal,
        rank: 0,
    });
    let sounded = glyph.readings.iter().flat_map(move |reading| {
        let letters = reading.letters.as_bytes();
        let shared = letters
            .iter()
            .zip(query)
            .take_while(|(letter, typed)| char::from(**letter) == **typed)
            .count();
        let means_by_part = reading.rank < ARCHAIC;
        let lens = (1..=shared).filter(move |len| {
            *len == letters.len()
                || means_by_part && (is_initial(&letters[..*len]) || *len == query.len())
        });
        lens.map(move |len| Unit {
            len,
            how: if len == letters.len() {
                How::Syllable
            } else {
                How::Partial
            },
            rank: reading.rank,
        })
    });
    literal.into_iter().chain(sounded)
}
