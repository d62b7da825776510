//! What looks wrong and does not block: mistyped telephone and identity numbers, and what the law
//! wants written down and is not. Knows no case.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::intake::{FormField, Intake};
use super::kind::CaseKind;
use crate::chars::ascii;

#[cfg(test)]
mod tests;

/// Something about a field that looks wrong and does not block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// Which field.
    pub field: FormField,
    /// What about it.
    pub doubt: Doubt,
}

/// What looks wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// The law wants it and it is not there (DOMAIN §4.2).
    Wanted,
    /// Neither a mobile nor a landline number.
    Phone,
    /// Neither 15 nor 18 digits (the last may be X).
    IdLength,
    /// The birth date in it does not exist or lies in the future.
    IdBirth,
    /// The check character does not fit (GB 11643).
    IdCheck,
}

/// Longest telephone or identity number that is looked at, in characters. What is longer is none.
const LONGEST: usize = 64;

/// A telephone number, taken apart. Digits only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Phone {
    /// 11 digits, `1[3-9]` first.
    Mobile(String),
    /// Area code with its 0, if it was said; 7 or 8 digits.
    Landline(Option<String>, String),
    /// 400 or 800 and 7 digits.
    Service(String),
}

/// Digits and letters as ASCII in upper case; blanks, hyphens and brackets left out.
fn packed(text: &str) -> String {
    let separates = |c: char| {
        c.is_whitespace() || matches!(c, '-' | '(' | ')' | '\u{2010}'..='\u{2015}' | '\u{2212}')
    };
    text.chars()
        .map(ascii)
        .filter(|c| !separates(*c))
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

/// Whether a text is nothing but digits.
fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// Takes a telephone number apart; nothing where it is neither a mobile nor a landline number.
pub(super) fn parse_phone(text: &str) -> Option<Phone> {
    if text.chars().nth(LONGEST).is_some() {
        return None;
    }
    let packed = packed(text);
    let abroad = packed
        .strip_prefix("+86")
        .or_else(|| packed.strip_prefix("0086"));
    let digits = abroad.unwrap_or(&packed);
    if !is_digits(digits) {
        return None;
    }
    let is_mobile = digits.len() == 11 && matches!(digits.as_bytes(), [b'1', b'3'..=b'9', ..]);
    if is_mobile {
        return Some(Phone::Mobile(digits.to_owned()));
    }
    if digits.len() == 10 && (digits.starts_with("400") || digits.starts_with("800")) {
        return Some(Phone::Service(digits.to_owned()));
    }
    // Behind the country's code the area's 0 is left out.
    let national = match abroad {
        Some(short) if !short.starts_with('0') && short.len() > 8 => format!("0{short}"),
        _ => digits.to_owned(),
    };
    let (area, local) = if national.starts_with("01") || national.starts_with("02") {
        national.split_at_checked(3)?
    } else if national.starts_with('0') {
        national.split_at_checked(4)?
    } else {
        ("", national.as_str())
    };
    let is_local = matches!(local.len(), 7 | 8) && !local.starts_with(['0', '1']);
    let area = (!area.is_empty()).then(|| area.to_owned());
    is_local.then(|| Phone::Landline(area, local.to_owned()))
}

/// What looks wrong with a telephone number; nothing with an empty one. Taken are mobile numbers,
/// landline numbers with or without an area code, 400 and 800 numbers, +86 or 0086 in front,
/// blanks, hyphens and full-width digits.
#[must_use]
pub fn phone(text: &str) -> Option<Doubt> {
    (!text.trim().is_empty() && parse_phone(text).is_none()).then_some(Doubt::Phone)
}

/// Weights of the 17 digits before the check character (GB 11643-1999).
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// Check characters by the weighted sum modulo 11.
const CHECKS: [u8; 11] = *b"10X98765432";
/// Nobody alive is born before.
const EARLIEST_BIRTH: i16 = 1800;

/// A resident identity number of 18 or 15 characters, in ASCII with an upper-case X.
pub(super) fn parse_resident(text: &str) -> Option<String> {
    if text.chars().nth(LONGEST).is_some() {
        return None;
    }
    let packed = packed(text);
    let digits = match packed.len() {
        18 => packed.strip_suffix('X').unwrap_or(&packed),
        15 => &packed,
        _ => return None,
    };
    is_digits(digits).then(|| packed.clone())
}

/// What looks wrong with an identity number; nothing with an empty one. Other documents, such as
/// passports, are not doubted: only digits, or digits and a final X, are looked at.
#[must_use]
pub fn id_number(text: &str, today: Date) -> Option<Doubt> {
    let Some(number) = parse_resident(text) else {
        let too_long = text.chars().nth(LONGEST).is_some();
        let packed = if too_long {
            String::new()
        } else {
            packed(text)
        };
        let mistyped = is_digits(packed.strip_suffix('X').unwrap_or(&packed));
        return (too_long || mistyped).then_some(Doubt::IdLength);
    };
    let (year, month_day) = if number.len() == 18 {
        (number.get(6..10)?.to_owned(), number.get(10..14)?)
    } else {
        (format!("19{}", number.get(6..8)?), number.get(8..12)?)
    };
    match birth(&year, month_day) {
        Some(birth) if birth <= today && birth.year() >= EARLIEST_BIRTH => {}
        _ => return Some(Doubt::IdBirth),
    }
    let (digits, check) = number.split_at_checked(17)?;
    let right = check_character(digits)?;
    (!check.chars().eq([right])).then_some(Doubt::IdCheck)
}

/// The check character behind the 17 digits of an identity number; nothing where one is missing.
#[must_use]
pub fn check_character(digits: &str) -> Option<char> {
    let mut sum = 0;
    let mut given = digits.chars();
    for weight in WEIGHTS {
        sum += given.next()?.to_digit(10)? * weight;
    }
    let check = CHECKS.get(usize::try_from(sum % 11).ok()?)?;
    given.next().is_none().then(|| char::from(*check))
}

/// A birth date, if there is such a day.
fn birth(year: &str, month_day: &str) -> Option<Date> {
    let (month, day) = month_day.split_at_checked(2)?;
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// What the law wants written down (DOMAIN §4.2) and is not, in the order of the form. `given` says
/// whether something stands in a field; for [`FormField::Anonymous`], whether the visitor chose to
/// be.
#[must_use]
pub fn wanted(kind: CaseKind, given: impl Fn(FormField) -> bool) -> Vec<FormField> {
    use FormField::{Address, Anonymous, Content, Demand, Name, Phone, Respondent};
    // A complaint is somebody's own: the law wants to know whose.
    let named = kind == CaseKind::Complaint && !given(Anonymous);
    let fields = [
        (Name, named),
        (Phone, named && !given(Address)),
        (Respondent, kind != CaseKind::Enquiry),
        (Content, kind != CaseKind::Enquiry),
        (Demand, kind == CaseKind::Complaint),
    ];
    fields
        .into_iter()
        .filter_map(|(field, wanted)| (wanted && !given(field)).then_some(field))
        .collect()
}

/// What looks wrong with an intake or is wanted by law and not there, in the order of the form.
/// Blocks nothing.
#[must_use]
pub fn warnings(intake: &Intake, today: Date) -> Vec<Warning> {
    let visitor = &intake.visitor;
    let given = |field| match field {
        FormField::Name => visitor.name.is_some(),
        FormField::Phone => visitor.phone.is_some(),
        FormField::Address => visitor.address.is_some(),
        FormField::Anonymous => intake.withheld,
        FormField::Respondent => intake.respondent.is_some(),
        FormField::Content => intake.content.is_some(),
        FormField::Demand => intake.demand.is_some(),
        _ => true,
    };
    let wanted = wanted(intake.kind, given).into_iter();
    let phone = visitor.phone.as_deref().and_then(phone);
    let id = visitor
        .id_number
        .as_deref()
        .and_then(|text| id_number(text, today));
    let doubted = [(FormField::Phone, phone), (FormField::IdNumber, id)];
    let doubted = doubted
        .into_iter()
        .filter_map(|(field, doubt)| Some((field, doubt?)));
    let mut all: Vec<Warning> = wanted
        .map(|field| (field, Doubt::Wanted))
        .chain(doubted)
        .map(|(field, doubt)| Warning { field, doubt })
        .collect();
    all.sort_by_key(|warning| ORDER.iter().position(|field| *field == warning.field));
    all
}

/// The fields that may be doubted, in the order of the form.
const ORDER: [FormField; 6] = [
    FormField::Name,
    FormField::Phone,
    FormField::IdNumber,
    FormField::Respondent,
    FormField::Content,
    FormField::Demand,
];
