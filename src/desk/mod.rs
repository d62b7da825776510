//! The desk (application): one verb a file, requests in, answers out. Words and screens are the
//! client's; here nothing is printed and nothing read but what the request names.

mod built_in;
mod find;
mod finder;
mod show;

use crate::registry::Registry;
use crate::rpc::{Answer, Request};

use finder::Finder;

pub use crate::search::MAX_QUERY_CHARS;

/// Everything a counter works with.
#[derive(Debug)]
pub struct Desk {
    registry: Registry,
    finder: Finder,
}

impl Desk {
    /// The desk over the list that is compiled in.
    #[must_use]
    pub fn built_in() -> Self {
        Self::new(built_in::registry())
    }

    /// The desk over given lists.
    #[must_use]
    pub fn new(registry: Registry) -> Self {
        let finder = Finder::new(&registry);
        Self { registry, finder }
    }

    /// The lists it works with.
    #[must_use]
    pub const fn registry(&self) -> &Registry {
        &self.registry
    }

    /// Answers a request.
    #[must_use]
    pub fn answer(&self, request: &Request) -> Answer {
        let answer = match request {
            Request::Find(find) => self.find(find).map(Answer::Found),
            Request::Show(reference) => self.show(reference).map(Box::new).map(Answer::Shown),
            _ => Err(crate::rpc::Refusal::NotPermitted),
        };
        answer.unwrap_or_else(Answer::Refused)
    }
}

#[cfg(test)]
mod tests;
