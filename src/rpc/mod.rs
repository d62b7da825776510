//! The wire: what a client may ask and what it is answered, as plain data; frames, the way to the
//! owner's socket, the client that attaches or starts an owner. Knows neither how an answer is found nor how it is shown.

pub mod action;
pub mod casework;
pub mod client;
pub mod fault;
pub mod find;
pub mod frame;
pub mod hello;
pub mod ledger;
pub mod link;
pub mod lists;
pub mod message;
pub mod paths;
pub mod serve;
pub mod words;

pub use action::{Act, AgenciesFound, AgencyHit, BoundaryPart, Conflict, Difference, FindAgencies};
pub use casework::{
    CalendarYear, CaseLine, CaseShown, Deadline, Doubt, EventAbout, EventShown, Log, OwnerNotice,
    OwnerStatus, Problem, ProblemKind, Readable, Receipt, Verified, Warning,
};
pub use client::{Caller, Connection, RemoteLink};
pub use fault::{ConnectFault, KeyTrouble, PathFault, StartFault};
pub use find::{
    Bonus, Excerpt, Field, Find, Form, Found, HeldTo, Hit, Mark, Matched, RolePart, Scope, Shown,
    TotalIs, Unheld, Why, WhyTerm,
};
pub use ledger::{
    CaseField, CaseFilter, CaseHit, CaseMark, CaseOrder, CasesFound, Changed, ListCases, Loading,
    MOST_LINES, Watch,
};
pub use link::{Ask, Deliver, Link, News};
pub use lists::{FillForTraining, ImportList, Imported, ListShown};
pub use message::{Answer, Question, Refusal, Reply, Request, StoreFault};
pub use paths::{Mode, Place};
pub use serve::{Asker, Serve, Tell};
pub use words::{
    Bind, Bound, Miss, Missed, Noted, TableFault, TableWrong, Unbind, Which, WordsFault,
};

/// A mark for a request that must happen once, drawn at random.
///
/// # Errors
/// When the system gives no random numbers.
pub fn once() -> std::io::Result<u128> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|fault| match fault.raw_os_error() {
        Some(number) => std::io::Error::from_raw_os_error(number),
        None => std::io::Error::other(fault.to_string()),
    })?;
    Ok(u128::from_ne_bytes(bytes))
}
