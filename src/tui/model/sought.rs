//! What the clerk seeks in the lookup from an empty search line to an empty one: whether it led to
//! something, and which words found nothing before. Knows neither terminal nor owner.
//!
//! A query *led to nothing* when it found nothing at all, or when what it found was given up at a
//! glance: it stood there for less than [`A_LOOK`], and nothing was done with it but typing on.
//! Whoever reads a telephone number off the screen and goes on has found it, and nobody can tell
//! that from reading in vain; so what was looked at is never counted.
//!
//! Only words that found nothing at all are offered to be bound, and only while they can be this
//! visitor's: not once something was found and opened and the next query begins, not after a case
//! was logged, not after [`MOST_LOOKUPS`] other queries or [`ANOTHER_VISITOR`].

use std::mem::take;
use std::time::Duration;

use crate::registry::EntryId;
use crate::rpc::{Missed, Noted, WordsFault, words};

/// What stands on the screen for so long without a key was read.
pub const A_LOOK: Duration = Duration::from_secs(2);
/// Nobody stands at the counter for so long without a key.
const ANOTHER_VISITOR: Duration = Duration::from_secs(300);
/// So many other queries may come before one finds what was meant.
const MOST_LOOKUPS: usize = 3;

/// The query that is being typed, and what came before it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sought {
    /// The query as it was typed last, also while it is being erased.
    query: String,
    /// Whether it found anything; nothing until that is known.
    found: Option<bool>,
    /// The query without the labels that hold its words, where it has any.
    unlabelled: Option<String>,
    /// Whether what it found was looked at.
    is_seen: bool,
    /// Whether it led to something: an entry was opened or read, a case logged.
    is_met: bool,
    /// Words that found nothing.
    unmet: Option<Unmet>,
    /// Words that were bound to an entry, until the next query.
    pub binding: Option<Binding>,
    /// What the owner is to be told: queries that led to nothing, entries that were opened.
    noted: Noted,
}

/// Words that found nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Unmet {
    /// The words, or why they may not be bound.
    words: Result<String, WordsFault>,
    /// Queries that came after them.
    lookups: usize,
}

/// Words being bound to an entry, or bound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// The words.
    pub words: String,
    /// The entry.
    pub entry: EntryId,
    /// The mark of the line: that of the request, until the owner names another one.
    pub mark: u128,
    /// The question whose answer is awaited.
    pub awaiting: Option<u64>,
    /// Whether they are bound.
    pub is_bound: bool,
}

impl Binding {
    /// Whether the words are bound, and nothing is asked about them.
    #[must_use]
    pub const fn may_be_undone(&self) -> bool {
        self.is_bound && self.awaiting.is_none()
    }
}

impl Sought {
    /// Something was typed: what stood in the line before, and what stands there now.
    pub fn typed(&mut self, before: &str, now: &str) {
        if before.is_empty() {
            self.end();
        } else if before != self.query {
            // Some of it was erased first: what is left of it is another query.
            self.leave();
        }
        now.clone_into(&mut self.query);
        self.found = None;
        self.unlabelled = None;
        self.is_seen = false;
    }

    /// Something was erased: what stands in the line now.
    pub fn erased(&mut self, now: &str) {
        if now.is_empty() {
            self.end();
        }
    }

    /// A query was answered: whether it found anything, and what it is without labels where it has
    /// any.
    pub fn answered(&mut self, query: &str, unlabelled: Option<&str>, found: bool) {
        if query.trim() == self.query.trim() {
            self.found = Some(found);
            self.unlabelled = unlabelled.map(str::to_owned);
        }
    }

    /// Something is done with what was found.
    pub fn seen(&mut self) {
        self.is_seen |= self.found == Some(true);
    }

    /// No key came for so long. `in_view` tells whether what was found could be read meanwhile.
    pub fn rested(&mut self, pause: Duration, in_view: bool) {
        if pause >= A_LOOK && in_view {
            self.seen();
        }
        if pause >= ANOTHER_VISITOR {
            self.unmet = None;
        }
    }

    /// A case was logged: the visitor is served, and what comes next is another one's.
    pub fn served(&mut self) {
        self.met();
        self.unmet = None;
        self.binding = None;
    }

