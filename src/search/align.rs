//! Alignment: which characters of a field a word of the query stands for. A character is typed as
//! itself, as a whole syllable, or as the beginning of one. Knows nothing of ranking.

use std::cell::Cell;
use std::ops::Range;

use super::hearing::Hearing;
use super::postings::Alphabet;
use super::unit::{Typed, Unit, units};

/// Words longer than this are looked for side by side only: nobody abbreviates so much.
const MAX_SCATTERED: usize = 48;
/// Two runs of letters have two letters each: fewer cannot stand apart.
const LEAST_SOUND: usize = 4;
/// Texts longer than this are not searched for pieces: what is far apart has nothing to do with
/// each other, and the work grows with the length.
const MAX_TEXT: usize = 4096;
/// What a gap may cost before the rest of the word is looked for elsewhere.
const MAX_GAP: i32 = 40;

/// The characters found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Alignment {
    /// Their places in the field's normal form, rising.
    pub(super) places: Vec<usize>,
    /// How they were typed.
    pub(super) typed: Typed,
}

impl Alignment {
    /// Whether they stand side by side.
    pub(super) fn is_adjacent(&self) -> bool {
        self.places.windows(2).all(|two| two[1] == two[0] + 1)
    }

    /// Whether characters found apart mean anything. Letters alone stand somewhere in any long
    /// text, and in three pieces even in a name.
    pub(super) fn may_stand_apart(&self, in_name: bool) -> bool {
        let gaps = || {
            let apart = |two: &&[usize]| two[1] > two[0] + 1;
            self.places.windows(2).filter(apart).count()
        };
        if self.typed.partial == self.places.len() {
            in_name && gaps() < 2
        } else {
            in_name || self.typed.partial == 0
        }
    }
}

/// A word to be looked for in many fields.
#[derive(Clone, Debug)]
pub(super) struct Needle<'a> {
    query: &'a [char],
    alphabet: &'a Alphabet,
    /// How sounds are compared side by side; what stands apart is heard exactly.
    hearing: Hearing,
    /// By glyph number: whether the word can begin with it, once that is known. Most places of a
    /// text need no more.
    begins: Vec<Cell<Option<bool>>>,
    /// By glyph number: a bit for each place in the word that it can be typed at. Filled in as
    /// glyphs are met; `UNKNOWN` until then.
    uses: Vec<Cell<u64>>,
}

/// No mask has this value: words of [`MAX_SCATTERED`] use fewer bits.
const UNKNOWN: u64 = u64::MAX;

impl<'a> Needle<'a> {
    /// Prepares a word for the glyphs met so far.
    pub(super) fn new(query: &'a [char], alphabet: &'a Alphabet, hearing: Hearing) -> Self {
        Self {
            query,
            alphabet,
            hearing,
            uses: vec![Cell::new(UNKNOWN); alphabet.len()],
            begins: vec![Cell::new(None); alphabet.len()],
        }
    }

    /// Whether the word can begin with a glyph.
    fn begins(&self, number: u32) -> bool {
        let known = &self.begins[number as usize];
        known.get().unwrap_or_else(|| {
            let glyph = self.alphabet.glyph(number);
            let begins = units(glyph, self.query, self.hearing).next().is_some();
            known.set(Some(begins));
            begins
        })
    }

    fn uses(&self, number: u32) -> u64 {
        let known = &self.uses[number as usize];
        if known.get() == UNKNOWN {
            let glyph = self.alphabet.glyph(number);
            let can = |used: &usize| {
                units(glyph, &self.query[*used..], Hearing::Exact)
                    .next()
                    .is_some()
            };
            let bits = (0..self.query.len()).filter(can).map(|used| 1 << used);
            known.set(bits.sum());
        }
        known.get()
    }

    /// The best stretch of `text` that the word stands for without a gap; of equals the first.
    pub(super) fn adjacent(&self, text: &[u32]) -> Option<Alignment> {
        let mut room = Room::default();
        let stretches = (0..text.len()).filter_map(|start| self.stretch(text, start, &mut room));
        let best =
            stretches.reduce(|best, new| if new.points > best.points { new } else { best })?;
        Some(Alignment {
            places: best.places.collect(),
            typed: best.typed,
        })
    }

    /// Whether the word stands in `text` without a gap.
    pub(super) fn stands(&self, text: &[u32]) -> bool {
        let mut room = Room::default();
        (0..text.len()).any(|start| self.stretch(text, start, &mut room).is_some())
    }

