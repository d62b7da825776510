//! The input thread: waits for bytes, never inside a read, and ends the process when the
//! terminal is gone. Knows bytes and when they come, not what they mean.

use std::io;
use std::thread;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::{Errno, read};
use rustix::stdio::stdin;

use super::mail::Post;
use crate::tui::message::Msg;
use crate::tui::terminal::decode::{Decoder, Typed};
use crate::tui::terminal::tty;

/// Starts reading.
pub(super) fn spawn(post: Post, slow: bool) -> io::Result<()> {
    let name = "input".to_owned();
    thread::Builder::new().name(name).spawn(move || {
        let mut decoder = Decoder::new(slow);
        loop {
            let mut hand_out = |typed| {
                post.send(match typed {
                    Typed::Key(key) => Msg::Key(key),
                    Typed::Paste(text) => Msg::Paste(text),
                    Typed::NotEsc => Msg::NotEsc,
                });
            };
            let wait = decoder
                .wait()
                .and_then(|wait| Timespec::try_from(wait).ok());
            let terminal = stdin();
            let mut fds = [PollFd::new(&terminal, PollFlags::IN)];
            match poll(&mut fds, wait.as_ref()) {
                Ok(0) => decoder.waited(&mut hand_out),
                Ok(_) => {
                    let events = fds[0].revents();
                    if events.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
                        tty::end(tty::HUNG_UP);
                    }
                    let mut bytes = [0; 4096];
                    match read(terminal, &mut bytes) {
                        Ok(0) => tty::end(tty::HUNG_UP),
                        Ok(count) => decoder.feed(&bytes[..count], &mut hand_out),
                        Err(Errno::INTR | Errno::AGAIN) => {}
                        Err(_) => tty::end(tty::HUNG_UP),
                    }
                }
                Err(Errno::INTR) => {}
                Err(_) => tty::end(tty::HUNG_UP),
            }
        }
    })?;
    Ok(())
}
