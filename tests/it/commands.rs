//! The commands from outside: the real program with real pipes and files; exit statuses, the
//! contract's JSON, both languages, hostile input. Knows nothing of how answers are found.

mod casework;
mod outside;
mod registry;
mod search;
mod show;

use serde_json::Value;

use super::hall::lookups;
use super::support::{Ran, root, run};

fn ask(line: &str) -> Ran {
    ask_with(line, b"")
}

/// Runs a line of words apart by spaces.
fn ask_with(line: &str, stdin: &[u8]) -> Ran {
    run(
        lookups().current_dir(root()).args(line.split_whitespace()),
        stdin,
    )
}

fn objects(ran: &Ran) -> Vec<Value> {
    ran.out
        .lines()
        .map(|line| serde_json::from_str(line).expect("an object a line"))
        .collect()
}

fn keys(object: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = object
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect();
    keys.sort_unstable();
    keys
}

/// Nothing that could command a terminal.
fn harmless(text: &str) -> bool {
    !text.chars().any(|c| {
        (c.is_control() && c != '\n' && c != '\t')
            || ('\u{200b}'..='\u{200f}').contains(&c)
            || ('\u{202a}'..='\u{202e}').contains(&c)
            || ('\u{2066}'..='\u{2069}').contains(&c)
    })
}
