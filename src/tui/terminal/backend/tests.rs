//! What the terminal shows after any frames is what was painted; and how few bytes that takes.

mod looks;

use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::buffer::{Buffer, CellWidth};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use ratatui::widgets::{Clear, Widget};

use super::*;
use crate::tui::widgets::blank::clear_wide;
use crate::tui::{Colors, Family, Wishes};
use looks::{emulator, meant, seen};

const WIDTH: u16 = 24;
const HEIGHT: u16 = 5;

/// Counts writes.
#[derive(Debug, Default)]
struct Wire {
    bytes: Vec<u8>,
    writes: usize,
}

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writes += 1;
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

type Lines = Vec<(String, u8)>;

fn style(n: u8) -> Style {
    match n % 8 {
        0 => Style::new(),
        1 => Style::new().fg(Color::Red),
        2 => Style::new().add_modifier(Modifier::BOLD),
        3 => Style::new()
            .fg(Color::DarkGray)
            .add_modifier(Modifier::UNDERLINED),
        4 => Style::new().add_modifier(Modifier::REVERSED),
        5 => Style::new().bg(Color::LightBlue).fg(Color::White),
        6 => Style::new()
            .fg(Color::Red)
            .add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
        _ => Style::new().fg(Color::Cyan),
    }
}

/// Paints lines, from some line on, and puts the cursor somewhere.
fn draw(terminal: &mut Terminal<OneWrite<Wire>>, lines: &Lines, cursor: Option<(u16, u16)>) {
    terminal
        .draw(|frame| {
            for (y, (line, look)) in (0..HEIGHT).zip(lines) {
                let buffer = frame.buffer_mut();
                buffer.set_stringn(0, y, line, usize::from(WIDTH), style(*look));
            }
            if let Some(cursor) = cursor {
                frame.set_cursor_position(cursor);
            }
        })
        .unwrap();
}

fn xterm() -> Profile {
    profile(Family::Xterm)
}

fn profile(family: Family) -> Profile {
    Profile::of(family.name(), &Wishes::default())
}

fn terminal_of(family: Family) -> Terminal<OneWrite<Wire>> {
    let backend = OneWrite::new(Wire::default(), profile(family), WIDTH, HEIGHT);
    let mut terminal = Terminal::new(backend).unwrap();
    terminal.clear().unwrap();
    terminal
}

fn terminal() -> Terminal<OneWrite<Wire>> {
    terminal_of(Family::Xterm)
}

fn any_line() -> impl Strategy<Value = (String, u8)> {
    prop_oneof![
        3 => ("[a-c ]{0,6}[失业登记，。 ]{0,9}[ab“①é ]{0,6}", any::<u8>()),
        1 => ("( {0,9}(a|失|e\u{301}|“|…|👩|🙂|─|﹝| )){0,9}", any::<u8>()),
        1 => Just((String::new(), 0)),
    ]
}

/// What is done with a screen.
#[derive(Clone, Debug)]
enum Step {
    /// The list from this line on, with a marker in a row, and boxes over it.
    Paint(usize, u16, Vec<(u16, u16, (String, u8))>),
    Resize(u16, u16),
    /// Somebody else wrote on the terminal.
    Disturb,
}

fn any_step() -> impl Strategy<Value = Step> {
    let laid_over = (0..WIDTH, 0..HEIGHT, any_line());
    let boxes = prop::collection::vec(laid_over, 0..3);
    prop_oneof![
        8 => (0usize..8, 0..HEIGHT, boxes).prop_map(|(from, at, over)| Step::Paint(from, at, over)),
        1 => (4u16..40, 2u16..9).prop_map(|(width, height)| Step::Resize(width, height)),
        1 => Just(Step::Disturb),
    ]
}

