//! `registry …`: the commands about the lists themselves. Know no search.

pub(super) mod check;
pub(super) mod export;
pub(super) mod import;
pub(super) mod list;

use std::sync::Arc;

use super::{Error, Session};
use crate::registry::{Registry, read};
use crate::rpc::{Answer, Request};

/// The lists as the owner has them.
fn loaded(session: &mut Session<'_>) -> Result<Registry, Error> {
    match session.ask(Request::Lists)? {
        Answer::Lists(lists) => {
            let lists = lists.into_iter().map(|shown| {
                let document = shown.document.as_bytes();
                Arc::new(read::read(document, shown.code, &shown.name).list)
            });
            Ok(Registry::new(lists.collect()))
        }
        Answer::Refused(refusal) => Err(refusal.into()),
        _ => Err(Error::Crossed),
    }
}
