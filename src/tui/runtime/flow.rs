//! How much may be under way on a line that can be looked at: learnt from how fast it took what was
//! sent before. Pure: knows bytes and times, not where they come from.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use crate::tui::terminal::line::Flow;

/// So much may be under way on any line: two or three small packets, a tenth of a second at 9,600
/// bits per second and what SSH adds.
const LEAST_ROOM: u64 = 160;

/// Bytes per second of a line of which nothing is known yet: 9,600 bits.
const UNKNOWN: u32 = 960;

/// What comes this much later than the way there and back takes has waited on the line.
const WAITED: Duration = Duration::from_millis(100);

/// A round trip is never taken for longer than this.
const LONGEST_ROUND: Duration = Duration::from_secs(2);

/// Lines that carry more bytes per second than this are painted on as if they were fast.
const FAST: u32 = 20_000;

/// What SSH adds to a packet, at most.
const ADDED: u64 = 64;

/// Where more of ours than this is under way, nothing that is sent shows soon.
const FULL: u64 = 4096;

/// What is seen of a line. Others may send over it too (a shared login: files, windows): only what
/// must come through before our own last byte has is minded, and no more than is ours.
#[derive(Debug)]
pub(super) struct Watch {
    carries: Carries,
    /// What the line had taken when it was looked at last, from whomever; nothing where that failed.
    taken: Option<u64>,
    /// Of each frame of ours that is under way: what the line will have carried once its last byte is
    /// through, and its bytes.
    ours: VecDeque<(u64, u64)>,
}

impl Watch {
    /// A line that carries so many bytes per second, or nobody knows how many.
    pub(super) fn new(said: Option<u32>) -> Self {
        Self {
            carries: Carries::new(said),
            taken: Some(0),
            ours: VecDeque::new(),
        }
    }

    /// What it carries, where that is little.
    pub(super) fn slow(&self) -> Option<u32> {
        self.carries.slow()
    }

    /// Whether the last look failed.
    pub(super) fn is_blind(&self) -> bool {
        self.taken.is_none()
    }

    /// Whether so much of ours is under way that to send more would show nothing sooner.
    pub(super) fn is_full(&self) -> bool {
        self.under_way() > FULL
    }

    /// Learns from a look at the line; tells how long to wait until more may be sent, nothing where it
    /// may be sent now.
    pub(super) fn look(&mut self, flow: Flow, now: Instant) -> Option<Duration> {
        self.taken = Some(flow.carried + u64::from(flow.under_way));
        let is_all = flow.under_way == 0;
        self.ours
            .retain(|(through, _)| !is_all && *through > flow.carried);
        let ours = self.under_way().min(flow.under_way.into());
        self.carries.look(flow, ours, now)
    }

    /// Bytes of ours that were under way at the last look, or were sent since.
    fn under_way(&self) -> u64 {
        self.ours.iter().map(|(_, bytes)| bytes).sum()
    }

    /// The line could not be looked at.
    pub(super) fn lose_sight(&mut self) {
        self.taken = None;
        self.ours.clear();
    }

    /// So many bytes of ours were sent, after a look.
    pub(super) fn sent(&mut self, bytes: usize) {
        let Some(taken) = self.taken else {
            return;
        };
        let bytes = u64::try_from(bytes)
            .unwrap_or(u64::MAX)
            .saturating_add(ADDED);
        // What was sent a moment ago may not have been taken yet.
        let before = self
            .ours
            .back()
            .map_or(taken, |(through, _)| taken.max(*through));
        self.ours.push_back((before.saturating_add(bytes), bytes));
    }
}

/// What a line is known to carry, in bytes per second.
#[derive(Debug, Default)]
struct Carries {
    /// As somebody said.
    said: Option<u32>,
    /// As was seen.
    seen: Option<u32>,
    /// Whether something has waited on it, so that it carries what was seen and no more.
    has_waited: bool,
    /// Since when it is being measured.
    since: Option<Since>,
}

/// Where a measuring began.
#[derive(Clone, Copy, Debug)]
struct Since {
    at: Instant,
    carried: u64,
    /// What will have been carried once all is through that was under way then.
    through: u64,
    /// Whether nothing was under way before: then nothing comes through for a round trip.
    afresh: bool,
}

impl Carries {
    /// A line that carries so many bytes per second, or nobody knows how many.
    fn new(said: Option<u32>) -> Self {
        Self {
            said,
            ..Self::default()
        }
    }

    /// What it carries, where that is little.
    fn slow(&self) -> Option<u32> {
        let seen = self.seen.filter(|seen| self.has_waited && *seen < FAST);
        self.said.or(seen)
    }

    /// Learns from a look at the line, on which so many bytes of ours are under way; tells how long to
    /// wait until more may be sent, nothing where it may be sent now.
    fn look(&mut self, flow: Flow, ours: u64, now: Instant) -> Option<Duration> {
        let round = flow.round.min(LONGEST_ROUND);
        self.measure(flow, round, now);
        let speed = self.said.or(self.seen).unwrap_or(UNKNOWN);
        let speed = u64::from(speed.max(1));
        // On a long line what it carries is under way all the same.
        let room = LEAST_ROOM + speed * millis(round) / 1000;
        let over = ours.saturating_sub(room);
        (over > 0).then(|| Duration::from_millis(over * 1000 / speed))
    }

