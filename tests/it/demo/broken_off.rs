//! `demo` whose owner or client is killed on the way: the same command brings it to its end.

use std::process::Stdio;
use std::thread;
use std::time::Duration;

use serde_json::json;

use super::super::hall::Hall;
use super::{guitai, json_of};

const CASES: &str = "1500";

/// Begins to fill a hall, and returns once some of it is on the disk.
fn begun(hall: &Hall) -> std::process::Child {
    let mut command = hall.guitai();
    command.args(["demo", "--cases", CASES, "--json"]);
    let command = command.stdin(Stdio::null()).stdout(Stdio::piped());
    let child = command.stderr(Stdio::piped()).spawn().expect("the program");
    until_more_than(hall, 0);
    child
}

fn written(hall: &Hall) -> u64 {
    let journal = hall.path("data/journal/00000001.log");
    journal.metadata().map_or(0, |journal| journal.len())
}

/// Waits until so many more bytes than these lie in the journal.
fn until_more_than(hall: &Hall, before: u64) {
    while written(hall) <= before + 200_000 {
        thread::sleep(Duration::from_millis(5));
    }
}

/// It is filled, whole, and nothing twice.
fn is_whole(hall: &Hall) {
    let verified = json_of(&guitai(hall, &["verify", "--json"]));
    assert_eq!(
        (&verified["ok"], &verified["cases"]),
        (&json!(true), &json!(1500))
    );
    let status = json_of(&guitai(hall, &["status", "--json"]));
    assert_eq!(status["events"], verified["events"]);
    let again = guitai(hall, &["demo", "--cases", CASES]);
    assert_eq!((again.code, again.out.as_str()), (Some(3), ""));
    assert!(again.err.contains("已经生成完"), "{}", again.err);
}

#[test]
fn a_client_whose_owner_is_killed_has_it_finished_by_the_next() {
    let hall = Hall::new();
    let client = begun(&hall);
    hall.kill_owner();
    let ended = client.wait_with_output().expect("an end");
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert_eq!(ended.status.code(), Some(0), "{said}");
    let told: serde_json::Value = serde_json::from_slice(&ended.stdout).expect("JSON");
    assert_eq!(
        (&told["cases"], &told["training"]),
        (&json!(1500), &json!(true))
    );
    is_whole(&hall);
}

#[test]
fn the_same_command_finishes_what_was_broken_off() {
    let hall = Hall::new();
    let mut client = begun(&hall);
    // The client first, so that nobody repeats it.
    client.kill().expect("killed");
    client.wait().expect("an end");
    hall.kill_owner();
    let other = guitai(&hall, &["demo", "--cases", CASES, "--seed", "2"]);
    assert_eq!((other.code, other.out.as_str()), (Some(3), ""));
    let says = ["--cases 1500", "--seed 1", "再运行一次"];
    assert!(
        says.iter().all(|says| other.err.contains(says)),
        "{}",
        other.err
    );
    let finished = guitai(&hall, &["demo", "--cases", CASES]);
    assert_eq!(finished.code, Some(0), "{}", finished.err);
    is_whole(&hall);
}

#[test]
fn a_client_that_is_gone_is_not_waited_for_but_its_filling_is() {
    let hall = Hall::new();
    let mut client = begun(&hall);
    client.kill().expect("killed");
    client.wait().expect("an end");
    // The owner goes on with it; whoever asks for the same waits until it is done. It may be done.
    let finished = guitai(&hall, &["demo", "--cases", CASES]);
    let is_done = finished.code == Some(3) && finished.err.contains("已经生成完");
    assert!(finished.code == Some(0) || is_done, "{}", finished.err);
    is_whole(&hall);
}
