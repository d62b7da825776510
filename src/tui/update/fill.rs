//! Filling in a form: typing, moving from field to field and inside them, choosing.

use tui_input::{Input, InputRequest};

use super::form;
use super::moving::Step;
use crate::casework::Track;
use crate::chars;
use crate::tui::message::Effect;
use crate::tui::model::{Control, Form, Layer, Model, Notice, Slot};
use crate::tui::page::form::{Columns, takes_lines, text_box};
use crate::tui::widgets::glyph::{self, Tone};

/// Text was typed or pasted into the field that has the keys. From help typing goes on there.
pub(super) fn insert(model: &mut Model, text: &str) -> Vec<Effect> {
    while matches!(model.layers.last(), Some(Layer::Help { .. })) {
        model.layers.pop();
        model.dirty = true;
    }
    if matches!(model.layers.last(), Some(Layer::Form(_) | Layer::Picker(_)))
        && let Some(notice) = model.form_mut().and_then(|form| insert_into(form, text))
    {
        model.notice = notice;
        model.dirty = true;
    }
    Vec::new()
}

/// Puts text at the cursor. Nothing where nothing changed, else what the clerk should know.
fn insert_into(form: &mut Form, text: &str) -> Option<Option<Notice>> {
    if form.is_saving() {
        return None;
    }
    let field = form.fields.get_mut(form.focus)?;
    let limit = field.limit();
    let slot = field.slot;
    let text = if takes_lines(field) {
        let unbroken = text.replace("\r\n", "\n").replace('\r', "\n");
        chars::lines(&unbroken).into_owned()
    } else {
        // A line break at the end of what was copied is no part of it.
        chars::line(text.trim_end_matches(['\r', '\n'])).into_owned()
    };
    let input = field.control.input_mut()?;
    // Nothing to be seen, and nothing that could be erased again.
    let unseen = !text.contains('\n') && glyph::glyphs(&text, Tone::Plain).is_empty();
    if text.is_empty() || unseen && input.value().is_empty() {
        return None;
    }
    let old = input.value();
    let room = limit.map_or(usize::MAX, |limit| {
        limit.saturating_sub(old.chars().count())
    });
    let mut characters = text.chars();
    let kept: String = characters.by_ref().take(room).collect();
    let cut = characters.next().is_some();
    let cursor = input.cursor();
    let value: String = old
        .chars()
        .take(cursor)
        .chain(kept.chars())
        .chain(old.chars().skip(cursor))
        .collect();
    *input = Input::new(value).with_cursor(cursor + kept.chars().count());
    changed(form);
    Some(match (slot, limit) {
        (Slot::Of(field), Some(limit)) if cut => Some(Notice::FieldFull(field, limit)),
        _ => None,
    })
}

/// The field that has the keys was changed: what was refused about it is settled.
pub(super) fn changed(form: &mut Form) {
    let slot = form.focused().map(|field| field.slot);
    if let Some(deed) = &mut form.deed
        && deed
            .objection
            .as_ref()
            .is_some_and(|(field, _)| slot == Some(Slot::Of(*field)))
    {
        deed.objection = None;
    }
    if form
        .fault
        .is_some_and(|bad| slot == Some(Slot::Of(bad.field)))
    {
        form.fault = None;
    }
}

/// An editing key.
pub(super) fn request(form: &mut Form, request: InputRequest) {
    let Some(field) = form.fields.get_mut(form.focus) else {
        return;
    };
    let of_lines = takes_lines(field);
    let Some(input) = field.control.input_mut() else {
        return;
    };
    if of_lines && request == InputRequest::DeleteLine {
        erase_line(input);
    } else {
        input.handle(request);
    }
    if !matches!(
        request,
        InputRequest::GoToPrevChar | InputRequest::GoToNextChar
    ) {
        changed(form);
    }
}

/// Empties the line of a longer text in which the cursor stands.
fn erase_line(input: &mut Input) {
    let (start, end) = line_around(input);
    let text = input.value();
    let value = text.chars().take(start).chain(text.chars().skip(end));
    *input = Input::new(value.collect()).with_cursor(start);
}

/// The line around the cursor, in characters.
fn line_around(input: &Input) -> (usize, usize) {
    let cursor = input.cursor();
    let before = input.value().chars().take(cursor);
    let start = before
        .enumerate()
        .filter(|(_, c)| *c == '\n')
        .last()
        .map_or(0, |(at, _)| at + 1);
    let after = input.value().chars().skip(cursor);
    (start, cursor + after.take_while(|c| *c != '\n').count())
}

