//! Threads and the loop: one message after the other, all that are queued before anything is
//! painted, and one painting for all of them. Knows effects, not why.

mod flow;
mod input;
mod mail;
mod pace;
mod signals;

use std::ops::ControlFlow;
use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

use ratatui::Terminal;
use ratatui::layout::Rect;

use mail::{Mail, mail};
use pace::Pace;

use super::message::{Effect, Msg, coalesce};
use super::model::{A_LOOK, Focus, Model};
use super::terminal::backend::OneWrite;
use super::terminal::line::{Ends, Line};
use super::terminal::profile::Profile;
use super::terminal::{panic, tty};
use super::{Error, Settings, update, view};
use crate::rpc::{Deliver, Link, News};

/// How long a painting waits for the answer to the question just asked, so that a key costs one
/// frame and not two.
const PATIENCE: Duration = Duration::from_millis(10);

/// How long until it is looked again how far the owner is.
const MOMENT: Duration = Duration::from_millis(300);

/// How long until the clerk is told that nothing is answered.
const UNANSWERED: Duration = Duration::from_secs(1);

/// So many messages are taken before something is painted.
const MOST_AT_ONCE: usize = 1024;

/// Runs the screen until the clerk leaves.
pub(super) fn run(
    settings: Settings,
    profile: Profile,
    line: Option<Ends>,
    connect: impl FnOnce(Deliver) -> Box<dyn Link>,
) -> Result<(), Error> {
    if !tty::is_terminal() {
        return Err(Error::NotATerminal);
    }
    let (post, mail) = mail();
    let replies = post.clone();
    let link = connect(Box::new(move |news| {
        replies.send(match news {
            News::Reply(reply) => Msg::Reply(reply),
            News::Lost => Msg::Lost,
            News::Back => Msg::Back,
        });
    }));
    panic::install(settings.lang);
    // Signals first: from the moment the screen is ours somebody must be there to give it back.
    signals::spawn(post.clone()).map_err(Error::Signals)?;
    await_front(&mail)?;
    let (width, height) = tty::size();
    let mut model = Model::new(settings, width, height, tty::has_job_control());
    let mut seed = [0; 16];
    getrandom::fill(&mut seed).map_err(|fault| Error::Terminal(std::io::Error::other(fault)))?;
    model.once = u128::from_ne_bytes(seed);
    let backend = OneWrite::new(tty::Screen, profile, width, height);
    let terminal = Terminal::new(backend).map_err(Error::Terminal)?;
    let line_speed = profile.line_speed.or_else(tty::line_speed);
    let slow = line_speed.is_some();
    let line = line.and_then(Line::between);
    let entered = tty::enter(profile).and_then(|()| input::spawn(post, slow));
    let ended = entered.map_err(Error::Terminal).and_then(|()| {
        let mut screen = Loop {
            model,
            terminal,
            link,
            mail,
            profile,
            pace: Pace::new(line_speed, line.is_some(), Instant::now()),
            line,
            asked: false,
            waits_since: None,
            stopped: false,
        };
        screen.run()
    });
    tty::leave();
    ended
}

/// Started in the background: stops until somebody fetches us to the front. Woken up, what ends the
/// process comes first, as the signal thread says afterwards that it goes on.
fn await_front(mail: &Mail) -> Result<(), Error> {
    while !tty::is_in_front() {
        tty::stop().map_err(Error::Terminal)?;
        while mail
            .next(None)
            .is_ok_and(|message| message != Msg::Continued)
        {}
    }
    Ok(())
}

struct Loop {
    model: Model,
    terminal: Terminal<OneWrite<tty::Screen>>,
    link: Box<dyn Link>,
    mail: Mail,
    profile: Profile,
    pace: Pace,
    /// The line, where it can be looked at.
    line: Option<Line>,
    /// Whether a question went out since the last painting.
    asked: bool,
    /// Since when no answer came though one is awaited.
    waits_since: Option<Instant>,
    /// Whether the terminal is given back until we are continued.
    stopped: bool,
}

impl Loop {
    fn run(&mut self) -> Result<(), Error> {
        self.repaint()?;
        let mut effects = update::start(&mut self.model);
        loop {
            if self.perform(effects)?.is_break() || self.await_answers()?.is_break() {
                return Ok(());
            }
            if self.paint().is_err() {
                tty::end(tty::HUNG_UP);
            }
            effects = match self.next() {
                Ok(message) => self.take(message),
                Err(RecvTimeoutError::Timeout) => Vec::new(),
                // Nobody is left to say anything, not even that the clerk leaves.
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
            };
        }
    }

    /// The next message, awaited for as long as it takes, or until something is to be painted, or
    /// for a moment when the model is to look again by itself.
    fn next(&mut self) -> Result<Msg, RecvTimeoutError> {
        let now = Instant::now();
        let waits = self.model.is_waiting() && !self.model.lost;
        self.waits_since = waits.then(|| self.waits_since.unwrap_or(now));
        self.model.unanswered &= waits;
        let told_at = self.waits_since.filter(|_| !self.model.unanswered);
        let told_at = told_at.map(|since| since + UNANSWERED);
        let is_behind = self.model.dirty || self.terminal.backend().is_behind();
        let paint_at = self.pace.wake_at(is_behind && !self.stopped);
        let look_at = self.model.is_loading().then(|| now + MOMENT);
        let at = [paint_at, look_at, told_at].into_iter().flatten().min();
        let within = at.map(|at| at.saturating_duration_since(now));
        match self.mail.next(within) {
            Err(RecvTimeoutError::Timeout) if told_at == at => Ok(Msg::Unanswered),
            Err(RecvTimeoutError::Timeout) if look_at == at => Ok(Msg::Waited),
            other => other,
        }
    }

