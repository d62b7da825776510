//! `case show`: one case with its history. What may be seen was decided by the desk.

use crate::casework::zone;
use crate::cli::args::casework::ShowCase;
use crate::cli::{Error, Session, Status};
use crate::rpc::{Answer, CaseShown, EventShown, Readable, Request};
use crate::text::Lang;

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
    #[serde(skip_serializing_if = "is_readable")]
    readable: Readable,
    events: &'a [EventShown],
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
            readable: shown.readable,
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
    if let Some(unreadable) = lang.unreadable(shown.readable) {
        page.push(unreadable.to_owned());
    }
    for (label, value) in lang.case_fields(shown) {
        // A text of several lines begins on its own.
        page.push(if value.contains('\n') {
            format!("{}\n  {}", lang.label_only(label), value.replace('\n', "\n  "))
        } else {
            lang.labelled(label, &value)
        });
    }
    page.push(lang.label_only(lang.history()));
    page.extend(shown.events.iter().map(|event| told(event, lang)));
    page.join("\n")
}

/// An event in a line; what was said with it below.
fn told(event: &EventShown, lang: Lang) -> String {
    let at = zone::minute(event.at);
    let mark = if event.clock_back { lang.clock_back() } else { "" };
    let mut line = format!("  {at}{mark}  {}  {}", event.clerk, lang.action(event.action));
    if event.from.is_some_and(|from| from != event.to) {
        line.push_str(&lang.became(lang.status(event.to)));
    }
    for said in event.note.iter().flat_map(|note| note.lines()) {
        line.push_str("\n    ");
        line.push_str(said);
    }
    line
}
