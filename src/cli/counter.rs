//! The bare command: opens the counter over the desk in this process. Knows nothing of the screen.

use super::{Error, LocalLink, Session, Status};
use crate::desk::Desk;
use crate::tui;

pub(super) fn run(session: &mut Session<'_>) -> Result<Status, Error> {
    if !(session.terminals.input && session.terminals.output) {
        return Err(Error::NoTerminal);
    }
    let desk = Desk::built_in();
    let list_name = desk
        .registry()
        .lists()
        .first()
        .map(|list| list.name.clone());
    let settings = tui::Settings {
        lang: session.lang,
        color: session.color,
        list_name: list_name.unwrap_or_default(),
    };
    // Started before the screen: a thread that cannot be had is said on an untouched terminal.
    let link = LocalLink::start(desk).map_err(Error::NoDesk)?;
    tui::run(settings, |deliver| Box::new(link.deliver_to(deliver))).map_err(Error::Screen)?;
    Ok(Status::Done)
}
