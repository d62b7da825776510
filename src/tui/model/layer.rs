//! What can lie on the lookup screen. Knows no order of them and no key.

use super::{CaseView, Form, Logged, Menu, Overtaken, Picker};
use crate::registry::Summary;
use crate::rpc::Mark;

/// A layer on top of the lookup screen.
#[derive(Clone, Debug)]
pub enum Layer {
    /// The ledger. There is at most one, below all others.
    Ledger,
    /// What the ledger can be narrowed to.
    Narrow,
    /// The keys.
    Help {
        /// First line shown.
        scroll: usize,
    },
    /// One entry on the whole screen.
    Reader(Reader),
    /// A form being filled in. There is at most one.
    Form(Box<Form>),
    /// A case on the whole screen.
    Case(Box<CaseView>),
    /// The number of the case just logged.
    Logged(Logged),
    /// What can be done with the case under it.
    Menu(Menu),
    /// The agencies to choose from, for the form under it.
    Picker(Box<Picker>),
    /// What somebody did first with the case of the form under it.
    Overtaken(Box<Overtaken>),
    /// A question to be answered by yes or no.
    Confirm(Confirm),
}

/// What is asked before something typed is thrown away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirm {
    /// Throw the form away?
    Discard,
    /// Throw the form away and go back to the lookup?
    Lookup,
    /// Throw the form away and go to the ledger?
    Ledger,
    /// Quit, although a form is open?
    Quit,
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
