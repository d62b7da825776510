//! Find agencies: whom a case can be referred to, those of its boundary matter first, in the
//! document's order, with what they have to do with it.

use std::collections::{HashMap, HashSet};

use crate::casework::CaseNumber;
use crate::registry::{Boundary, EntryId, Kind, Place, Reference, Role, agency_names};
use crate::rpc::{AgenciesFound, AgencyHit, BoundaryPart, FindAgencies, Refusal};
use crate::search::{Asked, DocKey, Query};

use super::{Desk, Lookup};

/// Characters of a responsibility that are shown beside an agency.
const RESPONSIBILITY_CHARS: usize = 120;

impl Desk {
    /// Answers with the agencies that fit.
    ///
    /// # Errors
    /// A refusal when the case is not there or cannot be read.
    pub(super) fn find_agencies(&self, find: &FindAgencies) -> Result<AgenciesFound, Refusal> {
        let about = match find.number {
            Some(number) => self.about(number)?,
            None => None,
        };
        Ok(self.lookup().agencies(&find.text, about, find.limit))
    }

    /// The entry that a case is about, as it is called now.
    fn about(&self, number: CaseNumber) -> Result<Option<EntryId>, Refusal> {
        let history = self.books.case(number).map_err(Refusal::NotRead)?;
        let case = history.ok_or(Refusal::NoSuchCase(number))?.case;
        Ok(case.entry.and_then(|then| self.lookup().now(&then)))
    }
}

impl Lookup {
    /// The agencies that fit a text, or all: first those of the boundary matters that the entry is
    /// about, in the order of the document, then the others in the order of the lists.
    fn agencies(&self, text: &str, about: Option<EntryId>, limit: usize) -> AgenciesFound {
        let query = Query::new(text);
        let asked = self.finder.engine.ask(&query);
        let is_agency = |doc: &DocKey| self.finder.summary(*doc).kind == Kind::Agency;
        let fitting: Vec<DocKey> = if query.is_blank() {
            self.finder.docs().filter(is_agency).collect()
        } else {
            let all = self.finder.engine.find(&asked, 0, |_| false, |_| 0).all;
            all.into_iter().filter(is_agency).collect()
        };
        let docs: HashMap<&EntryId, DocKey> = fitting
            .iter()
            .map(|doc| (&self.finder.summary(*doc).id, *doc))
            .collect();
        let parts = about.map_or_else(Vec::new, |about| self.parts(about));
        let (mut found, mut taken) = (Vec::new(), HashSet::new());
        for (id, part) in parts {
            if let Some(doc) = docs.get(&id)
                && taken.insert(*doc)
            {
                found.push((*doc, Some(part)));
            }
        }
        let others = fitting.iter().filter(|doc| !taken.contains(*doc));
        found.extend(others.map(|doc| (*doc, None)));
        AgenciesFound {
            query: query.shown().trim().to_owned(),
            total: found.len(),
            hits: found
                .into_iter()
                .take(limit)
                .map(|(doc, part)| self.agency_hit(&asked, &query, doc, part))
                .collect(),
        }
    }

    fn agency_hit(
        &self,
        asked: &Asked<'_>,
        query: &Query,
        doc: DocKey,
        part: Option<BoundaryPart>,
    ) -> AgencyHit {
        let mut marks = if query.is_blank() {
            Vec::new()
        } else {
            self.finder.engine.detail(asked, doc).marks
        };
        // An agency's name is the first field of its document.
        marks.retain(|(field, _)| *field == 0);
        let summary = self.finder.summary(doc).clone();
        AgencyHit {
            id: summary.id,
            name: summary.title,
            list: summary.list,
            phone: summary.phone,
            part,
            marks: marks.pop().map_or_else(Vec::new, |(_, ranges)| ranges),
        }
    }

    /// The agencies of the boundary matters that an entry is about, in the order of the document,
    /// each with its part; the nearest matter first. An entry that is no longer there is about
    /// none.
    fn parts(&self, about: EntryId) -> Vec<(EntryId, BoundaryPart)> {
        let matters = if about.place.kind() == Kind::Boundary {
            vec![about]
        } else {
            let entry = self.registry.entry(&Reference::from(about));
            entry.map_or_else(|_| Vec::new(), |entry| entry.related)
        };
        matters.iter().flat_map(|id| self.parts_in(id)).collect()
    }

    /// Who has which part in a boundary matter; nobody where the entry is none.
    fn parts_in(&self, id: &EntryId) -> Vec<(EntryId, BoundaryPart)> {
        let list = self.registry.lists().iter();
        let mut list = list.filter(|list| list.code == id.list);
        let Place::Boundary(number) = &id.place else {
            return Vec::new();
        };
        let Some(matter) = list.next().and_then(|list| list.boundary(*number)) else {
            return Vec::new();
        };
        let parties = parties(matter);
        let leaders = leaders(&parties);
        let parties = (1..).zip(parties).zip(leaders);
        parties
            .map(|((place, party), leads)| {
                let agency = EntryId {
                    list: id.list.clone(),
                    place: Place::Agency(party.name.into()),
                };
                let part = BoundaryPart {
                    matter: id.clone(),
                    matter_title: matter.matter.text.clone(),
                    place,
                    leads,
                    responsibility: on_one_line(&party.does),
                };
                (agency, part)
            })
            .collect()
    }
}

