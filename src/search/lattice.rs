//! Candidates: which fields can hold a word of the query, read off the index without looking at
//! any text. Never leaves out a field that `align` would accept (a property test holds it to that).

use std::collections::HashMap;

use roaring::RoaringBitmap;

use super::hearing::Hearing;
use super::postings::{Apart, Postings};
use super::reading::LONGEST_SYLLABLE;

/// How far the query is used, and how the last character was typed.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct State {
    used: usize,
    /// With so many letters of its sound; none: as itself.
    letters: usize,
    /// Whether the last character is a run of one letter, which must go on.
    weak: bool,
}

/// What is reached, by how.
type Row = HashMap<State, RoaringBitmap>;

/// Fields that may hold `query`, in order and with gaps.
pub(super) fn candidates(postings: &Postings, query: &[char], hearing: Hearing) -> RoaringBitmap {
    walked(postings, query, hearing, true)
}

/// Fields that may hold `query` side by side.
pub(super) fn unbroken(postings: &Postings, query: &[char], hearing: Hearing) -> RoaringBitmap {
    walked(postings, query, hearing, false)
}

fn walked(postings: &Postings, query: &[char], hearing: Hearing, gaps: bool) -> RoaringBitmap {
    let mut walk = Walk {
        postings,
        query,
        hearing,
        gaps,
        rows: vec![Row::new(); query.len() + 1],
    };
    for used in 0..query.len() {
        let row = std::mem::take(&mut walk.rows[used]);
        if used > 0 && row.is_empty() {
            continue;
        }
        // Whatever comes next is among these.
        let all = row
            .values()
            .fold(RoaringBitmap::new(), |all, one| all | one);
        let among = (used > 0).then_some(&all);
        if let Some(fields) = postings.char(query[used]) {
            let second = spelt(query[used]).bytes().next();
            walk.go_on(
                used,
                &row,
                0,
                second,
                &among.map_or_else(|| fields.clone(), |all| all & fields),
            );
        }
        let letters = letters(&query[used..]);
        for len in 1..=letters.len() {
            let typed = &letters[..len];
            let Some(fields) = postings.sound(typed, hearing, among) else {
                break;
            };
            let second = typed.bytes().next();
            walk.go_on(used, &row, len, second, &fields);
        }
    }
    let last = std::mem::take(&mut walk.rows[query.len()]);
    // One letter alone after a gap is no way to end; one letter alone is all of a short query.
    last.into_iter()
        .filter(|(state, _)| !state.weak || query.len() == 1)
        .map(|(_, fields)| fields)
        .fold(RoaringBitmap::new(), |all, one| all | one)
}

/// A query on its way through the lists.
struct Walk<'a> {
    postings: &'a Postings,
    query: &'a [char],
    hearing: Hearing,
    gaps: bool,
    /// By how much of the query is used.
    rows: Vec<Row>,
}

impl Walk<'_> {
    /// The query goes on with a character in `fields` that is typed as itself or with so many
    /// letters; `second` is its initial, where it has one.
    fn go_on(
        &mut self,
        used: usize,
        row: &Row,
        letters: usize,
        second: Option<u8>,
        fields: &RoaringBitmap,
    ) {
        let state = |weak| State {
            used: used + letters.max(1),
            letters,
            weak,
        };
        // Where it stands behind a gap, or first.
        let fresh = state(letters == 1);
        if used == 0 {
            enter(&mut self.rows, fresh, fields.clone());
            return;
        }
        for (before, reached) in row {
            let here = reached & fields;
            if here.is_empty() {
                continue;
            }
            let first: String = match before.letters {
                0 => spelt(self.query[used - 1]).to_owned(),
                letters => self.query[used - letters..used].iter().collect(),
            };
            let second = second.filter(|_| !first.is_empty());
            let beside = match second {
                Some(second) => self.postings.beside(&first, second, self.hearing, &here),
                None => here.clone(),
            };
            enter(&mut self.rows, state(false), beside);
            if before.weak || !self.gaps {
                continue;
            }
            // What stands apart is heard exactly.
            let order = second.map(|second| self.postings.apart(&first, second));
            match order.unwrap_or(Apart::Unknown) {
                Apart::Unknown => enter(&mut self.rows, fresh, here),
                Apart::Nowhere => {}
                Apart::In(fields) => enter(&mut self.rows, fresh, here & fields),
            }
        }
    }
}

/// How a character is spelt, in the first of its ways; empty for one that is no Han character.
fn spelt(c: char) -> &'static str {
    let readings = super::pinyin::readings(c);
    readings.first().map_or("", |reading| reading.letters)
}

fn enter(rows: &mut [Row], state: State, fields: RoaringBitmap) {
    if !fields.is_empty() {
        *rows[state.used].entry(state).or_default() |= fields;
    }
}

/// The letters at the beginning of `query`, at most a syllable's worth.
fn letters(query: &[char]) -> String {
    query
        .iter()
        .take(LONGEST_SYLLABLE)
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
            let (mut fitting, mut standing) = (RoaringBitmap::new(), RoaringBitmap::new());
            for (field, glyphs) in (0u32..).zip(&fields) {
                if needle.stands(glyphs) {
                    standing.insert(field);
                }
                if needle.adjacent(glyphs).or_else(|| needle.scattered(glyphs)).is_some() {
                    fitting.insert(field);
                }
            }
            let beside = unbroken(&postings, &query, hearing);
            prop_assert!(standing.is_subset(&beside), "{texts:?}: {standing:?} not in {beside:?}");
            let candidates = candidates(&postings, &query, hearing);
            prop_assert!(fitting.is_subset(&candidates), "{texts:?}: {fitting:?} not in {candidates:?}");
        }
    }
}
