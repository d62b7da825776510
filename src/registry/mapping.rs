//! Which entry of an older list is which of a newer one, by meaning and not by number: the same
//! words, else the nearest wording where nothing else is nearly as near. Knows no wire and no disk.

use std::collections::{BTreeMap, BTreeSet};

use super::entry::Body;
use super::id::{EntryId, Place};
use super::list::List;

/// Wordings less alike than this (of 100) are not taken for the same entry.
const ALIKE: usize = 50;
/// By so much (of 100) the nearest must be nearer than the next.
const CLEARLY: usize = 8;
/// So much (of 100) standing in the same surroundings counts.
const SURROUNDINGS: usize = 10;
/// More pairs than this are not compared: then only what reads the same is found again.
const MOST_PAIRS: usize = 1_000_000;

/// What is different in a newer reading of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diff {
    /// Entries that only the new list has.
    pub added: Vec<EntryId>,
    /// Entries that both have and that show something else; by their new identifiers.
    pub changed: Vec<EntryId>,
    /// Entries that only the old list had.
    pub removed: Vec<EntryId>,
    /// Entries and sections that have another identifier now: the old one, the new one.
    pub mapped: Vec<(EntryId, EntryId)>,
}

/// Compares two readings of a list by meaning, and by what each entry shows. A duty shows its
/// tasks too: it is changed with them.
#[must_use]
pub fn diff(old: &List, new: &List) -> Diff {
    let map = Map::new(old, new);
    let back: BTreeMap<&Place, &Place> = map.0.iter().map(|(old, new)| (new, old)).collect();
    let mut diff = Diff::default();
    for place in new.places() {
        match back.get(&place) {
            None => diff.added.push(new.id(place)),
            Some(before) if map.differs(old, before, new, &place) => {
                diff.changed.push(new.id(place));
            }
            Some(_) => {}
        }
    }
    let gone = old.places().filter(|place| !map.0.contains_key(place));
    diff.removed = gone.map(|place| old.id(place)).collect();
    let moved = map.0.iter().filter(|(old, new)| old != new);
    let ids = |(before, now): (&Place, &Place)| (old.id(before.clone()), new.id(now.clone()));
    diff.mapped = moved.map(ids).collect();
    diff
}

/// Old places to new ones.
struct Map(BTreeMap<Place, Place>);

/// An entry as it is compared.
struct Candidate {
    place: Place,
    /// Its words, without spaces.
    words: String,
    /// What it stands in: of a task its duty, of a service its agency.
    around: Option<String>,
}

impl Map {
    fn new(old: &List, new: &List) -> Self {
        let mut map = Self(BTreeMap::new());
        for among in [
            |place: &Place| matches!(place, Place::Service(_)),
            |place: &Place| matches!(place, Place::Duty(_)),
            // After the duties, by which they are told apart.
            |place: &Place| matches!(place, Place::Task(..)),
            |place: &Place| matches!(place, Place::Boundary(_)),
            |place: &Place| matches!(place, Place::Supervision(_)),
            |place: &Place| matches!(place, Place::Agency(_)),
        ] {
            let before = candidates(old, among, |duty| {
                let now = map.0.get(&Place::Duty(duty))?;
                Some(now.to_string())
            });
            let now = candidates(new, among, |duty| Some(Place::Duty(duty).to_string()));
            let pairs = paired(&before, &now);
            map.0.extend(pairs);
        }
        map.sections(old, new);
        map
    }

    /// A regime's sections go with it, by their headings.
    fn sections(&mut self, old: &List, new: &List) {
        let mut found = Vec::new();
        for (before, now) in &self.0 {
            let (Place::Supervision(before), Place::Supervision(now)) = (before, now) else {
                continue;
            };
            let (Some(old), Some(new)) = (old.supervision(*before), new.supervision(*now)) else {
                continue;
            };
            let mut left: Vec<_> = (1..).zip(&new.sections).collect();
            for (n, section) in (1..).zip(&old.sections) {
                let same =
                    |(_, other): &(u32, &super::Section)| other.title.text == section.title.text;
                if let Some(at) = left.iter().position(same) {
                    let (k, _) = left.remove(at);
                    found.push((Place::Section(*before, n), Place::Section(*now, k)));
                }
            }
        }
        self.0.extend(found);
    }

    /// Whether an entry shows something else now. That what it names was renumbered is nothing.
    fn differs(&self, old: &List, before: &Place, new: &List, now: &Place) -> bool {
        let title = |list: &List, place| list.summary(place).map(|summary| summary.title);
        let body = old.body(before).map(|body| self.translated(body));
        title(old, before) != title(new, now) || body != new.body(now)
    }

