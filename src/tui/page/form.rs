//! A form as lines of cells: labels, what was typed, doubts beside it, and where the cursor
//! stands. Pure; read by `update` (what lies above?) and by `view`.

use std::ops::Range;

use crate::casework::{CaseKind, FormField, Track};
use crate::registry::Phone;
use crate::rpc::Deadline;
use crate::text::Lang;
use crate::tui::model::{Control, Due, Field, Form, Lack, Model, Slot};
use crate::tui::widgets::glyph::{self, Glyph, Tone};
use crate::tui::widgets::text_box::{self, TextBox};
use crate::tui::widgets::wrap;
use crate::tui::words;

/// From this many rows on, a text of several lines has room from the start, so that typing moves
/// nothing below it.
const ROOMY: u16 = 18;

/// Rows that a text of several lines has from the start, where there is room.
const LEAST_ROWS: usize = 3;

/// A form laid out.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// Its lines.
    pub lines: Vec<Vec<Glyph>>,
    /// Line and cell of the cursor.
    pub cursor: (usize, usize),
    /// The lines of each field; empty for one that is not shown.
    pub spans: Vec<Range<usize>>,
}

/// Cells of the labels and of what stands beside them.
#[derive(Clone, Copy, Debug)]
pub struct Columns {
    /// Marker and label.
    pub label: usize,
    /// The field.
    pub field: usize,
}

impl Columns {
    /// The columns of a form where lines have `cells` cells.
    #[must_use]
    pub fn of(form: &Form, lang: Lang, cells: usize) -> Self {
        let widest = form
            .fields
            .iter()
            .map(|field| glyph::text_width(&lang.label(field.label(lang, form.kind))))
            .max()
            .unwrap_or(0);
        let label = (widest + MARKER.len()).min(cells / 2);
        Self {
            label,
            field: cells.saturating_sub(label),
        }
    }
}

const MARKER: &str = "> ";

/// A text field of the form as it is laid out.
#[must_use]
pub fn text_box(form: &Form, at: usize, columns: Columns) -> Option<TextBox> {
    let input = form.fields.get(at)?.control.input()?;
    Some(text_box::lay_out(
        input.value(),
        input.cursor(),
        columns.field,
    ))
}

/// Lays a form out on lines of `cells` cells, `rows` of which are in view.
#[must_use]
pub fn sheet(model: &Model, form: &Form, cells: usize, rows: u16) -> Sheet {
    let lang = model.lang;
    let columns = Columns::of(form, lang, cells);
    let mut sheet = Sheet::default();
    for (at, field) in form.fields.iter().enumerate() {
        let start = sheet.lines.len();
        if form.is_shown(at) {
            let (values, cursor) = values(model, form, at, columns);
            if at == form.focus {
                sheet.cursor = (start + cursor.0, columns.label + cursor.1);
            }
            let least = match field.control {
                Control::Text(_) if rows >= ROOMY => LEAST_ROWS,
                _ => 1,
            };
            let blanks = least.saturating_sub(values.len());
            let rest = values.into_iter().chain(vec![Vec::new(); blanks]);
            for (n, value) in rest.enumerate() {
                let mut line = if n == 0 {
                    let marker = if at == form.focus { MARKER } else { "  " };
                    let mut line = glyph::glyphs(marker, Tone::Strong);
                    line.extend(glyph::glyphs(
                        &lang.label(field.label(lang, form.kind)),
                        Tone::Label,
                    ));
                    line
                } else {
                    Vec::new()
                };
                line = glyph::fit(line, columns.label);
                line.extend(value);
                sheet.lines.push(line);
            }
            push_note(&mut sheet.lines, start, note(form, at, lang), columns);
            for line in super::action::target(model, form, field.slot, columns.field) {
                let mut row = Vec::new();
                glyph::pad(&mut row, columns.label);
                row.extend(line);
                sheet.lines.push(row);
            }
        }
        sheet.spans.push(start..sheet.lines.len());
    }
    if let Some(deed) = form.deed.as_ref().filter(|_| form.fields.is_empty()) {
        sheet.lines = super::action::confirmed(lang, form, deed, cells);
    }
    sheet
}

