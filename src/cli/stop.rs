//! `stop`: ends the owner and waits until it is gone. Never starts one.

use serde_json::json;

use super::{Error, Session, Status};
use crate::rpc::client;

pub(super) fn run(session: &mut Session<'_>) -> Result<Status, Error> {
    let stopped = client::stop(&session.place()?, &session.caller()?)?;
    if session.json {
        session.out.json(&json!({"stopped": stopped}))?;
    } else if stopped {
        session.out.line(session.lang.owner_stopped())?;
    } else {
        session.out.line(session.lang.owner_none())?;
    }
    Ok(Status::Done)
}
