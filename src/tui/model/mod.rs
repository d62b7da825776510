//! All state of the screen. Changed by `update` only; knows neither terminal nor clock.

mod action;
mod cache;
mod case;
mod escape;
mod field;
mod form;
mod layer;
mod ledger;
mod lists;
mod lookup;
mod notice;
mod sought;

pub use action::{ActionFault, Carried, Deed, Menu, Objection, Overtaken, Picker, Target};
pub use cache::Cache;
pub use case::{Again, CaseFound, CaseState, CaseView, Logged};
pub use escape::BeforeEsc;
pub use field::{Control, Field, Slot};
pub use form::{Due, Filled, Form, Lack, Sent};
pub use layer::{Confirm, Layer, Reader};
pub use ledger::{FIRST_LINES, Fresh, Ledger, Listed, Narrowing, Tab};
pub use lists::Lists;
pub use lookup::{About, FIRST_LIMIT, Focus, Keep, Lookup, Results, Trail};
pub use notice::Notice;
pub use sought::{A_LOOK, Binding, Sought};

use tui_input::Input;

use super::keymap::{Action, Scope, When};
use super::layout::Layout;
use super::message::Msg;
use super::widgets::glyph;
use super::{Lines, Settings};
use crate::casework;
use crate::rpc::Watch;
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
    /// What frames and rules are drawn with.
    pub lines: Lines,
    /// The loaded lists, as they were named last.
    pub lists: Lists,
    /// Columns of the terminal.
    pub width: u16,
    /// Rows of the terminal.
    pub height: u16,
    /// Whether a shell waits that can wake the stopped program up again.
    pub job_control: bool,
    /// The screen at the bottom of the stack.
    pub lookup: Lookup,
    /// The ledger, also while it is not shown.
    pub ledger: Ledger,
    /// What the owner was told last of what is shown.
    pub watched: Watch,
    /// Whether the data directory is one for training.
    pub training: bool,
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
    /// Drawn at random at the start; every form is marked with the next number from there.
    pub once: u128,
    /// Whether personal data is blanked.
    pub blanked: bool,
    /// Whether nobody answers at the moment; questions wait.
    pub lost: bool,
    /// Whether nothing is answered, though somebody is there and was asked a while ago.
    pub unanswered: bool,
    /// An action that needs the answer to the query typed before it, until it is here.
    pub held: Option<Held>,
    /// What was typed for an action that became impossible, until a form of its case takes it.
    pub carried: Option<Carried>,
    /// What stood there before the last key, if that was Esc.
    pub before_esc: Option<Box<BeforeEsc>>,
    /// Whether a question is asked that was not painted yet.
    pub unseen: bool,
}

/// An action that waits for an answer, and the keys that followed it.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// The action.
    pub action: Action,
    /// What was pressed or pasted since.
    pub then: Vec<Msg>,
}

impl Model {
    /// The screen before anything happened.
    #[must_use]
    pub fn new(settings: Settings, width: u16, height: u16, job_control: bool) -> Self {
        Self {
            lang: settings.lang,
            color: settings.color,
            lines: settings.lines,
            lists: Lists::default(),
            width,
            height,
            job_control,
            lookup: Lookup {
                detail_hidden: !settings.detail,
                ..Lookup::default()
            },
            ledger: Ledger::default(),
            watched: Watch::default(),
            training: settings.training,
            layers: Vec::new(),
            leader: false,
            quit_armed: false,
            notice: None,
            dirty: true,
            last_number: 0,
            once: 0,
            blanked: false,
            lost: false,
            unanswered: false,
            held: None,
            carried: None,
            before_esc: None,
            unseen: false,
        }
    }

    /// All was painted as it is now.
    pub const fn painted(&mut self) {
        self.dirty = false;
        self.unseen = false;
    }

    /// Where keys go first.
    #[must_use]
    pub fn scope(&self) -> Scope {
        Self::scope_of(self.layers.last())
    }

    /// What the help on top is about.
    #[must_use]
    pub fn scope_under_help(&self) -> Scope {
        let help = |layer: &&Layer| matches!(layer, Layer::Help { .. });
        Self::scope_of(self.layers.iter().rev().find(|layer| !help(layer)))
    }

