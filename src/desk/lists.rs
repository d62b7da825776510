//! The lists: shown whole, added, replaced by newer ones.

use std::sync::{Arc, PoisonError};

use super::books::{ListRecord, NewList, Replaced};
use super::lookup::version;
use super::{Desk, Lookup};
use crate::registry::mapping::diff;
use crate::registry::read::{MAX_BYTES, read};
use crate::registry::{Kind, List, Loss};
use crate::rpc::frame::LONGEST;
use crate::rpc::{Asker, Changed, ImportList, Imported, ListShown, Refusal};

/// Bytes of lists in one answer, which leaves room in its frame for what stands around them.
const ANSWER_BYTES: usize = LONGEST - 64 * 1024;

impl Desk {
    /// The lists as they are loaded, without the first so many: as many as one answer holds.
    pub(super) fn lists(&self, skip: usize) -> Vec<ListShown> {
        let lookup = self.lookup();
        let lists = lookup.registry.lists().iter().zip(&lookup.versions);
        let shown = lists.skip(skip).map(|(list, version)| ListShown {
            code: list.code.clone(),
            name: list.name.clone(),
            version: version.clone(),
            document: list.document.to_string(),
        });
        let mut room = ANSWER_BYTES;
        // As it travels, which may be several times as long as the document.
        let bytes = |shown: &ListShown| serde_json::to_string(shown).map_or(0, |text| text.len());
        let fits = |shown: &ListShown| match room.checked_sub(bytes(shown)) {
            Some(left) => {
                room = left;
                true
            }
            // One that fills an answer alone must come some time.
            None => std::mem::take(&mut room) == ANSWER_BYTES,
        };
        shown.take_while(fits).collect()
    }

    /// Adds a list, or puts it in the place of an older one.
    ///
    /// # Errors
    /// A refusal; then nothing was stored.
    pub(super) fn import_list(
        &self,
        who: &Asker,
        import: &ImportList,
    ) -> Result<Imported, Refusal> {
        if !who.is_owner_user {
            return Err(Refusal::NotPermitted);
        }
        let name = ImportList::name_kept(&import.name).ok_or(Refusal::BadList)?;
        if import.document.len() > MAX_BYTES {
            return Err(Refusal::BadList);
        }
        let reading = read(import.document.as_bytes(), import.code.clone(), &name);
        if !reading.problems.is_empty() {
            return Err(Refusal::BadList);
        }
        let new = reading.list;
        let _alone = self
            .importing
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let recorded = self.books.lists();
        if let Some(at) = recorded.iter().position(|list| list.once == import.once) {
            // Asked again: what came of it the first time.
            let before = self.over(recorded.get(..at).unwrap_or_default());
            return Ok(imported(loaded(&before, &new), &new));
        }
        let lookup = self.lookup();
        let older = loaded(&lookup, &new);
        let imported = imported(older, &new);
        // What is recorded stays for good; the same again says nothing new.
        if import.dry_run || imported.is_there {
            return Ok(imported);
        }
        if let Some(loss) = imported.loss.as_ref().filter(|_| !import.allow_removals) {
            return Err(Refusal::TakesAway(loss.clone()));
        }
        let list = NewList {
            code: import.code.clone(),
            name,
            document: import.document.clone(),
            replaces: older.map(|old| Replaced {
                version: version(old),
                mapped: imported.mapped.clone(),
                removed: imported.removed.clone(),
            }),
        };
        self.books
            .record_list(list, import.once, who.clerk.clone())?;
        self.load();
        self.feed.tell_all(&Changed {
            lists: true,
            ..Changed::default()
        });
        Ok(imported)
    }

    /// From here on the recorded lists and lines are looked up in; what is under way keeps those it
    /// has.
    pub(super) fn load(&self) {
        let lookup = Arc::new(self.over(&self.books.lists()));
        self.notes.weigh(&lookup);
        *self.lookup.write().unwrap_or_else(PoisonError::into_inner) = lookup;
    }

    fn over(&self, records: &[Arc<ListRecord>]) -> Lookup {
        let lines = self.books.lines();
        Lookup::over(records, &self.words, &lines, self.notes.lifts())
    }
}

/// The loaded list that a new one takes the place of.
fn loaded<'a>(lookup: &'a Lookup, new: &List) -> Option<&'a List> {
    let mut lists = lookup.registry.lists().iter();
    lists.find(|list| list.code == new.code).map(Arc::as_ref)
}

