//! Identifiers of entries: `CODE/KIND/…`, parsed and printed. Knows no list's content.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// What an entry is. The order is the order in which parts are shown to clerks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// 公共服务事项
    Service,
    /// 主要职责
    Duty,
    /// 具体工作事项
    Task,
    /// 职责边界
    Boundary,
    /// 事中事后监管制度
    Supervision,
    /// 部门、承办机构
    Agency,
}

impl Kind {
    /// Every kind, in the order of the declaration.
    pub const ALL: [Self; 6] = [
        Self::Service,
        Self::Duty,
        Self::Task,
        Self::Boundary,
        Self::Supervision,
        Self::Agency,
    ];

    /// The word used in identifiers, JSON and on the command line.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Duty => "duty",
            Self::Task => "task",
            Self::Boundary => "boundary",
            Self::Supervision => "supervision",
            Self::Agency => "agency",
        }
    }
}

impl FromStr for Kind {
    type Err = BadId;

    fn from_str(word: &str) -> Result<Self, BadId> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.word() == word)
            .ok_or(BadId::Kind)
    }
}

/// Why a text is not an identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadId {
    /// The list's code is not 1 to 16 of `a-z 0-9 -`, a letter first.
    #[error("list code")]
    Code,
    /// The word for the kind is none of [`Kind`]'s.
    #[error("kind")]
    Kind,
    /// A number is missing, zero or not a number.
    #[error("number")]
    Number,
    /// Parts are missing or too many.
    #[error("shape")]
    Shape,
}

/// A list's short code, such as `hrss`: 1 to 16 of `a-z 0-9 -`, a letter first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ListCode(Arc<str>);

impl ListCode {
    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ListCode {
    type Err = BadId;

    fn from_str(code: &str) -> Result<Self, BadId> {
        let fits = code.len() <= 16
            && code.starts_with(|first: char| first.is_ascii_lowercase())
            && code
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        // A code that is a kind's word would make `service/3` ambiguous.
        if fits && code.parse::<Kind>().is_err() {
            Ok(Self(code.into()))
        } else {
            Err(BadId::Code)
        }
    }
}

impl From<ListCode> for String {
    fn from(code: ListCode) -> Self {
        code.0.as_ref().to_owned()
    }
}

impl TryFrom<String> for ListCode {
    type Error = BadId;

    fn try_from(code: String) -> Result<Self, BadId> {
        code.parse()
    }
}

impl fmt::Display for ListCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where an entry stands inside its list.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// Service with the printed number.
    Service(u32),
    /// Duty with the printed number.
    Duty(u32),
    /// A duty's task, counted from 1 as the document stands.
    Task(u32, u32),
    /// Boundary matter with the printed number.
    Boundary(u32),
    /// Supervision regime with the printed number.
    Supervision(u32),
    /// A regime's section, counted from 1. A part of an entry, not an entry.
    Section(u32, u32),
    /// Agency by its name.
    Agency(Arc<str>),
}

impl Place {
    /// The kind of the entry that stands there (a section's is its regime's).
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Service(_) => Kind::Service,
            Self::Duty(_) => Kind::Duty,
            Self::Task(..) => Kind::Task,
            Self::Boundary(_) => Kind::Boundary,
            Self::Supervision(_) | Self::Section(..) => Kind::Supervision,
            Self::Agency(_) => Kind::Agency,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Service(n) => write!(f, "service/{n}"),
            Self::Duty(n) => write!(f, "duty/{n}"),
            Self::Task(duty, n) => write!(f, "duty/{duty}/{n}"),
            Self::Boundary(n) => write!(f, "boundary/{n}"),
            Self::Supervision(n) => write!(f, "supervision/{n}"),
            Self::Section(regime, n) => write!(f, "supervision/{regime}/{n}"),
            Self::Agency(name) => write!(f, "agency/{name}"),
        }
    }
}

