//! Cells as bytes, few of them, in one write a frame. ratatui's own backend moves the cursor
//! after every wide character and resets the attributes in every frame: three to twelve times
//! the bytes. Knows cells, not what they mean.

use std::fmt::Write as _;
use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::{Cell, CellWidth};
use ratatui::layout::{Position, Size};
use ratatui::style::{Color, Modifier};

use super::pen::Pen;

const CLEAR: &str = "\x1b[m\x1b[2J";
const ERASE_LINE: &str = "\x1b[K";
/// Fewer blanks than this are written as blanks.
const ERASE_FROM: usize = 4;

/// A backend that gathers a frame and writes it at once, or nothing when nothing changed.
#[derive(Debug)]
pub(in crate::tui) struct OneWrite<W> {
    to: W,
    size: Size,
    out: String,
    /// What the terminal shows once `out` is written, so that blank ends of lines are known.
    cells: Vec<Cell>,
    pen: Pen,
    /// Where the terminal's cursor is, when that is certain.
    at: Option<Position>,
    /// Whether the terminal's cursor is visible, when that is certain.
    visible: Option<bool>,
    wanted_at: Position,
    wanted_visible: bool,
}

impl<W: Write> OneWrite<W> {
    /// A backend for a terminal of which nothing is known but its size.
    pub(in crate::tui) fn new(to: W, width: u16, height: u16) -> Self {
        let mut backend = Self {
            to,
            size: Size::default(),
            out: String::new(),
            cells: Vec::new(),
            pen: Pen::PLAIN,
            at: None,
            visible: None,
            wanted_at: Position::default(),
            wanted_visible: false,
        };
        backend.resize(width, height);
        backend
    }

    /// The terminal has another size now. ratatui notices at the next frame and clears.
    pub(in crate::tui) fn resize(&mut self, width: u16, height: u16) {
        let size = Size { width, height };
        if size != self.size {
            self.size = size;
            self.cells = vec![Cell::default(); usize::from(width) * usize::from(height)];
            self.at = None;
        }
    }

    /// Somebody else had the terminal: nothing is certain. Clear before the next frame.
    pub(in crate::tui) fn forget(&mut self) {
        self.at = None;
        self.visible = None;
    }

    fn index(&self, x: u16, y: u16) -> usize {
        usize::from(y) * usize::from(self.size.width) + usize::from(x)
    }

    fn move_to(&mut self, x: u16, y: u16) {
        let to = Position { x, y };
        match self.at {
            Some(at) if at == to => {}
            Some(at) if at.y == y && x == 0 => self.out.push('\r'),
            Some(at) if at.y + 1 == y && x == 0 => self.out.push_str("\r\n"),
            Some(at) if at.y == y && at.x + 1 == x => self.out.push_str("\x1b[C"),
            Some(at) if at.y == y && at.x < x => {
                let _ = write!(self.out, "\x1b[{}C", x - at.x);
            }
            _ => {
                let _ = write!(self.out, "\x1b[{};{}H", y + 1, x + 1);
            }
        }
        self.at = Some(to);
    }

    fn set_pen(&mut self, pen: Pen) {
        self.pen.change(pen, &mut self.out);
        self.pen = pen;
    }

    fn put(&mut self, x: u16, y: u16, cell: &Cell) {
        self.move_to(x, y);
        self.set_pen(Pen::of(cell));
        self.out.push_str(cell.symbol());
        let next = x + cell.cell_width().max(1);
        // At the right edge terminals differ on where the cursor is, and on the width of some
        // characters they differ everywhere.
        let certain = next < self.size.width && is_width_certain(cell.symbol());
        self.at = certain.then_some(Position { x: next, y });
    }

    /// Whether nothing but blanks stands from here to the end of the line.
    fn is_blank_from(&self, x: u16, y: u16) -> bool {
        let start = self.index(x, y);
        let end = self.index(0, y) + usize::from(self.size.width);
        self.cells[start..end].iter().all(is_blank)
    }

