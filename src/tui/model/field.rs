//! One field of a form and what stands in it. Knows no other field.

use std::fmt;

use tui_input::Input;

use crate::casework::intake;
use crate::casework::{CaseKind, FormField, Track};
use crate::text::Lang;

/// Most characters typed as a number of days: blanks around it count.
const DAYS: usize = 8;
/// Most characters typed as a case number: as many as can be one.
const NUMBER: usize = 64;

/// One field.
#[derive(Clone, Debug)]
pub struct Field {
    /// Which.
    pub slot: Slot,
    /// What stands in it.
    pub control: Control,
}

/// Which field of the screen's form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// A field of the intake form.
    Of(FormField),
    /// Whether an enquiry is answered at the counter.
    Answered,
}

/// What stands in a field.
#[derive(Clone)]
pub enum Control {
    /// Text on one line.
    Line(Input),
    /// Text of several lines.
    Text(Input),
    /// A mark; not set by hand yet, it follows from the other fields.
    Mark(Option<bool>),
    /// The legal course.
    Track(Track),
    /// Answered at the counter, or still to be answered.
    Answered(bool),
}

impl fmt::Debug for Control {
    /// Which sort it is, and not what was typed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Line(_) => "Line(…)",
            Self::Text(_) => "Text(…)",
            Self::Mark(_) => "Mark",
            Self::Track(_) => "Track",
            Self::Answered(_) => "Answered",
        })
    }
}

impl Field {
    /// A field of the intake form.
    #[must_use]
    pub const fn new(field: FormField, control: Control) -> Self {
        Self {
            slot: Slot::Of(field),
            control,
        }
    }

    /// Its name on a form of this kind.
    #[must_use]
    pub const fn label(&self, lang: Lang, kind: CaseKind) -> &'static str {
        match self.slot {
            Slot::Of(field) => lang.field_of(kind, field),
            Slot::Answered => lang.form_answered(),
        }
    }

    /// Most characters, where it is a text.
    #[must_use]
    pub fn limit(&self) -> Option<usize> {
        match self.slot {
            Slot::Of(FormField::Days) => Some(DAYS),
            Slot::Of(FormField::Into) => Some(NUMBER),
            Slot::Of(field) => intake::limit(field),
            Slot::Answered => None,
        }
    }
}

impl Control {
    /// The text, where it is one.
    #[must_use]
    pub const fn input(&self) -> Option<&Input> {
        match self {
            Self::Line(input) | Self::Text(input) => Some(input),
            _ => None,
        }
    }

    /// The text to change, where it is one.
    pub const fn input_mut(&mut self) -> Option<&mut Input> {
        match self {
            Self::Line(input) | Self::Text(input) => Some(input),
            _ => None,
        }
    }
}
