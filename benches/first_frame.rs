//! What opening the counter costs while the owner runs: from the start of the process to its first
//! whole frame in a pseudo-terminal, beside fzf over the same lines, in turn. Knows no module of
//! the program: it is run as a clerk's terminal runs it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a bench prints what it found and stops at what it did not expect"
)]

mod common;

use std::process::Command;
use std::sync::mpsc::channel;
use std::time::Duration;

use common::{Pty, close, guitai, open, percentile, set};

/// Written last in a frame: the hint bar's last word, and fzf's count of lines.
const GUITAI_IS_THERE: &str = "退出";

fn main() {
    let rounds: usize = set("GUITAI_BENCH_ROUNDS", 30);
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path();
    let count = open(place);
    let lines = place.join("lines");

    let fzf_is_there = format!("{count}/{count}");
    let has_fzf = Command::new("fzf").arg("--version").output().is_ok();
    if !has_fzf {
        eprintln!("fzf is not installed: measured without it");
    }
    let mut ours = Vec::new();
    let mut fzf = Vec::new();
    for round in 0..=rounds {
        let counter = first_frame(&guitai(place), GUITAI_IS_THERE);
        let beside = has_fzf.then(|| {
            let mut shell = Command::new("sh");
            let line = format!("exec fzf < '{}'", lines.display());
            first_frame(shell.args(["-c", &line]), &fzf_is_there)
        });
        // The first round warms up.
        if round > 0 {
            ours.push(counter);
            fzf.extend(beside);
        }
    }
    close(place);
    println!("first frame at 80x24 with the owner running, {rounds} rounds in turn, {count} lines");
    let ours = told("guitai", &mut ours);
    if !fzf.is_empty() {
        let fzf = told("fzf", &mut fzf);
        println!("guitai / fzf at p50: {:.2}", ours / fzf);
    }
}

/// Prints a row; gives the median in milliseconds.
fn told(name: &str, times: &mut [Duration]) -> f64 {
    times.sort_unstable();
    let (median, most) = (percentile(times, 50), percentile(times, 90));
    println!("{name:>8}  p50 {median:6.1} ms  p90 {most:6.1} ms");
    median
}

/// From the start of a program in a terminal until the terminal has been sent a text.
fn first_frame(command: &Command, text: &str) -> Duration {
    let mut pty = Pty::start(command, 80, 24);
    let started = pty.started;
    let (send, there) = channel();
    let mut seen = Vec::new();
    let text = text.to_owned();
    pty.listen(move |at, bytes| {
        seen.extend_from_slice(bytes);
        // What stands beside each other may come with colours in between.
        let is_there = plain(&seen).contains(&text);
        if is_there {
            let _ = send.send(at);
        }
        !is_there
    });
    there.recv().expect("it ended before its first frame") - started
}

/// What was sent, without escape sequences.
fn plain(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let mut out = String::new();
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        if c == '\x1b' && characters.next() == Some('[') {
            let _ = characters.by_ref().find(char::is_ascii_alphabetic);
        } else if c != '\x1b' {
            out.push(c);
        }
    }
    out
}
