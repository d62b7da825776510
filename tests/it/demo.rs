//! `demo` from outside: a data directory filled for training, once, for good.

mod broken_off;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use guitai::casework::{CaseKind, CaseNumber, Deadlines, Event, Words, zone};
use guitai::desk::{Lookup, MadeUp};
use serde_json::{Value, json};

use super::hall::Hall;
use super::support::{Ran, run};

fn guitai(hall: &Hall, args: &[&str]) -> Ran {
    run(hall.guitai().args(args), b"")
}

fn json_of(ran: &Ran) -> Value {
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    serde_json::from_str(&ran.out).expect("JSON")
}

/// A hall filled with so many cases of a seed, what was said about it, and what must stand there.
fn filled(cases: u32, seed: u64) -> (Hall, Value, Vec<Event>) {
    let today = || zone::day(jiff::Timestamp::now());
    loop {
        let (hall, day) = (Hall::new(), today());
        let (n, s) = (cases.to_string(), seed.to_string());
        let args = ["demo", "--cases", &n, "--seed", &s, "--json"];
        let said = json_of(&guitai(&hall, &args));
        // Where the day ended meanwhile nobody knows which one was meant.
        if today() == day {
            let (lookup, deadlines) = (Lookup::built_in(), Deadlines::built_in());
            let made = MadeUp::new(&lookup, &deadlines, day, cases, seed);
            return (hall, said, made.collect());
        }
    }
}

#[test]
fn an_empty_data_directory_is_filled_once_and_for_training_for_good() {
    let (hall, filled, expected) = filled(120, 9);
    assert_eq!(
        filled,
        json!({"cases": 120, "events": expected.len() + 1, "training": true})
    );
    // What the seed says is what stands there.
    let numbers: BTreeSet<CaseNumber> = expected.iter().map(|event| event.number).collect();
    for number in numbers.iter().step_by(17) {
        let number = number.to_string();
        let shown = json_of(&guitai(&hall, &["case", "show", &number, "--json"]));
        let events = shown["events"].as_array().expect("events");
        let told: Vec<_> = expected
            .iter()
            .filter(|event| event.number.to_string() == number)
            .collect();
        assert_eq!(events.len(), told.len(), "{number}");
        assert_eq!(events[0]["clock_back"], Value::Null);
        let Words::Open(said) = &told[0].words else {
            panic!("sealed")
        };
        assert_eq!(shown["subject"].as_str(), said.subject.as_deref());
        assert_eq!(shown["content"].as_str(), said.content.as_deref());
        assert_eq!(shown["clerk"].as_str(), Some(told[0].clerk.as_str()));
    }
    // A second time it is refused, and nothing is written.
    let again = guitai(&hall, &["demo", "--seed", "10"]);
    assert_eq!((again.code, again.out.as_str()), (Some(3), ""));
    assert!(again.err.contains("空"), "{}", again.err);
    let verified = json_of(&guitai(&hall, &["verify", "--json"]));
    assert_eq!(verified["ok"], true, "{verified}");
    assert_eq!(
        (&verified["events"], &verified["cases"]),
        (&json!(expected.len() + 1), &json!(120))
    );
    // The mark outlasts a restart, and the view.
    hall.stop();
    fs::remove_dir_all(hall.path("data/view")).expect("a view");
    // A real one is logged behind them, under a number of its own, and nobody thinks that the
    // clock was set back.
    let logged = guitai(&hall, &["log", "enquiry", "--subject", "问路"]);
    let number: CaseNumber = logged.out.trim().parse().expect("a number");
    assert_eq!(number.serial, 1, "today is left to whoever trains");
    let shown = guitai(&hall, &["case", "show", logged.out.trim(), "--json"]);
    assert!(!shown.out.contains("clock_back\":true"), "{}", shown.out);
    let status = json_of(&guitai(&hall, &["status", "--json"]));
    assert_eq!(
        (&status["training"], &status["cases"]),
        (&json!(true), &json!(121))
    );
    let status = guitai(&hall, &["status"]);
    assert!(status.out.contains("训练"), "{}", status.out);
    let status = guitai(&hall, &["status", "--lang", "en"]);
    assert!(status.out.contains("raining data"), "{}", status.out);
}

#[test]
fn where_a_case_was_logged_nothing_is_made_up() {
    let hall = Hall::new();
    let logged = guitai(&hall, &["log", "enquiry", "--subject", "问路"]);
    assert_eq!(logged.code, Some(0), "{}", logged.err);
    let before = fs::read(hall.path("data/journal/00000001.log")).expect("a journal");
    let ran = guitai(&hall, &["demo", "--cases", "5"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(3), ""));
    let after = fs::read(hall.path("data/journal/00000001.log")).expect("a journal");
    assert_eq!(after, before);
    let status = json_of(&guitai(&hall, &["status", "--json"]));
    assert_eq!(
        (status.get("training"), &status["cases"]),
        (None, &json!(1))
    );
}

#[test]
fn what_it_says_and_what_it_does_not_take() {
    let hall = Hall::new();
    for (args, says) in [
        (["demo", "--cases", "0"], "1000000"),
        (["demo", "--cases", "1000001"], "1000000"),
        (["demo", "--cases", "viele"], "1000000"),
        (["demo", "--seed", "-1"], "0 以上"),
    ] {
        let ran = guitai(&hall, &args);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{args:?}");
        assert!(ran.err.contains(says), "{}", ran.err);
    }
    assert!(!hall.path("data").exists(), "nothing was begun");
    let ran = guitai(&hall, &["demo", "--cases", "1", "--lang", "en"]);
    assert!(ran.out.starts_with("1 cases were made up (") && ran.out.contains("training"));
}

#[test]
fn made_up_people_are_sealed_like_any_others() {
    let (hall, _, expected) = filled(60, 4);
    let mut planted = BTreeSet::new();
    for event in expected {
        let Words::Open(said) = event.words else {
            panic!("sealed")
        };
        let visitor = said.visitor.unwrap_or_default();
        let texts = [
            visitor.name,
            visitor.phone,
            visitor.id_number,
            visitor.address,
            said.content,
            said.respondent
                .filter(|_| event.number.kind != CaseKind::Enquiry),
            said.note,
        ];
        // An agency complained of stands in the registry too.
        let own = |text: &String| text.chars().count() > 2 && !text.ends_with("中心");
        planted.extend(texts.into_iter().flatten().filter(own));
    }
    assert!(planted.len() > 100, "{}", planted.len());
    hall.stop();
    let found = |bytes: &[u8]| {
        // Every text has a first byte: bytes are looked at once.
        (0..bytes.len()).find_map(|at| {
            let rest = &bytes[at..];
            planted
                .iter()
                .find(|text| rest.starts_with(text.as_bytes()))
        })
    };
    assert!(found("x张三".as_bytes()).is_none());
    let first = planted.first().expect("somebody");
    assert_eq!(found(format!("x{first}").as_bytes()), Some(first));
    let mut folders = vec![hall.path("data")];
    let mut journal = false;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a readable folder") {
            let path = entry.expect("a readable entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            journal |= path.extension() == Some("log".as_ref());
            assert_eq!(found(&of(&path)), None, "in {}", path.display());
        }
    }
    assert!(journal);
}

/// What stands in a file. The view's are mostly nothing but zeros.
fn of(path: &Path) -> Vec<u8> {
    let mut bytes = fs::read(path).expect("a readable file");
    bytes.dedup_by(|a, b| *a == 0 && *b == 0);
    bytes
}