/// What stands in a field, and row and cell of the cursor if it has the keys.
fn values(
    model: &Model,
    form: &Form,
    at: usize,
    columns: Columns,
) -> (Vec<Vec<Glyph>>, (usize, usize)) {
    let lang = model.lang;
    let field = &form.fields[at];
    match &field.control {
        Control::Line(input) | Control::Text(input) => {
            if model.blanked && !input.value().is_empty() {
                return (vec![glyph::glyphs(lang.blanked(), Tone::Dim)], (0, 0));
            }
            let laid = text_box::lay_out(input.value(), input.cursor(), columns.field);
            let rows = laid.rows.into_iter().map(|row| row.glyphs).collect();
            (rows, laid.cursor)
        }
        Control::Mark(_) => {
            let set = matches!(field.slot, Slot::Of(field) if form.mark(field));
            let text = if set { "[x]" } else { "[ ]" };
            (vec![glyph::glyphs(text, Tone::Plain)], (0, 1))
        }
        Control::Track(track) => {
            let words = Track::ALL.map(|track| lang.track(track));
            let chosen = Track::ALL.iter().position(|other| other == track);
            choices(&words, chosen.unwrap_or(0), columns.field)
        }
        Control::Answered(answered) => {
            let words = [lang.form_at_counter(), lang.form_to_be_answered()];
            choices(&words, usize::from(!answered), columns.field)
        }
    }
}

/// `[劳动监察] 信访  基金监督`, and where the chosen one stands.
fn choices(words: &[&str], chosen: usize, cells: usize) -> (Vec<Vec<Glyph>>, (usize, usize)) {
    let mut rows = vec![Vec::new()];
    let mut cursor = (0, 0);
    for (n, word) in words.iter().enumerate() {
        let (open, close) = if n == chosen { ("[", "]") } else { (" ", " ") };
        let tone = if n == chosen {
            Tone::Strong
        } else {
            Tone::Plain
        };
        let option = glyph::glyphs(&format!("{open}{word}{close}"), tone);
        let row = rows.last().map_or(0, |row: &Vec<Glyph>| glyph::width(row));
        if row > 0 && row + glyph::width(&option) > cells {
            rows.push(Vec::new());
        }
        let at = rows.len() - 1;
        if n == chosen {
            cursor = (at, glyph::width(&rows[at]) + 1);
        }
        rows[at].extend(option);
    }
    (rows, cursor)
}

/// What was refused about a field, else what looks wrong with it.
fn note(form: &Form, at: usize, lang: Lang) -> Option<String> {
    let field = form.fields.get(at)?;
    match form.fault {
        Some(bad) if field.slot == Slot::Of(bad.field) => Some(lang.refusal_field(bad)),
        _ => super::action::note(form, field.slot, lang)
            .or_else(|| form.doubt(at).map(|doubt| lang.doubt(doubt).to_owned())),
    }
}

/// Beside a field of one row where there is room, else below it.
fn push_note(lines: &mut Vec<Vec<Glyph>>, start: usize, note: Option<String>, columns: Columns) {
    let Some(note) = note else { return };
    let glyphs = glyph::glyphs(&note, Tone::Strong);
    let mut row = glyph::glyphs("! ", Tone::Strong);
    row.extend(glyphs);
    let cells = columns.label + columns.field;
    if lines.len() == start + 1 {
        let line = &mut lines[start];
        let used = glyph::width(line);
        // Always in the same place, so that a character typed does not move it.
        let place = cells.saturating_sub(glyph::width(&row) + 1);
        if used + 2 <= place {
            glyph::pad(line, place);
            line.extend(row);
            return;
        }
    }
    for piece in wrap::wrap(row, columns.field, 2) {
        let mut line = Vec::new();
        glyph::pad(&mut line, columns.label);
        line.extend(piece);
        lines.push(line);
    }
}

