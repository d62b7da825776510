//! Requests and answers about the hall's own words: bound to entries, missed, and what is wrong
//! with the hall's own table of them.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::casework::{hex, in_hall};
use super::fault::SystemFault;
use crate::casework::ClerkId;
use crate::chars;
use crate::personal::name;
use crate::registry::EntryId;

/// Binds words to an entry: whoever types them finds it from here on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bind {
    /// Drawn at random by the client, the same when it has to ask again.
    #[serde(with = "hex")]
    pub once: u128,
    /// The words, as typed.
    pub words: String,
    /// The entry.
    pub entry: EntryId,
}

/// Lets lines go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unbind {
    /// Drawn at random by the client, the same when it has to ask again.
    #[serde(with = "hex")]
    pub once: u128,
    /// Which.
    pub which: Which,
}

/// Lines to be let go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Which {
    /// The one with this mark.
    Line(#[serde(with = "hex")] u128),
    /// All with these words.
    Words(String),
}

/// A line of the hall's own: words bound to an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bound {
    /// By which it is let go.
    #[serde(with = "hex")]
    pub mark: u128,
    /// The words.
    pub words: String,
    /// The entry as it is now; nothing once a newer list no longer has it.
    pub entry: Option<EntryId>,
    /// The beginning of its title, as it was then.
    pub title: String,
    /// Who bound them.
    pub clerk: ClerkId,
    /// When.
    #[serde(with = "in_hall")]
    pub at: Timestamp,
}

/// Why words cannot be bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WordsFault {
    /// There is nothing in them to be found by.
    Blank,
    /// More than [`LONGEST`] characters.
    TooLong,
    /// [`DIGITS`] digits or more: they look like a number of somebody's.
    Digits,
    /// They look like a person's name.
    Name,
    /// There are as many lines as there may be.
    TooMany,
}

/// Characters of words at most. Longer ones are a visitor's story, not a word of theirs.
pub const LONGEST: usize = 32;

/// So many digits make a number that may be somebody's.
pub const DIGITS: usize = 5;

/// So many lines of its own a hall may have.
pub const MOST_LINES: usize = 5000;

/// Words as they are kept: one line, without what does not show or stands around them.
///
/// # Errors
/// Why they are not to be kept.
pub fn kept(typed: &str) -> Result<String, WordsFault> {
    let line = chars::line(typed);
    let words = line.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.is_empty() {
        Err(WordsFault::Blank)
    } else if words.chars().count() > LONGEST {
        Err(WordsFault::TooLong)
    } else if digits(&words) >= DIGITS {
        Err(WordsFault::Digits)
    } else {
        Ok(words)
    }
}

/// Words as they may be bound to an entry: kept, and not what looks like a person's name, which
/// everybody would find from then on.
///
/// # Errors
/// Why they may not.
pub fn bindable(typed: &str) -> Result<String, WordsFault> {
    let words = kept(typed)?;
    if name::is_among(&words) {
        return Err(WordsFault::Name);
    }
    Ok(words)
}

/// How many digits a text has, of whatever writing; a number read out in Chinese is one too.
#[must_use]
pub fn digits(text: &str) -> usize {
    let is_digit =
        |c: &char| c.is_numeric() || "零一二三四五六七八九壹贰叁肆伍陆柒捌玖".contains(*c);
    text.chars().filter(is_digit).count()
}

/// What a client saw of how the lookup is used.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Noted {
    /// Queries that were given up.
    pub missed: Vec<Missed>,
    /// Entries that were opened.
    pub opened: Vec<EntryId>,
}

/// A query that led to nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missed {
    /// As typed to its end.
    pub query: String,
    /// Whether it found anything.
    pub found: bool,
}

/// How often a query led to nothing, of late.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Miss {
    /// The query.
    pub query: String,
    /// How often.
    pub count: u32,
    /// How often of these it found nothing at all.
    pub nothing: u32,
    /// On how many days.
    pub days: usize,
    /// On which day last.
    pub last: Date,
}

/// Why the hall's own table of words is not used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TableFault {
    /// It cannot be read.
    Unreadable(SystemFault),
    /// It is longer than so many bytes.
    TooLong(u64),
    /// Something in it is wrong.
    Wrong {
        /// Counted from 1.
        line: usize,
        /// What.
        what: TableWrong,
    },
}

/// What is wrong with a table of words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TableWrong {
    /// It is not UTF-8.
    Syntax,
    /// It is not TOML: what stands in this line.
    Toml(String),
    /// A key stands there a second time.
    Twice,
    /// Nothing of this word is searched: it is all punctuation.
    NothingIn(String),
    /// A key that nobody knows.
    UnknownKey(String),
    /// This key has no list of words, or one with a word that is blank.
    NoWords(String),
    /// This key has no text.
    NoText(String),
    /// `group` is no list of tables.
    NoGroups,
    /// A group lacks this key.
    Missing(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_kept_as_one_line_and_nothing_that_may_be_somebodys_number() {
        let long = "长".repeat(LONGEST + 1);
        for (typed, expected) in [
            (" 拖欠  工资\n", Ok("拖欠 工资")),
            ("\u{1b}讨\u{200b}薪", Ok("讨薪")),
            ("12345", Err(WordsFault::Digits)),
            ("１３８ ００", Err(WordsFault::Digits)),
            ("一三八零零", Err(WordsFault::Digits)),
            ("3545", Ok("3545")),
            ("五险一金", Ok("五险一金")),
            (" \u{200b}\n", Err(WordsFault::Blank)),
            (&long, Err(WordsFault::TooLong)),
        ] {
            assert_eq!(kept(typed), expected.map(str::to_owned), "{typed:?}");
        }
        for (typed, expected) in [
            (" 红本本 ", Ok("红本本")),
            ("张伟", Err(WordsFault::Name)),
            ("１２３４５", Err(WordsFault::Digits)),
        ] {
            assert_eq!(bindable(typed), expected.map(str::to_owned), "{typed:?}");
        }
    }
}
