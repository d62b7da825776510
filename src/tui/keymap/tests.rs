//! Walks the table.

use std::collections::HashSet;

use crossterm::event::{KeyCode, KeyModifiers};

use super::*;
use crate::tui::view::hint;
use crate::tui::widgets::glyph;

const SCOPES: [Scope; 13] = [
    Scope::Any,
    Scope::Lookup,
    Scope::Ledger,
    Scope::Narrow,
    Scope::Reader,
    Scope::Form,
    Scope::Case,
    Scope::Logged,
    Scope::Menu,
    Scope::Picker,
    Scope::Overtaken,
    Scope::Confirm,
    Scope::Help,
];
const LANGS: [Lang; 2] = [Lang::Zh, Lang::En];

#[test]
fn no_key_means_two_things_in_the_same_place_at_the_same_time() {
    let mut seen = HashSet::new();
    for binding in BINDINGS {
        assert!(
            seen.insert((binding.scope, binding.chord, binding.when)),
            "{} in {:?}",
            binding.chord,
            binding.scope
        );
        // `Always` beside a condition would hide one of the two.
        let rivals = BINDINGS
            .iter()
            .filter(|other| (other.scope, other.chord) == (binding.scope, binding.chord));
        assert!(
            binding.when != When::Always || rivals.count() == 1,
            "{}",
            binding.chord
        );
    }
}

#[test]
fn every_action_has_a_key_and_a_line_of_help_in_both_languages() {
    let helps = [Scope::Lookup, Scope::Ledger, Scope::Form, Scope::Case].map(|under| {
        let lines = |group| help_lines(under, group, |_| true);
        Group::ALL.into_iter().flat_map(lines).collect::<Vec<_>>()
    });
    for action in Action::ALL.iter().copied() {
        assert!(key_of(action).is_some(), "{action:?} has no key");
        let times = |help: &Vec<HelpLine>| help.iter().filter(|line| line.action == action).count();
        let counts = helps.each_ref().map(times);
        assert!(counts.contains(&1), "{action:?}");
        assert!(counts.iter().all(|count| *count <= 1), "{action:?}");
        assert!(LANGS.iter().all(|lang| !action.about(*lang).is_empty()));
    }
}

#[test]
fn where_text_is_typed_no_bare_character_is_bound() {
    for binding in BINDINGS {
        let menu = [Scope::Confirm, Scope::Narrow].contains(&binding.scope);
        let takes_text = !menu && binding.when != When::ChoiceFocused;
        assert!(
            !(takes_text && binding.chord.is_text()),
            "{}",
            binding.chord
        );
        assert!(
            !binding.chord.modifiers.contains(KeyModifiers::ALT),
            "Alt is not everywhere"
        );
    }
}

#[test]
fn the_keys_of_casework_are_the_contracts() {
    let event = |chord: Chord| KeyEvent::new(chord.code, chord.modifiers);
    let text = |when| when != When::ChoiceFocused && when != When::Saving;
    for (scope, chord, action) in [
        (Scope::Lookup, chord::f(5), Action::Enquiry),
        (Scope::Lookup, chord::ctrl('e'), Action::Enquiry),
        (Scope::Reader, chord::ctrl('e'), Action::Enquiry),
        (Scope::Lookup, chord::f(6), Action::Complaint),
        (Scope::Lookup, chord::ctrl('t'), Action::Complaint),
        (Scope::Lookup, chord::f(7), Action::Tipoff),
        (Scope::Lookup, chord::led('7'), Action::Tipoff),
        (Scope::Lookup, chord::f(9), Action::Privacy),
        (Scope::Case, chord::led('9'), Action::Privacy),
        (Scope::Lookup, chord::f(3), Action::Ledger),
        (Scope::Case, chord::f(4), Action::Statistics),
        (Scope::Picker, chord::ctrl('s'), Action::Save),
        (Scope::Form, chord::led('3'), Action::Ledger),
        (Scope::Ledger, chord::f(2), Action::Lookup),
        (
            Scope::Narrow,
            chord::key(KeyCode::Char('Ｃ')),
            Action::ListComplaints,
        ),
        (Scope::Case, chord::ctrl('r'), Action::Reveal),
        (Scope::Case, chord::key(KeyCode::Enter), Action::Menu),
        (Scope::Menu, chord::key(KeyCode::Enter), Action::Choose),
        (Scope::Picker, chord::key(KeyCode::Tab), Action::TakeAgency),
        (Scope::Form, chord::ctrl('s'), Action::Save),
        (Scope::Form, chord::f(10), Action::Save),
        (Scope::Form, chord::key(KeyCode::Tab), Action::NextField),
        (
            Scope::Form,
            chord::key(KeyCode::BackTab),
            Action::PreviousField,
        ),
        (Scope::Form, chord::ctrl('n'), Action::Down),
        (Scope::Confirm, chord::key(KeyCode::Char('Y')), Action::Yes),
        (Scope::Confirm, chord::key(KeyCode::Char('ｎ')), Action::No),
    ] {
        let found = resolve(scope, text, &event(chord), chord.led);
        assert_eq!(found, Some(action), "{chord} in {scope:?}");
    }
    let space = KeyEvent::new(KeyCode::Char('\u{3000}'), KeyModifiers::NONE);
    let choice = |when| when == When::ChoiceFocused;
    let chosen = resolve(Scope::Form, choice, &space, false);
    assert_eq!(chosen, Some(Action::NextChoice));
    assert_eq!(resolve(Scope::Form, text, &space, false), None);
}

