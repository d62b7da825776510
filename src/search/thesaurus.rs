//! The thesaurus: what people say, what the texts say instead, and what is only speech. Knows words
//! and numbers of documents, not what they are about.

use std::cell::Cell;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;

use super::align::Needle;
use super::engine::DocKey;
use super::hearing::{self, Hearing};
use super::lattice;
use super::normal::Dense;
use super::pinyin;
use super::postings::{Alphabet, Postings};
use super::reading::{Is, LONGEST_SYLLABLE, Token};
use super::slip::{Slip, Slips};

/// A sort of documents, as whoever adds them numbers them.
pub type Sort = u8;

/// Longer phrases are not looked for inside a query.
pub(super) const LONGEST: usize = 12;
/// A character is heard in so many ways, and a phrase in so many combinations of them.
const READINGS: usize = 2;
const COMBINATIONS: usize = 8;

/// One character may have its second reading, no more.
const MOST_ODD: i64 = 8;

/// Shorter phrases are not looked for in halves, and not with more between the halves.
const LEAST_OF_HALVES: usize = 3;
const WIDEST: usize = 6;

/// What a phrase means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meaning {
    /// Words of the texts, the likeliest first.
    pub words: Vec<String>,
    /// Documents that somebody bound it to.
    pub docs: Vec<DocKey>,
}

/// What a phrase does to a query, besides what it means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Speech {
    /// It asks for nothing: it may be left out.
    pub(super) stop: bool,
    /// The sort of documents it asks for.
    pub(super) lean: Option<Sort>,
}

/// A phrase of the thesaurus.
#[derive(Debug, Default)]
struct Phrase {
    chars: Vec<char>,
    glyphs: Vec<u32>,
    speech: Speech,
    meanings: Vec<u32>,
}

/// A phrase that was recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Said {
    /// Which.
    phrase: u32,
    /// How it was recognised.
    pub(super) by: By,
}

impl Said {
    /// Whether its syllables were typed, each to its end or nearly so.
    pub(super) const fn is_spelt(&self) -> bool {
        matches!(self.by, By::Sound | By::Accent)
    }
}

/// How a phrase was recognised, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum By {
    /// By its characters.
    Text,
    /// By its sound.
    Sound,
    /// By the beginnings of its sounds.
    Initials,
    /// By a sound that is taken for it.
    Accent,
    /// With a slip in it.
    Slip(Slip),
}

/// Everything that people say.
#[derive(Debug, Default)]
pub struct Thesaurus {
    alphabet: Alphabet,
    postings: Postings,
    phrases: Vec<Phrase>,
    meanings: Vec<Meaning>,
    /// By meaning: the phrases that have it.
    alike: Vec<Vec<u32>>,
    by_chars: HashMap<Vec<char>, u32>,
    /// By syllables, each as it is heard without a difference.
    by_sound: HashMap<String, Vec<u32>>,
}

