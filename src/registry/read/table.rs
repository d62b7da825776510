//! Rows and cells: a tab starts a cell, a blank line before a tab starts a row, any other line
//! goes on with the cell above. Row numbers are told here; what the cells mean is not known.

use std::collections::HashMap;

use super::cell::{Cell, Join, Piece};
use super::columns::Header;
use super::fault::{Column, Fault, Part};
use super::glyph::{at_most, excerpt};
use super::labels;
use super::notes::{Notes, Open};
use super::numeral;
use super::outline::Chapter;
use super::page::Page;
use crate::registry::{Passage, Span};

/// As many cells of a row as are kept; the rest is only counted.
const MAX_CELLS: usize = 64;
/// Longest piece of a header's words that may stand after a blank line, in characters.
const HEADER_PIECE: usize = 10;

/// A row as it stands in the document.
#[derive(Debug)]
pub(super) struct Row {
    /// First line.
    pub(super) line: usize,
    /// Last line.
    pub(super) last: usize,
    /// Its cells, at most [`MAX_CELLS`].
    pub(super) cells: Vec<Cell>,
    /// How many cells it has.
    pub(super) found: usize,
}

impl Row {
    /// Whether it is layout: nothing in as many cells as the table has, or a tab by itself.
    fn is_blank(&self, expected: usize) -> bool {
        (self.found == expected || self.found == 1) && self.cells.iter().all(Cell::is_blank)
    }

    fn push_cell(&mut self, line: usize) {
        self.found += 1;
        if self.cells.len() < MAX_CELLS {
            let pieces = Vec::new();
            self.cells.push(Cell { line, pieces });
        }
    }

    fn push_piece(&mut self, piece: Piece) {
        self.last = self.last.max(piece.line);
        if let Some(cell) = self.cells.last_mut().filter(|_| self.found <= MAX_CELLS) {
            cell.pieces.push(piece);
        }
    }

    /// Whether text after a blank line cannot be this row's any more: all its cells are there, and
    /// the last is blank or lies more than a blank line above. A header has no paragraphs, but its
    /// words may be broken as far apart as any name.
    fn is_over(&self, expected: Option<usize>, blanks: usize, text: &str) -> bool {
        let Some(expected) = expected else {
            return blanks > 1 || (blanks == 1 && !at_most(text, HEADER_PIECE));
        };
        let last_is_blank = self.cells.last().is_none_or(Cell::is_blank);
        self.found >= expected && blanks > 0 && (blanks > 1 || last_is_blank)
    }
}

/// The rows of a chapter, one after the other.
struct Rows<'p> {
    page: &'p Page<'p>,
    part: Part,
    at: usize,
    end: usize,
    /// The last line that starts a cell: below it only the last cell goes on.
    last_cell: usize,
}

impl<'p> Rows<'p> {
    /// The rows below a part's heading and the lines by which offices say who filled them in.
    fn new(page: &'p Page<'p>, chapter: &Chapter, part: Part, notes: &mut Notes) -> Self {
        let (mut at, end) = (chapter.body.start, chapter.body.end);
        while at < end && !page.starts_cell(at) && labels::is_above(page.line_text(at)) {
            notes.furniture(page.line_span(at));
            at += 1;
        }
        let last_cell = (at..end).rfind(|at| page.starts_cell(*at)).unwrap_or(end);
        Self {
            page,
            part,
            at,
            end,
            last_cell,
        }
    }

    /// Whether a line below a blank one is a footer of the table.
    fn is_footer(&self, blanks: usize) -> bool {
        blanks > 0 && self.at > self.last_cell && labels::is_below(self.page.line_text(self.at))
    }
}

