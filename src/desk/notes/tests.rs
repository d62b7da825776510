//! The files of counts: what stays in them, what does not, and what becomes of a damaged one.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use jiff::Timestamp;

use super::Notes;
use crate::casework::ClerkId;
use crate::desk::{Desk, Places};
use crate::rpc::{Answer, Asker, Missed, Noted, OwnerNotice, Request};

/// A desk on whose days we decide.
struct Hall {
    folder: tempfile::TempDir,
    day: Arc<AtomicI64>,
}

impl Hall {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            day: Arc::default(),
        }
    }

    fn open(&self) -> Desk {
        let day = Arc::clone(&self.day);
        let clock = move || {
            let start: Timestamp = "2026-11-24T01:00:00Z".parse().unwrap();
            let day = day.load(Ordering::SeqCst);
            Timestamp::from_second(start.as_second() + day * 86_400).unwrap()
        };
        let places = Places {
            data: self.data().to_owned(),
            master_key: self.folder.path().join("config/master.key"),
        };
        Desk::open_at(places, Arc::new(clock)).unwrap()
    }

    fn data(&self) -> std::path::PathBuf {
        self.folder.path().join("data")
    }

    fn set(&self, day: i64) {
        self.day.store(day, Ordering::SeqCst);
    }
}

fn asker(is_owner_user: bool) -> Asker {
    let clerk: ClerkId = "lin".parse().unwrap();
    Asker {
        clerk,
        is_owner_user,
    }
}

fn ask(desk: &Desk, request: &Request) -> Answer {
    desk.answer(1, &asker(true), request)
}

fn miss(desk: &Desk, query: &str) {
    let missed = vec![Missed {
        query: query.to_owned(),
        found: false,
    }];
    let noted = Noted {
        missed,
        ..Noted::default()
    };
    assert_eq!(ask(desk, &Request::Noted(Box::new(noted))), Answer::Done);
}

fn open_entry(desk: &Desk, id: &str, times: usize) {
    let noted = Noted {
        opened: vec![id.parse().unwrap(); times],
        ..Noted::default()
    };
    ask(desk, &Request::Noted(Box::new(noted)));
}

fn queries(desk: &Desk) -> Vec<(String, u32)> {
    match ask(desk, &Request::Misses) {
        Answer::Misses(misses) => misses
            .into_iter()
            .map(|miss| (miss.query, miss.count))
            .collect(),
        other => panic!("{other:?}"),
    }
}

/// Whether some file below a folder holds these bytes.
fn holds(folder: &Path, text: &str) -> bool {
    std::fs::read_dir(folder).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            return holds(&path, text);
        }
        let bytes = std::fs::read(&path).unwrap();
        bytes
            .windows(text.len())
            .any(|part| part == text.as_bytes())
    })
}

#[test]
fn what_led_to_nothing_is_counted_over_restarts_and_forgotten_in_time() {
    let hall = Hall::new();
    let desk = hall.open();
    miss(&desk, "讨薪");
    miss(&desk, "张三丰");
    miss(&desk, "13800138000");
    assert_eq!(queries(&desk), []);
    desk.close();
    hall.set(1);
    let desk = hall.open();
    miss(&desk, "討薪");
    miss(&desk, "13800138000");
    assert_eq!(queries(&desk), [("討薪".to_owned(), 2)]);
    // Found alike, it is the same; in clear it is nowhere.
    for text in ["讨薪", "討薪", "张三丰", "13800138000"] {
        assert!(!holds(hall.folder.path(), text), "{text}");
    }
    desk.close();
    assert!(!holds(hall.folder.path(), "討薪"));
    hall.set(91);
    let desk = hall.open();
    assert_eq!(queries(&desk), [("討薪".to_owned(), 1)]);
    hall.set(92);
    assert_eq!(queries(&desk), []);
    desk.close();
    hall.set(1);
    assert_eq!(queries(&hall.open()), [], "the file no longer has it");
}

