//! Requests and answers about doing something with a case: the action, whom it can be referred to,
//! and what somebody else did first.

use std::fmt;
use std::ops::Range;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::casework::{EventShown, hex, is_none_of_them};
use crate::casework::{ActionForm, CaseNumber, Status};
use crate::personal::Veiled;
use crate::registry::{EntryId, ListCode, Phone};

/// Does something with a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Act {
    /// Drawn at random by the client, the same when it has to ask again: it is done once however
    /// often the request arrives.
    #[serde(with = "hex")]
    pub once: u128,
    /// The case.
    pub number: CaseNumber,
    /// The revision it was decided on: when the case has another one, nothing is done. Nothing:
    /// whatever the case has become.
    pub if_revision: Option<u32>,
    /// What is to be done.
    pub form: ActionForm,
}

/// Somebody changed the case first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// The case.
    pub number: CaseNumber,
    /// Its revision now.
    pub revision: u32,
    /// What was done since, oldest first.
    pub since: Vec<EventShown>,
    /// So many of the oldest of those are not among them: an answer has an end.
    #[serde(default, skip_serializing_if = "is_none_of_them")]
    pub earlier: u32,
    /// What differs now, field by field.
    pub differences: Vec<Difference>,
}

/// A field of a case that is no longer what it was.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Difference {
    /// How it stands.
    Status(Status, Status),
    /// 承办机构
    Agency(Option<String>, Option<String>),
    /// By when what must follow.
    DueOn(Option<Date>, Option<Date>),
    /// 答复
    Answer(Option<String>, Option<String>),
    /// 办理结果
    Outcome(Option<String>, Option<String>),
    /// The case it was merged into.
    MergedInto(Option<CaseNumber>, Option<CaseNumber>),
}

impl fmt::Debug for Difference {
    /// Of what was said only whether it was there.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut veiled = |name, then: &Option<String>, now: &Option<String>| {
            let mut of = f.debug_tuple(name);
            of.field(&Veiled::new(then))
                .field(&Veiled::new(now))
                .finish()
        };
        match self {
            Self::Agency(then, now) => veiled("Agency", then, now),
            Self::Answer(then, now) => veiled("Answer", then, now),
            Self::Outcome(then, now) => veiled("Outcome", then, now),
            Self::Status(then, now) => f.debug_tuple("Status").field(then).field(now).finish(),
            Self::DueOn(then, now) => f.debug_tuple("DueOn").field(then).field(now).finish(),
            Self::MergedInto(then, now) => {
                f.debug_tuple("MergedInto").field(then).field(now).finish()
            }
        }
    }
}

/// Looks for an agency that a case can be referred to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindAgencies {
    /// As typed, by characters or pinyin; empty: all.
    pub text: String,
    /// The case: the agencies of the boundary matter that it is about come first.
    pub number: Option<CaseNumber>,
    /// At most this many.
    pub limit: usize,
}

/// The agencies that fit: those of the case's boundary matters first, in the document's order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgenciesFound {
    /// The query as it was understood.
    pub query: String,
    /// How many fit, those beyond the limit too.
    pub total: usize,
    /// The first of them.
    pub hits: Vec<AgencyHit>,
}

/// An agency that fits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgencyHit {
    /// Its entry.
    pub id: EntryId,
    /// Its name as printed.
    pub name: String,
    /// The list that names it.
    pub list: ListCode,
    /// Its first number, with area code.
    pub phone: Option<Phone>,
    /// Its part in a boundary matter that the case is about.
    pub part: Option<BoundaryPart>,
    /// Matched characters of the name.
    pub marks: Vec<Range<usize>>,
}

/// What an agency has to do with a boundary matter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoundaryPart {
    /// The boundary matter.
    pub matter: EntryId,
    /// Its text.
    pub matter_title: String,
    /// Which of the matter's agencies it is in the document, counted from 1.
    pub place: u32,
    /// Whether it leads.
    pub leads: bool,
    /// 职责分工, the beginning of it on one line.
    pub responsibility: Option<String>,
}
