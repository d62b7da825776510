//! The bare command: opens the counter as a client of the owner. Knows nothing of the screen.

use super::words::owner::notice;
use super::{Error, Session, Status};
use crate::rpc::RemoteLink;
use crate::tui;

pub(super) fn run(session: &mut Session<'_>) -> Result<Status, Error> {
    if !(session.terminals.input && session.terminals.output) {
        return Err(Error::NoTerminal);
    }
    let profile = profile(session)?;
    let owner = session.connect()?;
    let settings = tui::Settings {
        lang: session.lang,
        color: profile.colors != tui::Colors::Mono,
        lines: profile.lines,
        detail: session.setup.screen.detail,
        training: owner.welcome().training,
    };
    // Stands above the screen when that is left again.
    for found in owner.notices() {
        session.say(&notice(found, session.lang));
    }
    // Started before the screen: a thread that cannot be had is said on an untouched terminal.
    let link = RemoteLink::start(owner).map_err(Error::NoDesk)?;
    tui::run(settings, profile, line(session), |deliver| {
        Box::new(link.deliver_to(deliver))
    })
    .map_err(Error::Screen)?;
    Ok(Status::Done)
}

/// What the terminal is; a wish for no colours goes before what is configured.
fn profile(session: &Session<'_>) -> Result<tui::Profile, Error> {
    let term = (session.variable)("TERM").unwrap_or_default();
    let (term, wishes) = (term.to_string_lossy(), &session.setup.screen.wishes);
    if tui::Profile::is_foreign(&term, wishes) {
        return Err(Error::ForeignTerminal);
    }
    let profile = tui::Profile::of(&term, wishes);
    Ok(if session.color {
        profile
    } else {
        profile.in_mono()
    })
}

/// The connection of an SSH login. Inside tmux or screen it may be another clerk's, or one of long ago.
fn line(session: &Session<'_>) -> Option<tui::Ends> {
    let told = (session.variable)("SSH_CONNECTION")?;
    let is_inside = ["TMUX", "STY"]
        .into_iter()
        .any(|name| (session.variable)(name).is_some());
    tui::Ends::of_ssh(told.to_str()?).filter(|_| !is_inside)
}
