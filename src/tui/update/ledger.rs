//! The ledger: opened, asked for, moved in, narrowed, left.

use tui_input::{Input, InputRequest};

use super::moving::Step;
use super::{ask, casework, edit};
use crate::casework::CaseNumber;
use crate::rpc::{CaseOrder, CasesFound, ListCases, MOST_LINES, Refusal, Request};
use crate::tui::message::Effect;
use crate::tui::model::{FIRST_LINES, Fresh, Keep, Layer, Listed, Model, Narrowing, Notice, Tab};
use crate::tui::page;

/// F3: to the ledger, whatever lies on top of it or of the lookup screen.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    let was_open = model.has_ledger();
    model.layers.clear();
    model.layers.push(Layer::Ledger);
    if was_open {
        return Vec::new();
    }
    // Nobody told what changed while it was not shown.
    refresh(model, Fresh::All).into_iter().collect()
}

/// Asks for what the ledger says now, from the first line on.
pub(super) fn first(model: &mut Model) -> Effect {
    let ledger = &mut model.ledger;
    ledger.limit = FIRST_LINES;
    ledger.selected = 0;
    ledger.offset = 0;
    ledger.unseen.clear();
    ledger.stale = None;
    list(model, Keep::First, None)
}

/// Asks for the same again and stays where the clerk is: only for the lines that are to be fresh, so
/// that a change costs about as much as it is, however many lines are here. While an answer is still
/// to come, it is asked again after that: else changes that follow each other closely would put off
/// every answer.
pub(super) fn refresh(model: &mut Model, fresh: Fresh) -> Option<Effect> {
    let rows = usize::from(page::ledger::area(model).height);
    let ledger = &mut model.ledger;
    if ledger.awaiting.is_some() {
        ledger.stale = Some(fresh.and(ledger.stale.take()));
        return None;
    }
    let keep = if ledger.listed.known {
        Keep::Entry
    } else {
        Keep::First
    };
    // The selected case is wanted even when more than a screen of new ones came before it; what
    // lies far below it is not, so that every change costs about what is seen.
    let wanted = ledger.selected + 4 * rows;
    ledger.limit = wanted.clamp(FIRST_LINES, MOST_LINES);
    let only = match fresh {
        Fresh::These(numbers) if keep == Keep::Entry => Some(numbers),
        _ => None,
    };
    Some(list(model, keep, only))
}

fn list(model: &mut Model, keep: Keep, only: Option<Vec<CaseNumber>>) -> Effect {
    model.ledger.only = only.clone().unwrap_or_default();
    let question = ListCases {
        only,
        ..model.ledger.question()
    };
    let (number, effect) = ask::ask(model, Request::ListCases(Box::new(question)));
    model.ledger.awaiting = Some((number, keep));
    effect
}

/// Takes an answer in, if it is the one awaited.
pub(super) fn listed(model: &mut Model, number: u64, found: CasesFound) -> Option<Effect> {
    let keep = awaited(model, number)?;
    let found = match model.ledger.completed(found) {
        Ok(found) => found,
        Err(Fresh::These(numbers)) => return Some(list(model, keep, Some(numbers))),
        Err(Fresh::All) => return Some(list(model, keep, None)),
    };
    if model.case().is_some() || model.form().is_some() {
        model.ledger.replace(found, keep);
    } else {
        let before = model.ledger.gone;
        model.ledger.replace_seen(found, keep);
        if model.ledger.gone.is_some() && model.ledger.gone != before {
            model.notice = Some(Notice::GoneFromList);
        }
    }
    let fresh = model.ledger.stale.take()?;
    refresh(model, fresh)
}

/// The cases cannot be listed; tells whether they were asked for here. Lines that are there stay.
pub(super) fn refused(model: &mut Model, number: u64, refusal: &Refusal) -> bool {
    let Some(keep) = awaited(model, number) else {
        return false;
    };
    model.ledger.stale = None;
    if keep == Keep::First {
        model.ledger.listed = Listed {
            known: true,
            fault: Some(refusal.clone()),
            ..Listed::default()
        };
    } else {
        model.notice = Some(Notice::Refused(refusal.clone()));
    }
    true
}

