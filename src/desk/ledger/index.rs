//! The index of the ledger: of every case a few facts, and its words on the shelf. In memory only;
//! knows no books and nobody who may not see.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;
use std::sync::Arc;

use jiff::civil::Date;

use super::may_find_visitor;
use crate::casework::{Case, CaseNumber, ClerkId, Status, Told};
use crate::desk::sift::{Facts, fits};
use crate::registry::EntryId;
use crate::rpc::{CaseField, CaseFilter, CaseOrder, Loading, TotalIs};
use crate::search::{Place, Query, SLOTS, Shelf, Sort, Sought};

/// The slots of the shelf.
pub(super) const SEARCHED: [CaseField; 7] = [
    CaseField::Number,
    CaseField::Subject,
    CaseField::Service,
    CaseField::Agency,
    CaseField::Respondent,
    CaseField::Visitor,
    CaseField::Content,
];

/// Rows that are counted beyond what is wanted, so that the total of an ordinary ledger is exact.
const COUNTED: usize = 50_000;

/// What is known of every case.
pub(super) struct Index {
    rows: Vec<Row>,
    places: HashMap<CaseNumber, Place>,
    /// By due date, of each day the newest first.
    due: BTreeSet<(Date, Reverse<Place>)>,
    shelf: Shelf,
    names: Names,
    /// How many are read in.
    read: usize,
    /// How many there are; nothing until that is known.
    of: Option<u64>,
}

/// What is known of one case.
struct Row {
    number: CaseNumber,
    /// 0: it is not read in yet.
    revision: u32,
    status: Status,
    due_on: Option<Date>,
    service: Option<u32>,
    agency: Option<u32>,
    opened_by: u32,
    acted_by: u32,
}

/// Names that many cases share, each once.
#[derive(Default)]
struct Names {
    entries: Interned<EntryId>,
    agencies: Interned<str>,
    clerks: Interned<ClerkId>,
}

struct Interned<T: ?Sized> {
    all: Vec<Arc<T>>,
    numbers: HashMap<Arc<T>, u32>,
}

impl<T: ?Sized> Default for Interned<T> {
    fn default() -> Self {
        Self {
            all: Vec::new(),
            numbers: HashMap::new(),
        }
    }
}

impl<T: ?Sized + Eq + Hash + ToOwned> Interned<T>
where
    Arc<T>: From<T::Owned>,
{
    fn number(&mut self, name: &T) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        let name: Arc<T> = Arc::from(name.to_owned());
        self.all.push(Arc::clone(&name));
        self.numbers.insert(name, number);
        number
    }

    fn get(&self, number: u32) -> &T {
        &self.all[number as usize]
    }
}

/// Cases that fit.
pub(super) struct Listed {
    pub(super) numbers: Vec<CaseNumber>,
    pub(super) total: usize,
    pub(super) total_is: TotalIs,
}

impl Default for Index {
    fn default() -> Self {
        use Sort::{Code, Name, Text};
        let sorts: [Sort; SLOTS] = [Code, Name, Name, Name, Name, Name, Text, Text];
        Self {
            rows: Vec::new(),
            places: HashMap::new(),
            due: BTreeSet::new(),
            shelf: Shelf::new(sorts),
            names: Names::default(),
            read: 0,
            of: None,
        }
    }
}

impl Index {
    /// Says how many cases there will be.
    pub(super) fn expect(&mut self, of: u64) {
        self.of.get_or_insert(of);
    }

    /// Gives every case its place, given the newest first. Those that came meanwhile stand behind.
    pub(super) fn shelve(&mut self, newest_first: &[CaseNumber]) {
        for number in newest_first.iter().rev() {
            self.place(*number);
        }
        self.of = Some(u64::try_from(self.rows.len()).unwrap_or(u64::MAX));
    }

    /// All that could be read in is.
    pub(super) fn complete(&mut self) {
        self.read = self.rows.len();
        self.of = Some(u64::try_from(self.read).unwrap_or(u64::MAX));
    }

    /// How far reading in is; nothing once it is done.
    pub(super) fn loading(&self) -> Option<Loading> {
        let done = u64::try_from(self.read).unwrap_or(u64::MAX);
        match self.of {
            Some(of) if done >= of => None,
            of => Some(Loading {
                done,
                of: of.unwrap_or(done),
            }),
        }
    }

    /// Whether a case is in as it is at this revision, or later.
    pub(super) fn has(&self, number: CaseNumber) -> bool {
        let place = self.places.get(&number);
        place.is_some_and(|place| self.rows[*place as usize].revision > 0)
    }

    fn place(&mut self, number: CaseNumber) -> Place {
        if let Some(place) = self.places.get(&number) {
            return *place;
        }
        let place = Place::try_from(self.rows.len()).unwrap_or(Place::MAX);
        self.places.insert(number, place);
        self.rows.push(Row {
            number,
            revision: 0,
            status: Status::Open,
            due_on: None,
            service: None,
            agency: None,
            opened_by: 0,
            acted_by: 0,
        });
        place
    }

