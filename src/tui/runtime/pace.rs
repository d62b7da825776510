//! How fast may be painted: nothing piles up on a slow line, keys that come faster than anybody types
//! share a painting, and while keys are held what takes longest to send waits for the last of them.
//! Knows times, bytes and keys, nothing of what is painted.

use std::time::{Duration, Instant};

use super::flow::Watch;
use crate::tui::terminal::line::Flow;

/// Keys that follow each other faster than this are held down, or typed faster than anybody reads.
const HELD: Duration = Duration::from_millis(120);

/// A slow network hands keys over with longer gaps, and to paint in one of them costs the most there.
const HELD_AFAR: Duration = Duration::from_millis(250);

/// Keys that follow each other faster than this are no fingers': a card reader, a script.
const BURST: Duration = Duration::from_millis(25);

/// Such keys are painted once in this time, and when they end.
const ECHO: Duration = Duration::from_millis(100);

/// Nothing waits longer than this for a line that is looked at, whatever it says.
pub(super) const LATEST: Duration = Duration::from_millis(300);

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

/// A line that could not be looked at is tried again after this time.
const BLIND: Duration = Duration::from_secs(1);

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
    /// What is seen of a line that can be looked at; nothing where it cannot.
    watch: Option<Watch>,
    /// Before this the line is not looked at, and nothing is painted unless it is late.
    look_at: Instant,
    /// When a frame was sent that tells, and how often it was looked after.
    followed: Option<(Instant, usize)>,
    /// When a line of a known speed has carried all that was sent.
    carried_at: Instant,
    /// Since when something waits to be painted.
    due_at: Option<Instant>,
    /// When something was painted last.
    painted_at: Instant,
    /// When keys were taken last.
    keys_at: Option<Instant>,
    /// When the keys of a burst are painted.
    echo_at: Option<Instant>,
    /// When what waits for the last of the held keys is painted.
    release_at: Option<Instant>,
}

impl Pace {
    /// The pace of a line of so many bits per second, which can be looked at or not.
    pub(super) fn new(line_speed: Option<u32>, is_watched: bool, now: Instant) -> Self {
        let bytes_per_second = line_speed.map(|speed| (speed / BITS).max(1));
        Self {
            bytes_per_second,
            watch: is_watched.then(|| Watch::new(bytes_per_second)),
            look_at: now,
            followed: None,
            carried_at: now,
            due_at: None,
            painted_at: now,
            keys_at: None,
            echo_at: None,
            release_at: None,
        }
    }

    /// Keys were taken, all that had come.
    pub(super) fn keys(&mut self, now: Instant) {
        let is_afar = self
            .watch
            .as_ref()
            .is_some_and(|watch| watch.slow().is_some());
        let held = if is_afar { HELD_AFAR } else { HELD };
        let gap = self.rest(now);
        let comes_within = |time| gap.is_some_and(|gap| gap < time);
        self.release_at = comes_within(held).then_some(now + held);
        let echo_at = (now + BURST).min(self.painted_at + ECHO);
        self.echo_at = comes_within(BURST).then_some(echo_at);
        self.keys_at = Some(now);
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
        let slow = self.watch.as_ref().and_then(Watch::slow);
        let Some(speed) = self.bytes_per_second.or(slow) else {
            return usize::MAX;
        };
        let slice = u128::from(speed) * SLICE.as_millis() / 1000;
        let least = match self.watch {
            Some(_) => LEAST_PACKET,
            None => LEAST_SLICE,
        };
        usize::try_from(slice).unwrap_or(usize::MAX).max(least)
    }

    /// Something waits to be painted, or nothing does.
    pub(super) fn is_due(&mut self, is_behind: bool, now: Instant) {
        self.due_at = is_behind.then_some(self.due_at.unwrap_or(now));
    }

    /// Whether the line is to be looked at before anything is painted, or to see how a frame came
    /// through.
    pub(super) fn wants_look(&self, now: Instant) -> bool {
        let paints = self.due_at.is_some() && self.look_at <= now;
        self.watch.is_some() && (paints || self.look_after().is_some_and(|at| at <= now))
    }

