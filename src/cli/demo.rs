//! `demo`: an empty data directory is filled with made-up cases. What they are is the desk's.

use serde_json::json;

use super::args::demo::Demo;
use super::{Error, Session, Status};
use crate::rpc::{self, Answer, FillForTraining, OwnerStatus, Request};

pub(super) fn run(session: &mut Session<'_>, demo: Demo) -> Result<Status, Error> {
    let fill = FillForTraining {
        once: rpc::once().map_err(Error::NoRandom)?,
        cases: demo.cases,
        seed: demo.seed,
    };
    let mut desk = session.desk()?;
    // Takes as long as it takes: an answer is waited for without limit.
    match desk.ask(Request::FillForTraining(fill))? {
        Answer::Done => {}
        Answer::Refused(refusal) => return Err(refusal.into()),
        _ => return Err(Error::Crossed),
    }
    let OwnerStatus {
        cases,
        events,
        training,
        ..
    } = match desk.ask(Request::Status)? {
        Answer::Status(status) => status,
        Answer::Refused(refusal) => return Err(refusal.into()),
        _ => return Err(Error::Crossed),
    };
    if session.json {
        let filled = json!({"cases": cases, "events": events, "training": training});
        session.out.json(&filled)?;
    } else {
        let lang = session.lang;
        session.out.line(&lang.demo_filled(cases, events))?;
        session.out.line(lang.demo_for_good())?;
    }
    Ok(Status::Done)
}
