//! From an entry to its related entries, and back to where one was.

use tui_input::Input;

use super::ask;
use crate::tui::message::Effect;
use crate::tui::model::{About, Focus, Model, Results, Trail};

/// More steps than anybody goes back; the oldest are forgotten.
const LONGEST_TRAIL: usize = 64;

/// Lists what is related to the entry that is selected or being read.
pub(super) fn relate(model: &mut Model) -> Vec<Effect> {
    let read = model.reader().map(|reader| &reader.summary);
    let Some(summary) = read.or_else(|| model.lookup.selected().map(|hit| &hit.summary)) else {
        return Vec::new();
    };
    let about = About {
        id: summary.id.clone(),
        title: summary.title.clone(),
    };
    model.layers.clear();
    let lookup = &mut model.lookup;
    lookup.sought.met();
    if lookup.trail.len() == LONGEST_TRAIL {
        lookup.trail.remove(0);
    }
    // Hits of which more were on their way are asked for again on the way back.
    let results = if lookup.awaiting.is_some() {
        Results::default()
    } else {
        lookup.results.clone()
    };
    lookup.trail.push(Trail {
        input: std::mem::take(&mut lookup.input),
        part: lookup.part.take(),
        about: lookup.about.replace(about),
        results,
        selected: lookup.selected,
        offset: lookup.offset,
        detail_scroll: lookup.detail_scroll,
        limit: lookup.limit,
    });
    lookup.focus = Focus::List;
    vec![ask::first(model)]
}

/// Back to the lookup before, as it was left.
pub(super) fn back(model: &mut Model) -> Vec<Effect> {
    let lookup = &mut model.lookup;
    let Some(trail) = lookup.trail.pop() else {
        // The way here was forgotten: what is left is everything.
        lookup.about = None;
        lookup.part = None;
        lookup.input = Input::default();
        return vec![ask::first(model)];
    };
    let Trail {
        input,
        part,
        about,
        results,
        selected,
        offset,
        detail_scroll,
        limit,
    } = trail;
    lookup.input = input;
    lookup.part = part;
    lookup.about = about;
    lookup.results = results;
    lookup.selected = selected;
    lookup.offset = offset;
    lookup.detail_scroll = detail_scroll;
    lookup.limit = limit;
    // An answer under way belongs to the related entries.
    lookup.awaiting = None;
    if lookup.results == Results::default() {
        return vec![ask::first(model)];
    }
    Vec::new()
}
