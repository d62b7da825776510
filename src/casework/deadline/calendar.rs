//! The working-day calendar: which days the law and the notices let count, year by year. Knows no
//! rule and no case.

use jiff::civil::{Date, Weekday};
use serde::Deserialize;

use super::Why;

/// A year of the calendar, as published.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Year {
    /// The year.
    pub year: i16,
    /// Days off by the State Council's notice, in order; weekend days inside a holiday too.
    pub off: Vec<Date>,
    /// Weekend days worked by that notice, in order.
    pub work: Vec<Date>,
    /// Days off by local notice, in order.
    #[serde(default)]
    pub local: Vec<Date>,
    /// Where it was published.
    pub source: String,
}

/// What a day is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Day {
    /// A working day, Monday to Friday.
    Plain,
    /// A weekend day worked by notice.
    MadeUp,
    /// A day off.
    Off(Why),
}

/// Whether a day is a Saturday or Sunday.
fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

impl Year {
    /// What a day of this year is.
    fn day(&self, day: Date) -> Day {
        if self.off.binary_search(&day).is_ok() {
            Day::Off(Why::Holiday)
        } else if self.local.binary_search(&day).is_ok() {
            Day::Off(Why::Local)
        } else if self.work.binary_search(&day).is_ok() {
            Day::MadeUp
        } else {
            by_weekday(day)
        }
    }

    /// Whether every list is in order, without repetition and inside the year, and no day is two
    /// things at once.
    pub(super) fn is_sound(&self) -> bool {
        let in_order = |days: &[Date]| {
            days.windows(2).all(|pair| pair[0] < pair[1])
                && days.iter().all(|day| day.year() == self.year)
        };
        [&self.off, &self.work, &self.local]
            .iter()
            .all(|days| in_order(days))
            && self
                .work
                .iter()
                .all(|day| is_weekend(*day) && !self.off.contains(day) && !self.local.contains(day))
    }
}

/// What a day is where no calendar says.
fn by_weekday(day: Date) -> Day {
    if is_weekend(day) {
        Day::Off(Why::Weekend)
    } else {
        Day::Plain
    }
}

/// What a day is, and whether no calendar of its year was there to say.
pub(super) fn look(years: &[Year], day: Date) -> (Day, bool) {
    match years.iter().find(|year| year.year == day.year()) {
        Some(year) => (year.day(day), false),
        None => (by_weekday(day), true),
    }
}
