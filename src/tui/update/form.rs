//! The form as a whole: opened, saved, left, and what became of it.

use super::{action, ask, ledger, pick};
use crate::casework::CaseKind;
use crate::rpc::{Deadline, Log, Receipt, Refusal, Request};
use crate::tui::message::Effect;
use crate::tui::model::{Confirm, Due, Focus, Form, Layer, Logged, Model, Notice, Sent};
use crate::tui::page;

/// Opens a form about the entry that is selected or being read.
pub(super) fn open(model: &mut Model, kind: CaseKind) -> Vec<Effect> {
    let read = model.reader().map(|reader| &reader.summary);
    // In the ledger no entry is in sight that it could be about.
    let lookup = Some(&model.lookup).filter(|_| !model.has_ledger());
    let selected = lookup.and_then(|lookup| lookup.selected());
    let entry = read.or(selected.map(|hit| &hit.summary)).cloned();
    let once = model.next_once();
    let form = Form::new(kind, entry, once);
    model.layers.push(Layer::Form(Box::new(form)));
    ask_due(model)
}

/// Asks by when acceptance must be decided.
pub(super) fn ask_due(model: &mut Model) -> Vec<Effect> {
    let Some((kind, track)) = model.form().map(|form| (form.kind, form.track())) else {
        return Vec::new();
    };
    if kind == CaseKind::Enquiry {
        return Vec::new();
    }
    let (number, effect) = ask::ask(model, Request::Due { kind, track });
    if let Some(form) = model.form_mut() {
        form.due = Due::Awaited(number);
    }
    vec![effect]
}

/// Takes the date in, if it is still the one asked for.
pub(super) fn due(model: &mut Model, number: u64, deadline: Option<Deadline>) {
    if let Some(form) = model.form_mut()
        && form.due == Due::Awaited(number)
    {
        form.due = Due::Known(deadline);
        model.dirty = true;
    }
}

/// Sends the form. What is missing is said once and asked about no more.
pub(super) fn save(model: &mut Model) -> Vec<Effect> {
    if matches!(model.layers.last(), Some(Layer::Picker(_))) {
        if pick::is_untouched(model) {
            // Whoever chose nothing does not mean the first of the list.
            pick::put_away(model);
        } else {
            pick::take(model);
        }
        if matches!(model.layers.last(), Some(Layer::Picker(_))) {
            // Why nothing could be taken is said.
            return Vec::new();
        }
    }
    let Some(form) = model.form_mut().filter(|form| !form.is_saving()) else {
        return Vec::new();
    };
    if form.deed.is_some() {
        return action::save(model);
    }
    // What cannot be logged at all is said before what may be left out.
    let intake = form.intake();
    if let Err(bad) = intake.parse() {
        form.fault = Some(bad);
        form.focus_on(bad.field);
        model.notice = Some(Notice::Refused(Refusal::Field(bad)));
        return Vec::new();
    }
    let (kind, lacks) = (form.kind, form.lacks());
    if lacks.iter().any(|lack| !form.told.contains(lack)) {
        form.told.clone_from(&lacks);
        if let Some(field) = page::form::first_of(&lacks) {
            form.focus_on(field);
        }
        model.notice = Some(Notice::Lacks(kind, lacks));
        return Vec::new();
    }
    let filled = form.filled();
    // Sent before and changed since: under the old mark the owner would answer with the case as
    // it was, and the change would be lost.
    let changed = form.sent.as_ref().is_some_and(|sent| sent.form != filled);
    form.fault = None;
    let mut once = form.once;
    if changed {
        once = model.next_once();
    }
    let log = Log { once, form: intake };
    let (number, effect) = ask::ask(model, Request::Log(Box::new(log)));
    if let Some(form) = model.form_mut() {
        form.once = once;
        form.sent = Some(Sent {
            number,
            form: filled,
            waiting: true,
        });
    }
    vec![effect]
}

/// Gives up waiting. What was sent may still be logged; the form can be changed or left.
pub(super) fn stop_waiting(model: &mut Model) {
    if let Some(sent) = model.form_mut().and_then(|form| form.sent.as_mut()) {
        sent.waiting = false;
    }
}

