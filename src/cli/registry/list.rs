//! `registry list`: a line for every entry, kind by kind, services first.

use super::loaded;
use crate::cli::columns::aligned;
use crate::cli::json::LineJson;
use crate::cli::{Error, Session, Status};
use crate::registry::{Kind, Summary};

pub(in crate::cli) fn run(session: &mut Session<'_>, kinds: &[Kind]) -> Result<Status, Error> {
    let registry = loaded(session)?;
    let wanted = |summary: &Summary| kinds.is_empty() || kinds.contains(&summary.kind);
    let summaries: Vec<Summary> = registry.summaries().filter(wanted).collect();
    if session.json {
        for summary in &summaries {
            session.out.json(&LineJson::from(summary))?;
        }
        return Ok(Status::Done);
    }
    let ids: Vec<String> = summaries.iter().map(|s| s.id.to_string()).collect();
    let rows: Vec<[&str; 4]> = summaries
        .iter()
        .zip(&ids)
        .map(|(s, id)| {
            [
                id.as_str(),
                session.lang.kind(s.kind),
                registry.whose(&s.list).unwrap_or_default(),
                s.title.as_str(),
            ]
        })
        .collect();
    for line in aligned(&rows) {
        session.out.line(&line)?;
    }
    Ok(Status::Done)
}
