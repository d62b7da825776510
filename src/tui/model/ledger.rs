//! State of the ledger: the cases of the hall, narrowed and in an order. Knows how a list is
//! replaced by a newer one without moving away under the clerk, not who asks for it.

mod narrowing;
#[cfg(test)]
mod tests;

pub use narrowing::{Narrowing, Tab};

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use tui_input::Input;

use super::Keep;
use crate::casework::{CaseKind, CaseNumber};
use crate::rpc::{
    CaseFilter, CaseHit, CaseOrder, CasesFound, ListCases, Loading, MOST_LINES, Matched, Refusal,
    TotalIs,
};

/// How many lines are asked for at first: more than two screens.
pub const FIRST_LINES: usize = 100;

/// The ledger.
#[derive(Clone, Debug)]
pub struct Ledger {
    /// The search line.
    pub input: Input,
    /// Which cases by how they stand.
    pub tab: Tab,
    /// Only this kind.
    pub kind: Option<CaseKind>,
    /// Only the clerk's own, whatever the tab.
    pub mine: bool,
    /// Which come first.
    pub order: CaseOrder,
    /// The last answer.
    pub listed: Listed,
    /// Index of the selected line.
    pub selected: usize,
    /// Index of the first line shown.
    pub offset: usize,
    /// How many lines are asked for.
    pub limit: usize,
    /// The question whose answer is awaited, and what to select in it.
    pub awaiting: Option<(u64, Keep)>,
    /// The cases whose lines alone that question wants; none: all.
    pub only: Vec<CaseNumber>,
    /// What is to be asked for again once that answer is here.
    pub stale: Option<Fresh>,
    /// Cases that came into the list above the first line shown, until they were seen.
    pub unseen: HashSet<CaseNumber>,
    /// The selected case once the list has it no more: its line stays until the selection leaves it.
    pub gone: Option<CaseNumber>,
}

/// An answer as the ledger keeps it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listed {
    /// Whether anything was answered yet.
    pub known: bool,
    /// Why nothing can be listed.
    pub fault: Option<Refusal>,
    /// The query that was answered.
    pub query: String,
    /// How many fit.
    pub total: usize,
    /// Whether there may be more.
    pub at_least: bool,
    /// How the query was taken, where that is not as it was typed.
    pub matched: Option<Matched>,
    /// The owner's day, once anything was answered.
    pub today: Option<Date>,
    /// How far the owner is with reading the cases in.
    pub loading: Option<Loading>,
    /// So many cases cannot be read and are in no list.
    pub left_out: usize,
    /// The first of them.
    pub lines: Vec<CaseHit>,
}

/// Of which cases the lines are to be those of now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fresh {
    /// Of these: the others did not change.
    These(Vec<CaseNumber>),
    /// Of all.
    All,
}

impl Fresh {
    /// Both together.
    #[must_use]
    pub fn and(self, other: Option<Self>) -> Self {
        match (self, other) {
            (one, None) => one,
            (Self::These(mut one), Some(Self::These(other))) => {
                let more = other.into_iter().filter(|number| !one.contains(number));
                let more: Vec<CaseNumber> = more.collect();
                one.extend(more);
                Self::These(one)
            }
            _ => Self::All,
        }
    }
}

impl Default for Ledger {
    fn default() -> Self {
        Self {
            input: Input::default(),
            tab: Tab::default(),
            kind: None,
            mine: false,
            order: CaseOrder::default(),
            listed: Listed::default(),
            selected: 0,
            offset: 0,
            limit: FIRST_LINES,
            awaiting: None,
            only: Vec::new(),
            stale: None,
            unseen: HashSet::new(),
            gone: None,
        }
    }
}

impl Ledger {
    /// The selected line.
    #[must_use]
    pub fn selected(&self) -> Option<&CaseHit> {
        self.listed.lines.get(self.selected)
    }

    /// Whether the lines belong to an older query than the one that stands there.
    #[must_use]
    pub const fn is_stale(&self) -> bool {
        matches!(self.awaiting, Some((_, Keep::First)))
    }

    /// What cases must be like to come into the list.
    #[must_use]
    pub fn filter(&self) -> CaseFilter {
        let mut filter = CaseFilter {
            kinds: self.kind.into_iter().collect(),
            mine: self.mine,
            ..CaseFilter::default()
        };
        self.tab.narrow(&mut filter);
        filter
    }

    /// What would be asked now.
    #[must_use]
    pub fn question(&self) -> ListCases {
        ListCases {
            text: self.input.value().to_owned(),
            filter: self.filter(),
            order: self.order,
            after: None,
            only: None,
            limit: self.limit,
            reveal: false,
        }
    }

    /// Whether only the clerk's own cases are listed.
    #[must_use]
    pub fn is_mine(&self) -> bool {
        self.mine || self.tab == Tab::Mine
    }

    /// Whether anything but the query narrows the list.
    #[must_use]
    pub fn is_narrowed(&self) -> bool {
        self.filter() != CaseFilter::default()
    }

    /// Lists every case again; the query and the order stay.
    pub const fn widen(&mut self) {
        self.tab = Tab::All;
        self.kind = None;
        self.mine = false;
    }

    /// Whether lines beyond those here can be asked for.
    #[must_use]
    pub fn has_more(&self) -> bool {
        let here = self.listed.lines.len();
        let more = self.listed.at_least || self.listed.total > here;
        more && here >= self.limit && self.limit < MOST_LINES
    }

