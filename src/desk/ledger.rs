//! The ledger (台账): the cases that fit, newest first or by days left. Which fit is told by an index
//! in memory; what is shown of them comes from the books.

mod holds;
mod load;
mod table;
#[cfg(test)]
mod tests;

use std::collections::HashSet;

use super::Desk;
use super::show_case::{line, may_reveal};
use crate::casework::{Case, CaseKind, CaseNumber};
use crate::rpc::{
    Asker, CaseField, CaseHit, CaseLine, CaseMark, CasesFound, ListCases, MOST_LINES, Matched,
    Refusal, TotalIs,
};
use crate::search::{Query, Taken};

pub(super) use load::Index;
use table::{FIELDS, Wanted};

/// Lines of more bytes than this are not given in one answer: a frame has an end, and quoted text
/// may take twice its room.
const MOST_BYTES: usize = 3 * 1024 * 1024;

impl Desk {
    /// Answers with the cases that fit; a client that shows its ledger shows them from then on.
    ///
    /// # Errors
    /// A refusal when they cannot be read.
    pub(super) fn list_cases(
        &self,
        guest: u64,
        who: &Asker,
        list: &ListCases,
    ) -> Result<CasesFound, Refusal> {
        self.feed.lists(guest);
        let found = self.cases(who, list);
        let answered = found.as_ref().ok();
        let lines = answered.into_iter().flat_map(CasesFound::shown);
        self.feed.listed(guest, lines);
        found
    }

    fn cases(&self, who: &Asker, list: &ListCases) -> Result<CasesFound, Refusal> {
        let typed = Query::with_holds(&list.text, holds::hold);
        // A number as it stands on a slip, with its check character, or read aloud.
        let number = typed.shown().parse::<CaseNumber>().ok();
        let query = number.map_or_else(|| typed.clone(), |number| Query::new(&number.to_string()));
        let today = self.today();
        let loading = self.ledger.loading();
        let service = list.filter.service.as_ref();
        let lookup = self.lookup();
        let about = service.map(|named| lookup.about(named));
        let spoken = lookup.spoken();
        let listed = self.ledger.table().find(&Wanted {
            query: &query,
            spoken,
            filter: &list.filter,
            about: about.as_ref(),
            order: list.order,
            after: list.after,
            limit: list.limit.min(MOST_LINES),
            who: &who.clerk,
            today,
        });

        let mut lines = Vec::with_capacity(listed.numbers.len());
        let mut bytes = 0;
        let take = |case: Case| {
            let reveal = list.reveal && may_reveal(who, &case);
            let line = line(&case, today, reveal);
            bytes += weight(&line);
            if bytes > MOST_BYTES && !lines.is_empty() {
                return false;
            }
            lines.push((line, shows_visitor(&case, reveal)));
            true
        };
        // The asker has the other lines: of those it is told where they stand.
        let (wanted, numbers) = match &list.only {
            Some(only) => {
                let only: HashSet<&CaseNumber> = only.iter().collect();
                let all = listed.numbers.iter().copied();
                let wanted = all.filter(|number| only.contains(number)).collect();
                (wanted, listed.numbers)
            }
            None => (listed.numbers, Vec::new()),
        };
        let passed_over = self.books.each(&wanted, take);
        let passed_over = passed_over.map_err(Refusal::NotRead)?;
        let lines = if query.is_blank() {
            lines.into_iter().map(|(line, _)| unmarked(line)).collect()
        } else {
            let table = self.ledger.table();
            let sought = table.shelf.ask(&query, spoken);
            let marked = lines.into_iter().map(|(line, shows_visitor)| {
                let marks = marks(&line, shows_visitor, |texts| {
                    sought.marks(listed.taken, texts)
                });
                CaseHit { line, marks }
            });
            marked.collect()
        };
        Ok(CasesFound {
            query: typed.shown().trim().to_owned(),
            cut: typed.was_cut(),
            total: listed.total,
            total_is: if listed.is_exact {
                TotalIs::Exact
            } else {
                TotalIs::AtLeast
            },
            matched: matched(listed.taken).filter(|_| listed.total > 0),
            loading,
            left_out: self.ledger.unread() + passed_over,
            today,
            lines,
            numbers,
        })
    }
}

/// How cases were found, where that is not by what was typed.
const fn matched(taken: Taken) -> Option<Matched> {
    match taken {
        Taken::AsMeant => Some(Matched::Synonym),
        Taken::WithSlips => Some(Matched::Typo),
        Taken::AsName | Taken::AsTyped | Taken::WithoutSpeech | Taken::InPieces => None,
    }
}

const fn unmarked(line: CaseLine) -> CaseHit {
    CaseHit {
        line,
        marks: Vec::new(),
    }
}

/// Whether the visitor's name stands in the line as it is.
fn shows_visitor(case: &Case, reveal: bool) -> bool {
    reveal && case.number.kind != CaseKind::Tipoff
}

/// About how many bytes a line takes.
fn weight(line: &CaseLine) -> usize {
    let texts = [
        &line.service_title,
        &line.agency,
        &line.subject,
        &line.respondent,
        &line.outcome,
        &line.visitor.name,
        &line.visitor.address,
    ];
    let texts = texts.into_iter().flatten().map(String::len);
    1024 + texts.sum::<usize>()
}

/// The found characters of what a line shows unmasked.
fn marks(
    line: &CaseLine,
    shows_visitor: bool,
    find: impl Fn(&[&str]) -> Vec<Vec<std::ops::Range<usize>>>,
) -> Vec<CaseMark> {
    let number = line.number.to_string();
    let shown = FIELDS.map(|field| match field {
        CaseField::Number => Some(&number),
        CaseField::Subject => line.subject.as_ref(),
        CaseField::Service => line.service_title.as_ref(),
        CaseField::Agency => line.agency.as_ref(),
        CaseField::Respondent => line.respondent.as_ref(),
        CaseField::Visitor => line.visitor.name.as_ref().filter(|_| shows_visitor),
        CaseField::Content => None,
    });
    let texts = shown.map(|text| text.map_or("", String::as_str));
    let marked = FIELDS.into_iter().zip(find(&texts));
    marked
        .filter(|(_, ranges)| !ranges.is_empty())
        .map(|(field, ranges)| CaseMark { field, ranges })
        .collect()
}
