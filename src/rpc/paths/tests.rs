//! Places with every sort of directory on the way.

use std::os::unix::fs::symlink;

use super::*;

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

fn personal(data: &Path, runtime: &Path) -> PathBuf {
    let around = Surroundings {
        runtime: Some(runtime.to_owned()),
        temporary: None,
    };
    Place::personal(data, &around).unwrap().socket
}

#[test]
fn a_directory_has_one_socket_whatever_it_is_called_and_before_it_is_there() {
    let top = folder();
    let data = top.path().join("data");
    let before = personal(&data, top.path());
    fs::create_dir(&data).unwrap();
    symlink(&data, top.path().join("link")).unwrap();
    for name in [
        "data",
        "data/",
        "./data",
        "data/../data",
        "link",
        "link/../data",
    ] {
        assert_eq!(
            personal(&top.path().join(name), top.path()),
            before,
            "{name}"
        );
    }
    assert!(before.starts_with(top.path().join("guitai")));
    assert_ne!(personal(&top.path().join("other"), top.path()), before);
}

#[test]
fn a_runtime_directory_that_will_not_do_gives_way_to_the_temporary_one() {
    let top = folder();
    let uid = rustix::process::geteuid().as_raw();
    let of_user = format!("guitai-{uid}");
    let open = top.path().join("open");
    fs::create_dir(&open).unwrap();
    fs::set_permissions(&open, Permissions::from_mode(0o777)).unwrap();
    let long = top.path().join("l".repeat(100));
    fs::create_dir(&long).unwrap();
    for runtime in [
        Path::new("relative"),
        &top.path().join("none"),
        &open,
        &long,
    ] {
        let temporary = top.path().join("t");
        let around = Surroundings {
            runtime: Some(runtime.to_owned()),
            temporary: Some(temporary.clone()),
        };
        let socket = Place::personal(top.path(), &around).unwrap().socket;
        assert_eq!(
            socket.parent(),
            Some(&*temporary.join(&of_user)),
            "{runtime:?}"
        );
        let around = Surroundings {
            temporary: Some(long.clone()),
            ..around
        };
        let socket = Place::personal(top.path(), &around).unwrap().socket;
        assert_eq!(socket.parent(), Some(&*Path::new("/tmp").join(&of_user)));
    }
}

#[test]
fn a_named_socket_of_107_bytes_will_do_and_of_108_will_not() {
    let named = |length: usize| {
        let socket = format!("/{}", "s".repeat(length - 1));
        Place::hall(Path::new("/d"), Path::new(&socket))
    };
    assert!(named(107).is_ok());
    let fault = named(108).unwrap_err();
    assert!(matches!(
        fault,
        PathFault::TooLong {
            length: 108,
            longest: 107,
            ..
        }
    ));
}

#[test]
fn a_folder_that_others_could_have_a_hand_in_is_refused() {
    let top = folder();
    let made = top.path().join("made");
    own_folder(&made).unwrap();
    assert_eq!(fs::metadata(&made).unwrap().mode() & 0o7777, 0o700);
    own_folder(&made).unwrap();
    for mode in [0o701, 0o740, 0o777] {
        fs::set_permissions(&made, Permissions::from_mode(mode)).unwrap();
        let fault = own_folder(&made).unwrap_err();
        assert!(matches!(fault, PathFault::Open { mode: found, .. } if found == mode));
    }
    let link = top.path().join("link");
    symlink(top.path(), &link).unwrap();
    assert!(matches!(
        own_folder(&link),
        Err(PathFault::NoDirectory { .. })
    ));
    let file = top.path().join("file");
    fs::write(&file, "").unwrap();
    assert!(matches!(
        own_folder(&file),
        Err(PathFault::NoDirectory { .. })
    ));
    assert!(matches!(
        own_data(&file),
        Err(PathFault::NoDirectory { .. })
    ));
}

#[test]
fn a_data_directory_is_made_with_its_parents_and_closed() {
    let top = folder();
    let data = top.path().join("a/b");
    own_data(&data).unwrap();
    assert_eq!(fs::metadata(&data).unwrap().mode() & 0o7777, 0o700);
    let mode = || fs::metadata(&data).unwrap().mode() & 0o7777;
    for file in [None, Some("letter"), Some(LOCK)] {
        if let Some(file) = file {
            fs::write(data.join(file), "").unwrap();
        }
        fs::set_permissions(&data, Permissions::from_mode(0o755)).unwrap();
        let owned = own_data(&data);
        if file == Some("letter") {
            assert!(matches!(owned, Err(PathFault::Open { mode: 0o755, .. })));
            assert_eq!(mode(), 0o755, "not touched");
        } else {
            owned.unwrap();
            assert_eq!(mode(), 0o700);
        }
    }
}

#[test]
fn xdg_directories_count_when_absolute() {
    let os = |text: &'static str| Some(OsStr::new(text));
    let data = |set, home| default_data(set, home).unwrap();
    assert_eq!(data(os("/x"), os("/h")), Path::new("/x/guitai"));
    assert_eq!(data(os("x"), os("/h")), Path::new("/h/.local/share/guitai"));
    assert_eq!(data(None, os("/h")), Path::new("/h/.local/share/guitai"));
    let config = default_config(os(""), os("/h"));
    assert_eq!(config.as_deref(), Some(Path::new("/h/.config/guitai")));
}
