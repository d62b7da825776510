//! Reads the cases into the index after a start, the newest first, a few at a time, so that nobody
//! who asks meanwhile waits for long. Knows no query.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::thread::{self, JoinHandle};

use super::index::Index;
use crate::casework::CaseNumber;
use crate::desk::books::Books;

/// Cases that are taken into the index at once.
const AT_ONCE: usize = 32;

/// The thread that reads.
pub(super) struct Loader {
    ending: Arc<AtomicBool>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Loader {
    /// Starts it.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub(super) fn start(books: Arc<Books>, index: Arc<RwLock<Index>>) -> std::io::Result<Self> {
        let ending = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&ending);
        let thread = thread::Builder::new()
            .name("ledger".to_owned())
            .spawn(move || load(&books, &index, &told))?;
        Ok(Self {
            ending,
            thread: Mutex::new(Some(thread)),
        })
    }

    /// Ends it, whatever it has read.
    pub(super) fn end(&self) {
        self.ending.store(true, Ordering::Release);
        let mut thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(thread) = thread.take() {
            // A panic in there was told when it happened.
            let _ = thread.join();
        }
    }
}

impl Drop for Loader {
    fn drop(&mut self) {
        self.end();
    }
}

fn load(books: &Books, index: &RwLock<Index>, ending: &AtomicBool) {
    let write = || index.write().unwrap_or_else(PoisonError::into_inner);
    // Where even that cannot be had, whoever asks for a case is told why.
    if let Ok((cases, _)) = books.counts() {
        write().expect(cases);
    }
    let Ok(numbers) = books.numbers() else {
        write().complete();
        return;
    };
    write().shelve(&numbers);
    for some in numbers.chunks(AT_ONCE) {
        if ending.load(Ordering::Acquire) {
            return;
        }
        let missing: Vec<CaseNumber> = {
            let index = index.read().unwrap_or_else(PoisonError::into_inner);
            let missing = some.iter().filter(|number| !index.has(**number));
            missing.copied().collect()
        };
        let cases = missing.into_iter();
        // What cannot be read now is not listed; asked for by its number it says why.
        let cases: Vec<_> = cases
            .filter_map(|number| books.case_lately(number).ok().flatten())
            .collect();
        let mut index = write();
        for case in &cases {
            index.put(case);
        }
    }
    write().complete();
}
