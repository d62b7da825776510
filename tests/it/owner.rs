//! The owner process from outside: that there is one and only one, how it starts and ends, what
//! its commands say. Knows nothing of what it answers.

mod crowd;
mod people;

use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use guitai::rpc::client;
use guitai::rpc::fault::{ConnectFault, PathFault, StartFault};
use guitai::rpc::frame;
use guitai::rpc::hello::{Greeting, Hello, Turned};
use guitai::rpc::{Answer, Link, News, Place, Question, RemoteLink, Reply, Request};
use serde_json::{Value, json};

use super::hall::{Hall, status, until_stopped};
use super::support::{Ran, run};

fn ran(hall: &Hall, line: &str) -> Ran {
    run(hall.guitai().args(line.split_whitespace()), b"")
}

fn object(text: &str) -> Value {
    serde_json::from_str(text).expect("one object")
}

#[test]
fn ten_clients_at_once_get_one_owner() {
    let hall = Hall::new();
    let mut pids: Vec<u32> = thread::scope(|scope| {
        let clients: Vec<_> = (0..10)
            .map(|_| scope.spawn(|| status(&mut hall.connect()).pid))
            .collect();
        let pids = clients.into_iter().map(|client| client.join().unwrap());
        pids.collect()
    });
    pids.dedup();
    assert_eq!(pids.len(), 1, "{pids:?}");
}

#[test]
fn an_owner_killed_is_replaced_and_its_socket_too() {
    let hall = Hall::new();
    let mut connection = hall.connect();
    let first = status(&mut connection);
    let kill = run(
        Command::new("kill").args(["-9", &first.pid.to_string()]),
        b"",
    );
    assert_eq!(kill.code, Some(0));
    assert!(hall.place().socket.exists(), "nobody took it away");
    // The same connection: it was lost and finds the next owner by itself.
    let second = status(&mut connection);
    assert_ne!(first.pid, second.pid);
    assert_eq!(first.socket, second.socket);
}

#[test]
fn an_owner_that_still_has_the_data_is_waited_for() {
    let hall = Hall::new();
    let place = hall.place();
    guitai::rpc::paths::own_data(&place.data).unwrap();
    let lock = std::fs::File::create(place.lock()).unwrap();
    lock.lock().unwrap();
    thread::scope(|scope| {
        let client = scope.spawn(|| status(&mut hall.connect()).pid);
        // Long enough for the client to have tried, whatever it does then.
        thread::sleep(Duration::from_millis(500));
        assert!(!client.is_finished());
        drop(lock);
        client.join().unwrap();
    });
}

#[test]
fn a_screen_that_loses_its_owner_gets_another_and_its_answers() {
    let hall = Hall::new();
    let mut connection = hall.connect();
    let pid = status(&mut connection).pid.to_string();
    let (send, news) = mpsc::channel();
    let link = RemoteLink::start(connection).unwrap();
    let mut link = link.deliver_to(Box::new(move |news| {
        let _ = send.send(news);
    }));
    let next = || news.recv_timeout(Duration::from_secs(60)).unwrap();
    // Stopped, it takes the question and does not answer: then it is killed.
    for signal in ["-STOP", "-KILL"] {
        if signal == "-KILL" {
            until_stopped(&pid);
            let request = Request::Status;
            link.ask(Question { number: 7, request });
        }
        assert_eq!(
            run(Command::new("kill").args([signal, &pid]), b"").code,
            Some(0)
        );
    }
    assert_eq!(next(), News::Lost);
    assert_eq!(next(), News::Back);
    match next() {
        News::Reply(Reply {
            number: 7,
            answer: Answer::Status(status),
        }) => assert_ne!(status.pid.to_string(), pid),
        other => panic!("{other:?}"),
    }
}

#[test]
fn asking_after_an_owner_or_stopping_it_starts_none() {
    let hall = Hall::new();
    let asked = ran(&hall, "status --json");
    assert_eq!(
        (asked.code, asked.out.as_str()),
        (Some(0), "{\"running\":false}\n")
    );
    for line in ["status", "stop", "--lang en status"] {
        let said = ran(&hall, line);
        assert_eq!(said.code, Some(0));
        assert!(
            said.out.contains("没有运行") || said.out.contains("no owner"),
            "{}",
            said.out
        );
        assert_eq!(said.err, "");
    }
    assert!(!hall.path("data").exists());
    assert!(!hall.place().socket.exists());
}

