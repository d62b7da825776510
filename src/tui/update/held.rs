//! Whoever types a query and goes straight on to log something, or to take what it finds, means
//! what the query finds: that waits for the answer, and the keys that follow wait for it.

use super::{act, pick, torn, update};
use crate::tui::keymap::{Action, Chord};
use crate::tui::message::{Effect, Msg};
use crate::tui::model::{CaseState, Held, Layer, Model};

/// Whether the hits, or the lines of the ledger, belong to an older query than the one that stands
/// there.
fn is_stale(model: &Model) -> bool {
    if model.has_ledger() {
        model.ledger.is_stale()
    } else {
        model.lookup.is_stale()
    }
}

/// Whether an action comes before the answer that it is about.
fn is_early(model: &Model, action: Action) -> bool {
    match action {
        Action::Enquiry | Action::Complaint | Action::Tipoff => {
            model.layers.is_empty() && is_stale(model)
        }
        Action::OpenCase => model.ledger.is_stale(),
        // A case's number says by itself which case is meant.
        Action::Open => model.lookup.is_stale() && model.lookup.case_selected().is_none(),
        Action::Related => model.reader().is_none() && model.lookup.is_stale(),
        // What a case allows is known once it is here, after an action once it is here again.
        Action::Menu => model.case().is_some_and(|view| {
            matches!(view.state, CaseState::Awaited(_)) || view.again.awaiting.is_some()
        }),
        Action::TakeAgency | Action::Save => pick::is_stale(model),
        _ => false,
    }
}

/// Keeps an action back until the hits are here; tells whether it did.
pub(super) fn must_wait(model: &mut Model, action: Action) -> bool {
    let waits = is_early(model, action);
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
            chord if chord.is_escape() && held.then.is_empty() => {
                let before = torn::before(model);
                model.held = None;
                torn::keep(model, before);
            }
            _ => held.then.push(message),
        },
        Msg::Paste(_) => held.then.push(message),
        Msg::NotEsc => {
            let is_escape = |kept: &mut Msg| match kept {
                Msg::Key(event) => Chord::of(event, false).is_escape(),
                _ => false,
            };
            held.then.pop_if(is_escape);
        }
        _ => return Some(message),
    }
    None
}

/// Goes on with what was kept back, once the hits are here.
pub(super) fn release(model: &mut Model) -> Vec<Effect> {
    // What is being asked is answered first.
    let asks = matches!(model.layers.last(), Some(Layer::Confirm(_)));
    let early = |held: &Held| is_early(model, held.action);
    // In a window that is too small nobody would see what it does.
    if asks || model.layout().too_small || model.held.as_ref().is_none_or(early) {
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
