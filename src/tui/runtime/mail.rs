//! Where what the loop is told comes together. However long the loop stands still, as it must while a
//! terminal takes nothing, little waits for it: keys and news each stay outside beyond a bound. Knows
//! sorts of messages, not what they lead to.

use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use crate::tui::message::Msg;

/// So many messages of a sort wait for the loop.
const MOST: usize = 4096;

/// How many messages of one sort wait.
#[derive(Debug, Default)]
struct Room {
    count: Mutex<usize>,
    left: Condvar,
}

impl Room {
    /// Waits until there is room for one more.
    fn enter(&self) {
        let count = self.count.lock().unwrap_or_else(PoisonError::into_inner);
        let room = self.left.wait_while(count, |count| *count >= MOST);
        *room.unwrap_or_else(PoisonError::into_inner) += 1;
    }

    /// One was taken.
    fn leave(&self) {
        let mut count = self.count.lock().unwrap_or_else(PoisonError::into_inner);
        *count = count.saturating_sub(1);
        self.left.notify_one();
    }
}

/// A room for each sort that may come without end.
#[derive(Clone, Debug, Default)]
struct Rooms {
    typed: Arc<Room>,
    news: Arc<Room>,
}

impl Rooms {
    /// The room of a message; nothing for what signals say, whose thread must never wait.
    fn of(&self, message: &Msg) -> Option<&Room> {
        match message {
            Msg::Key(_) | Msg::Paste(_) | Msg::NotEsc => Some(&self.typed),
            Msg::Reply(_) | Msg::Lost | Msg::Back => Some(&self.news),
            Msg::Resize { .. } | Msg::Suspend | Msg::Continued => None,
            // The loop's own, never sent.
            Msg::Rested(_) | Msg::Unanswered | Msg::Waited => None,
        }
    }
}

/// Where messages are handed in.
#[derive(Clone, Debug)]
pub(super) struct Post {
    send: Sender<Msg>,
    rooms: Rooms,
}

impl Post {
    /// Hands a message in; waits while too many of its sort lie there.
    pub(super) fn send(&self, message: Msg) {
        if let Some(room) = self.rooms.of(&message) {
            room.enter();
        }
        // Where nobody takes it the screen is being left, and the process ends soon.
        let _ = self.send.send(message);
    }
}

/// What was handed in, in its order.
#[derive(Debug)]
pub(super) struct Mail {
    messages: Receiver<Msg>,
    rooms: Rooms,
}

/// A way in and a way out.
pub(super) fn mail() -> (Post, Mail) {
    let (send, messages) = mpsc::channel();
    let rooms = Rooms::default();
    let post = Post {
        send,
        rooms: rooms.clone(),
    };
    (post, Mail { messages, rooms })
}

impl Mail {
    /// The next message, awaited for so long, or for as long as it takes.
    ///
    /// # Errors
    /// When none came in that time, or nobody is left to say anything.
    pub(super) fn next(&self, within: Option<Duration>) -> Result<Msg, RecvTimeoutError> {
        let message = match within {
            Some(within) => self.messages.recv_timeout(within)?,
            None => self.messages.recv()?,
        };
        if let Some(room) = self.rooms.of(&message) {
            room.leave();
        }
        Ok(message)
    }

    /// The next message, if one lies there.
    pub(super) fn waiting(&self) -> Option<Msg> {
        self.next(Some(Duration::ZERO)).ok()
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    #[test]
    fn news_without_end_waits_outside_and_holds_up_nothing_else() {
        let (post, mail) = mail();
        let news = post.clone();
        let told = thread::spawn(move || {
            for _ in 0..MOST * 3 {
                news.send(Msg::Back);
            }
        });
        while *post.rooms.news.count.lock().unwrap() < MOST {
            thread::yield_now();
        }
        // Keys and signals come in beside it.
        post.send(Msg::NotEsc);
        post.send(Msg::Suspend);
        let mut most = 0;
        let mut others = Vec::new();
        for _ in 0..MOST * 3 + 2 {
            most = most.max(*post.rooms.news.count.lock().unwrap());
            match mail.next(None).unwrap() {
                Msg::Back => {}
                other => others.push(other),
            }
        }
        told.join().unwrap();
        assert!(most <= MOST, "{most} wait");
        assert!(others == [Msg::NotEsc, Msg::Suspend]);
        assert!(mail.waiting().is_none());
    }

    #[test]
    fn no_key_is_lost_where_more_come_than_have_room() {
        let (post, mail) = mail();
        let pasted = thread::spawn(move || {
            for number in 0..MOST * 2 {
                post.send(Msg::Paste(number.to_string()));
            }
        });
        for number in 0..MOST * 2 {
            assert!(mail.next(None).unwrap() == Msg::Paste(number.to_string()));
        }
        pasted.join().unwrap();
        assert_eq!(
            mail.next(None),
            Err(RecvTimeoutError::Disconnected),
            "and nobody is left"
        );
    }
}
