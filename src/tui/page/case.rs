//! A case as lines of cells: what the detail pane and the whole screen show, and the number just
//! given. Masked data arrives masked; here it is only laid out.

use super::paragraph::{Paragraph, push_text};
use crate::casework::check::Doubt;
use crate::casework::{ClerkId, FormField};
use crate::rpc::{CaseLine, CaseShown, EventShown, Readable, Refusal, Warning};
use crate::text::Lang;
use crate::tui::model::{CaseState, Logged, Model};
use crate::tui::widgets::glyph::{self, Glyph, Tone};
use crate::tui::widgets::wrap;
use crate::tui::words;

/// The lines of a case, none wider than `cells`.
#[must_use]
pub fn lines(model: &Model, state: &CaseState, cells: usize) -> Vec<Vec<Glyph>> {
    let lang = model.lang;
    let mut out = Vec::new();
    match state {
        CaseState::Awaited(_) => out.push(Paragraph::plain(lang.case_awaited(), Tone::Dim)),
        CaseState::Refused(refusal) => {
            out.push(Paragraph::plain(&refused(lang, refusal), Tone::Strong));
        }
        CaseState::Known(shown) => push_case(&mut out, lang, shown, model.blanked),
    }
    wrapped(out, cells)
}

/// Who else has the case open at this moment; nothing when nobody has.
#[must_use]
pub fn also_open(lang: Lang, state: &CaseState) -> Vec<Glyph> {
    let others = state.known().map_or(&[][..], |shown| &shown.also_open);
    let names: Vec<&str> = others.iter().map(ClerkId::as_str).collect();
    if names.is_empty() {
        return Vec::new();
    }
    let text = lang.also_open(&names.join(lang.list_comma()));
    glyph::glyphs(&text, Tone::Strong)
}

fn wrapped(paragraphs: Vec<Paragraph>, cells: usize) -> Vec<Vec<Glyph>> {
    paragraphs
        .into_iter()
        .flat_map(|paragraph| wrap::wrap(paragraph.glyphs, cells, paragraph.hang))
        .collect()
}

/// Why it cannot be shown, beside its number.
pub(super) fn refused(lang: Lang, refusal: &Refusal) -> String {
    match refusal {
        // The number stands right beside it.
        Refusal::NoSuchCase(_) => lang.case_missing().to_owned(),
        other => words::refusal(lang, other),
    }
}

/// A case on one line of the list: number, kind, status, subject, due date.
#[must_use]
pub fn line(model: &Model) -> Vec<Glyph> {
    let lang = model.lang;
    let Some(case) = &model.lookup.case else {
        return Vec::new();
    };
    let marker = if case.selected { "> " } else { "  " };
    let mut row = glyph::glyphs(marker, Tone::Strong);
    row.extend(glyph::glyphs(lang.case_word(), Tone::Badge));
    row.extend(glyph::glyphs(" ", Tone::Plain));
    row.extend(glyph::glyphs(&case.number.to_string(), Tone::Strong));
    let mut push = |text: &str, tone| {
        row.extend(glyph::glyphs("  ", Tone::Plain));
        row.extend(glyph::glyphs(text, tone));
    };
    match &case.state {
        CaseState::Awaited(_) => push(lang.case_awaited(), Tone::Dim),
        CaseState::Refused(refusal) => push(&refused(lang, refusal), Tone::Strong),
        CaseState::Known(shown) => {
            push(lang.case_kind(shown.line.kind), Tone::Plain);
            push(lang.status(shown.line.status), Tone::Strong);
            if let Some(due) = shown.line.due_on {
                push(&lang.due_on(&due.to_string()), Tone::Plain);
            }
            match &shown.line.subject {
                Some(_) if model.blanked => push(lang.blanked(), Tone::Dim),
                Some(subject) => push(subject, Tone::Plain),
                None => {}
            }
        }
    }
    row
}

