//! A screen as what stands in its cells. Knows which cells belong together and which characters
//! terminals measure differently; nothing of bytes.

use ratatui::buffer::{Cell, CellWidth};
use ratatui::layout::Rect;

use crate::tui::terminal::pen::Pen;
use crate::tui::terminal::profile::{Lines, Profile};

/// What stands in one cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    symbol: Symbol,
    pub(super) pen: Pen,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Symbol {
    /// The second half of what stands in the cell before.
    Tail,
    One(char, bool),
    Several(Box<str>, bool),
}

impl Spot {
    /// Nothing.
    pub(super) const BLANK: Self = Self {
        symbol: Symbol::One(' ', false),
        pen: Pen::PLAIN,
    };

    const TAIL: Self = Self {
        symbol: Symbol::Tail,
        pen: Pen::PLAIN,
    };

    /// What ratatui has in a cell, as this terminal can show it.
    pub(super) fn of(cell: &Cell, profile: Profile) -> Self {
        let pen = Pen::of(cell, profile.colors);
        let mut characters = cell.symbol().chars();
        let wide = cell.cell_width() > 1;
        let symbol = match (characters.next(), characters.next()) {
            (None | Some(' '), None) if pen.shows_on_blank() => Symbol::One(' ', false),
            (None | Some(' '), None) => return Self::BLANK,
            (Some(c), None) => Symbol::One(c, wide),
            _ => Symbol::Several(cell.symbol().into(), wide),
        };
        Self { symbol, pen }
    }

    pub(super) fn is_tail(&self) -> bool {
        self.symbol == Symbol::Tail
    }

    pub(super) const fn is_wide(&self) -> bool {
        matches!(self.symbol, Symbol::One(_, true) | Symbol::Several(_, true))
    }

    /// Cells from this one to the next character's.
    pub(super) const fn cells(&self) -> usize {
        if self.is_wide() { 2 } else { 1 }
    }

    pub(super) fn push_to(&self, out: &mut String) {
        match &self.symbol {
            Symbol::Tail => {}
            Symbol::One(c, _) => out.push(*c),
            Symbol::Several(text, _) => out.push_str(text),
        }
    }

    /// Bytes of the character.
    pub(super) fn bytes(&self) -> usize {
        match &self.symbol {
            Symbol::Tail => 0,
            Symbol::One(c, _) => c.len_utf8(),
            Symbol::Several(text, _) => text.len(),
        }
    }

    /// Whether every terminal agrees on the width: ASCII, and the wide blocks without emoji. Not
    /// `“`, `①`, `·`, which are wide on some Chinese terminals; box-drawing characters where
    /// somebody said that they are not.
    pub(super) fn is_width_certain(&self, profile: Profile) -> bool {
        match self.symbol {
            Symbol::Tail => true,
            Symbol::One(' '..='~', wide) => !wide,
            Symbol::One('\u{2500}'..='\u{257f}', wide) => !wide && profile.lines == Lines::Box,
            Symbol::One(
                '\u{2e80}'..='\u{d7a3}'
                | '\u{f900}'..='\u{faff}'
                | '\u{fe30}'..='\u{fe6f}'
                | '\u{ff01}'..='\u{ff60}'
                | '\u{20000}'..='\u{3fffd}',
                wide,
            ) => wide,
            Symbol::One(..) | Symbol::Several(..) => false,
        }
    }
}

/// A screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Grid {
    width: usize,
    spots: Vec<Spot>,
}

impl Grid {
    /// An empty screen.
    pub(super) fn new(width: u16, height: u16) -> Self {
        let (width, height) = (usize::from(width), usize::from(height));
        Self {
            width,
            spots: vec![Spot::BLANK; width * height],
        }
    }

    pub(super) fn clear(&mut self) {
        self.spots.fill(Spot::BLANK);
    }

    /// Rows.
    pub(super) fn height(&self) -> usize {
        self.spots.len().checked_div(self.width).unwrap_or(0)
    }

    /// A row; empty where there is none.
    pub(super) fn row(&self, y: usize) -> &[Spot] {
        let start = y * self.width;
        self.spots.get(start..start + self.width).unwrap_or(&[])
    }

    fn row_mut(&mut self, y: usize) -> &mut [Spot] {
        let start = y * self.width;
        self.spots
            .get_mut(start..start + self.width)
            .unwrap_or_default()
    }

    /// Takes a row over from another screen of this size.
    pub(super) fn copy_row(&mut self, y: usize, from: &Self) {
        self.row_mut(y).clone_from_slice(from.row(y));
    }

    /// Puts a character; whatever it covers half of is gone.
    pub(super) fn put(&mut self, x: usize, y: usize, spot: Spot) {
        let row = self.row_mut(y);
        if x >= row.len() {
            return;
        }
        if row[x].is_tail() && x > 0 {
            row[x - 1] = Spot::BLANK;
        }
        let end = x + spot.cells();
        if end > row.len() {
            // Half of it would hang over the edge.
            row[x] = Spot::BLANK;
            return;
        }
        if row.get(end).is_some_and(Spot::is_tail) {
            row[end] = Spot::BLANK;
        }
        if spot.is_wide() {
            row[x + 1] = Spot::TAIL;
        }
        row[x] = spot;
    }

    /// Takes a part over from another screen of this size. What is cut in two at the edges goes.
    pub(super) fn copy_part(&mut self, part: Rect, from: &Self) {
        for y in usize::from(part.top())..usize::from(part.bottom()).min(self.height()) {
            let ends = usize::from(part.left())..usize::from(part.right()).min(self.width);
            let row = self.row_mut(y);
            if ends.is_empty() {
                continue;
            }
            row[ends.clone()].clone_from_slice(&from.row(y)[ends.clone()]);
            mend(row, ends.start);
            mend(row, ends.end);
        }
    }

    /// Moves the rows of a stretch up by so many, or down where that is negative.
    pub(super) fn scroll(&mut self, rows: std::ops::Range<usize>, up: isize) {
        let by = up.unsigned_abs().min(rows.len()) * self.width;
        let cells = rows.start * self.width..rows.end * self.width;
        let Some(stretch) = self.spots.get_mut(cells) else {
            return;
        };
        let left = stretch.len() - by;
        if up > 0 {
            stretch.rotate_left(by);
            stretch[left..].fill(Spot::BLANK);
        } else {
            stretch.rotate_right(by);
            stretch[..by].fill(Spot::BLANK);
        }
    }
}

/// Blanks the halves of a wide character that is cut in two before a cell.
fn mend(row: &mut [Spot], at: usize) {
    let half_before = at > 0 && row.get(at - 1).is_some_and(Spot::is_wide);
    let half_after = row.get(at).is_some_and(Spot::is_tail);
    if half_before != half_after {
        if half_before {
            row[at - 1] = Spot::BLANK;
        } else {
            row[at] = Spot::BLANK;
        }
    }
}
