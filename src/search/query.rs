//! A query in normal form: cut, cleaned, split into the words that must all be found. Knows no
//! documents.

use std::ops::Range;

use super::engine::Tag;
use super::normal::{self, Dense};
use super::thesaurus::Sort;
use crate::personal::guarded;

/// Longer queries are cut here. Nobody types more; a pasted page must not cost more.
pub const MAX_QUERY_CHARS: usize = 256;

/// Words beyond this many are looked for only as parts of the whole line.
pub(super) const MAX_TERMS: usize = 16;

/// A query, ready to be looked for.
#[derive(Clone, PartialEq, Eq)]
pub struct Query {
    shown: String,
    cut: bool,
    verbatim: String,
    whole: Term,
    terms: Vec<Term>,
    lines: Vec<Line>,
    /// Whether several words were typed, be they the same one, or one that is held to something.
    several: bool,
    /// The sorts of documents that were asked for by name; none for all.
    sorts: Vec<Sort>,
    /// Whether a label stands there alone, with nothing behind it that it holds.
    is_begun: bool,
}

/// What a word can be held to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hold {
    /// Only documents of a sort are wanted.
    Sort(Sort),
    /// The word must stand in a field with this tag.
    Tag(Tag),
}

guarded!(Query { cut, whole, terms, lines, several, sorts, is_begun; shown, verbatim });

/// One word of a query.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Term {
    /// As typed.
    pub(super) shown: String,
    /// In normal form.
    pub(super) chars: Vec<char>,
    /// The fields it is held to; all where there is none.
    pub(super) tag: Option<Tag>,
}

guarded!(Term { tag; shown, chars });

/// All words of a query that are held to the same, run together: a space parts what belongs
/// together as often as not.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// In normal form.
    pub(super) chars: Vec<char>,
    /// Where each word ends.
    pub(super) ends: Vec<usize>,
    /// The fields it is held to; all where there is none.
    pub(super) tag: Option<Tag>,
}

guarded!(Line { ends, tag; chars });

impl Line {
    /// Each word's place.
    pub(super) fn words(&self) -> impl Iterator<Item = Range<usize>> {
        let begins = std::iter::once(0).chain(self.ends.iter().copied());
        begins.zip(&self.ends).map(|(begin, end)| begin..*end)
    }
}

impl Query {
    /// Brings what was typed into normal form.
    #[must_use]
    pub fn new(typed: &str) -> Self {
        Self::with_holds(typed, |_| None)
    }

    /// The same, where a word may be held to something: `label:word`, and `@word` with the label
    /// `@`. What `hold` does not know is no label; one that stands alone holds the next word.
    #[must_use]
    pub fn with_holds(typed: &str, hold: impl Fn(&str) -> Option<Hold>) -> Self {
        let visible = || {
            let shown = typed.chars().filter(|c| !normal::is_invisible(*c));
            shown.map(|c| if c.is_whitespace() { ' ' } else { c })
        };
        let shown: String = visible().take(MAX_QUERY_CHARS).collect();
        let cut = visible().nth(MAX_QUERY_CHARS).is_some();
        let mut terms: Vec<Term> = Vec::new();
        let mut lines: Vec<Line> = Vec::new();
        let mut sorts = Vec::new();
        let mut whole = String::new();
        let mut count = 0;
        let mut open = None;
        for word in shown.split_whitespace() {
            let (held, text) = held(word, &hold);
            let tag = match held {
                Some(Hold::Tag(tag)) if text.is_empty() => {
                    open = Some((word, tag));
                    continue;
                }
                Some(Hold::Tag(tag)) => Some(tag),
                Some(Hold::Sort(sort)) => {
                    sorts.push(sort);
                    None
                }
                None => open.map(|(_, tag)| tag),
            };
            // With its label, so that it can be read again by itself.
            let label = open.take().filter(|_| held.is_none());
            let term = Term {
                shown: label.map_or("", |(label, _)| label).to_owned() + word,
                chars: Dense::new(text).chars,
                tag,
            };
            // One that is held is looked for by itself.
            count += usize::from(tag.is_some());
            whole.push_str(if tag.is_some() { "" } else { text });
            whole.push(' ');
            count += usize::from(!term.chars.is_empty());
            let is_new = |known: &Term| (&known.chars, known.tag) != (&term.chars, term.tag);
            if term.chars.is_empty() {
                continue;
            }
            join(&mut lines, &term);
            if terms.iter().all(is_new) {
                terms.push(term);
            }
        }
        if terms.iter().any(|term| term.tag.is_some()) {
            whole.clear();
        }
        Self {
            cut,
            lines,
            verbatim: normal::verbatim(&whole),
            whole: Term {
                shown: whole.trim().to_owned(),
                chars: Dense::new(&whole).chars,
                tag: None,
            },
            terms,
            several: count > 1,
            sorts,
            is_begun: open.is_some(),
            shown,
        }
    }

