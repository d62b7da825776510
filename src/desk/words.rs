//! The hall's own words: what its table says, and what its clerks bound to entries. Knows not how
//! they are searched.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};

use super::books::{LineChange, LineRecord};
use super::holds::hold;
use super::{Desk, Lookup};
use crate::casework::EntryThen;
use crate::registry::EntryId;
use crate::rpc::words::{MOST_LINES, bindable};
use crate::rpc::{
    Asker, Bind, Bound, Changed, Miss, Noted, OwnerNotice, Refusal, StoreFault, TableFault, Unbind,
    Which, WordsFault,
};
use crate::seal::KeyFault;
use crate::search::Query;
use crate::search::normal::Dense;

mod table;

/// How the lookup is configured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchSettings {
    /// Whether what people type who hear no difference between some sounds is found.
    pub accents: bool,
    /// A table of the hall's own words, beside the one that is compiled in.
    pub own_table: Option<PathBuf>,
}

impl Default for SearchSettings {
    fn default() -> Self {
        Self {
            accents: true,
            own_table: None,
        }
    }
}

/// What a lookup is told about words beside the lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// Whether what people type who hear no difference between some sounds is found.
    pub accents: bool,
    /// The hall's own table, in the form of `seed/synonyms.toml`; it was checked.
    pub own_table: Option<String>,
    /// Words, as they were typed, and the entry that each is bound to.
    pub bound: Vec<(String, EntryId)>,
}

impl Default for Words {
    fn default() -> Self {
        Self {
            accents: true,
            own_table: None,
            bound: Vec::new(),
        }
    }
}

impl Words {
    /// What the settings say, with the table read in; and what the operator should know of it.
    pub(super) fn new(settings: &SearchSettings) -> (Self, Option<OwnerNotice>) {
        let mut words = Self {
            accents: settings.accents,
            ..Self::default()
        };
        let Some(path) = &settings.own_table else {
            return (words, None);
        };
        match read(path) {
            Ok(text) => {
                words.own_table = Some(text);
                (words, None)
            }
            Err(fault) => {
                let path = path.display().to_string();
                (words, Some(OwnerNotice::TableUnused { path, fault }))
            }
        }
    }
}

/// Bytes of a table at most.
const LONGEST: u64 = 1024 * 1024;

/// The text of a table in which nothing is wrong.
fn read(path: &Path) -> Result<String, TableFault> {
    let unreadable = |fault: std::io::Error| TableFault::Unreadable((&fault).into());
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    let read = file.take(LONGEST + 1).read_to_end(&mut bytes);
    read.map_err(unreadable)?;
    if bytes.len() as u64 > LONGEST {
        return Err(TableFault::TooLong(LONGEST));
    }
    table::checked(bytes)
}

impl Lookup {
    /// The line as it is told.
    fn told(&self, line: &LineRecord) -> Option<Bound> {
        let LineChange::Bound(then) = &line.what else {
            return None;
        };
        Some(Bound {
            mark: line.once,
            words: line.words.clone()?,
            entry: self.now(then),
            title: then.title.chars().take(TITLE_CHARS).collect(),
            clerk: line.clerk.clone(),
            at: line.at,
        })
    }

    /// The lines by the entries there are now.
    pub(super) fn bound(&self, lines: &[Arc<LineRecord>]) -> Vec<(String, EntryId)> {
        let told = lines.iter().filter_map(|line| self.told(line));
        told.filter_map(|line| Some((line.words, line.entry?)))
            .collect()
    }

    /// An entry as it is now, to be written down.
    pub(super) fn then(&self, id: &EntryId) -> Option<EntryThen> {
        let summary = self.registry.summary(id)?;
        let mut lists = self.registry.lists().iter().zip(&self.versions);
        let version = lists.find(|(list, _)| list.code == id.list);
        Some(EntryThen {
            id: summary.id,
            title: summary.title,
            list_version: version.map_or_else(String::new, |(_, version)| version.clone()),
        })
    }
}

/// Characters of a title in an answer: some are a paragraph.
const TITLE_CHARS: usize = 100;

/// A client that saw more at once made it up.
const MOST_NOTED: usize = 256;

