//! What goes over the line in a clerk's day, step by step, beside the least that could.

use std::time::Duration;

use super::hall::Hall;
use super::ideal::ideal;
use super::pty::Terminal;
use super::support::run;

/// What a clerk does in a day, over and over, and what the screen shows after each step: a text in some
/// row, or after `!` one that is in none. Where the larger window shows something else, that stands
/// behind a `|`. `#` stands for how the numbers of today's cases begin.
const DAY: &[(&str, &str)] = &[
    ("失业登记", "> 服务 申报失业登记"),
    ("Down", "> 边界 应届高校毕业生"),
    ("Enter", "PageDown 翻页|!查找 > "),
    ("PageDown", "2-22/22行|!查找 > "),
    ("Esc", "查找 > 失业登记"),
    ("Ctrl-G", "> 机构 区人社局"),
    ("Down", "> 机构 区财政局"),
    ("Esc", "查找 > 失业登记"),
    ("Ctrl-E", "登记咨询  应届高校毕业生"),
    ("Tab", "> 答复方式：[当场答复]"),
    ("Tab", "> 答复："),
    ("Ctrl-S", "已登记 E20"),
    ("shbx", "> 监管 社会保险基金监督管理"),
    ("Down", "> 服务 城镇从业人员"),
    ("Down", "> 事项 组织实施社会保险及"),
    ("F8", "!-- 详情 -"),
    ("Down", "> 事项 组织实施社会保险基金监督"),
    ("F8", "-- 详情 -"),
    ("Ctrl-T", "> 姓名："),
    ("王小明", "> 姓名：      王小明"),
    ("Tab", "> 电话："),
    ("13800001234", "> 电话：      13800001234"),
    ("Tab", "> 证件号码："),
    ("Esc", "y 是  n 否"),
    ("y", "查找 > shbx"),
    ("Ctrl-U", "共131条"),
    ("bzdnm", "> 边界 被征地农民社会保障补贴"),
    ("Tab", "== 详情 ="),
    ("Down", "2-12/31行|== 详情 ="),
    ("Down", "3-13/31行|== 详情 ="),
    ("PageDown", "13-23/31行|== 详情 ="),
    ("Esc", "-- 详情 -"),
    ("F1", "帮助：查询"),
    ("PageDown", "21-41/53行|帮助：查询"),
    ("Esc", "查找 > bzdnm"),
    ("Ctrl-U", "共131条"),
    ("Right", "[服务 13]"),
    ("Right", "[职责 12]"),
    ("Left", "[服务 13]"),
    ("Left", "[全部 131]"),
    ("4936", "> 机构 市劳动保障监察支队崖州大队"),
    ("F3", "> #31"),
    ("Down", "> #30"),
    ("Down", "> #29"),
    ("PageDown", "!> #29"),
    ("Home", "> #31"),
    ("Down", "> #30"),
    ("Enter", "登记件 #30"),
    ("PageDown", "! 1-"),
    ("Esc", "> #30"),
    ("F2", "查找 > 4936"),
    ("Ctrl-U", "共131条"),
    ("Down", "> 服务 受理有关劳动保障"),
    ("PageDown", "!> 服务 受理有关劳动保障"),
    ("PageDown", "!> 服务"),
    ("End", "> 机构 区民政局"),
    ("Up", "> 机构 区农林局"),
    ("Home", "> 服务 城镇从业人员"),
];

/// Waits until the screen shows what a step leads to.
#[track_caller]
fn expect_after(terminal: &mut Terminal, shown: &str, is_small: bool) {
    let (small, large) = shown.split_once('|').unwrap_or((shown, shown));
    let shown = if is_small { small } else { large };
    match shown.strip_prefix('!') {
        Some(gone) => terminal.expect_gone(gone),
        None => terminal.expect(shown),
    };
}

/// Logs thirty enquiries that fill more than a page each; tells how all their numbers begin.
fn thirty_cases(hall: &Hall) -> String {
    let content = "问过，已经说明。\n".repeat(50);
    let form = serde_json::json!({"subject": "咨询", "content": content}).to_string();
    let mut number = String::new();
    for _ in 0..30 {
        let mut command = hall.guitai();
        command.args(["log", "enquiry", "--from-json", "-"]);
        let ran = run(&mut command, form.as_bytes());
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        number = ran.out.trim().to_owned();
    }
    number.strip_suffix("30").expect("the thirtieth").to_owned()
}

#[test]
fn a_clerks_day_takes_no_more_than_the_least_and_a_tenth() {
    for (cols, rows) in [(80, 24), (120, 40)] {
        let hall = Hall::new();
        let today = thirty_cases(&hall);
        let mut terminal = Terminal::start(cols, rows, &hall.guitai());
        terminal.expect("共131条").settle();
        let (mut sent, mut least) = (0, 0);
        let mut dear = Vec::new();
        for (step, shown) in DAY {
            let before = terminal.rows();
            let pieces: Vec<String> = match step.chars().next() {
                Some(c) if c.is_ascii_uppercase() => vec![String::from(*step)],
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
            expect_after(&mut terminal, &shown.replace('#', &today), cols == 80);
            // The larger window holds some pages whole.
            assert!(
                cols > 80 || terminal.rows() != before,
                "{step} does nothing"
            );
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
