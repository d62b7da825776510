//! Queries that led to nothing, counted. Pure: days and hashes are handed in, nothing is written.
//!
//! Clerks also type names. So of a query that comes up for the first time only a keyed hash and the
//! day stay; its words are kept once it comes up on a later day, since what visitors say comes again
//! and a name seldom does. What looks like a number is never kept, and nothing for longer than
//! [`DAYS`] days.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::rpc::{Miss, words};

/// So many days something is kept after it came up.
pub(in crate::desk) const DAYS: i32 = 90;
/// So many queries are kept in words, and of so many a hash; the oldest make room.
const MOST: usize = 2000;
const MOST_HASHES: usize = 20_000;

/// A query by its keyed hash.
pub(in crate::desk) type Hash = [u8; 32];

/// The queries.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::desk) struct Misses {
    /// The day of what came up on one day only.
    once: HashMap<Hash, Date>,
    /// What came up on a second day.
    kept: HashMap<Hash, Kept>,
}

/// A query in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    query: String,
    days: BTreeMap<Date, Count>,
}

/// How often on a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Count {
    all: u32,
    /// How often it found nothing at all.
    nothing: u32,
}

impl Misses {
    /// Counts a query that led to nothing on a day; tells whether that changed anything.
    pub(in crate::desk) fn note(
        &mut self,
        query: &str,
        hash: Hash,
        day: Date,
        found: bool,
    ) -> bool {
        let Ok(query) = words::kept(query) else {
            return false;
        };
        // What was there so long ago is as if it had never been.
        let is_stale = |then: &Date| *then < day && !is_kept(*then, day);
        if let Some(kept) = self.kept.get_mut(&hash) {
            if !kept.days.keys().all(is_stale) {
                kept.add(day, found);
                return true;
            }
            self.kept.remove(&hash);
        }
        let first = self.once.get(&hash).copied();
        match first.filter(|first| !is_stale(first)) {
            None => _ = self.once.insert(hash, day),
            Some(first) if day > first => {
                self.once.remove(&hash);
                let mut kept = Kept {
                    query,
                    days: BTreeMap::new(),
                };
                // What it was on the first day nobody remembers.
                kept.add(first, true);
                kept.add(day, found);
                self.kept.insert(hash, kept);
            }
            Some(_) => return false,
        }
        self.make_room();
        true
    }

    /// Forgets what is older than [`DAYS`] days, and what a clock set wrong put into the future;
    /// tells whether there was such a thing.
    pub(in crate::desk) fn prune(&mut self, today: Date) -> bool {
        let before = (self.once.len(), self.counted());
        self.once.retain(|_, day| is_kept(*day, today));
        for kept in self.kept.values_mut() {
            kept.days.retain(|day, _| is_kept(*day, today));
        }
        self.kept.retain(|_, kept| !kept.days.is_empty());
        before != (self.once.len(), self.counted())
    }

    /// Days counted, of all queries.
    fn counted(&self) -> usize {
        self.kept.values().map(|kept| kept.days.len()).sum()
    }

    /// The queries in words, the most frequent first.
    pub(in crate::desk) fn by_frequency(&self) -> Vec<Miss> {
        let mut misses: Vec<Miss> = self.kept.values().filter_map(Kept::told).collect();
        misses.sort_by(|a, b| {
            let of = |miss: &Miss| (miss.count, miss.nothing, miss.days, miss.last);
            of(b).cmp(&of(a)).then_with(|| a.query.cmp(&b.query))
        });
        misses
    }

    /// Forgets one query; tells whether there was anything of it in words.
    pub(in crate::desk) fn forget(&mut self, hash: &Hash) -> bool {
        self.once.remove(hash);
        self.kept.remove(hash).is_some()
    }

    /// Forgets all; tells how many queries there were in words.
    pub(in crate::desk) fn forget_all(&mut self) -> usize {
        std::mem::take(self).kept.len()
    }

