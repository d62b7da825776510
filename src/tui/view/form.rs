//! A form on the whole screen.

use ratatui::layout::Rect;

use crate::tui::layout::Layout;
use crate::tui::model::{Form, Layer, Model};
use crate::tui::page;
use crate::tui::widgets::glyph::{self, Tone};

use super::detail::position;
use super::paint::{Painter, rule, spread};

/// Cells of a title that says enough; agency and phone give way before.
const LEAST_TITLE: usize = 24;

/// Paints a form; returns the cell of the cursor, for the terminal and for the window of the input
/// method.
pub(super) fn paint(
    model: &Model,
    form: &Form,
    layout: &Layout,
    painter: &mut Painter<'_>,
) -> Option<(u16, u16)> {
    let area = layout.form();
    let cells = usize::from(layout.top.width);
    let sheet = page::form::sheet(model, form, area.width.into(), area.height);
    let (left, mut right) = match &form.deed {
        Some(deed) => (page::action::heading(model, form, deed), Vec::new()),
        None => page::form::heading(model.lang, form),
    };
    if glyph::width(&right) + glyph::width(&left).min(LEAST_TITLE) > cells {
        right.clear();
    }
    painter.row(layout.top, spread(left, right, cells));
    let due = format!(
        " {}",
        page::form::due(model, form, usize::from(layout.all.width).saturating_sub(1))
    );
    painter.row(layout.under_top(), glyph::glyphs(&due, Tone::Strong));
    let position = position(model, sheet.lines.len(), form.scroll, area.height);
    let line = Rect {
        y: 2,
        ..layout.under_top()
    };
    let others = form.deed.as_ref();
    let others = others.map_or_else(Vec::new, |deed| page::action::others(model, deed));
    painter.row(line, rule(&others, &position, "-", line.width.into()));
    painter.lines(area, sheet.lines, form.scroll);
    let on_top = matches!(model.layers.last(), Some(Layer::Form(_)));
    cursor(model, form, layout).filter(|_| on_top)
}

/// The cell of the cursor in the field that has the keys; nothing while nothing can be typed.
pub(super) fn cursor(model: &Model, form: &Form, layout: &Layout) -> Option<(u16, u16)> {
    let area = layout.form();
    let sheet = page::form::sheet(model, form, area.width.into(), area.height);
    let (line, cell) = sheet.cursor;
    let y = u16::try_from(line.checked_sub(form.scroll)?).ok()?;
    let x = u16::try_from(cell).ok()?;
    let inside = y < area.height && x < area.width;
    let typed = inside && !form.is_saving() && !form.fields.is_empty();
    typed.then_some((area.x + x, area.y + y))
}
