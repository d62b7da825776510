//! Lines that offices add above and below a table: who filled it in, when, remarks. Told by their
//! first word and a colon. Know no table.

use super::glyph::{at_most, plain};

/// Longest line above a table, in characters.
const LINE: usize = 60;
/// Most characters between the first word and its colon: `填表人`, `审核意见`.
const BETWEEN: usize = 4;

/// Words that lines above a table's header begin with.
const ABOVE: &[&str] = &["填报", "填表", "制表", "单位", "日期"];
/// Words that lines below a table begin with.
const BELOW: &[&str] = &[
    "填表",
    "填报",
    "制表",
    "审核",
    "审批",
    "说明",
    "注",
    "备注",
    "日期",
    "联系人",
    "负责人",
];

/// Whether a line between a part's heading and its table says who filled it in or when.
pub(super) fn is_above(text: &str) -> bool {
    at_most(text, LINE) && begins(text, ABOVE)
}

/// Whether a line after the last row is a footer.
pub(super) fn is_below(text: &str) -> bool {
    begins(text, BELOW)
}

fn begins(text: &str, words: &[&str]) -> bool {
    // No more than the longest label is looked at; a hostile line is not copied whole. Labels are
    // often spaced out: `说  明：`.
    let start: String = text.chars().take(24).collect();
    let start = plain(&start);
    let start = start.strip_prefix('(').unwrap_or(&start);
    let Some((label, _)) = start.split_once(':') else {
        return false;
    };
    // `填报单位（盖章）：`
    let label = label.split_once('(').map_or(label, |(before, _)| before);
    let mut rests = words.iter().filter_map(|word| label.strip_prefix(word));
    rests.any(|rest| at_most(rest, BETWEEN))
}
