//! Text as glyphs: what a person sees as one character, how many cells it takes, how it is
//! meant to look. All text that is painted passes here, so that nothing harmful reaches a
//! terminal. Knows tones, not colours, and nothing of entries.

use std::ops::Range;

use ratatui::buffer::CellWidth;
use unicode_segmentation::UnicodeSegmentation;

use crate::chars;

/// What a piece of text is, so that the theme can say how it looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tone {
    /// Running text.
    #[default]
    Plain,
    /// A heading.
    Title,
    /// The name of what follows.
    Label,
    /// The kind of an entry.
    Badge,
    /// Less important.
    Dim,
    /// Lines and separators.
    Frame,
    /// A matched character.
    Mark,
    /// A matched character of a heading.
    TitleMark,
    /// A matched character of less important text.
    DimMark,
    /// What is chosen or needs attention.
    Strong,
}

impl Tone {
    /// The tone of a matched character inside text of this tone.
    #[must_use]
    pub const fn marked(self) -> Self {
        match self {
            Self::Title => Self::TitleMark,
            Self::Dim => Self::DimMark,
            _ => Self::Mark,
        }
    }

    /// The tone of the text that a matched character stands in.
    #[must_use]
    pub const fn unmarked(self) -> Self {
        match self {
            Self::Mark => Self::Plain,
            Self::TitleMark => Self::Title,
            Self::DimMark => Self::Dim,
            other => other,
        }
    }

    /// Whether it is a matched character's.
    #[must_use]
    pub const fn is_mark(self) -> bool {
        matches!(self, Self::Mark | Self::TitleMark | Self::DimMark)
    }
}

/// What a person sees as one character.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glyph {
    /// The character with its combining marks, cleaned.
    pub text: String,
    /// Cells it takes: 1 or 2.
    pub width: usize,
    /// What it is.
    pub tone: Tone,
}

/// More combining marks than any script needs pile up into the lines above and below.
const MAX_COMBINING: usize = 4;

/// Text on one line without anything harmful to a screen: line breaks and tabs become blanks.
#[must_use]
pub fn clean(text: &str) -> String {
    let mut line = chars::line(text).into_owned();
    line.retain(|c| !chars::is_variation_selector(c));
    line
}

/// Text as it is, in one tone, on one line.
#[must_use]
pub fn glyphs(text: &str, tone: Tone) -> Vec<Glyph> {
    marked(text, tone, &[])
}

/// Text in one tone, with matched stretches (in characters of `text`) marked.
#[must_use]
pub fn marked(text: &str, tone: Tone, ranges: &[Range<usize>]) -> Vec<Glyph> {
    marked_from(text, tone, ranges, 0)
}

/// As [`marked`], for a piece that starts at the given character of the text that the stretches
/// count in.
#[must_use]
pub fn marked_from(text: &str, tone: Tone, ranges: &[Range<usize>], start: usize) -> Vec<Glyph> {
    let mut at = start;
    let mut out = Vec::new();
    for grapheme in text.graphemes(true) {
        let chars = grapheme.chars().count();
        let hit = ranges
            .iter()
            .any(|range| range.start < at + chars && at < range.end);
        at += chars;
        let tone = if hit { tone.marked() } else { tone };
        push_clean(&mut out, grapheme, tone);
    }
    out
}

/// Cleans one grapheme. What remains may be several glyphs (an emoji family without its joiners)
/// or none.
fn push_clean(out: &mut Vec<Glyph>, grapheme: &str, tone: Tone) {
    let kept = clean(grapheme);
    for piece in kept.graphemes(true) {
        let text: String = piece.chars().take(1 + MAX_COMBINING).collect();
        let width = usize::from(text.as_str().cell_width());
        match width {
            // A mark without a character to stand on would be swallowed or drawn over the border.
            0 => {}
            1 | 2 => out.push(Glyph { text, width, tone }),
            // Rare clusters that count wider: their characters one by one.
            _ => out.extend(text.chars().filter_map(|c| {
                let text = c.to_string();
                let width = usize::from(text.as_str().cell_width());
                matches!(width, 1 | 2).then_some(Glyph { text, width, tone })
            })),
        }
    }
}

/// Cells of a row of glyphs.
#[must_use]
pub fn width(glyphs: &[Glyph]) -> usize {
    glyphs.iter().map(|glyph| glyph.width).sum()
}

/// Cells a text takes when painted.
#[must_use]
pub fn text_width(text: &str) -> usize {
    width(&glyphs(text, Tone::Plain))
}

/// Stands for what was cut off. ASCII, because an ellipsis is two cells on some terminals.
const CUT: &str = "..";

/// At most `cells` cells; what is cut off is shown by `..`. Never splits a wide character.
#[must_use]
pub fn cut(row: Vec<Glyph>, cells: usize) -> Vec<Glyph> {
    if width(&row) <= cells {
        return row;
    }
    let dots = if cells > CUT.len() { CUT } else { "" };
    let mut out = take(row, cells - dots.len());
    // In the tone of what was cut, so that no other need be sent for them; they are no match.
    let tone = out
        .last()
        .map_or(Tone::Plain, |glyph| glyph.tone.unmarked());
    out.extend(glyphs(dots, tone));
    out
}

