//! Clients that mean harm, or are merely broken: none of them keeps the others from their work.

use std::io::{Read, Write};
use std::os::unix::net::UnixStream;

use guitai::rpc::frame;
use guitai::rpc::hello::{Greeting, Hello, Turned};
use guitai::rpc::{Question, Request};

use crate::hall::{Hall, status};

fn knock(hall: &Hall) -> UnixStream {
    UnixStream::connect(hall.place().socket).unwrap()
}

fn attach(hall: &Hall) -> UnixStream {
    let mut stream = knock(hall);
    frame::write(&mut stream, &Hello::new(None)).unwrap();
    match frame::read(&mut stream).unwrap() {
        Some(Greeting::Welcome(_)) => stream,
        other => panic!("{other:?}"),
    }
}

/// The owner hangs up; it may have done so before it read all.
fn is_hung_up_on(mut stream: UnixStream) {
    let mut rest = Vec::new();
    match stream.read_to_end(&mut rest) {
        Ok(_) => assert!(rest.is_empty(), "{rest:?}"),
        Err(fault) => assert_eq!(fault.kind(), std::io::ErrorKind::ConnectionReset),
    }
}

#[test]
fn nonsense_and_silence_are_hung_up_on_and_harm_nobody() {
    let hall = Hall::new();
    let mut connection = hall.connect();
    let silent = [knock(&hall), knock(&hall)];
    let mut half = knock(&hall);
    half.write_all(&[40, 0, 0, 0, b'{']).unwrap();
    let endless = [0xff; 4096];
    for before in [knock, attach] {
        for nonsense in [
            &endless[..],
            b"GET / HTTP/1.1\r\n\r\n",
            b"\x02\0\0\0{}",
            b"\0\0\0\0",
        ] {
            let mut stream = before(&hall);
            // It may be hung up on in the middle of it.
            let _ = stream.write_all(nonsense);
            is_hung_up_on(stream);
        }
    }
    assert_eq!(status(&mut connection).clerks, 0);
    for stream in silent.into_iter().chain([half]) {
        is_hung_up_on(stream);
    }
    assert_eq!(status(&mut connection).clerks, 0);
}

#[test]
fn a_client_that_does_not_read_its_answers_keeps_nobody_waiting() {
    let hall = Hall::new();
    let mut connection = hall.connect();
    let mut deaf = attach(&hall);
    deaf.set_nonblocking(true).unwrap();
    let request = Request::Status;
    let question = frame::encode(&Question { number: 1, request }).unwrap();
    // Until nothing more fits, neither there nor back.
    let full = loop {
        if let Err(fault) = deaf.write_all(&question) {
            break fault.kind();
        }
    };
    assert_eq!(full, std::io::ErrorKind::WouldBlock);
    assert_eq!(status(&mut connection).clerks, 1);
    drop(deaf);
    while status(&mut connection).clerks > 0 {}
}

#[test]
fn of_six_hundred_clients_the_last_are_told_to_come_later() {
    let hall = Hall::new();
    let serving = hall.serve(&[]);
    let mut streams: Vec<UnixStream> = (0..512).map(|_| attach(&hall)).collect();
    for _ in 512..600 {
        let mut stream = knock(&hall);
        let greeting: Option<Greeting> = frame::read(&mut stream).unwrap();
        assert_eq!(greeting, Some(Greeting::Turned(Turned::Busy { most: 512 })));
    }
    streams.truncate(100);
    // There is room again, as soon as the owner has noticed.
    let mut connection = loop {
        match guitai::rpc::client::attach(&hall.place(), &hall.caller()) {
            Ok(Some(connection)) => break connection,
            Err(guitai::rpc::ConnectFault::Busy { .. }) => {}
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(status(&mut connection).pid, serving.child.id());
}
