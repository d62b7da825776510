//! A case found by its number: asked for, opened, revealed, blanked.

use super::ask;
use crate::casework::CaseNumber;
use crate::rpc::{CaseShown, Refusal, Request};
use crate::tui::message::Effect;
use crate::tui::model::{CaseFound, CaseState, CaseView, Layer, Model, Notice};

/// Asks for the case whose number stands in the search line; forgets it when none does.
pub(super) fn find(model: &mut Model) -> Option<Effect> {
    let query = model.lookup.input.value().trim();
    let number: Option<CaseNumber> = query.parse().ok();
    let known = model.lookup.case.as_ref().map(|case| case.number);
    if number == known {
        return None;
    }
    model.dirty = true;
    model.lookup.case = None;
    model.lookup.detail_scroll = None;
    let number = number?;
    let (asked, effect) = show(model, number, false);
    model.lookup.case = Some(CaseFound {
        number,
        state: CaseState::Awaited(asked),
        selected: true,
    });
    Some(effect)
}

pub(super) fn show(model: &mut Model, number: CaseNumber, reveal: bool) -> (u64, Effect) {
    ask::ask(model, Request::ShowCase { number, reveal })
}

/// Opens the case that is selected on the whole screen.
pub(super) fn open(model: &mut Model) {
    let Some(found) = model.lookup.case_selected() else {
        return;
    };
    // Why it cannot be shown stands in its line already.
    if matches!(found.state, CaseState::Refused(_)) {
        return;
    }
    let view = CaseView {
        number: found.number,
        state: found.state.clone(),
        revealed: false,
        revealing: None,
        again: None,
        scroll: 0,
    };
    model.layers.push(Layer::Case(Box::new(view)));
}

/// Shows what is masked, for who may; masks it again.
pub(super) fn reveal(model: &mut Model) -> Vec<Effect> {
    let Some(view) = model.case() else {
        return Vec::new();
    };
    let (number, revealed) = (view.number, view.revealed);
    let may = view.state.known().is_some_and(|shown| shown.may_reveal);
    if model.blanked {
        model.notice = Some(Notice::Blanked);
        return Vec::new();
    }
    if revealed {
        return mask(model).into_iter().collect();
    }
    if !may {
        if view.state.known().is_some() {
            model.notice = Some(Notice::MayNotReveal);
        }
        return Vec::new();
    }
    let (asked, effect) = show(model, number, true);
    if let Some(view) = model.case_mut() {
        view.revealing = Some(asked);
    }
    vec![effect]
}

/// Forgets what was revealed at once, and asks for it masked.
fn mask(model: &mut Model) -> Option<Effect> {
    let view = model.case_mut()?;
    view.revealing = None;
    if !view.revealed {
        return None;
    }
    view.revealed = false;
    view.again = None;
    let number = view.number;
    let (asked, effect) = show(model, number, false);
    model.case_mut()?.state = CaseState::Awaited(asked);
    Some(effect)
}

/// F9: blanks all personal data; once more shows it, masked.
pub(super) fn privacy(model: &mut Model) -> Vec<Effect> {
    model.blanked = !model.blanked;
    model.notice = Some(if model.blanked {
        Notice::Blanked
    } else {
        Notice::Unblanked
    });
    mask(model).into_iter().collect()
}

/// Takes a case in, wherever it was asked for.
pub(super) fn shown(model: &mut Model, number: u64, case: &CaseShown) {
    let known = || CaseState::Known(Box::new(case.clone()));
    if let Some(view) = model.case_mut() {
        if view.revealing == Some(number) {
            view.revealing = None;
            view.again = None;
            view.revealed = true;
            view.state = known();
        } else if view.state == CaseState::Awaited(number) {
            view.state = known();
        } else if view.again == Some(number) {
            view.again = None;
            view.state = known();
        }
    }
    if let Some(found) = &mut model.lookup.case
        && found.state == CaseState::Awaited(number)
    {
        found.state = known();
    }
    model.dirty = true;
}

/// A case cannot be shown; tells whether it was asked for here.
pub(super) fn refused(model: &mut Model, number: u64, refusal: &Refusal) -> bool {
    let mut mine = false;
    if let Some(view) = model.case_mut() {
        if view.revealing == Some(number) {
            view.revealing = None;
            model.notice = Some(Notice::Refused(refusal.clone()));
            mine = true;
        } else if view.state == CaseState::Awaited(number) {
            view.state = CaseState::Refused(refusal.clone());
            mine = true;
        } else if view.again == Some(number) {
            view.again = None;
            view.state = CaseState::Refused(refusal.clone());
            mine = true;
        }
    }
    if let Some(found) = &mut model.lookup.case
        && found.state == CaseState::Awaited(number)
    {
        found.state = CaseState::Refused(refusal.clone());
        mine = true;
    }
    model.dirty |= mine;
    mine
}
