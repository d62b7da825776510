//! What reading notes beside the entries: furniture and problems, within bounds. Knows no table.

use super::glyph::excerpt;
use super::page::Page;
use super::{Fault, MAX_PROBLEMS, Part, Problem};
use crate::registry::Span;

/// Furniture and problems so far.
#[derive(Default)]
pub(super) struct Notes {
    /// Printed, but of no entry.
    pub(super) furniture: Vec<Span>,
    /// The problems that are kept.
    pub(super) problems: Vec<Problem>,
    /// Line of the first problem that was not kept.
    pub(super) dropped: Option<usize>,
    /// Index of the line after the last stray one, so that neighbours make one problem.
    after_stray: Option<usize>,
    /// How many lines were stray: a part with such lines is not told to be empty as well.
    pub(super) strays: usize,
}

/// A problem that may turn out to reach further.
#[derive(Clone, Copy, Debug)]
pub(super) struct Open(Option<usize>);

impl Notes {
    /// Notes a stretch that is printed but belongs to no entry.
    pub(super) fn furniture(&mut self, span: Span) {
        if span.start < span.end {
            self.furniture.push(span);
        }
    }

    /// Notes a problem with the lines it speaks for.
    pub(super) fn problem(&mut self, line: usize, last: usize, fault: Fault) {
        let _ = self.open(line, last, fault);
    }

    /// Notes a problem that may be extended.
    pub(super) fn open(&mut self, line: usize, last: usize, fault: Fault) -> Open {
        self.after_stray = None;
        if self.problems.len() < MAX_PROBLEMS {
            self.problems.push(Problem { line, last, fault });
            return Open(Some(self.problems.len() - 1));
        }
        if self.dropped.is_none() {
            self.dropped = Some(line);
        }
        Open(None)
    }

    /// Lets a problem speak for lines up to this one.
    pub(super) fn extend(&mut self, open: Open, last: usize) {
        if let Some(problem) = open.0.and_then(|at| self.problems.get_mut(at)) {
            problem.last = problem.last.max(last);
        }
    }

    /// Notes a line of text that stands outside every cell and section of a part.
    pub(super) fn stray(&mut self, page: &Page<'_>, index: usize, part: Option<Part>) {
        self.strays += 1;
        let line = page.number(index);
        match self.problems.last_mut() {
            Some(above) if self.after_stray == Some(index) => above.last = line,
            _ => {
                let text = page.line_text(index);
                let (words, tabs) = (excerpt(text), text.contains('\t'));
                self.problem(line, line, Fault::StrayText { words, part, tabs });
            }
        }
        self.after_stray = Some(index + 1);
    }
}
