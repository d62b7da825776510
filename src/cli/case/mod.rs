//! The commands of one case.

pub(super) mod act;
pub(super) mod show;
