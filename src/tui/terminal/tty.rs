//! The terminal as a device: raw mode, alternate screen, size, plain writes. What must work from
//! the signal thread and the panic hook is here, so the state is global and nothing waits.

use std::io::{self, Write};
use std::process;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Signal, getpgrp, getpid, getsid, kill_process};
use rustix::stdio::{stdin, stdout};
use rustix::termios::{
    OptionalActions, Termios, isatty, tcgetattr, tcgetpgrp, tcgetwinsize, tcsetattr, ttyname,
};

use super::profile::Profile;

/// What was sent when the screen was taken, by the profile of the terminal.
static PROFILE: OnceLock<Profile> = OnceLock::new();

/// The second screen; the modes are set by the first painting. No mouse, no queries.
const fn entering(profile: Profile) -> &'static str {
    if profile.may_have_second_screen() {
        "\x1b[?1049h"
    } else {
        ""
    }
}

/// Everything back: attributes, scroll region, wrapping, pastes, cursor, screen; whatever a painting
/// that was cut short had set. Where there may be one screen only, nothing of what it showed stays.
fn leaving(profile: Profile) -> String {
    let mut out = "\x1b[m\x1b[r\x1b[?7h".to_owned();
    if profile.brackets_pastes() {
        out.push_str("\x1b[?2004l");
    }
    if profile.hides_cursor() {
        out.push_str("\x1b[?25h");
    }
    if !profile.has_second_screen() {
        out.push_str("\x1b[H\x1b[2J");
    }
    if profile.may_have_second_screen() {
        out.push_str("\x1b[?1049l");
    }
    out
}

/// Most columns and rows of a window that are painted.
const MOST_WIDTH: u16 = 500;
const MOST_HEIGHT: u16 = 200;

/// Exit status after a hang-up: 128 and the number of SIGHUP.
pub(in crate::tui) const HUNG_UP: i32 = 129;

/// The modes before we changed them; nothing while they are not changed.
static BEFORE: Mutex<Option<Termios>> = Mutex::new(None);
/// Whether the screen is ours, so that it is given back once.
static OURS: AtomicBool = AtomicBool::new(false);

/// Held while the screen is given back.
static LEAVING: Mutex<()> = Mutex::new(());

/// Whether there is a terminal to work with.
pub(in crate::tui) fn is_terminal() -> bool {
    isatty(stdin()) && isatty(stdout())
}

/// Columns and rows as the kernel knows them, never more than anybody sees; never asks the terminal.
pub(in crate::tui) fn size() -> (u16, u16) {
    bounded(tcgetwinsize(stdout()).map_or((0, 0), |size| (size.ws_col, size.ws_row)))
}

/// What is painted of a window: whoever tells of a larger one is wrong or means harm, and each cell
/// takes memory. The rest of it stays blank.
fn bounded((width, height): (u16, u16)) -> (u16, u16) {
    if (width, height) == (0, 0) {
        // A line without a size (a serial console) says so.
        return (80, 24);
    }
    (width.min(MOST_WIDTH), height.min(MOST_HEIGHT))
}

/// Whether the terminal is ours to read and write, and not a shell's that has us in the background.
/// Where nobody does job control it always is.
pub(in crate::tui) fn is_in_front() -> bool {
    tcgetpgrp(stdin()).map_or(true, |front| front == getpgrp())
}

/// Whether a shell that does job control waits for us: then we are a process group of our own
/// in its session. Under a forced command we are in the leader's own group.
pub(in crate::tui) fn has_job_control() -> bool {
    getsid(None).is_ok_and(|session| session != getpgrp())
}

/// Bits per second of a serial line, which the kernel knows; nothing for lines of other sorts,
/// whose speed it makes up.
pub(in crate::tui) fn line_speed() -> Option<u32> {
    let name = ttyname(stdout(), Vec::new()).ok()?;
    let serial = ["/dev/ttyS", "/dev/ttyUSB", "/dev/ttyAMA", "/dev/ttyACM"];
    let is_serial = serial
        .iter()
        .any(|start| name.to_bytes().starts_with(start.as_bytes()));
    let speed = tcgetattr(stdout()).ok()?.output_speed();
    (is_serial && speed > 0).then_some(speed)
}

/// Takes the screen.
pub(in crate::tui) fn enter(profile: Profile) -> io::Result<()> {
    let now = tcgetattr(stdin())?;
    let mut raw = now.clone();
    raw.make_raw();
    {
        let mut before = BEFORE.lock().unwrap_or_else(PoisonError::into_inner);
        // Continued after a stop from outside, the modes may be ours already.
        before.get_or_insert(now);
    }
    // Before the modes change: whoever ends the process from here on must put them back.
    OURS.store(true, Ordering::SeqCst);
    tcsetattr(stdin(), OptionalActions::Now, &raw)?;
    write(entering(*PROFILE.get_or_init(|| profile)).as_bytes())
}

