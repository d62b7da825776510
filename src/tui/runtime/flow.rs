//! How much may be under way on a line that can be looked at: learnt from how fast it took what was
//! sent before. Pure: knows bytes and times, not where they come from.

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

/// What a line is known to carry, in bytes per second.
#[derive(Debug, Default)]
pub(super) struct Carries {
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
    pub(super) fn new(said: Option<u32>) -> Self {
        Self {
            said,
            ..Self::default()
        }
    }

    /// What it carries, where that is little.
    pub(super) fn slow(&self) -> Option<u32> {
        let seen = self.seen.filter(|seen| self.has_waited && *seen < FAST);
        self.said.or(seen)
    }

    /// Whether it carries little.
    pub(super) fn is_slow(&self) -> bool {
        self.slow().is_some()
    }

    /// Learns from a look at the line; tells how long to wait until more may be sent, nothing where it
    /// may be sent now.
    pub(super) fn look(&mut self, flow: Flow, now: Instant) -> Option<Duration> {
        let round = flow.round.min(LONGEST_ROUND);
        self.measure(flow, round, now);
        let speed = self.said.or(self.seen).unwrap_or(UNKNOWN);
        let speed = u64::from(speed.max(1));
        // On a long line what it carries is under way all the same.
        let room = LEAST_ROOM + speed * millis(round) / 1000;
        let over = u64::from(flow.under_way).saturating_sub(room);
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
