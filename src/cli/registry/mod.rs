//! `registry …`: the commands about the lists themselves. Know no search.

pub(super) mod check;
pub(super) mod export;
pub(super) mod list;
