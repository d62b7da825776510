//! Whether a case is like a filter wants it. Knows no index and no text.

use jiff::civil::Date;

use crate::casework::{Case, CaseNumber, ClerkId, EntryThen, Status};
use crate::registry::{EntryId, Reference};
use crate::rpc::CaseFilter;

/// What of a case a filter looks at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Facts<'a> {
    pub(super) number: CaseNumber,
    pub(super) status: Status,
    /// The entry it is about, and the version of the list that it stood in.
    pub(super) service: Option<(&'a EntryId, &'a str)>,
    /// 承办机构, as it stands in the case.
    pub(super) agency: Option<&'a str>,
    /// Who logged it.
    pub(super) opened_by: &'a ClerkId,
    /// Who acted on it last.
    pub(super) acted_by: &'a ClerkId,
    pub(super) due_on: Option<Date>,
}

impl<'a> From<&'a Case> for Facts<'a> {
    fn from(case: &'a Case) -> Self {
        Self {
            number: case.number,
            status: case.status,
            service: case.entry.as_ref().map(EntryThen::which),
            agency: case.said().and_then(|said| said.agency.as_deref()),
            opened_by: &case.opened_by,
            acted_by: &case.acted_by,
            due_on: case.running_due().map(|due| due.on),
        }
    }
}

/// The entry that is meant: as it is named, and what it was called in older versions of its list.
#[derive(Clone, Debug)]
pub(super) struct About {
    pub(super) named: Reference,
    /// Its identifiers of then, each with the version.
    pub(super) once: Vec<(EntryId, String)>,
}

impl About {
    /// Whether a case is about it that was about an entry then.
    fn is(&self, (id, version): (&EntryId, &str)) -> bool {
        let Reference { list, place } = &self.named;
        let is_named = id.place == *place && list.as_ref().is_none_or(|list| *list == id.list);
        let was = |(then, of): &(EntryId, String)| then == id && of == version;
        is_named || self.once.iter().any(was)
    }
}

/// Whether a case is like the filter wants it, for whoever asks, on this day. The filter's entry has
/// been made out before.
pub(super) fn fits(
    filter: &CaseFilter,
    about: Option<&About>,
    case: &Facts<'_>,
    who: &ClerkId,
    today: Date,
) -> bool {
    let CaseFilter {
        statuses,
        kinds,
        service: _,
        agency,
        from,
        to,
        overdue,
        due_within,
        mine,
    } = filter;
    let number = case.number;
    let days_left = || {
        let due = case.due_on?;
        Some(today.until(due).map_or(i32::MAX, |span| span.get_days()))
    };
    (statuses.is_empty() || statuses.contains(&case.status))
        && (kinds.is_empty() || kinds.contains(&number.kind))
        && from.is_none_or(|from| number.day >= from)
        && to.is_none_or(|to| number.day <= to)
        && (!mine || case.opened_by == who || case.acted_by == who)
        && about.is_none_or(|about| case.service.is_some_and(|then| about.is(then)))
        && agency
            .as_deref()
            .is_none_or(|agency| case.agency == Some(agency))
        && (!overdue || days_left().is_some_and(|left| left < 0))
        && due_within.is_none_or(|within| {
            days_left().is_some_and(|left| i64::from(left) <= i64::from(within))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::casework::CaseKind;

    /// As without other versions of a list.
    fn fits(filter: &CaseFilter, case: &Facts<'_>, who: &ClerkId, today: Date) -> bool {
        let named = filter.service.clone();
        let about = named.map(|named| About {
            named,
            once: Vec::new(),
        });
        super::fits(filter, about.as_ref(), case, who, today)
    }

    #[test]
    fn an_entry_is_meant_by_its_older_identifiers_in_their_versions() {
        let about = About {
            named: "hrss/service/23".parse().unwrap(),
            once: vec![("hrss/service/3".parse().unwrap(), "1".to_owned())],
        };
        for (id, version, is) in [
            ("hrss/service/3", "1", true),
            ("hrss/service/3", "2", false),
            ("hrss/service/23", "2", true),
            ("mz/service/3", "1", false),
        ] {
            let id: EntryId = id.parse().unwrap();
            assert_eq!(about.is((&id, version)), is, "{id} {version}");
        }
    }

    #[test]
    fn each_part_of_a_filter_narrows_and_all_of_them_hold() {
        let wanted = |change: &dyn Fn(&mut CaseFilter)| {
            let mut filter = CaseFilter::default();
            change(&mut filter);
            filter
        };
        let (wang, li): (ClerkId, ClerkId) = ("wang".parse().unwrap(), "li".parse().unwrap());
        let id: EntryId = "hrss/service/2".parse().unwrap();
        let facts = Facts {
            number: "C20261120-0001".parse().unwrap(),
            status: Status::Accepted,
            service: Some((&id, "1")),
            agency: Some("劳动保障监察大队"),
            opened_by: &wang,
            acted_by: &li,
            due_on: "2026-11-26".parse().ok(),
        };
        let day = |text: &str| text.parse::<Date>().unwrap();
        let yes: [&dyn Fn(&mut CaseFilter); 12] = [
            &|_| {},
            &|f| f.statuses = vec![Status::Open, Status::Accepted],
            &|f| f.kinds = vec![CaseKind::Complaint],
            &|f| f.service = "service/2".parse().ok(),
            &|f| f.service = "hrss/service/2".parse().ok(),
            &|f| f.agency = Some("劳动保障监察大队".to_owned()),
            &|f| f.from = "2026-11-20".parse().ok(),
            &|f| f.to = "2026-11-20".parse().ok(),
            &|f| f.due_within = Some(2),
            &|f| f.due_within = Some(u32::MAX),
            &|f| f.mine = true,
            &|f| (f.mine, f.due_within) = (true, Some(9)),
        ];
        for (at, change) in yes.iter().enumerate() {
            let filter = wanted(*change);
            assert!(fits(&filter, &facts, &wang, day("2026-11-24")), "{at}");
        }
        let no: [&dyn Fn(&mut CaseFilter); 9] = [
            &|f| f.statuses = vec![Status::Closed],
            &|f| f.kinds = vec![CaseKind::Tipoff],
            &|f| f.service = "mz/service/2".parse().ok(),
            &|f| f.agency = Some("区财政局".to_owned()),
            &|f| f.from = "2026-11-21".parse().ok(),
            &|f| f.to = "2026-11-19".parse().ok(),
            &|f| f.due_within = Some(1),
            &|f| f.overdue = true,
            &|f| (f.mine, f.overdue) = (true, true),
        ];
        for (at, change) in no.iter().enumerate() {
            let filter = wanted(*change);
            assert!(!fits(&filter, &facts, &wang, day("2026-11-24")), "{at}");
        }
        let mine = wanted(&|f| f.mine = true);
        let zhang = "zhang".parse().unwrap();
        assert!(
            fits(&mine, &facts, &li, day("2026-11-24")),
            "who acted last"
        );
        assert!(!fits(&mine, &facts, &zhang, day("2026-11-24")));
        let overdue = wanted(&|f| f.overdue = true);
        assert!(!fits(&overdue, &facts, &wang, day("2026-11-26")));
        assert!(fits(&overdue, &facts, &wang, day("2026-11-27")));
        let done = Facts {
            due_on: None,
            ..facts
        };
        assert!(!fits(&overdue, &done, &wang, day("2026-11-27")));
    }
}
