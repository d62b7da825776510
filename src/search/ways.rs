//! Ways in which a piece of a query is found: as it was typed, as what people mean by it. Knows no
//! rank.

use std::collections::HashMap;
use std::ops::Range;

use roaring::RoaringBitmap;

use super::align::Needle;
use super::engine::{Engine, Nature, Standing};
use super::lattice;
use super::score::{self, How};
use super::slip::Slip;
use super::thesaurus::{By, Meaning, Said};

/// A way in which a piece is found.
pub(super) struct Way<'a> {
    pub(super) by: Finds<'a>,
    /// Fields in which it may stand.
    pub(super) fields: RoaringBitmap,
    /// How, where that is not told by the letters.
    pub(super) how: Option<How>,
    /// Points to take off.
    pub(super) cost: i64,
    pub(super) via: Option<String>,
}

pub(super) enum Finds<'a> {
    /// These characters side by side.
    Literal(Vec<u32>),
    /// What is typed so.
    Sounded(Needle<'a>),
    /// Stretches that were found before.
    Known(HashMap<u32, Range<usize>>),
    /// A document that somebody bound it to, by its title.
    Bound,
}
impl Engine {
    pub(super) fn bigram(&self, a: char, b: char) -> RoaringBitmap {
        let pair = self.alphabet.known(a).zip(self.alphabet.known(b));
        let fields = pair.and_then(|pair| self.bigrams.get(&pair));
        fields.cloned().unwrap_or_default()
    }

    /// A piece as it was typed.
    pub(super) fn as_typed<'a>(&'a self, chars: &'a [char]) -> Way<'a> {
        let (by, fields) = match self.literal(chars) {
            Some(found) => found,
            None => {
                let hearing = self.hearing;
                let fields = lattice::candidates(&self.postings, chars, hearing);
                let needle = Needle::new(chars, &self.alphabet, hearing);
                (Finds::Sounded(needle), fields)
            }
        };
        Way {
            by,
            fields,
            how: None,
            cost: 0,
            via: None,
        }
    }

    /// Characters as they stand, and the fields that may hold them; nothing when letters are among
    /// them. Characters that were never met stand nowhere.
    pub(super) fn literal<'a>(&self, chars: &[char]) -> Option<(Finds<'a>, RoaringBitmap)> {
        if chars.iter().any(char::is_ascii_lowercase) {
            return None;
        }
        let glyphs: Option<Vec<u32>> = chars.iter().map(|c| self.alphabet.known(*c)).collect();
        let glyphs = glyphs.unwrap_or_default();
        let fields = match glyphs.as_slice() {
            [] => RoaringBitmap::new(),
            [_] => self.postings.char(chars[0]).cloned().unwrap_or_default(),
            several => {
                let pairs = several.windows(2).map(|two| {
                    let fields = self.bigrams.get(&(two[0], two[1]));
                    fields.cloned().unwrap_or_default()
                });
                pairs.reduce(|all, one| all & one).unwrap_or_default()
            }
        };
        Some((Finds::Literal(glyphs), fields))
    }

    /// The ways to which phrases lead: first of all to themselves.
    pub(super) fn as_meant<'a>(&self, said: &[Said]) -> Vec<Way<'a>> {
        let mut ways: Vec<Way<'a>> = Vec::new();
        for said in said {
            let cost = recognised(said.by);
            let itself = self.literal(self.thesaurus.chars(*said));
            let itself = itself.filter(|(_, fields)| !fields.is_empty());
            let is_title = itself
                .iter()
                .any(|(_, fields)| fields.iter().any(|key| self.is_name(key)));
            ways.extend(itself.map(|(by, fields)| Way {
                by,
                fields,
                how: told_by(said.by),
                cost,
                via: None,
            }));
            // What is called so needs no other name.
            let base = cost + score::SYNONYM + if is_title { score::NAMED } else { 0 };
            for meaning in self.thesaurus.meanings(*said) {
                self.follow(meaning, base, &mut ways);
            }
        }
        ways
    }

    fn follow(&self, meaning: &Meaning, base: i64, ways: &mut Vec<Way<'_>>) {
        let mut later = 0;
        for word in &meaning.words {
            let chars = super::normal::Dense::new(word).chars;
            let Some((by, fields)) = self.literal(&chars) else {
                continue;
            };
            if fields.is_empty() {
                continue;
            }
            ways.push(Way {
                by,
                fields,
                how: Some(How::Synonym),
                cost: base + later,
                via: Some(word.clone()),
            });
            later = score::LATER.min(later + score::LATER / 4);
        }
        let titles = meaning.docs.iter().filter_map(|doc| {
            let doc = self.docs.get(*doc as usize)?;
            Some(doc.fields.start)
        });
        let fields: RoaringBitmap = titles.collect();
        if !fields.is_empty() {
            ways.push(Way {
                by: Finds::Bound,
                fields,
                how: Some(How::Synonym),
                cost: base,
                via: None,
            });
        }
    }

    pub(super) fn is_name(&self, key: u32) -> bool {
        let nature = self.fields[key as usize].nature;
        matches!(nature, Nature::Words(Standing::Title | Standing::Name))
    }
}

/// Points to take off for how a phrase or a stretch was recognised.
pub(super) const fn recognised(by: By) -> i64 {
    match by {
        By::Text => 0,
        By::Sound => 10,
        By::Initials => 50,
        By::Accent => score::ACCENT,
        By::Slip(Slip::Homophone) => score::HOMOPHONE,
        By::Slip(Slip::Edit) => score::EDIT,
    }
}

/// How what was recognised so is found, where its letters do not tell.
const fn told_by(by: By) -> Option<How> {
    match by {
        By::Text => None,
        By::Sound | By::Initials => Some(How::Pinyin),
        By::Accent => Some(How::Accent),
        By::Slip(_) => Some(How::Typo),
    }
}
