//! Puts glyphs into cells. The only place of the view that writes to the buffer.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::theme;
use crate::tui::Lines;
use crate::tui::widgets::blank;
use crate::tui::widgets::glyph::{self, Glyph, Tone};

/// A buffer and how tones look.
pub(super) struct Painter<'a> {
    buffer: &'a mut Buffer,
    color: bool,
    lines: Lines,
}

impl<'a> Painter<'a> {
    pub(super) const fn new(buffer: &'a mut Buffer, color: bool, lines: Lines) -> Self {
        Self {
            buffer,
            color,
            lines,
        }
    }

    /// One line at the top of an area, cut to its width.
    pub(super) fn row(&mut self, area: Rect, row: Vec<Glyph>) {
        let area = area.intersection(self.buffer.area);
        if area.is_empty() {
            return;
        }
        let mut x = area.x;
        for glyph in glyph::cut(row, area.width.into()) {
            let style = theme::style(glyph.tone, self.color);
            let text = match glyph.tone {
                Tone::Frame => theme::line(&glyph.text, self.lines),
                _ => &glyph.text,
            };
            (x, _) = self.buffer.set_stringn(x, area.y, text, glyph.width, style);
        }
    }

    /// Lines from the `first` on, as many as the area holds.
    pub(super) fn lines(&mut self, area: Rect, lines: Vec<Vec<Glyph>>, first: usize) {
        for (y, line) in (area.top()..area.bottom()).zip(lines.into_iter().skip(first)) {
            self.row(
                Rect {
                    y,
                    height: 1,
                    ..area
                },
                line,
            );
        }
    }

    /// Blanks an area for a layer on top.
    pub(super) fn clear(&mut self, area: Rect) {
        blank::clear_wide(self.buffer, area);
    }
}

/// A heading in a line of a frame: `-- left ------- right --`.
pub(super) fn rule(left: &[Glyph], right: &[Glyph], line: &str, cells: usize) -> Vec<Glyph> {
    let frame = |count: usize| glyph::glyphs(&line.repeat(count), Tone::Frame);
    let blank = || glyph::glyphs(" ", Tone::Plain);
    let mut out = Vec::new();
    if !left.is_empty() {
        out.extend(frame(2));
        out.extend(blank());
        out.extend_from_slice(left);
        out.extend(blank());
    }
    let mut tail = Vec::new();
    if !right.is_empty() {
        tail.extend(blank());
        tail.extend_from_slice(right);
        tail.extend(blank());
        tail.extend(frame(2));
    }
    let used = glyph::width(&out) + glyph::width(&tail);
    let Some(gap) = cells.checked_sub(used) else {
        return glyph::fit(out, cells);
    };
    out.extend(frame(gap));
    out.extend(tail);
    out
}

/// Left text, right text, blanks between; the left gives way.
pub(super) fn spread(left: Vec<Glyph>, right: Vec<Glyph>, cells: usize) -> Vec<Glyph> {
    let room = cells.saturating_sub(glyph::width(&right));
    let mut out = glyph::fit(left, room);
    out.extend(right);
    out
}
