//! The lines above the list: program and list, the search line, the parts.

use ratatui::layout::Rect;
use tui_input::Input;

use crate::registry::Kind;
use crate::text::Lang;
use crate::tui::layout::Layout;
use crate::tui::model::Model;
use crate::tui::widgets::glyph::{self, Glyph, Tone};

use super::paint::{Painter, rule, spread};

/// The top line, the parts and the line above the list.
pub(super) fn paint(model: &Model, layout: &Layout, painter: &mut Painter<'_>) {
    painter.row(layout.top, program(model, layout.top.width.into()));
    painter.row(layout.tabs, tabs(model, layout.tabs.width.into()));
    painter.row(layout.rule, rule(&[], &[], "-", layout.rule.width.into()));
}

fn program(model: &Model, cells: usize) -> Vec<Glyph> {
    let lang = model.lang;
    let mut left = glyph::glyphs(" ", Tone::Plain);
    left.extend(glyph::glyphs(lang.program(), Tone::Title));
    left.extend(glyph::glyphs("  ", Tone::Plain));
    left.extend(glyph::glyphs(&model.lists.title(lang), Tone::Plain));
    let results = &model.lookup.results;
    let count = if !results.known {
        String::new()
    } else if results.at_least {
        lang.found_at_least(results.total)
    } else if results.query.trim().is_empty() && results.total == 1 {
        lang.one_entry().to_owned()
    } else if results.query.trim().is_empty() {
        lang.entries(results.total)
    } else {
        lang.found(results.total)
    };
    let right = glyph::glyphs(&format!(" {count} "), Tone::Plain);
    spread(left, right, cells)
}

/// The parts with how many entries fit in each; brackets around the one that is shown. Where
/// there is no room for all, the line begins further right.
fn tabs(model: &Model, cells: usize) -> Vec<Glyph> {
    let lookup = &model.lookup;
    let parts = std::iter::once(None).chain(Kind::ALL.into_iter().map(Some));
    let parts = parts.map(|part| {
        let name = part.map_or(model.lang.all_parts(), |kind| model.lang.kind(kind));
        let count = lookup.count(part);
        let tone = if count == 0 { Tone::Dim } else { Tone::Plain };
        // Room for two digits, so that what stands behind stays where it is.
        (format!("{name} {count:<2}"), part == lookup.part, tone)
    });
    tab_row(parts, cells)
}

/// Tabs beside each other: what each says, with blanks that follow it, whether it is the one shown,
/// how it looks when it is not.
pub(super) fn tab_row(
    tabs: impl Iterator<Item = (String, bool, Tone)>,
    cells: usize,
) -> Vec<Glyph> {
    let mut out = Vec::new();
    let mut until_active = 0;
    for (name, active, tone) in tabs {
        let (open, close) = if active { ("[", "]") } else { (" ", " ") };
        let tone = if active { Tone::Strong } else { tone };
        let text = name.trim_end();
        out.extend(glyph::glyphs(&format!("{open}{text}{close}"), tone));
        if active {
            until_active = glyph::width(&out);
        }
        out.extend(glyph::glyphs(&name[text.len()..], tone));
    }
    let mut over = until_active.saturating_sub(cells);
    out.into_iter()
        .skip_while(|glyph| {
            let skip = over > 0;
            over = over.saturating_sub(glyph.width);
            skip
        })
        .collect()
}

/// Paints the search line of the lookup; returns the cell of the cursor.
pub(super) fn paint_search(
    model: &Model,
    layout: &Layout,
    painter: &mut Painter<'_>,
) -> (u16, u16) {
    let lookup = &model.lookup;
    let about = lookup.about.as_ref();
    let chip = about.map_or_else(String::new, |about| model.lang.related_to(&about.title));
    paint_line(
        model.lang,
        &chip,
        &lookup.input,
        None,
        layout.search,
        painter,
    )
}

/// Paints a search line with what restricts it in front, and a word instead of what was typed where
/// that is blanked; returns the cell of the cursor, for the terminal and for the window of
/// the input method.
pub(super) fn paint_line(
    lang: Lang,
    chip: &str,
    input: &Input,
    blanked: Option<&str>,
    area: Rect,
    painter: &mut Painter<'_>,
) -> (u16, u16) {
    let cells = usize::from(area.width);
    let mut row = glyph::glyphs(" ", Tone::Plain);
    if !chip.is_empty() {
        let chip = glyph::glyphs(chip, Tone::Strong);
        row.extend(glyph::glyphs("[", Tone::Strong));
        row.extend(glyph::cut(chip, cells / 3));
        row.extend(glyph::glyphs("] ", Tone::Strong));
    }
    row.extend(glyph::glyphs(lang.search_prompt(), Tone::Label));
    row.extend(glyph::glyphs(" > ", Tone::Label));
    let start = glyph::width(&row);
    let room = cells.saturating_sub(start + 1);
    let (text, cursor) = match blanked {
        Some(word) if !input.value().is_empty() => {
            (glyph::cut(glyph::glyphs(word, Tone::Dim), room), 0)
        }
        _ => visible_query(input, room),
    };
    row.extend(text);
    painter.row(area, row);
    let x = u16::try_from(start + cursor).unwrap_or(u16::MAX);
    (x.min(area.right().saturating_sub(1)), area.y)
}

/// The stretch of the query around the cursor that fits, and the cell of the cursor in it.
fn visible_query(input: &Input, room: usize) -> (Vec<Glyph>, usize) {
    let before: String = input.value().chars().take(input.cursor()).collect();
    let after: String = input.value().chars().skip(input.cursor()).collect();
    let mut row = glyph::glyphs(&before, Tone::Plain);
    while glyph::width(&row) > room && !row.is_empty() {
        // By half of the room at once, so that the line does not crawl with every character.
        let drop = row.len().min((room / 4).max(1));
        row.drain(..drop);
    }
    let cursor = glyph::width(&row);
    row.extend(glyph::glyphs(&after, Tone::Plain));
    (glyph::take(row, room), cursor)
}
