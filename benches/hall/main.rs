//! A full hall: so many clerks at once, each a real client in a terminal of its own, over one owner and
//! 100,000 made-up cases, through a mixed day at the speed of people. Prints the table that README's
//! chapter on sizing shows.
//!
//! `cargo bench --bench hall`; `GUITAI_CLERKS` (50), `GUITAI_CASES` (100000), `GUITAI_BENCH_SECONDS`
//! (60). `GUITAI_HALL=DIR` keeps the cases there for the next run.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a measuring program prints, and stops at the first thing wrong"
)]

mod clerk;
#[path = "../common/mod.rs"]
mod common;

use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use clerk::{Clerk, Doing, Pressed};
use common::{close, configure, cpu, guitai, percentile, pss, set};

const QUERIES: &str = include_str!("../../tests/data/queries.jsonl");
/// What is looked for in the ledger.
const SOUGHT: [&str; 6] = ["tqgz", "张", "laodong", "李秀英", "sb", "欠"];

const ENTER: &str = "\r";
const ESC: &str = "\x1b";
const DOWN: &str = "\x1b[B";
const PAGE_DOWN: &str = "\x1b[6~";
const CLEAR: &str = "\x15";
const LOOKUP: &str = "\x1bOQ";
const LEDGER: &str = "\x1bOR";
const ENQUIRY: &str = "\x05";
const SAVE: &str = "\x13";

fn main() {
    let clerks: u64 = set("GUITAI_CLERKS", 50);
    let cases: u64 = set("GUITAI_CASES", 100_000);
    let seconds: u64 = set("GUITAI_BENCH_SECONDS", 60);
    let scratch = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let kept = std::env::var_os("GUITAI_HALL").map(PathBuf::from);
    let place = kept.unwrap_or_else(|| scratch.path().to_owned());
    fill(&place, cases);
    let begun = Instant::now();
    let mut hall: Vec<Clerk> = (0..clerks)
        .map(|number| Clerk::start(guitai(&place).arg(format!("--clerk=c{number}")), number + 1))
        .collect();
    hall.iter().for_each(|clerk| clerk.wait_for("退出"));
    println!(
        "{clerks} clerks at their screens after {:.1} s",
        begun.elapsed().as_secs_f64()
    );
    // The ledger's index is read in once; a hall opens before its visitors come.
    hall[0].press(Doing::Browse, LEDGER);
    let owner = owner(&place);
    settle(owner);
    hall[0].press(Doing::Browse, LOOKUP);
    hall[0].pressed.clear();

    let before = used(&hall, owner);
    let day = Instant::now();
    let until = day + Duration::from_secs(seconds);
    thread::scope(|scope| {
        for clerk in &mut hall {
            scope.spawn(move || work(clerk, until));
        }
    });
    let took = day.elapsed();
    let after = used(&hall, owner);
    let pressed: Vec<Pressed> = hall
        .iter()
        .flat_map(|clerk| clerk.pressed.clone())
        .collect();
    println!(
        "{cases} cases, {clerks} clerks, {seconds} s, {} keys\n",
        pressed.len()
    );
    println!("| key to last byte | keys | p50 | p99 | most |");
    println!("|---|---|---|---|---|");
    for (name, doing) in [
        ("looking up", Some(Doing::LookUp)),
        ("the ledger", Some(Doing::Browse)),
        ("logging", Some(Doing::Log)),
        ("all", None),
    ] {
        told(
            name,
            pressed
                .iter()
                .filter(|key| doing.is_none_or(|doing| key.doing == doing)),
        );
    }
    let busy = |at: usize| 100.0 * (after[at] - before[at]).as_secs_f64() / took.as_secs_f64();
    println!(
        "\nprocessor, of one core: owner {:.0} %, all clients {:.0} %",
        busy(0),
        busy(1)
    );
    let mut sizes: Vec<f64> = hall.iter().map(|clerk| pss(clerk.pid())).collect();
    sizes.sort_by(f64::total_cmp);
    println!(
        "memory (PSS): a client {:.1} MB, the largest {:.1} MB; the owner {:.0} MB",
        sizes[sizes.len() / 2],
        sizes[sizes.len() - 1],
        pss(owner)
    );
    thread::sleep(Duration::from_secs(2));
    let before = used(&hall, owner);
    thread::sleep(Duration::from_secs(5));
    let after = used(&hall, owner);
    println!(
        "idle for 5 s: owner {:.1} ms, all clients {:.1} ms of processor time",
        (after[0] - before[0]).as_secs_f64() * 1e3,
        (after[1] - before[1]).as_secs_f64() * 1e3
    );
    drop(hall);
    close(&place);
}

