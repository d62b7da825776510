//! What the terminal shows after any frames is what was painted; and how few bytes that takes.

use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use ratatui::widgets::{Clear, Widget};

use super::*;

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
    match n % 5 {
        0 => Style::new(),
        1 => Style::new().fg(Color::Red),
        2 => Style::new().add_modifier(Modifier::BOLD),
        3 => Style::new()
            .fg(Color::DarkGray)
            .add_modifier(Modifier::UNDERLINED),
        _ => Style::new().add_modifier(Modifier::REVERSED),
    }
}

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

fn terminal() -> Terminal<OneWrite<Wire>> {
    let mut terminal = Terminal::new(OneWrite::new(Wire::default(), WIDTH, HEIGHT)).unwrap();
    terminal.clear().unwrap();
    terminal
}

fn emulator(bytes: &[u8]) -> vt100::Parser {
    let size = |n| std::num::NonZeroU16::new(n).unwrap();
    let mut parser = vt100::Parser::new(size(HEIGHT), size(WIDTH), 0);
    parser.process(bytes);
    parser
}

/// Text and look of every cell.
fn seen(parser: &vt100::Parser) -> Vec<String> {
    let screen = parser.screen();
    let cell = |y, x| {
        screen.cell(y, x).map_or_else(String::new, |cell| {
            let text = cell.contents().trim_end();
            if text.is_empty() && !cell.underline() && !cell.inverse() {
                // The colour of nothing is not seen.
                return String::new();
            }
            let look = (
                cell.fgcolor(),
                cell.bold(),
                cell.underline(),
                cell.inverse(),
            );
            format!("{text}{look:?}")
        })
    };
    (0..HEIGHT)
        .flat_map(|y| (0..WIDTH).map(move |x| (y, x)))
        .map(|(y, x)| cell(y, x))
        .collect()
}

fn any_line() -> impl Strategy<Value = (String, u8)> {
    ("[a-c ]{0,6}[失业登记，。 ]{0,9}[ab“①é ]{0,6}", any::<u8>())
}

proptest! {
    #[test]
    fn any_frames_show_what_was_painted(frames in prop::collection::vec(prop::collection::vec(any_line(), 5), 1..6)) {
        let mut one = terminal();
        for (n, lines) in frames.iter().enumerate() {
            let x = u16::try_from(n).unwrap();
            draw(&mut one, lines, Some((x, 1)));
        }
        let mut fresh = terminal();
        let last = frames.last().unwrap();
        let x = u16::try_from(frames.len() - 1).unwrap();
        draw(&mut fresh, last, Some((x, 1)));
        let left = emulator(&one.backend().to.bytes);
        let right = emulator(&fresh.backend().to.bytes);
        for (at, (left, right)) in seen(&left).iter().zip(&seen(&right)).enumerate() {
            prop_assert_eq!(left, right, "cell {}", at);
        }
        prop_assert_eq!(left.screen().cursor_position(), (1, x));
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
        (&["", ""][..], &["", "失业登记"][..], "\x1b[2;1H失业登记"),
        // Blank ends are erased at once.
        (&["", "失业登记失业登记"], &["", "失"], "\x1b[2;3H\x1b[K"),
        // Lines below each other need no address.
        (&["> ", "  "], &["  ", "> "], "\r \r\n>"),
        // After a character whose width terminals dispute, an address.
        (&["abcd"], &["“bce"], "\r“\x1b[1;4He"),
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
    assert_eq!(sent, CLEAR);
    draw(&mut terminal, &lines(&["失业登记失业登记"]), None);
}
