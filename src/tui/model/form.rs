//! A form being filled in: what is in it, what was sent of it, and what the clerk was told. Knows
//! what a form asks for, not how it is painted.

use std::fmt;

use jiff::civil::Date;
use tui_input::Input;

use super::action::Deed;
use super::field::{Control, Field, Slot};
use crate::casework::check::Doubt;
use crate::casework::{BadField, CaseKind, FormField, IntakeForm, Track, VisitorForm};
use crate::casework::{check, intake};
use crate::registry::Summary;
use crate::rpc::Deadline;
use crate::text::Lang;

/// So many characters typed, a number is whole and may be doubted while the cursor is still there.
const WHOLE_PHONE: usize = 11;
const WHOLE_ID: usize = 18;

/// A form.
#[derive(Clone, Debug)]
pub struct Form {
    /// What sort of matter it logs, or the case is.
    pub kind: CaseKind,
    /// The entry it is about.
    pub entry: Option<Summary>,
    /// What it does with a case; nothing for a form that logs one.
    pub deed: Option<Box<Deed>>,
    /// Every field, in the order of the form.
    pub fields: Vec<Field>,
    /// Index of the field that has the keys.
    pub focus: usize,
    /// First line shown.
    pub scroll: usize,
    /// The mark of this case, the same however often it is sent.
    pub once: u128,
    /// What it held when it was opened.
    pub initial: IntakeForm,
    /// What was sent last and is not answered yet.
    pub sent: Option<Sent>,
    /// By when acceptance must be decided; of acceptance, by when the case must be finished then.
    pub due: Due,
    /// What the clerk was told before a save that the next one does not ask about again.
    pub told: Vec<Lack>,
    /// The field that was refused, until it is changed.
    pub fault: Option<BadField>,
}

/// A form on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The question.
    pub number: u64,
    /// What was in it.
    pub form: Filled,
    /// Whether the clerk still waits; after Esc an answer may come all the same.
    pub waiting: bool,
}

/// What stands in a form.
#[derive(Clone, PartialEq, Eq)]
pub enum Filled {
    /// What is to be logged.
    Intake(Box<IntakeForm>),
    /// The texts of an action, in the order of the form.
    Action(Vec<String>),
}

impl fmt::Debug for Filled {
    /// What sort of form, and not what was typed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Intake(form) => form.fmt(f),
            Self::Action(texts) => write!(f, "Action({} texts)", texts.len()),
        }
    }
}

/// The date shown in the heading of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Due {
    /// Nothing to be decided: an enquiry.
    None,
    /// Asked for under this number.
    Awaited(u64),
    /// Answered; nothing where no rule holds.
    Known(Option<Deadline>),
    /// It cannot be had now.
    Unknown,
}

/// Something missing or mistyped in a form that may be saved all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// The law wants it written down.
    Field(FormField),
    /// It looks mistyped, and what is saved cannot be corrected.
    Doubtful(FormField),
    /// An answer was typed and the enquiry is still to be answered: it would not be kept.
    AnswerLeftOut,
}

