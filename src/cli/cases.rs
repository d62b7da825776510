//! `cases`, and `search --in cases`: which cases fit. Knows neither how they are found nor who may see
//! what.

use std::thread;
use std::time::Duration;

use serde::Serialize;

use super::args::ledger::Cases;
use super::columns::aligned;
use super::{Error, Session, Status};
use crate::casework::zone;
use crate::chars;
use crate::desk::MAX_QUERY_CHARS;
use crate::rpc::{
    Answer, Ask, CaseFilter, CaseHit, CaseLine, CasesFound, ListCases, Loading, Matched, Request,
    TotalIs,
};
use crate::text::Lang;
use crate::tui::words::manner;

/// So many are asked for at once.
const PIECE: usize = 200;
/// So long it is waited before asking an owner again that still reads the cases in.
const PAUSE: Duration = Duration::from_millis(100);
/// After so many pauses the clerk is told what is waited for.
const TOLD: usize = 10;
/// After so many pauses in which it came no further, it is not waited for any more.
const PATIENCE: usize = 600;

/// `cases`
pub(super) fn run(session: &mut Session<'_>, cases: &Cases) -> Result<Status, Error> {
    let list = list(cases)?;
    let mut desk = session.desk()?;
    wait(session, &mut *desk)?;
    let most = cases.limit.unwrap_or(usize::MAX);
    let (mut given, mut after, mut left_out) = (0, None, 0);
    loop {
        let found = ask(
            &mut *desk,
            ListCases {
                limit: PIECE.min(most - given),
                after,
                ..list.clone()
            },
        )?;
        if found.cut && after.is_none() {
            session.say(&session.lang.query_cut(MAX_QUERY_CHARS));
        }
        print(session, &found.lines)?;
        left_out = found.left_out.max(left_out);
        given += found.lines.len();
        let Some(last) = found.lines.last() else {
            break;
        };
        after = Some(last.line.number);
        let is_all = found.total_is == TotalIs::Exact && found.total <= found.lines.len();
        if is_all || given >= most {
            break;
        }
    }
    is_whole(left_out)?;
    if given == 0 {
        return Ok(nothing(session, &list));
    }
    Ok(Status::Done)
}

/// `search --in cases`
pub(super) fn search(session: &mut Session<'_>, cases: &Cases) -> Result<Status, Error> {
    let mut list = list(cases)?;
    let mut desk = session.desk()?;
    list.limit = cases.limit.unwrap_or(PIECE);
    wait(session, &mut *desk)?;
    let mut found = ask(&mut *desk, list.clone())?;
    // Long lines come in several answers.
    while found.lines.len() < list.limit.min(found.total) {
        let after = found.lines.last().map(|hit| hit.line.number);
        let limit = list.limit - found.lines.len();
        let more = ask(
            &mut *desk,
            ListCases {
                limit,
                after,
                ..list.clone()
            },
        )?;
        if more.lines.is_empty() {
            break;
        }
        found.total = found.total.max(found.lines.len() + more.total);
        found.total_is = more.total_is;
        found.left_out = found.left_out.max(more.left_out);
        found.lines.extend(more.lines);
    }
    if found.cut {
        session.say(&session.lang.query_cut(MAX_QUERY_CHARS));
    }
    if session.json {
        session.out.json(&FoundCases::from(&found))?;
    } else {
        if let Some(manner) = manner(session.lang, found.matched) {
            session.say(manner);
        }
        print(session, &found.lines)?;
    }
    is_whole(found.left_out)?;
    if found.lines.is_empty() {
        return Ok(nothing(session, &list));
    }
    Ok(Status::Done)
}

/// What was listed may not be all: nobody gets half an answer unsaid.
fn is_whole(left_out: usize) -> Result<(), Error> {
    match left_out {
        0 => Ok(()),
        count => Err(Error::LeftOut { count }),
    }
}

/// Says that there are none; after a query also what cases are found by.
fn nothing(session: &mut Session<'_>, list: &ListCases) -> Status {
    session.say(session.lang.nothing_listed());
    if !chars::line(&list.text).trim().is_empty() {
        session.say(session.lang.no_cases_words());
    }
    Status::Nothing
}

