//! Entries of the same matter: what belongs together by structure, then what shares rare wording.
//! Knows no search engine and no single document.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::id::{EntryId, Place};
use super::list::List;

/// At most so many entries are related by wording.
const MAX_ALIKE: usize = 6;
/// Share of their telling wording that two entries must have in common.
const ALIKE: f64 = 0.33;

/// Characters that join words and mean nothing by themselves.
const JOINING: &str = "的和及与对等或在中为由以其了";
/// One pair in common is chance.
const LEAST_SHARED: usize = 2;

/// Two characters side by side: the shortest wording that means something.
type Pair = (char, char);

/// What the entries of one list have to do with each other.
#[derive(Debug)]
pub(super) struct Kinship {
    worded: Vec<Worded>,
    /// Which of `worded` have a pair, and how telling it is: the fewer, the more.
    holders: HashMap<Pair, (f64, Vec<usize>)>,
}

/// An entry by its wording.
#[derive(Debug)]
struct Worded {
    place: Place,
    pairs: HashSet<Pair>,
    weight: f64,
}

impl Kinship {
    /// Compares the entries of a list; agencies have no wording of their own.
    #[must_use]
    pub(super) fn new(list: &List) -> Self {
        let mut worded: Vec<Worded> = list
            .places()
            .filter(|place| !matches!(place, Place::Agency(_)))
            .map(|place| Worded {
                pairs: wording(list, &place),
                place,
                weight: 0.0,
            })
            .collect();
        let holders = holders(&worded);
        for one in &mut worded {
            one.weight = one.pairs.iter().map(|pair| holders[pair].0).sum();
        }
        Self { worded, holders }
    }

    /// Ids of entries of the same matter as the one at `place`, nearest first: its agencies, its
    /// duty or tasks, what an agency is responsible for; then entries that share wording which is
    /// rare in this list.
    #[must_use]
    pub(super) fn related(&self, list: &List, place: &Place) -> Vec<EntryId> {
        let mut places = by_structure(list, place);
        for alike in self.by_wording(place) {
            if !places.contains(alike) {
                places.push(alike.clone());
            }
        }
        places.into_iter().map(|place| list.id(place)).collect()
    }

    fn by_wording(&self, place: &Place) -> Vec<&Place> {
        let regime = match place {
            Place::Section(regime, _) => Some(Place::Supervision(*regime)),
            _ => None,
        };
        let place = regime.as_ref().unwrap_or(place);
        let Some(own) = self.worded.iter().find(|one| one.place == *place) else {
            return Vec::new();
        };
        let mut shared: BTreeMap<usize, (usize, f64)> = BTreeMap::new();
        for pair in &own.pairs {
            let (weight, holders) = &self.holders[pair];
            for holder in holders {
                let (count, sum) = shared.entry(*holder).or_default();
                *count += 1;
                *sum += weight;
            }
        }
        // Mostly a share of the shorter wording: a service's few words stand inside a long task's.
        let likeness = |other: &Worded, shared: f64| {
            let (less, more) = (own.weight.min(other.weight), own.weight.max(other.weight));
            shared / (less.powf(0.75) * more.powf(0.25)).max(f64::MIN_POSITIVE)
        };
        let mut alike: Vec<(f64, &Place)> = shared
            .into_iter()
            .filter(|(_, (count, _))| *count >= LEAST_SHARED)
            .map(|(n, (_, shared))| (likeness(&self.worded[n], shared), &self.worded[n].place))
            .filter(|(likeness, other)| *likeness >= ALIKE && *other != place)
            .collect();
        alike.sort_by(|a, b| b.0.total_cmp(&a.0));
        alike.truncate(MAX_ALIKE);
        alike.into_iter().map(|(_, other)| other).collect()
    }
}

fn by_structure(list: &List, place: &Place) -> Vec<Place> {
    match place {
        Place::Service(n) => agencies(list, |agency| agency.services.contains(n)),
        Place::Boundary(n) => agencies(list, |agency| agency.boundaries.contains(n)),
        Place::Duty(n) => {
            let tasks = list.duty(*n).map_or(&[][..], |duty| &duty.tasks);
            (1..).zip(tasks).map(|(k, _)| Place::Task(*n, k)).collect()
        }
        Place::Task(duty, _) => vec![Place::Duty(*duty)],
        Place::Section(regime, _) => vec![Place::Supervision(*regime)],
        Place::Supervision(_) => Vec::new(),
        Place::Agency(name) => {
            let Some(agency) = list.agency(name) else {
                return Vec::new();
            };
            let services = agency.services.iter().map(|n| Place::Service(*n));
            let boundaries = agency.boundaries.iter().map(|n| Place::Boundary(*n));
            services.chain(boundaries).collect()
        }
    }
}

fn agencies(list: &List, takes_part: impl Fn(&super::list::Agency) -> bool) -> Vec<Place> {
    let involved = list.agencies.iter().filter(|agency| takes_part(agency));
    involved
        .map(|agency| Place::Agency(agency.name.clone()))
        .collect()
}

/// Who has each pair, and its weight: the square of its inverse document frequency.
fn holders(worded: &[Worded]) -> HashMap<Pair, (f64, Vec<usize>)> {
    let mut holders: HashMap<Pair, (f64, Vec<usize>)> = HashMap::new();
    for (n, one) in worded.iter().enumerate() {
        for pair in &one.pairs {
            holders.entry(*pair).or_default().1.push(n);
        }
    }
    let count = |items: usize| u32::try_from(items).map_or(f64::MAX, f64::from);
    for (weight, who) in holders.values_mut() {
        // What stands in one entry alone tells nothing about likeness.
        if who.len() > 1 {
            let rarity = f64::ln(1.0 + count(worded.len()) / count(who.len())) - f64::ln(2.0);
            *weight = rarity.powi(2);
        }
    }
    holders
}

/// The pairs of an entry's title, and of a service's content.
fn wording(list: &List, place: &Place) -> HashSet<Pair> {
    let mut pairs = HashSet::new();
    let title = list.summary(place).map(|summary| summary.title);
    let content = match place {
        Place::Service(n) => list.service(*n).and_then(|s| s.content.as_ref()),
        _ => None,
    };
    for text in title
        .iter()
        .map(String::as_str)
        .chain(content.map(|c| c.text.as_str()))
    {
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            if let Some(next) = chars.peek().copied()
                && [c, next]
                    .iter()
                    .all(|c| c.is_alphanumeric() && !JOINING.contains(*c))
            {
                pairs.insert((c, next));
            }
        }
    }
    pairs
}
