//! `search --batch`: a query a line, an answer a line, in the same order. Knows neither how
//! entries are found nor when the queries end.

use std::borrow::Cow;
use std::io::BufReader;

use super::args::search::Batch;
use super::json::FoundJson;
use super::search::{LONGEST, ask, find};
use super::{Error, Session, Status, input, say};
use crate::desk::MAX_QUERY_CHARS;

pub(super) fn run(session: &mut Session<'_>, batch: &Batch) -> Result<Status, Error> {
    let mut desk = session.desk()?;
    let mut queries = BufReader::with_capacity(LONGEST, &mut *session.input);
    let mut number = 0;
    while let Some(line) = input::line(&mut queries, LONGEST).map_err(Error::Input)? {
        number += 1;
        // A line that is no text is answered too: the answers keep step with the queries.
        let query = String::from_utf8_lossy(&line);
        if matches!(query, Cow::Owned(_)) {
            say(session.err, &session.lang.batch_line_no_text(number));
        }
        let found = ask(
            &mut *desk,
            find(&query, &batch.kinds, batch.limit, batch.explain),
        )?;
        if found.cut {
            let message = session.lang.batch_line_cut(number, MAX_QUERY_CHARS);
            say(session.err, &message);
        }
        if session.json {
            session.out.json(&FoundJson::from(&found))?;
        } else {
            let best = found.hits.first().map(|hit| &hit.summary);
            let id = best.map(|best| best.id.to_string()).unwrap_or_default();
            let title = best.map_or("", |best| best.title.as_str());
            session.out.fields(&[&query, &id, title])?;
        }
        // Nothing more is waiting: somebody may be, for this answer.
        if queries.buffer().is_empty() {
            session.out.flush()?;
        }
    }
    Ok(Status::Done)
}
