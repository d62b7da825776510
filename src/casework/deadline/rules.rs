//! The rules and how their days are counted: first day not counted, a last day that is no working
//! day moves on (民法典 §201, §203). Knows no case.

use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;

use super::calendar::{Day, Year, look};
use super::{Deadline, Skipped, Unit};
use crate::casework::kind::CaseKind;
use crate::casework::track::Track;

/// What a time limit is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// To decide whether the case is accepted; counted from the day it was logged.
    Acceptance,
    /// To finish it; counted from the day it was accepted.
    Handling,
}

/// The cases that a rule is applied to by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Serves {
    /// Of this kind.
    pub kind: CaseKind,
    /// On this track.
    pub track: Track,
    /// For this.
    pub stage: Stage,
}

/// A time limit from the law.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its identifier, such as `L1` (DOMAIN §4.1).
    pub id: String,
    /// What is counted.
    pub unit: Unit,
    /// How many of them.
    pub limit: u32,
    /// By how many more it can be extended, once; nothing where it cannot.
    #[serde(default)]
    pub extension: Option<u32>,
    /// The day it starts, in the law's words; not counted.
    pub starts: String,
    /// The article it comes from.
    pub basis: String,
    /// The cases it is applied to by itself.
    #[serde(default)]
    pub serves: Vec<Serves>,
}

/// The rules and the calendars they are counted over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadlines {
    rules: Vec<Rule>,
    years: Vec<Year>,
}

