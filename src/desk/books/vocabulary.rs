//! The hall's own lines: words of visitors bound to an entry, and let go again. Knows neither how
//! an entry is found by them nor who may.

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
}

impl Lines {
    /// Takes in what was recorded next.
    pub(super) fn take(&mut self, record: Arc<LineRecord>) {
        self.all.push(record);
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
    /// Binds words to an entry or lets a line go; returns once it is on the disk. What the same
    /// request recorded before is not recorded again.
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
        });
        self.shelve(Family::Vocabulary(Arc::clone(&record)))?;
        Ok(record)
    }

    /// The lines that hold, oldest first.
    pub(in crate::desk) fn lines(&self) -> Vec<Arc<LineRecord>> {
        let shelf = self.shared.shelf.read();
        shelf.unwrap_or_else(PoisonError::into_inner).lines.held()
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
        });
        let record = Family::Vocabulary(Arc::clone(&line));
        let clear = record.written().unwrap();
        let key = keys.draw().unwrap();
        let sealed = record.sealed(&clear, key, &keys).unwrap();
        let name = "慕容雪晴".as_bytes();
        let shows = |bytes: &[u8]| bytes.windows(name.len()).any(|part| part == name);
        assert!(!shows(&clear) && !shows(&sealed));
        assert_eq!(Family::open(&clear, &sealed, &keys), Some(record));
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
