//! `registry check`: whether a document can be read whole, and what it would change. Changes
//! nothing.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use crate::cli::args::Check;
use crate::cli::error::Name;
use crate::cli::{Error, Session, Status, input};
use crate::desk::Lookup;
use crate::registry::check::{Diff, diff};
use crate::registry::read::{MAX_BYTES, Reading, read};
use crate::registry::{EntryId, Kind, List, ListCode};
use crate::text::Lang;

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
    let report = Report::new(&reading, code, session.lang);
    if session.json {
        session.out.json(&report)?;
    } else {
        report.print(session)?;
    }
    Ok(if report.ok {
        Status::Done
    } else {
        Status::Invalid
    })
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
fn document(session: &mut Session<'_>, file: Option<&Path>) -> Result<Vec<u8>, Error> {
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
struct Report {
    ok: bool,
    code: Option<ListCode>,
    #[serde(serialize_with = "by_kind")]
    entries: Vec<(Kind, usize)>,
    #[serde(flatten)]
    changes: Changes,
    problems: Vec<ProblemJson>,
}

#[derive(Default, Serialize)]
struct Changes {
    /// Whether there was a list to compare with.
    #[serde(skip)]
    compared: bool,
    added: Vec<EntryId>,
    changed: Vec<EntryId>,
    removed: Vec<EntryId>,
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
    fn new(reading: &Reading, code: Option<ListCode>, lang: Lang) -> Self {
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
            // Without a code nobody said which list it is, and there is nothing to compare with.
            changes: code
                .as_ref()
                .map(|code| changes(code, reading))
                .unwrap_or_default(),
            code,
            entries: Kind::ALL.map(count).to_vec(),
            problems,
        }
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
        if changes.iter().all(|(_, ids)| ids.is_empty()) {
            return session.out.line(&lang.check_same(code.as_str()));
        }
        for (label, ids) in changes.iter().filter(|(_, ids)| !ids.is_empty()) {
            session.out.line(&lang.check_count(label, ids.len()))?;
            for id in *ids {
                session.out.line(&format!("  {id}"))?;
            }
        }
        Ok(())
    }
}

/// What the document would change in the loaded list of its code; in a list that is not loaded
/// everything is new.
fn changes(code: &ListCode, reading: &Reading) -> Changes {
    let lookup = Lookup::built_in();
    let loaded = lookup
        .registry()
        .lists()
        .iter()
        .find(|list| list.code == *code);
    let old = loaded
        .cloned()
        .unwrap_or_else(|| Arc::new(List::empty(code.clone(), "")));
    let Diff {
        added,
        changed,
        removed,
    } = diff(&old, &reading.list);
    Changes {
        compared: loaded.is_some(),
        added,
        changed,
        removed,
    }
}
