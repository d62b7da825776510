//! The screen's link over a socket: asks without waiting, and when the owner is lost finds or
//! starts one again and repeats what was not answered. Knows no screen.

use std::io::{BufReader, Write};
use std::mem::discriminant;
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use super::{Caller, Connection, Place, connect};
use crate::rpc::frame;
use crate::rpc::link::{Deliver, Link, News};
use crate::rpc::message::{Answer, Question, Refusal, Reply, Request};

/// Between two tries to find an owner again: from the first to the last.
const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LAST_PAUSE: Duration = Duration::from_secs(2);

/// The link. Dropping it hangs up and ends its threads.
pub struct RemoteLink {
    shared: Arc<Shared>,
    /// Wakes the writing thread.
    wake: Sender<()>,
    /// Wakes the reading thread, once it is known where news goes.
    begin: Sender<()>,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    deliver: Mutex<Option<Deliver>>,
}

#[derive(Default)]
struct State {
    /// What is not answered yet, in the order asked; those marked are not sent yet.
    waiting: Vec<(Question, Sent)>,
    /// The line, while there is one.
    stream: Option<Arc<UnixStream>>,
    closed: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sent {
    Yes,
    Not,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing in here can be left half done.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn deliver(&self, news: News) {
        let deliver = self.deliver.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(deliver) = &*deliver {
            deliver(news);
        }
    }

    fn answered(&self, number: u64) {
        let mut state = self.state();
        state.waiting.retain(|(other, _)| other.number != number);
    }
}

impl RemoteLink {
    /// Takes a connection over and starts the threads; answers are read once it is known where
    /// they go.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(connection: Connection) -> std::io::Result<Self> {
        let Connection {
            stream,
            place,
            caller,
            ..
        } = connection;
        let shared = Arc::new(Shared::default());
        let stream = Arc::new(stream);
        shared.state().stream = Some(Arc::clone(&stream));
        let (wake, woken) = channel();
        let (begin, begun) = channel();
        let of_writer = Arc::clone(&shared);
        thread::Builder::new()
            .name("questions".to_owned())
            .spawn(move || write(&of_writer, &woken))?;
        let reader = Reader {
            shared: Arc::clone(&shared),
            wake: wake.clone(),
            place,
            caller,
        };
        thread::Builder::new()
            .name("replies".to_owned())
            .spawn(move || {
                if begun.recv().is_ok() {
                    reader.run(stream);
                }
            })?;
        Ok(Self {
            shared,
            wake,
            begin,
        })
    }

    /// Says where the news goes.
    #[must_use]
    pub fn deliver_to(self, deliver: Deliver) -> Self {
        let place = self.shared.deliver.lock();
        *place.unwrap_or_else(PoisonError::into_inner) = Some(deliver);
        // Fails only when the thread is gone, as it may be when the program ends.
        let _ = self.begin.send(());
        self
    }
}

impl Link for RemoteLink {
    fn ask(&mut self, question: Question) {
        let mut state = self.shared.state();
        overtake(&mut state.waiting, &question.request);
        state.waiting.push((question, Sent::Not));
        drop(state);
        let _ = self.wake.send(());
    }
}

impl Drop for RemoteLink {
    fn drop(&mut self) {
        let mut state = self.shared.state();
        state.closed = true;
        if let Some(stream) = &state.stream {
            let _ = stream.shutdown(Shutdown::Both);
        }
        drop(state);
        // The writing thread looks up once more and sees that all is over.
        let _ = self.wake.send(());
    }
}

/// A newer search, or a newer entry to show, makes the one before it pointless. Nothing else is
/// ever dropped.
fn overtake(waiting: &mut Vec<(Question, Sent)>, request: &Request) {
    if request.is_overtaken() {
        let sort = discriminant(request);
        waiting.retain(|(other, _)| discriminant(&other.request) != sort);
    }
}

/// Writes what is not sent yet, whenever it is woken.
fn write(shared: &Shared, woken: &Receiver<()>) {
    while woken.recv().is_ok() {
        loop {
            let mut state = shared.state();
            if state.closed {
                return;
            }
            let Some(stream) = state.stream.clone() else {
                break;
            };
            let mut waiting = state.waiting.iter_mut();
            let Some((question, sent)) = waiting.find(|(_, sent)| *sent == Sent::Not) else {
                break;
            };
            *sent = Sent::Yes;
            let number = question.number;
            let encoded = frame::encode(question);
            drop(state);
            let Ok(bytes) = encoded else {
                shared.answered(number);
                let answer = Answer::Refused(Refusal::NotUnderstood);
                shared.deliver(News::Reply(Reply { number, answer }));
                continue;
            };
            if (&*stream).write_all(&bytes).is_err() {
                // The reading thread sees the end of the line and mends it.
                let _ = stream.shutdown(Shutdown::Both);
                break;
            }
        }
    }
}

struct Reader {
    shared: Arc<Shared>,
    wake: Sender<()>,
    place: Place,
    caller: Caller,
}

impl Reader {
    fn run(&self, mut stream: Arc<UnixStream>) {
        let mut pause = FIRST_PAUSE;
        loop {
            if self.read(&stream) > 0 {
                pause = FIRST_PAUSE;
            }
            let mut state = self.shared.state();
            state.stream = None;
            if state.closed {
                return;
            }
            drop(state);
            self.shared.deliver(News::Lost);
            // An owner that hangs up at every question is not asked without a pause.
            match self.again(&mut pause) {
                Some(again) => stream = again,
                None => return,
            }
            self.shared.deliver(News::Back);
        }
    }

    /// Delivers replies until the line ends; says how many.
    fn read(&self, stream: &UnixStream) -> usize {
        let mut from = BufReader::new(stream);
        let mut replies = 0;
        while let Ok(Some(reply)) = frame::read::<Reply>(&mut from) {
            replies += 1;
            self.shared.answered(reply.number);
            self.shared.deliver(News::Reply(reply));
        }
        let _ = stream.shutdown(Shutdown::Both);
        replies
    }

    /// A line again, however long it takes; nothing when the screen is left meanwhile.
    fn again(&self, pause: &mut Duration) -> Option<Arc<UnixStream>> {
        loop {
            thread::sleep(*pause);
            *pause = (*pause * 2).min(LAST_PAUSE);
            if self.shared.state().closed {
                return None;
            }
            let Ok(connection) = connect(&self.place, &self.caller) else {
                continue;
            };
            let stream = Arc::new(connection.stream);
            let mut state = self.shared.state();
            if state.closed {
                return None;
            }
            for (_, sent) in &mut state.waiting {
                *sent = Sent::Not;
            }
            state.stream = Some(Arc::clone(&stream));
            drop(state);
            let _ = self.wake.send(());
            return Some(stream);
        }
    }
}
