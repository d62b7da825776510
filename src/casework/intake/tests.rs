//! Forms, as typed by people and by those who mean harm.

use super::*;

/// Where a form keeps a field.
type Place<F> = fn(&mut F) -> &mut Option<String>;

fn some(text: impl Into<String>) -> Option<String> {
    Some(text.into())
}

fn complaint() -> IntakeForm {
    let mut form = IntakeForm::new(CaseKind::Complaint);
    form.content = some("欠薪");
    form
}

fn fault(form: IntakeForm) -> (FormField, FieldFault) {
    let bad = form.parse().unwrap_err();
    (bad.field, bad.fault)
}

#[test]
fn what_is_unseen_or_harmful_goes() {
    let mut form = complaint();
    form.visitor.name = some("\u{1b}[5i张\u{202e}三\u{200b}\n");
    form.visitor.phone = some("\t13812345678\u{0}\u{9b}");
    form.visitor.id_number = some(" 11010519491231002x ");
    form.visitor.address = some("崖城镇\r\n城东村\u{2028}3队");
    form.agency = some("   ");
    form.subject = some("\u{feff}");
    form.content = some("一\r\n二\r三\u{1b}]0;x\u{7}\t四\n\n  ");
    let intake = form.parse().unwrap();
    let visitor = intake.visitor;
    assert_eq!(visitor.name.as_deref(), Some("[5i张三"));
    assert_eq!(visitor.phone.as_deref(), Some("13812345678"));
    assert_eq!(visitor.id_number.as_deref(), Some("11010519491231002X"));
    assert_eq!(visitor.address.as_deref(), Some("崖城镇 城东村 3队"));
    assert_eq!((intake.agency, intake.subject), (None, None));
    assert_eq!(intake.content.as_deref(), Some("一\n二\n三]0;x 四"));
    assert!(!visitor.anonymous);
}

#[test]
fn full_width_digits_are_kept_as_the_number_they_are() {
    let mut form = complaint();
    form.visitor.name = some("王Ａ");
    form.visitor.phone = some("　０８９８－８８８３２６７１");
    form.visitor.id_number = some("１１０１０５１９４９１２３１００２ｘ");
    let visitor = form.parse().unwrap().visitor;
    assert_eq!(visitor.phone.as_deref(), Some("0898-88832671"));
    assert_eq!(visitor.id_number.as_deref(), Some("11010519491231002X"));
    assert_eq!(
        visitor.name.as_deref(),
        Some("王Ａ"),
        "a name is as it is written"
    );
}

#[test]
fn limits_count_characters_that_are_seen() {
    let fields: [(FormField, Place<IntakeForm>); 10] = [
        (FormField::Name, |form| &mut form.visitor.name),
        (FormField::Phone, |form| &mut form.visitor.phone),
        (FormField::IdNumber, |form| &mut form.visitor.id_number),
        (FormField::Address, |form| &mut form.visitor.address),
        (FormField::Agency, |form| &mut form.agency),
        (FormField::Subject, |form| &mut form.subject),
        (FormField::Respondent, |form| &mut form.respondent),
        (FormField::Content, |form| &mut form.content),
        (FormField::Answer, |form| &mut form.answer),
        (FormField::Demand, |form| &mut form.demand),
    ];
    for (field, place) in fields {
        let most = limit(field).unwrap();
        let with = |text: String| {
            let mut form = IntakeForm::new(CaseKind::Enquiry);
            form.content = some("问");
            *place(&mut form) = Some(text);
            form
        };
        let mut parsed = with(format!("\u{1b}{}\u{200b}\n", "漢".repeat(most)));
        assert!(parsed.clone().parse().is_ok(), "{field:?}");
        place(&mut parsed).as_mut().unwrap().insert(1, '漢');
        assert_eq!(fault(parsed), (field, FieldFault::TooLong(most)));
        for unit in ["a", "\u{200b}", "\u{1b}", " ", "\n"] {
            let huge = with(unit.repeat(4 << 20));
            assert_eq!(fault(huge), (field, FieldFault::TooLong(most)));
        }
    }
}

#[test]
fn a_track_goes_with_complaints_and_tip_offs() {
    assert_eq!(complaint().parse().unwrap().track, Some(Track::Labour));
    let mut form = complaint();
    form.track = Some(Track::Fund);
    assert_eq!(form.parse().unwrap().track, Some(Track::Fund));
    let mut form = IntakeForm::new(CaseKind::Enquiry);
    form.content = some("问");
    assert_eq!(form.clone().parse().unwrap().track, None);
    form.track = Some(Track::Labour);
    let not = FieldFault::NotOfKind(CaseKind::Enquiry);
    assert_eq!(fault(form), (FormField::Track, not));
}

#[test]
fn only_enquiries_are_answered_at_the_counter() {
    for (answer, flag, answered) in [
        (None, false, false),
        (some("  "), false, false),
        (None, true, true),
        (some("找就业局"), false, true),
    ] {
        for kind in CaseKind::ALL {
            let mut form = IntakeForm::new(kind);
            form.content = some("问");
            form.answer = answer.clone();
            form.answered = flag;
            if answered && kind != CaseKind::Enquiry {
                let not = FieldFault::NotOfKind(kind);
                assert_eq!(fault(form), (FormField::Answer, not));
            } else {
                assert_eq!(form.parse().unwrap().answered, answered);
            }
        }
    }
}

#[test]
fn nobody_is_anonymous_and_named() {
    let mut form = complaint();
    form.visitor.confidential = true;
    let visitor = form.parse().unwrap().visitor;
    assert!(visitor.anonymous && visitor.confidential);
    let fields: [(FormField, Place<VisitorForm>); 4] = [
        (FormField::Name, |visitor| &mut visitor.name),
        (FormField::Phone, |visitor| &mut visitor.phone),
        (FormField::IdNumber, |visitor| &mut visitor.id_number),
        (FormField::Address, |visitor| &mut visitor.address),
    ];
    for (field, place) in fields {
        let mut form = complaint();
        *place(&mut form.visitor) = some("x1");
        assert!(!form.clone().parse().unwrap().visitor.anonymous);
        form.visitor.anonymous = true;
        assert_eq!(fault(form.clone()), (field, FieldFault::YetAnonymous));
        *place(&mut form.visitor) = some(" \u{200b}");
        assert!(form.parse().unwrap().visitor.anonymous);
    }
}

#[test]
fn something_must_be_said() {
    for kind in CaseKind::ALL {
        let empty = IntakeForm::new(kind);
        let missing = (FormField::Content, FieldFault::Missing);
        assert_eq!(fault(empty.clone()), missing);
        let mut service = empty.clone();
        service.service = Some("hrss/service/3".parse().unwrap());
        if kind == CaseKind::Enquiry {
            assert!(service.parse().is_ok());
        } else {
            assert_eq!(fault(service), missing);
        }
        let mut subject = empty.clone();
        subject.subject = some("欠薪");
        assert!(subject.parse().is_ok());
        let mut content = empty;
        content.content = some("欠薪");
        assert!(content.parse().is_ok());
    }
}

#[test]
fn a_form_reads_the_contracts_json_and_nothing_else() {
    let json = r#"{"kind":"complaint","service":"hrss/service/3","content":"欠薪",
        "visitor":{"name":"张三","confidential":true}}"#;
    let form: IntakeForm = serde_json::from_str(json).unwrap();
    assert_eq!(form.parse().unwrap().visitor.name.as_deref(), Some("张三"));
    let unknown = r#"{"kind":"complaint","contents":"欠薪"}"#;
    assert!(serde_json::from_str::<IntakeForm>(unknown).is_err());
}
