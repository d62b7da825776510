//! After every change: scroll positions within bounds, the selection in view, the selected entry
//! asked for, and more hits when the selection comes near the last.

use super::{action, ask, casework, ledger, merge, pick, sought};
use crate::registry::EntryId;
use crate::tui::message::Effect;
use crate::tui::model::{Focus, Keep, Layer, Model};
use crate::tui::page::{self, help};

/// Puts the model in order, and asks for what it lacks.
pub(super) fn settle(model: &mut Model) -> Vec<Effect> {
    let mut effects: Vec<Effect> = casework::find(model).into_iter().collect();
    action::settle(model);
    effects.extend(pick::settle(model));
    effects.extend(merge::settle(model));
    keep_selection_in_view(model);
    if model.layout().detail.is_none() {
        model.lookup.focus = Focus::List;
    }
    effects.extend(ask_for_more(model));
    effects.extend(ask_for_entry(model));
    clamp_detail(model);
    clamp_layer(model);
    effects.extend(ledger::settle(model));
    effects.extend(sought::settle(model));
    effects
}

fn keep_selection_in_view(model: &mut Model) {
    let rows = usize::from(page::hits::area(model).height).max(1);
    let lookup = &mut model.lookup;
    let count = lookup.results.hits.len();
    lookup.selected = lookup.selected.min(count.saturating_sub(1));
    lookup.offset = lookup
        .offset
        .min(lookup.selected)
        .max((lookup.selected + 1).saturating_sub(rows))
        .min(count.saturating_sub(rows));
}

fn ask_for_more(model: &mut Model) -> Option<Effect> {
    let rows = usize::from(page::hits::area(model).height);
    let lookup = &model.lookup;
    let near_end = lookup.selected + 2 * rows >= lookup.results.hits.len();
    if lookup.awaiting.is_some() || !lookup.has_more() || !near_end {
        return None;
    }
    let limit = lookup.limit.saturating_mul(2);
    Some(ask::more(model, limit, Keep::Entry))
}

/// The entry that is in view, whole: the one being read, else the selected one if its pane is
/// shown.
fn wanted_entry(model: &Model) -> Option<EntryId> {
    let read = model.reader().map(|reader| reader.summary.id.clone());
    let selected = || {
        model.layout().detail?;
        Some(model.lookup.selected()?.summary.id.clone())
    };
    read.or_else(selected)
}

fn ask_for_entry(model: &mut Model) -> Option<Effect> {
    let wanted = wanted_entry(model);
    let lookup = &mut model.lookup;
    if lookup.refused != wanted {
        lookup.refused = None;
    }
    let asked = lookup.awaiting_entry.as_ref().map(|(_, id)| id);
    let id = wanted?;
    // While hits are awaited the selection may be about to change: ask once it stands.
    if lookup.cache.get(&id).is_some()
        || asked == Some(&id)
        || lookup.refused.as_ref() == Some(&id)
        || lookup.is_stale()
    {
        return None;
    }
    Some(ask::show(model, id))
}

fn clamp_detail(model: &mut Model) {
    if let (Some(scroll), Some(detail)) = (model.lookup.detail_scroll, model.layout().detail) {
        let lines = page::of_selected(model, detail.text.width.into()).len();
        let last = page::last_scroll(lines, detail.text.height.into());
        model.lookup.detail_scroll = Some(scroll.min(last));
    }
}

fn clamp_layer(model: &mut Model) {
    let layout = model.layout();
    let last = match model.layers.last() {
        Some(Layer::Help { .. }) => {
            let text = layout.help_text();
            let lines = help::lines(
                model.lang,
                model.scope_under_help(),
                |when| model.holds(when),
                text.width.into(),
            );
            page::last_scroll(lines.len(), text.height.into())
        }
        Some(Layer::Reader(_)) => {
            let text = layout.reader();
            let lines = page::of_reader(model, text.width.into());
            page::last_scroll(lines.len(), text.height.into())
        }
        Some(Layer::Case(view)) => {
            let text = layout.reader();
            let lines = page::case::lines(model, &view.state, text.width.into());
            page::last_scroll(lines.len(), text.height.into())
        }
        Some(Layer::Form(_) | Layer::Picker(_)) => return keep_field_in_view(model),
        Some(Layer::Overtaken(told)) => {
            let text = page::conflict::area(&layout);
            let lines = page::conflict::lines(model, told, text.width.into());
            page::last_scroll(lines.len(), text.height.into())
        }
        Some(
            Layer::Logged(_) | Layer::Menu(_) | Layer::Confirm(_) | Layer::Ledger | Layer::Narrow,
        )
        | None => return,
    };
    match model.layers.last_mut() {
        Some(Layer::Help { scroll }) => *scroll = (*scroll).min(last),
        Some(Layer::Reader(reader)) => reader.scroll = reader.scroll.map(|scroll| scroll.min(last)),
        Some(Layer::Case(view)) => view.scroll = view.scroll.min(last),
        Some(Layer::Overtaken(told)) => told.scroll = told.scroll.min(last),
        _ => {}
    }
}

/// Scrolls a form so that the cursor is seen, and the whole of its field where there is room.
fn keep_field_in_view(model: &mut Model) {
    let area = model.layout().form();
    let rows = usize::from(area.height).max(1);
    let Some(form) = model.form() else { return };
    let sheet = page::form::sheet(model, form, area.width.into(), area.height);
    let span = sheet.spans.get(form.focus).cloned().unwrap_or_default();
    let last = page::last_scroll(sheet.lines.len(), rows);
    let (line, _) = sheet.cursor;
    let mut scroll = form.scroll.min(last);
    if span.len() <= rows {
        scroll = scroll.max(span.end.saturating_sub(rows)).min(span.start);
    }
    scroll = scroll.max((line + 1).saturating_sub(rows)).min(line);
    if let Some(form) = model.form_mut() {
        form.scroll = scroll;
    }
}