impl Form {
    /// An empty form about an entry, prefilled with what the entry says. Texts that go into the
    /// record are Chinese whatever the screen's language.
    #[must_use]
    pub fn new(kind: CaseKind, entry: Option<Summary>, once: u128) -> Self {
        let subject = entry.as_ref().map_or("", |entry| entry.title.as_str());
        let subject: String = match intake::limit(FormField::Subject) {
            Some(limit) => subject.chars().take(limit).collect(),
            None => subject.to_owned(),
        };
        let line = |field| Field::new(field, Control::Line(Input::default()));
        let text = |field| Field::new(field, Control::Text(Input::default()));
        let mark = |field| Field::new(field, Control::Mark(None));
        let subject = Field::new(FormField::Subject, Control::Line(Input::new(subject)));
        let track = || Field::new(FormField::Track, Control::Track(Track::Labour));
        let visitor = [
            line(FormField::Name),
            line(FormField::Phone),
            line(FormField::IdNumber),
            line(FormField::Address),
            mark(FormField::Anonymous),
            mark(FormField::Confidential),
        ];
        let (fields, first) = match kind {
            CaseKind::Enquiry => {
                let answer = Input::new(prefilled_answer(entry.as_ref()));
                let fields = vec![
                    subject,
                    text(FormField::Content),
                    Field {
                        slot: Slot::Answered,
                        control: Control::Answered(true),
                    },
                    Field::new(FormField::Answer, Control::Text(answer)),
                    line(FormField::Name),
                    line(FormField::Phone),
                ];
                (fields, FormField::Content)
            }
            CaseKind::Complaint | CaseKind::Tipoff => {
                let mut fields = vec![track()];
                fields.extend(visitor);
                fields.push(line(FormField::Respondent));
                fields.push(subject);
                fields.push(text(FormField::Content));
                if kind == CaseKind::Complaint {
                    fields.push(text(FormField::Demand));
                }
                (fields, FormField::Name)
            }
        };
        let mut form = Self {
            kind,
            entry,
            deed: None,
            fields,
            focus: 0,
            scroll: 0,
            once,
            initial: IntakeForm::new(kind),
            sent: None,
            due: match kind {
                CaseKind::Enquiry => Due::None,
                _ => Due::Unknown,
            },
            told: Vec::new(),
            fault: None,
        };
        form.initial = form.intake();
        form.focus_on(first);
        form
    }

    /// Gives a field the keys, if the form has it.
    pub fn focus_on(&mut self, field: FormField) {
        let place = self.position(field);
        if let Some(at) = place.filter(|at| self.is_shown(*at)) {
            self.focus = at;
        }
    }

    fn position(&self, field: FormField) -> Option<usize> {
        self.fields
            .iter()
            .position(|other| other.slot == Slot::Of(field))
    }

    /// The field that has the keys.
    #[must_use]
    pub fn focused(&self) -> Option<&Field> {
        self.fields.get(self.focus)
    }

    /// Whether a field is on the form now: the answer is not while it is still to be given.
    #[must_use]
    pub fn is_shown(&self, at: usize) -> bool {
        let slot = self.fields.get(at).map(|field| field.slot);
        slot.is_some()
            && (slot != Some(Slot::Of(FormField::Answer))
                || self.is_answered()
                || self.deed.is_some())
    }

    /// Whether an enquiry is answered at the counter.
    #[must_use]
    pub fn is_answered(&self) -> bool {
        self.fields
            .iter()
            .any(|field| matches!(field.control, Control::Answered(true)))
    }

    /// The legal course; none for an enquiry.
    #[must_use]
    pub fn track(&self) -> Option<Track> {
        self.fields.iter().find_map(|field| match field.control {
            Control::Track(track) => Some(track),
            _ => None,
        })
    }

    /// The text of a field, if anything but blanks stands in it.
    #[must_use]
    pub fn text(&self, field: FormField) -> Option<&str> {
        let text = self.fields.get(self.position(field)?)?.control.input()?;
        let text = text.value();
        (!text.trim().is_empty()).then_some(text)
    }

    /// Whether a mark is set, by hand or because of the other fields: nobody who said nothing about
    /// themselves is known, save for a complaint, which has to name them.
    #[must_use]
    pub fn mark(&self, field: FormField) -> bool {
        let at = self.position(field);
        match at.map(|at| &self.fields[at].control) {
            Some(Control::Mark(Some(set))) => *set,
            _ => {
                field == FormField::Anonymous
                    && self.kind != CaseKind::Complaint
                    && !self.names_visitor()
            }
        }
    }

    fn names_visitor(&self) -> bool {
        use FormField::{Address, IdNumber, Name, Phone};
        [Name, Phone, IdNumber, Address]
            .into_iter()
            .any(|field| self.text(field).is_some())
    }

