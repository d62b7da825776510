//! Whoever types a query and goes straight on to log something means what the query finds: the
//! form waits for the answer, and the keys that follow wait for the form.

use super::{act, update};
use crate::tui::keymap::{Action, Chord};
use crate::tui::message::{Effect, Msg};
use crate::tui::model::{Held, Keep, Layer, Model};

/// Whether the hits, or the lines of the ledger, belong to an older query than the one that stands
/// there.
fn is_stale(model: &Model) -> bool {
    let awaiting = if model.has_ledger() {
        model.ledger.awaiting
    } else {
        model.lookup.awaiting
    };
    matches!(awaiting, Some((_, Keep::First)))
}

/// Keeps an action back until the hits are here; tells whether it did.
pub(super) fn must_wait(model: &mut Model, action: Action) -> bool {
    let about_hits = matches!(action, Action::Enquiry | Action::Complaint | Action::Tipoff);
    let about_hits = about_hits && model.layers.is_empty();
    let waits = (about_hits || action == Action::OpenCase) && is_stale(model);
    if waits {
        let then = Vec::new();
        model.held = Some(Held { action, then });
    }
    waits
}

/// Keeps a key back behind an action that waits; what does not wait is handed back.
pub(super) fn hold(model: &mut Model, message: Msg) -> Option<Msg> {
    let asks = matches!(model.layers.last(), Some(Layer::Confirm(_)));
    let Some(held) = model.held.as_mut().filter(|_| !asks) else {
        return Some(message);
    };
    match &message {
        Msg::Key(event) => match Chord::of(event, false) {
            // Leaving, stopping and repainting wait for nobody.
            chord if chord.is_urgent() => return Some(message),
            chord if chord.is_escape() && held.then.is_empty() => model.held = None,
            _ => held.then.push(message),
        },
        Msg::Paste(_) => held.then.push(message),
        _ => return Some(message),
    }
    None
}

/// Goes on with what was kept back, once the hits are here.
pub(super) fn release(model: &mut Model) -> Vec<Effect> {
    // What is being asked is answered first.
    let asks = matches!(model.layers.last(), Some(Layer::Confirm(_)));
    if asks || is_stale(model) {
        return Vec::new();
    }
    let Some(Held { action, then }) = model.held.take() else {
        return Vec::new();
    };
    model.dirty = true;
    let mut effects = act::act(model, action, false);
    for message in then {
        effects.extend(update(model, message));
    }
    effects
}
