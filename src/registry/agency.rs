//! Agencies derived from a list's services and boundary roles. Know no other list.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::list::{Agency, List};
use super::phone::Phone;

/// Fills in the list's agencies, in order of first mention: services first.
pub(super) fn derive(list: &mut List) {
    let mut found = Agencies::default();
    for service in &list.services {
        for name in service.agency.iter().flat_map(|cell| names(&cell.text)) {
            let at = found.place(name);
            push(&mut found.all[at].services, service.number);
            for phone in &service.phones {
                if found.phones.insert((at, phone.clone())) {
                    found.all[at].phones.push(phone.clone());
                }
            }
        }
    }
    for boundary in &list.boundaries {
        let cells = boundary
            .roles
            .iter()
            .filter_map(|role| role.agency.as_ref());
        for name in cells.flat_map(|cell| names(&cell.text)) {
            let at = found.place(name);
            push(&mut found.all[at].boundaries, boundary.number);
        }
    }
    list.agencies = found.all;
}

#[derive(Default)]
struct Agencies {
    all: Vec<Agency>,
    places: HashMap<Arc<str>, usize>,
    /// The numbers that agencies have already.
    phones: HashSet<(usize, Phone)>,
}

impl Agencies {
    /// Where the agency of a name stands, which may be new.
    fn place(&mut self, name: &str) -> usize {
        if let Some(at) = self.places.get(name) {
            return *at;
        }
        let name: Arc<str> = name.into();
        self.places.insert(name.clone(), self.all.len());
        self.all.push(Agency {
            name,
            phones: Vec::new(),
            services: Vec::new(),
            boundaries: Vec::new(),
        });
        self.all.len() - 1
    }
}

/// Adds an entry's number once. Entries come in order, so the last is the only one to look at.
fn push(numbers: &mut Vec<u32>, number: u32) {
    if numbers.last() != Some(&number) {
        numbers.push(number);
    }
}

/// The agencies a cell names. Marks inside brackets separate nothing: `区人社局（就业局、社保局）`
/// is one.
pub fn names(cell: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_usize;
    cell.split(move |c| {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && matches!(c, '、' | '，' | ',' | '；' | ';' | '／' | '/' | '\n')
    })
    .map(str::trim)
    .filter(|name| !matches!(*name, "" | "无" | "—" | "－" | "-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_may_name_several_agencies() {
        let all = |cell| names(cell).collect::<Vec<_>>();
        assert_eq!(all("区民政局"), ["区民政局"]);
        assert_eq!(all("区民政局、区财政局"), ["区民政局", "区财政局"]);
        assert_eq!(all("区民政局 / 残联；妇联"), ["区民政局", "残联", "妇联"]);
        assert_eq!(
            all("区人社局（就业局、社保局）"),
            ["区人社局（就业局、社保局）"]
        );
        assert!(all("无").is_empty());
    }
}