    /// The query led to something.
    pub const fn met(&mut self) {
        self.is_met = true;
    }

    /// An entry is opened while this stands in the search line: words that found nothing and were
    /// changed until something was found led nowhere too.
    pub fn opened(&mut self, line: &str, entry: EntryId) {
        self.noted.opened.push(entry);
        if line != self.query {
            self.leave();
            line.clone_into(&mut self.query);
            self.found = Some(true);
            self.unlabelled = None;
        }
        self.met();
    }

    /// The words that may be bound to an entry that is open.
    #[must_use]
    pub fn offered(&self) -> Option<&str> {
        let unmet = self.unmet.as_ref().filter(|_| self.binding.is_none())?;
        unmet.words.as_deref().ok()
    }

    /// Why the words that found nothing may not be bound.
    #[must_use]
    pub fn withheld(&self) -> Option<WordsFault> {
        let unmet = self.unmet.as_ref().filter(|_| self.binding.is_none())?;
        unmet.words.as_ref().err().copied()
    }

    /// Takes what the owner is to be told; nothing where there is nothing.
    pub fn take_noted(&mut self) -> Option<Noted> {
        let noted = take(&mut self.noted);
        (noted != Noted::default()).then_some(noted)
    }

    /// The search line is empty: the query is given up, or done with.
    fn end(&mut self) {
        let query = take(&mut self.query);
        let unlabelled = self.unlabelled.take();
        let found = self.found.take();
        let is_seen = take(&mut self.is_seen);
        if take(&mut self.is_met) {
            self.unmet = None;
            self.binding = None;
            return;
        }
        // Erased before anybody knew what it finds, it was not what the clerk was after.
        let Some(found) = found.filter(|_| !query.trim().is_empty()) else {
            return;
        };
        if found {
            self.pass();
        } else {
            self.remember(unlabelled.as_deref().unwrap_or(&query));
        }
        if !is_seen && words::kept(&query).is_ok() {
            self.noted.missed.push(Missed { query, found });
        }
    }

    /// The query goes on as another one.
    fn leave(&mut self) {
        if self.found == Some(false) {
            let query = take(&mut self.query);
            let unlabelled = self.unlabelled.take();
            self.remember(unlabelled.as_deref().unwrap_or(&query));
        }
    }

    /// Another query came and went.
    fn pass(&mut self) {
        if let Some(unmet) = &mut self.unmet {
            unmet.lookups += 1;
        }
        if self
            .unmet
            .as_ref()
            .is_some_and(|unmet| unmet.lookups > MOST_LOOKUPS)
        {
            self.unmet = None;
        }
    }

