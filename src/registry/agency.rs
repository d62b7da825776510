//! Agencies derived from a list's services and boundary roles. Know no other list.

use std::collections::HashMap;
use std::sync::Arc;

use super::list::{Agency, List};
use super::phone::Phone;

/// Fills in the list's agencies, in order of first mention: services first.
pub(super) fn derive(list: &mut List) {
    let mut found = Agencies::default();
    for service in &list.services {
        for name in service.agency.iter().flat_map(|cell| names(&cell.text)) {
            let agency = found.named(name);
            push(&mut agency.services, service.number);
            for phone in &service.phones {
                push::<Phone>(&mut agency.phones, phone.clone());
            }
        }
    }
    for boundary in &list.boundaries {
        let cells = boundary
            .roles
            .iter()
            .filter_map(|role| role.agency.as_ref());
        for name in cells.flat_map(|cell| names(&cell.text)) {
            push(&mut found.named(name).boundaries, boundary.number);
        }
    }
    list.agencies = found.all;
}

#[derive(Default)]
struct Agencies {
    all: Vec<Agency>,
    places: HashMap<Arc<str>, usize>,
}

impl Agencies {
    fn named(&mut self, name: &str) -> &mut Agency {
        let at = match self.places.get(name) {
            Some(at) => *at,
            None => {
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
        };
        &mut self.all[at]
    }
}

/// Adds an item at the end unless it is there. Few items: an agency's own.
fn push<T: PartialEq>(items: &mut Vec<T>, item: T) {
    if !items.contains(&item) {
        items.push(item);
    }
}

/// The agencies a cell names. Marks inside brackets separate nothing: `区人社局（就业局、社保局）`
/// is one.
pub(super) fn names(cell: &str) -> impl Iterator<Item = &str> {
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
