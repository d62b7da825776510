//! `search --explain`: why a hit stands where it stands, in the clerk's words. Makes no rank.

use super::json::sum;
use crate::rpc::{Bonus, Field, Form, Matched, RolePart, Why, WhyTerm};
use crate::text::Lang;

/// What stands under a hit.
pub(super) fn lines(score: i64, why: &Why, lang: Lang) -> Vec<String> {
    let mut lines = vec![lang.why_score(score)];
    lines.extend(why.terms.iter().map(|term| term_line(term, lang)));
    // What the bonuses do not account for is the words' mean, rounded as the desk rounds it.
    let mean = score - sum(&why.bonuses);
    lines.push(lang.why_entry(&addition(lang.why_mean(mean), mean, &why.bonuses, lang)));
    lines.iter().map(|line| format!("    {line}")).collect()
}

fn term_line(term: &WhyTerm, lang: Lang) -> String {
    let fuzzy = lang.why_fuzzy(term.fuzzy);
    let said = match &term.via {
        Some(via) => lang.why_via(&term.term, via),
        None => term.term.clone(),
    };
    let said = match term.weight {
        1 => said,
        weight => lang.why_weighs(&said, weight),
    };
    lang.why_term(
        &said,
        &field(term.field, lang),
        matched(term.matched, lang),
        form(term.form, lang),
        &addition(fuzzy, term.fuzzy, &term.bonuses, lang),
    )
}

/// An addition, such as `字符 120 + 形式 40 = 160`.
fn addition(first: String, points: i64, bonuses: &[(Bonus, i64)], lang: Lang) -> String {
    let mut parts = vec![first];
    for (what, points) in bonuses {
        parts.push(format!("{} {points}", bonus(*what, lang)));
    }
    format!("{} = {}", parts.join(" + "), points + sum(bonuses))
}

fn field(field: Field, lang: Lang) -> String {
    match field {
        Field::Title => lang.why_field_title().to_owned(),
        Field::Content => lang.content().to_owned(),
        Field::Agency => lang.in_charge().to_owned(),
        Field::Phone(_) => lang.phone().to_owned(),
        Field::Remark => lang.remark().to_owned(),
        Field::Role(n, part) => lang.why_field_role(n + 1, role_part(part, lang)),
        Field::SectionTitle(n) => lang.why_field_section_title(n + 1),
        Field::SectionText(n) => lang.why_field_section_text(n + 1),
    }
}

const fn role_part(part: RolePart, lang: Lang) -> &'static str {
    match part {
        RolePart::Agency => lang.why_field_role_agency(),
        RolePart::Responsibility => lang.responsibility(),
        RolePart::Basis => lang.basis(),
        RolePart::Example => lang.example(),
    }
}

const fn matched(matched: Matched, lang: Lang) -> &'static str {
    match matched {
        Matched::Text => lang.why_text(),
        Matched::Pinyin => lang.why_pinyin(),
        Matched::Phone => lang.why_phone(),
        Matched::Accent => lang.why_accent(),
        Matched::Synonym => lang.why_synonym(),
        Matched::Typo => lang.why_typo(),
    }
}

const fn form(form: Form, lang: Lang) -> &'static str {
    match form {
        Form::Scattered => lang.why_scattered(),
        Form::Adjacent => lang.why_adjacent(),
        Form::Start => lang.why_start(),
        Form::End => lang.why_end(),
        Form::Whole => lang.why_whole(),
    }
}

const fn bonus(bonus: Bonus, lang: Lang) -> &'static str {
    match bonus {
        Bonus::Form => lang.why_bonus_form(),
        Bonus::Field => lang.why_bonus_field(),
        Bonus::Kind => lang.why_bonus_kind(),
        Bonus::Literal => lang.why_bonus_literal(),
        Bonus::Brevity => lang.why_bonus_brevity(),
        Bonus::Gaps => lang.why_bonus_gaps(),
        Bonus::Apart => lang.why_bonus_apart(),
        Bonus::Verbatim => lang.why_bonus_verbatim(),
        Bonus::Manner => lang.why_bonus_manner(),
        Bonus::Lean => lang.why_bonus_lean(),
        Bonus::Habit => lang.why_bonus_habit(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_points_add_up_before_the_clerks_eyes() {
        let why = Why {
            terms: vec![WhyTerm {
                term: "sydj".to_owned(),
                via: None,
                weight: 1,
                field: Field::Role(0, RolePart::Basis),
                matched: Matched::Pinyin,
                form: Form::Adjacent,
                fuzzy: 100,
                bonuses: vec![(Bonus::Form, 40), (Bonus::Gaps, -5)],
            }],
            bonuses: vec![(Bonus::Kind, 3)],
        };
        assert_eq!(
            lines(138, &why, Lang::Zh),
            [
                "    得分 138",
                "    “sydj”：第 1 项相关依据，按拼音，相连；字符 100 + 形式 40 + 间隔 -5 = 135",
                "    条目：各词平均 135 + 类别 3 = 138",
            ]
        );
        assert_eq!(
            lines(138, &why, Lang::En)[1],
            "    \"sydj\": Legal basis 1, by pinyin, side by side; characters 100 + form 40 + gaps -5 = 135"
        );
    }
}
