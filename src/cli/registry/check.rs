//! `registry check`: whether a document can be read whole, and what it would change. Changes
//! nothing.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::loaded;
use crate::cli::args::registry::Check;
use crate::cli::error::Name;
use crate::cli::{Error, Session, Status, input};
use crate::registry::mapping::{Diff, diff};
use crate::registry::read::{MAX_BYTES, Reading, read};
use crate::registry::{EntryId, Kind, List, ListCode, Loss, Registry};
use crate::text::Lang;
use crate::tui::words::takes_away;

pub(in crate::cli) fn run(session: &mut Session<'_>, check: &Check) -> Result<Status, Error> {
    let code = match &check.code {
        Some(code) => {
            let parsed: Result<ListCode, _> = code.parse();
            Some(parsed.map_err(|_| Error::BadCode(code.clone()))?)
        }
        None => None,
    };
    let bytes = document(session, check.file.as_deref())?;
    let reading = read(&bytes, code.clone().unwrap_or_else(nameless), "");
    // Without a code nobody said which list it is, and there is nothing to compare with.
    let changes = match &code {
        Some(code) => changes(&loaded(session)?, code, &reading),
        None => Changes::default(),
    };
    let report = Report::new(&reading, code, changes, session.lang);
    let status = report.tell(session)?;
    report.warn(session);
    Ok(status)
}

/// The code of a list that was given none; it is never printed.
fn nameless() -> ListCode {
    #[expect(
        clippy::expect_used,
        reason = "a constant; every test of check parses it"
    )]
    "list".parse().expect("a valid code")
}

/// The document; of one that is too large a byte more than may be read, which the reader refuses.
pub(super) fn document(session: &mut Session<'_>, file: Option<&Path>) -> Result<Vec<u8>, Error> {
    let enough = MAX_BYTES + 1;
    let (path, read) = match file {
        None => (Name::StandardInput, input::bounded(session.input, enough)),
        Some(path) => (
            Name::File(path.to_string_lossy().into_owned()),
            File::open(path).and_then(|mut file| input::bounded(&mut file, enough)),
        ),
    };
    let (bytes, _) = read.map_err(|source| Error::File { path, source })?;
    Ok(bytes)
}

/// The contract's object.
#[derive(Serialize)]
pub(super) struct Report {
    ok: bool,
    code: Option<ListCode>,
    #[serde(serialize_with = "by_kind")]
    entries: Vec<(Kind, usize)>,
    #[serde(flatten)]
    changes: Changes,
    problems: Vec<ProblemJson>,
}

/// What a document changes in the loaded list of its code.
#[derive(Default, Serialize)]
pub(super) struct Changes {
    /// Whether there was a list to compare with.
    #[serde(skip)]
    pub(super) compared: bool,
    pub(super) added: Vec<EntryId>,
    pub(super) changed: Vec<EntryId>,
    pub(super) removed: Vec<EntryId>,
    /// Entries that have another identifier now: the old one, the new one.
    pub(super) mapped: Vec<(EntryId, EntryId)>,
    /// What it takes away, where that is much.
    #[serde(skip)]
    pub(super) loss: Option<Loss>,
    /// What the bureau was called before, and what it is called now.
    #[serde(skip)]
    pub(super) renamed: Option<(String, String)>,
}

#[derive(Serialize)]
struct ProblemJson {
    line: usize,
    message: String,
}

fn by_kind<S: Serializer>(counts: &[(Kind, usize)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(counts.iter().map(|(kind, count)| (kind, count)))
}

impl Report {
    /// What was found, and what it would change or changed.
    pub(super) fn new(
        reading: &Reading,
        code: Option<ListCode>,
        changes: Changes,
        lang: Lang,
    ) -> Self {
        let problems: Vec<ProblemJson> = reading
            .problems
            .iter()
            .map(|problem| ProblemJson {
                line: problem.line,
                message: lang.fault(&problem.fault),
            })
            .collect();
        let count = |kind| (kind, reading.list.count(kind));
        Self {
            ok: problems.is_empty(),
            changes,
            code,
            entries: Kind::ALL.map(count).to_vec(),
            problems,
        }
    }

    /// Says on the side that much would be taken away, and what an import needs then.
    pub(super) fn warn(&self, session: &mut Session<'_>) {
        if let Some(loss) = &self.changes.loss {
            let lang = session.lang;
            let said = takes_away(lang, loss);
            session.say(&format!("{said}\n{}", lang.loss_dry()));
        }
    }

    /// Tells it.
    pub(super) fn tell(&self, session: &mut Session<'_>) -> Result<Status, Error> {
        if session.json {
            session.out.json(self)?;
        } else {
            self.print(session)?;
        }
        Ok(if self.ok {
            Status::Done
        } else {
            Status::Invalid
        })
    }

    fn print(&self, session: &mut Session<'_>) -> Result<(), Error> {
        let lang = session.lang;
        for problem in &self.problems {
            session.say(&lang.fault_line(problem.line, &problem.message));
        }
        if !self.ok {
            session.say(&lang.check_faulty(self.problems.len()));
            return Ok(());
        }
        let counts: Vec<String> = self
            .entries
            .iter()
            .map(|(kind, count)| lang.check_count(lang.kind(*kind), *count))
            .collect();
        session
            .out
            .line(&lang.check_fine(&counts.join(lang.comma())))?;
        let Some(code) = &self.code else {
            return Ok(());
        };
        let changes = [
            (lang.check_added(), &self.changes.added),
            (lang.check_changed(), &self.changes.changed),
            (lang.check_removed(), &self.changes.removed),
        ];
        if !self.changes.compared {
            return session.out.line(&lang.check_no_such_list(code.as_str()));
        }
        if let Some((was, name)) = &self.changes.renamed {
            session.out.line(&lang.import_renamed(was, name))?;
        }
        let mapped = &self.changes.mapped;
        if mapped.is_empty() && changes.iter().all(|(_, ids)| ids.is_empty()) {
            return session.out.line(&lang.check_same(code.as_str()));
        }
        for (label, ids) in changes.iter().filter(|(_, ids)| !ids.is_empty()) {
            session.out.line(&lang.check_count(label, ids.len()))?;
            for id in *ids {
                session.out.line(&format!("  {id}"))?;
            }
        }
        if !mapped.is_empty() {
            let label = lang.import_mapped();
            session.out.line(&lang.check_count(label, mapped.len()))?;
            for (old, new) in mapped {
                session.out.line(&format!("  {old} → {new}"))?;
            }
        }
        Ok(())
    }
}

/// What the document would change in the loaded list of its code; in a list that is not loaded
/// everything is new.
fn changes(registry: &Registry, code: &ListCode, reading: &Reading) -> Changes {
    let loaded = registry.lists().iter().find(|list| list.code == *code);
    let old = loaded
        .cloned()
        .unwrap_or_else(|| Arc::new(List::empty(code.clone(), "")));
    let diff = diff(&old, &reading.list);
    let loss = Loss::of(&old, &reading.list, &diff);
    let Diff {
        added,
        changed,
        removed,
        mapped,
    } = diff;
    Changes {
        compared: loaded.is_some(),
        // A list that is not understood takes nothing away.
        loss: loss.filter(|_| reading.is_ok()),
        renamed: None,
        added,
        changed,
        removed,
        mapped,
    }
}
