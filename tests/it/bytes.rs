//! What goes over the line, in bytes, which do not depend on the machine's mood. The pane is put away
//! where nothing else is said (F8, or `detail = false`), the window is 80×24, the list the real one.

use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use guitai::text::Lang;
use guitai::tui::message::Msg;
use guitai::tui::page::hits;
use guitai::tui::{OneWrite, Profile, Wishes, view};
use ratatui::Terminal as Screen;

use super::hall::Hall;
use super::ideal::ideal;
use super::pty::{Terminal, nonzero, rows_of};
use super::screens::Clerk;

/// A packet on most lines, less than its head room.
const PACKET: usize = 1200;

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
    for query in ["失业登记", "sydj", "4936", "shiyedj"] {
        for c in query.chars() {
            let before = sent(&mut terminal);
            terminal.type_text(&c.to_string()).wait_for_more(before);
            keys.push(sent(&mut terminal) - before);
        }
        terminal.press(&["Ctrl-U"]).expect("共131条");
    }
    keys.sort_unstable();
    assert!(keys.iter().all(|bytes| *bytes <= PACKET), "{keys:?}");
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

#[test]
fn while_a_key_is_held_the_pane_waits_and_is_painted_once() {
    let mut terminal = Terminal::guitai(80, 24, &[]);
    terminal.expect("共131条").expect("主要内容").settle();
    let bytes = |terminal: &Terminal| terminal.bytes().len();
    let before = bytes(&terminal);
    for _ in 0..12 {
        terminal.press(&["Down"]);
        std::thread::sleep(Duration::from_millis(33));
    }
    // The pane of the last one is here in the end.
    terminal.expect("hrss/service/13").settle();
    let held = bytes(&terminal) - before;
    // As many keys one by one paint as many panes.
    terminal.press(&["Home"]).expect("hrss/service/1").settle();
    let before = bytes(&terminal);
    for _ in 0..12 {
        terminal.press(&["Down"]).settle();
    }
    let single = bytes(&terminal) - before;
    assert!(held * 2 < single, "{held} held, {single} one by one");
}

/// What a clerk does in a day, over and over.
const DAY: &[&str] = &[
    "失业登记",
    "Down",
    "Enter",
    "PageDown",
    "Esc",
    "Ctrl-G",
    "Down",
    "Esc",
    "Ctrl-E",
    "Tab",
    "Tab",
    "Ctrl-S",
    "shbx",
    "Down",
    "Down",
    "F8",
    "Down",
    "F8",
    "Ctrl-T",
    "Tab",
    "王小明",
    "Tab",
    "Tab",
    "13800001234",
    "Esc",
    "y",
    "Ctrl-U",
    "bzdnm",
    "Tab",
    "Down",
    "Down",
    "PageDown",
    "Esc",
    "F1",
    "PageDown",
    "Esc",
    "Ctrl-U",
    "Right",
    "Right",
    "Left",
    "Left",
    "4936",
    "F3",
    "Down",
    "Enter",
    "PageDown",
    "Esc",
    "F2",
    "Ctrl-U",
    "Down",
    "PageDown",
    "PageDown",
    "Up",
    "Home",
];

#[test]
fn a_clerks_day_takes_no_more_than_the_least_and_a_tenth() {
    for (cols, rows) in [(80, 24), (120, 40)] {
        let hall = Hall::new();
        let mut terminal = Terminal::start(cols, rows, &hall.guitai());
        terminal.expect("共131条").settle();
        let (mut sent, mut least) = (0, 0);
        let mut dear = Vec::new();
        for step in DAY {
            let pieces: Vec<String> = match step.chars().next() {
                Some(c) if c.is_ascii_uppercase() => vec![(*step).to_owned()],
                _ => step.chars().map(String::from).collect(),
            };
            for piece in pieces {
                let (bytes, screen) = (terminal.bytes().len(), terminal.with_screen(Clone::clone));
                if piece.len() > 1 && piece.is_ascii() {
                    terminal.press(&[&piece]);
                } else {
                    terminal.type_text(&piece);
                }
                terminal.settle_for(Duration::from_millis(150));
                let bytes = terminal.bytes().len() - bytes;
                let ideal = terminal.with_screen(|after| ideal(&screen, after));
                dear.push((bytes.saturating_sub(ideal), piece, bytes, ideal));
                sent += bytes;
                least += ideal;
            }
        }
        dear.sort();
        let dear = &dear[dear.len() - 5..];
        assert!(
            sent * 10 <= least * 11,
            "{sent} bytes, at least {least} at {cols}x{rows}: {dear:?}"
        );
        println!("{sent} bytes, at least {least} at {cols}x{rows}");
    }
}
