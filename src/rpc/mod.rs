//! The wire: what a client may ask and what it is answered, as plain data, and the link it asks
//! through. Knows neither how an answer is found nor how it is shown.

pub mod casework;
pub mod link;
pub mod message;

pub use casework::{
    CalendarYear, CaseLine, CaseShown, Deadline, Doubt, EventShown, Log, OwnerNotice, OwnerStatus,
    Problem, ProblemKind, Readable, Receipt, Verified, VisitorShown, Warning,
};
pub use link::{Deliver, Link};
pub use message::{
    Answer, Bonus, Excerpt, Field, Find, Form, Found, Hit, Mark, Matched, Question, Refusal, Reply,
    Request, RolePart, Scope, Shown, StoreFault, TotalIs, Why, WhyTerm,
};
