//! Tests that use the program from outside, one module a subject; one program, so that it links once.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "a test says what failed by panicking"
)]

mod actions;
mod bytes;
mod commands;
mod counter;
mod crash;
mod day;
mod demo;
mod disk;
mod distance;
mod forms;
mod hall;
mod ideal;
mod intake;
mod ledger;
mod lists;
mod owner;
mod picture;
mod planted;
mod pty;
mod registry;
mod related;
mod restored;
mod sayings;
mod screens;
mod search;
mod sent;
mod soak;
mod spoken;
mod ssh;
mod support;
mod terminals;
mod tidy;
mod together;
mod whole_day;
mod words;
