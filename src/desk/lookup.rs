//! Lookup: the registry and the index over it. What can be asked without anything written down.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use sm3::{Digest, Sm3};

use crate::casework::EntryThen;
use crate::registry::{EntryId, List, ListCode, Reference, Registry, read};
use crate::search::Spoken;
use crate::search::normal::Dense;

use super::books::{LineRecord, ListRecord, Replaced};
use super::built_in;
use super::finder::Finder;
use super::notes::Lifts;
use super::sift::About;
use super::words::Words;

/// The registry and the index over it.
#[derive(Debug)]
pub struct Lookup {
    pub(super) registry: Registry,
    pub(super) finder: Finder,
    /// Which version of each list it is, in the order of the lists.
    pub(super) versions: Vec<String>,
    /// Lists that took the place of others, oldest first.
    steps: Vec<Step>,
    /// The hall's own words.
    words: Words,
    /// The bound ones by their normal form.
    bound: HashMap<Vec<char>, Vec<EntryId>>,
    /// How much what this hall opens often rises.
    lifts: Arc<Lifts>,
}

/// A list took the place of an older one.
#[derive(Debug)]
struct Step {
    code: ListCode,
    from: Replaced,
    to: String,
}

impl Lookup {
    /// Over the list that is compiled in.
    #[must_use]
    pub fn built_in() -> Self {
        Self::new(built_in::registry())
    }