    /// Writes the changed cells of one row, given from left to right. Where characters stood or
    /// stand on whose width terminals differ, blanks may miss their cells: there the end of the
    /// line is erased however short it is.
    fn row(&mut self, y: u16, changes: &[(u16, &Cell)], is_certain: bool) {
        let enough = if is_certain { ERASE_FROM } else { 1 };
        for (n, (x, cell)) in changes.iter().enumerate() {
            if changes.len() - n >= enough && is_blank(cell) && self.is_blank_from(*x, y) {
                self.move_to(*x, y);
                self.set_pen(Pen::PLAIN);
                self.out.push_str(ERASE_LINE);
                return;
            }
            self.put(*x, y, cell);
        }
    }
}

fn is_blank(cell: &Cell) -> bool {
    cell.symbol() == " " && Pen::of(cell) == Pen::PLAIN
}

/// Whether the attributes of a cell can be seen where nothing is written.
fn shows_on_blank(cell: &Cell) -> bool {
    cell.bg != Color::Reset
        || cell
            .modifier
            .intersects(Modifier::UNDERLINED | Modifier::REVERSED | Modifier::CROSSED_OUT)
}

/// Whether every terminal agrees on the width: ASCII, and the wide blocks without emoji. Not
/// `“`, `①`, `·`, which are wide on some Chinese terminals.
fn is_width_certain(symbol: &str) -> bool {
    let mut characters = symbol.chars();
    match (characters.next(), characters.next()) {
        (Some(c), None) => {
            matches!(c, ' '..='~' | '\u{2e80}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}'
                | '\u{ff01}'..='\u{ff60}' | '\u{20000}'..='\u{3fffd}')
                && c.is_ascii() == (symbol.cell_width() == 1)
        }
        _ => false,
    }
}

impl<W: Write> Backend for OneWrite<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let Size { width, height } = self.size;
        let blank = Cell::default();
        let mut rows: Vec<Vec<(u16, &Cell)>> = vec![Vec::new(); usize::from(height)];
        let mut certain = vec![true; usize::from(height)];
        for (x, y, cell) in content.filter(|(x, y, _)| *x < width && *y < height) {
            let row = &mut rows[usize::from(y)];
            // A half of a wide character that was left over, already blanked below.
            if row.last().is_some_and(|(last, _)| *last == x) {
                row.pop();
            }
            row.push((x, cell));
            let end = x + cell.cell_width().max(1);
            let last = self.index(end.min(width) - 1, y);
            // The terminal blanks the other half of a wide character that is half overwritten, with
            // the attributes it writes with; where those show on a blank, write the half anew.
            if end < width && self.cells[last].cell_width() > 1 && shows_on_blank(cell) {
                row.push((end, &blank));
            }
            let index = self.index(x, y);
            certain[usize::from(y)] &=
                is_width_certain(cell.symbol()) && is_width_certain(self.cells[index].symbol());
            self.cells[index] = cell.clone();
            if end - x > 1 && x + 1 < width {
                self.cells[index + 1] = Cell::default();
            }
        }
        for ((y, changes), is_certain) in (0..height).zip(&rows).zip(certain) {
            self.row(y, changes, is_certain);
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.wanted_visible = false;
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.wanted_visible = true;
        Ok(())
    }

    /// Answered from what we know: the terminal is never asked.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.wanted_at)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.wanted_at = position.into();
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        if !self.out.ends_with(CLEAR) {
            self.out.push_str(CLEAR);
        }
        self.pen = Pen::PLAIN;
        self.cells.fill(Cell::default());
        Ok(())
    }

    /// Clears all, whatever is asked: ratatui asks for parts only in viewports that we do not use.
    fn clear_region(&mut self, _: ClearType) -> io::Result<()> {
        self.clear()
    }

    fn size(&self) -> io::Result<Size> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize {
            columns_rows: self.size,
            pixels: Size::default(),
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.wanted_visible {
            let Position { x, y } = self.wanted_at;
            self.move_to(x, y);
        }
        if self.visible != Some(self.wanted_visible) {
            self.visible = Some(self.wanted_visible);
            let code = if self.wanted_visible {
                "\x1b[?25h"
            } else {
                "\x1b[?25l"
            };
            self.out.push_str(code);
        }
        if self.out.is_empty() {
            return Ok(());
        }
        let written = self.to.write_all(self.out.as_bytes());
        self.out.clear();
        written
    }
}

#[cfg(test)]
mod tests;