    /// Remembers words that found nothing.
    fn remember(&mut self, query: &str) {
        let words = words::bindable(query);
        let is_blank = words == Err(WordsFault::Blank);
        // A few digits are somebody's sum or section: nothing to be bound, and nothing to refuse.
        let has_digits = words.as_ref().is_ok_and(|words| words::digits(words) > 0);
        if is_blank || has_digits {
            return self.pass();
        }
        self.binding = None;
        self.unmet = Some(Unmet { words, lookups: 0 });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Types a query character by character, each answered.
    fn type_in(sought: &mut Sought, line: &mut String, text: &str, found: bool) {
        for c in text.chars() {
            let before = line.clone();
            line.push(c);
            sought.typed(&before, line);
            sought.answered(line, None, found);
        }
    }

    fn erase(sought: &mut Sought, line: &mut String, characters: usize) {
        for _ in 0..characters {
            line.pop();
            sought.erased(line);
            sought.answered(line, None, true);
        }
    }

    fn open(sought: &mut Sought, line: &str) {
        sought.opened(line, "hrss/service/3".parse().unwrap());
        assert_eq!(sought.noted.opened.len(), 1);
        sought.noted.opened.clear();
    }

    fn missed_by(sought: &mut Sought) -> Vec<Missed> {
        sought.take_noted().unwrap_or_default().missed
    }

    fn missed(query: &str, found: bool) -> Vec<Missed> {
        let query = query.to_owned();
        vec![Missed { query, found }]
    }

    #[test]
    fn a_query_given_up_is_missed_as_it_was_typed_to_its_end() {
        for found in [false, true] {
            let (mut sought, mut line) = (Sought::default(), String::new());
            type_in(&mut sought, &mut line, "讨薪", found);
            assert_eq!(missed_by(&mut sought), []);
            erase(&mut sought, &mut line, 2);
            assert_eq!(missed_by(&mut sought), missed("讨薪", found));
            assert_eq!(missed_by(&mut sought), []);
            type_in(&mut sought, &mut line, "工资", true);
            open(&mut sought, &line);
            // What found something was good words, whatever was wrong with it.
            assert_eq!(sought.offered(), (!found).then_some("讨薪"));
            // It led to an entry: nothing is missed, and the next one begins anew.
            erase(&mut sought, &mut line, 2);
            assert_eq!(missed_by(&mut sought), []);
            type_in(&mut sought, &mut line, "社保", true);
            open(&mut sought, &line);
            assert_eq!(sought.offered(), None);
        }
    }

    #[test]
    fn what_found_nothing_and_was_changed_until_it_found_something_is_offered() {
        let (mut sought, mut line) = (Sought::default(), String::new());
        type_in(&mut sought, &mut line, "拖欠工钱", false);
        erase(&mut sought, &mut line, 2);
        open(&mut sought, &line);
        assert_eq!(sought.offered(), Some("拖欠工钱"));

        let (mut sought, mut line) = (Sought::default(), String::new());
        type_in(&mut sought, &mut line, "工钱", false);
        erase(&mut sought, &mut line, 1);
        type_in(&mut sought, &mut line, "资", true);
        open(&mut sought, &line);
        assert_eq!(sought.offered(), Some("工钱"));
    }

    #[test]
    fn words_that_found_nothing_are_offered_for_a_few_lookups_and_the_latest_of_them() {
        let (mut sought, mut line) = (Sought::default(), String::new());
        for (query, found) in [
            ("欠薪", true),
            ("要债", false),
            ("讨薪", false),
            ("工资", true),
        ] {
            type_in(&mut sought, &mut line, query, found);
            erase(&mut sought, &mut line, 2);
        }
        assert_eq!(missed_by(&mut sought).len(), 4);
        // Browsing without a query.
        open(&mut sought.clone(), "");
        assert_eq!(sought.offered(), Some("讨薪"));
        for query in ["社保", "养老"] {
            type_in(&mut sought, &mut line, query, true);
            erase(&mut sought, &mut line, 2);
            assert_eq!(sought.offered(), Some("讨薪"));
        }
        type_in(&mut sought, &mut line, "仲裁", true);
        erase(&mut sought, &mut line, 2);
        open(&mut sought, "");
        assert_eq!(
            sought.offered(),
            None,
            "by now it is somebody else's question"
        );
    }

    #[test]
    fn words_are_forgotten_with_their_visitor() {
        let begun = || {
            let (mut sought, mut line) = (Sought::default(), String::new());
            type_in(&mut sought, &mut line, "讨薪", false);
            erase(&mut sought, &mut line, 2);
            assert_eq!(sought.offered(), Some("讨薪"));
            sought
        };
        let mut sought = begun();
        sought.served();
        assert_eq!(sought.offered(), None);
        let mut sought = begun();
        sought.rested(ANOTHER_VISITOR - A_LOOK, true);
        assert_eq!(sought.offered(), Some("讨薪"), "they are talking");
        sought.rested(ANOTHER_VISITOR, false);
        assert_eq!(sought.offered(), None);
    }

    #[test]
    fn what_was_looked_at_is_not_missed_and_what_found_nothing_is_however_long_it_stood_there() {
        type Look = fn(&mut Sought);
        let looks: [(Look, bool); 5] = [
            (|_| {}, false),
            (|sought| sought.rested(A_LOOK, true), true),
            (|sought| sought.rested(A_LOOK / 2, true), false),
            // Something lay before it.
            (|sought| sought.rested(A_LOOK, false), false),
            (Sought::seen, true),
        ];
        for (look, is_seen) in looks {
            for found in [true, false] {
                let (mut sought, mut line) = (Sought::default(), String::new());
                type_in(&mut sought, &mut line, "社保卡", found);
                look(&mut sought);
                line.clear();
                sought.erased(&line);
                let is_missed = !(found && is_seen);
                assert_eq!(missed_by(&mut sought).len(), usize::from(is_missed));
            }
        }
        // Typed on, it is another query, which was not looked at yet.
        let (mut sought, mut line) = (Sought::default(), String::new());
        type_in(&mut sought, &mut line, "社", true);
        sought.seen();
        type_in(&mut sought, &mut line, "保", true);
        erase(&mut sought, &mut line, 2);
        assert_eq!(missed_by(&mut sought), missed("社保", true));
    }

    #[test]
    fn what_may_not_be_bound_is_withheld_and_says_why() {
        let story = "我".repeat(words::LONGEST + 1);
        for (query, fault) in [
            ("13800138000", WordsFault::Digits),
            ("张伟", WordsFault::Name),
            (&story, WordsFault::TooLong),
        ] {
            let (mut sought, mut line) = (Sought::default(), String::new());
            type_in(&mut sought, &mut line, query, false);
            erase(&mut sought, &mut line, query.chars().count());
            open(&mut sought, "");
            assert_eq!((sought.offered(), sought.withheld()), (None, Some(fault)));
        }
    }

    #[test]
    fn words_are_offered_without_their_label() {
        let mut sought = Sought::default();
        sought.typed("", "机构:红本本");
        sought.answered("机构:红本本", Some("红本本"), false);
        sought.erased("");
        open(&mut sought, "");
        assert_eq!(sought.offered(), Some("红本本"));
    }

    #[test]
    fn numbers_blanks_and_stories_are_neither_missed_nor_offered() {
        let story = "我".repeat(words::LONGEST + 1);
        for query in ["13800138000", "  ", &story] {
            let (mut sought, mut line) = (Sought::default(), String::new());
            type_in(&mut sought, &mut line, query, false);
            erase(&mut sought, &mut line, query.chars().count());
            open(&mut sought, "");
            assert_eq!(missed_by(&mut sought), []);
            assert_eq!(sought.offered(), None);
        }
        // A few digits are counted, and not offered.
        let (mut sought, mut line) = (Sought::default(), String::new());
        type_in(&mut sought, &mut line, "98条", false);
        erase(&mut sought, &mut line, 3);
        open(&mut sought, "");
        assert_eq!(missed_by(&mut sought), missed("98条", false));
        assert_eq!(sought.offered(), None);
    }

    #[test]
    fn what_is_erased_before_it_is_answered_is_nothing() {
        let mut sought = Sought::default();
        sought.typed("", "讨薪");
        sought.erased("");
        assert_eq!(missed_by(&mut sought), []);
    }

    proptest::proptest! {
        /// Whatever is typed, erased, answered and opened in whatever order: no query is told
        /// twice, and neither told nor offered what may not be.
        #[test]
        fn nothing_is_told_twice_or_offered_that_may_not_be(
            steps in proptest::collection::vec((0..6_usize, 0..7_usize), 0..120),
        ) {
            const TYPED: [&str; 7] = ["讨", "薪", "工资", " ", "1", "13800138000", "a"];
            let (mut sought, mut line) = (Sought::default(), String::new());
            let (mut begun, mut told) = (0, 0);
            for (step, which) in steps {
                match step {
                    0 | 1 => {
                        begun += usize::from(line.is_empty());
                        let before = line.clone();
                        line.push_str(TYPED[which]);
                        sought.typed(&before, &line);
                    }
                    2 => {
                        line.pop();
                        sought.erased(&line);
                    }
                    3 => {
                        line.clear();
                        sought.erased(&line);
                    }
                    4 => sought.answered(&line, None, which > 3),
                    _ => open(&mut sought, &line),
                }
                for missed in missed_by(&mut sought) {
                    told += 1;
                    proptest::prop_assert!(words::kept(&missed.query).is_ok());
                }
                proptest::prop_assert!(told <= begun);
                if let Some(words) = sought.offered() {
                    proptest::prop_assert_eq!(words::digits(words), 0);
                    proptest::prop_assert_eq!(words::kept(words), Ok(words.to_owned()));
                }
            }
        }
    }
}
