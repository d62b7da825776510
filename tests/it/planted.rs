//! Personal data is sealed from the first record: planted in a case, it stands in no file and in
//! no command line, in whatever encoding somebody might look for it.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::hall::Hall;
use super::support::run;

/// What is planted, as it is typed and in GB18030.
const PLANTED: [(&str, &str); 9] = [
    ("慕容雪晴", "c4bdc8ddd1a9c7e7"),
    ("13917263548", "3133393137323633353438"),
    ("460200198702145678", "343630323030313938373032313435363738"),
    ("崖城椰风海韵建筑队", "d1c2b3c7d2acb7e7baa3d4cfbda8d6feb6d3"),
    (
        "老板拖欠我三个月血汗钱",
        "c0cfb0e5cdcfc7b7ced2c8fdb8f6d4c2d1aabab9c7ae",
    ),
    ("追讨血汗钱事", "d7b7ccd6d1aabab9c7aecac2"),
    (
        "要求补发夏季高温津贴",
        "d2aac7f3b2b9b7a2cfc4bcbeb8dfcec2bdf2ccf9",
    ),
    (
        "崖州区凤凰岭路八十八号",
        "d1c2d6ddc7f8b7efbbcbc1ebc2b7b0cbcaaeb0cbbac5",
    ),
    ("请找血汗钱专窗", "c7ebd5d2d1aabab9c7aed7a8b4b0"),
];

const COMPLAINT: &str = r#"{
    "visitor": {"name": "慕容雪晴", "phone": "13917263548", "id_number": "460200198702145678",
                "address": "崖州区凤凰岭路八十八号"},
    "respondent": "崖城椰风海韵建筑队", "subject": "追讨血汗钱事",
    "content": "老板拖欠我三个月血汗钱", "demand": "要求补发夏季高温津贴"}"#;

const ENQUIRY: &str = r#"{"subject": "追讨血汗钱事", "answer": "请找血汗钱专窗",
    "visitor": {"name": "慕容雪晴", "phone": "13917263548"}}"#;

/// A text in every encoding it might be found in.
fn encodings((text, gb18030): (&str, &str)) -> Vec<Vec<u8>> {
    let units = || text.encode_utf16();
    let gb18030 = gb18030.as_bytes().chunks(2).map(|pair| {
        let pair = std::str::from_utf8(pair).expect("digits");
        u8::from_str_radix(pair, 16).expect("hexadecimal")
    });
    vec![
        text.as_bytes().to_vec(),
        units().flat_map(u16::to_le_bytes).collect(),
        units().flat_map(u16::to_be_bytes).collect(),
        gb18030.collect(),
    ]
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a readable folder") {
            let entry = entry.expect("a readable entry");
            let kind = entry.file_type().expect("a kind");
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() {
                files.push(entry.path());
            }
        }
    }
    files
}

/// What is planted that stands in these bytes.
fn found_in(bytes: &[u8]) -> Option<&'static str> {
    PLANTED.into_iter().find_map(|planted| {
        let stands = |needle: Vec<u8>| bytes.windows(needle.len()).any(|window| window == needle);
        encodings(planted)
            .into_iter()
            .any(stands)
            .then_some(planted.0)
    })
}

#[track_caller]
fn assert_nowhere(hall: &Hall) {
    let files = files_below(hall.folder());
    let journal = files
        .iter()
        .any(|file| file.to_string_lossy().contains("journal"));
    assert!(journal, "{files:?}");
    for file in files {
        // A file may be gone by now, as the view's are when it tidies up.
        let bytes = fs::read(&file).unwrap_or_default();
        assert_eq!(found_in(&bytes), None, "in {}", file.display());
    }
    for process in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let bytes = fs::read(process.path().join("cmdline")).unwrap_or_default();
        assert_eq!(found_in(&bytes), None, "in a command line");
    }
}

