//! Stands in for `casework::check::{phone, id_number}` and `casework::intake::limit` until that
//! branch is merged: the lead deletes this file and points its three users there.

use jiff::civil::Date;

use crate::casework::FormField;
use crate::casework::check::Doubt;

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

/// Whether a text looks like an identity number (GB 11643).
#[must_use]
pub(super) fn id_number(text: &str, today: Date) -> Option<Doubt> {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let text = text.trim().to_ascii_uppercase();
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if text.is_empty() || text.len() == 15 && digits(&text) {
        return None;
    }
    let (Some(head), Some(last)) = (text.get(..17), text.get(17..)) else {
        return Some(Doubt::IdLength);
    };
    if !digits(head)
        || !matches!(
            last,
            "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "X"
        )
    {
        return Some(Doubt::IdLength);
    }
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
        FormField::Content | FormField::Answer | FormField::Demand => Some(10_000),
        FormField::Name => Some(64),
        FormField::Phone | FormField::IdNumber => Some(32),
        _ => None,
    }
}
