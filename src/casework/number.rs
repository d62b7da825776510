//! Case numbers: `E20261123-0001`, parsed and printed. Know nothing of the case.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::kind::CaseKind;
use crate::chars;

/// The number of a case: kind, the day it was logged in the hall's zone, running number of that
/// kind and day. In JSON it is its text. Ordered by day, then kind, then running number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CaseNumber {
    /// The day it was logged, years 1 to 9999.
    pub day: Date,
    /// What sort of matter it is.
    pub kind: CaseKind,
    /// Counts from 1; never given twice for one kind and day.
    pub serial: u32,
}

/// What was given as a case number is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadNumber {
    /// It is not a letter, eight digits, a hyphen and a running number.
    #[error("shape")]
    Shape,
    /// There is no such day.
    #[error("day")]
    Day,
    /// The check character does not fit the number: something was misread.
    #[error("check character")]
    Check,
}

impl fmt::Display for CaseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (letter, day) = (self.kind.letter(), self.day);
        let (year, month, date) = (day.year(), day.month(), day.day());
        write!(f, "{letter}{year:04}{month:02}{date:02}-{:04}", self.serial)
    }
}

/// Longest text that can be a number: letter, day, running number, check character, blanks around.
const LONGEST: usize = 64;

impl CaseNumber {
    /// The check character that stands behind the number on slips: ISO/IEC 7064 MOD 37,36 over its
    /// letter and digits. Finds every single wrong character and swaps of neighbours.
    #[must_use]
    pub fn check_char(&self) -> char {
        check_char(&self.to_string())
    }
}

/// The check character of the letters and digits of a text (ISO/IEC 7064, MOD 37,36).
fn check_char(text: &str) -> char {
    let values = text.chars().filter_map(|c| c.to_digit(36));
    let product = values.fold(36, |product, value| {
        let sum = (product + value) % 36;
        (if sum == 0 { 36 } else { sum }) * 2 % 37
    });
    let value = (37 - product) % 36;
    char::from_digit(value, 36).map_or('0', |c| c.to_ascii_uppercase())
}

/// A character as it is meant: full-width forms as ASCII, every sort of hyphen as one, letters in
/// upper case.
fn plain(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe63}' => '-',
        c => chars::ascii(c).to_ascii_uppercase(),
    }
}

impl FromStr for CaseNumber {
    type Err = BadNumber;

    /// Letters of either case, full-width forms and blanks around are taken; a check character may
    /// follow and must then fit.
    fn from_str(text: &str) -> Result<Self, BadNumber> {
        if text.chars().nth(LONGEST).is_some() {
            return Err(BadNumber::Shape);
        }
        let text: String = text.trim().chars().map(plain).collect();
        let mut parts = text.split('-');
        let (Some(head), Some(serial), check, None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(BadNumber::Shape);
        };
        let number = Self {
            kind: kind(head)?,
            day: day(head)?,
            serial: running(serial)?,
        };
        let Some(check) = check else {
            return Ok(number);
        };
        let mut check = check.chars();
        match (check.next(), check.next()) {
            (Some(c), None) if c == number.check_char() => Ok(number),
            (Some(c), None) if c.is_ascii_alphanumeric() => Err(BadNumber::Check),
            _ => Err(BadNumber::Shape),
        }
    }
}

/// The kind whose letter stands in front.
fn kind(head: &str) -> Result<CaseKind, BadNumber> {
    CaseKind::ALL
        .into_iter()
        .find(|kind| head.starts_with(kind.letter()))
        .ok_or(BadNumber::Shape)
}

/// The day behind the letter.
fn day(head: &str) -> Result<Date, BadNumber> {
    let digits = head.get(1..).ok_or(BadNumber::Shape)?;
    if digits.len() != 8 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(BadNumber::Shape);
    }
    let part = |range: std::ops::Range<usize>| digits[range].parse::<i16>();
    let (Ok(year @ 1..), Ok(month), Ok(day)) = (part(0..4), part(4..6), part(6..8)) else {
        return Err(BadNumber::Day);
    };
    let (Ok(month), Ok(day)) = (i8::try_from(month), i8::try_from(day)) else {
        return Err(BadNumber::Day);
    };
    Date::new(year, month, day).map_err(|_| BadNumber::Day)
}

