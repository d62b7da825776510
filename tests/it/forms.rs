//! Forms in a real terminal: what a key costs, where the cursor stands, that leaving asks. Nothing
//! is saved here.

use crate::pty::Terminal;

fn complaint() -> Terminal {
    let mut terminal = Terminal::guitai(80, 24, &[]);
    terminal.expect("共131条").type_text("sydj");
    terminal
        .expect_row(&[">", "申报失业登记"])
        .press(&["Ctrl-T"]);
    terminal.expect("登记投诉").expect("受理期限");
    terminal
}

#[test]
fn a_character_in_a_field_costs_a_few_bytes() {
    let mut terminal = complaint();
    let before = terminal.settle().bytes().len();
    terminal.type_text("张").expect_row(&["姓名", "张"]);
    let sent = terminal.settle().bytes().len() - before;
    assert!(sent < 60, "{sent} bytes");
    // After marker, label and one wide character: there the input method's window belongs.
    assert_eq!(terminal.cursor(), (4, 16, true));
}

#[test]
fn leaving_and_quitting_ask_and_a_burst_is_taken_whole() {
    let mut terminal = complaint();
    // Name, Tab, phone, Esc: in one piece, as over a slow line.
    terminal.send("张三\t138\x1b".as_bytes());
    terminal.expect("放弃已填的内容吗");
    terminal.type_text("n").expect_gone("放弃已填的内容吗");
    terminal
        .expect_row(&["姓名", "张三"])
        .expect_row(&["电话", "138"]);
    terminal.resize(60, 14).expect_row(&["电话", "138"]);
    terminal.press(&["Ctrl-Q"]).expect("退出吗");
    terminal.type_text("y");
    assert!(terminal.exit().success());
}

#[test]
fn query_and_enquiry_in_one_piece_are_about_what_the_query_finds() {
    let mut terminal = Terminal::guitai(80, 24, &[]);
    terminal.expect("共131条");
    terminal.send("sydj\x05怎么办理".as_bytes());
    terminal
        .expect("登记咨询")
        .expect_row(&["内容", "怎么办理"]);
    terminal.expect("请找人社管理中心，电话0898-88832671。");
}

#[test]
fn what_is_pasted_into_a_form_never_reaches_the_terminal_raw() {
    let mut terminal = complaint();
    terminal.send("\x1b[200~张\x1b[5i三\u{202e}\x07\r\n丰\x1b[201~".as_bytes());
    terminal.expect_row(&["姓名", "张[5i三 丰"]);
    let bytes = terminal.bytes();
    assert!(!bytes.windows(4).any(|piece| piece == b"\x1b[5i"));
}