    fn translated(&self, mut body: Body) -> Body {
        let translate = |id: &mut EntryId| {
            if let Some(now) = self.0.get(&id.place) {
                id.place = now.clone();
            }
        };
        match &mut body {
            Body::Duty { tasks, .. } => tasks.iter_mut().for_each(|task| translate(&mut task.id)),
            Body::Task { duty, .. } => translate(duty),
            Body::Supervision { sections } => {
                sections.iter_mut().for_each(|part| translate(&mut part.id));
            }
            Body::Agency {
                services,
                boundaries,
                ..
            } => services.iter_mut().chain(boundaries).for_each(translate),
            Body::Boundary { .. } | Body::Service { .. } => {}
        }
        body
    }
}

fn candidates(
    list: &List,
    among: fn(&Place) -> bool,
    duty: impl Fn(u32) -> Option<String>,
) -> Vec<Candidate> {
    let places = list.places().filter(among);
    let candidate = |place: Place| {
        let summary = list.summary(&place)?;
        let around = match place {
            Place::Task(number, _) => duty(number),
            _ => summary.agency,
        };
        let words = summary.title.split_whitespace().collect();
        Some(Candidate {
            place,
            words,
            around,
        })
    };
    places.filter_map(candidate).collect()
}

/// Which is which.
fn paired(old: &[Candidate], new: &[Candidate]) -> Vec<(Place, Place)> {
    let mut pairs = Vec::new();
    let mut left: Vec<&Candidate> = new.iter().collect();
    let mut open: Vec<&Candidate> = old.iter().collect();
    // What reads the same: first in the same surroundings, then in the order of the document.
    for strictly in [true, false] {
        let mut by_words: BTreeMap<(&str, Option<String>), Vec<&Candidate>> = BTreeMap::new();
        let key = |one: &'_ Candidate| strictly.then_some(()).and(one.around.clone());
        for one in left.iter().rev() {
            let same = by_words.entry((&one.words, key(one)));
            same.or_default().push(one);
        }
        let mut taken = BTreeSet::new();
        open.retain(|one| {
            let found = by_words.get_mut(&(one.words.as_str(), key(one)));
            let Some(now) = found.and_then(Vec::pop) else {
                return true;
            };
            taken.insert(&now.place);
            pairs.push((one.place.clone(), now.place.clone()));
            false
        });
        left.retain(|one| !taken.contains(&one.place));
    }
    // Then the nearest wording; whatever is settled leaves fewer to be mistaken for one another.
    if open.len().saturating_mul(left.len()) > MOST_PAIRS {
        return pairs;
    }
    for (row, column) in settled(scores(&open, &left)) {
        if let (Some(before), Some(now)) = (open.get(row), left.get(column)) {
            pairs.push((before.place.clone(), now.place.clone()));
        }
    }
    pairs
}

/// How alike things are, by row and column.
type Scores = BTreeMap<(usize, usize), usize>;

/// Takes the first that is clearly nearer than all others of its row and of its column, again and
/// again, until there is none.
fn settled(mut scores: Scores) -> Vec<(usize, usize)> {
    let mut settled = Vec::new();
    loop {
        let mut rows: BTreeMap<usize, Highest> = BTreeMap::new();
        let mut columns: BTreeMap<usize, Highest> = BTreeMap::new();
        for ((row, column), score) in &scores {
            rows.entry(*row).or_default().note(*score);
            columns.entry(*column).or_default().note(*score);
        }
        let clear = scores.iter().find(|((row, column), score)| {
            let in_row = rows.get(row).and_then(|highest| highest.beside(**score));
            let in_column = columns.get(column);
            let in_column = in_column.and_then(|highest| highest.beside(**score));
            let rival = in_row.max(in_column);
            rival.is_none_or(|rival| rival + CLEARLY <= **score)
        });
        let Some((&(row, column), _)) = clear else {
            return settled;
        };
        scores.retain(|(r, c), _| *r != row && *c != column);
        settled.push((row, column));
    }
}

/// The highest scores of a row or column, so that not each is held against each.
#[derive(Default)]
struct Highest {
    first: Option<usize>,
    second: Option<usize>,
}

impl Highest {
    fn note(&mut self, score: usize) {
        if self.first < Some(score) {
            self.second = self.first.replace(score);
        } else {
            self.second = self.second.max(Some(score));
        }
    }

    /// The highest beside one of them.
    fn beside(&self, score: usize) -> Option<usize> {
        if self.first == Some(score) {
            self.second
        } else {
            self.first
        }
    }
}

