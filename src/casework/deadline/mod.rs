//! Time limits: rules from the law, counted over a working-day calendar. Knows no case.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

mod calendar;
mod rules;
#[cfg(test)]
mod tests;

pub use calendar::Year;
pub use rules::{BadSeed, Deadlines, Rule, Serves, Stage};

/// What a time limit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// 工作日
    Working,
    /// 自然日
    Calendar,
}

/// A day that did not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// The day.
    pub date: Date,
    /// Why it did not count.
    pub why: Why,
}

/// Why a day did not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Why {
    /// Saturday or Sunday.
    Weekend,
    /// Off by the State Council's notice.
    Holiday,
    /// Off by local notice.
    Local,
}

/// The due date of a rule and why; the contract's JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// The rule's identifier.
    pub rule: String,
    /// The day it starts; not counted.
    pub from: Date,
    /// The last day.
    pub due: Date,
    /// What is counted.
    pub unit: Unit,
    /// How many of them.
    pub limit: u32,
    /// Whether a year without a calendar was counted Monday to Friday.
    pub provisional: bool,
    /// Days that did not count.
    pub skipped: Vec<Skipped>,
    /// Weekend days that were worked by notice, and counted.
    pub made_up: Vec<Date>,
    /// The article it comes from.
    pub basis: String,
}
