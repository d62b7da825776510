//! The counter as a clerk uses it: the real program, a real pseudo-terminal, keys in, screen out.

use portable_pty::CommandBuilder;

use crate::pty::Terminal;

fn counter() -> Terminal {
    let mut terminal = Terminal::guitai(80, 24, &[]);
    terminal.expect("共131条");
    terminal
}

/// Replaces what stands in the search line.
fn ask(terminal: &mut Terminal, typed: &str) {
    terminal.press(&["Ctrl-U"]).expect("共131条");
    terminal.type_text(typed);
}

#[test]
fn opens_with_the_real_list_and_nothing_to_set_up() {
    let mut terminal = counter();
    terminal
        .expect("城镇从业人员及城乡居民社会保险政策的咨询")
        .expect("0898-88832671");
    let (row, column, shows) = terminal.settle().cursor();
    assert!(shows, "the search line has the cursor");
    let line = &terminal.rows()[usize::from(row)];
    assert!(line.contains("查找"), "cursor on {line:?}, column {column}");
}

#[test]
fn finds_by_every_way_of_typing() {
    let mut terminal = counter();
    for (typed, selected) in [
        ("失业登记", "申报失业登记"),
        ("失业登", "申报失业登记"),
        ("灵活社保", "“3545”灵活就业人员申请社保补贴"),
        ("shiyedengji", "申报失业登记"),
        ("shi ye deng ji", "申报失业登记"),
        ("sydj", "申报失业登记"),
        ("失业dj", "申报失业登记"),
        ("shiydj", "申报失业登记"),
        ("报销 医疗", "城乡居民医疗意外受伤住院报销办理"),
        ("医疗 报销", "城乡居民医疗意外受伤住院报销办理"),
        ("88844936", "市劳动保障监察支队崖州大队"),
        ("4936", "市劳动保障监察支队崖州大队"),
        ("财政局", "区财政局"),
        ("czj", "区财政局"),
        ("失業登記", "申报失业登记"),
        ("３５４５", "“3545”灵活就业人员申请社保补贴"),
    ] {
        ask(&mut terminal, typed);
        terminal.expect_row(&[">", selected]);
    }
}

#[test]
fn matched_characters_stand_out_also_by_pinyin() {
    let mut terminal = counter();
    for typed in ["失业登记", "sydj", "shiyedengji"] {
        ask(&mut terminal, typed);
        terminal.expect_row(&[">", "申报失业登记"]);
        let marked = terminal.marked_in("申报失业登记");
        assert!(marked.contains("失业登记"), "{typed}: {marked}");
        assert!(!marked.contains("申"), "{typed}: {marked}");
    }
}

#[test]
fn a_boundary_matter_is_read_to_its_end() {
    let mut terminal = counter();
    terminal
        .type_text("bzdnm")
        .expect_row(&[">", "被征地农民社会保障补贴"]);
    terminal.press(&["Enter"]);
    terminal
        .expect("区人社局")
        .expect("负责协调相关部门做好被征地农民缴费补贴各项工作");
    let mut seen = terminal.rows().join("\n");
    for _ in 0..6 {
        terminal.press(&["PageDown"]);
        terminal.settle();
        seen.push_str(&terminal.rows().join("\n"));
    }
    for part in [
        "区国土分局",
        "区农林局",
        "区财政局",
        "琼府﹝2013﹞21号",
        "加盖公章",
        "相关",
    ] {
        assert!(seen.contains(part), "{part} in\n{seen}");
    }
    terminal.press(&["Esc"]).expect("找到");
}

#[test]
fn the_detail_pane_shows_the_place_of_the_match() {
    let mut terminal = counter();
    // In the example, far below the fold of the pane.
    terminal
        .type_text("加盖公章")
        .expect("在《方案审核表》上做审核意见并");
    // From there on it scrolls.
    terminal.press(&["Tab", "Home"]).expect("hrss/boundary/3");
}

#[test]
fn a_regime_shows_its_sections_and_the_pane_scrolls() {
    let mut terminal = counter();
    terminal
        .type_text("社保基金")
        .press(&["Ctrl-U"])
        .expect("共131条");
    terminal
        .type_text("shbxjjjd")
        .expect_row(&[">", "社会保险基金监督管理"]);
    terminal.expect("监督检查对象");
    terminal.press(&["Tab", "End"]).expect("相关");
    // Typing goes to the search line wherever the focus is.
    terminal.type_text("x").expect("shbxjjjdx");
}

