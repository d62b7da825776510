//! The signal thread. What ends the process ends it here, at once, whatever the loop is doing.

use std::io;
use std::thread;

use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;

use super::mail::Post;
use crate::tui::message::Msg;
use crate::tui::terminal::tty;

/// Starts listening.
pub(super) fn spawn(post: Post) -> io::Result<()> {
    let mut signals = Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGCONT, SIGWINCH])?;
    let name = "signals".to_owned();
    thread::Builder::new().name(name).spawn(move || {
        for signal in signals.forever() {
            post.send(match signal {
                SIGWINCH => {
                    let (width, height) = tty::size();
                    Msg::Resize { width, height }
                }
                SIGTSTP => Msg::Suspend,
                SIGCONT => Msg::Continued,
                ends => tty::end(128 + ends),
            });
        }
    })?;
    Ok(())
}