    /// The line was looked at; nothing was seen where that failed.
    pub(super) fn looked(&mut self, flow: Option<Flow>, now: Instant) {
        let Some(watch) = &mut self.watch else {
            return;
        };
        let Some(flow) = flow else {
            // Blindly nothing is held back.
            watch.lose_sight();
            self.followed = None;
            self.look_at = now + BLIND;
            return;
        };
        if let Some(wait) = watch.look(flow, now) {
            let again = now + (wait / 2).clamp(TAKEN, LOOKED_AGAIN);
            self.look_at = self.look_at.max(again);
        }
        let due = self.look_after().is_some_and(|at| at <= now);
        if let Some((_, times)) = &mut self.followed
            && due
        {
            *times += 1;
        }
        if flow.under_way == 0 {
            self.followed = None;
        }
    }

    /// When to look next how a frame came through.
    fn look_after(&self) -> Option<Instant> {
        let (sent, times) = self.followed?;
        let after = FOLLOWED.get(times)?;
        Some(sent + Duration::from_millis(1) * *after)
    }

    /// When what is due may be painted; past, if it may be now.
    fn paint_at(&self) -> Instant {
        let is_blind = self.watch.as_ref().is_none_or(Watch::is_blind);
        let line = (!is_blind).then_some(self.look_at);
        let wait = line.max(self.echo_at).unwrap_or(self.carried_at);
        // Where so much of ours is under way, to send more would show nothing sooner.
        let is_full = self.watch.as_ref().is_some_and(Watch::is_full);
        let latest = self.due_at.filter(|_| !is_full).map(|at| at + LATEST);
        let wait = latest.map_or(wait, |latest| wait.min(latest));
        self.carried_at.max(wait)
    }

    /// Whether nothing may be painted yet.
    pub(super) fn is_busy(&self, now: Instant) -> bool {
        now < self.paint_at()
    }

    /// What was due was painted with so many bytes.
    pub(super) fn sent(&mut self, bytes: usize, now: Instant) {
        self.due_at = None;
        self.echo_at = None;
        self.painted_at = now;
        if bytes == 0 {
            return;
        }
        if let Some(speed) = self.bytes_per_second {
            let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
            self.carried_at = self.carried_at.max(now) + Duration::from_secs(1) * bytes / speed;
        }
        if let Some(watch) = &mut self.watch
            && !watch.is_blind()
        {
            watch.sent(bytes);
            self.look_at = now + TAKEN;
            if bytes >= TELLING {
                self.followed = Some((now, 0));
            }
        }
    }

