//! What a word of a query can be held to in the ledger: the labels that are typed before it, in both
//! languages and as their initials. Where the lookup has the same label it means the same, but for
//! 事项 and 单位, which the ledger calls its own columns.

use super::table::FIELDS;
use crate::casework::CaseKind;
use crate::desk::holds::{AGENCY, KINDS, Label, among};
use crate::desk::sift::Facts;
use crate::desk::synonyms::sort;
use crate::rpc::CaseField;
use crate::search::{Hold, Query, Sort, Tag};

/// A case's kind among the sorts: behind those of entries.
const OF_CASES: Sort = 128;

/// The labels besides the kinds of entries. The help of the ledger names them all.
const LABELS: [Label; 9] = [
    (AGENCY, tag(CaseField::Agency)),
    (
        &["事由", "标题", "sy", "bt", "subject", "title"],
        tag(CaseField::Subject),
    ),
    (&["事项", "sx", "entry"], tag(CaseField::Service)),
    (
        &["单位", "被投诉单位", "dw", "respondent"],
        tag(CaseField::Respondent),
    ),
    (
        &["姓名", "来访人", "xm", "lfr", "visitor"],
        tag(CaseField::Visitor),
    ),
    (&["内容", "nr", "content"], tag(CaseField::Content)),
    (&["咨询", "zx", "enquiry"], kind(CaseKind::Enquiry)),
    (&["投诉", "ts", "complaint"], kind(CaseKind::Complaint)),
    (&["举报", "jb", "tipoff"], kind(CaseKind::Tipoff)),
];

const fn kind(kind: CaseKind) -> Hold {
    Hold::Sort(sort_of(kind))
}

const fn sort_of(kind: CaseKind) -> Sort {
    OF_CASES + kind as Sort
}

/// A field by the number of its slot.
const fn tag(field: CaseField) -> Hold {
    let mut slot = 0;
    while slot + 1 < FIELDS.len() && FIELDS[slot] as u8 != field as u8 {
        slot += 1;
    }
    #[expect(clippy::cast_possible_truncation, reason = "there are few fields")]
    Hold::Tag(slot as Tag)
}

/// What a label holds to.
pub(super) fn hold(label: &str) -> Option<Hold> {
    among([&LABELS[..], &KINDS], label)
}

/// Whether a case is of the sorts that a query names: of one of the kinds of cases, and about an
/// entry of one of the kinds of entries.
pub(super) fn is_of(query: &Query, case: &Facts<'_>) -> bool {
    let sorts = || query.sorts().iter().copied();
    let (mut any_case, mut any_entry) = (true, true);
    for named in sorts() {
        if named >= OF_CASES {
            any_case = false;
        } else {
            any_entry = false;
        }
    }
    let of_case = sort_of(case.number.kind);
    let of_entry = case.service.map(|(id, _)| sort(id.kind()));
    (any_case || sorts().any(|named| named == of_case))
        && (any_entry || sorts().any(|named| Some(named) == of_entry))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::holds::tests::assert_distinct;

    #[test]
    fn each_label_holds_to_one_thing() {
        assert_distinct([&LABELS, &KINDS]);
        for (at, field) in FIELDS.into_iter().enumerate() {
            assert_eq!(tag(field), Hold::Tag(u8::try_from(at).unwrap()));
        }
    }
}
