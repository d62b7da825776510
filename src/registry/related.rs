//! Entries of the same matter: what belongs together by structure, then what shares rare wording.
//! Knows no search engine and no single document.

use std::collections::{HashMap, HashSet};

use super::id::{EntryId, Place};
use super::list::List;

/// At most so many entries are related by wording.
const MAX_ALIKE: usize = 6;
/// Share of the rarer wording that two entries must have in common (cosine).
const ALIKE: f64 = 0.22;

/// Two characters side by side: the shortest wording that means something.
type Pair = (char, char);

/// Ids of entries of the same matter as the one at `place`, nearest first: its agencies, its duty
/// or tasks, what an agency is responsible for; then entries that share wording which is rare in
/// this list.
#[must_use]
pub fn related(list: &List, place: &Place) -> Vec<EntryId> {
    let mut places = by_structure(list, place);
    for alike in by_wording(list, place) {
        if !places.contains(&alike) {
            places.push(alike);
        }
    }
    places.into_iter().map(|place| list.id(place)).collect()
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

fn by_wording(list: &List, place: &Place) -> Vec<Place> {
    let own_place = match place {
        Place::Section(regime, _) => Place::Supervision(*regime),
        Place::Agency(_) => return Vec::new(),
        other => other.clone(),
    };
    let worded: Vec<(Place, HashSet<Pair>)> = list
        .places()
        .filter(|other| !matches!(other, Place::Agency(_)))
        .map(|other| {
            let pairs = wording(list, &other);
            (other, pairs)
        })
        .collect();
    let rarity = rarity(&worded);
    let weight = |pairs: &HashSet<Pair>| pairs.iter().map(|pair| rarity[pair].powi(2)).sum::<f64>();
    let Some((_, own)) = worded.iter().find(|(other, _)| *other == own_place) else {
        return Vec::new();
    };
    let own_weight = weight(own);
    let mut alike: Vec<(f64, &Place)> = worded
        .iter()
        .filter(|(other, _)| *other != own_place)
        .map(|(other, pairs)| {
            let shared: f64 = own
                .intersection(pairs)
                .map(|pair| rarity[pair].powi(2))
                .sum();
            (
                shared / (own_weight * weight(pairs)).sqrt().max(f64::MIN_POSITIVE),
                other,
            )
        })
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .collect();
    alike.sort_by(|a, b| b.0.total_cmp(&a.0));
    alike.truncate(MAX_ALIKE);
    alike.into_iter().map(|(_, other)| other.clone()).collect()
}

/// How telling each pair is: the fewer entries have it, the more (inverse document frequency).
fn rarity(worded: &[(Place, HashSet<Pair>)]) -> HashMap<Pair, f64> {
    let mut holders: HashMap<Pair, u32> = HashMap::new();
    for pair in worded.iter().flat_map(|(_, pairs)| pairs) {
        *holders.entry(*pair).or_default() += 1;
    }
    let count = worded.iter().fold(0.0, |count, _| count + 1.0);
    holders
        .into_iter()
        .map(|(pair, n)| (pair, f64::ln(1.0 + count / f64::from(n)) - f64::ln(2.0)))
        .collect()
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
                && c.is_alphanumeric()
                && next.is_alphanumeric()
            {
                pairs.insert((c, next));
            }
        }
    }
    pairs
}
