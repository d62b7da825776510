//! Requests and answers about the registry: which entries fit, one of them whole, why a hit stands
//! where it stands.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::personal::guarded;
use crate::registry::{Entry, EntryId, Kind, ListCode, Summary, whose};

/// A search over the registry.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Find {
    /// As typed. Empty or blank: every entry of the scope in document order.
    pub text: String,
    /// Where to look.
    pub scope: Scope,
    /// At most this many hits; `total` counts all.
    pub limit: usize,
    /// Whether hits say why they stand where they stand.
    pub explain: bool,
}

guarded!(Find { scope, limit, explain; text });

/// Where to look.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    /// Only these kinds; empty: all.
    pub kinds: Vec<Kind>,
    /// Only what is related to this entry.
    pub related_to: Option<EntryId>,
}

/// One entry, and a line about each related one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// The entry.
    pub entry: Entry,
    /// A line about each of `entry.related`, in the same order.
    pub related: Vec<Summary>,
    /// The bureau whose entry it is, while several lists are loaded.
    #[serde(default)]
    pub whose: Option<String>,
}

/// The entries that fit a query, best first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// The query as it was understood: cut to 256 characters, without control characters.
    pub query: String,
    /// Whether something was cut off the query.
    pub cut: bool,
    /// The query without the labels that hold its words, where it has any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unlabelled: Option<String>,
    /// Words that stand in none of the fields they are held to: they were left out of the search.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unheld: Vec<Unheld>,
    /// How many fit, those beyond the limit too.
    pub total: usize,
    /// Whether `total` is exact.
    pub total_is: TotalIs,
    /// How many fit by kind, in every kind whatever kinds the scope names; in the order of
    /// [`Kind::ALL`].
    pub by_kind: Vec<(Kind, usize)>,
    /// Code and bureau of every loaded list, in their order.
    #[serde(default)]
    pub lists: Vec<(ListCode, String)>,
    /// The best of them.
    pub hits: Vec<Hit>,
}

impl Found {
    /// The bureau whose list it is, while several are loaded.
    #[must_use]
    pub fn whose(&self, code: &ListCode) -> Option<&str> {
        let lists = self.lists.iter();
        whose(lists.map(|(code, name)| (code, name.as_str())), code)
    }
}

/// A word that stands in none of the fields it is held to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unheld {
    /// The fields.
    pub to: HeldTo,
    /// The word, without its label.
    pub word: String,
}

/// Fields that a word can be held to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeldTo {
    /// The names of agencies.
    Agency,
    /// Titles.
    Title,
    /// Contents.
    Content,
    /// Legal bases.
    Basis,
}

/// Whether a total is exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TotalIs {
    /// All were counted.
    #[serde(rename = "exact")]
    Exact,
    /// There may be more.
    #[serde(rename = "at least")]
    AtLeast,
}

/// One entry that fits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    /// A line about it.
    #[serde(flatten)]
    pub summary: Summary,
    /// Comparable within one query only; higher is better. 0 when browsing.
    pub score: i64,
    /// How the best field matched; nothing when browsing.
    pub matched: Option<Matched>,
    /// The word of the list that the query led to, where it says it otherwise.
    #[serde(default)]
    pub via: Option<String>,
    /// Every matched character, field by field.
    pub marks: Vec<Mark>,
    /// A piece of the text around the match, where the title shows none of it.
    pub excerpt: Option<Excerpt>,
    /// Why it stands where it stands, when that was asked.
    pub why: Option<Why>,
}

/// How a field matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Matched {
    /// By its characters.
    Text,
    /// By pinyin, at least in part.
    Pinyin,
    /// By a telephone number.
    Phone,
    /// By a sound that is taken for its own, at least in part.
    Accent,
    /// By what people say for it.
    Synonym,
    /// With a slip in what was typed.
    Typo,
}

/// A field of an entry, as [`Entry`] has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The title, whatever the kind calls it.
    Title,
    /// A service's content.
    Content,
    /// A service's agency.
    Agency,
    /// A service's or agency's number, counted from 0.
    Phone(usize),
    /// A duty's or task's remark.
    Remark,
    /// A cell of a boundary's role, counted from 0.
    Role(usize, RolePart),
    /// A regime's section heading, counted from 0.
    SectionTitle(usize),
    /// A regime's section text, counted from 0.
    SectionText(usize),
}

/// A cell of a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RolePart {
    /// 相关部门
    Agency,
    /// 职责分工
    Responsibility,
    /// 相关依据
    Basis,
    /// 案例
    Example,
}

/// Matched characters of one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The field.
    pub field: Field,
    /// Stretches of characters (not bytes), in order, apart from each other.
    pub ranges: Vec<Range<usize>>,
}

/// A piece of a field's text around the match, on one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excerpt {
    /// The field.
    pub field: Field,
    /// The piece.
    pub text: String,
    /// Matched stretches of the piece, in characters.
    pub ranges: Vec<Range<usize>>,
}

/// Why a hit stands where it stands: the score is the mean of the points of `terms`, plus
/// `bonuses`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Why {
    /// Each word of the query and the field that answered it best.
    pub terms: Vec<WhyTerm>,
    /// What the entry as a whole gets on top.
    pub bonuses: Vec<(Bonus, i64)>,
}

/// How one word of the query was answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhyTerm {
    /// The word.
    pub term: String,
    /// The word of the list that it led to, where that is another one.
    #[serde(default)]
    pub via: Option<String>,
    /// How much it counts among the others.
    #[serde(default = "once")]
    pub weight: i64,
    /// The field that answered it best.
    pub field: Field,
    /// How.
    pub matched: Matched,
    /// How well the found characters stand together.
    pub form: Form,
    /// Points of the fuzzy matcher for the found characters.
    pub fuzzy: i64,
    /// What is added to them.
    pub bonuses: Vec<(Bonus, i64)>,
}

const fn once() -> i64 {
    1
}

/// How the found characters stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// With gaps.
    Scattered,
    /// Side by side.
    Adjacent,
    /// Side by side to the end of the field.
    End,
    /// Side by side from the start of the field.
    Start,
    /// The whole field.
    Whole,
}

/// A reason for points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bonus {
    /// The form of the match.
    Form,
    /// The field that matched.
    Field,
    /// The kind of the entry.
    Kind,
    /// Characters typed as they stand rather than by sound.
    Literal,
    /// Short text, so that the match is much of it.
    Brevity,
    /// Gaps between the found characters.
    Gaps,
    /// The words of the query were found apart.
    Apart,
    /// The punctuation of the query fits too.
    Verbatim,
    /// An accent, a slip or a synonym.
    Manner,
    /// The query asks for entries of this kind.
    Lean,
    /// The entry is opened often in this hall.
    Habit,
}
