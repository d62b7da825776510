//! Which verb an action calls. No logic but the trivial.

use super::{ask, edit, moving, relate};
use crate::tui::keymap::Action;
use crate::tui::message::Effect;
use crate::tui::model::{Focus, Layer, Model, Notice, Reader};
use tui_input::InputRequest;

/// Does an action. `armed` tells whether the key before was Ctrl-C as well.
pub(super) fn act(model: &mut Model, action: Action, armed: bool) -> Vec<Effect> {
    match action {
        Action::EraseBack => edit::request(model, InputRequest::DeletePrevChar),
        Action::EraseForward => edit::request(model, InputRequest::DeleteNextChar),
        Action::EraseWord => edit::request(model, InputRequest::DeletePrevWord),
        Action::EraseLine => edit::request(model, InputRequest::DeleteLine),
        Action::CursorLeft => edit::request(model, InputRequest::GoToPrevChar),
        Action::CursorRight => edit::request(model, InputRequest::GoToNextChar),
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
        Action::SwitchFocus => {
            model.lookup.focus = match model.lookup.focus {
                Focus::List => Focus::Detail,
                Focus::Detail => Focus::List,
            };
            Vec::new()
        }
        Action::ToggleDetail => {
            model.lookup.detail_hidden = !model.lookup.detail_hidden;
            Vec::new()
        }
        Action::Back => {
            model.layers.pop();
            Vec::new()
        }
        Action::Help => help(model),
        Action::Lookup => {
            model.layers.clear();
            model.lookup.focus = Focus::List;
            Vec::new()
        }
        Action::Repaint => vec![Effect::Repaint],
        Action::Suspend if model.job_control => vec![Effect::Suspend],
        Action::Suspend => {
            model.notice = Some(Notice::NoJobControl);
            Vec::new()
        }
        Action::Interrupt if armed => vec![Effect::Quit],
        Action::Interrupt => {
            model.quit_armed = true;
            model.notice = Some(Notice::QuitAgain);
            Vec::new()
        }
        Action::Quit => vec![Effect::Quit],
    }
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
    if let Some(hit) = model.lookup.selected() {
        let reader = Reader {
            summary: hit.summary.clone(),
            marks: hit.marks.clone(),
            scroll: None,
        };
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
