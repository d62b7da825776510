//! The hits, one line each; or what to try when there are none.

use ratatui::layout::Rect;

use crate::casework::{BadNumber, CaseNumber};
use crate::rpc::{Field, Hit};
use crate::tui::keymap::{self, Action};
use crate::tui::layout::Layout;
use crate::tui::model::Model;
use crate::tui::page::case;
use crate::tui::widgets::glyph::{self, Glyph, Tone};
use crate::tui::widgets::wrap;
use crate::tui::words;

use super::paint::Painter;

/// A title of fewer cells says too little; agency and phone give way before.
const LEAST_TITLE: usize = 24;
/// A title takes at most so many of 80 cells, and of a wider line as much in proportion.
const MOST_SAID: usize = 51;
/// The bureau takes at most one of so many parts of a line.
const WHOSE_PART: usize = 5;

pub(super) fn paint(model: &Model, layout: &Layout, painter: &mut Painter<'_>) {
    let lookup = &model.lookup;
    let area = model.hits_area();
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
    let hits = lookup.results.hits.iter().enumerate().skip(lookup.offset);
    for (y, (n, hit)) in (area.top()..area.bottom()).zip(hits) {
        let row = line(
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

/// `> 服务 title   agency  phone`, with the bureau before the title while there are several lists
fn line(model: &Model, hit: &Hit, selected: bool, cells: usize) -> Vec<Glyph> {
    // A marker and no bar: moving it costs two cells, not two rows, of a slow line.
    let marker = if selected { "> " } else { "  " };
    let mut row = glyph::glyphs(marker, Tone::Strong);
    let badge = glyph::glyphs(model.lang.kind(hit.summary.kind), Tone::Badge);
    row.extend(glyph::fit(badge, badge_cells(model)));
    row.extend(glyph::glyphs(" ", Tone::Plain));
    row.extend(whose(model, hit, cells));
    let room = cells.saturating_sub(glyph::width(&row));
    let right = right_columns(hit, room, glyph::text_width(&hit.summary.title));
    let room = room.saturating_sub(glyph::width(&right));
    // What a line says more is read below, or after Enter, and need not go over the line each time.
    let said = room.min(MOST_SAID.max(cells * MOST_SAID / 80));
    let manner = manner(model, hit);
    let mut words = title(hit, said.saturating_sub(glyph::width(&manner)));
    words.extend(manner);
    row.extend(glyph::fit(words, room));
    row.extend(right);
    row
}

/// How it was found, where that is not what was typed.
fn manner(model: &Model, hit: &Hit) -> Vec<Glyph> {
    let Some(said) = words::manner(model.lang, hit.matched) else {
        return Vec::new();
    };
    let mut out = glyph::glyphs(" ", Tone::Plain);
    out.extend(glyph::glyphs(said, Tone::Dim));
    out
}

/// The bureau in a column of its own; nothing while there is one list.
fn whose(model: &Model, hit: &Hit, cells: usize) -> Vec<Glyph> {
    let most = cells / WHOSE_PART;
    let Some(name) = model.lists.whose_within(&hit.summary.list, most) else {
        return Vec::new();
    };
    let name = glyph::glyphs(name, Tone::Dim);
    let mut out = glyph::fit(name, model.lists.width_within(most));
    out.extend(glyph::glyphs(" ", Tone::Plain));
    out
}

/// The widest of the kinds in the language.
fn badge_cells(model: &Model) -> usize {
    crate::registry::Kind::ALL
        .into_iter()
        .map(|kind| glyph::text_width(model.lang.kind(kind)))
        .max()
        .unwrap_or(0)
}

/// The title with its matched characters; where it shows none, the piece of text that matched.
fn title(hit: &Hit, room: usize) -> Vec<Glyph> {
    let ranges = hit
        .marks
        .iter()
        .find(|mark| mark.field == Field::Title)
        .map_or(&[][..], |mark| &mark.ranges);
    let title = glyph::marked(&hit.summary.title, Tone::Plain, ranges);
    let excerpt = match &hit.excerpt {
        Some(excerpt) if ranges.is_empty() => excerpt,
        _ => return glyph::cut_around_mark(title, room),
    };
    let piece = glyph::marked(&excerpt.text, Tone::Dim, &excerpt.ranges);
    let half = room / 2;
    let least = room.saturating_sub(glyph::width(&piece) + 2).max(half);
    let mut row = glyph::cut(title, least);
    row.extend(glyph::glyphs("  ", Tone::Plain));
    let left = room.saturating_sub(glyph::width(&row));
    row.extend(glyph::cut_around_mark(piece, left));
    row
}

/// Agency and phone, the phone alone, or nothing, by the room that the title leaves. The phone is
/// what the clerk reads out, so it stays longest.
fn right_columns(hit: &Hit, room: usize, title: usize) -> Vec<Glyph> {
    let gap = || glyph::glyphs("  ", Tone::Plain);
    let mut phone = Vec::new();
    if let Some(number) = &hit.summary.phone {
        let marks = marks(hit, Field::Phone(0));
        phone.extend(gap());
        phone.extend(glyph::marked(number.as_str(), Tone::Plain, marks));
        phone.extend(glyph::glyphs(" ", Tone::Plain));
    }
    let mut agency = Vec::new();
    if let Some(name) = &hit.summary.agency {
        let marks = marks(hit, Field::Agency);
        agency.extend(gap());
        agency.extend(glyph::marked(name, Tone::Plain, marks));
        if phone.is_empty() {
            agency.extend(glyph::glyphs(" ", Tone::Plain));
        }
    }
    let wanted = title.min(LEAST_TITLE);
    let both = glyph::width(&agency) + glyph::width(&phone);
    if both + wanted <= room {
        agency.extend(phone);
        agency
    } else if glyph::width(&phone) + wanted.min(LEAST_TITLE / 2) <= room {
        phone
    } else {
        Vec::new()
    }
}

fn marks(hit: &Hit, field: Field) -> &[std::ops::Range<usize>] {
    hit.marks
        .iter()
        .find(|mark| mark.field == field)
        .map_or(&[], |mark| mark.ranges.as_slice())
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
