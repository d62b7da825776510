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

/// A thing's names, and what a word behind one of them is held to.
pub(super) type Label = (&'static [&'static str], Hold);

/// What an agency is called before a word.
pub(super) const AGENCY: &[&str] = &["@", "机构", "部门", "jg", "bm", "agency"];

/// The kinds of entries that people ask for.
pub(super) const KINDS: [Label; 4] = [
    (&["服务", "fw", "service"], Hold::Sort(sort(Kind::Service))),
    (&["职责", "zz", "duty"], Hold::Sort(sort(Kind::Duty))),
    (
        &["边界", "bj", "boundary"],
        Hold::Sort(sort(Kind::Boundary)),
    ),
    (
        &["监管", "jgzd", "supervision"],
        Hold::Sort(sort(Kind::Supervision)),
    ),
];

/// The other labels of the lookup.
const LABELS: [Label; 6] = [
    (AGENCY, tag(Held::Agency)),
    (&["标题", "bt", "title"], tag(Held::Title)),
    (&["内容", "nr", "content"], tag(Held::Content)),
    (&["依据", "yj", "basis"], tag(Held::Basis)),
    (&["事项", "sx", "task"], Hold::Sort(sort(Kind::Task))),
    (&["单位", "dw", "office"], Hold::Sort(sort(Kind::Agency))),
];

const fn tag(held: Held) -> Hold {
    Hold::Tag(held as Tag)
}

/// What a label holds to in the lookup.
pub(super) fn hold(label: &str) -> Option<Hold> {
    among([&LABELS[..], &KINDS], label)
}

/// What a label holds to, of some labels.
pub(super) fn among(labels: [&[Label]; 2], label: &str) -> Option<Hold> {
    let mut labels = labels.into_iter().flatten();
    let known = labels.find(|(names, _)| names.contains(&label));
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
pub(super) mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Each name stands once.
    pub(in crate::desk) fn assert_distinct(labels: [&[Label]; 2]) {
        let names = labels.into_iter().flatten().flat_map(|(names, _)| *names);
        let distinct: BTreeSet<&&str> = names.clone().collect();
        assert_eq!(distinct.len(), names.count());
    }

    #[test]
    fn each_label_holds_to_one_thing() {
        assert_distinct([&LABELS, &KINDS]);
    }
}