    /// When to paint again though nothing happens: once the line is free, if something is left to be
    /// painted, and once no key is held any more. Also when to look how a frame came through.
    pub(super) fn wake_at(&self, is_behind: bool) -> Option<Instant> {
        let paint = is_behind.then(|| self.paint_at());
        let times = [paint, self.release_at, self.look_after()];
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
        assert_eq!(pace.wake_at(false), None, "a fast line wakes nobody");
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
    fn a_line_is_looked_at_only_to_paint() {
        let start = Instant::now();
        let mut pace = Pace::new(None, true, start);
        assert!(!pace.wants_look(start), "nothing is to be painted");
        pace.is_due(true, start);
        assert!(pace.wants_look(start));
        pace.looked(Some(flow(5000, 0)), start);
        pace.sent(14, start);
        pace.is_due(true, start);
        assert!(!pace.wants_look(start), "sshd has not taken it yet");
        assert!(pace.wants_look(start + TAKEN));
        pace.looked(Some(flow(5014, 0)), start + TAKEN);
        assert!(!pace.is_busy(start + TAKEN), "a key is painted at once");
        assert_eq!(pace.wake_at(false), None, "and nobody is woken");
        // A line that cannot be looked at never is.
        let mut pace = Pace::new(None, false, start);
        pace.sent(1900, start);
        pace.is_due(true, start);
        assert!(!pace.wants_look(start + TAKEN));
        assert!(!pace.is_busy(start));
    }

    #[test]
    fn how_a_large_frame_comes_through_is_followed_and_not_for_ever() {
        let start = Instant::now();
        let mut pace = Pace::new(None, true, start);
        pace.looked(Some(flow(5000, 0)), start);
        pace.sent(1900, start);
        let mut looks = 0;
        while let Some(at) = pace.wake_at(false) {
            assert!(pace.wants_look(at));
            pace.looked(Some(flow(5000 + 100 * looks, 1900)), at);
            assert!(pace.is_busy(at), "1900 bytes are under way");
            looks += 1;
        }
        assert_eq!(looks, 5);
        assert!(
            pace.most() < 1000,
            "a line on which something waited is slow"
        );
    }

    #[test]
    fn a_line_that_cannot_be_seen_holds_nothing_back_and_is_tried_again() {
        let start = Instant::now();
        let mut pace = Pace::new(None, true, start);
        pace.looked(Some(flow(5000, 0)), start);
        pace.sent(1900, start);
        pace.looked(None, start + TAKEN);
        assert_eq!(pace.wake_at(false), None);
        pace.is_due(true, start + TAKEN);
        assert!(!pace.is_busy(start + TAKEN));
        assert!(!pace.wants_look(start + TAKEN));
        assert!(pace.wants_look(start + TAKEN + BLIND));
        pace.looked(Some(flow(5000, 1900)), start + TAKEN + BLIND);
        pace.sent(1900, start + TAKEN + BLIND);
        let soon = start + 3 * TAKEN + BLIND;
        pace.looked(Some(flow(5000, 3800)), soon);
        pace.is_due(true, soon);
        assert!(pace.is_busy(soon), "seen again");
    }

    /// A line in made-up time, a millisecond at a time, over which others send as well.
    struct Line {
        now: u64,
        /// Bytes a millisecond, ours and what others would send.
        carries: f64,
        others: f64,
        /// How long until a byte that left is acknowledged.
        round: usize,
        put: f64,
        /// What had left by each millisecond.
        left: Vec<f64>,
        /// What was put by the end of each frame, and its bytes.
        frames: Vec<(f64, f64)>,
        /// Whether looking fails now.
        is_hidden: bool,
    }

    impl Line {
        fn new(carries: f64, others: f64, round: usize) -> Self {
            Self {
                now: 0,
                carries,
                others,
                round,
                put: 0.0,
                left: vec![0.0],
                frames: Vec::new(),
                is_hidden: false,
            }
        }

        fn left(&self) -> f64 {
            *self.left.last().unwrap()
        }

        fn pass(&mut self) {
            self.now += 1;
            // Others wait as well where the kernel has no room.
            if self.put - self.left() < 60_000.0 {
                self.put += self.others;
            }
            self.left.push((self.left() + self.carries).min(self.put));
        }

        fn send(&mut self, bytes: u32) {
            let bytes = f64::from(bytes + 48);
            self.put += bytes;
            self.frames.push((self.put, bytes));
        }

        /// Bytes of ours that have not left.
        fn ours(&self) -> f64 {
            let waiting = self.frames.iter().filter(|(end, _)| *end > self.left());
            waiting.map(|(_, bytes)| bytes).sum()
        }

        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        fn look(&self) -> Option<Flow> {
            let seen = self.left.len().saturating_sub(1 + self.round);
            let carried = self.left[seen];
            (!self.is_hidden).then(|| Flow {
                carried: carried as u64,
                under_way: (self.put.ceil() - carried.floor()) as u32,
                round: Duration::from_millis(self.round.try_into().unwrap()),
            })
        }
    }

    /// A counter in made-up time: what is painted, how late, and how much of it is under way.
    struct Counter {
        pace: Pace,
        start: Instant,
        line: Line,
        /// Since when something is to be painted.
        dirty: Option<u64>,
        left_over: u32,
        paintings: usize,
        latest: u64,
        most_ours: f64,
    }

    impl Counter {
        fn new(line: Line) -> Self {
            let start = Instant::now();
            let mut counter = Self {
                pace: Pace::new(None, true, start),
                start,
                line,
                dirty: None,
                left_over: 0,
                paintings: 0,
                latest: 0,
                most_ours: 0.0,
            };
            counter.paint(1900);
            counter
        }

        /// As the loop paints.
        fn paint(&mut self, bytes: u32) {
            let now = self.start + Duration::from_millis(self.line.now);
            if bytes > 0 {
                self.dirty = self.dirty.or(Some(self.line.now));
                self.left_over = bytes;
            }
            self.pace.release(now);
            self.pace.is_due(self.dirty.is_some(), now);
            if self.pace.wants_look(now) {
                self.pace.looked(self.line.look(), now);
            }
            let Some(since) = self.dirty.filter(|_| !self.pace.is_busy(now)) else {
                return;
            };
            let most = u32::try_from(self.pace.most()).unwrap_or(u32::MAX);
            let sent = self.left_over.min(most);
            self.latest = self.latest.max(self.line.now - since);
            self.line.send(sent);
            self.pace.sent(usize::try_from(sent).unwrap(), now);
            self.left_over -= sent;
            self.dirty = (self.left_over > 0).then_some(self.line.now);
            self.paintings += 1;
            self.most_ours = self.most_ours.max(self.line.ours());
        }

        fn key(&mut self, bytes: u32) {
            let now = self.start + Duration::from_millis(self.line.now);
            self.pace.keys(now);
            self.paint(bytes);
        }

        /// Lets time pass; wakes as the loop does.
        fn pass(&mut self, milliseconds: u64) {
            for _ in 0..milliseconds {
                self.line.pass();
                let now = self.start + Duration::from_millis(self.line.now);
                let wake = self.pace.wake_at(self.dirty.is_some());
                if wake.is_some_and(|at| at <= now) {
                    self.paint(0);
                }
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn whatever_line_it_is_the_newest_is_painted_soon_and_little_is_under_way(
            carries in proptest::sample::select(vec![0.96, 2.0, 10.0, 100.0, 2000.0]),
            others in proptest::sample::select(vec![0.0, 0.0, 0.5, 50.0, 2000.0]),
            delay in 0..700_usize,
            keys in proptest::collection::vec((1..120_u64, 1..300_u32, 0..200), 100),
        ) {
            let mut counter = Counter::new(Line::new(carries, others, delay));
            let was_hidden = keys.iter().any(|(_, _, luck)| *luck == 0);
            for (gap, bytes, luck) in keys {
                counter.line.is_hidden = luck == 0;
                counter.pass(gap);
                counter.key(bytes);
            }
            counter.line.is_hidden = false;
            let full = counter.most_ours;
            // What is left over is asked after 5 ms later. Later only where so much of ours waits that nothing could show sooner.
            let late = counter.latest;
            assert!(late <= 306 || full > 3000.0, "{late} ms late, {full} bytes");
            // What goes out in the seconds without sight is bounded by nothing but the keys.
            let most = if was_hidden { 25_000.0 } else { 7_000.0 };
            assert!(full <= most, "{full} bytes");
            // Others may have filled a thin line for a minute, before ours.
            for _ in 0..120 {
                if counter.dirty.is_some() {
                    counter.pass(1000);
                }
            }
            assert!(counter.dirty.is_none(), "the newest is painted");
            assert_eq!(counter.left_over, 0);
        }
    }

    #[test]
    fn what_others_send_over_a_fast_line_delays_no_key() {
        for others in [200.0, 2000.0] {
            let mut counter = Counter::new(Line::new(2000.0, others, 1));
            counter.pass(1000);
            for _ in 0..30 {
                counter.key(300);
                counter.pass(100);
            }
            assert!(
                counter.latest <= 60,
                "{} ms beside {others}",
                counter.latest
            );
            assert_eq!(counter.paintings, 31, "each key by itself");
        }
    }

    #[test]
    fn a_burst_of_keys_is_painted_a_few_times_and_no_single_key_later() {
        for (gap, most) in [(4, 4), (12, 8)] {
            let mut counter = Counter::new(Line::new(2000.0, 0.0, 0));
            counter.pass(1000);
            let before = counter.paintings;
            counter.key(100);
            assert_eq!(counter.paintings, before + 1, "the first at once");
            for _ in 1..50 {
                counter.pass(gap);
                counter.key(100);
            }
            counter.pass(25);
            assert!(counter.dirty.is_none(), "the last as soon as they end");
            let paintings = counter.paintings - before;
            assert!(paintings <= most, "{paintings} at {gap} ms");
        }
        let mut counter = Counter::new(Line::new(2000.0, 0.0, 0));
        for key in 0..30 {
            counter.pass(30);
            counter.key(100);
            assert_eq!(counter.paintings, key + 2, "held keys one by one");
        }
    }

    #[test]
    fn while_a_key_is_held_what_waits_is_painted_once() {
        let start = Instant::now();
        let mut pace = Pace::new(None, false, start);
        let mut shown = 0;
        let mut held_back = false;
        for tick in 0..1000 {
            let now = start + tick * MILLISECOND;
            if tick % 33 == 0 && tick < 33 * 12 {
                pace.keys(now);
                let was = std::mem::replace(&mut held_back, pace.is_held(now));
                shown += usize::from(!was && !held_back);
            } else if pace.release(now) {
                held_back = false;
                shown += 1;
            }
        }
        assert_eq!(
            shown, 2,
            "for the first, which is not held yet, and for the last"
        );
    }
}