impl FromStr for Place {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        let (word, rest) = text.split_once('/').ok_or(BadId::Shape)?;
        if word == "agency" {
            return if rest.is_empty() {
                Err(BadId::Shape)
            } else {
                Ok(Self::Agency(rest.into()))
            };
        }
        let numbers = rest
            .split('/')
            .map(number)
            .collect::<Result<Vec<u32>, BadId>>()?;
        match (word, numbers.as_slice()) {
            ("service", [n]) => Ok(Self::Service(*n)),
            ("duty", [n]) => Ok(Self::Duty(*n)),
            ("duty", [duty, n]) => Ok(Self::Task(*duty, *n)),
            ("boundary", [n]) => Ok(Self::Boundary(*n)),
            ("supervision", [n]) => Ok(Self::Supervision(*n)),
            ("supervision", [regime, n]) => Ok(Self::Section(*regime, *n)),
            ("service" | "duty" | "boundary" | "supervision", _) => Err(BadId::Shape),
            _ => Err(BadId::Kind),
        }
    }
}

fn number(digits: &str) -> Result<u32, BadId> {
    match digits.parse() {
        Ok(n) if n > 0 && digits.bytes().all(|b| b.is_ascii_digit()) => Ok(n),
        _ => Err(BadId::Number),
    }
}

/// A whole identifier, such as `hrss/service/3`. In JSON it is that text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EntryId {
    /// The list it belongs to.
    pub list: ListCode,
    /// Where it stands there.
    pub place: Place,
}

impl EntryId {
    /// The kind of the entry.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.place.kind()
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.list, self.place)
    }
}

impl From<EntryId> for String {
    fn from(id: EntryId) -> Self {
        id.to_string()
    }
}

impl FromStr for EntryId {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        let (code, place) = text.split_once('/').ok_or(BadId::Shape)?;
        Ok(Self {
            list: code.parse()?,
            place: place.parse()?,
        })
    }
}

impl TryFrom<String> for EntryId {
    type Error = BadId;

    fn try_from(text: String) -> Result<Self, BadId> {
        text.parse()
    }
}

/// What a person may type for an identifier: the list's code may be left out (`service/3`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Reference {
    /// The list, when it was said.
    pub list: Option<ListCode>,
    /// Where in the list.
    pub place: Place,
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.list {
            Some(list) => write!(f, "{list}/{}", self.place),
            None => self.place.fmt(f),
        }
    }
}

impl FromStr for Reference {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        let first = text.split('/').next().unwrap_or_default();
        if first.parse::<Kind>().is_ok() {
            Ok(Self {
                list: None,
                place: text.parse()?,
            })
        } else {
            text.parse::<EntryId>().map(Self::from)
        }
    }
}

impl From<EntryId> for Reference {
    fn from(id: EntryId) -> Self {
        Self {
            list: Some(id.list),
            place: id.place,
        }
    }
}

impl From<Reference> for String {
    fn from(reference: Reference) -> Self {
        reference.to_string()
    }
}

impl TryFrom<String> for Reference {
    type Error = BadId;

    fn try_from(text: String) -> Result<Self, BadId> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_of_the_contract_prints_as_it_parsed() {
        for text in [
            "hrss/service/3",
            "hrss/duty/4",
            "hrss/duty/4/2",
            "hrss/boundary/3",
            "hrss/supervision/1",
            "hrss/supervision/1/5",
            "hrss/agency/区财政局",
        ] {
            assert_eq!(text.parse::<EntryId>().unwrap().to_string(), text);
            assert_eq!(text.parse::<Reference>().unwrap().to_string(), text);
        }
        assert_eq!(
            "service/3".parse::<Reference>().unwrap(),
            Reference {
                list: None,
                place: Place::Service(3)
            }
        );
    }

    #[test]
    fn what_is_no_identifier_says_which_part_is_wrong() {
        for (text, why) in [
            ("", BadId::Shape),
            ("hrss", BadId::Shape),
            ("service", BadId::Shape),
            ("hrss/service", BadId::Shape),
            ("hrss/service/0", BadId::Number),
            ("hrss/service/+3", BadId::Number),
            ("hrss/service/3/1", BadId::Shape),
            ("hrss/thing/3", BadId::Kind),
            ("HRSS/service/3", BadId::Code),
            ("service/x", BadId::Number),
            ("agency/", BadId::Shape),
        ] {
            assert_eq!(text.parse::<Reference>(), Err(why), "{text}");
        }
    }
}
