//! What people say, brought to the shelf: what a word means, and what of a query is only speech.
//! Knows no document.

use std::ops::RangeInclusive;

use super::super::engine::Engine;
use super::super::hearing::Hearing;
use super::super::normal::Dense;
use super::super::query::{MAX_TERMS, Query};
use super::super::reading::{self, Token, syllables_of};
use super::super::thesaurus::{By, LONGEST, Said, Thesaurus};
use super::word::Piece;

/// The fewest initials that are taken for what people say: nothing is ranked here, and two stand
/// for too much.
const LEAST_INITIALS: usize = 3;
/// So many words are followed where one stands for several.
const MOST_MEANT: usize = 24;

/// So many characters make a person's name.
const NAME: RangeInclusive<usize> = 2..=4;

/// What a word is taken for besides itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Means {
    /// What people say when they mean the same, in a document's own words.
    Sayings,
    /// The same of what was said with a slip in it.
    Slips,
    /// And the words of the texts for it, wherever they stand.
    Texts,
}

/// How people speak. By default as they spell it: nothing else is meant, and nobody slips.
#[derive(Clone, Copy, Default)]
pub struct Spoken<'a> {
    pub(super) thesaurus: Option<&'a Thesaurus>,
    pub(super) hearing: Hearing,
}

impl<'a> From<&'a Engine> for Spoken<'a> {
    fn from(engine: &'a Engine) -> Self {
        Self {
            thesaurus: Some(&engine.thesaurus),
            hearing: engine.hearing,
        }
    }
}

