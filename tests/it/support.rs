//! What tests that use the program from outside share. Knows no command.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The program, without what the environment might say to it.
pub(crate) fn guitai() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_guitai"));
    for name in ["LANG", "DATA", "SOCKET", "CONFIG", "CLERK"] {
        command.env_remove(format!("GUITAI_{name}"));
    }
    command.env_remove("NO_COLOR");
    command
}

/// How many rounds a test of crashes goes; `.ci/run` asks for as many as the issue wants.
pub(crate) fn rounds(here: usize, at_most: usize) -> usize {
    let set = std::env::var("GUITAI_ROUNDS").ok();
    set.and_then(|set| set.parse().ok())
        .map_or(here, |set: usize| set.min(at_most))
}

/// Whether an outside tool is there. Where it is not, the test says so and passes; with
/// `GUITAI_FULL=1`, as in `.ci/run`, it fails instead, so that nothing is skipped unseen.
///
/// `.ci/run` finds the tools to install by the calls of this function.
pub(crate) fn tool_or_skip(name: &str) -> bool {
    let found = std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(name).is_file()));
    if !found {
        let full = std::env::var_os("GUITAI_FULL").is_some_and(|full| full == "1");
        assert!(!full, "{name} is not installed, and GUITAI_FULL=1 wants it");
        eprintln!("skipped: {name} is not installed");
    }
    found
}

/// What one run of a program gave.
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs a program to its end with this on its standard input.
pub(crate) fn run(command: &mut Command, stdin: &[u8]) -> Ran {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut input = child.stdin.take().expect("a pipe");
    let stdin = stdin.to_vec();
    // Beside the reading: a program that answers line by line would block on a full pipe.
    let writer = std::thread::spawn(move || {
        // A program that does not read its input may be gone before it is written.
        let _ = input.write_all(&stdin);
    });
    let Output {
        status,
        stdout,
        stderr,
    } = child.wait_with_output().expect("the program ends");
    writer.join().expect("the writer ends");
    Ran {
        code: status.code(),
        out: String::from_utf8(stdout).expect("UTF-8 on standard output"),
        err: String::from_utf8(stderr).expect("UTF-8 on standard error"),
    }
}

/// Every file below a folder of the repository, paths relative to the repository, sorted.
pub(crate) fn files(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a readable folder") {
            let path = entry.expect("a readable entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let relative = path.strip_prefix(root()).expect("inside the repository");
                found.push(relative.to_owned());
            }
        }
    }
    found.sort();
    found
}