/// Paints one of the screens; gives what was meant.
fn paint(
    terminal: &mut Terminal<OneWrite<Wire>>,
    list: &Lines,
    from: usize,
    marker: u16,
    over: &[(u16, u16, (String, u8))],
) -> Buffer {
    let painted = terminal.draw(|frame| {
        let buffer = frame.buffer_mut();
        let area = buffer.area;
        for (y, (line, look)) in (area.top()..area.bottom()).zip(&list[from..]) {
            buffer.set_stringn(2, y, line, usize::from(area.width) - 2, style(*look));
        }
        if marker < area.height {
            buffer.set_stringn(0, marker, "> ", 2, style(2));
        }
        for (x, y, (line, look)) in over
            .iter()
            .filter(|(x, y, _)| area.contains((*x, *y).into()))
        {
            let width = line.as_str().cell_width();
            let over = Rect::new(*x, *y, width.min(area.right() - x), 1);
            clear_wide(buffer, over);
            buffer.set_stringn(*x, *y, line, usize::from(over.width), style(*look));
            // What stuck out on the right is cut in two as well.
            if over.right() < area.right() && buffer[(over.right(), *y)].symbol().is_empty() {
                buffer[(over.right(), *y)].reset();
            }
        }
        frame.set_cursor_position((0, 0));
    });
    painted.unwrap().buffer.clone()
}

/// A terminal, and what an emulator makes of it.
struct Line {
    terminal: Terminal<OneWrite<Wire>>,
    emulator: vt100::Parser,
    read: usize,
}

impl Line {
    fn new(family: Family) -> Self {
        Self {
            terminal: terminal_of(family),
            emulator: emulator(WIDTH, HEIGHT),
            read: 0,
        }
    }

    fn carry(&mut self) {
        let bytes = &self.terminal.backend().to.bytes;
        self.emulator.process(&bytes[self.read..]);
        self.read = bytes.len();
    }

    fn resize(&mut self, width: u16, height: u16) {
        self.carry();
        let size = |n| std::num::NonZeroU16::new(n).unwrap();
        let screen = self.emulator.screen_mut();
        screen.set_size(size(height), size(width));
        self.terminal.backend_mut().resize(width, height);
    }

    fn disturb(&mut self) {
        self.carry();
        self.emulator
            .process("\x1b[1;31m失业\x1b[2;3r\x1b[2;5Habc".as_bytes());
        self.terminal.backend_mut().forget();
        self.terminal.clear().unwrap();
    }
}

/// Whether a terminal of a family understands a sequence.
fn is_understood(family: Family, sequence: &str) -> bool {
    let numbers = || sequence.trim_matches(|c: char| !c.is_ascii_digit());
    match sequence.chars().last() {
        Some('H' | 'C' | 'D' | 'J' | 'K' | 'r') => true,
        Some('X') => family != Family::Vt100,
        Some('S' | 'T') => ![Family::Vt100, Family::Vt220, Family::Linux].contains(&family),
        Some('m') => numbers().split(';').all(|number| match number {
            "" | "0" | "1" | "4" | "7" => true,
            "22" | "24" | "27" => family != Family::Vt100,
            _ => ![Family::Vt100, Family::Vt220].contains(&family),
        }),
        Some('h' | 'l') => match numbers() {
            "7" => true,
            "25" => family != Family::Vt100,
            "2004" => ![Family::Vt100, Family::Vt220, Family::Linux].contains(&family),
            _ => false,
        },
        _ => false,
    }
}

fn sequences(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let starts = text.split("\x1b[").skip(1);
    starts
        .map(|rest| {
            let end = rest.find(|c: char| c.is_ascii_alphabetic()).unwrap();
            rest[..=end].to_owned()
        })
        .collect()
}

