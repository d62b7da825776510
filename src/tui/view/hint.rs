//! The bottom line: what the clerk should know now, else the keys that work now.

use crate::text::Lang;
use crate::tui::keymap::{self, Action, Chord, Hint, LEADER, Scope, When};
use crate::tui::model::{Model, Notice, QUERY_LIMIT};
use crate::tui::widgets::glyph::{self, Glyph, Tone};

/// The bottom line.
#[must_use]
pub fn row(model: &Model, cells: usize) -> Vec<Glyph> {
    let lang = model.lang;
    let holds = |when| model.holds(when);
    if model.leader {
        return followers(model.scope(), holds, lang);
    }
    let Some(notice) = model.notice else {
        return keys(model.scope(), holds, lang, cells);
    };
    let text = match notice {
        Notice::QueryCut => lang.notice_query_cut(QUERY_LIMIT),
        Notice::QuitAgain => lang.notice_quit_again(&keymap::key_name(Action::Interrupt)),
        Notice::NoJobControl => lang.notice_no_job_control().to_owned(),
        Notice::NoSuchEntry => lang.notice_no_such_entry().to_owned(),
    };
    glyph::glyphs(&format!(" {text}"), Tone::Strong)
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

/// What can follow the leader.
#[must_use]
pub fn followers(scope: Scope, holds: impl Fn(When) -> bool + Clone, lang: Lang) -> Vec<Glyph> {
    let mut out = glyph::glyphs(&format!(" {LEADER}:"), Tone::Strong);
    for binding in keymap::active(scope, holds) {
        let Hint::AfterLeader(word) = binding.hint else {
            continue;
        };
        let alone = Chord {
            led: false,
            ..binding.chord
        };
        out.extend(glyph::glyphs("  ", Tone::Plain));
        out.extend(hint(&alone.to_string(), word(lang)));
    }
    out.extend(glyph::glyphs("  ", Tone::Plain));
    out.extend(glyph::glyphs(lang.hint_any_other_cancels(), Tone::Dim));
    out
}

fn hint(key: &str, word: &str) -> Vec<Glyph> {
    let mut out = glyph::glyphs(key, Tone::Strong);
    out.extend(glyph::glyphs(" ", Tone::Plain));
    out.extend(glyph::glyphs(word, Tone::Plain));
    out
}
