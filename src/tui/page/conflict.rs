//! What somebody did first, as lines of cells: who did what when, and what differs, field by field.
//! Knows neither what was typed nor what becomes of it.

use ratatui::layout::Rect;

use super::case;
use super::paragraph::{Paragraph, push_text};
use crate::rpc::{Difference, EventShown};
use crate::text::Lang;
use crate::tui::keymap::{self, Action};
use crate::tui::layout::Layout;
use crate::tui::model::{Model, Overtaken};
use crate::tui::widgets::glyph::{Glyph, Tone};
use crate::tui::widgets::wrap;
use crate::tui::words;

/// The text inside the box at its highest.
#[must_use]
pub fn area(layout: &Layout) -> Rect {
    Layout::inside(layout.boxed(u16::MAX))
}

/// The lines of the box, none wider than `cells`.
#[must_use]
pub fn lines(model: &Model, told: &Overtaken, cells: usize) -> Vec<Vec<Glyph>> {
    let lang = model.lang;
    let mut out = vec![Paragraph::plain(
        lang.overtaken_nothing_stored(),
        Tone::Plain,
    )];
    if let Some(earlier) = words::earlier(lang, told.conflict.earlier) {
        out.push(Paragraph::hanging("  ").and(&earlier, Tone::Dim, &[]));
    }
    for event in &told.conflict.since {
        push_event(&mut out, lang, event, model.blanked);
    }
    if !told.conflict.differences.is_empty() {
        out.push(Paragraph::blank());
        out.push(Paragraph::plain(lang.overtaken_differs(), Tone::Plain));
    }
    for difference in &told.conflict.differences {
        push_difference(&mut out, lang, difference, model.blanked);
    }
    out.push(Paragraph::blank());
    let action = lang.action(told.action);
    let then = if told.allowed {
        lang.overtaken_goes_on(&keymap::key_name(Action::Save), action)
    } else {
        lang.overtaken_ends(action)
    };
    out.push(Paragraph::plain(&then, Tone::Strong));
    out.into_iter()
        .flat_map(|paragraph| wrap::wrap(paragraph.glyphs, cells, paragraph.hang))
        .collect()
}

/// Time, clerk, what was done; below it what was said.
fn push_event(out: &mut Vec<Paragraph>, lang: Lang, event: &EventShown, blanked: bool) {
    let paragraph = Paragraph::hanging("  ")
        .and(&words::time(event.at), Tone::Dim, &[])
        .and("  ", Tone::Plain, &[])
        .and(event.clerk.as_str(), Tone::Plain, &[])
        .and("  ", Tone::Plain, &[])
        .and(lang.action(event.action), Tone::Strong, &[]);
    out.push(case::with_about(paragraph, lang, event));
    let note = match &event.note {
        Some(_) if blanked => Some(lang.blanked()),
        _ => words::said(lang, event),
    };
    if let Some(note) = note {
        push_text(out, Paragraph::hanging("    "), note, &[]);
    }
}

/// What a field was and is; of a longer text the one under the other.
fn push_difference(out: &mut Vec<Paragraph>, lang: Lang, difference: &Difference, blanked: bool) {
    let differs = words::difference(lang, difference);
    let is_hidden = blanked && differs.is_told;
    let text = |text: Option<String>| match text {
        Some(_) if is_hidden => lang.blanked().to_owned(),
        Some(text) => text,
        None => lang.conflict_none().to_owned(),
    };
    let label = Paragraph::hanging("  ").and(&lang.label(differs.field), Tone::Label, &[]);
    let (then, now) = (text(differs.then), text(differs.now));
    if !differs.is_told {
        out.push(label.and(&lang.overtaken_step(&then, &now), Tone::Plain, &[]));
        return;
    }
    out.push(label);
    for line in [lang.overtaken_was(&then), lang.overtaken_is(&now)] {
        push_text(out, Paragraph::hanging("    "), &line, &[]);
    }
}