    fn make_room(&mut self) {
        if self.once.len() > MOST_HASHES {
            let oldest = self.once.iter().min_by_key(|(hash, day)| (**day, **hash));
            if let Some(oldest) = oldest.map(|(hash, _)| *hash) {
                self.once.remove(&oldest);
            }
        }
        if self.kept.len() > MOST {
            let last = |kept: &Kept| kept.days.keys().next_back().copied();
            let oldest = self.kept.iter();
            let oldest = oldest.min_by_key(|(hash, kept)| (last(kept), kept.days.len(), **hash));
            if let Some(oldest) = oldest.map(|(hash, _)| *hash) {
                self.kept.remove(&oldest);
            }
        }
    }
}

impl Kept {
    fn add(&mut self, day: Date, found: bool) {
        let count = self.days.entry(day).or_default();
        count.all = count.all.saturating_add(1);
        count.nothing = count.nothing.saturating_add(u32::from(!found));
    }

    fn told(&self) -> Option<Miss> {
        let (last, _) = self.days.last_key_value()?;
        Some(Miss {
            query: self.query.clone(),
            count: self.days.values().map(|count| count.all).sum(),
            nothing: self.days.values().map(|count| count.nothing).sum(),
            days: self.days.len(),
            last: *last,
        })
    }
}

