//! The hall's zone: which civil day a moment falls on, and how times are printed.

use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// The zone of every hall so far. Compiled in: no table of the system is needed.
const ZONE: &str = "Asia/Shanghai";

/// The hall's zone, looked up once.
fn zone() -> &'static TimeZone {
    static FOUND: LazyLock<TimeZone> = LazyLock::new(|| {
        #[expect(clippy::expect_used, reason = "bundled; a test looks it up")]
        TimeZone::get(ZONE).expect("a bundled zone")
    });
    &FOUND
}

/// The day a moment falls on in the hall.
#[must_use]
pub fn day(at: Timestamp) -> Date {
    zone().to_datetime(at).date()
}

/// The moment at which the hall's clocks show this; nothing where it lies outside of all time.
#[must_use]
pub fn moment(shown: DateTime) -> Option<Timestamp> {
    zone().to_timestamp(shown).ok()
}

/// A moment as RFC 3339 with the hall's offset, to the second.
#[must_use]
pub fn rfc3339(at: Timestamp) -> String {
    let offset = zone().to_offset(at);
    format!("{:.0}", at.display_with_offset(offset))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_changes_at_midnight_of_the_hall() {
        let before: Timestamp = "2026-11-23T15:59:59Z".parse().unwrap();
        let after: Timestamp = "2026-11-23T16:00:00Z".parse().unwrap();
        assert_eq!(day(before).to_string(), "2026-11-23");
        assert_eq!(day(after).to_string(), "2026-11-24");
        assert_eq!(rfc3339(after), "2026-11-24T00:00:00+08:00");
        let shown = "2026-11-24T00:00:00".parse().unwrap();
        assert_eq!(moment(shown), Some(after));
        let within: Timestamp = "2026-11-23T15:59:59.999999999Z".parse().unwrap();
        assert_eq!(rfc3339(within), "2026-11-23T23:59:59+08:00");
    }
}
