//! How a command reaches the owner. Knows no command.

use std::path::PathBuf;

use super::{Error, Session};
use crate::rpc::client::{self, Caller, Connection};
use crate::rpc::{ConnectFault, Place};

impl Session<'_> {
    /// Where the data is and where its owner listens.
    pub(super) fn place(&self) -> Result<Place, Error> {
        Ok(self.setup.place().map_err(ConnectFault::Path)?)
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
    #[expect(dead_code, reason = "for the commands that ask an owner")]
    pub(super) fn connect(&self) -> Result<Connection, Error> {
        Ok(client::connect(&self.place()?, &self.caller()?)?)
    }

    /// Attaches to the owner if there is one.
    pub(super) fn attach(&self) -> Result<Option<Connection>, Error> {
        Ok(client::attach(&self.place()?, &self.caller()?)?)
    }
}