    /// Takes a message and all that are queued behind it.
    fn take(&mut self, message: Msg) -> Vec<Effect> {
        let mut typed = matches!(message, Msg::Key(_));
        let mut effects = Vec::new();
        if let Some(pause) = self.pace.rest(Instant::now()).filter(|_| typed)
            && pause >= A_LOOK
        {
            effects.extend(self.update(Msg::Rested(pause)));
        }
        effects.extend(self.update(message));
        // A flood is painted now and then.
        for _ in 1..MOST_AT_ONCE {
            let Some(message) = self.mail.waiting() else {
                break;
            };
            typed |= matches!(message, Msg::Key(_));
            effects.extend(self.update(message));
        }
        if typed {
            self.pace.keys(Instant::now());
        }
        effects
    }

    fn update(&mut self, message: Msg) -> Vec<Effect> {
        if matches!(message, Msg::Reply(_)) {
            self.waits_since = None;
        }
        update::update(&mut self.model, message)
    }

    /// Waits a moment for the answers to what was just asked.
    fn await_answers(&mut self) -> Result<ControlFlow<()>, Error> {
        let until = Instant::now() + PATIENCE;
        while self.asked && self.model.is_waiting() {
            let left = until.saturating_duration_since(Instant::now());
            match self.mail.next(Some(left)) {
                Ok(message) => {
                    let effects = self.take(message);
                    if self.perform(effects)?.is_break() {
                        return Ok(ControlFlow::Break(()));
                    }
                }
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
            }
        }
        self.asked = false;
        Ok(ControlFlow::Continue(()))
    }

    /// Does what is wanted; breaks off when the clerk leaves.
    fn perform(&mut self, effects: Vec<Effect>) -> Result<ControlFlow<()>, Error> {
        for effect in coalesce(effects) {
            match effect {
                Effect::Ask(question) => {
                    self.asked = true;
                    self.link.ask(question);
                }
                Effect::Repaint => self.repaint()?,
                Effect::Suspend => self.suspend()?,
                Effect::Resume => self.resume()?,
                Effect::Quit => return Ok(ControlFlow::Break(())),
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Paints what the model says now, or what was left over, as fast as the line carries it.
    fn paint(&mut self) -> std::io::Result<()> {
        let now = Instant::now();
        if self.pace.release(now) {
            self.terminal.backend_mut().hold_back(None);
        }
        let is_behind = self.model.dirty || self.terminal.backend().is_behind();
        self.pace.is_due(is_behind && !self.stopped, now);
        self.look_at_the_line(now);
        if self.stopped || !is_behind || self.pace.is_busy(now) {
            return Ok(());
        }
        let Model { width, height, .. } = self.model;
        let held_back = self.waits_for_the_last_key(now);
        let backend = self.terminal.backend_mut();
        backend.resize(width, height);
        backend.hold_back(held_back);
        backend.write_at_most(self.pace.most());
        if self.model.dirty {
            self.terminal.draw(|frame| view::view(&self.model, frame))?;
            self.model.painted();
        } else {
            backend.go_on()?;
        }
        let written = self.terminal.backend_mut().take_written();
        self.pace.sent(written, now);
        Ok(())
    }

    /// Looks how much is still under way, where that says whether more is to be sent.
    fn look_at_the_line(&mut self, now: Instant) {
        if self.pace.wants_look(now) {
            let flow = self.line.as_ref().and_then(Line::look);
            self.pace.looked(flow, now);
        }
    }

    /// The pane whose text follows the selection, while keys are held that move it.
    fn waits_for_the_last_key(&self, now: Instant) -> Option<Rect> {
        let follows = self.model.layers.is_empty() && self.model.lookup.focus == Focus::List;
        let detail = self.model.layout().detail.filter(|_| follows)?;
        self.pace.is_held(now).then(|| detail.whole())
    }

    /// The next painting starts from nothing.
    fn repaint(&mut self) -> Result<(), Error> {
        self.terminal.backend_mut().forget();
        self.terminal.clear().map_err(Error::Terminal)?;
        self.model.dirty = true;
        Ok(())
    }

    /// Gives the terminal back and stops. What wakes us comes as a message.
    fn suspend(&mut self) -> Result<(), Error> {
        if self.stopped {
            return Ok(());
        }
        tty::leave();
        self.stopped = true;
        if tty::stop().is_err() {
            return self.resume();
        }
        Ok(())
    }

    fn resume(&mut self) -> Result<(), Error> {
        if !tty::is_in_front() {
            // Woken up in the background, where there is nothing to do.
            tty::let_go();
            self.stopped = true;
            return tty::stop().map_err(Error::Terminal);
        }
        self.stopped = false;
        tty::enter(self.profile).map_err(Error::Terminal)?;
        // The window may have changed while nobody looked.
        let (width, height) = tty::size();
        let effects = update::update(&mut self.model, Msg::Resize { width, height });
        for effect in coalesce(effects) {
            if let Effect::Ask(question) = effect {
                self.link.ask(question);
            }
        }
        self.repaint()
    }
}
