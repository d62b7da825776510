//! The commands of one case.

pub(super) mod show;
