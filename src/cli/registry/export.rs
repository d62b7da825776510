//! `registry export`: the lists as they were published, or entry by entry for programs.

use std::sync::Arc;

use super::loaded;
use crate::cli::{Error, Session, Status};
use crate::registry::{List, ListCode, Registry};

pub(in crate::cli) fn run(session: &mut Session<'_>, code: Option<&str>) -> Result<Status, Error> {
    let code: Option<ListCode> = match code {
        Some(code) => Some(code.parse().map_err(|_| Error::BadCode(code.to_owned()))?),
        None => None,
    };
    let lists = loaded(session)?.lists().to_vec();
    let is_wanted = |list: &Arc<List>| code.as_ref().is_none_or(|code| list.code == *code);
    let wanted: Vec<Arc<List>> = lists.into_iter().filter(is_wanted).collect();
    if wanted.is_empty() {
        return Ok(Status::Nothing);
    }
    let registry = Registry::new(wanted);
    if session.json {
        for entry in registry.entries() {
            session.out.json(&entry)?;
        }
        return Ok(Status::Done);
    }
    for list in registry.lists() {
        if session.terminals.output {
            // Whoever wrote the document, it does not get to command the clerk's terminal.
            session.out.line(list.document.trim_end_matches('\n'))?;
        } else {
            session.out.verbatim(list.document.as_bytes())?;
        }
    }
    Ok(Status::Done)
}
