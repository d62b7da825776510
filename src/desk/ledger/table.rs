//! The table of all cases: compact facts, the shelf of their words, and which come first. In memory
//! only. Knows no view and no thread.

mod find;

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::Hash;

use jiff::civil::Date;

use crate::casework::{Case, CaseKind, CaseNumber, ClerkId, EntryThen, Said, Status, Told};
use crate::registry::EntryId;
use crate::rpc::CaseField;
use crate::search::{Holds, Sheet, Shelf};

#[cfg(test)]
pub(super) use find::Listed;
pub(super) use find::Wanted;

/// The fields that are searched, in the order of the shelf's slots.
pub(super) const FIELDS: [CaseField; 7] = [
    CaseField::Number,
    CaseField::Subject,
    CaseField::Service,
    CaseField::Agency,
    CaseField::Respondent,
    CaseField::Visitor,
    CaseField::Content,
];

const fn holds(field: CaseField) -> Holds {
    match field {
        CaseField::Number => Holds::Code,
        CaseField::Service | CaseField::Agency => Holds::Shared,
        CaseField::Subject => Holds::Words,
        CaseField::Respondent | CaseField::Visitor => Holds::Name,
        CaseField::Content => Holds::Text,
    }
}

/// The number of the first case that is new; those that were there are numbered down from it.
const FIRST: u32 = 1 << 31;

/// A case made ready to be put in.
pub(in crate::desk) struct Entry {
    case: Case,
    sheet: Sheet,
}

impl Entry {
    /// Makes a case ready: the work that needs no table.
    pub(in crate::desk) fn new(case: Case) -> Self {
        let sheet = sheet(&case);
        // Of the rest nothing but the agency is asked for any more.
        let told = match case.told {
            Told::Open(said) => Told::Open(Box::new(Said {
                agency: said.agency,
                ..Said::default()
            })),
            other => other,
        };
        Self {
            case: Case { told, ..case },
            sheet,
        }
    }
}

/// What a case is found by. An informant is not: whoever told on somebody is found by nobody.
fn sheet(case: &Case) -> Sheet {
    let nothing = Said::default();
    let said = case.said().unwrap_or(&nothing);
    let number = case.number.to_string();
    let visitor = said
        .visitor
        .as_ref()
        .filter(|_| case.number.kind != CaseKind::Tipoff);
    let text = |field| match field {
        CaseField::Number => Some(&number),
        CaseField::Subject => said.subject.as_ref(),
        CaseField::Service => case.entry.as_ref().map(|entry| &entry.title),
        CaseField::Agency => said.agency.as_ref(),
        CaseField::Respondent => said.respondent.as_ref(),
        CaseField::Visitor => visitor.and_then(|visitor| visitor.name.as_ref()),
        CaseField::Content => said.content.as_ref(),
    };
    Sheet::new(FIELDS.map(|field| text(field).map_or("", String::as_str)))
}

/// What many cases have in common, kept once.
struct Pool<T> {
    values: Vec<T>,
    numbers: HashMap<T, u32>,
}

impl<T> Default for Pool<T> {
    fn default() -> Self {
        Self {
            values: Vec::new(),
            numbers: HashMap::new(),
        }
    }
}

/// The number of no value.
const NONE: u32 = u32::MAX;

impl<T: Clone + Eq + Hash> Pool<T> {
    fn number(&mut self, value: Option<&T>) -> u32 {
        let Some(value) = value else { return NONE };
        if let Some(number) = self.numbers.get(value) {
            return *number;
        }
        let number = u32::try_from(self.values.len()).unwrap_or(NONE);
        self.values.push(value.clone());
        self.numbers.insert(value.clone(), number);
        number
    }

    fn get(&self, number: u32) -> Option<&T> {
        self.values.get(number as usize)
    }
}

/// A case's row. One that is not read in yet has its number only.
struct Row {
    number: CaseNumber,
    facts: Option<Compact>,
}

struct Compact {
    revision: u32,
    status: Status,
    due_on: Option<Date>,
    merged_into: Option<CaseNumber>,
    service: u32,
    agency: u32,
    opened_by: u32,
    acted_by: u32,
}

/// The table.
pub(super) struct Table {
    /// From [`FIRST`] upwards.
    newer: Vec<Row>,
    /// From `FIRST - 1` downwards.
    older: Vec<Row>,
    keys: HashMap<CaseNumber, u32>,
    /// Cases that changed before it was known where they stand.
    early: HashMap<CaseNumber, Entry>,
    /// Whether it is known where every case stands.
    is_walked: bool,
    loaded: usize,
    /// Cases that cannot be read.
    unread: HashSet<CaseNumber>,
    due: BTreeSet<(Date, Reverse<u32>)>,
    /// Cases merged into others: the other one first.
    merged: BTreeSet<(CaseNumber, CaseNumber)>,
    services: Pool<(EntryId, String)>,
    agencies: Pool<String>,
    clerks: Pool<ClerkId>,
    pub(super) shelf: Shelf,
}

impl Default for Table {
    fn default() -> Self {
        Self {
            newer: Vec::new(),
            older: Vec::new(),
            keys: HashMap::new(),
            early: HashMap::new(),
            is_walked: false,
            loaded: 0,
            unread: HashSet::new(),
            due: BTreeSet::new(),
            merged: BTreeSet::new(),
            services: Pool::default(),
            agencies: Pool::default(),
            clerks: Pool::default(),
            shelf: Shelf::new(&FIELDS.map(holds)),
        }
    }
}

