//! The screen of the counter. `update(model, message) -> effects`, `view(model, frame)`; only
//! `runtime` and `terminal` touch the outside. Knows what can be asked, not who answers.
//!
//! | module | what it is |
//! |---|---|
//! | `model` | all state: the lookup screen, the ledger, the layers on top, notices |
//! | `message` | what happens to the model, and what it wants done |
//! | `update` | the verbs, pure |
//! | `layout`, `page` | where things stand; an entry as lines. Read by `update` and `view` |
//! | `view` | the painting, pure |
//! | `keymap` | the one table of keys |
//! | `words` | sentences put together from what the owner answers |
//! | `widgets` | glyphs, cutting, wrapping: cells, not entries |
//! | `runtime`, `terminal` | threads, signals, the terminal |

pub mod keymap;
pub mod layout;
pub mod message;
pub mod model;
pub mod page;
mod runtime;
mod terminal;
pub mod update;
pub mod view;
pub mod widgets;
pub mod words;

use std::io;

use crate::rpc::{Deliver, Link};
use crate::text::Lang;
pub use terminal::backend::OneWrite;
pub use terminal::line::Ends;
pub use terminal::profile::{Colors, Family, Lines, Profile, Wishes};

/// What the screen is told once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Language of every word.
    pub lang: Lang,
    /// Whether to use colours. Meaning never hangs on them.
    pub color: bool,
    /// What frames and rules are drawn with.
    pub lines: Lines,
    /// Whether the detail pane is there from the start.
    pub detail: bool,
    /// Whether the data directory is one for training: every screen says so.
    pub training: bool,
}

/// Why the screen could not start or go on.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Standard input or output is no terminal.
    #[error("not a terminal")]
    NotATerminal,
    /// The terminal could not be read, set up or written.
    #[error("terminal: {0}")]
    Terminal(#[source] io::Error),
    /// The thread for signals could not be set up.
    #[error("signals: {0}")]
    Signals(#[source] io::Error),
}

/// Runs the screen until the clerk leaves. `line` are the ends of the connection that the terminal is
/// reached by, where that is known; `connect` is handed the place where replies go. When the terminal
/// is gone the process ends, with status 129 as after a hang-up.
///
/// # Errors
/// [`Error`] when there is no terminal or it cannot be used.
pub fn run(
    settings: Settings,
    profile: Profile,
    line: Option<Ends>,
    connect: impl FnOnce(Deliver) -> Box<dyn Link>,
) -> Result<(), Error> {
    runtime::run(settings, profile, line, connect)
}
