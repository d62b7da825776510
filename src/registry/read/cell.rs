//! A table cell: the printed pieces of its lines, and the passage they make. Knows no column.

use super::glyph::push_clean;
use super::page::Page;
use crate::registry::{Passage, Span};

/// A cell as it stands in the document.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    /// Line where it starts.
    pub(super) line: usize,
    /// Its printed pieces, a line each; none when it is blank.
    pub(super) pieces: Vec<Piece>,
}

/// The printed part of one line of a cell.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    /// Where it stands.
    pub(super) span: Span,
    /// Its line.
    pub(super) line: usize,
    /// Whether a blank line stands above it inside the cell.
    pub(super) paragraph: bool,
}

/// How the lines of a cell become one text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Join {
    /// Names and numbers: a broken line is layout, and so is a blank one.
    Gapless,
    /// Prose: a broken line is layout, a blank one begins a paragraph.
    Paragraphs,
    /// Each line stands for itself.
    Lines,
}

impl Cell {
    /// Whether nothing is printed in it.
    pub(super) const fn is_blank(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Its text with the places it was joined from; none when it is blank.
    pub(super) fn passage(&self, page: &Page<'_>, join: Join) -> Option<Passage> {
        if self.is_blank() {
            return None;
        }
        let mut passage = Passage::default();
        for piece in &self.pieces {
            let apart = match join {
                Join::Gapless => false,
                Join::Paragraphs => piece.paragraph,
                Join::Lines => true,
            };
            append(page, &mut passage, piece.span, apart);
        }
        Some(passage)
    }

    /// Its text in one piece, for reading numbers and column words.
    pub(super) fn text(&self, page: &Page<'_>) -> String {
        self.passage(page, Join::Gapless)
            .map(|passage| passage.text)
            .unwrap_or_default()
    }
}

/// Adds a stretch to a passage, on a line of its own when it stands apart.
pub(super) fn append(page: &Page<'_>, passage: &mut Passage, span: Span, apart: bool) {
    if apart && !passage.text.is_empty() {
        passage.text.push('\n');
    }
    push_clean(&mut passage.text, page.slice(span));
    passage.spans.push(span);
}
