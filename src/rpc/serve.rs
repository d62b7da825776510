//! What an owner serves, seen from the wire. Knows no desk and no process.

use super::casework::OwnerNotice;
use super::ledger::Changed;
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

/// Where a client is told what changed. Never waits, and may be called from any thread.
pub type Tell = Box<dyn Fn(Changed) + Send + Sync>;

/// Somebody who answers the requests of many at once.
pub trait Serve: Send + Sync + 'static {
    /// A client is there, under a number that no other one has.
    fn enter(&self, guest: u64, who: &Asker, tell: Tell);

    /// It is gone.
    fn leave(&self, guest: u64);

    /// Answers a request of a client that is there; all but [`Request::Status`], which is the
    /// owner's to answer.
    fn answer(&self, guest: u64, who: &Asker, request: &Request) -> Answer;

    /// Whether the data directory is one for training.
    fn is_for_training(&self) -> bool;

    /// How many cases and how many events there are.
    fn counts(&self) -> (u64, u64);

    /// What it had to mend, or what the operator should know.
    fn notices(&self) -> Vec<OwnerNotice>;

    /// Nobody will ask any more: make everything last. Called once.
    fn close(&self);
}
