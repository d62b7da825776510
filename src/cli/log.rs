//! `log`: records a walk-in case and prints its number. Personal data comes from a file or from
//! standard input, never from arguments, which anybody on the machine can read.

use std::fs::File;

use serde_json::{Map, Value};

use super::args::casework::{Log, Source};
use super::error::Name;
use super::{Error, Session, Status, input};
use crate::casework::{BadField, CaseKind, FieldFault, FormField, IntakeForm, Track, VisitorForm};
use crate::registry::Reference;
use crate::rpc::{self, Answer, Receipt, Refusal, Request};

/// Larger than every field at its limit.
const MAX_BYTES: usize = 4 << 20;

/// The keys that `--from-json` takes.
const KEYS: [&str; 11] = [
    "kind",
    "track",
    "service",
    "agency",
    "subject",
    "content",
    "answer",
    "answered",
    "visitor",
    "respondent",
    "demand",
];
const VISITOR_KEYS: [&str; 6] = [
    "name",
    "phone",
    "id_number",
    "address",
    "anonymous",
    "confidential",
];

/// What is wrong with the JSON of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JsonFault {
    /// It is no JSON.
    Syntax {
        /// Counted from 1.
        line: usize,
        /// Counted from 1.
        column: usize,
    },
    /// It is longer than so many bytes.
    TooLong(usize),
    /// It is no object.
    NoObject,
    /// A key nobody knows.
    UnknownKey(String),
    /// A value of another sort than the key wants.
    WrongSort {
        /// The key.
        key: &'static str,
        /// What it wants.
        wanted: Sort,
    },
    /// The kind in it is another than the one on the command line.
    OtherKind(CaseKind),
}

/// What a key's value should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A string or null.
    Text,
    /// True or false.
    Flag,
    /// An object.
    Object,
    /// `enquiry`, `complaint` or `tipoff`.
    Kind,
    /// `labour`, `petition` or `fund`.
    Track,
    /// An entry's identifier.
    Id,
}

pub(super) fn run(session: &mut Session<'_>, log: &Log) -> Result<Status, Error> {
    let form = form(session, log)?;
    let request = Request::Log(Box::new(rpc::Log {
        once: rpc::once().map_err(Error::NoRandom)?,
        form,
    }));
    match session.ask(request)? {
        Answer::Logged(receipt) => tell(session, &receipt)?,
        // Here it is a field that is wrong, and nothing was looked for.
        Answer::Refused(Refusal::NoSuchEntry(reference)) => {
            return Err(Error::NoSuchService(reference));
        }
        Answer::Refused(refusal) => return Err(refusal.into()),
        _ => return Err(Error::Crossed),
    }
    Ok(Status::Done)
}

/// The number alone on standard output, so that a script can take it; the rest beside it.
fn tell(session: &mut Session<'_>, receipt: &Receipt) -> Result<(), Error> {
    let lang = session.lang;
    for warning in &receipt.warnings {
        session.say(&lang.labelled(lang.field(warning.field), lang.doubt(warning.doubt)));
    }
    if session.json {
        return session.out.json(&ReceiptJson::from(receipt));
    }
    session.out.line(&receipt.number.to_string())?;
    session.out.flush()?;
    let status = lang.status(receipt.status);
    session.say(&match receipt.due_on {
        Some(due) => lang.logged_until(status, &due.to_string()),
        None => lang.logged(status),
    });
    Ok(())
}

/// The contract's object.
#[derive(serde::Serialize)]
pub(super) struct ReceiptJson {
    number: String,
    kind: CaseKind,
    status: crate::casework::Status,
    revision: u32,
    due_on: Option<jiff::civil::Date>,
}

impl From<&Receipt> for ReceiptJson {
    fn from(receipt: &Receipt) -> Self {
        Self {
            number: receipt.number.to_string(),
            kind: receipt.kind,
            status: receipt.status,
            revision: receipt.revision,
            due_on: receipt.due_on,
        }
    }
}

/// The form: what was read, and what stands on the command line over it.
fn form(session: &mut Session<'_>, log: &Log) -> Result<IntakeForm, Error> {
    let mut form = match &log.from_json {
        None => IntakeForm::new(log.kind),
        Some(source) => {
            let text = read(session, source)?;
            from_json(&text, log.kind).map_err(Error::BadJson)?
        }
    };
    if let Some(id) = &log.service {
        let text = super::show::typed(id);
        let parsed = text.parse::<Reference>();
        form.service = Some(parsed.map_err(|fault| Error::BadId { text, fault })?);
    }
    let over = |field: &mut Option<String>, given: &Option<String>| {
        if given.is_some() {
            field.clone_from(given);
        }
    };
    // Whoever says `--answer "$answer"` means it to be answered: not logged as still to do where
    // the variable was empty.
    if log
        .answer
        .as_ref()
        .is_some_and(|text| text.trim().is_empty())
    {
        return Err(Error::Refused(Refusal::Field(BadField {
            field: FormField::Answer,
            fault: FieldFault::Missing,
        })));
    }
    over(&mut form.agency, &log.agency);
    over(&mut form.subject, &log.subject);
    over(&mut form.content, &log.content);
    over(&mut form.answer, &log.answer);
    over(&mut form.respondent, &log.respondent);
    over(&mut form.demand, &log.demand);
    form.track = log.track.or(form.track);
    form.answered |= log.answered;
    form.visitor.anonymous |= log.anonymous;
    form.visitor.confidential |= log.confidential;
    Ok(form)
}

