//! What goes over the line, in bytes, which do not depend on the machine's mood. The pane is put away
//! where nothing else is said (F8, or `detail = false`), the window is 80×24, the list the real one.

use std::time::{Duration, Instant};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use guitai::text::Lang;
use guitai::tui::message::Msg;
use guitai::tui::page::hits;
use guitai::tui::{OneWrite, Profile, Wishes, view};
use ratatui::Terminal as Screen;

use super::hall::Hall;
use super::pty::{Terminal, nonzero, rows_of};
use super::screens::Clerk;
use super::support::run;

/// A packet on most lines, less than its head room.
const PACKET: usize = 1200;

/// A letter of pinyin in the median: it brings other entries, and a character mostly fewer.
const PINYIN: usize = 400;
const PINYIN_BACK: usize = 550;
/// A character in the median, typed and taken back.
const HAN: usize = 300;
const HAN_BACK: usize = 400;
/// A letter in the ledger's search in the median.
const LEDGER: usize = 300;

/// The real model and view on the real backend, without a terminal.
struct Desk {
    clerk: Clerk,
    screen: Screen<OneWrite<Vec<u8>>>,
}

impl Desk {
    /// With the pane put away, once the first frame is painted; tells its bytes.
    fn new() -> (Self, usize) {
        let profile = Profile::of("xterm-256color", &Wishes::default());
        let mut screen = Screen::new(OneWrite::new(Vec::new(), profile, 80, 24)).unwrap();
        screen.clear().unwrap();
        let mut clerk = Clerk::new(Lang::Zh, 80, 24);
        clerk.model.lookup.detail_hidden = true;
        let mut desk = Self { clerk, screen };
        let first = desk.paint();
        (desk, first)
    }

    fn paint(&mut self) -> usize {
        let before = self.screen.backend().written_to().len();
        let model = &self.clerk.model;
        self.screen.draw(|frame| view::view(model, frame)).unwrap();
        self.screen.backend().written_to().len() - before
    }

    /// Bytes that a key brings.
    fn press(&mut self, code: KeyCode, modifiers: KeyModifiers) -> usize {
        self.clerk.tell(Msg::Key(KeyEvent::new(code, modifiers)));
        self.paint()
    }

    fn key(&mut self, code: KeyCode) -> usize {
        self.press(code, KeyModifiers::NONE)
    }

    fn clear(&mut self) -> usize {
        self.press(KeyCode::Char('u'), KeyModifiers::CONTROL)
    }

    /// What a terminal shows that was sent all this.
    fn rows(&self) -> Vec<String> {
        let mut parser = vt100::Parser::new(nonzero(24), nonzero(80), 0);
        parser.process(self.screen.backend().written_to());
        rows_of(parser.screen())
    }

    /// Presses a key until the screen shows something.
    fn until(&mut self, key: KeyCode, shown: &str) -> Vec<String> {
        for _ in 0..8 {
            let rows = self.rows();
            if rows.iter().any(|row| row.contains(shown)) {
                return rows;
            }
            self.key(key);
        }
        panic!("{shown} never comes:\n{}", self.rows().join("\n"));
    }
}

/// The labelled queries of the search tests: characters, pinyin, initials, numbers, mistakes.
fn queries() -> Vec<String> {
    let lines = include_str!("../data/queries.jsonl").lines();
    let queries = lines.map(|line| {
        let labelled: serde_json::Value = serde_json::from_str(line).unwrap();
        labelled["q"].as_str().unwrap().to_owned()
    });
    queries.collect()
}

#[test]
fn a_key_that_changes_the_search_is_one_packet_whatever_is_typed() {
    let (mut desk, first) = Desk::new();
    assert!(first <= 1700, "first frame: {first}");
    let mut keys = Vec::new();
    for query in queries() {
        for c in query.chars() {
            let bytes = desk.key(KeyCode::Char(c));
            assert!(bytes <= PACKET, "{bytes} bytes at {c} of {query}");
            keys.push(bytes);
        }
        let bytes = desk.clear();
        assert!(bytes <= PACKET, "{bytes} bytes to clear {query}");
    }
    keys.sort_unstable();
    let median = keys[keys.len() / 2];
    assert!(keys.len() > 1000, "the queries are read");
    assert!(median <= 300, "{median} in the median");
}