/// Why rules or calendars cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadSeed {
    /// The rules are not what is expected, in the parser's words.
    #[error("rules: {0}")]
    Rules(String),
    /// A calendar is not what is expected: which, counted from 0, and the parser's words.
    #[error("calendar {0}: {1}")]
    Calendar(usize, String),
    /// Days of this year are out of order, outside the year, or two things at once.
    #[error("calendar of {0}: days")]
    Days(i16),
    /// Two calendars of one year.
    #[error("calendar of {0} twice")]
    YearTwice(i16),
    /// Two rules with one identifier, or for the same stage of the same cases.
    #[error("rule {0} twice")]
    RuleTwice(String),
    /// A limit or extension outside 1 to [`Deadlines::LONGEST`].
    #[error("rule {0}: limit")]
    Limit(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RulesFile {
    rule: Vec<Rule>,
}

/// What is compiled in.
static BUILT_IN: LazyLock<Deadlines> = LazyLock::new(|| {
    let rules = include_str!("../../../seed/deadlines.toml");
    let calendars = [
        include_str!("../../../seed/calendar/2025.toml"),
        include_str!("../../../seed/calendar/2026.toml"),
    ];
    #[expect(clippy::expect_used, reason = "compiled in; tests read it")]
    Deadlines::new(rules, &calendars).expect("sound rules and calendars")
});

impl Deadlines {
    /// Longest limit or extension, in days.
    pub const LONGEST: u32 = 3660;

    /// The rules and calendars that are compiled in; parsed once.
    #[must_use]
    pub fn built_in() -> Self {
        BUILT_IN.clone()
    }

    /// From TOML texts in the form of `seed/deadlines.toml` and `seed/calendar/*.toml`.
    ///
    /// # Errors
    /// Where a text is not what is expected, or contradicts itself or another one.
    pub fn new(rules_toml: &str, calendars: &[&str]) -> Result<Self, BadSeed> {
        let file: RulesFile =
            toml::from_str(rules_toml).map_err(|e| BadSeed::Rules(e.message().to_owned()))?;
        let mut years: Vec<Year> = Vec::new();
        for (at, text) in calendars.iter().enumerate() {
            let year: Year =
                toml::from_str(text).map_err(|e| BadSeed::Calendar(at, e.message().to_owned()))?;
            if !year.is_sound() {
                return Err(BadSeed::Days(year.year));
            }
            if years.iter().any(|other| other.year == year.year) {
                return Err(BadSeed::YearTwice(year.year));
            }
            years.push(year);
        }
        years.sort_by_key(|year| year.year);
        for (at, rule) in file.rule.iter().enumerate() {
            let sound = |days: u32| (1..=Self::LONGEST).contains(&days);
            if !sound(rule.limit) || !rule.extension.is_none_or(sound) {
                return Err(BadSeed::Limit(rule.id.clone()));
            }
            let same = |other: &Rule| {
                other.id == rule.id || other.serves.iter().any(|s| rule.serves.contains(s))
            };
            if file.rule[..at].iter().any(same) {
                return Err(BadSeed::RuleTwice(rule.id.clone()));
            }
        }
        Ok(Self {
            rules: file.rule,
            years,
        })
    }

    /// The due date of a rule that starts on a day; nothing where there is no such rule or the
    /// date would lie past the year 9999.
    #[must_use]
    pub fn due(&self, rule: &str, from: Date) -> Option<Deadline> {
        let rule = self.rule(rule)?;
        self.count(rule, from, rule.limit)
    }

    /// The due date of a rule after so many more days of its unit, counted on from the due date
    /// before; nothing where the rule does not exist or cannot be extended by so many, or the date
    /// would lie past the year 9999.
    #[must_use]
    pub fn extended(&self, rule: &str, from_due: Date, days: u32) -> Option<Deadline> {
        let rule = self.rule(rule)?;
        let cap = rule.extension?;
        (1..=cap).contains(&days).then_some(())?;
        self.count(rule, from_due, days)
    }

    /// The rule that says by when acceptance of such a case must be decided. Enquiries, having no
    /// track, have none.
    #[must_use]
    pub fn acceptance(&self, kind: CaseKind, track: impl Into<Option<Track>>) -> Option<&Rule> {
        self.serving(kind, track.into()?, Stage::Acceptance)
    }

    /// The rule that says by when such a case, accepted, must be finished.
    #[must_use]
    pub fn handling(&self, kind: CaseKind, track: impl Into<Option<Track>>) -> Option<&Rule> {
        self.serving(kind, track.into()?, Stage::Handling)
    }

    fn serving(&self, kind: CaseKind, track: Track, stage: Stage) -> Option<&Rule> {
        let wanted = Serves { kind, track, stage };
        self.rules.iter().find(|rule| rule.serves.contains(&wanted))
    }

    /// The rule of an identifier.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// Every rule.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// Every year that has a calendar, earliest first.
    pub fn years(&self) -> impl Iterator<Item = &Year> {
        self.years.iter()
    }

    /// Whether somebody works on a day; where no calendar says, Monday to Friday.
    #[must_use]
    pub fn is_working_day(&self, day: Date) -> bool {
        let (what, _) = look(&self.years, day);
        !matches!(what, Day::Off(_))
    }

    /// So many days of a rule's unit from a day on, that day not counted.
    fn count(&self, rule: &Rule, from: Date, limit: u32) -> Option<Deadline> {
        // Calendar days all count; the last one is then looked at like a working day, so that one
        // that is off moves on.
        let (mut day, mut left) = match rule.unit {
            Unit::Working => (from, limit),
            Unit::Calendar => {
                let before_last = jiff::Span::new().try_days(limit.checked_sub(1)?).ok()?;
                (from.checked_add(before_last).ok()?, 1)
            }
        };
        let (mut skipped, mut made_up, mut provisional) = (Vec::new(), Vec::new(), false);
        while left > 0 {
            day = day.tomorrow().ok()?;
            let (what, guessed) = look(&self.years, day);
            provisional |= guessed;
            match what {
                Day::Off(why) => skipped.push(Skipped { date: day, why }),
                Day::Plain => left -= 1,
                Day::MadeUp => {
                    made_up.push(day);
                    left -= 1;
                }
            }
        }
        Some(Deadline {
            rule: rule.id.clone(),
            from,
            due: day,
            unit: rule.unit,
            limit,
            provisional,
            skipped,
            made_up,
            basis: rule.basis.clone(),
        })
    }
}
