//! A text that is being written, as rows of cells: breaks like [`super::wrap`], but loses no blank
//! and knows which character stands in which cell. The text may have several lines.

use unicode_segmentation::UnicodeSegmentation;

use super::glyph::{self, Glyph, Tone, width};
use super::wrap;

/// A text laid out at a width.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextBox {
    /// The rows; at least one.
    pub rows: Vec<Row>,
    /// Row and cell of the cursor. The cell after the last glyph of a row is inside the width.
    pub cursor: (usize, usize),
}

/// A row of a text box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What is painted.
    pub glyphs: Vec<Glyph>,
    /// The character of the text that each glyph begins with.
    at: Vec<usize>,
    /// The first character of the text that belongs to the row.
    start: usize,
    /// The last place in the row where the cursor can stand, as a character of the text.
    last: usize,
}

/// Lays a text out on rows of at most `cells` cells, the cursor's own cell included. `cursor`
/// counts characters.
#[must_use]
pub fn lay_out(text: &str, cursor: usize, cells: usize) -> TextBox {
    // One cell is left free at the end of each row: there the cursor stands after the last glyph.
    let cells = cells.saturating_sub(1).max(1);
    let mut rows = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        push_line(&mut rows, line, start, cells);
        start += line.chars().count() + 1;
    }
    let row = rows
        .iter()
        .rposition(|row: &Row| row.start <= cursor)
        .unwrap_or(0);
    let cell = rows.get(row).map_or(0, |row| row.cell(cursor));
    TextBox {
        rows,
        cursor: (row, cell),
    }
}

fn push_line(rows: &mut Vec<Row>, line: &str, start: usize, cells: usize) {
    let mut glyphs = Vec::new();
    let mut at = Vec::new();
    let mut here = start;
    for grapheme in line.graphemes(true) {
        let drawn = glyph::glyphs(grapheme, Tone::Plain);
        at.extend(std::iter::repeat_n(here, drawn.len()));
        glyphs.extend(drawn);
        here += grapheme.chars().count();
    }
    let end = here;
    let mut starts = vec![0];
    let mut from = 0;
    loop {
        let mut taken = wrap::break_at(&glyphs[from..], cells);
        // Never inside what one character became.
        while taken > 1 && from + taken < at.len() && at[from + taken] == at[from + taken - 1] {
            taken -= 1;
        }
        from += taken;
        if from >= glyphs.len() {
            break;
        }
        starts.push(from);
    }
    let (mut glyphs, mut at) = (glyphs.into_iter(), at.into_iter().peekable());
    let mut row_start = start;
    for (n, first) in starts.iter().enumerate() {
        let count = starts.get(n + 1).map_or(usize::MAX, |next| next - first);
        let row_at: Vec<usize> = at.by_ref().take(count).collect();
        let next = at.peek().copied();
        let last = match next {
            Some(_) => row_at.last().copied().unwrap_or(row_start),
            None => end,
        };
        rows.push(Row {
            glyphs: glyphs.by_ref().take(count).collect(),
            at: row_at,
            start: row_start,
            last,
        });
        row_start = next.unwrap_or(end);
    }
}

impl Row {
    fn cell(&self, cursor: usize) -> usize {
        let before = self.at.iter().take_while(|at| **at < cursor).count();
        width(&self.glyphs[..before])
    }
}

impl TextBox {
    /// The character nearest to a cell of a row.
    #[must_use]
    pub fn character_at(&self, row: usize, cell: usize) -> usize {
        let Some(row) = self.rows.get(row) else {
            return 0;
        };
        let mut used = 0;
        for (glyph, at) in row.glyphs.iter().zip(&row.at) {
            used += glyph.width;
            if used > cell {
                return *at;
            }
        }
        row.last
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rows(text: &str, cells: usize) -> Vec<String> {
        let text_box = lay_out(text, 0, cells);
        let row = |row: &Row| row.glyphs.iter().map(|glyph| glyph.text.as_str()).collect();
        text_box.rows.iter().map(row).collect()
    }

    #[test]
    fn lines_break_where_reading_text_breaks_and_keep_their_blanks() {
        assert_eq!(rows("负责审核，配合", 9), ["负责审", "核，配合"]);
        assert_eq!(rows("a\n\n失业", 9), ["a", "", "失业"]);
        assert_eq!(rows("one  two", 7), ["one  ", "two"]);
        assert_eq!(rows("", 9), [""]);
    }

    #[test]
    fn the_cursor_stands_in_the_cell_after_what_is_before_it() {
        for (cursor, place) in [
            (0, (0, 0)),
            (2, (0, 4)),
            (3, (1, 0)),
            (4, (1, 2)),
            (5, (2, 0)),
        ] {
            assert_eq!(lay_out("失业登记\n", cursor, 7).cursor, place, "{cursor}");
        }
        assert_eq!(lay_out("e\u{301}x", 2, 9).cursor, (0, 1));
    }

    #[test]
    fn a_cell_of_a_row_is_a_place_in_the_text() {
        let text_box = lay_out("失业登记\nab", 0, 7);
        for (row, cell, at) in [
            (0, 0, 0),
            (0, 3, 1),
            (0, 9, 2),
            (1, 9, 4),
            (2, 1, 6),
            (2, 9, 7),
        ] {
            assert_eq!(text_box.character_at(row, cell), at, "{row} {cell}");
        }
    }

    proptest! {
        #[test]
        fn the_cursor_stands_inside_and_comes_back_to_its_place(
            text in "[失业，。a-z 👩\u{301}\u{fe0f}\n]{0,60}", cells in 3usize..20,
        ) {
            // A cursor never stands inside what a person sees as one character.
            let mut places = vec![0];
            for grapheme in text.graphemes(true) {
                places.push(places.last().unwrap() + grapheme.chars().count());
            }
            for cursor in places {
                let text_box = lay_out(&text, cursor, cells);
                let (row, cell) = text_box.cursor;
                prop_assert!(cell < cells);
                prop_assert!(text_box.rows.iter().all(|row| width(&row.glyphs) < cells));
                let back = text_box.character_at(row, cell);
                prop_assert_eq!(lay_out(&text, back, cells).cursor, (row, cell));
            }
        }
    }
}
