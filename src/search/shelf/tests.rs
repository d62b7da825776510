//! The shelf against a plain scan by the same rules, and how little of it is looked at.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::search::align::Needle;
use crate::search::hearing::Hearing;
use crate::search::query::{Query, Term};
use crate::search::{Engine, Hold, Meaning, Thesaurus};

const HOLDS: [Holds; 4] = [Holds::Code, Holds::Words, Holds::Shared, Holds::Text];

fn put(shelf: &mut Shelf, key: u32, texts: &[String]) {
    shelf.put(key, &Sheet::new(texts.iter().map(String::as_str)));
}

fn found(shelf: &Shelf, typed: &str, limit: usize) -> Shelved {
    let query = Query::new(typed);
    shelf
        .ask(&query, Spoken::default())
        .find(None, limit, 0, |_| true)
}

/// Whether a word is found in texts, without any index.
fn word_fits(term: &Term, gaps: bool, texts: &[String]) -> bool {
    texts.iter().zip(HOLDS).any(|(text, holds)| {
        let chars = Dense::new(text).chars;
        if matches!(holds, Holds::Code | Holds::Text) {
            let run = &term.chars;
            return !run.is_empty() && chars.windows(run.len()).any(|there| there == run);
        }
        let mut alphabet = Alphabet::default();
        let glyphs: Vec<u32> = chars.iter().map(|c| alphabet.number(*c)).collect();
        let needle = Needle::new(&term.chars, &alphabet, Hearing::Exact);
        let apart = || {
            let found = needle.scattered(&glyphs);
            found.is_some_and(|found| found.may_stand_apart(true))
        };
        needle.adjacent(&glyphs).is_some() || (gaps && apart())
    })
}

fn plainly(query: &Query, texts: &[String]) -> bool {
    let words = query.words().unwrap_or_default();
    word_fits(query.whole(), words.is_empty(), texts)
        || (!words.is_empty() && words.iter().all(|word| word_fits(word, true, texts)))
}

fn text() -> impl Strategy<Value = String> {
    let chars: Vec<char> = "失业登记社保补贴行长重调率sbk01、".chars().collect();
    proptest::collection::vec(prop::sample::select(chars), 0..9).prop_map(String::from_iter)
}

fn typed() -> impl Strategy<Value = String> {
    let parts = vec![
        "失", "业", "登", "保", "s", "shi", "ye", "y", "d", "deng", "j", "b", "hang", "xing", "lv",
        "k", "0", "01", " ", "囍",
    ];
    proptest::collection::vec(prop::sample::select(parts), 1..6).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]
    #[test]
    fn the_same_is_found_as_by_looking_at_all_whatever_was_put_in_the_place_of_what(
        puts in proptest::collection::vec((0..6_u32, proptest::collection::vec(text(), 4)), 1..12),
        typed in typed(),
        limit in 1..8_usize,
    ) {
        let mut shelf = Shelf::new(&HOLDS);
        let mut texts: BTreeMap<u32, Vec<String>> = BTreeMap::new();
        for (n, sheet) in puts {
            // On three boards.
            let key = 65_534 + n * 30_000;
            put(&mut shelf, key, &sheet);
            texts.insert(key, sheet);
        }
        let query = Query::new(&typed);
        let all: Vec<u32> = texts
            .iter()
            .rev()
            .filter(|(_, texts)| plainly(&query, texts))
            .map(|(key, _)| *key)
            .collect();
        let sought = shelf.ask(&query, Spoken::default());
        let found = sought.find(None, limit, 0, |_| true);
        prop_assert_eq!(&found.keys, &all[..limit.min(all.len())], "{}", typed);
        prop_assert!(!found.is_counted || found.keys == all);
        let counted = sought.find(None, limit, texts.len(), |_| true);
        prop_assert_eq!((counted.total, counted.is_counted), (all.len(), true));
        prop_assert_eq!(&counted.keys, &found.keys);
        for key in texts.keys() {
            prop_assert_eq!(sought.fits(Taken::AsTyped, *key), all.contains(key));
        }
        if let Some(first) = all.first() {
            let rest = sought.find(Some(*first), 9, 0, |_| true);
            prop_assert_eq!(&rest.keys[..], &all[1..]);
        }
    }
}

