//! The hits, one line each; or what to try when there are none.

use ratatui::layout::Rect;

use crate::casework::{BadNumber, CaseNumber};
use crate::tui::keymap::{self, Action};
use crate::tui::layout::Layout;
use crate::tui::model::Model;
use crate::tui::page::{case, hits};
use crate::tui::widgets::glyph::{self, Tone};
use crate::tui::widgets::wrap;

use super::paint::Painter;

pub(super) fn paint(model: &Model, layout: &Layout, painter: &mut Painter<'_>) {
    let lookup = &model.lookup;
    let area = hits::area(model);
    if lookup.case.is_some() {
        let cells = layout.list.width.into();
        let row = glyph::cut(case::line(model), cells);
        painter.row(layout.list, row);
    }
    if lookup.results.hits.is_empty() {
        // A case's number is no query for entries.
        if lookup.results.known && lookup.case.is_none() {
            paint_nothing(model, area, painter);
        }
        return;
    }
    let found = lookup.results.hits.iter().enumerate().skip(lookup.offset);
    for (y, (n, hit)) in (area.top()..area.bottom()).zip(found) {
        let row = hits::line(
            model,
            hit,
            n == lookup.selected && lookup.case_selected().is_none(),
            area.width.into(),
        );
        painter.row(
            Rect {
                y,
                height: 1,
                ..area
            },
            row,
        );
    }
}

/// What to try when nothing fits.
fn paint_nothing(model: &Model, area: Rect, painter: &mut Painter<'_>) {
    let lang = model.lang;
    let lookup = &model.lookup;
    let mut texts = Vec::new();
    let query = lookup.results.query.trim();
    // Whoever mistyped a case's number is not looking for an entry.
    let number = query.parse::<CaseNumber>();
    if let Err(fault @ (BadNumber::Day | BadNumber::Check)) = number {
        texts.push(lang.bad_number(fault).to_owned());
    }
    if !query.is_empty() {
        // A long query would push the advice off the screen.
        let query: String = glyph::cut(glyph::glyphs(query, Tone::Plain), 40)
            .into_iter()
            .map(|glyph| glyph.text)
            .collect();
        texts.push(lang.no_hits(&query));
    } else if lookup.about.is_some() && lookup.part.is_none() {
        texts.push(lang.nothing_related(&keymap::key_name(Action::Clear)));
    } else {
        texts.push(lang.nothing_in_part().to_owned());
    }
    let elsewhere = lookup.count(None);
    if lookup.part.is_some() && elsewhere > 0 {
        let key = keymap::key_name(Action::NextPart);
        texts.push(lang.found_in_other_parts(elsewhere, &key));
    } else if !query.is_empty() {
        texts.push(lang.try_other_words().to_owned());
    }
    let inner = Rect {
        x: area.x + 2,
        width: area.width.saturating_sub(4),
        ..area
    };
    let lines = texts
        .iter()
        .flat_map(|text| wrap::wrap(glyph::glyphs(text, Tone::Plain), inner.width.into(), 0))
        .collect();
    painter.lines(inner, lines, 0);
}
