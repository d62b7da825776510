//! The office: numbers, times, and which requests were seen. Gives a number to nobody twice, and
//! answers a request that comes twice with what came of it the first time. Knows no disk.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::mpsc::SyncSender;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use jiff::civil::Date;

use crate::casework::{CaseKind, CaseNumber, zone};
use crate::rpc::{Receipt, Refusal};

/// Where the answer to a request goes.
pub(super) type Reply = SyncSender<Result<Receipt, Refusal>>;

/// So many answers are remembered: more than the view can lag behind.
const REMEMBERED: usize = 4096;

/// What is known beside what the view says.
#[derive(Default)]
pub(super) struct Office {
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    /// The newest time given, so that a clock set back is noticed.
    last_at: Option<Timestamp>,
    serials: HashMap<(CaseKind, Date), Serials>,
    /// Who waits for what is being written.
    under_way: HashMap<u128, Vec<Reply>>,
    answered: HashMap<u128, Receipt>,
    /// The keys of `answered`, oldest first.
    order: VecDeque<u128>,
}

impl Inner {
    fn notes(&mut self, at: Timestamp) -> bool {
        let clock_back = self.last_at.is_some_and(|last| at < last);
        self.last_at = self.last_at.max(Some(at));
        clock_back
    }
}

/// The running numbers of a kind and day.
struct Serials {
    highest: u32,
    /// Given to what could not be written: to nobody.
    returned: BTreeSet<u32>,
}

/// What a request is given.
pub(super) enum Given {
    /// A number: it is new.
    Ticket(Ticket),
    /// The answer it got before.
    Known(Receipt),
    /// It is being written already; the answer comes.
    UnderWay,
}

/// A number and a time of one's own. One that is dropped unused gives the number back.
pub(super) struct Ticket {
    pub(super) number: CaseNumber,
    pub(super) at: Timestamp,
    /// Whether the clock stood later before.
    pub(super) clock_back: bool,
}