/// What tells a case from others: kind, status and what it is about; whom it is about and who came.
pub(super) fn brief(lang: Lang, line: &CaseLine, blanked: bool) -> Vec<Paragraph> {
    let told = |text: Option<&str>| match text {
        Some(_) if blanked => Some(lang.blanked().to_owned()),
        text => text.map(str::to_owned),
    };
    let about = told(line.subject.as_deref()).or_else(|| line.service_title.clone());
    let mut first = Paragraph::plain(lang.case_kind(line.kind), Tone::Plain)
        .and("  ", Tone::Plain, &[])
        .and(lang.status(line.status), Tone::Strong, &[]);
    if let Some(about) = about {
        first = first
            .and("  ", Tone::Plain, &[])
            .and(&about, Tone::Title, &[]);
    }
    let visitor = match &line.visitor.name {
        None if line.visitor.is_anonymous() => Some(lang.case_anonymous().to_owned()),
        name => told(name.as_deref()),
    };
    let respondent = lang.field_of(line.kind, FormField::Respondent);
    let mut people = Paragraph::blank();
    for (word, text) in [
        (respondent, told(line.respondent.as_deref())),
        (lang.case_visitor(), visitor),
        (lang.case_opened(), Some(words::time(line.opened_at))),
    ] {
        let Some(text) = text else { continue };
        if !people.glyphs.is_empty() {
            people = people.and("  ", Tone::Plain, &[]);
        }
        let label = lang.label(word);
        people = people
            .and(&label, Tone::Label, &[])
            .and(&text, Tone::Plain, &[]);
    }
    vec![first, people]
}

fn push_case(out: &mut Vec<Paragraph>, lang: Lang, shown: &CaseShown, blanked: bool) {
    let line = &shown.line;
    let mut page = Page { out, lang, blanked };
    page.told(lang.field(FormField::Subject), line.subject.as_deref());
    page.status(line);
    let track = line.track.map(|track| lang.track(track));
    page.clear(lang.field(FormField::Track), track);
    page.clear(lang.case_entry(), line.service_title.as_deref());
    page.clear(lang.in_charge(), line.agency.as_deref());
    match shown.readable {
        Readable::Yes => {}
        Readable::Erased => page.say(lang.case_erased()),
        Readable::Damaged => page.say(lang.case_damaged()),
    }
    page.visitor(line);
    page.told(
        lang.field_of(line.kind, FormField::Respondent),
        line.respondent.as_deref(),
    );
    for (field, text) in [
        (FormField::Content, &shown.content),
        (FormField::Demand, &shown.demand),
        (FormField::Answer, &shown.answer),
        (FormField::Outcome, &line.outcome),
    ] {
        page.told(words::ending(lang, field, line.status), text.as_deref());
    }
    page.clear(lang.case_clerk(), Some(line.clerk.as_str()));
    page.clear(lang.case_counter(), line.counter.as_deref());
    page.clear(lang.case_opened(), Some(&words::time(line.opened_at)));
    let closed = line.closed_at.map(words::time);
    page.clear(lang.case_closed(), closed.as_deref());
    let into = line.merged_into.map(|number| number.to_string());
    page.clear(lang.case_merged_into(), into.as_deref());
    let from = words::merged_from(lang, shown);
    page.clear(lang.case_merged_from(), from.as_deref());
    page.out.push(Paragraph::blank());
    page.out
        .push(Paragraph::plain(lang.case_history(), Tone::Label));
    if let Some(earlier) = words::earlier(lang, shown.earlier) {
        let line = Paragraph::hanging("  ").and(&earlier, Tone::Dim, &[]);
        page.out.push(line);
    }
    for event in &shown.events {
        page.event(event);
    }
}

/// Lines being laid out.
struct Page<'a> {
    out: &'a mut Vec<Paragraph>,
    lang: Lang,
    blanked: bool,
}

