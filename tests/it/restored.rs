//! The terminal is given back as it was, however the program ends or stops; and the program ends when
//! the line does.

use portable_pty::CommandBuilder;

use crate::pty::Terminal;
use crate::sent::Modes;
use crate::support::tool_or_skip;

fn counter() -> Terminal {
    let mut terminal = Terminal::guitai(80, 24, &[]);
    terminal.expect("共131条");
    terminal
}

#[test]
fn quits_and_leaves_the_terminal_as_it_was() {
    for keys in [&["Ctrl-Q"][..], &["Ctrl-C", "Ctrl-C"]] {
        let mut terminal = counter();
        terminal.press(keys);
        assert_eq!(terminal.exit().exit_code(), 0, "{keys:?}");
        assert_restored(&mut terminal);
    }
}

#[track_caller]
fn assert_restored(terminal: &mut Terminal) {
    terminal.expect_bytes(b"\x1b[?1049l");
    assert_eq!(Modes::after(&terminal.bytes()), Modes::FRESH);
}

#[test]
fn signals_restore_the_terminal() {
    for (name, status) in [("TERM", 143), ("INT", 130), ("HUP", 129)] {
        let mut terminal = counter();
        terminal.signal(name);
        assert_eq!(terminal.exit().exit_code(), status, "{name}");
        assert_restored(&mut terminal);
    }
}

/// The counter in a terminal of a terminal, whose inner line can be cut: `script` holds it, as
/// sshd would.
fn counter_on_a_line(before: &str) -> Option<(Terminal, tempfile::NamedTempFile)> {
    if !tool_or_skip("script") {
        return None;
    }
    let pid = tempfile::NamedTempFile::new().unwrap();
    let guitai = env!("CARGO_BIN_EXE_guitai");
    let inner = format!(
        "{before} echo $$ > '{}'; exec '{guitai}'",
        pid.path().display()
    );
    let mut command = CommandBuilder::new("script");
    command.args(["-qfc", &inner, "/dev/null"]);
    let mut terminal = Terminal::run(80, 24, command);
    terminal.expect("共131条");
    Some((terminal, pid))
}

/// Cuts the line and waits for the program's end.
#[track_caller]
fn assert_ends_with_the_line(terminal: &mut Terminal, pid: &tempfile::NamedTempFile) {
    let pid = std::fs::read_to_string(pid.path()).unwrap();
    terminal.signal("KILL");
    let stat = format!("/proc/{}/stat", pid.trim());
    let begun = std::time::Instant::now();
    // A zombie is one that has ended: whoever adopts it may take its time.
    while std::fs::read_to_string(&stat).is_ok_and(|stat| !stat.contains(") Z ")) {
        assert!(
            begun.elapsed().as_secs() < 20,
            "the program outlives its terminal"
        );
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
}

#[test]
fn a_dropped_line_ends_the_program() {
    if let Some((mut terminal, pid)) = counter_on_a_line("") {
        terminal
            .type_text("sydj")
            .expect_row(&[">", "申报失业登记"]);
        assert_ends_with_the_line(&mut terminal, &pid);
    }
}

#[test]
fn a_dropped_line_ends_the_program_also_where_hang_ups_are_ignored() {
    if let Some((mut terminal, pid)) = counter_on_a_line("trap '' HUP;") {
        assert_ends_with_the_line(&mut terminal, &pid);
    }
}

/// A shell that does job control.
fn shell() -> Terminal {
    let mut command = CommandBuilder::new("bash");
    command.args(["--norc", "--noprofile", "-i"]);
    command.env("PS1", "shell$ ");
    let mut terminal = Terminal::run(80, 24, command);
    terminal.expect("shell$");
    terminal
}

#[test]
fn suspends_to_the_shell_and_comes_back() {
    let mut terminal = shell();
    terminal.type_text(&format!("{}\r", env!("CARGO_BIN_EXE_guitai")));
    terminal
        .expect("共131条")
        .type_text("sydj")
        .expect_row(&[">", "申报失业登记"]);
    terminal.press(&["Ctrl-Z"]).expect("Stopped");
    // Before the shell sets what it likes itself.
    let bytes = terminal.bytes();
    let stopped = bytes.windows(7).rposition(|bytes| bytes == b"Stopped");
    let modes = Modes::after(&bytes[..stopped.unwrap()]);
    assert_eq!(modes, Modes::FRESH);
    terminal
        .type_text("echo back-in-$((40+2))\r")
        .expect("back-in-42");
    terminal
        .type_text("fg\r")
        .expect_row(&[">", "申报失业登记"])
        .expect("sydj");
    terminal
        .press(&["Ctrl-Q"])
        .expect_gone("申报失业登记")
        .expect("shell$");
}

/// Ends the job in the background, which wrote nothing to the shell's screen since so many bytes.
#[track_caller]
fn assert_ends_in_the_background(terminal: &mut Terminal, since: usize) {
    let kill = "pid=$(jobs -p); kill %1; while kill -0 $pid; do sleep .05; done 2>/dev/null";
    terminal
        .type_text(&format!("{kill}; echo ended-$((40+2))\r"))
        .expect("ended-42");
    let written = terminal.bytes().split_off(since);
    let written = String::from_utf8_lossy(&written);
    for sequence in ["\x1b[?1049", "\x1b[r", "\x1b[?7", "\x1b[?25"] {
        assert!(!written.contains(sequence), "{}", written.escape_debug());
    }
}

#[test]
fn ends_in_the_background_and_leaves_the_shells_screen_alone() {
    let guitai = env!("CARGO_BIN_EXE_guitai");
    // Put there after a stop, and begun there.
    let mut terminal = shell();
    terminal.type_text(&format!("{guitai}\r")).expect("共131条");
    terminal.press(&["Ctrl-Z"]).expect("Stopped").settle();
    let since = terminal.bytes().len();
    terminal
        .type_text("bg; echo bg-$((40+1))\r")
        .expect("bg-41")
        .settle();
    assert_ends_in_the_background(&mut terminal, since);
    let mut terminal = shell();
    let since = terminal.bytes().len();
    terminal
        .type_text(&format!("{guitai} & echo bg-$((40+1))\r"))
        .expect("bg-41")
        .settle();
    assert_ends_in_the_background(&mut terminal, since);
    // Fetched to the front it is there.
    terminal
        .type_text(&format!("{guitai} & echo bg-$((40+4))\r"))
        .expect("bg-44");
    terminal.type_text("fg\r").expect("共131条");
    terminal.press(&["Ctrl-Q"]).expect("bg-44");
}

#[test]
fn does_not_suspend_where_no_shell_could_resume_it() {
    // The pseudo-terminal's child leads its session, as under a forced command.
    let mut terminal = counter();
    terminal.press(&["Ctrl-Z"]).expect("不能挂起");
    terminal
        .type_text("sydj")
        .expect_row(&[">", "申报失业登记"]);
}

#[test]
fn repaints_what_somebody_else_spoiled() {
    let mut terminal = counter();
    let before = terminal.settle().bytes().len();
    terminal.press(&["Ctrl-L"]).wait_for_more(before).settle();
    let again = terminal.bytes().split_off(before);
    // Whatever was set before, painting counts on nothing.
    let text = String::from_utf8(again).unwrap();
    for mode in ["\x1b[m", "\x1b[r", "\x1b[?7l", "\x1b[?2004h", "\x1b[?25h"] {
        assert!(text.contains(mode), "{}", mode.escape_debug());
    }
}
