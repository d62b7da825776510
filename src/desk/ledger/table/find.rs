//! What is found in the table: the first cases of an order that are as wanted, and how many there
//! are. Changes nothing.

use std::cmp::Reverse;

use jiff::civil::Date;

use super::{FIRST, Table};
use crate::casework::{CaseNumber, ClerkId};
use crate::desk::ledger::holds::is_of;
use crate::desk::sift::{About, Facts, fits};
use crate::rpc::{CaseFilter, CaseOrder};
use crate::search::{Query, Sought, Spoken, Taken};

/// So many cases more are counted once enough were found without a query.
const COUNTED: usize = 100_000;

/// What is wanted of the table.
pub(in crate::desk::ledger) struct Wanted<'a> {
    pub(in crate::desk::ledger) query: &'a Query,
    /// How people speak.
    pub(in crate::desk::ledger) spoken: Spoken<'a>,
    pub(in crate::desk::ledger) filter: &'a CaseFilter,
    /// The filter's entry, made out.
    pub(in crate::desk::ledger) about: Option<&'a About>,
    pub(in crate::desk::ledger) order: CaseOrder,
    pub(in crate::desk::ledger) after: Option<CaseNumber>,
    pub(in crate::desk::ledger) limit: usize,
    pub(in crate::desk::ledger) who: &'a ClerkId,
    pub(in crate::desk::ledger) today: Date,
}

/// What was found.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::desk::ledger) struct Listed {
    pub(in crate::desk::ledger) numbers: Vec<CaseNumber>,
    pub(in crate::desk::ledger) total: usize,
    pub(in crate::desk::ledger) is_exact: bool,
    /// How many cases were looked at closely for a query.
    pub(in crate::desk::ledger) scored: usize,
    /// How the query was taken.
    pub(in crate::desk::ledger) taken: Taken,
}

impl Table {
    /// Every key below one, the newest first.
    fn keys_below(&self, below: Option<u32>) -> impl Iterator<Item = u32> {
        let above = u32::try_from(self.newer.len()).unwrap_or(FIRST - 1);
        let under = u32::try_from(self.older.len()).unwrap_or(FIRST);
        let end = (FIRST + above).min(below.unwrap_or(u32::MAX));
        (FIRST - under..end).rev()
    }

    fn facts(&self, key: u32) -> Option<Facts<'_>> {
        let row = self.row(key)?;
        let facts = row.facts.as_ref()?;
        Some(Facts {
            number: row.number,
            status: facts.status,
            service: self
                .services
                .get(facts.service)
                .map(|(id, version)| (id, version.as_str())),
            agency: self.agencies.get(facts.agency).map(String::as_str),
            opened_by: self.clerks.get(facts.opened_by)?,
            acted_by: self.clerks.get(facts.acted_by)?,
            due_on: facts.due_on,
        })
    }

    /// The first cases that are as wanted, and how many there are.
    pub(in crate::desk::ledger) fn find(&self, wanted: &Wanted<'_>) -> Listed {
        let accept = |key: u32| {
            let facts = self.facts(key);
            facts.is_some_and(|facts| {
                fits(
                    wanted.filter,
                    wanted.about,
                    &facts,
                    wanted.who,
                    wanted.today,
                ) && is_of(wanted.query, &facts)
            })
        };
        let after = wanted
            .after
            .and_then(|number| self.keys.get(&number))
            .copied();
        if wanted.query.is_blank() {
            let is_all = wanted.query.sorts().is_empty() && *wanted.filter == CaseFilter::default();
            if wanted.after.is_none() && is_all {
                let keys = self.in_order(wanted.order, None);
                let keys = keys.filter(|key| self.row(*key).is_some_and(|row| row.facts.is_some()));
                return Listed {
                    numbers: self.numbers(keys.take(wanted.limit)),
                    total: self.loaded,
                    is_exact: true,
                    ..Listed::default()
                };
            }
            return self.first(
                self.in_order(wanted.order, after),
                wanted.limit,
                COUNTED,
                accept,
            );
        }
        let sought = self.shelf.ask(wanted.query, wanted.spoken);
        if wanted.order == CaseOrder::Newest {
            let found = sought.find(after, wanted.limit, Sought::COUNTED, accept);
            return Listed {
                total: found.total,
                is_exact: found.is_counted,
                scored: found.scored,
                taken: found.taken,
                numbers: self.numbers(found.keys.into_iter()),
            };
        }
        let taken = sought.taken(accept);
        let keys = self.in_order(wanted.order, after);
        let fits = |key| accept(key) && sought.fits(taken, key);
        let listed = self.first(keys, wanted.limit, 0, fits);
        Listed {
            scored: sought.scored(),
            taken,
            ..listed
        }
    }

    /// Every key in an order, after one where that is given.
    fn in_order(&self, order: CaseOrder, after: Option<u32>) -> Box<dyn Iterator<Item = u32> + '_> {
        if order == CaseOrder::Newest {
            return Box::new(self.keys_below(after));
        }
        let due_on = |key| self.row(key)?.facts.as_ref()?.due_on;
        let without = |below| {
            self.keys_below(below)
                .filter(move |key| due_on(*key).is_none())
        };
        match after.map(|key| (key, due_on(key))) {
            Some((key, None)) => Box::new(without(Some(key))),
            Some((key, Some(due))) => {
                let rest = self.due.range((due, Reverse(key))..).skip(1);
                Box::new(rest.map(|(_, key)| key.0).chain(without(None)))
            }
            None => Box::new(self.due.iter().map(|(_, key)| key.0).chain(without(None))),
        }
    }

    /// The first of some keys that are let through; so many are looked at more to count them.
    fn first(
        &self,
        keys: impl Iterator<Item = u32>,
        limit: usize,
        more: usize,
        accept: impl Fn(u32) -> bool,
    ) -> Listed {
        let mut found = Vec::new();
        let (mut total, mut beyond, mut is_exact) = (0, 0, true);
        for key in keys {
            if total > limit {
                beyond += 1;
                if beyond > more {
                    is_exact = false;
                    break;
                }
            }
            if accept(key) {
                total += 1;
                if found.len() < limit {
                    found.push(key);
                }
            }
        }
        Listed {
            numbers: self.numbers(found.into_iter()),
            total,
            is_exact,
            ..Listed::default()
        }
    }

    fn numbers(&self, keys: impl Iterator<Item = u32>) -> Vec<CaseNumber> {
        keys.filter_map(|key| Some(self.row(key)?.number)).collect()
    }
}
