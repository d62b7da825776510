//! `registry …`: the commands about the lists themselves. Know no search.

pub(super) mod check;
pub(super) mod export;
pub(super) mod import;
pub(super) mod list;
pub(super) mod misses;
pub(super) mod words;

use std::sync::Arc;

use super::{Error, Session};
use crate::registry::{Registry, read};
use crate::rpc::{Answer, Request};

/// The lists as the owner has them.
fn loaded(session: &mut Session<'_>) -> Result<Registry, Error> {
    let mut lists = Vec::new();
    let mut request = Request::Lists;
    // Several long ones do not travel in one answer.
    loop {
        let more = match session.ask(request)? {
            Answer::Lists(more) => more,
            Answer::Refused(refusal) => return Err(refusal.into()),
            _ => return Err(Error::Crossed),
        };
        if more.is_empty() {
            return Ok(Registry::new(lists));
        }
        lists.extend(more.into_iter().map(|shown| {
            let document = shown.document.as_bytes();
            Arc::new(read::read(document, shown.code, &shown.name).list)
        }));
        request = Request::ListsAfter(lists.len());
    }
}
