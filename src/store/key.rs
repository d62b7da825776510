//! Keys: bytes whose order is the order wanted. The codes here are part of the format
//! ([`super::FORMAT`]): a changed one needs a new number.

use jiff::civil::Date;

use crate::casework::{CaseKind, CaseNumber, Status};
use crate::registry::EntryId;

/// The format: four bytes.
pub(super) const FORMAT: &[u8] = b"\0format";
/// The mark, counters and the like.
pub(super) const STATE: &[u8] = b"\0state";
/// What to put back when a writing was cut short.
pub(super) const UNDO: &[u8] = b"\0undo";
/// Stands while the store is open: found when opening, it was not closed.
pub(super) const IN_USE: &[u8] = b"\0use";

/// A case's row.
pub(super) const ROW: u8 = b'r';
/// An event's part.
pub(super) const EVENT: u8 = b'e';
/// A part of a record of another family than cases.
pub(super) const OTHER: u8 = b'x';
/// A request's mark.
pub(super) const ONCE: u8 = b'o';
/// Index by day logged.
pub(super) const BY_DAY: u8 = b'D';
/// Index by status.
pub(super) const BY_STATUS: u8 = b'S';
/// Index by due date.
pub(super) const BY_DUE: u8 = b'U';
/// Index by the entry it is about.
pub(super) const BY_SERVICE: u8 = b'V';
/// Index by agency.
pub(super) const BY_AGENCY: u8 = b'A';
/// Index by person.
pub(super) const BY_PERSON: u8 = b'P';

/// What follows from the rows: the indexes, and the marks of requests.
pub(super) const DERIVED: [u8; 7] = [
    BY_DAY, BY_STATUS, BY_DUE, BY_SERVICE, BY_AGENCY, BY_PERSON, ONCE,
];

/// Ends an identifier: no text holds this byte.
const END: u8 = 0xFF;

/// Bytes of a number in a key.
const NUMBER: usize = 9;
/// Bytes that an index's key ends with: day, order, kind, serial.
const TAIL: usize = 17;

/// A day: four bytes in its order.
pub(super) fn day(day: Date) -> [u8; 4] {
    let [high, low] = day.year().to_be_bytes();
    let ([month], [date]) = (day.month().to_be_bytes(), day.day().to_be_bytes());
    // The sign's bit turned over: years before 1 sort before.
    [high ^ 0x80, low, month, date]
}

fn day_of(bytes: [u8; 4]) -> Option<Date> {
    let [high, low, month, date] = bytes;
    let year = i16::from_be_bytes([high ^ 0x80, low]);
    let (month, date) = (i8::from_be_bytes([month]), i8::from_be_bytes([date]));
    Date::new(year, month, date).ok()
}

/// A kind's code.
pub(super) const fn kind(kind: CaseKind) -> u8 {
    match kind {
        CaseKind::Enquiry => 1,
        CaseKind::Complaint => 2,
        CaseKind::Tipoff => 3,
    }
}

fn kind_of(code: u8) -> Option<CaseKind> {
    CaseKind::ALL.into_iter().find(|one| kind(*one) == code)
}

/// A status's code.
pub(super) const fn status(status: Status) -> u8 {
    match status {
        Status::Open => 1,
        Status::Accepted => 2,
        Status::Referred => 3,
        Status::Answered => 4,
        Status::Closed => 5,
        Status::Declined => 6,
        Status::Withdrawn => 7,
        Status::Merged => 8,
        Status::Voided => 9,
    }
}

fn number(number: CaseNumber) -> [u8; NUMBER] {
    let [a, b, c, d] = day(number.day);
    let [e, f, g, h] = number.serial.to_be_bytes();
    [a, b, c, d, kind(number.kind), e, f, g, h]
}

/// The number in nine bytes.
pub(super) fn number_of(bytes: &[u8]) -> Option<CaseNumber> {
    let (days, rest) = bytes.split_first_chunk::<4>()?;
    let (code, serial) = rest.split_first()?;
    Some(CaseNumber {
        day: day_of(*days)?,
        kind: kind_of(*code)?,
        serial: u32::from_be_bytes(serial.try_into().ok()?),
    })
}

/// A letter and what follows it.
fn under(letter: u8, parts: &[&[u8]]) -> Vec<u8> {
    let mut key = Vec::with_capacity(48);
    key.push(letter);
    for part in parts {
        key.extend_from_slice(part);
    }
    key
}

