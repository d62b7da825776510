//! How many lines of a list a packet carries. Knows what a line takes on the way to the terminal, not
//! what it says.

use crate::tui::model::Model;
use crate::tui::widgets::glyph::{Glyph, Tone};

/// Cells of the screen that budgets are for.
const CELLS: usize = 80 * 24;
/// Bytes of going to a line and erasing the rest of it, and of a change of attributes.
const PER_LINE: usize = 6;
const PER_CHANGE: usize = 5;
/// More blanks than this are passed over by about as many bytes.
const GAP: usize = 6;

/// How many lines of these bytes each fit into so many at 80×24, more on a larger screen and at least
/// one; nothing where all do.
pub(super) fn rows(
    model: &Model,
    lines: impl IntoIterator<Item = usize>,
    budget: usize,
) -> Option<u16> {
    let cells = usize::from(model.width) * usize::from(model.height);
    let mut left = budget.max(budget * cells / CELLS);
    for (before, takes) in (0..).zip(lines) {
        let Some(less) = left.checked_sub(takes) else {
            return Some(u16::max(before, 1));
        };
        left = less;
    }
    None
}

/// About as many bytes as a line takes on the way to the terminal.
pub(super) fn bytes(line: &[Glyph]) -> usize {
    let mut sum = PER_LINE;
    let (mut tone, mut blanks) = (Tone::Plain, 0);
    for glyph in line {
        if glyph.text == " " {
            blanks += 1;
            continue;
        }
        sum += std::mem::take(&mut blanks).min(GAP) + glyph.text.len();
        if glyph.tone != tone {
            sum += PER_CHANGE;
            tone = glyph.tone;
        }
    }
    sum
}
