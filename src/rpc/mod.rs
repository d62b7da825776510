//! The wire: what a client may ask and what it is answered, as plain data; frames, the way to the
//! owner's socket, the client that attaches or starts an owner. Knows neither how an answer is found nor how it is shown.

pub mod casework;
pub mod client;
pub mod fault;
pub mod frame;
pub mod hello;
pub mod link;
pub mod message;
pub mod paths;
pub mod serve;

pub use casework::{
    CalendarYear, CaseLine, CaseShown, Deadline, Doubt, EventShown, Log, OwnerNotice, OwnerStatus,
    Problem, ProblemKind, Readable, Receipt, Verified, VisitorShown, Warning,
};
pub use client::{Caller, Connection, RemoteLink};
pub use fault::{ConnectFault, PathFault, StartFault};
pub use link::{Deliver, Link, News};
pub use message::{
    Answer, Bonus, Excerpt, Field, Find, Form, Found, Hit, Mark, Matched, Question, Refusal, Reply,
    Request, RolePart, Scope, Shown, StoreFault, TotalIs, Why, WhyTerm,
};
pub use paths::{Mode, Place};
pub use serve::{Asker, Serve};
