//! The contract's JSON: its shapes where the wire's differ, and a writer whose strings cannot
//! harm a terminal. Nothing here is translated.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter};

use crate::chars;
use crate::registry::{EntryId, Kind, ListCode, Phone, Summary};
use crate::rpc::{Bonus, Field, Form, Found, Hit, Matched, TotalIs, Unheld, Why, WhyTerm};

/// Writes an object on one line, without a line break.
pub(super) fn write(to: &mut impl Write, object: &impl Serialize) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(to, Harmless(CompactFormatter));
    // serde_json wraps what the writer said; unwrapped, so that a closed pipe is seen as one.
    object.serialize(&mut serializer).map_err(io::Error::from)
}

/// Escapes what JSON would let pass but a terminal would act on (C1 controls, bidirectional and
/// zero-width characters). A reader of JSON gets the same text.
struct Harmless(CompactFormatter);

impl Formatter for Harmless {
    fn write_string_fragment<W>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()>
    where
        W: ?Sized + Write,
    {
        let mut rest = fragment;
        while let Some(at) = rest.find(chars::is_unseen) {
            let (before, from) = rest.split_at(at);
            self.0.write_string_fragment(writer, before)?;
            let mut chars = from.chars();
            if let Some(harmful) = chars.next() {
                for unit in harmful.encode_utf16(&mut [0; 2]) {
                    write!(writer, "\\u{unit:04x}")?;
                }
            }
            rest = chars.as_str();
        }
        self.0.write_string_fragment(writer, rest)
    }
}

/// `search`
#[derive(Serialize)]
pub(super) struct FoundJson<'a> {
    query: &'a str,
    total: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    total_is: Option<TotalIs>,
    /// Words that stand in none of the fields they are held to.
    #[serde(skip_serializing_if = "<[Unheld]>::is_empty")]
    unheld: &'a [Unheld],
    hits: Vec<HitJson<'a>>,
}

impl<'a> From<&'a Found> for FoundJson<'a> {
    fn from(found: &'a Found) -> Self {
        Self {
            query: &found.query,
            total: found.total,
            total_is: (found.total_is != TotalIs::Exact).then_some(found.total_is),
            unheld: &found.unheld,
            hits: found.hits.iter().map(HitJson::from).collect(),
        }
    }
}

#[derive(Serialize)]
struct HitJson<'a> {
    id: &'a EntryId,
    kind: Kind,
    title: &'a str,
    agency: Option<&'a str>,
    phone: Option<&'a Phone>,
    score: i64,
    matched: Option<Matched>,
    /// The word of the list that it was found by, where that is another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    via: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<WhyJson<'a>>,
}

impl<'a> From<&'a Hit> for HitJson<'a> {
    fn from(hit: &'a Hit) -> Self {
        let summary = &hit.summary;
        Self {
            id: &summary.id,
            kind: summary.kind,
            title: &summary.title,
            agency: summary.agency.as_deref(),
            phone: summary.phone.as_ref(),
            score: hit.score,
            matched: hit.matched,
            via: hit.via.as_deref(),
            why: hit.why.as_ref().map(WhyJson::from),
        }
    }
}

#[derive(Serialize)]
struct WhyJson<'a> {
    terms: Vec<WhyTermJson<'a>>,
    bonuses: BTreeMap<String, i64>,
}

impl<'a> From<&'a Why> for WhyJson<'a> {
    fn from(why: &'a Why) -> Self {
        Self {
            terms: why.terms.iter().map(WhyTermJson::from).collect(),
            bonuses: bonuses(&why.bonuses),
        }
    }
}

#[derive(Serialize)]
struct WhyTermJson<'a> {
    term: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    via: Option<&'a str>,
    weight: i64,
    field: String,
    matched: Matched,
    form: Form,
    points: i64,
    fuzzy: i64,
    bonuses: BTreeMap<String, i64>,
}

impl<'a> From<&'a WhyTerm> for WhyTermJson<'a> {
    fn from(term: &'a WhyTerm) -> Self {
        Self {
            term: &term.term,
            via: term.via.as_deref(),
            weight: term.weight,
            field: path(term.field),
            matched: term.matched,
            form: term.form,
            points: term.fuzzy + sum(&term.bonuses),
            fuzzy: term.fuzzy,
            bonuses: bonuses(&term.bonuses),
        }
    }
}

/// All points together.
pub(super) fn sum(bonuses: &[(Bonus, i64)]) -> i64 {
    bonuses.iter().map(|(_, points)| points).sum()
}

fn bonuses(given: &[(Bonus, i64)]) -> BTreeMap<String, i64> {
    let mut named = BTreeMap::new();
    for (bonus, points) in given {
        *named.entry(word(bonus)).or_default() += points;
    }
    named
}

/// The word a plain enum has on the wire.
fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

/// Where a field stands in the object that `show` prints, such as `sections/4/text`.
fn path(field: Field) -> String {
    match field {
        Field::Title => "title".to_owned(),
        Field::Content => "content".to_owned(),
        Field::Agency => "agency".to_owned(),
        Field::Remark => "remark".to_owned(),
        Field::Phone(n) => format!("phones/{n}"),
        Field::Role(n, part) => format!("roles/{n}/{}", word(&part)),
        Field::SectionTitle(n) => format!("sections/{n}/title"),
        Field::SectionText(n) => format!("sections/{n}/text"),
    }
}

/// `registry list`
#[derive(Serialize)]
pub(super) struct LineJson<'a> {
    id: &'a EntryId,
    kind: Kind,
    title: &'a str,
    list: &'a ListCode,
}

impl<'a> From<&'a Summary> for LineJson<'a> {
    fn from(summary: &'a Summary) -> Self {
        Self {
            id: &summary.id,
            kind: summary.kind,
            title: &summary.title,
            list: &summary.list,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rpc::RolePart;

    #[test]
    fn strings_are_the_same_for_json_and_harmless_for_a_terminal() {
        let text = "失\u{9b}业\u{202e}\u{e0041}\u{7f}\"\\\n\u{1b}😀";
        let mut written = Vec::new();
        write(&mut written, &text).unwrap();
        let written = String::from_utf8(written).unwrap();
        assert!(!written.chars().any(chars::is_unseen), "{written}");
        assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
    }

    #[test]
    fn a_field_is_named_by_its_place_in_the_whole_entry() {
        assert_eq!(path(Field::Role(2, RolePart::Basis)), "roles/2/basis");
        assert_eq!(path(Field::SectionText(4)), "sections/4/text");
    }

    #[test]
    fn a_closed_pipe_is_still_one_behind_json() {
        struct Closed;
        impl Write for Closed {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let error = write(&mut Closed, &"x").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
    }
}
