//! The painting: the model as cells. Pure; changes nothing, asks nobody.

mod action;
mod detail;
mod form;
pub mod hint;
mod layers;
mod ledger;
mod list;
mod paint;
mod theme;
mod top;

use ratatui::Frame;

use super::layout::{LEAST_HEIGHT, LEAST_WIDTH};
use super::model::{Confirm, Layer, Model};
use super::widgets::{glyph, wrap};
use glyph::Tone;
use paint::Painter;

/// Paints the model.
pub fn view(model: &Model, frame: &mut Frame<'_>) {
    let layout = model.layout();
    // The window may have changed since the last message; the next one brings the new size.
    if layout.all.intersection(frame.area()) != layout.all {
        return;
    }
    let cursor = {
        let mut painter = Painter::new(frame.buffer_mut(), model.color, model.lines);
        if layout.too_small {
            too_small(model, &mut painter);
            None
        } else {
            paint(model, &mut painter)
        }
    };
    if let Some(cursor) = cursor {
        frame.set_cursor_position(cursor);
    }
}

/// Paints all layers; returns where the cursor stands.
fn paint(model: &Model, painter: &mut Painter<'_>) -> Option<(u16, u16)> {
    let layout = model.layout();
    let mut cursor = None;
    // These cover everything below them.
    let base = model.layers.iter().rposition(|layer| {
        matches!(
            layer,
            Layer::Ledger | Layer::Reader(_) | Layer::Form(_) | Layer::Case(_)
        )
    });
    if base.is_none() {
        top::paint(model, &layout, painter);
        let at = top::paint_search(model, &layout, painter);
        list::paint(model, &layout, painter);
        if let Some(detail) = layout.detail {
            detail::paint(model, &detail, painter);
        }
        if model.layers.is_empty() {
            cursor = Some(at);
        }
    }
    for layer in &model.layers[base.unwrap_or(0)..] {
        cursor = layers::paint(model, layer, &layout, painter);
    }
    let row = hint::row(model, layout.hint.width.into());
    painter.row(layout.hint, row);
    if model.training {
        let badge = glyph::glyphs(model.lang.training_badge(), Tone::Strong);
        painter.row(layout.badge, badge);
    }
    cursor
}

fn too_small(model: &Model, painter: &mut Painter<'_>) {
    let Model { width, height, .. } = *model;
    let text = model
        .lang
        .too_small(width, height, LEAST_WIDTH, LEAST_HEIGHT);
    let mut glyphs = Vec::new();
    if model.training {
        let badge = model.lang.training_badge().trim_start();
        glyphs = glyph::glyphs(badge, Tone::Strong);
    }
    glyphs.extend(glyph::glyphs(&text, Tone::Plain));
    let mut lines = wrap::wrap(glyphs, width.into(), 0);
    // The one question that may be answered here.
    if let Some(Layer::Confirm(Confirm::Quit)) = model.layers.last() {
        let asked = layers::question(model, Confirm::Quit);
        let asked =
            asked.map(|text| wrap::wrap(glyph::glyphs(&text, Tone::Strong), width.into(), 0));
        lines.splice(0..0, asked.into_iter().flatten());
    }
    painter.lines(model.layout().all, lines, 0);
}
