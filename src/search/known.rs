//! What of a query people are known to say: sayings that mean something, and speech that asks for
//! nothing. Knows no document.

use super::engine::Engine;
use super::query::Line;
use super::reading::{self, Is, Token};
use super::thesaurus::Said;

/// So many phrases are followed where a word stands for several.
pub(super) const MOST_SAID: usize = 8;

/// What people say when they say something.
#[derive(Default)]
pub(super) struct Known {
    /// Phrases that mean something.
    pub(super) said: Vec<Said>,
    /// Whether it asks for nothing.
    pub(super) is_speech: bool,
}
impl Engine {
    /// Whether a query is what people say, from its beginning to its end.
    pub(super) fn is_said(&self, lines: &[Line]) -> bool {
        let [line] = lines else {
            return false;
        };
        let tokens = reading::tokens_of(line);
        !self.known(line, &tokens).said.is_empty()
    }

    /// Whether a query spells what people say, syllable by syllable.
    pub(super) fn is_spelt(&self, lines: &[Line]) -> bool {
        let [line] = lines else {
            return false;
        };
        let tokens = reading::tokens_of(line);
        let is_syllable = |token: &Token| matches!(token.is, Is::Syllable(_));
        tokens.iter().all(is_syllable) && self.known(line, &tokens).said.iter().any(Said::is_spelt)
    }

    /// Whether a query is a phrase that people say, or speech: its characters are no answer where they
    /// happen to stand apart.
    pub(super) fn is_phrase(&self, lines: &[Line]) -> bool {
        let is_phrase = |line: &Line| self.thesaurus.by_characters(&line.chars).is_some();
        lines.iter().all(is_phrase)
    }

    /// Whether a query is one character of speech, which stands everywhere.
    pub(super) fn is_mute(&self, lines: &[Line]) -> bool {
        let said = |line: &Line| self.thesaurus.by_characters(&line.chars);
        let is_stop = |line: &Line| said(line).is_some_and(|said| self.thesaurus.speech(said).stop);
        matches!(lines, [line] if line.chars.len() == 1 && is_stop(line))
    }

    /// What people say when they say some tokens of a line.
    pub(super) fn known(&self, line: &Line, run: &[Token]) -> Known {
        let (Some(first), Some(last)) = (run.first(), run.last()) else {
            return Known::default();
        };
        let place = first.place.start..last.place.end;
        let chars = &line.chars[place.clone()];
        // A syllable alone sounds like too much, unless it is all that was typed.
        let is_syllable = matches!(run, [token] if matches!(token.is, Is::Syllable(_)));
        let is_word = chars.len() == line.chars.len()
            || !is_syllable && line.words().any(|word| word == place);
        let mut said = self.said(run, chars, is_word);
        let is_speech = said.iter().any(|said| self.thesaurus.speech(*said).stop);
        said.retain(|said| self.thesaurus.meanings(*said).next().is_some());
        said.sort_by_key(|said| said.by);
        said.truncate(MOST_SAID);
        Known {
            is_speech: is_speech && said.is_empty(),
            said,
        }
    }

    /// The phrases that some tokens stand for; a whole word may stand for one in any way.
    fn said(&self, run: &[Token], chars: &[char], is_word: bool) -> Vec<Said> {
        let is_char = |token: &Token| matches!(token.is, Is::Char(_));
        if run.iter().all(is_char) {
            return self.thesaurus.by_characters(chars).into_iter().collect();
        }
        if is_word {
            return self.thesaurus.by_word(chars, self.hearing);
        }
        match reading::syllables_of(run).filter(|syllables| syllables.len() > 1) {
            Some(syllables) => self.thesaurus.by_syllables(&syllables, self.hearing),
            None => Vec::new(),
        }
    }
}