impl Rows<'_> {
    /// The next row; lines that belong to no row are noted as stray.
    fn next(&mut self, expected: Option<usize>, notes: &mut Notes) -> Option<Row> {
        let mut row: Option<Row> = None;
        let mut stray = false;
        while let Some(line) = self.page.lines.get(self.at).filter(|_| self.at < self.end) {
            let starts_cell = self.page.starts_cell(self.at);
            if row.is_some() && starts_cell && line.blanks > 0 {
                break;
            }
            match &mut row {
                None if starts_cell => {
                    let (line, cells) = (line.number, Vec::new());
                    let new = row.insert(Row {
                        line,
                        last: line,
                        cells,
                        found: 0,
                    });
                    take(self.page, self.at, new);
                }
                Some(row) if starts_cell => {
                    stray = false;
                    take(self.page, self.at, row);
                }
                Some(row)
                    if !stray
                        && !self.is_footer(line.blanks)
                        && !row.is_over(expected, line.blanks, self.page.line_text(self.at)) =>
                {
                    take(self.page, self.at, row);
                }
                _ => {
                    // What goes on below a stray line is stray as well.
                    stray = true;
                    notes.stray(self.page, self.at, Some(self.part));
                }
            }
            self.at += 1;
        }
        row
    }
}

/// Adds a line to a row: what stands before the first tab goes on with the last cell.
fn take(page: &Page<'_>, at: usize, row: &mut Row) {
    let Some(line) = page.lines.get(at) else {
        return;
    };
    let (mut start, end, number) = (line.start, line.end, line.number);
    row.last = row.last.max(number);
    let text = page.slice(Span { start, end });
    for (count, segment) in text.split('\t').enumerate() {
        if count > 0 {
            row.push_cell(number);
        }
        if let Some(span) = page.trim(start, start + segment.len()) {
            row.push_piece(Piece {
                span,
                line: number,
                paragraph: count == 0 && line.blanks > 0,
            });
        }
        start += segment.len() + 1;
    }
}

/// A row whose cells are told apart by their columns.
pub(super) struct Record<'r> {
    page: &'r Page<'r>,
    header: &'r Header,
    row: &'r Row,
}

impl Record<'_> {
    /// First line of the row.
    pub(super) const fn line(&self) -> usize {
        self.row.line
    }

    /// Last line of the row.
    pub(super) const fn last(&self) -> usize {
        self.row.last
    }

    /// The area code of the table's telephone numbers.
    pub(super) fn area_code(&self) -> Option<&str> {
        self.header.area_code.as_deref()
    }

    /// The cell of a column; none when it is blank or there is no such column.
    pub(super) fn cell(&self, column: Column) -> Option<&Cell> {
        let at = self
            .header
            .columns
            .iter()
            .position(|c| *c == Some(column))?;
        self.row.cells.get(at).filter(|cell| !cell.is_blank())
    }

    /// The passage of a column's cell; none when it is blank.
    pub(super) fn passage(&self, column: Column, join: Join) -> Option<Passage> {
        self.cell(column)?.passage(self.page, join)
    }

    /// The printed lines of a column's cell, each with its line number.
    pub(super) fn lines(&self, column: Column) -> Vec<(usize, &str)> {
        let pieces = self.cell(column).map_or(&[][..], |cell| &cell.pieces);
        let line = |piece: &Piece| (piece.line, self.page.slice(piece.span));
        pieces.iter().map(line).collect()
    }

    /// Reports that the row cannot be an entry because a cell is blank.
    pub(super) fn blank(&self, column: Column, notes: &mut Notes) -> Open {
        notes.open(self.line(), self.last(), Fault::BlankCell { column })
    }
}

/// What a table's rows become.
pub(super) trait Entries {
    /// The part.
    const PART: Part;
    /// The column whose text an entry begins with.
    const TITLE: Column;