proptest! {
    /// Any screens one after the other, of any size, on any terminal, whole or in slices, end as
    /// they were meant, cell by cell.
    #[test]
    fn any_screens_show_what_was_meant(
        list in prop::collection::vec(any_line(), 16..20),
        steps in prop::collection::vec(any_step(), 1..8),
        slice in prop_oneof![Just(usize::MAX), 1usize..200],
    ) {
        for family in Family::ALL {
            let mut line = Line::new(family);
            let mut last = None;
            for step in &steps {
                match step {
                    Step::Resize(width, height) => line.resize(*width, *height),
                    Step::Disturb => line.disturb(),
                    Step::Paint(from, marker, over) => {
                        line.terminal.backend_mut().write_at_most(slice);
                        last = Some(paint(&mut line.terminal, &list, *from, *marker, over));
                    }
                }
            }
            let Some(_) = last else { continue };
            let (from, marker, over) = steps.iter().rev().find_map(|step| match step {
                Step::Paint(from, marker, over) => Some((from, marker, over)),
                _ => None,
            }).unwrap();
            let wanted = paint(&mut line.terminal, &list, *from, *marker, over);
            while line.terminal.backend().is_behind() {
                line.terminal.backend_mut().go_on().unwrap();
            }
            line.carry();
            let (seen, meant) = (seen(&line.emulator), meant(&wanted, profile(family).colors));
            for (at, (seen, meant)) in seen.iter().zip(&meant).enumerate() {
                prop_assert_eq!(seen, meant, "cell {} on {:?}", at, family);
            }
            prop_assert_eq!(seen.len(), meant.len());
            prop_assert_eq!(line.emulator.screen().cursor_position(), (0, 0));
            let sent = &line.terminal.backend().to.bytes;
            for sequence in sequences(sent) {
                prop_assert!(is_understood(family, &sequence), "{sequence} on {family:?}");
            }
        }
    }

    /// A part held back stays as it was, and follows at once when it is let go.
    #[test]
    fn what_is_held_back_stays_as_it_was(
        before in prop::collection::vec(any_line(), 16),
        after in prop::collection::vec(any_line(), 16),
        (x, width) in (0..WIDTH, 1..WIDTH),
        (y, height) in (0..HEIGHT, 1..HEIGHT),
    ) {
        let mut line = Line::new(Family::Xterm);
        let area = Rect::new(x, y, width, height).intersection(Rect::new(0, 0, WIDTH, HEIGHT));
        paint(&mut line.terminal, &before, 0, 0, &[]);
        line.carry();
        let old = seen(&line.emulator);
        line.terminal.backend_mut().hold_back(Some(area));
        let wanted = paint(&mut line.terminal, &after, 0, 1, &[]);
        line.carry();
        let inner = |at: usize| {
            let at = u16::try_from(at).unwrap();
            let (x, y) = (at % WIDTH, at / WIDTH);
            // What is cut in two at the edge goes, so the columns beside it are not compared.
            (area.left() < x || area.left() == 0) && x + 1 < area.right().max(1)
                && area.top() <= y && y < area.bottom()
        };
        for (at, (seen, old)) in seen(&line.emulator).iter().zip(&old).enumerate() {
            if inner(at) {
                prop_assert_eq!(seen, old, "cell {}", at);
            }
        }
        line.terminal.backend_mut().hold_back(None);
        line.terminal.backend_mut().go_on().unwrap();
        line.carry();
        prop_assert_eq!(seen(&line.emulator), meant(&wanted, Colors::Sixteen));
    }
}

/// Stands for a character that a terminal draws in two cells where we think one, and the other way
/// round: characters on whose width all agree.
fn measured_otherwise(bytes: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes);
    let text = text
        .replace(['“', '…', '─'], "囗")
        .replace(['👩', '🙂'], "x");
    text.into_bytes()
}

proptest! {
    /// On a terminal that measures some characters otherwise than we do, all others stand where they
    /// should.
    #[test]
    fn who_measures_otherwise_spoils_only_those_characters(
        frames in prop::collection::vec(prop::collection::vec(any_line(), usize::from(HEIGHT)), 1..6),
    ) {
        let mut terminal = terminal();
        let mut emulator = emulator(WIDTH, HEIGHT);
        let mut read = 0;
        let mut last = None;
        for lines in &frames {
            let painted = terminal.draw(|frame| {
                for (y, (line, look)) in (0..HEIGHT).zip(lines) {
                    // Not in the last column: the emulator knows no terminal that does not wrap.
                    let cells = usize::from(WIDTH) - 1;
                    frame.buffer_mut().set_stringn(0, y, line, cells, style(*look));
                }
            });
            last = Some(painted.unwrap().buffer.clone());
            let bytes = &terminal.backend().to.bytes;
            emulator.process(&measured_otherwise(&bytes[read..]));
            read = bytes.len();
        }
        let buffer = last.unwrap();
        let (seen, meant) = (seen(&emulator), meant(&buffer, Colors::Sixteen));
        let certain = |at: usize| {
            let cell = &buffer.content[at];
            Spot::of(cell, xterm()).is_width_certain(xterm())
        };
        for at in 0..meant.len() {
            // Half of one may hang over a blank, and the other half of a narrow one is a blank.
            let touched = at > 0 && !certain(at - 1);
            let half_of_one = meant[at] == "half" && touched;
            if certain(at) && !half_of_one && !(touched && meant[at].is_empty()) {
                prop_assert_eq!(&seen[at], &meant[at], "cell {}", at);
            }
        }
    }
}

