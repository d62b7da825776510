//! What is counted and remembered beside the cases, so that no question walks them all (sled's own
//! `len()` does). Knows no sled.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Mark;
use crate::casework::Status;

/// How many there are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counters {
    /// Cases.
    pub cases: u64,
    /// Records of every family: events of cases and all others.
    pub events: u64,
    /// Cases by status; none with nought.
    pub by_status: BTreeMap<Status, u64>,
}

impl Counters {
    /// Counts a case that came from one status (none: it is new) to another.
    pub(super) fn moved(&mut self, from: Option<Status>, to: Status) {
        match from {
            None => self.cases += 1,
            Some(from) => {
                let left = self.by_status.get_mut(&from);
                if let Some(left) = left {
                    *left = left.saturating_sub(1);
                    if *left == 0 {
                        self.by_status.remove(&from);
                    }
                }
            }
        }
        *self.by_status.entry(to).or_default() += 1;
    }
}

/// All of it. Written with every change.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct State {
    /// How many writings there were.
    pub(super) applied: u64,
    pub(super) mark: Option<Mark>,
    pub(super) counters: Counters,
    pub(super) last_at: Option<Timestamp>,
    pub(super) highest_key: u64,
}