#[test]
fn what_visitors_say_stands_in_no_file_and_in_no_command_line() {
    // Where nothing could be found the test would prove nothing.
    for planted in PLANTED {
        for bytes in encodings(planted) {
            assert_eq!(
                found_in(&[b"x", bytes.as_slice()].concat()),
                Some(planted.0)
            );
        }
    }
    let hall = Hall::new();
    let log = |kind: &str, form: &str| {
        let ran = run(
            hall.guitai().args(["log", kind, "--from-json", "-"]),
            form.as_bytes(),
        );
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        ran.out.trim().to_owned()
    };
    let numbers = [
        log("complaint", COMPLAINT),
        log("tipoff", COMPLAINT),
        log("enquiry", ENQUIRY),
    ];
    let shown = run(
        hall.guitai()
            .args(["case", "show", "--reveal", &numbers[0]]),
        b"",
    );
    assert!(shown.out.contains("慕容雪晴"), "{}{}", shown.out, shown.err);
    // A form that is refused leaves nothing behind either.
    let refused = COMPLAINT.replace('{', r#"{"nonsense": 1, "#);
    let ran = run(
        hall.guitai().args(["log", "complaint", "--from-json", "-"]),
        refused.as_bytes(),
    );
    assert_eq!(ran.code, Some(2));
    assert_eq!(found_in(ran.err.as_bytes()), None, "{}", ran.err);
    assert_nowhere(&hall);
    // Nor when the view was flushed, or rebuilt from the records.
    hall.stop();
    assert_nowhere(&hall);
    fs::remove_dir_all(hall.path("data/view")).expect("a view");
    let again = run(
        hall.guitai()
            .args(["case", "show", "--reveal", &numbers[0]]),
        b"",
    );
    assert_eq!(again.out, shown.out);
    hall.stop();
    assert_nowhere(&hall);
}

#[test]
fn an_informant_is_nobodys_to_see() {
    let hall = Hall::new();
    let ran = run(
        hall.guitai().args(["log", "tipoff", "--from-json", "-"]),
        COMPLAINT.as_bytes(),
    );
    let number = ran.out.trim();
    for args in [
        vec!["case", "show", number],
        vec!["case", "show", number, "--json"],
    ] {
        let shown = run(hall.guitai().args(args), b"");
        assert!(shown.out.contains("举报人"), "{}", shown.out);
        for secret in ["慕容", "1391", "4602", "凤凰岭"] {
            assert!(!shown.out.contains(secret), "{secret} in {}", shown.out);
        }
    }
    // Every key stays; nothing else is said, not even whether the name is known.
    for args in [
        vec!["case", "show", number, "--json"],
        vec!["cases", "--json"],
    ] {
        let shown = run(hall.guitai().args(args), b"");
        let shown: Value = serde_json::from_str(&shown.out).expect("JSON");
        let only_that = json!({
            "name": "举报人", "phone": null, "id_number": null, "address": null,
            "anonymous": null, "confidential": null,
        });
        assert_eq!(shown["visitor"], only_that);
    }
    let revealed = run(
        hall.guitai().args(["case", "show", number, "--reveal"]),
        b"",
    );
    assert_eq!((revealed.code, revealed.out.as_str()), (Some(3), ""));
}

#[test]
fn what_is_masked_stays_masked_until_it_is_revealed() {
    let hall = Hall::new();
    let ran = run(
        hall.guitai().args(["log", "complaint", "--from-json", "-"]),
        COMPLAINT.as_bytes(),
    );
    let number = ran.out.trim();
    let shown = run(hall.guitai().args(["case", "show", number]), b"");
    for masked in ["慕***", "139****3548", "460200********5678"] {
        assert!(shown.out.contains(masked), "{masked} in {}", shown.out);
    }
    for secret in ["慕容雪晴", "13917263548", "19870214", "八十八号"] {
        assert!(!shown.out.contains(secret), "{secret} in {}", shown.out);
    }
}