    /// What would be logged.
    #[must_use]
    pub fn intake(&self) -> IntakeForm {
        let text = |field| self.text(field).map(str::to_owned);
        let answered = self.is_answered();
        IntakeForm {
            track: self.track(),
            service: self.entry.as_ref().map(|entry| entry.id.clone().into()),
            subject: text(FormField::Subject),
            content: text(FormField::Content),
            answer: text(FormField::Answer).filter(|_| answered),
            answered,
            visitor: VisitorForm {
                name: text(FormField::Name),
                phone: text(FormField::Phone),
                id_number: text(FormField::IdNumber),
                address: text(FormField::Address),
                anonymous: self.mark(FormField::Anonymous),
                confidential: self.mark(FormField::Confidential),
            },
            respondent: text(FormField::Respondent),
            demand: text(FormField::Demand),
            ..IntakeForm::new(self.kind)
        }
    }

    /// Whether anything stands in it that did not when it was opened.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        match self.filled() {
            Filled::Intake(intake) => *intake != self.initial || self.answer_is_own(),
            Filled::Action(texts) => texts.iter().any(|text| !text.trim().is_empty()),
        }
    }

    /// Whether an answer stands there, seen or not, that is not the one it was prefilled with.
    fn answer_is_own(&self) -> bool {
        let own = self.text(FormField::Answer);
        own.is_some() && own != self.initial.answer.as_deref()
    }

    /// Whether it is on its way and may not change.
    #[must_use]
    pub fn is_saving(&self) -> bool {
        self.sent.as_ref().is_some_and(|sent| sent.waiting)
    }

    /// What is missing or looks mistyped that the clerk should know of before saving.
    #[must_use]
    pub fn lacks(&self) -> Vec<Lack> {
        if self.deed.is_some() {
            // What an action needs is not asked for twice: without it nothing can be done.
            return Vec::new();
        }
        if self.kind == CaseKind::Enquiry && !self.is_answered() && self.answer_is_own() {
            return vec![Lack::AnswerLeftOut];
        }
        let given = |field| match field {
            FormField::Anonymous => self.mark(field),
            field => self.text(field).is_some(),
        };
        let mut lacks: Vec<Lack> = check::wanted(self.kind, given)
            .into_iter()
            .map(Lack::Field)
            .collect();
        lacks.extend(self.fields.iter().filter_map(|field| {
            let Slot::Of(slot) = field.slot else {
                return None;
            };
            self.doubt_of(field).map(|_| Lack::Doubtful(slot))
        }));
        lacks
    }

    /// What looks wrong with a field and does not block. `today` comes with the due date.
    #[must_use]
    pub fn doubt(&self, at: usize) -> Option<Doubt> {
        let field = self.fields.get(at)?;
        let whole = match field.slot {
            Slot::Of(FormField::Phone) => WHOLE_PHONE,
            _ => WHOLE_ID,
        };
        let length = field.control.input()?.value().trim().chars().count();
        let typing = at == self.focus && length < whole;
        self.doubt_of(field).filter(|_| !typing)
    }

    /// What looks wrong with a field, were it all.
    fn doubt_of(&self, field: &Field) -> Option<Doubt> {
        let text = field.control.input()?.value().trim();
        match field.slot {
            _ if text.is_empty() => None,
            Slot::Of(FormField::Phone) => check::phone(text),
            Slot::Of(FormField::IdNumber) => check::id_number(text, self.today()),
            _ => None,
        }
    }

    fn today(&self) -> Date {
        match &self.due {
            Due::Known(Some(deadline)) => deadline.from,
            // Not known yet: no birth date is doubted for being too late.
            _ => Date::MAX,
        }
    }
}

/// What the clerk tells the visitor: who it is and what number to call.
fn prefilled_answer(entry: Option<&Summary>) -> String {
    let record = Lang::Zh;
    let agency = entry.and_then(|entry| entry.agency.as_deref());
    let phone = entry.and_then(|entry| entry.phone.as_ref());
    match (agency, phone) {
        (Some(agency), Some(phone)) => record.form_answer(agency, phone.as_str()),
        (Some(agency), None) => record.form_answer_agency(agency),
        (None, Some(phone)) => record.form_answer_phone(phone.as_str()),
        (None, None) => String::new(),
    }
}
