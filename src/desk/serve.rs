//! What the owner serves: the desk, and why it may not be opened, in the words of the wire.

use std::path::Path;

use super::books::OpenFault;
use super::{Desk, Places};
use crate::casework::ClerkId;
use crate::rpc::fault::{SystemFault, shown};
use crate::rpc::{
    Answer, Asker, KeyTrouble, OwnerNotice, Request, Serve, StartFault, StoreFault,
};
