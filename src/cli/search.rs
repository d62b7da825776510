//! `search`: which entries fit a query. Knows neither how they are found nor how ranks are made.

use super::args::search::Search;
use super::columns::aligned;
use super::json::FoundJson;
use super::{Error, Session, Status, explain, input};
use crate::chars;
use crate::desk::MAX_QUERY_CHARS;
use crate::registry::Kind;
use crate::rpc::{Answer, Ask, Find, Found, Missed, Noted, Request, Scope, TotalIs, words};
use crate::text::Lang;
use crate::tui::words::{manner, unheld as words_of};

/// Longest query on standard input, in bytes; the desk uses only its first characters.
pub(super) const LONGEST: usize = 64 * 1024;

pub(super) fn run(session: &mut Session<'_>, search: &Search) -> Result<Status, Error> {
    let typed = match &search.query {
        Some(query) => query.clone(),
        None => from_input(session)?,
    };
    let find = find(&typed, &search.kinds, search.limit, search.explain);
    let mut desk = session.desk()?;
    let found = ask(&mut *desk, find)?;
    if found.cut {
        session.say(&session.lang.query_cut(MAX_QUERY_CHARS));
    }
    // What is searched without them is said, wherever it is read.
    for unheld in &found.unheld {
        session.say(&words_of(session.lang, unheld));
    }
    if session.json {
        session.out.json(&FoundJson::from(&found))?;
    } else {
        for line in lines(&found, session.lang) {
            session.out.line(&line)?;
        }
    }
    if found.hits.is_empty() {
        // Of some kinds only, it may be found among the others.
        if search.kinds.is_empty() {
            missed(&mut *desk, &found.query);
        }
        session.say(&nothing_for(&found.query, session.lang));
        return Ok(Status::Nothing);
    }
    Ok(Status::Done)
}

/// Lets the query be counted among those that led to nothing. Whoever searched has their answer
/// already, whatever comes of it.
fn missed(desk: &mut dyn Ask, query: &str) {
    if words::kept(query).is_ok() {
        let missed = Missed {
            query: query.to_owned(),
            found: false,
        };
        let noted = Noted {
            missed: vec![missed],
            ..Noted::default()
        };
        let _ = desk.ask(Request::Noted(Box::new(noted)));
    }
}

fn nothing_for(query: &str, lang: Lang) -> String {
    let query = chars::line(query);
    if query.trim().is_empty() {
        lang.nothing_asked().to_owned()
    } else {
        lang.nothing_found(query.trim())
    }
}

/// The query on standard input. Its lines are one query, as words on the command line are.
fn from_input(session: &mut Session<'_>) -> Result<String, Error> {
    let (bytes, more) = input::bounded(session.input, LONGEST).map_err(Error::Input)?;
    let text = match std::str::from_utf8(&bytes) {
        Ok(text) => text,
        // The bound fell inside a character.
        Err(cut) if more && cut.error_len().is_none() => {
            std::str::from_utf8(&bytes[..cut.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return Err(Error::InputEncoding),
    };
    let lines: Vec<&str> = text.split(['\n', '\r', '\t']).map(str::trim).collect();
    Ok(lines.join(" ").trim().to_owned())
}

/// The question that a query is.
pub(super) fn find(text: &str, kinds: &[Kind], limit: usize, explain: bool) -> Find {
    Find {
        text: text.to_owned(),
        scope: Scope {
            kinds: kinds.to_vec(),
            related_to: None,
        },
        limit,
        explain,
    }
}

/// What the desk finds. A blank query finds nothing here: to browse there is `registry list`.
pub(super) fn ask(desk: &mut dyn Ask, find: Find) -> Result<Found, Error> {
    if is_blank(&find.text) {
        return Ok(nothing());
    }
    match desk.ask(Request::Find(find))? {
        // Nothing was left of the query but what the desk takes out: it would list everything.
        Answer::Found(found) if is_blank(&found.query) => Ok(nothing()),
        Answer::Found(found) => Ok(found),
        Answer::Refused(refusal) => Err(refusal.into()),
        _ => Err(Error::Crossed),
    }
}

fn is_blank(text: &str) -> bool {
    chars::line(text).trim().is_empty()
}

const fn nothing() -> Found {
    Found {
        query: String::new(),
        cut: false,
        unlabelled: None,
        unheld: Vec::new(),
        total: 0,
        total_is: TotalIs::Exact,
        by_kind: Vec::new(),
        lists: Vec::new(),
        hits: Vec::new(),
    }
}

/// A line a hit, in columns; under it why it stands there, when that was asked.
fn lines(found: &Found, lang: Lang) -> Vec<String> {
    let hits = &found.hits;
    let ids: Vec<String> = hits.iter().map(|hit| hit.summary.id.to_string()).collect();
    let rows: Vec<[&str; 7]> = hits
        .iter()
        .zip(&ids)
        .map(|(hit, id)| {
            let summary = &hit.summary;
            [
                id.as_str(),
                lang.kind(summary.kind),
                found.whose(&summary.list).unwrap_or_default(),
                &summary.title,
                summary.agency.as_deref().unwrap_or_default(),
                summary.phone.as_ref().map_or("", |phone| phone.as_str()),
                manner(lang, hit.matched).unwrap_or_default(),
            ]
        })
        .collect();
    let mut lines = Vec::new();
    for (hit, line) in hits.iter().zip(aligned(&rows)) {
        lines.push(line);
        if let Some(why) = &hit.why {
            lines.extend(explain::lines(hit.score, why, lang));
        }
    }
    lines
}
