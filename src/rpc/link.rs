//! The link a client asks through: in this process today, over a socket when there is an owner.

use super::message::{Question, Reply};

/// Where replies go, from whatever thread they come.
pub type Deliver = Box<dyn Fn(Reply) + Send>;

/// Somebody who answers questions, later and from another thread.
pub trait Link {
    /// Sends a question and returns at once. The reply carries the question's number; a question
    /// that a newer one has overtaken may stay unanswered.
    fn ask(&mut self, question: Question);
}
