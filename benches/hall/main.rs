//! A full hall: so many clerks at once, each a real client in a terminal of its own, over one owner and
//! 100,000 made-up cases, through a mixed day at the speed of people. Prints the table that README's
//! chapter on sizing shows.
//!
//! `cargo bench --bench hall`; `GUITAI_CLERKS` (50), `GUITAI_CASES` (100000), `GUITAI_BENCH_SECONDS`
//! (60). `GUITAI_HALL=DIR` keeps the cases there for the next run.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a measuring program prints, and stops at the first thing wrong"
)]

mod clerk;
#[path = "../common/mod.rs"]
mod common;

mod screens;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use clerk::{Clerk, Counts, Doing, Pressed};
use common::{close, configure, cpu, guitai, percentile, pss, set};
use screens::{Expected, cases_counted, is_ledger, is_lookup, is_of_selected, selected};

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
/// So many cases may just be written down that nobody has counted yet.
const CLERKS_AT_ONCE: usize = 50;

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
    let mut expected = Expected::new();
    for clerk in &mut hall {
        clerk.wait_for(|rows| expected.looked_up(rows, ""));
    }
    println!(
        "{clerks} clerks at their screens after {:.1} s",
        begun.elapsed().as_secs_f64()
    );
    // The ledger's index is read in once; a hall opens before its visitors come.
    let stored = usize::try_from(cases).unwrap();
    hall[0].send(LEDGER);
    hall[0].wait_for(|rows| cases_counted(rows) >= Some(stored));
    let owner = owner(&place);
    settle(owner);
    for sought in SOUGHT {
        for (at, c) in sought.char_indices() {
            hall[0].send(c.encode_utf8(&mut [0; 4]));
            // Nobody else is at work, and what is counted now is what is expected in the day.
            settle(owner);
            expected.learn(&sought[..at + c.len_utf8()], &hall[0].rows());
        }
        hall[0].send(CLEAR);
    }
    hall[0].send(LOOKUP);
    hall[0].wait_for(|rows| expected.looked_up(rows, ""));
    settle(owner);
    let (expected, logged) = (&expected, &AtomicUsize::new(stored));

    let before = used(&hall, owner);
    let day = Instant::now();
    let until = day + Duration::from_secs(seconds);
    thread::scope(|scope| {
        for clerk in &mut hall {
            scope.spawn(move || work(clerk, until, expected, logged));
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
    println!("| key to last byte | keys | unanswered | p50 | p99 | most |");
    println!("|---|---|---|---|---|---|");
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
    let busy =
        |at: usize| 100.0 * after[at].saturating_sub(before[at]).as_secs_f64() / took.as_secs_f64();
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
        after[0].saturating_sub(before[0]).as_secs_f64() * 1e3,
        after[1].saturating_sub(before[1]).as_secs_f64() * 1e3
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
    // The owner that a day begins with, and not the one that has just made all that up.
    close(place);
}

/// A mixed day: most visitors ask, some complain, and now and then somebody wants to know how a case
/// stands. The cases that are known to be there are counted.
fn work(clerk: &mut Clerk, until: Instant, expected: &Expected, logged: &AtomicUsize) {
    let any = |clerk: &mut Clerk, of: usize| usize::try_from(clerk.roll(of as u64)).unwrap();
    // They do not all begin at the same moment.
    thread::sleep(Duration::from_millis(clerk.roll(1000)));
    while Instant::now() < until {
        if clerk.roll(4) > 0 {
            let at = any(clerk, expected.queries.len());
            look_up(clerk, &expected.queries[at], expected, logged);
        } else {
            let at = any(clerk, SOUGHT.len());
            browse(clerk, SOUGHT[at], expected, logged);
        }
    }
}

/// Looks something up, goes through it, and now and then logs an enquiry.
fn look_up(clerk: &mut Clerk, query: &str, expected: &Expected, logged: &AtomicUsize) {
    let doing = Doing::LookUp;
    for (at, c) in query.char_indices() {
        let typed = &query[..at + c.len_utf8()];
        clerk.press(doing, c.encode_utf8(&mut [0; 4]), Counts::All, |rows| {
            expected.looked_up(rows, typed)
        });
    }
    let hits = expected.total(query);
    for _ in 1..hits.min(3) {
        let before = selected(&clerk.rows());
        clerk.press(doing, DOWN, Counts::All, |rows| {
            selected(rows) != before && expected.is_of_a_piece(rows)
        });
    }
    if hits > 0 {
        clerk.press(doing, ENTER, Counts::All, |rows| !is_lookup(rows));
        clerk.press(doing, ESC, Counts::All, |rows| {
            is_lookup(rows) && expected.is_of_a_piece(rows)
        });
    }
    if hits > 0 && clerk.roll(3) == 0 {
        let doing = Doing::Log;
        let says = |text: &'static str| move |rows: &[String]| rows.concat().contains(text);
        clerk.press(doing, ENQUIRY, Counts::All, says("登记咨询"));
        let saved = |rows: &[String]| is_lookup(rows) && rows.concat().contains("已登记 E20");
        if clerk.press(doing, SAVE, Counts::All, saved) {
            logged.fetch_add(1, Ordering::SeqCst);
        }
    }
    clerk.press(Doing::LookUp, CLEAR, Counts::All, |rows| {
        expected.looked_up(rows, "")
    });
}

/// Pages through the ledger, searches it, opens a case.
fn browse(clerk: &mut Clerk, sought: &str, expected: &Expected, logged: &AtomicUsize) {
    let (doing, counts) = (Doing::Browse, Counts::UntilShown);
    // As many as were there before the key at least: not the list of the last visit.
    let is_whole = |least: usize| {
        move |rows: &[String]| {
            is_ledger(rows, "")
                && selected(rows).is_some()
                && cases_counted(rows).is_some_and(|count| count >= least)
        }
    };
    let least = logged.load(Ordering::SeqCst);
    clerk.press(doing, LEDGER, counts, is_whole(least));
    for key in [DOWN, DOWN, DOWN, PAGE_DOWN] {
        let before = selected(&clerk.rows());
        clerk.press(doing, key, counts, |rows| selected(rows) != before);
    }
    for (at, c) in sought.char_indices() {
        let typed = &sought[..at + c.len_utf8()];
        clerk.press(doing, c.encode_utf8(&mut [0; 4]), counts, |rows| {
            let more = logged.load(Ordering::SeqCst).abs_diff(least) + CLERKS_AT_ONCE;
            expected.listed(rows, typed, more)
        });
    }
    // The first may be the only one.
    if let Some(number) = selected(&clerk.rows()) {
        clerk.press(doing, ENTER, counts, |rows| is_of_selected(rows, &number));
        clerk.press(doing, ESC, counts, |rows| is_ledger(rows, sought));
    }
    let least = logged.load(Ordering::SeqCst);
    clerk.press(doing, CLEAR, counts, is_whole(least));
    clerk.press(doing, LOOKUP, counts, is_lookup);
}

/// A row of the table.
fn told<'a>(name: &str, pressed: impl Iterator<Item = &'a Pressed>) {
    let lasts: Vec<Option<Duration>> = pressed.map(|key| key.last).collect();
    let keys = lasts.len();
    let mut lasts: Vec<Duration> = lasts.into_iter().flatten().collect();
    lasts.sort_unstable();
    let at = |percent| percentile(&lasts, percent);
    println!(
        "| {name} | {keys} | {} | {:.1} ms | {:.1} ms | {:.0} ms |",
        keys - lasts.len(),
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

/// Waits until a process has nothing more to do than it always has.
fn settle(pid: u32) {
    for _ in 0..60 {
        let before = cpu(pid);
        thread::sleep(Duration::from_secs(1));
        if cpu(pid).saturating_sub(before) < Duration::from_millis(20) {
            return;
        }
    }
    panic!("the owner is busy for a minute though nobody asks");
}

/// Processor time of the owner, and of all clients.
fn used(hall: &[Clerk], owner: u32) -> [Duration; 2] {
    [cpu(owner), hall.iter().map(|clerk| cpu(clerk.pid())).sum()]
}
