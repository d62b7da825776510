//! A place of its own for the program's data, socket, configuration and temporary files, gone with
//! the test. Knows how to start and end an owner, not what it answers.

use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::LazyLock;
use std::thread;
use std::time::Duration;

use guitai::rpc::client::{self, Caller, Connection};
use guitai::rpc::message::{Answer, Request};
use guitai::rpc::paths::Surroundings;
use guitai::rpc::{Ask, OwnerStatus, Place};

use super::support::{guitai, run};

/// The place of tests that only look things up: one owner for all of them.
/// It stays behind, so it lies where `cargo clean` finds it; its owner leaves for want of clients.
static LOOKUPS: LazyLock<Hall> = LazyLock::new(|| {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"));
    Hall::at(folder.expect("a directory for tests"))
});

/// The program in a place that tests share who write nothing down.
pub(crate) fn lookups() -> Command {
    LOOKUPS.guitai()
}

/// Waits until every thread of a process stands still: the signal's sender does not.
pub(crate) fn until_stopped(pid: &str) {
    let is_stopped = |task: std::fs::DirEntry| {
        let stat = std::fs::read_to_string(task.path().join("stat")).unwrap_or_default();
        stat.rsplit(") ")
            .next()
            .is_some_and(|rest| rest.starts_with('T'))
    };
    let tasks = || std::fs::read_dir(format!("/proc/{pid}/task")).unwrap();
    while !tasks().all(|task| is_stopped(task.unwrap())) {
        thread::sleep(Duration::from_millis(1));
    }
}

/// The place. Dropping it ends the owner that a client may have started there.
pub(crate) struct Hall {
    top: tempfile::TempDir,
}

impl Hall {
    pub(crate) fn new() -> Self {
        Self::at(tempfile::tempdir().expect("a temporary directory"))
    }

    fn at(top: tempfile::TempDir) -> Self {
        // Other users of a test must get through to what is theirs.
        std::fs::set_permissions(top.path(), PermissionsExt::from_mode(0o755)).unwrap();
        let hall = Self { top };
        for (folder, mode) in [("run", 0o700), ("tmp", 0o777), ("home", 0o755)] {
            std::fs::create_dir(hall.path(folder)).unwrap();
            let mode = PermissionsExt::from_mode(mode);
            std::fs::set_permissions(hall.path(folder), mode).unwrap();
        }
        hall.configure("");
        hall
    }

    /// Everything the program was told to keep to.
    pub(crate) fn folder(&self) -> &Path {
        self.top.path()
    }

    /// A path inside.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.top.path().join(name)
    }

    /// Adds lines to the configuration.
    pub(crate) fn configure(&self, lines: &str) {
        let text = format!("master_key = \"master.key\"\n{lines}");
        std::fs::write(self.path("config.toml"), text).unwrap();
    }

    /// The program with an environment that leads nowhere else.
    pub(crate) fn guitai(&self) -> Command {
        let mut command = guitai();
        command
            .env("GUITAI_DATA", self.path("data"))
            .env("GUITAI_CONFIG", self.path("config.toml"))
            .env("XDG_RUNTIME_DIR", self.path("run"))
            .env("TMPDIR", self.path("tmp"))
            .env("HOME", self.path("home"))
            .env_remove("XDG_CONFIG_HOME")
            .env_remove("XDG_DATA_HOME");
        command
    }

    /// The personal place.
    pub(crate) fn place(&self) -> Place {
        let around = Surroundings {
            runtime: Some(self.path("run")),
            temporary: Some(self.path("tmp")),
        };
        Place::personal(&self.path("data"), &around).expect("a place")
    }

    pub(crate) fn caller(&self) -> Caller {
        Caller {
            clerk: None,
            program: env!("CARGO_BIN_EXE_guitai").into(),
            args: vec!["--config".into(), self.path("config.toml").into()],
        }
    }

    /// Attaches as a client does, which starts the owner.
    pub(crate) fn connect(&self) -> Connection {
        client::connect(&self.place(), &self.caller()).expect("an owner")
    }

    /// Ends the owner, if there is one, and waits until it is gone.
    pub(crate) fn stop(&self) {
        client::stop(&self.place(), &self.caller()).expect("an end");
    }

    /// Kills the owner, if there is one.
    pub(crate) fn kill_owner(&self) {
        if let Some(pid) = self.owner() {
            run(Command::new("kill").args(["-9", &pid]), b"");
        }
    }

    /// The process that owns the data, if there is one.
    fn owner(&self) -> Option<String> {
        let attached = client::attach(&self.place(), &self.caller());
        let connection = attached.ok().flatten()?;
        Some(connection.welcome().pid.to_string())
    }

    /// Lets the owner stand still, as one on a bad disk does, until what it hands out is dropped.
    pub(crate) fn hold_owner(&self) -> StandingStill {
        let pid = self.owner().expect("an owner");
        run(Command::new("kill").args(["-STOP", &pid]), b"");
        until_stopped(&pid);
        StandingStill(pid)
    }

    /// An owner in the foreground, once it listens.
    pub(crate) fn serve(&self, args: &[&str]) -> Serving {
        let mut command = self.guitai();
        command.arg("serve").args(args);
        Serving::start(command)
    }
}

impl Drop for Hall {
    fn drop(&mut self) {
        let _ = client::stop(&self.place(), &self.caller());
    }
}

/// A process that stands still. Dropping it lets it go on.
pub(crate) struct StandingStill(String);

impl Drop for StandingStill {
    fn drop(&mut self) {
        run(Command::new("kill").args(["-CONT", &self.0]), b"");
    }
}

/// An owner in the foreground. Dropping it kills it.
pub(crate) struct Serving {
    pub(crate) child: Child,
    pub(crate) first_line: String,
    // Open as long as it runs: what it says must go somewhere.
    _said: BufReader<ChildStderr>,
}

impl Serving {
    pub(crate) fn start(mut command: Command) -> Self {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut said = BufReader::new(child.stderr.take().expect("a pipe"));
        let mut first_line = String::new();
        said.read_line(&mut first_line).expect("a line");
        Self {
            child,
            first_line,
            _said: said,
        }
    }

    pub(crate) fn signal(&self, name: &str) {
        let pid = self.child.id().to_string();
        let ran = run(Command::new("kill").args([&format!("-{name}"), &pid]), b"");
        assert_eq!(ran.code, Some(0), "{}", ran.err);
    }

    /// Its exit status, once it has ended.
    pub(crate) fn ended(&mut self) -> Option<i32> {
        self.child.wait().expect("it ends").code()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// How an owner is, by its own word.
pub(crate) fn status(connection: &mut Connection) -> OwnerStatus {
    match connection.ask(Request::Status).expect("an answer") {
        Answer::Status(status) => status,
        other => panic!("{other:?}"),
    }
}
