//! State of the lookup screen.

use tui_input::Input;

use super::{Cache, CaseFound, Sought};
use crate::registry::{EntryId, Kind};
use crate::rpc::{Find, Hit, Scope, TotalIs, Unheld};

/// How many hits are asked for at first.
pub const FIRST_LIMIT: usize = 200;

/// The lookup screen.
#[derive(Clone, Debug)]
pub struct Lookup {
    /// The search line.
    pub input: Input,
    /// Only this kind.
    pub part: Option<Kind>,
    /// Only what is related to this entry.
    pub about: Option<About>,
    /// The last answer.
    pub results: Results,
    /// Index of the selected hit.
    pub selected: usize,
    /// Index of the first hit shown.
    pub offset: usize,
    /// What the arrow keys move.
    pub focus: Focus,
    /// Whether the clerk put the detail pane away.
    pub detail_hidden: bool,
    /// First line of the detail shown, once the clerk has scrolled it; until then it rests where
    /// the match is.
    pub detail_scroll: Option<usize>,
    /// How many hits are asked for.
    pub limit: usize,
    /// The question whose answer is awaited, and what to select in it.
    pub awaiting: Option<(u64, Keep)>,
    /// The entry that was asked for, until it is here.
    pub awaiting_entry: Option<(u64, EntryId)>,
    /// An entry that the registry says it has not; not asked for again while selected.
    pub refused: Option<EntryId>,
    /// Entries seen lately.
    pub cache: Cache,
    /// Where Esc leads back to from related entries.
    pub trail: Vec<Trail>,
    /// The case whose number stands in the search line.
    pub case: Option<CaseFound>,
    /// Whether the query is that of a visitor whose case was just logged: what is typed next is
    /// the next one's.
    pub is_served: bool,
    /// Whether what is sought was found.
    pub sought: Sought,
}

/// The entry whose related entries are listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// Which.
    pub id: EntryId,
    /// Its title, for the chip.
    pub title: String,
}

/// An answer as the screen keeps it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Results {
    /// Whether anything was answered yet.
    pub known: bool,
    /// The query that was answered.
    pub query: String,
    /// Words that were left out of the search: they stand in none of the fields they are held to.
    pub unheld: Vec<Unheld>,
    /// How many fit.
    pub total: usize,
    /// Whether there may be more.
    pub at_least: bool,
    /// How many fit, by kind.
    pub by_kind: Vec<(Kind, usize)>,
    /// The best of them.
    pub hits: Vec<Hit>,
}

/// What the arrow keys move.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Focus {
    /// The selection.
    #[default]
    List,
    /// The text of the detail pane.
    Detail,
}

/// What to select when an answer comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// The first one.
    First,
    /// What is selected now, else the first.
    Entry,
    /// The last one.
    Last,
}

/// A lookup that was left for related entries.
#[derive(Clone, Debug)]
pub struct Trail {
    /// The search line.
    pub input: Input,
    /// The part.
    pub part: Option<Kind>,
    /// The chip.
    pub about: Option<About>,
    /// The hits.
    pub results: Results,
    /// Index of the selected hit.
    pub selected: usize,
    /// Index of the first hit shown.
    pub offset: usize,
    /// First line of the detail shown, if it had been scrolled.
    pub detail_scroll: Option<usize>,
    /// How many hits were asked for.
    pub limit: usize,
}

impl Default for Lookup {
    fn default() -> Self {
        Self {
            input: Input::default(),
            part: None,
            about: None,
            results: Results::default(),
            selected: 0,
            offset: 0,
            focus: Focus::default(),
            detail_hidden: false,
            detail_scroll: None,
            limit: FIRST_LIMIT,
            awaiting: None,
            awaiting_entry: None,
            refused: None,
            cache: Cache::default(),
            trail: Vec::new(),
            case: None,
            is_served: false,
            sought: Sought::default(),
        }
    }
}

impl Lookup {
    /// The selected hit; none while a case is selected.
    #[must_use]
    pub fn selected(&self) -> Option<&Hit> {
        match self.case_selected() {
            Some(_) => None,
            None => self.results.hits.get(self.selected),
        }
    }

    /// Whether the hits belong to an older query than the one that stands there.
    #[must_use]
    pub const fn is_stale(&self) -> bool {
        matches!(self.awaiting, Some((_, Keep::First)))
    }

    /// The case whose number was typed, while it is selected.
    #[must_use]
    pub fn case_selected(&self) -> Option<&CaseFound> {
        self.case.as_ref().filter(|case| case.selected)
    }

    /// What would be asked now.
    #[must_use]
    pub fn find(&self) -> Find {
        Find {
            text: self.input.value().to_owned(),
            scope: Scope {
                kinds: self.part.into_iter().collect(),
                related_to: self.about.as_ref().map(|about| about.id.clone()),
            },
            limit: self.limit,
            explain: false,
        }
    }

    /// How many fit in a part, or in all.
    #[must_use]
    pub fn count(&self, part: Option<Kind>) -> usize {
        self.results
            .by_kind
            .iter()
            .filter(|(kind, _)| part.is_none_or(|part| part == *kind))
            .map(|(_, count)| count)
            .sum()
    }

    /// Whether hits beyond those here can be asked for.
    #[must_use]
    pub fn has_more(&self) -> bool {
        self.results.total > self.results.hits.len() && self.results.hits.len() >= self.limit
    }
}

impl From<crate::rpc::Found> for Results {
    fn from(found: crate::rpc::Found) -> Self {
        Self {
            known: true,
            query: found.query,
            unheld: found.unheld,
            total: found.total,
            at_least: found.total_is == TotalIs::AtLeast,
            by_kind: found.by_kind,
            hits: found.hits,
        }
    }
}
