//! The real program on every sort of terminal: a lookup and an enquiry with the keys that it sends, and
//! nothing sent to it that it does not understand, in any size, without a locale, without colours.

use std::time::Duration;

use crate::hall::Hall;
use crate::pty::Terminal;
use crate::sent::{Modes, Piece, pieces};
use crate::support::run;

/// A terminal: its name, and what its keys send.
struct Kind {
    term: &'static str,
    down: &'static str,
    up: &'static str,
    home: &'static str,
    help: &'static str,
    /// The key that logs an enquiry.
    enquiry: &'static str,
    save: &'static str,
    colours: bool,
    /// Whether pastes are bracketed and there is a second screen.
    modern: bool,
    /// What stands in a rule.
    rule: &'static str,
}

const XTERM: Kind = Kind {
    term: "xterm-256color",
    down: "\x1b[B",
    up: "\x1b[A",
    home: "\x1b[H",
    help: "\x1bOP",
    enquiry: "\x1b[15~",
    save: "\x1b[21~",
    colours: true,
    modern: true,
    rule: "----",
};

/// Every family. The old ones have no F5 or keep it for themselves: there Ctrl-E and Ctrl-O do.
const KINDS: [Kind; 9] = [
    XTERM,
    // xterm in its application mode, and its F1 of older days.
    Kind {
        term: "xterm",
        down: "\x1bOB",
        up: "\x1bOA",
        home: "\x1bOH",
        help: "\x1b[11~",
        ..XTERM
    },
    Kind {
        term: "linux",
        home: "\x1b[1~",
        help: "\x1b[[A",
        enquiry: "\x1b[[E",
        modern: false,
        rule: "────",
        ..XTERM
    },
    Kind {
        term: "vt100",
        home: "\x10",
        help: "\x0f?",
        enquiry: "\x05",
        save: "\x13",
        colours: false,
        modern: false,
        ..XTERM
    },
    Kind {
        term: "vt220",
        down: "\x1bOB",
        up: "\x1bOA",
        home: "\x1b[1~",
        help: "\x1bOP",
        enquiry: "\x05",
        colours: false,
        modern: false,
        ..XTERM
    },
    Kind {
        term: "screen",
        home: "\x1b[1~",
        ..XTERM
    },
    Kind {
        term: "tmux-256color",
        home: "\x1b[1~",
        ..XTERM
    },
    Kind {
        term: "putty",
        home: "\x1b[1~",
        help: "\x1b[11~",
        ..XTERM
    },
    Kind {
        term: "rxvt",
        home: "\x1b[7~",
        help: "\x1b[11~",
        ..XTERM
    },
];

impl Kind {
    /// What it understands by its manual, besides characters.
    fn understands(&self, piece: &Piece) -> bool {
        let vt100 = self.term == "vt100";
        let Piece::Sequence(sequence) = piece else {
            // Nothing rings, shifts character sets or asks who is there.
            return matches!(
                piece,
                Piece::Character(_) | Piece::Control(b'\r' | b'\n' | 0x08)
            );
        };
        let Some(rest) = sequence.strip_prefix('[') else {
            // Back by a line.
            return sequence == "M";
        };
        let (numbers, last) = rest.split_at(rest.len() - 1);
        let are_numbers = numbers
            .split(';')
            .all(|number| number.bytes().all(|byte| byte.is_ascii_digit()));
        match last {
            "h" | "l" => match numbers {
                "?7" => true,
                "?25" => !vt100,
                "?1049" | "?2004" => self.modern,
                _ => false,
            },
            _ if !are_numbers => false,
            "H" | "C" | "D" | "J" | "K" | "r" => true,
            "X" => !vt100,
            "S" | "T" => self.modern,
            "m" => numbers.split(';').all(|number| match number {
                "" | "0" | "1" | "4" | "5" | "7" => true,
                "22" | "24" | "25" | "27" => !vt100,
                other => self.colours && is_colour(other),
            }),
            _ => false,
        }
    }
}

/// Whether a number chooses one of sixteen colours, or the terminal's own.
fn is_colour(number: &str) -> bool {
    let number: u8 = number.parse().unwrap_or(0);
    matches!(number, 30..=37 | 39..=47 | 49 | 90..=97 | 100..=107)
}

/// Nothing was sent that the terminal does not understand, and the modes are as they were meant.
#[track_caller]
fn assert_understood(kind: &Kind, bytes: &[u8]) {
    for piece in pieces(bytes) {
        assert!(kind.understands(&piece), "{}: {piece}", kind.term);
    }
    let modes = Modes::after(bytes);
    assert_eq!(modes.second_screen, kind.modern, "{}", kind.term);
    assert_eq!(modes.brackets_pastes, kind.modern, "{}", kind.term);
    assert!(modes.scrolls_whole && !modes.wraps, "{modes:?}");
}

/// Whether colours were sent.
fn chooses_colours(bytes: &[u8]) -> bool {
    pieces(bytes).iter().any(|piece| match piece {
        Piece::Sequence(sequence) => sequence
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix('m'))
            .is_some_and(|numbers| numbers.split(';').any(is_colour)),
        _ => false,
    })
}

