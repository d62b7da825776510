//! The hall's own words at the desk: bound, found, kept, let go, mapped to a newer list.

use std::path::Path;

use super::*;
use crate::desk::Places;
use crate::desk::lists::tests::renumbered;
use crate::rpc::{Answer, Find, ImportList, Request};

/// Words that nothing is found by.
const WORDS: &str = "老板跑路咯";

fn places(folder: &Path) -> Places {
    Places {
        data: folder.join("data"),
        master_key: folder.join("config/master.key"),
    }
}

fn open(folder: &Path) -> Desk {
    Desk::open(places(folder)).unwrap()
}

fn clerk(name: &str, is_owner_user: bool) -> Asker {
    Asker {
        clerk: name.parse().unwrap(),
        is_owner_user,
    }
}

fn bind(words: &str, entry: &str, once: u128) -> Bind {
    Bind {
        once,
        words: words.to_owned(),
        entry: entry.parse().unwrap(),
    }
}

fn found(desk: &Desk, text: &str) -> Vec<String> {
    let find = Find {
        text: text.to_owned(),
        limit: 3,
        ..Find::default()
    };
    let found = desk.lookup().find(&find).unwrap();
    assert!(found.total >= found.hits.len());
    let ids = found.hits.iter().map(|hit| hit.summary.id.to_string());
    ids.collect()
}

#[test]
fn bound_words_find_their_entry_at_once_and_outlast_restart_and_view() {
    let folder = tempfile::tempdir().unwrap();
    let desk = open(folder.path());
    assert!(!found(&desk, WORDS).contains(&"hrss/service/3".to_owned()));
    let who = clerk("lin", false);
    let line = desk.bind(&who, &bind(WORDS, "hrss/service/3", 1)).unwrap();
    assert_eq!(line.words, WORDS);
    assert_eq!((line.clerk.as_str(), line.mark), ("lin", 1));
    // Typed another way it is the same, also for whoever asks twice.
    for (words, once) in [(WORDS, 1), (" 老闆跑路咯 ", 2)] {
        let again = desk.bind(&who, &bind(words, "hrss/service/3", once));
        assert_eq!(again, Ok(line.clone()));
    }
    assert_eq!(desk.counts().unwrap(), (0, 1));
    assert_eq!(found(&desk, "老闆 跑路咯")[0], "hrss/service/3");
    desk.close();
    let desk = open(folder.path());
    assert_eq!(found(&desk, WORDS)[0], "hrss/service/3");
    desk.close();
    std::fs::remove_dir_all(folder.path().join("data/view")).unwrap();
    let desk = open(folder.path());
    assert_eq!(found(&desk, WORDS)[0], "hrss/service/3");
    assert_eq!(desk.lines(), [line]);
    desk.close();
    let verified = crate::desk::verify(&places(folder.path()), None).unwrap();
    assert!(verified.ok);
    assert_eq!((verified.events, verified.cases), (1, 0));
    // What a clerk typed may be a name: it lies nowhere in clear.
    let journal = std::fs::read_dir(folder.path().join("data/journal")).unwrap();
    for entry in journal {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        let needle = WORDS.as_bytes();
        assert!(!bytes.windows(needle.len()).any(|part| part == needle));
    }
}

#[test]
fn words_are_bound_without_their_label_and_found_with_and_without_it() {
    let folder = tempfile::tempdir().unwrap();
    let desk = open(folder.path());
    let who = clerk("lin", false);
    let typed = format!("机构:{WORDS}");
    let line = desk.bind(&who, &bind(&typed, "hrss/service/3", 1)).unwrap();
    assert_eq!(line.words, WORDS);
    for typed in [
        WORDS,
        &typed,
        &format!("@{WORDS}"),
        &format!("服务：{WORDS}"),
    ] {
        assert_eq!(found(&desk, typed)[0], "hrss/service/3", "{typed}");
    }
    // A kind that is asked for by name is no part of the words.
    assert_eq!(found(&desk, &format!("职责:{WORDS}")), [] as [String; 0]);
}

#[test]
fn ones_own_line_is_let_go_and_the_leads_word_goes_for_any() {
    let folder = tempfile::tempdir().unwrap();
    let desk = open(folder.path());
    let (lin, wang) = (clerk("lin", false), clerk("wang", false));
    desk.bind(&lin, &bind(WORDS, "hrss/service/3", 1)).unwrap();
    desk.bind(&wang, &bind(WORDS, "hrss/service/4", 2)).unwrap();
    assert_eq!(
        found(&desk, WORDS)[..2],
        ["hrss/service/3", "hrss/service/4"]
    );
    let undo = |once, mark| Unbind {
        once,
        which: Which::Line(mark),
    };
    let all = |once| Unbind {
        once,
        which: Which::Words(WORDS.to_owned()),
    };
    let refused = Err(Refusal::NotPermitted);
    assert_eq!(desk.unbind(&wang, &undo(10, 1)), refused);
    assert_eq!(desk.unbind(&wang, &all(11)), refused);
    assert_eq!(desk.unbind(&lin, &undo(12, 1)), Ok(1));
    assert_eq!(desk.unbind(&lin, &undo(12, 1)), Ok(0));
    assert_eq!(found(&desk, WORDS)[0], "hrss/service/4");
    // A line let go can be drawn again.
    desk.bind(&lin, &bind(WORDS, "hrss/service/3", 3)).unwrap();
    assert_eq!(desk.unbind(&clerk("boss", true), &all(13)), Ok(2));
    assert!(!found(&desk, WORDS).contains(&"hrss/service/4".to_owned()));
    desk.close();
    assert_eq!(open(folder.path()).lines(), []);
}

