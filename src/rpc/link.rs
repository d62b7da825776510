//! The link a screen asks through: in this process, or over a socket to an owner.

use super::fault::ConnectFault;
use super::message::{Answer, Question, Reply, Request};

/// What a link has to say.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    /// An answer came.
    Reply(Reply),
    /// Nobody answers at the moment; the link sees to it that somebody will. What was asked is
    /// asked again then.
    Lost,
    /// Somebody answers again.
    Back,
}

/// Where news goes, from whatever thread it comes.
pub type Deliver = Box<dyn Fn(News) + Send>;

/// Somebody who answers questions, later and from another thread.
pub trait Link {
    /// Sends a question and returns at once. The reply carries the question's number; a question
    /// that a newer one has overtaken may stay unanswered.
    fn ask(&mut self, question: Question);
}

/// Somebody who answers one request at a time.
pub trait Ask {
    /// Asks and waits for the answer. When the owner is lost on the way it is started or attached
    /// to again and asked once more: a request that changes something carries its own mark, so
    /// that it happens once.
    ///
    /// # Errors
    /// [`ConnectFault`] when nobody answered.
    fn ask(&mut self, request: Request) -> Result<Answer, ConnectFault>;
}
