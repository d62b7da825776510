//! Who acts: a clerk's identifier. Knows no rights and no user database.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::chars;

/// A clerk (经办人): 1 to 32 characters without blanks and without anything unseen. By default the
/// name of the operating-system user.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ClerkId(String);

/// What was given as a clerk is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("1 to 32 characters, no blanks")]
pub struct BadClerk;

impl ClerkId {
    /// Longest identifier, in characters.
    pub const LONGEST: usize = 32;

    /// As text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ClerkId {
    type Err = BadClerk;

    fn from_str(text: &str) -> Result<Self, BadClerk> {
        let length = text.chars().count();
        let plain = !text
            .chars()
            .any(|c| c.is_whitespace() || chars::is_unseen(c));
        if plain && (1..=Self::LONGEST).contains(&length) {
            Ok(Self(text.to_owned()))
        } else {
            Err(BadClerk)
        }
    }
}

impl TryFrom<String> for ClerkId {
    type Error = BadClerk;

    fn try_from(text: String) -> Result<Self, BadClerk> {
        text.parse()
    }
}

impl From<ClerkId> for String {
    fn from(clerk: ClerkId) -> Self {
        clerk.0
    }
}

impl fmt::Display for ClerkId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
