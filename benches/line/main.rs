//! What goes over the line for each key, how soon it stands there and what it costs: guitai at two
//! sizes, with its detail pane and without, beside fzf and skim where they are installed, over the
//! same entries in the same run. Typing four queries, moving, opening, logging.
//!
//! `cargo bench --bench line`. Bytes repeat from run to run, times do not; "least" is what a plain
//! diff of the two screens takes at least (as `ideal_bytes` of `ptybench.py`).
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a measuring program prints, and stops at the first thing wrong"
)]

#[path = "../common/mod.rs"]
mod common;
#[path = "../../tests/it/ideal.rs"]
mod ideal;
mod session;

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use common::{close, configure, guitai, ms, open, percentile};
use session::{Brought, Session};

const QUERIES: [&str; 4] = ["失业登记", "sydj", "shiyedengji", "4936"];
const SIZES: [(u16, u16); 2] = [(80, 24), (120, 40)];

const UP: &[u8] = b"\x1b[A";
const DOWN: &[u8] = b"\x1b[B";
const CLEAR: &[u8] = b"\x15";

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path();
    let count = open(place);
    let lines = place.join("lines");
    println!("{count} entries; bytes p50/max a key, least p50, reads p50, packets max,");
    println!("times the least over all keys, key to last byte p50/p99 ms, cpu p50 ms\n");
    for (cols, rows) in SIZES {
        println!("{cols}x{rows}");
        measure_guitai(place, "guitai", "", (cols, rows));
        measure_guitai(place, "guitai, no pane", "detail = false\n", (cols, rows));
        for tool in ["fzf", "sk"] {
            measure_finder(tool, &lines, (cols, rows));
        }
        println!();
    }
    close(place);
}

fn measure_guitai(place: &Path, name: &str, lines: &str, (cols, rows): (u16, u16)) {
    configure(place, lines);
    let mut session = Session::start(&guitai(place), cols, rows);
    let first = session.first_frame();
    assert!(session.shows("退出"), "the counter opened");
    start_told(name, &session, &first);
    typing_told(&mut session);
    session.key(CLEAR);
    moving_told(&mut session, DOWN);
    let opened: Vec<Brought> = (0..10)
        .flat_map(|_| [session.key(b"\r"), session.key(b"\x1b"), session.key(DOWN)])
        .enumerate()
        .filter_map(|(n, brought)| (n % 3 < 2).then_some(brought))
        .collect();
    told("open, back", opened);
    // An enquiry in three keys: the form, saved, its number put away.
    let logged: Vec<Brought> = (0..10)
        .flat_map(|_| {
            [
                session.key(b"\x05"),
                session.key(b"\x13"),
                session.key(b"\r"),
            ]
        })
        .collect();
    told("log", logged);
    let before = Instant::now();
    let idle = session.key(b"");
    assert_eq!(idle.bytes, 0, "an idle screen sends nothing");
    println!(
        "    idle {:?}: 0 bytes, cpu {:.2} ms",
        before.elapsed(),
        ms(idle.cpu)
    );
}

fn measure_finder(tool: &str, lines: &Path, (cols, rows): (u16, u16)) {
    let version = Command::new(tool).arg("--version").output();
    let Ok(version) = version else {
        println!("  {tool} is not installed: left out");
        return;
    };
    let version = String::from_utf8_lossy(&version.stdout).into_owned();
    let version = version.trim().trim_start_matches(tool).trim_start();
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("exec {tool} < '{}'", lines.display())]);
    let mut session = Session::start(&shell, cols, rows);
    let first = session.first_frame();
    start_told(&format!("{tool} {version}"), &session, &first);
    typing_told(&mut session);
    session.key(CLEAR);
    // Their lists grow from the bottom.
    moving_told(&mut session, UP);
}

fn start_told(name: &str, session: &Session, first: &Brought) {
    println!(
        "  {name}: first frame {} bytes in {} reads, {:.1} ms, PSS {:.1} MB",
        first.bytes,
        first.reads,
        ms(first.last),
        session.pss()
    );
}

fn typing_told(session: &mut Session) {
    for query in QUERIES {
        let mut brought = Vec::new();
        for c in query.chars() {
            brought.push(session.key(c.encode_utf8(&mut [0; 4]).as_bytes()));
        }
        told(query, brought);
        session.key(CLEAR);
    }
}

fn moving_told(session: &mut Session, on: &[u8]) {
    let within: Vec<Brought> = (0..5).map(|_| session.key(on)).collect();
    told("move", within);
    let far: Vec<Brought> = (0..40).map(|_| session.key(on)).collect();
    told("move, far", far[30..].to_vec());
    session.key(b"\x1b[H");
}

/// A row of the table.
fn told(what: &str, brought: Vec<Brought>) {
    let of = |pick: fn(&Brought) -> usize| {
        let mut all: Vec<usize> = brought.iter().map(pick).collect();
        all.sort_unstable();
        (all[all.len() / 2], all[all.len() - 1])
    };
    let (bytes, most) = of(|brought| brought.bytes);
    let (least, _) = of(|brought| brought.ideal);
    let (reads, _) = of(|brought| brought.reads);
    let (_, packets) = of(|brought| brought.packets);
    let sum = |pick: fn(&Brought) -> usize| brought.iter().map(pick).sum::<usize>() as f64;
    let times = sum(|brought| brought.bytes) / sum(|brought| brought.ideal).max(1.0);
    let mut lasts: Vec<Duration> = brought.iter().map(|brought| brought.last).collect();
    lasts.sort_unstable();
    let mut cpu: Vec<Duration> = brought.iter().map(|brought| brought.cpu).collect();
    cpu.sort_unstable();
    println!(
        "    {what:<12} {bytes:>5}/{most:<5} {least:>5} {reads:>3} {packets:>3} {times:>6.2} {:>7.2}/{:<7.2} {:>6.2}",
        percentile(&lasts, 50),
        percentile(&lasts, 99),
        percentile(&cpu, 50)
    );
}
