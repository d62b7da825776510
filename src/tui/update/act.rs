//! Which verb an action calls. No logic but the trivial.

use super::{
    action as deed, ask, casework, edit, fill, form, ledger, moving, pick, relate, sought,
};
use crate::casework::CaseKind;
use crate::tui::keymap::Action;
use crate::tui::message::Effect;
use crate::tui::model::{Confirm, Focus, Form, Layer, Model, Narrowing, Notice, Reader};
use tui_input::InputRequest;

/// Does an action. `armed` tells whether the key before was Ctrl-C as well.
pub(super) fn act(model: &mut Model, action: Action, armed: bool) -> Vec<Effect> {
    sought::seen(model, action);
    match action {
        Action::EraseBack => request(model, InputRequest::DeletePrevChar),
        Action::EraseForward => request(model, InputRequest::DeleteNextChar),
        Action::EraseWord => request(model, InputRequest::DeletePrevWord),
        Action::EraseLine => request(model, InputRequest::DeleteLine),
        Action::CursorLeft => request(model, InputRequest::GoToPrevChar),
        Action::CursorRight => request(model, InputRequest::GoToNextChar),
        Action::Clear if model.has_ledger() => ledger::clear(model),
        Action::Clear => clear(model),
        Action::Up => moving::step(model, moving::Step::Up),
        Action::Down => moving::step(model, moving::Step::Down),
        Action::PageUp => moving::step(model, moving::Step::PageUp),
        Action::PageDown => moving::step(model, moving::Step::PageDown),
        Action::First => moving::step(model, moving::Step::First),
        Action::Last => moving::step(model, moving::Step::Last),
        Action::PreviousPart => moving::part(model, false),
        Action::NextPart => moving::part(model, true),
        Action::Related => relate::relate(model),
        Action::Open => open(model),
        Action::BindWords => sought::bind(model),
        Action::UnbindWords => sought::unbind(model),
        Action::SwitchFocus => {
            model.lookup.focus = match model.lookup.focus {
                Focus::List => Focus::Detail,
                Focus::Detail => Focus::List,
            };
            // Whoever goes there reads.
            model.lookup.sought.met();
            Vec::new()
        }
        Action::ToggleDetail => {
            model.lookup.detail_hidden = !model.lookup.detail_hidden;
            Vec::new()
        }
        Action::Enquiry => form::open(model, CaseKind::Enquiry),
        Action::Complaint => form::open(model, CaseKind::Complaint),
        Action::Tipoff => form::open(model, CaseKind::Tipoff),
        Action::Save => form::save(model),
        Action::EnterField => fill::enter(model),
        Action::NextField => tab(model, true),
        Action::PreviousField => tab(model, false),
        Action::NextChoice => fill::choose(model, true),
        Action::PreviousChoice => fill::choose(model, false),
        Action::Leave => {
            form::leave(model);
            Vec::new()
        }
        Action::StopWaiting => {
            form::stop_waiting(model);
            Vec::new()
        }
        Action::Menu => {
            deed::open_menu(model);
            Vec::new()
        }
        Action::Choose => deed::choose(model),
        Action::TakeAgency => {
            pick::take(model);
            Vec::new()
        }
        Action::Reveal => casework::reveal(model),
        Action::Privacy => casework::privacy(model),
        Action::Yes => form::answer(model, true),
        Action::No => form::answer(model, false),
        Action::Back => {
            deed::back(model);
            Vec::new()
        }
        Action::Help => help(model),
        // Not even the way to another screen throws a form away unasked.
        Action::Lookup if model.form().is_some_and(Form::is_changed) => {
            form::leave_for(model, Confirm::Lookup);
            Vec::new()
        }
        Action::Ledger if model.form().is_some_and(Form::is_changed) => {
            form::leave_for(model, Confirm::Ledger);
            Vec::new()
        }
        Action::Lookup => {
            model.layers.clear();
            model.lookup.focus = Focus::List;
            Vec::new()
        }
        Action::Ledger => ledger::open(model),
        Action::Statistics => {
            model.notice = Some(Notice::NoStatistics);
            Vec::new()
        }
        Action::OpenCase => ledger::open_case(model),
        Action::Narrow => {
            model.layers.push(Layer::Narrow);
            Vec::new()
        }
        Action::ListAll
        | Action::ListRunning
        | Action::ListOpen
        | Action::ListAccepted
        | Action::ListReferred
        | Action::ListDone
        | Action::ListOverdue
        | Action::ListDueSoon
        | Action::ListEnquiries
        | Action::ListComplaints
        | Action::ListTipoffs
        | Action::ListMine
        | Action::OrderByDay
        | Action::OrderByDaysLeft
        | Action::Widen => Narrowing::of(action)
            .map_or_else(Vec::new, |narrowing| ledger::narrow(model, narrowing)),
        Action::Repaint => vec![Effect::Repaint],
        Action::Suspend if model.job_control => vec![Effect::Suspend],
        Action::Suspend => {
            model.notice = Some(Notice::NoJobControl);
            Vec::new()
        }
        Action::Interrupt if armed => form::interrupt(model),
        Action::Interrupt => {
            model.quit_armed = true;
            model.notice = Some(Notice::QuitAgain);
            Vec::new()
        }
        Action::Quit => form::quit(model),
    }
}

/// An editing key, in the form or in the search line.
fn request(model: &mut Model, request: InputRequest) -> Vec<Effect> {
    let Some(form) = model.form_mut() else {
        return edit::request(model, request);
    };
    fill::request(form, request);
    Vec::new()
}

fn tab(model: &mut Model, forward: bool) -> Vec<Effect> {
    if let Some(form) = model.form_mut() {
        fill::tab(form, forward);
    }
    Vec::new()
}

/// Esc: the query first, then the related entry, then the part.
fn clear(model: &mut Model) -> Vec<Effect> {
    let lookup = &mut model.lookup;
    lookup.focus = Focus::List;
    if !lookup.input.value().is_empty() {
        return edit::request(model, InputRequest::DeleteLine);
    }
    if lookup.about.is_some() {
        return relate::back(model);
    }
    if lookup.part.take().is_some() {
        return vec![ask::first(model)];
    }
    Vec::new()
}

fn open(model: &mut Model) -> Vec<Effect> {
    casework::open(model);
    if let Some(hit) = model.lookup.selected() {
        let reader = Reader {
            summary: hit.summary.clone(),
            marks: hit.marks.clone(),
            scroll: None,
        };
        let lookup = &mut model.lookup;
        let entry = reader.summary.id.clone();
        lookup.sought.opened(lookup.input.value(), entry);
        model.layers.push(Layer::Reader(reader));
    }
    Vec::new()
}

/// F1 shows help; once more puts it away.
fn help(model: &mut Model) -> Vec<Effect> {
    if matches!(model.layers.last(), Some(Layer::Help { .. })) {
        model.layers.pop();
    } else {
        model.layers.push(Layer::Help { scroll: 0 });
    }
    Vec::new()
}
