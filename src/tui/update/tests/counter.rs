//! A counter for tests: keys by name in, questions answered from a few made-up entries. Knows no
//! test.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::super::{start, update};
use super::agencies;
use super::cases::{self, Stand};
use crate::casework::Status;
use crate::registry::{Body, Entry, EntryId, Kind, Phone, Summary};
use crate::rpc::{
    Answer, Bind, Bound, Find, Found, Hit, Loading, Question, Refusal, Reply, Request, Shown,
    TotalIs,
};
use crate::text::Lang;
use crate::tui::Settings;
use crate::tui::message::{Effect, Msg};
use crate::tui::model::Model;

/// Entries `1` to `count` are services called `事项1`…; a query is found in titles.
pub(super) struct Counter {
    pub(super) model: Model,
    pub(super) count: u32,
    /// Everything asked, oldest first.
    pub(super) asked: Vec<Question>,
    /// Whether questions stay unanswered.
    pub(super) silent: bool,
    pub(super) effects: Vec<Effect>,
    /// How many cases the ledger has: complaints 1 to this, the newest first.
    pub(super) cases: u32,
    /// How far the owner says it is with reading them in.
    pub(super) loading: Option<Loading>,
    /// How the cases stand.
    pub(super) stand: Stand,
    /// What logging, listing cases or acting is refused with, one time each, the first first.
    pub(super) faults: Vec<Refusal>,
}

impl Counter {
    pub(super) fn new(count: u32) -> Self {
        let settings = Settings {
            lang: Lang::Zh,
            color: true,
            lines: crate::tui::Lines::Ascii,
            detail: true,
            training: false,
        };
        let mut counter = Self {
            model: Model::new(settings, 80, 24, true),
            count,
            asked: Vec::new(),
            silent: false,
            effects: Vec::new(),
            cases: 0,
            loading: None,
            stand: Stand {
                status: Status::Open,
                revision: 1,
            },
            faults: Vec::new(),
        };
        let effects = start(&mut counter.model);
        counter.perform(effects);
        counter
    }

    pub(super) fn tell(&mut self, message: Msg) -> &mut Self {
        let effects = update(&mut self.model, message);
        self.perform(effects);
        self
    }

    pub(super) fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            let Effect::Ask(question) = effect else {
                self.effects.push(effect);
                continue;
            };
            self.asked.push(question.clone());
            if !self.silent {
                self.answer(&question);
            }
        }
    }

    pub(super) fn answer(&mut self, question: &Question) {
        let answer = match &question.request {
            Request::Find(find) => Answer::Found(found(find, self.count)),
            Request::Show(reference) => Answer::Shown(Box::new(shown(&reference.to_string()))),
            Request::Log(_) | Request::ListCases(_) if !self.faults.is_empty() => {
                Answer::Refused(self.faults.remove(0))
            }
            Request::Log(log) => Answer::Logged(cases::receipt(log)),
            Request::ListCases(list) => {
                let mut found = cases::listed(list, self.cases, self.stand);
                found.loading = self.loading;
                Answer::Cases(Box::new(found))
            }
            Request::Watch(_) | Request::Noted(_) => Answer::Done,
            Request::Bind(_) | Request::Unbind(_) if !self.faults.is_empty() => {
                Answer::Refused(self.faults.remove(0))
            }
            Request::Bind(bind) => Answer::Bound(Box::new(bound(bind))),
            Request::Unbind(_) => Answer::Gone(1),
            Request::ShowCase { number, reveal } => cases::case(*number, *reveal, self.stand),
            Request::Act(_) if !self.faults.is_empty() => Answer::Refused(self.faults.remove(0)),
            Request::Act(act) => Answer::Acted(self.stand.act(act)),
            Request::FindAgencies(find) => Answer::Agencies(agencies::found(find)),
            Request::Deadline { .. } => Answer::Deadline(Some(cases::deadline())),
            Request::Due { .. } => Answer::Deadline(Some(cases::deadline())),
            other => panic!("{other:?}"),
        };
        self.tell(Msg::Reply(Reply {
            number: question.number,
            answer,
        }));
    }

    /// Keys by name; anything else is typed.
    pub(super) fn keys(&mut self, keys: &[&str]) -> &mut Self {
        for key in keys {
            let (code, modifiers) = match *key {
                "Up" => (KeyCode::Up, KeyModifiers::NONE),
                "Down" => (KeyCode::Down, KeyModifiers::NONE),
                "Left" => (KeyCode::Left, KeyModifiers::NONE),
                "Right" => (KeyCode::Right, KeyModifiers::NONE),
                "Home" => (KeyCode::Home, KeyModifiers::NONE),
                "End" => (KeyCode::End, KeyModifiers::NONE),
                "PageDown" => (KeyCode::PageDown, KeyModifiers::NONE),
                "Enter" => (KeyCode::Enter, KeyModifiers::NONE),
                "Esc" => (KeyCode::Esc, KeyModifiers::NONE),
                "BackTab" => (KeyCode::BackTab, KeyModifiers::NONE),
                "Delete" => (KeyCode::Delete, KeyModifiers::NONE),
                "PageUp" => (KeyCode::PageUp, KeyModifiers::NONE),
                "F3" => (KeyCode::F(3), KeyModifiers::NONE),
                "F2" => (KeyCode::F(2), KeyModifiers::NONE),
                "F4" => (KeyCode::F(4), KeyModifiers::NONE),
                "F5" => (KeyCode::F(5), KeyModifiers::NONE),
                "F6" => (KeyCode::F(6), KeyModifiers::NONE),
                "F7" => (KeyCode::F(7), KeyModifiers::NONE),
                "F9" => (KeyCode::F(9), KeyModifiers::NONE),
                "F10" => (KeyCode::F(10), KeyModifiers::NONE),
                "Tab" => (KeyCode::Tab, KeyModifiers::NONE),
                "Backspace" => (KeyCode::Backspace, KeyModifiers::NONE),
                "F1" => (KeyCode::F(1), KeyModifiers::NONE),
                "F8" => (KeyCode::F(8), KeyModifiers::NONE),
                ctrl if ctrl.starts_with("Ctrl-") => (
                    KeyCode::Char(ctrl.chars().last().unwrap().to_ascii_lowercase()),
                    KeyModifiers::CONTROL,
                ),
                text => {
                    for c in text.chars() {
                        let key = KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE);
                        self.tell(Msg::Key(key));
                    }
                    continue;
                }
            };
            self.tell(Msg::Key(KeyEvent::new(code, modifiers)));
            self.model.painted();
        }
        self
    }

    pub(super) fn selected(&self) -> String {
        let hit = self.model.lookup.selected();
        hit.map_or_else(String::new, |hit| hit.summary.title.clone())
    }

    pub(super) fn query(&self) -> &str {
        self.model.lookup.input.value()
    }

    pub(super) fn finds(&self) -> Vec<&Find> {
        let finds = self
            .asked
            .iter()
            .filter_map(|question| match &question.request {
                Request::Find(find) => Some(find),
                _ => None,
            });
        finds.collect()
    }

    pub(super) fn last_find(&self) -> &Find {
        self.finds().last().unwrap()
    }

    pub(super) fn shows(&self) -> usize {
        let is_show = |question: &&Question| matches!(question.request, Request::Show(_));
        self.asked.iter().filter(is_show).count()
    }
}

