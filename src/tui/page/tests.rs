//! What a page says, line by line.

use super::*;
use crate::registry::{Body, Entry, RoleView};
use crate::rpc::RolePart;
use crate::tui::widgets::glyph;

fn role(agency: &str, part: &str, basis: Option<&str>) -> RoleView {
    RoleView {
        agency: Some(agency.to_owned()),
        responsibility: Some(part.to_owned()),
        basis: basis.map(str::to_owned),
        example: None,
    }
}

fn boundary(roles: Vec<RoleView>) -> Shown {
    let id: EntryId = "hrss/boundary/3".parse().unwrap();
    Shown {
        entry: Entry {
            kind: Kind::Boundary,
            title: "补贴".to_owned(),
            list: id.list.clone(),
            body: Body::Boundary { roles },
            related: Vec::new(),
            id,
        },
        related: Vec::new(),
        whose: None,
    }
}

fn page(shown: &Shown, marks: &[Mark]) -> Vec<Vec<Glyph>> {
    let summary = Summary {
        id: shown.entry.id.clone(),
        kind: shown.entry.kind,
        title: shown.entry.title.clone(),
        list: shown.entry.list.clone(),
        agency: None,
        phone: None,
    };
    let subject = Subject {
        summary: &summary,
        shown: Some(shown),
        whose: None,
        marks,
        lang: Lang::Zh,
    };
    lines(&subject, 24)
}

fn text(lines: &[Vec<Glyph>]) -> Vec<String> {
    lines
        .iter()
        .map(|line| line.iter().map(|glyph| glyph.text.as_str()).collect())
        .collect()
}

#[test]
fn a_basis_of_the_first_row_is_the_whole_matters() {
    let shown = boundary(vec![
        role("甲局", "牵头", Some("《办法》")),
        role("乙局", "配合", None),
    ]);
    assert_eq!(
        text(&page(&shown, &[])),
        [
            "补贴",
            "边界 hrss/boundary/3",
            "",
            "甲局：牵头",
            "乙局：配合",
            "",
            "相关依据",
            "  《办法》"
        ]
    );
}

#[test]
fn where_several_rows_have_a_basis_each_says_whose_it_is() {
    let shown = boundary(vec![
        role("甲局", "牵头", Some("一")),
        role("乙局", "配合", Some("二")),
    ]);
    assert_eq!(
        text(&page(&shown, &[]))[5..],
        [
            "",
            "相关依据（甲局）",
            "  一",
            "",
            "相关依据（乙局）",
            "  二"
        ]
    );
}

#[test]
fn marks_go_on_counting_over_paragraphs() {
    let shown = boundary(vec![role("甲局", "牵头\n\n配合审核", None)]);
    let mark = Mark {
        field: Field::Role(0, RolePart::Responsibility),
        ranges: std::iter::once(6..8).collect(),
    };
    let marked: String = page(&shown, &[mark])
        .iter()
        .flatten()
        .filter(|glyph| glyph.tone == Tone::Mark)
        .map(|glyph| glyph.text.as_str())
        .collect();
    assert_eq!(marked, "审核");
}

#[test]
fn nothing_passes_the_width() {
    let shown = boundary(vec![role(
        "甲局",
        &"很长的职责，".repeat(30),
        Some(&"abc ".repeat(40)),
    )]);
    assert!(
        page(&shown, &[])
            .iter()
            .all(|line| glyph::width(line) <= 24)
    );
}