#[test]
fn the_status_of_an_owner_is_the_contracts_and_stop_waits_for_its_end() {
    let hall = Hall::new();
    let mut connection = hall.connect();
    let told = status(&mut connection);
    let asked = ran(&hall, "status --json");
    let said = object(&asked.out);
    assert_eq!(said["running"], json!(true));
    assert_eq!(said["pid"], json!(told.pid));
    assert_eq!(
        said["clerks"],
        json!(1),
        "we are, the asking one is not counted"
    );
    assert_eq!(said["version"], json!(env!("CARGO_PKG_VERSION")));
    assert_eq!(said["socket"], json!(hall.place().socket.to_str()));
    for number in ["cases", "events"] {
        assert!(said[number].is_u64(), "{number}");
    }
    let shown = ran(&hall, "status");
    assert!(shown.out.contains(&told.pid.to_string()), "{}", shown.out);

    let stopped = ran(&hall, "stop");
    assert_eq!(
        (stopped.code, stopped.out.as_str()),
        (Some(0), "数据服务已停止\n")
    );
    // We are, and a counter would start it again.
    assert!(stopped.err.contains("还有1个柜台开着"), "{}", stopped.err);
    assert!(!hall.place().socket.exists());
    assert_eq!(
        object(&ran(&hall, "status --json").out),
        json!({"running": false})
    );
    // Nobody holds the data any more.
    let mut serving = hall.serve(&[]);
    serving.signal("TERM");
    assert_eq!(serving.ended(), Some(0));
}

#[test]
fn the_data_is_held_by_one() {
    let hall = Hall::new();
    let serving = hall.serve(&[]);
    assert!(
        serving
            .first_line
            .contains(hall.place().socket.to_str().unwrap())
    );
    let other = hall.path("other.sock");
    let second = run(hall.guitai().arg("serve").arg("--socket").arg(&other), b"");
    assert_eq!(second.code, Some(4));
    assert!(
        second.err.contains(&serving.child.id().to_string()),
        "{}",
        second.err
    );
    assert!(!other.exists());
    // A client whose environment says another runtime directory finds it by the note at the lock.
    let asked = run(
        hall.guitai()
            .args(["status", "--json"])
            .env_remove("XDG_RUNTIME_DIR"),
        b"",
    );
    assert_eq!(object(&asked.out)["pid"], json!(serving.child.id()));
}

#[test]
fn a_signal_ends_it_in_good_order() {
    for signal in ["TERM", "INT", "HUP"] {
        let hall = Hall::new();
        let mut serving = hall.serve(&[]);
        let connection = hall.connect();
        serving.signal(signal);
        assert_eq!(serving.ended(), Some(0), "{signal}");
        assert!(!hall.place().socket.exists(), "{signal}");
        drop(connection);
    }
}

#[test]
fn without_clients_it_leaves_and_with_one_it_stays() {
    let hall = Hall::new();
    let mut serving = hall.serve(&["--idle-exit", "1"]);
    let mut connection = hall.connect();
    thread::sleep(Duration::from_millis(1500));
    assert_eq!(status(&mut connection).pid, serving.child.id());
    drop(connection);
    assert_eq!(serving.ended(), Some(0));
    assert!(!hall.place().socket.exists());
}

#[test]
fn only_we_may_enter_where_the_data_and_the_socket_are() {
    let hall = Hall::new();
    let _serving = hall.serve(&[]);
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    let place = hall.place();
    assert_eq!(mode(&place.data), 0o700);
    assert_eq!(mode(&place.lock()), 0o600);
    assert_eq!(mode(place.socket.parent().unwrap()), 0o700);
    assert_eq!(mode(&place.socket), 0o600);
}

#[test]
fn a_socket_path_that_is_too_long_is_named_with_its_limit() {
    let hall = Hall::new();
    let long = format!("/tmp/{}", "x".repeat(103));
    for command in ["serve", "status", "stop"] {
        let said = run(hall.guitai().args([command, "--socket", &long]), b"");
        assert_eq!(said.code, Some(2), "{}", said.err);
        assert!(
            said.err.contains("107") && said.err.contains("108"),
            "{}",
            said.err
        );
    }
}