impl Thesaurus {
    /// Adds phrases that all mean the same.
    pub fn say<'a>(&mut self, phrases: impl IntoIterator<Item = &'a str>, meaning: Meaning) {
        let number = u32::try_from(self.meanings.len()).unwrap_or(u32::MAX);
        self.meanings.push(meaning);
        let mut alike = Vec::new();
        for phrase in phrases {
            if let Some((key, phrase)) = self.phrase(phrase) {
                phrase.meanings.push(number);
                alike.push(key);
            }
        }
        self.alike.push(alike);
    }

    /// Adds a phrase of speech that asks for nothing.
    pub fn stop(&mut self, phrase: &str) {
        if let Some((_, phrase)) = self.phrase(phrase) {
            phrase.speech.stop = true;
        }
    }

    /// Lets a phrase ask for documents of a sort; it may be one that must be found all the same.
    pub fn lean(&mut self, phrase: &str, to: Sort) {
        if let Some((_, phrase)) = self.phrase(phrase) {
            phrase.speech.lean = Some(to);
        }
    }

    /// The phrase and its number; nothing when it has no characters.
    fn phrase(&mut self, text: &str) -> Option<(u32, &mut Phrase)> {
        let chars = Dense::new(text).chars;
        if chars.is_empty() {
            return None;
        }
        let number = match self.by_chars.get(&chars) {
            Some(number) => *number,
            None => self.enter(chars)?,
        };
        Some((number, self.phrases.get_mut(number as usize)?))
    }

    fn enter(&mut self, chars: Vec<char>) -> Option<u32> {
        let number = u32::try_from(self.phrases.len()).ok()?;
        let glyphs: Vec<u32> = chars.iter().map(|c| self.alphabet.number(*c)).collect();
        self.postings.add(number, &glyphs, &self.alphabet);
        for sound in sounds(&chars) {
            self.by_sound.entry(sound).or_default().push(number);
        }
        self.by_chars.insert(chars.clone(), number);
        self.phrases.push(Phrase {
            chars,
            glyphs,
            ..Phrase::default()
        });
        Some(number)
    }

    /// The phrase that stands so.
    pub(super) fn by_characters(&self, chars: &[char]) -> Option<Said> {
        let phrase = *self.by_chars.get(chars)?;
        Some(Said {
            phrase,
            by: By::Text,
        })
    }

    /// Phrases that mean something and stand among tokens in two halves, with a little between them
    /// or the other way round; the longest first. The halves are places of tokens.
    pub(super) fn by_halves(&self, tokens: &[Token]) -> Vec<(Said, [Range<usize>; 2])> {
        if tokens.len() < LEAST_OF_HALVES {
            return Vec::new();
        }
        // By glyph: the tokens that stand for it, a bit each.
        let typed: Vec<Cell<Option<u64>>> = vec![Cell::new(None); self.alphabet.len()];
        let stands = |glyph: u32| {
            let known = &typed[glyph as usize];
            let places = known.get().unwrap_or_else(|| {
                let glyph = self.alphabet.glyph(glyph);
                let places = (0..).zip(tokens).filter(|(_, token)| token.is_for(glyph));
                places.map(|(at, _)| 1_u64 << at).sum()
            });
            known.set(Some(places));
            places
        };
        // Where some of its characters stand side by side for the first time.
        let place = |glyphs: &[u32]| {
            let begins = glyphs
                .iter()
                .zip(0..)
                .map(|(glyph, at)| stands(*glyph) >> at);
            let begins = begins.fold(u64::MAX, |all, one| all & one);
            let begin = begins.trailing_zeros() as usize;
            (begins != 0).then_some(begin..begin + glyphs.len())
        };
        let may_stand = |phrase: &Phrase| {
            let count = phrase.glyphs.len();
            !phrase.meanings.is_empty()
                && (LEAST_OF_HALVES..=tokens.len()).contains(&count)
                && phrase.glyphs.iter().all(|glyph| stands(*glyph) != 0)
        };
        let phrases = (0..).zip(&self.phrases);
        let phrases = phrases.filter(|(_, phrase)| may_stand(phrase));
        let found = phrases.filter_map(|(phrase, Phrase { glyphs, .. })| {
            let halves = (1..glyphs.len()).find_map(|at| {
                let (first, second) = (place(&glyphs[..at])?, place(&glyphs[at..])?);
                let gap = if first.start < second.start {
                    second.start.checked_sub(first.end)
                } else {
                    first.start.checked_sub(second.end)
                };
                gap.filter(|gap| *gap <= WIDEST)?;
                Some([first, second])
            })?;
            let mut typed = halves.iter().flat_map(|half| &tokens[half.clone()]);
            let by = if typed.all(|token| matches!(token.is, Is::Char(_))) {
                By::Text
            } else {
                By::Sound
            };
            Some((Said { phrase, by }, halves))
        });
        let mut found: Vec<_> = found.collect();
        found.sort_by_key(|(_, [first, second])| Reverse(first.len() + second.len()));
        found
    }

    /// The phrases that are pronounced so, syllable by syllable.
    pub(super) fn by_syllables(&self, syllables: &[&str], hearing: Hearing) -> Vec<Said> {
        let heard: Vec<String> = syllables.iter().map(|s| hearing::alike_as(s)).collect();
        let phrases = self.by_sound.get(&heard.concat()).into_iter().flatten();
        let said = phrases.filter_map(|number| {
            let phrase = self.phrases.get(*number as usize)?;
            let is_exact =
                phrase.chars.len() == syllables.len()
                    && phrase.chars.iter().zip(syllables).all(|(c, typed)| {
                        pinyin::readings(*c).iter().any(|own| own.letters == *typed)
                    });
            let by = match (is_exact, hearing) {
                (true, _) => By::Sound,
                (false, Hearing::Accented) => By::Accent,
                (false, Hearing::Exact) => return None,
            };
            Some(Said {
                phrase: *number,
                by,
            })
        });
        said.collect()
    }

    /// The phrases that a whole word stands for in any way: initials, mixtures, a sound not yet
    /// typed to its end.
    pub(super) fn by_word(&self, word: &[char], hearing: Hearing) -> Vec<Said> {
        // A letter alone is the beginning of everything.
        if matches!(word, [c] if c.is_ascii_lowercase()) {
            return Vec::new();
        }
        let candidates = lattice::candidates(&self.postings, word, hearing);
        // Each character takes a letter at least, and a syllable at most.
        let may_be_whole =
            |count: usize| count <= word.len() && word.len() <= count * LONGEST_SYLLABLE;
        let needle = Needle::new(word, &self.alphabet, hearing);
        let said = candidates.iter().filter_map(|number| {
            let phrase = self.phrases.get(number as usize)?;
            let count = phrase.chars.len();
            let found = may_be_whole(count).then(|| needle.adjacent(&phrase.glyphs))??;
            let is_odd = found.typed.odd > MOST_ODD;
            let by = match (found.typed.accented, found.typed.literal) {
                (0, literal) if literal == count => By::Text,
                (0, _) if found.typed.partial == count => By::Initials,
                (0, _) => By::Sound,
                _ => By::Accent,
            };
            (found.places.len() == count && !is_odd).then_some(Said { phrase: number, by })
        });
        said.collect()
    }

    /// The phrases that a word stands for with a slip in it.
    pub(super) fn by_slip(&self, word: &[char]) -> Vec<Said> {
        let Some(slips) = Slips::new(word, &self.alphabet) else {
            return Vec::new();
        };
        let said = (0..).zip(&self.phrases).filter_map(|(number, phrase)| {
            let (stretch, slip) = slips.find_by_ear(&phrase.glyphs)?;
            let is_whole = stretch.len() == phrase.chars.len() && !phrase.meanings.is_empty();
            is_whole.then_some(Said {
                phrase: number,
                by: By::Slip(slip),
            })
        });
        let mut said: Vec<Said> = said.collect();
        let least = said.iter().map(|said| said.by).min();
        said.retain(|said| Some(said.by) == least);
        said
    }

    /// The phrase in normal form.
    pub(super) fn chars(&self, said: Said) -> &[char] {
        let phrase = self.phrases.get(said.phrase as usize);
        phrase.map_or(&[], |phrase| &phrase.chars)
    }

    /// What a phrase means.
    pub(super) fn meanings(&self, said: Said) -> impl Iterator<Item = &Meaning> {
        let phrase = self.phrases.get(said.phrase as usize);
        let numbers = phrase.into_iter().flat_map(|phrase| &phrase.meanings);
        numbers.filter_map(|number| self.meanings.get(*number as usize))
    }

    /// The phrases in normal form that mean the same as one, itself first.
    pub(super) fn alike(&self, said: Said) -> impl Iterator<Item = &[char]> {
        let phrase = self.phrases.get(said.phrase as usize);
        let meanings = phrase.into_iter().flat_map(|phrase| &phrase.meanings);
        let others = meanings.filter_map(|number| self.alike.get(*number as usize));
        let others = others.flatten().copied();
        let all = std::iter::once(said.phrase).chain(others);
        all.filter_map(|number| Some(self.phrases.get(number as usize)?.chars.as_slice()))
    }

    /// What it does to a query.
    pub(super) fn speech(&self, said: Said) -> Speech {
        let phrase = self.phrases.get(said.phrase as usize);
        phrase.map(|phrase| phrase.speech).unwrap_or_default()
    }
}

