//! What others do meanwhile: the owner is told what is shown, and what changed of it is asked for
//! again where it stands. Nothing moves away under the clerk.

use super::{ask, casework, ledger, merge};
use crate::casework::CaseNumber;
use crate::rpc::{Changed, Request, Watch};
use crate::tui::message::Effect;
use crate::tui::model::{Cache, Fresh, Keep, Model, Results};

/// Tells the owner what is shown, when that is something else than it was told last.
pub(super) fn watch(model: &mut Model) -> Option<Effect> {
    let shown = shown(model);
    if model.watched == shown {
        return None;
    }
    model.watched = shown.clone();
    let (_, effect) = ask::ask(model, Request::Watch(Box::new(shown)));
    Some(effect)
}

fn shown(model: &Model) -> Watch {
    let mut watch = Watch {
        open: model.case().map(|view| view.number),
        ..Watch::default()
    };
    if model.has_ledger() {
        watch.ledger = Some(model.ledger.filter());
        // The lines above and below the window too: scrolled to, they must not be those of before.
        let lines = model.ledger.listed.lines.iter();
        watch.shown = lines.map(|hit| hit.line.number).collect();
    } else if let Some(found) = &model.lookup.case {
        watch.shown = vec![found.number];
    }
    if let Some(target) = target(model)
        && !watch.shown.contains(&target)
    {
        watch.shown.push(target);
    }
    watch
}

/// Somebody answers again, who knows nothing of what is shown here; what changed in between nobody
/// told.
pub(super) fn back(model: &mut Model) -> Vec<Effect> {
    model.watched = Watch::default();
    let cases: Vec<CaseNumber> = open_cases(model).chain(target(model)).collect();
    refresh(model, &cases, Fresh::All)
}

/// The cases on the screen that are not lines of the ledger.
fn open_cases(model: &Model) -> impl Iterator<Item = CaseNumber> + '_ {
    let found = model.lookup.case.as_ref().map(|found| found.number);
    let open = model.case().map(|view| view.number);
    found.into_iter().chain(open)
}

/// The case that the form merges into.
fn target(model: &Model) -> Option<CaseNumber> {
    let deed = model.form()?.deed.as_ref()?;
    deed.target.as_ref().map(|target| target.number)
}

/// Asks again for what changed.
pub(super) fn changed(model: &mut Model, changed: &Changed) -> Vec<Effect> {
    let Changed {
        cases,
        lists,
        training,
    } = changed;
    let mut effects = Vec::new();
    if *training && !model.training {
        model.training = true;
        model.dirty = true;
        // It was filled while it was shown.
        effects.extend(refresh(model, &[], Fresh::All));
    }
    if *lists {
        effects.push(other_lists(model));
    }
    if !cases.is_empty() {
        effects.extend(refresh(model, cases, Fresh::These(cases.clone())));
    }
    effects
}

fn refresh(model: &mut Model, cases: &[CaseNumber], fresh: Fresh) -> Vec<Effect> {
    let mut effects = Vec::new();
    if model.has_ledger() {
        effects.extend(ledger::refresh(model, fresh));
    }
    let mut open: Vec<CaseNumber> = open_cases(model).collect();
    open.dedup();
    open.retain(|number| cases.contains(number));
    for number in open {
        effects.extend(casework::again(model, number));
    }
    if let Some(target) = target(model).filter(|target| cases.contains(target)) {
        effects.extend(merge::again(model, target));
    }
    effects
}

/// There are other lists: nothing known of their entries holds any more.
fn other_lists(model: &mut Model) -> Effect {
    let lookup = &mut model.lookup;
    lookup.cache = Cache::default();
    lookup.awaiting_entry = None;
    lookup.refused = None;
    for left in &mut lookup.trail {
        left.results = Results::default();
    }
    let limit = lookup.limit;
    match lookup.awaiting {
        Some((_, Keep::First)) => ask::first(model),
        _ => ask::more(model, limit, Keep::Entry),
    }
}
