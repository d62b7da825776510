//! The reader from outside: counts, the proof that no printed character is lost or counted twice,
//! another bureau's list. Knows nothing of how documents are read.

pub(crate) mod broken;
mod clerks;
mod mangled;

use guitai::registry::read::{MAX_PROBLEMS, Reading, read};
use guitai::registry::{Kind, List, Passage, Phone};

pub(crate) const BUILT_IN: &str = include_str!("../../seed/responsibility-list.txt");
pub(crate) const CIVIL: &str = include_str!("../data/lists/civil.txt");
pub(crate) const VETERANS: &str = include_str!("../data/lists/veterans.txt");

fn reading(document: &[u8]) -> Reading {
    read(document, "test".parse().unwrap(), "某局")
}

/// The list of a document that must be understood whole.
fn list(document: &str) -> List {
    let reading = reading(document.as_bytes());
    assert_eq!(reading.problems, []);
    reading.list
}

fn text(passage: Option<&Passage>) -> Option<&str> {
    passage.map(|passage| passage.text.as_str())
}

fn phones(list: &List, service: u32) -> Vec<&str> {
    let service = list.service(service).unwrap();
    service.phones.iter().map(Phone::as_str).collect()
}

/// What a person sees on paper. Written again here, so that the proof does not lean on the code
/// that it proves.
fn is_ink(c: char) -> bool {
    // Unicode's Default_Ignorable_Code_Point and bidirectional marks, without the variation
    // selectors, which belong to the character before them.
    let invisible = matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}'
        | '\u{17b4}' | '\u{17b5}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}');
    !c.is_whitespace() && !c.is_control() && !invisible
}

/// Every passage of a list with the entry it belongs to, field by field.
fn fields(list: &List) -> Vec<(String, &Passage)> {
    let mut fields: Vec<(String, &Passage)> = Vec::new();
    for duty in &list.duties {
        let id = format!("duty/{}", duty.number);
        fields.extend(duty.remark.iter().map(|p| (id.clone(), p)));
        for (n, task) in (1..).zip(&duty.tasks) {
            fields.extend(task.remark.iter().map(|p| (format!("{id}/{n}"), p)));
            fields.push((format!("{id}/{n}"), &task.text));
        }
        fields.push((id, &duty.text));
    }
    for boundary in &list.boundaries {
        let id = format!("boundary/{}", boundary.number);
        for role in &boundary.roles {
            let cells = [
                &role.agency,
                &role.responsibility,
                &role.basis,
                &role.example,
            ];
            fields.extend(cells.into_iter().flatten().map(|p| (id.clone(), p)));
        }
        fields.push((id, &boundary.matter));
    }
    for regime in &list.supervisions {
        let id = format!("supervision/{}", regime.number);
        for section in &regime.sections {
            fields.push((id.clone(), &section.title));
            fields.push((id.clone(), &section.text));
        }
        fields.push((id, &regime.heading));
    }
    for service in &list.services {
        let id = format!("service/{}", service.number);
        let cells = [&service.content, &service.agency, &service.phone];
        fields.extend(cells.into_iter().flatten().map(|p| (id.clone(), p)));
        fields.push((id, &service.title));
    }
    fields
}

/// Marks every byte of a document by what covers it: entries by their ids, furniture by `-`.
fn marks(reading: &Reading) -> Vec<Vec<String>> {
    let mut marks = vec![Vec::new(); reading.list.document.len()];
    for (id, passage) in fields(&reading.list) {
        for span in &passage.spans {
            marks[span.start..span.end]
                .iter_mut()
                .for_each(|m| m.push(id.clone()));
        }
    }
    for span in &reading.furniture {
        marks[span.start..span.end]
            .iter_mut()
            .for_each(|m| m.push("-".to_owned()));
    }
    marks
}

/// Every printed character lies in exactly one span, or on a line that a problem speaks for; every
/// passage's text is what its spans print.
fn prove(reading: &Reading) -> Result<(), String> {
    let marks = marks(reading);
    let capped = reading.problems.len() > MAX_PROBLEMS;
    let mut line = 1;
    let mut before = ' ';
    for (at, c) in reading.list.document.char_indices() {
        // Lines end with LF, CRLF or CR: the first character after one is on the next line.
        if before == '\n' || (before == '\r' && c != '\n') {
            line += 1;
        }
        before = c;
        let reported = || {
            reading
                .problems
                .iter()
                .any(|p| p.line <= line && line <= p.last)
        };
        if is_ink(c) && marks[at].len() != 1 && !(marks[at].is_empty() && (capped || reported())) {
            return Err(format!("line {line}: {c} lies in {:?}", marks[at]));
        }
    }
    for (id, passage) in fields(&reading.list) {
        let printed: String = (passage.spans.iter())
            .map(|span| &reading.list.document[span.start..span.end])
            .collect();
        let ink = |text: &str| text.chars().filter(|c| is_ink(*c)).collect::<String>();
        if ink(&printed) != ink(&passage.text) {
            return Err(format!("{id} shows {:?} for {printed:?}", passage.text));
        }
        if passage
            .text
            .chars()
            .any(|c| c != '\n' && !is_ink(c) && !c.is_whitespace())
        {
            return Err(format!(
                "{id} keeps what is not printed: {:?}",
                passage.text
            ));
        }
    }
    Ok(())
}

