//! `registry export`: the lists as they were published, or entry by entry for programs.

use crate::cli::{Error, Session, Status};
use crate::desk::Lookup;

pub(in crate::cli) fn run(session: &mut Session<'_>) -> Result<Status, Error> {
    let lookup = Lookup::built_in();
    if session.json {
        for entry in lookup.registry().entries() {
            session.out.json(&entry)?;
        }
        return Ok(Status::Done);
    }
    for list in lookup.registry().lists() {
        if session.terminals.output {
            // Whoever wrote the document, it does not get to command the clerk's terminal.
            session.out.line(list.document.trim_end_matches('\n'))?;
        } else {
            session.out.verbatim(list.document.as_bytes())?;
        }
    }
    Ok(Status::Done)
}
