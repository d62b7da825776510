//! When what changed is painted, on lines and by clocks that are made up.

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
    for (gap, most) in [(1, 2), (4, 2), (12, 4)] {
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
    for gap in [16, 20, 30] {
        let mut counter = Counter::new(Line::new(2000.0, 0.0, 0));
        for key in 0..30 {
            counter.pass(gap);
            counter.key(100);
            assert_eq!(counter.paintings, key + 2, "held keys one by one, {gap} ms");
        }
    }
    // One that the machine was late with is of the burst all the same.
    let mut counter = Counter::new(Line::new(2000.0, 0.0, 0));
    counter.pass(1000);
    let before = counter.paintings;
    for key in 0..50 {
        counter.key(100);
        counter.pass(if key % 10 == 9 { 20 } else { 2 });
    }
    counter.pass(25);
    assert_eq!(counter.paintings - before, 2);
}

#[test]
fn what_others_do_is_painted_a_few_times_a_second_and_a_key_at_once() {
    let mut counter = Counter::new(Line::new(2000.0, 0.0, 0));
    counter.key(100);
    counter.pass(2000);
    let before = counter.paintings;
    for _ in 0..100 {
        counter.paint(30);
        counter.pass(10);
    }
    let paintings = counter.paintings - before;
    assert!((4..=6).contains(&paintings), "{paintings} in a second");
    assert!(counter.latest <= 200, "{} ms", counter.latest);
    counter.pass(200);
    counter.paint(30);
    counter.pass(10);
    counter.paint(30);
    let before = counter.paintings;
    counter.key(100);
    assert_eq!(counter.paintings, before + 1);
}

#[test]
fn on_a_line_that_is_said_to_be_slow_keys_are_held_with_longer_gaps() {
    for (speed, held) in [(None, false), (Some(9600), true)] {
        let start = Instant::now();
        let mut pace = Pace::new(speed, false, start);
        pace.keys(start);
        pace.keys(start + 200 * MILLISECOND);
        assert_eq!(pace.is_held(start + 200 * MILLISECOND), held);
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
