//! Events as records: the clear part, the sealed part, and back. Knows no disk.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::casework::{
    Case, CaseKind, CaseNumber, ClerkId, Event, Said, Status, Visitor, What, Words, apply,
};
use crate::journal::{JournalFault, Position, Record};
use crate::rpc;
use crate::seal::{Hasher, KeyId, Keys, Unopened};
use crate::store::{self, Mark, StoreFault, Stored};

/// Version of the clear part.
pub(super) const VERSION: u8 = 1;

/// The clear part of a record of the case family: nothing personal, no free text.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::desk) struct Clear {
    /// Version of this shape.
    v: u8,
    /// Nothing: records of other families name theirs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    family: Option<String>,
    /// The case.
    pub(in crate::desk) case: CaseNumber,
    /// Counts from 1 within the case.
    revision: u32,
    /// When.
    at: Timestamp,
    /// Whether the clock had been set back.
    #[serde(default)]
    clock_back: bool,
    /// Who.
    clerk: ClerkId,
    /// The mark of the request, of every event but the first. Records of the first months have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    once: Option<u128>,
    /// What.
    what: What,
}

impl Clear {
    /// Reads a clear part; nothing when it is of another family or of a version unknown here.
    pub(in crate::desk) fn read(bytes: &[u8]) -> Option<Self> {
        let clear: Self = rmp_serde::from_slice(bytes).ok()?;
        (clear.v == VERSION && clear.family.is_none()).then_some(clear)
    }

    /// Whether a case begins with it.
    pub(in crate::desk) const fn is_first(&self) -> bool {
        matches!(self.what, What::Logged { .. })
    }

    /// Whether somebody asked for it; of a made-up past nobody did.
    pub(super) fn is_asked_for(&self) -> bool {
        let logged = match &self.what {
            What::Logged { once, .. } => *once,
            _ => None,
        };
        logged.or(self.once).is_some()
    }

    /// Whether it is the clear part of this event.
    pub(super) fn is_of(&self, event: &Event) -> bool {
        (self.case, self.revision, self.at) == (event.number, event.revision, event.at)
            && (&self.clerk, &self.what) == (&event.clerk, &event.what)
    }

    fn into_event(self, words: Words) -> Event {
        Event {
            number: self.case,
            revision: self.revision,
            at: self.at,
            clock_back: self.clock_back,
            clerk: self.clerk,
            once: self.once,
            what: self.what,
            words,
        }
    }
}

/// An event as the journal takes it: clear part and sealed part.
pub(super) fn seal(event: &Event, key: KeyId, keys: &Keys) -> Result<(Vec<u8>, Vec<u8>), Unsealed> {
    let clear = Clear {
        v: VERSION,
        family: None,
        case: event.number,
        revision: event.revision,
        at: event.at,
        clock_back: event.clock_back,
        clerk: event.clerk.clone(),
        once: event.once,
        what: event.what.clone(),
    };
    let clear = encoded(&clear)?;
    let empty = Said::default();
    let said = match &event.words {
        Words::Open(said) => said,
        Words::Erased | Words::Damaged => &empty,
    };
    let plain = zeroize::Zeroizing::new(encoded(said)?);
    let sealed = keys.seal(key, &clear, &plain).map_err(|_| Unsealed)?;
    Ok((clear, sealed))
}

/// As it stands in a record.
pub(super) fn encoded(value: &impl Serialize) -> Result<Vec<u8>, Unsealed> {
    // Room for most of them first: a buffer that grows leaves copies behind, of plain text too.
    let mut bytes = Vec::with_capacity(4096);
    rmp_serde::encode::write_named(&mut bytes, value).map_err(|_| Unsealed)?;
    Ok(bytes)
}

/// A record that could not be made: its key is gone. Nothing is written then.
#[derive(Debug)]
pub(super) struct Unsealed;

/// A record as the event it was; nothing when it is none that is known here.
pub(super) fn open(clear: &[u8], sealed: &[u8], keys: &Keys) -> Option<Event> {
    let words = match keys.open_box(clear, sealed) {
        Ok(plain) => {
            rmp_serde::from_slice(&plain).map_or(Words::Damaged, |said| Words::Open(Box::new(said)))
        }
        Err(Unopened::Erased) => Words::Erased,
        Err(Unopened::Damaged) => Words::Damaged,
    };
    Some(Clear::read(clear)?.into_event(words))
}

/// A case and how it came to stand as it does.
#[derive(Debug)]
pub(in crate::desk) struct History {
    /// The case.
    pub(in crate::desk) case: Case,
    /// Its events, oldest first.
    pub(in crate::desk) steps: Vec<Step>,
}

impl History {
    /// The case as it was at a revision; nothing where it had no such one.
    pub(in crate::desk) fn as_of(&self, revision: u32) -> Option<Case> {
        let upto = usize::try_from(revision).ok()?;
        let steps = self.steps.get(..upto)?;
        steps.iter().try_fold(None, |case, step| {
            apply::apply(case, &step.event).map(Some).ok()
        })?
    }
}

/// An event, and how the case stood then.
#[derive(Debug)]
pub(in crate::desk) struct Step {
    /// The event.
    pub(in crate::desk) event: Event,
    /// How the case stood then.
    pub(in crate::desk) status: Status,
}

