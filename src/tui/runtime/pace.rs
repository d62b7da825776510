//! How fast may be painted: nothing piles up on a slow line, and while keys are held what takes
//! longest to send waits for the last of them. Knows times, bytes and keys, nothing of what is
//! painted.

use std::time::{Duration, Instant};

/// Keys that follow each other faster than this are held down, or typed faster than anybody reads.
const HELD: Duration = Duration::from_millis(120);

/// On a slow line a key waits no longer for what was sent before it.
const SLICE: Duration = Duration::from_millis(100);

/// Fewer bytes at a time are not worth a packet.
const LEAST_SLICE: usize = 64;

/// Bits that a byte takes on a serial line, start and stop included.
const BITS: u32 = 10;

/// When and how much may be painted.
#[derive(Debug)]
pub(super) struct Pace {
    /// What a slow line carries; nothing where it is fast.
    bytes_per_second: Option<u32>,
    /// When the line has carried all that was sent.
    free_at: Instant,
    /// When keys were taken last.
    keys_at: Option<Instant>,
    /// When what waits for the last of the held keys is painted.
    release_at: Option<Instant>,
}

impl Pace {
    /// The pace of a line of so many bits per second.
    pub(super) fn new(line_speed: Option<u32>, now: Instant) -> Self {
        Self {
            bytes_per_second: line_speed.map(|speed| (speed / BITS).max(1)),
            free_at: now,
            keys_at: None,
            release_at: None,
        }
    }

    /// Keys were taken, all that had come.
    pub(super) fn keys(&mut self, now: Instant) {
        let fast = self.keys_at.is_some_and(|at| now < at + HELD);
        self.keys_at = Some(now);
        self.release_at = fast.then_some(now + HELD);
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
        let Some(speed) = self.bytes_per_second else {
            return usize::MAX;
        };
        let slice = u128::from(speed) * SLICE.as_millis() / 1000;
        usize::try_from(slice)
            .unwrap_or(usize::MAX)
            .max(LEAST_SLICE)
    }

    /// Whether the line still carries what was sent before.
    pub(super) fn is_busy(&self, now: Instant) -> bool {
        now < self.free_at
    }

    /// So many bytes were sent.
    pub(super) fn sent(&mut self, bytes: usize, now: Instant) {
        if let Some(speed) = self.bytes_per_second {
            let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
            self.free_at = self.free_at.max(now) + Duration::from_secs(1) * bytes / speed;
        }
    }

    /// When to paint again though nothing happens: once the line is free, if something is left to be
    /// painted, and once no key is held any more.
    pub(super) fn wake_at(&self, is_behind: bool) -> Option<Instant> {
        let free = (is_behind && self.bytes_per_second.is_some()).then_some(self.free_at);
        free.into_iter().chain(self.release_at).min()
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
        let mut pace = Pace::new(None, start);
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
        let mut pace = Pace::new(Some(9600), start);
        assert_eq!(pace.most(), 96);
        assert!(!pace.is_busy(start));
        pace.sent(96, start);
        assert!(pace.is_busy(start + 99 * MILLISECOND));
        assert!(!pace.is_busy(start + 101 * MILLISECOND));
        assert_eq!(pace.wake_at(true), Some(start + 100 * MILLISECOND));
        assert_eq!(pace.wake_at(false), None);
        assert_eq!(Pace::new(Some(50), start).most(), LEAST_SLICE);
        assert_eq!(Pace::new(None, start).most(), usize::MAX);
    }
}