/// Somebody put us in the background and has the screen now: nothing is written there any more.
pub(in crate::tui) fn let_go() {
    OURS.store(false, Ordering::SeqCst);
}

/// Gives the screen back; not from the background, where it is somebody else's and so are its modes.
pub(in crate::tui) fn leave() {
    // Whoever comes second waits until the first is done: the process ends behind it.
    let _one_at_a_time = LEAVING.lock().unwrap_or_else(PoisonError::into_inner);
    // To set modes from the background would stop us here for good.
    if OURS.swap(false, Ordering::SeqCst) && is_in_front() {
        if let Some(profile) = PROFILE.get() {
            write_while_taken(leaving(*profile).as_bytes());
        }
        restore_modes();
    }
}

/// Writes as long as somebody takes it: a terminal that takes nothing (hung up, stopped output) must
/// not hold us here, one that is slow must not get half a sequence.
fn write_while_taken(mut bytes: &[u8]) {
    while !bytes.is_empty() && is_writable(100) {
        match rustix::io::write(stdout(), bytes) {
            Ok(count) => bytes = &bytes[count.min(bytes.len())..],
            Err(rustix::io::Errno::AGAIN | rustix::io::Errno::INTR) => {}
            Err(_) => return,
        }
    }
}

fn restore_modes() {
    // Not `lock`: whoever holds it may be the thread that this one interrupts for good.
    let before = match BEFORE.try_lock() {
        Ok(mut before) => before.take(),
        Err(_) => None,
    };
    if let Some(before) = before {
        let _ = tcsetattr(stdin(), OptionalActions::Now, &before);
    }
}

/// Whether the screen is ours now.
pub(in crate::tui) fn is_ours() -> bool {
    OURS.load(Ordering::SeqCst)
}

/// Gives the screen back as far as possible and ends the process, whatever other threads do.
pub(in crate::tui) fn end(status: i32) -> ! {
    leave();
    process::exit(status)
}

/// Stops the process until somebody continues it. SIGSTOP, because SIGTSTP is dropped in a process
/// group without a parent in the session.
pub(in crate::tui) fn stop() -> io::Result<()> {
    Ok(kill_process(getpid(), Signal::STOP)?)
}

fn is_writable(milliseconds: i64) -> bool {
    let out = stdout();
    let mut fds = [PollFd::new(&out, PollFlags::OUT)];
    let timeout = Timespec {
        tv_sec: 0,
        tv_nsec: milliseconds * 1_000_000,
    };
    let ready = poll(&mut fds, Some(&timeout)).is_ok_and(|ready| ready > 0);
    ready && fds[0].revents() == PollFlags::OUT
}

fn write(bytes: &[u8]) -> io::Result<()> {
    Screen.write_all(bytes)
}

/// Standard output without a buffer in between: one `write` is one system call.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::tui) struct Screen;

impl Write for Screen {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !is_ours() || !is_in_front() {
            // Given back by the signal thread a moment ago, or somebody else's: nothing may follow.
            return Ok(bytes.len());
        }
        loop {
            match rustix::io::write(stdout(), bytes) {
                // Somebody made our terminal non-blocking; wait for room.
                Err(rustix::io::Errno::AGAIN) => {
                    let out = stdout();
                    poll(&mut [PollFd::new(&out, PollFlags::OUT)], None)?;
                }
                Err(rustix::io::Errno::INTR) => {}
                other => return Ok(other?),
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::{Family, Wishes};

    #[test]
    fn no_window_is_believed_to_be_larger_than_anybody_sees() {
        for (told, painted) in [
            ((0, 0), (80, 24)),
            ((80, 24), (80, 24)),
            ((0, 24), (0, 24)),
            ((500, 200), (500, 200)),
            ((3000, 30), (500, 30)),
            ((65535, 65535), (500, 200)),
        ] {
            assert_eq!(bounded(told), painted);
        }
    }

    #[test]
    fn whatever_was_set_is_taken_back() {
        for family in Family::ALL {
            let profile = Profile::of(family.name(), &Wishes::default());
            let set = format!("{}{}", entering(profile), profile.modes());
            let back = leaving(profile);
            // Where it hides the cursor, and where margins and attributes are set: in any painting.
            for always in ["\x1b[m", "\x1b[r"] {
                assert!(back.contains(always), "{family:?}");
            }
            assert_eq!(back.contains("\x1b[?25h"), profile.hides_cursor());
            for mode in ["7", "2004", "1049"] {
                let was = |out: &str, how| out.contains(&format!("\x1b[?{mode}{how}"));
                let (on, off) = if mode == "7" { ('l', 'h') } else { ('h', 'l') };
                assert_eq!(was(&set, on), was(&back, off), "{family:?}: {mode}");
                assert!(!was(&back, on), "{family:?}: {mode}");
            }
            // The margins belong to the second screen while it is there.
            let screen = back.find("\x1b[?1049l").unwrap_or(back.len());
            assert!(back.find("\x1b[r") < Some(screen), "{family:?}");
        }
    }
}
