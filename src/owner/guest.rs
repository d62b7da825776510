//! One client: its greeting, a thread that reads its questions, a thread that answers them. A
//! client that dies, stalls or talks nonsense ends these two threads and nothing else.

use std::mem::discriminant;
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use serde::Deserialize;

use super::admit::{Peer, Policy, Verdict};
use super::house::{House, Stay};
use super::pace::Pace;
use crate::rpc::fault::shown;
use crate::rpc::frame::{self, FrameFault};
use crate::rpc::hello::{Greeting, Hello, PROTOCOL, Turned, VERSION, Welcome};
use crate::rpc::message::NEWS;
use crate::rpc::message::{Answer, Question, Refusal, Reply, Request};
use crate::rpc::{Asker, Changed, OwnerStatus, Serve};

/// So long a client may take to say hello.
const HELLO: Duration = Duration::from_secs(5);

/// So long a question may take from its first byte to its last.
const STALL: Duration = Duration::from_secs(30);

/// So long a client may leave an answer unread, once no more fits between us.
const WRITE: Duration = Duration::from_secs(10);

/// So many questions of one client wait; it is read no further then.
const QUEUE: usize = 32;

/// What a client asked.
#[derive(Debug)]
enum Asked {
    Question(Question),
    /// Something that only another version knows.
    Unknown(u64),
    /// Nothing: something that the client shows has changed.
    News,
}

/// What changed of what a client shows and was not told yet. Whoever changes it never waits for
/// the client.
#[derive(Default)]
struct Untold(Mutex<Changed>);

impl Untold {
    fn add(&self, changed: Changed) {
        let mut untold = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Changed {
            cases,
            lists,
            training,
        } = changed;
        for number in cases {
            if !untold.cases.contains(&number) {
                untold.cases.push(number);
            }
        }
        untold.lists |= lists;
        untold.training |= training;
    }

    /// Takes it; nothing where nothing changed.
    fn take(&self) -> Option<Changed> {
        let mut untold = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = std::mem::take(&mut *untold);
        (taken != Changed::default()).then_some(taken)
    }
}

/// A client being known to what is served; it is forgotten when this is dropped.
struct Known<'s, S: Serve>(&'s Stay<S>);

impl<S: Serve> Drop for Known<'_, S> {
    fn drop(&mut self) {
        self.0.house.serve.leave(self.0.id);
    }
}

/// The one field of a question that every version has.
#[derive(Deserialize)]
struct Numbered {
    number: u64,
}

/// Greets a client and answers its questions until it leaves.
pub(super) fn attend<S: Serve>(stay: &Stay<S>, stream: &Arc<UnixStream>) {
    if stream.set_write_timeout(Some(WRITE)).is_err() {
        return;
    }
    let Some((asker, wants_news)) = greet(stay, stream) else {
        return;
    };
    let (questions, asked) = sync_channel(QUEUE);
    let untold = Arc::new(Untold::default());
    let (news, wake) = (Arc::clone(&untold), questions.clone());
    let tell = Box::new(move |changed| {
        news.add(changed);
        // Where it is full somebody is awake already.
        let _ = wake.try_send(Asked::News);
    });
    thread::scope(|scope| {
        let (asker, untold) = (&asker, &*untold);
        let answering = thread::Builder::new()
            .name("answers".to_owned())
            .spawn_scoped(scope, move || answer(stay, asker, stream, &asked, untold));
        if answering.is_ok() {
            // One of before there was news could not read it.
            if wants_news {
                stay.house.serve.enter(stay.id, asker, tell);
            }
            let known = Known(stay);
            read(stream, &questions);
            drop(known);
        }
        drop(questions);
    });
}

/// Lets a client in, or tells it why not; says who it is, and whether it understands news.
fn greet<S: Serve>(stay: &Stay<S>, stream: &Arc<UnixStream>) -> Option<(Asker, bool)> {
    let house = &stay.house;
    let mut wants_news = false;
    let peer = peer(stream)?;
    let policy = Policy {
        uid: rustix::process::geteuid().as_raw(),
        mode: house.options.place.mode,
        gateway_users: &house.options.gateway_users,
    };
    let verdict = if policy.lets_in(&peer) {
        let hello: Hello = frame::read(&mut Pace::from_now(stream, HELLO)).ok()??;
        wants_news = hello.news;
        policy.judge(&peer, &hello, house.others(stay.id))
    } else {
        Verdict::Turn(Turned::NotPermitted)
    };
    let verdict = match verdict {
        Verdict::EndIfIdle(_) if house.end_if_idle() => Verdict::End,
        Verdict::EndIfIdle(otherwise) => *otherwise,
        other => other,
    };
    let greeting = match &verdict {
        Verdict::Attach(asker) if house.attach(stay.id) => Greeting::Welcome(Welcome {
            protocol: PROTOCOL,
            version: VERSION.to_owned(),
            pid: std::process::id(),
            clerk: asker.clerk.clone(),
            attached: house.others(stay.id),
            training: house.serve.is_for_training(),
        }),
        Verdict::Turn(turned) => Greeting::Turned(turned.clone()),
        _ => Greeting::Turned(Turned::Ending),
    };
    let said = frame::write(&mut &**stream, &greeting);
    match verdict {
        Verdict::End => {
            // Also when it did not wait for our word.
            house.end(stream);
            None
        }
        Verdict::Attach(asker) if matches!(greeting, Greeting::Welcome(_)) => {
            said.ok().map(|()| (asker, wants_news))
        }
        _ => None,
    }
}

