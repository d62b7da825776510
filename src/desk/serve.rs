//! The desk as the owner serves it, and why it cannot be opened, as the wire says it.

use crate::journal::JournalFault;
use crate::rpc::fault::{SystemFault, shown};
use crate::rpc::{
    Answer, Asker, KeyTrouble, OwnerNotice, ProblemKind, Request, Serve, StartFault, StoreFault,
    Tell,
};
use crate::seal::KeyFault;
use crate::store;

use super::verify::what;
use super::{Desk, OpenFault, Places};

impl Serve for Desk {
    fn enter(&self, guest: u64, who: &Asker, tell: Tell) {
        self.feed.enter(guest, who, tell);
    }

    fn leave(&self, guest: u64) {
        self.feed.leave(guest);
    }

    fn answer(&self, guest: u64, who: &Asker, request: &Request) -> Answer {
        Self::answer(self, guest, who, request)
    }

    fn is_for_training(&self) -> bool {
        Self::is_for_training(self)
    }

    fn counts(&self) -> (u64, u64) {
        // Nobody is turned away for want of a number: whoever asks for a case is told what is
        // the matter.
        Self::counts(self).unwrap_or_default()
    }

    fn notices(&self) -> Vec<OwnerNotice> {
        Self::notices(self)
    }

    fn close(&self) {
        Self::close(self);
    }
}

impl OpenFault {
    /// Why the books of these places cannot be opened, as the wire says it.
    #[must_use]
    pub fn told(self, places: &Places) -> StartFault {
        match self {
            Self::Folder { path, source } => StartFault::Store {
                path: shown(&path),
                fault: system(&source),
            },
            Self::Keys(fault) => of_keys(&fault),
            Self::MasterKeyMissing { path } => StartFault::Keys {
                path: shown(&path),
                what: KeyTrouble::Missing,
            },
            Self::Journal(fault) => of_journal(fault),
            Self::Record { number } => StartFault::Record {
                file: shown(&places.journal()),
                record: number,
                what: ProblemKind::Unreadable,
            },
            Self::ForeignMark => StartFault::ForeignMark {
                path: shown(&places.view()),
            },
            Self::View(fault) => StartFault::Store {
                path: shown(&places.view()),
                fault: of_view(&fault),
            },
            Self::Thread(source) => StartFault::System(SystemFault::from(&source)),
        }
    }
}

fn of_keys(fault: &KeyFault) -> StartFault {
    let (path, what) = match fault {
        KeyFault::Missing { path } => (path, KeyTrouble::Missing),
        KeyFault::Shape { path } => (path, KeyTrouble::Damaged),
        KeyFault::Exposed { path, .. } => (path, KeyTrouble::Open),
        KeyFault::OtherMaster { path } => (path, KeyTrouble::OtherMaster),
        KeyFault::Newer { path, .. } => return StartFault::Newer { path: shown(path) },
        KeyFault::System { path, source } => (path, KeyTrouble::System(source.into())),
        KeyFault::Unusable { .. } | KeyFault::TooLong | KeyFault::Random(_) => {
            return StartFault::System(SystemFault(0));
        }
    };
    StartFault::Keys {
        path: shown(path),
        what,
    }
}

fn of_journal(fault: JournalFault) -> StartFault {
    match fault {
        JournalFault::Behind { number, last } => StartFault::CutShort { seen: number, last },
        JournalFault::Damaged {
            file,
            record,
            what: wrong,
            ..
        } => StartFault::Record {
            file: shown(&file),
            record,
            what: what(wrong),
        },
        JournalFault::Newer { file, .. } => StartFault::Newer { path: shown(&file) },
        JournalFault::InUse { dir } => StartFault::Held {
            path: shown(&dir),
            owner: None,
        },
        JournalFault::System { path, source } => StartFault::Store {
            path: shown(&path),
            fault: system(&source),
        },
    }
}

/// What the system said, as a client is told it.
pub(super) fn system(fault: &std::io::Error) -> StoreFault {
    use std::io::ErrorKind;
    match fault.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => StoreFault::Full,
        ErrorKind::ReadOnlyFilesystem => StoreFault::ReadOnly,
        _ => StoreFault::System(fault.to_string()),
    }
}

fn of_view(fault: &store::StoreFault) -> StoreFault {
    match fault {
        store::StoreFault::Full => StoreFault::Full,
        store::StoreFault::ReadOnly => StoreFault::ReadOnly,
        other => StoreFault::System(other.to_string()),
    }
}