#[test]
fn the_work_is_in_proportion_to_what_is_wanted() {
    let mut shelf = Shelf::new(&HOLDS);
    let subjects = ["拖欠工资", "申请失业登记", "社保补贴", "办理退休"];
    for key in 0..100_000_u32 {
        let n = key as usize;
        let texts = [
            format!("C20261124-{:04}", key % 9999 + 1),
            subjects[n % 4].to_owned(),
            format!("区第{}局", n % 7),
            format!("来人说{}，请核实", subjects[(n / 4) % 4]),
        ];
        put(&mut shelf, key, &texts);
    }
    for (typed, wanted) in [
        ("sy", 50),
        ("gz", 50),
        ("失业", 50),
        ("tuixiu", 50),
        ("0001", 10),
    ] {
        let found = found(&shelf, typed, wanted);
        assert_eq!(found.keys.len(), wanted, "{typed}");
        assert!(found.scored <= 4 * wanted, "{typed}: {}", found.scored);
        assert!(found.keys.is_sorted_by(|a, b| a > b), "newest first");
        assert!(!found.is_counted || typed == "0001");
    }
    // To count them no more is looked at than was said, and none of it is shown.
    let query = Query::new("sy");
    let some = shelf
        .ask(&query, Spoken::default())
        .find(None, 50, 500, |_| true);
    assert_eq!((some.keys.len(), some.is_counted), (50, false));
    assert!((100..=551).contains(&some.total), "{}", some.total);
    assert!(some.scored <= 4 * 50 + 500, "{}", some.scored);
    let none = found(&shelf, "zzzz", 50);
    assert_eq!(
        (none.keys.len(), none.scored, none.is_counted),
        (0, 0, true)
    );
    // What is not let through is not looked at.
    let query = Query::new("sy");
    let one = shelf
        .ask(&query, Spoken::default())
        .find(None, 50, 0, |key| key == 1);
    assert_eq!((one.keys, one.scored), (vec![1], 1));
}

#[test]
fn marks_stand_where_the_characters_are_shown() {
    let mut shelf = Shelf::new(&HOLDS);
    let texts = ["C20261124-0001", "申请“失业”登记", "区财政局", ""].map(str::to_owned);
    put(&mut shelf, 7, &texts);
    let marks = |typed: &str| {
        let query = Query::new(typed);
        shelf
            .ask(&query, Spoken::default())
            .marks(Taken::AsTyped, &[&texts[0], &texts[1], &texts[2]])
    };
    assert_eq!(marks("sydj"), [vec![], vec![3..5, 6..8], vec![]]);
    assert_eq!(marks("24-0001"), [vec![7..9, 10..14], vec![], vec![]]);
    let [code, subject, agency] = &marks("财政 失业")[..] else {
        panic!("three texts")
    };
    assert!(code.is_empty());
    assert_eq!((&subject[0], &agency[0]), (&(3..5), &(1..3)));
    assert_eq!(marks("囍"), [vec![], vec![], vec![]]);
}

/// A shelf of three, and what people say about it.
fn spoken() -> (Shelf, Engine) {
    let mut shelf = Shelf::new(&HOLDS);
    let sheets = [
        [
            "C20261124-0001",
            "追讨劳动报酬",
            "区财政局",
            "来人称单位欠款",
        ],
        ["C20261124-0002", "失业登记", "区农林局", "咨询材料"],
        ["C20261124-0003", "长山农场", "劳动报酬投诉", ""],
    ];
    for (key, sheet) in (7..).zip(sheets) {
        put(&mut shelf, key, &sheet.map(str::to_owned));
    }
    let mut thesaurus = Thesaurus::default();
    let meaning = Meaning {
        words: vec!["劳动报酬".to_owned()],
        docs: Vec::new(),
    };
    thesaurus.say(["欠薪", "不发工资"], meaning);
    for stop in ["我要", "怎么办", "请问"] {
        thesaurus.stop(stop);
    }
    let mut engine = Engine::default();
    engine.learn(thesaurus);
    (shelf, engine)
}

