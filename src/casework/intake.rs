//! Intake (登记): what is written down at the counter. A form is parsed here into what the rules
//! trust: bounded, stripped of what is unseen, nothing empty. Knows no registry and no case.

use serde::{Deserialize, Serialize};

use super::kind::CaseKind;
use super::track::Track;
use super::visitor::{Visitor, VisitorForm};
use crate::chars;
use crate::personal::guarded;
use crate::registry::Reference;

#[cfg(test)]
mod tests;

/// Longest name, in characters.
pub const NAME: usize = 64;
/// Longest telephone number, in characters.
pub const PHONE: usize = 64;
/// Longest identity number, in characters.
pub const ID_NUMBER: usize = 32;
/// Longest address, in characters.
pub const ADDRESS: usize = 200;
/// Longest name of an agency, in characters.
pub const AGENCY: usize = 64;
/// Longest name of a respondent, in characters.
pub const RESPONDENT: usize = 200;
/// Longest subject, in characters.
pub const SUBJECT: usize = 200;
/// Longest content, answer, demand, note or outcome, in characters.
pub const LONG: usize = 20_000;
/// Longest reason, in characters.
pub const REASON: usize = 2_000;
/// Days that a time limit can be extended by at most, before the rule's own cap.
pub const DAYS: u32 = 366;

/// How many characters a field takes; nothing for fields that are not typed freely.
#[must_use]
pub const fn limit(field: FormField) -> Option<usize> {
    match field {
        FormField::Name => Some(NAME),
        FormField::Phone => Some(PHONE),
        FormField::IdNumber => Some(ID_NUMBER),
        FormField::Address => Some(ADDRESS),
        FormField::Agency | FormField::To => Some(AGENCY),
        FormField::Respondent => Some(RESPONDENT),
        FormField::Subject => Some(SUBJECT),
        FormField::Content
        | FormField::Answer
        | FormField::Demand
        | FormField::Note
        | FormField::Outcome => Some(LONG),
        FormField::Reason => Some(REASON),
        FormField::Kind
        | FormField::Track
        | FormField::Service
        | FormField::Anonymous
        | FormField::Confidential
        | FormField::Days
        | FormField::Into => None,
    }
}

/// Whether a field takes several lines.
#[must_use]
pub const fn is_multiline(field: FormField) -> bool {
    matches!(
        field,
        FormField::Content
            | FormField::Answer
            | FormField::Demand
            | FormField::Note
            | FormField::Reason
            | FormField::Outcome
    )
}

/// What a field holds, without what is unseen and blanks around; nothing where nothing is left.
///
/// # Errors
/// Where it is longer than its limit, or many times longer before anything is taken out: how much
/// is read is bounded, however much was sent.
pub(super) fn text(field: FormField, typed: Option<&str>) -> Result<Option<String>, BadField> {
    let Some(typed) = typed else { return Ok(None) };
    let most = limit(field).unwrap_or(LONG);
    let too_long = BadField {
        field,
        fault: FieldFault::TooLong(most),
    };
    if is_longer(typed, most * 2 + 1024) {
        return Err(too_long);
    }
    let seen = if is_multiline(field) && typed.contains('\r') {
        let broken = typed.replace("\r\n", "\n").replace('\r', "\n");
        chars::lines(&broken).trim_end().to_owned()
    } else if is_multiline(field) {
        chars::lines(typed).trim_end().to_owned()
    } else {
        chars::line(typed).trim().to_owned()
    };
    if is_longer(&seen, most) {
        return Err(too_long);
    }
    Ok(Some(seen).filter(|seen| !seen.is_empty()))
}

/// Whether a text has more characters than so many; looks at no more of them.
fn is_longer(text: &str, most: usize) -> bool {
    // A character takes a byte at least.
    text.len() > most && text.chars().nth(most).is_some()
}

/// A form as filled in; also what `log --from-json` reads (CONTRACT, JSON).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IntakeForm {
    /// What sort of matter it is.
    pub kind: CaseKind,
    /// The legal course; not given: labour inspection for a complaint or tip-off, none for an
    /// enquiry.
    #[serde(default)]
    pub track: Option<Track>,
    /// The entry of the registry it is about.
    #[serde(default)]
    pub service: Option<Reference>,
    /// 承办机构; not given: the entry's.
    #[serde(default)]
    pub agency: Option<String>,
    /// 事由; not given: the entry's title.
    #[serde(default)]
    pub subject: Option<String>,
    /// 内容, several lines.
    #[serde(default)]
    pub content: Option<String>,
    /// 答复, several lines. Given, an enquiry is answered at the counter.
    #[serde(default)]
    pub answer: Option<String>,
    /// An enquiry is answered at the counter although no answer was written down.
    #[serde(default)]
    pub answered: bool,
    /// 来访人
    #[serde(default)]
    pub visitor: VisitorForm,
    /// 被投诉单位
    #[serde(default)]
    pub respondent: Option<String>,
    /// 诉求, several lines.
    #[serde(default)]
    pub demand: Option<String>,
}

guarded!(IntakeForm { kind, track, service, answered, visitor; agency, subject, content, answer, respondent, demand });

