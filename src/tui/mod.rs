//! The screen of the counter. `update(model, message) -> effects`, `view(model, frame)`; only
//! `runtime` and `terminal` touch the outside.

use crate::rpc::{Deliver, Link};
use crate::text::Lang;

/// How the counter is to look.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Language.
    pub lang: Lang,
    /// Whether colours may be used.
    pub color: bool,
    /// The bureau's name.
    pub list_name: String,
}

/// How the counter was left.
#[derive(Clone, Copy, Debug)]
pub enum Exit {
    /// By the clerk.
    Quit,
}

/// Why the counter could not go on.
#[derive(Debug, thiserror::Error)]
#[error("screen")]
pub struct Error;

/// Opens the counter.
///
/// # Errors
/// When the terminal fails.
pub fn run(
    settings: Settings,
    connect: impl FnOnce(Deliver) -> Box<dyn Link>,
) -> Result<Exit, Error> {
    let _ = (settings, connect);
    Err(Error)
}