#[test]
fn what_people_say_and_how_they_say_it_is_found_and_marked() {
    let (shelf, engine) = spoken();
    for (typed, keys, taken) in [
        // What is meant, by characters, sound and initials; not by two initials.
        ("欠薪", vec![9, 7], Taken::AsMeant),
        ("qianxin", vec![9, 7], Taken::AsMeant),
        ("bfgz", vec![9, 7], Taken::AsMeant),
        ("qx", vec![], Taken::AsTyped),
        ("财政 欠薪", vec![7], Taken::AsMeant),
        // Accents.
        ("siyedenji", vec![8], Taken::AsTyped),
        ("cangsan", vec![9], Taken::AsTyped),
        ("sy", vec![8], Taken::AsTyped),
        // Speech.
        ("我要失业登记怎么办", vec![8], Taken::WithoutSpeech),
        ("woyaoshiyedengji", vec![8], Taken::WithoutSpeech),
        ("请问 欠薪", vec![9, 7], Taken::WithoutSpeech),
        ("请问", vec![], Taken::AsTyped),
        // Two things said in one breath, also with speech around them.
        ("农场不发工资", vec![9], Taken::InPieces),
        ("财政局欠薪怎么办", vec![7], Taken::InPieces),
        ("nongchangbufagongzi", vec![9], Taken::InPieces),
        ("囍囍不发工资", vec![], Taken::AsTyped),
        // Slips: another, a missing, a doubled, a swapped letter; homophones; a doubled character.
        ("shiyedenghi", vec![8], Taken::WithSlips),
        ("shiyedngji", vec![8], Taken::WithSlips),
        ("shhiyedengji", vec![8], Taken::WithSlips),
        ("shiyednegji", vec![8], Taken::WithSlips),
        ("失业等级", vec![8], Taken::WithSlips),
        ("追讨劳动动报酬", vec![7], Taken::WithSlips),
        ("我要失业等级", vec![8], Taken::WithSlips),
        ("囍囍囍囍囍", vec![], Taken::AsTyped),
    ] {
        let query = Query::new(typed);
        let sought = shelf.ask(&query, Spoken::from(&engine));
        let found = sought.find(None, 9, 9, |_| true);
        assert_eq!((&found.keys, found.taken), (&keys, taken), "{typed}");
        for key in 7..10 {
            assert_eq!(
                sought.fits(taken, key),
                keys.contains(&key),
                "{typed} {key}"
            );
        }
        // Older ones are looked for in the same way, though none is left.
        let rest = sought.find(keys.last().copied(), 9, 9, |_| true);
        assert!(keys.is_empty() || rest.keys.is_empty(), "{typed}");
    }
    let mark = |typed: &str, text: &str| {
        let query = Query::new(typed);
        let sought = shelf.ask(&query, Spoken::from(&engine));
        let taken = sought.taken(|_| true);
        sought.marks(taken, &["", text]).concat()
    };
    assert_eq!(mark("欠薪", "追讨劳动报酬"), vec![2..6]);
    assert_eq!(mark("siyedenji", "失业登记"), vec![0..4]);
    assert_eq!(mark("我要失业怎么办", "失业登记"), vec![0..2]);
    assert_eq!(mark("失业等级", "失业登记"), vec![0..4]);
}

#[test]
fn what_is_let_through_decides_how_a_query_is_taken() {
    let (shelf, engine) = spoken();
    let query = Query::new("laodongbaochou");
    let sought = shelf.ask(&query, Spoken::from(&engine));
    let found = sought.find(None, 9, 9, |key| key == 8);
    assert_eq!((found.keys, found.is_counted), (vec![], true));
    assert_eq!(sought.find(None, 9, 9, |_| true).keys, [9, 7]);
}

#[test]
fn a_slip_is_given_up_honestly() {
    let (_, engine) = spoken();
    let mut shelf = Shelf::new(&HOLDS);
    for key in 0..5_000 {
        let subject = if key == 0 {
            "失业登记"
        } else {
            "失业证明"
        };
        put(&mut shelf, key, &["", subject, "", ""].map(str::to_owned));
    }
    let query = Query::new("shiyedngji");
    let found = shelf.ask(&query, Spoken::from(&engine));
    let found = found.find(None, 9, 9, |_| true);
    assert!(found.scored <= 700, "{}", found.scored);
    assert!(!found.is_counted || found.keys == [0]);
}

