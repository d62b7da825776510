//! A query in normal form: cut, cleaned, split into the words that must all be found. Knows no
//! documents.

use super::normal::{self, Dense};
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
    /// Whether several words were typed, be they the same one.
    several: bool,
}

guarded!(Query { cut, whole, terms, several; shown, verbatim });

/// One word of a query.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Term {
    /// As typed.
    pub(super) shown: String,
    /// In normal form.
    pub(super) chars: Vec<char>,
}

guarded!(Term { ; shown, chars });

impl Query {
    /// Brings what was typed into normal form.
    #[must_use]
    pub fn new(typed: &str) -> Self {
        let visible = || {
            let shown = typed.chars().filter(|c| !normal::is_invisible(*c));
            shown.map(|c| if c.is_whitespace() { ' ' } else { c })
        };
        let shown: String = visible().take(MAX_QUERY_CHARS).collect();
        let cut = visible().nth(MAX_QUERY_CHARS).is_some();
        let mut terms: Vec<Term> = Vec::new();
        let mut count = 0;
        for word in shown.split_whitespace() {
            let term = Term {
                shown: word.to_owned(),
                chars: Dense::new(word).chars,
            };
            count += usize::from(!term.chars.is_empty());
            if !term.chars.is_empty() && terms.iter().all(|known| known.chars != term.chars) {
                terms.push(term);
            }
        }
        Self {
            cut,
            verbatim: normal::verbatim(&shown),
            whole: Term {
                shown: shown.trim().to_owned(),
                chars: Dense::new(&shown).chars,
            },
            terms,
            several: count > 1,
            shown,
        }
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

    /// Whether nothing was typed: no question at all, unlike a question of punctuation only.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.shown.trim().is_empty()
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

    /// The line with its punctuation.
    pub(super) fn verbatim(&self) -> &str {
        &self.verbatim
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
