//! The parts of a document: their headings are told by their words, in any order. Knows no table
//! and no regime.

use std::ops::Range;

use super::columns;
use super::fault::Part;
use super::glyph::{at_most, has_sentence_mark, plain};
use super::labels;
use super::notes::Notes;
use super::numeral::{Numbered, digit_stop, han_parens, han_part, han_stop};
use super::page::Page;

/// Longest heading of a part, in characters.
const HEADING: usize = 40;
/// Longest line of a document's title, in characters.
const TITLE: usize = 60;
/// Most lines of a document's title.
const TITLE_LINES: usize = 10;

/// What a chapter's heading says.
#[derive(Clone, Debug)]
pub(super) enum Head {
    /// A part.
    Part(Part),
    /// A part that stood before, and the line of its first heading.
    Repeated(Part, usize),
    /// No part that is known.
    Unknown,
    /// No heading: the header of a part's table stands where another part is.
    Headless(Part),
}

/// A heading and the lines under it, as indexes of [`Page::lines`].
#[derive(Clone, Debug)]
pub(super) struct Chapter {
    /// What it is.
    pub(super) head: Head,
    /// The heading.
    pub(super) at: usize,
    /// The lines under it.
    pub(super) body: Range<usize>,
}

/// A document cut at its headings.
#[derive(Debug)]
pub(super) struct Outline {
    /// The lines before the first heading.
    pub(super) title: Range<usize>,
    /// The chapters, in document order.
    pub(super) chapters: Vec<Chapter>,
}

impl Outline {
    /// Whether there is a part to read.
    pub(super) fn has_part(&self) -> bool {
        self.chapters
            .iter()
            .any(|chapter| matches!(chapter.head, Head::Part(_)))
    }
}

/// Cuts a document at the headings of its parts.
pub(super) fn of(page: &Page<'_>) -> Outline {
    let mut chapters: Vec<Chapter> = Vec::new();
    let mut firsts: Vec<(Part, usize)> = Vec::new();
    let mut last_number = 0;
    let mut running = None;
    for at in 0..page.lines.len() {
        let text = page.line_text(at);
        let numbered = han_stop(text).or_else(|| han_part(text));
        let here = chapters.last().map(|above| above.head.clone());
        let head = if let Some(part) = table_at(page, at)
            && !matches!(here, Some(Head::Part(p) | Head::Repeated(p, _) | Head::Headless(p)) if p == part)
            && !matches!(here, Some(Head::Unknown))
        {
            Some(Head::Headless(part))
        } else if let Some(part) = heading_at(page, at, numbered) {
            match firsts.iter().find(|(known, _)| *known == part) {
                Some((_, first)) => Some(Head::Repeated(part, page.number(*first))),
                None => {
                    firsts.push((part, at));
                    Some(Head::Part(part))
                }
            }
        } else if page.starts_cell(at) || !at_most(text, HEADING) || has_sentence_mark(text) {
            None
        } else {
            is_unknown(page, at, numbered.map(|n| n.0), last_number, running)
                .then_some(Head::Unknown)
        };
        running = if head.is_some() || page.starts_cell(at) || digit_stop(text).is_some() {
            None
        } else {
            numbered.map(|n| n.0).or(running)
        };
        if let Some(head) = head {
            last_number = numbered.map_or(last_number, |n| n.0.max(last_number));
            if let Some(above) = chapters.last_mut() {
                above.body.end = at;
            }
            let body = at + 1..page.lines.len();
            chapters.push(Chapter { head, at, body });
        }
    }
    let end = chapters.first().map_or(page.lines.len(), |first| first.at);
    Outline {
        title: 0..end,
        chapters,
    }
}

/// The part whose table's header begins at a line.
fn table_at(page: &Page<'_>, at: usize) -> Option<Part> {
    if !page.starts_cell(at) {
        return None;
    }
    let lines = (at..page.lines.len()).take(2);
    let mut cells = lines
        .flat_map(|at| page.line_text(at).split('\t'))
        .map(plain);
    columns::part_of_header(&cells.next()?, &cells.next()?)
}

/// The part that a line is the heading of, whatever is added to it in brackets at its end.
/// Directly above the part's own table a title may have any number and even stand in a cell.
fn heading_at(page: &Page<'_>, at: usize, numbered: Option<Numbered>) -> Option<Part> {
    let text = without_bracket(page.line_text(at));
    if !at_most(text, HEADING) || has_sentence_mark(text) {
        return None;
    }
    if !page.starts_cell(at)
        && let Some(part) = named_part(page, at, text, numbered.map(|n| n.1))
    {
        return Some(part);
    }
    let table = table_at(page, at + 1)?;
    let number = numbered.or_else(|| digit_stop(text).or_else(|| han_parens(text)));
    let words = plain(text.get(number?.1..)?);
    (is_titled(&words) && part_of(&words) == Some(table)).then_some(table)
}

