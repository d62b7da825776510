//! Time limits: by when a case must be accepted or declined, when a rule ends, which calendars
//! there are.

use jiff::civil::Date;

use crate::casework::{CaseKind, Track, decide};
use crate::rpc::{CalendarYear, Deadline, Refusal};

use super::Desk;

impl Desk {
    /// By when a case logged today must be accepted or declined; nothing where no rule holds.
    pub(super) fn due(&self, kind: CaseKind, track: Option<Track>) -> Option<Deadline> {
        let track = track.or(kind.usual_track());
        decide::acceptance_due(&self.deadlines, kind, track, self.today())
    }

    /// When a rule ends, and why.
    ///
    /// # Errors
    /// A refusal when there is no such rule, or it would end past the last year there is.
    pub(super) fn deadline(&self, rule: &str, from: Option<Date>) -> Result<Deadline, Refusal> {
        if self.deadlines.rule(rule).is_none() {
            return Err(Refusal::NoSuchRule(rule.to_owned()));
        }
        let from = from.unwrap_or_else(|| self.today());
        self.deadlines.due(rule, from).ok_or(Refusal::NoSuchDay)
    }

    /// The calendars, by year.
    pub(super) fn calendars(&self) -> Vec<CalendarYear> {
        let years = self.deadlines.years();
        years
            .map(|year| CalendarYear {
                year: year.year,
                off: year.off.to_vec(),
                work: year.work.to_vec(),
                local: year.local.to_vec(),
                source: year.source.clone(),
            })
            .collect()
    }
}
