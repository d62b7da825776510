//! A counter at the end of a long thin line: 9,600 bits a second, 300 milliseconds each way. What is
//! typed is seen before what it finds, nothing piles up, and in the end the screen is the newest.

use std::io::{self, Read, Write};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::hall::Hall;
use super::ideal::ideal;
use super::pty::Terminal;
use super::ssh::Sshd;

/// A line between a program's terminal and whoever sits there.
#[derive(Clone, Copy)]
pub(crate) struct Line {
    /// Bytes per second.
    pub(crate) carries: u32,
    /// How long each byte is under way.
    pub(crate) delay: Duration,
}

const SLOW: Line = Line {
    carries: 960,
    delay: Duration::from_millis(300),
};

/// Bytes a modem sends at once.
const PIECE: usize = 24;

impl Line {
    /// What comes out at the far end.
    pub(crate) fn reader(self, mut from: Box<dyn Read + Send>) -> Box<dyn Read + Send> {
        let (send, pieces) = channel();
        thread::spawn(move || {
            let mut buffer = [0; PIECE];
            while let Ok(read @ 1..) = from.read(&mut buffer) {
                // The line takes the next piece when it has carried this one.
                let bytes = u32::try_from(read).unwrap();
                thread::sleep(Duration::from_secs(1) * bytes / self.carries);
                let piece = (Instant::now() + self.delay, buffer[..read].to_vec());
                if send.send(piece).is_err() {
                    return;
                }
            }
        });
        Box::new(FarEnd(pieces))
    }

    /// What is put in at the far end.
    pub(crate) fn writer(self, mut to: Box<dyn Write + Send>) -> Box<dyn Write + Send> {
        let (send, keys): (Sender<(Instant, Vec<u8>)>, _) = channel();
        thread::spawn(move || {
            for (due, bytes) in keys {
                wait_until(due);
                if to.write_all(&bytes).and_then(|()| to.flush()).is_err() {
                    return;
                }
            }
        });
        Box::new(Keys(send, self.delay))
    }
}

fn wait_until(due: Instant) {
    thread::sleep(due.saturating_duration_since(Instant::now()));
}

struct FarEnd(Receiver<(Instant, Vec<u8>)>);

impl Read for FarEnd {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Ok((due, bytes)) = self.0.recv() else {
            return Ok(0);
        };
        wait_until(due);
        buffer[..bytes.len()].copy_from_slice(&bytes);
        Ok(bytes.len())
    }
}

struct Keys(Sender<(Instant, Vec<u8>)>, Duration);

impl Write for Keys {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let due = Instant::now() + self.1;
        let sent = self.0.send((due, bytes.to_vec()));
        sent.map(|()| bytes.len()).map_err(io::Error::other)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A counter at the end of the line, with the same one beside it on a fast one.
fn counters() -> (Hall, Terminal, Terminal) {
    let hall = Hall::new();
    let mut near = Terminal::start(80, 24, &hall.guitai());
    near.expect("共131条").settle();
    hall.configure("line_speed = 9600\n");
    let mut far = Terminal::start_over(SLOW, 80, 24, &hall.guitai());
    far.expect("共131条").expect("退出");
    quiet(&mut far);
    (hall, far, near)
}

/// Waits until the line is empty.
fn quiet(terminal: &mut Terminal) {
    terminal.settle_for(Duration::from_millis(900));
}

#[test]
fn what_is_typed_is_seen_first_and_what_is_overtaken_never_sent() {
    let (_hall, mut far, mut near) = counters();
    near.type_text("shiyedengji")
        .expect_row(&[">", "申报失业登记"]);
    near.settle();
    let before = far.bytes().len();
    for c in "shiyedengji".chars() {
        far.type_text(&c.to_string());
        thread::sleep(Duration::from_millis(150));
    }
    let typed = far.bytes().len();
    far.expect("> shiyedengji");
    let echoed = far.bytes().len();
    far.expect_row(&[">", "申报失业登记"]);
    quiet(&mut far);
    assert_eq!(far.rows(), near.rows(), "the newest in the end");
    // Under way when the last key was pressed, and until it was seen: no whole screen among it.
    assert!(echoed - typed < 900, "{} bytes to the echo", echoed - typed);
    // All screens on the way would be half as much again.
    let sent = far.bytes().len() - before;
    assert!(sent < 3500, "{sent} bytes");
}

/// Holds Down for a second at the far counter and at the near one; tells the bytes that the far one is
/// sent afterwards, and the fewest that would bring its screen from there to the last one.
fn held_for_a_second(far: &mut Terminal, near: &mut Terminal) -> (usize, usize) {
    for _ in 0..30 {
        far.press(&["Down"]);
        near.press(&["Down"]);
        thread::sleep(Duration::from_millis(33));
    }
    let (released, screen) = (far.bytes().len(), far.with_screen(Clone::clone));
    near.settle();
    quiet(far);
    assert_eq!(far.rows(), near.rows(), "the newest in the end");
    let last = far.with_screen(|after| ideal(&screen, after));
    (far.bytes().len() - released, last)
}

/// What the line holds: what was painted for the keys that were still on their way, and its way back.
fn on_the_line() -> usize {
    let carries = usize::try_from(SLOW.carries).unwrap();
    carries * usize::try_from(SLOW.delay.as_millis()).unwrap() * 2 / 1000
}

#[test]
fn a_key_held_for_a_second_leaves_its_last_screen_and_what_the_line_holds() {
    let (_hall, mut far, mut near) = counters();
    let (left, last) = held_for_a_second(&mut far, &mut near);
    // A tenth of a second is sent ahead, and lines are finished that were begun.
    let most = last + on_the_line() + 300;
    assert!(left <= most, "{left} bytes; the last screen has {last}");
}

#[test]
fn over_ssh_it_leaves_at_most_800_bytes_more_also_where_nobody_said_how_slow_the_line_is() {
    for settings in ["", "line_speed = 9600\n"] {
        let hall = Hall::new();
        let mut near = Terminal::start(80, 24, &hall.guitai());
        near.expect("共131条").settle();
        let Some(sshd) = Sshd::start(&hall, SLOW) else {
            return;
        };
        hall.configure(settings);
        let mut far = sshd.log_in(&hall, &hall.guitai());
        far.expect("共131条").expect("退出");
        quiet(&mut far);
        let (left, last) = held_for_a_second(&mut far, &mut near);
        // The relay's end of the connection has some room of its own, which nobody sees. Without a look
        // at the line it were 4,200 bytes.
        let most = last + on_the_line() + 800;
        assert!(
            left <= most,
            "{left} bytes; the last screen has {last}: {settings:?}"
        );
    }
}
