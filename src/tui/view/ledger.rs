//! The ledger on the whole screen: search line, tabs, the cases; and its menu.

use ratatui::layout::Rect;

use crate::tui::keymap::{self, Action};
use crate::tui::layout::Layout;
use crate::tui::model::{Model, Tab};
use crate::tui::page::ledger::{self, Columns};
use crate::tui::widgets::glyph::{self, Tone};
use crate::tui::widgets::wrap;

use super::paint::{Painter, spread};
use super::top::{paint_line, tab_row};

/// Cells that the name of the screen keeps of the top line.
const NAME: usize = 8;

/// Paints the ledger; returns the cell of the cursor in its search line.
pub(super) fn paint(model: &Model, painter: &mut Painter<'_>) -> (u16, u16) {
    let layout = model.ledger_layout();
    let lang = model.lang;
    let cells = usize::from(layout.top.width);
    let mut left = glyph::glyphs(" ", Tone::Plain);
    left.extend(glyph::glyphs(lang.ledger(), Tone::Title));
    left.extend(glyph::glyphs("  ", Tone::Plain));
    left.extend(glyph::glyphs(&model.lists.title(lang), Tone::Plain));
    let summary = ledger::summary(model, cells.saturating_sub(NAME + 2));
    let right = glyph::glyphs(&format!(" {summary} "), Tone::Plain);
    painter.row(layout.top, spread(left, right, cells));
    let chip = ledger::chip(lang, &model.ledger);
    let blanked = model.blanked.then(|| lang.blanked());
    let input = &model.ledger.input;
    let cursor = paint_line(lang, &chip, input, blanked, layout.search, painter);
    let tabs = Tab::ALL.into_iter().map(|tab| {
        let name = ledger::tab(lang, tab).to_owned();
        (name, tab == model.ledger.tab, Tone::Plain)
    });
    painter.row(layout.tabs, tab_row(tabs, layout.tabs.width.into()));
    paint_cases(model, &layout, painter);
    cursor
}

fn paint_cases(model: &Model, layout: &Layout, painter: &mut Painter<'_>) {
    let ledger = &model.ledger;
    let listed = &ledger.listed;
    let area = ledger::area(model);
    let cells = usize::from(area.width);
    let columns = Columns::of(model.lang, listed, cells);
    let mut above = Vec::new();
    if !ledger.unseen.is_empty() {
        let text = model.lang.cases_above(ledger.unseen.len());
        above = glyph::glyphs(&format!(" {text} "), Tone::Strong);
    }
    let heading = ledger::heading(model.lang, columns);
    painter.row(layout.rule, spread(heading, above, cells));
    if listed.known && listed.lines.is_empty() {
        let inner = Rect {
            x: area.x + 2,
            width: area.width.saturating_sub(4),
            ..area
        };
        let texts = ledger::nothing(model, &keymap::key_name(Action::Clear));
        let lines = texts
            .iter()
            .flat_map(|text| wrap::wrap(glyph::glyphs(text, Tone::Plain), inner.width.into(), 0))
            .collect();
        painter.lines(inner, lines, 0);
    }
    let rows = usize::from(area.height);
    let lines = listed.lines.iter().enumerate();
    let lines = lines
        .skip(ledger.offset)
        .take(rows)
        .map(|(n, hit)| ledger::line(model, hit, columns, n == ledger.selected))
        .collect();
    painter.lines(area, lines, 0);
}
