//! Dates as they are typed: `2026-11-24`, `today`, `yesterday`. Know no clock.

use std::str::FromStr;

use jiff::civil::Date;

/// A date as it was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Day {
    /// `YYYY-MM-DD`
    On(Date),
    /// `today`
    Today,
    /// `yesterday`
    Yesterday,
}

/// What was typed is no date.
#[derive(Debug, thiserror::Error)]
#[error("no date")]
pub(super) struct BadDay;

impl FromStr for Day {
    type Err = BadDay;

    fn from_str(text: &str) -> Result<Self, BadDay> {
        match text {
            "today" => return Ok(Self::Today),
            "yesterday" => return Ok(Self::Yesterday),
            _ => {}
        }
        // Exactly this shape: jiff itself reads many more.
        let plain = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        let date = text.parse().ok().filter(|_| plain);
        date.map(Self::On).ok_or(BadDay)
    }
}

impl Day {
    /// The date that is meant when it is `today`.
    pub(super) fn on(self, today: Date) -> Date {
        match self {
            Self::On(date) => date,
            Self::Today => today,
            // Before the first day of all there is none.
            Self::Yesterday => today.yesterday().unwrap_or(today),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_have_one_shape() {
        let today: Date = "2026-03-01".parse().unwrap();
        let on = |text: &str| {
            text.parse::<Day>()
                .map(|day| day.on(today).to_string())
                .ok()
        };
        assert_eq!(on("2026-02-28").as_deref(), Some("2026-02-28"));
        assert_eq!(on("today").as_deref(), Some("2026-03-01"));
        assert_eq!(on("yesterday").as_deref(), Some("2026-02-28"));
        for bad in [
            "",
            "2026-2-1",
            "20260201",
            "2026-02-30",
            "tomorrow",
            "2026-02-01T00",
        ] {
            assert_eq!(on(bad), None, "{bad}");
        }
    }
}
