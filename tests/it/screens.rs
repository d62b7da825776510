//! The screens as a clerk sees them, as snapshots: the real model and view over the real desk,
//! without a terminal. `cargo insta review`, or `INSTA_UPDATE=always cargo test screens`.

mod action;
mod casework;
mod ledger;
mod made_up;
mod two_lists;
mod words;

use std::fmt::Write as _;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use guitai::desk::Lookup;
use guitai::rpc::{Answer, Reply, Request};
use guitai::text::Lang;
use guitai::tui::message::{Effect, Msg};
use guitai::tui::model::Model;
use guitai::tui::{Lines, Settings};
use guitai::tui::{update, view};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, CellWidth};
use ratatui::style::{Color, Modifier};

/// The answers that need nothing written down.
fn look_up(lookup: &Lookup, request: &Request) -> Answer {
    let answer = match request {
        Request::Find(find) => lookup.find(find).map(Answer::Found),
        Request::Show(reference) => lookup.show(reference).map(Box::new).map(Answer::Shown),
        other => panic!("{other:?}"),
    };
    answer.unwrap_or_else(Answer::Refused)
}

/// A clerk at a screen.
pub(crate) struct Clerk {
    pub(crate) model: Model,
    lookup: Lookup,
    ledger: made_up::Owner,
    /// A real desk, where several lists are looked up in.
    hall: Option<two_lists::Hall>,
}

impl Clerk {
    pub(crate) fn new(lang: Lang, width: u16, height: u16) -> Self {
        Self::at(None, lang, width, height)
    }

    fn at(hall: Option<two_lists::Hall>, lang: Lang, width: u16, height: u16) -> Self {
        let settings = Settings {
            lang,
            color: true,
            lines: Lines::Ascii,
            detail: true,
            training: false,
        };
        let mut clerk = Self {
            model: Model::new(settings, width, height, true),
            lookup: Lookup::built_in(),
            ledger: made_up::Owner::default(),
            hall,
        };
        let effects = update::start(&mut clerk.model);
        clerk.perform(effects);
        clerk
    }

    /// Who answers in these tests.
    fn answer(&self, request: &Request) -> Answer {
        if let Some(hall) = &self.hall {
            return hall.answer(request);
        }
        action::answer(request)
            .or_else(|| casework::answer(request))
            .or_else(|| self.ledger.answer(request))
            .or_else(|| words::answer(request))
            .unwrap_or_else(|| look_up(&self.lookup, request))
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            if let Effect::Ask(question) = effect {
                let answer = self.answer(&question.request);
                let number = question.number;
                self.tell(Msg::Reply(Reply { number, answer }));
            }
        }
    }

    pub(crate) fn tell(&mut self, message: Msg) {
        let effects = update::update(&mut self.model, message);
        self.perform(effects);
    }

    fn types(mut self, text: &str) -> Self {
        for c in text.chars() {
            self.tell(Msg::Key(KeyEvent::new(
                KeyCode::Char(c),
                KeyModifiers::NONE,
            )));
        }
        self
    }

    fn presses(mut self, code: KeyCode) -> Self {
        self.tell(Msg::Key(KeyEvent::new(code, KeyModifiers::NONE)));
        self
    }

    /// What is painted, and where the cursor stands. A terminal of its own for every frame:
    /// `TestBackend` keeps ghosts of wide characters from the frame before.
    fn paint(&self) -> (Buffer, Option<(u16, u16)>) {
        let Model { width, height, .. } = self.model;
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        terminal
            .draw(|frame| view::view(&self.model, frame))
            .unwrap();
        let backend = terminal.backend();
        let cursor = backend.cursor_position();
        let shown = backend.cursor_visible();
        (
            backend.buffer().clone(),
            shown.then_some((cursor.x, cursor.y)),
        )
    }

    fn text(&self) -> String {
        let (buffer, cursor) = self.paint();
        let mut out = grid(&buffer, |cell| cell.symbol().to_owned());
        let _ = match cursor {
            Some((x, y)) => write!(out, "cursor: column {x}, row {y}"),
            None => write!(out, "cursor: hidden"),
        };
        out
    }

    /// How each cell looks: `b` bold, `m` marked (underlined), `M` both, `c` label or kind, `-` dim.
    fn looks(&self) -> String {
        grid(&self.paint().0, |cell| {
            let bold = cell.modifier.contains(Modifier::BOLD);
            let look = match (bold, cell.modifier.contains(Modifier::UNDERLINED), cell.fg) {
                (true, true, _) => "M",
                (false, true, _) => "m",
                (true, false, _) => "b",
                (_, _, Color::Cyan) => "c",
                (_, _, Color::DarkGray) => "-",
                _ => ".",
            };
            look.repeat(usize::from(cell.symbol().cell_width()))
        })
    }
}