/// How alike those are that are alike enough, by their places in the two slices.
fn scores(old: &[&Candidate], new: &[&Candidate]) -> Scores {
    let grams: Vec<BTreeSet<(char, char)>> = new.iter().map(|one| grams(&one.words)).collect();
    let mut scores = BTreeMap::new();
    for (row, before) in old.iter().enumerate() {
        let own = self::grams(&before.words);
        for (column, (now, other)) in new.iter().zip(&grams).enumerate() {
            let shared = own.intersection(other).count();
            let alike = 200 * shared / (own.len() + other.len()).max(1);
            let same = before.around.is_some() && before.around == now.around;
            if alike >= ALIKE {
                let bonus = if same { SURROUNDINGS } else { 0 };
                scores.insert((row, column), alike + bonus);
            }
        }
    }
    scores
}

/// The characters of a text two by two, its beginning and its end among them.
fn grams(words: &str) -> BTreeSet<(char, char)> {
    const EDGE: char = '\n';
    let before = std::iter::once(EDGE).chain(words.chars());
    let after = words.chars().chain(std::iter::once(EDGE));
    before.zip(after).collect()
}

#[cfg(test)]
mod tests {
    use super::super::read::read;
    use super::*;

    fn list(rows: &[(u32, &str)]) -> List {
        let header =
            "四、公共服务事项登记表\n\n\t序号\n\t服务事项\n\t主要内容\n\t承办机构\n\t联系电话\n\n";
        let row =
            |(n, title): &(u32, &str)| format!("\t{n}\n\t{title}\n\t\n\t军转办\n\t88820882\n\n");
        let rows: String = rows.iter().map(row).collect();
        let document = format!("{header}{rows}");
        read(document.as_bytes(), "t".parse().unwrap(), "某局").list
    }

    fn told(diff: &Diff) -> [Vec<String>; 4] {
        let ids = |ids: &[EntryId]| ids.iter().map(ToString::to_string).collect();
        let mapped = diff.mapped.iter();
        let mapped = mapped.map(|(old, new)| format!("{} {}", old.place, new.place));
        [
            ids(&diff.added),
            ids(&diff.changed),
            ids(&diff.removed),
            mapped.collect(),
        ]
    }

    #[test]
    fn entries_are_found_again_under_other_numbers_and_words() {
        let old = list(&[
            (1, "申报失业登记"),
            (2, "甲"),
            (3, "创业培训"),
            (4, "高校毕业生就业见习补贴"),
        ]);
        let new = list(&[
            (1, "创业培训"),
            (2, "失业登记申报"),
            (3, "高校毕业生就业见习补贴"),
            (4, "乙"),
        ]);
        let [added, changed, removed, mapped] = told(&diff(&old, &new));
        assert_eq!(added, ["t/service/4"]);
        assert_eq!(removed, ["t/service/2"]);
        // The agency shows its services, so it is changed as well.
        assert_eq!(changed, ["t/service/2", "t/agency/军转办"]);
        assert_eq!(
            mapped,
            [
                "service/1 service/2",
                "service/3 service/1",
                "service/4 service/3"
            ]
        );
        assert_eq!(diff(&new, &new), Diff::default());
    }

    #[test]
    fn what_could_be_either_is_neither() {
        let old = list(&[(1, "就业困难人员补贴申请")]);
        let new = list(&[(1, "就业困难人员补贴申请甲"), (2, "就业困难人员补贴申请乙")]);
        let [added, _, removed, mapped] = told(&diff(&old, &new));
        assert_eq!((added.len(), removed.len(), mapped.len()), (2, 1, 0));
    }

    /// As it is meant: each held against each.
    fn plainly_settled(scores: &Scores) -> Vec<(usize, usize)> {
        let mut free: Vec<((usize, usize), usize)> = scores.clone().into_iter().collect();
        let mut settled = Vec::new();
        loop {
            let clear = free.iter().find(|((row, column), score)| {
                free.iter().all(|((r, c), other)| {
                    let rival = (r == row) != (c == column);
                    !rival || *other + CLEARLY <= *score
                })
            });
            let Some(&((row, column), _)) = clear else {
                return settled;
            };
            settled.push((row, column));
            free.retain(|((r, c), _)| *r != row && *c != column);
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_clearly_nearest_is_settled_first(
            scores in proptest::collection::btree_map((0..6_usize, 0..6_usize), 50..110_usize, 0..30),
        ) {
            proptest::prop_assert_eq!(settled(scores.clone()), plainly_settled(&scores));
        }
    }
}
