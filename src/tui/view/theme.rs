//! How tones look, in colour and without. Sixteen colours only: the terminal's own.

use ratatui::style::{Color, Modifier, Style};

use crate::tui::Lines;
use crate::tui::widgets::glyph::Tone;

/// The look of a tone.
pub(super) const fn style(tone: Tone, color: bool) -> Style {
    if color { coloured(tone) } else { plain(tone) }
}

const fn coloured(tone: Tone) -> Style {
    let style = Style::new();
    match tone {
        Tone::Plain => style,
        Tone::Title | Tone::Strong => style.add_modifier(Modifier::BOLD),
        Tone::Label | Tone::Badge => style.fg(Color::Cyan),
        Tone::Dim | Tone::Frame => style.fg(Color::DarkGray),
        // Underlined as well: nobody has to tell red from black.
        Tone::Mark | Tone::DimMark => style.fg(Color::Red).add_modifier(Modifier::UNDERLINED),
        Tone::TitleMark => style
            .fg(Color::Red)
            .add_modifier(Modifier::BOLD.union(Modifier::UNDERLINED)),
    }
}

const fn plain(tone: Tone) -> Style {
    let style = Style::new();
    match tone {
        Tone::Plain | Tone::Dim | Tone::Frame | Tone::Badge => style,
        Tone::Title | Tone::Strong | Tone::Label => style.add_modifier(Modifier::BOLD),
        Tone::Mark | Tone::DimMark => style.add_modifier(Modifier::UNDERLINED),
        Tone::TitleMark => style.add_modifier(Modifier::BOLD.union(Modifier::UNDERLINED)),
    }
}

/// The character that a piece of a frame or rule is drawn with.
pub(super) fn line(ascii: &str, lines: Lines) -> &str {
    match (lines, ascii) {
        (Lines::Box, "-") => "\u{2500}",
        (Lines::Box, "=") => "\u{2550}",
        (Lines::Box, "|") => "\u{2502}",
        _ => ascii,
    }
}
