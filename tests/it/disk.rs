//! A disk that fills up and a disk that cannot be written: what was answered is there, what was
//! not is not, and it goes on when there is room. Needs root and `mount`.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::hall::Hall;
use super::support::{Ran, run, tool_or_skip};

/// A small disk of its own at the data directory's place. Dropping it takes it away again.
struct Disk {
    at: PathBuf,
}

impl Disk {
    /// Nothing where disks cannot be made here; `GUITAI_FULL=1` does not let that pass.
    fn at(path: PathBuf, size: &str) -> Option<Self> {
        if !tool_or_skip("mount") {
            return None;
        }
        std::fs::create_dir(&path).expect("a directory");
        let disk = Self { at: path };
        if disk.mount(&format!("size={size},mode=0700")) {
            return Some(disk);
        }
        let full = std::env::var_os("GUITAI_FULL").is_some_and(|full| full == "1");
        assert!(!full, "no disk can be mounted, and GUITAI_FULL=1 wants one");
        eprintln!("skipped: no disk can be mounted (not root?)");
        std::mem::forget(disk);
        None
    }

    fn mount(&self, options: &str) -> bool {
        let mut mount = Command::new("mount");
        mount
            .args(["-t", "tmpfs", "-o", options, "tmpfs"])
            .arg(&self.at);
        run(&mut mount, b"").code == Some(0)
    }

    fn remount(&self, options: &str) {
        assert!(self.mount(&format!("remount,{options}")), "{options}");
    }

    /// Takes all the room there is.
    fn fill(&self) {
        let filler = std::fs::File::create(self.filler()).expect("a file");
        let mut left = vec![0_u8; 1 << 16];
        while !left.is_empty() {
            match std::io::Write::write(&mut &filler, &left) {
                Ok(count) if count > 0 => {}
                // Down to the last byte.
                _ => left.truncate(left.len() / 2),
            }
        }
    }

    fn empty(&self) {
        std::fs::remove_file(self.filler()).expect("the filler");
    }

    fn filler(&self) -> PathBuf {
        self.at.join("filler")
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // The owner may still be letting go.
        let mut umount = Command::new("umount");
        run(umount.arg("--lazy").arg(Path::new(&self.at)), b"");
    }
}

/// A hall whose data lies on a small disk; the disk goes after the owner.
fn hall(size: &str) -> Option<(Hall, Disk)> {
    let hall = Hall::new();
    let disk = Disk::at(hall.path("data"), size)?;
    Some((hall, disk))
}

fn log(hall: &Hall, subject: &str, content: &str) -> Ran {
    let form = serde_json::json!({"subject": subject, "content": content}).to_string();
    run(
        hall.guitai().args(["log", "complaint", "--from-json", "-"]),
        form.as_bytes(),
    )
}

fn subject(hall: &Hall, number: &str) -> Value {
    let ran = run(hall.guitai().args(["case", "show", number, "--json"]), b"");
    let case: Value = serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}", ran.err));
    case["subject"].clone()
}

#[track_caller]
fn assert_full(ran: &Ran) {
    assert_eq!((ran.code, ran.out.as_str()), (Some(4), ""), "{}", ran.err);
    assert!(ran.err.contains("磁盘已满"), "{}", ran.err);
}

#[test]
fn a_disk_filled_by_somebody_else_stops_logging_and_nothing_more() {
    let Some((hall, disk)) = hall("6m") else {
        return;
    };
    let first = log(&hall, "第一件", "x").out;
    disk.fill();
    for _ in 0..3 {
        assert_full(&log(&hall, "装不下", &"长".repeat(9000)));
    }
    assert_eq!(subject(&hall, first.trim()), "第一件");
    disk.empty();
    // The owner goes on by itself, and no number was lost on the way.
    let second = log(&hall, "第二件", "x");
    assert!(
        second.out.trim().ends_with("-0002"),
        "{}{}",
        second.out,
        second.err
    );
    assert_eq!(subject(&hall, second.out.trim()), "第二件");
    let verified = run(hall.guitai().args(["verify", "--json"]), b"");
    let verified: Value = serde_json::from_str(&verified.out).expect("JSON");
    assert_eq!(
        (&verified["ok"], &verified["cases"]),
        (&true.into(), &2.into())
    );
    hall.stop();
}

#[test]
fn a_disk_filled_by_cases_keeps_every_one_that_was_answered() {
    let Some((hall, disk)) = hall("3m") else {
        return;
    };
    let mut answered = Vec::new();
    let refused = (0..200).find_map(|n| {
        let ran = log(&hall, &format!("第{n}件"), &"长".repeat(18_000));
        if ran.code == Some(0) {
            answered.push((ran.out.trim().to_owned(), format!("第{n}件")));
            return None;
        }
        Some(ran)
    });
    assert_full(&refused.expect("a full disk"));
    for _ in 0..5 {
        assert_full(&log(&hall, "装不下", &"长".repeat(18_000)));
    }
    for (number, about) in &answered {
        assert_eq!(subject(&hall, number), about.as_str(), "while it is full");
    }
    disk.remount("size=40m");
    let more = log(&hall, "又有地方了", "x");
    assert_eq!(more.code, Some(0), "{}", more.err);
    hall.stop();
    for (number, about) in &answered {
        assert_eq!(subject(&hall, number), about.as_str(), "after a start");
    }
    let aside = std::fs::read_dir(hall.path("data")).expect("the data");
    let aside = aside.filter(|entry| {
        let name = entry.as_ref().expect("an entry").file_name();
        name.to_string_lossy().contains("aside")
    });
    assert_eq!(aside.count(), 0, "a full disk is no damaged view");
    hall.stop();
}

#[test]
fn a_disk_that_cannot_be_written_is_named() {
    let Some((hall, disk)) = hall("6m") else {
        return;
    };
    let first = log(&hall, "第一件", "x").out;
    hall.stop();
    disk.remount("ro");
    for args in [
        vec!["log", "enquiry", "--subject", "x"],
        vec!["case", "show", first.trim()],
    ] {
        let ran = run(hall.guitai().args(&args), b"");
        assert_eq!(
            (ran.code, ran.out.as_str()),
            (Some(4), ""),
            "{args:?}: {}",
            ran.err
        );
        let data = hall.path("data");
        assert!(ran.err.contains(&*data.to_string_lossy()), "{}", ran.err);
    }
    let verified = run(hall.guitai().args(["verify"]), b"");
    assert_eq!(verified.code, Some(0), "{}{}", verified.out, verified.err);
    disk.remount("rw");
    assert_eq!(subject(&hall, first.trim()), "第一件");
    hall.stop();
}
