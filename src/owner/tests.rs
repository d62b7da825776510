//! An owner in this process, without its signals: clients that die, stall, ask for what panics.

use std::collections::BTreeSet;
use std::os::unix::net::UnixStream;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use super::*;
use crate::rpc::hello::{Greeting, Hello, Turned};
use crate::rpc::message::{Answer, Question, Refusal, Reply, Request};
use crate::rpc::paths::Surroundings;
use crate::rpc::{Asker, Changed, Tell, frame};

/// Panics at a rule of that name, waits for the test at another, answers a third with more than a
/// frame holds, notes every rule asked for.
struct Moody {
    begun: Sender<()>,
    go_on: Mutex<Receiver<()>>,
    asked: Mutex<BTreeSet<String>>,
    closed: AtomicBool,
    tell: Mutex<Vec<Tell>>,
}

impl Serve for Moody {
    fn enter(&self, _: u64, _: &Asker, tell: Tell) {
        self.tell.lock().unwrap().push(tell);
    }

    fn leave(&self, _: u64) {
        self.tell.lock().unwrap().clear();
    }

    fn is_for_training(&self) -> bool {
        true
    }

    fn answer(&self, _: u64, _: &Asker, request: &Request) -> Answer {
        assert!(!self.closed.load(Ordering::SeqCst), "asked after the end");
        if let Request::Deadline { rule, .. } = request {
            self.asked.lock().unwrap().insert(rule.clone());
            match rule.as_str() {
                "panic" => panic!("a rule of no name"),
                "wait" => {
                    self.begun.send(()).unwrap();
                    self.go_on.lock().unwrap().recv().unwrap();
                }
                "long" => {
                    let text = "x".repeat(frame::LONGEST);
                    return Answer::Refused(Refusal::NoSuchRule(text));
                }
                _ => {}
            }
        }
        Answer::Deadline(None)
    }

    fn counts(&self) -> (u64, u64) {
        (3, 7)
    }

    fn notices(&self) -> Vec<OwnerNotice> {
        Vec::new()
    }

    fn close(&self) {
        self.closed.store(true, Ordering::SeqCst);
    }
}

struct Open {
    _folder: tempfile::TempDir,
    house: Arc<House<Moody>>,
    ending: Arc<Ending>,
    begun: Receiver<()>,
    go_on: Sender<()>,
    ended: JoinHandle<()>,
}

fn open() -> Open {
    let folder = tempfile::tempdir().unwrap();
    let around = Surroundings {
        runtime: Some(folder.path().to_owned()),
        temporary: None,
    };
    let options = Options {
        place: Place::personal(&folder.path().join("data"), &around).unwrap(),
        idle_exit: None,
        gateway_users: Vec::new(),
    };
    let (begun_send, begun) = channel();
    let (go_on, go_on_receive) = channel();
    let moody = Moody {
        begun: begun_send,
        go_on: Mutex::new(go_on_receive),
        asked: Mutex::default(),
        closed: AtomicBool::new(false),
        tell: Mutex::default(),
    };
    let (ending, bell) = Ending::new().unwrap();
    let hold = Hold::take(&options.place).unwrap();
    let listener = hold.listen(&options.place).unwrap();
    let house = Arc::new(House::new(&options, moody, Arc::clone(&ending)));
    let inside = Arc::clone(&house);
    let ended = thread::spawn(move || {
        inside.receive(&listener, &bell);
        drop(listener);
        inside.see_off();
        inside.serve.close();
        hold.give_back();
        inside.release();
    });
    Open {
        _folder: folder,
        house,
        ending,
        begun,
        go_on,
        ended,
    }
}

impl Open {
    fn hello(&self, hello: &Hello) -> (UnixStream, Greeting) {
        let mut stream = UnixStream::connect(&self.house.options.place.socket).unwrap();
        frame::write(&mut stream, hello).unwrap();
        let greeting = frame::read(&mut stream).unwrap().unwrap();
        (stream, greeting)
    }

    fn attach(&self) -> UnixStream {
        let (stream, greeting) = self.hello(&Hello::new(None));
        assert!(matches!(greeting, Greeting::Welcome(_)), "{greeting:?}");
        stream
    }

    fn end(self) {
        self.ending.begin();
        self.ended.join().unwrap();
        assert!(self.house.serve.closed.load(Ordering::SeqCst));
        assert!(!self.house.options.place.socket.exists());
    }
}

fn rule(number: u64, rule: &str) -> Question {
    let request = Request::Deadline {
        rule: rule.to_owned(),
        from: None,
    };
    Question { number, request }
}

fn hear(stream: &mut UnixStream) -> Option<Reply> {
    frame::read(stream).unwrap()
}

#[test]
fn what_panics_is_one_requests_misfortune() {
    let owner = open();
    let mut stream = owner.attach();
    for (number, name, crashed) in [(1, "panic", true), (2, "x", false), (3, "panic", true)] {
        frame::write(&mut stream, &rule(number, name)).unwrap();
        let reply = hear(&mut stream).unwrap();
        assert_eq!(reply.number, number);
        let is_crash = reply.answer == Answer::Refused(Refusal::Crashed);
        assert_eq!(is_crash, crashed);
    }
    owner.end();
}

#[test]
fn an_answer_that_no_frame_holds_is_refused_and_the_line_stays() {
    let owner = open();
    let mut stream = owner.attach();
    for (number, name, too_long) in [(1, "long", true), (2, "x", false)] {
        frame::write(&mut stream, &rule(number, name)).unwrap();
        let reply = hear(&mut stream).unwrap();
        assert_eq!(reply.number, number);
        let is_refused = reply.answer == Answer::Refused(Refusal::Crashed);
        assert_eq!(is_refused, too_long);
    }
    owner.end();
}

