//! Moving: the selection, the text of the pane or layer that has the keys, the part.

use super::{action, ask, fill, ledger, pick};
use crate::registry::Kind;
use crate::tui::layout::Layout;
use crate::tui::message::Effect;
use crate::tui::model::{Focus, Keep, Layer, Model};
use crate::tui::page;

/// How far and which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Up,
    Down,
    PageUp,
    PageDown,
    First,
    Last,
}

impl Step {
    /// The new place of something at `at`, with `page` rows in view. May lie beyond the end.
    pub(super) fn from(self, at: usize, page: usize) -> usize {
        // A row of the page before stays in view.
        let page = page.saturating_sub(1).max(1);
        match self {
            Self::Up => at.saturating_sub(1),
            Self::Down => at.saturating_add(1),
            Self::PageUp => at.saturating_sub(page),
            Self::PageDown => at.saturating_add(page),
            Self::First => 0,
            Self::Last => usize::MAX,
        }
    }
}

/// Moves whatever has the keys; `settle` keeps it in bounds.
pub(super) fn step(model: &mut Model, step: Step) -> Vec<Effect> {
    let layout = model.layout();
    match model.layers.last_mut() {
        Some(Layer::Help { scroll }) => {
            *scroll = step.from(*scroll, layout.help_text().height.into());
        }
        Some(Layer::Reader(_)) => {
            let text = layout.reader();
            let lines = page::of_reader(model, text.width.into());
            if let Some(Layer::Reader(reader)) = model.layers.last_mut() {
                let at = page::scroll(reader.scroll, &lines, text.height.into());
                reader.scroll = Some(step.from(at, text.height.into()));
            }
        }
        Some(Layer::Form(form)) if !form.is_saving() => fill::step(model, step),
        Some(Layer::Case(view)) => {
            view.scroll = step.from(view.scroll, layout.reader().height.into());
        }
        Some(Layer::Ledger) => return ledger::step(model, step),
        Some(Layer::Menu(_)) => action::step(model, step),
        Some(Layer::Picker(_)) => pick::step(model, step),
        Some(Layer::Overtaken(told)) => {
            let rows = page::conflict::area(&layout).height;
            told.scroll = step.from(told.scroll, rows.into());
        }
        Some(Layer::Form(_) | Layer::Logged(_) | Layer::Confirm(_) | Layer::Narrow) => {}
        None => return in_lookup(model, step, &layout),
    }
    Vec::new()
}

fn in_lookup(model: &mut Model, step: Step, layout: &Layout) -> Vec<Effect> {
    if let (Focus::Detail, Some(detail)) = (model.lookup.focus, layout.detail) {
        let rows = detail.text.height.into();
        let lines = page::of_selected(model, detail.text.width.into());
        let at = page::scroll(model.lookup.detail_scroll, &lines, rows);
        model.lookup.detail_scroll = Some(step.from(at, rows));
        return Vec::new();
    }
    let rows = page::hits::area(model).height.into();
    if step_past_case(model, step) {
        return Vec::new();
    }
    let lookup = &mut model.lookup;
    let before = lookup.selected;
    let last = lookup.results.hits.len().saturating_sub(1);
    lookup.selected = step.from(before, rows).min(last);
    if lookup.selected != before {
        lookup.detail_scroll = None;
    }
    // Whoever moved on before the answer came does not want to be thrown back by it.
    if let Some((_, keep)) = &mut lookup.awaiting
        && lookup.selected != before
        && *keep == Keep::Last
    {
        *keep = Keep::Entry;
    }
    if step == Step::Last && lookup.has_more() {
        let limit = lookup.results.total;
        return vec![ask::more(model, limit, Keep::Last)];
    }
    Vec::new()
}

/// Moves between the case whose number was typed and the hits below it; tells whether it did.
fn step_past_case(model: &mut Model, step: Step) -> bool {
    let lookup = &mut model.lookup;
    let (at, any) = (lookup.selected, !lookup.results.hits.is_empty());
    let Some(case) = &mut lookup.case else {
        return false;
    };
    let down = matches!(step, Step::Down | Step::PageDown | Step::Last);
    let moves = if case.selected {
        down && any
    } else {
        step == Step::First || !down && at == 0
    };
    if moves {
        case.selected = !case.selected;
        lookup.selected = 0;
        lookup.detail_scroll = None;
    }
    moves || lookup.case_selected().is_some()
}

/// The next or previous part, round and round.
pub(super) fn part(model: &mut Model, forward: bool) -> Vec<Effect> {
    if model.has_ledger() {
        return ledger::tab(model, forward);
    }
    let parts = Kind::ALL.len() + 1;
    let at = model.lookup.part.map_or(0, |part| {
        1 + Kind::ALL.iter().position(|kind| *kind == part).unwrap_or(0)
    });
    let step = if forward { 1 } else { parts - 1 };
    let part = |n: usize| n.checked_sub(1).map(|n| Kind::ALL[n]);
    // What a query does not find is passed over; 全部 is always one to stop at.
    let mut next = (at + step) % parts;
    let typed = !model.lookup.input.value().is_empty();
    while typed && part(next).is_some() && model.lookup.count(part(next)) == 0 {
        next = (next + step) % parts;
    }
    model.lookup.part = part(next);
    model.lookup.focus = Focus::List;
    vec![ask::again(model)]
}