/// Enter: a new line in a text of several lines, else the next field, on the last one save.
pub(super) fn enter(model: &mut Model) -> Vec<Effect> {
    let Some(form) = model.form_mut() else {
        return Vec::new();
    };
    if form.focused().is_some_and(takes_lines) {
        return insert(model, "\n");
    }
    if next_shown(form, true).is_none() {
        return form::save(model);
    }
    neighbour(form, true);
    Vec::new()
}

/// The next or previous field, round and round.
pub(super) fn tab(form: &mut Form, forward: bool) {
    if !neighbour(form, forward) {
        let mut shown = (0..form.fields.len()).filter(|at| form.is_shown(*at));
        let end = if forward {
            shown.next()
        } else {
            shown.next_back()
        };
        form.focus = end.unwrap_or(0);
    }
}

fn next_shown(form: &Form, forward: bool) -> Option<usize> {
    if forward {
        (form.focus + 1..form.fields.len()).find(|at| form.is_shown(*at))
    } else {
        (0..form.focus).rev().find(|at| form.is_shown(*at))
    }
}

/// Moves to the next or previous field, if there is one.
fn neighbour(form: &mut Form, forward: bool) -> bool {
    let next = next_shown(form, forward);
    form.focus = next.unwrap_or(form.focus);
    next.is_some()
}

/// The arrow and paging keys.
pub(super) fn step(model: &mut Model, step: Step) {
    let lang = model.lang;
    let area = model.layout().form();
    let Some(form) = model.form_mut() else { return };
    let columns = Columns::of(form, lang, area.width.into());
    let page = usize::from(area.height).saturating_sub(1).max(1);
    let (forward, rows) = match step {
        Step::Up => (false, 1),
        Step::Down => (true, 1),
        Step::PageUp => (false, page),
        Step::PageDown => (true, page),
        Step::First | Step::Last => return to_edge(form, step == Step::Last),
    };
    for _ in 0..rows {
        by_row(form, forward, columns);
    }
}

/// A row up or down: inside a text first, then to the field beside it.
fn by_row(form: &mut Form, forward: bool, columns: Columns) {
    if let Some(laid) = text_box(form, form.focus, columns) {
        let (row, cell) = laid.cursor;
        let next = if forward {
            Some(row + 1).filter(|row| *row < laid.rows.len())
        } else {
            row.checked_sub(1)
        };
        if let Some(next) = next {
            return go_to(form, laid.character_at(next, cell));
        }
    }
    neighbour(form, forward);
}

/// Home and End: of the line in which the cursor stands.
fn to_edge(form: &mut Form, end: bool) {
    let input = form.focused().and_then(|field| field.control.input());
    if let Some((first, last)) = input.map(line_around) {
        go_to(form, if end { last } else { first });
    }
}

fn go_to(form: &mut Form, at: usize) {
    let field = form.fields.get_mut(form.focus);
    if let Some(input) = field.and_then(|field| field.control.input_mut()) {
        input.handle(InputRequest::SetCursor(at));
    }
}

/// Sets or takes away a mark, or chooses the next or previous.
pub(super) fn choose(model: &mut Model, forward: bool) -> Vec<Effect> {
    let Some(form) = model.form_mut() else {
        return Vec::new();
    };
    let set = match form.focused().map(|field| field.slot) {
        Some(Slot::Of(field)) => form.mark(field),
        _ => false,
    };
    let Some(field) = form.fields.get_mut(form.focus) else {
        return Vec::new();
    };
    let is_track = match &mut field.control {
        Control::Mark(mark) => {
            *mark = Some(!set);
            false
        }
        Control::Answered(answered) => {
            *answered = !*answered;
            false
        }
        Control::Track(track) => {
            let count = Track::ALL.len();
            let step = if forward { 1 } else { count - 1 };
            let at = Track::ALL.iter().position(|other| other == track);
            *track = Track::ALL[(at.unwrap_or(0) + step) % count];
            true
        }
        Control::Line(_) | Control::Text(_) => return Vec::new(),
    };
    changed(form);
    if is_track {
        form::ask_due(model)
    } else {
        Vec::new()
    }
}