/// Makes the cases, unless they are there from a run before.
fn fill(place: &Path, cases: u64) {
    if place.join("data").exists() {
        return;
    }
    std::fs::create_dir_all(place).unwrap();
    configure(place, "");
    let begun = Instant::now();
    let filled = guitai(place)
        .args(["demo", "--cases", &cases.to_string()])
        .output()
        .unwrap();
    assert!(filled.status.success(), "{filled:?}");
    println!(
        "{cases} cases made up in {:.0} s",
        begun.elapsed().as_secs_f64()
    );
}

/// A mixed day: most visitors ask, some complain, and now and then somebody wants to know how a case
/// stands.
fn work(clerk: &mut Clerk, until: Instant) {
    let queries: Vec<String> = QUERIES.lines().map(query).collect();
    let any = |clerk: &mut Clerk, of: usize| usize::try_from(clerk.roll(of as u64)).unwrap();
    // They do not all begin at the same moment.
    thread::sleep(Duration::from_millis(clerk.roll(1000)));
    while Instant::now() < until {
        if clerk.roll(4) > 0 {
            let at = any(clerk, queries.len());
            clerk.type_text(Doing::LookUp, &queries[at]);
            for key in [DOWN, DOWN, ENTER, ESC] {
                clerk.press(Doing::LookUp, key);
            }
            if clerk.roll(3) == 0 {
                for key in [ENQUIRY, SAVE, ENTER] {
                    clerk.press(Doing::Log, key);
                }
            }
            clerk.press(Doing::LookUp, CLEAR);
        } else {
            clerk.press(Doing::Browse, LEDGER);
            for key in [DOWN, DOWN, DOWN, PAGE_DOWN] {
                clerk.press(Doing::Browse, key);
            }
            let at = any(clerk, SOUGHT.len());
            clerk.type_text(Doing::Browse, SOUGHT[at]);
            for key in [DOWN, ENTER, ESC, CLEAR, LOOKUP] {
                clerk.press(Doing::Browse, key);
            }
        }
    }
}

fn query(line: &str) -> String {
    let labelled: serde_json::Value = serde_json::from_str(line).unwrap();
    labelled["q"].as_str().unwrap().to_owned()
}

/// A row of the table.
fn told<'a>(name: &str, pressed: impl Iterator<Item = &'a Pressed>) {
    let mut lasts: Vec<Duration> = pressed.filter_map(|key| key.last).collect();
    lasts.sort_unstable();
    let at = |percent| percentile(&lasts, percent);
    println!(
        "| {name} | {} | {:.1} ms | {:.1} ms | {:.0} ms |",
        lasts.len(),
        at(50),
        at(99),
        at(100)
    );
}

/// The owner's process.
fn owner(place: &Path) -> u32 {
    let status = guitai(place).args(["status", "--json"]).output().unwrap();
    let status: serde_json::Value = serde_json::from_slice(&status.stdout).unwrap();
    u32::try_from(status["pid"].as_u64().unwrap()).unwrap()
}

/// Waits until a process has nothing more to do.
fn settle(pid: u32) {
    loop {
        let before = cpu(pid);
        thread::sleep(Duration::from_secs(1));
        if cpu(pid) - before < Duration::from_millis(20) {
            return;
        }
    }
}

/// Processor time of the owner, and of all clients.
fn used(hall: &[Clerk], owner: u32) -> [Duration; 2] {
    [cpu(owner), hall.iter().map(|clerk| cpu(clerk.pid())).sum()]
}