    /// The words without the labels that hold them.
    #[must_use]
    pub fn unlabelled(&self, hold: impl Fn(&str) -> Option<Hold>) -> String {
        let words = self.shown.split_whitespace();
        let words = words.map(|word| held(word, &hold).1);
        let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
        words.join(" ")
    }

    /// The same without some of the words that are held to a field; the same where nothing would
    /// be left.
    #[must_use]
    pub fn without(&self, left_out: &[Self], hold: impl Fn(&str) -> Option<Hold>) -> Self {
        if left_out.is_empty() {
            return self.clone();
        }
        let is_left_out = |term: &&Term| left_out.iter().any(|one| one.terms.contains(term));
        let rest = self.terms.iter().filter(|term| !is_left_out(term));
        let rest: Vec<&str> = rest.map(|term| term.shown.as_str()).collect();
        if rest.is_empty() {
            return self.clone();
        }
        Self {
            shown: self.shown.clone(),
            cut: self.cut,
            sorts: self.sorts.clone(),
            ..Self::with_holds(&rest.join(" "), hold)
        }
    }

    /// The words that are held to a field, each as a query by itself and with its field.
    pub fn held(&self) -> impl Iterator<Item = (Self, Tag)> + '_ {
        let held = self.terms.iter().filter_map(|term| Some((term, term.tag?)));
        held.map(|(term, tag)| {
            let mut lines = Vec::new();
            join(&mut lines, term);
            let alone = Self {
                lines,
                shown: term.shown.clone(),
                cut: false,
                verbatim: String::new(),
                whole: Term {
                    shown: String::new(),
                    chars: Vec::new(),
                    tag: None,
                },
                terms: vec![term.clone()],
                several: true,
                sorts: Vec::new(),
                is_begun: false,
            };
            (alone, tag)
        })
    }

    /// What was typed, without invisible characters and at most [`MAX_QUERY_CHARS`] long.
    #[must_use]
    pub fn shown(&self) -> &str {
        &self.shown
    }

    /// Whether something was cut off.
    #[must_use]
    pub const fn was_cut(&self) -> bool {
        self.cut
    }

    /// Whether nothing was typed: no question at all, unlike a question of punctuation only. A
    /// sort that was asked for by name is no question yet, nor is a label with nothing behind it.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        let is_begun = self.is_begun || !self.sorts.is_empty();
        self.terms.is_empty() && (is_begun || self.shown.trim().is_empty())
    }

    /// The sorts of documents that were asked for by name; none for all.
    #[must_use]
    pub fn sorts(&self) -> &[Sort] {
        &self.sorts
    }

    /// The whole line as one run, in normal form.
    pub(super) const fn whole(&self) -> &Term {
        &self.whole
    }

    /// The words, when there are several.
    pub(super) fn words(&self) -> Option<&[Term]> {
        self.several
            .then(|| &self.terms[..self.terms.len().min(MAX_TERMS)])
    }

    /// The words run together, those that are held to the same in one line.
    pub(super) fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The line with its punctuation.
    pub(super) fn verbatim(&self) -> &str {
        &self.verbatim
    }
}

/// Adds a word to the line of those that are held to the same.
fn join(lines: &mut Vec<Line>, word: &Term) {
    let known = lines.iter().position(|line| line.tag == word.tag);
    let at = known.unwrap_or_else(|| {
        lines.push(Line {
            chars: Vec::new(),
            ends: Vec::new(),
            tag: word.tag,
        });
        lines.len() - 1
    });
    let line = &mut lines[at];
    line.chars.extend(&word.chars);
    line.ends.push(line.chars.len());
}

