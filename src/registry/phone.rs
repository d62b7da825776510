//! Telephone numbers as a list prints them: found in a cell, completed with the area code.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A number fit to be dialled from anywhere in the country, such as `0898-88832671`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Phone(String);

impl Phone {
    /// The number with its area code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