/// The rows of a screen, the second halves of wide characters left out.
fn grid(buffer: &Buffer, show: impl Fn(&ratatui::buffer::Cell) -> String) -> String {
    let mut out = String::new();
    for y in buffer.area.top()..buffer.area.bottom() {
        let mut row = String::new();
        let mut x = 0;
        while x < buffer.area.right() {
            let cell = &buffer[(x, y)];
            row.push_str(&show(cell));
            x += cell.symbol().cell_width().max(1);
        }
        out.push_str(row.trim_end());
        out.push('\n');
    }
    out
}

/// Snapshots a screen in both languages and sizes.
fn everywhere(name: &str, prepare: impl Fn(Clerk) -> Clerk) {
    for (lang, language) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        for (width, height) in [(80, 24), (120, 40)] {
            let clerk = prepare(Clerk::new(lang, width, height));
            insta::assert_snapshot!(format!("{name}-{language}-{width}x{height}"), clerk.text());
        }
    }
}

#[test]
fn start() {
    everywhere("start", |clerk| clerk);
}

#[test]
fn hits() {
    everywhere("hits", |clerk| clerk.types("sydj"));
}

#[test]
fn hits_are_marked() {
    for query in ["sydj", "监察大队", "4936"] {
        let clerk = Clerk::new(Lang::Zh, 80, 24).types(query);
        let both = format!("{}\n\n{}", clerk.text(), clerk.looks());
        insta::assert_snapshot!(format!("marks-{query}"), both);
    }
}

#[test]
fn boundary_in_the_detail_pane() {
    everywhere("boundary", |clerk| clerk.types("被征地nm"));
}

#[test]
fn regime_on_the_whole_screen() {
    everywhere("regime", |clerk| {
        let clerk = clerk.types("民办培训机构监督");
        let kind = clerk.model.lookup.selected().unwrap().summary.kind;
        assert_eq!(kind, guitai::registry::Kind::Supervision);
        clerk.presses(KeyCode::Enter)
    });
}

#[test]
fn duty_with_its_tasks() {
    everywhere("duty", |clerk| {
        clerk
            .presses(KeyCode::Right)
            .presses(KeyCode::Right)
            .presses(KeyCode::Enter)
    });
}

#[test]
fn agency() {
    everywhere("agency", |clerk| clerk.types("czj"));
}

#[test]
fn help() {
    everywhere("help", |clerk| clerk.types("sydj").presses(KeyCode::F(1)));
}

#[test]
fn no_hits() {
    everywhere("nothing", |clerk| clerk.types("火星移民"));
}

#[test]
fn too_small() {
    let clerk = |lang| Clerk::new(lang, 20, 5).types("sydj").text();
    insta::assert_snapshot!("small-zh", clerk(Lang::Zh));
    insta::assert_snapshot!("small-en", clerk(Lang::En));
}

#[test]
fn smallest_that_works() {
    insta::assert_snapshot!(
        "least-zh",
        Clerk::new(Lang::Zh, 40, 12).types("sydj").text()
    );
    insta::assert_snapshot!(
        "least-en",
        Clerk::new(Lang::En, 40, 12).types("sydj").text()
    );
}

#[test]
fn any_size_is_painted() {
    let clerk = Clerk::new(Lang::Zh, 80, 24).types("被征地");
    let read = Clerk::new(Lang::En, 80, 24)
        .types("被征地")
        .presses(KeyCode::Enter);
    let help = Clerk::new(Lang::Zh, 80, 24)
        .types("被征地")
        .presses(KeyCode::F(1));
    let nothing = Clerk::new(Lang::En, 80, 24).types("火星移民");
    for mut clerk in [clerk, read, help, nothing] {
        for width in (0..=130).step_by(3).chain([1, 39, 40, 41, 109, 110, 111]) {
            for height in (0..=45).step_by(2).chain([1, 11, 13]) {
                clerk.tell(Msg::Resize { width, height });
                clerk.paint();
            }
        }
    }
}

#[test]
fn what_is_typed_or_pasted_never_reaches_the_screen_raw() {
    let mut clerk = Clerk::new(Lang::Zh, 80, 24);
    clerk.tell(Msg::Paste(
        "失\u{202e}业\u{1b}[31m\r\n\u{200b}👨‍👩‍👧".to_owned(),
    ));
    let text = clerk.text();
    assert!(text.contains("失业[31m"), "{text}");
    let bad = |c: char| c != '\n' && guitai::chars::is_unseen(c);
    assert!(!text.contains(bad), "{}", text.escape_debug());
}
