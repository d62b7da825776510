//! The ledger (台账): the cases that fit, newest first or by days left. Finds them in the index,
//! reads only those that are shown.

mod index;
mod load;

use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use super::Desk;
use super::books::Books;
use super::show_case::{self, may_reveal};
use crate::casework::{CaseKind, CaseNumber};
use crate::rpc::{
    Asker, CaseField, CaseHit, CaseMark, CasesFound, ListCases, Loading, Refusal, TotalIs,
};
use crate::search::Query;

use index::{Index, SEARCHED};
use load::Loader;

/// Most lines of an answer: one frame holds them.
const MOST_LINES: usize = 2000;

/// So many changed cases may wait to be taken into the index until somebody asks.
const MOST_WAITING: usize = 256;

/// The index, and the thread that reads the cases in.
pub(super) struct Ledger {
    index: Arc<RwLock<Index>>,
    loader: Loader,
}

impl Ledger {
    /// Begins to read the cases in.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub(super) fn open(books: &Arc<Books>) -> std::io::Result<Self> {
        let index = Arc::default();
        let loader = Loader::start(Arc::clone(books), Arc::clone(&index))?;
        Ok(Self { index, loader })
    }

    /// Takes in what was changed, if it has become much: whoever asks finds it anyhow.
    pub(super) fn keep_up(&self, books: &Books) {
        if books.fresh() >= MOST_WAITING {
            self.catch_up(books);
        }
    }

    /// Takes in what was changed.
    fn catch_up(&self, books: &Books) {
        if books.fresh() == 0 {
            return;
        }
        let mut index = self.index.write().unwrap_or_else(PoisonError::into_inner);
        // Taken under the lock: nobody reads between what is taken and what is put.
        for case in books.take_fresh() {
            index.put(&case);
        }
    }

    /// The index after everything that was answered before.
    fn index(&self, books: &Books) -> RwLockReadGuard<'_, Index> {
        self.catch_up(books);
        self.index.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends the thread.
    pub(super) fn close(&self) {
        self.loader.end();
    }
}

/// Cases that were found, before they are read.
struct Found {
    numbers: Vec<CaseNumber>,
    total: usize,
    total_is: TotalIs,
    loading: Option<Loading>,
}

impl Desk {
    /// Answers with the cases that fit.
    ///
    /// # Errors
    /// A refusal when they cannot be read.
    pub(super) fn list_cases(&self, who: &Asker, list: &ListCases) -> Result<CasesFound, Refusal> {
        let query = Query::new(&list.text);
        let today = self.today();
        let limit = list.limit.min(MOST_LINES);
        let found = {
            let index = self.ledger.index(&self.books);
            let listed = index.list(&query, &list.filter, list.order, limit, &who.clerk, today);
            Found {
                numbers: listed.numbers,
                total: listed.total,
                total_is: listed.total_is,
                loading: index.loading(),
            }
        };
        let mut lines = Vec::with_capacity(found.numbers.len());
        for number in found.numbers {
            let history = self.books.case(number).map_err(Refusal::NotRead)?;
            // One that is in the index is in the books.
            let Some(history) = history else { continue };
            let reveal = list.reveal && may_reveal(who, &history.case);
            let line = show_case::line(&history.case, today, reveal);
            lines.push(CaseHit {
                line,
                marks: Vec::new(),
            });
        }
        if !query.is_blank() {
            let index = self.ledger.index(&self.books);
            let asked = index.ask(&query);
            for hit in &mut lines {
                hit.marks = marks(&asked, hit);
            }
        }
        Ok(CasesFound {
            query: query.shown().trim().to_owned(),
            cut: query.was_cut(),
            total: found.total,
            total_is: found.total_is,
            loading: found.loading,
            today,
            lines,
        })
    }
}

/// Matched characters of what a line shows as it is.
fn marks(asked: &crate::search::Sought<'_>, hit: &CaseHit) -> Vec<CaseMark> {
    let line = &hit.line;
    let number = line.number.to_string();
    let is_masked = |field| field == CaseField::Visitor;
    let text = |field| match field {
        CaseField::Number => Some(number.as_str()),
        CaseField::Subject => line.subject.as_deref(),
        CaseField::Service => line.service_title.as_deref(),
        CaseField::Agency => line.agency.as_deref(),
        CaseField::Respondent => line.respondent.as_deref(),
        // Masked, and what is not in a line.
        CaseField::Visitor | CaseField::Content => None,
    };
    let fields = SEARCHED.into_iter().enumerate();
    let fields = fields.filter(|(_, field)| !is_masked(*field));
    let marked = fields.filter_map(|(slot, field)| {
        let ranges = asked.marks(slot, text(field)?);
        (!ranges.is_empty()).then_some(CaseMark { field, ranges })
    });
    marked.collect()
}

/// Whether the visitor's name of a case may be found: an informant's never.
const fn may_find_visitor(kind: CaseKind) -> bool {
    !matches!(kind, CaseKind::Tipoff)
}

#[cfg(test)]
mod tests;