/// What the journal tells of every line: who, what, and the words as far as they can be opened.
fn told(desk: &Desk) -> Vec<(String, Option<String>)> {
    let records = desk.books.line_records();
    let told = records.iter();
    told.map(|line| (line.clerk.to_string(), line.words.clone()))
        .collect()
}

#[test]
fn words_let_go_are_forgotten_for_good_and_who_did_it_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let keys = folder.path().join("data/keys");
    let backup: Vec<(std::path::PathBuf, Vec<u8>)>;
    let expected = [
        ("lin".to_owned(), None),
        ("lin".to_owned(), Some("红本本".to_owned())),
        ("boss".to_owned(), None),
    ];
    {
        let desk = open(folder.path());
        let who = clerk("lin", false);
        desk.bind(&who, &bind(WORDS, "hrss/service/3", 1)).unwrap();
        desk.bind(&who, &bind("红本本", "hrss/service/4", 2))
            .unwrap();
        backup = std::fs::read_dir(&keys)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .map(|path| (path.clone(), std::fs::read(path).unwrap()))
            .collect();
        let which = Which::Line(1);
        let boss = clerk("boss", true);
        assert_eq!(desk.unbind(&boss, &Unbind { once: 30, which }), Ok(1));
        assert_eq!(told(&desk), expected);
        // What was asked for again is what was told before; of those let go nothing is.
        assert_eq!(desk.lines().len(), 1);
        desk.close();
    }
    let desk = open(folder.path());
    assert_eq!(told(&desk), expected);
    desk.close();
    // From the records alone, and with keys from before: it is forgotten again.
    std::fs::remove_dir_all(folder.path().join("data/view")).unwrap();
    for (path, bytes) in &backup {
        std::fs::write(path, bytes).unwrap();
    }
    let desk = open(folder.path());
    assert_eq!(told(&desk), expected);
    desk.close();
    for (path, bytes) in &backup {
        assert_ne!(&std::fs::read(path).unwrap(), bytes, "the key is erased");
    }
    assert!(
        crate::desk::verify(&places(folder.path()), None)
            .unwrap()
            .ok
    );
}

#[test]
fn what_may_be_a_number_is_not_bound_nor_to_what_is_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let desk = open(folder.path());
    let who = clerk("lin", true);
    let long = "长".repeat(crate::rpc::words::LONGEST + 1);
    for (words, fault) in [
        ("", WordsFault::Blank),
        ("，。", WordsFault::Blank),
        ("13800138000", WordsFault::Digits),
        ("机构：", WordsFault::Blank),
        ("张伟", WordsFault::Name),
        ("机构：张伟", WordsFault::Name),
        ("一三八零零", WordsFault::Digits),
        (long.as_str(), WordsFault::TooLong),
    ] {
        let refused = desk.bind(&who, &bind(words, "hrss/service/3", 1));
        assert_eq!(refused, Err(Refusal::Words(fault)), "{words}");
    }
    let refused = desk.bind(&who, &bind(WORDS, "hrss/service/99", 1));
    assert!(matches!(refused, Err(Refusal::NoSuchEntry(_))));
    assert_eq!(desk.counts().unwrap(), (0, 0));
}

#[test]
fn a_newer_list_takes_the_lines_over_by_meaning() {
    let folder = tempfile::tempdir().unwrap();
    let desk = open(folder.path());
    let who = clerk("lin", true);
    desk.bind(&who, &bind(WORDS, "hrss/service/3", 1)).unwrap();
    let import = ImportList {
        once: 9,
        code: "hrss".parse().unwrap(),
        name: "区人社局".to_owned(),
        document: renumbered(),
        dry_run: false,
        allow_removals: false,
    };
    desk.import_list(&who, &import).unwrap();
    assert_eq!(found(&desk, WORDS)[0], "hrss/service/23");
    let now = desk.lines().pop().unwrap().entry.unwrap();
    assert_eq!(now.to_string(), "hrss/service/23");
}

