//! Lookup: the registry and the index over it. What can be asked without anything written down.

use std::collections::BTreeMap;
use std::sync::Arc;

use sm3::{Digest, Sm3};

use crate::casework::EntryThen;
use crate::registry::{EntryId, List, ListCode, Reference, Registry, read};
use crate::search::Spoken;

use super::books::{ListRecord, Replaced};
use super::built_in;
use super::finder::Finder;
use super::sift::About;

/// The registry and the index over it.
#[derive(Debug)]
pub struct Lookup {
    pub(super) registry: Registry,
    pub(super) finder: Finder,
    /// Which version of each list it is, in the order of the lists.
    pub(super) versions: Vec<String>,
    /// Lists that took the place of others, oldest first.
    steps: Vec<Step>,
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
        let finder = Finder::new(&registry);
        let versions = registry.lists().iter().map(|list| version(list));
        Self {
            versions: versions.collect(),
            registry,
            finder,
            steps: Vec::new(),
        }
    }

    /// Over the list that is compiled in and those that were recorded, oldest first: each in the
    /// place of an earlier one of its code, or behind all others.
    pub(super) fn over(records: &[Arc<ListRecord>]) -> Self {
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
        Self {
            steps,
            ..Self::new(Registry::new(lists))
        }
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