#[test]
fn the_lead_sees_and_forgets_nobody_else() {
    let hall = Hall::new();
    let desk = hall.open();
    for day in 0..2 {
        hall.set(day);
        for query in ["讨薪", "补缴", "押金"] {
            miss(&desk, query);
        }
    }
    for request in [Request::Misses, Request::ForgetMisses(None)] {
        let answer = desk.answer(1, &asker(false), &request);
        assert!(matches!(answer, Answer::Refused(_)), "{answer:?}");
    }
    let one = Request::ForgetMisses(Some("押 金".to_owned()));
    assert_eq!(ask(&desk, &one), Answer::Gone(1));
    assert_eq!(ask(&desk, &one), Answer::Gone(0));
    // Gone from the file at once, whatever happens to the program.
    std::mem::forget(desk);
    let file = hall.data().join("misses.sealed");
    assert!(file.exists());
    let copy = tempfile::tempdir().unwrap();
    let there = copy.path().join("data");
    std::fs::create_dir_all(&there).unwrap();
    for name in ["journal", "keys"] {
        std::fs::create_dir_all(there.join(name)).unwrap();
        for entry in std::fs::read_dir(hall.data().join(name)).unwrap() {
            let path = entry.unwrap().path();
            std::fs::copy(&path, there.join(name).join(path.file_name().unwrap())).unwrap();
        }
    }
    std::fs::copy(&file, there.join("misses.sealed")).unwrap();
    let places = Places {
        data: there,
        master_key: hall.folder.path().join("config/master.key"),
    };
    let at = "2026-11-25T01:00:00Z".parse().unwrap();
    let desk = Desk::open_at(places, Arc::new(move || at)).unwrap();
    let left = queries(&desk).into_iter().map(|(query, _)| query);
    assert_eq!(left.collect::<Vec<_>>(), ["补缴", "讨薪"]);
    assert_eq!(ask(&desk, &Request::ForgetMisses(None)), Answer::Gone(2));
    assert_eq!(queries(&desk), []);
}

#[test]
fn what_is_opened_often_rises_a_little_and_is_remembered() {
    let hall = Hall::new();
    let desk = hall.open();
    let id = |n: u32| format!("hrss/service/{n}").parse().unwrap();
    assert_eq!(desk.lookup().lift(&id(3)), 0);
    open_entry(&desk, "hrss/service/3", 7);
    open_entry(&desk, "hrss/service/99", 7);
    open_entry(&desk, "hrss/service/4", 255);
    let lifts = |desk: &Desk| [3, 4, 5, 99].map(|n| desk.lookup().lift(&id(n)));
    assert_eq!(lifts(&desk), [1, 5, 0, 0]);
    desk.close();
    let desk = hall.open();
    assert_eq!(lifts(&desk), [1, 5, 0, 0]);
    desk.close();
    hall.set(91);
    assert_eq!(lifts(&hall.open()), [0, 0, 0, 0]);
}

#[test]
fn a_damaged_file_is_set_aside_and_begun_anew() {
    let hall = Hall::new();
    let desk = hall.open();
    miss(&desk, "讨薪");
    open_entry(&desk, "hrss/service/3", 1);
    desk.close();
    let file = hall.data().join("misses.sealed");
    let aside = hall.data().join("misses.damaged");
    std::fs::write(&file, b"GUITAIF\n\x01 nonsense").unwrap();
    let desk = hall.open();
    let expected = OwnerNotice::CountsLost {
        kept_aside: aside.display().to_string(),
    };
    assert_eq!(desk.notices().last(), Some(&expected));
    assert!(aside.exists());
    hall.set(1);
    miss(&desk, "讨薪");
    hall.set(2);
    miss(&desk, "讨薪");
    assert_eq!(queries(&desk).len(), 1);
    desk.close();
    // Lost without a trace, it is begun anew without a word.
    std::fs::remove_file(&file).unwrap();
    let desk = hall.open();
    assert_eq!(queries(&desk), []);
    assert!(!desk.notices().contains(&expected));
}

#[test]
fn what_changed_is_written_unasked_and_together() {
    let hall = Hall::new();
    let desk = hall.open();
    let file = hall.data().join("habits.sealed");
    let pause = Duration::from_millis(50);
    let notes = Notes::open_with(&desk.books, Arc::clone(&desk.clock), pause).unwrap();
    let lookup = desk.lookup();
    let id = "hrss/service/3".parse().unwrap();
    for _ in 0..3 {
        notes.opened(&id, &lookup);
    }
    while !file.exists() {
        std::thread::yield_now();
    }
    // Killed now, it is there all the same.
    std::mem::forget(notes);
    let later = Notes::open(&desk.books, Arc::clone(&desk.clock)).unwrap();
    later.weigh(&lookup);
    assert_eq!(later.lifts().of(&id), 2);
    assert!(
        !hall.data().join("misses.sealed").exists(),
        "nothing was missed"
    );
}