/// A case from the records themselves, and its key. `open` opens one as far as it can be.
pub(super) fn gather(
    number: CaseNumber,
    records: impl Iterator<Item = Result<Record, JournalFault>>,
    open: impl Fn(&[u8], &[u8]) -> Option<Event>,
) -> Result<Option<(History, KeyId)>, rpc::StoreFault> {
    let mut case = None;
    let mut key = KeyId(0);
    let mut steps = Vec::new();
    for read in records {
        let read = read.map_err(|_| rpc::StoreFault::Damaged)?;
        if Clear::read(&read.clear).is_none_or(|clear| clear.case != number) {
            continue;
        }
        let event = open(&read.clear, &read.sealed).ok_or(rpc::StoreFault::Damaged)?;
        key = Keys::key_of(&read.sealed).unwrap_or(key);
        let after = apply::apply(case, &event).map_err(|_| rpc::StoreFault::Damaged)?;
        let status = after.status;
        case = Some(after);
        steps.push(Step { event, status });
    }
    Ok(case.map(|case| (History { case, steps }, key)))
}

/// Cases from the records themselves, in one walk, but those whose records do not add up. `open`
/// opens one as far as it can be.
pub(super) fn gather_all(
    numbers: &[CaseNumber],
    records: impl Iterator<Item = Result<Record, JournalFault>>,
    open: impl Fn(&[u8], &[u8]) -> Option<Event>,
) -> Result<HashMap<CaseNumber, Case>, rpc::StoreFault> {
    let mut wanted: HashSet<&CaseNumber> = numbers.iter().collect();
    let mut cases = HashMap::new();
    for read in records {
        let read = read.map_err(|_| rpc::StoreFault::Damaged)?;
        let clear = Clear::read(&read.clear);
        let Some(Clear { case: number, .. }) = clear.filter(|clear| wanted.contains(&clear.case))
        else {
            continue;
        };
        let before = cases.remove(&number);
        let event = open(&read.clear, &read.sealed);
        match event.and_then(|event| apply::apply(before, &event).ok()) {
            Some(after) => _ = cases.insert(number, after),
            // One of many: it is no reason to show none of them.
            None => _ = wanted.remove(&number),
        }
    }
    Ok(cases)
}

/// A case from the view with its history, opened as far as it can be.
pub(super) fn unfold(stored: &Stored, keys: &Keys) -> Result<History, StoreFault> {
    let mut case = None;
    let mut steps = Vec::with_capacity(stored.events.len());
    for kept in &stored.events {
        let event = open(&kept.clear, &kept.sealed, keys).ok_or_else(|| damaged(stored))?;
        let after = apply::apply(case, &event).map_err(|_| damaged(stored))?;
        let status = after.status;
        case = Some(after);
        steps.push(Step { event, status });
    }
    let case = case.ok_or_else(|| damaged(stored))?;
    if case.bare() == stored.case {
        Ok(History { case, steps })
    } else {
        Err(damaged(stored))
    }
}

fn damaged(stored: &Stored) -> StoreFault {
    StoreFault::Damaged {
        what: format!("case {}", stored.case.number),
    }
}

/// What the view is told of an event.
pub(super) fn change(
    before: Option<Case>,
    event: &Event,
    record: (Vec<u8>, Vec<u8>),
    hashes: &Hashes,
) -> Result<store::Change, apply::Unfit> {
    changed(before, event, record, hashes).map(|(change, _)| change)
}

/// What the view is told of an event, and the case after it with what was told.
pub(super) fn changed(
    before: Option<Case>,
    event: &Event,
    (clear, sealed): (Vec<u8>, Vec<u8>),
    hashes: &Hashes,
) -> Result<(store::Change, Case), apply::Unfit> {
    let kept = before.as_ref().map(Case::bare);
    let case = apply::apply(before, event)?;
    let (once, visitor) = match (&event.what, &event.words) {
        (What::Logged { once, .. }, Words::Open(said)) => (*once, said.visitor.as_ref()),
        (What::Logged { once, .. }, _) => (*once, None),
        _ => (None, None),
    };
    // An informant is found again by nothing.
    let visitor = visitor.filter(|_| event.number.kind != CaseKind::Tipoff);
    let key = Keys::key_of(&sealed).map_or(0, |key| key.0);
    let change = store::Change {
        before: kept,
        after: case.bare(),
        event: store::EventRecord {
            revision: event.revision,
            clear,
            sealed,
        },
        at: event.at,
        persons: visitor.map_or_else(Vec::new, |visitor| persons(visitor, hashes)),
        once,
        key,
    };
    Ok((change, case))
}

/// What a person is found again by, hashed with a key: name, telephone, identity number.
fn persons(visitor: &Visitor, hashes: &Hashes) -> Vec<[u8; 32]> {
    let plain = |text: &String| -> String {
        text.chars()
            .filter(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_ascii_uppercase()
    };
    let named = [
        (&hashes.name, visitor.name.clone()),
        (&hashes.phone, visitor.phone.as_ref().map(plain)),
        (&hashes.id, visitor.id_number.as_ref().map(plain)),
    ];
    named
        .into_iter()
        .filter_map(|(hasher, text)| Some(hasher.hash(text?.as_bytes())))
        .collect()
}

/// The keyed hashes that the view is told.
pub(super) struct Hashes {
    name: Hasher,
    phone: Hasher,
    id: Hasher,
    head: Hasher,
}

impl Hashes {
    /// Those under the master key of these keys.
    pub(super) fn new(keys: &Keys) -> Self {
        Self {
            name: keys.hasher("person/name"),
            phone: keys.hasher("person/phone"),
            id: keys.hasher("person/id"),
            head: keys.hasher("head"),
        }
    }
}

/// What the view notes of a place in the journal, so that a journal rewritten by somebody without
/// the master key is known.
pub(super) fn mark(hashes: &Hashes, at: &Position) -> Mark {
    let position = at.to_bytes();
    Mark {
        number: at.number,
        mac: hashes.head.hash(&position),
        position,
    }
}
