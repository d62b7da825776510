//! The bottom line: what the clerk should know now, else the keys that work now.

use crate::casework;
use crate::rpc::Receipt;
use crate::text::Lang;
use crate::tui::keymap::{self, Action, Chord, Hint, LEADER, Scope, When};
use crate::tui::model::{Lack, Model, Notice, QUERY_LIMIT};
use crate::tui::page;
use crate::tui::widgets::glyph::{self, Glyph, Tone};
use crate::tui::words;

/// The bottom line.
#[must_use]
pub fn row(model: &Model, cells: usize) -> Vec<Glyph> {
    let lang = model.lang;
    let holds = |when| model.holds(when);
    if model.leader {
        return followers(model.scope(), holds, lang, cells);
    }
    let Some(notice) = &model.notice else {
        return resting(model, cells);
    };
    let text = match notice {
        Notice::QueryCut => lang.notice_query_cut(QUERY_LIMIT),
        Notice::QuitAgain => lang.notice_quit_again(&keymap::key_name(Action::Interrupt)),
        Notice::NoJobControl => lang.notice_no_job_control().to_owned(),
        Notice::NoSuchEntry => lang.notice_no_such_entry().to_owned(),
        Notice::Logged(number, status) => {
            lang.notice_logged(&number.to_string(), lang.status(*status))
        }
        Notice::LoggedBefore(number) => lang.notice_logged_before(&number.to_string()),
        Notice::Lacks(kind, lacks) => {
            let key = keymap::key_name(Action::Save);
            if lacks.contains(&Lack::AnswerLeftOut) {
                lang.notice_answer_left_out(&key)
            } else {
                lang.notice_lacks(&page::form::lacking(lang, *kind, lacks), &key)
            }
        }
        Notice::FieldFull(field, limit) => lang.notice_field_full(lang.field(*field), *limit),
        Notice::Refused(refusal) => words::refusal(lang, refusal),
        Notice::Blanked => lang.notice_blanked(&keymap::key_name(Action::Privacy)),
        Notice::Unblanked => lang.notice_unblanked().to_owned(),
        Notice::Acted(action, receipt) => acted(lang, *action, receipt),
        Notice::ActedBefore(action, receipt) => {
            lang.acted_before(&acted(lang, Some(*action), receipt))
        }
        Notice::Kept => lang.carried_kept().to_owned(),
        Notice::GoneFromList => lang.gone_from_list().to_owned(),
        Notice::ExtendedBefore => lang.fault_extended_before().to_owned(),
        Notice::TakenOver => lang.carried_taken().to_owned(),
        Notice::NoAgency => lang.agencies_no_pinyin().to_owned(),
        Notice::NothingAllowed(status) => lang.menu_nothing(lang.status(*status)),
        Notice::NotAllowedNow(action, kind, status) => {
            lang.refusal_not_allowed(*action, *kind, *status)
        }
        Notice::BadNumber(bad) => lang.bad_number(*bad).to_owned(),
        Notice::Bound { words, title } => {
            lang.notice_bound(words, title, &keymap::key_name(Action::UnbindWords))
        }
        Notice::Unbound(words) => lang.notice_unbound(words),
        Notice::Revealed(field, next) => {
            let key = keymap::key_name(Action::Reveal);
            let field = lang.field(*field);
            match next {
                Some(next) => lang.revealed_next(field, &key, lang.field(*next)),
                None => lang.revealed_last(field, &key),
            }
        }
        Notice::MaskedAgain => lang.masked_again().to_owned(),
        Notice::NothingMasked => lang.nothing_masked().to_owned(),
        Notice::NothingLed(digit) => lang.notice_nothing_led(&format!("{LEADER} {digit}")),
        Notice::NoStatistics => lang.no_statistics().to_owned(),
        Notice::MayNotReveal => lang.fault_not_permitted().to_owned(),
    };
    glyph::glyphs(&format!(" {text}"), Tone::Strong)
}

fn acted(lang: Lang, action: Option<casework::Action>, receipt: &Receipt) -> String {
    let number = receipt.number.to_string();
    let Receipt {
        status,
        due_on,
        overdue,
        ..
    } = *receipt;
    lang.acted(action, &number, status, due_on, overdue)
}

