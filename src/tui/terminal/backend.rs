//! Cells as bytes, few of them, in one write a frame. ratatui's own backend moves the cursor
//! after every wide character and resets the attributes in every frame: three to twelve times
//! the bytes. Knows cells, not what they mean.

mod brush;
mod grid;
mod row;
mod scroll;

use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Rect, Size};

use super::profile::Profile;
use brush::Brush;
use grid::{Grid, Spot};

/// A backend that gathers a frame and writes it at once, or nothing when nothing changed.
#[derive(Debug)]
pub struct OneWrite<W> {
    to: W,
    size: Size,
    brush: Brush,
    /// What ratatui painted.
    wanted: Grid,
    /// What the terminal shows once everything is written.
    shown: Grid,
    /// A part that is not painted for the moment.
    held_back: Option<Rect>,
    /// More bytes than this are not written at a time, but for the line of the cursor.
    most: usize,
    must_clear: bool,
    /// Whether the terminal's cursor is visible, when that is certain.
    visible: Option<bool>,
    wanted_at: Position,
    wanted_visible: bool,
    written: usize,
}

impl<W: Write> OneWrite<W> {
    /// A backend for a terminal of which nothing is known but its size.
    pub fn new(to: W, profile: Profile, width: u16, height: u16) -> Self {
        let mut backend = Self {
            to,
            size: Size::default(),
            brush: Brush::new(profile),
            wanted: Grid::new(0, 0),
            shown: Grid::new(0, 0),
            held_back: None,
            most: usize::MAX,
            must_clear: false,
            visible: None,
            wanted_at: Position::default(),
            wanted_visible: false,
            written: 0,
        };
        backend.resize(width, height);
        backend
    }

    /// What the frames are written to.
    pub const fn written_to(&self) -> &W {
        &self.to
    }

    /// The terminal has another size now. ratatui notices at the next frame and clears.
    pub(in crate::tui) fn resize(&mut self, width: u16, height: u16) {
        let size = Size { width, height };
        if size != self.size {
            self.size = size;
            self.wanted = Grid::new(width, height);
            self.shown = Grid::new(width, height);
            self.brush.resize(width);
        }
    }

    /// Somebody else had the terminal: nothing is certain. Clear before the next frame.
    pub(in crate::tui) fn forget(&mut self) {
        self.brush.forget();
        self.visible = None;
    }

    /// Leaves a part of the screen as it is until it is no longer held back.
    pub(in crate::tui) const fn hold_back(&mut self, part: Option<Rect>) {
        self.held_back = part;
    }

    /// Writes no more than so many bytes at a time; the rest is painted by [`Self::go_on`].
    pub(in crate::tui) const fn write_at_most(&mut self, bytes: usize) {
        self.most = bytes;
    }

    /// Whether something is still to be painted that is not held back.
    pub(in crate::tui) fn is_behind(&self) -> bool {
        match self.held_back {
            None => self.shown != self.wanted,
            Some(_) => self.shown != self.target(),
        }
    }

    /// Paints what was left over.
    pub(in crate::tui) fn go_on(&mut self) -> io::Result<()> {
        self.paint();
        self.send()
    }

    /// Bytes written since this was last asked.
    pub(in crate::tui) const fn take_written(&mut self) -> usize {
        std::mem::replace(&mut self.written, 0)
    }

    /// What the screen should show now.
    fn target(&self) -> Grid {
        let mut target = self.wanted.clone();
        if let Some(part) = self.held_back {
            target.copy_part(part, &self.shown);
        }
        target
    }

    /// Brings the screen to what it should show, as far as may be written.
    fn paint(&mut self) {
        let target = self.target();
        if std::mem::take(&mut self.must_clear) {
            self.brush.clear();
        }
        if self.shown == target {
            return;
        }
        if let Some(scroll) = scroll::find(&self.shown, &target) {
            let mut scrolled = self.shown.clone();
            scrolled.scroll(scroll.rows.clone(), scroll.up);
            let mut tried = self.brush.fork();
            tried.scroll(scroll.rows.start, scroll.rows.end, scroll.up);
            let moved = tried.clone();
            let mut plain = self.brush.fork();
            paint_rows(&mut tried, &scrolled, &target);
            paint_rows(&mut plain, &self.shown, &target);
            if tried.len() < plain.len() {
                self.brush.join(moved);
                self.shown = scrolled;
            }
        }
        // The line that is being typed in first, if not all can be written now.
        let first = (self.most < usize::MAX).then_some(usize::from(self.wanted_at.y));
        let rest = (0..target.height()).filter(|y| Some(*y) != first);
        for y in first.into_iter().chain(rest) {
            if Some(y) != first && self.brush.len() >= self.most {
                break;
            }
            let number = u16::try_from(y).unwrap_or(u16::MAX);
            row::paint(&mut self.brush, number, self.shown.row(y), target.row(y));
            self.shown.copy_row(y, &target);
        }
    }

    /// Puts the cursor where it belongs and writes everything at once.
    fn send(&mut self) -> io::Result<()> {
        if self.wanted_visible {
            let Position { x, y } = self.wanted_at;
            self.brush.move_to(x, y);
        }
        if self.visible != Some(self.wanted_visible) {
            self.visible = Some(self.wanted_visible);
            if self.brush.profile.hides_cursor() {
                self.brush.command(if self.wanted_visible {
                    "\x1b[?25h"
                } else {
                    "\x1b[?25l"
                });
            }
        }
        let out = self.brush.take();
        if out.is_empty() {
            return Ok(());
        }
        self.written += out.len();
        self.to.write_all(out.as_bytes())
    }
}

fn paint_rows(brush: &mut Brush, shown: &Grid, target: &Grid) {
    for y in 0..target.height() {
        let number = u16::try_from(y).unwrap_or(u16::MAX);
        row::paint(brush, number, shown.row(y), target.row(y));
    }
}

impl<W: Write> Backend for OneWrite<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        for (x, y, cell) in content {
            let spot = Spot::of(cell, self.brush.profile);
            self.wanted.put(x.into(), y.into(), spot);
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
        self.must_clear = true;
        self.wanted.clear();
        self.shown.clear();
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
        self.paint();
        self.send()
    }
}

#[cfg(test)]
mod tests;
