//! Candidates: which fields can hold a word of the query, read off the index without looking at
//! any text. Never leaves out a field that `align` would accept (a property test holds it to that).

use std::borrow::Cow;
use std::collections::HashMap;

use roaring::RoaringBitmap;

use super::hearing::Hearing;
use super::postings::{Apart, Postings};

/// The longest syllable: `zhuang`.
const MAX_SYLLABLE: usize = 6;

/// How far the query is used, and how the last character was typed.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct State {
    used: usize,
    /// The letter with which the last character's sound was begun; none after a literal.
    initial: Option<u8>,
    /// How many letters of it were typed.
    letters: usize,
    /// Whether the last character is a run of one letter, which must go on.
    weak: bool,
}

/// Fields that may hold `query`, in order and with gaps.
pub(super) fn candidates(postings: &Postings, query: &[char], hearing: Hearing) -> RoaringBitmap {
    let mut rows: Vec<HashMap<State, RoaringBitmap>> = vec![HashMap::new(); query.len() + 1];
    for used in 0..query.len() {
        let row = std::mem::take(&mut rows[used]);
        if used > 0 && row.is_empty() {
            continue;
        }
        if let Some(fields) = postings.char(query[used]) {
            let state = State {
                used: used + 1,
                initial: None,
                letters: 0,
                weak: false,
            };
            enter(&mut rows, state, reach(used, &row, fields));
        }
        let letters = letters(&query[used..]);
        for len in 1..=letters.len() {
            let typed = &letters[..len];
            let Some(fields) = postings.sound(typed, hearing) else {
                break;
            };
            let second = typed.as_bytes()[0];
            let before = |state: &State| -> String {
                let begin = used - state.letters;
                query[begin..used].iter().collect()
            };
            let beside = |state: &State| postings.beside(&before(state), second, hearing);
            // What stands apart is heard exactly.
            let apart = |state: &State| postings.apart(&before(state), second);
            sounded(&mut rows, used, &row, typed, &fields, (&beside, &apart));
        }
    }
    let last = std::mem::take(&mut rows[query.len()]);
    // One letter alone after a gap is no way to end; one letter alone is all of a short query.
    last.into_iter()
        .filter(|(state, _)| !state.weak || query.len() == 1)
        .map(|(_, fields)| fields)
        .fold(RoaringBitmap::new(), |all, one| all | one)
}

/// The query goes on with `letters` as the beginning of a character's sound; `beside` names the
/// fields where that stands beside one of another initial, `apart` those where it stands behind it.
fn sounded<'a>(
    rows: &mut [HashMap<State, RoaringBitmap>],
    used: usize,
    row: &HashMap<State, RoaringBitmap>,
    letters: &str,
    fields: &RoaringBitmap,
    (beside, apart): (
        &impl Fn(&State) -> Option<Cow<'a, RoaringBitmap>>,
        &impl Fn(&State) -> Apart<'a>,
    ),
) {
    let initial = letters.as_bytes()[0];
    let single = letters.len() == 1;
    let state = |weak| State {
        used: used + letters.len(),
        initial: Some(initial),
        letters: letters.len(),
        weak,
    };
    if used == 0 {
        enter(rows, state(single), fields.clone());
        return;
    }
    for (before, reached) in row {
        let here = reached & fields;
        if here.is_empty() {
            continue;
        }
        let beside = if before.initial.is_some() {
            beside(before).map(|pair| &here & &*pair)
        } else {
            Some(here.clone())
        };
        if let Some(beside) = beside {
            enter(rows, state(false), beside);
        }
        if before.weak {
            continue;
        }
        let order = match before.initial {
            Some(_) => apart(before),
            None => Apart::Unknown,
        };
        match order {
            Apart::Unknown => enter(rows, state(single), here),
            Apart::Nowhere => {}
            Apart::In(fields) => enter(rows, state(single), here & fields),
        }
    }
}

/// What is reached when the query goes on with something that `fields` hold.
fn reach(
    used: usize,
    row: &HashMap<State, RoaringBitmap>,
    fields: &RoaringBitmap,
) -> RoaringBitmap {
    if used == 0 {
        return fields.clone();
    }
    row.values()
        .fold(RoaringBitmap::new(), |all, one| all | (one & fields))
}

fn enter(rows: &mut [HashMap<State, RoaringBitmap>], state: State, fields: RoaringBitmap) {
    if !fields.is_empty() {
        *rows[state.used].entry(state).or_default() |= fields;
    }
}

/// The letters at the beginning of `query`, at most a syllable's worth.
fn letters(query: &[char]) -> String {
    query
        .iter()
        .take(MAX_SYLLABLE)
        .take_while(|c| c.is_ascii_lowercase())
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::search::align::Needle;
    use crate::search::normal::Dense;
    use crate::search::postings::Alphabet;

    /// Few characters and letters, so that chance matches are many.
    fn text() -> impl Strategy<Value = String> {
        proptest::collection::vec(
            prop::sample::select(
                "失业登记社保补贴行长重调率sbk3、"
                    .chars()
                    .collect::<Vec<_>>(),
            ),
            0..12,
        )
        .prop_map(String::from_iter)
    }

    fn query() -> impl Strategy<Value = String> {
        proptest::collection::vec(
            prop::sample::select(vec![
                "失", "业", "登", "保", "s", "shi", "ye", "y", "d", "deng", "de", "j", "ji", "b",
                "hang", "xing", "h", "chong", "c", "zh", "lv", "lu", "shuai", "k", "3",
            ]),
            1..6,
        )
        .prop_map(|parts| parts.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn no_field_that_fits_is_left_out(texts in proptest::collection::vec(text(), 1..6), query in query(), accented in any::<bool>(), ordered in any::<bool>()) {
            let hearing = if accented { Hearing::Accented } else { Hearing::Exact };
            let mut alphabet = Alphabet::default();
            let mut postings = if ordered { Postings::in_order() } else { Postings::default() };
            let query = Dense::new(&query).chars;
            let mut fields: Vec<Vec<u32>> = Vec::new();
            for (field, text) in (0u32..).zip(&texts) {
                let glyphs: Vec<u32> = Dense::new(text).chars.iter().map(|c| alphabet.number(*c)).collect();
                postings.add(field, &glyphs, &alphabet);
                fields.push(glyphs);
            }
            let needle = Needle::new(&query, &alphabet, hearing);
            let mut fitting = RoaringBitmap::new();
            for (field, glyphs) in (0u32..).zip(&fields) {
                if needle.adjacent(glyphs).or_else(|| needle.scattered(glyphs)).is_some() {
                    fitting.insert(field);
                }
            }
            let candidates = candidates(&postings, &query, hearing);
            prop_assert!(fitting.is_subset(&candidates), "{texts:?}: {fitting:?} not in {candidates:?}");
        }
    }
}
