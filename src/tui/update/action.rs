//! Acting on the open case: the menu, the form of an action, what became of it, who was first.

use super::moving::Step;
use super::{ask, casework, pick};
use crate::casework::{Action, CaseNumber, Deadlines, FormField, Refused, status};
use crate::rpc::{Act, CaseShown, Conflict, Difference, Receipt, Refusal, Request};
use crate::tui::keymap;
use crate::tui::message::Effect;
use crate::tui::model::{
    ActionFault, Due, Form, Layer, Menu, Model, Notice, Objection, Overtaken, Sent,
};

/// Opens the menu of what the open case allows.
pub(super) fn open_menu(model: &mut Model) {
    let Some(shown) = model.case().and_then(|view| view.state.known()) else {
        return;
    };
    match shown.allowed.first() {
        Some(first) => {
            let menu = Menu { selected: *first };
            model.layers.push(Layer::Menu(menu));
        }
        None => model.notice = Some(Notice::NothingAllowed(shown.line.status)),
    }
}

/// Whether letters choose an action now, or whoever types one would.
pub(super) fn has_menu(model: &Model) -> bool {
    let is_menu = |layer: &Layer| matches!(layer, Layer::Menu(_));
    model.form().is_none() && model.layers.iter().any(is_menu)
}

/// A letter was typed in the menu. From help it only leads back there.
pub(super) fn letter(model: &mut Model, c: char) -> Vec<Effect> {
    if matches!(model.layers.last(), Some(Layer::Help { .. })) {
        model.layers.pop();
        model.dirty = true;
        return Vec::new();
    }
    let Some(action) = keymap::action_of(c) else {
        return Vec::new();
    };
    model.dirty = true;
    let Some(shown) = model.case().and_then(|view| view.state.known()) else {
        return Vec::new();
    };
    if shown.allowed.contains(&action) {
        return start(model, action);
    }
    let (kind, status) = (shown.line.kind, shown.line.status);
    let goes_once = action == Action::Extend && status::allows(kind, status, action);
    model.notice = Some(match goes_once {
        true => Notice::ExtendedBefore,
        false => Notice::NotAllowedNow(action, kind, status),
    });
    Vec::new()
}

/// Moves in the menu.
pub(super) fn step(model: &mut Model, step: Step) {
    let allowed = model.allowed().to_vec();
    let Some(Layer::Menu(menu)) = model.layers.last_mut() else {
        return;
    };
    let at = allowed.iter().position(|one| *one == menu.selected);
    let next = step.from(at.unwrap_or(0), allowed.len());
    if let Some(action) = allowed.get(next).or_else(|| allowed.last()) {
        menu.selected = *action;
    }
}

/// Puts the menu away once the case no longer allows what is selected in it: whoever is about to
/// press Enter must not do something else.
pub(super) fn settle(model: &mut Model) {
    let Some(Layer::Menu(menu)) = model.layers.last() else {
        return;
    };
    let (selected, allowed) = (menu.selected, model.allowed());
    let is_known = model
        .case()
        .is_some_and(|view| view.state.known().is_some());
    if !is_known || allowed.contains(&selected) {
        return;
    }
    model.layers.pop();
    if let Some(shown) = model.case().and_then(|view| view.state.known()) {
        let (kind, status) = (shown.line.kind, shown.line.status);
        model.notice = Some(Notice::NotAllowedNow(selected, kind, status));
    }
}

/// The action that is selected in the menu.
pub(super) fn choose(model: &mut Model) -> Vec<Effect> {
    match model.layers.last() {
        Some(Layer::Menu(menu)) if model.allowed().contains(&menu.selected) => {
            let action = menu.selected;
            start(model, action)
        }
        _ => Vec::new(),
    }
}