/// Bytes of each letter typed and of each taken back, of queries that a test of their spelling picks.
fn typed_and_taken_back(is_wanted: impl Fn(&str) -> bool) -> [Vec<usize>; 2] {
    let (mut desk, _) = Desk::new();
    let (mut typed, mut back) = (Vec::new(), Vec::new());
    for query in queries().iter().filter(|query| is_wanted(query)) {
        typed.extend(query.chars().map(|c| desk.key(KeyCode::Char(c))));
        back.extend(query.chars().map(|_| desk.key(KeyCode::Backspace)));
    }
    [typed, back].map(|mut keys| {
        keys.sort_unstable();
        assert!(keys.len() > 300, "{} keys", keys.len());
        keys
    })
}

#[test]
fn pinyin_costs_more_than_characters_and_taking_back_as_much_as_typing() {
    let is_pinyin = |query: &str| query.chars().all(|c| c.is_ascii_lowercase());
    let is_han = |query: &str| !query.chars().any(|c| c.is_ascii());
    let all = [
        (
            "pinyin",
            typed_and_taken_back(is_pinyin),
            [PINYIN, PINYIN_BACK],
        ),
        ("characters", typed_and_taken_back(is_han), [HAN, HAN_BACK]),
    ];
    for (class, keys, budgets) in all {
        for ((way, keys), budget) in ["typed", "back"].into_iter().zip(keys).zip(budgets) {
            let (median, most) = (keys[keys.len() / 2], keys[keys.len() - 1]);
            println!("{class} {way}: {median} in the median, {most} at most");
            assert!(median <= budget, "{class} {way}: {median} in the median");
            assert!(most <= PACKET, "{class} {way}: {most} at most");
        }
    }
}

#[test]
fn the_parts_are_one_packet_each() {
    let (mut desk, _) = Desk::new();
    for _ in 0..7 {
        let bytes = desk.key(KeyCode::Right);
        assert!(bytes <= PACKET, "{bytes}");
    }
}

#[test]
fn without_the_pane_a_title_has_the_line_to_itself_and_short_lines_are_many() {
    let (mut desk, _) = Desk::new();
    let listed = |rows: &[String], kind: &str| -> Vec<String> {
        let is_hit = |row: &&String| row.chars().skip(2).collect::<String>().starts_with(kind);
        rows.iter().filter(is_hit).cloned().collect()
    };
    // Telephones stand in a column of their own.
    let services = listed(&desk.rows(), "服务");
    assert!(services.len() >= 9, "{services:#?}");
    assert!(services.iter().all(|row| row.contains("0898-")));
    // What has neither telephone nor agency is cut at the edge and nowhere before.
    let duties = desk.until(KeyCode::Right, "[职责 12]");
    let duties = listed(&duties, "职责");
    assert!(duties.len() >= 7, "{duties:#?}");
    for duty in &duties {
        let cells: usize = duty.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
        assert!(!duty.contains("..") || cells >= 78, "{cells} cells: {duty}");
    }
    // All that are short enough for one packet are there.
    let agencies = desk.until(KeyCode::Right, "[机构 10]");
    assert_eq!(listed(&agencies, "机构").len(), 10);
}

#[test]
fn moving_costs_little_and_scrolling_a_line() {
    let (mut desk, _) = Desk::new();
    let rows = usize::from(hits::area(&desk.clerk.model).height);
    for (key, back) in [(KeyCode::Down, KeyCode::Up), (KeyCode::Up, KeyCode::Down)] {
        for n in 1..rows {
            let bytes = desk.key(key);
            assert!(bytes <= 40, "{bytes} bytes for {key:?} {n}");
        }
        for n in 0..100 {
            let bytes = desk.key(key);
            assert!(
                bytes <= 250,
                "{bytes} bytes for {key:?} {n} beyond the page"
            );
        }
        desk.key(back);
        desk.key(if key == KeyCode::Down {
            KeyCode::End
        } else {
            KeyCode::Home
        });
    }
    desk.key(KeyCode::Home);
    let held: usize = (0..30).map(|_| desk.key(KeyCode::Down)).sum();
    assert!(held <= 3 * 1024, "30 held keys: {held}");
}

