//! What is filled in for an action on a case, parsed into a command. Knows not whether the action
//! is allowed.

use serde::{Deserialize, Serialize};

use super::command::Command;
use super::intake::{BadField, DAYS, FieldFault, FormField, text};
use super::number::CaseNumber;
use super::status::Action;
use crate::personal::guarded;

/// An action as filled in. What an action does not need is not looked at.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActionForm {
    /// What is to be done. `Log` is refused: it takes an intake.
    pub action: Action,
    /// 备注; of an answer, the answer.
    #[serde(default)]
    pub note: Option<String>,
    /// 理由
    #[serde(default)]
    pub reason: Option<String>,
    /// 办理结果
    #[serde(default)]
    pub outcome: Option<String>,
    /// 转往机构
    #[serde(default)]
    pub to: Option<String>,
    /// 天数: 1 to [`DAYS`], in the unit of the rule.
    #[serde(default)]
    pub days: Option<u32>,
    /// 并入
    #[serde(default)]
    pub into: Option<CaseNumber>,
}

guarded!(ActionForm { action, days, into; note, reason, outcome, to });

impl ActionForm {
    /// An empty form.
    #[must_use]
    pub const fn new(action: Action) -> Self {
        Self {
            action,
            note: None,
            reason: None,
            outcome: None,
            to: None,
            days: None,
            into: None,
        }
    }

    /// Parses what was filled in.
    ///
    /// # Errors
    /// The first field that is needed and missing, or cannot be taken, and why.
    pub fn parse(self) -> Result<Command, BadField> {
        let note = || needed(FormField::Note, self.note.as_deref());
        let reason = || needed(FormField::Reason, self.reason.as_deref());
        Ok(match self.action {
            Action::Log => return Err(missing(FormField::Kind)),
            Action::Note => Command::Note { note: note()? },
            Action::Accept => Command::Accept,
            Action::Decline => Command::Decline { reason: reason()? },
            Action::Refer => Command::Refer {
                to: needed(FormField::To, self.to.as_deref())?,
                reason: reason()?,
            },
            Action::Answer => Command::Answer { answer: note()? },
            Action::Extend => Command::Extend {
                days: days(self.days)?,
                reason: reason()?,
            },
            Action::Close => Command::Close {
                outcome: needed(FormField::Outcome, self.outcome.as_deref())?,
            },
            Action::Withdraw => Command::Withdraw { reason: reason()? },
            Action::Reopen => Command::Reopen { reason: reason()? },
            Action::Void => Command::Void { reason: reason()? },
            Action::Merge => Command::Merge {
                into: self.into.ok_or_else(|| missing(FormField::Into))?,
                reason: text(FormField::Reason, self.reason.as_deref())?,
            },
            Action::Unmerge => Command::Unmerge { reason: reason()? },
        })
    }
}

/// A field that must be filled in.
fn needed(field: FormField, typed: Option<&str>) -> Result<String, BadField> {
    text(field, typed)?.ok_or_else(|| missing(field))
}

/// The fault of a field that was left empty.
const fn missing(field: FormField) -> BadField {
    let fault = FieldFault::Missing;
    BadField { field, fault }
}

/// Days within bounds.
fn days(given: Option<u32>) -> Result<u32, BadField> {
    let days = given.ok_or_else(|| missing(FormField::Days))?;
    let fault = FieldFault::OutOfRange {
        least: 1,
        most: DAYS,
    };
    if (1..=DAYS).contains(&days) {
        Ok(days)
    } else {
        Err(BadField {
            field: FormField::Days,
            fault,
        })
    }
}
