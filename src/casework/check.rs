//! What looks wrong and does not block: mistyped telephone and identity numbers, and what the law
//! wants written down and is not. Knows no case.

use serde::{Deserialize, Serialize};

use super::intake::FormField;

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