    /// How people speak: what their words mean, and with which accent they are heard.
    #[must_use]
    pub fn spoken(&self) -> Spoken<'_> {
        Spoken::from(&self.finder.engine)
    }

    /// Over given lists.
    #[must_use]
    pub fn new(registry: Registry) -> Self {
        Self::made(registry, Vec::new(), &Words::default(), &[], Arc::default())
    }

    fn made(
        registry: Registry,
        steps: Vec<Step>,
        words: &Words,
        lines: &[Arc<LineRecord>],
        lifts: Arc<Lifts>,
    ) -> Self {
        let versions = registry.lists().iter().map(|list| version(list));
        let mut lookup = Self {
            versions: versions.collect(),
            registry,
            finder: Finder::default(),
            steps,
            words: words.clone(),
            bound: HashMap::new(),
            lifts,
        };
        // What each line is bound to now is known in these lists only.
        lookup.words.bound = lookup.bound(lines);
        for (words, id) in &lookup.words.bound {
            let normal = Dense::new(words).chars;
            lookup.bound.entry(normal).or_default().push(id.clone());
        }
        lookup.finder = Finder::new(&lookup.registry, &lookup.words);
        lookup
    }

    /// Over the list that is compiled in and those that were recorded, oldest first: each in the
    /// place of an earlier one of its code, or behind all others; with the hall's own words.
    pub(super) fn over(
        records: &[Arc<ListRecord>],
        words: &Words,
        lines: &[Arc<LineRecord>],
        lifts: Arc<Lifts>,
    ) -> Self {
        let mut lists = built_in::registry().lists().to_vec();
        let mut steps = Vec::new();
        // Of several of one code only the last is read.
        let mut last: BTreeMap<&ListCode, &ListRecord> = BTreeMap::new();
        let mut order: Vec<&ListCode> = Vec::new();
        for record in records {
            if last.insert(&record.code, record).is_none() {
                order.push(&record.code);
            }
            steps.extend(record.replaces.clone().map(|from| Step {
                code: record.code.clone(),
                from,
                to: version_of(&record.document),
            }));
        }
        for record in order.iter().filter_map(|code| last.get(code)) {
            let document = record.document.as_bytes();
            let list = Arc::new(read::read(document, record.code.clone(), &record.name).list);
            match lists.iter_mut().find(|known| known.code == list.code) {
                Some(known) => *known = list,
                None => lists.push(list),
            }
        }
        Self::made(Registry::new(lists), steps, words, lines, lifts)
    }

    /// The entries that this hall bound a query to, word for word.
    pub(super) fn bound_to(&self, query: &str) -> &[EntryId] {
        let bound = self.bound.get(&Dense::new(query).chars);
        bound.map_or(&[], Vec::as_slice)
    }

    /// How much an entry rises among equals for being opened often in this hall: 0 to 5 points.
    pub(super) fn lift(&self, id: &EntryId) -> i64 {
        self.lifts.of(id)
    }

    /// Which entry it is now that a case was about when it was logged; nothing when it is gone. Where
    /// nothing is known of the version it stood in, as where the list came with an older program, it
    /// is the one that is called the same and reads the same.
    #[must_use]
    pub fn now(&self, then: &EntryThen) -> Option<EntryId> {
        let code = &then.id.list;
        let mut lists = self.registry.lists().iter().zip(&self.versions);
        let (_, current) = lists.find(|(list, _)| list.code == *code)?;
        let mut id = then.id.clone();
        if then.list_version == *current {
            return self.registry.summary(&id).map(|_| id);
        }
        let steps: Vec<&Step> = self
            .steps
            .iter()
            .filter(|step| step.code == *code)
            .collect();
        // The same version may have come twice: from the last time on.
        let start = steps
            .iter()
            .rposition(|s| s.from.version == then.list_version);
        let Some(start) = start else {
            let now = self.registry.summary(&id)?;
            return (now.title == then.title).then_some(id);
        };
        for step in steps.iter().skip(start) {
            if step.from.removed.contains(&id) {
                return None;
            }
            let moved = step.from.mapped.iter().find(|(old, _)| *old == id);
            if let Some((_, now)) = moved {
                id = now.clone();
            }
        }
        let last = steps.last()?;
        (last.to == *current).then_some(id)
    }

    /// The hall's own words, those bound to entries by what these are called now.
    #[must_use]
    pub const fn words(&self) -> &Words {
        &self.words
    }

    /// What an entry that somebody named was called in older versions of its list.
    pub(super) fn about(&self, named: &Reference) -> About {
        let lists = self.registry.lists().iter().zip(&self.versions);
        let is_meant = |list: &List| named.list.as_ref().is_none_or(|code| *code == list.code);
        let meant = lists.filter(|(list, _)| is_meant(list));
        let once =
            meant.flat_map(|(list, version)| self.once(list.id(named.place.clone()), version));
        About {
            once: once.collect(),
            named: named.clone(),
        }
    }

    /// The identifiers that an entry of the newest version had in those before, as far back as it
    /// was there: the reverse of [`Lookup::now`].
    fn once(&self, now: EntryId, current: &str) -> Vec<(EntryId, String)> {
        let code = now.list.clone();
        let steps = self.steps.iter().filter(|step| step.code == code);
        let (mut id, mut once) = (now, Vec::new());
        let mut steps = steps.rev().peekable();
        // A list that came with a newer program: nothing is known of the way to it.
        if steps.peek().is_none_or(|last| last.to != current) {
            return once;
        }
        for step in steps {
            let Replaced {
                version,
                mapped,
                removed,
            } = &step.from;
            let was = mapped.iter().find(|(_, now)| *now == id);
            id = match was {
                Some((then, _)) => then.clone(),
                // Another entry had its identifier then.
                None if removed.contains(&id) || mapped.iter().any(|(then, _)| *then == id) => {
                    break;
                }
                None => id,
            };
            // A version that came twice counts from the last time on.
            let is_known = version == current || once.iter().any(|(_, known)| known == version);
            if !is_known {
                once.push((id.clone(), version.clone()));
            }
        }
        once
    }

    /// The lists.
    #[must_use]
    pub const fn registry(&self) -> &Registry {
        &self.registry
    }
}

/// Which version of a list it is: the beginning of a hash of its document.
pub(super) fn version(list: &List) -> String {
    version_of(&list.document)
}

fn version_of(document: &str) -> String {
    let hash = Sm3::digest(document.as_bytes());
    hash.iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
