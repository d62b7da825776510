//! The ledger as lines of cells: a case on one line, what stands above the lines, the menu of what
//! it can be narrowed to. Masked data arrives masked; here it is only laid out.

use std::ops::Range;

use jiff::civil::Date;
use ratatui::layout::Rect;

use crate::casework::{CaseKind, FormField, Status};
use crate::rpc::{CaseField, CaseHit, CaseLine, CaseOrder};
use crate::text::Lang;
use crate::tui::keymap::{BINDINGS, Scope};
use crate::tui::model::{Ledger, Listed, Model, Narrowing, Tab};
use crate::tui::page::packet;
use crate::tui::widgets::glyph::{self, Glyph, Tone};
use crate::tui::words;

/// A subject of fewer cells says too little; the columns at its right give way before.
const LEAST_SUBJECT: usize = 20;
/// `!逾期123天`, `!123d late`.
const DAYS: usize = 10;
/// Four Han characters.
const VISITOR: usize = 8;
/// Respondent or agency.
const PARTY: usize = 20;
/// `11-24 09:05`
const OPENED: usize = 11;
/// Stands for what is blanked where `（已遮盖）` does not fit.
const HIDDEN: &str = "****";

/// Bytes of the cases at 80×24 that leave room in a packet for what stands around them, all of which
/// is new when the ledger opens.
const IN_A_PACKET: usize = 800;

/// Where the cases stand. Whoever puts the lookup's pane away has a slow line: then the list has as
/// many lines as a packet carries, wherever one is in it.
#[must_use]
pub fn area(model: &Model) -> Rect {
    let list = model.ledger_layout().list;
    if !model.lookup.detail_hidden {
        return list;
    }
    let cells = usize::from(list.width);
    let columns = Columns::of(model.lang, &model.ledger.listed, cells);
    let cases = model.ledger.listed.lines.iter().take(list.height.into());
    let mut takes: Vec<usize> = cases
        .map(|hit| packet::bytes(&line(model, hit, columns, false)))
        .collect();
    // The dearest first: the height must not change with the place in the list.
    takes.sort_unstable_by(|one, other| other.cmp(one));
    let height = packet::rows(model, takes, IN_A_PACKET).unwrap_or(list.height);
    Rect { height, ..list }
}

/// How wide each column of the ledger is; 0 where there is no room for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Columns {
    number: usize,
    kind: usize,
    /// Without a column for it, the status stands where no days are left to count.
    status: usize,
    subject: usize,
    visitor: usize,
    party: usize,
    opened: usize,
}

impl Columns {
    /// The columns of a list at a width.
    #[must_use]
    pub fn of(lang: Lang, listed: &Listed, cells: usize) -> Self {
        let widest = |words: &mut dyn Iterator<Item = &str>| {
            let width = words.map(glyph::text_width).max();
            width.unwrap_or(0)
        };
        let numbers = listed.lines.iter().map(|hit| hit.line.number.to_string());
        let shortest = "C20261124-0001".len();
        let mut columns = Self {
            number: numbers
                .map(|number| number.len())
                .fold(shortest, usize::max),
            kind: widest(&mut CaseKind::ALL.into_iter().map(|kind| lang.case_kind(kind))),
            status: widest(&mut Status::ALL.into_iter().map(|status| lang.status(status))),
            subject: 0,
            visitor: 0,
            party: 0,
            opened: 0,
        };
        if columns.left() + LEAST_SUBJECT > cells {
            columns.kind = 0;
            columns.status = 0;
        }
        let mut room = cells.saturating_sub(columns.left());
        for (column, wanted) in [
            (&mut columns.visitor, VISITOR),
            (&mut columns.party, PARTY),
            (&mut columns.opened, OPENED),
        ] {
            if room >= LEAST_SUBJECT + 1 + wanted {
                *column = wanted;
                room -= 1 + wanted;
            }
        }
        columns.subject = room;
        columns
    }

    /// Cells of what stands at the left of the subject, the marker and the gaps with it.
    fn left(&self) -> usize {
        let own = [self.number, self.kind, self.status, DAYS];
        let cells = own.into_iter().filter(|cells| *cells > 0);
        2 + cells.map(|cells| cells + 1).sum::<usize>()
    }

    /// Puts cells of these widths beside each other.
    fn row(&self, marker: Vec<Glyph>, cells: Cells) -> Vec<Glyph> {
        let mut row = glyph::fit(marker, 2);
        let places = [
            (self.number, cells.number),
            (self.kind, cells.kind),
            (self.status, cells.status),
            (DAYS, cells.days),
            (self.subject, cells.subject),
            (self.visitor, cells.visitor),
            (self.party, cells.party),
            (self.opened, cells.opened),
        ];
        for (n, (width, cell)) in places
            .into_iter()
            .filter(|(width, _)| *width > 0)
            .enumerate()
        {
            if n > 0 {
                row.extend(glyph::glyphs(" ", Tone::Plain));
            }
            row.extend(glyph::fit(cell, width));
        }
        row
    }
}

