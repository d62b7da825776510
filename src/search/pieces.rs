//! The pieces of which a query is made: characters side by side and what people say, each with the
//! fields in which it may stand. Knows no rank.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::ops::Range;

use roaring::RoaringBitmap;

use super::engine::Engine;
use super::query::Line;
use super::reading::{self, Is, MOST_TOKENS, Token};
use super::score;
use super::thesaurus::{LONGEST, Said};
use super::ways::Way;

/// So many stretches with letters in them are looked for in the texts: of a long line shorter ones.
const MOST_SOUNDED: usize = 120;

/// What stands in few documents tells at most so much, each of its tokens.
const MOST_TOLD: i64 = 6;

/// What people are known to say tells at least so much.
const LEAST_OF_SAID: i64 = 3;

/// A piece of a query and the ways in which it is found. Pieces overlap; of those that a document
/// answers the best that do not are taken.
pub(super) struct Piece<'a> {
    pub(super) shown: String,
    /// The tokens that it is made of, a bit each.
    pub(super) cover: u64,
    pub(super) ways: Vec<Way<'a>>,
    /// The documents in which it may stand.
    pub(super) docs: RoaringBitmap,
    pub(super) is: Of,
}

/// What a piece is made of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    /// One character or syllable: it stands everywhere.
    One,
    /// Several side by side.
    Several,
    /// What people say.
    Said,
}

/// The tokens of all lines of a query.
pub(super) struct Tokens<'a> {
    pub(super) tokens: Vec<(&'a Line, Token)>,
    /// Those that ask for nothing.
    pub(super) speech: u64,
    /// Those that people are known to say, whether the texts have a word for it or not.
    pub(super) said: u64,
}

