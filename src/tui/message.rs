//! What happens to the model, and what the model wants done. Plain data.

use crossterm::event::KeyEvent;

use crate::rpc::{Question, Reply, Request};

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
    let newest = |wanted: fn(&Request) -> bool| {
        effects.iter().rposition(
            |effect| matches!(effect, Effect::Ask(question) if wanted(&question.request)),
        )
    };
    let find = newest(|request| matches!(request, Request::Find(_)));
    let show = newest(|request| matches!(request, Request::Show(_)));
    let overtaken = |at: usize, request: &Request| match request {
        Request::Find(_) => Some(at) != find,
        Request::Show(_) => Some(at) != show,
        // Above all a case to be logged: never dropped.
        _ => false,
    };
    effects
        .into_iter()
        .enumerate()
        .filter(|(at, effect)| {
            !matches!(effect, Effect::Ask(question) if overtaken(*at, &question.request))
        })
        .map(|(_, effect)| effect)
        .collect()
}
