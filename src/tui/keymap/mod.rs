//! The one table of keys: dispatch, hint bar and help all read it. Knows actions and when they
//! make sense, not what they do.

mod action;
mod chord;
mod letters;
mod table;

use crossterm::event::KeyEvent;

pub use action::Action;
pub use chord::{Chord, LEADER, SUSPEND};
pub use letters::{LETTERS, action_of, letter};
pub use table::BINDINGS;

use crate::text::Lang;

/// Where a binding holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Everywhere.
    Any,
    /// The lookup screen. It takes text, so no bare characters are bound here.
    Lookup,
    /// The ledger. It takes text, so no bare characters are bound here.
    Ledger,
    /// The menu of what the ledger can be narrowed to: letters choose.
    Narrow,
    /// An entry on the whole screen.
    Reader,
    /// A form. It takes text in most fields.
    Form,
    /// A case on the whole screen.
    Case,
    /// The number of the case just logged.
    Logged,
    /// What can be done with a case. Letters choose there ([`LETTERS`]).
    Menu,
    /// The agencies to choose from. Text goes into the form's field.
    Picker,
    /// What somebody did first with the case of the form.
    Overtaken,
    /// A question to be answered by yes or no.
    Confirm,
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
    /// What the query finds is still to come.
    HitsAwaited,
    /// The detail pane is on the screen.
    DetailShown,
    /// The clerk put the detail pane away.
    DetailAway,
    /// The clerk did not.
    DetailKept,
    /// Something restricts the list that Esc takes away: a query, a part, a tab of the ledger.
    Narrowed,
    /// Nothing restricts the ledger.
    Whole,
    /// Related entries are listed, all of them: Esc goes back.
    AmongRelated,
    /// The list has the keys.
    ListFocused,
    /// It has, and the clerk did not put the detail pane away.
    ListBesideDetail,
    /// The detail pane has the keys.
    DetailFocused,
    /// A case's number stands in the search line, and it is selected.
    CaseSelected,
    /// Something of the open case is masked, or was, and the clerk may see it.
    CaseMasked,
    /// Nothing of it is, or the clerk may not.
    CaseUnmasked,
    /// The form is on its way.
    Saving,
    /// It is not.
    Editing,
    /// It is not, and some field of it has the keys: an action may ask for none.
    FieldFocused,
    /// The field of the form that has the keys takes text.
    TextFocused,
    /// It is a mark or a choice.
    ChoiceFocused,
    /// An entry is open, and words that led nowhere before may be bound to it.
    MayBind,
    /// An entry is read, and words that found nothing before may not be bound to it.
    MayNotBind,
    /// They were, just now.
    IsBound,
    /// A shell waits that can wake the stopped program up again.
    JobControl,
    /// No shell waits.
    NoJobControl,
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
    /// Logging, and the form.
    Log,
    /// A case.
    Case,
    /// Narrowing the ledger.
    Narrow,
    /// The program.
    Program,
}

impl Group {
    /// Every group, in the order of help.
    pub const ALL: [Self; 7] = [
        Self::Log,
        Self::Case,
        Self::Narrow,
        Self::Search,
        Self::Move,
        Self::Read,
        Self::Program,
    ];

    /// The heading.
    #[must_use]
    pub const fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::Search => lang.group_search(),
            Self::Move => lang.group_move(),
            Self::Read => lang.group_read(),
            Self::Log => lang.group_log(),
            Self::Case => lang.group_case(),
            Self::Narrow => lang.group_narrow(),
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
    // The rows of the leader and a digit say so in hints and help.
    let chord = chord.function_key().unwrap_or(chord);
    let find = |wanted, chord| {
        BINDINGS.iter().find(|binding| {
            binding.scope == wanted && binding.chord == chord && holds(binding.when)
        })
    };
    find(scope, chord)
        // Bare characters are bound only where no text is typed; there ｙ and Y are y.
        .or_else(|| find(scope, chord.plain()))
        .or_else(|| find(Scope::Any, chord))
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

/// What help is about: the lookup screen and what opens from it, the ledger, the form, or a case.
const fn helped(scope: Scope) -> &'static [Scope] {
    match scope {
        Scope::Form | Scope::Picker | Scope::Overtaken | Scope::Confirm => {
            &[Scope::Any, Scope::Form, Scope::Picker, Scope::Confirm]
        }
        Scope::Ledger | Scope::Narrow => &[Scope::Any, Scope::Ledger, Scope::Narrow],
        Scope::Case | Scope::Menu | Scope::Logged => &[Scope::Any, Scope::Case, Scope::Menu],
        Scope::Any | Scope::Lookup | Scope::Reader | Scope::Help => {
            &[Scope::Any, Scope::Lookup, Scope::Reader, Scope::Help]
        }
    }
}

/// The lines of help under a heading, for what lies under the help.
#[must_use]
pub fn help_lines(under: Scope, group: Group, holds: impl Fn(When) -> bool) -> Vec<HelpLine> {
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
        .filter(|binding| helped(under).contains(&binding.scope))
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

#[cfg(test)]
mod tests;
