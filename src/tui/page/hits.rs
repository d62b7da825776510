//! The hits as lines of cells, and how many of them stand in the list. Pure; read by `update` (how far
//! is a page?) and by `view`.

use ratatui::layout::Rect;

use crate::rpc::{Field, Hit};
use crate::tui::model::Model;
use crate::tui::page::packet;
use crate::tui::widgets::glyph::{self, Glyph, Tone};
use crate::tui::words;

/// A title of fewer cells says too little; agency and phone give way before.
const LEAST_TITLE: usize = 24;
/// Beside its pane a title takes at most so many of 80 cells, and of a wider line as much in
/// proportion: the pane says it whole.
const MOST_SAID: usize = 51;
/// The bureau takes at most one of so many parts of a line.
const WHOSE_PART: usize = 5;

/// Bytes of a list at 80×24 that leave room in a packet for the search line, the tabs, and for erasing
/// what stood there before.
const IN_A_PACKET: usize = 1000;

/// Where the hits stand: the case whose number was typed takes a line of its own above them. Whoever
/// puts the pane away has a slow line: then the list has as many lines as a packet carries.
#[must_use]
pub fn area(model: &Model) -> Rect {
    let list = model.layout().list;
    let taken = u16::from(model.lookup.case.is_some()).min(list.height);
    let mut height = list.height - taken;
    if model.lookup.detail_hidden {
        height = height.min(in_a_packet(model, height));
    }
    Rect {
        y: list.y + taken,
        height,
        ..list
    }
}

/// How many of the first hits a packet carries, of at most so many.
fn in_a_packet(model: &Model, most: u16) -> u16 {
    let hits = model.lookup.results.hits.iter().take(most.into());
    let takes = hits.map(|hit| packet::bytes(&line(model, hit, false, model.width.into())));
    packet::rows(model, takes, IN_A_PACKET).unwrap_or(most)
}

/// `> 服务 title   agency  phone`, with the bureau before the title while there are several lists.
#[must_use]
pub fn line(model: &Model, hit: &Hit, selected: bool, cells: usize) -> Vec<Glyph> {
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
    let said = if model.lookup.detail_hidden {
        room
    } else {
        // What a line says more is read below and need not go over the line each time.
        room.min(MOST_SAID.max(cells * MOST_SAID / 80))
    };
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
