//! Stands in for `casework::check::{phone, id_number}`, `casework::intake::limit` and
//! `CaseNumber::check_char` until that branch is merged: the lead deletes this file and points its
//! users (`model/form.rs`, `model/field.rs`, `words.rs`) there.

use jiff::civil::Date;

use crate::casework::check::Doubt;
use crate::casework::{CaseNumber, FormField};

/// Whether a text looks like a telephone number.
#[must_use]
pub(super) fn phone(text: &str) -> Option<Doubt> {
    let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    let digits = digits.strip_prefix("+86").unwrap_or(&digits);
    let plain = digits.bytes().all(|b| b.is_ascii_digit());
    let mobile = digits.len() == 11 && digits.starts_with('1');
    let landline = matches!(digits.len(), 7..=8 | 11..=12);
    (!digits.is_empty() && !(plain && (mobile || landline))).then_some(Doubt::Phone)
}

/// Whether a text looks like an identity number (GB 11643). Other documents are not doubted.
#[must_use]
pub(super) fn id_number(text: &str, today: Date) -> Option<Doubt> {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let text = text.trim().to_ascii_uppercase();
    let digits = text.strip_suffix('X').unwrap_or(&text);
    let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    if !plain || text.len() == 15 {
        return None;
    }
    let (Some(head), Some(last), 18) = (text.get(..17), text.get(17..), text.len()) else {
        return Some(Doubt::IdLength);
    };
    let born: Option<Date> = format!("{}-{}-{}", &head[6..10], &head[10..12], &head[12..14])
        .parse()
        .ok();
    if born.is_none_or(|born| born > today) {
        return Some(Doubt::IdBirth);
    }
    let sum: u32 = head
        .chars()
        .zip(WEIGHTS)
        .map(|(c, weight)| c.to_digit(10).unwrap_or(0) * weight)
        .sum();
    let check = "10X98765432".chars().nth((sum % 11) as usize);
    (check != last.chars().next()).then_some(Doubt::IdCheck)
}

/// Most characters of a field; nothing where it is no text.
#[must_use]
pub(super) const fn limit(field: FormField) -> Option<usize> {
    match field {
        FormField::Subject | FormField::Respondent | FormField::Address | FormField::Agency => {
            Some(200)
        }
        FormField::Content | FormField::Answer | FormField::Demand => Some(20_000),
        FormField::Name | FormField::Phone => Some(64),
        FormField::IdNumber => Some(32),
        _ => None,
    }
}

/// The check character of a case number (ISO/IEC 7064, MOD 37,36).
#[must_use]
pub(super) fn check_char(number: CaseNumber) -> char {
    let text = number.to_string();
    let values = text.chars().filter_map(|c| c.to_digit(36));
    let product = values.fold(36, |product, value| {
        let sum = (product + value) % 36;
        (if sum == 0 { 36 } else { sum }) * 2 % 37
    });
    let value = (37 - product) % 36;
    char::from_digit(value, 36).map_or('0', |c| c.to_ascii_uppercase())
}