/// As [`cut`], but from the left as well when the first marked glyph would not be seen.
#[must_use]
pub fn cut_around_mark(row: Vec<Glyph>, cells: usize) -> Vec<Glyph> {
    const CONTEXT: usize = 6;
    let is_mark =
        |glyph: &Glyph| matches!(glyph.tone, Tone::Mark | Tone::TitleMark | Tone::DimMark);
    let Some(first) = row.iter().position(is_mark) else {
        return cut(row, cells);
    };
    let seen = width(&row[..=first]) + CUT.len() <= cells;
    if seen || width(&row) <= cells || cells < CONTEXT + 6 {
        return cut(row, cells);
    }
    // Back from the mark by a little, so that it does not stand without its context; then as far
    // as the rest of the row leaves room.
    let mut start = first;
    let mut before = 0;
    let after = width(&row[first..]);
    while start > 0 {
        let next = before + row[start - 1].width;
        if next > CONTEXT.max((cells - CUT.len()).saturating_sub(after)) {
            break;
        }
        before = next;
        start -= 1;
    }
    let mut out = glyphs(CUT, row[start].tone.unmarked());
    let rest = row.into_iter().skip(start).collect();
    out.extend(cut(rest, cells - CUT.len()));
    out
}

/// As many glyphs from the start as `cells` cells hold.
#[must_use]
pub fn take(row: Vec<Glyph>, cells: usize) -> Vec<Glyph> {
    let mut left = cells;
    row.into_iter()
        .take_while(|glyph| match left.checked_sub(glyph.width) {
            Some(rest) => {
                left = rest;
                true
            }
            None => false,
        })
        .collect()
}

/// Exactly `cells` cells: cut, or filled up with blanks.
#[must_use]
pub fn fit(row: Vec<Glyph>, cells: usize) -> Vec<Glyph> {
    let mut out = cut(row, cells);
    pad(&mut out, cells);
    out
}

/// Fills up with blanks to `cells` cells.
pub fn pad(row: &mut Vec<Glyph>, cells: usize) {
    let missing = cells.saturating_sub(width(row));
    row.extend(std::iter::repeat_n(blank(), missing));
}

fn blank() -> Glyph {
    Glyph {
        text: " ".to_owned(),
        width: 1,
        tone: Tone::Plain,
    }
}

#[cfg(test)]
mod tests {
    use std::slice::from_ref;

    use proptest::prelude::*;

    use super::*;

    fn text(row: &[Glyph]) -> String {
        row.iter().map(|glyph| glyph.text.as_str()).collect()
    }

    #[test]
    fn cutting_keeps_wide_characters_whole() {
        for (from, cells, to) in [
            ("失业登记", 8, "失业登记"),
            ("失业登记", 7, "失业.."),
            ("失业登记", 6, "失业.."),
            ("失业登记", 5, "失.."),
            ("失业登记", 2, "失"),
            ("失业登记", 1, ""),
            ("失业登记", 0, ""),
            ("e\u{301}a", 1, "e\u{301}"),
            ("a失", 2, "a"),
        ] {
            assert_eq!(
                text(&cut(glyphs(from, Tone::Plain), cells)),
                to,
                "{from} {cells}"
            );
        }
    }

    #[test]
    fn a_mark_far_to_the_right_is_brought_into_view() {
        let row = |at: usize| {
            marked(
                "贯彻执行国务院有关就业工作的方针政策",
                Tone::Plain,
                from_ref(&(at..at + 2)),
            )
        };
        assert_eq!(text(&cut_around_mark(row(0), 16)), "贯彻执行国务院..");
        assert_eq!(text(&cut_around_mark(row(14), 16)), "..工作的方针政策");
        assert_eq!(text(&cut_around_mark(row(9), 20)), "..院有关就业工作的..");
    }

    #[test]
    fn marks_count_characters_of_the_source_also_behind_what_is_dropped() {
        let row = marked("a\u{202e}\u{1b}b失c", Tone::Plain, from_ref(&(3..5)));
        let marks: Vec<_> = row
            .iter()
            .map(|g| (g.text.as_str(), g.tone == Tone::Mark))
            .collect();
        assert_eq!(
            marks,
            [("a", false), ("b", true), ("失", true), ("c", false)]
        );
    }

    #[test]
    fn nothing_harmful_is_left() {
        assert_eq!(
            clean("a\x1b[31m\u{200b}\u{202e}b\r\nc\u{feff}\u{7f}\u{9b}"),
            "a[31mb c"
        );
        let piled = format!("a{}", "\u{301}".repeat(500));
        assert!(glyphs(&piled, Tone::Plain)[0].text.chars().count() <= 5);
        assert_eq!(glyphs("\u{301}\u{200d}", Tone::Plain), []);
    }

    fn any_text() -> impl Strategy<Value = String> {
        prop_oneof![
            any::<String>(),
            "[失业登记（），。a-z0-9 \u{301}\u{200d}👩👧🇨🇳①ﾞ\u{ff9e}]{0,40}",
        ]
    }

    proptest! {
        #[test]
        fn cutting_never_passes_the_width_and_never_splits(text in any_text(), cells in 0usize..60) {
            let row = glyphs(&text, Tone::Plain);
            prop_assert!(row.iter().all(|glyph| (1..=2).contains(&glyph.width)));
            prop_assert!(row.iter().all(|glyph| !glyph.text.chars().any(chars::is_unseen)));
            let short = cut(row.clone(), cells);
            prop_assert!(width(&short) <= cells);
            prop_assert!(width(&row) > cells || short == row);
            let fitted = fit(row.clone(), cells);
            prop_assert_eq!(width(&fitted), cells);
            let marked = marked(&text, Tone::Plain, from_ref(&(20..22)));
            prop_assert!(width(&cut_around_mark(marked, cells)) <= cells);
        }
    }
}
