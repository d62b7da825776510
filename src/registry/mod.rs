//! The registry (登记表): what the bureaus answer for, list by list. Pure data and reading; knows
//! nothing of search, screen, wire or disk.

pub mod agency;
pub mod check;
pub mod entry;
pub mod id;
pub mod list;
mod lookup;
pub mod loss;
pub mod mapping;
pub mod passage;
pub mod phone;
pub mod read;
mod related;
mod view;

pub use agency::names as agency_names;
pub use entry::{Body, Entry, RoleView, SectionView, Summary, TaskView};
pub use id::{EntryId, Kind, ListCode, Place, Reference};
pub use list::{Agency, Boundary, Duty, List, Role, Section, Service, Supervision, Task};
pub use lookup::{NotFound, Registry, whose};
pub use loss::Loss;
pub use passage::{Passage, Span};
pub use phone::Phone;
