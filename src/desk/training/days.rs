//! The days and hours of a made-up past: only those at which somebody sits at a counter.

use jiff::civil::{Date, DateTime, Time};
use jiff::{Span, Timestamp};

use crate::casework::Deadlines;
use crate::casework::zone;

/// Seconds of a working day: 08:30 to 12:00 and 14:30 to 17:30, the noon break of the south.
pub(super) const SECONDS: u32 = MORNING + 3 * 3600;
const MORNING: u32 = 3 * 3600 + 1800;
const MORNING_BEGINS: u32 = 8 * 3600 + 1800;
const AFTERNOON_BEGINS: u32 = 14 * 3600 + 1800;

/// Fewer days would be no past.
const FEWEST: usize = 20;
/// So many cases a day where few are wanted: few cases fill few days.
const A_DAY: u64 = 4;

/// Working days in a row, oldest first.
#[derive(Clone, Debug)]
pub(super) struct Days(Vec<Date>);

/// A moment of the past: which of its days, and how many working seconds into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spot {
    pub(super) day: usize,
    pub(super) second: u32,
}

impl Days {
    /// The working days of the twelve months before a day, or as many of the last as so many cases
    /// fill. The day itself is not one of them: it belongs to whoever trains on it, and what was
    /// made up is the same at any hour of it.
    pub(super) fn before(today: Date, cases: u64, deadlines: &Deadlines) -> Self {
        let first = today.checked_sub(Span::new().years(1)).unwrap_or(today);
        let mut days: Vec<Date> = first
            .series(Span::new().days(1))
            .take_while(|day| *day < today)
            .filter(|day| deadlines.is_working_day(*day))
            .collect();
        let most = usize::try_from(cases / A_DAY).unwrap_or(usize::MAX);
        let spare = days.len().saturating_sub(most.max(FEWEST));
        days.drain(..spare);
        Self(days)
    }

    pub(super) fn all(&self) -> &[Date] {
        &self.0
    }

    /// The civil day of a spot.
    pub(super) fn date(&self, at: Spot) -> Option<Date> {
        self.0.get(at.day).copied()
    }

    /// The moment of a spot; nothing once it lies past the last day.
    pub(super) fn moment(&self, at: Spot) -> Option<Timestamp> {
        let second = if at.second < MORNING {
            MORNING_BEGINS + at.second
        } else {
            AFTERNOON_BEGINS + (at.second - MORNING)
        };
        let part = |n: u32| i8::try_from(n).ok();
        let (hour, minute) = (part(second / 3600)?, part(second / 60 % 60)?);
        let time = Time::new(hour, minute, part(second % 60)?, 0).ok()?;
        zone::moment(DateTime::from_parts(self.date(at)?, time))
    }
}

/// How many visitors a month brings, 100 being usual: before Spring Festival wages are called in.
pub(super) fn busy(day: Date) -> u32 {
    match day.month() {
        1 => 145,
        12 => 130,
        2 | 3 => 115,
        7 | 11 => 105,
        10 => 90,
        _ => 100,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_working_days_before_today_and_only_opening_hours() {
        let deadlines = Deadlines::built_in();
        let today: Date = "2026-11-24".parse().unwrap();
        let year = Days::before(today, 100_000, &deadlines);
        assert_eq!(year.all().first(), Some(&"2025-11-24".parse().unwrap()));
        assert_eq!(year.all().last(), Some(&"2026-11-23".parse().unwrap()));
        // A make-up day is one, a holiday is none.
        assert!(year.all().contains(&"2026-10-10".parse().unwrap()));
        assert!(!year.all().contains(&"2026-10-05".parse().unwrap()));
        assert_eq!(Days::before(today, 3, &deadlines).all().len(), FEWEST);
        let at = |second| {
            let spot = Spot { day: 0, second };
            year.moment(spot).map(zone::rfc3339).unwrap()
        };
        assert_eq!(at(0), "2025-11-24T08:30:00+08:00");
        assert_eq!(at(MORNING - 1), "2025-11-24T11:59:59+08:00");
        assert_eq!(at(MORNING), "2025-11-24T14:30:00+08:00");
        assert_eq!(at(SECONDS - 1), "2025-11-24T17:29:59+08:00");
        let past = Spot {
            day: year.all().len(),
            second: 0,
        };
        assert_eq!(year.moment(past), None);
    }
}
