//! `verify`: whether every record is whole and unaltered. Asks the owner when one runs, else reads
//! the records itself; never starts one.

use super::{Error, Session, Status, words};
use crate::desk;
use crate::rpc::{Answer, Problem, Request, Verified};
use crate::text::Lang;

pub(super) fn run(session: &mut Session<'_>, head: Option<&str>) -> Result<Status, Error> {
    let head = head.map(str::to_owned);
    let found = match session.ask_if_running(Request::Verify { head: head.clone() })? {
        Some(Answer::Verified(found)) => found,
        Some(Answer::Refused(refusal)) => return Err(refusal.into()),
        Some(_) => return Err(Error::Crossed),
        None => desk::verify(&session.places()?, head.as_deref()).map_err(Error::Verify)?,
    };
    let lang = session.lang;
    if session.json {
        session.out.json(&VerifiedJson::new(&found, lang))?;
    } else {
        let counts = lang.verified(found.events, found.cases);
        session.out.line(&counts)?;
        session.out.line(&lang.labelled(lang.head(), &found.head))?;
        for problem in &found.problems {
            session.out.line(&said(problem, lang))?;
        }
        session.out.line(if found.ok {
            lang.verified_whole()
        } else {
            lang.verified_faulty()
        })?;
    }
    Ok(if found.ok {
        Status::Done
    } else {
        Status::Broken
    })
}

/// The contract's object.
#[derive(serde::Serialize)]
struct VerifiedJson<'a> {
    ok: bool,
    events: u64,
    cases: u64,
    head: &'a str,
    problems: Vec<ProblemJson>,
}

#[derive(serde::Serialize)]
struct ProblemJson {
    event: Option<u64>,
    message: String,
}

impl<'a> VerifiedJson<'a> {
    fn new(found: &'a Verified, lang: Lang) -> Self {
        let problems = found.problems.iter().map(|problem| ProblemJson {
            event: problem.event,
            message: said(problem, lang),
        });
        Self {
            ok: found.ok,
            events: found.events,
            cases: found.cases,
            head: &found.head,
            problems: problems.collect(),
        }
    }
}

fn said(problem: &Problem, lang: Lang) -> String {
    let what = words::owner::problem(&problem.what, lang);
    match problem.event {
        Some(event) => lang.problem_at_event(event, &problem.file, what),
        None => lang.problem_in_file(&problem.file, what),
    }
}
