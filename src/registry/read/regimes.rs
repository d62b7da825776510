//! Part three: headings （一） and numbered sections become supervision regimes. Knows no table.

use std::collections::HashMap;

use super::cell::append;
use super::fault::{Fault, Part};
use super::glyph::{at_most, excerpt};
use super::notes::{self, Notes};
use super::numeral::han_parens;
use super::outline::Chapter;
use super::page::Page;
use super::sections::{Shape, State, Verdict, lacks_number};
use crate::registry::{Passage, Section, Span, Supervision};

const PART: Option<Part> = Some(Part::Supervision);
/// Longest heading of a regime, in characters.
const HEADING: usize = 60;

/// The regimes of a chapter.
pub(super) fn read(page: &Page<'_>, chapter: &Chapter, notes: &mut Notes) -> Vec<Supervision> {
    let strays = notes.strays;
    let mut reader = Reader {
        page,
        notes,
        done: Vec::new(),
        numbers: HashMap::new(),
        open: None,
        state: State::default(),
        last: 0,
    };
    for at in chapter.body.clone() {
        reader.line(at, chapter.body.end);
    }
    reader.close(chapter.body.end);
    let (done, any) = (reader.done, !reader.numbers.is_empty());
    if !any && notes.strays == strays {
        let (line, part) = (page.number(chapter.at), Part::Supervision);
        notes.problem(line, line, Fault::NoRows { part });
    }
    done
}

struct Reader<'r> {
    page: &'r Page<'r>,
    notes: &'r mut Notes,
    done: Vec<Supervision>,
    /// Line of each regime's number.
    numbers: HashMap<u32, usize>,
    open: Option<Open>,
    state: State,
    /// Number of the last regime.
    last: u32,
}

/// A regime whose sections are being read.
struct Open {
    regime: Supervision,
    at: usize,
    /// Its number was given before: it is no entry, and the problem reaches to its end.
    fault: Option<notes::Open>,
    /// It has sections twice: reported once, for most likely a heading is missing between them.
    repeats: Option<notes::Open>,
    /// Lines above its first section: stray, unless it has none and is reported as a whole.
    above: Vec<usize>,
}

impl Reader<'_> {
    /// Reads a line of a chapter that ends before another.
    fn line(&mut self, at: usize, end: usize) {
        let (span, text) = (self.page.line_span(at), self.page.line_text(at));
        if text.is_empty() {
            return;
        }
        if let Some((number, length)) = han_parens(text)
            && at_most(text, HEADING)
            && (self.state).is_regime(text, number, self.last, self.below(at, end))
        {
            return self.regime(at, span, number, length);
        }
        let Some(open) = &mut self.open else {
            return self.notes.stray(self.page, at, PART);
        };
        if let Some(shape) = Shape::of(text) {
            let verdict = self.state.judge(text, shape);
            if verdict == Verdict::Repeated {
                let (line, words) = (self.page.number(at), excerpt(text));
                match open.repeats {
                    Some(repeats) => self.notes.extend(repeats, line),
                    None => {
                        let fault = Fault::RepeatedSection { words };
                        open.repeats = Some(self.notes.open(line, line, fault));
                    }
                }
            }
            if verdict != Verdict::Text {
                self.state.open(text, shape);
                for above in open.above.drain(..) {
                    self.notes.stray(self.page, above, PART);
                }
                let section = section(self.page, self.notes, span, shape);
                return open.regime.sections.push(section);
            }
        }
        if let Some(section) = open.regime.sections.last_mut() {
            if lacks_number(text) {
                let (line, words) = (self.page.number(at), excerpt(text));
                let fault = Fault::SectionNumber { words };
                self.notes.problem(line, line, fault);
            }
            append(self.page, &mut section.text, span, true);
            self.state.text(text);
        } else {
            open.above.push(at);
        }
    }

    /// The heading that the next line with text has the shape of.
    fn below(&self, at: usize, end: usize) -> Option<Shape> {
        let mut lines = (at + 1..end).map(|below| self.page.line_text(below));
        lines.find(|text| !text.is_empty()).and_then(Shape::of)
    }

    fn regime(&mut self, at: usize, span: Span, number: u32, length: usize) {
        self.close(at);
        let line = self.page.number(at);
        let fault = match self.numbers.get(&number).copied() {
            Some(first) => {
                let fault = Fault::RepeatedNumber { number, first };
                Some(self.notes.open(line, line, fault))
            }
            None => {
                self.numbers.insert(number, line);
                None
            }
        };
        let mut heading = Passage::default();
        match self.page.trim(span.start + length, span.end) {
            Some(title) => append(self.page, &mut heading, title, false),
            None => {
                let words = excerpt(self.page.slice(span));
                self.notes
                    .problem(line, line, Fault::NotUnderstood { words });
            }
        }
        furniture(self.page, self.notes, span.start, span.start + length);
        let sections = Vec::new();
        self.open = Some(Open {
            regime: Supervision {
                number,
                heading,
                sections,
            },
            at,
            fault,
            repeats: None,
            above: Vec::new(),
        });
        self.state = State::default();
        self.last = number;
    }

    /// Ends the open regime before the line at an index.
    fn close(&mut self, end: usize) {
        let Some(open) = self.open.take() else { return };
        let (line, last) = self.page.extent(open.at..end);
        if let Some(fault) = open.fault {
            self.notes.extend(fault, last);
        } else if open.regime.sections.is_empty() {
            let words = excerpt(&open.regime.heading.text);
            self.notes.problem(line, last, Fault::NoSection { words });
        } else {
            self.done.push(open.regime);
        }
    }
}

/// Starts a section: number and colon are furniture, text on the same line is its first.
fn section(page: &Page<'_>, notes: &mut Notes, line: Span, shape: Shape) -> Section {
    let (start, end) = (line.start + shape.start, line.start + shape.end);
    let rest = shape.rest.map_or(line.end, |rest| line.start + rest);
    furniture(page, notes, line.start, start);
    furniture(page, notes, end, rest);
    let mut title = Passage::default();
    append(page, &mut title, Span { start, end }, false);
    let mut text = Passage::default();
    if let Some(span) = page.trim(rest, line.end) {
        append(page, &mut text, span, true);
    }
    Section { title, text }
}

fn furniture(page: &Page<'_>, notes: &mut Notes, start: usize, end: usize) {
    if let Some(span) = page.trim(start, end) {
        notes.furniture(span);
    }
}
