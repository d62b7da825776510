//! The process that holds the data: takes the data directory for itself, listens, lets clients in
//! or turns them away, hands requests on, leaves in good order. Knows who asks, not what a case is.
//!
//! | module | what it is |
//! |---|---|
//! | `hold` | the data directory, its lock, the socket |
//! | `house` | who is in, and whether we are ending |
//! | `admit` | who may attach and as whom; pure |
//! | `guest` | one client: its greeting, its questions, its answers |
//! | `pace` | reading that does not wait for ever |

mod admit;
mod guest;
mod hold;
mod house;
mod pace;

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::rpc::fault::SystemFault;
use crate::rpc::{OwnerNotice, Place, Serve, StartFault};

use hold::Hold;
use house::{Ending, House};

/// How an owner is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// What it holds and where it listens.
    pub place: Place,
    /// It leaves after so long without a client; nothing: never by itself.
    pub idle_exit: Option<Duration>,
    /// Users who may ask on any clerk's behalf, as the owner's own user may: those that several
    /// clerks share by a forced command.
    pub gateway_users: Vec<String>,
}

/// Holds the data directory and serves until it is asked to end, by a signal, a client, or for
/// want of clients. `make` opens what is served, once the directory is ours; `ready` is called
/// when clients can come.
///
/// # Errors
/// [`StartFault`] when it cannot begin.
pub fn serve<S: Serve>(
    options: &Options,
    make: impl FnOnce() -> Result<S, StartFault>,
    ready: impl FnOnce(&[OwnerNotice]),
) -> Result<(), StartFault> {
    // Whatever is made from here on is ours alone.
    rustix::process::umask(rustix::fs::Mode::from_bits_truncate(0o077));
    let (ending, bell) = Ending::new().map_err(|fault| system(&fault))?;
    end_on_signals(&ending).map_err(|fault| system(&fault))?;
    let hold = Hold::take(&options.place)?;
    let serve = make()?;
    let listener = hold.listen(&options.place)?;
    let house = Arc::new(House::new(options, serve, ending));
    ready(&house.serve.notices());
    house.receive(&listener, &bell);
    drop(listener);
    house.see_off();
    house.serve.close();
    hold.give_back();
    // Those who wait for our end are told by the end of the line.
    house.release();
    Ok(())
}

fn system(fault: &std::io::Error) -> StartFault {
    StartFault::System(SystemFault::from(fault))
}

/// A signal lets what is being answered be finished; a second one does nothing more.
fn end_on_signals(ending: &Arc<Ending>) -> std::io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGINT, SIGHUP])?;
    let ending = Arc::clone(ending);
    thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || {
            for _ in signals.forever() {
                ending.begin();
            }
        })
        .map(drop)
}

#[cfg(test)]
mod tests;
