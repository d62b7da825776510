//! Typing in the search line of the lookup or of the ledger, whichever is open.

use tui_input::{Input, InputRequest};

use super::{action, ask, fill, ledger};
use crate::tui::message::Effect;
use crate::tui::model::{Focus, Layer, Model, Notice, QUERY_LIMIT};
use crate::tui::widgets::glyph::{self, Tone};

/// A character was typed.
pub(super) fn insert(model: &mut Model, c: char) -> Vec<Effect> {
    if action::has_menu(model) {
        return action::letter(model, c);
    }
    insert_text(model, c.encode_utf8(&mut [0; 4]))
}

/// Text was pasted. Line breaks become blanks, nothing invisible comes in.
pub(super) fn paste(model: &mut Model, text: &str) -> Vec<Effect> {
    if model.form().is_some() {
        return fill::insert(model, text);
    }
    if action::has_menu(model) {
        return Vec::new();
    }
    // A line break at the end of what was copied is no part of it.
    insert_text(model, text.trim_end_matches(['\r', '\n']))
}

fn insert_text(model: &mut Model, text: &str) -> Vec<Effect> {
    if model.form().is_some() {
        return fill::insert(model, text);
    }
    if glyph::glyphs(text, Tone::Plain).is_empty() {
        // Nothing to be seen, and nothing that could be erased again.
        let is_mark = !model.search_line().value().is_empty();
        if !is_mark {
            return Vec::new();
        }
    }
    // In a menu letters choose; those it does not have are nothing.
    if matches!(model.layers.last(), Some(Layer::Narrow)) {
        return Vec::new();
    }
    leave_layers(model);
    if model.lookup.focus != Focus::List {
        model.lookup.focus = Focus::List;
        model.dirty = true;
    }
    let room = QUERY_LIMIT.saturating_sub(model.search_line().value().chars().count());
    let text = glyph::clean(text);
    let mut characters = text.chars();
    let kept: String = characters.by_ref().take(room).collect();
    if characters.next().is_some() {
        model.notice = Some(Notice::QueryCut);
        model.dirty = true;
    }
    if kept.is_empty() {
        return Vec::new();
    }
    let line = model.search_line_mut();
    let cursor = line.cursor();
    let old = line.value();
    let value: String = old
        .chars()
        .take(cursor)
        .chain(kept.chars())
        .chain(old.chars().skip(cursor))
        .collect();
    let (before, now) = (old.to_owned(), value.clone());
    *line = Input::new(value).with_cursor(cursor + kept.chars().count());
    if !model.has_ledger() {
        model.lookup.sought.typed(&before, &now);
    }
    model.dirty = true;
    vec![ask_anew(model)]
}

/// Asks what the search line says now.
fn ask_anew(model: &mut Model) -> Effect {
    if model.has_ledger() {
        ledger::first(model)
    } else {
        ask::first(model)
    }
}

/// Whoever types while reading, or after a case was logged, has the next visitor's question: it
/// begins a new query, in the ledger where that is open. From help typing goes on where it was.
fn leave_layers(model: &mut Model) {
    let base = usize::from(model.has_ledger());
    let was_reading = matches!(
        model.layers.get(base),
        Some(Layer::Reader(_) | Layer::Case(_) | Layer::Logged(_))
    );
    let is_served = base == 0 && std::mem::take(&mut model.lookup.is_served);
    if is_served || was_reading {
        *model.search_line_mut() = Input::default();
    }
    model.dirty |= model.layers.len() > base;
    model.layers.truncate(base);
}

/// An editing key.
pub(super) fn request(model: &mut Model, request: InputRequest) -> Vec<Effect> {
    if !model.has_ledger() {
        model.lookup.focus = Focus::List;
        model.lookup.is_served = false;
    }
    match model.search_line_mut().handle(request) {
        Some(changed) if changed.value => {
            if !model.has_ledger() {
                let lookup = &mut model.lookup;
                lookup.sought.erased(lookup.input.value());
            }
            vec![ask_anew(model)]
        }
        _ => Vec::new(),
    }
}
