//! Acting on a case as lines of cells: the menu, what heads the form of an action, what its fields
//! are told. Lays out; decides nothing.

use super::case;
use super::form::why;
use super::paragraph::Paragraph;
use crate::casework::deadline::Unit;
use crate::casework::{Action, CaseNumber, Deadlines, FormField};
use crate::rpc::EventShown;
use crate::text::Lang;
use crate::tui::keymap;
use crate::tui::model::{CaseState, Deed, Due, Form, Menu, Model, Objection, Slot};
use crate::tui::widgets::glyph::{self, Glyph, Tone};
use crate::tui::widgets::wrap;
use crate::tui::words;

/// A line for each thing that the open case allows: its letter, its name, what it does.
#[must_use]
pub fn menu(model: &Model, menu: Menu, cells: usize) -> Vec<Vec<Glyph>> {
    let lang = model.lang;
    let allowed = model.allowed();
    let widest = allowed
        .iter()
        .map(|action| glyph::text_width(lang.action(*action)));
    let widest = widest.max().unwrap_or(0);
    let line = |action: &Action| {
        let selected = *action == menu.selected;
        let mut line = glyph::glyphs(if selected { "> " } else { "  " }, Tone::Strong);
        let letter = keymap::letter(*action).map(String::from);
        line.extend(glyph::glyphs(&letter.unwrap_or_default(), Tone::Strong));
        line.extend(glyph::glyphs("  ", Tone::Plain));
        let name = line.len();
        let tone = if selected { Tone::Strong } else { Tone::Plain };
        line.extend(glyph::glyphs(lang.action(*action), tone));
        let start = glyph::width(&line[..name]);
        glyph::pad(&mut line, start + widest + 2);
        line.extend(glyph::glyphs(lang.does(*action), Tone::Dim));
        glyph::cut(line, cells)
    };
    allowed.iter().map(line).collect()
}

/// The heading of the form: the action, the case's number, kind and subject.
#[must_use]
pub fn heading(model: &Model, form: &Form, deed: &Deed) -> Vec<Glyph> {
    let lang = model.lang;
    let mut out = glyph::glyphs(" ", Tone::Plain);
    out.extend(glyph::glyphs(lang.action(deed.action), Tone::Badge));
    let number = deed.number.to_string();
    let subject = match &deed.subject {
        Some(_) if model.blanked => Some(lang.blanked()),
        subject => subject.as_deref(),
    };
    for (text, tone) in [
        (Some(number.as_str()), Tone::Strong),
        (Some(lang.case_kind(form.kind)), Tone::Plain),
        (subject, Tone::Title),
    ] {
        if let Some(text) = text {
            out.extend(glyph::glyphs("  ", Tone::Plain));
            out.extend(glyph::glyphs(text, tone));
        }
    }
    out
}

/// The line under the heading: how the case stands, and what it becomes; or that the action is
/// allowed no more. In fewer `cells` than it takes it says less.
#[must_use]
pub fn stands(model: &Model, form: &Form, deed: &Deed, cells: usize) -> String {
    let lang = model.lang;
    let status = lang.status(deed.status);
    if !deed.is_allowed() {
        let text = lang.deed_not_allowed(status, lang.action(deed.action));
        return if form.is_changed() {
            lang.deed_not_allowed_kept(&text)
        } else {
            text
        };
    }
    let short = if done_since(model, deed).is_some() {
        lang.deed_stood(status)
    } else {
        lang.deed_stands(status)
    };
    let long = match deed.due_on {
        Some(due) => lang.deed_due(&short, &due.to_string()),
        None => short.clone(),
    };
    let becomes = |stands: &str| match (deed.action, deed.becomes) {
        (Action::Extend, _) => cap(lang, deed, stands).unwrap_or_else(|| stands.to_owned()),
        (_, Some(same)) if same == deed.status => lang.deed_same(stands),
        (_, Some(status)) => lang.deed_becomes(stands, lang.status(status)),
        (_, None) => stands.to_owned(),
    };
    let fits = |text: &String| glyph::text_width(text) <= cells;
    let whole = becomes(&long);
    if fits(&whole) { whole } else { becomes(&short) }
}

/// What others do with the case meanwhile: what was done since the clerk looked, else who has it
/// open; nothing when nobody does.
#[must_use]
pub fn others(model: &Model, deed: &Deed) -> Vec<Glyph> {
    let view = model.case().filter(|view| view.number == deed.number);
    let Some(view) = view else { return Vec::new() };
    let lang = model.lang;
    let mut out = Vec::new();
    if let Some(last) = done_since(model, deed) {
        let (action, status) = (lang.action(last.action), lang.status(last.to));
        let done = lang.deed_just_done(last.clerk.as_str(), action, status);
        out = glyph::glyphs(&lang.deed_others(&done), Tone::Strong);
    }
    let beside = case::also_open(lang, &view.state);
    if !out.is_empty() && !beside.is_empty() {
        out.extend(glyph::glyphs("  ", Tone::Plain));
    }
    out.extend(beside);
    out
}

