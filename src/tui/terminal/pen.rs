//! The attributes that the terminal writes with, and the shortest way to others.

use std::fmt::Write;

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

use super::profile::{Colors, Profile};

/// The attributes that the terminal writes with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pen {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

/// Modifiers, their codes, and the codes that take them away.
const MODIFIERS: [(Modifier, u8, u8); 9] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::RAPID_BLINK, 6, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::HIDDEN, 8, 28),
    (Modifier::CROSSED_OUT, 9, 29),
];

/// What can be seen where nothing is written.
const ON_BLANKS: Modifier = Modifier::UNDERLINED
    .union(Modifier::REVERSED)
    .union(Modifier::CROSSED_OUT);

impl Pen {
    /// No attributes.
    pub(super) const PLAIN: Self = Self {
        fg: Color::Reset,
        bg: Color::Reset,
        modifier: Modifier::empty(),
    };

    /// The attributes of a cell, in the colours that the terminal has.
    pub(super) fn of(cell: &Cell, colors: Colors) -> Self {
        Self {
            fg: within(cell.fg, colors),
            bg: within(cell.bg, colors),
            modifier: cell.modifier,
        }
    }

    /// Whether a blank written so looks unlike one that was never written.
    pub(super) fn shows_on_blank(self) -> bool {
        self.bg != Color::Reset || self.modifier.intersects(ON_BLANKS)
    }

    /// Appends what turns this pen into another.
    pub(super) fn change(self, to: Self, profile: Profile, out: &mut String) {
        if self == to {
            return;
        }
        let anew = Self::PLAIN.additions(to);
        let anew = if anew.is_empty() {
            anew
        } else {
            // An empty number is 0: all attributes away.
            format!(";{anew}")
        };
        let taken = !(self.modifier - to.modifier).is_empty()
            || self.fg != to.fg && to.fg == Color::Reset
            || self.bg != to.bg && to.bg == Color::Reset;
        let step = if !taken {
            Some(self.additions(to))
        } else if profile.takes_single_attributes_away() {
            Some(self.step(to))
        } else {
            None
        };
        let codes = step.filter(|step| step.len() <= anew.len()).unwrap_or(anew);
        let _ = write!(out, "\x1b[{codes}m");
    }

    /// The codes of what another pen has beside this one.
    fn additions(self, to: Self) -> String {
        let mut codes = String::new();
        for (modifier, on, _) in MODIFIERS {
            if (to.modifier - self.modifier).contains(modifier) {
                push(&mut codes, &on.to_string());
            }
        }
        if to.fg != self.fg {
            push(&mut codes, &color(to.fg, 30));
        }
        if to.bg != self.bg {
            push(&mut codes, &color(to.bg, 40));
        }
        codes
    }

    /// The codes that take away what another pen has not, and add what it has beside.
    fn step(self, to: Self) -> String {
        let mut codes = String::new();
        let mut left = self;
        for (modifier, _, off) in MODIFIERS {
            if (left.modifier - to.modifier).contains(modifier) {
                push(&mut codes, &off.to_string());
                // One code takes bold and faint away, and one both ways of blinking.
                let also = MODIFIERS.iter().filter(|(_, _, code)| *code == off);
                also.for_each(|(modifier, _, _)| left.modifier.remove(*modifier));
            }
        }
        let added = left.additions(to);
        if !added.is_empty() {
            push(&mut codes, &added);
        }
        codes
    }
}

/// A colour that the terminal has, for one that was asked for.
const fn within(color: Color, colors: Colors) -> Color {
    match (colors, color) {
        (Colors::Sixteen, color) => color,
        (Colors::Eight, Color::LightRed) => Color::Red,
        (Colors::Eight, Color::LightGreen) => Color::Green,
        (Colors::Eight, Color::LightYellow) => Color::Yellow,
        (Colors::Eight, Color::LightBlue) => Color::Blue,
        (Colors::Eight, Color::LightMagenta) => Color::Magenta,
        (Colors::Eight, Color::LightCyan) => Color::Cyan,
        (Colors::Eight, Color::White) => Color::Gray,
        // The first eight have no grey, and black is often the background.
        (Colors::Eight, Color::DarkGray | Color::Indexed(_) | Color::Rgb(..))
        | (Colors::Mono, _) => Color::Reset,
        (Colors::Eight, color) => color,
    }
}

fn push(codes: &mut String, code: &str) {
    if !codes.is_empty() {
        codes.push(';');
    }
    codes.push_str(code);
}

/// The short codes of the sixteen colours (`31`, `91`), which every terminal knows.
fn color(color: Color, base: u8) -> String {
    let bright = base + 60;
    let code = match color {
        Color::Reset => base + 9,
        Color::Black => base,
        Color::Red => base + 1,
        Color::Green => base + 2,
        Color::Yellow => base + 3,
        Color::Blue => base + 4,
        Color::Magenta => base + 5,
        Color::Cyan => base + 6,
        Color::Gray => base + 7,
        Color::DarkGray => bright,
        Color::LightRed => bright + 1,
        Color::LightGreen => bright + 2,
        Color::LightYellow => bright + 3,
        Color::LightBlue => bright + 4,
        Color::LightMagenta => bright + 5,
        Color::LightCyan => bright + 6,
        Color::White => bright + 7,
        Color::Indexed(n) => return format!("{};5;{n}", base + 8),
        Color::Rgb(r, g, b) => return format!("{};2;{r};{g};{b}", base + 8),
    };
    code.to_string()
}
