//! What the desk answers over the built-in list: scopes, counts, excerpts, refusals.

use super::*;
use crate::registry::{EntryId, Kind};
use crate::rpc::{Field, Find, Found, Refusal, RolePart, Scope};

mod long_case;

fn find(text: &str, scope: Scope, limit: usize) -> Found {
    let find = Find {
        text: text.to_owned(),
        scope,
        limit,
        explain: false,
    };
    Lookup::built_in().find(&find).unwrap()
}

fn ids(found: &Found) -> Vec<String> {
    let ids = found.hits.iter().map(|hit| hit.summary.id.to_string());
    ids.collect()
}

fn id(text: &str) -> EntryId {
    text.parse().unwrap()
}

#[test]
fn without_a_query_a_scope_is_listed_in_its_order() {
    let all = find(" ", Scope::default(), 500);
    assert_eq!((all.total, all.hits.len()), (131, 131));
    assert_eq!(ids(&all)[..2], ["hrss/service/1", "hrss/service/2"]);
    assert!(
        all.hits
            .iter()
            .all(|hit| hit.matched.is_none() && hit.marks.is_empty())
    );

    let kinds = vec![Kind::Boundary];
    let part = find(
        "",
        Scope {
            kinds,
            related_to: None,
        },
        3,
    );
    assert_eq!((part.total, part.hits.len()), (5, 3));
    assert_eq!(
        part.by_kind[0],
        (Kind::Service, 13),
        "counts are of every kind"
    );
}

#[test]
fn what_is_related_is_listed_nearest_first_and_searched() {
    let related_to = Some(id("hrss/agency/区民政局"));
    let scope = Scope {
        kinds: vec![],
        related_to,
    };
    let near = find("", scope.clone(), 10);
    assert_eq!(ids(&near), ["hrss/boundary/4", "hrss/boundary/5"]);
    assert_eq!(ids(&find("fuxu", scope, 10)), ["hrss/boundary/5"]);
}

#[test]
fn related_to_what_does_not_exist_is_refused() {
    let unknown = id("hrss/service/99");
    let related_to = Some(unknown.clone());
    let find = Find {
        scope: Scope {
            kinds: vec![],
            related_to,
        },
        ..Find::default()
    };
    assert_eq!(
        Lookup::built_in().find(&find),
        Err(Refusal::NoSuchEntry(unknown.into()))
    );
}

#[test]
fn an_excerpt_shows_the_match_where_the_title_does_not() {
    let found = find("失地面积", Scope::default(), 1);
    let excerpt = found.hits[0].excerpt.clone().unwrap();
    assert_eq!(excerpt.field, Field::Role(2, RolePart::Responsibility));
    let marked: String = excerpt
        .ranges
        .iter()
        .flat_map(|range| excerpt.text.chars().skip(range.start).take(range.len()))
        .collect();
    assert_eq!(marked, "失地面积");
    assert_eq!(find("失业登记", Scope::default(), 1).hits[0].excerpt, None);
}

#[test]
fn a_number_names_its_owner_first() {
    for typed in ["2671", "88832671", "0898-88832671"] {
        let found = find(typed, Scope::default(), 20);
        assert_eq!(ids(&found)[0], "hrss/agency/人社管理中心", "{typed}");
        assert_eq!(found.total, 11);
    }
}

#[test]
fn what_was_cut_is_said_and_what_is_unseen_left_out() {
    let found = find(&"失".repeat(300), Scope::default(), 1);
    assert!(found.cut);
    assert_eq!(found.query.chars().count(), MAX_QUERY_CHARS);
    let found = find("失业\n\u{202e}登记\u{7}", Scope::default(), 1);
    assert_eq!((found.query.as_str(), found.cut), ("失业 登记", false));
}

#[test]
fn a_word_held_to_what_is_nowhere_is_left_out_and_said() {
    use crate::rpc::{HeldTo, Unheld};
    let unheld = |to, word: &str| Unheld {
        to,
        word: word.to_owned(),
    };
    let all = |text: &str| find(text, Scope::default(), 5);
    let found = all("@不存在 养老");
    assert_eq!(found.unheld, [unheld(HeldTo::Agency, "不存在")]);
    assert_eq!(ids(&found), ids(&all("养老")));
    assert_eq!(found.query, "@不存在 养老");
    let found = all("标题： 囍囍 服务:失业");
    assert_eq!(found.unheld, [unheld(HeldTo::Title, "囍囍")]);
    assert_eq!(ids(&found), ids(&all("服务:失业")));
    // Alone it finds nothing, and that is said too.
    let found = all("@不存在");
    assert_eq!((found.total, found.unheld.len()), (0, 1));
    // What is spelt with a slip or an accent stands there.
    for text in [
        "@财政局 养老",
        "@caizheng 养老",
        "@财证局",
        "服务:失业",
        "养老",
    ] {
        assert_eq!(all(text).unheld, [], "{text}");
    }
    // A label with nothing behind it asks for nothing yet.
    let services = all("服务:");
    assert_eq!(services.total, 13);
    for text in ["机构:", "@"] {
        assert_eq!(all(text).total, 131, "{text}");
    }
    assert_eq!(all("机构: 财政 养老").total, all("机构:财政 养老").total);
}