/// What a word is held to, and what is left of it.
fn held<'a>(word: &'a str, hold: &impl Fn(&str) -> Option<Hold>) -> (Option<Hold>, &'a str) {
    let cut = if let Some(text) = word.strip_prefix(['@', '＠']) {
        Some(("@", text))
    } else {
        word.split_once([':', '：'])
    };
    let Some((label, text)) = cut else {
        return (None, word);
    };
    let label: String = label.chars().flat_map(normal::fold).collect();
    match hold(&label) {
        Some(hold) => (Some(hold), text),
        None => (None, word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_held_to_a_field_or_a_sort() {
        let hold = |label: &str| match label {
            "@" | "机构" => Some(Hold::Tag(1)),
            "服务" | "fw" => Some(Hold::Sort(2)),
            _ => None,
        };
        let query = Query::with_holds("机构：财政 养老", hold);
        let words = query.words().unwrap();
        assert_eq!((words[0].tag, words[1].tag), (Some(1), None));
        assert_eq!(words[0].chars, ['财', '政']);
        assert!(query.whole().chars.is_empty());

        let query = Query::with_holds("FW:失业", hold);
        assert_eq!((query.sorts(), query.words()), (&[2][..], None));
        assert_eq!(query.whole().chars, ['失', '业']);
        assert!(Query::with_holds("服务:", hold).is_blank());

        let query = Query::with_holds("第3条:办法", hold);
        assert_eq!(query.whole().chars, ['第', '3', '条', '办', '法']);
        assert_eq!(Query::with_holds("@财政", hold).words().unwrap().len(), 1);

        // A label alone asks for nothing yet, and holds the next word.
        for typed in ["机构：", "@", " 机构: "] {
            assert!(Query::with_holds(typed, hold).is_blank(), "{typed}");
        }
        let query = Query::with_holds("机构： 财政 养老", hold);
        let words = query.words().unwrap();
        assert_eq!((words[0].tag, words[1].tag), (Some(1), None));
        assert_eq!(query.unlabelled(hold), "财政 养老");
        let held: Vec<(String, u8)> = query.held().map(|(q, tag)| (q.shown, tag)).collect();
        assert_eq!(held, [("机构：财政".to_owned(), 1)]);
        let left_out: Vec<Query> = query.held().map(|(word, _)| word).collect();
        let rest = query.without(&left_out, hold);
        assert_eq!(rest.whole().chars, ['养', '老']);
        assert_eq!(rest.shown(), query.shown());
        let alone = Query::with_holds("@财政", hold);
        assert_eq!(alone.without(&left_out, hold), alone);
        let query = Query::with_holds("服务:红本本 @财政 12:30", hold);
        assert_eq!(query.unlabelled(hold), "红本本 财政 12:30");
    }

    #[test]
    fn words_that_are_held_to_the_same_make_one_line() {
        let hold = |label: &str| (label == "@").then_some(Hold::Tag(1));
        let query = Query::with_holds("社保 @财政 转移", hold);
        let line = |at: usize| query.lines()[at].chars.iter().collect::<String>();
        assert_eq!((line(0), line(1)), ("社保转移".into(), "财政".into()));
        assert_eq!(
            query.lines()[0].words().collect::<Vec<_>>(),
            [0..2, 2..4],
            "each word keeps its place"
        );
    }

    #[test]
    fn cuts_cleans_and_splits() {
        let query = Query::new("  报销\u{3000}醫療 报销 ？ ");
        let words: Vec<String> = query
            .words()
            .unwrap()
            .iter()
            .map(|term| term.chars.iter().collect())
            .collect();
        assert_eq!(words, ["报销", "医疗"]);
        assert!(!query.was_cut());

        let long = Query::new(&"失".repeat(10_000));
        assert_eq!(long.shown().chars().count(), MAX_QUERY_CHARS);
        assert!(long.was_cut());
        assert!(Query::new("\u{202e}\u{200b}\u{1b} ").is_blank());
        assert!(!Query::new("？！").is_blank());
    }
}
