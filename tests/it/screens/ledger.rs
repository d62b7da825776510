//! The ledger, its menu, and what is seen of others at work: the screens over made-up cases.

use guitai::casework::{CaseKind, CaseNumber};
use guitai::rpc::{Changed, Loading};

use super::casework::small_and_usual;
use super::made_up::TODAY;
use super::*;

/// Snapshots a screen in both languages and all three sizes.
fn all_sizes(name: &str, prepare: impl Fn(Clerk) -> Clerk) {
    for (lang, language) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        for (width, height) in [(80, 24), (120, 40), (40, 12)] {
            let clerk = prepare(Clerk::new(lang, width, height));
            insta::assert_snapshot!(format!("{name}-{language}-{width}x{height}"), clerk.text());
        }
    }
}

/// How a clerk gets to a screen.
type Way = fn(Clerk) -> Clerk;

fn ctrl(mut clerk: Clerk, c: char) -> Clerk {
    let key = KeyEvent::new(KeyCode::Char(c), KeyModifiers::CONTROL);
    clerk.tell(Msg::Key(key));
    clerk
}

fn opened(clerk: Clerk) -> Clerk {
    clerk.presses(KeyCode::F(3))
}

fn news(changed: Changed) -> Msg {
    let answer = Answer::Changed(changed);
    Msg::Reply(Reply { number: 0, answer })
}

fn trained(mut clerk: Clerk) -> Clerk {
    let changed = Changed {
        training: true,
        ..Changed::default()
    };
    clerk.tell(news(changed));
    clerk
}

#[test]
fn ledger() {
    all_sizes("ledger", opened);
}

#[test]
fn how_its_cells_look() {
    let clerk = opened(Clerk::new(Lang::Zh, 80, 24)).types("工资");
    let both = format!("{}\n\n{}", clerk.text(), clerk.looks());
    insta::assert_snapshot!("ledger-looks", both);
}

#[test]
fn found_in_a_column_that_is_not_there() {
    all_sizes("ledger-query", |clerk| opened(clerk).types("装饰"));
}

#[test]
fn overdue() {
    all_sizes("ledger-overdue", |clerk| {
        let clerk = ctrl(opened(clerk), 'f').types("l");
        ctrl(ctrl(clerk, 'f').types("m"), 'f').types("u")
    });
}

#[test]
fn empty() {
    small_and_usual("ledger-empty", |mut clerk| {
        clerk.ledger.empty = true;
        opened(clerk)
    });
    small_and_usual("ledger-nothing", |clerk| opened(clerk).types("火星"));
}

#[test]
fn loading() {
    all_sizes("ledger-loading", |mut clerk| {
        clerk.ledger.loading = Some(Loading {
            done: 12_000,
            of: 100_000,
        });
        opened(clerk)
    });
}

#[test]
fn menu() {
    all_sizes("ledger-menu", |clerk| {
        let clerk = ctrl(opened(clerk), 'f').types("c");
        ctrl(clerk, 'f')
    });
}

#[test]
fn new_ones_above() {
    small_and_usual("ledger-above", |mut clerk| {
        clerk = opened(clerk).presses(KeyCode::Down);
        clerk.ledger.more = 3;
        let number = CaseNumber {
            day: TODAY,
            kind: CaseKind::Enquiry,
            serial: 100,
        };
        clerk.tell(news(Changed {
            cases: vec![number],
            ..Changed::default()
        }));
        clerk
    });
}

#[test]
fn help() {
    everywhere("ledger-help", |clerk| opened(clerk).presses(KeyCode::F(1)));
}

#[test]
fn blanked() {
    small_and_usual("ledger-blanked", |clerk| {
        opened(clerk).types("工资").presses(KeyCode::F(9))
    });
}

#[test]
fn a_case_that_others_have_open() {
    small_and_usual("case-shared", |clerk| {
        clerk.types("c20261229-0014").presses(KeyCode::Enter)
    });
}

