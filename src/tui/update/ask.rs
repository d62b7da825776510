//! Questions to the desk: numbered, so that an overtaken answer is known when it comes.

use crate::registry::EntryId;
use crate::rpc::{Question, Request};
use crate::tui::message::Effect;
use crate::tui::model::{FIRST_LIMIT, Keep, Model};

/// Asks what the lookup says now, from the first hit on.
pub(super) fn first(model: &mut Model) -> Effect {
    model.lookup.limit = FIRST_LIMIT;
    model.lookup.selected = 0;
    find(model, Keep::First)
}

/// Asks anew and stays on the entry that is selected, if it is still there.
pub(super) fn again(model: &mut Model) -> Effect {
    model.lookup.limit = FIRST_LIMIT;
    find(model, Keep::Entry)
}

/// Asks for more hits of the same.
pub(super) fn more(model: &mut Model, limit: usize, keep: Keep) -> Effect {
    model.lookup.limit = limit;
    find(model, keep)
}

fn find(model: &mut Model, keep: Keep) -> Effect {
    let find = model.lookup.find();
    let (number, effect) = ask(model, Request::Find(find));
    model.lookup.awaiting = Some((number, keep));
    effect
}

/// Asks something; tells under which number.
pub(super) fn ask(model: &mut Model, request: Request) -> (u64, Effect) {
    let number = model.next_number();
    (number, Effect::Ask(Question { number, request }))
}

/// Asks for an entry, whole.
pub(super) fn show(model: &mut Model, id: EntryId) -> Effect {
    let (number, effect) = ask(model, Request::Show(id.clone().into()));
    model.lookup.awaiting_entry = Some((number, id));
    effect
}
