//! The client over a socket whose other side the test plays.

use std::os::unix::net::UnixListener;
use std::sync::mpsc;

use super::*;
use crate::rpc::hello::{Greeting, PROTOCOL};
use crate::rpc::link::{Link, News};
use crate::rpc::paths::Surroundings;
use crate::rpc::{Find, Refusal};

const SOON: Duration = Duration::from_secs(20);

fn caller() -> Caller {
    Caller {
        clerk: None,
        program: "/nowhere/guitai".into(),
        args: Vec::new(),
    }
}

fn hall(folder: &tempfile::TempDir) -> Place {
    Place::hall(folder.path(), &folder.path().join("s")).unwrap()
}

fn welcome(version: &str, attached: usize) -> Greeting {
    Greeting::Welcome(Welcome {
        protocol: PROTOCOL,
        version: version.to_owned(),
        pid: 1,
        clerk: "wang".parse().unwrap(),
        attached,
        training: false,
    })
}

/// Hears a hello at the socket and greets.
fn greet(listener: &UnixListener, greeting: &Greeting) -> (UnixStream, Hello) {
    let (mut stream, _) = listener.accept().unwrap();
    let hello = frame::read(&mut stream).unwrap().unwrap();
    frame::write(&mut stream, greeting).unwrap();
    (stream, hello)
}

fn hear(stream: &mut UnixStream) -> Question {
    frame::read(stream).unwrap().unwrap()
}

fn answer(stream: &mut UnixStream, number: u64) {
    let answer = Answer::Refused(Refusal::NotPermitted);
    frame::write(stream, &Reply { number, answer }).unwrap();
}

fn find(number: u64) -> Question {
    Question {
        number,
        request: Request::Find(Find::default()),
    }
}

fn calendars(number: u64) -> Question {
    Question {
        number,
        request: Request::Calendars,
    }
}

#[test]
fn nothing_is_started_in_a_hall_and_nobody_is_awaited() {
    let folder = tempfile::tempdir().unwrap();
    let place = hall(&folder);
    let fault = connect(&place, &caller()).unwrap_err();
    assert!(matches!(fault, ConnectFault::Nobody { .. }));
    drop(UnixListener::bind(&place.socket).unwrap());
    let fault = connect(&place, &caller()).unwrap_err();
    assert!(matches!(fault, ConnectFault::Nobody { .. }), "a stale one");
    assert!(attach(&place, &caller()).unwrap().is_none());
    assert!(!stop(&place, &caller()).unwrap());
}

#[test]
fn a_greeting_is_heard_from_an_owner_that_does_not_listen() {
    let folder = tempfile::tempdir().unwrap();
    let place = hall(&folder);
    let listener = UnixListener::bind(&place.socket).unwrap();
    let busy = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        frame::write(&mut stream, &Greeting::Turned(Turned::Busy { most: 3 })).unwrap();
    });
    let fault = connect(&place, &caller()).unwrap_err();
    assert!(matches!(fault, ConnectFault::Busy { most: 3 }), "{fault:?}");
    busy.join().unwrap();
}

#[test]
fn a_question_is_asked_again_of_the_next_owner() {
    let folder = tempfile::tempdir().unwrap();
    let place = hall(&folder);
    let listener = UnixListener::bind(&place.socket).unwrap();
    let owner = thread::spawn(move || {
        let (mut first, _) = greet(&listener, &welcome(VERSION, 0));
        let lost = hear(&mut first);
        drop(first);
        let (mut second, _) = greet(&listener, &welcome(VERSION, 0));
        let again = hear(&mut second);
        answer(&mut second, 999);
        answer(&mut second, again.number);
        (lost, again)
    });
    let mut connection = connect(&place, &caller()).unwrap();
    let answer = connection.ask(Request::Calendars).unwrap();
    assert_eq!(answer, Answer::Refused(Refusal::NotPermitted));
    let (lost, again) = owner.join().unwrap();
    assert_eq!(lost, again);
}

