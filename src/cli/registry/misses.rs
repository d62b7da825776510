//! `registry misses`: the queries that led to nothing, so that the table of words grows from the
//! counter; and forgetting them.

use jiff::civil::Date;
use serde::Serialize;

use crate::cli::args::registry::Misses;
use crate::cli::columns::aligned;
use crate::cli::{Error, Session, Status};
use crate::rpc::{Answer, Miss, Request};

/// A query, as `--json` prints it.
#[derive(Serialize)]
struct MissJson<'a> {
    query: &'a str,
    count: u32,
    days: usize,
    last: Date,
    /// How often of these it found nothing at all.
    nothing: u32,
}

impl<'a> From<&'a Miss> for MissJson<'a> {
    fn from(miss: &'a Miss) -> Self {
        Self {
            query: &miss.query,
            count: miss.count,
            days: miss.days,
            last: miss.last,
            nothing: miss.nothing,
        }
    }
}

pub(in crate::cli) fn run(session: &mut Session<'_>, misses: Misses) -> Result<Status, Error> {
    match misses {
        Misses::Show => show(session),
        Misses::Forget(query) => forget(session, Some(query)),
        Misses::ForgetAll => forget(session, None),
    }
}

fn forget(session: &mut Session<'_>, query: Option<String>) -> Result<Status, Error> {
    let gone = match session.ask(Request::ForgetMisses(query.clone()))? {
        Answer::Gone(gone) => gone,
        Answer::Refused(refusal) => return Err(refusal.into()),
        _ => return Err(Error::Crossed),
    };
    if let (0, Some(query)) = (gone, query) {
        session.say(&session.lang.misses_unknown(&query));
        return Ok(Status::Nothing);
    }
    if !session.json {
        session.out.line(&session.lang.misses_forgotten(gone))?;
    }
    Ok(Status::Done)
}

fn show(session: &mut Session<'_>) -> Result<Status, Error> {
    let misses = match session.ask(Request::Misses)? {
        Answer::Misses(misses) => misses,
        Answer::Refused(refusal) => return Err(refusal.into()),
        _ => return Err(Error::Crossed),
    };
    if session.json {
        for miss in &misses {
            session.out.json(&MissJson::from(miss))?;
        }
        return Ok(Status::Done);
    }
    let lang = session.lang;
    if misses.is_empty() {
        session.say(lang.misses_none());
    }
    let cells: Vec<[String; 4]> = misses
        .iter()
        .map(|miss| {
            [
                lang.miss_count(miss.count),
                lang.miss_nothing(miss.nothing),
                lang.miss_days(miss.days),
                miss.last.to_string(),
            ]
        })
        .collect();
    let rows: Vec<[&str; 5]> = misses
        .iter()
        .zip(&cells)
        .map(|(miss, [count, nothing, days, last])| {
            [count, nothing, days, last, miss.query.as_str()].map(|cell| -> &str { cell })
        })
        .collect();
    for line in aligned(&rows) {
        session.out.line(&line)?;
    }
    Ok(Status::Done)
}
