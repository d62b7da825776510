//! What an owner serves, seen from the wire. Knows no desk and no process.

use super::casework::OwnerNotice;
use super::message::{Answer, Request};
use crate::casework::ClerkId;

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asker {
    /// The clerk.
    pub clerk: ClerkId,
    /// Whether the client runs as the owner's own user, who could read every file anyhow.
    pub is_owner_user: bool,
}

/// Somebody who answers the requests of many at once.
pub trait Serve: Send + Sync + 'static {
    /// Answers a request; all but [`Request::Status`], which is the owner's to answer.
    fn answer(&self, who: &Asker, request: &Request) -> Answer;

    /// How many cases and how many events there are.
    fn counts(&self) -> (u64, u64);

    /// What it had to mend, or what the operator should know.
    fn notices(&self) -> Vec<OwnerNotice>;

    /// Nobody will ask any more: make everything last. Called once.
    fn close(&self);
}
