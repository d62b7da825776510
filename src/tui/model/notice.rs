//! What is said for a moment. Knows no words.

use super::Lack;
use crate::casework::{Action, BadNumber, CaseKind, CaseNumber, FormField, Status};
use crate::rpc::{Receipt, Refusal};

/// Something the clerk should know now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The query was cut.
    QueryCut,
    /// No agency fits what was typed, which is no name either.
    NoAgency,
    /// Once more quits.
    QuitAgain,
    /// Nobody could wake the program up.
    NoJobControl,
    /// An entry is there no more.
    NoSuchEntry,
    /// An enquiry was logged.
    Logged(CaseNumber, Status),
    /// A form that was changed after it was sent has been logged as it was.
    LoggedBefore(CaseNumber),
    /// What is missing in the form; saved again, it is logged all the same.
    Lacks(CaseKind, Vec<Lack>),
    /// A field takes no more characters.
    FieldFull(FormField, usize),
    /// It could not be done.
    Refused(Refusal),
    /// Personal data is blanked.
    Blanked,
    /// Personal data is masked again.
    Unblanked,
    /// A field is shown as it is; which one the key shows next.
    Revealed(FormField, Option<FormField>),
    /// All that was shown is masked again.
    MaskedAgain,
    /// Nothing of the case is masked.
    NothingMasked,
    /// Whoever asks may not see what is masked.
    MayNotReveal,
    /// This digit after the leader means nothing here.
    NothingLed(char),
    /// There are no statistics yet.
    NoStatistics,
    /// An action was done; it is not known which, where its form was left before.
    Acted(Option<Action>, Receipt),
    /// An action was done with what stood in the form before it was changed.
    ActedBefore(Action, Receipt),
    /// What was typed is kept for the next form of the case.
    Kept,
    /// The form begins with what was typed for another action.
    TakenOver,
    /// The time limit was extended before; that goes once.
    ExtendedBefore,
    /// Somebody did something with the selected case, which the list has no more.
    GoneFromList,
    /// The case allows nothing.
    NothingAllowed(Status),
    /// The case does not allow the action of the form.
    NotAllowedNow(Action, CaseKind, Status),
    /// What was given as a case number is none.
    BadNumber(BadNumber),
    /// Words were bound to an entry.
    Bound {
        /// The words.
        words: String,
        /// The entry's title.
        title: String,
    },
    /// Words were let go again.
    Unbound(String),
}