/// Whether what came up on a day is still kept.
pub(super) fn is_kept(day: Date, today: Date) -> bool {
    let age = (today - day).get_days();
    (0..=DAYS).contains(&age)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(n: i64) -> Date {
        let first: Date = "2026-11-24".parse().unwrap();
        first.checked_add(jiff::Span::new().days(n)).unwrap()
    }

    fn hash(query: &str) -> Hash {
        let mut hash = [0; 32];
        for (at, byte) in query.bytes().enumerate() {
            hash[at % 32] ^= byte.rotate_left(u32::try_from(at % 7).unwrap());
        }
        hash
    }

    fn note(misses: &mut Misses, query: &str, n: i64, found: bool) -> bool {
        misses.note(query, hash(query), day(n), found)
    }

    /// What stands in it, as it is written.
    fn written(misses: &Misses) -> String {
        let bytes = rmp_serde::to_vec_named(misses).unwrap();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    #[test]
    fn words_are_kept_from_the_second_day_on_and_counted() {
        let mut misses = Misses::default();
        for _ in 0..3 {
            note(&mut misses, "讨薪", 0, false);
        }
        assert!(misses.by_frequency().is_empty());
        assert!(!written(&misses).contains("讨薪"));
        note(&mut misses, "讨薪", 2, false);
        note(&mut misses, "讨薪", 2, true);
        note(&mut misses, "张三", 2, false);
        let told = misses.by_frequency();
        let expected = Miss {
            query: "讨薪".to_owned(),
            count: 3,
            nothing: 1,
            days: 2,
            last: day(2),
        };
        assert_eq!(told, [expected]);
        assert!(!written(&misses).contains("张三"));
    }

    #[test]
    fn a_day_before_the_first_is_no_second_day() {
        let mut misses = Misses::default();
        assert!(note(&mut misses, "讨薪", 5, false));
        assert!(!note(&mut misses, "讨薪", 3, false));
        assert!(misses.by_frequency().is_empty());
    }

    #[test]
    fn nothing_that_looks_like_a_number_or_a_story_is_kept_not_even_a_hash() {
        let mut misses = Misses::default();
        let story = "我".repeat(words::LONGEST + 1);
        for query in ["13800138000", "张三 12345", "１２３ ４５", "", " ", &story] {
            assert!(!note(&mut misses, query, 0, false), "{query}");
            assert!(!note(&mut misses, query, 1, false), "{query}");
        }
        assert_eq!(misses, Misses::default());
    }

    #[test]
    fn what_is_older_than_ninety_days_is_forgotten_day_by_day() {
        let mut misses = Misses::default();
        note(&mut misses, "讨薪", 0, false);
        note(&mut misses, "讨薪", 10, false);
        note(&mut misses, "补缴", 0, false);
        assert!(!misses.prune(day(90)));
        assert_eq!(misses.by_frequency()[0].count, 2);
        assert!(misses.prune(day(91)));
        assert!(misses.once.is_empty());
        assert_eq!(misses.by_frequency()[0].count, 1);
        assert!(misses.prune(day(101)));
        assert_eq!(misses, Misses::default());
    }

    #[test]
    fn what_a_clock_set_wrong_put_into_the_future_is_forgotten() {
        let mut misses = Misses::default();
        note(&mut misses, "讨薪", 4000, false);
        assert!(misses.prune(day(0)));
        assert_eq!(misses, Misses::default());
    }

    #[test]
    fn one_is_forgotten_or_all() {
        let mut misses = Misses::default();
        for query in ["讨薪", "补缴", "押金"] {
            note(&mut misses, query, 0, false);
            note(&mut misses, query, 1, false);
        }
        assert!(misses.forget(&hash("讨薪")));
        assert!(!misses.forget(&hash("讨薪")));
        assert!(!written(&misses).contains("讨薪"));
        assert_eq!(misses.forget_all(), 2);
        assert_eq!(misses, Misses::default());
    }

    #[test]
    fn it_does_not_grow_for_ever() {
        let mut misses = Misses::default();
        let named = |n: usize| {
            let mut hash = [0; 32];
            hash[..8].copy_from_slice(&n.to_be_bytes());
            hash
        };
        for n in 0..MOST_HASHES + 10 {
            misses.note("甲", named(n), day(i64::from(n >= 5)), false);
        }
        assert_eq!(misses.once.len(), MOST_HASHES);
        assert!(!misses.once.contains_key(&named(0)));
        for n in 100..100 + MOST + 5 {
            misses.note("甲", named(n), day(2), false);
        }
        assert_eq!(misses.kept.len(), MOST);
        let bytes = rmp_serde::to_vec_named(&misses).unwrap();
        assert_eq!(rmp_serde::from_slice::<Misses>(&bytes).unwrap(), misses);
    }

    proptest::proptest! {
        /// Whatever comes on whatever days: in words only what came up on a second day, nothing
        /// that looks like a number, nothing older than it may be, and nothing counted too often.
        #[test]
        fn nothing_is_kept_that_must_not_be(
            noted in proptest::collection::vec((0..6_usize, 0..120_i64, proptest::bool::ANY), 0..80),
            read_after in 0..120_i64,
        ) {
            const QUERIES: [&str; 6] = ["讨薪", "张三", "补缴", "98条", "12345热线", "13800138000"];
            let mut misses = Misses::default();
            let mut today = 0;
            let mut days: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
            for (query, later, found) in noted {
                today += if later < 90 { later % 4 } else { later };
                note(&mut misses, QUERIES[query], today, found);
                misses.prune(day(today));
                days.entry(QUERIES[query]).or_default().push(today);
            }
            today += read_after;
            misses.prune(day(today));
            let text = written(&misses);
            for query in QUERIES {
                let came = days.remove(query).unwrap_or_default();
                // Between two of them so much may lie that all before was forgotten meanwhile.
                let mut distinct = came.clone();
                distinct.dedup();
                let close = |two: &[i64]| two[1] - two[0] <= i64::from(DAYS);
                let again = distinct.windows(2).next_back().is_some_and(close);
                let fresh = came.last().is_some_and(|last| today - last <= i64::from(DAYS));
                let may_be_kept = words::digits(query) < words::DIGITS && again && fresh;
                proptest::prop_assert_eq!(text.contains(query), may_be_kept, "{}", query);
                let told = misses.by_frequency().into_iter().find(|miss| miss.query == query);
                proptest::prop_assert_eq!(told.is_some(), may_be_kept);
                if let Some(told) = told {
                    let young = came.iter().filter(|n| today - **n <= i64::from(DAYS));
                    proptest::prop_assert!(told.count as usize <= young.count());
                    proptest::prop_assert!(told.nothing <= told.count);
                    proptest::prop_assert_eq!(told.last, day(*came.last().unwrap()));
                }
            }
        }
    }
}