/// An agency in a boundary matter, and what it does there.
struct Party<'a> {
    name: &'a str,
    does: Vec<&'a str>,
}

/// The agencies of a matter in the order of the document, each once. A row whose agency is merged
/// with the one above goes on about the same ones.
fn parties(matter: &Boundary) -> Vec<Party<'_>> {
    let mut parties: Vec<Party<'_>> = Vec::new();
    let mut of_row: Vec<usize> = Vec::new();
    for Role {
        agency,
        responsibility,
        ..
    } in &matter.roles
    {
        if let Some(cell) = agency {
            of_row.clear();
            for name in agency_names(&cell.text) {
                let known = parties.iter().position(|party| party.name == name);
                of_row.push(known.unwrap_or(parties.len()));
                if known.is_none() {
                    let does = Vec::new();
                    parties.push(Party { name, does });
                }
            }
        }
        for at in &of_row {
            let does = parties.get_mut(*at).map(|party| &mut party.does);
            does.into_iter()
                .for_each(|does| does.extend(responsibility.iter().map(|cell| &*cell.text)));
        }
    }
    parties
}

/// Words that say that somebody leads. Not 负责: nearly every party of every matter 负责 something.
const LEADING: [&str; 4] = ["牵头", "主管", "主办", "统筹协调"];

/// What makes of such a word a name for whoever leads, and not for what is done.
const OFFICE: [&str; 4] = ["部门", "单位", "机关", "机构"];

/// Words of a party that only helps; before a word of leading they say that another one leads.
const HELPING: [&str; 5] = ["配合", "协助", "协同", "参与", "支持"];

/// Words that point to another one who leads: 由区教科局牵头, 报主管部门.
const POINTING: [&str; 3] = ["由", "报", "向"];

/// Words that say that it is this one after all: 作为牵头单位.
const ITSELF: [&str; 3] = ["作为", "是", "为"];

/// Who of the parties leads. Whoever is said to, by a clause of its own responsibility; several
/// may. Where nobody is, the first of the document that does more than help: these documents name
/// first whose matter it is, and the form has no column for it.
fn leaders(parties: &[Party<'_>]) -> Vec<bool> {
    let said: Vec<bool> = parties.iter().map(is_said_to_lead).collect();
    if said.contains(&true) {
        return said;
    }
    let only_helps = |party: &Party<'_>| {
        let first = party.does.first().map_or("", |text| text.trim_start());
        HELPING.iter().any(|word| first.starts_with(word))
    };
    let first = parties.iter().position(|party| !only_helps(party));
    let first = first.unwrap_or_default();
    (0..parties.len()).map(|at| at == first).collect()
}

/// Whether a clause of what a party does says that it leads.
fn is_said_to_lead(party: &Party<'_>) -> bool {
    let breaks = |c: char| matches!(c, '，' | '。' | '；' | '、' | '：' | ',' | ';' | '\n');
    let clauses = party.does.iter().flat_map(|text| text.split(breaks));
    clauses.into_iter().any(|clause| {
        LEADING.iter().any(|word| {
            let Some((before, after)) = clause.split_once(word) else {
                return false;
            };
            let of_itself = ITSELF.iter().any(|word| before.ends_with(word));
            let office = OFFICE.iter().any(|word| after.starts_with(word));
            let mut another = HELPING.iter().chain(&POINTING);
            let of_another = another.any(|word| before.contains(word));
            !of_another && (of_itself || !office)
        })
    })
}

