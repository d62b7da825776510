//! `registry import`: a bureau's list is added, or put in the place of an older one of its code.
//! Nothing is imported of a document that is not understood.

use super::check::{Changes, Report, document};
use super::loaded;
use crate::cli::args::registry::Import;
use crate::cli::{Error, Session, Status};
use crate::registry::ListCode;
use crate::registry::read::read;
use crate::rpc::{self, Answer, ImportList, Request};

pub(in crate::cli) fn run(session: &mut Session<'_>, import: &Import) -> Result<Status, Error> {
    let code: Result<ListCode, _> = import.code.parse();
    let code = code.map_err(|_| Error::BadCode(import.code.clone()))?;
    let name = ImportList::name_kept(&import.name);
    let name = name.ok_or(Error::BadListName)?;
    let bytes = document(session, import.file.as_deref())?;
    let reading = read(&bytes, code.clone(), &name);
    if !reading.problems.is_empty() {
        let report = Report::new(&reading, Some(code), Changes::default(), session.lang);
        return report.tell(session);
    }
    let registry = loaded(session)?;
    let compared = registry.lists().iter().any(|list| list.code == code);
    let request = Request::ImportList(Box::new(ImportList {
        once: rpc::once().map_err(Error::NoRandom)?,
        code: code.clone(),
        name: name.clone(),
        document: reading.list.document.to_string(),
        dry_run: import.dry_run,
        allow_removals: import.allow_removals,
    }));
    let imported = match session.ask(request)? {
        Answer::Imported(imported) => imported,
        Answer::Refused(refusal) => return Err(refusal.into()),
        _ => return Err(Error::Crossed),
    };
    let changes = Changes {
        compared,
        added: imported.added,
        changed: imported.changed,
        removed: imported.removed,
        mapped: imported.mapped,
        loss: imported.loss,
        renamed: imported.was_named.map(|was| (was, name)),
    };
    let report = Report::new(&reading, Some(code), changes, session.lang);
    let status = report.tell(session)?;
    if import.dry_run {
        report.warn(session);
    }
    if !session.json {
        let lang = session.lang;
        session
            .out
            .line(match (imported.is_there, import.dry_run) {
                (true, _) => lang.import_nothing_new(),
                (false, true) => lang.import_dry(),
                (false, false) => lang.import_done(),
            })?;
    }
    Ok(status)
}