/// Whether characters were sent that rules and boxes are drawn with where they are one cell wide.
fn draws_boxes(bytes: &[u8]) -> bool {
    let is_box = |piece: &Piece| matches!(piece, Piece::Character('\u{2500}'..='\u{259f}'));
    pieces(bytes).iter().any(is_box)
}

fn counter(hall: &Hall, kind: &Kind) -> Terminal {
    counter_of(hall, kind, 80, 24)
}

fn counter_of(hall: &Hall, kind: &Kind, columns: u16, rows: u16) -> Terminal {
    let mut command = hall.guitai();
    command.env("TERM", kind.term);
    let mut terminal = Terminal::start(columns, rows, &command);
    terminal.expect("共131条");
    terminal
}

fn enquiries(hall: &Hall) -> usize {
    let ran = run(hall.guitai().args(["cases", "--json"]), b"");
    ran.out.lines().count()
}

/// A lookup and an enquiry with the keys that the terminal sends.
#[track_caller]
fn look_up_and_log(terminal: &mut Terminal, kind: &Kind) {
    terminal.send(b"sydj").expect_row(&[">", "申报失业登记"]);
    terminal
        .send(kind.down.as_bytes())
        .expect_row(&[">", "事项"]);
    terminal.send(kind.up.as_bytes()).expect_row(&[">", "服务"]);
    terminal
        .send(kind.down.as_bytes())
        .expect_row(&[">", "事项"]);
    terminal
        .send(kind.home.as_bytes())
        .expect_row(&[">", "服务"]);
    terminal.send(kind.help.as_bytes()).expect("帮助：查询");
    terminal.press(&["Esc"]).expect_gone("帮助：查询");
    terminal.send(kind.enquiry.as_bytes()).expect("88832671");
    terminal.send(kind.save.as_bytes()).expect("已登记");
}

/// Far down in the list, so that it has scrolled, the screen is what it is when everything is painted
/// anew: nothing was left standing.
#[track_caller]
fn assert_shows_what_was_meant(terminal: &mut Terminal, kind: &Kind) {
    terminal.press(&["Ctrl-U"]).expect("共131条");
    terminal.send(kind.down.repeat(60).as_bytes());
    let shown = terminal.settle().rows();
    let before = terminal.bytes().len();
    terminal.press(&["Ctrl-L"]).wait_for_more(before).settle();
    assert_eq!(terminal.rows(), shown);
}

/// Whoever comes next sees nothing of it, one screen or two, and finds the terminal as it was.
#[track_caller]
fn leave(terminal: &mut Terminal, kind: &Kind) {
    terminal.press(&["Ctrl-Q"]);
    assert_eq!(terminal.exit().exit_code(), 0);
    terminal.settle();
    let left = terminal.rows().concat();
    assert!(!left.contains("查找"), "{}: {left}", kind.term);
    let bytes = terminal.bytes();
    assert_eq!(Modes::after(&bytes), Modes::FRESH, "{}", kind.term);
    for piece in pieces(&bytes) {
        assert!(kind.understands(&piece), "{}: {piece}", kind.term);
    }
}

#[test]
fn a_lookup_and_an_enquiry_on_every_terminal() {
    let hall = Hall::new();
    for (n, kind) in KINDS.iter().enumerate() {
        let mut terminal = counter(&hall, kind);
        terminal.expect_row(&[kind.rule]);
        look_up_and_log(&mut terminal, kind);
        assert_eq!(enquiries(&hall), n + 1, "{}", kind.term);
        assert_shows_what_was_meant(&mut terminal, kind);
        let bytes = terminal.bytes();
        assert_understood(kind, &bytes);
        assert_eq!(chooses_colours(&bytes), kind.colours, "{}", kind.term);
        assert_eq!(draws_boxes(&bytes), kind.rule != "----", "{}", kind.term);
        leave(&mut terminal, kind);
    }
}

#[test]
fn a_lookup_and_an_enquiry_on_screens_of_other_sizes() {
    let hall = Hall::new();
    let mut logged = 0;
    for term in ["xterm-256color", "vt100", "linux"] {
        let kind = KINDS.iter().find(|kind| kind.term == term).unwrap();
        for (columns, rows) in [(40, 12), (120, 40)] {
            let mut terminal = counter_of(&hall, kind, columns, rows);
            look_up_and_log(&mut terminal, kind);
            logged += 1;
            assert_eq!(enquiries(&hall), logged, "{term} {columns}x{rows}");
            assert_shows_what_was_meant(&mut terminal, kind);
            assert_understood(kind, &terminal.bytes());
            leave(&mut terminal, kind);
        }
    }
}

