//! The hall's own words from outside: bound at the counter, found by everybody, listed and let go on
//! the command line; queries that led to nothing counted without their words lying about; the
//! configuration's table and accents.

use std::path::Path;
use std::sync::Arc;

use guitai::desk::{Desk, Places};
use guitai::rpc::{Answer, Ask, Asker, Missed, Noted, Request};
use serde_json::{Value, json};

use super::hall::Hall;
use super::pty::Terminal;
use super::support::{Ran, run};

/// What nothing is found by.
const WORDS: &str = "喵喵喵喵";

fn guitai(hall: &Hall, args: &[&str]) -> Ran {
    run(hall.guitai().args(args), b"")
}

fn objects(ran: &Ran) -> Vec<Value> {
    let parse = |line: &str| serde_json::from_str(line).unwrap();
    ran.out.lines().map(parse).collect()
}

fn first_hit(hall: &Hall, query: &str) -> Value {
    let found = objects(&guitai(hall, &["search", query, "--json"]));
    found[0]["hits"][0]["id"].clone()
}

fn counter(hall: &Hall, lang: &str) -> Terminal {
    let mut terminal = Terminal::start(80, 24, hall.guitai().args(["--lang", lang]));
    terminal.expect("131");
    terminal
}

/// Whether some file below a folder holds these bytes.
fn holds(folder: &Path, text: &str) -> bool {
    std::fs::read_dir(folder).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            return holds(&path, text);
        }
        // The socket cannot be read.
        let bytes = std::fs::read(&path).unwrap_or_default();
        let needle = text.as_bytes();
        bytes.windows(needle.len()).any(|part| part == needle)
    })
}

#[test]
fn one_key_binds_what_found_nothing_and_everybody_finds_it_from_then_on() {
    let hall = Hall::new();
    let mut other = counter(&hall, "zh");
    other.type_text(WORDS).expect("没有找到");
    let mut terminal = counter(&hall, "zh");
    terminal.type_text(WORDS).expect("没有找到");
    terminal.press(&["Esc"]).expect("共131条");
    terminal
        .type_text("sydj")
        .expect_row(&[">", "申报失业登记"]);
    terminal
        .press(&["Enter"])
        .expect("把“喵喵喵喵”记到这一条？");
    terminal.press(&["Ctrl-K"]).expect("已记下，再按Ctrl-K撤销");
    // Whoever has these words on the screen sees it come.
    other.expect_row(&[">", "申报失业登记"]);
    assert_eq!(first_hit(&hall, "喵喵 喵喵"), "hrss/service/3");
    let line = objects(&guitai(&hall, &["registry", "words", "--json"])).remove(0);
    assert_eq!(line["words"], WORDS);
    assert_eq!(line["id"], "hrss/service/3");
    assert_eq!(line["title"], "申报失业登记");
    assert!(line["clerk"].is_string() && line["at"].is_string());
    let shown = guitai(&hall, &["registry", "words"]).out;
    assert!(
        shown.contains(WORDS) && shown.contains("申报失业登记"),
        "{shown}"
    );
    terminal.press(&["Ctrl-K"]).expect("已撤销");
    // Nobody finds it any more, on no screen.
    other.expect("没有找到");
    assert_eq!(first_hit(&hall, WORDS), Value::Null);
    terminal.press(&["Ctrl-K"]).expect("已记下");
    terminal.press(&["Ctrl-Q"]).exit();
    other.press(&["Ctrl-Q"]).exit();
    // It outlasts the owner and the view, and lies nowhere in clear.
    hall.stop();
    std::fs::remove_dir_all(hall.path("data/view")).unwrap();
    assert_eq!(first_hit(&hall, WORDS), "hrss/service/3");
    let verified = objects(&guitai(&hall, &["verify", "--json"])).remove(0);
    assert_eq!(
        (&verified["ok"], &verified["events"]),
        (&json!(true), &json!(3))
    );
    hall.stop();
    assert!(!holds(hall.folder(), WORDS));
    let removed = guitai(&hall, &["registry", "words", "--remove", WORDS]);
    assert_eq!(removed.code, Some(0), "{}", removed.err);
    assert_eq!(first_hit(&hall, WORDS), Value::Null);
    let again = guitai(&hall, &["registry", "words", "--remove", WORDS]);
    assert_eq!(again.code, Some(1));
    assert!(again.err.contains(WORDS), "{}", again.err);
}

