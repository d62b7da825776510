//! The registry as documents for the search engine, and the way back from a document to an entry.

use crate::registry::{Kind, List, Place, Registry, Role, Summary};
use crate::rpc::{Field, RolePart};
use crate::search::{
    self, DocKey, Document, Engine, Hearing, Meaning, Nature, Standing, Thesaurus,
};

use super::holds;
use super::synonyms::{self, Table};
use super::words::Words;

/// The index over every entry of every list.
#[derive(Debug, Default)]
pub(super) struct Finder {
    pub(super) engine: Engine,
    entries: Vec<Indexed>,
}

/// What the engine's document stands for.
#[derive(Debug)]
struct Indexed {
    summary: Summary,
    /// The entry's field for each of the document's.
    fields: Vec<Field>,
}

impl Finder {
    /// Takes in every entry, in the registry's order: a document's number is its place there. Found
    /// also by what people say, of this hall too.
    pub(super) fn new(registry: &Registry, words: &Words) -> Self {
        let mut finder = Self::default();
        for list in registry.lists() {
            for place in list.places() {
                if let Some(summary) = list.summary(&place) {
                    finder.add(list, &place, summary);
                }
            }
        }
        let mut thesaurus = Thesaurus::default();
        Table::built_in().tell(&mut thesaurus);
        // It was checked when it was read in.
        let own = words.own_table.as_deref();
        if let Some(own) = own.and_then(|own| Table::read(own).ok()) {
            own.tell(&mut thesaurus);
        }
        for (said, id) in &words.bound {
            let is_bound = |doc: &DocKey| finder.summary(*doc).id == *id;
            let meaning = Meaning {
                words: Vec::new(),
                docs: finder.docs().filter(is_bound).collect(),
            };
            thesaurus.say([said.as_str()], meaning);
        }
        finder.engine.learn(thesaurus);
        finder.engine.hear(if words.accents {
            Hearing::Accented
        } else {
            Hearing::Exact
        });
        finder
    }

    fn add(&mut self, list: &List, place: &Place, summary: Summary) {
        let (names, fields) = fields(list, place, &summary)
            .into_iter()
            .map(|(name, nature, text)| {
                let tag = holds::tag_of(name, summary.kind);
                (name, search::Field { tag, nature, text })
            })
            .unzip();
        self.engine.add(Document {
            fields,
            prior: prior(summary.kind),
            sort: synonyms::sort(summary.kind),
        });
        self.entries.push(Indexed {
            summary,
            fields: names,
        });
    }

    /// A line about the entry a document stands for.
    pub(super) fn summary(&self, doc: DocKey) -> &Summary {
        &self.entries[doc as usize].summary
    }

    /// The entry's field, and its text, for a field of its document.
    pub(super) fn field(&self, doc: DocKey, field: usize) -> (Field, &str) {
        let name = self.entries[doc as usize].fields[field];
        (name, self.engine.text(doc, field))
    }

    /// The numbers of all documents, in the registry's order.
    pub(super) fn docs(&self) -> impl Iterator<Item = DocKey> {
        (0..).take(self.entries.len())
    }
}

/// What a person at the counter is likelier to mean, all else being equal.
const fn prior(kind: Kind) -> i64 {
    match kind {
        Kind::Service => 14,
        Kind::Boundary => 7,
        Kind::Agency => 6,
        Kind::Supervision => 4,
        Kind::Duty => 2,
        Kind::Task => 0,
    }
}

const NAME: Nature = Nature::Words(Standing::Name);
const BODY: Nature = Nature::Words(Standing::Body);
const ASIDE: Nature = Nature::Words(Standing::Aside);

/// The fields by which an entry is found. A duty is not found by its tasks: they are entries.
fn fields(list: &List, place: &Place, summary: &Summary) -> Vec<(Field, Nature, String)> {
    let title = Nature::Words(Standing::Title);
    let mut fields = vec![(Field::Title, title, summary.title.clone())];
    let mut add = |field, nature, text: &str| fields.push((field, nature, text.to_owned()));
    match place {
        Place::Service(n) => {
            if let Some(service) = list.service(*n) {
                if let Some(content) = &service.content {
                    add(Field::Content, BODY, &content.text);
                }
                if let Some(agency) = &service.agency {
                    add(Field::Agency, NAME, &agency.text);
                }
                for (k, phone) in service.phones.iter().enumerate() {
                    add(
                        Field::Phone(k),
                        Nature::Phone(Standing::Name),
                        phone.as_str(),
                    );
                }
            }
        }
        Place::Duty(n) => {
            if let Some(remark) = list.duty(*n).and_then(|duty| duty.remark.as_ref()) {
                add(Field::Remark, ASIDE, &remark.text);
            }
        }
        Place::Task(duty, n) => {
            if let Some(remark) = list.task(*duty, *n).and_then(|task| task.remark.as_ref()) {
                add(Field::Remark, ASIDE, &remark.text);
            }
        }
        Place::Boundary(n) => {
            let roles = list.boundary(*n).map_or(&[][..], |b| &b.roles);
            for (k, role) in roles.iter().enumerate() {
                for (part, nature, text) in cells(role) {
                    add(Field::Role(k, part), nature, text);
                }
            }
        }
        Place::Supervision(n) | Place::Section(n, _) => {
            let sections = list.supervision(*n).map_or(&[][..], |s| &s.sections);
            for (k, section) in sections.iter().enumerate() {
                add(Field::SectionTitle(k), ASIDE, &section.title.text);
                add(Field::SectionText(k), BODY, &section.text.text);
            }
        }
        Place::Agency(name) => {
            if let Some(agency) = list.agency(name) {
                for (k, phone) in agency.phones.iter().enumerate() {
                    // The number is the agency's own before it is a service's.
                    add(
                        Field::Phone(k),
                        Nature::Phone(Standing::Title),
                        phone.as_str(),
                    );
                }
            }
        }
    }
    fields
}

fn cells(role: &Role) -> impl Iterator<Item = (RolePart, Nature, &str)> {
    [
        (RolePart::Agency, NAME, &role.agency),
        (RolePart::Responsibility, BODY, &role.responsibility),
        (RolePart::Basis, ASIDE, &role.basis),
        (RolePart::Example, ASIDE, &role.example),
    ]
    .into_iter()
    .filter_map(|(part, nature, cell)| Some((part, nature, cell.as_ref()?.text.as_str())))
}