/// What stands in each column.
#[derive(Default)]
struct Cells {
    number: Vec<Glyph>,
    kind: Vec<Glyph>,
    status: Vec<Glyph>,
    days: Vec<Glyph>,
    subject: Vec<Glyph>,
    visitor: Vec<Glyph>,
    party: Vec<Glyph>,
    opened: Vec<Glyph>,
}

/// What the columns are called.
#[must_use]
pub fn heading(lang: Lang, columns: Columns) -> Vec<Glyph> {
    let name = |text: &str| glyph::glyphs(text, Tone::Label);
    let cells = Cells {
        number: name(lang.column_number()),
        kind: name(lang.column_kind()),
        status: name(lang.case_status()),
        days: name(if columns.status == 0 {
            lang.column_state()
        } else {
            lang.column_days()
        }),
        subject: name(lang.field(FormField::Subject)),
        visitor: name(lang.case_visitor()),
        party: name(lang.column_party()),
        opened: name(lang.column_opened()),
    };
    columns.row(Vec::new(), cells)
}

/// A case on one line.
#[must_use]
pub fn line(model: &Model, hit: &CaseHit, columns: Columns, selected: bool) -> Vec<Glyph> {
    let lang = model.lang;
    let line = &hit.line;
    let is_gone = model.ledger.gone == Some(line.number);
    let is_running = line.status.is_running() && !is_gone;
    let word = match is_gone {
        true => lang.line_changed(),
        false => lang.status(line.status),
    };
    let status = |tone| glyph::glyphs(word, tone);
    let tone = if is_running { Tone::Plain } else { Tone::Dim };
    let days = match model.ledger.listed.today {
        Some(today) if is_running => days(lang, line, today),
        _ => Vec::new(),
    };
    let number = line.number.to_string();
    let cells = Cells {
        number: glyph::marked(&number, Tone::Plain, marks(hit, CaseField::Number)),
        kind: glyph::glyphs(lang.case_kind(line.kind), Tone::Badge),
        status: status(tone),
        days: if columns.status == 0 && days.is_empty() {
            status(tone)
        } else {
            days
        },
        subject: subject(model, hit, columns),
        visitor: visitor(model, hit),
        party: party(hit).map_or_else(Vec::new, |(field, text)| {
            let whole = told(model, hit, field, text);
            glyph::cut_around_mark(whole, columns.party)
        }),
        // The year stands in the number.
        opened: glyph::glyphs(&words::time(line.opened_at)[5..], Tone::Plain),
    };
    // A marker and no bar: moving it costs two cells, not two rows, of a slow line.
    let marker = if selected { "> " } else { "  " };
    columns.row(glyph::glyphs(marker, Tone::Strong), cells)
}

/// How many days are left; nothing where no date was set.
fn days(lang: Lang, line: &CaseLine, today: Date) -> Vec<Glyph> {
    let left = line.due_on.and_then(|due| today.until(due).ok());
    match left.map(|left| left.get_days()) {
        None => Vec::new(),
        Some(0) => glyph::glyphs(lang.days_today(), Tone::Strong),
        Some(left) if left < 0 => glyph::glyphs(&lang.days_over(-left), Tone::Strong),
        Some(left) => glyph::glyphs(&lang.days_left(left), Tone::Plain),
    }
}

fn marks(hit: &CaseHit, field: CaseField) -> &[Range<usize>] {
    let marks = hit.marks.iter().find(|mark| mark.field == field);
    marks.map_or(&[], |mark| mark.ranges.as_slice())
}

/// Whether a field is something that somebody told.
const fn is_told(field: CaseField) -> bool {
    matches!(
        field,
        CaseField::Subject | CaseField::Respondent | CaseField::Visitor | CaseField::Content
    )
}

/// A field with its matched characters; blanked when the clerk wants that.
fn told(model: &Model, hit: &CaseHit, field: CaseField, text: &str) -> Vec<Glyph> {
    if model.blanked && is_told(field) {
        return glyph::glyphs(HIDDEN, Tone::Dim);
    }
    glyph::marked(text, Tone::Plain, marks(hit, field))
}

