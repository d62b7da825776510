//! All lists together: finding an entry by what a person typed, walking the entries in order.

use std::sync::Arc;

use super::entry::{Entry, Summary};
use super::id::{EntryId, ListCode, Place, Reference};
use super::list::List;
use super::related::Kinship;

/// Every loaded list.
#[derive(Clone, Debug)]
pub struct Registry {
    lists: Vec<Arc<List>>,
    /// What is related inside each list, in the same order.
    kinships: Vec<Arc<Kinship>>,
}

/// Why a reference names no entry.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotFound {
    /// No such entry.
    #[error("no entry {0}")]
    Absent(Reference),
    /// The list was left out and several lists have such an entry.
    #[error("{reference} stands in several lists")]
    Ambiguous {
        /// What was typed.
        reference: Reference,
        /// The lists that have it.
        lists: Vec<ListCode>,
    },
}

impl Registry {
    /// Puts lists together, in the order given.
    #[must_use]
    pub fn new(lists: Vec<Arc<List>>) -> Self {
        let kinships = lists.iter().map(|list| Arc::new(Kinship::new(list)));
        Self {
            kinships: kinships.collect(),
            lists,
        }
    }

    /// The lists, in order.
    #[must_use]
    pub fn lists(&self) -> &[Arc<List>] {
        &self.lists
    }

    /// The bureau whose list it is, while there are several.
    #[must_use]
    pub fn whose(&self, code: &ListCode) -> Option<&str> {
        let lists = self.lists.iter();
        whose(lists.map(|list| (&list.code, list.name.as_str())), code)
    }

    /// One line for every entry: list by list, the kinds in the order of [`Kind`](super::Kind), tasks after
    /// the duty they are printed under.
    pub fn summaries(&self) -> impl Iterator<Item = Summary> {
        self.lists.iter().flat_map(|list| list.summaries())
    }

    /// One line about the entry with this identifier.
    #[must_use]
    pub fn summary(&self, id: &EntryId) -> Option<Summary> {
        let list = self.lists.iter().find(|list| list.code == id.list)?;
        list.summary(&id.place)
    }

    /// Every entry whole, in the order of [`Registry::summaries`].
    pub fn entries(&self) -> impl Iterator<Item = Entry> {
        let lists = self.lists.iter().zip(&self.kinships);
        lists.flat_map(|(list, kinship)| {
            let entry = |place| entry(list, kinship, &place);
            list.places().filter_map(entry)
        })
    }

    /// The entry a person named.
    ///
    /// # Errors
    /// [`NotFound`] when there is none, or when the list was left out and it could be several.
    pub fn entry(&self, reference: &Reference) -> Result<Entry, NotFound> {
        let found = |list: &List, kinship: &Kinship| entry(list, kinship, &reference.place);
        self.only(reference, found, |entry| &entry.list)
    }

    /// One line about the entry a person named.
    ///
    /// # Errors
    /// [`NotFound`], as for [`Registry::entry`].
    pub fn line(&self, reference: &Reference) -> Result<Summary, NotFound> {
        let found = |list: &List, _: &Kinship| list.summary(&reference.place);
        self.only(reference, found, |summary| &summary.list)
    }

    /// What is found in one list only, of those the reference may mean.
    fn only<T>(
        &self,
        reference: &Reference,
        find: impl Fn(&List, &Kinship) -> Option<T>,
        list_of: impl Fn(&T) -> &ListCode,
    ) -> Result<T, NotFound> {
        let mut found = self
            .lists
            .iter()
            .zip(&self.kinships)
            .filter(|(list, _)| {
                reference
                    .list
                    .as_ref()
                    .is_none_or(|code| *code == list.code)
            })
            .filter_map(|(list, kinship)| find(list, kinship));
        let Some(only) = found.next() else {
            return Err(NotFound::Absent(reference.clone()));
        };
        let others: Vec<ListCode> = found.map(|other| list_of(&other).clone()).collect();
        if others.is_empty() {
            return Ok(only);
        }
        let first = list_of(&only).clone();
        Err(NotFound::Ambiguous {
            reference: reference.clone(),
            lists: std::iter::once(first).chain(others).collect(),
        })
    }
}

/// The bureau whose list it is, of those that are loaded; nothing while that goes without saying,
/// because there is one list.
pub fn whose<'a>(
    lists: impl ExactSizeIterator<Item = (&'a ListCode, &'a str)>,
    code: &ListCode,
) -> Option<&'a str> {
    let several = lists.len() > 1;
    let mut lists = lists.filter(|_| several);
    lists
        .find(|(known, _)| *known == code)
        .map(|(_, name)| name)
}

/// The entry at a place, whole.
fn entry(list: &List, kinship: &Kinship, place: &Place) -> Option<Entry> {
    let Summary {
        id,
        kind,
        title,
        list: code,
        ..
    } = list.summary(place)?;
    Some(Entry {
        id,
        kind,
        title,
        list: code,
        body: list.body(place)?,
        related: kinship.related(list, place),
    })
}
