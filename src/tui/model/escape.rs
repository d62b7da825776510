//! What stood there before Esc, as Esc may turn out to have been the beginning of another key that
//! came in pieces. Knows no key.

use super::{Carried, Held, Layer, Ledger, Lookup};

/// What Esc may have changed, as it was; kept until the next key.
#[derive(Clone, Debug)]
pub struct BeforeEsc {
    /// What lay on the lookup screen.
    pub layers: Vec<Layer>,
    /// How many layers there were after it.
    pub left: usize,
    /// The lookup screen, where Esc was for it.
    pub lookup: Option<Box<Lookup>>,
    /// The ledger, where it was for that.
    pub ledger: Option<Box<Ledger>>,
    /// What was kept for another form.
    pub carried: Option<Carried>,
    /// The action that waited.
    pub held: Option<Held>,
    /// The question that the form waited for.
    pub waiting: Option<u64>,
}