impl Page<'_> {
    fn say(&mut self, text: &str) {
        self.out.push(Paragraph::plain(text, Tone::Strong));
    }

    fn label(&self, word: &str) -> Paragraph {
        Paragraph::plain(&self.lang.label(word), Tone::Label).hang_here()
    }

    /// A field that may always be read.
    fn clear(&mut self, word: &str, text: Option<&str>) {
        if let Some(text) = text {
            let lead = self.label(word);
            push_text(self.out, lead, text, &[]);
        }
    }

    /// A field that somebody told: blanked when the clerk wants that.
    fn told(&mut self, word: &str, text: Option<&str>) {
        let text = match text {
            Some(_) if self.blanked => Some(self.lang.blanked()),
            other => other,
        };
        self.clear(word, text);
    }

    fn status(&mut self, line: &CaseLine) {
        let lang = self.lang;
        let kind = self
            .label(lang.case_status())
            .and(lang.case_kind(line.kind), Tone::Plain, &[])
            .and("  ", Tone::Plain, &[])
            .and(lang.status(line.status), Tone::Strong, &[]);
        self.out.push(kind);
        let Some((label, due)) = words::due(lang, line) else {
            return;
        };
        let mut paragraph = self.label(label).and(&due, Tone::Plain, &[]);
        if line.overdue {
            let overdue = lang.overdue();
            paragraph = paragraph
                .and("  ", Tone::Plain, &[])
                .and(overdue, Tone::Strong, &[]);
        }
        self.out.push(paragraph);
    }

    fn visitor(&mut self, line: &CaseLine) {
        let lang = self.lang;
        let visitor = &line.visitor;
        for (field, text) in [
            (FormField::Name, &visitor.name),
            (FormField::Phone, &visitor.phone),
            (FormField::IdNumber, &visitor.id_number),
            (FormField::Address, &visitor.address),
        ] {
            self.told(lang.field(field), text.as_deref());
        }
        let marks: Vec<&str> = [
            (visitor.is_anonymous(), lang.case_anonymous()),
            (visitor.is_confidential(), lang.case_confidential()),
        ]
        .into_iter()
        .filter_map(|(set, word)| set.then_some(word))
        .collect();
        if !marks.is_empty() {
            self.clear(lang.case_visitor(), Some(&marks.join(lang.list_comma())));
        }
    }

    /// Time, clerk, what was done, from where to where; below it what was said.
    fn event(&mut self, event: &EventShown) {
        let lang = self.lang;
        let to = lang.status(event.to);
        let step = match event.from {
            Some(from) if from != event.to => lang.case_step(lang.status(from), to),
            _ => to.to_owned(),
        };
        let mut paragraph = Paragraph::hanging("  ")
            .and(&words::time(event.at), Tone::Dim, &[])
            .and("  ", Tone::Plain, &[])
            .and(lang.action(event.action), Tone::Strong, &[])
            .and("  ", Tone::Plain, &[])
            .and(&step, Tone::Plain, &[])
            .and("  ", Tone::Plain, &[])
            .and(event.clerk.as_str(), Tone::Plain, &[]);
        paragraph = with_about(paragraph, lang, event);
        if event.clock_back {
            paragraph = paragraph.and(lang.case_clock_back(), Tone::Plain, &[]);
        }
        self.out.push(paragraph);
        let note = match &event.note {
            Some(_) if self.blanked => Some(lang.blanked()),
            _ => words::said(lang, event),
        };
        if let Some(note) = note {
            push_text(self.out, Paragraph::hanging("    "), note, &[]);
        }
    }
}

/// The line of an event, with what else it was about.
pub(super) fn with_about(line: Paragraph, lang: Lang, event: &EventShown) -> Paragraph {
    match words::about(lang, event) {
        Some(about) => line
            .and("  ", Tone::Plain, &[])
            .and(&about, Tone::Plain, &[]),
        None => line,
    }
}

/// The lines of the box that shows the number just given, none wider than `cells`.
#[must_use]
pub fn logged(lang: Lang, logged: &Logged, cells: usize) -> Vec<Vec<Glyph>> {
    let receipt = &logged.receipt;
    let mut out = vec![
        Paragraph::plain(lang.logged_read_out(), Tone::Plain),
        Paragraph::blank(),
        Paragraph::hanging("  ").and(&words::checked(receipt.number), Tone::Title, &[]),
        Paragraph::hanging("  ").and(&words::spelled(receipt.number), Tone::Plain, &[]),
        Paragraph::blank(),
    ];
    let kind = Paragraph::plain(lang.case_kind(receipt.kind), Tone::Badge)
        .and("  ", Tone::Plain, &[])
        .and(lang.status(receipt.status), Tone::Plain, &[]);
    out.push(kind);
    if let Some(due) = receipt.due_on {
        out.push(Paragraph::plain(
            &lang.logged_due(&due.to_string()),
            Tone::Strong,
        ));
    }
    let (wanted, doubted): (Vec<&Warning>, Vec<&Warning>) = receipt
        .warnings
        .iter()
        .partition(|warning| warning.doubt == Doubt::Wanted);
    if !wanted.is_empty() {
        let names: Vec<&str> = wanted
            .iter()
            .map(|warning| lang.field_of(receipt.kind, warning.field))
            .collect();
        let text = lang.logged_wanted(&names.join(lang.list_comma()));
        out.push(Paragraph::plain(&text, Tone::Plain));
    }
    for warning in doubted {
        let text = lang.logged_doubt(lang.field(warning.field), lang.doubt(warning.doubt));
        out.push(Paragraph::plain(&text, Tone::Plain));
    }
    wrapped(out, cells)
}