#[derive(Serialize)]
struct FoundCases<'a> {
    query: &'a str,
    total: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    total_is: Option<TotalIs>,
    #[serde(skip_serializing_if = "Option::is_none")]
    matched: Option<Matched>,
    hits: Vec<&'a CaseLine>,
}

impl<'a> From<&'a CasesFound> for FoundCases<'a> {
    fn from(found: &'a CasesFound) -> Self {
        Self {
            query: &found.query,
            total: found.total,
            total_is: (found.total_is != TotalIs::Exact).then_some(found.total_is),
            matched: found.matched,
            hits: found.lines.iter().map(|hit| &hit.line).collect(),
        }
    }
}

/// The question that the options are.
fn list(cases: &Cases) -> Result<ListCases, Error> {
    let today = zone::day(jiff::Timestamp::now());
    let service = cases.service.as_deref().map(|id| {
        let text = super::show::typed(id);
        text.parse().map_err(|fault| Error::BadId { text, fault })
    });
    let [from, to] = [cases.from, cases.to].map(|day| day.map(|day| day.on(today)));
    if let (Some(from), Some(to)) = (from, to)
        && from > to
    {
        return Err(Error::FromAfterTo { from, to });
    }
    Ok(ListCases {
        text: cases.query.clone(),
        filter: CaseFilter {
            statuses: cases.statuses.clone(),
            kinds: cases.kinds.clone(),
            service: service.transpose()?,
            agency: cases.agency.clone(),
            from,
            to,
            overdue: cases.overdue,
            due_within: cases.due_within,
            mine: cases.mine,
        },
        reveal: cases.reveal,
        ..ListCases::default()
    })
}

fn ask(desk: &mut dyn Ask, list: ListCases) -> Result<CasesFound, Error> {
    match desk.ask(Request::ListCases(Box::new(list)))? {
        Answer::Cases(found) => Ok(*found),
        Answer::Refused(refusal) => Err(refusal.into()),
        _ => Err(Error::Crossed),
    }
}

/// Waits until the owner has read all cases in: nobody gets half an answer unsaid.
fn wait(session: &mut Session<'_>, desk: &mut dyn Ask) -> Result<(), Error> {
    let (mut pauses, mut idle, mut before) = (0, 0, 0);
    while let Some(Loading { done, of }) = ask(desk, ListCases::default())?.loading {
        idle = if done > before { 0 } else { idle + 1 };
        before = done;
        if idle > PATIENCE {
            return Err(Error::StillLoading { done, of });
        }
        pauses += 1;
        if pauses == TOLD {
            session.say(session.lang.waiting_for_cases());
        }
        thread::sleep(PAUSE);
    }
    Ok(())
}

fn print(session: &mut Session<'_>, hits: &[CaseHit]) -> Result<(), Error> {
    if session.json {
        return hits.iter().try_for_each(|hit| session.out.json(&hit.line));
    }
    for line in lines(hits, session.lang) {
        session.out.line(&line)?;
    }
    Ok(())
}

/// A line a case, in columns.
fn lines(hits: &[CaseHit], lang: Lang) -> Vec<String> {
    let texts: Vec<(String, String)> = hits
        .iter()
        .map(|hit| {
            let due = hit.line.due_on.map(|due| due.to_string());
            (hit.line.number.to_string(), due.unwrap_or_default())
        })
        .collect();
    let rows: Vec<[&str; 8]> = hits
        .iter()
        .zip(&texts)
        .map(|(hit, (number, due))| {
            let line = &hit.line;
            let subject = line.subject.as_ref().or(line.service_title.as_ref());
            [
                number.as_str(),
                lang.status(line.status),
                due.as_str(),
                if line.overdue { lang.overdue() } else { "" },
                subject.map_or("", String::as_str),
                line.agency.as_deref().unwrap_or_default(),
                line.respondent.as_deref().unwrap_or_default(),
                line.visitor.name.as_deref().unwrap_or_default(),
            ]
        })
        .collect();
    aligned(&rows)
}