#[test]
fn what_stands_in_another_order_or_in_another_text_is_not_looked_at() {
    let mut shelf = Shelf::new(&[Holds::Words, Holds::Words, Holds::Text]);
    for key in 0..3_000 {
        let texts = ["梅山物业有限公司", "失业登记", "没有结果，有工友"];
        put(&mut shelf, key, &texts.map(str::to_owned));
    }
    for typed in ["siw", "gongwu", "公物", "siye", "shiyegongsi", "没有工"] {
        let found = found(&shelf, typed, 9);
        assert_eq!((found.total, found.scored), (0, 0), "{typed}");
    }
    for typed in ["wugs", "wuyegongsi", "物公", "meishan", "没有结"] {
        let found = found(&shelf, typed, 9);
        assert_eq!((found.keys.len(), found.scored), (9, 9), "{typed}");
    }
}

#[test]
fn a_word_that_is_held_to_a_slot_is_found_in_no_other() {
    let (shelf, engine) = spoken();
    let hold = |label: &str| match label {
        "事由" => Some(Hold::Tag(1)),
        "机构" => Some(Hold::Tag(2)),
        "内容" => Some(Hold::Tag(3)),
        _ => None,
    };
    for (typed, keys) in [
        ("事由:失业", vec![8]),
        ("机构:失业", vec![]),
        ("机构:caizheng", vec![7]),
        ("事由:caizheng", vec![]),
        ("机构:劳动报酬", vec![9]),
        ("机构:劳动报酬 农场", vec![9]),
        ("机构:农场", vec![]),
        ("内容:单位 财政", vec![7]),
        ("内容:财政", vec![]),
        ("机构:欠薪", vec![9]),
        ("机构:caizhegn", vec![7]),
        ("事由:caizhegn", vec![]),
    ] {
        let query = Query::with_holds(typed, hold);
        let sought = shelf.ask(&query, Spoken::from(&engine));
        let found = sought.find(None, 9, 9, |_| true);
        assert_eq!(found.keys, keys, "{typed}");
    }
    let query = Query::with_holds("机构:财政", hold);
    let sought = shelf.ask(&query, Spoken::from(&engine));
    let marks = sought.marks(Taken::AsTyped, &["", "财政补贴", "区财政局"]);
    assert!(marks[..2].iter().all(Vec::is_empty));
    assert_eq!(marks[2], vec![1..3; 1]);
}

#[test]
fn other_sayings_come_before_what_the_texts_call_it_and_a_name_before_both() {
    let mut shelf = Shelf::new(&[Holds::Words, Holds::Shared, Holds::Name]);
    let sheets = [
        ["老板不发工资", "劳动保障违法行为投诉", "王芳"],
        ["合同被收走", "劳动保障违法行为投诉", "张伟"],
        ["扣了押金", "劳动保障违法行为投诉", "李张"],
    ];
    for (key, sheet) in (1..).zip(sheets) {
        put(&mut shelf, key, &sheet.map(str::to_owned));
    }
    let mut thesaurus = Thesaurus::default();
    let meaning = |word: &str| Meaning {
        words: vec![word.to_owned()],
        docs: Vec::new(),
    };
    thesaurus.say(["欠薪", "不发工资"], meaning("劳动保障违法行为"));
    thesaurus.say(["童工"], meaning("劳动保障违法行为"));
    let mut engine = Engine::default();
    engine.learn(thesaurus);
    for (typed, keys, taken) in [
        ("欠薪", vec![1], Taken::AsTyped),
        ("qian xin", vec![1], Taken::AsTyped),
        ("童工", vec![3, 2, 1], Taken::AsMeant),
        // It sounds in 保障违法 as well.
        ("zhangwei", vec![2], Taken::AsName),
        ("zhangweifa", vec![3, 2, 1], Taken::AsTyped),
    ] {
        let query = Query::new(typed);
        let found = shelf
            .ask(&query, Spoken::from(&engine))
            .find(None, 9, 9, |_| true);
        assert_eq!((found.keys, found.taken), (keys, taken), "{typed}");
    }
}