/// What the line says while there is nothing to be told: that nobody answers, that a form is on
/// its way, else the keys.
fn resting(model: &Model, cells: usize) -> Vec<Glyph> {
    let lang = model.lang;
    let saving = model.holds(When::Saving);
    let said = if model.lost {
        lang.notice_lost().to_owned()
    } else if model.held.is_some() {
        lang.notice_held().to_owned()
    } else if saving {
        lang.notice_saving().to_owned()
    } else if model.unanswered && model.is_waiting() {
        lang.notice_unanswered().to_owned()
    } else if model.scope() == Scope::Reader && !model.blanked {
        offer(model, cells)
    } else if model.scope() == Scope::Lookup {
        let unheld = model.lookup.results.unheld.first();
        unheld.map_or_else(String::new, |unheld| words::unheld(lang, unheld))
    } else {
        String::new()
    };
    let mut row = Vec::new();
    if !said.is_empty() {
        row = glyph::glyphs(&format!(" {said} "), Tone::Strong);
    }
    let left = cells.saturating_sub(glyph::width(&row));
    row.extend(keys(model.scope(), |when| model.holds(when), lang, left));
    row
}

/// Cells of words that are offered to be bound, and of what stands around them and must be seen too:
/// the question, and its key.
const OFFERED: usize = 16;
const AROUND: usize = 32;

/// The words that may be bound to the entry being read; nothing where there are none.
fn offer(model: &Model, cells: usize) -> String {
    let Some(words) = model.lookup.sought.offered() else {
        return String::new();
    };
    let glyphs = glyph::glyphs(words, Tone::Plain);
    let cut: String = glyph::cut(glyphs, OFFERED.min(cells.saturating_sub(AROUND)))
        .iter()
        .map(|glyph| glyph.text.as_str())
        .collect();
    model.lang.offer_bind(&cut)
}

/// The keys of the hint bar that hold now, as many whole ones as fit.
#[must_use]
pub fn keys(
    scope: Scope,
    holds: impl Fn(When) -> bool + Clone,
    lang: Lang,
    cells: usize,
) -> Vec<Glyph> {
    let mut out = Vec::new();
    let mut named: Vec<Chord> = Vec::new();
    for binding in keymap::active(scope, holds) {
        // Of a key's rows the first that holds is what it does.
        if named.contains(&binding.chord) {
            continue;
        }
        named.push(binding.chord);
        let Hint::Bar(word) = binding.hint else {
            continue;
        };
        let hint = hint(&binding.chord.to_string(), word(lang));
        let gap = if out.is_empty() { " " } else { "  " };
        if glyph::width(&out) + gap.len() + glyph::width(&hint) > cells {
            continue;
        }
        out.extend(glyph::glyphs(gap, Tone::Plain));
        out.extend(hint);
    }
    out
}

/// What can follow the leader, as many whole keys as fit.
#[must_use]
pub fn followers(
    scope: Scope,
    holds: impl Fn(When) -> bool + Clone,
    lang: Lang,
    cells: usize,
) -> Vec<Glyph> {
    let all = keymap::active(scope, holds).filter_map(|binding| {
        let Hint::AfterLeader(word) = binding.hint else {
            return None;
        };
        let alone = Chord {
            led: false,
            ..binding.chord
        };
        Some(hint(&alone.to_string(), word(lang)))
    });
    let cancels = glyph::glyphs(lang.hint_any_other_cancels(), Tone::Dim);
    let all: Vec<Vec<Glyph>> = all.chain([cancels]).collect();
    let head = glyph::glyphs(&format!(" {LEADER}:"), Tone::Strong);
    let wide: usize = all.iter().map(|one| glyph::width(one) + 2).sum();
    // Closer together rather than some of them out of sight.
    let gap = if glyph::width(&head) + wide <= cells {
        "  "
    } else {
        " "
    };
    let mut out = head;
    for one in all {
        if glyph::width(&out) + gap.len() + glyph::width(&one) <= cells {
            out.extend(glyph::glyphs(gap, Tone::Plain));
            out.extend(one);
        }
    }
    out
}

fn hint(key: &str, word: &str) -> Vec<Glyph> {
    let mut out = glyph::glyphs(key, Tone::Strong);
    out.extend(glyph::glyphs(" ", Tone::Plain));
    out.extend(glyph::glyphs(word, Tone::Plain));
    out
}
