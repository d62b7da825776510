//! Lines of columns that stand under each other on a terminal, where a Han character takes two
//! cells. Knows nothing of what the columns hold.

use unicode_width::UnicodeWidthStr;

use crate::chars;

/// Cells beyond which a column makes no room: one long text must not push the others away.
const WIDEST: usize = 44;
const GAP: usize = 2;

/// Puts rows into columns, two cells apart; nothing stands after the last text of a row.
pub(super) fn aligned<const N: usize>(rows: &[[&str; N]]) -> Vec<String> {
    let rows: Vec<[_; N]> = rows.iter().map(|row| row.map(chars::line)).collect();
    let mut widths = [0; N];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width().min(WIDEST));
        }
    }
    let join = |row: &[std::borrow::Cow<'_, str>; N]| {
        let mut line = String::new();
        for (cell, &width) in row.iter().zip(&widths) {
            line.push_str(cell);
            // An empty column takes no room.
            if width > 0 {
                let pad = width.saturating_sub(cell.width()) + GAP;
                line.extend(std::iter::repeat_n(' ', pad));
            }
        }
        line.truncate(line.trim_end().len());
        line
    };
    rows.iter().map(join).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_each_other_by_cells() {
        let lines = aligned(&[
            ["hrss/service/3", "服务", "申报失业登记", "", "0898-1"],
            ["hrss/duty/4", "duty", "a\nb", "", "0898-2"],
        ]);
        assert_eq!(
            lines,
            [
                "hrss/service/3  服务  申报失业登记  0898-1",
                "hrss/duty/4     duty  a b           0898-2",
            ]
        );
    }

    #[test]
    fn a_long_text_does_not_push_the_others_away() {
        let long = "长".repeat(60);
        let lines = aligned(&[[long.as_str(), "x"], ["短", "y"]]);
        assert_eq!(lines[1].width(), WIDEST + GAP + 1);
        assert_eq!(lines[0], format!("{long}  x"));
    }
}