#[test]
fn related_entries_are_one_key_away_and_escape_comes_back() {
    let mut terminal = counter();
    terminal
        .type_text("sydj")
        .expect_row(&[">", "申报失业登记"]);
    terminal.press(&["Ctrl-G"]).expect("相关：申报失业登记");
    terminal
        .expect_row(&[">", "人社管理中心"])
        .expect("申报就业登记");
    terminal
        .press(&["Esc"])
        .expect("sydj")
        .expect_row(&[">", "申报失业登记"]);
}

#[test]
fn browses_by_part_and_by_agency_without_a_query() {
    let mut terminal = counter();
    terminal.press(&["Right"]).expect("共13条");
    terminal.press(&["Left", "Left"]).expect("共10条");
    terminal.press(&["End"]).expect_row(&[">", "区民政局"]);
    terminal.press(&["Ctrl-G"]).expect("相关：区民政局");
    terminal.expect_row(&[">", "应届高校毕业生失业补助金申领发放"]);
    terminal
        .press(&["Esc"])
        .expect("共10条")
        .expect_row(&[">", "区民政局"]);
    terminal.press(&["Esc"]).expect("共131条");
}

#[test]
fn help_by_function_key_and_by_leader_also_full_width() {
    let mut terminal = counter();
    terminal
        .press(&["F1"])
        .expect("帮助：查询")
        .expect("Ctrl-G");
    terminal.press(&["Esc"]).expect_gone("帮助：查询");
    terminal
        .press(&["Ctrl-O"])
        .type_text("?")
        .expect("帮助：查询");
    terminal.press(&["Esc"]).expect_gone("帮助：查询");
    terminal
        .press(&["Ctrl-O"])
        .type_text("？")
        .expect("帮助：查询");
}

#[test]
fn the_detail_pane_hides_and_shows() {
    let mut terminal = counter();
    terminal.type_text("sydj").expect("联系电话");
    terminal
        .press(&["F8"])
        .expect_gone("联系电话")
        .expect("F8 详情");
    terminal
        .press(&["Ctrl-O"])
        .type_text("８")
        .expect("联系电话");
}

#[test]
fn speaks_english_when_asked() {
    let mut terminal = Terminal::guitai(80, 24, &["--lang", "en"]);
    terminal.expect("131 entries").type_text("sydj");
    terminal
        .expect_row(&[">", "申报失业登记"])
        .expect("Agency")
        .expect("help");
    terminal.press(&["F1"]).expect("Help: lookup");
}

#[test]
fn without_colours_none_are_sent_and_marks_still_show() {
    let mut terminal = Terminal::guitai(80, 24, &["--no-color"]);
    terminal
        .type_text("sydj")
        .expect_row(&[">", "申报失业登记"]);
    terminal.settle().with_screen(assert_colourless);
    assert!(terminal.marked_in("申报失业登记").contains("失业登记"));
}

fn assert_colourless(screen: &vt100::Screen) {
    let (rows, columns) = screen.size();
    for row in 0..rows.get() {
        for cell in (0..columns.get()).filter_map(|column| screen.cell(row, column)) {
            let plain = (vt100::Color::Default, vt100::Color::Default);
            assert_eq!(
                (cell.fgcolor(), cell.bgcolor()),
                plain,
                "{}",
                cell.contents()
            );
        }
    }
}

#[test]
fn a_terminal_without_colours_is_sent_none() {
    for term in ["vt100", "dumb", ""] {
        let mut command = CommandBuilder::new("env");
        command.args([&format!("TERM={term}"), env!("CARGO_BIN_EXE_guitai")]);
        let mut terminal = Terminal::run(80, 24, command);
        terminal
            .expect("共131条")
            .settle()
            .with_screen(assert_colourless);
    }
}

#[test]
fn a_window_that_was_another_size_for_a_moment_is_painted_anew() {
    let mut terminal = counter();
    let before = terminal.settle().bytes().len();
    // Both in one go, as a dragged window on a slow line sends them.
    terminal.resize(60, 20).resize(80, 24);
    terminal
        .wait_for_bytes_after(before, b"\x1b[2J")
        .expect("共131条");
}

#[test]
fn what_is_typed_over_an_open_entry_is_the_next_question() {
    let mut terminal = counter();
    terminal
        .type_text("sydj")
        .expect_row(&[">", "申报失业登记"]);
    terminal.press(&["Enter"]).expect_gone("sydj");
    terminal.type_text("mzj").expect_row(&[">", "区民政局"]);
}