/// Who is at the other end, by the system's word.
fn peer(stream: &UnixStream) -> Option<Peer> {
    let credentials = rustix::net::sockopt::socket_peercred(stream).ok()?;
    let uid = credentials.uid.as_raw();
    let user = uzers::get_user_by_uid(uid);
    let name = user.and_then(|user| user.name().to_str().map(str::to_owned));
    Some(Peer { uid, name })
}

/// Reads questions until the client leaves or can no longer be followed.
fn read(stream: &UnixStream, questions: &SyncSender<Asked>) {
    while let Ok(Some(bytes)) = frame::read_bytes(&mut Pace::from_first_byte(stream, STALL)) {
        let asked = match frame::decode(&bytes) {
            Ok(question) => Asked::Question(question),
            Err(_) => match frame::decode::<Numbered>(&bytes) {
                Ok(Numbered { number }) => Asked::Unknown(number),
                Err(_) => break,
            },
        };
        if questions.send(asked).is_err() {
            break;
        }
    }
    // Nothing more is read, but what was asked is still answered.
    let _ = stream.shutdown(Shutdown::Read);
}

/// Answers what is asked, of searches only the newest that waits.
fn answer<S: Serve>(
    stay: &Stay<S>,
    asker: &Asker,
    mut stream: &UnixStream,
    asked: &Receiver<Asked>,
    untold: &Untold,
) {
    let mut gone = false;
    let mut say = |reply: Option<Reply>, gone: &mut bool| {
        let Some(reply) = reply.filter(|_| !*gone) else {
            return;
        };
        let written = match frame::write(&mut stream, &reply) {
            // Hung up on, it would come back and ask for the same again, for ever.
            Err(FrameFault::TooLong { .. }) => {
                let answer = Answer::Refused(Refusal::Crashed);
                frame::write(&mut stream, &Reply { answer, ..reply })
            }
            written => written,
        };
        if written.is_err() {
            *gone = true;
            let _ = stream.shutdown(Shutdown::Both);
        }
    };
    while let Ok(first) = asked.recv() {
        for asked in newest(first, asked) {
            // What changes something is done also for a client that has just gone.
            if gone && sort(&asked).is_some() {
                continue;
            }
            say(reply(&stay.house, stay.id, asker, asked), &mut gone);
        }
        let news = untold.take().map(|changed| Reply {
            number: NEWS,
            answer: Answer::Changed(changed),
        });
        say(news, &mut gone);
    }
}

fn reply<S: Serve>(house: &House<S>, id: u64, asker: &Asker, asked: Asked) -> Option<Reply> {
    match asked {
        Asked::News => None,
        Asked::Unknown(number) => Some(Reply {
            number,
            answer: Answer::Refused(Refusal::NotUnderstood),
        }),
        Asked::Question(Question { number, request }) => {
            // What panics is one request's misfortune. What it was about stays unsaid: the panic
            // hook tells the place only.
            let answered = catch_unwind(AssertUnwindSafe(|| match &request {
                Request::Status => Answer::Status(status(house, id)),
                request => house.serve.answer(id, asker, request),
            }));
            let answer = answered.unwrap_or(Answer::Refused(Refusal::Crashed));
            Some(Reply { number, answer })
        }
    }
}

fn status<S: Serve>(house: &House<S>, id: u64) -> OwnerStatus {
    let (cases, events) = house.serve.counts();
    OwnerStatus {
        running: true,
        pid: std::process::id(),
        socket: shown(&house.options.place.socket),
        clerks: house.others(id),
        cases,
        events,
        version: VERSION.to_owned(),
        training: house.serve.is_for_training(),
        notices: house.serve.notices(),
    }
}

/// The sort of question of which only the newest counts.
fn sort(asked: &Asked) -> Option<std::mem::Discriminant<Request>> {
    match asked {
        Asked::Question(Question { request, .. }) if request.is_overtaken() => {
            Some(discriminant(request))
        }
        _ => None,
    }
}

/// What is to be answered of what waits: a fast typist is answered for what stands in the search
/// line, not for every letter on the way there.
fn newest(first: Asked, asked: &Receiver<Asked>) -> Vec<Asked> {
    let mut waiting = vec![first];
    for next in asked.try_iter().take(QUEUE) {
        if let Some(sort_of_next) = sort(&next) {
            waiting.retain(|other| sort(other) != Some(sort_of_next));
        }
        waiting.push(next);
    }
    waiting
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rpc::Find;

    fn asked(number: u64, request: Request) -> Asked {
        Asked::Question(Question { number, request })
    }

    #[test]
    fn only_searches_are_overtaken() {
        let find = |number| asked(number, Request::Find(Find::default()));
        let show = |number| asked(number, Request::Show("service/3".parse().unwrap()));
        let (send, waiting) = sync_channel(QUEUE);
        for next in [
            show(2),
            asked(3, Request::Calendars),
            find(4),
            asked(5, Request::Calendars),
            Asked::Unknown(6),
            show(7),
            Asked::Unknown(8),
        ] {
            send.send(next).unwrap();
        }
        let numbers: Vec<u64> = newest(find(1), &waiting)
            .into_iter()
            .map(|asked| match asked {
                Asked::Question(Question { number, .. }) | Asked::Unknown(number) => number,
                Asked::News => 0,
            })
            .collect();
        assert_eq!(numbers, [3, 4, 5, 6, 7, 8]);
    }
}
