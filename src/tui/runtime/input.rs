//! The input thread: waits for bytes, never inside a read, and ends the process when the
//! terminal is gone. Knows bytes and when they come, not what they mean.

use std::io;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::{Errno, read};
use rustix::stdio::stdin;

use crate::tui::message::Msg;
use crate::tui::terminal::decode::{Decoder, Typed};
use crate::tui::terminal::tty;

/// More keys than this are not read ahead of the loop: whatever is sent, memory stays small.
const MOST_UNREAD: usize = 4096;

/// How many keys and pastes were handed out and not yet taken.
#[derive(Debug, Default)]
pub(super) struct Unread {
    count: Mutex<usize>,
    taken: Condvar,
}

impl Unread {
    /// Waits until there is room for one more.
    fn enter(&self) {
        let count = self.count.lock().unwrap_or_else(PoisonError::into_inner);
        let full = |count: &mut usize| *count >= MOST_UNREAD;
        let room = self.taken.wait_while(count, full);
        *room.unwrap_or_else(PoisonError::into_inner) += 1;
    }

    /// One was taken.
    pub(super) fn leave(&self) {
        let mut count = self.count.lock().unwrap_or_else(PoisonError::into_inner);
        *count = count.saturating_sub(1);
        self.taken.notify_one();
    }
}

/// Starts reading.
pub(super) fn spawn(send: Sender<Msg>, unread: Arc<Unread>, slow: bool) -> io::Result<()> {
    let name = "input".to_owned();
    thread::Builder::new().name(name).spawn(move || {
        let mut decoder = Decoder::new(slow);
        loop {
            let mut hand_out = |typed| {
                let message = match typed {
                    Typed::Key(key) => Msg::Key(key),
                    Typed::Paste(text) => Msg::Paste(text),
                    Typed::NotEsc => Msg::NotEsc,
                };
                unread.enter();
                // The screen is being left; the process ends soon.
                let _ = send.send(message);
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
