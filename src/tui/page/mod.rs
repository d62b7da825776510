//! An entry as lines of cells: what the detail pane and the whole-screen reader show. Pure; read
//! by `update` (how many lines?) and by `view`.

pub mod action;
mod body;
pub mod case;
pub mod conflict;
pub mod form;
pub mod help;
pub mod hits;
pub mod ledger;
mod packet;
mod paragraph;
pub mod pick;

use std::ops::Range;

use crate::registry::{EntryId, Kind, Summary};
use crate::rpc::{Field, Mark, Shown};
use crate::text::Lang;
use paragraph::Paragraph;

use super::model::Model;
use super::widgets::glyph::{Glyph, Tone};
use super::widgets::wrap;

/// What a page is about.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// A line about the entry.
    pub summary: &'a Summary,
    /// The entry, once it is here.
    pub shown: Option<&'a Shown>,
    /// The bureau whose entry it is, while there are several lists.
    pub whose: Option<&'a str>,
    /// What matched.
    pub marks: &'a [Mark],
    /// Language of the labels.
    pub lang: Lang,
}

impl<'a> Subject<'a> {
    /// The matched stretches of a field.
    fn ranges(&self, field: Field) -> &'a [Range<usize>] {
        self.marks
            .iter()
            .find(|mark| mark.field == field)
            .map_or(&[], |mark| mark.ranges.as_slice())
    }

    /// The title of an entry mentioned here, or its identifier where only that is known.
    fn title_of(&self, id: &EntryId) -> String {
        self.shown
            .and_then(|shown| shown.related.iter().find(|summary| summary.id == *id))
            .map_or_else(|| id.to_string(), |summary| summary.title.clone())
    }
}

/// The lines of a page, none wider than `cells`.
#[must_use]
pub fn lines(subject: &Subject<'_>, cells: usize) -> Vec<Vec<Glyph>> {
    paragraphs(subject)
        .into_iter()
        .flat_map(|paragraph| wrap::wrap(paragraph.glyphs, cells, paragraph.hang))
        .collect()
}

/// The page of the selected entry or case.
#[must_use]
pub fn of_selected(model: &Model, cells: usize) -> Vec<Vec<Glyph>> {
    if let Some(found) = model.lookup.case_selected() {
        return case::lines(model, &found.state, cells);
    }
    model.lookup.selected().map_or_else(Vec::new, |hit| {
        let subject = Subject {
            summary: &hit.summary,
            shown: model.lookup.cache.get(&hit.summary.id),
            whose: model.lists.whose(&hit.summary.list),
            marks: &hit.marks,
            lang: model.lang,
        };
        lines(&subject, cells)
    })
}

/// The page being read on the whole screen; nothing while none is.
#[must_use]
pub fn of_reader(model: &Model, cells: usize) -> Vec<Vec<Glyph>> {
    model.reader().map_or_else(Vec::new, |reader| {
        let subject = Subject {
            summary: &reader.summary,
            shown: model.lookup.cache.get(&reader.summary.id),
            whose: model.lists.whose(&reader.summary.list),
            marks: &reader.marks,
            lang: model.lang,
        };
        lines(&subject, cells)
    })
}

/// The first line shown of a page: where the clerk scrolled it, else where it rests.
#[must_use]
pub fn scroll(scrolled: Option<usize>, lines: &[Vec<Glyph>], rows: usize) -> usize {
    scrolled.unwrap_or_else(|| resting_scroll(lines, rows))
}

/// Where a page rests that nobody has scrolled: at its top, unless what matched lies below the
/// `rows` in view.
fn resting_scroll(lines: &[Vec<Glyph>], rows: usize) -> usize {
    let is_marked = |line: &Vec<Glyph>| line.iter().any(|glyph| glyph.tone.is_mark());
    match lines.iter().position(is_marked) {
        // Some lines above it say what it belongs to.
        Some(first) if first >= rows => (first - rows / 3).min(last_scroll(lines.len(), rows)),
        _ => 0,
    }
}

/// How far a page can be scrolled where `rows` rows are shown.
#[must_use]
pub const fn last_scroll(lines: usize, rows: usize) -> usize {
    lines.saturating_sub(rows)
}

fn paragraphs(subject: &Subject<'_>) -> Vec<Paragraph> {
    let summary = subject.summary;
    let mut out = vec![
        Paragraph::new(&summary.title, Tone::Title, subject.ranges(Field::Title)),
        identity(subject),
    ];
    match subject.shown {
        Some(shown) => {
            body::push(&mut out, subject, &shown.entry.body);
            related(&mut out, subject, shown);
        }
        // What the list knows already stands at once; the rest follows with the answer.
        None => body::push_summary(&mut out, subject),
    }
    out
}

/// Kind, identifier, and whose it is.
fn identity(subject: &Subject<'_>) -> Paragraph {
    let summary = subject.summary;
    let identity = Paragraph::plain(subject.lang.kind(summary.kind), Tone::Badge)
        .and(" ", Tone::Plain, &[])
        .and(&summary.id.to_string(), Tone::Dim, &[]);
    match subject.whose {
        Some(name) => identity
            .and("  ", Tone::Plain, &[])
            .and(name, Tone::Plain, &[]),
        None => identity,
    }
}

/// The entries of the same matter that the body does not name already.
fn related(out: &mut Vec<Paragraph>, subject: &Subject<'_>, shown: &Shown) {
    let named = body::named(&shown.entry.body);
    let rest: Vec<&Summary> = shown
        .related
        .iter()
        .filter(|summary| !named.contains(&&summary.id))
        .collect();
    if rest.is_empty() {
        return;
    }
    out.push(Paragraph::blank());
    out.push(Paragraph::plain(subject.lang.related(), Tone::Label));
    for summary in rest {
        out.push(mention(subject.lang, summary.kind, &summary.title));
    }
}

/// A line that names another entry.
fn mention(lang: Lang, kind: Kind, title: &str) -> Paragraph {
    Paragraph::hanging("  ")
        .and(lang.kind(kind), Tone::Badge, &[])
        .and(" ", Tone::Plain, &[])
        .hang_here()
        .and(title, Tone::Plain, &[])
}

#[cfg(test)]
mod tests;
