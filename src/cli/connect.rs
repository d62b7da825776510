//! How a command reaches the owner. Knows no command.

use std::path::PathBuf;

use super::words::owner::notice;
use super::{Error, Session};
use crate::desk::Places;
use crate::rpc::client::{self, Caller, Connection};
use crate::rpc::fault::shown;
use crate::rpc::{Answer, Ask, ConnectFault, KeyTrouble, Place, Request, StartFault};

/// Somebody to ask, found by whatever way.
pub(super) type Reach<'o> = &'o dyn Fn(&Session<'_>) -> Result<Reached, Error>;

/// Somebody to ask, and what there is to tell first.
pub(super) struct Reached {
    pub(super) desk: Box<dyn Ask>,
    /// What an owner that was started for us said, in words.
    pub(super) told: Vec<String>,
}

/// The owner; in personal mode it is started where there is none.
pub(super) fn reach(session: &Session<'_>) -> Result<Reached, Error> {
    let owner = session.connect()?;
    let told = owner
        .notices()
        .iter()
        .map(|found| notice(found, session.lang));
    Ok(Reached {
        told: told.collect(),
        desk: Box::new(owner),
    })
}

impl Session<'_> {
    /// Where the data is and where its owner listens.
    pub(super) fn place(&self) -> Result<Place, Error> {
        Ok(self.setup.place().map_err(ConnectFault::Path)?)
    }

    /// Where the books lie.
    pub(super) fn places(&self) -> Result<Places, Error> {
        let data = self.place()?.data;
        let no_place = || StartFault::Keys {
            path: shown(&data),
            what: KeyTrouble::NoPlace,
        };
        let master_key = self.setup.master_key();
        let master_key = master_key.ok_or_else(|| ConnectFault::Start(no_place()))?;
        Ok(Places { data, master_key })
    }

    /// Who connects.
    pub(super) fn caller(&self) -> Result<Caller, Error> {
        let program: PathBuf = std::env::current_exe().map_err(ConnectFault::NoProcess)?;
        Ok(Caller {
            clerk: self.setup.clerk.clone(),
            program,
            args: self.setup.owner_args(),
        })
    }

    /// Attaches to the owner; in personal mode it is started where there is none.
    pub(super) fn connect(&self) -> Result<Connection, Error> {
        Ok(client::connect(&self.place()?, &self.caller()?)?)
    }

    /// Attaches to the owner if there is one.
    pub(super) fn attach(&self) -> Result<Option<Connection>, Error> {
        Ok(client::attach(&self.place()?, &self.caller()?)?)
    }

    /// Somebody to ask.
    pub(super) fn desk(&mut self) -> Result<Box<dyn Ask>, Error> {
        let Reached { desk, told } = (self.reach)(self)?;
        for told in told {
            self.say(&told);
        }
        Ok(desk)
    }

    /// Asks one thing.
    pub(super) fn ask(&mut self, request: Request) -> Result<Answer, Error> {
        Ok(self.desk()?.ask(request)?)
    }

    /// Asks one thing of the owner, if there is one.
    pub(super) fn ask_if_running(&self, request: Request) -> Result<Option<Answer>, Error> {
        let owner = self.attach()?;
        let answer = owner.map(|mut owner| owner.ask(request)).transpose();
        Ok(answer?)
    }
}
