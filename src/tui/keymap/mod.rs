//! The one table of keys: dispatch, hint bar and help all read it. Knows actions and when they
//! make sense, not what they do.

mod chord;
mod table;

use crossterm::event::KeyEvent;

pub use chord::{Chord, LEADER, SUSPEND};
pub use table::BINDINGS;

use crate::text::Lang;

/// Where a binding holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Everywhere.
    Any,
    /// The lookup screen. It takes text, so no bare characters are bound here.
    Lookup,
    /// An entry on the whole screen.
    Reader,
    /// Help.
    Help,
}

/// When a binding holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum When {
    /// Always.
    Always,
    /// Nothing stands in the search line.
    QueryEmpty,
    /// Something stands in the search line.
    QueryTyped,
    /// An entry is selected.
    EntrySelected,
    /// The detail pane is on the screen.
    DetailShown,
    /// The clerk put the detail pane away.
    DetailAway,
    /// The clerk did not.
    DetailKept,
    /// Something restricts the list that Esc takes away: a query, a part.
    Narrowed,
    /// Related entries are listed, all of them: Esc goes back.
    AmongRelated,
    /// The list has the keys.
    ListFocused,
    /// The detail pane has the keys.
    DetailFocused,
    /// A shell waits that can wake the stopped program up again.
    JobControl,
    /// No shell waits.
    NoJobControl,
}

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "Action::about says it")]
pub enum Action {
    EraseBack,
    EraseForward,
    EraseWord,
    EraseLine,
    CursorLeft,
    CursorRight,
    Clear,
    Up,
    Down,
    PageUp,
    PageDown,
    First,
    Last,
    PreviousPart,
    NextPart,
    Related,
    Open,
    SwitchFocus,
    ToggleDetail,
    Back,
    Help,
    Lookup,
    Repaint,
    Suspend,
    Interrupt,
    Quit,
}

/// Under which heading help shows a binding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Group {
    /// The search line.
    Search,
    /// Moving about.
    Move,
    /// Reading an entry.
    Read,
    /// The program.
    Program,
}

impl Group {
    /// Every group, in the order of help.
    pub const ALL: [Self; 4] = [Self::Search, Self::Move, Self::Read, Self::Program];

    /// The heading.
    #[must_use]
    pub const fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::Search => lang.group_search(),
            Self::Move => lang.group_move(),
            Self::Read => lang.group_read(),
            Self::Program => lang.group_program(),
        }
    }
}

/// Whether the hint bar shows a binding.
#[derive(Clone, Copy, Debug)]
pub enum Hint {
    /// When it holds, under this short word.
    Bar(fn(Lang) -> &'static str),
    /// While the leader waits for what follows, under this short word.
    AfterLeader(fn(Lang) -> &'static str),
    /// Only help shows it.
    HelpOnly,
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Binding {
    /// Where.
    pub scope: Scope,
    /// Which key.
    pub chord: Chord,
    /// When.
    pub when: When,
    /// What it does.
    pub action: Action,
    /// Heading in help.
    pub group: Group,
    /// Whether in the hint bar.
    pub hint: Hint,
}

/// The action of a key, in the scope of the layer on top and then everywhere.
#[must_use]
pub fn resolve(
    scope: Scope,
    holds: impl Fn(When) -> bool,
    event: &KeyEvent,
    after_leader: bool,
) -> Option<Action> {
    let chord = Chord::of(event, after_leader);
    let find = |wanted| {
        BINDINGS.iter().find(|binding| {
            binding.scope == wanted && binding.chord == chord && holds(binding.when)
        })
    };
    find(scope)
        .or_else(|| find(Scope::Any))
        .map(|binding| binding.action)
}

/// The bindings that hold in a scope now, in the order of the table.
pub fn active(
    scope: Scope,
    holds: impl Fn(When) -> bool + Clone,
) -> impl Iterator<Item = &'static Binding> {
    let own = |binding: &Binding| binding.scope == scope && holds(binding.when);
    let taken: Vec<Chord> = BINDINGS
        .iter()
        .filter(|b| own(b))
        .map(|b| b.chord)
        .collect();
    BINDINGS.iter().filter(move |binding| match binding.scope {
        // What the scope binds itself is not what it is elsewhere.
        Scope::Any => holds(binding.when) && !taken.contains(&binding.chord),
        wanted => wanted == scope && holds(binding.when),
    })
}

/// The first key of an action.
#[must_use]
pub fn key_of(action: Action) -> Option<Chord> {
    BINDINGS
        .iter()
        .find(|binding| binding.action == action)
        .map(|binding| binding.chord)
}

/// The first key of an action, as it is written.
#[must_use]
pub fn key_name(action: Action) -> String {
    key_of(action).map_or_else(String::new, |key| key.to_string())
}

/// A line of help: the keys of an action, and what it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpLine {
    /// Its keys, the first one first.
    pub keys: Vec<Chord>,
    /// What they do.
    pub action: Action,
}

/// The lines of help under a heading, for the lookup screen and what opens from it.
#[must_use]
pub fn help_lines(group: Group, holds: impl Fn(When) -> bool) -> Vec<HelpLine> {
    let mut lines: Vec<HelpLine> = Vec::new();
    // A condition of the moment (nothing typed yet) must not hide a key from help; one that the
    // terminal sets once and for all must.
    let offered = |when| match when {
        When::JobControl => holds(when),
        When::NoJobControl => false,
        _ => true,
    };
    for binding in BINDINGS
        .iter()
        .filter(|binding| binding.group == group && offered(binding.when))
    {
        match lines.iter_mut().find(|line| line.action == binding.action) {
            Some(line) if line.keys.contains(&binding.chord) => {}
            Some(line) => line.keys.push(binding.chord),
            None => lines.push(HelpLine {
                keys: vec![binding.chord],
                action: binding.action,
            }),
        }
    }
    lines
}

impl Action {
    /// What it does, as help says it.
    #[must_use]
    pub const fn about(self, lang: Lang) -> &'static str {
        match self {
            Self::EraseBack => lang.about_erase_back(),
            Self::EraseForward => lang.about_erase_forward(),
            Self::EraseWord => lang.about_erase_word(),
            Self::EraseLine => lang.about_erase_line(),
            Self::CursorLeft => lang.about_cursor_left(),
            Self::CursorRight => lang.about_cursor_right(),
            Self::Clear => lang.about_clear(),
            Self::Up => lang.about_up(),
            Self::Down => lang.about_down(),
            Self::PageUp => lang.about_page_up(),
            Self::PageDown => lang.about_page_down(),
            Self::First => lang.about_first(),
            Self::Last => lang.about_last(),
            Self::PreviousPart => lang.about_previous_part(),
            Self::NextPart => lang.about_next_part(),
            Self::Related => lang.about_related(),
            Self::Open => lang.about_open(),
            Self::SwitchFocus => lang.about_switch_focus(),
            Self::ToggleDetail => lang.about_toggle_detail(),
            Self::Back => lang.about_back(),
            Self::Help => lang.about_help(),
            Self::Lookup => lang.about_lookup(),
            Self::Repaint => lang.about_repaint(),
            Self::Suspend => lang.about_suspend(),
            Self::Interrupt => lang.about_interrupt(),
            Self::Quit => lang.about_quit(),
        }
    }
}

#[cfg(test)]
mod tests;
