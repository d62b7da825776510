//! The hall's own lines: words of visitors bound to an entry, and let go again. Knows neither how
//! an entry is found by them nor who may.
//!
//! A line let go is forgotten: who bound it to which entry, who let it go and when stay in the chain
//! for good, and the key of its words, which is theirs alone, is erased. Where that failed, or the
//! keys came back from a backup, it is done again when the books are opened.

use std::collections::HashSet;
use std::sync::{Arc, PoisonError};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::record::{Unsealed, encoded};
use super::{Books, Family};
use crate::casework::{ClerkId, EntryThen};
use crate::rpc::Refusal;
use crate::seal::{KeyId, Keys};

/// Words were bound to an entry, or let go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::desk) struct LineRecord {
    /// When.
    pub(in crate::desk) at: Timestamp,
    /// Whether the clock had been set back.
    #[serde(default)]
    clock_back: bool,
    /// Who.
    pub(in crate::desk) clerk: ClerkId,
    /// The client's own mark of the request, so that one sent twice is recorded once; a line is
    /// named by it ever after.
    pub(in crate::desk) once: u128,
    /// What.
    pub(in crate::desk) what: LineChange,
    /// The words, as they were typed; nothing with a line let go, and where they were erased.
    /// Sealed.
    #[serde(skip)]
    pub(in crate::desk) words: Option<String>,
    /// The key of the words.
    #[serde(skip)]
    pub(super) key: Option<KeyId>,
}

/// What happened to a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::desk) enum LineChange {
    /// Words were bound to this entry, as it was then.
    Bound(EntryThen),
    /// The line with this mark was let go.
    LetGo(u128),
}

/// What is sealed of a record.
#[derive(Serialize, Deserialize)]
struct Secret {
    words: String,
}

impl LineRecord {
    /// With its words, as far as they can be had.
    pub(super) fn opened(self, clear: &[u8], sealed: &[u8], keys: &Keys) -> Self {
        let plain = keys.open_box(clear, sealed).ok();
        let secret = plain.and_then(|plain| rmp_serde::from_slice::<Secret>(&plain).ok());
        Self {
            words: secret.map(|secret| secret.words),
            key: Keys::key_of(sealed),
            ..self
        }
    }

    /// Its words, sealed.
    pub(super) fn sealed(
        &self,
        clear: &[u8],
        key: KeyId,
        keys: &Keys,
    ) -> Result<Vec<u8>, Unsealed> {
        let Some(words) = self.words.clone() else {
            return Ok(Vec::new());
        };
        let plain = zeroize::Zeroizing::new(encoded(&Secret { words })?);
        keys.seal(key, clear, &plain).map_err(|_| Unsealed)
    }
}

/// What the lines add up to.
#[derive(Debug, Default)]
pub(super) struct Lines {
    /// Every record, oldest first.
    all: Vec<Arc<LineRecord>>,
    /// Keys of words that were let go and can still be opened.
    forgotten: Vec<KeyId>,
}

impl Lines {
    /// Takes in what was recorded next.
    pub(super) fn take(&mut self, record: Arc<LineRecord>) {
        if let LineChange::LetGo(mark) = record.what {
            let bound = self.all.iter_mut().filter(|line| line.once == mark);
            for line in bound.filter(|line| line.words.is_some()) {
                self.forgotten.extend(line.key);
                Arc::make_mut(line).words = None;
            }
        }
        self.all.push(record);
    }

    /// Takes the keys that are to be erased.
    pub(super) fn take_forgotten(&mut self) -> Vec<KeyId> {
        std::mem::take(&mut self.forgotten)
    }

    /// The lines that hold, oldest first; those whose words are gone are none.
    fn held(&self) -> Vec<Arc<LineRecord>> {
        let gone: HashSet<u128> = self
            .all
            .iter()
            .filter_map(|line| match line.what {
                LineChange::LetGo(mark) => Some(mark),
                LineChange::Bound(_) => None,
            })
            .collect();
        let holds = |line: &&Arc<LineRecord>| {
            matches!(line.what, LineChange::Bound(_))
                && line.words.is_some()
                && !gone.contains(&line.once)
        };
        self.all.iter().filter(holds).cloned().collect()
    }
}

