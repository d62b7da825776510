//! Reading a published responsibility list: a document of tab-indented cells and numbered
//! headings becomes a [`List`]. Tuned to no single bureau; what it cannot understand it reports.

mod boundaries;
mod cell;
mod columns;
mod decode;
mod duties;
mod fault;
mod glyph;
mod labels;
mod notes;
mod numeral;
mod outline;
mod page;
mod regimes;
mod sections;
mod services;
mod table;

use super::{List, ListCode, Span, agency, check};
use notes::Notes;
use outline::{Chapter, Head};
use page::Page;

pub use fault::{Column, Fault, FileKind, Part};
pub(super) use glyph::{excerpt, printed};
pub(super) use page::line_starts;

/// What reading a document gave.
#[derive(Clone, Debug)]
pub struct Reading {
    /// What was understood, even when there are problems.
    pub list: List,
    /// What is printed but belongs to no entry: headings, row numbers, section numbers.
    pub furniture: Vec<Span>,
    /// What was not understood, by line; at most [`MAX_PROBLEMS`] and one that says so.
    pub problems: Vec<Problem>,
}

impl Reading {
    /// Whether every printed character of the document was understood.
    #[must_use]
    pub const fn is_ok(&self) -> bool {
        self.problems.is_empty()
    }
}

/// Something in a document that was not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Line, counted from 1.
    pub line: usize,
    /// The last line it speaks for: a row that is not understood is reported once, whole.
    pub last: usize,
    /// What is wrong.
    pub fault: Fault,
}

/// As many problems as are kept: a clerk mends the first ones and reads the document again.
pub const MAX_PROBLEMS: usize = 100;

/// Documents above this size are refused unread. The built-in list has 25 KB; the limit keeps
/// memory and time small whatever is handed in.
pub const MAX_BYTES: usize = 2 * 1024 * 1024;

/// Reads a document from the bytes of a file.
#[must_use]
pub fn read(bytes: &[u8], code: ListCode, name: &str) -> Reading {
    let mut list = List::empty(code, name);
    let mut notes = Notes::default();
    match decode::text(bytes) {
        Ok(text) => {
            list.document = text.into();
            parts(&Page::new(text), &mut list, &mut notes);
        }
        Err((line, fault)) => notes.problem(line, line, fault),
    }
    agency::derive(&mut list);
    prove(list, notes)
}

/// Reads part after part into the list.
fn parts(page: &Page<'_>, list: &mut List, notes: &mut Notes) {
    let outline = outline::of(page);
    if !outline.has_part() {
        let lines = page.extent(0..page.lines.len());
        return notes.problem(lines.0, lines.1, Fault::NoPart);
    }
    outline::title(page, outline.title.clone(), notes);
    for chapter in &outline.chapters {
        match &chapter.head {
            Head::Part(part) => part_into(page, chapter, *part, list, notes),
            Head::Repeated(part, first) => {
                let (part, first) = (*part, *first);
                report(page, chapter, Fault::RepeatedPart { part, first }, notes);
            }
            Head::Headless(part) => {
                report(page, chapter, Fault::NoHeading { part: *part }, notes);
            }
            Head::Unknown => {
                let words = excerpt(page.line_text(chapter.at));
                report(page, chapter, Fault::UnknownPart { words }, notes);
            }
        }
    }
}

/// Reports a whole chapter.
fn report(page: &Page<'_>, chapter: &Chapter, fault: Fault, notes: &mut Notes) {
    let (line, last) = page.extent(chapter.at..chapter.body.end);
    notes.problem(line, last, fault);
}

fn part_into(page: &Page<'_>, chapter: &Chapter, part: Part, list: &mut List, notes: &mut Notes) {
    notes.furniture(page.line_span(chapter.at));
    if outline::says_none(page, chapter, notes) {
        return;
    }
    match part {
        Part::Duties => list.duties = duties::read(page, chapter, notes),
        Part::Boundaries => list.boundaries = boundaries::read(page, chapter, notes),
        Part::Supervision => list.supervisions = regimes::read(page, chapter, notes),
        Part::Services => list.services = services::read(page, chapter, notes),
    }
}

/// Puts the reading together and reports every printed character that it lost.
fn prove(list: List, notes: Notes) -> Reading {
    let mut reading = Reading {
        list,
        furniture: notes.furniture,
        problems: notes.problems,
    };
    reading.problems.sort_by_key(|problem| problem.line);
    let reported = check::Extents::of(&reading.problems);
    let lost = check::unreported(&reading, &reported);
    reading.problems.extend(lost);
    let cut = reading.problems.get(MAX_PROBLEMS).map(|first| first.line);
    reading.problems.truncate(MAX_PROBLEMS);
    reading.problems.sort_by_key(|problem| problem.line);
    if let Some(line) = notes.dropped.or(cut) {
        let limit = MAX_PROBLEMS;
        let (last, fault) = (usize::MAX, Fault::TooMany { limit });
        reading.problems.push(Problem { line, last, fault });
    }
    reading
}

#[cfg(test)]
mod tests;