#[test]
fn training_is_said_on_every_screen() {
    small_and_usual("training", |clerk| opened(trained(clerk)));
    let lookup = |clerk: Clerk| clerk;
    let case = |clerk: Clerk| clerk.types("c20261229-0012").presses(KeyCode::Enter);
    let reader = |clerk: Clerk| clerk.types("sydj").presses(KeyCode::Enter);
    let form = |clerk: Clerk| clerk.types("sydj").presses(KeyCode::F(6));
    let boxed = |clerk: Clerk| {
        let clerk = clerk.presses(KeyCode::F(6)).types("甲");
        clerk.presses(KeyCode::Esc)
    };
    let help = |clerk: Clerk| clerk.presses(KeyCode::F(1));
    let menu = |clerk: Clerk| ctrl(opened(clerk), 'f');
    let logged = |clerk: Clerk| {
        let clerk = clerk.presses(KeyCode::F(6)).presses(KeyCode::F(10));
        clerk.presses(KeyCode::F(10))
    };
    let screens: [(&str, Way); 8] = [
        ("lookup", lookup),
        ("case", case),
        ("reader", reader),
        ("form", form),
        ("boxed", boxed),
        ("help", help),
        ("menu", menu),
        ("logged", logged),
    ];
    for (lang, word) in [(Lang::Zh, "[训练]"), (Lang::En, "[TRAINING]")] {
        for (name, prepare) in screens {
            for (width, height) in [(80, 24), (120, 40), (40, 12)] {
                let clerk = prepare(trained(Clerk::new(lang, width, height)));
                let text = clerk.text();
                let top = text.lines().next().unwrap();
                assert!(top.contains(word), "{name}: {text}");
                let plain = prepare(Clerk::new(lang, width, height)).text();
                assert!(!plain.contains(word), "{plain}");
            }
        }
        let small = trained(Clerk::new(lang, 24, 5)).text();
        assert!(small.starts_with(word), "{small}");
    }
}

#[test]
fn nothing_personal_is_left_in_the_ledger_when_it_is_blanked() {
    let told = [
        "张",
        "欧阳",
        "J***",
        "建筑",
        "工资",
        "童工",
        "装饰",
        "举报人",
    ];
    for width in [40, 80, 120, 200] {
        let clerk = opened(Clerk::new(Lang::Zh, width, 40)).types("装饰");
        let clerk = clerk.presses(KeyCode::Esc).types("工资");
        assert!(clerk.text().contains("工资"));
        let clerk = clerk.presses(KeyCode::F(9));
        let shown = [
            clerk.text(),
            clerk.presses(KeyCode::Esc).text(),
            opened(Clerk::new(Lang::Zh, width, 40))
                .presses(KeyCode::F(9))
                .types("装饰")
                .text(),
            opened(Clerk::new(Lang::Zh, width, 40))
                .presses(KeyCode::F(9))
                .types("张")
                .text(),
        ];
        for text in shown {
            assert!(!told.iter().any(|word| text.contains(word)), "{text}");
        }
    }
}

#[test]
fn whatever_was_told_is_harmless_in_every_column() {
    for lang in [Lang::Zh, Lang::En] {
        for (width, height) in [(40, 12), (80, 24), (120, 40), (200, 50)] {
            let mut clerk = Clerk::new(lang, width, height);
            clerk.ledger.hostile = true;
            let text = opened(clerk).text();
            let bad = |c: char| c != '\n' && guitai::chars::is_unseen(c);
            assert!(!text.contains(bad), "{}", text.escape_debug());
            // Every column begins where it begins on the lines without any harm.
            let honest = opened(Clerk::new(lang, width, height)).text();
            let heading = honest.lines().nth(3);
            assert_eq!(text.lines().nth(3), heading);
            for line in text.lines().skip(4).take(usize::from(height) - 5) {
                assert!(
                    line.is_empty() || line.contains("-0") || line.contains("-1"),
                    "{line}"
                );
                assert!(line.cell_width() <= width, "{line}");
            }
        }
    }
}

#[test]
fn the_ledger_is_painted_at_any_size() {
    let list = opened(Clerk::new(Lang::Zh, 80, 24)).types("装饰");
    let menu = ctrl(opened(Clerk::new(Lang::En, 80, 24)), 'f');
    let nothing = opened(Clerk::new(Lang::En, 80, 24)).types("火星");
    let mut hostile = Clerk::new(Lang::Zh, 80, 24);
    hostile.ledger.hostile = true;
    let training = opened(trained(Clerk::new(Lang::En, 80, 24)));
    let case = opened(Clerk::new(Lang::En, 80, 24)).presses(KeyCode::Enter);
    let help = trained(opened(Clerk::new(Lang::Zh, 80, 24)).presses(KeyCode::F(1)));
    for mut clerk in [list, menu, nothing, opened(hostile), training, case, help] {
        for width in (0..=130).step_by(7).chain([1, 39, 40, 41, 110]) {
            for height in (0..=45).step_by(4).chain([1, 11, 13]) {
                clerk.tell(Msg::Resize { width, height });
                clerk.paint();
            }
        }
    }
}

#[test]
fn one_step_down_changes_the_markers_alone() {
    let clerk = opened(Clerk::new(Lang::Zh, 80, 24));
    let before = clerk.text();
    let after = clerk.presses(KeyCode::Down).text();
    let changed = before.lines().zip(after.lines());
    let changed: Vec<_> = changed.filter(|(before, after)| before != after).collect();
    assert_eq!(changed.len(), 2, "{after}");
    for (before, after) in changed {
        assert_eq!(before[2..], after[2..]);
    }
}