/// Opens the form that asks for what an action needs.
fn start(model: &mut Model, action: Action) -> Vec<Effect> {
    let once = model.next_once();
    let Some(shown) = model.case().and_then(|view| view.state.known()) else {
        return Vec::new();
    };
    let mut form = Form::for_action(shown, action, once);
    let mut effects = Vec::new();
    let number = shown.line.number;
    let (kind, track) = (shown.line.kind, shown.line.track);
    if let Some(carried) = model.carried.take_if(|carried| carried.number == number) {
        if form.take_over(&carried) {
            model.notice = Some(Notice::TakenOver);
        } else {
            model.carried = Some(carried);
        }
    }
    if action == Action::Accept {
        let deadlines = Deadlines::built_in();
        let rule = deadlines.handling(kind, track);
        form.due = Due::Known(None);
        if let Some(rule) = rule.map(|rule| rule.id.clone()) {
            let (number, effect) = ask::ask(model, Request::Deadline { rule, from: None });
            form.due = Due::Awaited(number);
            effects.push(effect);
        }
    }
    model.layers.push(Layer::Form(Box::new(form)));
    effects
}

/// Sends the action, unless something stands against it already here.
pub(super) fn save(model: &mut Model) -> Vec<Effect> {
    let Some(form) = model.form_mut() else {
        return Vec::new();
    };
    let (kind, deed) = match &form.deed {
        Some(deed) => (form.kind, deed),
        None => return Vec::new(),
    };
    if !deed.is_allowed() {
        model.notice = Some(Notice::NotAllowedNow(deed.action, kind, deed.status));
        return Vec::new();
    }
    let (number, revision) = (deed.number, deed.revision);
    let action = match form.action(deed) {
        Ok(action) => action,
        Err((field, fault)) => {
            object(model, field, fault);
            return Vec::new();
        }
    };
    let filled = form.filled();
    // As with a case to be logged: under the old mark the owner would answer with what was done.
    let changed = form.sent.as_ref().is_some_and(|sent| sent.form != filled);
    form.fault = None;
    let mut once = form.once;
    if changed {
        once = model.next_once();
    }
    let act = Act {
        once,
        number,
        if_revision: Some(revision),
        form: action,
    };
    let (asked, effect) = ask::ask(model, Request::Act(Box::new(act)));
    if let Some(form) = model.form_mut() {
        form.once = once;
        form.sent = Some(Sent {
            number: asked,
            form: filled,
            waiting: true,
        });
        if let Some(deed) = &mut form.deed {
            deed.objection = None;
        }
    }
    vec![effect]
}

/// A field cannot be sent as it stands.
fn object(model: &mut Model, field: FormField, fault: ActionFault) {
    let Some(form) = model.form_mut() else { return };
    form.focus_on(field);
    let notice = match fault {
        ActionFault::Field(bad) => {
            form.fault = Some(bad);
            Notice::Refused(Refusal::Field(bad))
        }
        ActionFault::Number(bad) => {
            if let Some(deed) = &mut form.deed {
                deed.objection = Some((field, Objection::Number(bad)));
            }
            Notice::BadNumber(bad)
        }
    };
    model.notice = Some(notice);
}

/// It is done: the form goes, and the case is asked for again.
pub(super) fn acted(model: &mut Model, asked: u64, receipt: Receipt) -> Vec<Effect> {
    model.dirty = true;
    let number = receipt.number;
    let sent = model
        .form()
        .and_then(|form| Some((form, form.deed.as_ref()?, form.sent.as_ref()?)))
        .filter(|(_, _, sent)| sent.number == asked);
    let Some((form, deed, sent)) = sent else {
        // Of a form that was left while it was on its way.
        model.notice = Some(Notice::Acted(None, receipt));
        return casework::again(model, number);
    };
    let action = deed.action;
    if !sent.waiting && form.filled() != sent.form {
        let once = model.next_once();
        if let Some(form) = model.form_mut() {
            form.sent = None;
            form.once = once;
            if let Some(deed) = &mut form.deed {
                deed.revision = receipt.revision;
                deed.status = receipt.status;
            }
        }
        model.notice = Some(Notice::ActedBefore(action, receipt));
        return casework::again(model, number);
    }
    let below = |layer: &Layer| matches!(layer, Layer::Menu(_) | Layer::Form(_));
    if let Some(at) = model.layers.iter().position(below) {
        model.layers.truncate(at);
    }
    model.notice = Some(Notice::Acted(Some(action), receipt));
    casework::again(model, number)
}

