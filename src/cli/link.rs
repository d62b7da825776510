//! A link to a desk in this process: a thread that owns the desk and answers in turn. Knows
//! neither what is asked nor who asks.

use std::io;
use std::mem::discriminant;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use crate::desk::Desk;
use crate::rpc::{Deliver, Link, News, Question, Reply};

/// The link. Dropping it ends the thread.
pub struct LocalLink {
    questions: Sender<Question>,
    delivers: Sender<Deliver>,
}

impl LocalLink {
    /// Starts the thread; it answers once it knows where to.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(desk: Desk) -> io::Result<Self> {
        let (questions, asked) = channel();
        let (delivers, told) = channel();
        thread::Builder::new()
            .name("desk".to_owned())
            .spawn(move || serve(&desk, &asked, &told))?;
        Ok(Self {
            questions,
            delivers,
        })
    }

    /// Says where the replies go.
    #[must_use]
    pub fn deliver_to(self, deliver: Deliver) -> Self {
        // Fails only when the thread is gone, as it may be when the program ends.
        let _ = self.delivers.send(deliver);
        self
    }
}

impl Link for LocalLink {
    fn ask(&mut self, question: Question) {
        let _ = self.questions.send(question);
    }
}

fn serve(desk: &Desk, asked: &Receiver<Question>, told: &Receiver<Deliver>) {
    let Ok(deliver) = told.recv() else { return };
    while let Ok(question) = asked.recv() {
        for Question { number, request } in newest(question, asked) {
            let answer = desk.answer(&request);
            deliver(News::Reply(Reply { number, answer }));
        }
    }
}

/// The newest question of each sort, of those that wait: a fast typist is answered for what
/// stands in the search line, not for every letter on the way there.
fn newest(first: Question, asked: &Receiver<Question>) -> Vec<Question> {
    let mut waiting = vec![first];
    for question in asked.try_iter() {
        let sort = discriminant(&question.request);
        waiting.retain(|other| discriminant(&other.request) != sort);
        waiting.push(question);
    }
    waiting
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::Registry;
    use crate::rpc::{Find, Request};

    fn find(number: u64) -> Question {
        Question {
            number,
            request: Request::Find(Find::default()),
        }
    }

    fn show(number: u64) -> Question {
        Question {
            number,
            request: Request::Show("service/3".parse().unwrap()),
        }
    }

    #[test]
    fn of_waiting_questions_only_the_newest_of_each_sort_is_answered() {
        let (replies, answered) = channel();
        let deliver: Deliver = Box::new(move |news| {
            if let News::Reply(reply) = news {
                replies.send(reply.number).unwrap();
            }
        });
        let mut link = LocalLink::start(Desk::new(Registry::new(Vec::new()))).unwrap();
        // The thread waits for `deliver`, so all of these are waiting when it begins.
        for question in [find(1), show(2), find(3), show(4), find(5)] {
            link.ask(question);
        }
        let link = link.deliver_to(deliver);
        assert_eq!(answered.recv(), Ok(4));
        assert_eq!(answered.recv(), Ok(5));
        drop(link);
        assert!(answered.recv().is_err(), "the thread ends with the link");
    }
}
