//! The layers on top of the lookup screen: one entry on the whole screen, help.

use ratatui::layout::Rect;

use crate::tui::layout::Layout;
use crate::tui::model::{Layer, Model, Reader};
use crate::tui::page::{self, help};
use crate::tui::widgets::glyph::{self, Tone};

use super::detail::position;
use super::paint::{Painter, rule, spread};

pub(super) fn paint(model: &Model, layer: &Layer, layout: &Layout, painter: &mut Painter<'_>) {
    match layer {
        Layer::Reader(reader) => paint_reader(model, reader, layout, painter),
        Layer::Help { scroll } => paint_help(model, *scroll, layout, painter),
    }
}

fn paint_reader(model: &Model, reader: &Reader, layout: &Layout, painter: &mut Painter<'_>) {
    let area = layout.reader();
    let lines = page::of_reader(model, area.width.into());
    let scroll = page::scroll(reader.scroll, &lines, area.height.into());
    let mut left = glyph::glyphs(" ", Tone::Plain);
    left.extend(glyph::glyphs(
        model.lang.kind(reader.summary.kind),
        Tone::Badge,
    ));
    left.extend(glyph::glyphs(" ", Tone::Plain));
    left.extend(glyph::glyphs(&reader.summary.title, Tone::Title));
    left.extend(glyph::glyphs(" ", Tone::Plain));
    let mut right = position(model, lines.len(), scroll, area.height);
    right.extend(glyph::glyphs(" ", Tone::Plain));
    painter.row(layout.top, spread(left, right, layout.top.width.into()));
    let under = Rect { y: 1, ..layout.top };
    painter.row(under, rule(&[], &[], "-", under.width.into()));
    painter.lines(area, lines, scroll);
}

fn paint_help(model: &Model, scroll: usize, layout: &Layout, painter: &mut Painter<'_>) {
    let outer = layout.help();
    let inner = layout.help_text();
    painter.clear(outer);
    let lines = help::lines(model.lang, |when| model.holds(when), inner.width.into());
    let title = glyph::glyphs(model.lang.help_title(), Tone::Strong);
    let position = position(model, lines.len(), scroll, inner.height);
    let cells = usize::from(outer.width);
    let edge = |y: u16| Rect {
        y,
        height: 1,
        ..outer
    };
    painter.row(edge(outer.top()), rule(&title, &position, "-", cells));
    painter.row(
        edge(outer.bottom().saturating_sub(1)),
        rule(&[], &[], "-", cells),
    );
    for y in outer.top() + 1..outer.bottom().saturating_sub(1) {
        for x in [outer.left(), outer.right().saturating_sub(1)] {
            painter.row(Rect::new(x, y, 1, 1), glyph::glyphs("|", Tone::Frame));
        }
    }
    painter.lines(inner, lines, scroll);
}
