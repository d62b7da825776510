//! The desk (application): one verb a file, requests in, answers out. Words and screens are the
//! client's; here nothing is printed and nothing read but what the request names.

mod act;
mod agencies;
mod books;
mod built_in;
mod due;
mod feed;
mod find;
mod finder;
mod fit;
mod holds;
mod ledger;
mod lists;
mod log;
mod lookup;
mod notes;
mod serve;
mod show;
mod show_case;
mod sift;
mod synonyms;
mod training;
mod verify;
mod words;

use std::sync::{Arc, Mutex, PoisonError, RwLock};

use jiff::Timestamp;

use crate::casework::deadline::Deadlines;
use crate::rpc::{Answer, Asker, OwnerNotice, Refusal, Request, StoreFault};

use books::Books;
use feed::Feed;
use notes::Notes;

pub use crate::search::MAX_QUERY_CHARS;
pub use books::{Clock, OpenFault, Places};
pub use lookup::Lookup;
pub use training::MadeUp;
pub use verify::{VerifyFault, verify};
pub use words::{SearchSettings, Words};

/// Everything a counter works with: what can be looked up, and what is written down.
pub struct Desk {
    /// Whoever asks keeps the one it began with; an import puts another in its place.
    lookup: RwLock<Arc<Lookup>>,
    /// Held by whoever puts another lookup in its place: a list is compared with the one it takes the
    /// place of.
    importing: Mutex<()>,
    /// Held whole while a made-up past is written, and in part by whoever acts on a case: what is
    /// made up about it comes from nobody else.
    filling: RwLock<()>,
    ledger: ledger::Index,
    books: Arc<Books>,
    /// What is counted of how the lookup is used.
    notes: Notes,
    /// The hall's own words, but for those its clerks bound.
    words: Words,
    /// What the operator should know of the hall's own table.
    table: Option<OwnerNotice>,
    feed: Arc<Feed>,
    deadlines: Arc<Deadlines>,
    places: Places,
    clock: Clock,
}

impl Desk {
    /// The desk over the list that is compiled in and the books of a data directory.
    ///
    /// # Errors
    /// [`OpenFault`] when the books cannot be opened.
    pub fn open(places: Places) -> Result<Self, OpenFault> {
        Self::open_with(places, &SearchSettings::default())
    }

    /// The same with a lookup that is configured.
    ///
    /// # Errors
    /// [`OpenFault`] when the books cannot be opened. What is wrong with the hall's own table is a
    /// notice.
    pub fn open_with(places: Places, search: &SearchSettings) -> Result<Self, OpenFault> {
        Self::open_whole(places, search, Arc::new(Timestamp::now))
    }

    /// The same with another clock.
    ///
    /// # Errors
    /// [`OpenFault`] when the books cannot be opened.
    pub fn open_at(places: Places, clock: Clock) -> Result<Self, OpenFault> {
        Self::open_whole(places, &SearchSettings::default(), clock)
    }

    fn open_whole(
        places: Places,
        search: &SearchSettings,
        clock: Clock,
    ) -> Result<Self, OpenFault> {
        let deadlines = Arc::new(Deadlines::built_in());
        let books = Books::open(places.clone(), Arc::clone(&deadlines), Arc::clone(&clock))?;
        let books = Arc::new(books);
        let feed = Arc::new(Feed::default());
        let told = Arc::clone(&feed);
        let ledger = ledger::Index::start(&books, move || told.all_there());
        let ledger = ledger.map_err(OpenFault::Thread)?;
        let notes = Notes::open(&books, Arc::clone(&clock)).map_err(OpenFault::Thread)?;
        let (words, table) = Words::new(search);
        let lookup = Lookup::over(&books.lists(), &words, &books.lines(), notes.lifts());
        notes.weigh(&lookup);
        Ok(Self {
            lookup: RwLock::new(Arc::new(lookup)),
            notes,
            words,
            table,
            importing: Mutex::default(),
            filling: RwLock::default(),
            ledger,
            books,
            feed,
            deadlines,
            places,
            clock,
        })
    }

    /// What can be looked up now.
    fn lookup(&self) -> Arc<Lookup> {
        let lookup = self.lookup.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&lookup)
    }

    /// Answers a request of a client that is there under this number.
    #[must_use]
    pub fn answer(&self, guest: u64, who: &Asker, request: &Request) -> Answer {
        let answer = match request {
            Request::Find(find) => self.lookup().find(find).map(Answer::Found),
            Request::Show(reference) => self
                .lookup()
                .show(reference)
                .map(Box::new)
                .map(Answer::Shown),
            Request::Log(log) => self.log(who, log).map(Answer::Logged),
            Request::ShowCase { number, reveal } => self
                .show_case(guest, who, *number, *reveal)
                .map(Box::new)
                .map(Answer::Case),
            Request::Act(act) => self.act(who, act).map(Answer::Acted),
            Request::ListCases(list) => self
                .list_cases(guest, who, list)
                .map(Box::new)
                .map(Answer::Cases),
            Request::FindAgencies(find) => self.find_agencies(find).map(Answer::Agencies),
            Request::Watch(watch) => {
                self.feed.watch(guest, watch);
                Ok(Answer::Done)
            }
            Request::Lists => Ok(Answer::Lists(self.lists(0))),
            Request::ListsAfter(skip) => Ok(Answer::Lists(self.lists(*skip))),
            Request::ImportList(import) => self
                .import_list(who, import)
                .map(Box::new)
                .map(Answer::Imported),
            Request::Bind(bind) => self.bind(who, bind).map(Box::new).map(Answer::Bound),
            Request::Unbind(unbind) => self.unbind(who, unbind).map(Answer::Gone),
            Request::Lines => Ok(Answer::Lines(self.lines())),
            Request::Noted(noted) => {
                self.noted(noted);
                Ok(Answer::Done)
            }
            Request::Misses => self.misses(who).map(Answer::Misses),
            Request::ForgetMisses(query) => {
                self.forget_misses(who, query.as_deref()).map(Answer::Gone)
            }
            Request::FillForTraining(fill) => {
                self.fill_for_training(who, fill).map(|()| Answer::Done)
            }
            Request::Due { kind, track } => Ok(Answer::Deadline(self.due(*kind, *track))),
            Request::Deadline { rule, from } => self
                .deadline(rule, *from)
                .map(|deadline| Answer::Deadline(Some(deadline))),
            Request::Calendars => Ok(Answer::Calendars(self.calendars())),
            Request::Verify { head } => verify(&self.places, head.as_deref())
                .map(Answer::Verified)
                .map_err(|fault| match fault {
                    VerifyFault::BadHead => Refusal::BadHead,
                    VerifyFault::Unreadable(source) => {
                        Refusal::NotRead(StoreFault::System(source.to_string()))
                    }
                }),
            // Only the process that serves the desk knows its clients.
            Request::Status => Err(Refusal::NotPermitted),
        };
        answer.unwrap_or_else(Answer::Refused)
    }

    /// How many cases and events there are.
    ///
    /// # Errors
    /// When the view cannot be had.
    pub fn counts(&self) -> Result<(u64, u64), StoreFault> {
        self.books.counts()
    }

    /// What had to be mended at the start, and what the operator should know now.
    #[must_use]
    pub fn notices(&self) -> Vec<OwnerNotice> {
        let mut notices = self.books.notices();
        notices.extend_from_slice(self.notes.notices());
        notices.extend(self.table.clone());
        notices
    }

    /// Finishes what was begun and closes the books. Further changes are refused.
    pub fn close(&self) {
        self.ledger.stop();
        self.notes.close();
        self.books.close();
    }
}

#[cfg(test)]
mod tests;
