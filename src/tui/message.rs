//! What happens to the model, and what the model wants done. Plain data.

use std::fmt;
use std::mem::{Discriminant, discriminant};
use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent};

use crate::rpc::{Question, Reply, Request};

/// What happens.
#[derive(Clone, PartialEq)]
pub enum Msg {
    /// A key.
    Key(KeyEvent),
    /// Text pasted, or committed by an input method in one piece.
    Paste(String),
    /// The Esc just told was none: it began another key, or what is no key, whose rest came late.
    NotEsc,
    /// The terminal has another size now.
    Resize {
        /// Columns.
        width: u16,
        /// Rows.
        height: u16,
    },
    /// An answer came.
    Reply(Reply),
    /// Nobody answers at the moment; the link sees to it.
    Lost,
    /// Somebody answers again, and is asked again what was not answered.
    Back,
    /// No key came for so long; told before the one that ends it.
    Rested(Duration),
    /// Nobody answers what was asked, and that for a while.
    Unanswered,
    /// A moment passed in which the model was to look again.
    Waited,
    /// Somebody outside asks the program to stop for a while.
    Suspend,
    /// The program goes on after a stop.
    Continued,
}

impl fmt::Debug for Msg {
    /// What happened, and not what was typed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(key) if matches!(key.code, KeyCode::Char(_)) => f.write_str("Key(…)"),
            Self::Key(key) => f.debug_tuple("Key").field(&key.code).finish(),
            Self::Paste(_) => f.write_str("Paste(…)"),
            Self::NotEsc => f.write_str("NotEsc"),
            Self::Resize { width, height } => write!(f, "Resize({width}, {height})"),
            Self::Reply(reply) => reply.fmt(f),
            Self::Lost => f.write_str("Lost"),
            Self::Back => f.write_str("Back"),
            Self::Rested(pause) => f.debug_tuple("Rested").field(pause).finish(),
            Self::Unanswered => f.write_str("Unanswered"),
            Self::Waited => f.write_str("Waited"),
            Self::Suspend => f.write_str("Suspend"),
            Self::Continued => f.write_str("Continued"),
        }
    }
}

/// What is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Send a question.
    Ask(Question),
    /// Paint everything anew, whatever the terminal shows.
    Repaint,
    /// Give the terminal back and stop until continued.
    Suspend,
    /// Take the terminal again.
    Resume,
    /// Leave.
    Quit,
}

/// Drops the questions that newer ones of their kind overtake, so that a burst of keys asks once.
#[must_use]
pub fn coalesce(effects: Vec<Effect>) -> Vec<Effect> {
    let mut newer: Vec<Discriminant<Request>> = Vec::new();
    let mut kept: Vec<Effect> = Vec::new();
    for effect in effects.into_iter().rev() {
        if let Effect::Ask(question) = &effect
            // What changes something, above all a case to be logged, is never dropped.
            && question.request.is_overtaken()
        {
            let sort = discriminant(&question.request);
            if newer.contains(&sort) {
                continue;
            }
            newer.push(sort);
        }
        kept.push(effect);
    }
    kept.reverse();
    kept
}
