//! `status`: whether the owner runs, and how it is. Never starts one.

use serde_json::json;

use super::words::owner::notice;
use super::{Error, Session, Status};
use crate::rpc::{Answer, Ask, Request};

pub(super) fn run(session: &mut Session<'_>) -> Result<Status, Error> {
    let lang = session.lang;
    let Some(mut owner) = session.attach()? else {
        if session.json {
            session.out.json(&json!({"running": false}))?;
        } else {
            session.out.line(lang.owner_none())?;
        }
        return Ok(Status::Done);
    };
    let status = match owner.ask(Request::Status)? {
        Answer::Status(status) => status,
        Answer::Refused(refusal) => return Err(refusal.into()),
        _ => return Err(Error::Crossed),
    };
    if session.json {
        session.out.json(&status)?;
        return Ok(Status::Done);
    }
    session
        .out
        .line(&lang.owner_runs(status.pid, &status.version))?;
    for (label, value) in [
        (lang.owner_socket(), status.socket),
        (lang.owner_clerks(), status.clerks.to_string()),
        (lang.owner_cases(), status.cases.to_string()),
        (lang.owner_events(), status.events.to_string()),
    ] {
        session.out.line(&lang.labelled(label, &value))?;
    }
    if status.training {
        session.out.line(lang.owner_training())?;
    }
    for found in &status.notices {
        session.out.line(&notice(found, lang))?;
    }
    Ok(Status::Done)
}
