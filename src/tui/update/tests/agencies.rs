//! Made-up agencies: three of a boundary matter, two others. Know no test.

use crate::registry::Phone;
use crate::rpc::{AgenciesFound, AgencyHit, BoundaryPart, FindAgencies};

/// Name, initials, place in the matter.
const AGENCIES: [(&str, &str, Option<u32>); 5] = [
    ("区农业农村局", "qnyncj", Some(1)),
    ("区人社局", "qrsj", Some(2)),
    ("区财政局", "qczj", Some(3)),
    ("区民政局", "qmzj", None),
    ("区教育局", "qjyj", None),
];

pub(super) fn found(find: &FindAgencies) -> AgenciesFound {
    let text = find.text.trim();
    let fits = |(name, initials, _): &&(&str, &str, Option<u32>)| {
        name.contains(text) || initials.contains(text)
    };
    let hits: Vec<AgencyHit> = AGENCIES.iter().filter(fits).map(hit).collect();
    AgenciesFound {
        query: find.text.clone(),
        total: hits.len(),
        hits,
    }
}

fn hit((name, _, place): &(&str, &str, Option<u32>)) -> AgencyHit {
    let phone: Phone = serde_json::from_str("\"0898-88832671\"").unwrap();
    AgencyHit {
        id: format!("hrss/agency/{name}").parse().unwrap(),
        name: (*name).to_owned(),
        list: "hrss".parse().unwrap(),
        phone: Some(phone),
        part: place.map(|place| BoundaryPart {
            matter: "hrss/boundary/1".parse().unwrap(),
            matter_title: "被征地农民养老保险".to_owned(),
            place,
            leads: place == 1,
            responsibility: Some("负责审核名单".to_owned()),
        }),
        marks: Vec::new(),
    }
}