#[test]
fn a_personal_client_offers_an_older_owner_to_leave_and_says_so_when_it_is_in_use() {
    let folder = tempfile::tempdir().unwrap();
    let around = Surroundings {
        runtime: Some(folder.path().to_owned()),
        temporary: None,
    };
    let place = Place::personal(&folder.path().join("data"), &around).unwrap();
    place.ready_socket_folder().unwrap();
    let listener = UnixListener::bind(&place.socket).unwrap();
    let older = |version: &str| {
        let version = version.to_owned();
        Greeting::Turned(Turned::OtherProtocol {
            protocol: 0,
            version,
            attached: 2,
        })
    };
    for (greeting, is_older) in [
        (welcome("0.0.1", 2), true),
        (older("0.0.1"), true),
        (older("99.0.0"), false),
    ] {
        let listener = listener.try_clone().unwrap();
        let owner = thread::spawn(move || greet(&listener, &greeting).1);
        match connect(&place, &caller()).unwrap_err() {
            ConnectFault::OlderOwner { version, attached } if is_older => {
                assert_eq!((version.as_str(), attached), ("0.0.1", 2));
            }
            ConnectFault::NewerOwner { version } if !is_older => assert_eq!(version, "99.0.0"),
            other => panic!("{other:?}"),
        }
        assert!(owner.join().unwrap().end_if_idle);
    }
    // The same protocol, newer: nothing is wrong with that.
    let owner = thread::spawn(move || greet(&listener, &welcome("99.0.0", 2)));
    let connection = connect(&place, &caller()).unwrap();
    assert_eq!(connection.welcome().version, "99.0.0");
    owner.join().unwrap();
}

#[test]
fn stopping_waits_for_the_end_of_the_line() {
    let folder = tempfile::tempdir().unwrap();
    let place = hall(&folder);
    let listener = UnixListener::bind(&place.socket).unwrap();
    let (send, ended) = mpsc::channel();
    let owner = thread::spawn(move || {
        let (stream, hello) = greet(&listener, &Greeting::Turned(Turned::Ending));
        assert!(hello.stop);
        send.send("owner").unwrap();
        drop(stream);
    });
    assert!(stop(&place, &caller()).unwrap());
    assert_eq!(ended.try_recv(), Ok("owner"), "not before");
    owner.join().unwrap();
}

#[test]
fn the_screens_link_mends_itself_and_asks_again_what_was_not_answered() {
    let folder = tempfile::tempdir().unwrap();
    let place = hall(&folder);
    let listener = UnixListener::bind(&place.socket).unwrap();
    let accepting = listener.try_clone().unwrap();
    let owner = thread::spawn(move || greet(&accepting, &welcome(VERSION, 0)).0);
    let connection = connect(&place, &caller()).unwrap();
    let mut first = owner.join().unwrap();
    let (send, news) = mpsc::channel();
    let link = RemoteLink::start(connection).unwrap();
    let mut link = link.deliver_to(Box::new(move |news| send.send(news).unwrap()));
    let next = || news.recv_timeout(SOON).unwrap();
    let number = |news: News| match news {
        News::Reply(reply) => reply.number,
        other => panic!("{other:?}"),
    };

    link.ask(calendars(1));
    assert_eq!(hear(&mut first).number, 1);
    answer(&mut first, 1);
    assert_eq!(number(next()), 1);

    link.ask(calendars(2));
    assert_eq!(hear(&mut first).number, 2);
    link.ask(find(3));
    assert_eq!(hear(&mut first).number, 3);
    drop(first);
    assert_eq!(next(), News::Lost);
    // While nobody is there: the newer search overtakes, nothing else does.
    link.ask(calendars(4));
    link.ask(find(5));
    let (mut second, _) = greet(&listener, &welcome(VERSION, 0));
    assert_eq!(next(), News::Back);
    for expected in [2, 4, 5] {
        assert_eq!(hear(&mut second).number, expected);
        answer(&mut second, expected);
        assert_eq!(number(next()), expected);
    }

    // What no frame holds is answered here.
    let text = "x".repeat(frame::LONGEST);
    link.ask(Question {
        number: 6,
        request: Request::Find(Find {
            text,
            ..Find::default()
        }),
    });
    let refused = Answer::Refused(Refusal::NotUnderstood);
    let expected = Reply {
        number: 6,
        answer: refused,
    };
    assert_eq!(next(), News::Reply(expected));

    drop(link);
    assert!(frame::read::<Question>(&mut second).unwrap().is_none());
    assert!(news.recv_timeout(SOON).is_err(), "the threads have ended");
}
