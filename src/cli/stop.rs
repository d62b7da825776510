//! `stop`: ends the owner and waits until it is gone. Never starts one.

use serde_json::json;

use super::{Error, Session, Status};
use crate::rpc::client;
use crate::rpc::paths::Mode;

pub(super) fn run(session: &mut Session<'_>) -> Result<Status, Error> {
    let (place, caller) = (session.place()?, session.caller()?);
    // An owner that cannot be attached to, an older one perhaps, can be stopped all the same.
    let attached = client::attach(&place, &caller).ok().flatten();
    let counters = attached.map_or(0, |connection| connection.welcome().attached);
    let stopped = client::stop(&place, &caller)?;
    if session.json {
        session.out.json(&json!({"stopped": stopped}))?;
    } else if stopped {
        session.out.line(session.lang.owner_stopped())?;
        if counters > 0 && place.mode == Mode::Personal {
            session.say(&session.lang.owner_comes_back(counters));
        }
    } else {
        session.out.line(session.lang.owner_none())?;
    }
    Ok(Status::Done)
}