/// Every way in which a phrase of Han characters is heard: at most one of them in its second
/// reading.
fn sounds(chars: &[char]) -> Vec<String> {
    let mut sounds = vec![(String::new(), false)];
    for c in chars {
        let readings = pinyin::readings(*c);
        let usual = readings.iter().filter(|reading| reading.rank < READINGS);
        let mut heard: Vec<(String, bool)> = Vec::new();
        for reading in usual {
            let alike = hearing::alike_as(reading.letters);
            if heard.iter().all(|(known, _)| *known != alike) {
                heard.push((alike, reading.rank > 0));
            }
        }
        let longer = heard.iter().flat_map(|(one, is_odd)| {
            let before = sounds.iter().filter(|(_, was_odd)| !(*is_odd && *was_odd));
            let longer =
                before.map(|(before, was_odd)| (format!("{before}{one}"), was_odd | is_odd));
            longer.collect::<Vec<_>>()
        });
        sounds = longer.take(COMBINATIONS).collect();
    }
    sounds.into_iter().map(|(sound, _)| sound).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn thesaurus() -> Thesaurus {
        let mut thesaurus = Thesaurus::default();
        let meaning = |word: &str| Meaning {
            words: vec![word.to_owned()],
            docs: Vec::new(),
        };
        thesaurus.say(["欠薪", "不发工资"], meaning("劳动报酬"));
        thesaurus.say(["养老金"], meaning("养老保险"));
        thesaurus.lean("归谁管", 3);
        thesaurus.stop("请问");
        thesaurus
    }

    fn words(thesaurus: &Thesaurus, said: &[Said]) -> Vec<String> {
        let meanings = said.iter().flat_map(|said| thesaurus.meanings(*said));
        meanings.flat_map(|meaning| meaning.words.clone()).collect()
    }

    #[test]
    fn a_word_is_known_by_characters_sound_initials_and_with_a_slip() {
        let thesaurus = thesaurus();
        for typed in [
            "欠薪",
            "qianxin",
            "qianxi",
            "qx",
            "欠xin",
            "bfgz",
            "qianxing",
            "bufagongzi",
        ] {
            let typed: Vec<char> = typed.chars().collect();
            let said = thesaurus.by_word(&typed, Hearing::Accented);
            assert_eq!(words(&thesaurus, &said), ["劳动报酬"], "{typed:?}");
        }
        for typed in ["yanglaojing", "yanlaojin", "养老斤"] {
            let typed: Vec<char> = typed.chars().collect();
            let said = [
                thesaurus.by_word(&typed, Hearing::Accented),
                thesaurus.by_slip(&typed),
            ];
            assert!(!words(&thesaurus, &said.concat()).is_empty(), "{typed:?}");
        }
        let exact = thesaurus.by_word(&"qianxing".chars().collect::<Vec<_>>(), Hearing::Exact);
        assert_eq!(exact, []);
    }

    #[test]
    fn syllables_say_whether_they_were_spelt_right() {
        let thesaurus = thesaurus();
        let by = |syllables: &[&str], hearing| -> Vec<By> {
            let said = thesaurus.by_syllables(syllables, hearing);
            said.iter().map(|said| said.by).collect()
        };
        assert_eq!(by(&["qian", "xin"], Hearing::Exact), [By::Sound]);
        assert_eq!(by(&["qiang", "xin"], Hearing::Accented), [By::Accent]);
        assert_eq!(by(&["qiang", "xin"], Hearing::Exact), []);
    }

    #[test]
    fn speech_means_nothing_and_may_lean() {
        let thesaurus = thesaurus();
        let said = thesaurus.by_characters(&['归', '谁', '管']).unwrap();
        assert_eq!(thesaurus.speech(said).lean, Some(3));
        assert_eq!(words(&thesaurus, &[said]), [] as [&str; 0]);
    }
}
