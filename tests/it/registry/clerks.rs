//! Mistakes that clerks make and forms that offices use: read whole, or told once at their line.

use super::{BUILT_IN, prove, reading};
use guitai::registry::Kind;
use guitai::registry::read::{Fault, Part, Reading};

const HEADING: &str = "四、公共服务事项登记表";

/// The built-in list with one change; it must have what is changed.
fn with(old: &str, new: &str) -> String {
    assert!(BUILT_IN.contains(old), "{old}");
    BUILT_IN.replacen(old, new, 1)
}

/// The line on which a text stands.
fn line_of(document: &str, text: &str) -> usize {
    let at = document.find(text).unwrap();
    document[..at].matches('\n').count() + 1
}

/// Reads a document and checks that no printed character is lost.
fn proved(document: &str) -> Reading {
    let reading = reading(document.as_bytes());
    assert_eq!(prove(&reading), Ok(()), "{document}");
    reading
}

fn faults(reading: &Reading) -> Vec<(usize, &Fault)> {
    let problems = reading.problems.iter();
    problems.map(|p| (p.line, &p.fault)).collect()
}

#[test]
fn a_heading_with_another_number_tab_or_bracket_is_still_one() {
    for heading in [
        "4、公共服务事项登记表",
        "（四）公共服务事项登记表",
        "\t四、公共服务事项登记表",
        "四、公共服务事项",
        "公共服务事项登记表",
        "四、公共服务事项登记表（共13项，含2项代办）",
        "四、公共服务事项（共13项；含2项代办）",
    ] {
        let reading = proved(&with(HEADING, heading));
        assert_eq!(faults(&reading), [], "{heading}");
        assert_eq!(reading.list.count(Kind::Service), 13, "{heading}");
        assert_eq!(reading.list.count(Kind::Supervision), 5, "{heading}");
    }
}

#[test]
fn a_heading_that_is_none_is_told_once() {
    let part = Part::Services;
    for heading in ["", "四、公共服务事项，共13项", "以下为本局事项"] {
        let document = with(HEADING, heading);
        let line = line_of(&document, "\t序号\n\t服务事项");
        let reading = proved(&document);
        assert_eq!(faults(&reading), [(line, &Fault::NoHeading { part })]);
    }
}

/// The fault of a line outside every cell and section.
fn stray(words: &str, part: Part, tabs: bool) -> Fault {
    let (words, part) = (words.to_owned(), Some(part));
    Fault::StrayText { words, part, tabs }
}

#[test]
fn a_footer_below_a_table_is_no_text_of_its_last_cell() {
    let footer = "填表人：张三";
    let document = format!("{}\n\n{footer}    电话：88832670\n", BUILT_IN.trim_end());
    let reading = proved(&document);
    let [problem] = reading.problems.as_slice() else {
        panic!("{:#?}", reading.problems)
    };
    assert_eq!(problem.line, line_of(&document, footer));
    assert!(matches!(problem.fault, Fault::StrayText { .. }));
    assert_eq!(reading.list.service(13).unwrap().phones.len(), 1);

    let boundaries = "二、与相关部门的职责边界登记表";
    let document = with(boundaries, &format!("说  明：以上为准\n\n{boundaries}"));
    let fault = stray("说  明：以上为准", Part::Duties, false);
    let reading = proved(&document);
    assert_eq!(faults(&reading), [(line_of(&document, "说  明"), &fault)]);
}

#[test]
fn a_sections_heading_without_its_number_is_told() {
    for heading in ["（2）监督检查内容", "2监督检查内容", "监督检查内容："] {
        let document = with("2.监督检查内容", heading);
        let words = heading.to_owned();
        let fault = Fault::SectionNumber { words };
        let reading = proved(&document);
        assert_eq!(faults(&reading), [(line_of(&document, heading), &fault)]);
    }
}

#[test]
fn a_service_has_one_row() {
    let document = format!(
        "{}\n\n\t\n\t\n\t\n\t某局\n\t88832670\n",
        BUILT_IN.trim_end()
    );
    let line = line_of(&document, "\t\n\t\n\t\n\t某局");
    assert_eq!(faults(&proved(&document)), [(line, &Fault::SecondRow)]);
}

#[test]
fn an_area_code_holds_for_the_rest_of_its_cell() {
    for cell in ["0898-88832671、88832672", "0898-88832671\n88832672"] {
        let reading = proved(&format!(
            "{HEADING}\n\n\t序号\n\t服务事项\n\t主要内容\n\t承办机构\n\t联系电话\n区号：010\n\n\t1\n\t甲\n\t\n\t\n\t{cell}\n"
        ));
        assert_eq!(faults(&reading), []);
        let phones = &reading.list.services[0].phones;
        let phones: Vec<&str> = phones.iter().map(guitai::registry::Phone::as_str).collect();
        assert_eq!(phones, ["0898-88832671", "0898-88832672"]);
    }
}

#[test]
fn stray_lines_are_told_once_and_by_their_part() {
    let reading = proved("三、事中事后监管制度\n\n本局依法监管。\n");
    let fault = stray("本局依法监管。", Part::Supervision, false);
    assert_eq!(faults(&reading), [(3, &fault)]);
    let reading = proved("四、公共服务事项登记表\n\n序号\t服务事项\n1\t甲\n");
    let [problem] = reading.problems.as_slice() else {
        panic!("{:#?}", reading.problems)
    };
    assert!(matches!(problem.fault, Fault::StrayText { tabs: true, .. }));
}

#[test]
fn lines_that_say_who_filled_a_table_in_are_furniture() {
    for heading in [HEADING, "四、公共服务事项"] {
        for label in [
            "填报单位：某局",
            "单位：某局    日期：2023年5月",
            "填报单位（盖章）：某局\n\n填报时间：2023年5月",
        ] {
            let document = with(HEADING, &format!("{heading}\n{label}"));
            let reading = proved(&document);
            assert_eq!(faults(&reading), [], "{heading} {label}");
            assert_eq!(reading.list.count(Kind::Service), 13);
        }
    }
}

#[test]
fn a_header_cell_without_words_is_told_by_its_place() {
    let document = with("\t承办机构\n\t联系电话", "\t\n\t联系电话");
    let (part, cell) = (Part::Services, 4);
    let fault = Fault::UnnamedColumn { part, cell };
    let line = line_of(&document, "\t\n\t联系电话");
    let reading = proved(&document);
    assert!(
        faults(&reading).contains(&(line, &fault)),
        "{:?}",
        reading.problems
    );
}
