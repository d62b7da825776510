//! Lookup: the registry and the index over it. What can be asked without anything written down.

use sm3::{Digest, Sm3};

use crate::registry::{List, Registry};

use super::built_in;
use super::finder::Finder;

/// The registry and the index over it.
#[derive(Debug)]
pub struct Lookup {
    pub(super) registry: Registry,
    pub(super) finder: Finder,
    /// Which version of each list it is, in the order of the lists.
    pub(super) versions: Vec<String>,
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
        let versions = registry.lists().iter().map(|list| version(list));
        Self {
            versions: versions.collect(),
            registry,
            finder,
        }
    }

    /// The lists.
    #[must_use]
    pub const fn registry(&self) -> &Registry {
        &self.registry
    }
}

/// Which version of a list it is: the beginning of a hash of its document.
fn version(list: &List) -> String {
    let hash = Sm3::digest(list.document.as_bytes());
    hash.iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
