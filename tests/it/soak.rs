//! Four clients act on the same ten cases at random while the owner is killed now and then: what
//! was acknowledged stands in the history once, in an order that the table allows.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use guitai::casework::{Action, ActionForm, CaseNumber, status};
use guitai::rpc::client;
use guitai::rpc::message::{Answer, Refusal, Request};
use guitai::rpc::{Act, Ask, CaseShown, Receipt, once};
use serde_json::Value;

use super::hall::Hall;
use super::support::{rounds, run};

/// Dice that fall the same every time for the same clerk and round.
struct Dice(u64);

impl Dice {
    /// One of so many.
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides as u64).expect("a small number")
    }
}

/// What was acknowledged: the note or reason that names it, and the receipt.
type Acknowledged = Vec<(String, Receipt)>;

#[test]
fn what_four_clerks_did_with_ten_cases_is_done_once_whenever_the_owner_is_killed() {
    let hall = Arc::new(Hall::new());
    let numbers: Vec<CaseNumber> = (0..10)
        .map(|n| {
            let kind = ["enquiry", "complaint", "tipoff"][n % 3];
            let ran = run(hall.guitai().args(["log", kind, "--content", "内容"]), b"");
            ran.out
                .trim()
                .parse()
                .unwrap_or_else(|_| panic!("{}", ran.err))
        })
        .collect();
    let mut all = Acknowledged::new();
    let (mut conflicts, mut kills) = (0, 0);
    // A round is a second and a half: the minute is 40 of them.
    for round in 0..rounds(2, 40) {
        let over = Arc::new(AtomicBool::new(false));
        let clerks: Vec<_> = (0..4)
            .map(|clerk| {
                let (over, hall) = (Arc::clone(&over), Arc::clone(&hall));
                let numbers = numbers.clone();
                thread::spawn(move || work(&hall, &numbers, round, clerk, &over))
            })
            .collect();
        let until = Instant::now() + Duration::from_millis(1500);
        let mut dice = Dice(77 + round as u64);
        while Instant::now() < until {
            thread::sleep(Duration::from_millis(150 + 100 * dice.roll(5) as u64));
            hall.kill_owner();
            kills += 1;
        }
        over.store(true, Ordering::Relaxed);
        for clerk in clerks {
            let (done, late) = clerk.join().expect("a clerk");
            all.extend(done);
            conflicts += late;
        }
        are_whole(&hall);
    }
    let told = all_told(&hall, &numbers);
    let mut given = BTreeSet::new();
    for (said, receipt) in &all {
        let at = (receipt.number, receipt.revision);
        assert!(given.insert(at), "{at:?} was given twice");
        let stands = told.get(said).map(|stands| &stands[..]);
        assert_eq!(stands, Some(&[at][..]), "{said}");
    }
    println!(
        "{} acknowledged, {conflicts} conflicts, {kills} kills",
        all.len()
    );
    assert!(all.len() > 20, "only {} were acknowledged", all.len());
}

/// A clerk's work until it is over: what was acknowledged, and how often somebody was first.
fn work(
    hall: &Hall,
    numbers: &[CaseNumber],
    round: usize,
    clerk: usize,
    over: &AtomicBool,
) -> (Acknowledged, usize) {
    let mut dice = Dice(1 + (round * 4 + clerk) as u64);
    // As they saw the cases last; they are never sure.
    let mut seen: BTreeMap<CaseNumber, u32> = BTreeMap::new();
    let (mut done, mut late, mut n) = (Acknowledged::new(), 0, 0);
    while !over.load(Ordering::Relaxed) {
        n += 1;
        let number = numbers[dice.roll(numbers.len())];
        let said = format!("第{round}轮{clerk}号窗口第{n}次");
        let action = status::TABLE[dice.roll(status::TABLE.len())].action;
        // Nothing follows on it: the cases are to last as long as the clerks.
        if action == Action::Void && dice.roll(20) > 0 {
            continue;
        }
        let form = ActionForm {
            note: Some(said.clone()),
            reason: Some(said.clone()),
            outcome: Some(said.clone()),
            to: Some("区财政局".to_owned()),
            days: Some(5),
            into: Some(numbers[dice.roll(numbers.len())]),
            ..ActionForm::new(action)
        };
        let if_revision = seen.get(&number).copied().filter(|_| dice.roll(3) > 0);
        let act = Act {
            once: once().expect("random numbers"),
            number,
            if_revision,
            form,
        };
        match surely(hall, &Request::Act(Box::new(act))) {
            Answer::Acted(receipt) => {
                assert_eq!(receipt.number, number);
                assert!(if_revision.is_none_or(|on| receipt.revision == on + 1));
                seen.insert(number, receipt.revision);
                // An acceptance says nothing by which it could be found again.
                if action != Action::Accept {
                    done.push((said, receipt));
                }
            }
            Answer::Refused(Refusal::Changed(conflict)) => {
                late += 1;
                assert_eq!(conflict.number, number);
                assert_ne!(Some(conflict.revision), if_revision);
                seen.insert(number, conflict.revision);
            }
            Answer::Refused(
                Refusal::NotAllowed { .. } | Refusal::Rule(_) | Refusal::IntoNotRunning { .. },
            ) => {}
            other => panic!("{action:?}: {other:?}"),
        }
    }
    (done, late)
}

/// Asks until there is an answer: the same request again whenever the owner is lost under it.
fn surely(hall: &Hall, request: &Request) -> Answer {
    let patience = Instant::now() + Duration::from_secs(60);
    loop {
        let answer = client::connect(&hall.place(), &hall.caller())
            .and_then(|mut connection| connection.ask(request.clone()));
        match answer {
            Ok(answer) => return answer,
            Err(fault) => assert!(Instant::now() < patience, "{fault:?}"),
        }
        thread::sleep(Duration::from_millis(10));
    }
}

/// Every case's history, as the table allows it; by what was said, where it stands.
fn all_told(hall: &Hall, numbers: &[CaseNumber]) -> BTreeMap<String, Vec<(CaseNumber, u32)>> {
    let mut told: BTreeMap<String, Vec<(CaseNumber, u32)>> = BTreeMap::new();
    for number in numbers {
        let request = Request::ShowCase {
            number: *number,
            reveal: false,
        };
        let Answer::Case(case) = surely(hall, &request) else {
            panic!("{number}");
        };
        let CaseShown { line, events, .. } = *case;
        assert_eq!(line.revision as usize, events.len());
        for (seq, event) in (1..).zip(&events) {
            assert_eq!(event.seq, seq, "{number}");
            if let Some(from) = event.from {
                assert!(
                    status::allows(number.kind, from, event.action),
                    "{number} {seq}"
                );
                assert_eq!(from, events[seq as usize - 2].to, "{number} {seq}");
            }
            if let Some(note) = &event.note {
                told.entry(note.clone()).or_default().push((*number, seq));
            }
        }
    }
    told
}

/// The records are whole, and the view counts what stands in them.
fn are_whole(hall: &Hall) {
    let json = |args: &[&str]| -> Value {
        let ran = run(hall.guitai().args(args), b"");
        serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}", ran.err))
    };
    // Whoever asks for a case starts the owner; it may have been killed last.
    surely(hall, &Request::Calendars);
    let verified = json(&["verify", "--json"]);
    assert_eq!(verified["ok"], Value::Bool(true), "{verified}");
    let status = json(&["status", "--json"]);
    assert_eq!(status["cases"], verified["cases"]);
    assert_eq!(status["events"], verified["events"]);
}
