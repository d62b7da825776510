//! The bare command: opens the counter as a client of the owner. Knows nothing of the screen.

use super::words::owner::notice;
use super::{Error, Session, Status};
use crate::rpc::RemoteLink;
use crate::tui;

pub(super) fn run(session: &mut Session<'_>) -> Result<Status, Error> {
    if !(session.terminals.input && session.terminals.output) {
        return Err(Error::NoTerminal);
    }
    let owner = session.connect()?;
    let settings = tui::Settings {
        lang: session.lang,
        color: session.color,
        training: owner.welcome().training,
    };
    // Stands above the screen when that is left again.
    for found in owner.notices() {
        session.say(&notice(found, session.lang));
    }
    // Started before the screen: a thread that cannot be had is said on an untouched terminal.
    let link = RemoteLink::start(owner).map_err(Error::NoDesk)?;
    tui::run(settings, |deliver| Box::new(link.deliver_to(deliver))).map_err(Error::Screen)?;
    Ok(Status::Done)
}