    /// Every stretch of `text` that the word stands for without a gap, none over another.
    pub(super) fn occurrences(&self, text: &[u32]) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut room = Room::default();
        let mut start = 0;
        while start < text.len() {
            start = match self.stretch(text, start, &mut room) {
                Some(stretch) => {
                    let end = stretch.places.end;
                    found.push(stretch.places);
                    end
                }
                None => start + 1,
            };
        }
        found
    }

    /// The best stretch that begins at `start`.
    fn stretch(&self, text: &[u32], start: usize, room: &mut Room) -> Option<Stretch> {
        if !self.begins(text[start]) {
            return None;
        }
        let mut best: Option<Stretch> = None;
        let Room { reached, next } = room;
        reached.clear();
        reached.push((0, 0, Typed::default()));
        for (place, number) in text.iter().enumerate().skip(start) {
            let glyph = self.alphabet.glyph(*number);
            for (used, points, typed) in reached.drain(..) {
                for unit in units(glyph, &self.query[used..], self.hearing) {
                    let new = (used + unit.len, points + unit.points(), typed.with(unit));
                    keep_best(next, new);
                }
            }
            std::mem::swap(reached, next);
            if reached.is_empty() {
                break;
            }
            let whole = reached.iter().find(|(used, ..)| *used == self.query.len());
            if let Some((_, points, typed)) = whole
                && best.as_ref().is_none_or(|best| *points > best.points)
            {
                best = Some(Stretch {
                    points: *points,
                    places: start..place + 1,
                    typed: *typed,
                });
            }
        }
        best
    }

    /// The best characters of `text` that the word stands for in order, with gaps between them. Every
    /// run between gaps is at least two characters, or one that was typed with more than a letter.
    pub(super) fn scattered(&self, text: &[u32]) -> Option<Alignment> {
        let query = self.query;
        let is_sound = query.iter().all(char::is_ascii_lowercase);
        let least = if is_sound { LEAST_SOUND } else { 2 };
        if query.len() > MAX_SCATTERED || query.len() < least || text.len() > MAX_TEXT {
            return None;
        }
        let mut steps: Vec<Step> = Vec::new();
        let mut column = Column::new(query.len());
        let mut next = Column::new(query.len());
        let mut best: Option<Path> = None;
        for (place, number) in text.iter().enumerate() {
            let glyph = self.alphabet.glyph(*number);
            next.clear();
            let mut uses = self.uses(*number);
            while uses != 0 {
                let used = uses.trailing_zeros() as usize;
                uses &= uses - 1;
                let fresh = if used == 0 {
                    Some((0, None))
                } else {
                    column.gap[used].map(|path| (path.points, Some(path.step)))
                };
                let going_on = better(column.run[used], column.weak[used])
                    .map(|path| (path.points + ADJACENCY, Some(path.step)));
                if fresh.is_none() && going_on.is_none() {
                    continue;
                }
                for unit in units(glyph, &query[used..], Hearing::Exact) {
                    for (from, is_run) in [(fresh, unit.is_strong()), (going_on, true)] {
                        let Some((points, before)) = from else {
                            continue;
                        };
                        let row = if is_run {
                            &mut next.run
                        } else {
                            &mut next.weak
                        };
                        let cell = &mut row[used + unit.len];
                        let points = points + unit.points();
                        if cell.is_none_or(|known| known.points < points) {
                            steps.push(Step {
                                place,
                                unit,
                                before,
                            });
                            *cell = Some(Path {
                                points,
                                step: steps.len() - 1,
                            });
                        }
                    }
                }
            }
            open_gaps(&column, &mut next);
            best = better(best, next.run[query.len()]);
            std::mem::swap(&mut column, &mut next);
        }
        best.map(|path| trace(&steps, path.step))
    }
}

/// Characters side by side that the word stands for.
struct Stretch {
    points: i32,
    places: Range<usize>,
    typed: Typed,
}

/// How much of the word is used, the points so far, and how it was typed.
type Reached = (usize, i32, Typed);

/// Room to work in, so that a place of a text costs no allocation.
#[derive(Default)]
struct Room {
    reached: Vec<Reached>,
    next: Vec<Reached>,
}

fn keep_best(reached: &mut Vec<Reached>, new: Reached) {
    match reached.iter_mut().find(|(used, ..)| *used == new.0) {
        Some(known) if known.1 < new.1 => *known = new,
        Some(_) => {}
        None => reached.push(new),
    }
}

/// A way to have typed the beginning of the query with characters up to some place.
#[derive(Clone, Copy)]
struct Path {
    points: i32,
    /// The last step in the arena.
    step: usize,
}

/// One matched character; steps form a tree, each pointing to the one before it.
struct Step {
    place: usize,
    unit: Unit,
    before: Option<usize>,
}

/// What a column of the search knows about each length of query used so far.
#[derive(Clone, Default)]
struct Column {
    /// The last character matched, and its run may end here.
    run: Vec<Option<Path>>,
    /// The last character matched, but the run is one letter: it must go on.
    weak: Vec<Option<Path>>,
    /// In a gap.
    gap: Vec<Option<Path>>,
}