/// The line that a request to bind words makes.
fn bound(bind: &Bind) -> Bound {
    Bound {
        mark: bind.once,
        words: bind.words.clone(),
        entry: Some(bind.entry.clone()),
        title: "事项".to_owned(),
        clerk: "lin".parse().unwrap(),
        at: "2026-11-24T01:00:00Z".parse().unwrap(),
    }
}

fn summary(n: u32) -> Summary {
    let id: EntryId = format!("hrss/service/{n}").parse().unwrap();
    Summary {
        kind: Kind::Service,
        title: format!("事项{n}"),
        list: id.list.clone(),
        agency: n.is_multiple_of(2).then(|| "人社管理中心".to_owned()),
        phone: n.is_multiple_of(2).then(|| phone("0898-88832671")),
        id,
    }
}

fn phone(text: &str) -> Phone {
    serde_json::from_str(&format!("\"{text}\"")).unwrap()
}

fn found(find: &Find, count: u32) -> Found {
    let nothing_of_this_kind =
        !find.scope.kinds.is_empty() && !find.scope.kinds.contains(&Kind::Service);
    let related = |n: u32| find.scope.related_to.is_none() || n.is_multiple_of(2);
    let fits = |n: &u32| related(*n) && format!("事项{n}").contains(&find.text);
    let all: Vec<u32> = (1..=count).filter(fits).collect();
    let total = if nothing_of_this_kind { 0 } else { all.len() };
    let hits = all.iter().take(total.min(find.limit)).map(|n| Hit {
        summary: summary(*n),
        score: 0,
        matched: None,
        marks: Vec::new(),
        via: None,
        excerpt: None,
        why: None,
    });
    Found {
        cut: false,
        unlabelled: None,
        unheld: Vec::new(),
        query: find.text.clone(),
        total,
        total_is: TotalIs::Exact,
        lists: Vec::new(),
        by_kind: Kind::ALL
            .map(|kind| (kind, if kind == Kind::Service { all.len() } else { 0 }))
            .into(),
        hits: hits.collect(),
    }
}

fn shown(reference: &str) -> Shown {
    let id: EntryId = reference.parse().unwrap();
    let content = Some("一段很长的内容，要占好几行。".repeat(60));
    Shown {
        entry: Entry {
            kind: Kind::Service,
            title: String::new(),
            list: id.list.clone(),
            body: Body::Service {
                content,
                agency: None,
                phone: None,
                phones: Vec::new(),
            },
            related: Vec::new(),
            id,
        },
        related: Vec::new(),
        whose: None,
    }
}
