//! What happens when the program is wrong: the terminal is given back, one line says so. The
//! cause may hold what a visitor said, so only the place in the code is printed.

use std::io::Write;
use std::panic::Location;

use super::tty;
use crate::text::Lang;

/// As after any panic that nobody catches.
const STATUS: i32 = 101;

/// From now on a panic in any thread ends the process cleanly.
pub(in crate::tui) fn install(lang: Lang) {
    std::panic::set_hook(Box::new(move |info| {
        tty::leave();
        let place = info
            .location()
            .map_or_else(String::new, Location::to_string);
        let _ = writeln!(std::io::stderr(), "{}", lang.crashed(&place));
        // A screen without one of its threads would only seem to work.
        tty::end(STATUS)
    }));
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use portable_pty::{CommandBuilder, PtySize, native_pty_system};

    use super::*;
    use crate::tui::{Profile, Wishes};

    const CHILD: &str = "GUITAI_TEST_PANICS";

    /// Not a test by itself: what the one below runs in a terminal.
    #[test]
    fn the_screen_fails() {
        if std::env::var_os(CHILD).is_some() {
            install(Lang::Zh);
            tty::enter(Profile::of("xterm", &Wishes::default())).unwrap();
            // Amid a painting that scrolls.
            let painting = b"\x1b[?7l\x1b[?2004h\x1b[?25l\x1b[1;31m\x1b[5;9r\x1b[";
            tty::Screen.write_all(painting).unwrap();
            panic!("张三 13800001234");
        }
    }

    #[test]
    fn a_panic_gives_the_terminal_back_and_says_nothing_of_its_cause() {
        let pair = native_pty_system().openpty(PtySize::default()).unwrap();
        let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
        let child = concat!(module_path!(), "::the_screen_fails");
        let child = child.split_once("::").unwrap().1;
        command.args(["--exact", child, "--nocapture"]);
        command.env(CHILD, "1");
        let mut child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut shown = Vec::new();
        // Ends with an error on Linux: the other side is closed.
        let _ = pair
            .master
            .try_clone_reader()
            .unwrap()
            .read_to_end(&mut shown);
        assert_eq!(child.wait().unwrap().exit_code(), STATUS.unsigned_abs());
        let shown = String::from_utf8(shown).unwrap();
        let (_, back) = shown.split_once("\x1b[5;9r\x1b[").unwrap();
        let (back, after) = back
            .split_once("\x1b[?1049l")
            .expect("the screen is given back");
        for taken_back in ["\x1b[m", "\x1b[r", "\x1b[?7h", "\x1b[?2004l", "\x1b[?25h"] {
            assert!(back.contains(taken_back), "{}", back.escape_debug());
        }
        assert!(
            after.contains("柜台程序出错") && after.contains("panic.rs"),
            "{after}"
        );
        assert!(!shown.contains("张三"), "{shown}");
    }
}