impl Table {
    /// Learns where cases stand that were there before: the newest first, each call older ones.
    pub(super) fn met(&mut self, numbers: impl IntoIterator<Item = CaseNumber>) {
        for number in numbers {
            if self.keys.contains_key(&number) {
                continue;
            }
            let below = u32::try_from(self.older.len() + 1).unwrap_or(FIRST);
            self.keys.insert(number, FIRST.saturating_sub(below));
            self.older.push(Row {
                number,
                facts: None,
            });
            if let Some(entry) = self.early.remove(&number) {
                self.put(entry);
            }
        }
    }

    /// All that were there before have been named: whatever else comes is new.
    pub(super) fn all_met(&mut self) {
        self.is_walked = true;
        for (_, entry) in std::mem::take(&mut self.early) {
            self.put(entry);
        }
    }

    /// Whether all cases that were there are read in, but those that cannot be read.
    pub(super) fn is_loaded(&self) -> bool {
        self.is_walked && self.progress().0 == self.keys.len()
    }

    /// How many are read in or cannot be, and how many are known.
    pub(super) fn progress(&self) -> (usize, usize) {
        (self.loaded + self.unread.len(), self.keys.len())
    }

    /// A case that was there before cannot be read: it is not missed any more.
    pub(super) fn give_up(&mut self, number: CaseNumber) {
        let key = self.keys.get(&number).copied();
        let row = key.and_then(|key| self.row(key));
        if row.is_some_and(|row| row.facts.is_none()) {
            self.unread.insert(number);
        }
    }

    /// How many cases cannot be read.
    pub(super) fn unread(&self) -> usize {
        self.unread.len()
    }

    /// Cases that are not read in, newest first, from the so many-eth that was there on; and where
    /// to go on.
    pub(super) fn missing(&self, from: usize, most: usize) -> (Vec<CaseNumber>, usize) {
        let mut missing = Vec::new();
        let mut at = from;
        for row in self.older.iter().skip(from) {
            if missing.len() == most {
                break;
            }
            at += 1;
            if row.facts.is_none() && !self.unread.contains(&row.number) {
                missing.push(row.number);
            }
        }
        (missing, at)
    }

    /// Puts a case in, unless it is known as it was then or later.
    pub(super) fn put(&mut self, entry: Entry) {
        let number = entry.case.number;
        let key = match self.keys.get(&number) {
            Some(key) => *key,
            None if self.is_walked || entry.case.revision == 1 => {
                let above = u32::try_from(self.newer.len()).unwrap_or(FIRST - 1);
                let key = FIRST + above.min(FIRST - 1);
                self.newer.push(Row {
                    number,
                    facts: None,
                });
                self.keys.insert(number, key);
                key
            }
            None => {
                let known = self.early.get(&number).map(|known| known.case.revision);
                if known.is_none_or(|known| known < entry.case.revision) {
                    self.early.insert(number, entry);
                }
                return;
            }
        };
        let Entry { case, sheet } = entry;
        let agency = case.said().and_then(|said| said.agency.as_ref());
        let entry = case.entry.as_ref().map(EntryThen::which);
        let service = entry.map(|(id, version)| (id.clone(), version.to_owned()));
        let facts = Compact {
            revision: case.revision,
            status: case.status,
            due_on: case.running_due().map(|due| due.on),
            merged_into: case.merged.map(|(into, _)| into),
            service: self.services.number(service.as_ref()),
            agency: self.agencies.number(agency),
            opened_by: self.clerks.number(Some(&case.opened_by)),
            acted_by: self.clerks.number(Some(&case.acted_by)),
        };
        let Some(row) = self.row_mut(key) else { return };
        if let Some(known) = &row.facts
            && known.revision >= facts.revision
        {
            return;
        }
        let (number, due_on, merged_into) = (row.number, facts.due_on, facts.merged_into);
        let before = row.facts.replace(facts);
        if let Some(into) = before.as_ref().and_then(|before| before.merged_into) {
            self.merged.remove(&(into, number));
        }
        self.merged.extend(merged_into.map(|into| (into, number)));
        match before {
            None => {
                self.loaded += 1;
                self.unread.remove(&number);
            }
            Some(Compact {
                due_on: Some(due), ..
            }) => {
                self.due.remove(&(due, Reverse(key)));
            }
            Some(_) => {}
        }
        self.due.extend(due_on.map(|due| (due, Reverse(key))));
        self.shelf.put(key, &sheet);
    }

    /// The cases that are merged into one.
    pub(super) fn merged_into(&self, number: CaseNumber) -> Vec<CaseNumber> {
        let least = CaseNumber {
            day: Date::MIN,
            serial: 0,
            ..number
        };
        let range = self.merged.range((number, least)..);
        let range = range.take_while(|(into, _)| *into == number);
        range.map(|(_, from)| *from).collect()
    }

    fn row_mut(&mut self, key: u32) -> Option<&mut Row> {
        match key.checked_sub(FIRST) {
            Some(above) => self.newer.get_mut(above as usize),
            None => self.older.get_mut((FIRST - 1 - key) as usize),
        }
    }

    fn row(&self, key: u32) -> Option<&Row> {
        match key.checked_sub(FIRST) {
            Some(above) => self.newer.get(above as usize),
            None => self.older.get((FIRST - 1 - key) as usize),
        }
    }
}