/// What an import does: a list comes into the place of an older one, or beside the others.
fn imported(older: Option<&List>, new: &List) -> Imported {
    let nothing = List::empty(new.code.clone(), "");
    let diff = diff(older.unwrap_or(&nothing), new);
    let other_name = |old: &&List| old.name != new.name;
    Imported {
        loss: older.and_then(|old| Loss::of(old, new, &diff)),
        was_named: older.filter(other_name).map(|old| old.name.to_string()),
        // Under another name the newer one holds.
        is_there: older.is_some_and(|old| old.document == new.document && old.name == new.name),
        code: new.code.clone(),
        entries: Kind::ALL.map(|kind| (kind, new.count(kind))).to_vec(),
        added: diff.added,
        changed: diff.changed,
        removed: diff.removed,
        mapped: diff.mapped,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::path::Path;

    use super::*;
    use crate::casework::{CaseKind, EntryThen, IntakeForm};
    use crate::desk::Places;
    use crate::registry::EntryId;
    use crate::rpc::{FindAgencies, Log};

    const CIVIL: &str = include_str!("../../tests/data/lists/civil.txt");
    const BUILT_IN: &str = include_str!("../../seed/responsibility-list.txt");

    /// The built-in list, its services numbered from 21 on.
    pub(in crate::desk) fn renumbered() -> String {
        let (head, services) = BUILT_IN.split_at(BUILT_IN.find("公共服务事项登记表").unwrap());
        let renumbered: Vec<String> = services
            .lines()
            .map(|line| match line.trim().parse::<u32>() {
                Ok(n @ 1..=13) => format!("\t{}", n + 20),
                _ => line.to_owned(),
            })
            .collect();
        format!("{head}{}\n", renumbered.join("\n"))
    }

    fn open(folder: &Path) -> Desk {
        Desk::open(Places {
            data: folder.join("data"),
            master_key: folder.join("config/master.key"),
        })
        .unwrap()
    }

    fn owner() -> Asker {
        Asker {
            clerk: "lin".parse().unwrap(),
            is_owner_user: true,
        }
    }

    fn import(code: &str, document: &str, once: u128) -> ImportList {
        ImportList {
            once,
            code: code.parse().unwrap(),
            name: "区民政局".to_owned(),
            document: document.to_owned(),
            dry_run: false,
            allow_removals: false,
        }
    }

    fn codes(desk: &Desk) -> Vec<String> {
        let lists = desk.lists(0).into_iter();
        lists.map(|list| list.code.to_string()).collect()
    }

    #[test]
    fn another_bureaus_list_is_added_once_and_outlasts_restart_and_view() {
        let folder = tempfile::tempdir().unwrap();
        let desk = open(folder.path());
        let mut asked = import("mz", CIVIL, 1);
        asked.dry_run = true;
        let would = desk.import_list(&owner(), &asked).unwrap();
        assert_eq!(codes(&desk), ["hrss"]);
        asked.dry_run = false;
        let did = desk.import_list(&owner(), &asked).unwrap();
        assert_eq!(did, would);
        assert!(!did.added.is_empty() && did.removed.is_empty());
        assert_eq!(desk.import_list(&owner(), &asked).unwrap(), did);
        assert_eq!(desk.counts().unwrap(), (0, 1));
        desk.close();
        drop(desk);
        std::fs::remove_dir_all(folder.path().join("data/view")).unwrap();
        let desk = open(folder.path());
        assert_eq!(codes(&desk), ["hrss", "mz"]);
        assert_eq!(desk.import_list(&owner(), &asked).unwrap(), did);
        let found = desk.lookup().show(&"mz/service/1".parse().unwrap());
        assert!(found.is_ok());
        let both = desk.lookup().show(&"service/1".parse().unwrap());
        assert!(matches!(both, Err(Refusal::Ambiguous { .. })));
    }

    #[test]
    fn only_the_owner_imports_and_only_what_is_understood() {
        let folder = tempfile::tempdir().unwrap();
        let desk = open(folder.path());
        let clerk = Asker {
            is_owner_user: false,
            ..owner()
        };
        let refused = desk.import_list(&clerk, &import("mz", CIVIL, 1));
        assert_eq!(refused, Err(Refusal::NotPermitted));
        let broken = "这不是责任清单\n";
        let long = "一".repeat(MAX_BYTES);
        for document in [broken, "", long.as_str()] {
            let refused = desk.import_list(&owner(), &import("mz", document, 2));
            assert_eq!(refused, Err(Refusal::BadList));
        }
        let mut named = import("mz", CIVIL, 3);
        named.name = "局".repeat(ImportList::NAME_CHARS + 1);
        let refused = desk.import_list(&owner(), &named);
        assert_eq!(refused, Err(Refusal::BadList));
        assert_eq!(desk.counts().unwrap(), (0, 0));
        named.name = "局".repeat(ImportList::NAME_CHARS);
        desk.import_list(&owner(), &named).unwrap();
    }

    #[test]
    fn an_entry_of_an_older_version_is_found_in_the_newest() {
        let folder = tempfile::tempdir().unwrap();
        let desk = open(folder.path());
        let then = |id: &str, desk: &Desk| EntryThen {
            id: id.parse().unwrap(),
            title: String::new(),
            list_version: desk.lists(0)[0].version.clone(),
        };
        let (third, agency) = (
            then("hrss/service/3", &desk),
            then("hrss/agency/区财政局", &desk),
        );
        assert_eq!(desk.lookup().now(&third), Some(third.id.clone()));
        let newer = renumbered();
        let did = desk
            .import_list(&owner(), &import("hrss", &newer, 1))
            .unwrap();
        assert_eq!((did.added, did.removed), (vec![], vec![]));
        assert_eq!(did.changed, [] as [EntryId; 0]);
        assert_eq!(did.mapped.len(), 13);
        let now: EntryId = "hrss/service/23".parse().unwrap();
        assert_eq!(desk.lookup().now(&third), Some(now.clone()));
        assert_eq!(desk.lookup().now(&agency), Some(agency.id.clone()));
        // And whoever names it as it is now means it as it was, too.
        let once = |desk: &Desk, named: &str| desk.lookup().about(&named.parse().unwrap()).once;
        let was = vec![(third.id.clone(), third.list_version.clone())];
        assert_eq!(once(&desk, "hrss/service/23"), was);
        assert_eq!(once(&desk, "service/23"), was);
        assert_eq!(once(&desk, "service/3"), [], "none was called so but it");
        drop(desk);
        // And back again: the version that came twice is the newest.
        let desk = open(folder.path());
        assert_eq!(desk.lookup().now(&third), Some(now.clone()));
        desk.import_list(&owner(), &import("hrss", BUILT_IN, 2))
            .unwrap();
        assert_eq!(desk.lookup().now(&third), Some(third.id.clone()));
        let code = "hrss".parse().unwrap();
        let between = version(&read(newer.as_bytes(), code, "").list);
        assert_eq!(once(&desk, "hrss/service/3"), [(now, between)]);
        assert_eq!(codes(&desk), ["hrss"]);
        // Of a version that nobody knows, what is called and reads the same.
        let unknown = |title: &str| EntryThen {
            title: title.to_owned(),
            list_version: "0123456789abcdef".to_owned(),
            ..third.clone()
        };
        let lookup = desk.lookup();
        assert_eq!(lookup.now(&unknown("申报失业登记")), Some(third.id.clone()));
        assert_eq!(lookup.now(&unknown("就业见习")), None);
    }

    #[test]
    fn a_case_is_referred_by_the_matter_it_was_about_whatever_its_number_is_now() {
        let folder = tempfile::tempdir().unwrap();
        let desk = open(folder.path());
        let mut form = IntakeForm::new(CaseKind::Complaint);
        form.content = Some("欠薪".to_owned());
        form.service = "hrss/boundary/3".parse().ok();
        let number = desk.log(&owner(), &Log { once: 1, form }).unwrap().number;
        let first = |desk: &Desk| {
            let find = FindAgencies {
                text: String::new(),
                number: Some(number),
                limit: 1,
            };
            let found = desk.find_agencies(&find).unwrap();
            let part = found.hits.into_iter().next().unwrap().part;
            part.map(|part| (part.matter.to_string(), part.matter_title))
        };
        let (matter, title) = first(&desk).unwrap();
        assert_eq!(matter, "hrss/boundary/3");
        let start = BUILT_IN.find("职责边界登记表").unwrap();
        let end = BUILT_IN.find("三、事中事后").unwrap();
        let renumbered = BUILT_IN[start..end].lines().map(|line| {
            let number = line.strip_prefix('\t').and_then(|n| n.parse::<u32>().ok());
            number.map_or_else(|| line.to_owned(), |n| format!("\t{}", 6 - n))
        });
        let renumbered: Vec<String> = renumbered.collect();
        let newer = [
            &BUILT_IN[..start],
            &renumbered.join("\n"),
            "\n",
            &BUILT_IN[end..],
        ]
        .concat();
        let did = desk
            .import_list(&owner(), &import("hrss", &newer, 2))
            .unwrap();
        assert!(!did.mapped.is_empty(), "{did:?}");
        assert_eq!(first(&desk).unwrap().1, title);
    }
}
