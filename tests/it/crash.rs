//! The owner killed at random while four clerks log: whatever was answered with a number is there,
//! the records are whole, the view agrees with them.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use serde_json::Value;

use super::hall::Hall;
use super::support::{rounds, run};

/// Cases answered with a number, and what they were about.
type Answered = BTreeMap<String, String>;

#[test]
fn every_case_answered_with_a_number_survives_kill_9() {
    let hall = Arc::new(Hall::new());
    let mut all = Answered::new();
    for round in 0..rounds(6, 50) {
        let over = Arc::new(AtomicBool::new(false));
        let clerks: Vec<_> = (0..4)
            .map(|clerk| {
                let (over, hall) = (Arc::clone(&over), Arc::clone(&hall));
                thread::spawn(move || {
                    let mut answered = Answered::new();
                    let mut n = 0;
                    while !over.load(Ordering::Relaxed) {
                        n += 1;
                        let subject = format!("第{round}轮{clerk}号窗口第{n}件");
                        let kind = ["enquiry", "complaint", "tipoff"][n % 3];
                        let mut log = hall.guitai();
                        log.args(["log", kind, "--subject", &subject]);
                        let ran = run(&mut log, b"");
                        if ran.code == Some(0) {
                            answered.insert(ran.out.trim().to_owned(), subject);
                        } else {
                            // The owner was killed under it: it says so, and nothing is printed.
                            assert_eq!((ran.code, ran.out.as_str()), (Some(4), ""), "{}", ran.err);
                        }
                    }
                    answered
                })
            })
            .collect();
        // Not the same moment in every round; the owner may be starting, logging or idle.
        thread::sleep(Duration::from_millis(120 + 61 * (round as u64 % 13)));
        hall.kill_owner();
        thread::sleep(Duration::from_millis(150));
        over.store(true, Ordering::Relaxed);
        let mut fresh = Answered::new();
        for clerk in clerks {
            for (number, subject) in clerk.join().expect("a clerk") {
                let twice = fresh.insert(number.clone(), subject);
                assert_eq!(twice, None, "{number} was given twice");
                assert!(!all.contains_key(&number), "{number} was given before");
            }
        }
        are_there(&hall, &fresh);
        all.extend(fresh);
        are_whole(&hall, all.len() as u64);
    }
    are_there(&hall, &all);
    assert!(all.len() > 20, "only {} cases were logged", all.len());
}

fn are_there(hall: &Hall, answered: &Answered) {
    for (number, subject) in answered {
        let case = json(hall, &["case", "show", number, "--json"]);
        assert_eq!(case["subject"], subject.as_str(), "{number}");
    }
}

/// The records are whole, and the view counts what stands in them.
fn are_whole(hall: &Hall, least: u64) {
    let verified = json(hall, &["verify", "--json"]);
    assert_eq!(verified["ok"], Value::Bool(true), "{verified}");
    assert!(verified["cases"].as_u64() >= Some(least), "{verified}");
    let status = json(hall, &["status", "--json"]);
    assert_eq!(status["cases"], verified["cases"]);
    assert_eq!(status["events"], verified["events"]);
}

fn json(hall: &Hall, args: &[&str]) -> Value {
    let ran = run(hall.guitai().args(args), b"");
    serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}", ran.err))
}
