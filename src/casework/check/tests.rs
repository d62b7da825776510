//! What is doubted and what is not.

use super::*;
use crate::casework::intake::IntakeForm;

fn today() -> Date {
    Date::constant(2026, 11, 24)
}

#[test]
fn telephone_numbers() {
    for good in [
        "",
        "13812345678",
        "138 1234 5678",
        "138-1234-5678",
        "１３８１２３４５６７８",
        "+86 13812345678",
        "008613812345678",
        "88832671",
        "8883267",
        "0898-88832671",
        "０８９８－８８８３２６７１",
        "(0898)88832671",
        "+86 898 88832671",
        "010-62345678",
        "021 62345678",
        "400-820-8820",
        "8008208820",
    ] {
        assert_eq!(phone(good), None, "{good:?}");
    }
    for wrong in [
        "1381234567",
        "138123456789",
        "12812345678",
        "110",
        "0898-888326711",
        "08888",
        "0000-0000000",
        "abc",
        "张三",
        "+86",
        "+",
        "18888O88888",
        &"1".repeat(1 << 20),
    ] {
        assert_eq!(phone(wrong), Some(Doubt::Phone), "{} bytes", wrong.len());
    }
}

#[test]
fn identity_numbers() {
    for good in [
        "",
        "11010519491231002X",
        "11010519491231002x",
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105 19491231 002X",
        "110105491231002",
        // Other documents: passport, Hong Kong and Taiwan permits, a foreigner's permanent residence.
        "E12345678",
        "H1234567890",
        "A123456(7)",
        "军字第1234号",
    ] {
        assert_eq!(id_number(good, today()), None, "{good:?}");
    }
    for (wrong, why) in [
        ("110105194912310021", Doubt::IdCheck),
        ("110105194912310092", Doubt::IdCheck),
        ("11010519491331002X", Doubt::IdBirth),
        ("110105194902290020", Doubt::IdBirth),
        ("110105202611250020", Doubt::IdBirth),
        ("110105000001010020", Doubt::IdBirth),
        ("110105491331002", Doubt::IdBirth),
        ("1101051949123100", Doubt::IdLength),
        ("1101051949123100X", Doubt::IdLength),
        ("1101051949123100200", Doubt::IdLength),
        ("1", Doubt::IdLength),
        (&"1".repeat(1 << 20), Doubt::IdLength),
    ] {
        assert_eq!(
            id_number(wrong, today()),
            Some(why),
            "{} bytes",
            wrong.len()
        );
    }
    // Born today.
    assert_ne!(
        id_number("110105202611240020", today()),
        Some(Doubt::IdBirth)
    );
}

/// Of the eleven check characters exactly one fits, and a mistyped digit is always found.
#[test]
fn exactly_one_check_character_fits() {
    for digits in [
        "11010519491231002",
        "46020019900101271",
        "46020020000229999",
    ] {
        let fits = |c: &&&str| id_number(&format!("{digits}{c}"), today()).is_none();
        let all = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "X"];
        assert_eq!(all.iter().filter(fits).count(), 1, "{digits}");
    }
    let good = "11010519491231002X";
    for at in [0, 1, 2, 3, 4, 5, 14, 15, 16] {
        for digit in '0'..='9' {
            let mistyped: String = good
                .chars()
                .enumerate()
                .map(|(i, c)| if i == at { digit } else { c })
                .collect();
            let doubt = (mistyped != good).then_some(Doubt::IdCheck);
            assert_eq!(id_number(&mistyped, today()), doubt, "{mistyped}");
        }
    }
}

fn doubts(form: IntakeForm) -> Vec<(FormField, Doubt)> {
    let intake = form.parse().unwrap();
    warnings(&intake, today())
        .into_iter()
        .map(|warning| (warning.field, warning.doubt))
        .collect()
}

#[test]
fn what_the_law_wants_is_missed() {
    use FormField::{Content, Demand, IdNumber, Name, Phone, Respondent};
    let some = |text: &str| Some(text.to_owned());
    let bare = |kind| {
        let mut form = IntakeForm::new(kind);
        form.subject = some("欠薪");
        form
    };
    let wanted = |fields: &[FormField]| -> Vec<(FormField, Doubt)> {
        fields.iter().map(|field| (*field, Doubt::Wanted)).collect()
    };
    assert_eq!(doubts(bare(CaseKind::Enquiry)), []);
    assert_eq!(
        doubts(bare(CaseKind::Tipoff)),
        wanted(&[Respondent, Content])
    );
    let mut unnamed = bare(CaseKind::Complaint);
    unnamed.visitor.anonymous = true;
    assert_eq!(doubts(unnamed), wanted(&[Respondent, Content, Demand]));
    assert_eq!(
        doubts(bare(CaseKind::Complaint)),
        wanted(&[Name, Phone, Respondent, Content, Demand])
    );
    let mut form = bare(CaseKind::Complaint);
    form.visitor.id_number = some("11010519491231002X");
    assert_eq!(
        doubts(form.clone()),
        wanted(&[Name, Phone, Respondent, Content, Demand])
    );
    form.visitor.address = some("海南省三亚市");
    form.visitor.name = some("张三");
    form.respondent = some("某公司");
    form.content = some("欠薪三个月");
    form.demand = some("付清");
    assert_eq!(doubts(form.clone()), []);
    form.visitor.phone = some("1381234567");
    form.visitor.id_number = some("110105194912310021");
    assert_eq!(
        doubts(form),
        [(Phone, Doubt::Phone), (IdNumber, Doubt::IdCheck)]
    );
}
