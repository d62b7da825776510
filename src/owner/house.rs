//! Who is in, how many at most, and whether we are ending. Knows clients by their number only.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::net::Shutdown;
use std::os::fd::AsFd;
use std::os::unix::net::{UnixListener, UnixStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::{Options, guest};
use crate::rpc::hello::{Greeting, Turned};
use crate::rpc::{Serve, frame};

/// At most so many connections; further ones are told so.
pub(super) const MOST: usize = 512;

/// So long what is being answered may take once we end.
const FINISH: Duration = Duration::from_secs(10);

/// After a connection that the system would not give.
const BREATH: Duration = Duration::from_millis(50);

/// Whether we are ending, and a bell that wakes whoever waits for connections.
pub(super) struct Ending {
    begun: AtomicBool,
    bell: UnixStream,
}

impl Ending {
    /// With the other end of the bell.
    pub(super) fn new() -> io::Result<(Arc<Self>, UnixStream)> {
        let (bell, heard) = UnixStream::pair()?;
        bell.set_nonblocking(true)?;
        heard.set_nonblocking(true)?;
        let begun = AtomicBool::new(false);
        Ok((Arc::new(Self { begun, bell }), heard))
    }

    /// From now on nobody is let in.
    pub(super) fn begin(&self) {
        self.begun.store(true, Ordering::SeqCst);
        self.ring();
    }

    pub(super) fn has_begun(&self) -> bool {
        self.begun.load(Ordering::SeqCst)
    }

    fn ring(&self) {
        // Full: it is ringing already.
        let _ = (&self.bell).write(&[1]);
    }
}

/// What the threads of all clients share.
pub(super) struct House<S> {
    pub(super) options: Options,
    pub(super) serve: S,
    ending: Arc<Ending>,
    guests: Mutex<Guests>,
    left: Condvar,
}

struct Guests {
    next: u64,
    present: BTreeMap<u64, Guest>,
    /// Since when nobody is in.
    empty_since: Instant,
    /// Those who wait for our end.
    parked: Vec<Arc<UnixStream>>,
}

struct Guest {
    /// The one that its thread has: a descriptor a client, so that they last.
    stream: Arc<UnixStream>,
    attached: bool,
}

impl<S: Serve> House<S> {
    pub(super) fn new(options: &Options, serve: S, ending: Arc<Ending>) -> Self {
        let guests = Guests {
            next: 0,
            present: BTreeMap::new(),
            empty_since: Instant::now(),
            parked: Vec::new(),
        };
        Self {
            options: options.clone(),
            serve,
            ending,
            guests: Mutex::new(guests),
            left: Condvar::new(),
        }
    }

    fn guests(&self) -> MutexGuard<'_, Guests> {
        // Nothing in here can be left half done.
        self.guests.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets clients in until we end.
    pub(super) fn receive(self: &Arc<Self>, listener: &UnixListener, bell: &UnixStream) {
        while !self.ending.has_begun() {
            let patience = self.idle_left();
            if patience == Some(Duration::ZERO) {
                // Whoever came in this moment is hung up on and comes again.
                self.ending.begin();
                return;
            }
            let timeout = patience.and_then(|left| Timespec::try_from(left).ok());
            let mut fds = [
                PollFd::from_borrowed_fd(listener.as_fd(), PollFlags::IN),
                PollFd::from_borrowed_fd(bell.as_fd(), PollFlags::IN),
            ];
            // Interrupted, or nothing came: look again.
            let _ = poll(&mut fds, timeout.as_ref());
            let _ = (&*bell).read(&mut [0; 64]);
            match listener.accept() {
                Ok((stream, _)) => self.open(stream),
                Err(fault) if fault.kind() == io::ErrorKind::WouldBlock => {}
                // Out of descriptors, most likely: not to be asked again at once.
                Err(_) => thread::sleep(BREATH),
            }
        }
    }

    /// How long we stay if nobody comes; nothing: for ever.
    fn idle_left(&self) -> Option<Duration> {
        let limit = self.options.idle_exit?;
        let guests = self.guests();
        if !guests.present.is_empty() {
            return None;
        }
        Some(limit.saturating_sub(guests.empty_since.elapsed()))
    }

    /// A thread for the client, unless there are too many.
    fn open(self: &Arc<Self>, mut stream: UnixStream) {
        let mut guests = self.guests();
        if guests.present.len() >= MOST {
            drop(guests);
            // Few bytes into an empty buffer: this does not wait.
            let busy = Greeting::Turned(Turned::Busy { most: MOST });
            let _ = frame::write(&mut stream, &busy);
            return;
        }
        let stream = Arc::new(stream);
        let id = guests.next;
        guests.next += 1;
        let guest = Guest {
            stream: Arc::clone(&stream),
            attached: false,
        };
        guests.present.insert(id, guest);
        drop(guests);
        let stay = Stay {
            house: Arc::clone(self),
            id,
        };
        // Without a thread the line is dropped, and with it the stay.
        let _ = thread::Builder::new()
            .name("client".to_owned())
            .spawn(move || guest::attend(&stay, &stream));
    }

    /// How many are attached but for one.
    pub(super) fn others(&self, id: u64) -> usize {
        let guests = self.guests();
        let attached = guests.present.iter().filter(|(_, guest)| guest.attached);
        attached.filter(|(other, _)| **other != id).count()
    }

    /// Attaches a client, unless we are ending.
    pub(super) fn attach(&self, id: u64) -> bool {
        let mut guests = self.guests();
        if self.ending.has_begun() {
            return false;
        }
        if let Some(guest) = guests.present.get_mut(&id) {
            guest.attached = true;
        }
        true
    }

    /// Ends, keeping the line of the one who asked for it until we are gone.
    pub(super) fn end(&self, waiting: &Arc<UnixStream>) {
        self.guests().parked.push(Arc::clone(waiting));
        self.ending.begin();
    }

    /// Ends for a newer program if nobody is attached; says whether. With the others' lines in
    /// one hand, so that nobody attaches in between.
    pub(super) fn end_if_idle(&self) -> bool {
        let guests = self.guests();
        let idle = !guests.present.values().any(|guest| guest.attached);
        if idle {
            self.ending.begin();
        }
        idle
    }

    /// Lets what was asked be answered, and the clients go.
    pub(super) fn see_off(&self) {
        let mut guests = self.guests();
        for guest in guests.present.values() {
            // What was sent before this is still read.
            let _ = guest.stream.shutdown(Shutdown::Read);
        }
        for (patience, last) in [(FINISH, false), (BREATH, true)] {
            let waited = self
                .left
                .wait_timeout_while(guests, patience, |guests| !guests.present.is_empty());
            guests = waited.unwrap_or_else(PoisonError::into_inner).0;
            if !last {
                for guest in guests.present.values() {
                    let _ = guest.stream.shutdown(Shutdown::Both);
                }
            }
        }
    }

    /// Hangs up on those who waited for our end.
    pub(super) fn release(&self) {
        self.guests().parked.clear();
    }

    fn leave(&self, id: u64) {
        let mut guests = self.guests();
        guests.present.remove(&id);
        if guests.present.is_empty() {
            guests.empty_since = Instant::now();
        }
        drop(guests);
        self.left.notify_all();
        // The wait for connections may now be a wait for the end.
        self.ending.ring();
    }
}

/// A client being in; it leaves when this is dropped, however its thread ends.
pub(super) struct Stay<S: Serve> {
    pub(super) house: Arc<House<S>>,
    pub(super) id: u64,
}

impl<S: Serve> Drop for Stay<S> {
    fn drop(&mut self) {
        self.house.leave(self.id);
    }
}