impl Spoken<'_> {
    /// What a whole word stands for, in normal form.
    pub(super) fn meant(&self, word: &[char], means: Means) -> Vec<Vec<char>> {
        let Some(thesaurus) = self.thesaurus else {
            return Vec::new();
        };
        let mut said = if word.iter().any(char::is_ascii_lowercase) {
            thesaurus.by_word(word, self.hearing.of(word))
        } else {
            thesaurus.by_characters(word).into_iter().collect()
        };
        said.retain(|said| said.by != By::Initials || word.len() >= LEAST_INITIALS);
        if means == Means::Slips && said.is_empty() {
            said = thesaurus.by_slip(word);
        }
        said.sort_by_key(|said| said.by);
        let mut meant: Vec<Vec<char>> = Vec::new();
        let mut add = |chars: Vec<char>| {
            if !chars.is_empty() && meant.len() < MOST_MEANT && !meant.contains(&chars) {
                meant.push(chars);
            }
        };
        for said in said {
            let mut meanings = thesaurus.meanings(said).peekable();
            if meanings.peek().is_none() {
                continue;
            }
            // First of all itself: its sound alone was typed, or it with a slip.
            thesaurus.alike(said).for_each(|chars| add(chars.to_vec()));
            if means == Means::Texts {
                let words = meanings.flat_map(|meaning| &meaning.words);
                words.for_each(|word| add(Dense::new(word).chars));
            }
        }
        meant
    }

    /// What may be the sound of a whole name: two to four syllables, nothing else.
    pub(super) fn name<'q>(&self, query: &'q Query) -> Option<&'q [char]> {
        self.thesaurus?;
        if query.words().is_some() {
            return None;
        }
        let chars = query.whole().chars.as_slice();
        let tokens = reading::tokens(chars);
        let syllables = syllables_of(&tokens)?;
        NAME.contains(&syllables.len()).then_some(chars)
    }

    /// The words of a query without what is only speech; nothing when there is no speech in it, or
    /// nothing else.
    pub(super) fn without_speech<'q>(&self, query: &'q Query) -> Option<Vec<Piece<'q>>> {
        let (pieces, Cut { speech, .. }) = self.cut(query, false)?;
        speech.then_some(pieces)
    }

    /// The words of a query, cut up at what people say, without what is only speech: who says
    /// 公司不发工资 says two things. Nothing when nothing is said in the middle of a word.
    pub(super) fn in_pieces<'q>(&self, query: &'q Query) -> Option<Vec<Piece<'q>>> {
        let (pieces, Cut { said, .. }) = self.cut(query, true)?;
        said.then_some(pieces)
    }

    /// Cuts a query up; nothing when nothing is left of it.
    fn cut<'q>(&self, query: &'q Query, at_sayings: bool) -> Option<(Vec<Piece<'q>>, Cut)> {
        let thesaurus = self.thesaurus?;
        let terms = query.words().unwrap_or(std::slice::from_ref(query.whole()));
        let mut rest: Vec<Piece<'q>> = Vec::new();
        let mut cut = Cut::default();
        for term in terms {
            let slot = term.tag.map(usize::from);
            let tokens = reading::tokens(&term.chars);
            let mut begin = 0;
            let mut at = 0;
            while at < tokens.len() {
                let place = |length: usize| {
                    let end = tokens.get(at + length);
                    let end = end.map_or(term.chars.len(), |next| next.place.start);
                    tokens[at].place.start..end
                };
                let longest = LONGEST.min(tokens.len() - at);
                let is_part = |length: &usize| *length < tokens.len();
                let run = |length: usize| &tokens[at..at + length];
                let found = (1..=longest).rev().find_map(|length| {
                    if self.is_speech(thesaurus, &term.chars, run(length)) {
                        return Some((length, true));
                    }
                    let is_said = at_sayings
                        && is_part(&length)
                        && self.is_said(thesaurus, &term.chars, run(length));
                    is_said.then_some((length, false))
                });
                let Some((length, is_speech)) = found else {
                    at += 1;
                    continue;
                };
                let place = place(length);
                rest.push((&term.chars[begin..place.start], slot));
                if is_speech {
                    cut.speech = true;
                } else {
                    cut.said = true;
                    rest.push((&term.chars[place.clone()], slot));
                }
                at += length;
                begin = place.end;
            }
            rest.push((&term.chars[begin..], slot));
        }
        rest.retain(|(word, _)| !word.is_empty());
        rest.truncate(MAX_TERMS);
        (!rest.is_empty()).then_some((rest, cut))
    }

    /// Whether tokens are a saying of several characters or syllables.
    fn is_said(&self, thesaurus: &Thesaurus, word: &[char], run: &[Token]) -> bool {
        let (Some(first), Some(last)) = (run.first(), run.last()) else {
            return false;
        };
        if run.len() < 2 {
            return false;
        }
        let means = |said: &Said| thesaurus.meanings(*said).next().is_some();
        match syllables_of(run) {
            Some(syllables) => {
                let said = thesaurus.by_syllables(&syllables, self.hearing);
                said.iter().any(means)
            }
            None => {
                let said = thesaurus.by_characters(&word[first.place.start..last.place.end]);
                said.as_ref().is_some_and(means)
            }
        }
    }

    /// Whether tokens ask for nothing.
    fn is_speech(&self, thesaurus: &Thesaurus, word: &[char], run: &[Token]) -> bool {
        let (Some(first), Some(last)) = (run.first(), run.last()) else {
            return false;
        };
        let stops = |said: &Said| {
            thesaurus.speech(*said).stop && thesaurus.meanings(*said).next().is_none()
        };
        match syllables_of(run) {
            // A syllable alone sounds like too much.
            Some(syllables) if syllables.len() > 1 => {
                let said = thesaurus.by_syllables(&syllables, self.hearing);
                said.iter().any(stops)
            }
            Some(_) => false,
            None => {
                let said = thesaurus.by_characters(&word[first.place.start..last.place.end]);
                said.as_ref().is_some_and(stops)
            }
        }
    }
}

/// What was found in a query that was cut up.
#[derive(Clone, Copy, Default)]
struct Cut {
    /// What is only speech.
    speech: bool,
    /// Sayings that are a part of a word.
    said: bool,
}
