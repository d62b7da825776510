//! Blanks a rectangle for a layer on top. Instead of ratatui's `Clear`, which leaves half a wide
//! character at the left edge (ratatui #2526).

use ratatui::buffer::{Buffer, CellWidth};
use ratatui::layout::Rect;

/// Blanks a rectangle, and the wide characters that stick into it.
pub fn clear_wide(buffer: &mut Buffer, area: Rect) {
    let area = area.intersection(buffer.area);
    for y in area.top()..area.bottom() {
        if area.left() > buffer.area.left()
            && let Some(cell) = buffer.cell_mut((area.left() - 1, y))
            && cell.symbol().cell_width() > 1
        {
            cell.set_symbol(" ");
        }
        for x in area.left()..area.right() {
            if let Some(cell) = buffer.cell_mut((x, y)) {
                cell.reset();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_wide_character_at_the_left_edge_goes_too() {
        let mut buffer = Buffer::with_lines(["失业登记"]);
        clear_wide(&mut buffer, Rect::new(3, 0, 3, 1));
        let cells: Vec<&str> = buffer
            .content()
            .iter()
            .map(ratatui::buffer::Cell::symbol)
            .collect();
        assert_eq!(cells, ["失", " ", " ", " ", " ", " ", "记", " "]);
    }
}
