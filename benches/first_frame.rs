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

use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

const GUITAI: &str = env!("CARGO_BIN_EXE_guitai");

/// Written last in a frame: the hint bar's last word, and fzf's count of lines.
const GUITAI_IS_THERE: &str = "退出";

fn main() {
    let rounds = rounds();
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path();
    std::fs::write(place.join("config.toml"), "master_key = \"master.key\"\n").unwrap();
    let listed = guitai(place).args(["registry", "list"]).output().unwrap();
    let lines = place.join("lines");
    std::fs::write(&lines, &listed.stdout).unwrap();
    let count = listed.stdout.iter().filter(|byte| **byte == b'\n').count();
    // Whatever asks first starts the owner.
    let asked = guitai(place).args(["search", "sydj"]).output().unwrap();
    assert!(asked.status.success(), "{asked:?}");

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
    let stopped = guitai(place).arg("stop").output().unwrap();
    assert!(stopped.status.success(), "{stopped:?}");
    println!("first frame at 80x24 with the owner running, {rounds} rounds in turn, {count} lines");
    let ours = told("guitai", &mut ours);
    if !fzf.is_empty() {
        let fzf = told("fzf", &mut fzf);
        println!("guitai / fzf at p50: {:.2}", ours / fzf);
    }
}

fn rounds() -> usize {
    let rounds = std::env::var("GUITAI_BENCH_ROUNDS").ok();
    rounds.and_then(|rounds| rounds.parse().ok()).unwrap_or(30)
}

/// Prints a row; gives the median in milliseconds.
fn told(name: &str, times: &mut [Duration]) -> f64 {
    times.sort_unstable();
    let at = |part: usize| times[(times.len() - 1) * part / 100].as_secs_f64() * 1000.0;
    println!("{name:>8}  p50 {:6.1} ms  p90 {:6.1} ms", at(50), at(90));
    at(50)
}

/// The program with an environment that leads nowhere else.
fn guitai(place: &Path) -> Command {
    let mut command = Command::new(GUITAI);
    command
        .env("GUITAI_DATA", place.join("data"))
        .env("GUITAI_CONFIG", place.join("config.toml"))
        .env("XDG_RUNTIME_DIR", place)
        .env("HOME", place)
        .stdin(Stdio::null());
    command
}

/// From the start of a program in a terminal until the terminal has been sent a text.
fn first_frame(command: &Command, text: &str) -> Duration {
    let mut builder = CommandBuilder::new(command.get_program());
    builder.args(command.get_args());
    for (name, value) in command.get_envs() {
        builder.env(name, value.unwrap_or_default());
    }
    builder.env("TERM", "xterm-256color");
    builder.env_remove("NO_COLOR");
    builder.env_remove("GUITAI_LANG");
    let size = PtySize {
        rows: 24,
        cols: 80,
        ..PtySize::default()
    };
    let pair = native_pty_system().openpty(size).unwrap();
    let mut reader = pair.master.try_clone_reader().unwrap();
    let started = Instant::now();
    let mut child = pair.slave.spawn_command(builder).unwrap();
    drop(pair.slave);
    let mut seen = Vec::new();
    let mut buffer = [0; 65536];
    loop {
        let read = reader.read(&mut buffer).unwrap_or(0);
        assert!(read > 0, "it ended: {}", String::from_utf8_lossy(&seen));
        seen.extend_from_slice(&buffer[..read]);
        // What stands beside each other may come with colours in between.
        if plain(&seen).contains(text) {
            break;
        }
    }
    let took = started.elapsed();
    child.kill().unwrap();
    child.wait().unwrap();
    took
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
