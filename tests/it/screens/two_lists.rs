//! Two bureaus' lists at one counter: whose entry it is stands beside it. The screens over a real
//! desk.

use std::sync::Arc;

use guitai::casework::{CaseKind, IntakeForm};
use guitai::desk::{Desk, Places};
use guitai::rpc::{Asker, ImportList, Log};

use super::*;
use crate::registry::CIVIL;

/// A desk with two lists, and where its data lies.
pub(super) struct Hall {
    desk: Desk,
    _folder: tempfile::TempDir,
}

fn asker() -> Asker {
    Asker {
        clerk: "wangwu".parse().unwrap(),
        is_owner_user: true,
    }
}

impl Hall {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let places = Places {
            data: folder.path().join("data"),
            master_key: folder.path().join("master.key"),
        };
        let clock = || "2026-12-31T02:00:00Z".parse().unwrap();
        let desk = Desk::open_at(places, Arc::new(clock)).unwrap();
        // An agency of the built-in list stands in the other one too.
        let document = CIVIL.replace("区自然资源局", "区财政局");
        let hall = Self {
            desk,
            _folder: folder,
        };
        let import = ImportList {
            once: 1,
            code: "mz".parse().unwrap(),
            name: "区民政局".to_owned(),
            document,
            dry_run: false,
            allow_removals: false,
        };
        let imported = hall.answer(&Request::ImportList(Box::new(import)));
        assert!(matches!(imported, Answer::Imported(_)), "{imported:?}");
        hall
    }

    pub(super) fn answer(&self, request: &Request) -> Answer {
        self.desk.answer(1, &asker(), request)
    }

    /// Logs a complaint about an entry of the second list; its number.
    fn logs(&self) -> String {
        let mut form = IntakeForm::new(CaseKind::Complaint);
        form.content = Some("墓地收费与公示的不一样".to_owned());
        form.service = "mz/boundary/2".parse().ok();
        let logged = self.answer(&Request::Log(Box::new(Log { once: 2, form })));
        let Answer::Logged(receipt) = logged else {
            panic!("{logged:?}")
        };
        receipt.number.to_string()
    }
}

/// Snapshots a screen in both languages and sizes.
fn both_sizes(name: &str, prepare: impl Fn(Clerk) -> Clerk) {
    for (lang, language) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        for (width, height) in [(80, 24), (120, 40)] {
            let clerk = prepare(Clerk::at(Some(Hall::new()), lang, width, height));
            insta::assert_snapshot!(
                format!("two-lists-{name}-{language}-{width}x{height}"),
                clerk.text()
            );
        }
    }
}

#[test]
fn first_screen() {
    both_sizes("start", |clerk| clerk);
}

#[test]
fn rows_of_both() {
    both_sizes("rows", |clerk| clerk.types("咨询"));
}

#[test]
fn detail_beside_them() {
    both_sizes("detail", |clerk| clerk.types("zdshbz"));
}

#[test]
fn opened() {
    both_sizes("opened", |clerk| {
        clerk.types("养老机构管理").presses(KeyCode::Enter)
    });
}

#[test]
fn same_named_agencies() {
    both_sizes("agency", |clerk| clerk.types("区财政局"));
    both_sizes("agencies", |clerk| {
        let number = clerk.hall.as_ref().unwrap().logs();
        let clerk = clerk.types(&number).presses(KeyCode::Enter);
        clerk.presses(KeyCode::Enter).types("r")
    });
    both_sizes("agencies-typed", |clerk| {
        let number = clerk.hall.as_ref().unwrap().logs();
        let clerk = clerk.types(&number).presses(KeyCode::Enter);
        clerk.presses(KeyCode::Enter).types("r").types("czj")
    });
}
