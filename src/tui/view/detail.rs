//! The detail pane: the selected entry, whole.

use ratatui::layout::Rect;

use crate::tui::keymap::{self, Action};
use crate::tui::layout::Detail;
use crate::tui::model::{Focus, Model};
use crate::tui::page;
use crate::tui::widgets::glyph::{self, Glyph, Tone};

use super::paint::{Painter, rule};

pub(super) fn paint(model: &Model, detail: &Detail, painter: &mut Painter<'_>) {
    if let Some(border) = detail.border {
        for y in border.top()..border.bottom() {
            let cell = Rect {
                y,
                height: 1,
                ..border
            };
            painter.row(cell, glyph::glyphs("|", Tone::Frame));
        }
    }
    let lookup = &model.lookup;
    let lines = page::of_selected(model, detail.text.width.into());
    let rows = usize::from(detail.text.height);
    let scroll = page::scroll(lookup.detail_scroll, &lines, rows);
    let focused = lookup.focus == Focus::Detail;
    let name = glyph::glyphs(
        model.lang.detail_pane(),
        if focused { Tone::Strong } else { Tone::Plain },
    );
    let mut position = position(model, lines.len(), scroll, detail.text.height);
    // The key that gets there stands where it is needed: when there is more than is seen.
    if !position.is_empty()
        && let Some(key) = keymap::key_of(Action::SwitchFocus)
    {
        position.extend(glyph::glyphs(&format!(" {key}"), Tone::Dim));
    }
    let line = if focused { "=" } else { "-" };
    painter.row(
        detail.heading,
        rule(&name, &position, line, detail.heading.width.into()),
    );
    painter.lines(detail.text, lines, scroll);
}

/// Which lines of a page are in view; nothing when all are.
pub(super) fn position(model: &Model, lines: usize, scroll: usize, rows: u16) -> Vec<Glyph> {
    let rows = usize::from(rows);
    if lines <= rows {
        return Vec::new();
    }
    let first = scroll.min(lines - 1) + 1;
    let last = (scroll + rows).min(lines);
    glyph::glyphs(&model.lang.lines_shown(first, last, lines), Tone::Plain)
}
