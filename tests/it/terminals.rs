//! The real program on every sort of terminal: a lookup and an enquiry with the keys that it sends, and
//! nothing sent to it that it does not understand.

use crate::hall::Hall;
use crate::pty::Terminal;
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

fn counter(hall: &Hall, kind: &Kind, locale: Option<(&str, &str)>) -> Terminal {
    let mut command = hall.guitai();
    command.env("TERM", kind.term);
    command.envs(locale);
    let mut terminal = Terminal::start(80, 24, &command);
    terminal.expect("共131条");
    terminal
}

fn enquiries(hall: &Hall) -> usize {
    let ran = run(hall.guitai().args(["cases", "--json"]), b"");
    ran.out.lines().count()
}

#[test]
fn a_lookup_and_an_enquiry_on_every_terminal() {
    let hall = Hall::new();
    // A login over SSH often has no locale, or one that says nothing.
    let locales = [None, Some(("LC_ALL", "C")), Some(("LANG", "POSIX"))];
    for (n, kind) in KINDS.iter().enumerate() {
        let mut terminal = counter(&hall, kind, locales[n % locales.len()]);
        terminal.expect_row(&[kind.rule]);
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
        assert_eq!(enquiries(&hall), n + 1, "{}", kind.term);
        terminal.settle();
        assert_understood(kind, &terminal.bytes());
        let colours = terminal.with_screen(colours);
        assert_eq!(colours > 0, kind.colours, "{}: {colours}", kind.term);
        terminal.press(&["Ctrl-Q"]);
        assert_eq!(terminal.exit().exit_code(), 0);
        // Whoever comes next sees nothing of it, one screen or two.
        terminal.settle();
        let left = terminal.rows().concat();
        assert!(!left.contains("查找"), "{}: {left}", kind.term);
    }
}

/// Cells that are drawn in a colour.
fn colours(screen: &vt100::Screen) -> usize {
    let (rows, columns) = screen.size();
    let cells = (0..rows.get()).flat_map(|row| (0..columns.get()).map(move |x| (row, x)));
    cells
        .filter_map(|(row, x)| screen.cell(row, x))
        .filter(|cell| cell.fgcolor() != vt100::Color::Default)
        .count()
}

#[track_caller]
fn assert_understood(kind: &Kind, bytes: &[u8]) {
    let sent = String::from_utf8_lossy(bytes);
    assert_eq!(sent.contains("\x1b[?1049h"), kind.modern, "{}", kind.term);
    assert_eq!(sent.contains("\x1b[?2004h"), kind.modern, "{}", kind.term);
    for question in ["\x1b[6n", "\x1b[c", "\x1b[>", "\x1b[?u", "\x1b]", "\x1bP"] {
        assert!(!sent.contains(question), "{}", question.escape_debug());
    }
}

#[test]
fn what_is_configured_goes_before_the_name() {
    let hall = Hall::new();
    hall.configure("terminal = \"linux\"\nlines = \"ascii\"\ncolors = 0\n");
    let mut terminal = counter(&hall, &XTERM, None);
    terminal.expect_row(&["----"]).settle();
    assert_eq!(terminal.with_screen(colours), 0);
    assert!(!String::from_utf8_lossy(&terminal.bytes()).contains("\x1b[?1049h"));
    hall.configure("lines = \"box\"\n");
    let mut terminal = counter(&hall, &XTERM, None);
    terminal.expect_row(&["────"]);
    assert!(terminal.settle().with_screen(colours) > 0);
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
    let mut terminal = counter(&hall, &XTERM, None);
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
    let mut command = hall.guitai();
    command.env("NO_COLOR", "1");
    let mut terminal = Terminal::start(80, 24, &command);
    terminal.expect("共131条");
    terminal
        .type_text("sydj")
        .expect_row(&[">", "申报失业登记"]);
    assert_eq!(terminal.settle().with_screen(colours), 0);
    // What is meant stands there without them: the matched characters are underlined.
    assert!(terminal.marked_in("申报失业登记").contains("失业登记"));
}
