//! A case on the screen: found by its number from the search line, or open whole.

use crate::casework::CaseNumber;
use crate::rpc::{CaseShown, Receipt, Refusal};

/// The case whose number stands in the search line.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseFound {
    /// Its number.
    pub number: CaseNumber,
    /// What is known of it, masked.
    pub state: CaseState,
    /// Whether it is selected rather than an entry.
    pub selected: bool,
}

/// A case open on the whole screen.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseView {
    /// Its number.
    pub number: CaseNumber,
    /// What is known of it.
    pub state: CaseState,
    /// Whether personal data is shown as it is.
    pub revealed: bool,
    /// Asked for as it is under this number; until then it stays masked.
    pub revealing: Option<u64>,
    /// Asked for once more under this number, because it was acted on; until then it stays as it
    /// was.
    pub again: Option<u64>,
    /// First line shown.
    pub scroll: usize,
}

/// How far a case is known.
#[derive(Clone, Debug, PartialEq)]
pub enum CaseState {
    /// Asked for under this number.
    Awaited(u64),
    /// Here.
    Known(Box<CaseShown>),
    /// It cannot be shown.
    Refused(Refusal),
}

impl CaseState {
    /// The case, once it is here.
    #[must_use]
    pub fn known(&self) -> Option<&CaseShown> {
        match self {
            Self::Known(shown) => Some(shown),
            _ => None,
        }
    }
}

/// A complaint or tip-off just logged, its number shown until the clerk goes on.
#[derive(Clone, Debug, PartialEq)]
pub struct Logged {
    /// What was answered.
    pub receipt: Receipt,
}