impl Desk {
    /// Binds words to an entry; everybody's lookup has it when this returns.
    ///
    /// # Errors
    /// A refusal; then nothing was stored.
    pub(super) fn bind(&self, who: &Asker, bind: &Bind) -> Result<Bound, Refusal> {
        // A label is no word of the visitor's.
        let typed = Query::with_holds(&bind.words, hold).unlabelled(hold);
        let words = bindable(&typed).map_err(Refusal::Words)?;
        let normal = Dense::new(&words).chars;
        if normal.is_empty() {
            return Err(Refusal::Words(WordsFault::Blank));
        }
        // What is loaded next stands on what is loaded now.
        let _alone = self
            .importing
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let lookup = self.lookup();
        let absent = || Refusal::NoSuchEntry(bind.entry.clone().into());
        if let Some(known) = self.books.line_of(bind.once) {
            return lookup.told(&known).ok_or_else(absent);
        }
        let entry = lookup.then(&bind.entry).ok_or_else(absent)?;
        let lines = self.books.lines();
        let said = lines.iter().filter_map(|line| lookup.told(line));
        let mut same = said.filter(|line| {
            line.entry.as_ref() == Some(&bind.entry) && Dense::new(&line.words).chars == normal
        });
        if let Some(known) = same.next() {
            return Ok(known);
        }
        if lines.len() >= MOST_LINES {
            return Err(Refusal::Words(WordsFault::TooMany));
        }
        let what = LineChange::Bound(entry);
        let clerk = who.clerk.clone();
        let line = self
            .books
            .record_line(what, Some(words), bind.once, clerk)?;
        self.reload();
        lookup.told(&line).ok_or_else(absent)
    }

    /// Lets lines go: one's own, or for the owner's user anybody's. Tells how many there were.
    ///
    /// # Errors
    /// A refusal; where one of several may not be let go, none is.
    pub(super) fn unbind(&self, who: &Asker, unbind: &Unbind) -> Result<usize, Refusal> {
        let _alone = self
            .importing
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let lines = self.books.lines();
        let is_meant = |line: &&Arc<LineRecord>| match &unbind.which {
            Which::Line(mark) => line.once == *mark,
            Which::Words(words) => line
                .words
                .as_ref()
                .is_some_and(|bound| Dense::new(bound).chars == Dense::new(words).chars),
        };
        let meant: Vec<&Arc<LineRecord>> = lines.iter().filter(is_meant).collect();
        let may = |line: &&Arc<LineRecord>| who.is_owner_user || line.clerk == who.clerk;
        if !meant.iter().all(may) {
            return Err(Refusal::NotPermitted);
        }
        for line in &meant {
            let what = LineChange::LetGo(line.once);
            // Each line's own; asked again, those that are gone are no longer meant.
            let once = unbind.once ^ line.once;
            let clerk = who.clerk.clone();
            self.books.record_line(what, None, once, clerk)?;
        }
        if !meant.is_empty() {
            self.reload();
        }
        Ok(meant.len())
    }

    /// The hall's own lines, the oldest first.
    pub(super) fn lines(&self) -> Vec<Bound> {
        let lookup = self.lookup();
        let lines = self.books.lines();
        lines.iter().filter_map(|line| lookup.told(line)).collect()
    }

    /// Takes in what a client saw of how the lookup is used.
    pub(super) fn noted(&self, noted: &Noted) {
        for missed in noted.missed.iter().take(MOST_NOTED) {
            self.notes.missed(&missed.query, missed.found);
        }
        let lookup = self.lookup();
        for id in noted.opened.iter().take(MOST_NOTED) {
            self.notes.opened(id, &lookup);
        }
    }

    /// The queries that led to nothing. Names may be among them: they are the lead's to see.
    ///
    /// # Errors
    /// A refusal to anybody else.
    pub(super) fn misses(&self, who: &Asker) -> Result<Vec<Miss>, Refusal> {
        if !who.is_owner_user {
            return Err(Refusal::NotPermitted);
        }
        Ok(self.notes.misses())
    }

    /// Forgets one of them, or all; tells how many there were.
    ///
    /// # Errors
    /// A refusal to anybody but the lead, or when the file cannot be written.
    pub(super) fn forget_misses(&self, who: &Asker, query: Option<&str>) -> Result<usize, Refusal> {
        if !who.is_owner_user {
            return Err(Refusal::NotPermitted);
        }
        self.notes.forget(query).map_err(|fault| {
            Refusal::NotStored(match fault {
                KeyFault::System { source, .. } => super::serve::system(&source),
                other => StoreFault::System(other.to_string()),
            })
        })
    }

    /// From here on the recorded lists and lines are looked up in, and everybody is told.
    fn reload(&self) {
        self.load();
        self.feed.tell_all(&Changed {
            lists: true,
            ..Changed::default()
        });
    }
}

#[cfg(test)]
mod tests;