impl Books {
    /// Binds words to an entry or lets a line go, whose words nobody can read any more then; returns
    /// once it is on the disk. What the same request recorded before is not recorded again.
    ///
    /// # Errors
    /// A refusal; then nothing was stored.
    pub(in crate::desk) fn record_line(
        &self,
        what: LineChange,
        words: Option<String>,
        once: u128,
        clerk: ClerkId,
    ) -> Result<Arc<LineRecord>, Refusal> {
        let _alone = self.shared.recording.lock();
        if let Some(known) = self.line_of(once) {
            return Ok(known);
        }
        let (at, clock_back) = self.stamp();
        let record = Arc::new(LineRecord {
            at,
            clock_back,
            clerk,
            once,
            what,
            words,
            key: None,
        });
        self.shelve(Family::Vocabulary(Arc::clone(&record)))?;
        self.forget_words();
        Ok(record)
    }

    /// Erases the keys of words that were let go.
    fn forget_words(&self) {
        let shelf = self.shared.shelf.write();
        let keys = shelf
            .unwrap_or_else(PoisonError::into_inner)
            .lines
            .take_forgotten();
        for key in keys {
            let all = self.shared.keys.write();
            let mut all = all.unwrap_or_else(PoisonError::into_inner);
            // A disk that refuses now has its turn when the books are opened again.
            let _ = all.erase(key);
        }
    }

    /// The lines that hold, oldest first.
    pub(in crate::desk) fn lines(&self) -> Vec<Arc<LineRecord>> {
        let shelf = self.shared.shelf.read();
        shelf.unwrap_or_else(PoisonError::into_inner).lines.held()
    }

    /// Every record about lines, oldest first.
    #[cfg(test)]
    pub(in crate::desk) fn line_records(&self) -> Vec<Arc<LineRecord>> {
        let shelf = self.shared.shelf.read();
        let shelf = shelf.unwrap_or_else(PoisonError::into_inner);
        shelf.lines.all.clone()
    }

    /// What a request recorded about a line, when it was asked before.
    pub(in crate::desk) fn line_of(&self, once: u128) -> Option<Arc<LineRecord>> {
        let shelf = self.shared.shelf.read();
        let shelf = shelf.unwrap_or_else(PoisonError::into_inner);
        let mut all = shelf.lines.all.iter();
        all.find(|line| line.once == once).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seal::MasterKey;

    #[test]
    fn words_come_back_sealed_and_what_was_erased_is_no_line() {
        let folder = tempfile::tempdir().unwrap();
        let (master, _) = MasterKey::read_or_make(&folder.path().join("master")).unwrap();
        let mut keys = Keys::open(&folder.path().join("keys"), master, KeyId(0)).unwrap();
        let line = Arc::new(LineRecord {
            at: "2026-11-24T01:00:00Z".parse().unwrap(),
            clock_back: false,
            clerk: "lin".parse().unwrap(),
            once: 7,
            what: LineChange::Bound(EntryThen {
                id: "hrss/service/3".parse().unwrap(),
                title: "申报失业登记".to_owned(),
                list_version: "1".to_owned(),
            }),
            words: Some("慕容雪晴".to_owned()),
            key: None,
        });
        let record = Family::Vocabulary(Arc::clone(&line));
        let clear = record.written().unwrap();
        let key = keys.draw().unwrap();
        let sealed = record.sealed(&clear, key, &keys).unwrap();
        let name = "慕容雪晴".as_bytes();
        let shows = |bytes: &[u8]| bytes.windows(name.len()).any(|part| part == name);
        assert!(!shows(&clear) && !shows(&sealed));
        let line = Arc::new(LineRecord {
            key: Some(key),
            ..LineRecord::clone(&line)
        });
        let opened = Family::open(&clear, &sealed, &keys);
        assert_eq!(opened, Some(Family::Vocabulary(Arc::clone(&line))));
        let held = |keys: &Keys| {
            let mut lines = Lines::default();
            match Family::open(&clear, &sealed, keys) {
                Some(Family::Vocabulary(line)) => lines.take(line),
                other => panic!("{other:?}"),
            }
            lines.held()
        };
        assert_eq!(held(&keys), [line]);
        keys.erase(key).unwrap();
        assert_eq!(held(&keys), []);
    }
}
