//! How characters sound: every reading of a character, spelt as people type it. Knows no text.

use ::pinyin::ToPinyinMulti;

/// One way to type a character's sound, whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Letters `a` to `z`, tone left out.
    pub letters: &'static str,
    /// 0 for the reading that stands first in the dictionary, 1 for the next.
    pub rank: usize,
}

/// Every reading of a character, the commonest first; nothing for what is no Han character.
///
/// `ü` is given as `v` and as `u`: people type both.
#[must_use]
pub fn readings(c: char) -> Vec<Reading> {
    let mut found: Vec<Reading> = Vec::new();
    let Some(multi) = c.to_pinyin_multi() else {
        return found;
    };
    let mut sounds: Vec<&'static str> = Vec::new();
    for sound in multi {
        if !sounds.contains(&sound.plain()) {
            sounds.push(sound.plain());
        }
    }
    for (rank, sound) in sounds.into_iter().enumerate() {
        for letters in spellings(sound).into_iter().flatten() {
            if found.iter().all(|known| known.letters != letters) {
                found.push(Reading { letters, rank });
            }
        }
    }
    found
}

/// A toneless syllable as it is typed. A few dictionary sounds (`ê`, `ẑ`) have no typed form.
fn spellings(plain: &'static str) -> [Option<&'static str>; 2] {
    match plain {
        "lü" => [Some("lv"), Some("lu")],
        "nü" => [Some("nv"), Some("nu")],
        "lüe" => [Some("lve"), Some("lue")],
        "nüe" => [Some("nve"), Some("nue")],
        typed if typed.bytes().all(|b| b.is_ascii_lowercase()) => [Some(typed), None],
        _ => [None, None],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_readings_the_common_one_marked() {
        for (c, expected) in [
            ('行', vec!["xing", "hang", "heng"]),
            ('调', vec!["diao", "tiao"]),
            ('重', vec!["zhong", "chong", "tong"]),
            ('长', vec!["zhang", "chang"]),
            ('会', vec!["hui", "kuai"]),
            ('率', vec!["lv", "lu", "shuai", "lve", "lue"]),
            ('女', vec!["nv", "nu", "ru"]),
            ('a', vec![]),
            ('，', vec![]),
        ] {
            let found = readings(c);
            let letters: Vec<_> = found.iter().map(|reading| reading.letters).collect();
            assert_eq!(letters, expected, "{c}");
            if let Some(first) = found.first() {
                assert_eq!(first.rank, 0);
            }
        }
    }

    #[test]
    fn every_reading_can_be_typed() {
        for c in '\u{4E00}'..='\u{9FFF}' {
            for reading in readings(c) {
                assert!(reading.letters.bytes().all(|b| b.is_ascii_lowercase()));
                assert!(!reading.letters.is_empty());
            }
        }
    }
}
