//! What the reader makes of small documents: where headings, rows and cells begin and end.

use super::*;

fn reading(text: &str) -> Reading {
    read(text.as_bytes(), "t".parse().unwrap(), "某局")
}

/// A table of services with this under its header.
fn services(rows: &str) -> Reading {
    reading(&format!(
        "四、公共服务事项登记表\n\n\t序号\n\t服务事项\n\t主要内容\n\t承办机构\n\t联系电话\n\n{rows}"
    ))
}

fn faults(reading: &Reading) -> Vec<(usize, &Fault)> {
    let problems = reading.problems.iter();
    problems
        .map(|problem| (problem.line, &problem.fault))
        .collect()
}

fn stray(words: &str, part: Option<Part>) -> Fault {
    let (words, tabs) = (words.to_owned(), false);
    Fault::StrayText { words, part, tabs }
}

#[test]
fn several_tabs_in_a_line_are_several_cells() {
    let reading = services("\t1\t咨询\t\t军转办\t88820882\n\n\t2\t登记\n续\t内容\t\t\n");
    assert_eq!(faults(&reading), []);
    let [first, second] = reading.list.services.as_slice() else {
        panic!("{:?}", reading.list.services)
    };
    assert_eq!(first.content, None);
    assert_eq!(first.phones[0].as_str(), "88820882");
    assert_eq!(second.title.text, "登记续");
    assert_eq!(second.content.as_ref().unwrap().text, "内容");
}

#[test]
fn a_header_printed_again_on_the_next_page_is_furniture() {
    let header = "\t序号\n\t服务事项\n\t主要内容\n\t承办机构\n\t联系电话\n\n";
    let reading = services(&format!(
        "\t1\n\t甲\n\t\n\t\n\t\n\n{header}\t2\n\t乙\n\t\n\t\n\t\n"
    ));
    assert_eq!(faults(&reading), []);
    assert_eq!(reading.list.services.len(), 2);
}

#[test]
fn a_numbered_paragraph_in_a_cell_is_no_heading() {
    let cell = "一、咨询\n\n二、登记\n\n三、公共服务\n\n四、其他";
    let reading = services(&format!("\t1\n\t甲\n\t{cell}\n\t\n\t\n"));
    assert_eq!(faults(&reading), []);
    let content = reading.list.services[0].content.as_ref().unwrap();
    assert_eq!(content.text, "一、咨询\n二、登记\n三、公共服务\n四、其他");
}

#[test]
fn text_below_a_table_is_reported_once() {
    let reading = services("\t1\n\t甲\n\t\n\t\n\t\n\n\n填表人：张三\n日期：三月\n\n备查\n");
    assert_eq!(
        faults(&reading),
        [(16, &stray("填表人：张三", Some(Part::Services)))]
    );
    assert_eq!(reading.problems[0].last, 19);
}

#[test]
fn short_lines_above_the_first_part_are_the_title_and_nothing_else_is() {
    let table = "一、公共服务事项\n\n\t序号\n\t服务事项\n\t主要内容\n\t承办机构\n\t联系电话\n\n\t1\n\t甲\n\t\n\t\n\t\n";
    assert_eq!(faults(&reading(&format!("某局\n责任清单\n\n{table}"))), []);
    let reading = reading(&format!("某局\n\t1\n\t贯彻\n\n{table}"));
    assert_eq!(faults(&reading), [(2, &stray("1", None))]);
}

#[test]
fn a_part_may_say_that_there_is_nothing_in_it() {
    assert_eq!(
        faults(&reading("二、与相关部门的职责边界登记表\n\n无\n")),
        []
    );
    let part = Part::Boundaries;
    let empty = reading("二、与相关部门的职责边界登记表\n\n");
    assert_eq!(faults(&empty), [(1, &Fault::NoRows { part })]);
}

#[test]
fn text_that_comes_before_every_section_is_reported() {
    let reading = reading("三、事中事后监管制度\n说明文字\n（一）甲的监管\n依法。\n1.对象\n乙\n");
    let stray = |words| stray(words, Some(Part::Supervision));
    assert_eq!(
        faults(&reading),
        [(2, &stray("说明文字")), (4, &stray("依法。"))]
    );
    assert_eq!(reading.list.supervisions[0].sections[0].text.text, "乙");
}

#[test]
fn items_in_chinese_numerals_in_a_sections_text_are_no_regimes() {
    let reading = reading(
        "三、事中事后监管制度\n（一）甲的监管\n1.对象\n（一）机构\n（二）个人\n2.程序\n（一）检查\n1.准备\n2.实施\n\
         （二）处理\n（二）乙的监管\n1.对象\n丙\n",
    );
    assert_eq!(faults(&reading), []);
    let sections: Vec<usize> = reading
        .list
        .supervisions
        .iter()
        .map(|s| s.sections.len())
        .collect();
    assert_eq!(sections, [2, 1]);
}

#[test]
fn problems_are_kept_up_to_a_number_that_says_there_are_more() {
    let reading = services(&"\t1\n\t甲\n\t\n\t\n\t\n\n".repeat(500));
    assert_eq!(reading.problems.len(), MAX_PROBLEMS + 1);
    let last = &reading.problems[MAX_PROBLEMS];
    assert!(matches!(last.fault, Fault::TooMany { .. }));
}

#[test]
fn a_mistake_in_the_header_is_one_problem() {
    let rows = "\t1\n\t甲\n\t\n\t\n\t\n\t备注\n\n\t2\n\t乙\n\t\n\t\n\t\n\t\n\n";
    let (found, expected) = (6, 5);
    let fault = Fault::CellCount { found, expected };
    let too_many = services(rows);
    assert_eq!(faults(&too_many), [(9, &fault)]);
    assert_eq!(too_many.problems[0].last, 21);

    let glued = "四、公共服务事项\n\n\t序号\n\t服务事项\n\t主要内容\n\t承办机构\n\t联系电话\n\t1\n\t甲\n\t\n\t\n\t\n";
    let fault = Fault::CellCount {
        found: 10,
        expected,
    };
    assert_eq!(faults(&reading(glued)), [(3, &fault)]);
}
