//! Whether a newer list takes so much away that half of a document may have been handed in. Knows
//! neither who imports nor what is said about it.

use serde::{Deserialize, Serialize};

use super::id::Kind;
use super::list::List;
use super::mapping::Diff;

/// A list that loses more than one of so many entries loses much.
const PART: usize = 3;
/// So few entries of a kind may be gone: what a year changes.
const FEW: usize = 3;

/// What a newer list takes away, where that is much: a whole kind of entries, most of a kind, or
/// more than a third of all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loss {
    /// Each kind that loses entries: how many, of how many.
    pub kinds: Vec<(Kind, usize, usize)>,
}

impl Loss {
    /// What is lost on the way from a list to the one that takes its place; nothing where that is
    /// no more than such lists change.
    #[must_use]
    pub fn of(old: &List, new: &List, diff: &Diff) -> Option<Self> {
        let gone = |kind: Kind| diff.removed.iter().filter(|id| id.kind() == kind).count();
        let kinds = Kind::ALL.map(|kind| (kind, gone(kind), old.count(kind)));
        let is_cut = |(kind, gone, had): &(Kind, usize, usize)| {
            let whole = *gone > 0 && new.count(*kind) == 0;
            whole || (*gone > FEW && gone * 2 > *had)
        };
        let had: usize = kinds.iter().map(|(_, _, had)| had).sum();
        let is_much = diff.removed.len() * PART > had || kinds.iter().any(is_cut);
        let losing = kinds.into_iter().filter(|(_, gone, _)| *gone > 0);
        is_much.then(|| Self {
            kinds: losing.collect(),
        })
    }

    /// How many entries are lost.
    #[must_use]
    pub fn total(&self) -> usize {
        self.kinds.iter().map(|(_, gone, _)| gone).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::super::mapping::diff;
    use super::super::read::read;
    use super::*;

    const BUILT_IN: &str = include_str!("../../seed/responsibility-list.txt");

    fn list(document: &str) -> List {
        let reading = read(document.as_bytes(), "t".parse().unwrap(), "某局");
        assert!(reading.is_ok(), "{:?}", reading.problems);
        reading.list
    }

    /// What is lost when the built-in list is replaced by this one.
    fn lost(new: &str) -> Option<Vec<(Kind, usize, usize)>> {
        let (old, new) = (list(BUILT_IN), list(new));
        Loss::of(&old, &new, &diff(&old, &new)).map(|loss| loss.kinds)
    }

    /// The built-in list up to some words.
    fn upto(words: &str) -> &'static str {
        &BUILT_IN[..BUILT_IN.find(words).unwrap()]
    }

    #[test]
    fn half_a_document_is_told_from_a_year_of_changes() {
        assert_eq!(lost(BUILT_IN), None);
        let last = upto("\t13\n\t劳动力技能培训服务");
        assert_eq!(lost(last), None, "a service less");
        let all: Vec<Kind> = lost(upto("四、公共服务事项登记表"))
            .unwrap()
            .into_iter()
            .map(|(kind, ..)| kind)
            .collect();
        assert_eq!(all, [Kind::Service, Kind::Agency], "no service is left");
        // Ten of thirteen services are a small part of all entries.
        let services = BUILT_IN.find("四、公共服务事项登记表").unwrap();
        let fourth = services + BUILT_IN[services..].find("\t4\n").unwrap();
        assert_eq!(
            lost(&BUILT_IN[..fourth]).unwrap()[0],
            (Kind::Service, 10, 13)
        );
    }

    #[test]
    fn another_document_under_the_code_takes_everything_away() {
        let civil = include_str!("../../tests/data/lists/civil.txt");
        let kinds = lost(civil).unwrap();
        assert_eq!(kinds.len(), Kind::ALL.len(), "{kinds:?}");
    }
}
