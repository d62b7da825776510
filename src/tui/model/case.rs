//! A case on the screen: found by its number from the search line, or open whole.

use crate::casework::{CaseNumber, FormField, Visitor, VisitorShown, mask};
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
    /// The fields of personal data that are shown as they are.
    pub revealed: Vec<FormField>,
    /// The field that is to be shown as well, once the answer under this number is here.
    pub revealing: Option<(u64, FormField)>,
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
            revealed: Vec::new(),
            revealing: None,
            scroll: 0,
            again: Again {
                awaiting: None,
                stale: false,
            },
        }
    }

    /// Asked for as it is under this number.
    #[must_use]
    pub fn awaits_revealed(&self) -> Option<u64> {
        self.revealing.map(|(asked, _)| asked)
    }

    /// The next field that is masked, in the order of the screen.
    #[must_use]
    pub fn next_masked(&self) -> Option<FormField> {
        let shown = self.state.known()?;
        let visitor = &shown.line.visitor;
        let given = PERSONAL
            .into_iter()
            .filter(|field| of(visitor, *field).is_some());
        let mut masked = given.filter(|field| !self.revealed.contains(field));
        masked.next()
    }

    /// Whether somebody who may can have something shown that is masked, or masked again.
    #[must_use]
    pub fn may_reveal(&self) -> bool {
        let may = self.state.known().is_some_and(|shown| shown.may_reveal);
        may && (self.next_masked().is_some() || !self.revealed.is_empty())
    }

    /// A case that came as it is, with nothing unmasked that is not to be: the rest of it is not
    /// even kept.
    #[must_use]
    pub fn veiled(&self, mut shown: CaseShown) -> CaseShown {
        let visitor = &mut shown.line.visitor;
        let open = Visitor {
            name: visitor.name.take(),
            phone: visitor.phone.take(),
            id_number: visitor.id_number.take(),
            address: visitor.address.take(),
            anonymous: visitor.is_anonymous(),
            confidential: visitor.is_confidential(),
        };
        let mut veiled = mask::visitor(shown.line.kind, &open, false);
        for field in &self.revealed {
            match field {
                FormField::Name => veiled.name.clone_from(&open.name),
                FormField::Phone => veiled.phone.clone_from(&open.phone),
                FormField::IdNumber => veiled.id_number.clone_from(&open.id_number),
                FormField::Address => veiled.address.clone_from(&open.address),
                _ => {}
            }
        }
        shown.line.visitor = veiled;
        shown
    }
}

/// What is masked of a visitor, in the order of the screen.
const PERSONAL: [FormField; 4] = [
    FormField::Name,
    FormField::Phone,
    FormField::IdNumber,
    FormField::Address,
];

const fn of(visitor: &VisitorShown, field: FormField) -> Option<&String> {
    match field {
        FormField::Name => visitor.name.as_ref(),
        FormField::Phone => visitor.phone.as_ref(),
        FormField::IdNumber => visitor.id_number.as_ref(),
        FormField::Address => visitor.address.as_ref(),
        _ => None,
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