/// It is logged: the form goes, its number stays until the clerk goes on.
pub(super) fn logged(model: &mut Model, number: u64, receipt: Receipt) {
    model.dirty = true;
    let sent = model
        .form()
        .and_then(|form| Some((form, form.sent.as_ref()?)))
        .filter(|(_, sent)| sent.number == number);
    let Some((form, sent)) = sent else {
        // Of a form that was left while it was on its way.
        model.notice = Some(Notice::Logged(receipt.number, receipt.status));
        return;
    };
    if !sent.waiting && form.filled() != sent.form {
        let once = model.next_once();
        if let Some(form) = model.form_mut() {
            form.sent = None;
            form.once = once;
        }
        model.notice = Some(Notice::LoggedBefore(receipt.number));
        return;
    }
    let from_ledger = model.has_ledger();
    model.layers.truncate(usize::from(from_ledger));
    if !from_ledger {
        model.lookup.focus = Focus::List;
        model.lookup.is_served = true;
    }
    model.lookup.sought.served();
    if receipt.kind == CaseKind::Enquiry {
        model.notice = Some(Notice::Logged(receipt.number, receipt.status));
    } else {
        model.layers.push(Layer::Logged(Logged { receipt }));
    }
}

/// It is not logged, or the date cannot be had; tells whether the refusal was the form's. The form
/// stays as it was typed.
pub(super) fn refused(model: &mut Model, number: u64, refusal: &Refusal) -> bool {
    let Some(form) = model.form_mut() else {
        return false;
    };
    if form.due == Due::Awaited(number) {
        form.due = Due::Unknown;
        model.dirty = true;
        return true;
    }
    if form.sent.as_ref().is_none_or(|sent| sent.number != number) {
        return false;
    }
    form.sent = None;
    if let Refusal::Field(bad) = refusal {
        form.fault = Some(*bad);
        form.focus_on(bad.field);
    }
    model.notice = Some(Notice::Refused(refusal.clone()));
    model.dirty = true;
    true
}

/// Leaves the form, or asks first when something was typed that is not kept.
pub(super) fn leave(model: &mut Model) {
    if action::keep(model) {
        discard(model);
        model.notice = Some(Notice::Kept);
    } else if model.form().is_some_and(Form::is_changed) {
        ask_whether(model, Confirm::Discard);
    } else {
        discard(model);
    }
}

/// Asks whether a form is to be thrown away on the way to another screen.
pub(super) fn leave_for(model: &mut Model, asked: Confirm) {
    // What lies on the form only helps with it, save for what asks already.
    let on_form = |layer: &Layer| {
        matches!(
            layer,
            Layer::Help { .. } | Layer::Picker(_) | Layer::Overtaken(_)
        )
    };
    model.layers.retain(|layer| !on_form(layer));
    if matches!(model.layers.last(), Some(Layer::Form(_))) {
        ask_whether(model, asked);
    }
}

/// Asks; what comes before the question was painted is no answer to it.
fn ask_whether(model: &mut Model, asked: Confirm) {
    model.layers.push(Layer::Confirm(asked));
    model.unseen = true;
}

/// Throws the form away, and what lies on top of it.
fn discard(model: &mut Model) {
    action::keep(model);
    let form = |layer: &Layer| matches!(layer, Layer::Form(_));
    if let Some(at) = model.layers.iter().position(form) {
        model.layers.truncate(at);
    }
}

/// Quits, or asks first while a form is open.
pub(super) fn quit(model: &mut Model) -> Vec<Effect> {
    let kept_back = model
        .held
        .as_ref()
        .is_some_and(|held| !held.then.is_empty());
    if model.form().is_none() && !kept_back {
        return vec![Effect::Quit];
    }
    model
        .layers
        .retain(|layer| !matches!(layer, Layer::Confirm(_) | Layer::Help { .. }));
    ask_whether(model, Confirm::Quit);
    Vec::new()
}

/// Ctrl-C twice: quits like any other key that does, and without an answer to what that asks.
pub(super) fn interrupt(model: &mut Model) -> Vec<Effect> {
    match model.layers.last() {
        Some(Layer::Confirm(Confirm::Quit)) => vec![Effect::Quit],
        _ => quit(model),
    }
}

/// Yes or no.
pub(super) fn answer(model: &mut Model, yes: bool) -> Vec<Effect> {
    let Some(Layer::Confirm(asked)) = model.layers.last() else {
        return Vec::new();
    };
    let asked = *asked;
    model.layers.pop();
    match asked {
        Confirm::Quit if yes => return vec![Effect::Quit],
        Confirm::Discard if yes => discard(model),
        Confirm::Lookup if yes => {
            discard(model);
            model.layers.clear();
            model.lookup.focus = Focus::List;
        }
        Confirm::Ledger if yes => {
            discard(model);
            return ledger::open(model);
        }
        Confirm::Quit | Confirm::Discard | Confirm::Lookup | Confirm::Ledger => {}
    }
    Vec::new()
}
