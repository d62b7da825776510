//! What people say: the table of synonyms that is compiled in, and a hall's own beside it, made
//! ready for the engine. Knows no entry by its words.

use serde::Deserialize;

use crate::registry::Kind;
use crate::search::{Meaning, Sort, Thesaurus};

/// The table that is compiled in; its head says how it is read.
const BUILT_IN: &str = include_str!("../../seed/synonyms.toml");

/// A table of what people say.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Table {
    /// Speech that asks for nothing.
    #[serde(default)]
    stop: Vec<String>,
    #[serde(default)]
    intent: Intent,
    #[serde(default)]
    group: Vec<Group>,
}

/// Phrases that ask for entries of a kind.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Intent {
    /// Somebody wants something done.
    #[serde(rename = "do", default)]
    done: Vec<String>,
    /// Who does what?
    #[serde(default)]
    who: Vec<String>,
    /// An institution is inspected.
    #[serde(default)]
    inspect: Vec<String>,
}

/// Phrases for one matter, and the words of the lists.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    /// What it is about, for whoever reads the table.
    #[serde(rename = "topic")]
    _topic: String,
    /// What people say.
    say: Vec<String>,
    /// What the lists say, the likeliest first.
    list: Vec<String>,
}

impl Table {
    /// The one that is compiled in.
    pub(super) fn built_in() -> Self {
        #[expect(clippy::expect_used, reason = "a constant; a test parses it")]
        Self::read(BUILT_IN).expect("a sound table")
    }

    /// Reads a table.
    ///
    /// # Errors
    /// What is wrong, and in which line.
    pub(super) fn read(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }

    /// Tells it all to a thesaurus.
    pub(super) fn tell(&self, thesaurus: &mut Thesaurus) {
        for group in &self.group {
            let meaning = Meaning {
                words: group.list.clone(),
                docs: Vec::new(),
            };
            thesaurus.say(group.say.iter().map(String::as_str), meaning);
        }
        for phrase in &self.stop {
            thesaurus.stop(phrase);
        }
        let leans = [
            (&self.intent.done, Kind::Service),
            (&self.intent.who, Kind::Boundary),
            (&self.intent.inspect, Kind::Supervision),
        ];
        for (phrases, kind) in leans {
            for phrase in phrases {
                thesaurus.lean(phrase, sort(kind));
            }
        }
    }
}

/// The number by which the engine knows a kind.
pub(super) const fn sort(kind: Kind) -> Sort {
    kind as Sort
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_table_that_is_compiled_in_says_each_thing_once() {
        let table = Table::built_in();
        assert!(table.group.len() > 100);
        let mut said = BTreeSet::new();
        for group in &table.group {
            assert!(!group.list.is_empty(), "{:?}", group.say);
            for phrase in &group.say {
                assert!(said.insert(phrase), "{phrase} twice");
            }
        }
        assert!(table.stop.iter().all(|stop| !said.contains(stop)));
    }

    #[test]
    fn a_broken_table_says_where() {
        let wrong = Table::read("stop = [\"请问\"]\n[[group]]\nsay = 3\n").unwrap_err();
        assert!(wrong.to_string().contains("line 3"), "{wrong}");
    }
}
