//! `case show`: one case with its history. What may be seen was decided by the desk.

use crate::casework::{CaseNumber, FormField};
use crate::cli::args::casework::ShowCase;
use crate::cli::{Error, Session, Status};
use crate::rpc::{Answer, CaseShown, EventShown, Readable, Request};
use crate::text::Lang;
use crate::tui;

pub(in crate::cli) fn run(session: &mut Session<'_>, show: &ShowCase) -> Result<Status, Error> {
    let parsed = show.number.parse();
    let number = parsed.map_err(|fault| Error::BadNumber {
        text: show.number.clone(),
        fault,
    })?;
    let request = Request::ShowCase {
        number,
        reveal: show.reveal,
    };
    match session.ask(request)? {
        Answer::Case(case) if session.json => session.out.json(&Shown::from(&*case))?,
        Answer::Case(case) => session.out.line(&page(&case, session.lang))?,
        Answer::Refused(refusal) => return Err(refusal.into()),
        _ => return Err(Error::Crossed),
    }
    Ok(Status::Done)
}

/// The contract's object: the wire's without what only a screen needs.
#[derive(serde::Serialize)]
struct Shown<'a> {
    #[serde(flatten)]
    line: &'a crate::rpc::CaseLine,
    content: &'a Option<String>,
    answer: &'a Option<String>,
    demand: &'a Option<String>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    merged_from: &'a [CaseNumber],
    #[serde(skip_serializing_if = "is_readable")]
    readable: Readable,
    #[serde(skip_serializing_if = "is_none_of_them")]
    earlier: u32,
    events: &'a [EventShown],
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands it over so")]
const fn is_none_of_them(count: &u32) -> bool {
    *count == 0
}

fn is_readable(readable: &Readable) -> bool {
    *readable == Readable::Yes
}

impl<'a> From<&'a CaseShown> for Shown<'a> {
    fn from(shown: &'a CaseShown) -> Self {
        Self {
            line: &shown.line,
            content: &shown.content,
            answer: &shown.answer,
            demand: &shown.demand,
            merged_from: &shown.merged_from,
            readable: shown.readable,
            earlier: shown.earlier,
            events: &shown.events,
        }
    }
}

fn page(shown: &CaseShown, lang: Lang) -> String {
    let line = &shown.line;
    let mut page = vec![format!(
        "{}  {}  {}",
        line.number,
        lang.case_kind(line.kind),
        lang.status(line.status)
    )];
    match shown.readable {
        Readable::Yes => {}
        Readable::Erased => page.push(lang.case_erased().to_owned()),
        Readable::Damaged => page.push(lang.case_damaged().to_owned()),
    }
    for (label, value) in fields(shown, lang) {
        // A text of several lines begins on its own.
        page.push(if value.contains('\n') {
            format!(
                "{}\n  {}",
                lang.label_only(label),
                value.replace('\n', "\n  ")
            )
        } else {
            lang.labelled(label, &value)
        });
    }
    page.push(lang.label_only(lang.case_history()));
    let earlier = tui::words::earlier(lang, shown.earlier);
    page.extend(earlier.map(|earlier| format!("  {earlier}")));
    page.extend(shown.events.iter().map(|event| told(event, lang)));
    page.join("\n")
}

/// What there is to say of the case, under its labels.
fn fields(shown: &CaseShown, lang: Lang) -> Vec<(&'static str, String)> {
    let line = &shown.line;
    let visitor = &line.visitor;
    let due = tui::words::due(lang, line);
    let overdue = |due: String| match line.overdue {
        true => format!("{due}  {}", lang.overdue()),
        false => due,
    };
    let (due_label, due) = match due {
        Some((label, due)) => (label, Some(overdue(due))),
        None => (lang.case_due(), None),
    };
    let marks = [
        (visitor.is_anonymous(), lang.case_anonymous()),
        (visitor.is_confidential(), lang.case_confidential()),
    ];
    let marks: Vec<&str> = marks
        .into_iter()
        .filter_map(|(set, word)| set.then_some(word))
        .collect();
    let marks = (!marks.is_empty()).then(|| marks.join(lang.list_comma()));
    let entry = line
        .service_title
        .as_ref()
        .map(|title| match &line.service {
            Some(id) => format!("{title}  {id}"),
            None => title.clone(),
        });
    let field = |field, value: &Option<String>| (lang.field_of(line.kind, field), value.clone());
    let ending = |field, value: &Option<String>| {
        (tui::words::ending(lang, field, line.status), value.clone())
    };
    let all = [
        field(FormField::Subject, &line.subject),
        (due_label, due),
        (
            lang.field(FormField::Track),
            line.track.map(|track| lang.track(track).to_owned()),
        ),
        (lang.case_entry(), entry),
        (lang.in_charge(), line.agency.clone()),
        field(FormField::Name, &visitor.name),
        field(FormField::Phone, &visitor.phone),
        field(FormField::IdNumber, &visitor.id_number),
        field(FormField::Address, &visitor.address),
        (lang.case_visitor(), marks),
        field(FormField::Respondent, &line.respondent),
        field(FormField::Content, &shown.content),
        field(FormField::Demand, &shown.demand),
        ending(FormField::Answer, &shown.answer),
        ending(FormField::Outcome, &line.outcome),
        (lang.case_clerk(), Some(line.clerk.to_string())),
        (lang.case_opened(), Some(tui::words::time(line.opened_at))),
        (lang.case_closed(), line.closed_at.map(tui::words::time)),
        (
            lang.case_merged_into(),
            line.merged_into.map(|into| into.to_string()),
        ),
        (
            lang.case_merged_from(),
            tui::words::merged_from(lang, shown),
        ),
    ];
    all.into_iter()
        .filter_map(|(label, value)| Some((label, value?)))
        .collect()
}

/// An event in a line; what was said with it below.
fn told(event: &EventShown, lang: Lang) -> String {
    let at = tui::words::time(event.at);
    let mark = if event.clock_back {
        lang.case_clock_back()
    } else {
        ""
    };
    let mut line = format!(
        "  {at}{mark}  {}  {}",
        event.clerk,
        lang.action(event.action)
    );
    if event.from.is_some_and(|from| from != event.to) {
        line.push_str(&lang.became(lang.status(event.to)));
    }
    if let Some(about) = tui::words::about(lang, event) {
        line.push_str("  ");
        line.push_str(&about);
    }
    for said in tui::words::said(lang, event)
        .into_iter()
        .flat_map(str::lines)
    {
        line.push_str("\n    ");
        line.push_str(said);
    }
    line
}
