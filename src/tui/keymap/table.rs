//! The rows. Their order is the order in the hint bar and in help.

use crossterm::event::KeyCode;

use super::chord::{SUSPEND, ctrl, f, key, led};
use super::{Action, Binding, Chord, Group, Hint, Scope, When};
use crate::text::Lang;

const fn bind(
    scope: Scope,
    chord: Chord,
    when: When,
    action: Action,
    group: Group,
    hint: Hint,
) -> Binding {
    Binding {
        scope,
        chord,
        when,
        action,
        group,
        hint,
    }
}

/// Every key of the screen.
#[rustfmt::skip]
pub const BINDINGS: &[Binding] = {
    use Group::{Case as OfCase, Log, Move, Program, Read, Search};
    use Hint::{AfterLeader, Bar, HelpOnly};
    use Scope::{Any, Case, Confirm, Form, Help, Logged, Lookup, Menu, Overtaken, Picker, Reader};
    use When::{
        Always, AmongRelated, CaseSelected, ChoiceFocused, DetailAway, DetailFocused, DetailKept, DetailShown, Editing, EntrySelected, FieldFocused, JobControl,
        ListFocused, Narrowed, NoJobControl, QueryEmpty, QueryTyped, Saving, TextFocused,
    };
    &[
        bind(Any,    f(1),                     Always,        Action::Help,         Program, Bar(Lang::hint_help)),
        bind(Any,    led('?'),                 Always,        Action::Help,         Program, AfterLeader(Lang::hint_help)),

        bind(Help,   f(1),                     Always,        Action::Help,         Program, HelpOnly),

        bind(Lookup, key(KeyCode::Esc),        AmongRelated,  Action::Clear,        Search,  Bar(Lang::hint_back)),
        bind(Lookup, key(KeyCode::Esc),        Narrowed,      Action::Clear,        Search,  Bar(Lang::hint_clear)),
        bind(Lookup, ctrl('u'),                Always,        Action::EraseLine,    Search,  HelpOnly),
        bind(Lookup, ctrl('w'),                Always,        Action::EraseWord,    Search,  HelpOnly),
        bind(Lookup, key(KeyCode::Backspace),  Always,        Action::EraseBack,    Search,  HelpOnly),
        bind(Lookup, ctrl('h'),                Always,        Action::EraseBack,    Search,  HelpOnly),
        bind(Lookup, key(KeyCode::Delete),     Always,        Action::EraseForward, Search,  HelpOnly),
        bind(Lookup, key(KeyCode::Left),       QueryTyped,    Action::CursorLeft,   Search,  HelpOnly),
        bind(Lookup, key(KeyCode::Right),      QueryTyped,    Action::CursorRight,  Search,  HelpOnly),

        bind(Lookup, key(KeyCode::Enter),      CaseSelected,  Action::Open,         Read,    HelpOnly),
        bind(Lookup, key(KeyCode::Enter),      EntrySelected, Action::Open,         Read,    HelpOnly),

        bind(Lookup, f(5),                     Always,        Action::Enquiry,      Log,     Bar(Lang::hint_enquiry)),
        bind(Lookup, ctrl('e'),                Always,        Action::Enquiry,      Log,     HelpOnly),
        bind(Lookup, f(6),                     Always,        Action::Complaint,    Log,     Bar(Lang::hint_complaint)),
        bind(Lookup, ctrl('t'),                Always,        Action::Complaint,    Log,     HelpOnly),
        bind(Lookup, f(7),                     Always,        Action::Tipoff,       Log,     HelpOnly),
        bind(Lookup, led('7'),                 Always,        Action::Tipoff,       Log,     AfterLeader(Lang::hint_tipoff)),
        bind(Reader, f(5),                     Always,        Action::Enquiry,      Log,     Bar(Lang::hint_enquiry)),
        bind(Reader, ctrl('e'),                Always,        Action::Enquiry,      Log,     HelpOnly),
        bind(Reader, f(6),                     Always,        Action::Complaint,    Log,     HelpOnly),
        bind(Reader, ctrl('t'),                Always,        Action::Complaint,    Log,     HelpOnly),
        bind(Reader, f(7),                     Always,        Action::Tipoff,       Log,     HelpOnly),
        bind(Reader, led('7'),                 Always,        Action::Tipoff,       Log,     AfterLeader(Lang::hint_tipoff)),

        bind(Form,   ctrl('s'),                Editing,       Action::Save,         Log,     Bar(Lang::hint_save)),
        bind(Form,   f(10),                    Editing,       Action::Save,         Log,     HelpOnly),
        bind(Form,   key(KeyCode::Enter),      Editing,       Action::EnterField,   Log,     HelpOnly),
        bind(Form,   key(KeyCode::Tab),        FieldFocused,  Action::NextField,    Log,     Bar(Lang::hint_next_field)),
        bind(Form,   key(KeyCode::BackTab),    FieldFocused,  Action::PreviousField, Log,    HelpOnly),
        bind(Form,   key(KeyCode::Char(' ')),  ChoiceFocused, Action::NextChoice,   Log,     Bar(Lang::hint_choose)),
        bind(Form,   key(KeyCode::Right),      ChoiceFocused, Action::NextChoice,   Log,     HelpOnly),
        bind(Form,   key(KeyCode::Left),       ChoiceFocused, Action::PreviousChoice, Log,   HelpOnly),
        bind(Form,   key(KeyCode::Left),       TextFocused,   Action::CursorLeft,   Move,    HelpOnly),
        bind(Form,   key(KeyCode::Right),      TextFocused,   Action::CursorRight,  Move,    HelpOnly),
        bind(Form,   key(KeyCode::Backspace),  Editing,       Action::EraseBack,    Log,     HelpOnly),
        bind(Form,   ctrl('h'),                Editing,       Action::EraseBack,    Log,     HelpOnly),
        bind(Form,   key(KeyCode::Delete),     Editing,       Action::EraseForward, Log,     HelpOnly),
        bind(Form,   ctrl('w'),                Editing,       Action::EraseWord,    Log,     HelpOnly),
        bind(Form,   ctrl('u'),                Editing,       Action::EraseLine,    Log,     HelpOnly),
        bind(Form,   key(KeyCode::Esc),        Editing,       Action::Leave,        Log,     Bar(Lang::hint_back)),
        bind(Form,   key(KeyCode::Esc),        Saving,        Action::StopWaiting,  Log,     Bar(Lang::hint_stop_waiting)),
        bind(Picker, key(KeyCode::Enter),      Always,        Action::TakeAgency,   Log,     Bar(Lang::hint_take)),
        bind(Picker, key(KeyCode::Tab),        Always,        Action::TakeAgency,   Log,     HelpOnly),
        bind(Picker, key(KeyCode::Left),       Always,        Action::CursorLeft,   Move,    HelpOnly),
        bind(Picker, key(KeyCode::Right),      Always,        Action::CursorRight,  Move,    HelpOnly),
        bind(Picker, key(KeyCode::Backspace),  Always,        Action::EraseBack,    Log,     HelpOnly),
        bind(Picker, ctrl('h'),                Always,        Action::EraseBack,    Log,     HelpOnly),
        bind(Picker, key(KeyCode::Delete),     Always,        Action::EraseForward, Log,     HelpOnly),
        bind(Picker, ctrl('w'),                Always,        Action::EraseWord,    Log,     HelpOnly),
        bind(Picker, ctrl('u'),                Always,        Action::EraseLine,    Log,     Bar(Lang::hint_clear)),
        bind(Picker, key(KeyCode::PageDown),   Always,        Action::PageDown,     Move,    Bar(Lang::hint_page)),
        bind(Picker, key(KeyCode::Esc),        Always,        Action::Back,         Log,     Bar(Lang::hint_put_away)),
        bind(Overtaken, key(KeyCode::Enter),   Always,        Action::Back,         Read,    Bar(Lang::hint_to_form)),
        bind(Overtaken, key(KeyCode::PageDown), Always,       Action::PageDown,     Move,    Bar(Lang::hint_page)),
        bind(Overtaken, key(KeyCode::Esc),     Always,        Action::Back,         Read,    HelpOnly),
        bind(Confirm, key(KeyCode::Char('y')), Always,        Action::Yes,          Log,     Bar(Lang::hint_yes)),
        bind(Confirm, key(KeyCode::Char('n')), Always,        Action::No,           Log,     Bar(Lang::hint_no)),
        bind(Confirm, key(KeyCode::Esc),       Always,        Action::No,           Log,     HelpOnly),

        bind(Logged, key(KeyCode::Enter),      Always,        Action::Back,         Read,    Bar(Lang::hint_close)),
        bind(Logged, key(KeyCode::Esc),        Always,        Action::Back,         Read,    HelpOnly),
        bind(Case,   key(KeyCode::Enter),      Always,        Action::Menu,         OfCase,  Bar(Lang::hint_act)),
        bind(Menu,   key(KeyCode::Enter),      Always,        Action::Choose,       OfCase,  Bar(Lang::hint_choose)),
        bind(Menu,   key(KeyCode::Esc),        Always,        Action::Back,         Read,    Bar(Lang::hint_back)),
        bind(Case,   ctrl('r'),                Always,        Action::Reveal,       OfCase,  Bar(Lang::hint_reveal)),
        bind(Case,   key(KeyCode::PageDown),   Always,        Action::PageDown,     Move,    Bar(Lang::hint_page)),
        bind(Case,   key(KeyCode::Esc),        Always,        Action::Back,         Read,    Bar(Lang::hint_back)),
        bind(Lookup, ctrl('g'),                EntrySelected, Action::Related,      Move,    Bar(Lang::hint_related)),
        bind(Reader, ctrl('g'),                Always,        Action::Related,      Move,    Bar(Lang::hint_related)),
        bind(Lookup, ctrl('b'),                ListFocused,   Action::NextPart,     Move,    HelpOnly),
        bind(Lookup, ctrl('b'),                DetailFocused, Action::NextPart,     Move,    HelpOnly),
        bind(Lookup, key(KeyCode::Right),      QueryEmpty,    Action::NextPart,     Move,    HelpOnly),
        bind(Lookup, key(KeyCode::Left),       QueryEmpty,    Action::PreviousPart, Move,    HelpOnly),
        bind(Any,    key(KeyCode::Up),         Always,        Action::Up,           Move,    HelpOnly),
        bind(Any,    ctrl('p'),                Always,        Action::Up,           Move,    HelpOnly),
        bind(Any,    key(KeyCode::Down),       Always,        Action::Down,         Move,    HelpOnly),
        bind(Any,    ctrl('n'),                Always,        Action::Down,         Move,    HelpOnly),
        bind(Any,    key(KeyCode::PageUp),     Always,        Action::PageUp,       Move,    HelpOnly),
        bind(Any,    key(KeyCode::PageDown),   Always,        Action::PageDown,     Move,    HelpOnly),
        bind(Lookup, key(KeyCode::PageDown),   DetailFocused, Action::PageDown,     Move,    Bar(Lang::hint_page)),
        bind(Reader, key(KeyCode::PageDown),   Always,        Action::PageDown,     Move,    Bar(Lang::hint_page)),
        bind(Help,   key(KeyCode::PageDown),   Always,        Action::PageDown,     Move,    Bar(Lang::hint_page)),
        bind(Any,    key(KeyCode::Home),       Always,        Action::First,        Move,    HelpOnly),
        bind(Any,    key(KeyCode::End),        Always,        Action::Last,         Move,    HelpOnly),

        bind(Lookup, key(KeyCode::Tab),        DetailShown,   Action::SwitchFocus,  Read,    HelpOnly),
        bind(Lookup, key(KeyCode::BackTab),    DetailShown,   Action::SwitchFocus,  Read,    HelpOnly),
        bind(Lookup, key(KeyCode::Esc),        DetailFocused, Action::SwitchFocus,  Read,    Bar(Lang::hint_back)),
        bind(Lookup, f(8),                     DetailAway,    Action::ToggleDetail, Read,    Bar(Lang::hint_detail)),
        bind(Lookup, f(8),                     DetailKept,    Action::ToggleDetail, Read,    HelpOnly),
        bind(Lookup, led('8'),                 Always,        Action::ToggleDetail, Read,    AfterLeader(Lang::hint_detail)),
        bind(Reader, key(KeyCode::Esc),        Always,        Action::Back,         Read,    Bar(Lang::hint_back)),
        bind(Help,   key(KeyCode::Esc),        Always,        Action::Back,         Read,    Bar(Lang::hint_back)),

        bind(Any,    f(2),                     Always,        Action::Lookup,       Program, HelpOnly),
        bind(Any,    led('2'),                 Always,        Action::Lookup,       Program, AfterLeader(Lang::hint_lookup)),
        bind(Any,    f(9),                     Always,        Action::Privacy,      Program, HelpOnly),
        bind(Any,    led('9'),                 Always,        Action::Privacy,      Program, AfterLeader(Lang::hint_privacy)),
        bind(Any,    ctrl('l'),                Always,        Action::Repaint,      Program, HelpOnly),
        bind(Any,    SUSPEND,                  JobControl,    Action::Suspend,      Program, HelpOnly),
        bind(Any,    SUSPEND,                  NoJobControl,  Action::Suspend,      Program, HelpOnly),
        bind(Any,    ctrl('q'),                Always,        Action::Quit,         Program, Bar(Lang::hint_quit)),
        bind(Any,    ctrl('c'),                Always,        Action::Interrupt,    Program, HelpOnly),
    ]
};
