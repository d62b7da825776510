//! The layers of acting on a case: the menu, the agencies under their field, what somebody did
//! first.

use ratatui::layout::Rect;

use crate::tui::layout::Layout;
use crate::tui::model::{Menu, Model, Overtaken, Picker};
use crate::tui::page::{self, conflict, pick};
use crate::tui::widgets::glyph::{self, Tone};

use super::detail::position;
use super::form;
use super::layers::{paint_box, paint_frame};
use super::paint::{Painter, rule};

/// Paints the menu over its case.
pub(super) fn paint_menu(model: &Model, menu: Menu, layout: &Layout, painter: &mut Painter<'_>) {
    let cells = Layout::inside(layout.boxed(0)).width;
    let lines = page::action::menu(model, menu, cells.into());
    paint_box(layout, model.lang.menu_title(), lines, painter);
}

/// Paints the agencies over the form; returns where the cursor stands in its field.
pub(super) fn paint_picker(
    model: &Model,
    picker: &Picker,
    layout: &Layout,
    painter: &mut Painter<'_>,
) -> Option<(u16, u16)> {
    let area = pick::area(model);
    let filled = model.form()?;
    let above = Rect {
        y: area.y.saturating_sub(1),
        width: layout.all.width,
        height: area.height + 1,
        ..area
    };
    painter.clear(above);
    let typed = filled.focused().and_then(|field| field.control.input());
    let typed = typed.map_or("", tui_input::Input::value);
    let lines = pick::lines(model, picker, typed, area.width.into());
    let title = glyph::glyphs(&pick::title(model.lang, picker), Tone::Strong);
    let position = position(model, lines.len(), picker.offset, area.height);
    painter.row(above, rule(&title, &position, "-", above.width.into()));
    painter.lines(area, lines, picker.offset);
    form::cursor(model, filled, layout).filter(|(_, y)| *y < above.y)
}

/// Paints what somebody did first.
pub(super) fn paint_overtaken(
    model: &Model,
    told: &Overtaken,
    layout: &Layout,
    painter: &mut Painter<'_>,
) {
    let inner = conflict::area(layout);
    let lines = conflict::lines(model, told, inner.width.into());
    let outer = layout.boxed(u16::try_from(lines.len()).unwrap_or(u16::MAX));
    let title = glyph::glyphs(model.lang.overtaken_title(), Tone::Strong);
    let position = position(model, lines.len(), told.scroll, inner.height);
    paint_frame(outer, &title, &position, painter);
    painter.lines(Layout::inside(outer), lines, told.scroll);
}
