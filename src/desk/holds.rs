//! What a word of a query can be held to: the labels that are typed before it, in both languages and
//! as their initials, for those who type no characters. What is shown of them is the catalogue's.

use crate::registry::Kind;
use crate::rpc::{Field, HeldTo, RolePart};
use crate::search::{Hold, Tag};

use super::synonyms::sort;

/// Fields that a word can be held to. The help of the lookup screen names the same labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Held {
    Title,
    Agency,
    Content,
    Basis,
    Other,
}

/// Each label and what it holds to.
const LABELS: [(&[&str], Hold); 10] = [
    (
        &["@", "机构", "部门", "jg", "bm", "agency"],
        tag(Held::Agency),
    ),
    (&["标题", "bt", "title"], tag(Held::Title)),
    (&["内容", "nr", "content"], tag(Held::Content)),
    (&["依据", "yj", "basis"], tag(Held::Basis)),
    (&["服务", "fw", "service"], Hold::Sort(sort(Kind::Service))),
    (&["职责", "zz", "duty"], Hold::Sort(sort(Kind::Duty))),
    (&["事项", "sx", "task"], Hold::Sort(sort(Kind::Task))),
    (
        &["边界", "bj", "boundary"],
        Hold::Sort(sort(Kind::Boundary)),
    ),
    (
        &["监管", "jgzd", "supervision"],
        Hold::Sort(sort(Kind::Supervision)),
    ),
    (&["单位", "dw", "office"], Hold::Sort(sort(Kind::Agency))),
];

const fn tag(held: Held) -> Hold {
    Hold::Tag(held as Tag)
}

/// What a label holds to.
pub(super) fn hold(label: &str) -> Option<Hold> {
    let known = LABELS.iter().find(|(names, _)| names.contains(&label));
    known.map(|(_, hold)| *hold)
}

/// The fields of a tag, as they are told.
pub(super) const fn held_to(tag: Tag) -> HeldTo {
    const CONTENT: Tag = Held::Content as Tag;
    const TITLE: Tag = Held::Title as Tag;
    const BASIS: Tag = Held::Basis as Tag;
    match tag {
        TITLE => HeldTo::Title,
        CONTENT => HeldTo::Content,
        BASIS => HeldTo::Basis,
        // Nothing is held to the rest.
        _ => HeldTo::Agency,
    }
}

/// The tag of an entry's field; an agency's title is its name.
pub(super) const fn tag_of(field: Field, kind: Kind) -> Tag {
    let held = match field {
        Field::Title => match kind {
            Kind::Agency => Held::Agency,
            _ => Held::Title,
        },
        Field::Agency | Field::Role(_, RolePart::Agency) => Held::Agency,
        Field::Role(_, RolePart::Basis) => Held::Basis,
        Field::Content
        | Field::Role(_, RolePart::Responsibility | RolePart::Example)
        | Field::SectionTitle(_)
        | Field::SectionText(_) => Held::Content,
        Field::Phone(_) | Field::Remark => Held::Other,
    };
    held as Tag
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_label_holds_to_one_thing() {
        let names: Vec<&str> = LABELS
            .iter()
            .flat_map(|(names, _)| *names)
            .copied()
            .collect();
        let distinct: BTreeSet<&&str> = names.iter().collect();
        assert_eq!(distinct.len(), names.len());
    }
}