#[test]
fn the_built_in_list_has_all_its_entries() {
    let list = list(BUILT_IN);
    let counts = Kind::ALL.map(|kind| (kind.word(), list.count(kind)));
    assert_eq!(
        counts,
        [
            ("service", 13),
            ("duty", 12),
            ("task", 86),
            ("boundary", 5),
            ("supervision", 5),
            ("agency", 10)
        ]
    );
    assert_eq!(
        list.boundaries.iter().map(|b| b.roles.len()).sum::<usize>(),
        15
    );
    assert!(
        list.supervisions
            .iter()
            .all(|regime| regime.sections.len() == 6)
    );
}

#[test]
fn every_printed_character_of_the_built_in_list_lies_in_one_span_of_one_entry() {
    let reading = reading(BUILT_IN.as_bytes());
    assert_eq!(prove(&reading), Ok(()));
    // What is furniture is nothing but headings and numbers, counted by hand from the document:
    // 4 headings, 4 + 6 + 5 column names and the area code, 12 + 5 + 13 row numbers, 5 + 30
    // numbers of regimes and sections.
    assert_eq!(
        reading.furniture.len(),
        4 + 4 + 6 + 6 + 12 + 5 + 13 + 5 + 30
    );
}

#[test]
fn broken_cells_are_joined_and_paragraphs_and_blank_cells_kept() {
    let list = list(BUILT_IN);
    let service = list.service(1).unwrap();
    assert_eq!(text(service.agency.as_ref()), Some("人社管理中心"));
    assert_eq!(phones(&list, 1), ["0898-88832671"]);
    let duty = list.duty(4).unwrap();
    assert!(duty.text.text.starts_with("配合做好本区城镇从业人员"));
    assert_eq!(duty.remark, None);
    let roles = &list.boundary(3).unwrap().roles;
    let basis = text(roles[0].basis.as_ref()).unwrap();
    assert_eq!(basis.lines().count(), 2);
    assert_eq!((&roles[1].basis, &roles[1].example), (&None, &None));
    let regime = list.supervision(5).unwrap();
    assert_eq!(regime.heading.text, "对专业技术人员评审过程中的监管");
    assert_eq!(regime.sections[0].title.text, "监督对象");
    assert_eq!(
        regime.sections[0].text.text,
        "（１）各行业主管部门及其工作人员；\n（２）专业技术资格评审申报人员。"
    );
    assert_eq!(regime.sections[5].title.text, "督促检查处理");
}

#[test]
fn agencies_are_derived_services_first() {
    let list = list(BUILT_IN);
    let names: Vec<&str> = list.agencies.iter().map(|agency| &*agency.name).collect();
    assert_eq!(
        names,
        [
            "人社管理中心",
            "市劳动保障监察支队崖州大队",
            "军转办",
            "区人社局",
            "区财政局",
            "区编办",
            "区教科局",
            "区国土分局",
            "区农林局",
            "区民政局"
        ]
    );
    assert_eq!(list.agency("区财政局").unwrap().boundaries, [1, 3, 4, 5]);
    assert_eq!(list.agency("人社管理中心").unwrap().services.len(), 10);
}

#[test]
fn another_bureaus_list_is_understood_as_well() {
    let list = list(CIVIL);
    assert_eq!(prove(&reading(CIVIL.as_bytes())), Ok(()));
    let counts = Kind::ALL.map(|kind| list.count(kind));
    assert_eq!(counts, [10, 5, 7, 2, 3, 12]);
    let numbers: Vec<u32> = list.services.iter().map(|service| service.number).collect();
    assert_eq!(numbers, [1, 2, 3, 5, 6, 7, 8, 9, 10, 11]);
}