/// The subject, or the entry where none was written; and, where the query was found in something
/// that has no column here, that.
fn subject(model: &Model, hit: &CaseHit, columns: Columns) -> Vec<Glyph> {
    let line = &hit.line;
    let own = match (&line.subject, &line.service_title) {
        (Some(subject), _) => Some((CaseField::Subject, subject.as_str())),
        (None, Some(title)) => Some((CaseField::Service, title.as_str())),
        (None, None) => None,
    };
    let room = columns.subject;
    let whole = own.map_or_else(Vec::new, |(field, text)| match field {
        CaseField::Subject if model.blanked => glyph::glyphs(model.lang.blanked(), Tone::Dim),
        field => told(model, hit, field, text),
    });
    let shown = own.map(|(field, _)| field);
    let beside = party(hit).map(|(field, _)| field);
    let is_seen = |field: CaseField| {
        shown == Some(field)
            || field == CaseField::Visitor && columns.visitor > 0
            || beside == Some(field) && columns.party > 0
    };
    let elsewhere = [
        (CaseField::Service, &line.service_title),
        (CaseField::Respondent, &line.respondent),
        (CaseField::Agency, &line.agency),
        (CaseField::Visitor, &line.visitor.name),
    ]
    .into_iter()
    .filter(|(field, _)| !is_seen(*field) && !marks(hit, *field).is_empty())
    .find_map(|(field, text)| Some((field, text.as_deref()?)));
    let own_is_marked = whole.iter().any(|glyph| glyph.tone.is_mark());
    let Some((field, text)) = elsewhere.filter(|_| !own_is_marked) else {
        return glyph::cut_around_mark(whole, room);
    };
    let piece = told(model, hit, field, text);
    if room < LEAST_SUBJECT {
        return glyph::cut_around_mark(piece, room);
    }
    let least = room.saturating_sub(glyph::width(&piece) + 2).max(room / 2);
    let mut row = glyph::cut(whole, least);
    if !row.is_empty() {
        row.extend(glyph::glyphs("  ", Tone::Plain));
    }
    let left = room.saturating_sub(glyph::width(&row));
    row.extend(glyph::cut_around_mark(piece, left));
    row
}

fn visitor(model: &Model, hit: &CaseHit) -> Vec<Glyph> {
    let visitor = &hit.line.visitor;
    match &visitor.name {
        Some(name) => told(model, hit, CaseField::Visitor, name),
        None if visitor.is_anonymous() => glyph::glyphs(model.lang.anonymous_short(), Tone::Dim),
        None => Vec::new(),
    }
}

/// Whom the case is about, else who handles it; where the query was found in the latter alone, or
/// the case was handed on, who handles it.
fn party(hit: &CaseHit) -> Option<(CaseField, &str)> {
    let line = &hit.line;
    let respondent = || Some((CaseField::Respondent, line.respondent.as_deref()?));
    let agency = || Some((CaseField::Agency, line.agency.as_deref()?));
    let is_found = |field| !marks(hit, field).is_empty();
    let agency_first = line.status == Status::Referred && !is_found(CaseField::Respondent)
        || is_found(CaseField::Agency) && !is_found(CaseField::Respondent);
    if agency_first {
        agency().or_else(respondent)
    } else {
        respondent().or_else(agency)
    }
}

/// How many cases, how far the owner is, in which order: as much as fits, what matters most first.
#[must_use]
pub fn summary(model: &Model, cells: usize) -> String {
    let lang = model.lang;
    let listed = &model.ledger.listed;
    let mut parts = Vec::new();
    if listed.known && listed.fault.is_none() {
        if let Some(loading) = listed.loading {
            parts.push(lang.cases_loading(loading.done, loading.of));
        }
        if listed.left_out > 0 {
            parts.push(lang.cases_left_out(listed.left_out));
        }
        parts.push(match listed.total {
            total if listed.at_least => lang.cases_at_least(total),
            1 => lang.one_case().to_owned(),
            total => lang.cases_listed(total),
        });
        parts.extend(words::manner(lang, listed.matched).map(str::to_owned));
        if !model.ledger.has_more() && listed.total > listed.lines.len() {
            parts.push(lang.cases_first(listed.lines.len()));
        }
    }
    parts.push(order(lang, model.ledger.order).to_owned());
    while parts.len() > 1 && glyph::text_width(&parts.join("  ")) > cells {
        parts.pop();
    }
    parts.join("  ")
}

const fn order(lang: Lang, order: CaseOrder) -> &'static str {
    match order {
        CaseOrder::Newest => lang.by_day(),
        CaseOrder::DaysLeft => lang.by_days_left(),
    }
}