#[test]
fn a_key_that_changes_nothing_sends_next_to_nothing() {
    let (mut desk, _) = Desk::new();
    for key in [KeyCode::Home, KeyCode::Up, KeyCode::PageUp, KeyCode::F(2)] {
        assert_eq!(desk.key(key), 0, "{key:?}");
    }
    // What is typed, and nothing else, where the hits stay: there are none.
    for c in "火星移民".chars() {
        desk.key(KeyCode::Char(c));
    }
    // The query is said once more under the list.
    let echo = desk.key(KeyCode::Left);
    assert!(echo <= 30, "{echo}");
    for _ in 0..3 {
        assert_eq!(desk.key(KeyCode::Tab), 0, "no pane to go to");
    }
}

/// The real program with the pane put away.
fn counter(hall: &Hall) -> Terminal {
    hall.configure("detail = false\n");
    let mut terminal = Terminal::start(80, 24, &hall.guitai());
    terminal.expect("共131条").settle();
    terminal
}

#[test]
fn the_program_sends_that_and_no_more() {
    let hall = Hall::new();
    let mut terminal = counter(&hall);
    let sent = |terminal: &mut Terminal| terminal.settle().bytes().len();
    let first = sent(&mut terminal);
    assert!(first <= 1700, "first frame: {first}");
    let mut keys = Vec::new();
    let soon = Duration::from_millis(100);
    for query in queries().iter().step_by(8) {
        for c in query.chars() {
            let before = terminal.bytes().len();
            terminal.type_text(&c.to_string()).wait_for_more(before);
            keys.push(terminal.settle_for(soon).bytes().len() - before);
        }
        terminal.press(&["Ctrl-U"]).expect("共131条").settle();
    }
    keys.sort_unstable();
    assert!(keys.iter().all(|bytes| *bytes <= PACKET), "{keys:?}");
    let median = keys[keys.len() / 2];
    assert!(median <= 300, "{median} in the median: {keys:?}");
    // 30 keys as a held one sends them.
    let before = sent(&mut terminal);
    for _ in 0..30 {
        terminal.press(&["Down"]);
        std::thread::sleep(Duration::from_millis(33));
    }
    let held = sent(&mut terminal) - before;
    assert!(held <= 3 * 1024, "30 held keys: {held}");
    let before = sent(&mut terminal);
    terminal.settle_for(Duration::from_secs(2));
    assert_eq!(sent(&mut terminal), before, "an idle screen sends nothing");
}

/// Bytes that a key brings, once nothing more comes.
fn brought(terminal: &mut Terminal, send: impl FnOnce(&mut Terminal)) -> usize {
    let before = terminal
        .settle_for(Duration::from_millis(100))
        .bytes()
        .len();
    send(terminal);
    terminal.wait_for_more(before);
    let after = terminal
        .settle_for(Duration::from_millis(150))
        .bytes()
        .len();
    after - before
}

/// Nothing is sent while nobody does anything.
#[track_caller]
fn assert_idle(terminal: &mut Terminal, on: &str) {
    let before = terminal.settle().bytes().len();
    let after = terminal.settle_for(Duration::from_secs(2)).bytes().len();
    assert_eq!(after, before, "idle on {on}: {:#?}", terminal.rows());
}

/// A hall with cases of all kinds, and the real program with the pane put away.
fn filled_counter() -> (Hall, Terminal) {
    let hall = Hall::new();
    let args = ["demo", "--cases", "300", "--seed", "7"];
    let ran = run(hall.guitai().args(args), b"");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let terminal = counter(&hall);
    (hall, terminal)
}