#[test]
fn escape_comes_out_of_the_detail_before_it_clears() {
    let mut terminal = counter();
    terminal
        .type_text("bzdnm")
        .expect_row(&[">", "被征地农民社会保障补贴"]);
    terminal
        .press(&["Tab"])
        .expect("Esc 返回")
        .expect("PageDown 翻页");
    terminal.press(&["Esc"]).expect("Esc 清除").expect("bzdnm");
    terminal.press(&["Ctrl-G"]).expect("Esc 返回");
}

#[test]
fn a_flood_of_keys_is_survived() {
    let mut terminal = counter();
    terminal.send(&b"sydj\x15".repeat(60_000));
    terminal
        .press(&["Ctrl-U"])
        .type_text("mzj")
        .expect_row(&[">", "区民政局"]);
}

#[test]
fn a_window_of_any_size_keeps_what_was_typed() {
    let mut terminal = counter();
    terminal
        .type_text("sydj")
        .expect_row(&[">", "申报失业登记"]);
    terminal.resize(120, 40).expect("sydj").expect("联系电话");
    terminal.resize(20, 5).expect("窗口太小");
    terminal.resize(1, 1);
    terminal.settle();
    terminal.resize(40, 12).expect_row(&[">", "申报失业登记"]);
    terminal
        .resize(80, 24)
        .expect("sydj")
        .expect_row(&[">", "申报失业登记"]);
    terminal.expect("联系电话");
}

#[test]
fn a_paste_is_typing_with_line_breaks_and_escapes_made_harmless() {
    let mut terminal = counter();
    terminal.send("\x1b[200~失业\r\n\x07\u{202e}\u{200b}登记\x1b[201~".as_bytes());
    terminal
        .expect("失业 登记")
        .expect_row(&[">", "申报失业登记"]);
    // A carriage return did not open the entry.
    terminal.expect("找到");
}

#[test]
fn a_query_of_ten_thousand_characters_and_emoji_do_no_harm() {
    let mut terminal = counter();
    terminal.send(format!("\x1b[200~{}\x1b[201~", "失".repeat(10_000)).as_bytes());
    terminal.expect("256").expect("没有找到");
    ask(&mut terminal, "👨‍👩‍👧‍👦e\u{301}");
    terminal.expect("没有找到");
    ask(&mut terminal, "sydj");
    terminal.expect_row(&[">", "申报失业登记"]);
}

#[test]
fn escape_clears_the_line_and_the_search_begins_anew() {
    let mut terminal = counter();
    terminal.type_text("mzj").expect_row(&[">", "区民政局"]);
    terminal.press(&["Esc"]).expect("共131条");
}

/// Bytes that a key brings which puts the detail pane away, after keys that change nothing.
fn bytes_for_hiding_after(terminal: &mut Terminal, idle: &[&str]) -> usize {
    let before = terminal.settle().bytes().len();
    terminal.press(idle).press(&["F8"]).expect_gone("联系电话");
    let sent = terminal.settle().bytes().len() - before;
    terminal.press(&["F8"]).expect("联系电话");
    sent
}

#[test]
fn sends_nothing_when_nothing_changed_and_never_asks_the_terminal() {
    let mut terminal = counter();
    terminal.type_text("sydj").expect("联系电话");
    let alone = bytes_for_hiding_after(&mut terminal, &[]);
    let idle = ["Home", "Up", "PageUp", "F2", "Right"];
    assert_eq!(bytes_for_hiding_after(&mut terminal, &idle), alone);
    let bytes = String::from_utf8_lossy(&terminal.bytes()).into_owned();
    for question in [
        "\x1b[6n",
        "\x1b[5n",
        "\x1b[c",
        "\x1b[>c",
        "\x1b[?u",
        "\x1b]10;?",
        "\x1b]11;?",
    ] {
        assert!(!bytes.contains(question), "{}", question.escape_debug());
    }
}

#[test]
fn a_burst_of_keys_is_painted_once_or_twice() {
    let mut terminal = counter();
    terminal.settle();
    let (bytes, since) = (terminal.bytes().len(), terminal.reads());
    terminal.type_text(&"囍龘".repeat(25));
    terminal.expect("没有找到");
    terminal.settle();
    let line = |rows: &Vec<String>| rows.iter().find(|row| row.contains("查找")).cloned();
    let mut lines: Vec<_> = terminal.screens(since).iter().filter_map(line).collect();
    lines.dedup();
    // As it was, perhaps as the keys were caught in their middle, and as it is in the end.
    assert!((2..=3).contains(&lines.len()), "{lines:#?}");
    // The answer may come behind the keys.
    let frames = terminal.reads() - since;
    assert!(frames <= 4, "{frames} frames");
    let sent = terminal.bytes().len() - bytes;
    assert!(sent < 2400, "{sent} bytes");
}