#[test]
fn what_is_no_socket_is_left_alone() {
    let hall = Hall::new();
    let file = hall.path("precious");
    std::fs::write(&file, "x").unwrap();
    let said = run(hall.guitai().arg("serve").arg("--socket").arg(&file), b"");
    assert_eq!(said.code, Some(4), "{}", said.err);
    assert_eq!(std::fs::read(&file).unwrap(), b"x");
}

#[test]
fn why_an_owner_cannot_start_reaches_the_client() {
    let hall = Hall::new();
    std::fs::write(hall.path("data"), "a file").unwrap();
    let fault = client::connect(&hall.place(), &hall.caller()).unwrap_err();
    let ConnectFault::Start(StartFault::Path(PathFault::NoDirectory { path })) = fault else {
        panic!("{fault:?}");
    };
    assert_eq!(path, hall.path("data").to_str().unwrap());
}

#[test]
fn an_owner_of_another_version_is_named() {
    for (version, expected) in [
        ("0.0.1", "旧版 guitai（0.0.1）还在使用"),
        ("99.0.0", "99.0.0，比这个程序新"),
    ] {
        let hall = Hall::new();
        let socket = hall.path("s");
        let listener = UnixListener::bind(&socket).unwrap();
        let turned = Greeting::Turned(Turned::OtherProtocol {
            protocol: 99,
            version: version.to_owned(),
            attached: 2,
        });
        let owner = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let hello: Hello = frame::read(&mut stream).unwrap().unwrap();
            frame::write(&mut stream, &turned).unwrap();
            hello
        });
        let said = run(
            hall.guitai().arg("status").arg("--socket").arg(&socket),
            b"",
        );
        assert_eq!(said.code, Some(4));
        assert!(said.err.contains(expected), "{}", said.err);
        assert!(!owner.join().unwrap().end_if_idle, "asking ends nobody");
    }
}

#[test]
fn an_option_goes_before_the_environment_and_that_before_the_file() {
    let hall = Hall::new();
    let (here, nowhere) = (hall.path("s"), hall.path("none"));
    // Meant from where the file is.
    hall.configure("socket = \"s\"\n");
    let _serving = hall.serve(&[]);
    let status = |option: Option<&Path>, variable: Option<&Path>| {
        let mut command = hall.guitai();
        command.arg("status");
        if let Some(option) = option {
            command.arg("--socket").arg(option);
        }
        if let Some(variable) = variable {
            command.env("GUITAI_SOCKET", variable);
        }
        run(&mut command, b"")
    };
    let running = |ran: &Ran| ran.out.contains("正在运行");
    assert!(running(&status(None, None)));
    assert!(!running(&status(None, Some(&nowhere))));
    assert!(running(&status(Some(&here), Some(&nowhere))));
    assert!(!running(&status(Some(&nowhere), None)));
    // In a hall nobody is started and nobody awaited.
    let place = Place::hall(&hall.path("data"), &nowhere).unwrap();
    let fault = client::connect(&place, &hall.caller()).unwrap_err();
    let ConnectFault::Nobody { socket } = fault else {
        panic!("{fault:?}");
    };
    assert_eq!(socket, nowhere.to_str().unwrap());
}

#[test]
fn a_configuration_that_is_wrong_is_named_with_its_line() {
    let hall = Hall::new();
    hall.configure("\ncolour = \"red\"\n");
    for line in ["status", "search 失业", "stop --json"] {
        let said = ran(&hall, line);
        assert_eq!(said.code, Some(2), "{}", said.err);
        assert!(
            said.err.contains("第 3 行") && said.err.contains("colour"),
            "{}",
            said.err
        );
        assert_eq!(said.out, "");
    }
    assert_eq!(
        ran(&hall, "--help").code,
        Some(0),
        "help is given all the same"
    );
    let missing = ran(&hall, "status --config /nowhere/config.toml");
    assert_eq!(missing.code, Some(2));
    assert!(
        missing.err.contains("/nowhere/config.toml"),
        "{}",
        missing.err
    );
    hall.configure("lang = \"en\"\n");
    assert_eq!(ran(&hall, "status").out, "no owner is running\n");
    assert_eq!(ran(&hall, "status --lang zh").out, "数据服务没有运行\n");
}

#[test]
fn a_clerk_that_cannot_be_one_is_refused_before_anything_is_done() {
    let hall = Hall::new();
    let said = run(hall.guitai().args(["status", "--clerk", "a b"]), b"");
    assert_eq!(said.code, Some(2));
    assert!(said.err.contains("a b"), "{}", said.err);
}