/// The key of a case's row.
pub(super) fn row(of: CaseNumber) -> Vec<u8> {
    under(ROW, &[&number(of)])
}

/// What the keys of the rows of a kind and day begin with; the highest serial is the last.
pub(super) fn rows(of: CaseKind, on: Date) -> Vec<u8> {
    under(ROW, &[&day(on), &[kind(of)]])
}

/// What the keys of all events of a case begin with.
pub(super) fn events(of: CaseNumber) -> Vec<u8> {
    under(EVENT, &[&number(of)])
}

/// The key of a part of an event.
pub(super) fn event(of: CaseNumber, revision: u32, part: u16) -> Vec<u8> {
    let (revision, part) = (revision.to_be_bytes(), part.to_be_bytes());
    under(EVENT, &[&number(of), &revision, &part])
}

/// Revision and part in an event's key.
pub(super) fn event_of(key: &[u8]) -> Option<(CaseNumber, u32, u16)> {
    let (head, rest) = key.split_at_checked(1 + NUMBER)?;
    let (revision, part) = rest.split_first_chunk::<4>()?;
    Some((
        number_of(head.get(1..)?)?,
        u32::from_be_bytes(*revision),
        u16::from_be_bytes(part.try_into().ok()?),
    ))
}

/// The key of a part of a record of another family, which stands in the journal at this number.
pub(super) fn other(number: u64, part: u16) -> Vec<u8> {
    under(OTHER, &[&number.to_be_bytes(), &part.to_be_bytes()])
}

/// Number and part in such a key.
pub(super) fn other_of(key: &[u8]) -> Option<(u64, u16)> {
    let (number, part) = key.get(1..)?.split_first_chunk::<8>()?;
    let part = u16::from_be_bytes(part.try_into().ok()?);
    Some((u64::from_be_bytes(*number), part))
}

/// The key of a request's mark.
pub(super) fn once(once: u128) -> Vec<u8> {
    under(ONCE, &[&once.to_be_bytes()])
}

/// What an index's keys end with: newest last. `order` is the case's place among all cases of the
/// journal, so that cases of one day stand as they came, whatever their kind.
pub(super) fn tail(of: CaseNumber, order: u64) -> [u8; TAIL] {
    let mut tail = [0; TAIL];
    let number = number(of);
    tail[..4].copy_from_slice(&number[..4]);
    tail[4..12].copy_from_slice(&order.to_be_bytes());
    tail[12..].copy_from_slice(&number[4..]);
    tail
}

/// The number that an index's key ends with.
pub(super) fn tail_of(key: &[u8]) -> Option<CaseNumber> {
    let tail = key.last_chunk::<TAIL>()?;
    let mut number = [0; NUMBER];
    number[..4].copy_from_slice(&tail[..4]);
    number[4..].copy_from_slice(&tail[12..]);
    number_of(&number)
}

/// What the keys of a day begin with.
pub(super) fn by_day(on: Date) -> Vec<u8> {
    under(BY_DAY, &[&day(on)])
}

/// What the keys of a status begin with.
pub(super) fn by_status(of: Status) -> Vec<u8> {
    under(BY_STATUS, &[&[status(of)]])
}

/// What the keys of a due date begin with.
pub(super) fn by_due(on: Date) -> Vec<u8> {
    under(BY_DUE, &[&day(on)])
}

/// What the keys of an entry begin with.
pub(super) fn by_service(id: &EntryId) -> Vec<u8> {
    under(BY_SERVICE, &[id.to_string().as_bytes(), &[END]])
}

/// What the keys of an agency begin with.
pub(super) fn by_agency(id: &EntryId) -> Vec<u8> {
    under(BY_AGENCY, &[id.to_string().as_bytes(), &[END]])
}

/// What the keys of a person begin with.
pub(super) fn by_person(hash: &[u8; 32]) -> Vec<u8> {
    under(BY_PERSON, &[hash])
}

/// The first key after all that begin with this one; none after `FF FF …`.
pub(super) fn after(prefix: &[u8]) -> Option<Vec<u8>> {
    let mut end = prefix.to_vec();
    while let Some(last) = end.pop() {
        if last < 0xFF {
            end.push(last + 1);
            return Some(end);
        }
    }
    None
}