/// The case is here again: the form over it says how it stands.
pub(super) fn refresh(model: &mut Model, shown: &CaseShown) {
    let deed = model.form_mut().and_then(|form| form.deed.as_mut());
    if let Some(deed) = deed.filter(|deed| deed.number == shown.line.number) {
        deed.refresh(shown);
    }
}

/// Whether a question was the action of the form.
pub(super) fn sent(model: &Model, asked: u64) -> bool {
    let form = model.form().filter(|form| form.deed.is_some());
    let sent = form.and_then(|form| form.sent.as_ref());
    sent.is_some_and(|sent| sent.number == asked)
}

/// It was not done. The form stays as it was typed, and says why.
pub(super) fn refused(model: &mut Model, refusal: Refusal) -> Vec<Effect> {
    model.dirty = true;
    let Some(form) = model.form_mut() else {
        return Vec::new();
    };
    form.sent = None;
    let Some(deed) = &mut form.deed else {
        return Vec::new();
    };
    let number = deed.number;
    let mut changed = false;
    match &refusal {
        Refusal::Changed(conflict) => {
            let conflict = (**conflict).clone();
            return overtaken(model, conflict);
        }
        Refusal::Field(bad) => {
            let mut bad = *bad;
            bad.field = deed.field(bad.field);
            form.fault = Some(bad);
            form.focus_on(bad.field);
            model.notice = Some(Notice::Refused(Refusal::Field(bad)));
            return Vec::new();
        }
        Refusal::NotAllowed { status, .. } | Refusal::Rule(Refused::NotAllowed { status, .. }) => {
            deed.status = *status;
            changed = true;
        }
        _ => {}
    }
    if let Some(field) = about(&refusal, number) {
        deed.objection = Some((field, Objection::Refused(refusal.clone())));
        form.focus_on(field);
    }
    model.notice = Some(Notice::Refused(refusal));
    if changed {
        return casework::again(model, number);
    }
    Vec::new()
}

/// The field that a refusal is about, where it is one's.
fn about(refusal: &Refusal, number: CaseNumber) -> Option<FormField> {
    match refusal {
        Refusal::NoSuchCase(other) if *other != number => Some(FormField::Into),
        Refusal::IntoNotRunning { .. }
        | Refusal::Rule(Refused::IntoItself | Refused::IntoOtherKind) => Some(FormField::Into),
        Refusal::Rule(Refused::BeyondCap { .. } | Refused::NoSuchDay) => Some(FormField::Days),
        _ => None,
    }
}

/// Somebody was first: that is told, and the form goes on from the case as it is now.
fn overtaken(model: &mut Model, conflict: Conflict) -> Vec<Effect> {
    let number = conflict.number;
    let Some(deed) = model.form_mut().and_then(|form| form.deed.as_mut()) else {
        return Vec::new();
    };
    deed.revision = conflict.revision;
    if let Some(last) = conflict.since.last() {
        deed.status = last.to;
    }
    for difference in &conflict.differences {
        if let Difference::DueOn(_, now) = difference {
            deed.due_on = *now;
        }
    }
    let told = Overtaken {
        action: deed.action,
        allowed: deed.is_allowed(),
        conflict,
        scroll: 0,
    };
    // Over the form, but under what asks or helps just now.
    let is_form = |layer: &Layer| matches!(layer, Layer::Form(_));
    let form = model.layers.iter().position(is_form);
    let at = form.map_or(model.layers.len(), |at| at + 1);
    model.layers.insert(at, Layer::Overtaken(Box::new(told)));
    casework::again(model, number)
}

/// Keeps what was typed for an action that the case no longer allows; tells whether anything was.
pub(super) fn keep(model: &mut Model) -> bool {
    let Some(carried) = model.form().and_then(Form::carried) else {
        return false;
    };
    model.carried = Some(carried);
    true
}

/// Esc, and what else puts the layer on top away.
pub(super) fn back(model: &mut Model) {
    if matches!(model.layers.last(), Some(Layer::Picker(_))) {
        pick::put_away(model);
    } else {
        model.layers.pop();
    }
}
