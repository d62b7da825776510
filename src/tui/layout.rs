//! Where things stand at a size. Pure arithmetic, read by `update` (how far is a page?) and by
//! `view`.

use ratatui::layout::Rect;

/// Fewest columns.
pub const LEAST_WIDTH: u16 = 40;
/// Fewest rows.
pub const LEAST_HEIGHT: u16 = 12;
/// From this width on the detail stands at the side.
const SIDE_BY_SIDE: u16 = 110;
/// A list and a detail pane of fewer rows together are of no use one above the other.
const LEAST_STACKED: u16 = 10;

/// Where the parts of the lookup screen stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Whether the window is too small for anything but saying so.
    pub too_small: bool,
    /// Everything.
    pub all: Rect,
    /// Program, list, number of hits.
    pub top: Rect,
    /// The end of the top line, kept free for what every screen says; empty where it says nothing.
    pub badge: Rect,
    /// The search line.
    pub search: Rect,
    /// The parts.
    pub tabs: Rect,
    /// The line above the list.
    pub rule: Rect,
    /// The hits.
    pub list: Rect,
    /// The detail pane, when there is room and the clerk wants it.
    pub detail: Option<Detail>,
    /// Hints and notices.
    pub hint: Rect,
}

/// Where the detail pane stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Detail {
    /// Its heading line.
    pub heading: Rect,
    /// Its text.
    pub text: Rect,
    /// The line between it and the list, when it stands at the side.
    pub border: Option<Rect>,
}

impl Detail {
    /// All of it but the line beside it.
    #[must_use]
    pub fn whole(&self) -> Rect {
        self.heading.union(self.text)
    }
}

impl Layout {
    /// The layout of a window.
    #[must_use]
    pub fn of(width: u16, height: u16, detail_hidden: bool) -> Self {
        let too_small = width < LEAST_WIDTH || height < LEAST_HEIGHT;
        let all = Rect::new(0, 0, width, height);
        let row = |y: u16| row_of(all, y);
        let body = Rect::new(0, 4.min(height), width, height.saturating_sub(5));
        let (list, detail) = if detail_hidden || too_small {
            (body, None)
        } else if width >= SIDE_BY_SIDE {
            // A little more for the list: title, agency and phone stand side by side there.
            let left = (width / 20 * 11).min(90);
            let list = Rect {
                width: left,
                ..body
            };
            let x = left + 2;
            let detail = Detail {
                heading: Rect::new(x, 3, width - x, 1),
                text: Rect::new(x, body.y, width - x, body.height),
                border: Some(Rect::new(left, 3, 1, body.height + 1)),
            };
            (list, Some(detail))
        } else if body.height >= LEAST_STACKED {
            let rows = body.height * 2 / 5;
            let list = Rect {
                height: rows,
                ..body
            };
            let y = body.y + rows;
            let detail = Detail {
                heading: Rect::new(0, y, width, 1),
                text: Rect::new(1, y + 1, width - 2, body.height - rows - 1),
                border: None,
            };
            (list, Some(detail))
        } else {
            (body, None)
        };
        Self {
            too_small,
            all,
            top: row(0),
            badge: Rect::default(),
            search: row(1),
            tabs: row(2),
            rule: Rect {
                width: list.width,
                ..row(3)
            },
            list,
            detail,
            hint: row(height.saturating_sub(1)),
        }
    }

    /// The same, with so many cells of the top line kept free. Boxes leave that line alone.
    #[must_use]
    pub fn with_badge(mut self, cells: u16) -> Self {
        if cells > 0 {
            let cells = cells.min(self.top.width);
            self.top.width -= cells;
            self.badge = Rect {
                x: self.top.width,
                width: cells,
                ..row_of(self.all, 0)
            };
        }
        self
    }

    /// Rows between the line above the list and the hints.
    #[must_use]
    pub const fn body_rows(&self) -> u16 {
        self.all.height.saturating_sub(5)
    }

    /// Rows at the top and at the bottom that no box covers.
    const fn outside_boxes(&self) -> (u16, u16) {
        (if self.badge.width > 0 { 1 } else { 0 }, 1)
    }

    /// A box of this size in the middle, smaller where there is no room.
    fn in_the_middle(&self, wide: u16, high: u16) -> Rect {
        let Rect { width, height, .. } = self.all;
        let (above, below) = self.outside_boxes();
        let room = height.saturating_sub(above + below);
        let (wide, high) = (wide.min(width), high.min(room));
        let y = (above + (room - high) / 2).min(height);
        Rect::new((width - wide) / 2, y, wide, high)
    }

    /// The text of an entry on the whole screen.
    #[must_use]
    pub fn reader(&self) -> Rect {
        let Rect { width, height, .. } = self.all;
        // Lines longer than this are hard to follow.
        let wide = width.saturating_sub(2).min(100);
        Rect::new(1.min(width), 2.min(height), wide, height.saturating_sub(3))
    }

    /// The lines of a form; above them stand its heading, the date and a line.
    #[must_use]
    pub fn form(&self) -> Rect {
        let Rect { width, height, .. } = self.all;
        let top = 3.min(height);
        // Lines longer than this are hard to follow.
        Rect::new(0, top, width.min(100), height.saturating_sub(top + 1))
    }

    /// A box in the middle for so many lines, its border included; smaller where there is no room.
    #[must_use]
    pub fn boxed(&self, lines: u16) -> Rect {
        self.in_the_middle(60, lines.saturating_add(2))
    }

    /// The line below the top one, over the whole width.
    #[must_use]
    pub fn under_top(&self) -> Rect {
        row_of(self.all, 1)
    }

    /// The text inside a box.
    #[must_use]
    pub const fn inside(outer: Rect) -> Rect {
        Rect {
            x: outer.x + if outer.width < 2 { outer.width } else { 2 },
            y: outer.y + if outer.height < 1 { 0 } else { 1 },
            width: outer.width.saturating_sub(4),
            height: outer.height.saturating_sub(2),
        }
    }

    /// The box of the help, its border included.
    #[must_use]
    pub fn help(&self) -> Rect {
        self.in_the_middle(80, 44)
    }

    /// The text inside the box of the help.
    #[must_use]
    pub fn help_text(&self) -> Rect {
        Self::inside(self.help())
    }
}

/// A line over the whole width; empty where there is no such row.
const fn row_of(all: Rect, y: u16) -> Rect {
    let (y, height) = if y < all.height {
        (y, 1)
    } else {
        (all.height, 0)
    };
    Rect { y, height, ..all }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_lies_inside_the_window_at_any_size() {
        for width in 0..200 {
            for height in 0..60 {
                for hidden in [false, true] {
                    let layout = Layout::of(width, height, hidden);
                    let mut parts = vec![
                        layout.top,
                        layout.search,
                        layout.tabs,
                        layout.rule,
                        layout.list,
                        layout.hint,
                        layout.reader(),
                        layout.help(),
                        layout.help_text(),
                        layout.form(),
                        layout.boxed(3),
                        Layout::inside(layout.boxed(50)),
                    ];
                    parts.extend(
                        layout
                            .detail
                            .iter()
                            .flat_map(|detail| [detail.heading, detail.text]),
                    );
                    for part in parts {
                        assert!(
                            part.right() <= width && part.bottom() <= height,
                            "{part:?} at {width}x{height}"
                        );
                    }
                    assert!(layout.too_small || layout.list.height >= 4);
                }
            }
        }
    }
}
