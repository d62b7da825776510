//! Lookup: the registry and the index over it. What can be asked without anything written down.

use crate::registry::Registry;

use super::built_in;
use super::finder::Finder;

/// The registry and the index over it.
#[derive(Debug)]
pub struct Lookup {
    pub(super) registry: Registry,
    pub(super) finder: Finder,
}

impl Lookup {
    /// Over the list that is compiled in.
    #[must_use]
    pub fn built_in() -> Self {
        Self::new(built_in::registry())
    }

    /// Over given lists.
    #[must_use]
    pub fn new(registry: Registry) -> Self {
        let finder = Finder::new(&registry);
        Self { registry, finder }
    }

    /// The lists.
    #[must_use]
    pub const fn registry(&self) -> &Registry {
        &self.registry
    }
}