/// What to select in an answer, if it is the one awaited; from now on none is.
fn awaited(model: &mut Model, number: u64) -> Option<Keep> {
    let (_, keep) = model
        .ledger
        .awaiting
        .take_if(|(asked, _)| *asked == number)?;
    model.dirty = true;
    Some(keep)
}

/// A moment passed: while the owner is still reading the cases in, more of them are there.
pub(super) fn waited(model: &mut Model) -> Option<Effect> {
    if !model.is_loading() {
        return None;
    }
    refresh(model, Fresh::All)
}

/// Moves the selection.
pub(super) fn step(model: &mut Model, step: Step) -> Vec<Effect> {
    let rows = page::ledger::area(model).height.into();
    let ledger = &mut model.ledger;
    let before = ledger.selected;
    let last = ledger.listed.lines.len().saturating_sub(1);
    ledger.selected = step.from(before, rows).min(last);
    // Whoever moved on before the answer came does not want to be thrown to the end by it.
    if let Some((_, keep)) = &mut ledger.awaiting
        && ledger.selected != before
        && *keep == Keep::Last
    {
        *keep = Keep::Entry;
    }
    if step == Step::Last && ledger.has_more() {
        ledger.limit = ledger.listed.total.clamp(ledger.limit, MOST_LINES);
        return vec![list(model, Keep::Last, None)];
    }
    Vec::new()
}

/// The selection in view, and more lines when it comes near the last.
pub(super) fn settle(model: &mut Model) -> Option<Effect> {
    let rows = usize::from(page::ledger::area(model).height);
    let ledger = &mut model.ledger;
    ledger.settle(rows);
    let near_end = ledger.selected + 2 * rows >= ledger.listed.lines.len();
    if !model.has_ledger() || model.ledger.awaiting.is_some() || !near_end {
        return None;
    }
    let ledger = &mut model.ledger;
    if !ledger.has_more() {
        return None;
    }
    ledger.limit = ledger.limit.saturating_mul(2).min(MOST_LINES);
    Some(list(model, Keep::Entry, None))
}

/// The tab beside the one shown.
pub(super) fn tab(model: &mut Model, forward: bool) -> Vec<Effect> {
    model.ledger.tab = model.ledger.tab.beside(forward);
    vec![first(model)]
}

/// Esc: the query first, then what else narrows the list; the lookup after that.
pub(super) fn clear(model: &mut Model) -> Vec<Effect> {
    if !model.ledger.input.value().is_empty() {
        return edit::request(model, InputRequest::DeleteLine);
    }
    model.ledger.widen();
    vec![first(model)]
}

/// A letter of the menu: it narrows the list and puts the menu away. What is on is taken away by
/// its own letter.
pub(super) fn narrow(model: &mut Model, narrowing: Narrowing) -> Vec<Effect> {
    model.layers.pop();
    let ledger = &mut model.ledger;
    match narrowing {
        Narrowing::Tab(tab) if ledger.tab == tab => ledger.tab = Tab::All,
        Narrowing::Tab(tab) => ledger.tab = tab,
        Narrowing::Kind(kind) if ledger.kind == Some(kind) => ledger.kind = None,
        Narrowing::Kind(kind) => ledger.kind = Some(kind),
        Narrowing::Order(order) => ledger.order = order,
        Narrowing::Mine if ledger.is_mine() => {
            ledger.mine = false;
            if ledger.tab == Tab::Mine {
                ledger.tab = Tab::All;
            }
        }
        Narrowing::Mine => ledger.mine = true,
        Narrowing::Nothing => {
            ledger.widen();
            ledger.order = CaseOrder::Newest;
            ledger.input = Input::default();
        }
    }
    vec![first(model)]
}

/// Opens the selected case on the whole screen.
pub(super) fn open_case(model: &mut Model) -> Vec<Effect> {
    let selected = model.ledger.selected();
    let Some(number) = selected.map(|hit| hit.line.number) else {
        return Vec::new();
    };
    vec![casework::open_number(model, number)]
}
