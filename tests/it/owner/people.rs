//! Several users of one machine: who may attach, as whom, and whose directories are used. Some of
//! it needs `root`, to be several users; without it the rest is tested.

use std::os::unix::fs::{PermissionsExt, chown};
use std::path::Path;
use std::process::Command;

use serde_json::json;

use super::object;
use crate::hall::{Hall, Serving};
use crate::registry::VETERANS;
use crate::support::{Ran, run, tool_or_skip};

/// `nobody`, on any system.
const NOBODY: u32 = 65534;

fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// Gives a directory to somebody else, or names one that is somebody else's.
fn of_another_user(path: &Path) -> &Path {
    if is_root() {
        std::fs::create_dir(path).unwrap();
        chown(path, Some(NOBODY), Some(NOBODY)).unwrap();
        path
    } else {
        Path::new("/usr")
    }
}

#[test]
fn a_data_directory_of_another_user_is_not_used() {
    let hall = Hall::new();
    let data = hall.path("theirs");
    let data = of_another_user(&data);
    let said = run(hall.guitai().arg("serve").arg("--data").arg(data), b"");
    assert_eq!(said.code, Some(4), "{}", said.err);
    assert!(said.err.contains("属于别的用户"), "{}", said.err);
    assert!(!data.join("owner.lock").exists());
}

#[test]
fn a_socket_directory_that_somebody_else_made_is_not_used() {
    let hall = Hall::new();
    let uid = rustix::process::geteuid().as_raw();
    let made = hall.path(&format!("tmp/guitai-{uid}"));
    std::fs::create_dir(&made).unwrap();
    let mut faults = vec![("别人也能进", None)];
    if is_root() {
        faults.push(("属于别的用户", Some(NOBODY)));
    }
    for (expected, owner) in faults {
        std::fs::set_permissions(&made, PermissionsExt::from_mode(0o777)).unwrap();
        chown(&made, owner, None).unwrap();
        for command in ["status", "stop", "serve"] {
            let mut command_line = hall.guitai();
            command_line.arg(command).env_remove("XDG_RUNTIME_DIR");
            let said = run(&mut command_line, b"");
            assert_eq!(said.code, Some(4), "{command}: {}", said.err);
            assert!(said.err.contains(expected), "{command}: {}", said.err);
        }
    }
}

/// The hall's program as another user would run it.
fn as_nobody(hall: &Hall, program: &Path, args: &[&str]) -> Ran {
    let ours = hall.guitai();
    let mut command = Command::new("setpriv");
    command
        .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
        .arg(program)
        .args(args)
        .arg("--socket")
        .arg(hall.path("s"));
    for (name, value) in ours.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    run(&mut command, b"")
}

#[test]
fn in_a_hall_the_system_says_who_a_clerk_is() {
    if !is_root() || !tool_or_skip("setpriv") {
        return;
    }
    let hall = Hall::new();
    // Where others may run it, which a checkout under /root is not.
    let program = hall.path("guitai");
    // Not by this process: a child that another test starts meanwhile would for a moment have the
    // file open for writing, and what is written to cannot be run.
    let mut copy = Command::new("cp");
    copy.arg(env!("CARGO_BIN_EXE_guitai")).arg(&program);
    assert_eq!(run(&mut copy, b"").code, Some(0));
    let start = || {
        let mut command = hall.guitai();
        command.arg("serve").arg("--socket").arg(hall.path("s"));
        let serving = Serving::start(command);
        chown(hall.path("s"), None, Some(NOBODY)).unwrap();
        serving
    };
    let mut serving = start();
    let mode = hall.path("s").metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o660, "for the group too");

    let asked = as_nobody(&hall, &program, &["status", "--json"]);
    assert_eq!(
        object(&asked.out)["pid"],
        json!(serving.child.id()),
        "{}",
        asked.err
    );
    let own_name = as_nobody(&hall, &program, &["status", "--clerk", "nobody"]);
    assert_eq!(own_name.code, Some(0), "{}", own_name.err);
    let another = as_nobody(&hall, &program, &["status", "--clerk", "wang"]);
    assert_eq!(another.code, Some(3));
    assert!(another.err.contains("wang"), "{}", another.err);
    let stop = as_nobody(&hall, &program, &["stop"]);
    assert_eq!(stop.code, Some(3), "{}", stop.err);
    let list = hall.path("list.txt");
    std::fs::write(&list, VETERANS).unwrap();
    let import = ["registry", "import", list.to_str().unwrap()];
    let import = [&import[..], &["--code", "ty", "--name", "退役军人事务局"]].concat();
    for more in [&[][..], &["--dry-run"]] {
        let refused = as_nobody(&hall, &program, &[&import[..], more].concat());
        assert_eq!(
            (refused.code, refused.out.as_str()),
            (Some(3), ""),
            "{}",
            refused.err
        );
    }
    let ours = ["status", "--clerk", "wang", "--socket"];
    let ours = run(hall.guitai().args(ours).arg(hall.path("s")), b"");
    assert_eq!(ours.code, Some(0), "the owner's own user may: {}", ours.err);

    chown(hall.path("s"), None, Some(0)).unwrap();
    let outside = as_nobody(&hall, &program, &["status"]);
    assert_eq!(outside.code, Some(4), "not of the group");
    assert!(outside.err.contains("不能连接"), "{}", outside.err);

    let stop = run(
        hall.guitai().args(["stop", "--socket"]).arg(hall.path("s")),
        b"",
    );
    assert_eq!(stop.code, Some(0), "{}", stop.err);
    assert_eq!(serving.ended(), Some(0));

    hall.configure("gateway_users = [\"nobody\"]\n");
    let _serving = start();
    let another = as_nobody(&hall, &program, &["status", "--clerk", "wang"]);
    assert_eq!(another.code, Some(0), "{}", another.err);
}