    const fn scope_of(layer: Option<&Layer>) -> Scope {
        match layer {
            None => Scope::Lookup,
            Some(Layer::Ledger) => Scope::Ledger,
            Some(Layer::Narrow) => Scope::Narrow,
            Some(Layer::Reader(_)) => Scope::Reader,
            Some(Layer::Help { .. }) => Scope::Help,
            Some(Layer::Form(_)) => Scope::Form,
            Some(Layer::Case(_)) => Scope::Case,
            Some(Layer::Logged(_)) => Scope::Logged,
            Some(Layer::Menu(_)) => Scope::Menu,
            Some(Layer::Picker(_)) => Scope::Picker,
            Some(Layer::Overtaken(_)) => Scope::Overtaken,
            Some(Layer::Confirm(_)) => Scope::Confirm,
        }
    }

    /// Whether a condition of the key table holds.
    #[must_use]
    pub fn holds(&self, when: When) -> bool {
        let lookup = &self.lookup;
        match when {
            When::Always => true,
            When::QueryEmpty => self.search_line().value().is_empty(),
            When::QueryTyped => !self.search_line().value().is_empty(),
            When::EntrySelected => lookup.selected().is_some(),
            When::HitsAwaited => lookup.is_stale(),
            When::DetailShown => self.layout().detail.is_some(),
            When::ListFocused => lookup.focus == Focus::List,
            When::ListBesideDetail => lookup.focus == Focus::List && !lookup.detail_hidden,
            When::DetailFocused => lookup.focus == Focus::Detail,
            When::AmongRelated => {
                lookup.focus == Focus::List
                    && lookup.input.value().is_empty()
                    && lookup.about.is_some()
            }
            When::DetailAway => lookup.detail_hidden,
            When::DetailKept => !lookup.detail_hidden,
            When::Narrowed | When::Whole if self.has_ledger() => {
                let typed = !self.ledger.input.value().is_empty();
                (typed || self.ledger.is_narrowed()) == (when == When::Narrowed)
            }
            When::Whole => false,
            When::Narrowed => {
                let typed = !lookup.input.value().is_empty();
                let in_part = lookup.part.is_some() && lookup.about.is_none();
                lookup.focus == Focus::List && (typed || in_part)
            }
            When::CaseMasked | When::CaseUnmasked => {
                let may = self.case().is_some_and(CaseView::may_reveal);
                may == (when == When::CaseMasked)
            }
            When::CaseSelected => lookup.case_selected().is_some(),
            When::Saving => self.form().is_some_and(Form::is_saving),
            When::Editing => self.form().is_some_and(|form| !form.is_saving()),
            When::FieldFocused => self.control().is_some(),
            When::TextFocused => self
                .control()
                .is_some_and(|control| control.input().is_some()),
            When::ChoiceFocused => self
                .control()
                .is_some_and(|control| control.input().is_none()),
            When::MayNotBind => self.reader().is_some() && lookup.sought.withheld().is_some(),
            When::MayBind => self.reader().is_some() && lookup.sought.offered().is_some(),
            When::IsBound => self.reader().is_some_and(|reader| {
                let binding = lookup.sought.binding.as_ref();
                binding.is_some_and(|b| b.may_be_undone() && b.entry == reader.summary.id)
            }),
            When::JobControl => self.job_control,
            When::NoJobControl => !self.job_control,
        }
    }

    /// Whether the ledger is open, perhaps with something on top of it.
    #[must_use]
    pub fn has_ledger(&self) -> bool {
        matches!(self.layers.first(), Some(Layer::Ledger))
    }

    /// Whether the ledger is open and the owner still reads the cases in.
    #[must_use]
    pub fn is_loading(&self) -> bool {
        self.has_ledger() && self.ledger.listed.loading.is_some()
    }

    /// The search line that takes what is typed where no form is open.
    #[must_use]
    pub fn search_line(&self) -> &Input {
        if self.has_ledger() {
            &self.ledger.input
        } else {
            &self.lookup.input
        }
    }

