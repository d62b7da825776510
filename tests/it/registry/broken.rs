//! Documents that are no list, or a list with a mistake: refused at the line where it is.

use super::{BUILT_IN, CIVIL, prove, reading};
use guitai::registry::read::{Column, Fault, FileKind, MAX_PROBLEMS, Part};

/// Replaces the first occurrence; the document must have one.
fn with(old: &str, new: &str) -> String {
    assert!(CIVIL.contains(old), "{old}");
    CIVIL.replacen(old, new, 1)
}

/// The line on which a text stands.
fn line_of(document: &str, text: &str) -> usize {
    let at = document.find(text).unwrap();
    document[..at].matches('\n').count() + 1
}

/// A document with a mistake.
pub(crate) struct Broken {
    pub(crate) what: &'static str,
    pub(crate) document: String,
    /// The line on which the mistake is.
    pub(crate) line: usize,
    fault: Fault,
}

/// Documents with one mistake each.
pub(crate) fn documents() -> Vec<Broken> {
    let words = str::to_owned;
    let (part, services) = (Part::Services, Part::Services);
    let cases: Vec<(&'static str, String, &str, Fault)> = vec![
        (
            "short row",
            with("\t3\n\t临时救助\n\t临时救助\n", "\t3\n\t临时救助\n"),
            "\t3\n",
            Fault::CellCount {
                found: 4,
                expected: 5,
            },
        ),
        (
            "long row",
            with("\t8\n\t养老服务咨询\n", "\t8\n\t\n\t养老服务咨询\n"),
            "\t8\n\t\n",
            Fault::CellCount {
                found: 6,
                expected: 5,
            },
        ),
        (
            "long row by tabs",
            with("\t负责消防安全检查。", "\t\t负责消防安全检查。"),
            "\t\n\t\n\t区消防",
            Fault::CellCount {
                found: 7,
                expected: 6,
            },
        ),
        (
            "repeated number",
            with("\t6\n\t离婚登记", "\t５\n\t离婚登记"),
            "\t５\n\t离婚登记",
            Fault::RepeatedNumber {
                number: 5,
                first: line_of(CIVIL, "\t5\n\t结婚登记"),
            },
        ),
        (
            "no number",
            with("\t6\n\t离婚登记", "\t\n\t离婚登记"),
            "\t\n\t离婚登记",
            Fault::NoNumber {
                column: Column::Service,
            },
        ),
        (
            "number that is none",
            with("\t6\n\t离婚登记", "\t六号\n\t离婚登记"),
            "\t六号",
            Fault::BadNumber {
                words: words("六号"),
            },
        ),
        (
            "no entry above",
            with("\t2\n\t负责社会救助工作。", "\t\n\t负责社会救助工作。"),
            "\t\n\t负责社会救助工作。",
            Fault::NoNumber {
                column: Column::Duty,
            },
        ),
        (
            "unknown column",
            with("\t承办机构", "\t承办人"),
            "\t承办人",
            Fault::UnknownColumn {
                part,
                words: words("承办人"),
            },
        ),
        (
            "missing column",
            with("\t相关依据\n", ""),
            "\t序号\n\t管理事项",
            Fault::MissingColumn {
                part: Part::Boundaries,
                column: Column::Basis,
            },
        ),
        (
            "no header",
            with(
                "\t序号\n\t服务事项\n\t主要内容\n\t承办机构\n\t联系电话\n区号：0898\n\n",
                "",
            ),
            "\t１\n",
            Fault::NoHeader { part: services },
        ),
        (
            "unknown part",
            with("四、事中事后监管制度", "四、行政处罚登记表"),
            "四、行政处罚登记表",
            Fault::UnknownPart {
                words: words("四、行政处罚登记表"),
            },
        ),
        (
            "a fifth part",
            format!("{CIVIL}\n五、附则\n\n无\n"),
            "五、附则",
            Fault::UnknownPart {
                words: words("五、附则"),
            },
        ),
        (
            "repeated part",
            format!("{CIVIL}\n五、公共服务事项登记表\n\n无\n"),
            "五、公共",
            Fault::RepeatedPart {
                part,
                first: line_of(CIVIL, "一、公共"),
            },
        ),
        (
            "stray text",
            with("\t无\n", "\t无\n\n\n以上由区民政局解释\n"),
            "以上由区民政局解释",
            Fault::StrayText {
                words: words("以上由区民政局解释"),
                part: Some(part),
                tabs: false,
            },
        ),
        (
            "words for a number",
            with("\t12345\n", "\t12345\n\n另行公布\n"),
            "另行公布",
            Fault::Phone {
                words: words("另行公布"),
            },
        ),
        (
            "part of a number",
            with("\t12345\n", "\t662299\n"),
            "\t662299",
            Fault::Phone {
                words: words("662299"),
            },
        ),
        (
            "blank title",
            with("\t离婚登记\n", "\t\n"),
            "\t6\n",
            Fault::BlankCell {
                column: Column::Service,
            },
        ),
        (
            "repeated regime",
            with("（三）殡葬服务监管", "（一）殡葬服务监管"),
            "（一）殡葬",
            Fault::RepeatedNumber {
                number: 1,
                first: line_of(CIVIL, "（一）养老机构"),
            },
        ),
        (
            "regime without sections",
            format!("{CIVIL}（四）儿童福利机构监管\n\n日常巡查。\n"),
            "（四）儿童",
            Fault::NoSection {
                words: words("儿童福利机构监管"),
            },
        ),
        (
            "lost regime heading",
            with("（二）对社会组织的监督检查\n", ""),
            "1、监督检查对象",
            Fault::RepeatedSection {
                words: words("1、监督检查对象：区级社会组织。"),
            },
        ),
        (
            "prose",
            words("\n\n关于做好民政工作的通知\n\n各镇人民政府：\n现将有关事项通知如下。\n"),
            "关于做好",
            Fault::NoPart,
        ),
    ];
    let broken = |(what, document, at, fault): (_, String, &str, _)| Broken {
        what,
        line: line_of(&document, at),
        document,
        fault,
    };
    cases.into_iter().map(broken).collect()
}