/// The beginning of what a party does, on one line.
fn on_one_line(does: &[&str]) -> Option<String> {
    let whole = does.join(" ");
    let words: Vec<&str> = whole.split_whitespace().collect();
    let line = words.join(" ");
    let beginning: String = line.chars().take(RESPONSIBILITY_CHARS).collect();
    (!beginning.is_empty()).then_some(beginning)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, about: Option<&str>) -> AgenciesFound {
        let about = about.map(|id| id.parse().unwrap());
        Lookup::built_in().agencies(text, about, 100)
    }

    fn names(found: &AgenciesFound) -> Vec<&str> {
        found.hits.iter().map(|hit| &*hit.name).collect()
    }

    /// Name, place, whether it leads, of those that have a part.
    fn parts(found: &AgenciesFound) -> Vec<(&str, u32, bool)> {
        let hits = found.hits.iter();
        hits.filter_map(|hit| Some((&*hit.name, hit.part.as_ref()?)))
            .map(|(name, part)| (name, part.place, part.leads))
            .collect()
    }

    #[test]
    fn without_a_case_all_stand_in_the_order_of_the_list() {
        let all = found("", None);
        let lookup = Lookup::built_in();
        let listed = &lookup.registry.lists()[0].agencies;
        let listed: Vec<&str> = listed.iter().map(|agency| &*agency.name).collect();
        assert_eq!(names(&all), listed);
        assert_eq!(all.total, listed.len());
        assert!(parts(&all).is_empty());
        assert_eq!(lookup.agencies("", None, 2).hits.len(), 2);
        assert_eq!(lookup.agencies("", None, 2).total, listed.len());
    }

    #[test]
    fn those_of_the_boundary_matter_come_first_in_the_documents_order() {
        let all = found("", Some("hrss/boundary/3"));
        assert_eq!(
            parts(&all),
            [
                ("区人社局", 1, true),
                ("区国土分局", 2, false),
                ("区农林局", 3, false),
                ("区财政局", 4, false)
            ]
        );
        assert_eq!(all.total, found("", None).total, "each stands once");
        let part = all.hits[1].part.as_ref().unwrap();
        assert_eq!(part.matter_title, "被征地农民社会保障补贴");
        let does = part.responsibility.as_deref().unwrap();
        assert!(does.starts_with("负责审核土地权属") && !does.contains('\n'));
        // Said to lead, by a word of its own.
        assert_eq!(
            parts(&found("", Some("hrss/boundary/2"))),
            [("区人社局", 1, true), ("区教科局", 2, false)]
        );
    }

    #[test]
    fn an_entry_is_about_the_boundary_matters_it_is_related_to() {
        let lookup = Lookup::built_in();
        let related = |id: &str| {
            let entry = lookup.registry.entry(&id.parse().unwrap()).unwrap();
            let mut related = entry.related.into_iter();
            related.find(|id| id.place.kind() == Kind::Boundary)
        };
        let kin: Vec<String> = lookup
            .registry
            .summaries()
            .filter(|one| one.kind != Kind::Boundary)
            .map(|one| one.id.to_string())
            .collect();
        let mut some = false;
        for id in kin {
            let all = found("", Some(&id));
            let first = all.hits[0].part.as_ref().map(|part| part.matter.clone());
            assert_eq!(first, related(&id), "{id}");
            some |= first.is_some();
        }
        assert!(some, "nothing is related to a boundary matter");
        assert!(parts(&found("", Some("hrss/service/999"))).is_empty());
        assert!(parts(&found("", Some("mz/boundary/1"))).is_empty());
    }

    #[test]
    fn a_text_narrows_by_characters_and_pinyin_and_keeps_the_order() {
        let whole = found("财政", Some("hrss/boundary/1"));
        assert_eq!(parts(&whole), [("区财政局", 2, false)]);
        assert_eq!(whole.hits[0].marks, vec![1..3; 1]);
        let sounded = found("czj", Some("hrss/boundary/1"));
        assert_eq!(names(&sounded)[0], "区财政局");
        let some = found("局", Some("hrss/boundary/4"));
        assert_eq!(names(&some)[..3], ["区人社局", "区民政局", "区财政局"]);
        assert_eq!(found("没有这个机构", None).total, 0);
        assert_eq!(found("\u{1b}czj\u{7}", None).query, "czj");
    }

    #[test]
    fn who_leads_is_said_by_words_or_by_the_order() {
        let lead = |rows: &[(&str, &[&'static str])]| {
            let parties: Vec<Party<'_>> = rows
                .iter()
                .map(|(name, does)| Party {
                    name,
                    does: does.to_vec(),
                })
                .collect();
            leaders(&parties)
        };
        for (rows, leads) in [
            (
                &[("甲", &["负责审核。"][..]), ("乙", &["负责发放。"])][..],
                &[true, false][..],
            ),
            (
                &[("甲", &["负责审核。"]), ("乙", &["牵头拟订政策。"])],
                &[false, true],
            ),
            (
                &[
                    ("甲", &["配合牵头部门审核。"]),
                    ("乙", &["作为牵头单位，负责发放。"]),
                ],
                &[false, true],
            ),
            // A word about another one says nothing of oneself.
            (
                &[
                    ("甲", &["负责审核，由乙牵头发放。"]),
                    ("乙", &["报主管部门审批。"]),
                ],
                &[true, false],
            ),
            (
                &[("甲", &["共同牵头。"]), ("乙", &["共同牵头。"])],
                &[true, true],
            ),
            (
                &[("甲", &["配合乙审核。"]), ("乙", &["负责发放。"])],
                &[false, true],
            ),
            (&[("甲", &[]), ("乙", &["协助。"])], &[true, false]),
            (&[("甲", &["协助。"]), ("乙", &["协助。"])], &[true, false]),
        ] {
            assert_eq!(lead(rows), leads, "{rows:?}");
        }
    }
}
