//! Words that led nowhere, offered to the entry that is open, bound and let go again.

use guitai::rpc::Bound;

use super::*;

/// What is answered about the hall's own words; nothing for what others answer.
pub(super) fn answer(request: &Request) -> Option<Answer> {
    match request {
        Request::Noted(_) => Some(Answer::Done),
        Request::Bind(bind) => Some(Answer::Bound(Box::new(Bound {
            mark: bind.once,
            words: bind.words.clone(),
            entry: Some(bind.entry.clone()),
            title: "申报失业登记".to_owned(),
            clerk: "lin".parse().unwrap(),
            at: "2026-11-24T01:00:00Z".parse().unwrap(),
        }))),
        Request::Unbind(_) => Some(Answer::Gone(1)),
        _ => None,
    }
}

fn offered(clerk: Clerk) -> Clerk {
    let clerk = clerk.types("火星移民").presses(KeyCode::Esc);
    clerk.types("sydj").presses(KeyCode::Enter)
}

fn binds(mut clerk: Clerk) -> Clerk {
    let key = KeyEvent::new(KeyCode::Char('k'), KeyModifiers::CONTROL);
    clerk.tell(Msg::Key(key));
    clerk
}

#[test]
fn words_that_found_nothing_are_offered() {
    everywhere("offer", offered);
}

#[test]
fn what_was_bound_is_said_and_how_it_is_undone() {
    everywhere("bound", |clerk| binds(offered(clerk)));
    let last = |clerk: &Clerk| -> String {
        let text = clerk.text();
        let rows: Vec<&str> = text.lines().collect();
        rows[rows.len() - 2].to_owned()
    };
    let clerk = binds(offered(Clerk::new(Lang::Zh, 80, 24))).presses(KeyCode::Down);
    assert!(last(&clerk).contains("Ctrl-K 撤销"), "{}", last(&clerk));
    let clerk = binds(clerk);
    assert!(last(&clerk).contains("已撤销"), "{}", last(&clerk));
    let clerk = clerk.presses(KeyCode::Down);
    assert!(
        last(&clerk).contains("把“火星移民”记到这一条？  Ctrl-K 记"),
        "{}",
        last(&clerk)
    );
}

#[test]
fn long_words_leave_room_for_the_key_and_blanked_ones_are_not_shown() {
    let long = "火星移民".repeat(6);
    for (lang, width) in [
        (Lang::Zh, 40),
        (Lang::En, 40),
        (Lang::Zh, 80),
        (Lang::En, 80),
    ] {
        let clerk = Clerk::new(lang, width, 12).types(&long);
        let clerk = clerk.presses(KeyCode::Esc).types("sydj");
        let clerk = clerk.presses(KeyCode::Enter);
        assert!(clerk.text().contains("火星"), "{}", clerk.text());
        assert!(clerk.text().contains("Ctrl-K"), "{}", clerk.text());
        let clerk = clerk.presses(KeyCode::F(9)).presses(KeyCode::Down);
        assert!(!clerk.text().contains("火星"), "{}", clerk.text());
        assert!(clerk.text().contains("Ctrl-K"), "{}", clerk.text());
    }
}
