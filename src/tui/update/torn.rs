//! A key that came in pieces over a bad line began with what was taken for Esc: what that did is taken
//! back. Knows no time: that it was none is told.

use super::{ask, casework, form, ledger};
use crate::casework::CaseNumber;
use crate::tui::message::Effect;
use crate::tui::model::{
    Again, BeforeEsc, CaseState, Due, Form, Fresh, Keep, Layer, Lookup, Model,
};

/// What stands there before Esc.
pub(super) fn before(model: &Model) -> BeforeEsc {
    let top = model.layers.last();
    BeforeEsc {
        layers: model.layers.clone(),
        left: model.layers.len(),
        lookup: top.is_none().then(|| Box::new(model.lookup.clone())),
        ledger: matches!(top, Some(Layer::Ledger)).then(|| Box::new(model.ledger.clone())),
        carried: model.carried.clone(),
        held: model.held.clone(),
        waiting: waits(model),
    }
}

/// The question that the form waits for.
fn waits(model: &Model) -> Option<u64> {
    let sent = model.form()?.sent.as_ref()?;
    sent.waiting.then_some(sent.number)
}

/// Keeps what stood there, after Esc did what it does.
pub(super) fn keep(model: &mut Model, before: BeforeEsc) {
    let left = model.layers.len();
    model.before_esc = Some(Box::new(BeforeEsc { left, ..before }));
}

/// The last key was no Esc.
pub(super) fn take_back(model: &mut Model) -> Vec<Effect> {
    let Some(before) = model.before_esc.take() else {
        return Vec::new();
    };
    model.dirty = true;
    if model.held.is_none() {
        model.held = before.held;
    }
    if model.layers.len() != before.left {
        // Somebody's answer has led on since.
        return Vec::new();
    }
    if let Some(number) = before.waiting
        && let Some(sent) = model.form_mut().and_then(|form| form.sent.as_mut())
        && sent.number == number
    {
        sent.waiting = true;
    }
    if before.layers.len() < before.left {
        model.layers.truncate(before.layers.len());
        return Vec::new();
    }
    if before.layers.len() > before.left {
        model.carried = before.carried;
        return put_back(model, before.layers.into_iter().skip(before.left).collect());
    }
    if let Some(lookup) = before.lookup {
        return look_up(model, *lookup);
    }
    if let Some(ledger) = before.ledger {
        model.ledger = *ledger;
        return list(model);
    }
    Vec::new()
}

/// Layers lie there again; answers that they wait for may have come to nobody.
fn put_back(model: &mut Model, layers: Vec<Layer>) -> Vec<Effect> {
    let mut effects = Vec::new();
    let is_waiting = |layer: &Layer| match layer {
        // The list of agencies opens again when something is typed.
        Layer::Picker(picker) => picker.awaiting.is_some(),
        _ => false,
    };
    if layers.iter().any(is_waiting) {
        return effects;
    }
    let has_ledger = matches!(layers.first(), Some(Layer::Ledger)) && model.layers.is_empty();
    let asks_due = layers.iter().any(|layer| match layer {
        Layer::Form(form) => is_due(form),
        _ => false,
    });
    let mut changed: Option<CaseNumber> = None;
    for mut layer in layers {
        if let Layer::Case(view) = &mut layer {
            view.again = Again::default();
            view.revealing = None;
            if view.state.awaited().is_some() {
                let (asked, effect) = casework::show(model, view.number, false);
                view.state = CaseState::Awaited(asked);
                effects.push(effect);
            } else {
                changed = Some(view.number);
            }
        }
        model.unseen |= matches!(layer, Layer::Confirm(_));
        model.layers.push(layer);
    }
    if has_ledger {
        effects.extend(list(model));
    }
    if asks_due {
        effects.extend(form::ask_due(model));
    }
    if let Some(number) = changed {
        effects.extend(casework::again(model, number));
    }
    effects
}

fn is_due(form: &Form) -> bool {
    matches!(form.due, Due::Awaited(_))
}

/// The lookup as it was. What was answered since belongs to another query.
fn look_up(model: &mut Model, before: Lookup) -> Vec<Effect> {
    let awaited = before.awaiting;
    let cache = std::mem::take(&mut model.lookup.cache);
    model.lookup = Lookup {
        awaiting: None,
        awaiting_entry: None,
        cache,
        ..before
    };
    let case = &mut model.lookup.case;
    case.take_if(|found| found.state.awaited().is_some() || found.again.awaiting.is_some());
    match awaited {
        None => Vec::new(),
        Some((_, Keep::First)) => vec![ask::first(model)],
        Some((_, keep)) => {
            let limit = model.lookup.limit;
            vec![ask::more(model, limit, keep)]
        }
    }
}

/// The ledger as it was, and what changed in it since.
fn list(model: &mut Model) -> Vec<Effect> {
    let was_first = matches!(model.ledger.awaiting.take(), Some((_, Keep::First)));
    model.ledger.stale = None;
    if was_first {
        return vec![ledger::first(model)];
    }
    ledger::refresh(model, Fresh::All).into_iter().collect()
}
