//! Case numbers: `E20261123-0001`, parsed and printed. Know nothing of the case.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::kind::CaseKind;

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

impl FromStr for CaseNumber {
    type Err = BadNumber;

    /// Letters of either case; a check character may follow and must then fit.
    fn from_str(text: &str) -> Result<Self, BadNumber> {
        let (head, serial) = text.split_once('-').ok_or(BadNumber::Shape)?;
        let mut head = head.chars();
        let letter = head.next().ok_or(BadNumber::Shape)?.to_ascii_uppercase();
        let kind = CaseKind::ALL
            .into_iter()
            .find(|kind| kind.letter() == letter);
        let kind = kind.ok_or(BadNumber::Shape)?;
        let digits = head.as_str();
        if digits.len() != 8 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(BadNumber::Shape);
        }
        let part = |range: std::ops::Range<usize>| digits[range].parse::<i16>();
        let (Ok(year), Ok(month), Ok(date)) = (part(0..4), part(4..6), part(6..8)) else {
            return Err(BadNumber::Shape);
        };
        let (Ok(month), Ok(date)) = (i8::try_from(month), i8::try_from(date)) else {
            return Err(BadNumber::Day);
        };
        let day = Date::new(year, month, date).map_err(|_| BadNumber::Day)?;
        if !serial.bytes().all(|b| b.is_ascii_digit()) || serial.len() < 4 {
            return Err(BadNumber::Shape);
        }
        match serial.parse() {
            Ok(serial) if serial > 0 => Ok(Self { day, kind, serial }),
            _ => Err(BadNumber::Shape),
        }
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
