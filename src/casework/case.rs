//! A case (登记件): what its events add up to. Knows no rule.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::clerk::ClerkId;
use super::event::{DueFact, Said};
use super::number::CaseNumber;
use super::status::{self, Action, Status};
use super::track::Track;
use crate::registry::EntryId;

/// An entry of the registry as it was when the case was logged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryThen {
    /// Its identifier.
    pub id: EntryId,
    /// Its title.
    pub title: String,
    /// Which version of the list it stood in: a hash of the document.
    pub list_version: String,
}

impl EntryThen {
    /// The entry, and the version of the list that it stood in.
    #[must_use]
    pub fn which(&self) -> (&EntryId, &str) {
        (&self.id, &self.list_version)
    }
}

/// A case as it stands. Everything but `told` may stand in clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// Its number; says its kind.
    pub number: CaseNumber,
    /// The legal course.
    pub track: Option<Track>,
    /// How it stands.
    pub status: Status,
    /// How many events it has.
    pub revision: u32,
    /// The entry it is about.
    pub entry: Option<EntryThen>,
    /// The agency's entry, where the registry has its name: the one it was referred to last.
    pub agency: Option<EntryId>,
    /// When it was logged.
    pub opened_at: Timestamp,
    /// Who logged it.
    pub opened_by: ClerkId,
    /// Who acted on it last.
    pub acted_by: ClerkId,
    /// When it was done with, in whatever way.
    pub closed_at: Option<Timestamp>,
    /// By when what must be done; nothing once it is done with.
    pub due: Option<DueFact>,
    /// Whether it was ever accepted.
    pub was_accepted: bool,
    /// Whether its time limit was extended: that goes once.
    pub was_extended: bool,
    /// The case it was merged into, and what it was before.
    pub merged: Option<(CaseNumber, Status)>,
    /// What was told, as far as it can be read. Never serialized: on disk it is sealed.
    #[serde(skip)]
    pub told: Told,
    /// Bytes of everything that was said with it, all events together, as far as it was read.
    /// Counted from the events each time, never serialized.
    #[serde(skip)]
    pub text_bytes: usize,
}

impl Case {
    /// By when what must be done with it itself: of one that was merged the law's time runs on
    /// inside the other case.
    #[must_use]
    pub fn running_due(&self) -> Option<&DueFact> {
        self.due.as_ref().filter(|_| self.status.is_running())
    }

    /// What can be done with it: what the table allows by its kind and status, but for a second
    /// extension.
    pub fn allowed(&self) -> impl Iterator<Item = Action> {
        let once_only = self.was_extended.then_some(Action::Extend);
        status::allowed(self.number.kind, self.status).filter(move |one| Some(*one) != once_only)
    }

    /// What was told, where it can be read.
    #[must_use]
    pub fn said(&self) -> Option<&Said> {
        match &self.told {
            Told::Open(said) => Some(said),
            Told::Sealed | Told::Erased | Told::Damaged => None,
        }
    }

    /// The case without what was told.
    #[must_use]
    pub fn bare(&self) -> Self {
        Self {
            number: self.number,
            track: self.track,
            status: self.status,
            revision: self.revision,
            entry: self.entry.clone(),
            agency: self.agency.clone(),
            opened_at: self.opened_at,
            opened_by: self.opened_by.clone(),
            acted_by: self.acted_by.clone(),
            closed_at: self.closed_at,
            due: self.due.clone(),
            was_accepted: self.was_accepted,
            was_extended: self.was_extended,
            merged: self.merged,
            told: Told::Sealed,
            text_bytes: 0,
        }
    }
}

/// What was told, all events together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Told {
    /// Not opened: whoever reads the view without the keys.
    #[default]
    Sealed,
    /// Readable: intake, with agency, answer and outcome as they are now.
    Open(Box<Said>),
    /// Erased: the key was destroyed.
    Erased,
    /// A box or the key is damaged.
    Damaged,
}
