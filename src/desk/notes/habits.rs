//! How often each entry was opened in this hall of late, and how many points that is worth. Pure:
//! days are handed in, nothing is written. Says nothing of who opened it.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::misses::is_kept;
use crate::casework::EntryThen;
use crate::registry::EntryId;

/// What the entry that is opened most is lifted by: enough among equals, and nothing against a
/// better match.
pub(in crate::desk) const MOST_POINTS: i64 = 5;
/// Opened less often than this, not even the first of all gets all points.
const FEW: u32 = 31;

/// How often each entry was opened.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::desk) struct Habits {
    opened: Vec<Opened>,
}

/// An entry as it stood in a version of its list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Opened {
    entry: EntryThen,
    days: BTreeMap<Date, u32>,
}

impl Habits {
    /// Counts that an entry was opened on a day; tells whether that may have changed the points.
    pub(in crate::desk) fn note(&mut self, entry: EntryThen, day: Date) -> bool {
        let same = |known: &&mut Opened| {
            known.entry.id == entry.id && known.entry.list_version == entry.list_version
        };
        let days = match self.opened.iter_mut().find(same) {
            Some(known) => &mut known.days,
            None => {
                let days = BTreeMap::new();
                self.opened.push(Opened { entry, days });
                match self.opened.last_mut() {
                    Some(new) => &mut new.days,
                    None => return false,
                }
            }
        };
        let count = days.entry(day).or_default();
        *count = count.saturating_add(1);
        // They grow each time it doubles.
        let all: u32 = days.values().sum();
        all.saturating_add(1).is_power_of_two()
    }

    /// Forgets what is old, and what a clock set wrong put into the future; tells whether there was
    /// such a thing.
    pub(in crate::desk) fn prune(&mut self, today: Date) -> bool {
        let counted = |habits: &Self| -> usize {
            let days = habits.opened.iter().map(|opened| opened.days.len());
            days.sum()
        };
        let before = counted(self);
        for opened in &mut self.opened {
            opened.days.retain(|day, _| is_kept(*day, today));
        }
        self.opened.retain(|opened| !opened.days.is_empty());
        before != counted(self)
    }

    /// The points of every entry that has some, by what it is called now.
    pub(in crate::desk) fn points(
        &self,
        now: impl Fn(&EntryThen) -> Option<EntryId>,
    ) -> HashMap<EntryId, i64> {
        let mut counts: HashMap<EntryId, u32> = HashMap::new();
        for opened in &self.opened {
            if let Some(id) = now(&opened.entry) {
                let count = counts.entry(id).or_default();
                let more: u32 = opened.days.values().sum();
                *count = count.saturating_add(more);
            }
        }
        let most = counts.values().copied().max().unwrap_or(0);
        let points = counts.into_iter().map(|(id, n)| (id, points(n, most)));
        points.filter(|(_, points)| *points > 0).collect()
    }
}

/// The points of something that was opened so often, where the first of all was opened `most`
/// often: by how often it doubles.
fn points(count: u32, most: u32) -> i64 {
    let doubled = |n: u32| i64::from(n.saturating_add(1).ilog2());
    MOST_POINTS * doubled(count) / doubled(most.max(FEW))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(n: i64) -> Date {
        let first: Date = "2026-11-24".parse().unwrap();
        first.checked_add(jiff::Span::new().days(n)).unwrap()
    }

    fn then(n: u32) -> EntryThen {
        EntryThen {
            id: format!("hrss/service/{n}").parse().unwrap(),
            title: String::new(),
            list_version: "1".to_owned(),
        }
    }

    #[test]
    fn points_grow_gently_and_none_has_more_than_five() {
        for (count, most, expected) in [
            (0, 0, 0),
            (1, 1, 1),
            (3, 3, 2),
            (31, 31, 5),
            (1, 1000, 0),
            (10, 1000, 1),
            (100, 1000, 3),
            (1000, 1000, 5),
            (u32::MAX, u32::MAX, 5),
        ] {
            assert_eq!(points(count, most), expected, "{count} of {most}");
        }
    }

    #[test]
    fn what_was_opened_is_counted_by_what_it_is_called_now() {
        let mut habits = Habits::default();
        for n in 0..7 {
            habits.note(then(1), day(n));
        }
        habits.note(then(2), day(0));
        let mut newer = then(8);
        newer.list_version = "2".to_owned();
        habits.note(newer.clone(), day(7));
        // The first is the eighth now, the second is gone.
        let now = |then: &EntryThen| match then.id.to_string().as_str() {
            "hrss/service/1" | "hrss/service/8" => Some(newer.id.clone()),
            _ => None,
        };
        let expected = HashMap::from([(newer.id.clone(), 3)]);
        assert_eq!(habits.points(now), expected);
        assert!(!habits.prune(day(90)));
        assert!(habits.prune(day(93)));
        assert_eq!(habits.points(now), HashMap::from([(newer.id.clone(), 2)]));
        assert!(habits.prune(day(200)));
        assert_eq!(habits, Habits::default());
    }
}
