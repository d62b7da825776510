//! What only one kind of entry has, as paragraphs.

use super::paragraph::{Paragraph, push_text};
use super::{Subject, mention};
use crate::registry::{Body, EntryId, Kind, Phone, RoleView, SectionView, TaskView};
use crate::rpc::{Field, RolePart};
use crate::tui::widgets::glyph::Tone;

/// Adds the body of an entry.
pub(super) fn push(out: &mut Vec<Paragraph>, subject: &Subject<'_>, body: &Body) {
    let lang = subject.lang;
    match body {
        Body::Service {
            content,
            agency,
            phones,
            ..
        } => {
            labelled(
                out,
                subject,
                lang.in_charge(),
                agency.as_deref(),
                Field::Agency,
            );
            push_phones(out, subject, phones);
            labelled(
                out,
                subject,
                lang.content(),
                content.as_deref(),
                Field::Content,
            );
        }
        Body::Boundary { roles } => push_roles(out, subject, roles),
        Body::Supervision { sections } => push_sections(out, subject, sections),
        Body::Duty { remark, tasks } => {
            labelled(
                out,
                subject,
                lang.remark(),
                remark.as_deref(),
                Field::Remark,
            );
            push_tasks(out, subject, tasks);
        }
        Body::Task { remark, duty } => {
            labelled(
                out,
                subject,
                lang.remark(),
                remark.as_deref(),
                Field::Remark,
            );
            let lead = label(subject, lang.part_of_duty());
            push_text(out, lead, &subject.title_of(duty), &[]);
        }
        Body::Agency {
            services,
            boundaries,
            phones,
        } => {
            push_phones(out, subject, phones);
            push_mentions(out, subject, lang.services_of_agency(), services);
            push_mentions(out, subject, lang.boundaries_of_agency(), boundaries);
        }
    }
}

/// Adds what the list knows of an entry before the entry is here.
pub(super) fn push_summary(out: &mut Vec<Paragraph>, subject: &Subject<'_>) {
    let summary = subject.summary;
    labelled(
        out,
        subject,
        subject.lang.in_charge(),
        summary.agency.as_deref(),
        Field::Agency,
    );
    push_phones(out, subject, summary.phone.as_slice());
}

/// The entries that a body names with their titles.
pub(super) fn named(body: &Body) -> Vec<&EntryId> {
    match body {
        Body::Duty { tasks, .. } => tasks.iter().map(|task| &task.id).collect(),
        Body::Task { duty, .. } => vec![duty],
        Body::Agency {
            services,
            boundaries,
            ..
        } => services.iter().chain(boundaries).collect(),
        Body::Service { .. } | Body::Boundary { .. } | Body::Supervision { .. } => Vec::new(),
    }
}

fn label(subject: &Subject<'_>, word: &str) -> Paragraph {
    Paragraph::plain(&subject.lang.label(word), Tone::Label).hang_here()
}

fn labelled(
    out: &mut Vec<Paragraph>,
    subject: &Subject<'_>,
    word: &str,
    text: Option<&str>,
    field: Field,
) {
    if let Some(text) = text {
        push_text(out, label(subject, word), text, subject.ranges(field));
    }
}

fn push_phones(out: &mut Vec<Paragraph>, subject: &Subject<'_>, phones: &[Phone]) {
    if phones.is_empty() {
        return;
    }
    let mut line = label(subject, subject.lang.phone());
    for (n, phone) in phones.iter().enumerate() {
        let gap = if n == 0 { "" } else { "  " };
        line = line.and(gap, Tone::Plain, &[]).and(
            phone.as_str(),
            Tone::Strong,
            subject.ranges(Field::Phone(n)),
        );
    }
    out.push(line);
}

/// Who does which part, all of them together first: that is what the visitor asks. Then the legal
/// bases and the examples. A merged cell is `None` and is not shown; where only the first row has
/// one it is the whole matter's, else each says whose it is.
fn push_roles(out: &mut Vec<Paragraph>, subject: &Subject<'_>, roles: &[RoleView]) {
    let lang = subject.lang;
    out.push(Paragraph::blank());
    for (n, role) in roles.iter().enumerate() {
        let ranges = |part| subject.ranges(Field::Role(n, part));
        let mut lead = Paragraph::plain("", Tone::Plain);
        if let Some(agency) = &role.agency {
            lead = lead
                .and(agency, Tone::Strong, ranges(RolePart::Agency))
                .and(lang.colon(), Tone::Strong, &[]);
        }
        lead.hang = 2;
        match &role.responsibility {
            Some(text) => push_text(out, lead, text, ranges(RolePart::Responsibility)),
            None if role.agency.is_some() => out.push(lead),
            None => {}
        }
    }
    push_cells(out, subject, roles, RolePart::Basis, |role| {
        role.basis.as_deref()
    });
    push_cells(out, subject, roles, RolePart::Example, |role| {
        role.example.as_deref()
    });
}

/// One cell of every role that has it.
fn push_cells(
    out: &mut Vec<Paragraph>,
    subject: &Subject<'_>,
    roles: &[RoleView],
    part: RolePart,
    cell: impl Fn(&RoleView) -> Option<&str>,
) {
    let lang = subject.lang;
    let word = match part {
        RolePart::Basis => lang.basis(),
        _ => lang.example(),
    };
    let of_all = roles.iter().skip(1).all(|role| cell(role).is_none());
    for (n, role) in roles.iter().enumerate() {
        let Some(text) = cell(role) else { continue };
        let label = match &role.agency {
            Some(agency) if !of_all => lang.word_of(word, agency),
            _ => word.to_owned(),
        };
        out.push(Paragraph::blank());
        out.push(Paragraph::plain(&label, Tone::Label));
        let ranges = subject.ranges(Field::Role(n, part));
        push_text(out, Paragraph::hanging("  "), text, ranges);
    }
}

fn push_sections(out: &mut Vec<Paragraph>, subject: &Subject<'_>, sections: &[SectionView]) {
    for (n, section) in sections.iter().enumerate() {
        out.push(Paragraph::blank());
        let number = format!("{}. ", n + 1);
        out.push(Paragraph::plain(&number, Tone::Label).hang_here().and(
            &section.title,
            Tone::Label,
            subject.ranges(Field::SectionTitle(n)),
        ));
        let ranges = subject.ranges(Field::SectionText(n));
        push_text(out, Paragraph::hanging("  "), &section.text, ranges);
    }
}

fn push_tasks(out: &mut Vec<Paragraph>, subject: &Subject<'_>, tasks: &[TaskView]) {
    if tasks.is_empty() {
        return;
    }
    let lang = subject.lang;
    out.push(Paragraph::blank());
    out.push(Paragraph::plain(lang.tasks_of_duty(), Tone::Label));
    for (n, task) in tasks.iter().enumerate() {
        let number = format!("{:>3}. ", n + 1);
        let mut line =
            Paragraph::plain(&number, Tone::Dim)
                .hang_here()
                .and(&task.text, Tone::Plain, &[]);
        if let Some(remark) = &task.remark {
            line = line.and(&lang.remark_in_brackets(remark), Tone::Dim, &[]);
        }
        out.push(line);
    }
}

fn push_mentions(out: &mut Vec<Paragraph>, subject: &Subject<'_>, word: &str, ids: &[EntryId]) {
    if ids.is_empty() {
        return;
    }
    out.push(Paragraph::blank());
    out.push(Paragraph::plain(word, Tone::Label));
    for id in ids {
        let kind: Kind = id.kind();
        out.push(mention(subject.lang, kind, &subject.title_of(id)));
    }
}