    /// A newer list whole, where only some of its lines were asked for: the others are those that
    /// are here.
    ///
    /// # Errors
    /// What is to be asked for first: lines that are not here, or all, where these are of another
    /// day.
    pub fn completed(&self, mut found: CasesFound) -> Result<CasesFound, Fresh> {
        let all = std::mem::take(&mut found.numbers);
        if all.is_empty() {
            return Ok(found);
        }
        if self.listed.today != Some(found.today) {
            return Err(Fresh::All);
        }
        let fresh = std::mem::take(&mut found.lines);
        let here = self.listed.lines.iter().chain(&fresh);
        let known: HashMap<CaseNumber, &CaseHit> = here.map(|hit| (hit.line.number, hit)).collect();
        // What was asked for and did not come cannot be had now.
        let asked: HashSet<&CaseNumber> = self.only.iter().collect();
        let is_missing =
            |number: &&CaseNumber| !known.contains_key(number) && !asked.contains(number);
        let missing: Vec<CaseNumber> = all.iter().filter(is_missing).copied().collect();
        if !missing.is_empty() {
            return Err(Fresh::These(missing).and(Some(Fresh::These(self.only.clone()))));
        }
        let lines = all.iter().filter_map(|number| known.get(number).copied());
        found.lines = lines.cloned().collect();
        Ok(found)
    }

    /// Puts a newer list in the place of the one shown. Beginning anew, the selection stands where
    /// the clerk moved it since asking; else it stays on its case and, where that is possible, in
    /// its row of the screen. Of a case that is gone the next one takes the row.
    pub fn replace(&mut self, found: CasesFound, keep: Keep) {
        let row = self.selected.saturating_sub(self.offset);
        let last = found.lines.len().saturating_sub(1);
        let stays = self.place_in(&found.lines).min(last);
        let before: HashSet<CaseNumber> = numbers(&self.listed.lines).collect();
        let was_known = self.listed.known;
        self.listed = Listed::from(found);
        self.gone = None;
        match keep {
            Keep::First => self.offset = 0,
            Keep::Last => self.selected = self.listed.lines.len().saturating_sub(1),
            Keep::Entry => {
                self.selected = stays;
                self.offset = stays.saturating_sub(row);
            }
        }
        if keep == Keep::Entry && was_known {
            let above = numbers(&self.listed.lines).take(self.offset);
            let fresh: Vec<CaseNumber> = above.filter(|one| !before.contains(one)).collect();
            self.unseen.extend(fresh);
        } else {
            self.unseen.clear();
        }
    }

    /// The same under the eyes of a clerk, who may be about to open the selected case: where the newer
    /// list has it no more, its line stays for now.
    pub fn replace_seen(&mut self, mut found: CasesFound, keep: Keep) {
        let place = self.place_in(&found.lines);
        // Beyond the last line that was asked for it may be in the list all the same.
        let is_all = place < found.lines.len() || found.total <= found.lines.len();
        let leaves = |hit: &&CaseHit| numbers(&found.lines).all(|one| one != hit.line.number);
        let stays = self.selected().filter(leaves).cloned();
        let stays = stays.filter(|_| is_all && keep == Keep::Entry);
        let gone = stays.as_ref().map(|hit| hit.line.number);
        if let Some(hit) = stays {
            found.lines.insert(place, hit);
        }
        self.replace(found, keep);
        self.gone = gone;
    }

    /// Takes the line away that stayed, once the selection has left it.
    fn let_go(&mut self) {
        let selected = self.selected().map(|hit| hit.line.number);
        let Some(gone) = self.gone.take_if(|gone| Some(*gone) != selected) else {
            return;
        };
        let place = numbers(&self.listed.lines).position(|one| one == gone);
        if let Some(place) = place {
            self.listed.lines.remove(place);
            self.selected -= usize::from(place < self.selected);
            self.offset -= usize::from(place < self.offset);
        }
    }

    /// Where the selected case stands in a newer list; of one that is gone, the next that is not, or
    /// the end.
    fn place_in(&self, newer: &[CaseHit]) -> usize {
        let places: HashMap<CaseNumber, usize> = numbers(newer).zip(0..).collect();
        let place = |wanted: CaseNumber| places.get(&wanted).copied();
        let lines = &self.listed.lines;
        let (before, from) = lines.split_at(self.selected.min(lines.len()));
        let next = numbers(from).find_map(place);
        let previous = || Some(numbers(before).rev().find_map(place)? + 1);
        let place = next.or_else(previous).unwrap_or(self.selected);
        place.min(newer.len())
    }

    /// Keeps the selection inside the list and in view; what is in view now was seen.
    pub fn settle(&mut self, rows: usize) {
        self.let_go();
        let rows = rows.max(1);
        let count = self.listed.lines.len();
        self.selected = self.selected.min(count.saturating_sub(1));
        self.offset = self
            .offset
            .min(self.selected)
            .max((self.selected + 1).saturating_sub(rows))
            .min(count.saturating_sub(rows));
        if !self.unseen.is_empty() {
            let above: HashSet<CaseNumber> =
                numbers(&self.listed.lines).take(self.offset).collect();
            self.unseen.retain(|number| above.contains(number));
        }
    }
}

/// The numbers of some lines, in their order.
fn numbers(lines: &[CaseHit]) -> impl DoubleEndedIterator<Item = CaseNumber> + '_ {
    lines.iter().map(|hit| hit.line.number)
}

impl From<CasesFound> for Listed {
    fn from(found: CasesFound) -> Self {
        Self {
            known: true,
            fault: None,
            query: found.query,
            total: found.total,
            at_least: found.total_is == TotalIs::AtLeast,
            matched: found.matched,
            today: Some(found.today),
            loading: found.loading,
            left_out: found.left_out,
            lines: found.lines,
        }
    }
}