/// What a tab is called.
#[must_use]
pub const fn tab(lang: Lang, tab: Tab) -> &'static str {
    match tab {
        Tab::All => lang.all_parts(),
        Tab::Running => lang.tab_running(),
        Tab::Open => lang.status(Status::Open),
        Tab::Accepted => lang.status(Status::Accepted),
        Tab::Referred => lang.status(Status::Referred),
        Tab::Done => lang.tab_done(),
        Tab::Overdue => lang.tab_overdue(),
        Tab::DueSoon => lang.tab_due_soon(),
        Tab::Mine => lang.tab_mine(),
    }
}

/// What narrows the list besides the tab, for the chip in the search line; empty where nothing
/// does.
#[must_use]
pub fn chip(lang: Lang, ledger: &Ledger) -> String {
    let kind = ledger.kind.map(|kind| lang.case_kind(kind));
    let mine = ledger.mine.then(|| lang.tab_mine());
    let parts: Vec<&str> = kind.into_iter().chain(mine).collect();
    parts.join(" ")
}

/// The lines of the menu, none wider than `cells` where there is any room: a letter and what it
/// chooses, brackets around what is on.
#[must_use]
pub fn menu(lang: Lang, ledger: &Ledger, cells: usize) -> Vec<Vec<Glyph>> {
    let labels = [
        lang.narrow_status(),
        lang.narrow_kind(),
        lang.narrow_who(),
        lang.narrow_order(),
    ];
    let indent = 2 + labels.map(glyph::text_width).into_iter().max().unwrap_or(0);
    let mut lines: Vec<Vec<Glyph>> = Vec::new();
    let mut label_before = None;
    let letters = BINDINGS.iter().filter(|row| row.scope == Scope::Narrow);
    for (letter, narrowing) in letters.filter_map(|row| {
        let letter = row.chord.to_string();
        Some((letter, Narrowing::of(row.action)?))
    }) {
        let (label, word) = entry(lang, narrowing);
        let is_on = narrowing.is_on(ledger);
        let (open, close) = if is_on { ("[", "]") } else { (" ", " ") };
        let tone = if is_on { Tone::Strong } else { Tone::Plain };
        let mut item = glyph::glyphs(open, tone);
        item.extend(glyph::glyphs(&letter, Tone::Strong));
        item.extend(glyph::glyphs(&format!(" {word}{close}"), tone));
        let begins = label_before != Some(label);
        label_before = Some(label);
        match lines.last_mut() {
            Some(line) if !begins && glyph::width(line) + glyph::width(&item) <= cells => {
                line.extend(item);
            }
            _ => {
                let name = if begins { label } else { "" };
                let mut line = glyph::fit(glyph::glyphs(name, Tone::Label), indent);
                line.extend(item);
                lines.push(line);
            }
        }
    }
    lines
}

/// Under which name the menu has something, and what it says.
const fn entry(lang: Lang, narrowing: Narrowing) -> (&'static str, &'static str) {
    match narrowing {
        Narrowing::Tab(of) => (lang.narrow_status(), tab(lang, of)),
        Narrowing::Kind(kind) => (lang.narrow_kind(), lang.case_kind(kind)),
        Narrowing::Mine => (lang.narrow_who(), lang.tab_mine()),
        Narrowing::Order(by) => (lang.narrow_order(), order(lang, by)),
        Narrowing::Nothing => ("", lang.narrow_widen()),
    }
}

/// What to try when no case is listed.
#[must_use]
pub fn nothing(model: &Model, clear: &str) -> Vec<String> {
    let lang = model.lang;
    let ledger = &model.ledger;
    let listed = &ledger.listed;
    if let Some(fault) = &listed.fault {
        return vec![words::refusal(lang, fault)];
    }
    let query = listed.query.trim();
    let mut texts = Vec::new();
    if query.is_empty() && !ledger.is_narrowed() && listed.loading.is_none() {
        return vec![lang.no_cases().to_owned()];
    }
    if query.is_empty() {
        texts.push(lang.no_cases_here().to_owned());
    } else if model.blanked {
        texts.push(lang.no_cases_found_blanked().to_owned());
    } else {
        // A long query would push the advice off the screen.
        let query = glyph::cut(glyph::glyphs(query, Tone::Plain), 40);
        let query: String = query.into_iter().map(|glyph| glyph.text).collect();
        texts.push(lang.no_cases_found(&query));
    }
    if listed.loading.is_some() {
        texts.push(lang.no_cases_yet().to_owned());
    } else if ledger.is_narrowed() && !ledger.input.value().is_empty() {
        texts.push(lang.no_cases_narrowed_found(clear));
    } else if ledger.is_narrowed() {
        texts.push(lang.no_cases_narrowed(clear));
    } else if !query.is_empty() && query.chars().all(|c| c.is_numeric() || " -+".contains(c)) {
        texts.push(lang.no_cases_digits().to_owned());
    } else {
        texts.push(lang.no_cases_words().to_owned());
    }
    texts
}
