//! `registry words`: the words that this hall bound to entries, and letting them go.

use serde::Serialize;

use crate::casework::{ClerkId, zone};
use crate::cli::columns::aligned;
use crate::cli::{Error, Session, Status};
use crate::registry::EntryId;
use crate::rpc::{self, Answer, Bound, Request, Unbind, Which};
use crate::tui;

/// A line, as `--json` prints it.
#[derive(Serialize)]
struct LineJson<'a> {
    words: &'a str,
    /// Nothing once a newer list no longer has it.
    id: Option<&'a EntryId>,
    title: &'a str,
    clerk: &'a ClerkId,
    at: String,
}

impl<'a> From<&'a Bound> for LineJson<'a> {
    fn from(line: &'a Bound) -> Self {
        Self {
            words: &line.words,
            id: line.entry.as_ref(),
            title: &line.title,
            clerk: &line.clerk,
            at: zone::rfc3339(line.at),
        }
    }
}

pub(in crate::cli) fn run(
    session: &mut Session<'_>,
    remove: Option<&str>,
) -> Result<Status, Error> {
    match remove {
        Some(words) => let_go(session, words),
        None => show(session),
    }
}

fn let_go(session: &mut Session<'_>, words: &str) -> Result<Status, Error> {
    let request = Request::Unbind(Box::new(Unbind {
        once: rpc::once().map_err(Error::NoRandom)?,
        which: Which::Words(words.to_owned()),
    }));
    let gone = match session.ask(request)? {
        Answer::Gone(gone) => gone,
        Answer::Refused(refusal) => return Err(refusal.into()),
        _ => return Err(Error::Crossed),
    };
    if gone == 0 {
        session.say(&session.lang.words_unknown(words));
        return Ok(Status::Nothing);
    }
    if !session.json {
        session.out.line(&session.lang.words_removed(gone))?;
    }
    Ok(Status::Done)
}

fn show(session: &mut Session<'_>) -> Result<Status, Error> {
    let lines = match session.ask(Request::Lines)? {
        Answer::Lines(lines) => lines,
        Answer::Refused(refusal) => return Err(refusal.into()),
        _ => return Err(Error::Crossed),
    };
    if session.json {
        for line in &lines {
            session.out.json(&LineJson::from(line))?;
        }
        return Ok(Status::Done);
    }
    if lines.is_empty() {
        session.say(session.lang.words_none());
    }
    let gone = session.lang.words_of_nothing();
    let cells: Vec<[String; 2]> = lines
        .iter()
        .map(|line| {
            let id = line.entry.as_ref().map(EntryId::to_string);
            [
                id.unwrap_or_else(|| gone.to_owned()),
                tui::words::time(line.at),
            ]
        })
        .collect();
    let rows: Vec<[&str; 5]> = lines
        .iter()
        .zip(&cells)
        .map(|(line, [id, at])| {
            let (words, title) = (line.words.as_str(), line.title.as_str());
            [words, id.as_str(), title, line.clerk.as_str(), at.as_str()]
        })
        .collect();
    for line in aligned(&rows) {
        session.out.line(&line)?;
    }
    Ok(Status::Done)
}
