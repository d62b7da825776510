//! What the clerk seeks in the lookup from an empty search line to an empty one: whether it led to
//! an entry, and which words led nowhere before. Knows neither terminal nor owner.

use std::mem::take;

use crate::registry::EntryId;
use crate::rpc::{Missed, Noted, words};

/// The query that is being typed, and what came before it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sought {
    /// The query as it was typed last, also while it is being erased.
    query: String,
    /// Whether it found anything; nothing until that is known.
    found: Option<bool>,
    /// Whether it led to something: an entry was opened or read, a case logged.
    is_met: bool,
    /// Words that led nowhere.
    unmet: Option<Unmet>,
    /// Words that were bound to an entry, until the next query.
    pub binding: Option<Binding>,
    /// What the owner is to be told: queries that led to nothing, entries that were opened.
    noted: Noted,
}

/// Words that led nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Unmet {
    words: String,
    found: bool,
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
    }

    /// Something was erased: what stands in the line now.
    pub fn erased(&mut self, now: &str) {
        if now.is_empty() {
            self.end();
        }
    }

    /// A query was answered.
    pub fn answered(&mut self, query: &str, found: bool) {
        if query.trim() == self.query.trim() {
            self.found = Some(found);
        }
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
        }
        self.met();
    }

    /// The words that may be bound to an entry that is open.
    #[must_use]
    pub fn offered(&self) -> Option<&str> {
        let unmet = self.unmet.as_ref().filter(|_| self.binding.is_none())?;
        Some(&unmet.words)
    }

    /// Takes what the owner is to be told; nothing where there is nothing.
    pub fn take_noted(&mut self) -> Option<Noted> {
        let noted = take(&mut self.noted);
        (noted != Noted::default()).then_some(noted)
    }

    /// The search line is empty: the query is given up, or done with.
    fn end(&mut self) {
        let query = take(&mut self.query);
        let found = self.found.take();
        if take(&mut self.is_met) {
            self.unmet = None;
            self.binding = None;
            return;
        }
        // Erased before anybody knew what it finds, it was not what the clerk was after.
        let Some(found) = found.filter(|_| words::kept(&query).is_ok()) else {
            return;
        };
        self.remember(&query, found);
        self.noted.missed.push(Missed { query, found });
    }

    /// The query goes on as another one.
    fn leave(&mut self) {
        if self.found == Some(false) {
            let query = take(&mut self.query);
            self.remember(&query, false);
        }
    }

    /// Remembers words that led nowhere. Those that found nothing are likelier the visitor's own.
    fn remember(&mut self, query: &str, found: bool) {
        let Ok(words) = words::kept(query) else {
            return;
        };
        let stays = self.unmet.as_ref().is_some_and(|unmet| !unmet.found) && found;
        if words::digits(&words) == 0 && !stays {
            self.binding = None;
            self.unmet = Some(Unmet { words, found });
        }
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
            sought.answered(line, found);
        }
    }

    fn erase(sought: &mut Sought, line: &mut String, characters: usize) {
        for _ in 0..characters {
            line.pop();
            sought.erased(line);
            sought.answered(line, true);
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
            assert_eq!(sought.offered(), Some("讨薪"));
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
    fn words_that_found_nothing_go_before_words_that_were_left() {
        let (mut sought, mut line) = (Sought::default(), String::new());
        for (query, found) in [("欠薪", true), ("讨薪", false), ("工资", true)] {
            type_in(&mut sought, &mut line, query, found);
            erase(&mut sought, &mut line, 2);
        }
        // Browsing without a query.
        open(&mut sought, "");
        assert_eq!(sought.offered(), Some("讨薪"));
        assert_eq!(missed_by(&mut sought).len(), 3);
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
                    4 => sought.answered(&line, which > 3),
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
