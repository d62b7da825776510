//! Casework (登记件的办理): what a case is, what may be done with it and by when. Pure rules: knows
//! no clock, no disk, no screen; the time and the calendar are handed in.
//!
//! | module | what it is |
//! |---|---|
//! | `number`, `kind`, `track`, `clerk` | names of things |
//! | `status` | the contract's table as data: what may be done from where |
//! | `intake`, `visitor`, `check` | what is written down at the counter: parsed, bounded, doubted |
//! | `event`, `case` | what happened, and what it adds up to |
//! | `deadline`, `zone` | time limits, the working-day calendar, the hall's civil day |
//! | `mask` | what of a person is shown |
//! | `command`, `action`, `decide`, `apply` | `decide(case, command, …) -> event`, `apply(case, event) -> case` |

pub mod action;
pub mod apply;
pub mod case;
pub mod check;
pub mod clerk;
pub mod command;
pub mod deadline;
pub mod decide;
pub mod event;
pub mod intake;
pub mod kind;
pub mod mask;
pub mod number;
pub mod status;
pub mod track;
pub mod visitor;
pub mod zone;

pub use action::ActionForm;
pub use apply::Unfit;
pub use case::{Case, EntryThen, Told};
pub use clerk::{BadClerk, ClerkId};
pub use command::Command;
pub use deadline::Deadlines;
pub use decide::{AtRegistry, Now, Refused};
pub use event::{Event, Said, What, Words};
pub use intake::{BadField, FieldFault, FormField, Intake, IntakeForm};
pub use kind::{BadWord, CaseKind};
pub use number::{BadNumber, CaseNumber};
pub use status::{Action, Need, Status};
pub use track::Track;
pub use visitor::{Visitor, VisitorForm, VisitorShown};

#[cfg(test)]
mod tests;
