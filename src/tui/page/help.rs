//! Help as lines, from the key table. Knows the table, not the terminal.

use crate::text::Lang;
use crate::tui::keymap::{Group, HelpLine, When, help_lines};
use crate::tui::widgets::glyph::{self, Glyph, Tone};
use crate::tui::widgets::wrap;

/// Cells for the keys, so that what they do stands in one column.
const KEYS: usize = 22;

/// Where there are fewer cells, what a key does stands under it.
const NARROW: usize = 60;

/// The lines of help, none wider than `cells`.
#[must_use]
pub fn lines(lang: Lang, holds: impl Fn(When) -> bool, cells: usize) -> Vec<Vec<Glyph>> {
    let typing = glyph::glyphs(lang.help_typing(), Tone::Plain);
    let mut out = wrap::wrap(typing, cells, 0);
    for group in Group::ALL {
        out.push(Vec::new());
        out.push(glyph::glyphs(group.title(lang), Tone::Label));
        for line in help_lines(group, &holds) {
            out.extend(row(&line, lang, cells));
        }
    }
    out
}

fn row(line: &HelpLine, lang: Lang, cells: usize) -> Vec<Vec<Glyph>> {
    let keys: Vec<String> = line.keys.iter().map(ToString::to_string).collect();
    let mut glyphs = glyph::glyphs("  ", Tone::Plain);
    glyphs.extend(glyph::glyphs(&keys.join(", "), Tone::Strong));
    if cells < NARROW {
        let mut rows = wrap::wrap(glyphs, cells, 2);
        let mut about = glyph::glyphs("    ", Tone::Plain);
        about.extend(glyph::glyphs(line.action.about(lang), Tone::Plain));
        rows.extend(wrap::wrap(about, cells, 4));
        return rows;
    }
    glyph::pad(&mut glyphs, KEYS);
    glyphs.extend(glyph::glyphs("  ", Tone::Plain));
    let hang = glyph::width(&glyphs);
    glyphs.extend(glyph::glyphs(line.action.about(lang), Tone::Plain));
    wrap::wrap(glyphs, cells, hang)
}
