//! What is sent, and what the terminal does with it: where its cursor stands and with which
//! attributes it writes. Every way of moving and erasing is here; what to paint is decided
//! elsewhere.

use std::fmt::Write;

use ratatui::layout::Position;

use super::grid::Spot;
use crate::tui::terminal::pen::Pen;
use crate::tui::terminal::profile::Profile;

/// More line feeds than this cost more than an address.
const MOST_LINE_FEEDS: u16 = 3;

/// The terminal as it is once all that was painted is sent.
#[derive(Clone, Debug)]
pub(super) struct Brush {
    pub(super) profile: Profile,
    /// Columns.
    width: u16,
    /// Where the cursor is, when that is certain.
    at: Option<Position>,
    pen: Pen,
    /// Whether the modes that all painting counts on are set.
    is_set_up: bool,
    out: String,
}

impl Brush {
    /// A terminal of which nothing is known.
    pub(super) const fn new(profile: Profile) -> Self {
        Self {
            profile,
            width: 0,
            at: None,
            pen: Pen::PLAIN,
            is_set_up: false,
            out: String::new(),
        }
    }

    /// The terminal has another size now.
    pub(super) const fn resize(&mut self, width: u16) {
        self.width = width;
        self.at = None;
    }

    /// Somebody else may have moved the cursor, and changed the modes.
    pub(super) const fn forget(&mut self) {
        self.at = None;
        self.is_set_up = false;
    }

    /// The same terminal with nothing to be sent, to try something.
    pub(super) const fn fork(&self) -> Self {
        Self {
            profile: self.profile,
            width: self.width,
            at: self.at,
            pen: self.pen,
            is_set_up: self.is_set_up,
            out: String::new(),
        }
    }

    /// Goes on from what was tried.
    pub(super) fn join(&mut self, tried: Self) {
        self.out.push_str(&tried.out);
        self.at = tried.at;
        self.pen = tried.pen;
    }

    /// Bytes to be sent.
    pub(super) const fn len(&self) -> usize {
        self.out.len()
    }

    /// Hands out what is to be sent.
    pub(super) fn take(&mut self) -> String {
        std::mem::take(&mut self.out)
    }

    /// Clears the screen, and puts the attributes back to none.
    pub(super) fn clear(&mut self) {
        if !std::mem::replace(&mut self.is_set_up, true) {
            self.out.push_str(self.profile.modes());
            self.at = None;
        }
        self.out.push_str("\x1b[m\x1b[2J");
        self.pen = Pen::PLAIN;
    }

    /// Sends something that moves and writes nothing.
    pub(super) fn command(&mut self, command: &str) {
        self.out.push_str(command);
    }

    /// Moves the cursor by the fewest bytes. Never down alone: somewhere on the way line feeds may
    /// become carriage returns and line feeds.
    pub(super) fn move_to(&mut self, x: u16, y: u16) {
        let to = Position { x, y };
        if self.at == Some(to) {
            return;
        }
        let mut best = address(x, y);
        let mut offer = |way: String| {
            if way.len() < best.len() {
                best = way;
            }
        };
        if let Some(at) = self.at {
            if y == at.y && x > at.x {
                offer(forward(x - at.x));
            }
            if y == at.y && x < at.x {
                offer("\x08".repeat(usize::from(at.x - x)));
                offer(backward(at.x - x));
            }
            if y >= at.y && y - at.y <= MOST_LINE_FEEDS {
                let mut way = "\r".to_owned();
                way.push_str(&"\n".repeat(usize::from(y - at.y)));
                way.push_str(&forward(x));
                offer(way);
            }
        }
        self.out.push_str(&best);
        self.at = Some(to);
    }

    fn set_pen(&mut self, pen: Pen) {
        self.pen.change(pen, self.profile, &mut self.out);
        self.pen = pen;
    }

