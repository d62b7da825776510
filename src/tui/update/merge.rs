//! The case that another is to be merged into: asked for as soon as its number stands in the form,
//! so that it is seen before anything is saved. Keeps nobody waiting.

use super::casework;
use crate::casework::{CaseNumber, FormField};
use crate::rpc::{CaseShown, Refusal};
use crate::tui::message::Effect;
use crate::tui::model::{Again, CaseState, Deed, Model, Target};

/// Asks for the case whose number stands in the field; forgets it when none does.
pub(super) fn settle(model: &mut Model) -> Option<Effect> {
    let form = model.form()?;
    let own = form.deed.as_ref()?.number;
    let typed = form.text(FormField::Into);
    // What is wrong with its own number is known without asking.
    let number = typed.and_then(|typed| typed.parse().ok());
    let number: Option<CaseNumber> = number.filter(|number| *number != own);
    if deed(model)?.target.as_ref().map(|target| target.number) == number {
        return None;
    }
    model.dirty = true;
    deed(model)?.target = None;
    let number = number?;
    let (asked, effect) = casework::show(model, number, false);
    deed(model)?.target = Some(Target {
        number,
        state: CaseState::Awaited(asked),
        again: Again::default(),
    });
    Some(effect)
}

/// It changed: asks for it again. What is known stays until the answer is here.
pub(super) fn again(model: &mut Model, number: CaseNumber) -> Option<Effect> {
    let target = deed(model)?.target.as_mut();
    let target = target.filter(|target| target.number == number)?;
    if !target.again.may_ask(target.state.awaited()) {
        return None;
    }
    let (asked, effect) = casework::show(model, number, false);
    deed(model)?.target.as_mut()?.again.awaiting = Some(asked);
    Some(effect)
}

/// Takes it in, if it was asked for here.
pub(super) fn shown(model: &mut Model, asked: u64, case: &CaseShown) -> Option<Effect> {
    take(model, asked, CaseState::Known(Box::new(case.clone()))).flatten()
}

/// It cannot be shown; tells whether it was asked for here.
pub(super) fn refused(model: &mut Model, asked: u64, refusal: &Refusal) -> bool {
    take(model, asked, CaseState::Refused(refusal.clone())).is_some()
}

/// Nothing where it was not asked for here; else what is to be asked because of it.
fn take(model: &mut Model, asked: u64, state: CaseState) -> Option<Option<Effect>> {
    let target = deed(model)?.target.as_mut()?;
    if !target.again.arrived(asked) && target.state != CaseState::Awaited(asked) {
        return None;
    }
    target.state = state;
    let number = target.number;
    let due = target.again.is_due(None);
    model.dirty = true;
    Some(if due { again(model, number) } else { None })
}

fn deed(model: &mut Model) -> Option<&mut Deed> {
    model.form_mut()?.deed.as_deref_mut()
}
