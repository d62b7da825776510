//! Breaks glyphs into lines of cells: Han text anywhere, words and numbers whole, and no line
//! begins with a closing mark or ends with an opening one (禁则). Keeps every glyph's tone.

use super::glyph::{Glyph, width};

/// Marks that must not begin a line.
const NOT_FIRST: &str = "，。、；：？！）》」』】〉〕﹞﹚％‰”’…—,.;:?!)]}%";
/// Marks that must not end a line.
const NOT_LAST: &str = "（《「『【〈〔﹝﹙“‘([{";

/// Cells of a word that is still kept whole.
const LONG_WORD: usize = 24;

/// Lines of at most `cells` cells; lines after the first are indented by `hang`. A glyph wider
/// than the line gets a line of its own, which the painter cuts.
#[must_use]
pub fn wrap(glyphs: Vec<Glyph>, cells: usize, hang: usize) -> Vec<Vec<Glyph>> {
    // An indent that leaves hardly any room helps nobody.
    let hang = if hang * 2 > cells || hang + 2 > cells {
        0
    } else {
        hang
    };
    let mut lines = Vec::new();
    let mut rest = glyphs;
    let mut indent = 0;
    loop {
        let at = break_at(&rest, cells.saturating_sub(indent).max(1));
        let tail = rest.split_off(at);
        let mut line = Vec::new();
        super::glyph::pad(&mut line, indent);
        line.append(&mut rest);
        lines.push(line);
        // A blank at which a line was broken is not carried over.
        let blanks = tail.iter().take_while(|glyph| glyph.text == " ").count();
        rest = tail.into_iter().skip(blanks).collect();
        indent = hang;
        if rest.is_empty() {
            return lines;
        }
    }
}

/// How many glyphs the line takes: all, or as many as fit and end at a good place.
pub(super) fn break_at(glyphs: &[Glyph], cells: usize) -> usize {
    let mut used = 0;
    let full = glyphs
        .iter()
        .position(|glyph| {
            used += glyph.width;
            used > cells
        })
        .unwrap_or(glyphs.len());
    if full == glyphs.len() || full == 0 {
        return full.max(1).min(glyphs.len());
    }
    // Not further back than a long word, nor than half of a long line: a line of nothing but
    // marks has no good place.
    let floor = cells.saturating_sub(LONG_WORD).min(cells / 2);
    let mut at = full;
    while at > 1 && width(&glyphs[..at]) > floor {
        if may_break(&glyphs[at - 1], &glyphs[at]) {
            return at;
        }
        at -= 1;
    }
    full
}

fn may_break(left: &Glyph, right: &Glyph) -> bool {
    let word = |glyph: &Glyph| {
        glyph
            .text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '/' | '_' | '.'))
    };
    !(word(left) && word(right)
        || NOT_FIRST.contains(right.text.as_str())
        || NOT_LAST.contains(left.text.as_str()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::tui::widgets::glyph::{self, Tone};

    fn lines(text: &str, cells: usize, hang: usize) -> Vec<String> {
        wrap(glyph::glyphs(text, Tone::Plain), cells, hang)
            .iter()
            .map(|line| line.iter().map(|glyph| glyph.text.as_str()).collect())
            .collect()
    }

    #[test]
    fn a_line_neither_begins_with_a_closing_mark_nor_ends_with_an_opening_one() {
        assert_eq!(lines("负责审核，配合", 8, 0), ["负责审", "核，配合"]);
        assert_eq!(lines("审核《通知》", 6, 0), ["审核", "《通", "知》"]);
        assert_eq!(lines("，，，，，，", 4, 0), ["，，", "，，", "，，"]);
    }

    #[test]
    fn words_and_numbers_stay_whole_where_they_fit() {
        assert_eq!(
            lines("电话0898-88832671转", 16, 0),
            ["电话", "0898-88832671转"]
        );
        assert_eq!(lines("agency and phone", 10, 0), ["agency and", "phone"]);
        assert_eq!(lines("abcdefgh", 3, 0), ["abc", "def", "gh"]);
    }

    #[test]
    fn later_lines_hang_under_the_label() {
        assert_eq!(
            lines("内容：申报失业登记", 12, 6),
            ["内容：申报失", "      业登记"]
        );
        assert_eq!(lines("", 12, 6), [""]);
    }

    proptest! {
        #[test]
        fn no_line_passes_the_width_and_no_glyph_is_lost(
            text in "[失业，。（）a-z0-9 👩]{0,60}", cells in 2usize..30, hang in 0usize..12,
        ) {
            let all = glyph::glyphs(&text, Tone::Plain);
            let wrapped = wrap(all.clone(), cells, hang);
            prop_assert!(wrapped.iter().all(|line| width(line) <= cells));
            let kept: String = wrapped.iter().flatten().map(|g| g.text.as_str()).filter(|t| *t != " ").collect();
            let wanted: String = all.iter().map(|g| g.text.as_str()).filter(|t| *t != " ").collect();
            prop_assert_eq!(kept, wanted);
        }
    }
}
