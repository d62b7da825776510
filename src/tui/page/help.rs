//! Help as lines, from the key table. Knows the table, not the terminal.

use crate::text::Lang;
use crate::tui::keymap::{Group, HelpLine, LEADER, Scope, When, help_lines};
use crate::tui::widgets::glyph::{self, Glyph, Tone};
use crate::tui::widgets::wrap;

/// Cells for the keys, so that what they do stands in one column.
const KEYS: usize = 24;

/// Where there are fewer cells, what a key does stands under it.
const NARROW: usize = 60;

/// The lines of help about what lies under it, none wider than `cells`.
#[must_use]
pub fn lines(
    lang: Lang,
    under: Scope,
    holds: impl Fn(When) -> bool,
    cells: usize,
) -> Vec<Vec<Glyph>> {
    let texts: &[&str] = match under {
        Scope::Form | Scope::Confirm => &[lang.help_form()],
        Scope::Ledger | Scope::Narrow => &[lang.help_ledger()],
        Scope::Case | Scope::Menu | Scope::Logged => &[],
        _ => &[lang.help_typing()],
    };
    // After the keys, which are looked for more often.
    let more: &[&str] = match under {
        Scope::Ledger | Scope::Narrow => &[
            lang.help_days_left(),
            lang.help_due(),
            lang.help_ledger_holding(),
        ],
        Scope::Case | Scope::Menu | Scope::Logged => &[lang.help_due()],
        _ => &[lang.help_kindly(), lang.help_holding()],
    };
    let said = |text: &str| wrap::wrap(glyph::glyphs(text, Tone::Plain), cells, 0);
    let mut out: Vec<Vec<Glyph>> = texts.iter().copied().flat_map(said).collect();
    for group in Group::ALL {
        let lines = help_lines(under, group, &holds);
        if lines.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push(Vec::new());
        }
        out.push(glyph::glyphs(group.title(lang), Tone::Label));
        for line in lines {
            out.extend(row(&line, lang, cells));
        }
    }
    let leader = lang.help_leader(&LEADER.to_string());
    for text in more.iter().copied().chain([leader.as_str()]) {
        out.push(Vec::new());
        out.extend(said(text));
    }
    out
}

/// What help about a screen is called.
#[must_use]
pub const fn title(lang: Lang, under: Scope) -> &'static str {
    match under {
        Scope::Form | Scope::Confirm => lang.help_title_form(),
        Scope::Case | Scope::Menu | Scope::Logged => lang.help_title_case(),
        Scope::Ledger | Scope::Narrow => lang.help_title_ledger(),
        _ => lang.help_title(),
    }
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
