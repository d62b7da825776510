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