    /// That search line, to change it.
    pub fn search_line_mut(&mut self) -> &mut Input {
        if self.has_ledger() {
            &mut self.ledger.input
        } else {
            &mut self.lookup.input
        }
    }

    /// The entry being read on the whole screen, if one is.
    #[must_use]
    pub fn reader(&self) -> Option<&Reader> {
        self.layers.iter().rev().find_map(|layer| match layer {
            Layer::Reader(reader) => Some(reader),
            _ => None,
        })
    }

    /// The form being filled in, if one is.
    #[must_use]
    pub fn form(&self) -> Option<&Form> {
        self.layers.iter().rev().find_map(|layer| match layer {
            Layer::Form(form) => Some(&**form),
            _ => None,
        })
    }

    /// The form being filled in, to change it.
    pub fn form_mut(&mut self) -> Option<&mut Form> {
        self.layers.iter_mut().rev().find_map(|layer| match layer {
            Layer::Form(form) => Some(&mut **form),
            _ => None,
        })
    }

    /// What the open case allows; nothing until it is here.
    #[must_use]
    pub fn allowed(&self) -> &[casework::Action] {
        let shown = self.case().and_then(|view| view.state.known());
        shown.map_or(&[], |shown| shown.allowed.as_slice())
    }

    /// The agencies being chosen from, if they are.
    #[must_use]
    pub fn picker(&self) -> Option<&Picker> {
        self.layers.iter().rev().find_map(|layer| match layer {
            Layer::Picker(picker) => Some(&**picker),
            _ => None,
        })
    }

    /// The agencies being chosen from, to change it.
    pub fn picker_mut(&mut self) -> Option<&mut Picker> {
        self.layers.iter_mut().rev().find_map(|layer| match layer {
            Layer::Picker(picker) => Some(&mut **picker),
            _ => None,
        })
    }

    /// What stands in the field of the form that has the keys; nothing while it may not change.
    fn control(&self) -> Option<&Control> {
        let form = self.form().filter(|form| !form.is_saving())?;
        Some(&form.focused()?.control)
    }

    /// The case open on the whole screen, if one is.
    #[must_use]
    pub fn case(&self) -> Option<&CaseView> {
        self.layers.iter().rev().find_map(|layer| match layer {
            Layer::Case(case) => Some(&**case),
            _ => None,
        })
    }

    /// The case open on the whole screen, to change it.
    pub fn case_mut(&mut self) -> Option<&mut CaseView> {
        self.layers.iter_mut().rev().find_map(|layer| match layer {
            Layer::Case(case) => Some(&mut **case),
            _ => None,
        })
    }

    /// A mark for the next case to be logged.
    pub const fn next_once(&mut self) -> u128 {
        self.once = self.once.wrapping_add(1);
        self.once
    }

    /// Where things stand at this size.
    #[must_use]
    pub fn layout(&self) -> Layout {
        self.laid_out(self.lookup.detail_hidden)
    }

    /// Where the parts of the ledger stand at this size.
    #[must_use]
    pub fn ledger_layout(&self) -> Layout {
        self.laid_out(true)
    }

    fn laid_out(&self, detail_hidden: bool) -> Layout {
        let badge = if self.training {
            glyph::text_width(self.lang.training_badge())
        } else {
            0
        };
        Layout::of(self.width, self.height, detail_hidden)
            .with_badge(u16::try_from(badge).unwrap_or(0))
    }

    /// Whether an answer to the last questions is still to come.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        let awaited = |state: &CaseState| state.awaited().is_some();
        self.lookup.awaiting.is_some()
            || self.lookup.awaiting_entry.is_some()
            || self.ledger.awaiting.is_some()
            || self
                .lookup
                .case
                .as_ref()
                .is_some_and(|case| awaited(&case.state))
            || self
                .case()
                .is_some_and(|case| awaited(&case.state) || case.again.awaiting.is_some())
            || self
                .picker()
                .is_some_and(|picker| picker.awaiting.is_some())
            || self
                .form()
                .is_some_and(|form| form.is_saving() || matches!(form.due, Due::Awaited(_)))
    }

    /// A number for the next question.
    pub fn next_number(&mut self) -> u64 {
        self.last_number += 1;
        self.last_number
    }
}
