//! Words that led nowhere are bound to the entry that is open, and let go again; the owner is told
//! what led to nothing and what was opened. Finds nothing.

use std::time::Duration;

use super::ask;
use crate::rpc::{Bind, Bound, Refusal, Request, Unbind, Which};
use crate::tui::keymap::Action;
use crate::tui::message::Effect;
use crate::tui::model::{Binding, Model, Notice};

/// Binds the words that led nowhere to the entry that is open.
pub(super) fn bind(model: &mut Model) -> Vec<Effect> {
    let entry = model.reader().map(|reader| reader.summary.id.clone());
    if let Some(fault) = model.lookup.sought.withheld().filter(|_| entry.is_some()) {
        model.notice = Some(Notice::Refused(Refusal::Words(fault)));
        return Vec::new();
    }
    let words = model.lookup.sought.offered().map(str::to_owned);
    let (Some(entry), Some(words)) = (entry, words) else {
        return Vec::new();
    };
    let once = model.next_once();
    let request = Bind {
        once,
        words: words.clone(),
        entry: entry.clone(),
    };
    let (number, effect) = ask::ask(model, Request::Bind(Box::new(request)));
    model.lookup.sought.binding = Some(Binding {
        words,
        entry,
        mark: once,
        awaiting: Some(number),
        is_bound: false,
    });
    vec![effect]
}

/// Lets the words just bound go again.
pub(super) fn unbind(model: &mut Model) -> Vec<Effect> {
    let once = model.next_once();
    let Some(mark) = model.lookup.sought.binding.as_ref().map(|b| b.mark) else {
        return Vec::new();
    };
    let which = Which::Line(mark);
    let request = Request::Unbind(Box::new(Unbind { once, which }));
    let (number, effect) = ask::ask(model, request);
    if let Some(binding) = &mut model.lookup.sought.binding {
        binding.awaiting = Some(number);
    }
    vec![effect]
}

/// Whoever moves among what was found, or begins a form about it, has looked at it.
pub(super) fn seen(model: &mut Model, action: Action) {
    let is_done_with_it = matches!(
        action,
        Action::Up
            | Action::Down
            | Action::PageUp
            | Action::PageDown
            | Action::First
            | Action::Last
            | Action::PreviousPart
            | Action::NextPart
            | Action::ToggleDetail
            | Action::Enquiry
            | Action::Complaint
            | Action::Tipoff
    );
    if is_done_with_it && model.layers.is_empty() {
        model.lookup.sought.seen();
    }
}

/// No key came for so long.
pub(super) fn rested(model: &mut Model, pause: Duration) {
    let in_view = model.layers.is_empty();
    model.lookup.sought.rested(pause, in_view);
}

/// The words being bound or let go by this question.
fn awaited(model: &mut Model, number: u64) -> Option<&mut Binding> {
    let binding = model.lookup.sought.binding.as_mut();
    binding.filter(|binding| binding.awaiting == Some(number))
}

/// Words are bound.
pub(super) fn bound(model: &mut Model, number: u64, bound: Bound) {
    let Some(binding) = awaited(model, number) else {
        return;
    };
    binding.awaiting = None;
    binding.is_bound = true;
    binding.mark = bound.mark;
    let Bound { words, title, .. } = bound;
    model.notice = Some(Notice::Bound { words, title });
    model.dirty = true;
}

/// Words were let go; they are offered again.
pub(super) fn gone(model: &mut Model, number: u64) {
    let Some(words) = awaited(model, number).map(|binding| binding.words.clone()) else {
        return;
    };
    model.lookup.sought.binding = None;
    model.notice = Some(Notice::Unbound(words));
    model.dirty = true;
}

/// It was refused; tells whether it was asked for here.
pub(super) fn refused(model: &mut Model, number: u64, refusal: &Refusal) -> bool {
    let Some(binding) = awaited(model, number) else {
        return false;
    };
    binding.awaiting = None;
    if !binding.is_bound {
        model.lookup.sought.binding = None;
    }
    model.notice = Some(Notice::Refused(refusal.clone()));
    model.dirty = true;
    true
}

/// Tells the owner what led to nothing and what was opened.
pub(super) fn settle(model: &mut Model) -> Option<Effect> {
    let noted = model.lookup.sought.take_noted()?;
    let (_, effect) = ask::ask(model, Request::Noted(Box::new(noted)));
    Some(effect)
}
