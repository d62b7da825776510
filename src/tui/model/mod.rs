//! All state of the screen. Changed by `update` only; knows neither terminal nor clock.

mod cache;
mod lookup;

pub use cache::Cache;
pub use lookup::{About, FIRST_LIMIT, Focus, Keep, Lookup, Results, Trail};

use super::Settings;
use super::keymap::{Scope, When};
use super::layout::Layout;
use crate::registry::Summary;
use crate::rpc::Mark;
use crate::text::Lang;

/// Longest query, in characters. Desk and search cut there too.
pub const QUERY_LIMIT: usize = 256;

/// Everything that the screen shows.
#[derive(Clone, Debug)]
pub struct Model {
    /// Language of every word.
    pub lang: Lang,
    /// Whether to use colours.
    pub color: bool,
    /// The list's name as clerks say it.
    pub list_name: String,
    /// Columns of the terminal.
    pub width: u16,
    /// Rows of the terminal.
    pub height: u16,
    /// Whether a shell waits that can wake the stopped program up again.
    pub job_control: bool,
    /// The screen at the bottom of the stack.
    pub lookup: Lookup,
    /// What lies on top of it, the topmost last.
    pub layers: Vec<Layer>,
    /// Whether the leader was pressed and its follower is awaited.
    pub leader: bool,
    /// Whether the next Ctrl-C quits.
    pub quit_armed: bool,
    /// What the clerk should know now; gone at the next key.
    pub notice: Option<Notice>,
    /// Whether something changed since the last painting.
    pub dirty: bool,
    /// Number of the last question.
    pub last_number: u64,
}

/// A layer on top of the lookup screen.
#[derive(Clone, Debug, PartialEq)]
pub enum Layer {
    /// The keys.
    Help {
        /// First line shown.
        scroll: usize,
    },
    /// One entry on the whole screen.
    Reader(Reader),
}

/// One entry on the whole screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Reader {
    /// A line about it.
    pub summary: Summary,
    /// What matched.
    pub marks: Vec<Mark>,
    /// First line shown, once the clerk has scrolled; until then it rests where the match is.
    pub scroll: Option<usize>,
}

/// Something the clerk should know now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The query was cut.
    QueryCut,
    /// Once more quits.
    QuitAgain,
    /// Nobody could wake the program up.
    NoJobControl,
    /// An entry is there no more.
    NoSuchEntry,
}

impl Model {
    /// The screen before anything happened.
    #[must_use]
    pub fn new(settings: Settings, width: u16, height: u16, job_control: bool) -> Self {
        Self {
            lang: settings.lang,
            color: settings.color,
            list_name: settings.list_name,
            width,
            height,
            job_control,
            lookup: Lookup::default(),
            layers: Vec::new(),
            leader: false,
            quit_armed: false,
            notice: None,
            dirty: true,
            last_number: 0,
        }
    }

    /// Where keys go first.
    #[must_use]
    pub fn scope(&self) -> Scope {
        match self.layers.last() {
            None => Scope::Lookup,
            Some(Layer::Reader(_)) => Scope::Reader,
            Some(Layer::Help { .. }) => Scope::Help,
        }
    }

    /// Whether a condition of the key table holds.
    #[must_use]
    pub fn holds(&self, when: When) -> bool {
        let lookup = &self.lookup;
        match when {
            When::Always => true,
            When::QueryEmpty => lookup.input.value().is_empty(),
            When::QueryTyped => !lookup.input.value().is_empty(),
            When::EntrySelected => lookup.selected().is_some(),
            When::DetailShown => self.layout().detail.is_some(),
            When::ListFocused => lookup.focus == Focus::List,
            When::DetailFocused => lookup.focus == Focus::Detail,
            When::AmongRelated => {
                lookup.focus == Focus::List
                    && lookup.input.value().is_empty()
                    && lookup.about.is_some()
            }
            When::DetailAway => lookup.detail_hidden,
            When::DetailKept => !lookup.detail_hidden,
            When::Narrowed => {
                let typed = !lookup.input.value().is_empty();
                let in_part = lookup.part.is_some() && lookup.about.is_none();
                lookup.focus == Focus::List && (typed || in_part)
            }
            When::JobControl => self.job_control,
            When::NoJobControl => !self.job_control,
        }
    }

    /// The entry being read on the whole screen, if one is.
    #[must_use]
    pub fn reader(&self) -> Option<&Reader> {
        self.layers.iter().rev().find_map(|layer| match layer {
            Layer::Reader(reader) => Some(reader),
            Layer::Help { .. } => None,
        })
    }

    /// Where things stand at this size.
    #[must_use]
    pub fn layout(&self) -> Layout {
        Layout::of(self.width, self.height, self.lookup.detail_hidden)
    }

    /// Whether an answer to the last questions is still to come.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.lookup.awaiting.is_some() || self.lookup.awaiting_entry.is_some()
    }

    /// A number for the next question.
    pub fn next_number(&mut self) -> u64 {
        self.last_number += 1;
        self.last_number
    }
}