    /// Takes a case in as it is; an older state of one that is there is passed over.
    pub(super) fn put(&mut self, case: &Case) {
        let place = self.place(case.number);
        let was = &self.rows[place as usize];
        if was.revision >= case.revision {
            return;
        }
        if was.revision == 0 {
            self.read += 1;
        }
        if let Some(due) = was.due_on {
            self.due.remove(&(due, Reverse(place)));
        }
        let due_on = case.due.as_ref().map(|due| due.on);
        if let Some(due) = due_on {
            self.due.insert((due, Reverse(place)));
        }
        let nothing = crate::casework::Said::default();
        let said = match &case.told {
            Told::Open(said) => said,
            Told::Sealed | Told::Erased | Told::Damaged => &nothing,
        };
        let names = &mut self.names;
        let entry = case.entry.as_ref();
        self.rows[place as usize] = Row {
            number: case.number,
            revision: case.revision,
            status: case.status,
            due_on,
            service: entry.map(|entry| names.entries.number(&entry.id)),
            agency: said
                .agency
                .as_deref()
                .map(|name| names.agencies.number(name)),
            opened_by: names.clerks.number(&case.opened_by),
            acted_by: names.clerks.number(&case.acted_by),
        };
        let visitor = said.visitor.as_ref();
        let visitor = visitor.filter(|_| may_find_visitor(case.number.kind));
        let number = case.number.to_string();
        fn text(text: &Option<String>) -> &str {
            text.as_deref().unwrap_or_default()
        }
        self.shelf.put(
            place,
            [
                &number,
                text(&said.subject),
                entry.map_or("", |entry| &entry.title),
                text(&said.agency),
                text(&said.respondent),
                visitor.map_or("", |visitor| text(&visitor.name)),
                text(&said.content),
                "",
            ],
        );
    }

    /// A query made ready.
    pub(super) fn ask<'a>(&'a self, query: &'a Query) -> Sought<'a> {
        self.shelf.ask(query)
    }

    fn facts(&self, row: &Row) -> Facts<'_> {
        let names = &self.names;
        Facts {
            number: row.number,
            status: row.status,
            service: row.service.map(|number| names.entries.get(number)),
            agency: row.agency.map(|number| names.agencies.get(number)),
            opened_by: names.clerks.get(row.opened_by),
            acted_by: names.clerks.get(row.acted_by),
            due_on: row.due_on,
        }
    }

    /// The cases that fit, at most so many.
    pub(super) fn list(
        &self,
        query: &Query,
        filter: &CaseFilter,
        order: CaseOrder,
        limit: usize,
        who: &ClerkId,
        today: Date,
    ) -> Listed {
        let accept = |place: Place| {
            let row = &self.rows[place as usize];
            row.revision > 0 && fits(filter, &self.facts(row), who, today)
        };
        if !query.is_blank() && order == CaseOrder::Newest {
            let newest = self.ask(query).newest(limit, accept);
            let total = newest.places.len();
            let is_all = newest.is_all;
            return self.listed(newest.places, total, is_all);
        }
        let newest = (0..self.rows.len()).rev().map(|at| at as Place);
        let by_due = self.due.iter().map(|(_, Reverse(place))| *place);
        let has_due = |place: &Place| self.rows[*place as usize].due_on.is_some();
        let needs_due = filter.overdue || filter.due_within.is_some();
        let asked = (!query.is_blank()).then(|| self.ask(query));
        let fits =
            |place: Place| accept(place) && asked.as_ref().is_none_or(|asked| asked.fits(place));
        match order {
            // Only running cases have a due date: few, whatever is stored.
            CaseOrder::Newest if needs_due => {
                let mut places: Vec<Place> = by_due.filter(|place| fits(*place)).collect();
                places.sort_unstable_by_key(|place| Reverse(*place));
                let total = places.len();
                places.truncate(limit);
                self.listed(places, total, true)
            }
            CaseOrder::Newest => self.first(newest, limit, fits),
            CaseOrder::DaysLeft if needs_due => self.first(by_due, limit, fits),
            CaseOrder::DaysLeft => {
                let rest = newest.filter(|place| !has_due(place));
                self.first(by_due.chain(rest), limit, fits)
            }
        }
    }

    /// The first that fit, and how many do, as far as is worth counting.
    fn first(
        &self,
        places: impl Iterator<Item = Place>,
        limit: usize,
        fits: impl Fn(Place) -> bool,
    ) -> Listed {
        let mut found = Vec::new();
        let mut total = 0;
        let mut beyond = 0;
        for place in places {
            if found.len() >= limit {
                beyond += 1;
                if beyond > COUNTED {
                    return self.listed(found, total, false);
                }
            }
            if fits(place) {
                total += 1;
                if found.len() < limit {
                    found.push(place);
                }
            }
        }
        self.listed(found, total, true)
    }

    fn listed(&self, places: Vec<Place>, total: usize, is_all: bool) -> Listed {
        let numbers = places.into_iter();
        Listed {
            numbers: numbers
                .map(|place| self.rows[place as usize].number)
                .collect(),
            total,
            total_is: if is_all {
                TotalIs::Exact
            } else {
                TotalIs::AtLeast
            },
        }
    }
}