/// A heading without what stands in brackets at its end: `登记表（共13项，含2项代办）`.
fn without_bracket(text: &str) -> &str {
    let bare = text.strip_suffix(['）', ')']);
    let bare = bare.and_then(|inner| inner.rsplit_once(['（', '(']));
    let bare = bare.map(|(before, _)| before.trim_end());
    bare.filter(|before| !before.is_empty()).unwrap_or(text)
}

/// Whether words end as a part's title does.
fn is_titled(words: &str) -> bool {
    let mut ends = ["表", "清单", "制度", "目录"].iter();
    ends.any(|end| words.ends_with(end))
}

/// The part that a line is the heading of. Beside the part's words the line needs a number, or to
/// be nothing but those words and `登记表`; and when a numbered one does not end as a title does
/// (`表`, `清单`, `制度`), what follows must look like the beginning of a part, for a cell's
/// paragraph may well read `三、公共服务`.
fn named_part(page: &Page<'_>, at: usize, text: &str, number: Option<usize>) -> Option<Part> {
    let words = plain(text.get(number.unwrap_or_default()..)?);
    let part = part_of(&words)?;
    if number.is_none() {
        let bare = words.strip_prefix("与相关部门的").unwrap_or(&words);
        let core = ["登记表", "一览表", "清单"]
            .iter()
            .find_map(|end| bare.strip_suffix(end))?;
        return part_words(part).contains(&core).then_some(part);
    }
    (is_titled(&words) || begins_part(page, at + 1)).then_some(part)
}

fn part_of(words: &str) -> Option<Part> {
    // 职责边界 first: its heading speaks of 部门 and 职责 as well.
    [
        Part::Boundaries,
        Part::Supervision,
        Part::Services,
        Part::Duties,
    ]
    .into_iter()
    .find(|part| part_words(*part).iter().any(|w| words.contains(w)))
}

const fn part_words(part: Part) -> &'static [&'static str] {
    match part {
        Part::Duties => &["部门职责", "主要职责"],
        Part::Boundaries => &["职责边界"],
        Part::Supervision => &["事中事后监管", "事中事后监督"],
        Part::Services => &["公共服务事项", "公共服务"],
    }
}

/// Whether the line at an index could be the first of a part: a table's header, a regime's
/// heading, the word that there is none, or the end.
fn begins_part(page: &Page<'_>, at: usize) -> bool {
    // Offices say in a line or two who filled a table in, and when.
    let is_label = |at: &usize| !page.starts_cell(*at) && labels::is_above(page.line_text(*at));
    let labels = (at..page.lines.len()).take(3).take_while(is_label).count();
    let at = at + labels;
    let Some(line) = page.lines.get(at) else {
        return true;
    };
    let text = page.line_text(at);
    if page.starts_cell(at) {
        return line.blanks > 0 || columns::is_known(&plain(text.split('\t').next().unwrap_or("")));
    }
    han_parens(text).is_some() || is_none(text)
}

/// Whether a numbered line that names no part must still be a part's heading: it stands apart, its
/// number goes on from the last heading's, and it is not an item of a list `一、` `二、` in a text.
fn is_unknown(
    page: &Page<'_>,
    at: usize,
    number: Option<u32>,
    last_number: u32,
    running: Option<u32>,
) -> bool {
    let Some(number) = number else { return false };
    let apart = at == 0 || page.lines.get(at).is_some_and(|line| line.blanks > 0);
    let in_list = number > 1 && running == Some(number - 1);
    apart && number > last_number && !in_list
}

/// Notes the lines before the first part: short ones are the document's title. Cells, numbered
/// lines and long text are none, and neither is anything below them.
pub(super) fn title(page: &Page<'_>, lines: Range<usize>, notes: &mut Notes) {
    let mut is_title = true;
    for (count, at) in lines.enumerate() {
        let text = page.line_text(at);
        is_title &= count < TITLE_LINES
            && at_most(text, TITLE)
            && !page.starts_cell(at)
            && !text.ends_with(['。', '；'])
            && han_parens(text).is_none()
            && digit_stop(text).is_none();
        if is_title {
            notes.furniture(page.line_span(at));
        } else {
            notes.stray(page, at, None);
        }
    }
}

/// Whether a part says that there is nothing in it (`无`).
pub(super) fn says_none(page: &Page<'_>, chapter: &Chapter, notes: &mut Notes) -> bool {
    let only = chapter.body.len() == 1 && is_none(page.line_text(chapter.body.start));
    if only {
        notes.furniture(page.line_span(chapter.body.start));
    }
    only
}

fn is_none(text: &str) -> bool {
    at_most(text, 6) && ["无", "(无)", "暂无", "无。", "暂无。"].contains(&plain(text).as_str())
}
