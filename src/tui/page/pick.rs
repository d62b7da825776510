//! The agencies to choose from, as lines of cells, and where they stand: under the field in which
//! one is typed. Lays out; chooses nothing.

use ratatui::layout::Rect;

use super::form;
use crate::registry::Phone;
use crate::rpc::AgencyHit;
use crate::text::Lang;
use crate::tui::model::{Model, Picker};
use crate::tui::widgets::glyph::{self, Glyph, Tone};

/// Fewest lines of the list that are of use: a heading and two agencies.
const LEAST_ROWS: u16 = 3;
/// Cells that a name takes at most before what stands beside it begins.
const NAME: usize = 26;

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// The boundary matter of the agencies under it.
    Matter(String),
    /// From here on agencies of no boundary matter of the case.
    Others,
    /// An agency, by its index.
    Hit(usize),
    /// The text itself.
    Free(String),
    /// That none fits.
    Nothing,
    /// That there are so many more.
    More(usize),
}

/// Where the list stands: under the field, above it a line of its own.
#[must_use]
pub fn area(model: &Model) -> Rect {
    let whole = model.layout().form();
    let Some(filled) = model.form() else {
        return Rect::default();
    };
    let sheet = form::sheet(model, filled, whole.width.into(), whole.height);
    let span = sheet.spans.get(filled.focus).map_or(0, |span| span.end);
    let under = span.saturating_sub(filled.scroll);
    let most = whole.height.saturating_sub(LEAST_ROWS + 1);
    let taken = u16::try_from(under).unwrap_or(most).min(most) + 1;
    let taken = taken.min(whole.height);
    Rect {
        y: whole.y + taken,
        height: whole.height - taken,
        ..whole
    }
}

/// The lines of the list.
#[must_use]
pub fn rows(picker: &Picker, typed: &str) -> Vec<Row> {
    let mut out = Vec::new();
    let mut matter = None;
    for (at, hit) in picker.hits.iter().enumerate() {
        let own = hit.part.as_ref().map(|part| &part.matter);
        match &hit.part {
            Some(part) if own != matter => out.push(Row::Matter(part.matter_title.clone())),
            None if matter.is_some() => out.push(Row::Others),
            _ => {}
        }
        matter = own;
        out.push(Row::Hit(at));
    }
    let more = picker.total.saturating_sub(picker.hits.len());
    if more > 0 {
        out.push(Row::More(more));
    }
    if picker.hits.is_empty() && picker.awaiting.is_none() {
        out.push(Row::Nothing);
    }
    if picker.is_free(typed) {
        out.push(Row::Free(typed.trim().to_owned()));
    }
    out
}

/// The line of a choice: of an agency, else of the text itself.
#[must_use]
pub fn line_of(rows: &[Row], picker: &Picker, choice: usize) -> usize {
    let is_it = |row: &Row| match row {
        Row::Hit(at) => *at == choice,
        Row::Free(_) => choice >= picker.hits.len(),
        _ => false,
    };
    rows.iter().position(is_it).unwrap_or(0)
}

/// What stands in the line above the list.
#[must_use]
pub fn title(lang: Lang, picker: &Picker) -> String {
    if picker.awaiting.is_some() && picker.hits.is_empty() {
        lang.agencies_awaited().to_owned()
    } else {
        lang.agencies(picker.total)
    }
}

/// The list, none of its lines wider than `cells`.
#[must_use]
pub fn lines(model: &Model, picker: &Picker, typed: &str, cells: usize) -> Vec<Vec<Glyph>> {
    let lang = model.lang;
    let rows = rows(picker, typed);
    let selected = line_of(&rows, picker, picker.selected);
    let names = picker.hits.iter().map(|hit| glyph::text_width(&hit.name));
    let name = names.max().unwrap_or(0).min(NAME.min(cells / 2));
    let places = picker.hits.iter().any(|hit| hit.part.is_some());
    let line = |(at, row): (usize, &Row)| {
        let marker = if at == selected { "> " } else { "  " };
        let mut line = match row {
            Row::Hit(_) | Row::Free(_) => glyph::glyphs(marker, Tone::Strong),
            _ => glyph::glyphs(" ", Tone::Plain),
        };
        match row {
            Row::Matter(title) => {
                let text = lang.agencies_of_matter(title);
                line.extend(glyph::glyphs(&text, Tone::Label));
                // It is of the list of those under it.
                if let Some(Row::Hit(first)) = rows.get(at + 1)
                    && let Some(whose) = model.lists.whose(&picker.hits[*first].list)
                {
                    line.extend(glyph::glyphs("  ", Tone::Plain));
                    line.extend(glyph::glyphs(&lang.list_of(whose), Tone::Dim));
                }
            }
            Row::Others => line.extend(glyph::glyphs(lang.agencies_others(), Tone::Label)),
            Row::Hit(at) => {
                if places {
                    line.extend(place(&picker.hits[*at]));
                }
                let hit = &picker.hits[*at];
                push_hit(
                    &mut line,
                    lang,
                    hit,
                    [name, cells],
                    model.lists.whose(&hit.list),
                );
            }
            Row::Free(text) => {
                let text = lang.agency_as_typed(text);
                line.extend(glyph::glyphs(&text, Tone::Plain));
                line.extend(glyph::glyphs("  ", Tone::Plain));
                line.extend(glyph::glyphs(lang.agency_not_listed(), Tone::Strong));
            }
            Row::Nothing => line.extend(glyph::glyphs(lang.agencies_none(), Tone::Plain)),
            Row::More(count) => {
                line.extend(glyph::glyphs(&lang.agencies_more(*count), Tone::Dim));
            }
        }
        glyph::cut(line, cells)
    };
    rows.iter().enumerate().map(line).collect()
}

/// Which of the matter's agencies it is; blanks of the same width for one of no matter.
fn place(hit: &AgencyHit) -> Vec<Glyph> {
    let place = hit.part.as_ref().map(|part| part.place.to_string());
    let mut out = glyph::glyphs(&place.unwrap_or_default(), Tone::Dim);
    let width = glyph::width(&out);
    glyph::pad(&mut out, width.max(1) + 1);
    out
}

/// The name, who leads, then its part; of another agency its number, and whose list names it if
/// there are several. A number that does not fit whole is left out.
fn push_hit(
    line: &mut Vec<Glyph>,
    lang: Lang,
    hit: &AgencyHit,
    [name, cells]: [usize; 2],
    whose: Option<&str>,
) {
    let start = glyph::width(line);
    line.extend(glyph::marked(&hit.name, Tone::Plain, &hit.marks));
    glyph::pad(line, start + name);
    let mut used = glyph::width(line);
    let mut push = |text: &str, tone| {
        line.extend(glyph::glyphs("  ", Tone::Plain));
        line.extend(glyph::glyphs(text, tone));
    };
    match &hit.part {
        Some(part) => {
            if part.leads {
                push(lang.agency_leads(), Tone::Badge);
            }
            if let Some(text) = &part.responsibility {
                push(text, Tone::Dim);
            }
        }
        None => {
            let phone = hit.phone.as_ref().map(Phone::as_str);
            let whose = whose.map(|whose| lang.list_of(whose));
            for (text, tone) in [(phone, Tone::Plain), (whose.as_deref(), Tone::Dim)] {
                let text = text.unwrap_or_default();
                if !text.is_empty() && used + 2 + glyph::text_width(text) <= cells {
                    push(text, tone);
                    used += 2 + glyph::text_width(text);
                }
            }
        }
    }
}