impl Engine {
    /// The tokens of all lines, and every piece that they make.
    pub(super) fn pieces<'a>(&'a self, lines: &'a [Line]) -> (Tokens<'a>, Vec<Piece<'a>>) {
        let all = lines.iter().flat_map(|line| {
            let tokens = reading::tokens_of(line).into_iter();
            tokens.map(move |token| (line, token))
        });
        let mut tokens = Tokens {
            tokens: all.take(MOST_TOKENS).collect(),
            speech: 0,
            said: 0,
        };
        let mut pieces = Vec::new();
        let mut speech: Vec<u64> = Vec::new();
        let mut is_said: Vec<u64> = Vec::new();
        let sounded = (MOST_SOUNDED / tokens.tokens.len().max(1)).clamp(2, LONGEST);
        for from in 0..tokens.tokens.len() {
            for to in from + 1..=tokens.tokens.len().min(from + LONGEST) {
                let run = &tokens.tokens[from..to];
                let line = run[0].0;
                if !run.iter().all(|(of, _)| std::ptr::eq(*of, line)) {
                    break;
                }
                let run: Vec<Token> = run.iter().map(|(_, token)| token.clone()).collect();
                let known = self.known(line, &run);
                if known.is_speech {
                    speech.push(bits(from..to));
                }
                if !known.said.is_empty() {
                    tokens.said |= bits(from..to);
                    is_said.push(bits(from..to));
                }
                let is_short = run.len() <= sounded;
                pieces.extend(self.piece(line, &run, bits(from..to), &known.said, is_short));
            }
        }
        for line in lines {
            pieces.extend(self.in_halves(line, &tokens));
        }
        // What people say as one is not found by a part of it.
        is_said.retain(|bits| pieces.iter().all(|piece| piece.cover != *bits));
        let is_part = |piece: &Piece<'_>| {
            let mut wholes = is_said.iter();
            piece.is != Of::Said && wholes.any(|bits| piece.cover & !bits == 0)
        };
        pieces.retain(|piece| !is_part(piece));
        // The longest first; a phrase that means something is no speech.
        speech.sort_by_key(|bits| Reverse(bits.count_ones()));
        for bits in speech {
            let is_part = |piece: &Piece<'_>| piece.is == Of::Said && piece.cover & bits == bits;
            if !pieces.iter().any(is_part) {
                tokens.speech |= bits;
            }
        }
        // Nobody means what begins in speech and goes on behind it.
        let speech = tokens.speech;
        let is_torn = |piece: &Piece<'_>| piece.cover & speech != 0 && piece.cover & !speech != 0;
        pieces.retain(|piece| piece.is == Of::Said || !is_torn(piece));
        (tokens, pieces)
    }

    /// Some tokens of a line as a piece, found by its sound when it is short enough; nothing when it
    /// stands nowhere and means nothing.
    fn piece<'a>(
        &'a self,
        line: &'a Line,
        run: &[Token],
        cover: u64,
        said: &[Said],
        is_short: bool,
    ) -> Option<Piece<'a>> {
        let place = run.first()?.place.start..run.last()?.place.end;
        let chars = &line.chars[place];
        // A letter alone is the beginning of everything.
        if matches!(chars, [c] if c.is_ascii_lowercase()) {
            return None;
        }
        let mut ways = self.as_meant(said);
        let is_said = !ways.is_empty();
        let is_sounded = chars.iter().any(char::is_ascii_lowercase);
        let is_initials = matches!(run, [token] if token.is == Is::Letters);
        if (is_short || !is_sounded) && (is_initials || !self.beside(run).is_empty()) {
            let mut way = self.as_typed(chars);
            // What sounds like it in the middle of a text is not likelier than what people say.
            if said.iter().any(Said::is_spelt) {
                way.cost += score::CHANCE;
            }
            ways.push(way);
        }
        let is = match run.len() {
            _ if is_said => Of::Said,
            1 if chars.len() == 1 || run[0].is != Is::Letters => Of::One,
            _ => Of::Several,
        };
        self.made(line, chars.iter().collect(), cover, ways, is)
    }

    /// A piece of the fields that its line is held to; nothing when it may stand in none.
    pub(super) fn made<'a>(
        &self,
        line: &Line,
        shown: String,
        cover: u64,
        mut ways: Vec<Way<'a>>,
        is: Of,
    ) -> Option<Piece<'a>> {
        for way in &mut ways {
            way.fields = self.held(std::mem::take(&mut way.fields), line.tag);
        }
        let fields = ways.iter().flat_map(|way| &way.fields);
        let docs: RoaringBitmap = fields.map(|key| self.fields[key as usize].doc).collect();
        (!docs.is_empty()).then_some(Piece {
            shown,
            cover,
            ways,
            docs,
            is,
        })
    }

    /// How much each token tells: what stands in few documents tells more, speech nothing.
    pub(super) fn weights(&self, tokens: &Tokens<'_>, pieces: &[Piece<'_>]) -> Vec<i64> {
        let rarity = |piece: &Piece<'_>| {
            let share = (self.docs.len() as u64 + 1) / (piece.docs.len() + 1);
            i64::from(share.max(1).ilog2()).clamp(1, MOST_TOLD)
        };
        let weight = |at: usize| {
            let bit = 1_u64 << at;
            if tokens.speech & bit != 0 {
                return 0;
            }
            let here = pieces.iter().filter(|piece| piece.cover & bit != 0);
            let of = |is: Of| here.clone().filter(move |piece| piece.is == is).map(rarity);
            let plain = of(Of::Several).min().unwrap_or(1);
            let said = of(Of::Said).map(|told| told.max(LEAST_OF_SAID)).max();
            said.unwrap_or(0).max(plain)
        };
        (0..tokens.tokens.len()).map(weight).collect()
    }

    /// Phrases whose two halves stand apart in a line, or the other way round (拖了三个月工资).
    fn in_halves<'a>(&'a self, line: &Line, tokens: &Tokens<'_>) -> Vec<Piece<'a>> {
        let is_of = |(of, _): &&(&Line, Token)| std::ptr::eq(*of, line);
        let own = tokens.tokens.iter();
        let own: Vec<Token> = own.filter(is_of).map(|(_, token)| token.clone()).collect();
        // The tokens of a line stand side by side.
        let first = tokens
            .tokens
            .iter()
            .take_while(|token| !is_of(token))
            .count();
        let halves = self.thesaurus.by_halves(&own).into_iter();
        let pieces = halves.filter_map(|(said, halves)| {
            let places = halves.iter().cloned().flatten();
            let cover = places.clone().map(|at| 1_u64 << (first + at)).sum();
            let chars = places.flat_map(|at| &line.chars[own[at].place.clone()]);
            let mut ways = self.as_meant(&[said]);
            for way in &mut ways {
                way.cost += score::IN_PIECES;
            }
            self.made(line, chars.collect(), cover, ways, Of::Said)
        });
        pieces.collect()
    }

    /// Fields in which tokens may stand side by side.
    fn beside(&self, run: &[Token]) -> RoaringBitmap {
        let alone = |token: &Token| match &token.is {
            Is::Char(c) => self.postings.char(*c).cloned().unwrap_or_default(),
            Is::Syllable(letters) => {
                let sound = self.postings.sound(letters, self.hearing, None);
                sound.map(Cow::into_owned).unwrap_or_default()
            }
            Is::Letters => RoaringBitmap::new(),
        };
        let pairs = run.windows(2).map(|two| match (&two[0].is, &two[1].is) {
            (Is::Char(a), Is::Char(b)) => self.bigram(*a, *b),
            (Is::Syllable(a), Is::Syllable(b)) => {
                let first = |letters: &str| letters.as_bytes().first().copied().unwrap_or(0);
                let pair = self.postings.pair(first(a), first(b), self.hearing);
                let pair = pair.map(Cow::into_owned).unwrap_or_default();
                alone(&two[0]) & alone(&two[1]) & pair
            }
            _ => alone(&two[0]) & alone(&two[1]),
        });
        pairs
            .reduce(|all, one| all & one)
            .unwrap_or_else(|| run.first().map(alone).unwrap_or_default())
    }
}

/// A bit for each token of a run.
pub(super) fn bits(run: Range<usize>) -> u64 {
    run.map(|at| 1_u64 << at).sum()
}
