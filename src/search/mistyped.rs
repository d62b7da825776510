//! Pieces with a slip in them: stretches of a query that stand nowhere as they are. Knows no rank.

use std::collections::HashMap;
use std::ops::Range;

use super::engine::{Engine, Nature};
use super::known::MOST_SAID;
use super::pieces::{Of, Piece, Tokens, bits};
use super::reading::MOST_TOKENS;
use super::score::How;
use super::slip::{Slip, Slips};
use super::thesaurus::By;
use super::ways::{Finds, Way, recognised};

/// So many characters of all texts are looked through for a slip, names before contents.
const MOST_SCANNED: usize = 100_000;
/// The fewest letters and characters whose slip is looked for in contents, where much stands.
const LEAST_IN_CONTENTS: [usize; 2] = [9, 4];

impl Engine {
    /// Stretches between speech that stand nowhere as they are: somebody may have slipped. What
    /// people are known to say is no slip.
    pub(super) fn slipped<'a>(
        &'a self,
        tokens: &Tokens<'a>,
        known: &[Piece<'a>],
    ) -> Vec<Piece<'a>> {
        let there = known.iter().filter(|piece| piece.is != Of::One);
        let there = there.fold(0, |all, piece| all | piece.cover);
        let is_speech = |at: usize| tokens.speech & (1 << at) != 0;
        let mut pieces = Vec::new();
        let mut from = 0;
        while let Some((line, first)) = tokens.tokens.get(from) {
            let goes_on = |at: &usize| {
                let of = tokens.tokens.get(*at).map(|(of, _)| *of);
                !is_speech(*at) && of.is_some_and(|of| std::ptr::eq(of, *line))
            };
            let to = from + (from..MOST_TOKENS).take_while(goes_on).count();
            if to == from {
                from += 1;
                continue;
            }
            let chars = &line.chars[first.place.start..tokens.tokens[to - 1].1.place.end];
            let cover = bits(from..to);
            from = to;
            if tokens.said & cover == cover {
                continue;
            }
            // Characters come from an input method, in whole words: words that are there may have
            // been meant as others of the same sound, but hardly as others.
            let is_by_characters = chars.iter().all(|c| !c.is_ascii());
            let edits = !(is_by_characters && there & cover == cover);
            let ways = self.slip_ways(chars, edits);
            pieces.extend(self.made(line, chars.iter().collect(), cover, ways, Of::Several));
        }
        pieces
    }

    /// Where characters stand with a slip in them, and what they stand for so.
    fn slip_ways<'a>(&self, chars: &[char], edits: bool) -> Vec<Way<'a>> {
        let said = self.thesaurus.by_slip(chars);
        let mut known: [HashMap<u32, Range<usize>>; 2] = Default::default();
        if let Some(slips) = Slips::for_texts(chars, &self.alphabet) {
            for key in self.fields_to_scan(&slips) {
                let found = slips.find(&self.fields[key as usize].glyphs);
                if let Some((stretch, slip)) = found {
                    known[slip as usize].insert(key, stretch);
                }
            }
        }
        let wanted = [Slip::Homophone, Slip::Edit].into_iter().zip(known);
        for (slip, known) in wanted.take(if edits { 2 } else { 1 }) {
            let by = By::Slip(slip);
            let mut said = said.clone();
            said.retain(|said| said.by == by);
            said.truncate(MOST_SAID);
            let mut ways = self.as_meant(&said);
            ways.push(Way {
                fields: known.keys().copied().collect(),
                by: Finds::Known(known),
                how: Some(How::Typo),
                cost: recognised(by),
                via: None,
            });
            // Where the sound fits, nobody asks for more.
            if ways.iter().any(|way| !way.fields.is_empty()) {
                for way in &mut ways {
                    way.how = Some(How::Typo);
                }
                return ways;
            }
        }
        Vec::new()
    }

    /// Fields in which a slip is looked for: names, and contents when enough was typed to tell it
    /// from chance; as many as the work allows.
    fn fields_to_scan(&self, slips: &Slips<'_>) -> Vec<u32> {
        let [letters, chars] = LEAST_IN_CONTENTS;
        let least = if slips.is_by_characters() {
            chars
        } else {
            letters
        };
        let rooms = if slips.len() >= least { 2 } else { 1 };
        let mut left = MOST_SCANNED;
        let mut keys = Vec::new();
        for room in 0..rooms {
            for (key, field) in (0..).zip(&self.fields) {
                let is_words = matches!(field.nature, Nature::Words(_));
                if !is_words || self.is_name(key) != (room == 0) || field.glyphs.len() > left {
                    continue;
                }
                left -= field.glyphs.len();
                keys.push(key);
            }
        }
        keys
    }
}
