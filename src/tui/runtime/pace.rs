//! How fast may be painted: nothing piles up on a slow line, and while keys are held what takes
//! longest to send waits for the last of them. Knows times, bytes and keys, nothing of what is
//! painted.

use std::time::{Duration, Instant};

use super::flow::Carries;
use crate::tui::terminal::line::Flow;

/// Keys that follow each other faster than this are held down, or typed faster than anybody reads.
const HELD: Duration = Duration::from_millis(120);

/// A slow network hands keys over with longer gaps, and to paint in one of them costs the most there.
const HELD_AFAR: Duration = Duration::from_millis(250);

/// On a slow line a key waits no longer for what was sent before it.
const SLICE: Duration = Duration::from_millis(100);

/// Fewer bytes at a time are not worth a packet.
const LEAST_SLICE: usize = 64;

/// Bits that a byte takes on a serial line, start and stop included.
const BITS: u32 = 10;

/// On a line that is looked at, sshd takes what was written within this time.
const TAKEN: Duration = Duration::from_millis(5);

/// A line that was not free is looked at again within this time.
const LOOKED_AGAIN: Duration = Duration::from_millis(100);

/// Fewer bytes on such a line are not worth what a packet adds.
const LEAST_PACKET: usize = 160;

/// How a frame of more bytes than this comes through says what the line carries.
const TELLING: usize = 500;

/// Such a frame is followed for so long after it was sent, at times that grow further apart.
const FOLLOWED: [u32; 5] = [50, 100, 300, 800, 1600];

/// When and how much may be painted.
#[derive(Debug)]
pub(super) struct Pace {
    /// What a slow line carries; nothing where it is fast or nobody said.
    bytes_per_second: Option<u32>,
    /// What a line that can be looked at carries; nothing where it cannot.
    watched: Option<Carries>,
    /// Whether all has come through that was sent, when the line was looked at last.
    is_through: bool,
    /// When a frame was sent that tells, and how often it was looked after.
    followed: Option<(Instant, usize)>,
    /// When the line has carried all that was sent, or is looked at again.
    free_at: Instant,
    /// When keys were taken last.
    keys_at: Option<Instant>,
    /// When what waits for the last of the held keys is painted.
    release_at: Option<Instant>,
}

impl Pace {
    /// The pace of a line of so many bits per second, which can be looked at or not.
    pub(super) fn new(line_speed: Option<u32>, is_watched: bool, now: Instant) -> Self {
        let bytes_per_second = line_speed.map(|speed| (speed / BITS).max(1));
        Self {
            bytes_per_second,
            watched: is_watched.then(|| Carries::new(bytes_per_second)),
            is_through: true,
            followed: None,
            free_at: now,
            keys_at: None,
            release_at: None,
        }
    }

    /// Keys were taken, all that had come.
    pub(super) fn keys(&mut self, now: Instant) {
        let is_afar = self.watched.as_ref().is_some_and(Carries::is_slow);
        let held = if is_afar { HELD_AFAR } else { HELD };
        let fast = self.keys_at.is_some_and(|at| now < at + held);
        self.keys_at = Some(now);
        self.release_at = fast.then_some(now + held);
    }

    /// For how long no key was taken; nothing before the first.
    pub(super) fn rest(&self, now: Instant) -> Option<Duration> {
        Some(now.saturating_duration_since(self.keys_at?))
    }

    /// Whether something is to wait until the keys end.
    pub(super) fn is_held(&self, now: Instant) -> bool {
        self.release_at.is_some_and(|at| now < at)
    }

    /// How many bytes may be sent at a time.
    pub(super) fn most(&self) -> usize {
        let slow = self.watched.as_ref().and_then(Carries::slow);
        let Some(speed) = self.bytes_per_second.or(slow) else {
            return usize::MAX;
        };
        let slice = u128::from(speed) * SLICE.as_millis() / 1000;
        let least = match self.watched {
            Some(_) => LEAST_PACKET,
            None => LEAST_SLICE,
        };
        usize::try_from(slice).unwrap_or(usize::MAX).max(least)
    }

    /// Whether the line is to be looked at before anything is painted, or to see how a frame came
    /// through.
    pub(super) fn wants_look(&self, is_behind: bool, now: Instant) -> bool {
        let Some(_) = self.watched else {
            return false;
        };
        let paints = is_behind && !self.is_through && self.free_at <= now;
        paints || self.look_after().is_some_and(|at| at <= now)
    }

    /// The line was looked at.
    pub(super) fn looked(&mut self, flow: Flow, now: Instant) {
        let Some(carries) = &mut self.watched else {
            return;
        };
        self.is_through = flow.under_way == 0;
        if let Some(wait) = carries.look(flow, now) {
            self.free_at = self
                .free_at
                .max(now + (wait / 2).clamp(TAKEN, LOOKED_AGAIN));
        }
        let due = self.look_after().is_some_and(|at| at <= now);
        if let Some((_, times)) = &mut self.followed
            && due
        {
            *times += 1;
        }
        if self.is_through {
            self.followed = None;
        }
    }

    /// The line cannot be looked at any more.
    pub(super) fn lose_sight(&mut self) {
        self.watched = None;
        self.followed = None;
    }

    /// When to look next how a frame came through.
    fn look_after(&self) -> Option<Instant> {
        let (sent, times) = self.followed?;
        let after = FOLLOWED.get(times)?;
        Some(sent + Duration::from_millis(1) * *after)
    }

    /// Whether the line still carries what was sent before.
    pub(super) fn is_busy(&self, now: Instant) -> bool {
        now < self.free_at
    }

