//! What happens to the model, and what the model wants done. Plain data.

use crossterm::event::KeyEvent;

use crate::rpc::{Question, Reply};

/// What happens.
#[derive(Clone, Debug, PartialEq)]
pub enum Msg {
    /// A key.
    Key(KeyEvent),
    /// Text pasted, or committed by an input method in one piece.
    Paste(String),
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
    /// Somebody outside asks the program to stop for a while.
    Suspend,
    /// The program goes on after a stop.
    Continued,
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
    let mut kept: Vec<Effect> = Vec::with_capacity(effects.len());
    let mut newer = Vec::new();
    for effect in effects.into_iter().rev() {
        if let Effect::Ask(Question { request, .. }) = &effect
            // Above all a case to be logged or acted on is never dropped.
            && request.is_overtaken()
        {
            let sort = std::mem::discriminant(request);
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
