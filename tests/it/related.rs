//! Related entries over the real list: structure, and wording that is rare in it.

use guitai::desk::Lookup;

#[track_caller]
fn assert_related(id: &str, expected: &[&str]) {
    let lookup = Lookup::built_in();
    let entry = lookup.registry().entry(&id.parse().unwrap()).unwrap();
    let related: Vec<String> = entry.related.iter().map(ToString::to_string).collect();
    for wanted in expected {
        assert!(
            related.iter().any(|id| id == wanted),
            "{id}: {wanted} not in {related:?}"
        );
    }
    assert!(
        !related.contains(&id.to_owned()),
        "{id} is related to itself"
    );
}

#[test]
fn what_belongs_together_by_structure() {
    assert_related("hrss/service/3", &["hrss/agency/人社管理中心"]);
    assert_related("hrss/duty/3", &["hrss/duty/3/1"]);
    assert_related("hrss/duty/4/2", &["hrss/duty/4"]);
    assert_related(
        "hrss/boundary/3",
        &["hrss/agency/区国土分局", "hrss/agency/区农林局"],
    );
    assert_related("hrss/agency/军转办", &["hrss/service/5"]);
    assert_related("hrss/supervision/1/5", &["hrss/supervision/1"]);
}

#[test]
fn what_is_the_same_matter_by_its_wording() {
    assert_related("hrss/service/10", &["hrss/duty/2/5", "hrss/duty/10/3"]);
    assert_related("hrss/service/5", &["hrss/duty/6/14"]);
    assert_related("hrss/boundary/3", &["hrss/duty/4/3", "hrss/duty/4/4"]);
    assert_related("hrss/supervision/1", &["hrss/duty/3"]);
    assert_related("hrss/supervision/4", &["hrss/duty/4/12"]);
}

#[test]
fn every_related_entry_can_be_shown() {
    let lookup = Lookup::built_in();
    for entry in lookup.registry().entries() {
        for id in &entry.related {
            assert!(
                lookup.registry().summary(id).is_some(),
                "{} → {id}",
                entry.id
            );
        }
    }
}
