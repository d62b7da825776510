//! A paragraph of a page: glyphs, and how far its later lines are indented.

use std::ops::Range;

use crate::tui::widgets::glyph::{self, Glyph, Tone};

/// Text that is wrapped as one.
#[derive(Clone, Debug)]
pub(super) struct Paragraph {
    pub(super) glyphs: Vec<Glyph>,
    pub(super) hang: usize,
}

impl Paragraph {
    pub(super) fn new(text: &str, tone: Tone, ranges: &[Range<usize>]) -> Self {
        Self {
            glyphs: glyph::marked(text, tone, ranges),
            hang: 0,
        }
    }

    pub(super) fn plain(text: &str, tone: Tone) -> Self {
        Self::new(text, tone, &[])
    }

    /// An empty line.
    pub(super) const fn blank() -> Self {
        Self {
            glyphs: Vec::new(),
            hang: 0,
        }
    }

    /// Starts with an indent that later lines keep.
    pub(super) fn hanging(indent: &str) -> Self {
        Self::plain(indent, Tone::Plain).hang_here()
    }

    /// Adds text.
    pub(super) fn and(mut self, text: &str, tone: Tone, ranges: &[Range<usize>]) -> Self {
        self.glyphs.extend(glyph::marked(text, tone, ranges));
        self
    }

    /// Later lines begin below what is added next.
    pub(super) fn hang_here(mut self) -> Self {
        self.hang = glyph::width(&self.glyphs);
        self
    }
}

/// A text of several paragraphs: each line break begins a new one, marks go on counting, and the
/// lines after the first begin below the text. Blank lines between them are left out.
pub(super) fn push_text(
    out: &mut Vec<Paragraph>,
    lead: Paragraph,
    text: &str,
    ranges: &[Range<usize>],
) {
    let hang = lead.hang;
    let mut lead = Some(lead);
    let mut start = 0;
    for line in text.split('\n') {
        if !line.trim().is_empty() {
            let mut paragraph = lead
                .take()
                .unwrap_or_else(|| Paragraph::hanging(&" ".repeat(hang)));
            paragraph
                .glyphs
                .extend(glyph::marked_from(line, Tone::Plain, ranges, start));
            out.push(paragraph);
        }
        start += line.chars().count() + 1;
    }
}