/// A form, parsed.
#[derive(Clone, PartialEq, Eq)]
pub struct Intake {
    /// What sort of matter it is.
    pub kind: CaseKind,
    /// The legal course; none for an enquiry.
    pub track: Option<Track>,
    /// The entry of the registry it is about.
    pub service: Option<Reference>,
    /// 承办机构
    pub agency: Option<String>,
    /// 事由
    pub subject: Option<String>,
    /// 内容
    pub content: Option<String>,
    /// 答复
    pub answer: Option<String>,
    /// Whether an enquiry is done with.
    pub answered: bool,
    /// 来访人
    pub visitor: Visitor,
    /// The visitor said that they do not want to be named; not just that nobody asked.
    pub withheld: bool,
    /// 被投诉单位
    pub respondent: Option<String>,
    /// 诉求
    pub demand: Option<String>,
}

guarded!(Intake { kind, track, service, answered, visitor, withheld; agency, subject, content, answer, respondent, demand });

/// A field that a person fills in, of a form or of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FormField {
    /// 类别
    Kind,
    /// 办理途径
    Track,
    /// 事项
    Service,
    /// 承办机构
    Agency,
    /// 事由
    Subject,
    /// 内容
    Content,
    /// 答复
    Answer,
    /// 诉求
    Demand,
    /// 被投诉单位
    Respondent,
    /// 姓名
    Name,
    /// 电话
    Phone,
    /// 证件号码
    IdNumber,
    /// 住址
    Address,
    /// 匿名
    Anonymous,
    /// 保密
    Confidential,
    /// 备注
    Note,
    /// 理由
    Reason,
    /// 办理结果
    Outcome,
    /// 转往机构
    To,
    /// 天数
    Days,
    /// 并入
    Into,
}

/// A field that cannot be taken as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{field:?}: {fault:?}")]
pub struct BadField {
    /// Which.
    pub field: FormField,
    /// Why.
    pub fault: FieldFault,
}

/// Why a field cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldFault {
    /// It must be filled in.
    Missing,
    /// It is longer than so many characters.
    TooLong(usize),
    /// It does not go with the kind of the case.
    NotOfKind(CaseKind),
    /// The visitor is anonymous and yet this was given.
    YetAnonymous,
    /// It is below or above what is allowed.
    OutOfRange {
        /// Least.
        least: u32,
        /// Most.
        most: u32,
    },
}

impl IntakeForm {
    /// An empty form.
    #[must_use]
    pub fn new(kind: CaseKind) -> Self {
        Self {
            kind,
            track: None,
            service: None,
            agency: None,
            subject: None,
            content: None,
            answer: None,
            answered: false,
            visitor: VisitorForm::default(),
            respondent: None,
            demand: None,
        }
    }

    /// Parses what was filled in.
    ///
    /// # Errors
    /// The first field that cannot be taken, and why.
    pub fn parse(&self) -> Result<Intake, BadField> {
        let kind = self.kind;
        let not_of_kind = |field| BadField {
            field,
            fault: FieldFault::NotOfKind(kind),
        };
        let track = match (kind, self.track) {
            (CaseKind::Enquiry, None) => None,
            (CaseKind::Enquiry, Some(_)) => return Err(not_of_kind(FormField::Track)),
            (kind, track) => track.or(kind.usual_track()),
        };
        let agency = text(FormField::Agency, self.agency.as_deref())?;
        let subject = text(FormField::Subject, self.subject.as_deref())?;
        let content = text(FormField::Content, self.content.as_deref())?;
        let answer = text(FormField::Answer, self.answer.as_deref())?;
        let answered = self.answered || answer.is_some();
        if answered && kind != CaseKind::Enquiry {
            return Err(not_of_kind(FormField::Answer));
        }
        let withheld = self.visitor.anonymous;
        let visitor = self.visitor.parse()?;
        let respondent = text(FormField::Respondent, self.respondent.as_deref())?;
        let demand = text(FormField::Demand, self.demand.as_deref())?;
        // A service says what an enquiry is about, but not what somebody complains of.
        let named = kind == CaseKind::Enquiry && self.service.is_some();
        if !named && subject.is_none() && content.is_none() {
            return Err(BadField {
                field: FormField::Content,
                fault: FieldFault::Missing,
            });
        }
        Ok(Intake {
            kind,
            track,
            service: self.service.clone(),
            agency,
            subject,
            content,
            answer,
            answered,
            visitor,
            withheld,
            respondent,
            demand,
        })
    }
}

impl VisitorForm {
    /// Parses what was filled in. Who says nothing about themselves is anonymous.
    ///
    /// # Errors
    /// The first field that cannot be taken, and why.
    fn parse(&self) -> Result<Visitor, BadField> {
        let name = text(FormField::Name, self.name.as_deref())?;
        // An input method's full-width digits are the same number.
        let ascii = |text: String| text.chars().map(chars::ascii).collect::<String>();
        let phone = text(FormField::Phone, self.phone.as_deref())?.map(ascii);
        let mut id_number = text(FormField::IdNumber, self.id_number.as_deref())?.map(ascii);
        if let Some(number) = &mut id_number
            && number.ends_with('x')
        {
            number.pop();
            number.push('X');
        }
        let address = text(FormField::Address, self.address.as_deref())?;
        let given = [
            (FormField::Name, name.is_some()),
            (FormField::Phone, phone.is_some()),
            (FormField::IdNumber, id_number.is_some()),
            (FormField::Address, address.is_some()),
        ];
        let first = given.into_iter().find(|(_, given)| *given);
        if let (true, Some((field, _))) = (self.anonymous, first) {
            return Err(BadField {
                field,
                fault: FieldFault::YetAnonymous,
            });
        }
        Ok(Visitor {
            name,
            phone,
            id_number,
            address,
            anonymous: first.is_none(),
            confidential: self.confidential,
        })
    }
}
