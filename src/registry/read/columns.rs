//! The columns of the three tables, told by the words of the header row. Know no row below it.

use super::fault::{Column, Fault, Part};
use super::glyph::{excerpt, plain};
use super::notes::Notes;
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
        let mut columns = Vec::new();
        for words in &words {
            columns.push(column_of(part, words));
        }
        if columns.iter().all(Option::is_none) {
            notes.problem(row.line, last, Fault::NoHeader { part });
            return None;
        }
        for cell in &row.cells {
            for piece in &cell.pieces {
                notes.furniture(piece.span);
            }
        }
        let whole = row.found == row.cells.len();
        if !whole {
            let (found, expected) = (row.found, columns_of(part).len());
            notes.problem(row.line, last, Fault::CellCount { found, expected });
        }
        note_unknown(page, part, (row, last), &mut columns, notes);
        let readable = note_missing(part, row.line, last, &columns, notes);
        let area_code = columns
            .iter()
            .position(|column| *column == Some(Column::Phone))
            .and_then(|at| words.get(at).and_then(|words| area_code(words)));
        (whole && readable).then_some(Self {
            columns,
            words,
            area_code,
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

/// Reports missing columns; false when one of them is what an entry begins with.
fn note_missing(
    part: Part,
    line: usize,
    last: usize,
    columns: &[Option<Column>],
    notes: &mut Notes,
) -> bool {
    let mut readable = true;
    for (at, (column, needed)) in columns_of(part).iter().enumerate() {
        if columns.contains(&Some(*column)) || !needed {
            continue;
        }
        // Number and title are the first two of every table: without them nothing has a place.
        let reach = if at < 2 { last } else { line };
        readable &= at >= 2;
        let column = *column;
        notes.problem(line, reach, Fault::MissingColumn { part, column });
    }
    readable
}

/// The area code in the words over the telephone column: `联系电话区号:0898`.
fn area_code(words: &str) -> Option<String> {
    words
        .split(|c: char| !c.is_ascii_digit())
        .find(|digits| digits.starts_with('0') && matches!(digits.len(), 3 | 4))
        .map(str::to_owned)
}
