//! What a person sees of an emulator's screen, and should see of what was painted, in the same words.

use ratatui::buffer::{Buffer, CellWidth};
use ratatui::style::{Color, Modifier};

use crate::tui::Colors;

/// An emulator that knows nothing of this program.
pub(super) fn emulator(width: u16, height: u16) -> vt100::Parser {
    let size = |n| std::num::NonZeroU16::new(n).unwrap();
    vt100::Parser::new(size(height), size(width), 0)
}

/// How a cell looks to a person: nothing of what a blank cannot show.
fn look(text: &str, colors: (Option<u8>, Option<u8>), attributes: [bool; 3]) -> String {
    let (fg, bg) = colors;
    let [bold, underlined, reversed] = attributes;
    if text.trim().is_empty() {
        return match (bg, underlined, reversed) {
            (None, false, false) => String::new(),
            _ => format!(" {bg:?}{underlined}{reversed}"),
        };
    }
    format!("{text}{fg:?}{bg:?}{bold}{underlined}{reversed}")
}

/// What an emulator shows.
pub(super) fn seen(parser: &vt100::Parser) -> Vec<String> {
    let screen = parser.screen();
    let index = |color| match color {
        vt100::Color::Idx(n) => Some(n),
        _ => None,
    };
    let (height, width) = screen.size();
    (0..height.get())
        .flat_map(|y| (0..width.get()).map(move |x| (y, x)))
        .map(|(y, x)| {
            let cell = screen.cell(y, x).unwrap();
            if cell.is_wide_continuation() {
                return "half".to_owned();
            }
            look(
                cell.contents(),
                (index(cell.fgcolor()), index(cell.bgcolor())),
                [cell.bold(), cell.underline(), cell.inverse()],
            )
        })
        .collect()
}

/// What a person should see of what was painted, in the colours that there are.
pub(super) fn meant(buffer: &Buffer, colors: Colors) -> Vec<String> {
    let index = |color| {
        let n = match color {
            Color::Red => 1,
            Color::Cyan => 6,
            Color::DarkGray => 8,
            Color::LightBlue => 12,
            Color::White => 15,
            _ => return None,
        };
        match (colors, n) {
            (Colors::Mono, _) | (Colors::Eight, 8) => None,
            (Colors::Eight, n) => Some(n % 8),
            (Colors::Sixteen, n) => Some(n),
        }
    };
    let mut out = Vec::new();
    for y in buffer.area.top()..buffer.area.bottom() {
        let mut half = false;
        for x in buffer.area.left()..buffer.area.right() {
            let cell = &buffer[(x, y)];
            if std::mem::take(&mut half) {
                out.push("half".to_owned());
                continue;
            }
            half = cell.cell_width() > 1;
            let has = |modifier| cell.modifier.contains(modifier);
            out.push(look(
                cell.symbol(),
                (index(cell.fg), index(cell.bg)),
                [
                    has(Modifier::BOLD),
                    has(Modifier::UNDERLINED),
                    has(Modifier::REVERSED),
                ],
            ));
        }
    }
    out
}
