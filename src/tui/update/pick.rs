//! Choosing the agency that a case is referred to: its name is typed in the form's field, and
//! those that fit are listed under it.

use tui_input::Input;

use super::moving::Step;
use super::{ask, fill};
use crate::chars;
use crate::rpc::{AgenciesFound, FindAgencies, Refusal, Request};
use crate::tui::message::Effect;
use crate::tui::model::{Form, Layer, Model, Notice, Picker};
use crate::tui::page;

/// More agencies than a clerk looks through.
const LIMIT: usize = 200;

/// Shows the agencies whenever the field is typed in, asks for those that fit what stands there
/// now, and keeps the selected one in view.
pub(super) fn settle(model: &mut Model) -> Option<Effect> {
    let on_top = matches!(model.layers.last(), Some(Layer::Form(_)));
    let form = model.form().filter(|form| !form.is_saving());
    let form = form.filter(|form| form.names_agency())?;
    let deed = form.deed.as_ref()?;
    let (typed, number) = (typed(form), deed.number);
    if on_top && deed.looked_at.as_ref() != Some(&typed) {
        model.layers.push(Layer::Picker(Box::default()));
        model.dirty = true;
    }
    let picker = model.picker()?;
    if picker.text.as_ref() == Some(&typed) {
        keep_in_view(model);
        return None;
    }
    let find = FindAgencies {
        text: typed.clone(),
        number: Some(number),
        limit: LIMIT,
    };
    let (asked, effect) = ask::ask(model, Request::FindAgencies(find));
    if let Some(picker) = model.picker_mut() {
        picker.text = Some(typed);
        picker.awaiting = Some(asked);
        picker.selected = 0;
        picker.offset = 0;
    }
    Some(effect)
}

/// What stands in the field.
fn typed(form: &Form) -> String {
    let input = form.focused().and_then(|field| field.control.input());
    input.map_or_else(String::new, |input| input.value().to_owned())
}

fn keep_in_view(model: &mut Model) {
    let (Some(form), Some(picker)) = (model.form(), model.picker()) else {
        return;
    };
    let typed = typed(form);
    let selected = picker
        .selected
        .min(picker.choices(&typed).saturating_sub(1));
    let area = page::pick::area(model);
    let rows = usize::from(area.height).max(1);
    let list = page::pick::rows(picker, &typed);
    let line = page::pick::line_of(&list, picker, selected);
    // Up at the first choice its heading is shown as well.
    let first = if selected == 0 { 0 } else { line };
    let offset = picker
        .offset
        .max((line + 1).saturating_sub(rows))
        .min(first)
        .min(list.len().saturating_sub(rows));
    if let Some(picker) = model.picker_mut() {
        picker.selected = selected;
        picker.offset = offset;
    }
}

/// Takes the agencies in, if they are still those asked for.
pub(super) fn found(model: &mut Model, number: u64, found: AgenciesFound) {
    let typed = model.form().map(typed).unwrap_or_default();
    let Some(picker) = model.picker_mut() else {
        return;
    };
    if picker.awaiting != Some(number) {
        return;
    }
    picker.awaiting = None;
    picker.total = found.total;
    picker.hits = found.hits;
    // A name typed to its end is that agency, wherever it stands.
    let typed = typed.trim();
    let exact = picker.hits.iter().position(|hit| hit.name == typed);
    picker.selected = picker.selected.max(exact.unwrap_or(0));
    model.dirty = true;
}

/// The agencies cannot be had; tells whether it was asked for here. What is typed can be taken all
/// the same.
pub(super) fn refused(model: &mut Model, number: u64, refusal: &Refusal) -> bool {
    let Some(picker) = model.picker_mut() else {
        return false;
    };
    if picker.awaiting != Some(number) {
        return false;
    }
    picker.awaiting = None;
    picker.hits.clear();
    picker.total = 0;
    model.notice = Some(Notice::Refused(refusal.clone()));
    model.dirty = true;
    true
}

/// Moves among the agencies.
pub(super) fn step(model: &mut Model, step: Step) {
    let rows = usize::from(page::pick::area(model).height);
    let typed = model.form().map(typed).unwrap_or_default();
    if let Some(picker) = model.picker_mut() {
        let last = picker.choices(&typed).saturating_sub(1);
        picker.selected = step.from(picker.selected, rows).min(last);
    }
}

/// Whether a text is pinyin: letters that stand for nothing once no agency fits them.
fn is_pinyin(typed: &str) -> bool {
    !typed.is_empty() && typed.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// Takes the agency that is selected, or the text as it was typed, and goes on to the next field.
pub(super) fn take(model: &mut Model) {
    let typed = model.form().map(typed).unwrap_or_default();
    let fits_nothing = model.picker().is_some_and(|picker| picker.hits.is_empty());
    if fits_nothing && is_pinyin(typed.trim()) {
        model.notice = Some(Notice::NoAgency);
        return;
    }
    let chosen = model
        .picker()
        .and_then(|picker| picker.hits.get(picker.selected))
        .map(|hit| chars::line(&hit.name).into_owned());
    if let Some(form) = model.form_mut()
        && let Some(name) = &chosen
    {
        let field = form.fields.get_mut(form.focus);
        if let Some(input) = field.and_then(|field| field.control.input_mut()) {
            *input = Input::new(name.clone());
        }
        fill::changed(form);
    }
    close(model, chosen);
    if let Some(form) = model.form_mut() {
        fill::tab(form, true);
    }
}

/// Whether nothing was typed and nothing else selected than what was at first.
pub(super) fn is_untouched(model: &Model) -> bool {
    let typed = model.form().map(typed).unwrap_or_default();
    let selected = model.picker().map_or(0, |picker| picker.selected);
    typed.trim().is_empty() && selected == 0
}

/// Puts the agencies away; what is typed stays.
pub(super) fn put_away(model: &mut Model) {
    let typed = model.form().map(typed).unwrap_or_default();
    let typed = typed.trim();
    let listed = model.picker().and_then(|picker| {
        let same = picker.hits.iter().find(|hit| hit.name == typed);
        same.map(|hit| hit.name.clone())
    });
    close(model, listed);
}

/// Closes the list; `listed` is the agency of it that stands in the field.
fn close(model: &mut Model, listed: Option<String>) {
    model
        .layers
        .retain(|layer| !matches!(layer, Layer::Picker(_)));
    let Some(form) = model.form_mut() else { return };
    let looked_at = typed(form);
    if let Some(deed) = &mut form.deed {
        deed.looked_at = Some(looked_at);
        deed.taken = listed.or_else(|| deed.taken.take());
    }
}

/// Whether the agencies in view belong to an older text than the one that stands there.
pub(super) fn is_stale(model: &Model) -> bool {
    model
        .picker()
        .is_some_and(|picker: &Picker| picker.awaiting.is_some())
}
