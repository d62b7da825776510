//! Keys whose effect nobody would see: while the window is too small for anything but saying so, and
//! an answer to a question that was not painted yet. Knows no question, only whether it is shown.

use crate::tui::keymap::{self, Action};
use crate::tui::message::Msg;
use crate::tui::model::{Confirm, Layer, Model};

/// Whether a message is dropped. A question is answered by nobody who has not seen it: what comes in
/// one piece with Esc was meant for something else. In a window that is too small nothing acts but what leaves, stops or
/// repaints the program, and the answer to whether it is to be left, which stands there.
pub(super) fn is_blind(model: &Model, message: &Msg) -> bool {
    if !model.layout().too_small {
        return model.unseen && says_yes(model, message);
    }
    match message {
        Msg::Paste(_) => true,
        Msg::Key(event) => {
            let holds = |when| model.holds(when);
            match keymap::resolve(model.scope(), holds, event, model.leader) {
                Some(Action::Quit | Action::Suspend | Action::Repaint) => false,
                Some(Action::Yes | Action::No) => {
                    !matches!(model.layers.last(), Some(Layer::Confirm(Confirm::Quit)))
                }
                _ => true,
            }
        }
        _ => false,
    }
}

fn says_yes(model: &Model, message: &Msg) -> bool {
    let Msg::Key(event) = message else {
        return false;
    };
    let holds = |when| model.holds(when);
    keymap::resolve(model.scope(), holds, event, model.leader) == Some(Action::Yes)
}
