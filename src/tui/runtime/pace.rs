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
const BURST: Duration = Duration::from_millis(15);

/// They have ended when none came for so long.
const BURST_OVER: Duration = Duration::from_millis(25);

/// Such keys are painted once in this time, and when they end.
const ECHO: Duration = Duration::from_millis(250);

/// What comes though no key was pressed for [`AT_REST`], others' doings above all, is painted once in
/// this time: it must be seen within half a second, and what is overtaken need not be sent.
const NEWS: Duration = Duration::from_millis(200);
const AT_REST: Duration = Duration::from_secs(1);

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
    /// When what others did is painted.
    news_at: Option<Instant>,
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
            news_at: None,
            release_at: None,
        }
    }

    /// Keys were taken, all that had come.
    pub(super) fn keys(&mut self, now: Instant) {
        let held = if self.slow().is_some() {
            HELD_AFAR
        } else {
            HELD
        };
        let gap = self.rest(now);
        let comes_within = |time| gap.is_some_and(|gap| gap < time);
        self.release_at = comes_within(held).then_some(now + held);
        let goes_on = self.echo_at.is_some_and(|at| now < at);
        let echo_at = (now + BURST_OVER).min(self.painted_at + ECHO);
        self.echo_at = (goes_on || comes_within(BURST)).then_some(echo_at);
        self.keys_at = Some(now);
        self.news_at = None;
    }

    /// What the line carries, where it is slow.
    fn slow(&self) -> Option<u32> {
        let seen = || self.watch.as_ref().and_then(Watch::slow);
        self.bytes_per_second.or_else(seen)
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
        let Some(speed) = self.slow() else {
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
        let is_new = is_behind && self.due_at.is_none();
        if is_new && self.rest(now).is_some_and(|rest| rest >= AT_REST) {
            self.news_at = Some(self.painted_at + NEWS);
        }
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
        let gathered = self.echo_at.max(self.news_at);
        let wait = line.max(gathered).unwrap_or(self.carried_at);
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
        self.news_at = None;
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
mod tests;