impl Column {
    fn new(len: usize) -> Self {
        Self {
            run: vec![None; len + 1],
            weak: vec![None; len + 1],
            gap: vec![None; len + 1],
        }
    }

    /// Forgets the matches; gaps are opened anew for every column.
    fn clear(&mut self) {
        self.run.fill(None);
        self.weak.fill(None);
    }
}

const ADJACENCY: i32 = 8;
const GAP_OPEN: i32 = 6;
const GAP_STEP: i32 = 1;

fn open_gaps(column: &Column, next: &mut Column) {
    for used in 1..column.gap.len() {
        let longer = column.gap[used].map(|path| Path {
            points: path.points - GAP_STEP,
            ..path
        });
        let opened = column.run[used].map(|path| Path {
            points: path.points - GAP_OPEN,
            ..path
        });
        next.gap[used] = better(longer, opened).filter(|path| path.points > -MAX_GAP);
    }
}

fn better(a: Option<Path>, b: Option<Path>) -> Option<Path> {
    match (a, b) {
        (Some(a), Some(b)) => Some(if b.points > a.points { b } else { a }),
        (a, b) => a.or(b),
    }
}

fn trace(steps: &[Step], last: usize) -> Alignment {
    let mut places = Vec::new();
    let mut typed = Typed::default();
    let mut at = Some(last);
    while let Some(index) = at {
        let step = &steps[index];
        places.push(step.place);
        typed = typed.with(step.unit);
        at = step.before;
    }
    places.reverse();
    Alignment { places, typed }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::normal::Dense;

    fn adjacent(text: &str, query: &str) -> Option<String> {
        found(text, query, false)
    }

    fn scattered(text: &str, query: &str) -> Option<String> {
        found(text, query, true)
    }

    fn found(text: &str, query: &str, gaps: bool) -> Option<String> {
        let mut alphabet = Alphabet::default();
        let dense = Dense::new(text);
        let glyphs: Vec<u32> = dense.chars.iter().map(|c| alphabet.number(*c)).collect();
        let query = Dense::new(query).chars;
        let needle = Needle::new(&query, &alphabet, Hearing::Exact);
        let alignment = if gaps {
            needle.scattered(&glyphs)?
        } else {
            needle.adjacent(&glyphs)?
        };
        Some(
            alignment
                .places
                .iter()
                .map(|place| dense.chars[*place])
                .collect(),
        )
    }

    #[test]
    fn side_by_side_by_character_syllable_initial_and_any_mixture() {
        for query in [
            "失业登记",
            "失業登記",
            "shiyedengji",
            "shi ye deng ji",
            "sydj",
            "失业dj",
            "shiydj",
            "shiye登记",
            "syedengj",
            "ShīYèdj",
        ] {
            assert_eq!(
                adjacent("申报失业登记", query).as_deref(),
                Some("失业登记"),
                "{query}"
            );
        }
        assert_eq!(adjacent("申报失业登记", "失登"), None);
    }

    #[test]
    fn every_reading_and_both_spellings_of_lv() {
        for (text, query) in [
            ("银行", "yinhang"),
            ("进行", "jinxing"),
            ("调动", "diaodong"),
            ("调整", "tiaozheng"),
            ("法律", "falv"),
            ("法律", "falu"),
            ("法律", "falü"),
            ("会计", "kuaiji"),
            ("策略", "celve"),
        ] {
            assert_eq!(adjacent(text, query).as_deref(), Some(text), "{query}");
        }
    }

    #[test]
    fn punctuation_does_not_part_characters() {
        assert_eq!(
            adjacent("举报、投诉", "jubaotousu").as_deref(),
            Some("举报投诉")
        );
    }

    #[test]
    fn every_occurrence_and_none_over_another() {
        let mut alphabet = Alphabet::default();
        let text: Vec<u32> = "就业就业和就业"
            .chars()
            .map(|c| alphabet.number(c))
            .collect();
        let query = ['j', 'y'];
        let found = Needle::new(&query, &alphabet, Hearing::Exact).occurrences(&text);
        assert_eq!(found, [0..2, 2..4, 5..7]);
    }

    #[test]
    fn gaps_need_whole_words_or_more_than_a_letter() {
        for (text, query, expected) in [
            ("就业援助对象的认定", "就援认", Some("就援认")),
            ("灵活就业人员申请社保补贴", "灵活社保", Some("灵活社保")),
            ("灵活就业人员申请社保补贴", "lhsb", Some("灵活社保")),
            ("灵活就业人员申请社保补贴", "lhb", None),
            ("灵活就业人员申请社保补贴", "灵活bu", Some("灵活补")),
            ("灵活就业人员申请社保补贴", "社保灵活", None),
        ] {
            assert_eq!(scattered(text, query).as_deref(), expected, "{query}");
        }
    }
}