/// The heading of a form: what is logged about what, and who answers for it.
#[must_use]
pub fn heading(lang: Lang, form: &Form) -> (Vec<Glyph>, Vec<Glyph>) {
    let mut left = glyph::glyphs(" ", Tone::Plain);
    let title = lang.form_title(lang.case_kind(form.kind));
    left.extend(glyph::glyphs(&title, Tone::Badge));
    left.extend(glyph::glyphs("  ", Tone::Plain));
    let entry = form.entry.as_ref();
    let title = entry.map_or(lang.form_no_entry(), |entry| entry.title.as_str());
    left.extend(glyph::glyphs(title, Tone::Title));
    left.extend(glyph::glyphs("  ", Tone::Plain));
    let agency = entry.and_then(|entry| entry.agency.as_deref());
    let phone = entry.and_then(|entry| entry.phone.as_ref());
    let mut right = Vec::new();
    for text in [agency, phone.map(Phone::as_str)].into_iter().flatten() {
        right.extend(glyph::glyphs(text, Tone::Plain));
        right.extend(glyph::glyphs(" ", Tone::Plain));
    }
    (left, right)
}

/// The line under the heading: by when acceptance must be decided, or what an enquiry becomes. In
/// fewer `cells` than it takes it says less.
#[must_use]
pub fn due(model: &Model, form: &Form, cells: usize) -> String {
    use crate::casework::Status::{Answered, Open};
    let lang = model.lang;
    if let Some(deed) = &form.deed {
        return super::action::stands(model, form, deed, cells);
    }
    match &form.due {
        Due::None if form.kind == CaseKind::Enquiry => {
            let becomes = if form.is_answered() { Answered } else { Open };
            lang.form_becomes(lang.status(becomes))
        }
        Due::Known(Some(deadline)) => due_line(lang, deadline, cells),
        Due::None | Due::Known(None) => lang.due_none().to_owned(),
        Due::Awaited(_) => lang.due_awaited().to_owned(),
        Due::Unknown => lang.due_unknown().to_owned(),
    }
}

/// The rule of a due date, how long it is, and whether a year without a calendar was counted.
pub(super) fn why(lang: Lang, deadline: &Deadline) -> String {
    let year = deadline.provisional.then(|| deadline.due.year());
    words::why(lang, &deadline.rule, deadline.unit, deadline.limit, year)
}

fn due_line(lang: Lang, deadline: &Deadline, cells: usize) -> String {
    let date = deadline.due.to_string();
    let whole = lang.due(&date, &why(lang, deadline));
    if glyph::text_width(&whole) <= cells {
        whole
    } else if deadline.provisional {
        lang.due(&date, &lang.due_short(&deadline.rule, lang.provisional()))
    } else {
        lang.due(&date, &deadline.rule)
    }
}

/// What is missing, and what looks mistyped, by name.
#[must_use]
pub fn lacking(lang: Lang, kind: CaseKind, lacks: &[Lack]) -> String {
    let names = |is: fn(&Lack) -> Option<FormField>| -> String {
        let names = lacks.iter().filter_map(is);
        let names: Vec<&str> = names.map(|field| lang.field_of(kind, field)).collect();
        names.join(lang.list_comma())
    };
    let missing = names(|lack| match lack {
        Lack::Field(field) => Some(*field),
        Lack::Doubtful(_) | Lack::AnswerLeftOut => None,
    });
    let mistyped = names(|lack| match lack {
        Lack::Doubtful(field) => Some(*field),
        Lack::Field(_) | Lack::AnswerLeftOut => None,
    });
    match (missing.is_empty(), mistyped.is_empty()) {
        (_, true) => lang.lacks_missing(&missing),
        (true, false) => lang.lacks_mistyped(&mistyped),
        (false, false) => lang.lacks_both(&missing, &mistyped),
    }
}

/// The first field of what is missing or looks mistyped.
#[must_use]
pub fn first_of(lacks: &[Lack]) -> Option<FormField> {
    lacks.iter().find_map(|lack| match lack {
        Lack::Field(field) | Lack::Doubtful(field) => Some(*field),
        Lack::AnswerLeftOut => None,
    })
}

/// Whether Enter begins a new line in a field.
#[must_use]
pub const fn takes_lines(field: &Field) -> bool {
    matches!(field.control, Control::Text(_))
}