#[test]
fn in_the_ledger_a_key_is_one_packet() {
    let (_hall, mut terminal) = filled_counter();
    let terminal = &mut terminal;
    let press = |terminal: &mut Terminal, key: &str| {
        let key = key.to_owned();
        brought(terminal, |terminal| {
            terminal.press(&[&key]);
        })
    };
    let opened = press(terminal, "F3");
    terminal.expect("共300件");
    let mut keys = vec![("F3".to_owned(), opened)];
    for n in 0..5 {
        let bytes = press(terminal, "Down");
        assert!(bytes <= 40, "{bytes} bytes for Down {n}");
    }
    for key in [
        "PageDown", "PageDown", "PageUp", "End", "Home", "Enter", "Esc",
    ] {
        keys.push((key.to_owned(), press(terminal, key)));
    }
    // The whole lookup is new, as in the first frame.
    let back = press(terminal, "F2");
    assert!(back <= 1700, "{back} bytes for F2");
    keys.push(("F3 again".to_owned(), press(terminal, "F3")));
    let mut searched = Vec::new();
    for query in ["tqgz", "laodong", "张", "欠薪", "sb", "jiaban", "E2026"] {
        let begins = query.chars().map(|c| {
            let bytes = brought(terminal, |terminal| {
                terminal.type_text(&c.to_string());
            });
            (format!("{c} of {query}"), bytes)
        });
        searched.extend(begins.collect::<Vec<_>>());
        for n in 0..query.chars().count() {
            let back = press(terminal, "Backspace");
            searched.push((format!("Backspace {n} of {query}"), back));
        }
    }
    keys.extend(searched.iter().cloned());
    keys.sort_by_key(|(_, bytes)| *bytes);
    searched.sort_by_key(|(_, bytes)| *bytes);
    let median = searched[searched.len() / 2].1;
    println!("a key of the search in the ledger: {median} in the median; {keys:?}");
    let dear: Vec<_> = keys.iter().filter(|(_, bytes)| *bytes > PACKET).collect();
    assert!(dear.is_empty(), "{dear:?}");
    assert!(median <= LEDGER, "{median} in the median");
}

#[test]
fn an_idle_screen_sends_nothing_whichever_it_is() {
    let (_hall, mut terminal) = filled_counter();
    for (keys, shown, name) in [
        (&["Ctrl-E"][..], "登记咨询", "a form"),
        (&["Esc", "F3"], "共300件", "the ledger"),
        (&["Ctrl-F"], "状态", "the ledger's menu"),
        (&["Esc", "Enter"], "登记件 ", "a case"),
        (&["Enter"], "备注", "a case's menu"),
        (&["Esc", "F1"], "帮助：", "the help"),
    ] {
        for key in keys {
            terminal.press(&[key]).settle();
        }
        terminal.expect(shown);
        assert_idle(&mut terminal, name);
    }
}

/// The entries that the pane has shown in turn since so many reads.
fn entries_shown(terminal: &Terminal, since: usize) -> Vec<String> {
    let entry = |rows: &Vec<String>| {
        let words = rows.iter().flat_map(|row| row.split_whitespace());
        let mut entries = words.filter(|word| word.starts_with("hrss/"));
        entries.next().map(str::to_owned)
    };
    let screens = terminal.screens(since);
    let mut shown: Vec<String> = screens.iter().filter_map(entry).collect();
    shown.dedup();
    shown
}

#[test]
fn while_a_key_is_held_the_pane_waits_and_is_painted_once() {
    // Also those are held that are pending.
    for (cols, rows) in [(120, 40), (80, 24)] {
        let mut terminal = Terminal::guitai(cols, rows, &[]);
        terminal.expect("共131条").expect("hrss/service/1").settle();
        let since = terminal.reads();
        terminal.send(&b"\x1b[B".repeat(12));
        terminal.expect("hrss/service/13").settle();
        assert_eq!(
            entries_shown(&terminal, since),
            ["hrss/service/1", "hrss/service/13"],
            "once, for the last of twelve"
        );
    }
    let mut terminal = Terminal::guitai(80, 24, &[]);
    terminal.expect("共131条").expect("hrss/service/1").settle();
    terminal.press(&["Home"]).expect("hrss/service/1").settle();
    let since = terminal.reads();
    let mut pauses = 0;
    for _ in 0..12 {
        let pressed = Instant::now();
        terminal.press(&["Down"]);
        std::thread::sleep(Duration::from_millis(33));
        // On a busy machine we may be the one who lets go for a moment.
        pauses += usize::from(pressed.elapsed() > Duration::from_millis(60));
    }
    terminal.expect("hrss/service/13").settle();
    let shown = entries_shown(&terminal, since);
    // The first key is not held yet and shows its entry at once.
    assert!(shown.len() <= 3 + pauses, "{shown:?}, {pauses} pauses");
    assert_eq!(shown.last().map(String::as_str), Some("hrss/service/13"));
}
