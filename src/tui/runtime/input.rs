//! The input thread: waits for bytes, never inside a read, and ends the process when the
//! terminal is gone. Knows bytes and when they come, not what they mean.

use std::io;
use std::sync::mpsc::Sender;
use std::thread;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::{Errno, read};
use rustix::stdio::stdin;

use crate::tui::message::Msg;
use crate::tui::terminal::decode::{Decoder, Typed};
use crate::tui::terminal::tty;

/// Exit status after a hang-up: 128 and the number of SIGHUP.
const HUNG_UP: i32 = 129;

/// Starts reading.
pub(super) fn spawn(send: Sender<Msg>) -> io::Result<()> {
    let name = "input".to_owned();
    thread::Builder::new().name(name).spawn(move || {
        let mut decoder = Decoder::default();
        loop {
            let mut hand_out = |typed| {
                let message = match typed {
                    Typed::Key(key) => Msg::Key(key),
                    Typed::Paste(text) => Msg::Paste(text),
                };
                // The screen is being left; the process ends soon.
                let _ = send.send(message);
            };
            let wait = decoder
                .wait()
                .and_then(|wait| Timespec::try_from(wait).ok());
            let terminal = stdin();
            let mut fds = [PollFd::new(&terminal, PollFlags::IN)];
            match poll(&mut fds, wait.as_ref()) {
                Ok(0) => decoder.give_up(&mut hand_out),
                Ok(_) => {
                    let events = fds[0].revents();
                    if events.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
                        tty::end(HUNG_UP);
                    }
                    let mut bytes = [0; 4096];
                    match read(terminal, &mut bytes) {
                        Ok(0) => tty::end(HUNG_UP),
                        Ok(count) => decoder.feed(&bytes[..count], &mut hand_out),
                        Err(Errno::INTR | Errno::AGAIN) => {}
                        Err(_) => tty::end(HUNG_UP),
                    }
                }
                Err(Errno::INTR) => {}
                Err(_) => tty::end(HUNG_UP),
            }
        }
    })?;
    Ok(())
}