#[test]
fn remarks_stand_beside_a_task_or_merged_beside_the_duty() {
    let list = list(CIVIL);
    let remarks = |duty: u32| -> (Option<String>, Vec<Option<String>>) {
        let duty = list.duty(duty).unwrap();
        let of = |p: &Option<Passage>| p.as_ref().map(|p| p.text.clone());
        (
            of(&duty.remark),
            duty.tasks.iter().map(|task| of(&task.remark)).collect(),
        )
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(
        remarks(1),
        (some("2019年机构改革后由办公室承担"), vec![None; 3])
    );
    assert_eq!(
        remarks(2),
        (None, vec![some("社会救助股"), some("社会救助股\n各镇协助")])
    );
    assert_eq!(remarks(3), (None, vec![some("行政许可")]));
    assert_eq!(list.duty(3).unwrap().text.text, "负责社会组织登记管理。");
    assert_eq!(remarks(6), (None, vec![]));
}

#[test]
fn cells_with_several_phones_give_them_all_with_the_area_code() {
    let list = list(CIVIL);
    assert_eq!(phones(&list, 1), ["0898-66220011", "0898-66220012"]);
    assert_eq!(phones(&list, 2), ["0898-66220011", "0898-66220013"]);
    assert_eq!(phones(&list, 3), ["0898-66220011转803"]);
    assert_eq!(phones(&list, 5), ["0898-66225520", "13907520001"]);
    assert!(phones(&list, 7).is_empty());
    assert_eq!(phones(&list, 8), ["12345"]);
    assert_eq!(phones(&list, 9), ["0898-66229110"]);
    assert_eq!(phones(&list, 10), ["400-8981234"]);
    let agency = list.agency("各镇政府").unwrap();
    assert_eq!(agency.services, [3]);
    assert_eq!(list.service(11).unwrap().agency, None);
}

#[test]
fn seven_sections_missing_ones_and_another_order_are_read_as_they_stand() {
    let list = list(CIVIL);
    let titles = |regime: u32| -> Vec<&str> {
        let regime = list.supervision(regime).unwrap();
        regime
            .sections
            .iter()
            .map(|section| section.title.text.as_str())
            .collect()
    };
    assert_eq!(
        titles(1),
        [
            "监督检查对象",
            "监督检查内容",
            "监督检查方式",
            "监督检查措施",
            "监督检查程序",
            "监督检查处理",
            "投诉举报渠道"
        ]
    );
    assert_eq!(
        titles(2),
        [
            "监督检查对象",
            "监督检查内容",
            "监督检查措施",
            "监督检查处理"
        ]
    );
    assert_eq!(titles(3), ["监管方式", "监管对象", "其他要求"]);
    let sections = &list.supervision(1).unwrap().sections;
    assert_eq!(
        sections[1].text.text,
        "1.服务质量；\n2.安全管理；\n3.收费情况。"
    );
    assert_eq!(sections[4].text.text.lines().count(), 4);
    assert_eq!(
        list.supervision(2).unwrap().sections[0].text.text,
        "区级社会组织。"
    );
}

#[test]
fn columns_may_stand_in_another_order_and_parts_may_be_missing() {
    let list = list(VETERANS);
    assert_eq!(prove(&reading(VETERANS.as_bytes())), Ok(()));
    assert_eq!(Kind::ALL.map(|kind| list.count(kind)), [2, 0, 0, 0, 0, 1]);
    let service = list.service(2).unwrap();
    assert_eq!(service.title.text, "退役军人就业创业咨询");
    assert_eq!(service.content, None);
    assert_eq!(phones(&list, 2), ["88220002"]);
}

/// What a list shows, without where it stands.
fn shown(list: &List) -> Vec<(String, String)> {
    let fields = fields(list).into_iter();
    let phones = list
        .services
        .iter()
        .map(|s| ("phones".to_owned(), format!("{:?}", s.phones)));
    fields
        .map(|(id, p)| (id, p.text.clone()))
        .chain(phones)
        .collect()
}

#[test]
fn byte_order_marks_and_line_ends_change_nothing() {
    for document in [BUILT_IN, CIVIL, VETERANS] {
        let plain = shown(&list(document));
        let windows = format!("\u{feff}{}", document.replace('\n', "\r\n"));
        assert_eq!(shown(&list(&windows)), plain);
        assert_eq!(prove(&reading(windows.as_bytes())), Ok(()));
        assert_eq!(shown(&list(&document.replace('\n', "\r"))), plain);
    }
}

#[test]
fn what_is_not_printed_reaches_no_entry() {
    let hostile = VETERANS.replace("抚恤补助\n", "抚恤\u{202e}\u{200b}\u{1b}[2J补助\u{7}\n");
    let list = list(&hostile);
    assert_eq!(list.service(1).unwrap().title.text, "优抚对象抚恤[2J补助");
    assert_eq!(prove(&reading(hostile.as_bytes())), Ok(()));
}
