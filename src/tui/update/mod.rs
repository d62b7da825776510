//! What happens when something happens. Pure: no clock, no terminal, nobody is asked; what is
//! wanted comes back as effects.

mod act;
mod action;
mod ask;
mod casework;
mod edit;
mod fill;
mod form;
mod held;
mod ledger;
mod live;
mod merge;
mod moving;
mod pick;
mod relate;
mod reply;
mod settle;
mod sought;
mod torn;
mod unseen;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::keymap::{self, Chord, LEADER};
use super::message::{Effect, Msg};
use super::model::{Model, Notice};

/// The first question: browse everything.
pub fn start(model: &mut Model) -> Vec<Effect> {
    let mut effects = vec![ask::first(model)];
    effects.extend(settle::settle(model));
    effects
}

/// Changes the model, and says what is wanted.
pub fn update(model: &mut Model, message: Msg) -> Vec<Effect> {
    if matches!(message, Msg::Key(_) | Msg::Paste(_)) {
        model.before_esc = None;
    }
    if unseen::is_blind(model, &message) {
        return Vec::new();
    }
    let Some(message) = held::hold(model, message) else {
        return Vec::new();
    };
    let mut effects = match message {
        Msg::Key(event) => key(model, &event),
        Msg::Paste(text) => match committed(&text) {
            Some(c) => key(model, &KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE)),
            None => {
                forget(model);
                edit::paste(model, &text)
            }
        },
        Msg::NotEsc => torn::take_back(model),
        Msg::Resize { width, height } => {
            model.width = width;
            model.height = height;
            // Also at the size it had: in between the terminal may have cut away what it showed.
            vec![Effect::Repaint]
        }
        Msg::Reply(reply) => {
            model.dirty |= std::mem::take(&mut model.unanswered);
            reply::take(model, reply)
        }
        Msg::Unanswered => {
            model.unanswered = true;
            model.dirty = true;
            Vec::new()
        }
        Msg::Lost | Msg::Back => {
            model.lost = message == Msg::Lost;
            model.unanswered = false;
            model.dirty = true;
            if model.lost {
                Vec::new()
            } else {
                live::back(model)
            }
        }
        Msg::Rested(pause) => {
            sought::rested(model, pause);
            Vec::new()
        }
        Msg::Waited => ledger::waited(model).into_iter().collect(),
        Msg::Suspend if model.job_control => vec![Effect::Suspend],
        Msg::Suspend => Vec::new(),
        Msg::Continued => vec![Effect::Resume],
    };
    effects.extend(settle::settle(model));
    effects.extend(held::release(model));
    // Told before anything is asked: what changes after the answer must not go unnoticed.
    effects.splice(0..0, live::watch(model));
    effects
}

/// The character of a paste of one that no keyboard sends: an input method's, which is typing. So
/// `？` after the leader and `ａ` in a menu do what they do when they come as keys.
fn committed(text: &str) -> Option<char> {
    let mut characters = text.chars();
    let only = characters.next().filter(|_| characters.next().is_none());
    only.filter(|c| !c.is_ascii() && !c.is_control())
}

/// What was said for the moment is said; what was begun is given up.
fn forget(model: &mut Model) {
    model.dirty |= model.notice.is_some() || model.leader;
    model.notice = None;
    model.leader = false;
    model.quit_armed = false;
}

fn key(model: &mut Model, event: &KeyEvent) -> Vec<Effect> {
    let after_leader = model.leader;
    let armed = model.quit_armed;
    forget(model);
    let chord = Chord::of(event, false);
    if chord == LEADER {
        model.leader = true;
        model.dirty = true;
        return Vec::new();
    }
    let action = keymap::resolve(model.scope(), |when| model.holds(when), event, after_leader);
    if let Some(action) = action {
        model.dirty = true;
        if held::must_wait(model, action) {
            return Vec::new();
        }
        let before = chord.is_escape().then(|| torn::before(model));
        let effects = act::act(model, action, armed);
        if let Some(before) = before {
            torn::keep(model, before);
        }
        return effects;
    }
    if after_leader {
        if let KeyCode::Char(digit) = Chord::of(event, true).code
            && digit.is_ascii_digit()
        {
            model.notice = Some(Notice::NothingLed(digit));
            model.dirty = true;
        }
        return Vec::new();
    }
    match chord.code {
        KeyCode::Char(c) if chord.is_text() => edit::insert(model, c),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests;
