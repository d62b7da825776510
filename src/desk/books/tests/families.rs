//! Records of other families than cases: recorded once, kept by the view, read from the journal
//! again, and refused by name where they are unknown.

use super::*;
use crate::desk::verify;

fn list(code: &str, document: &str) -> NewList {
    NewList {
        code: code.parse().unwrap(),
        name: "区民政局".to_owned(),
        document: document.to_owned(),
        replaces: Some(Replaced {
            version: "1234".to_owned(),
            mapped: vec![(
                "mz/service/1".parse().unwrap(),
                "mz/service/2".parse().unwrap(),
            )],
            removed: vec!["mz/duty/4/2".parse().unwrap()],
        }),
    }
}

/// Lists and cases among each other; what was recorded.
fn filled(folder: &Path) -> Vec<Arc<ListRecord>> {
    let books = open(folder).unwrap();
    // A document of some hundred kilobytes lies in the view in many parts.
    let long = "一、部门职责登记表\n".repeat(20_000);
    let mut recorded = Vec::new();
    for (n, document) in ["短", long.as_str(), "短"].into_iter().enumerate() {
        log(&books, CaseKind::Complaint, n);
        let list = list("mz", document);
        recorded.push(books.record_list(list, n as u128, clerk()).unwrap());
    }
    assert!(!books.is_for_training());
    mark_for_training(&books);
    log(&books, CaseKind::Enquiry, 9);
    assert_eq!(books.counts().unwrap(), (4, 8));
    books.close();
    recorded
}

fn judge(folder: &Path, recorded: &[Arc<ListRecord>]) {
    let books = open(folder).unwrap();
    assert_eq!(books.lists(), recorded);
    assert!(books.is_for_training());
    assert_eq!(books.counts().unwrap(), (4, 8));
    books.shared.read(Store::check).unwrap();
    books.close();
}

#[test]
fn they_outlast_a_restart_and_the_view() {
    let folder = tempfile::tempdir().unwrap();
    let recorded = filled(folder.path());
    judge(folder.path(), &recorded);
    let places = places(folder.path());
    fs::remove_dir_all(places.view()).unwrap();
    judge(folder.path(), &recorded);
    let found = verify(&places, None).unwrap();
    assert_eq!((found.ok, found.events, found.cases), (true, 8, 4));
}

#[test]
fn a_view_that_fails_is_made_anew_with_them() {
    let folder = tempfile::tempdir().unwrap();
    let recorded = filled(folder.path());
    let books = open(folder.path()).unwrap();
    let asked = std::cell::Cell::new(false);
    let read = books.shared.read(|view| {
        if asked.replace(true) {
            view.others()
        } else {
            Err(store::StoreFault::Damaged {
                what: String::new(),
            })
        }
    });
    assert_eq!(read.unwrap().len(), 4);
    books.close();
    judge(folder.path(), &recorded);
}

#[test]
fn a_request_that_comes_twice_records_one_list() {
    let folder = tempfile::tempdir().unwrap();
    let books = open(folder.path()).unwrap();
    let first = books.record_list(list("mz", "一"), 7, clerk()).unwrap();
    let again = books.record_list(list("mz", "一"), 7, clerk()).unwrap();
    books.close();
    let books = open(folder.path()).unwrap();
    let later = books.record_list(list("mz", "一"), 7, clerk()).unwrap();
    assert_eq!([&again, &later], [&first; 2]);
    assert_eq!(books.counts().unwrap(), (0, 1));
    // The keys of cases that come after are none that was given before.
    log(&books, CaseKind::Tipoff, 1);
    books.close();
    let books = open(folder.path()).unwrap();
    log(&books, CaseKind::Tipoff, 2);
    assert_eq!(books.counts().unwrap(), (2, 3));
}

#[test]
fn a_clock_set_back_is_noted_also_after_a_list() {
    let folder = tempfile::tempdir().unwrap();
    let now = Arc::new(Mutex::new(at(5)));
    let books = open_by(folder.path(), clock(&now)).unwrap();
    books.record_list(list("mz", "一"), 1, clerk()).unwrap();
    books.close();
    *now.lock().unwrap() = at(3);
    let books = open_by(folder.path(), clock(&now)).unwrap();
    let number = log(&books, CaseKind::Enquiry, 1).number;
    let History { steps, .. } = books.case(number).unwrap().unwrap();
    assert!(steps[0].event.clock_back);
}

#[test]
fn a_family_of_a_later_program_is_refused_by_name() {
    #[derive(serde::Serialize)]
    struct Later {
        v: u8,
        family: &'static str,
        /// Also one that speaks of a case, in the shape of the case family.
        case: CaseNumber,
        revision: u32,
        at: Timestamp,
        clerk: ClerkId,
        what: crate::casework::What,
    }
    let later = |v, family| Later {
        v,
        family,
        case: "C20261124-0001".parse().unwrap(),
        revision: 2,
        at: at(0),
        clerk: clerk(),
        what: crate::casework::What::Noted,
    };
    for unknown in [later(1, "read"), later(2, "list"), later(1, "")] {
        let folder = tempfile::tempdir().unwrap();
        let books = open(folder.path()).unwrap();
        log(&books, CaseKind::Complaint, 1);
        books.record_list(list("mz", "一"), 1, clerk()).unwrap();
        books.close();
        let places = places(folder.path());
        let mut journal = Journal::open(&places.journal(), Options::default(), None)
            .unwrap()
            .journal;
        let clear = record::encoded(&unknown).unwrap();
        let one = NewRecord {
            clear: &clear,
            sealed: &[],
        };
        journal.append(&[one]).unwrap();
        drop(journal);
        let opened = open(folder.path());
        assert!(matches!(opened, Err(OpenFault::Record { number: 3 })));
        let found = verify(&places, None).unwrap();
        assert!(!found.ok);
        assert_eq!(found.problems[0].event, Some(3));
    }
}
