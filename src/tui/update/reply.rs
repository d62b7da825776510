//! Answers. One to a question that a newer one has overtaken is dropped.

use super::{action, casework, form, ledger, live, merge, pick, sought};
use crate::rpc::{Answer, Found, Reply};
use crate::tui::message::Effect;
use crate::tui::model::{Keep, Lists, Model, Notice, Results};

/// Takes an answer in.
pub(super) fn take(model: &mut Model, reply: Reply) -> Vec<Effect> {
    let number = reply.number;
    match reply.answer {
        Answer::Logged(receipt) => form::logged(model, number, receipt),
        Answer::Deadline(deadline) => form::due(model, number, deadline),
        Answer::Case(case) => {
            let mut effects = casework::shown(model, number, &case);
            effects.extend(merge::shown(model, number, &case));
            action::refresh(model, &case);
            return effects;
        }
        Answer::Cases(found) => {
            let asked = ledger::listed(model, number, *found);
            return asked.into_iter().collect();
        }
        Answer::Changed(changed) => return live::changed(model, &changed),
        Answer::Acted(receipt) => return action::acted(model, number, receipt),
        Answer::Agencies(found) => pick::found(model, number, found),
        Answer::Bound(bound) => sought::bound(model, number, *bound),
        Answer::Gone(_) => sought::gone(model, number),
        Answer::Refused(refusal) if action::sent(model, number) => {
            return action::refused(model, refusal);
        }
        Answer::Refused(refusal)
            if form::refused(model, number, &refusal)
                || ledger::refused(model, number, &refusal)
                || pick::refused(model, number, &refusal)
                || merge::refused(model, number, &refusal)
                || sought::refused(model, number, &refusal)
                || casework::refused(model, number, &refusal) => {}
        answer => take_entries(model, Reply { number, answer }),
    }
    Vec::new()
}

/// Takes in what the lookup asked for.
fn take_entries(model: &mut Model, reply: Reply) {
    let lookup = &mut model.lookup;
    let keep = match lookup.awaiting {
        Some((number, keep)) if number == reply.number => Some(keep),
        _ => None,
    };
    let entry = match &lookup.awaiting_entry {
        Some((number, id)) if *number == reply.number => Some(id.clone()),
        _ => None,
    };
    match (reply.answer, keep, entry) {
        (Answer::Found(found), Some(keep), _) => {
            lookup.awaiting = None;
            select(model, found, keep);
            model.dirty = true;
        }
        (Answer::Shown(shown), _, Some(_)) => {
            lookup.awaiting_entry = None;
            lookup.cache.put(*shown);
            model.dirty = true;
        }
        (Answer::Refused(_), Some(_), _) => {
            // What the list is about is gone; an empty list says so.
            lookup.awaiting = None;
            lookup.results = Results {
                known: true,
                ..Results::default()
            };
            model.notice = Some(Notice::NoSuchEntry);
            model.dirty = true;
        }
        (Answer::Refused(_), _, Some(id)) => {
            lookup.awaiting_entry = None;
            lookup.refused = Some(id);
            model.notice = Some(Notice::NoSuchEntry);
            model.dirty = true;
        }
        _ => {}
    }
}

fn select(model: &mut Model, mut found: Found, keep: Keep) {
    model.lists = Lists(std::mem::take(&mut found.lists));
    let lookup = &mut model.lookup;
    let was = lookup.selected().map(|hit| hit.summary.id.clone());
    let unlabelled = found.unlabelled.take();
    lookup.results = Results::from(found);
    // What is not related, or not of one part, may be found all the same.
    if lookup.about.is_none() {
        let any = lookup.count(None) > 0;
        let unlabelled = unlabelled.as_deref();
        lookup
            .sought
            .answered(&lookup.results.query, unlabelled, any);
    }
    let hits = &lookup.results.hits;
    let same = |id| hits.iter().position(|hit| hit.summary.id == id);
    lookup.selected = match keep {
        // Wherever it was moved to since.
        Keep::First => lookup.selected.min(hits.len().saturating_sub(1)),
        Keep::Entry => was.clone().and_then(same).unwrap_or(0),
        Keep::Last => hits.len().saturating_sub(1),
    };
    if keep == Keep::First {
        lookup.offset = 0;
    }
    if lookup.selected().map(|hit| &hit.summary.id) != was.as_ref() || keep == Keep::First {
        lookup.detail_scroll = None;
    }
}
