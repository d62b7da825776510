//! A case on the screen: asked for, opened, revealed, blanked, asked for again when it changed.

use super::ask;
use crate::casework::CaseNumber;
use crate::rpc::{CaseShown, Refusal, Request};
use crate::tui::message::Effect;
use crate::tui::model::{Again, CaseFound, CaseState, CaseView, Layer, Model, Notice};

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
        again: Again::default(),
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
    let view = CaseView::new(found.number, found.state.clone());
    model.layers.push(Layer::Case(Box::new(view)));
}

/// Opens a case of which only the number is known here.
pub(super) fn open_number(model: &mut Model, number: CaseNumber) -> Effect {
    let (asked, effect) = show(model, number, false);
    let view = CaseView::new(number, CaseState::Awaited(asked));
    model.layers.push(Layer::Case(Box::new(view)));
    effect
}

/// Asks again for a case that changed, wherever it stands on the screen: it stays there as it is
/// until the answer comes, and is revealed afterwards if it was before. While an answer is still to
/// come, it is asked for after that.
pub(super) fn again(model: &mut Model, number: CaseNumber) -> Vec<Effect> {
    let mut of_view = None;
    if let Some(view) = model.case_mut().filter(|view| view.number == number) {
        let asked = view.state.awaited().or(view.awaits_revealed());
        if view.again.may_ask(asked) {
            of_view = Some(!view.revealed.is_empty());
        }
    }
    let mut of_found = None;
    if let Some(found) = &mut model.lookup.case
        && found.number == number
        && found.again.may_ask(found.state.awaited())
    {
        of_found = Some(false);
    }
    let mut effects = Vec::new();
    // One question does for both, unless one of them is revealed.
    let mut asked_masked = None;
    for (reveal, is_view) in [(of_view, true), (of_found, false)] {
        let Some(reveal) = reveal else { continue };
        let asked = match asked_masked.filter(|_| !reveal) {
            Some(asked) => asked,
            None => {
                let (asked, effect) = show(model, number, reveal);
                effects.push(effect);
                if !reveal {
                    asked_masked = Some(asked);
                }
                asked
            }
        };
        if is_view && let Some(view) = model.case_mut() {
            view.again.awaiting = Some(asked);
        } else if !is_view && let Some(found) = &mut model.lookup.case {
            found.again.awaiting = Some(asked);
        }
    }
    effects
}

/// The cases on the screen that changed once more while they were asked for.
fn stale(model: &mut Model) -> Option<CaseNumber> {
    let mut number = None;
    if let Some(found) = &mut model.lookup.case
        && found.again.is_due(found.state.awaited())
    {
        number = Some(found.number);
    }
    if let Some(view) = model.case_mut() {
        let asked = view.state.awaited().or(view.awaits_revealed());
        if view.again.is_due(asked) {
            number = Some(view.number);
        }
    }
    number
}

/// Shows the next field that is masked, for who may; after the last one masks them all again.
pub(super) fn reveal(model: &mut Model) -> Vec<Effect> {
    let Some(view) = model.case() else {
        return Vec::new();
    };
    let number = view.number;
    let Some(shown) = view.state.known().filter(|_| view.revealing.is_none()) else {
        return Vec::new();
    };
    if model.blanked {
        model.notice = Some(Notice::Blanked);
        return Vec::new();
    }
    if !shown.may_reveal {
        model.notice = Some(Notice::MayNotReveal);
        return Vec::new();
    }
    let Some(field) = view.next_masked() else {
        let was_revealed = !view.revealed.is_empty();
        model.notice = Some(if was_revealed {
            Notice::MaskedAgain
        } else {
            Notice::NothingMasked
        });
        return mask(model).into_iter().collect();
    };
    let (asked, effect) = show(model, number, true);
    if let Some(view) = model.case_mut() {
        view.revealing = Some((asked, field));
    }
    vec![effect]
}

/// Forgets what was revealed at once, and asks for it masked.
fn mask(model: &mut Model) -> Option<Effect> {
    let view = model.case_mut()?;
    view.revealing = None;
    if view.revealed.is_empty() {
        return None;
    }
    view.revealed.clear();
    // What was asked for as it is would come as it is.
    view.again = Again::default();
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
pub(super) fn shown(model: &mut Model, number: u64, case: &CaseShown) -> Vec<Effect> {
    let known = || CaseState::Known(Box::new(case.clone()));
    let mut revealed = None;
    if let Some(view) = model.case_mut() {
        let veiled = |view: &CaseView| CaseState::Known(Box::new(view.veiled(case.clone())));
        if view.again.arrived(number) {
            // It was asked for as it is where some of it is shown so.
            view.state = if view.revealed.is_empty() {
                known()
            } else {
                veiled(view)
            };
        } else if let Some((_, field)) = view.revealing.take_if(|(asked, _)| *asked == number) {
            view.again = Again::default();
            view.revealed.push(field);
            view.state = veiled(view);
            revealed = Some(Notice::Revealed(field, view.next_masked()));
        } else if view.state == CaseState::Awaited(number) {
            view.state = known();
        }
    }
    if let Some(found) = &mut model.lookup.case
        && (found.again.arrived(number) || found.state == CaseState::Awaited(number))
    {
        found.state = known();
    }
    model.notice = revealed.or(model.notice.take());
    model.dirty = true;
    match stale(model) {
        Some(number) => again(model, number),
        None => Vec::new(),
    }
}

/// A case cannot be shown; tells whether it was asked for here.
pub(super) fn refused(model: &mut Model, number: u64, refusal: &Refusal) -> bool {
    let mut mine = false;
    if let Some(view) = model.case_mut() {
        let again = view.again.arrived(number);
        if again || view.awaits_revealed() == Some(number) {
            view.revealing = view.revealing.filter(|_| again);
            model.notice = Some(Notice::Refused(refusal.clone()));
            mine = true;
        } else if view.state == CaseState::Awaited(number) {
            view.state = CaseState::Refused(refusal.clone());
            mine = true;
        }
    }
    if let Some(found) = &mut model.lookup.case
        && (found.again.arrived(number) || found.state == CaseState::Awaited(number))
    {
        found.state = CaseState::Refused(refusal.clone());
        mine = true;
    }
    model.dirty |= mine;
    mine
}