#[test]
fn broken_documents_are_refused_at_the_line() {
    for Broken {
        what,
        document,
        line,
        fault,
    } in documents()
    {
        let most = match what {
            "unknown column" => 2,
            _ => 1,
        };
        let reading = reading(document.as_bytes());
        let mut found = reading.problems.iter().map(|p| (p.line, &p.fault));
        let all = &reading.problems;
        assert!(
            found.any(|f| f == (line, &fault)),
            "{what}: no {fault:?} at {line}: {all:#?}"
        );
        // A clerk reads what there is to mend, not what follows from it.
        assert!(all.len() <= most, "{what}: {all:#?}");
        assert_eq!(prove(&reading), Ok(()), "{what}");
    }
}

#[test]
fn what_goes_on_with_a_broken_row_is_reported_with_it() {
    let document = with("\t2\n\t负责社会救助工作。\n", "\t2\n");
    let reading = reading(document.as_bytes());
    let line = line_of(&document, "\t2\n\t组织实施");
    let last = line_of(&document, "各镇协助");
    let [problem] = reading.problems.as_slice() else {
        panic!("{:#?}", reading.problems)
    };
    assert_eq!((problem.line, problem.last), (line, last));
    assert_eq!(reading.list.duty(1).unwrap().tasks.len(), 3);
    assert_eq!(reading.list.duty(2), None);
}

#[test]
fn files_that_are_no_text_are_refused_by_name() {
    // 一、部门职责登记表 in GB18030, on the second line.
    let gb = b"\n\xd2\xbb\xa1\xa2\xb2\xbf\xc3\xc5\xd6\xb0\xd4\xf0\xb5\xc7\xbc\xc7\xb1\xed\n";
    let utf16: Vec<u8> = BUILT_IN.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut damaged = BUILT_IN.as_bytes().to_vec();
    let at = BUILT_IN.find("国土部门").unwrap();
    damaged[at + 1] = b'?';
    for (what, bytes, line, fault) in [
        ("empty", &b""[..], 1, Fault::Empty),
        ("blank", b"\xef\xbb\xbf\r\n\t \r\n", 1, Fault::Empty),
        ("GB18030", gb, 2, Fault::Gb18030),
        ("UTF-16", &utf16, 1, Fault::Utf16),
        (
            "damaged",
            &damaged,
            line_of(BUILT_IN, "国土部门"),
            Fault::Encoding,
        ),
        (
            "PNG",
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
            1,
            Fault::Binary(FileKind::Png),
        ),
        (
            "docx",
            b"PK\x03\x04\x14\0\x06\0word/document.xml",
            1,
            Fault::Binary(FileKind::Docx),
        ),
        (
            "doc",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0",
            1,
            Fault::Binary(FileKind::Ole),
        ),
    ] {
        let reading = reading(bytes);
        let found: Vec<_> = reading
            .problems
            .iter()
            .map(|p| (p.line, p.fault.clone()))
            .collect();
        assert_eq!(found, [(line, fault)], "{what}");
        assert!(!reading.is_ok());
    }
}

#[test]
fn hostile_sizes_take_bounded_work() {
    let heading =
        "一、公共服务事项登记表\n\n\t序号\n\t服务事项\n\t主要内容\n\t承办机构\n\t联系电话\n\n";
    for (what, body) in [
        ("a long line", "长".repeat(600_000)),
        ("many tabs", "\t".repeat(1_000_000)),
        ("many rows", "\t1\n\n".repeat(300_000)),
        (
            "many digits",
            format!("\t1\n\t名\n\t\n\t\n\t{}\n", "8".repeat(1_000_000)),
        ),
        (
            "many numbers",
            format!("\t1\n\t名\n\t\n\t\n\t{}\n", "88832671、".repeat(50_000)),
        ),
        (
            "many services",
            (1..60_000)
                .map(|n| format!("\t{n}\n\t名\n\t\n\t局\n\t{}\n\n", 60_000_000 + n))
                .collect(),
        ),
        ("many headings", "二、公共服务事项登记表\n\n".repeat(50_000)),
        (
            "many regimes",
            format!(
                "二、事中事后监管制度\n{}",
                "（一）甲\n1.对象\n乙\n".repeat(50_000)
            ),
        ),
    ] {
        let reading = reading(format!("{heading}{body}").as_bytes());
        assert!(reading.problems.len() <= MAX_PROBLEMS + 1, "{what}");
    }
    let huge = vec![b'\t'; 50 * 1024 * 1024];
    assert!(matches!(
        reading(&huge).problems[0].fault,
        Fault::TooLarge { .. }
    ));
}