    fn measure(&mut self, flow: Flow, round: Duration, now: Instant) {
        let took = self
            .since
            .map(|since| now.saturating_duration_since(since.at));
        if took.is_some_and(|took| took < round + WAITED) {
            return;
        }
        let begin = Since {
            at: now,
            carried: flow.carried,
            through: flow.carried + u64::from(flow.under_way),
            afresh: self.since.is_none(),
        };
        let next = (flow.under_way > 0).then_some(begin);
        let (Some(since), Some(took)) = (std::mem::replace(&mut self.since, next), took) else {
            return;
        };
        let carried = flow.carried.saturating_sub(since.carried);
        let flowed = if since.afresh {
            took.saturating_sub(round)
        } else {
            took
        };
        let speed = u32::try_from(carried * 1000 / millis(flowed).max(1)).unwrap_or(u32::MAX);
        if flow.carried < since.through {
            // Something has waited on the line. That may also be a hiccup, or the way back.
            let half = self.seen.unwrap_or(0) / 2;
            self.seen = Some(speed.max(half).max(1));
            self.has_waited = true;
        } else {
            // All came through. It might carry more, which is tried a quarter at a time.
            self.seen = self.seen.max(Some(speed.saturating_add(speed / 4)));
        }
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line as it is: what is put in waits until it has left, and is acknowledged a round trip later.
    struct Made {
        bytes_per_second: u32,
        round: Duration,
        begun: Instant,
        /// When each byte has left.
        left: Vec<Instant>,
    }

    impl Made {
        fn new(bytes_per_second: u32, round: u64) -> Self {
            Self {
                bytes_per_second,
                round: Duration::from_millis(round),
                begun: Instant::now(),
                left: Vec::new(),
            }
        }

        fn after(&self, milliseconds: u64) -> Instant {
            self.begun + Duration::from_millis(milliseconds)
        }

        fn send(&mut self, bytes: usize, now: Instant) {
            for _ in 0..bytes {
                let free = self.left.last().map_or(now, |last| now.max(*last));
                let took = Duration::from_secs(1) / self.bytes_per_second;
                self.left.push(free + took);
            }
        }

        /// What still waits to leave.
        fn waiting(&self, now: Instant) -> usize {
            self.left.iter().filter(|left| **left > now).count()
        }

        fn look(&self, now: Instant) -> Flow {
            let carried = self.left.iter().filter(|left| **left + self.round <= now);
            let carried = carried.count();
            Flow {
                carried: carried.try_into().unwrap(),
                under_way: (self.left.len() - carried).try_into().unwrap(),
                round: self.round,
            }
        }
    }

    /// A look at a line that only we send over.
    fn look(carries: &mut Carries, flow: Flow, now: Instant) -> Option<Duration> {
        carries.look(flow, flow.under_way.into(), now)
    }

    /// Opens the counter, then holds a key that brings so many bytes a time. Tells how many frames were
    /// painted of 30, and what waits to leave when it is let go.
    fn held(line: &mut Made, carries: &mut Carries, bytes: usize) -> (usize, usize) {
        line.send(1900, line.after(0));
        for at in [50, 100, 300, 800, 1600] {
            let now = line.after(at);
            look(carries, line.look(now), now);
        }
        let mut painted = 0;
        for key in 0..30 {
            let now = line.after(6000 + 33 * key);
            if look(carries, line.look(now), now).is_none() {
                line.send(bytes, now);
                painted += 1;
            }
        }
        (painted, line.waiting(line.after(6000 + 33 * 30)))
    }

    #[test]
    fn on_a_thin_line_little_waits_whatever_its_length() {
        for round in [2, 100, 600] {
            let mut line = Made::new(960, round);
            let mut carries = Carries::new(None);
            let (painted, waiting) = held(&mut line, &mut carries, 150);
            // The least room, a frame, and what the guess is wrong by: blindly it were 3,500.
            assert!(waiting <= 600, "{waiting} bytes wait at {round} ms");
            assert!((4..15).contains(&painted), "{painted} frames at {round} ms");
            let speed = carries.slow().expect("it is seen to be slow");
            assert!((480..1920).contains(&speed), "{speed} bytes at {round} ms");
        }
    }

    #[test]
    fn on_a_fast_line_keys_are_painted_as_they_come_also_on_a_long_one() {
        for (round, bytes) in [(0, 1200), (1, 1200), (40, 300), (200, 100), (600, 60)] {
            let mut line = Made::new(1_000_000, round);
            let mut carries = Carries::new(None);
            let (painted, _) = held(&mut line, &mut carries, bytes);
            // Until it is known, as much is under way as on a thin one.
            assert!(painted >= 27, "{painted} frames at {round} ms");
            assert_eq!(carries.slow(), None, "{round} ms");
        }
    }

    #[test]
    fn what_somebody_said_is_not_learnt() {
        let mut line = Made::new(1_000_000, 100);
        let mut carries = Carries::new(Some(960));
        held(&mut line, &mut carries, 150);
        assert_eq!(carries.slow(), Some(960));
    }

    #[test]
    fn a_line_that_stands_still_is_waited_for_and_believed_again() {
        let start = Instant::now();
        let at = |milliseconds| start + Duration::from_millis(milliseconds);
        let flow = |carried, under_way| Flow {
            carried,
            under_way,
            round: Duration::from_millis(1),
        };
        let mut carries = Carries::new(None);
        assert_eq!(look(&mut carries, flow(5000, 0), at(0)), None);
        for moment in 1..20 {
            let wait = look(&mut carries, flow(5000, 1000), at(500 * moment));
            assert!(wait.is_some_and(|wait| !wait.is_zero()), "it stands still");
        }
        // It goes on: in a quarter of a second it has carried more than a slow line does.
        for step in 0..4_u32 {
            let moment = u64::from(step) * 120;
            look(
                &mut carries,
                flow(6000 + u64::from(step) * 3000, 1),
                at(10_000 + moment),
            );
        }
        assert_eq!(carries.slow(), None);
        assert_eq!(look(&mut carries, flow(20_000, 0), at(11_000)), None);
    }
}