    /// So many bytes were sent.
    pub(super) fn sent(&mut self, bytes: usize, now: Instant) {
        if bytes == 0 {
            return;
        }
        if let Some(speed) = self.bytes_per_second {
            let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
            self.free_at = self.free_at.max(now) + Duration::from_secs(1) * bytes / speed;
        }
        if self.watched.is_some() {
            self.is_through = false;
            self.free_at = self.free_at.max(now + TAKEN);
            if bytes >= TELLING {
                self.followed = Some((now, 0));
            }
        }
    }

    /// When to paint again though nothing happens: once the line is free, if something is left to be
    /// painted, and once no key is held any more. Also when to look how a frame came through.
    pub(super) fn wake_at(&self, is_behind: bool) -> Option<Instant> {
        let may_be_busy = self.bytes_per_second.is_some() || self.watched.is_some();
        let free = (is_behind && may_be_busy).then_some(self.free_at);
        let times = [free, self.release_at, self.look_after()];
        times.into_iter().flatten().min()
    }

    /// Forgets what was held; tells whether something was and its time has come.
    pub(super) fn release(&mut self, now: Instant) -> bool {
        let due = self.release_at.is_some_and(|at| at <= now);
        if due {
            self.release_at = None;
        }
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MILLISECOND: Duration = Duration::from_millis(1);

    #[test]
    fn held_keys_hold_back_until_they_end() {
        let start = Instant::now();
        let mut pace = Pace::new(None, false, start);
        pace.keys(start);
        assert!(!pace.is_held(start), "a single key is painted at once");
        let second = start + 33 * MILLISECOND;
        assert_eq!(pace.rest(second), Some(33 * MILLISECOND));
        pace.keys(second);
        assert!(pace.is_held(second));
        assert_eq!(pace.wake_at(false), Some(second + HELD));
        assert!(!pace.release(second + 100 * MILLISECOND));
        assert!(pace.release(second + HELD));
        assert_eq!(pace.wake_at(true), None, "a fast line wakes nobody");
        pace.keys(second + 500 * MILLISECOND);
        assert!(!pace.is_held(second + 500 * MILLISECOND));
    }

    #[test]
    fn a_slow_line_is_never_further_behind_than_a_slice() {
        let start = Instant::now();
        let mut pace = Pace::new(Some(9600), false, start);
        assert_eq!(pace.most(), 96);
        assert!(!pace.is_busy(start));
        pace.sent(96, start);
        assert!(pace.is_busy(start + 99 * MILLISECOND));
        assert!(!pace.is_busy(start + 101 * MILLISECOND));
        assert_eq!(pace.wake_at(true), Some(start + 100 * MILLISECOND));
        assert_eq!(pace.wake_at(false), None);
        assert_eq!(Pace::new(Some(50), false, start).most(), LEAST_SLICE);
        assert_eq!(Pace::new(None, false, start).most(), usize::MAX);
    }

    fn flow(carried: u64, under_way: u32) -> Flow {
        Flow {
            carried,
            under_way,
            round: MILLISECOND,
        }
    }

    #[test]
    fn a_line_is_looked_at_only_after_something_was_sent() {
        let start = Instant::now();
        let mut pace = Pace::new(None, true, start);
        assert!(!pace.wants_look(true, start), "nothing is under way");
        pace.sent(14, start);
        assert!(!pace.wants_look(true, start), "sshd has not taken it yet");
        assert!(!pace.wants_look(false, start + TAKEN), "nothing to paint");
        assert!(pace.wants_look(true, start + TAKEN));
        pace.looked(flow(5014, 0), start + TAKEN);
        assert!(!pace.is_busy(start + TAKEN), "a key is painted at once");
        assert!(!pace.wants_look(true, start + TAKEN), "nor looked at again");
        assert_eq!(pace.wake_at(false), None, "and nobody is woken");
        // A line that cannot be looked at never is.
        let mut pace = Pace::new(None, false, start);
        pace.sent(1900, start);
        assert!(!pace.wants_look(true, start + TAKEN));
        assert_eq!(pace.wake_at(true), None);
    }

    #[test]
    fn what_waits_on_the_line_is_waited_for_and_looked_at_again_soon() {
        let start = Instant::now();
        let mut pace = Pace::new(None, true, start);
        pace.sent(1900, start);
        // How the first frame comes through is followed though nothing is to be painted.
        let mut looks = 0;
        while let Some(at) = pace.wake_at(false) {
            assert!(pace.wants_look(false, at));
            pace.looked(flow(5000 + 100 * looks, 1900), at);
            assert!(pace.is_busy(at), "1900 bytes are under way");
            looks += 1;
        }
        assert_eq!(looks, 5, "not for ever");
        assert!(
            pace.most() < 1000,
            "a line on which something waited is slow"
        );
        let again = pace.wake_at(true).expect("what is left over is painted");
        assert!(again <= start + 1600 * MILLISECOND + LOOKED_AGAIN);
        pace.looked(flow(7000, 0), again);
        assert!(!pace.is_busy(again));
    }

    #[test]
    fn a_line_that_is_gone_holds_nothing_back() {
        let start = Instant::now();
        let mut pace = Pace::new(None, true, start);
        pace.sent(1900, start);
        pace.lose_sight();
        assert!(!pace.wants_look(true, start + LOOKED_AGAIN));
        assert_eq!(pace.wake_at(false), None);
        assert_eq!(pace.most(), usize::MAX);
    }
}
