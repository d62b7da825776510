//! The desk (application): one verb a file, requests in, answers out. Words and screens are the
//! client's; here nothing is printed and nothing read but what the request names.

mod built_in;

use crate::registry::{NotFound, Reference, Registry};
use crate::rpc::{Answer, Find, Found, Refusal, Request, Shown, TotalIs};

/// Everything a counter works with.
#[derive(Debug)]
pub struct Desk {
    registry: Registry,
}

impl Desk {
    /// The desk over the lists that are compiled in.
    #[must_use]
    pub fn built_in() -> Self {
        Self::new(built_in::registry())
    }

    /// The desk over given lists.
    #[must_use]
    pub fn new(registry: Registry) -> Self {
        Self { registry }
    }

    /// The lists it works with.
    #[must_use]
    pub const fn registry(&self) -> &Registry {
        &self.registry
    }

    /// Answers a request.
    #[must_use]
    pub fn answer(&self, request: &Request) -> Answer {
        match request {
            Request::Find(find) => Answer::Found(self.find(find)),
            Request::Show(reference) => self.show(reference),
        }
    }

    fn find(&self, find: &Find) -> Found {
        let _ = find;
        Found {
            query: String::new(),
            total: 0,
            total_is: TotalIs::Exact,
            by_kind: Vec::new(),
            hits: Vec::new(),
        }
    }

    fn show(&self, reference: &Reference) -> Answer {
        match self.registry.entry(reference) {
            Ok(entry) => {
                let related = entry
                    .related
                    .iter()
                    .filter_map(|id| self.registry.summary(id))
                    .collect();
                Answer::Shown(Box::new(Shown { entry, related }))
            }
            Err(NotFound::Absent(reference)) => Answer::Refused(Refusal::NoSuchEntry(reference)),
            Err(NotFound::Ambiguous { reference, lists }) => {
                Answer::Refused(Refusal::Ambiguous { reference, lists })
            }
        }
    }
}