fn lines(texts: &[&str]) -> Lines {
    texts.iter().map(|text| ((*text).to_owned(), 0)).collect()
}

#[test]
fn nothing_is_sent_when_nothing_changed_and_a_frame_is_one_write() {
    let mut terminal = terminal();
    draw(&mut terminal, &lines(&["失业登记", "ab"]), Some((3, 0)));
    assert_eq!(terminal.backend().to.writes, 1);
    draw(&mut terminal, &lines(&["失业登记", "ab"]), Some((3, 0)));
    assert_eq!(terminal.backend().to.writes, 1);
    draw(&mut terminal, &lines(&["失业登记", "abc"]), Some((4, 0)));
    assert_eq!(terminal.backend().to.writes, 2);
    draw(&mut terminal, &lines(&["失业登记", "abc"]), None);
    assert_eq!(terminal.backend().to.writes, 3);
    assert!(terminal.backend().to.bytes.ends_with(b"\x1b[?25l"));
}

/// What one frame after another adds.
fn difference(before: &[&str], after: &[&str]) -> String {
    let mut terminal = terminal();
    draw(&mut terminal, &lines(before), None);
    let start = terminal.backend().to.bytes.len();
    draw(&mut terminal, &lines(after), None);
    String::from_utf8_lossy(&terminal.backend().to.bytes[start..]).into_owned()
}

#[test]
fn bytes_are_few() {
    for (before, after, sent) in [
        // Wide characters need no move between them.
        (&["", ""][..], &["", "失业登记"][..], "\x1b[2H失业登记"),
        // Blank ends are erased at once.
        (&["", "失业登记失业登记"], &["", "失"], "\x1b[14D\x1b[K"),
        // Lines below each other need no address.
        (&["> ", "  "], &["  ", "> "], "\x08 \r\n>"),
        // A gap that was text is erased, not written over; what stands behind it stays.
        (
            &["失业登记登记 acd"],
            &["失           acd"],
            "\x1b[;3H\x1b[10X",
        ),
        // What a wide-drawing terminal has covered is written again.
        (&["abcd"], &["“bcd"], "\r“\x1b[;2Hb"),
        // Lines that only moved are moved by the terminal.
        (
            &["失业登记", "就业登记", "社会保险", "工伤认定", "退休"],
            &["就业登记", "社会保险", "工伤认定", "退休", "档案"],
            "\x1b[1;5r\x1b[S\x1b[r\x1b[5H档案",
        ),
        // After a character whose width terminals dispute, an address.
        (&["abcd"], &["“bce"], "\r“\x1b[;2Hbce"),
    ] {
        let got = difference(before, after);
        assert_eq!(got, sent, "{}", got.escape_debug());
    }
}

#[test]
fn a_narrower_window_starts_from_nothing() {
    let mut terminal = terminal();
    draw(&mut terminal, &lines(&["失业登记"]), None);
    let start = terminal.backend().to.bytes.len();
    terminal.backend_mut().resize(10, 3);
    terminal
        .draw(|frame| Clear.render(Rect::new(0, 0, 1, 1), frame.buffer_mut()))
        .unwrap();
    let sent = String::from_utf8_lossy(&terminal.backend().to.bytes[start..]).into_owned();
    assert_eq!(sent, "\x1b[m\x1b[2J");
    draw(&mut terminal, &lines(&["失业登记失业登记"]), None);
}
