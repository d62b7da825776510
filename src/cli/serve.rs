//! `serve`: runs the owner. In the foreground it says on standard error where it listens; started
//! by a client it says one line of JSON on standard output and is not heard of again.

use std::fs::OpenOptions;
use std::path::PathBuf;
use std::time::Duration;

use super::words::owner::notice;
use super::{Error, Session, Status};
use crate::desk::Desk;
use crate::owner::{self, Options};
use crate::rpc::fault::{Started, shown};
use crate::rpc::{ConnectFault, Mode, OwnerNotice, Place};

/// `serve`
pub(super) struct Serve {
    /// Leave after so long without a client.
    pub(super) idle_exit: Option<Duration>,
    /// A client started us and waits for our word; the personal socket it will come to.
    pub(super) detached: Option<PathBuf>,
}

pub(super) fn run(session: &mut Session<'_>, serve: &Serve) -> Result<Status, Error> {
    let mut place = session.place()?;
    if let Some(socket) = &serve.detached {
        // As the client has it: our environment may be another one by now.
        place = Place {
            socket: socket.clone(),
            mode: Mode::Personal,
            ..place
        };
        // Out of the clerk's session: its hang-up and its Ctrl-C are not for us. Fails only for
        // one that is out already.
        let _ = rustix::process::setsid();
    }
    let options = Options {
        place,
        idle_exit: serve.idle_exit,
        gateway_users: session.setup.gateway_users.clone(),
    };
    let places = session.places()?;
    let search = session.setup.search.clone();
    let make = || Desk::open_with(places.clone(), &search).map_err(|fault| fault.told(&places));
    let pid = std::process::id();
    let detached = serve.detached.is_some();
    let ready = |notices: &[OwnerNotice]| {
        if detached {
            let notices = notices.to_vec();
            tell(session, &Started::Ready { pid, notices });
            return;
        }
        let socket = shown(&options.place.socket);
        session.say(&session.lang.owner_listens(&socket, pid));
        for found in notices {
            session.say(&notice(found, session.lang));
        }
    };
    match owner::serve(&options, make, ready) {
        Ok(()) => Ok(Status::Done),
        Err(fault) if detached => {
            tell(session, &Started::Failed(fault));
            Ok(Status::Broken)
        }
        Err(fault) => Err(ConnectFault::Start(fault).into()),
    }
}

/// Says the one line to whoever started us, and closes the way it went.
fn tell(session: &mut Session<'_>, started: &Started) {
    // Nobody may be waiting any more.
    let _ = session.out.json(started).and_then(|()| session.out.flush());
    if let Ok(nowhere) = OpenOptions::new().write(true).open("/dev/null") {
        let _ = rustix::stdio::dup2_stdout(nowhere);
    }
}