#[test]
fn whatever_follows_the_leader_is_shown_while_it_waits() {
    for binding in BINDINGS {
        let shown = matches!(binding.hint, Hint::AfterLeader(_));
        assert_eq!(shown, binding.chord.led, "{}", binding.chord);
    }
}

#[test]
fn the_leader_and_a_digit_are_the_function_key_wherever_that_is_bound() {
    let event = |code| KeyEvent::new(code, KeyModifiers::NONE);
    for (scope, holds) in SCOPES.into_iter().flat_map(|s| states().map(|h| (s, h))) {
        for (digit, number) in "1234567890".chars().zip(1..) {
            let by_key = resolve(scope, holds, &event(KeyCode::F(number)), false);
            let led = resolve(scope, holds, &event(KeyCode::Char(digit)), true);
            assert_eq!(led, by_key, "{digit} in {scope:?}");
        }
    }
    // What is shown behind the leader is what it does.
    for binding in BINDINGS.iter().filter(|binding| binding.chord.led) {
        let Some(key) = binding.chord.function_key() else {
            continue;
        };
        let is_bound = |scope| {
            let row = |other: &&Binding| (other.scope, other.chord) == (scope, key);
            let found = BINDINGS.iter().find(row);
            found.is_some_and(|other| other.action == binding.action)
        };
        assert!(is_bound(binding.scope), "{}", binding.chord);
    }
}

#[test]
fn every_group_has_lines() {
    for group in Group::ALL {
        let under = match group {
            Group::Case => Scope::Case,
            Group::Narrow => Scope::Ledger,
            _ => Scope::Lookup,
        };
        assert!(!help_lines(under, group, |_| true).is_empty(), "{group:?}");
    }
}

#[test]
fn a_shell_that_is_not_there_is_not_offered() {
    let lines = help_lines(Scope::Lookup, Group::Program, |when| {
        when != When::JobControl
    });
    assert!(lines.iter().all(|line| line.action != Action::Suspend));
}

/// What can hold at the same time: as much as possible, with the keys in one pane or the other.
fn states() -> [fn(When) -> bool; 3] {
    [
        |when| ![When::DetailFocused, When::DetailAway].contains(&when),
        |when| {
            let needs_pane = [
                When::DetailFocused,
                When::DetailKept,
                When::DetailShown,
                When::ListBesideDetail,
            ];
            !needs_pane.contains(&when)
        },
        |when| {
            // Put away, the pane has no keys.
            let needs_list = [
                When::ListFocused,
                When::ListBesideDetail,
                When::Narrowed,
                When::AmongRelated,
                When::DetailAway,
            ];
            !needs_list.contains(&when)
        },
    ]
}

#[test]
fn the_fullest_hint_bar_fits_80_cells() {
    for lang in LANGS {
        for (scope, holds) in SCOPES.into_iter().flat_map(|s| states().map(|h| (s, h))) {
            let row = hint::keys(scope, holds, lang, usize::MAX);
            assert!(
                glyph::width(&row) <= 80,
                "{scope:?} {lang:?}: {}",
                glyph::width(&row)
            );
            let led = hint::followers(scope, holds, lang, 80);
            assert!(glyph::width(&led) <= 80, "{scope:?} {lang:?}");
            // Only that other keys cancel may be left out.
            let shown: String = led.iter().map(|glyph| glyph.text.as_str()).collect();
            for binding in active(scope, holds) {
                if let Hint::AfterLeader(word) = binding.hint {
                    assert!(shown.contains(word(lang)), "{scope:?}: {shown}");
                }
            }
        }
    }
}
