//! The letters of the action menu, in both languages the same. Knows neither case nor menu.

use super::Chord;
use crate::casework::Action;

/// Every action of the menu and its letter, from English or pinyin. A clerk's fingers learn them:
/// they never change.
pub const LETTERS: [(Action, char); 12] = [
    (Action::Note, 'n'),
    (Action::Accept, 'a'),
    (Action::Decline, 'd'),
    (Action::Refer, 'r'),
    // 答复 dáfù
    (Action::Answer, 'f'),
    (Action::Extend, 'e'),
    (Action::Close, 'c'),
    (Action::Withdraw, 'w'),
    // open again
    (Action::Reopen, 'o'),
    (Action::Void, 'v'),
    (Action::Merge, 'm'),
    (Action::Unmerge, 'u'),
];

/// The letter of an action; none for logging, which no menu offers.
#[must_use]
pub fn letter(action: Action) -> Option<char> {
    LETTERS
        .iter()
        .find(|(one, _)| *one == action)
        .map(|(_, letter)| *letter)
}

/// The action of a letter, full-width and upper-case forms counting as the plain one.
#[must_use]
pub fn action_of(c: char) -> Option<Action> {
    let plain = Chord::typed(c).plain().code;
    LETTERS
        .iter()
        .find(|(_, letter)| Chord::typed(*letter).code == plain)
        .map(|(action, _)| *action)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::casework::status::TABLE;

    #[test]
    fn every_action_of_the_table_has_a_letter_of_its_own() {
        for row in TABLE {
            let own = letter(row.action).unwrap();
            for typed in [own, own.to_ascii_uppercase()] {
                let wide = char::from_u32(u32::from(typed) + 0xfee0).unwrap();
                assert_eq!(action_of(typed), Some(row.action));
                assert_eq!(action_of(wide), Some(row.action));
            }
        }
        assert_eq!(LETTERS.len(), TABLE.len());
        assert_eq!(letter(Action::Log), None);
        assert_eq!(action_of('x'), None);
        assert_eq!(action_of('柜'), None);
    }
}
