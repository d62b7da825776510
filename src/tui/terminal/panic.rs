//! What happens when the program is wrong: the terminal is given back, one line says so. The
//! cause may hold what a visitor said, so it is not printed.

use std::io::Write;

use super::tty;
use crate::text::Lang;

/// As after any panic that nobody catches.
const STATUS: i32 = 101;

/// From now on a panic in any thread, while the screen is ours, ends the process cleanly.
pub(in crate::tui) fn install(lang: Lang) {
    let otherwise = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if !tty::is_ours() {
            otherwise(info);
            return;
        }
        tty::leave();
        let _ = writeln!(std::io::stderr(), "{}", lang.crashed());
        // A screen without one of its threads would only seem to work.
        tty::end(STATUS)
    }));
}
