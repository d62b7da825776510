//! Proof that a reading lost nothing: every printed character lies in exactly one span. Knows no
//! search and no file.

use super::list::List;
use super::passage::{Passage, Span};
use super::read::{Fault, Problem, Reading, excerpt, line_starts, printed};

impl List {
    /// Every passage of every entry, part by part. Agencies are derived and have none.
    pub fn passages(&self) -> impl Iterator<Item = &Passage> {
        let duties = self.duties.iter().flat_map(|duty| {
            let tasks = duty.tasks.iter();
            let tasks = tasks.flat_map(|task| std::iter::once(&task.text).chain(&task.remark));
            std::iter::once(&duty.text).chain(&duty.remark).chain(tasks)
        });
        let boundaries = self.boundaries.iter().flat_map(|boundary| {
            let roles = boundary.roles.iter().flat_map(|role| {
                let cells = [
                    &role.agency,
                    &role.responsibility,
                    &role.basis,
                    &role.example,
                ];
                cells.into_iter().flatten()
            });
            std::iter::once(&boundary.matter).chain(roles)
        });
        let regimes = self.supervisions.iter().flat_map(|regime| {
            let sections = regime.sections.iter();
            let sections = sections.flat_map(|section| [&section.title, &section.text]);
            std::iter::once(&regime.heading).chain(sections)
        });
        let services = self.services.iter().flat_map(|service| {
            let cells = [&service.content, &service.agency, &service.phone];
            std::iter::once(&service.title).chain(cells.into_iter().flatten())
        });
        duties.chain(boundaries).chain(regimes).chain(services)
    }
}

/// Printed characters that lie in no span, or in more than one, without the lines that problems
/// speak for already; lines below each other that lost something make one problem.
pub(super) fn unreported(reading: &Reading, reported: &Extents) -> Vec<Problem> {
    let document = &*reading.list.document;
    let mut spans: Vec<Span> = reading.furniture.clone();
    spans.extend(reading.list.passages().flat_map(|p| &p.spans));
    spans.sort_unstable();
    let mut found: Vec<Problem> = Vec::new();
    let mut cover = Cover::new(&spans);
    let mut starts = line_starts(document).peekable();
    let mut line = 0;
    // How many spans lie over the last printed character, if it was not reported already.
    let mut before = None;
    for (at, c) in document.char_indices() {
        while starts.next_if(|start| *start <= at).is_some() {
            line += 1;
        }
        if !printed(c) {
            continue;
        }
        let count = cover.count(at);
        if count == 1 || reported.hold(line) {
            before = None;
            continue;
        }
        match found.last_mut() {
            Some(problem) if before == Some(count) => problem.last = line,
            _ => found.push(Problem {
                line,
                last: line,
                fault: loss(document, at, count),
            }),
        }
        before = Some(count);
    }
    found
}

fn loss(document: &str, at: usize, count: usize) -> Fault {
    let words = excerpt(&rest_of_line(document, at));
    if count == 0 {
        Fault::NotUnderstood { words }
    } else {
        Fault::CountedTwice { words }
    }
}

/// A stretch long enough for an excerpt; a hostile line is not copied whole.
fn rest_of_line(document: &str, at: usize) -> String {
    let rest = document.get(at..).unwrap_or_default().chars();
    rest.take(200)
        .take_while(|c| !matches!(c, '\n' | '\r'))
        .collect()
}

/// How many spans lie over a place, for places that only go forward.
struct Cover<'s> {
    /// Sorted by their start.
    spans: &'s [Span],
    /// Ends of the spans over the place.
    ends: Vec<usize>,
}

impl<'s> Cover<'s> {
    const fn new(spans: &'s [Span]) -> Self {
        let ends = Vec::new();
        Self { spans, ends }
    }

    fn count(&mut self, at: usize) -> usize {
        while let [first, rest @ ..] = self.spans
            && first.start <= at
        {
            self.ends.push(first.end);
            self.spans = rest;
        }
        self.ends.retain(|end| *end > at);
        self.ends.len()
    }
}

/// The lines that problems speak for, joined where they overlap.
pub(super) struct Extents(Vec<(usize, usize)>);

impl Extents {
    /// The extents of problems sorted by line.
    pub(super) fn of(problems: &[Problem]) -> Self {
        let mut extents: Vec<(usize, usize)> = Vec::new();
        for problem in problems {
            match extents.last_mut() {
                Some((_, last)) if problem.line <= *last + 1 => *last = problem.last.max(*last),
                _ => extents.push((problem.line, problem.last)),
            }
        }
        Self(extents)
    }

    /// Whether a problem speaks for a line.
    fn hold(&self, line: usize) -> bool {
        let after = self.0.partition_point(|(first, _)| *first <= line);
        let extent = after.checked_sub(1).and_then(|at| self.0.get(at));
        extent.is_some_and(|(_, last)| line <= *last)
    }
}

#[cfg(test)]
mod tests {
    use super::super::read::read;
    use super::*;

    fn uncovered(reading: &Reading) -> Vec<Problem> {
        unreported(reading, &Extents::of(&[]))
    }

    #[test]
    fn what_lies_in_no_span_or_in_two_is_found_by_line() {
        let document = "二、与相关部门的职责边界登记表\n\n无\n";
        let mut reading = read(document.as_bytes(), "t".parse().unwrap(), "某局");
        assert_eq!(uncovered(&reading), []);
        let lost = reading.furniture.pop().unwrap();
        let words = "无".to_owned();
        let fault = Fault::NotUnderstood {
            words: words.clone(),
        };
        let (line, last) = (3, 3);
        assert_eq!(uncovered(&reading), [Problem { line, last, fault }]);
        reading.furniture.extend([lost, lost]);
        let fault = Fault::CountedTwice { words };
        assert_eq!(uncovered(&reading), [Problem { line, last, fault }]);
    }
}