fn read(session: &mut Session<'_>, source: &Source) -> Result<Vec<u8>, Error> {
    let (path, read) = match source {
        Source::StandardInput => (
            Name::StandardInput,
            input::bounded(session.input, MAX_BYTES),
        ),
        Source::File(path) => (
            Name::File(path.to_string_lossy().into_owned()),
            File::open(path).and_then(|mut file| input::bounded(&mut file, MAX_BYTES)),
        ),
    };
    match read.map_err(|source| Error::File { path, source })? {
        (_, true) => Err(Error::BadJson(JsonFault::TooLong(MAX_BYTES))),
        (bytes, false) => Ok(bytes),
    }
}

/// A form from its JSON. Every fault names the place or the key, never the value: it may be
/// personal.
fn from_json(text: &[u8], kind: CaseKind) -> Result<IntakeForm, JsonFault> {
    let text = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text);
    let value: Value = serde_json::from_slice(text).map_err(|error| JsonFault::Syntax {
        line: error.line(),
        column: error.column(),
    })?;
    let Value::Object(map) = value else {
        return Err(JsonFault::NoObject);
    };
    known(&map, &KEYS)?;
    match one_of(&map, "kind", Sort::Kind)? {
        Some(other) if other != kind => return Err(JsonFault::OtherKind(other)),
        _ => {}
    }
    let track: Option<Track> = one_of(&map, "track", Sort::Track)?;
    let service: Option<Reference> = one_of(&map, "service", Sort::Id)?;
    let visitor = match map.get("visitor") {
        None | Some(Value::Null) => VisitorForm::default(),
        Some(Value::Object(visitor)) => {
            known(visitor, &VISITOR_KEYS)?;
            VisitorForm {
                name: string(visitor, "name")?,
                phone: string(visitor, "phone")?,
                id_number: string(visitor, "id_number")?,
                address: string(visitor, "address")?,
                anonymous: boolean(visitor, "anonymous")?,
                confidential: boolean(visitor, "confidential")?,
            }
        }
        Some(_) => return Err(wrong("visitor", Sort::Object)),
    };
    Ok(IntakeForm {
        kind,
        track,
        service,
        agency: string(&map, "agency")?,
        subject: string(&map, "subject")?,
        content: string(&map, "content")?,
        answer: string(&map, "answer")?,
        answered: boolean(&map, "answered")?,
        visitor,
        respondent: string(&map, "respondent")?,
        demand: string(&map, "demand")?,
    })
}

const fn wrong(key: &'static str, wanted: Sort) -> JsonFault {
    JsonFault::WrongSort { key, wanted }
}

fn known(map: &Map<String, Value>, keys: &[&str]) -> Result<(), JsonFault> {
    let unknown = map.keys().find(|key| !keys.contains(&key.as_str()));
    unknown.map_or(Ok(()), |key| Err(JsonFault::UnknownKey(key.clone())))
}

fn string(map: &Map<String, Value>, key: &'static str) -> Result<Option<String>, JsonFault> {
    match map.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(wrong(key, Sort::Text)),
    }
}

fn boolean(map: &Map<String, Value>, key: &'static str) -> Result<bool, JsonFault> {
    match map.get(key) {
        None | Some(Value::Null) => Ok(false),
        Some(Value::Bool(set)) => Ok(*set),
        Some(_) => Err(wrong(key, Sort::Flag)),
    }
}

/// A string that stands for something.
fn one_of<T: std::str::FromStr>(
    map: &Map<String, Value>,
    key: &'static str,
    sort: Sort,
) -> Result<Option<T>, JsonFault> {
    let text = string(map, key).map_err(|_| wrong(key, sort))?;
    let parsed = text.map(|text| text.trim().parse()).transpose();
    parsed.map_err(|_| wrong(key, sort))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_whole() {
        let text = r#"{"kind":"complaint","track":"petition","service":"service/3","content":"一\n二",
            "visitor":{"name":"张三","confidential":true},"respondent":null}"#;
        let form = from_json(text.as_bytes(), CaseKind::Complaint).unwrap();
        assert_eq!(form.track, Some(Track::Petition));
        assert_eq!(form.content.as_deref(), Some("一\n二"));
        assert_eq!(form.visitor.name.as_deref(), Some("张三"));
        assert!(form.visitor.confidential && form.respondent.is_none());
    }

    #[test]
    fn every_fault_names_its_place_and_never_the_value() {
        let cases: [(&str, JsonFault); 10] = [
            ("{", JsonFault::Syntax { line: 1, column: 1 }),
            (
                "{\n\"kind\" 张三}",
                JsonFault::Syntax { line: 2, column: 8 },
            ),
            ("[1]", JsonFault::NoObject),
            (
                r#"{"nmae":"张三"}"#,
                JsonFault::UnknownKey("nmae".to_owned()),
            ),
            // Nothing is read that would not be kept.
            (
                r#"{"counter":"张三"}"#,
                JsonFault::UnknownKey("counter".to_owned()),
            ),
            (
                r#"{"visitor":{"nmae":"张三"}}"#,
                JsonFault::UnknownKey("nmae".to_owned()),
            ),
            (r#"{"visitor":"张三"}"#, wrong("visitor", Sort::Object)),
            (
                r#"{"visitor":{"phone":13800001234}}"#,
                wrong("phone", Sort::Text),
            ),
            (
                r#"{"kind":"tipoff"}"#,
                JsonFault::OtherKind(CaseKind::Tipoff),
            ),
            (r#"{"service":"张三"}"#, wrong("service", Sort::Id)),
        ];
        for (text, fault) in cases {
            let found = from_json(text.as_bytes(), CaseKind::Complaint).unwrap_err();
            assert!(!format!("{found:?}").contains("张三"), "{text}");
            assert_eq!(found, fault, "{text}");
        }
    }
}
