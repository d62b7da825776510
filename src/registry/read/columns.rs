//! The columns of the three tables, told by the words of the header row. Know no row below it.

use super::fault::{Column, Fault, Part};
use super::glyph::{excerpt, plain};
use super::notes::{Notes, Open};
use super::page::Page;
use super::table::Row;

/// The header of a table.
#[derive(Debug)]
pub(super) struct Header {
    /// The column of each cell; none where its words are unknown.
    pub(super) columns: Vec<Option<Column>>,
    /// The words of each cell, for telling a header printed again on the next page.
    words: Vec<String>,
    /// The area code that stands under 联系电话.
    pub(super) area_code: Option<String>,
    /// The problem that a column is missing, which speaks for the whole table.
    pub(super) lacking: Option<Open>,
}

/// The columns of a part, and whether the part can do without. Only 备注 can: without it nothing
/// is lost.
const fn columns_of(part: Part) -> &'static [(Column, bool)] {
    use Column::{
        Agency, Basis, Content, Duty, Example, InCharge, Matter, Number, Phone, Remark,
        Responsibility, Service, Task,
    };
    match part {
        Part::Duties => &[(Number, true), (Duty, true), (Task, true), (Remark, false)],
        Part::Boundaries => &[
            (Number, true),
            (Matter, true),
            (Agency, true),
            (Responsibility, true),
            (Basis, true),
            (Example, true),
        ],
        Part::Services => &[
            (Number, true),
            (Service, true),
            (Content, true),
            (InCharge, true),
            (Phone, true),
        ],
        Part::Supervision => &[],
    }
}

/// Other words that bureaus print over a column.
const fn aliases(column: Column) -> &'static [&'static str] {
    match column {
        Column::Number => &["编号"],
        Column::Task => &["工作事项"],
        Column::Agency => &["责任部门"],
        Column::Basis => &["职责依据", "法律依据"],
        Column::Example => &["典型案例"],
        Column::Service => &["事项名称"],
        Column::Content => &["服务内容"],
        Column::InCharge => &["承办单位"],
        Column::Phone => &["咨询电话", "电话"],
        _ => &[],
    }
}

fn means(column: Column, words: &str) -> bool {
    words.contains(column.printed()) || aliases(column).iter().any(|alias| words.contains(alias))
}

/// Whether words stand over a column of any table.
pub(super) fn is_known(words: &str) -> bool {
    [Part::Duties, Part::Boundaries, Part::Services]
        .into_iter()
        .any(|part| column_of(part, words).is_some())
}

/// The part whose table a header row begins with these two cells is of.
pub(super) fn part_of_header(first: &str, second: &str) -> Option<Part> {
    let is_number = first == Column::Number.printed() || aliases(Column::Number).contains(&first);
    [Part::Duties, Part::Boundaries, Part::Services]
        .into_iter()
        .filter(|_| is_number)
        .find(|part| columns_of(*part).get(1).map(|c| c.0) == column_of(*part, second))
}

fn column_of(part: Part, words: &str) -> Option<Column> {
    let columns = columns_of(part).iter().map(|(column, _)| *column);
    let exact = columns.clone().find(|column| words == column.printed());
    exact.or_else(|| columns.clone().find(|column| means(*column, words)))
}

impl Header {
    /// Reads the header row of a part's table, noting what is wrong with it. None when it names no
    /// column or not the ones that entries begin with: the rows cannot be read then, which is
    /// reported up to line `last`.
    pub(super) fn read(
        page: &Page<'_>,
        part: Part,
        row: &Row,
        last: usize,
        notes: &mut Notes,
    ) -> Option<Self> {
        let words: Vec<String> = row.cells.iter().map(|c| plain(&c.text(page))).collect();
        let mut columns: Vec<_> = words.iter().map(|w| column_of(part, w)).collect();
        let known = columns.iter().take_while(|column| column.is_some()).count();
        if columns.iter().all(Option::is_none) {
            notes.problem(row.line, last, Fault::NoHeader { part });
            return None;
        }
        // No blank line below the header: the first row's cells look like unknown columns.
        let unknown = columns.iter().filter(|column| column.is_none()).count();
        if row.found > row.cells.len() || (unknown >= known && known + unknown == columns.len()) {
            let (found, expected) = (row.found, columns_of(part).len());
            notes.problem(row.line, last, Fault::CellCount { found, expected });
            return None;
        }
        for piece in row.cells.iter().flat_map(|cell| &cell.pieces) {
            notes.furniture(piece.span);
        }
        note_unknown(page, part, (row, last), &mut columns, notes);
        let lacking = note_missing(part, row.line, last, &columns, notes);
        // Number and title are the first two of every table: without them nothing has a place.
        let titles = columns_of(part).iter().take(2);
        let readable = titles
            .into_iter()
            .all(|(column, _)| columns.contains(&Some(*column)));
        let area_code = columns
            .iter()
            .position(|column| *column == Some(Column::Phone))
            .and_then(|at| words.get(at).and_then(|words| area_code(words)));
        readable.then_some(Self {
            columns,
            words,
            area_code,
            lacking,
        })
    }

    /// Whether a row is this header, printed again.
    pub(super) fn is_repeated_by(&self, page: &Page<'_>, row: &Row) -> bool {
        row.cells.len() == self.words.len()
            && (row.cells.iter().zip(&self.words)).all(|(c, words)| plain(&c.text(page)) == *words)
    }
}

/// Reports columns with unknown words, and takes out those that are there already. Such a problem
/// speaks for the column's cells too, down to the table's last line.
fn note_unknown(
    page: &Page<'_>,
    part: Part,
    (row, last): (&Row, usize),
    columns: &mut [Option<Column>],
    notes: &mut Notes,
) {
    for at in 0..columns.len() {
        let (before, rest) = columns.split_at_mut(at);
        let (Some(column), Some(cell)) = (rest.first_mut(), row.cells.get(at)) else {
            continue;
        };
        let line = cell.line;
        match *column {
            None if cell.is_blank() => {
                let cell = at + 1;
                notes.problem(line, last, Fault::UnnamedColumn { part, cell });
            }
            None => {
                let words = excerpt(&cell.text(page));
                notes.problem(line, last, Fault::UnknownColumn { part, words });
            }
            Some(known) if before.contains(&Some(known)) => {
                *column = None;
                let fault = Fault::RepeatedColumn { column: known };
                notes.problem(line, last, fault);
            }
            Some(_) => {}
        }
    }
}

/// Reports missing columns, the first of them for the whole table.
fn note_missing(
    part: Part,
    line: usize,
    last: usize,
    columns: &[Option<Column>],
    notes: &mut Notes,
) -> Option<Open> {
    let missing = columns_of(part).iter().filter(|(_, needed)| *needed);
    let missing = missing.filter(|(column, _)| !columns.contains(&Some(*column)));
    let mut opens = missing.map(|(column, _)| {
        let column = *column;
        notes.open(line, last, Fault::MissingColumn { part, column })
    });
    let first = opens.next();
    opens.for_each(drop);
    first
}

/// The area code in the words over the telephone column: `联系电话区号:0898`.
fn area_code(words: &str) -> Option<String> {
    words
        .split(|c: char| !c.is_ascii_digit())
        .find(|digits| digits.starts_with('0') && matches!(digits.len(), 3 | 4))
        .map(str::to_owned)
}
