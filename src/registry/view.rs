//! A list's entries as they are shown: one by one, by place. Knows no other list and no relations.

use super::entry::{Body, RoleView, SectionView, Summary, TaskView};
use super::id::{EntryId, Kind, Place};
use super::list::{Agency, Boundary, Duty, List, Role, Service, Supervision, Task};
use super::passage::Passage;

impl List {
    /// The identifier of a place in this list.
    #[must_use]
    pub fn id(&self, place: Place) -> EntryId {
        EntryId {
            list: self.code.clone(),
            place,
        }
    }

    /// One line for every entry of this list, in the order of [`Registry::summaries`](super::Registry::summaries).
    pub fn summaries(&self) -> impl Iterator<Item = Summary> {
        self.places().filter_map(|place| self.summary(&place))
    }

    /// The places of all entries, in the order of [`Registry::summaries`](super::Registry::summaries).
    pub fn places(&self) -> impl Iterator<Item = Place> {
        let services = self.services.iter().map(|s| Place::Service(s.number));
        let duties = self.duties.iter().flat_map(|duty| {
            let tasks = (1..)
                .zip(&duty.tasks)
                .map(|(n, _)| Place::Task(duty.number, n));
            std::iter::once(Place::Duty(duty.number)).chain(tasks)
        });
        let boundaries = self.boundaries.iter().map(|b| Place::Boundary(b.number));
        let regimes = self
            .supervisions
            .iter()
            .map(|s| Place::Supervision(s.number));
        let agencies = self.agencies.iter().map(|a| Place::Agency(a.name.clone()));
        services
            .chain(duties)
            .chain(boundaries)
            .chain(regimes)
            .chain(agencies)
    }

    /// One line about the entry at a place; a section's is its regime's, with its own title.
    #[must_use]
    pub fn summary(&self, place: &Place) -> Option<Summary> {
        let mut agency = None;
        let mut phone = None;
        let title = match place {
            Place::Service(n) => {
                let service = self.service(*n)?;
                agency = text(service.agency.as_ref());
                phone = service.phones.first().cloned();
                service.title.text.clone()
            }
            Place::Duty(n) => self.duty(*n)?.text.text.clone(),
            Place::Task(duty, n) => self.task(*duty, *n)?.text.text.clone(),
            Place::Boundary(n) => self.boundary(*n)?.matter.text.clone(),
            Place::Supervision(n) => self.supervision(*n)?.heading.text.clone(),
            Place::Section(regime, n) => nth(&self.supervision(*regime)?.sections, *n)?
                .title
                .text
                .clone(),
            Place::Agency(name) => {
                let found = self.agency(name)?;
                phone = found.phones.first().cloned();
                found.name.to_string()
            }
        };
        Some(Summary {
            id: self.id(place.clone()),
            kind: place.kind(),
            title,
            list: self.code.clone(),
            agency,
            phone,
        })
    }

    /// What only an entry of this kind has.
    pub(super) fn body(&self, place: &Place) -> Option<Body> {
        Some(match place {
            Place::Service(n) => {
                let service = self.service(*n)?;
                Body::Service {
                    content: text(service.content.as_ref()),
                    agency: text(service.agency.as_ref()),
                    phone: service.phones.first().cloned(),
                    phones: service.phones.clone(),
                }
            }
            Place::Duty(n) => {
                let duty = self.duty(*n)?;
                let tasks = (1..).zip(&duty.tasks).map(|(k, task)| TaskView {
                    id: self.id(Place::Task(*n, k)),
                    text: task.text.text.clone(),
                    remark: text(task.remark.as_ref()),
                });
                Body::Duty {
                    remark: text(duty.remark.as_ref()),
                    tasks: tasks.collect(),
                }
            }
            Place::Task(duty, n) => Body::Task {
                remark: text(self.task(*duty, *n)?.remark.as_ref()),
                duty: self.id(Place::Duty(*duty)),
            },
            Place::Boundary(n) => Body::Boundary {
                roles: self
                    .boundary(*n)?
                    .roles
                    .iter()
                    .map(RoleView::from)
                    .collect(),
            },
            Place::Supervision(n) => Body::Supervision {
                sections: self.section_views(*n)?,
            },
            Place::Section(regime, n) => Body::Supervision {
                sections: vec![nth(&self.section_views(*regime)?, *n)?.clone()],
            },
            Place::Agency(name) => {
                let agency = self.agency(name)?;
                Body::Agency {
                    services: self.ids(&agency.services, Place::Service),
                    boundaries: self.ids(&agency.boundaries, Place::Boundary),
                    phones: agency.phones.clone(),
                }
            }
        })
    }

    fn section_views(&self, regime: u32) -> Option<Vec<SectionView>> {
        let sections = &self.supervision(regime)?.sections;
        let views = (1..).zip(sections).map(|(n, section)| SectionView {
            id: self.id(Place::Section(regime, n)),
            title: section.title.text.clone(),
            text: section.text.text.clone(),
        });
        Some(views.collect())
    }

    fn ids(&self, numbers: &[u32], place: fn(u32) -> Place) -> Vec<EntryId> {
        numbers.iter().map(|n| self.id(place(*n))).collect()
    }

    /// The service with a printed number.
    #[must_use]
    pub fn service(&self, number: u32) -> Option<&Service> {
        self.services.iter().find(|s| s.number == number)
    }

    /// The duty with a printed number.
    #[must_use]
    pub fn duty(&self, number: u32) -> Option<&Duty> {
        self.duties.iter().find(|d| d.number == number)
    }

    /// A duty's task, counted from 1.
    #[must_use]
    pub fn task(&self, duty: u32, number: u32) -> Option<&Task> {
        nth(&self.duty(duty)?.tasks, number)
    }

    /// The boundary matter with a printed number.
    #[must_use]
    pub fn boundary(&self, number: u32) -> Option<&Boundary> {
        self.boundaries.iter().find(|b| b.number == number)
    }

    /// The regime with a printed number.
    #[must_use]
    pub fn supervision(&self, number: u32) -> Option<&Supervision> {
        self.supervisions.iter().find(|s| s.number == number)
    }

    /// The agency of a name.
    #[must_use]
    pub fn agency(&self, name: &str) -> Option<&Agency> {
        self.agencies.iter().find(|a| &*a.name == name)
    }

    /// How many entries of a kind there are.
    #[must_use]
    pub fn count(&self, kind: Kind) -> usize {
        match kind {
            Kind::Service => self.services.len(),
            Kind::Duty => self.duties.len(),
            Kind::Task => self.duties.iter().map(|duty| duty.tasks.len()).sum(),
            Kind::Boundary => self.boundaries.len(),
            Kind::Supervision => self.supervisions.len(),
            Kind::Agency => self.agencies.len(),
        }
    }
}

impl From<&Role> for RoleView {
    fn from(role: &Role) -> Self {
        Self {
            agency: text(role.agency.as_ref()),
            responsibility: text(role.responsibility.as_ref()),
            basis: text(role.basis.as_ref()),
            example: text(role.example.as_ref()),
        }
    }
}

fn text(passage: Option<&Passage>) -> Option<String> {
    passage.map(|p| p.text.clone())
}

/// The item counted from 1.
fn nth<T>(items: &[T], number: u32) -> Option<&T> {
    let index = usize::try_from(number).ok()?.checked_sub(1)?;
    items.get(index)
}
