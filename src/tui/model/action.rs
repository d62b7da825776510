//! Acting on a case: the menu, what a form for an action holds, the agencies to choose from, what
//! somebody else did first. Knows no key and no painting.

use jiff::civil::Date;
use tui_input::Input;

use super::case::{Again, CaseState};
use super::field::{Control, Field, Slot};
use super::form::{Due, Filled, Form};
use crate::casework::intake::{DAYS, is_multiline};
use crate::casework::status::{Leads, allows};
use crate::casework::{
    Action, ActionForm, BadField, BadNumber, CaseNumber, FieldFault, FormField, IntakeForm, Need,
    Status,
};
use crate::chars;
use crate::rpc::{AgencyHit, CaseShown, Conflict, Refusal};

/// What can be done with the open case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Menu {
    /// The action that is selected: the case may change under the menu, and so the lines.
    pub selected: Action,
}

/// What a form does with a case, and the case as the clerk saw it.
#[derive(Clone, Debug)]
pub struct Deed {
    /// What is done.
    pub action: Action,
    /// The case.
    pub number: CaseNumber,
    /// What it is about.
    pub subject: Option<String>,
    /// How it stands.
    pub status: Status,
    /// The revision that the clerk saw, or was told of.
    pub revision: u32,
    /// By when what must follow.
    pub due_on: Option<Date>,
    /// The rule that says so.
    pub due_rule: Option<String>,
    /// What it becomes.
    pub becomes: Option<Status>,
    /// What stands against a field, until it is changed.
    pub objection: Option<(FormField, Objection)>,
    /// The agency that was taken off the list.
    pub taken: Option<String>,
    /// The text with which the agencies were looked at last.
    pub looked_at: Option<String>,
    /// The case that it is to be merged into, once its number stands there.
    pub target: Option<Target>,
}

/// The case that another one is to be merged into.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// Its number.
    pub number: CaseNumber,
    /// What is known of it, masked.
    pub state: CaseState,
    /// Asked for again because it changed; what is known stays until the answer is here.
    pub again: Again,
}

/// What was typed for an action that became impossible meanwhile: the next form of the case begins
/// with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carried {
    /// The case.
    pub number: CaseNumber,
    /// What stood in which field; nothing blank.
    pub texts: Vec<(FormField, String)>,
}

/// Why a field of an action cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Objection {
    /// It is no case number.
    Number(BadNumber),
    /// The owner says so.
    Refused(Refusal),
}

/// The agencies that a case can be referred to, to choose from while one is typed. The text stands
/// in the form's field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picker {
    /// The text that was asked about last.
    pub text: Option<String>,
    /// The question whose answer is still to come.
    pub awaiting: Option<u64>,
    /// The agencies that fit the text asked about last, or the one before while it is awaited.
    pub hits: Vec<AgencyHit>,
    /// How many fit.
    pub total: usize,
    /// Index of the one selected; one past the last: the text as it was typed.
    pub selected: usize,
    /// First line shown.
    pub offset: usize,
}

/// What somebody did first, until the clerk has read it.
#[derive(Clone, Debug, PartialEq)]
pub struct Overtaken {
    /// What was done, and what differs.
    pub conflict: Conflict,
    /// What the clerk wanted.
    pub action: Action,
    /// Whether that can still be done.
    pub allowed: bool,
    /// First line shown.
    pub scroll: usize,
}

impl Deed {
    /// An action on a case as it is shown.
    #[must_use]
    pub fn new(shown: &CaseShown, action: Action) -> Self {
        let line = &shown.line;
        Self {
            action,
            number: line.number,
            subject: line.subject.clone(),
            status: line.status,
            revision: line.revision,
            due_on: line.due_on,
            due_rule: line.due_rule.clone(),
            becomes: becomes(shown, action),
            objection: None,
            taken: None,
            looked_at: None,
            target: None,
        }
    }

    /// The case is here again. What the clerk was not told of is not taken as seen: it is told when
    /// the action is sent.
    pub fn refresh(&mut self, shown: &CaseShown) {
        let line = &shown.line;
        if line.revision != self.revision {
            return;
        }
        self.subject.clone_from(&line.subject);
        self.status = line.status;
        self.due_on = line.due_on;
        self.due_rule.clone_from(&line.due_rule);
        self.becomes = becomes(shown, self.action);
    }

    /// Whether the case, as it stands, allows the action.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        allows(self.number.kind, self.status, self.action)
    }

    /// The field of the screen that is meant: what is told with an answer is the answer.
    #[must_use]
    pub const fn field(&self, field: FormField) -> FormField {
        match (self.action, field) {
            (Action::Answer, FormField::Note) => FormField::Answer,
            (_, field) => field,
        }
    }
}

/// What a case becomes by an action.
fn becomes(shown: &CaseShown, action: Action) -> Option<Status> {
    let events = &shown.events;
    let status = shown.line.status;
    Some(match action.row()?.leads {
        Leads::Same => status,
        Leads::To(status) => status,
        Leads::AcceptedOrOpen if events.iter().any(|event| event.action == Action::Accept) => {
            Status::Accepted
        }
        Leads::AcceptedOrOpen => Status::Open,
        Leads::Before => {
            let merged = events.iter().rev();
            let mut merged = merged.filter(|event| event.action == Action::Merge);
            merged.next()?.from?
        }
    })
}