#[test]
fn in_english_too_and_only_what_is_a_word() {
    let hall = Hall::new();
    let mut terminal = counter(&hall, "en");
    for words in ["13800138000 张三", "98只咕咕咕咕"] {
        terminal.type_text(words).expect(words);
        terminal.press(&["Ctrl-U"]).expect("131 entries");
        terminal.type_text("sydj").press(&["Enter"]).expect("0898");
        let rows = terminal.settle().rows();
        assert!(!rows.join("\n").contains("Ctrl-K"), "{rows:?}");
        terminal.press(&["Esc", "Ctrl-U"]).expect("131 entries");
    }
    terminal.type_text(WORDS).expect("Nothing found");
    terminal.press(&["Ctrl-U"]).expect("131 entries");
    terminal.type_text("sydj").press(&["Enter"]);
    terminal
        .expect("Bind \"喵喵喵喵\" here?")
        .expect("Ctrl-K bind");
    terminal
        .press(&["Ctrl-K"])
        .expect("Bound; Ctrl-K undoes it");
    terminal.press(&["Down"]).expect("Ctrl-K undo");
    terminal.press(&["Ctrl-Q"]).exit();
}

fn misses(hall: &Hall) -> Vec<Value> {
    let ran = guitai(hall, &["registry", "misses", "--json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    objects(&ran)
}

/// Makes queries come up yesterday.
fn missed_yesterday(hall: &Hall, queries: &[&str]) {
    let places = Places {
        data: hall.path("data"),
        master_key: hall.path("master.key"),
    };
    let clock = || jiff::Timestamp::now() - jiff::SignedDuration::from_hours(24);
    let desk = Desk::open_at(places, Arc::new(clock)).unwrap();
    let missed = queries.iter().map(|query| Missed {
        query: (*query).to_owned(),
        found: false,
    });
    let noted = Noted {
        missed: missed.collect(),
        ..Noted::default()
    };
    let who = Asker {
        clerk: "lin".parse().unwrap(),
        is_owner_user: true,
    };
    let answer = desk.answer(1, &who, &Request::Noted(Box::new(noted)));
    assert_eq!(answer, Answer::Done);
    desk.close();
}

#[test]
fn what_led_to_nothing_on_two_days_is_listed_by_frequency_and_forgotten() {
    let hall = Hall::new();
    missed_yesterday(&hall, &["喵喵喵喵", "咕咕咕咕", "欧阳菲菲"]);
    assert_eq!(misses(&hall), [] as [Value; 0]);
    // Given up at the counter, and looked for on the command line.
    let mut terminal = counter(&hall, "zh");
    terminal.type_text(WORDS).expect("没有找到");
    terminal.press(&["Esc"]).expect("共131条");
    terminal.type_text("司马懿懿").expect("没有找到");
    terminal.press(&["Esc"]).expect("共131条");
    assert_eq!(guitai(&hall, &["search", WORDS]).code, Some(1));
    assert_eq!(guitai(&hall, &["search", "咕咕咕咕"]).code, Some(1));
    assert_eq!(guitai(&hall, &["search", "13800138000"]).code, Some(1));
    // Of some kinds only, or many at once, it is nobody's question at the counter.
    let batch = run(
        hall.guitai().args(["search", "--batch"]),
        "咕咕咕咕\n".as_bytes(),
    );
    assert_eq!(batch.code, Some(0));
    terminal.press(&["Ctrl-Q"]).exit();
    let today = guitai::casework::zone::day(jiff::Timestamp::now()).to_string();
    let expected = |query: &str, count: u32, nothing: u32| json!({"query": query, "count": count, "days": 2, "last": today, "nothing": nothing});
    let listed = [expected(WORDS, 3, 2), expected("咕咕咕咕", 2, 1)];
    assert_eq!(misses(&hall), listed);
    hall.stop();
    assert_eq!(misses(&hall), listed, "written when the owner ends");
    for name in [WORDS, "咕咕咕咕", "司马懿懿", "欧阳菲菲", "13800138000"] {
        assert!(!holds(hall.folder(), name), "{name}");
    }
    let shown = guitai(&hall, &["registry", "misses"]).out;
    assert!(shown.contains("3 次") && shown.contains(WORDS), "{shown}");
    let forgotten = guitai(&hall, &["registry", "misses", "--delete", WORDS]);
    assert_eq!(forgotten.code, Some(0), "{}", forgotten.err);
    assert_eq!(misses(&hall), listed[1..]);
    let again = guitai(&hall, &["registry", "misses", "--delete", WORDS]);
    assert_eq!(again.code, Some(1));
    let all = guitai(&hall, &["registry", "misses", "--delete-all"]);
    assert_eq!(all.code, Some(0), "{}", all.err);
    assert_eq!(misses(&hall), [] as [Value; 0]);
    hall.kill_owner();
    assert_eq!(
        misses(&hall),
        [] as [Value; 0],
        "also for an owner that was killed"
    );
}

#[test]
fn a_table_that_is_wrong_is_named_by_line_and_the_lookup_goes_on() {
    let hall = Hall::new();
    hall.configure("[search]\nsynonyms = \"own.toml\"\naccents = true\n");
    std::fs::write(
        hall.path("own.toml"),
        "stop = [\"请问\"]\n[[group]]\nsays = [\"讨薪\"]\n",
    )
    .unwrap();
    let found = guitai(&hall, &["search", "sydj", "--json"]);
    assert_eq!(found.code, Some(0), "{}", found.err);
    for told in ["own.toml", "第 3 行", "says"] {
        assert!(found.err.contains(told), "{told} in {}", found.err);
    }
    let status = guitai(&hall, &["status", "--json"]).out;
    assert!(status.contains("own.toml"), "{status}");
    hall.stop();
    let good = "[[group]]\ntopic = \"欠薪\"\nsay = [\"讨薪\"]\nlist = [\"工资\"]\n";
    std::fs::write(hall.path("own.toml"), good).unwrap();
    let found = guitai(&hall, &["search", "sydj", "--json"]);
    assert_eq!((found.code, found.err.as_str()), (Some(0), ""));
    hall.stop();
    hall.configure("[search]\nsynonym = \"own.toml\"\n");
    let refused = guitai(&hall, &["search", "sydj"]);
    assert_eq!(refused.code, Some(2));
    for told in [
        "search.synonym",
        "search.synonyms",
        "search.accents",
        "第 3 行",
    ] {
        assert!(refused.err.contains(told), "{told} in {}", refused.err);
    }
}

#[test]
fn what_this_hall_opens_often_rises_among_equals_and_says_so() {
    let hall = Hall::new();
    let why = |hall: &Hall| {
        let ran = guitai(hall, &["search", "社会保险", "--explain", "--json"]);
        let hits = objects(&ran).remove(0)["hits"].clone();
        let hits = hits.as_array().unwrap().iter();
        let told = hits.map(|hit| {
            let habit = hit["why"]["bonuses"]["habit"].clone();
            (hit["id"].clone(), hit["score"].as_i64().unwrap(), habit)
        });
        told.collect::<Vec<_>>()
    };
    let before = why(&hall);
    assert!(before.iter().all(|(_, _, habit)| habit.is_null()));
    let last = before.last().unwrap().clone();
    let noted = Noted {
        opened: vec![last.0.as_str().unwrap().parse().unwrap(); 31],
        ..Noted::default()
    };
    let done = hall.connect().ask(Request::Noted(Box::new(noted))).unwrap();
    assert_eq!(done, Answer::Done);
    let lifted = |hits: Vec<(Value, i64, Value)>| hits.into_iter().find(|hit| hit.0 == last.0);
    assert_eq!(
        lifted(why(&hall)),
        Some((last.0.clone(), last.1 + 5, json!(5)))
    );
    let explained = guitai(&hall, &["search", "社会保险", "--explain"]).out;
    assert!(explained.contains("本厅常用 5"), "{explained}");
    hall.stop();
    assert_eq!(
        lifted(why(&hall)),
        Some((last.0.clone(), last.1 + 5, json!(5)))
    );
}