impl Office {
    /// An office that goes on where an earlier one ended.
    pub(super) fn new(last_at: Option<Timestamp>) -> Self {
        let inner = Inner {
            last_at,
            ..Inner::default()
        };
        Self {
            inner: Mutex::new(inner),
        }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        // Nothing in here is left half done.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the numbers of a kind and day are known here.
    pub(super) fn knows(&self, kind: CaseKind, day: Date) -> bool {
        self.inner().serials.contains_key(&(kind, day))
    }

    /// Says which number of a kind and day was the highest, unless that is known better.
    pub(super) fn tell(&self, kind: CaseKind, day: Date, highest: u32) {
        let serials = || Serials {
            highest,
            returned: BTreeSet::new(),
        };
        self.inner()
            .serials
            .entry((kind, day))
            .or_insert_with(serials);
    }

    /// What came of a request, if it was seen.
    pub(super) fn known(&self, once: u128) -> Option<Receipt> {
        self.inner().answered.get(&once).cloned()
    }

    /// Takes a request in. The highest number of its kind and day must have been told.
    pub(super) fn take(&self, once: u128, kind: CaseKind, at: Timestamp, reply: &Reply) -> Given {
        let inner = &mut *self.inner();
        if let Some(receipt) = inner.answered.get(&once) {
            return Given::Known(receipt.clone());
        }
        if let Some(waiting) = inner.under_way.get_mut(&once) {
            waiting.push(reply.clone());
            return Given::UnderWay;
        }
        inner.under_way.insert(once, vec![reply.clone()]);
        let day = zone::day(at);
        let serials = inner.serials.entry((kind, day)).or_insert(Serials {
            highest: 0,
            returned: BTreeSet::new(),
        });
        let serial = serials.returned.pop_first().unwrap_or_else(|| {
            serials.highest += 1;
            serials.highest
        });
        let clock_back = inner.notes(at);
        Given::Ticket(Ticket {
            number: CaseNumber { day, kind, serial },
            at,
            clock_back,
        })
    }

    /// Notes a time that is given to an event; says whether the clock stood later before.
    pub(super) fn notes(&self, at: Timestamp) -> bool {
        self.inner().notes(at)
    }

    /// It is on the disk: tells everybody who asked.
    pub(super) fn written(&self, once: u128, receipt: &Receipt) {
        let waiting = {
            let inner = &mut *self.inner();
            inner.answered.insert(once, receipt.clone());
            inner.order.push_back(once);
            if inner.order.len() > REMEMBERED
                && let Some(oldest) = inner.order.pop_front()
            {
                inner.answered.remove(&oldest);
            }
            inner.under_way.remove(&once)
        };
        for reply in waiting.into_iter().flatten() {
            // A client that is gone has its case all the same.
            let _ = reply.send(Ok(receipt.clone()));
        }
    }

    /// Nobody knows whether these were written: their numbers are not given again.
    pub(super) fn lost(&self, onces: &[u128]) {
        for once in onces {
            // Whoever waits finds nobody left who could answer.
            self.inner().under_way.remove(once);
        }
    }

    /// It could not be written: nobody has the number, and everybody who asked is told why.
    pub(super) fn failed(&self, once: u128, number: CaseNumber, refusal: &Refusal) {
        let waiting = {
            let inner = &mut *self.inner();
            if let Some(serials) = inner.serials.get_mut(&(number.kind, number.day)) {
                serials.returned.insert(number.serial);
            }
            inner.under_way.remove(&once)
        };
        for reply in waiting.into_iter().flatten() {
            let _ = reply.send(Err(refusal.clone()));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::sync_channel;

    use super::*;
    use crate::casework::Status;
    use crate::rpc::StoreFault;

    fn at() -> Timestamp {
        "2026-11-24T01:00:00Z".parse().unwrap()
    }

    fn ticket(office: &Office, once: u128, reply: &Reply) -> Ticket {
        match office.take(once, CaseKind::Enquiry, at(), reply) {
            Given::Ticket(ticket) => ticket,
            _ => panic!("no ticket"),
        }
    }

    fn receipt(number: CaseNumber) -> Receipt {
        Receipt {
            number,
            kind: number.kind,
            status: Status::Open,
            revision: 1,
            due_on: None,
            overdue: false,
            warnings: Vec::new(),
        }
    }

    #[test]
    fn a_number_that_was_not_used_is_given_again_and_one_that_was_never() {
        let office = Office::new(None);
        let day = zone::day(at());
        office.tell(CaseKind::Enquiry, day, 7);
        office.tell(CaseKind::Enquiry, day, 3);
        let (reply, answered) = sync_channel(9);
        let first = ticket(&office, 1, &reply).number;
        let second = ticket(&office, 2, &reply).number;
        assert_eq!((first.serial, second.serial), (8, 9));
        let refusal = Refusal::NotStored(StoreFault::Full);
        office.failed(1, first, &refusal);
        assert_eq!(answered.recv().unwrap(), Err(refusal));
        office.written(2, &receipt(second));
        assert_eq!(answered.recv().unwrap(), Ok(receipt(second)));
        assert_eq!(ticket(&office, 3, &reply).number.serial, 8);
        assert_eq!(ticket(&office, 4, &reply).number.serial, 10);
    }

    #[test]
    fn who_waits_for_what_is_lost_waits_no_longer_and_the_number_is_used_up() {
        let office = Office::new(None);
        let (reply, answered) = sync_channel(9);
        let first = ticket(&office, 1, &reply).number;
        drop(reply);
        office.lost(&[1]);
        assert!(answered.recv().is_err());
        let (reply, _answered) = sync_channel(9);
        assert_eq!(ticket(&office, 2, &reply).number.serial, first.serial + 1);
    }

    #[test]
    fn whoever_asks_again_meanwhile_or_later_gets_the_same_answer() {
        let office = Office::new(None);
        let (reply, answered) = sync_channel(9);
        let number = ticket(&office, 1, &reply).number;
        let again = office.take(1, CaseKind::Enquiry, at(), &reply);
        assert!(matches!(again, Given::UnderWay));
        office.written(1, &receipt(number));
        assert_eq!(answered.try_iter().count(), 2);
        let later = office.take(1, CaseKind::Enquiry, at(), &reply);
        assert!(matches!(later, Given::Known(known) if known.number == number));
        for once in 2..2 + REMEMBERED as u128 {
            let number = ticket(&office, once, &reply).number;
            office.written(once, &receipt(number));
            let _ = answered.try_recv();
        }
        assert_eq!(
            office.known(1),
            None,
            "what is long past is the view's to know"
        );
    }
}
