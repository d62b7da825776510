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
    /// Asked for again because it changed; what is known stays until the answer is here.
    pub again: Again,
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
    /// First line shown.
    pub scroll: usize,
    /// Asked for again because it changed; what is known stays until the answer is here.
    pub again: Again,
}

/// A case that is asked for again while it stands on the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Again {
    /// Asked for under this number.
    pub awaiting: Option<u64>,
    /// Whether it changed once more since it was asked for.
    pub stale: bool,
}

impl Again {
    /// Whether it can be asked for now: while an answer is still to come, it is only kept in mind
    /// that it has to be.
    pub fn may_ask(&mut self, asked: Option<u64>) -> bool {
        self.stale = asked.or(self.awaiting).is_some();
        !self.stale
    }

    /// Whether this is the answer to what was asked again.
    pub fn arrived(&mut self, number: u64) -> bool {
        self.awaiting.take_if(|asked| *asked == number).is_some()
    }

    /// Whether it has to be asked for once more, and can be.
    pub fn is_due(&mut self, asked: Option<u64>) -> bool {
        asked.or(self.awaiting).is_none() && std::mem::take(&mut self.stale)
    }
}

impl CaseView {
    /// A case just opened, masked.
    #[must_use]
    pub const fn new(number: CaseNumber, state: CaseState) -> Self {
        Self {
            number,
            state,
            revealed: false,
            revealing: None,
            scroll: 0,
            again: Again {
                awaiting: None,
                stale: false,
            },
        }
    }
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
    /// The question that is to bring it, while it is not here.
    #[must_use]
    pub const fn awaited(&self) -> Option<u64> {
        match self {
            Self::Awaited(number) => Some(*number),
            _ => None,
        }
    }

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