    /// A row with a number begins an entry. The problem is returned when it cannot.
    fn begin(&mut self, number: u32, record: &Record<'_>, notes: &mut Notes) -> Option<Open>;

    /// A row without number and title goes on with the entry above.
    fn go_on(&mut self, record: &Record<'_>, notes: &mut Notes);
}

/// Reads the table of a chapter into entries.
pub(super) fn read<E: Entries>(
    page: &Page<'_>,
    chapter: &Chapter,
    entries: &mut E,
    notes: &mut Notes,
) {
    let strays = notes.strays;
    let heading = page.number(chapter.at);
    let last = page.extent(chapter.at..chapter.body.end).1;
    let part = E::PART;
    let mut rows = Rows::new(page, chapter, part, notes);
    let Some(first) = rows.next(None, notes) else {
        if notes.strays > strays {
            return;
        }
        return notes.problem(heading, heading, Fault::NoRows { part });
    };
    let Some(header) = Header::read(page, part, &first, last, notes) else {
        return;
    };
    let expected = header.columns.len();
    let mut taker = Taker {
        above: Above::Nothing,
        numbers: Numbers::default(),
        any_fits: false,
        misfit: None,
    };
    let mut any = false;
    while let Some(row) = rows.next(Some(expected), notes) {
        if row.is_blank(expected) {
            continue;
        }
        if header.is_repeated_by(page, &row) {
            let pieces = row.cells.iter().flat_map(|cell| &cell.pieces);
            pieces.for_each(|piece| notes.furniture(piece.span));
            continue;
        }
        any = true;
        let record = Record {
            page,
            header: &header,
            row: &row,
        };
        taker.take(&record, expected, entries, notes);
    }
    if !any && notes.strays == strays {
        notes.problem(heading, heading, Fault::NoRows { part });
    }
}

/// What stands above a row that has no number.
#[derive(Clone, Copy)]
enum Above {
    /// No entry yet.
    Nothing,
    /// An entry that it goes on with.
    Entry,
    /// A row that was not understood: what goes on with it has no place either.
    Broken(Open),
}

/// The numbers given so far, and the line of each.
#[derive(Default)]
struct Numbers(HashMap<u32, usize>);

impl Numbers {
    /// The number in a cell, when it is one and was not given before.
    fn take(&mut self, page: &Page<'_>, cell: &Cell) -> Result<u32, Fault> {
        let text = cell.text(page);
        let number = numeral::number(&text).ok_or_else(|| Fault::BadNumber {
            words: excerpt(&text),
        })?;
        match self.0.insert(number, cell.line) {
            None => Ok(number),
            Some(first) => {
                self.0.insert(number, first);
                Err(Fault::RepeatedNumber { number, first })
            }
        }
    }
}

/// Hands rows to the entries they are of.
struct Taker {
    above: Above,
    numbers: Numbers,
    /// Whether any row so far has as many cells as the header.
    any_fits: bool,
    /// The cells of the last row that has not, and its problem.
    misfit: Option<(usize, Open)>,
}

impl Taker {
    fn take<E: Entries>(
        &mut self,
        record: &Record<'_>,
        expected: usize,
        entries: &mut E,
        notes: &mut Notes,
    ) {
        let row = record.row;
        if row.found != expected {
            let open = self.misfit(record, expected, notes);
            // Where the cells are off, only a blank first cell says that the row begins nothing.
            if row.cells.first().is_some_and(|cell| !cell.is_blank()) {
                self.above = Above::Broken(open);
            }
            return;
        }
        self.any_fits = true;
        if let Some(cell) = record.cell(Column::Number) {
            self.above = match self.numbers.take(record.page, cell) {
                Err(fault) => Above::Broken(notes.open(cell.line, row.last, fault)),
                Ok(number) => {
                    cell.pieces.iter().for_each(|p| notes.furniture(p.span));
                    let fault = entries.begin(number, record, notes);
                    fault.map_or(Above::Entry, Above::Broken)
                }
            };
        } else if record.cell(E::TITLE).is_some() {
            let column = E::TITLE;
            let fault = Fault::NoNumber { column };
            self.above = Above::Broken(notes.open(row.line, row.last, fault));
        } else {
            match self.above {
                Above::Entry => entries.go_on(record, notes),
                Above::Broken(open) => notes.extend(open, row.last),
                Above::Nothing => notes.problem(row.line, row.last, Fault::NoEntryAbove),
            }
        }
    }

    /// Reports a row with too many or too few cells. Where no row has yet been right, all that are
    /// wrong alike make one problem: the mistake is the header's. A header that lacks a column is
    /// reported already, for the whole table.
    fn misfit(&mut self, record: &Record<'_>, expected: usize, notes: &mut Notes) -> Open {
        let (row, found) = (record.row, record.row.found);
        let alike = self
            .misfit
            .filter(|(cells, _)| *cells == found && !self.any_fits);
        let known = record.header.lacking.or(alike.map(|(_, open)| open));
        let open = known.unwrap_or_else(|| {
            let fault = Fault::CellCount { found, expected };
            notes.open(row.line, row.last, fault)
        });
        notes.extend(open, row.last);
        self.misfit = Some((found, open));
        open
    }
}