    /// Writes a character.
    pub(super) fn put(&mut self, x: u16, y: u16, spot: &Spot) {
        let certain = spot.is_width_certain(self.profile);
        if !certain && spot.is_wide() && x + 1 < self.width {
            // Drawn in one cell, it leaves the other one as it was.
            self.put_blank(x, y);
            self.put_blank(x + 1, y);
        }
        self.move_to(x, y);
        // A blank looks the same in bold or red.
        if *spot != Spot::BLANK || self.pen.shows_on_blank() {
            self.set_pen(spot.pen);
        }
        spot.push_to(&mut self.out);
        let next = x + if spot.is_wide() { 2 } else { 1 };
        // At the right edge terminals differ on where the cursor is.
        self.at = (certain && next < self.width).then_some(Position { x: next, y });
    }

    fn put_blank(&mut self, x: u16, y: u16) {
        self.put(x, y, &Spot::BLANK);
    }

    /// What standing characters cost that are written again to pass over them; nothing where an
    /// attribute would have to change, or the cursor is not there.
    pub(super) fn cost_of_passing(&self, y: u16, passed: &[Spot], from: u16) -> Option<usize> {
        let here = self.at == Some(Position { x: from, y });
        let as_they_are = |spot: &Spot| {
            spot.is_tail()
                || spot.is_width_certain(self.profile)
                    && (spot.pen == self.pen || *spot == Spot::BLANK && !self.pen.shows_on_blank())
        };
        (here && passed.iter().all(as_they_are)).then(|| passed.iter().map(Spot::bytes).sum())
    }

    /// The column of the cursor where that is certain, in this row.
    pub(super) fn column(&self, y: u16) -> Option<u16> {
        self.at.filter(|at| at.y == y).map(|at| at.x)
    }

    /// Erases from a cell to the end of its line.
    pub(super) fn erase_line(&mut self, x: u16, y: u16) {
        self.move_to(x, y);
        // Some fill with the background that is set, some with none.
        self.set_pen(Pen::PLAIN);
        self.out.push_str("\x1b[K");
    }

    /// Erases a stretch of a line; the cursor stays before it.
    pub(super) fn erase(&mut self, x: u16, y: u16, cells: usize) {
        self.move_to(x, y);
        self.set_pen(Pen::PLAIN);
        let _ = write!(self.out, "\x1b[{cells}X");
    }

    /// Scrolls the rows from `top` up to `bottom` (not included): up, or down where `up` is
    /// negative. What comes in is blank.
    pub(super) fn scroll(&mut self, top: usize, bottom: usize, up: isize) {
        self.set_pen(Pen::PLAIN);
        let by = up.unsigned_abs();
        let _ = write!(self.out, "\x1b[{};{bottom}r", top + 1);
        if self.profile.scrolls_by_command() {
            let last = if up > 0 { 'S' } else { 'T' };
            match by {
                1 => self.out.push_str(&format!("\x1b[{last}")),
                _ => self.out.push_str(&format!("\x1b[{by}{last}")),
            }
        } else if up > 0 {
            let _ = write!(self.out, "\x1b[{bottom}H{}", "\n".repeat(by));
        } else {
            let _ = write!(self.out, "\x1b[{}H{}", top + 1, "\x1bM".repeat(by));
        }
        // Giving the margins back moves the cursor home.
        self.out.push_str("\x1b[r");
        self.at = Some(Position::default());
    }
}

fn address(x: u16, y: u16) -> String {
    match (x, y) {
        (0, 0) => "\x1b[H".to_owned(),
        (0, y) => format!("\x1b[{}H", y + 1),
        (x, 0) => format!("\x1b[;{}H", x + 1),
        (x, y) => format!("\x1b[{};{}H", y + 1, x + 1),
    }
}

fn forward(by: u16) -> String {
    match by {
        0 => String::new(),
        1 => "\x1b[C".to_owned(),
        by => format!("\x1b[{by}C"),
    }
}

fn backward(by: u16) -> String {
    match by {
        1 => "\x1b[D".to_owned(),
        by => format!("\x1b[{by}D"),
    }
}