/// The running number: at least four digits, more only where they are needed.
fn running(digits: &str) -> Result<u32, BadNumber> {
    let padded = digits.len() == 4 || (digits.len() > 4 && !digits.starts_with('0'));
    if !padded || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(BadNumber::Shape);
    }
    match digits.parse() {
        Ok(serial) if serial > 0 => Ok(serial),
        _ => Err(BadNumber::Shape),
    }
}

impl TryFrom<String> for CaseNumber {
    type Error = BadNumber;

    fn try_from(text: String) -> Result<Self, BadNumber> {
        text.parse()
    }
}

impl From<CaseNumber> for String {
    fn from(number: CaseNumber) -> Self {
        number.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_however_it_was_typed() {
        let plain: CaseNumber = "C20261123-0001".parse().unwrap();
        let check = plain.check_char();
        for text in [
            "c20261123-0001",
            " C20261123-0001\n",
            "Ｃ２０２６１１２３－０００１",
            "ｃ20261123—0001\u{3000}",
            &format!("C20261123-0001-{check}"),
            &format!("c20261123-0001-{}", check.to_ascii_lowercase()),
        ] {
            assert_eq!(text.parse(), Ok(plain), "{text:?}");
        }
        assert_eq!(plain.to_string(), "C20261123-0001");
        for wide in ["E20261123-10000", "T00010101-4294967295"] {
            assert_eq!(wide.parse::<CaseNumber>().unwrap().to_string(), wide);
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for (text, why) in [
            ("", BadNumber::Shape),
            ("C20261123", BadNumber::Shape),
            ("C20261123-00001", BadNumber::Shape),
            ("C20261123-0000", BadNumber::Shape),
            ("C20261123-1", BadNumber::Shape),
            ("C20261123-4294967296", BadNumber::Shape),
            ("X20261123-0001", BadNumber::Shape),
            ("YZ-C20261123-0001", BadNumber::Shape),
            ("C20261123-0001-", BadNumber::Shape),
            ("C20261123-0001-KK", BadNumber::Shape),
            ("C20261123-0001-柜", BadNumber::Shape),
            ("C20261123-+001", BadNumber::Shape),
            ("C2026112柜-0001", BadNumber::Shape),
            ("柜20261123-0001", BadNumber::Shape),
            ("C20261131-0001", BadNumber::Day),
            ("C00000101-0001", BadNumber::Day),
            ("C20260229-0001", BadNumber::Day),
        ] {
            assert_eq!(text.parse::<CaseNumber>(), Err(why), "{text:?}");
        }
        assert_eq!(
            "C".repeat(1 << 20).parse::<CaseNumber>(),
            Err(BadNumber::Shape)
        );
    }

    /// The standard's users print this one (Global Release Identifier, IFPI).
    #[test]
    fn the_check_character_is_the_standards() {
        assert_eq!(check_char("A12425GABC1234002"), 'M');
    }

    #[test]
    fn one_wrong_character_or_a_swap_is_found() {
        let number: CaseNumber = "C20261123-0412".parse().unwrap();
        let check = number.check_char();
        for wrong in ('0'..='9').chain('A'..='Z').filter(|c| *c != check) {
            let text = format!("{number}-{wrong}");
            assert_eq!(text.parse::<CaseNumber>(), Err(BadNumber::Check));
        }
        for misread in ["T20261123-0412", "C20261124-0412", "C20261123-0421"] {
            let text = format!("{misread}-{check}");
            assert_eq!(text.parse::<CaseNumber>(), Err(BadNumber::Check));
        }
    }
}