impl Form {
    /// A form that asks for what an action needs, and for nothing else.
    #[must_use]
    pub fn for_action(shown: &CaseShown, action: Action, once: u128) -> Self {
        let kind = shown.line.kind;
        let line = |field| Field::new(field, Control::Line(Input::default()));
        let text = |field| Field::new(field, Control::Text(Input::default()));
        let deed = Deed::new(shown, action);
        let field = |need: &Need| match need {
            Need::Note => text(deed.field(FormField::Note)),
            Need::Reason => text(FormField::Reason),
            Need::Outcome => text(FormField::Outcome),
            Need::To => line(FormField::To),
            Need::Days => line(FormField::Days),
            Need::Into => line(FormField::Into),
        };
        Self {
            kind,
            entry: None,
            fields: action.needs().iter().map(field).collect(),
            deed: Some(Box::new(deed)),
            focus: 0,
            scroll: 0,
            once,
            initial: IntakeForm::new(kind),
            sent: None,
            due: Due::None,
            told: Vec::new(),
            fault: None,
        }
    }

    /// What stands in it now.
    #[must_use]
    pub fn filled(&self) -> Filled {
        if self.deed.is_none() {
            return Filled::Intake(Box::new(self.intake()));
        }
        let texts = self.fields.iter().filter_map(|f| f.control.input());
        Filled::Action(texts.map(|input| input.value().to_owned()).collect())
    }

    /// The action as filled in.
    ///
    /// # Errors
    /// The first field that is no number or no case number, or is missing.
    pub fn action(&self, deed: &Deed) -> Result<ActionForm, (FormField, ActionFault)> {
        let text = |field| self.text(field).map(str::to_owned);
        let days = match self.text(FormField::Days).map(days) {
            Some(None) => {
                let fault = FieldFault::OutOfRange {
                    least: 1,
                    most: DAYS,
                };
                let field = FormField::Days;
                return Err((field, ActionFault::Field(BadField { field, fault })));
            }
            given => given.flatten(),
        };
        let into = match self.text(FormField::Into).map(str::parse) {
            Some(Err(bad)) => return Err((FormField::Into, ActionFault::Number(bad))),
            Some(Ok(number)) => Some(number),
            None => None,
        };
        let form = ActionForm {
            note: text(deed.field(FormField::Note)),
            reason: text(FormField::Reason),
            outcome: text(FormField::Outcome),
            to: text(FormField::To),
            days,
            into,
            ..ActionForm::new(deed.action)
        };
        match form.clone().parse() {
            Ok(_) => Ok(form),
            Err(bad) => {
                let field = deed.field(bad.field);
                Err((field, ActionFault::Field(BadField { field, ..bad })))
            }
        }
    }

    /// What was typed for an action that the case no longer allows.
    #[must_use]
    pub fn carried(&self) -> Option<Carried> {
        let deed = self.deed.as_ref().filter(|deed| !deed.is_allowed())?;
        let typed = self.fields.iter().filter_map(|field| match field.slot {
            Slot::Of(slot) => Some((slot, self.text(slot)?.to_owned())),
            Slot::Answered => None,
        });
        let texts: Vec<(FormField, String)> = typed.collect();
        let number = deed.number;
        (!texts.is_empty()).then_some(Carried { number, texts })
    }

    /// Begins with what was typed for another action: in the same field, a longer text in whatever
    /// this one asks to be told. Tells whether there was a place for anything.
    pub fn take_over(&mut self, carried: &Carried) -> bool {
        let mut taken = false;
        for (from, text) in &carried.texts {
            let is_same = |field: &Field| field.slot == Slot::Of(*from);
            let is_told = |field: &Field| matches!(field.control, Control::Text(_));
            let same = self.fields.iter().position(is_same);
            let told = || self.fields.iter().position(is_told);
            let at = same.or_else(|| told().filter(|_| is_multiline(*from)));
            let Some(field) = at.and_then(|at| self.fields.get_mut(at)) else {
                continue;
            };
            let limit = field.limit().unwrap_or(usize::MAX);
            if let Some(input) = field.control.input_mut() {
                *input = Input::new(text.chars().take(limit).collect());
                taken = true;
            }
        }
        taken
    }

    /// What stands against a field, where that is more than a fault of the field itself.
    #[must_use]
    pub fn objection(&self, slot: Slot) -> Option<&Objection> {
        let (field, objection) = self.deed.as_ref()?.objection.as_ref()?;
        (slot == Slot::Of(*field)).then_some(objection)
    }

    /// Whether the agency is typed in the field that has the keys.
    #[must_use]
    pub fn names_agency(&self) -> bool {
        let slot = self.focused().map(|field| field.slot);
        self.deed.is_some() && slot == Some(Slot::Of(FormField::To))
    }
}

/// Why an action cannot be sent as it is filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActionFault {
    /// A field cannot be taken.
    Field(BadField),
    /// What was given as a case number is none.
    Number(BadNumber),
}

/// A number of days as typed, full-width digits too.
fn days(text: &str) -> Option<u32> {
    let digits: String = text.trim().chars().map(chars::ascii).collect();
    let days: u32 = digits.parse().ok()?;
    (1..=DAYS).contains(&days).then_some(days)
}

impl Picker {
    /// The agencies to choose from, and after them the text itself unless it is one of them.
    #[must_use]
    pub fn choices(&self, typed: &str) -> usize {
        self.hits.len() + usize::from(self.is_free(typed))
    }

    /// Whether a text can be taken that is no agency's of the list.
    #[must_use]
    pub fn is_free(&self, typed: &str) -> bool {
        let typed = typed.trim();
        !typed.is_empty() && !self.hits.iter().any(|hit| hit.name == typed)
    }
}
