//! Several at the counter at once: what others do is seen at once, costs little and moves nothing
//! under the eyes; an owner or a terminal that stands still for a while does no harm.

use std::time::Instant;

use super::hall::Hall;
use super::pty::Terminal;
use super::support::run;

/// Somebody else's command.
fn somebody(hall: &Hall, args: &[&str]) -> String {
    let ran = run(hall.guitai().args(args), b"");
    assert_eq!(ran.code, Some(0), "{args:?}: {}", ran.err);
    ran.out.trim().to_owned()
}

fn complaint(hall: &Hall, about: &str) -> String {
    somebody(
        hall,
        &["log", "complaint", "--content", "欠薪", "--subject", about],
    )
}

/// The ledger of a hall with so many complaints, and their numbers.
fn ledger(cases: usize) -> (Hall, Terminal, Vec<String>) {
    let hall = Hall::new();
    let numbers = (1..=cases).map(|n| complaint(&hall, &format!("第{n}件")));
    let numbers: Vec<String> = numbers.collect();
    let mut terminal = Terminal::start(80, 24, &hall.guitai());
    terminal.expect("共131条").press(&["F3"]);
    terminal.expect(&format!("共{cases}件")).settle();
    (hall, terminal, numbers)
}

#[test]
fn a_change_is_its_own_row_and_a_case_that_leaves_the_list_is_still_what_enter_opens() {
    let (hall, mut terminal, numbers) = ledger(6);
    terminal.press(&["Right"]).expect("[在办]");
    terminal
        .press(&["Down", "Down"])
        .expect_row(&["> ", &numbers[3]])
        .settle();
    let before = terminal.bytes().len();
    somebody(&hall, &["case", "accept", &numbers[1]]);
    terminal.expect_row(&[&numbers[1], "已受理"]).settle();
    let sent = terminal.bytes().len() - before;
    assert!(sent <= 120, "{sent} bytes for a row");
    somebody(
        &hall,
        &["case", "withdraw", &numbers[3], "--reason", "不属管辖"],
    );
    terminal
        .expect("已不在此列表")
        .expect_row(&["> ", &numbers[3]]);
    terminal
        .press(&["Enter"])
        .expect(&numbers[3])
        .expect("不属管辖");
}

#[test]
fn what_many_do_at_once_is_not_painted_one_by_one() {
    let (hall, mut terminal, _) = ledger(2);
    // So long nobody has pressed a key that what comes is others' doing.
    terminal.settle_for(std::time::Duration::from_millis(1100));
    let (frames, since) = (terminal.reads(), Instant::now());
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| (0..6).for_each(|_| drop(complaint(&hall, "同时"))));
        }
    });
    terminal.expect("共26件").settle();
    let most = since.elapsed().as_millis() / 200 + 2;
    let frames = terminal.reads() - frames;
    assert!(frames as u128 <= most, "{frames} frames, {most} at most");
}

#[test]
fn what_is_typed_and_entered_in_one_piece_opens_what_it_finds_however_long_that_takes() {
    let hall = Hall::new();
    let mut terminal = Terminal::start(80, 24, &hall.guitai());
    terminal.expect("共131条").settle();
    terminal
        .send(b"sydj\r")
        .expect("申报失业登记")
        .expect_gone("查找");
    terminal
        .press(&["Esc", "Ctrl-U"])
        .expect("共131条")
        .settle();
    let standing_still = hall.hold_owner();
    terminal.send(b"ldjc\r").expect("等待查询结果");
    terminal.press(&["Esc"]).expect("还没有查到");
    terminal.press(&["Enter"]).expect("等待查询结果");
    drop(standing_still);
    terminal.expect_gone("查找").expect_gone("等待查询结果");
    terminal.expect("劳动").press(&["Esc"]).expect("> ldjc");
}

#[test]
fn a_terminal_that_took_nothing_for_a_while_shows_the_newest() {
    let (hall, mut terminal, _) = ledger(2);
    terminal.freeze(true);
    // More than a terminal keeps: from here on the program waits inside a write.
    for _ in 0..20 {
        terminal.press(&["Ctrl-L"]);
    }
    for _ in 0..5 {
        complaint(&hall, "其间");
    }
    terminal.freeze(false);
    terminal.expect("共7件");
    terminal.press(&["Esc"]).expect("共131条");
}
