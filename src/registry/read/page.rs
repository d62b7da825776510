//! A document as lines: where each begins and ends, how many blank lines stand above it, which
//! stretches are printed. Knows nothing of what the lines say.

use std::ops::Range;

use super::glyph::printed;
use crate::registry::Span;

/// A line that is not blank. A line with a tab is never blank: it starts a cell.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    /// First byte.
    pub(super) start: usize,
    /// End of the text, before the line's end mark.
    pub(super) end: usize,
    /// Counted from 1.
    pub(super) number: usize,
    /// Blank lines directly above.
    pub(super) blanks: usize,
}

/// A document and its lines.
pub(super) struct Page<'a> {
    /// The whole text.
    pub(super) text: &'a str,
    /// The lines that are not blank.
    pub(super) lines: Vec<Line>,
}

impl<'a> Page<'a> {
    /// Cuts a text into lines.
    pub(super) fn new(text: &'a str) -> Self {
        let mut lines = Vec::new();
        let mut blanks = 0;
        for (number, (start, end)) in (1..).zip(spans_of_lines(text)) {
            let line = text.get(start..end).unwrap_or_default();
            if line.contains(|c| c == '\t' || printed(c)) {
                lines.push(Line {
                    start,
                    end,
                    number,
                    blanks,
                });
                blanks = 0;
            } else {
                blanks += 1;
            }
        }
        Self { text, lines }
    }

    /// The text of a stretch.
    pub(super) fn slice(&self, span: Span) -> &'a str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    /// The printed part of a stretch: no layout at either end.
    pub(super) fn trim(&self, start: usize, end: usize) -> Option<Span> {
        let text = self.slice(Span { start, end });
        let first = text.find(printed)?;
        let (last, c) = text.char_indices().rfind(|(_, c)| printed(*c))?;
        Some(Span {
            start: start + first,
            end: start + last + c.len_utf8(),
        })
    }

    /// The printed part of the line at an index; empty where there is none.
    pub(super) fn line_span(&self, index: usize) -> Span {
        self.lines
            .get(index)
            .and_then(|line| self.trim(line.start, line.end))
            .unwrap_or(Span { start: 0, end: 0 })
    }

    /// The printed text of the line at an index.
    pub(super) fn line_text(&self, index: usize) -> &'a str {
        self.slice(self.line_span(index))
    }

    /// Whether the line at an index begins with a tab (after nothing but blank).
    pub(super) fn starts_cell(&self, index: usize) -> bool {
        self.lines.get(index).is_some_and(|line| {
            let (start, end) = (line.start, line.end);
            let text = self.slice(Span { start, end });
            text.split_once('\t')
                .is_some_and(|(before, _)| !before.contains(printed))
        })
    }

    /// The line number of the line at an index; the last line's beyond the end.
    pub(super) fn number(&self, index: usize) -> usize {
        self.lines
            .get(index)
            .or(self.lines.last())
            .map_or(1, |line| line.number)
    }

    /// First and last line number of a range of lines.
    pub(super) fn extent(&self, range: Range<usize>) -> (usize, usize) {
        let last = range.end.saturating_sub(1).max(range.start);
        (self.number(range.start), self.number(last))
    }
}

/// The first byte of each line. Lines end with LF, CRLF or CR.
pub(in crate::registry) fn line_starts(text: &str) -> impl Iterator<Item = usize> {
    spans_of_lines(text).map(|(start, _)| start)
}

fn spans_of_lines(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut next = Some(0);
    std::iter::from_fn(move || {
        let start = next?;
        let rest = text.get(start..)?;
        let Some(length) = rest.find(['\n', '\r']) else {
            next = None;
            return Some((start, text.len()));
        };
        let end = start + length;
        let mark = if rest[length..].starts_with("\r\n") {
            2
        } else {
            1
        };
        next = Some(end + mark);
        Some((start, end))
    })
}