#[test]
fn what_another_version_asks_is_refused_and_nonsense_is_hung_up_on() {
    let owner = open();
    let mut stream = owner.attach();
    let newer = serde_json::json!({"number": 5, "request": {"dance": {"how": 1}}});
    frame::write(&mut stream, &newer).unwrap();
    let reply = hear(&mut stream).unwrap();
    assert_eq!(reply.number, 5);
    assert_eq!(reply.answer, Answer::Refused(Refusal::NotUnderstood));
    frame::write(&mut stream, &"dance").unwrap();
    assert_eq!(hear(&mut stream), None);
    owner.end();
}

#[test]
fn what_was_asked_is_done_also_for_a_client_that_is_gone() {
    let owner = open();
    for n in 0..20 {
        let mut stream = owner.attach();
        frame::write(&mut stream, &rule(1, &n.to_string())).unwrap();
        if n % 2 == 0 {
            // Half a frame more.
            std::io::Write::write_all(&mut stream, &[9, 0, 0, 0, b'{']).unwrap();
        }
    }
    // Gone while the first is being answered: what waits behind it is done as well.
    let mut stream = owner.attach();
    for (number, name) in [(1, "wait"), (2, "a"), (3, "b")] {
        frame::write(&mut stream, &rule(number, name)).unwrap();
    }
    drop(stream);
    owner.begun.recv().unwrap();
    owner.go_on.send(()).unwrap();
    let house = Arc::clone(&owner.house);
    owner.end();
    assert_eq!(house.serve.asked.lock().unwrap().len(), 23);
}

#[test]
fn what_is_being_answered_at_the_end_is_answered() {
    let owner = open();
    let mut stream = owner.attach();
    frame::write(&mut stream, &rule(1, "wait")).unwrap();
    frame::write(&mut stream, &rule(2, "x")).unwrap();
    owner.begun.recv().unwrap();
    owner.ending.begin();
    // Until it hangs up on clients, as far as that can be seen from here.
    while UnixStream::connect(&owner.house.options.place.socket).is_ok() {}
    thread::sleep(Duration::from_millis(50));
    assert!(!owner.house.serve.closed.load(Ordering::SeqCst));
    owner.go_on.send(()).unwrap();
    assert_eq!(hear(&mut stream).unwrap().number, 1);
    assert_eq!(hear(&mut stream).unwrap().number, 2);
    assert_eq!(hear(&mut stream), None);
    owner.end();
}

#[test]
fn a_newer_program_has_an_idle_owner_leave() {
    let newer = Hello {
        version: "99.0.0".to_owned(),
        end_if_idle: true,
        ..Hello::new(None)
    };
    let owner = open();
    let attached = owner.attach();
    let (other, greeting) = owner.hello(&newer);
    assert!(matches!(greeting, Greeting::Welcome(welcome) if welcome.attached == 1));
    drop((attached, other));
    // The two have left only when the owner has noticed.
    let mut last = loop {
        let (stream, greeting) = owner.hello(&newer);
        if greeting == Greeting::Turned(Turned::Ending) {
            break stream;
        }
    };
    assert_eq!(hear(&mut last), None, "the line ends with the owner");
    assert!(owner.house.serve.closed.load(Ordering::SeqCst));
    owner.end();
}

#[test]
fn the_status_counts_the_others() {
    let owner = open();
    let others = [owner.attach(), owner.attach()];
    let mut stream = owner.attach();
    let request = Request::Status;
    frame::write(&mut stream, &Question { number: 1, request }).unwrap();
    let Answer::Status(status) = hear(&mut stream).unwrap().answer else {
        panic!("no status");
    };
    assert_eq!((status.clerks, status.cases, status.events), (2, 3, 7));
    assert_eq!(status.pid, std::process::id());
    drop(others);
    owner.end();
}

/// Waits until somebody can be told something.
fn tell_all(house: &House<Moody>, changed: &Changed) -> usize {
    let tells = house.serve.tell.lock().unwrap();
    tells.iter().for_each(|tell| tell(changed.clone()));
    tells.len()
}

#[test]
fn what_changed_is_told_unasked_and_many_changes_in_one() {
    let owner = open();
    let mut stream = owner.attach();
    let case = |n: u32| format!("C20261124-{n:04}").parse().unwrap();
    let of = |n: u32| Changed {
        cases: vec![case(n)],
        ..Changed::default()
    };
    while tell_all(&owner.house, &of(1)) == 0 {}
    let news = hear(&mut stream).unwrap();
    assert_eq!((news.number, news.answer), (0, Answer::Changed(of(1))));
    // While it is busy with an answer, what changes is gathered; nobody waits for it.
    frame::write(&mut stream, &rule(1, "wait")).unwrap();
    owner.begun.recv().unwrap();
    for round in 0..1000 {
        tell_all(&owner.house, &of(2 + round % 3));
    }
    owner.go_on.send(()).unwrap();
    assert_eq!(hear(&mut stream).unwrap().number, 1);
    let gathered = Changed {
        cases: (2..5).map(case).collect(),
        ..Changed::default()
    };
    assert_eq!(hear(&mut stream).unwrap().answer, Answer::Changed(gathered));
    // Told after it has gone it harms nobody.
    drop(stream);
    while tell_all(&owner.house, &of(9)) > 0 {}
    owner.end();
}

#[test]
fn a_greeting_says_that_it_is_for_training() {
    let owner = open();
    let (_stream, greeting) = owner.hello(&Hello::new(None));
    assert!(matches!(greeting, Greeting::Welcome(welcome) if welcome.training));
    owner.end();
}
