//! The terminal: modes, bytes in, bytes out. Knows keys and cells, not the model.

pub(super) mod backend;
pub(super) mod decode;
pub(super) mod line;
pub(super) mod panic;
mod pen;
pub(super) mod profile;
pub(super) mod tty;
