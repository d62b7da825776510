//! The fewest bytes that a change of a screen takes by plain means: shortest moves, attributes
//! changed step by step, blank ends erased, and the changed cells themselves. No scrolling and no
//! stretches erased within a line, so that one can do better. As `ideal_bytes` of the project's
//! `ptybench.py` has it; knows two screens, not how one became the other.

use std::fmt::Write as _;

use vt100::{Cell, Color, Screen};

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Spot {
    text: String,
    tail: bool,
    pen: Pen,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Pen {
    fg: Color,
    bg: Color,
    on: [bool; 5],
}

const PLAIN: Pen = Pen {
    fg: Color::Default,
    bg: Color::Default,
    on: [false; 5],
};

/// Bold, faint, italic, underlined, reversed: on and off.
const CODES: [(u8, u8); 5] = [(1, 22), (2, 22), (3, 23), (4, 24), (7, 27)];

impl Spot {
    fn of(cell: Option<&Cell>) -> Self {
        let Some(cell) = cell else {
            return Self::blank();
        };
        let text = match cell.contents() {
            "" if !cell.is_wide_continuation() => " ",
            text => text,
        };
        Self {
            text: text.to_owned(),
            tail: cell.is_wide_continuation(),
            pen: Pen {
                fg: cell.fgcolor(),
                bg: cell.bgcolor(),
                on: [
                    cell.bold(),
                    cell.dim(),
                    cell.italic(),
                    cell.underline(),
                    cell.inverse(),
                ],
            },
        }
    }

    fn blank() -> Self {
        Self {
            text: " ".to_owned(),
            tail: false,
            pen: PLAIN,
        }
    }
}

fn color(color: Color, base: u8) -> String {
    match color {
        Color::Default => (base + 9).to_string(),
        Color::Idx(n) if n < 8 => (base + n).to_string(),
        Color::Idx(n) if n < 16 => (base + 52 + n).to_string(),
        Color::Idx(n) => format!("{};5;{n}", base + 8),
        Color::Rgb(r, g, b) => format!("{};2;{r};{g};{b}", base + 8),
    }
}

/// Bytes of the cheapest change of attributes.
fn change(from: Pen, to: Pen) -> usize {
    if from == to {
        return 0;
    }
    let (mut step, mut anew) = (Vec::new(), Vec::new());
    for (n, (on, off)) in CODES.into_iter().enumerate() {
        if to.on[n] {
            anew.push(on.to_string());
        }
        if from.on[n] != to.on[n] {
            step.push(if to.on[n] { on } else { off }.to_string());
        }
    }
    for (before, after, base) in [(from.fg, to.fg, 30), (from.bg, to.bg, 40)] {
        if after != Color::Default {
            anew.push(color(after, base));
        }
        if before != after {
            step.push(color(after, base));
        }
    }
    let anew = match anew.join(";").len() {
        0 => 3,
        codes => 4 + codes,
    };
    anew.min(3 + step.join(";").len())
}

/// The terminal's cursor and attributes, and what was sent.
struct Way {
    at: (usize, usize),
    pen: Pen,
    bytes: usize,
}

impl Way {
    fn move_cost(&self, y: usize, x: usize) -> usize {
        let (cy, cx) = self.at;
        if (cy, cx) == (y, x) {
            return 0;
        }
        let mut address = String::from("\x1b[");
        if x > 0 {
            let _ = write!(address, "{};{}", y + 1, x + 1);
        } else if y > 0 {
            let _ = write!(address, "{}", y + 1);
        }
        let mut best = address.len() + 1;
        let forward = |by: usize| match by {
            0 => 0,
            by => 3 + by.to_string().len(),
        };
        if y == cy {
            let far = x.abs_diff(cx);
            best = best.min(if far == 1 { 3 } else { forward(far) });
            if x < cx {
                best = best.min(cx - x);
            }
            best = best.min(1 + forward(x));
        } else if y > cy && y - cy <= 4 {
            let across = if x == cx { 0 } else { 1 + forward(x) };
            best = best.min(y - cy + across);
        }
        best
    }

    fn go(&mut self, y: usize, x: usize) {
        self.bytes += self.move_cost(y, x);
        self.at = (y, x);
    }

    fn set(&mut self, pen: Pen) {
        self.bytes += change(self.pen, pen);
        self.pen = pen;
    }

    /// Goes to a cell of the same row by writing again what lies before it, if that is shorter.
    fn pass(&mut self, y: usize, x: usize, row: &[Spot]) {
        let (cy, cx) = self.at;
        if cy != y || x <= cx {
            return self.go(y, x);
        }
        let (mut cost, mut pen) = (0, self.pen);
        for spot in row[cx..x].iter().filter(|spot| !spot.tail) {
            cost += change(pen, spot.pen) + spot.text.len();
            pen = spot.pen;
        }
        let then = |pen| change(pen, row[x].pen);
        if cost + then(pen) < self.move_cost(y, x) + then(self.pen) {
            self.bytes += cost;
            (self.at, self.pen) = ((y, x), pen);
        } else {
            self.go(y, x);
        }
    }

    fn row(&mut self, y: usize, before: &[Spot], after: &[Spot]) {
        let differs = |x: usize| before[x] != after[x];
        // A wide character is written whole.
        let is_tail = |x: usize| after.get(x).is_some_and(|spot| spot.tail);
        let changed = |x: usize| {
            differs(x) || (is_tail(x) && differs(x - 1)) || (is_tail(x + 1) && differs(x + 1))
        };
        let blank = Spot::blank();
        let end = after.iter().rposition(|spot| *spot != blank);
        let end = end.map_or(0, |x| x + 1);
        let erases = (end..after.len()).filter(|x| changed(*x)).count() > 3;
        let last = if erases { end } else { after.len() };
        for x in (0..last).filter(|x| changed(*x) && !is_tail(*x)) {
            self.pass(y, x, after);
            self.set(after[x].pen);
            self.bytes += after[x].text.len();
            self.at = (y, x + if is_tail(x + 1) { 2 } else { 1 });
        }
        if erases {
            self.go(y, end);
            self.set(PLAIN);
            self.bytes += 3;
        }
    }
}

/// The fewest bytes from one screen to another of the same size.
pub(crate) fn ideal(before: &Screen, after: &Screen) -> usize {
    let place = |screen: &Screen| {
        let (y, x) = screen.cursor_position();
        (usize::from(y), usize::from(x))
    };
    let (height, width) = after.size();
    let row = |screen: &Screen, y: u16| -> Vec<Spot> {
        let cells = (0..width.get()).map(|x| Spot::of(screen.cell(y, x)));
        cells.collect()
    };
    let mut way = Way {
        at: place(before),
        pen: PLAIN,
        bytes: 0,
    };
    for y in 0..height.get() {
        way.row(y.into(), &row(before, y), &row(after, y));
    }
    let (y, x) = place(after);
    way.go(y, x);
    way.bytes
}

/// What was counted by hand, and by `ptybench.py` to the same.
#[test]
fn the_least_is_counted_as_by_hand() {
    let screen = |bytes: &str| {
        let size = |n| std::num::NonZeroU16::new(n).unwrap();
        let mut parser = vt100::Parser::new(size(4), size(20), 0);
        parser.process(bytes.as_bytes());
        parser.screen().clone()
    };
    for (before, after, least, counted) in [
        ("", "", 0, "nothing"),
        ("失业登记", "失业登录", 5, "two backspaces, a character"),
        ("", "\x1b[3;6Hx", 7, "an address, a character"),
        ("", "\r\nq", 2, "a line feed, a character"),
        ("abcdefgh", "ab", 7, "six cells back, the rest erased"),
        ("abc\r", "xbz", 3, "the b is written again"),
        ("失业\r", "失火", 6, "the first is written again"),
        ("", "\x1b[31mx", 6, "red, a character"),
        (
            "\x1b[7mab\x1b[m",
            "ab",
            3,
            "back to the left, both characters",
        ),
        (
            "ab",
            "\x1b[1ma\x1b[mb",
            9,
            "to the left, bold, a character, a cell on",
        ),
    ] {
        assert_eq!(ideal(&screen(before), &screen(after)), least, "{counted}");
    }
}
