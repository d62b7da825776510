//! The layers on top of the lookup screen: an entry or a case on the whole screen, boxes, help.

use ratatui::layout::Rect;

use crate::tui::keymap::{self, Action};
use crate::tui::layout::Layout;
use crate::tui::model::{CaseView, Confirm, Layer, Model, Reader};
use crate::tui::page::{self, case, help};
use crate::tui::widgets::glyph::{self, Glyph, Tone};
use crate::tui::widgets::wrap;

use super::detail::position;
use super::paint::{Painter, rule, spread};
use super::{action, form, ledger};

/// Paints a layer; returns where the cursor stands, if it shows one.
pub(super) fn paint(
    model: &Model,
    layer: &Layer,
    layout: &Layout,
    painter: &mut Painter<'_>,
) -> Option<(u16, u16)> {
    match layer {
        Layer::Ledger => return Some(ledger::paint(model, painter)),
        Layer::Narrow => {
            let cells = Layout::inside(layout.boxed(0)).width;
            let lines = page::ledger::menu(model.lang, &model.ledger, cells.into());
            paint_box(layout, model.lang.narrow_title(), lines, painter);
        }
        Layer::Reader(reader) => paint_reader(model, reader, layout, painter),
        Layer::Form(filled) => return form::paint(model, filled, layout, painter),
        Layer::Case(view) => paint_case(model, view, layout, painter),
        Layer::Logged(logged) => {
            let cells = Layout::inside(layout.boxed(0)).width;
            let lines = case::logged(model.lang, logged, cells.into());
            paint_box(layout, model.lang.logged_title(), lines, painter);
        }
        Layer::Menu(menu) => action::paint_menu(model, *menu, layout, painter),
        Layer::Picker(picker) => return action::paint_picker(model, picker, layout, painter),
        Layer::Overtaken(told) => action::paint_overtaken(model, told, layout, painter),
        Layer::Confirm(asked) => paint_confirm(model, *asked, layout, painter),
        Layer::Help { scroll } => paint_help(model, *scroll, layout, painter),
    }
    None
}

fn paint_case(model: &Model, view: &CaseView, layout: &Layout, painter: &mut Painter<'_>) {
    let area = layout.reader();
    let lines = case::lines(model, &view.state, area.width.into());
    let mut left = glyph::glyphs(" ", Tone::Plain);
    left.extend(glyph::glyphs(model.lang.case_word(), Tone::Badge));
    left.extend(glyph::glyphs(" ", Tone::Plain));
    left.extend(glyph::glyphs(&view.number.to_string(), Tone::Title));
    let mut right = position(model, lines.len(), view.scroll, area.height);
    right.extend(glyph::glyphs(" ", Tone::Plain));
    painter.row(layout.top, spread(left, right, layout.top.width.into()));
    let under = layout.under_top();
    let others = case::also_open(model.lang, &view.state);
    painter.row(under, rule(&others, &[], "-", under.width.into()));
    painter.lines(area, lines, view.scroll);
}

fn paint_confirm(model: &Model, asked: Confirm, layout: &Layout, painter: &mut Painter<'_>) {
    let cells = Layout::inside(layout.boxed(0)).width.into();
    let [question, keys] = question(model, asked);
    let lines = [question, String::new(), keys]
        .iter()
        .flat_map(|text| wrap::wrap(glyph::glyphs(text, Tone::Strong), cells, 0))
        .collect();
    paint_box(layout, "", lines, painter);
}

/// What is asked, and by which keys it is answered.
pub(super) fn question(model: &Model, asked: Confirm) -> [String; 2] {
    let lang = model.lang;
    let question = match asked {
        Confirm::Discard | Confirm::Lookup | Confirm::Ledger => lang.confirm_discard(),
        Confirm::Quit => lang.confirm_quit(),
    };
    let (yes, no) = (keymap::key_name(Action::Yes), keymap::key_name(Action::No));
    [question.to_owned(), lang.confirm_keys(&yes, &no)]
}

/// A box in the middle, as high as its lines.
pub(super) fn paint_box(
    layout: &Layout,
    title: &str,
    lines: Vec<Vec<Glyph>>,
    painter: &mut Painter<'_>,
) {
    let outer = layout.boxed(u16::try_from(lines.len()).unwrap_or(u16::MAX));
    paint_frame(outer, &glyph::glyphs(title, Tone::Strong), &[], painter);
    painter.lines(Layout::inside(outer), lines, 0);
}

/// A frame around an area that is blanked.
pub(super) fn paint_frame(
    outer: Rect,
    title: &[Glyph],
    right: &[Glyph],
    painter: &mut Painter<'_>,
) {
    painter.clear(outer);
    let cells = usize::from(outer.width);
    let edge = |y: u16| Rect {
        y,
        height: 1,
        ..outer
    };
    painter.row(edge(outer.top()), rule(title, right, "-", cells));
    painter.row(
        edge(outer.bottom().saturating_sub(1)),
        rule(&[], &[], "-", cells),
    );
    for y in outer.top() + 1..outer.bottom().saturating_sub(1) {
        for x in [outer.left(), outer.right().saturating_sub(1)] {
            painter.row(Rect::new(x, y, 1, 1), glyph::glyphs("|", Tone::Frame));
        }
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
    let mut right = glyph::glyphs(" ", Tone::Plain);
    right.extend(position(model, lines.len(), scroll, area.height));
    right.extend(glyph::glyphs(" ", Tone::Plain));
    painter.row(layout.top, spread(left, right, layout.top.width.into()));
    let under = layout.under_top();
    painter.row(under, rule(&[], &[], "-", under.width.into()));
    painter.lines(area, lines, scroll);
}

fn paint_help(model: &Model, scroll: usize, layout: &Layout, painter: &mut Painter<'_>) {
    let inner = layout.help_text();
    let under = model.scope_under_help();
    let holds = |when| model.holds(when);
    let lines = help::lines(model.lang, under, holds, inner.width.into());
    let title = glyph::glyphs(help::title(model.lang, under), Tone::Strong);
    let position = position(model, lines.len(), scroll, inner.height);
    paint_frame(layout.help(), &title, &position, painter);
    painter.lines(inner, lines, scroll);
}
