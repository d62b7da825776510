//! Verify: every record whole and unaltered, every file of keys too. Works without an owner and
//! without the master key, and writes nothing.

use std::io;
use std::path::Path;

use crate::journal::{self, Hash, Wrong};
use crate::rpc::{Problem, ProblemKind, Verified};
use crate::seal::{self, KeyWrong};

use super::books::{Clear, Places, is_known};

/// Why the check could not be made.
#[derive(Debug, thiserror::Error)]
pub enum VerifyFault {
    /// What was given as a head is none.
    #[error("no head")]
    BadHead,
    /// The records cannot be read.
    #[error("journal")]
    Unreadable(#[source] io::Error),
}

/// Checks the records of a data directory, and against a head noted earlier.
///
/// # Errors
/// [`VerifyFault`] when the head is none or the directory cannot be read.
pub fn verify(places: &Places, head: Option<&str>) -> Result<Verified, VerifyFault> {
    let head = head.map(str::trim).map(str::parse::<Hash>).transpose();
    let head = head.map_err(|_| VerifyFault::BadHead)?;
    let mut cases = 0;
    let mut unknown = Vec::new();
    let mut count = |record: &journal::Record| match Clear::read(&record.clear) {
        Some(clear) => cases += u64::from(clear.is_first()),
        None if is_known(&record.clear) => {}
        None => unknown.push(record.number),
    };
    // Keys are made after the first segment: where they are and it is not, it was taken away.
    let began = holds(&places.journal(), ".log");
    let lost = !began && holds(&places.keys(), "");
    if !began && !lost {
        // Where nothing was ever logged, nothing is wrong.
        return Ok(nothing(places, head.as_ref()));
    }
    if lost {
        return Ok(Verified {
            ok: false,
            problems: vec![Problem {
                event: None,
                file: name(&places.journal()),
                what: ProblemKind::Lost,
            }],
            ..nothing(places, None)
        });
    }
    let found = journal::verify(&places.journal(), head.as_ref(), &mut count)
        .map_err(VerifyFault::Unreadable)?;
    let mut problems: Vec<Problem> = found
        .problems
        .into_iter()
        .map(|problem| Problem {
            event: problem.record,
            file: name(&problem.file),
            what: what(problem.what),
        })
        .collect();
    problems.extend(unknown.into_iter().map(|number| Problem {
        event: Some(number),
        file: name(&places.journal()),
        what: ProblemKind::Unreadable,
    }));
    if found.head_found == Some(false) {
        problems.push(Problem {
            event: None,
            file: name(&places.journal()),
            what: ProblemKind::HeadUnknown,
        });
    }
    let keys = seal::check(&places.keys()).map_err(VerifyFault::Unreadable)?;
    problems.extend(keys.into_iter().map(|problem| Problem {
        event: None,
        file: name(&problem.file),
        what: match problem.what {
            KeyWrong::Damaged => ProblemKind::Changed,
            KeyWrong::Missing => ProblemKind::Lost,
            KeyWrong::OtherMaster => ProblemKind::Foreign,
            KeyWrong::Newer | KeyWrong::Unreadable => ProblemKind::Unreadable,
        },
    }));
    Ok(Verified {
        ok: problems.is_empty(),
        events: found.events,
        cases,
        head: found.head.to_string(),
        problems,
    })
}

/// Whether a directory is there and holds a file whose name ends like this.
fn holds(folder: &Path, end: &str) -> bool {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .into_iter()
        .any(|entry| entry.file_name().to_string_lossy().ends_with(end))
}

/// What is found where there are no records.
fn nothing(places: &Places, head: Option<&Hash>) -> Verified {
    let asked = head.filter(|head| **head != Hash::START);
    Verified {
        ok: asked.is_none(),
        events: 0,
        cases: 0,
        head: Hash::START.to_string(),
        problems: asked
            .map(|_| Problem {
                event: None,
                file: name(&places.journal()),
                what: ProblemKind::HeadUnknown,
            })
            .into_iter()
            .collect(),
    }
}

fn name(path: &Path) -> String {
    path.display().to_string()
}

pub(super) const fn what(wrong: Wrong) -> ProblemKind {
    match wrong {
        Wrong::Changed => ProblemKind::Changed,
        Wrong::Missing => ProblemKind::Missing,
        Wrong::Reordered => ProblemKind::Reordered,
        Wrong::Foreign => ProblemKind::Foreign,
        Wrong::Unchained => ProblemKind::Unchained,
        Wrong::Torn => ProblemKind::Torn,
        Wrong::Unreadable => ProblemKind::Unreadable,
    }
}