/// What was done last with the case since the clerk saw it, or was told how it stands.
fn done_since<'a>(model: &'a Model, deed: &Deed) -> Option<&'a EventShown> {
    let view = model.case().filter(|view| view.number == deed.number)?;
    let last = view.state.known()?.events.last()?;
    (last.seq > deed.revision).then_some(last)
}

/// By how much the rule allows a time limit to be extended.
fn cap(lang: Lang, deed: &Deed, stands: &str) -> Option<String> {
    let deadlines = Deadlines::built_in();
    let rule = deadlines.rule(deed.due_rule.as_deref()?)?;
    let cap = rule.extension?;
    Some(match rule.unit {
        Unit::Working => lang.deed_cap_working(stands, &rule.id, cap),
        Unit::Calendar => lang.deed_cap_calendar(stands, &rule.id, cap),
    })
}

/// What stands in a form that asks for nothing: what the action means, and the keys that do it.
#[must_use]
pub fn confirmed(lang: Lang, form: &Form, deed: &Deed, cells: usize) -> Vec<Vec<Glyph>> {
    let mut out = Vec::new();
    if deed.action == Action::Accept {
        out.push(Paragraph::plain(lang.accept_means(), Tone::Plain));
        out.push(match &form.due {
            Due::Known(Some(deadline)) => {
                let text = lang.accept_due(&lang.day(deadline.due), &why(lang, deadline));
                Paragraph::plain(&text, Tone::Strong)
            }
            Due::None | Due::Known(None) => Paragraph::plain(lang.accept_no_rule(), Tone::Plain),
            Due::Awaited(_) => Paragraph::plain(lang.accept_awaited(), Tone::Dim),
            Due::Unknown => Paragraph::plain(lang.accept_unknown(), Tone::Plain),
        });
    } else {
        out.push(Paragraph::plain(lang.does(deed.action), Tone::Plain));
    }
    if deed.is_allowed() {
        let key = keymap::key_name(keymap::Action::Save);
        out.push(Paragraph::blank());
        let keys = lang.deed_confirm(&key, lang.action(deed.action));
        out.push(Paragraph::plain(&keys, Tone::Plain));
    }
    let indent = |line: Vec<Glyph>| {
        let mut indented = glyph::glyphs("  ", Tone::Plain);
        indented.extend(line);
        indented
    };
    let cells = cells.saturating_sub(3);
    out.into_iter()
        .flat_map(|paragraph| wrap::wrap(paragraph.glyphs, cells, paragraph.hang))
        .map(indent)
        .collect()
}

/// The case that is to be merged into, under the field of its number: enough to see that it is the
/// one meant.
#[must_use]
pub fn target(model: &Model, form: &Form, slot: Slot, cells: usize) -> Vec<Vec<Glyph>> {
    let deed = form
        .deed
        .as_ref()
        .filter(|_| slot == Slot::Of(FormField::Into));
    let Some(target) = deed.and_then(|deed| deed.target.as_ref()) else {
        return Vec::new();
    };
    let lang = model.lang;
    let paragraphs = match &target.state {
        CaseState::Awaited(_) => vec![Paragraph::plain(lang.case_awaited(), Tone::Dim)],
        CaseState::Refused(refusal) => {
            vec![Paragraph::plain(
                &case::refused(lang, refusal),
                Tone::Strong,
            )]
        }
        CaseState::Known(shown) => case::brief(lang, &shown.line, model.blanked),
    };
    paragraphs
        .into_iter()
        .flat_map(|paragraph| wrap::wrap(paragraph.glyphs, cells, paragraph.hang))
        .collect()
}

/// Why the case of a number that stands there cannot be merged into, as far as it is known here.
fn against(form: &Form, deed: &Deed, lang: Lang) -> Option<String> {
    let number: CaseNumber = form.text(FormField::Into)?.parse().ok()?;
    if number == deed.number {
        return Some(lang.fault_into_itself().to_owned());
    }
    if number.kind != deed.number.kind {
        return Some(lang.fault_into_other_kind().to_owned());
    }
    let shown = deed.target.as_ref()?.state.known()?;
    let status = shown.line.status;
    (!status.is_running()).then(|| lang.refusal_into_not_running(number, status))
}

/// What stands against a field, or what should be known of it.
#[must_use]
pub fn note(form: &Form, slot: Slot, lang: Lang) -> Option<String> {
    match form.objection(slot) {
        Some(Objection::Number(bad)) => return Some(lang.bad_number(*bad).to_owned()),
        Some(Objection::Refused(refusal)) => return Some(words::refusal(lang, refusal)),
        None => {}
    }
    let deed = form.deed.as_ref()?;
    if slot == Slot::Of(FormField::Into) {
        return against(form, deed, lang);
    }
    let to = form.text(FormField::To)?.trim();
    let looked_at = deed.looked_at.as_deref().map(str::trim);
    let free = looked_at == Some(to) && deed.taken.as_deref() != Some(to);
    (slot == Slot::Of(FormField::To) && free).then(|| lang.agency_is_free().to_owned())
}