#[test]
fn a_bound_entry_stands_only_where_the_scope_lets_it() {
    let folder = tempfile::tempdir().unwrap();
    let desk = open(folder.path());
    let who = clerk("lin", true);
    desk.bind(&who, &bind(WORDS, "hrss/service/3", 1)).unwrap();
    let find = |kind| {
        let find = Find {
            text: WORDS.to_owned(),
            scope: crate::rpc::Scope {
                kinds: vec![kind],
                related_to: None,
            },
            limit: 9,
            explain: true,
        };
        let hits = desk.lookup().find(&find).unwrap().hits;
        hits.first().map(|hit| hit.summary.id.to_string())
    };
    let bound = Some("hrss/service/3".to_owned());
    assert_eq!(find(crate::registry::Kind::Service), bound);
    assert_ne!(find(crate::registry::Kind::Agency), bound);
}

#[test]
fn a_table_that_is_wrong_is_told_and_the_desk_goes_on_without_it() {
    let folder = tempfile::tempdir().unwrap();
    let table = folder.path().join("words.toml");
    let settings = SearchSettings {
        accents: false,
        own_table: Some(table.clone()),
    };
    let opened = || Desk::open_with(places(folder.path()), &settings).unwrap();
    let told = |desk: &Desk| match desk.notices().pop() {
        Some(OwnerNotice::TableUnused { fault, .. }) => Some(fault),
        _ => None,
    };
    let desk = opened();
    assert!(matches!(told(&desk), Some(TableFault::Unreadable(_))));
    desk.close();
    std::fs::write(&table, "stop = [\"问\"]\n[[group]]\nsay = []\n").unwrap();
    let desk = opened();
    assert!(matches!(
        told(&desk),
        Some(TableFault::Wrong { line: 3, .. })
    ));
    assert_eq!(desk.lookup().words().own_table, None);
    let status = desk.answer(1, &clerk("lin", true), &Request::Lists);
    assert!(matches!(status, Answer::Lists(_)));
    desk.close();
    let text = "[[group]]\ntopic = \"欠薪\"\nsay = [\"讨薪\"]\nlist = [\"工资\"]\n";
    std::fs::write(&table, text).unwrap();
    let desk = opened();
    assert_eq!(told(&desk), None);
    let lookup = desk.lookup();
    assert_eq!(lookup.words().own_table.as_deref(), Some(text));
    assert!(!lookup.words().accents);
    desk.close();
    std::fs::write(&table, "# ".repeat(1024 * 1024)).unwrap();
    assert!(matches!(told(&opened()), Some(TableFault::TooLong(_))));
}

fn with(folder: &Path, accents: bool, table: &str) -> Desk {
    let path = folder.join("words.toml");
    std::fs::write(&path, table).unwrap();
    let settings = SearchSettings {
        accents,
        own_table: Some(path),
    };
    Desk::open_with(places(folder), &settings).unwrap()
}

#[test]
fn the_halls_own_table_is_searched_by_beside_the_built_in_one() {
    let folder = tempfile::tempdir().unwrap();
    let table = "[[group]]\ntopic = \"外星\"\nsay = [\"火星移民\"]\nlist = [\"失业登记\"]\n";
    let desk = with(folder.path(), true, table);
    for query in ["火星移民", "我要火星移民", "huoxingyimin"] {
        assert_eq!(found(&desk, query)[0], "hrss/service/3", "{query}");
    }
    desk.close();
    let desk = with(folder.path(), true, "");
    assert!(!found(&desk, "火星移民").contains(&"hrss/service/3".to_owned()));
}

#[test]
fn bound_words_are_found_by_their_sound_and_inside_a_longer_query_and_say_so() {
    let folder = tempfile::tempdir().unwrap();
    let desk = open(folder.path());
    let who = clerk("lin", true);
    desk.bind(&who, &bind("火星移民", "hrss/service/3", 1))
        .unwrap();
    for query in ["火星移民", "请问火星移民", "hxym", "huoxingyimin"] {
        assert_eq!(found(&desk, query)[0], "hrss/service/3", "{query}");
    }
    let find = Find {
        text: "火星移民".to_owned(),
        limit: 1,
        explain: true,
        ..Find::default()
    };
    let hit = desk.lookup().find(&find).unwrap().hits.remove(0);
    assert_eq!(hit.matched, Some(crate::rpc::Matched::Synonym));
}

#[test]
fn accents_can_be_switched_off() {
    let folder = tempfile::tempdir().unwrap();
    let heard = with(folder.path(), true, "");
    let accent = crate::rpc::Matched::Accent;
    // Of the second two syllables are heard so: more than a slip.
    let typed = ["siyedengji", "siyedenji"];
    let hits = |desk: &Desk| {
        typed.map(|typed| {
            let find = Find {
                text: typed.to_owned(),
                limit: 9,
                ..Find::default()
            };
            desk.lookup().find(&find).unwrap().hits
        })
    };
    for hits in hits(&heard) {
        assert_eq!(hits[0].summary.id.to_string(), "hrss/service/3");
        assert_eq!(hits[0].matched, Some(accent));
    }
    heard.close();
    let after = hits(&with(folder.path(), false, ""));
    let mut hits = after.iter().flatten();
    assert!(hits.all(|hit| hit.matched != Some(accent)));
}
