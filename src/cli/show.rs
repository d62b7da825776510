//! `show`: one entry, whole. Knows nothing of the document it comes from.

use super::columns::aligned;
use super::{Error, Session, Status};
use crate::chars;
use crate::registry::{Body, EntryId, Phone, Reference, RoleView, SectionView, Summary, TaskView};
use crate::rpc::{Answer, Request, Shown};
use crate::text::Lang;

pub(super) fn run(session: &mut Session<'_>, id: &str) -> Result<Status, Error> {
    let text = typed(id);
    let reference: Reference = text.parse().map_err(|fault| Error::BadId { text, fault })?;
    match session.ask(Request::Show(reference))? {
        Answer::Shown(shown) if session.json => session.out.json(&shown.entry)?,
        Answer::Shown(shown) => session.out.line(&page(&shown, session.lang))?,
        Answer::Refused(refusal) => return Err(refusal.into()),
        _ => return Err(Error::Crossed),
    }
    Ok(Status::Done)
}

/// An identifier as it was meant: what a paste brings along unseen is left out, and full-width
/// digits and strokes are an input method's.
pub(super) fn typed(id: &str) -> String {
    chars::line(id).trim().chars().map(chars::ascii).collect()
}

/// An entry as a page to read.
fn page(shown: &Shown, lang: Lang) -> String {
    let entry = &shown.entry;
    let mut page = Page {
        lang,
        lines: vec![match &shown.whose {
            Some(name) => format!("{}  {}  {name}", entry.id, lang.kind(entry.kind)),
            None => format!("{}  {}", entry.id, lang.kind(entry.kind)),
        }],
    };
    page.lines.push(entry.title.clone());
    page.lines.push(String::new());
    page.body(&entry.id, &entry.body, &shown.related);
    page.related(&shown.related, &entry.body);
    // An entry of which nothing is known but its title ends with that.
    while page.lines.last().is_some_and(String::is_empty) {
        page.lines.pop();
    }
    page.lines.join("\n")
}

struct Page {
    lang: Lang,
    lines: Vec<String>,
}

impl Page {
    fn body(&mut self, id: &EntryId, body: &Body, related: &[Summary]) {
        let lang = self.lang;
        match body {
            Body::Service {
                content,
                agency,
                phones,
                phone: _,
            } => {
                self.field("", lang.in_charge(), agency.as_deref());
                self.phones(phones);
                self.field("", lang.content(), content.as_deref());
            }
            Body::Duty { remark, tasks } => {
                self.field("", lang.remark(), remark.as_deref());
                self.tasks(tasks);
            }
            Body::Task { remark, duty } => {
                self.field("", lang.kind(duty.kind()), Some(&duty.to_string()));
                self.field("", lang.remark(), remark.as_deref());
            }
            Body::Boundary { roles } => {
                for (number, role) in (1..).zip(roles) {
                    self.role(number, role);
                }
            }
            Body::Supervision { sections } => {
                for section in sections {
                    self.section(section, id);
                }
            }
            Body::Agency {
                services,
                boundaries,
                phones,
            } => {
                self.phones(phones);
                self.ids(services, related);
                self.ids(boundaries, related);
            }
        }
        self.lines.push(String::new());
    }

    /// A labelled text: beside its label when it is short, else under it.
    fn field(&mut self, indent: &str, label: &str, text: Option<&str>) {
        let Some(text) = text else { return };
        if text.contains('\n') || text.chars().count() > SHORT {
            self.lines
                .push(format!("{indent}{}", self.lang.label_only(label)));
            self.lines
                .extend(text.lines().map(|line| format!("{indent}  {line}")));
        } else {
            self.lines
                .push(format!("{indent}{}", self.lang.labelled(label, text)));
        }
    }

    fn phones(&mut self, phones: &[Phone]) {
        let phones: Vec<&str> = phones.iter().map(Phone::as_str).collect();
        let phones = (!phones.is_empty()).then(|| phones.join(self.lang.comma()));
        self.field("", self.lang.phone(), phones.as_deref());
    }

    fn tasks(&mut self, tasks: &[TaskView]) {
        if tasks.is_empty() {
            return;
        }
        self.lines.push(self.lang.label_only(self.lang.task()));
        for task in tasks {
            self.lines.push(format!("  {}", task.id));
            self.lines
                .extend(task.text.lines().map(|line| format!("    {line}")));
            self.field("    ", self.lang.remark(), task.remark.as_deref());
        }
    }

    fn role(&mut self, number: usize, role: &RoleView) {
        let lang = self.lang;
        // A blank cell was merged with the one above it; it is not ours to fill in.
        let agency = role.agency.as_deref().unwrap_or(lang.merged_cell());
        self.lines
            .push(format!("{number}. {}", agency.replace('\n', " ")));
        self.field("   ", lang.responsibility(), role.responsibility.as_deref());
        self.field("   ", lang.basis(), role.basis.as_deref());
        self.field("   ", lang.example(), role.example.as_deref());
    }

    fn section(&mut self, section: &SectionView, page: &EntryId) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(String::new());
        }
        // A section asked for by itself has its heading at the top of the page.
        if section.id != *page {
            let heading = format!("{}  {}", section.id, section.title);
            self.lines.push(heading);
        }
        self.lines
            .extend(section.text.lines().map(|line| format!("  {line}")));
    }

    /// Entries by id, with their titles where these are known.
    fn ids(&mut self, ids: &[EntryId], related: &[Summary]) {
        let Some(first) = ids.first() else { return };
        self.lines
            .push(self.lang.label_only(self.lang.kind(first.kind())));
        let shown: Vec<String> = ids.iter().map(ToString::to_string).collect();
        let title = |id: &EntryId| related.iter().find(|summary| summary.id == *id);
        let rows: Vec<[&str; 2]> = ids
            .iter()
            .zip(&shown)
            .map(|(id, shown)| [shown.as_str(), title(id).map_or("", |s| s.title.as_str())])
            .collect();
        self.indented(aligned(&rows));
    }

    /// The related entries, apart from those that stand on the page by themselves.
    fn related(&mut self, related: &[Summary], body: &Body) {
        let listed = |id: &EntryId| match body {
            Body::Agency {
                services,
                boundaries,
                ..
            } => services.contains(id) || boundaries.contains(id),
            _ => false,
        };
        let summaries: Vec<&Summary> = related.iter().filter(|s| !listed(&s.id)).collect();
        if summaries.is_empty() {
            return;
        }
        self.lines.push(self.lang.label_only(self.lang.related()));
        let ids: Vec<String> = summaries.iter().map(|s| s.id.to_string()).collect();
        let rows: Vec<[&str; 3]> = summaries
            .iter()
            .zip(&ids)
            .map(|(s, id)| [id.as_str(), self.lang.kind(s.kind), s.title.as_str()])
            .collect();
        self.indented(aligned(&rows));
    }

    fn indented(&mut self, lines: Vec<String>) {
        self.lines
            .extend(lines.iter().map(|line| format!("  {line}")));
    }
}

/// Characters up to which a text stands beside its label.
const SHORT: usize = 30;