#[test]
fn a_locale_that_says_nothing_counts_as_utf_8() {
    let hall = Hall::new();
    // A login over SSH often has none.
    for locale in [
        None,
        Some(("LANG", "C")),
        Some(("LANG", "POSIX")),
        Some(("LC_ALL", "C")),
        Some(("LC_ALL", "POSIX")),
        Some(("LC_CTYPE", "C")),
        Some(("LANG", "")),
    ] {
        let mut command = hall.guitai();
        command.envs(locale);
        let mut terminal = Terminal::start(80, 24, &command);
        terminal
            .expect("共131条")
            .type_text("失业登记")
            .expect_row(&["查找", "失业登记"])
            .expect_row(&[">", "申报失业登记"]);
        assert_understood(&XTERM, &terminal.settle().bytes());
    }
}

#[test]
fn what_the_line_tears_and_what_nobody_typed() {
    let hall = Hall::new();
    let mut terminal = counter(&hall, &XTERM);
    // However long it takes until the next byte comes.
    for piece in [&b"\xe5"[..], b"\xa4", b"\xb1\xe4", b"\xb8\x9a"] {
        terminal.send(piece).settle_for(Duration::from_millis(60));
    }
    terminal.expect_row(&["查找", "失业"]);
    // A late answer and mice, which are neither Enter nor F3 nor text.
    terminal.send(b"\x1b[24;80R\x1b[<0;10;5M\x1b[M !!\x1b[?62c");
    terminal
        .send("登记".as_bytes())
        .expect_row(&["查找", "失业登记"])
        .expect_row(&[">", "申报失业登记"]);
    // A paste that pauses longer than anybody waits presses nothing.
    terminal.press(&["Ctrl-U"]).expect("共131条");
    terminal.send(b"\x1b[200~sy").expect_row(&["查找", "sy"]);
    terminal.send(b"\rdj").expect_row(&["查找", "sy dj"]);
    terminal.send(b"\x1b[201~");
    terminal.expect_row(&[">", "申报失业登记"]);
}

#[test]
fn a_terminal_with_a_language_of_its_own_is_told_so() {
    let hall = Hall::new();
    let mut command = hall.guitai();
    command.env("TERM", "vt52");
    let mut terminal = Terminal::start(80, 24, &command);
    terminal.expect("不支持这种终端");
    assert_eq!(terminal.exit().exit_code(), 2);
    assert!(!terminal.bytes().contains(&b'\x1b'));
}

#[test]
fn what_is_configured_goes_before_the_name() {
    let hall = Hall::new();
    hall.configure("terminal = \"linux\"\nlines = \"ascii\"\ncolors = 0\n");
    let mut terminal = counter(&hall, &XTERM);
    terminal.expect_row(&["----"]).settle();
    let mono = Kind {
        colours: false,
        modern: false,
        ..XTERM
    };
    assert_understood(&mono, &terminal.bytes());
    assert!(!draws_boxes(&terminal.bytes()));
    hall.configure("lines = \"box\"\n");
    let mut terminal = counter(&hall, &XTERM);
    terminal.expect_row(&["────"]);
    assert!(chooses_colours(&terminal.settle().bytes()));
    // Boxes are drawn with them, and what lies under a box comes back.
    terminal.press(&["F1"]).expect_row(&["│", "│"]);
    terminal.press(&["Esc"]).expect_gone("帮助：查询");
    hall.configure("colours = 16\n");
    let ran = run(&mut hall.guitai(), b"");
    assert_eq!(ran.code, Some(2), "{}", ran.err);
}

#[test]
fn the_cursor_stands_where_an_input_method_opens_its_window() {
    let hall = Hall::new();
    let mut terminal = counter(&hall, &XTERM);
    let (row, start, _) = terminal.settle().cursor();
    // Committed in one piece, as keys and as a paste; then corrected within.
    terminal.type_text("失业");
    terminal.send("\x1b[200~登记\x1b[201~".as_bytes());
    terminal.expect_row(&[">", "申报失业登记"]);
    assert_eq!(terminal.settle().cursor(), (row, start + 8, true));
    terminal.press(&["Left", "Left", "Backspace"]);
    terminal.expect_row(&["失登记"]);
    assert_eq!(terminal.settle().cursor(), (row, start + 2, true));
    terminal.type_text("业").expect_row(&["失业登记"]);
    assert_eq!(terminal.settle().cursor(), (row, start + 4, true));
}

#[test]
fn no_colours_are_sent_to_whoever_wants_none() {
    let hall = Hall::new();
    for (term, no_color) in [("xterm-256color", "1"), ("linux", "1"), ("xterm-mono", "")] {
        let mut command = hall.guitai();
        command.env("TERM", term).env("NO_COLOR", no_color);
        let mut terminal = Terminal::start(80, 24, &command);
        terminal.expect("共131条");
        terminal
            .type_text("sydj")
            .expect_row(&[">", "申报失业登记"]);
        terminal.press(&["F1"]).expect("帮助：查询");
        terminal.press(&["Esc"]).expect_gone("帮助：查询");
        assert!(!chooses_colours(&terminal.settle().bytes()), "{term}");
        // What is meant stands there without them: the matched characters are underlined.
        assert!(terminal.marked_in("申报失业登记").contains("失业登记"));
    }
}
