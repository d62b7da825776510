//! How good a match is: points for how the found characters stand, where, and how they were
//! typed. Knows neither entries nor kinds; a document's own standing comes with it.

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use super::align::Alignment;
use super::engine::Standing;
use super::unit::Typed;

/// How the found characters stand; better forms are greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// With gaps between them.
    Scattered,
    /// Side by side.
    Adjacent,
    /// Side by side to the end of the field: the head of a Chinese noun stands last.
    End,
    /// Side by side from the start of the field.
    Start,
    /// The whole field.
    Whole,
}

/// How a field matched, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// By its characters.
    Text,
    /// By pinyin, at least in part.
    Pinyin,
    /// By a telephone number.
    Phone,
    /// By a sound that is taken for its own, at least in part.
    Accent,
    /// By what people say for it.
    Synonym,
    /// With a slip in what was typed.
    Typo,
}

/// The points of one word in one field, each for its reason.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Points {
    /// fuzzy-matcher's opinion of the found characters, 60 being the best they could get.
    pub fuzzy: i64,
    /// For the form.
    pub form: i64,
    /// For the field's standing.
    pub field: i64,
    /// For being typed as it stands rather than by sound.
    pub typed: i64,
    /// For being much of a short field.
    pub brevity: i64,
    /// Taken off for gaps.
    pub gaps: i64,
    /// Taken off for accents, slips and synonyms.
    pub manner: i64,
}

impl Points {
    /// Being much of a field means less when part of what was typed is missing from it.
    pub(super) fn temper(&mut self, missing: i64, of: i64) {
        let adjacent = Form::Adjacent.points();
        let of = of.max(1);
        self.brevity -= self.brevity * missing / of;
        self.form -= (self.form - adjacent) * missing / of;
    }

    /// All together.
    #[must_use]
    pub const fn sum(self) -> i64 {
        self.fuzzy + self.form + self.field + self.typed + self.brevity + self.gaps + self.manner
    }
}

/// Points when the punctuation of the query stands in the field too.
pub(super) const VERBATIM: i64 = 60;
/// Taken off when the words of a query were found apart.
pub(super) const APART: i64 = 20;
/// Taken off when pieces of a word were found in another order, or with something between them.
pub(super) const IN_PIECES: i64 = 15;
/// Taken off for a single character or syllable among others.
pub(super) const ONE: i64 = 50;
/// What gets no more tells nothing.
pub(super) const LEAST: i64 = 60;
/// Taken off for a sound that was typed as another that is taken for it.
pub(super) const ACCENT: i64 = 60;
/// Taken off for characters of the same sound.
pub(super) const HOMOPHONE: i64 = 45;
/// Taken off for a wrong, missing, doubled or swapped letter or character.
pub(super) const EDIT: i64 = 75;
/// Taken off for a sound in the middle of a text, where people say something that sounds so.
pub(super) const CHANCE: i64 = 40;
/// Taken off for a synonym.
pub(super) const SYNONYM: i64 = 25;
/// Taken off besides when something is called as was said.
pub(super) const NAMED: i64 = 40;
/// Taken off at most for being a less likely meaning.
pub(super) const LATER: i64 = 20;
/// Added when the query asks for this sort of documents.
pub(super) const LEAN: i64 = 25;

impl Standing {
    const fn points(self) -> i64 {
        match self {
            Self::Title => 30,
            Self::Name => 20,
            Self::Body => 12,
            Self::Aside => 0,
        }
    }

    /// Being much of a short field means most in a name: a heading such as 内容 is short because it
    /// says little.
    const fn of_brevity(self, points: i64) -> i64 {
        match self {
            Self::Title | Self::Name => points,
            Self::Body | Self::Aside => points / 3,
        }
    }
}

impl Form {
    const fn points(self) -> i64 {
        match self {
            Self::Scattered => 0,
            Self::Adjacent => 60,
            Self::End | Self::Start => 65,
            Self::Whole => 110,
        }
    }
}

/// The most that fuzzy-matcher can give.
pub(super) const MOST_FUZZY: i64 = 60;

/// Points for characters found in a text of `len` characters that count, fuzzy-matcher's left out.
pub(super) fn judge(
    alignment: &Alignment,
    len: usize,
    origin: &[u32],
    standing: Standing,
) -> (Form, How, Points) {
    let count = alignment.places.len();
    let form = form(alignment, len);
    let points = Points {
        fuzzy: 0,
        form: form.points(),
        field: standing.points(),
        typed: typed_points(alignment.typed),
        brevity: standing.of_brevity(brevity(count, len)),
        gaps: -gap_points(&alignment.places) - break_points(&alignment.places, origin),
        manner: if alignment.typed.accented > 0 {
            -ACCENT
        } else {
            0
        },
    };
    let how = if alignment.typed.accented > 0 {
        How::Accent
    } else if alignment.typed.literal == count {
        How::Text
    } else {
        How::Pinyin
    };
    (form, how, points)
}

/// Taken off for pieces that were not found, by their share of all that was typed.
pub(super) fn missing(weight: i64, of: i64) -> i64 {
    if weight == 0 {
        0
    } else {
        40 + weight * 100 / of.max(1)
    }
}

/// Points for a title that somebody bound the word to: as if it were the word.
pub(super) fn bound() -> Points {
    Points {
        fuzzy: MOST_FUZZY,
        form: Form::Whole.points(),
        field: Standing::Title.points(),
        ..Points::default()
    }
}

/// What stands between a telephone number and its extension.
pub(super) const EXTENSION: char = '转';

/// Points for digits found in a telephone number, and where in its normal form they begin.
pub(super) fn judge_phone(
    printed: &str,
    typed: &str,
    standing: Standing,
) -> Option<(usize, Form, Points)> {
    let (number, extension) = printed.split_once(EXTENSION).unwrap_or((printed, ""));
    let only_digits = |text: &str| {
        text.chars()
            .filter(char::is_ascii_digit)
            .collect::<String>()
    };
    let (digits, extension) = (only_digits(number), only_digits(extension));
    let local = number.split_once('-').map_or(number, |(_, local)| local);
    let (start, is_whole, is_tail) = if let Some(start) = digits.rfind(typed) {
        let is_tail = start + typed.len() == digits.len();
        (start, typed == digits || typed == local, is_tail)
    } else if let Some(start) = extension.find(typed) {
        (digits.len() + 1 + start, false, typed == extension)
    } else {
        // The number, or its end, with its extension.
        let (before, after) = typed.split_once(EXTENSION)?;
        let fits = digits.ends_with(before) && extension.starts_with(after);
        let is_whole = after == extension && (before == digits || before == local);
        fits.then(|| (digits.len() - before.len(), is_whole, after == extension))?
    };
    let form = if is_whole {
        Form::Whole
    } else {
        Form::Adjacent
    };
    let points = Points {
        form: form.points() + if is_tail { 10 } else { 0 },
        field: standing.points(),
        ..Points::default()
    };
    Some((start, form, points))
}

fn form(alignment: &Alignment, len: usize) -> Form {
    if !alignment.is_adjacent() {
        Form::Scattered
    } else if alignment.places.len() == len {
        Form::Whole
    } else if alignment.places.first() == Some(&0) {
        Form::Start
    } else if alignment.places.last() == Some(&(len - 1)) {
        Form::End
    } else {
        Form::Adjacent
    }
}

/// fuzzy-matcher's score for the characters found, as a share of what they get on their own: its
/// scores grow with the pattern, and a sound may stand for more or fewer characters.
pub(super) fn fuzzy(matcher: &SkimMatcherV2, text: &[char], places: &[usize]) -> i64 {
    let pattern: String = places.iter().filter_map(|place| text.get(*place)).collect();
    // Only the stretch that was found, and whether it begins the field.
    let (Some(first), Some(last)) = (places.first(), places.last()) else {
        return 0;
    };
    let text: String = text[first.saturating_sub(1)..=*last].iter().collect();
    // Its scores depend on what it was asked before (skim-rs/skim issue 1071), and
    // `use_cache(false)` panics in 0.3.7: a small question first brings it to a known state.
    let fresh = || {
        let _ = matcher.fuzzy_match("一", "一");
        matcher
    };
    let best = fresh().fuzzy_match(&pattern, &pattern).unwrap_or(0).max(1);
    let got = fresh().fuzzy_match(&text, &pattern).unwrap_or(0).max(0);
    (got * MOST_FUZZY / best).min(MOST_FUZZY)
}

fn typed_points(typed: Typed) -> i64 {
    share(20, typed.literal, typed.count()) + share(16, typed.syllable, typed.count())
        - typed.odd.min(100)
}

/// Gaps cost by number and by length, up to a limit.
fn gap_points(places: &[usize]) -> i64 {
    let gaps = places.windows(2).map(|two| two[1] - two[0] - 1);
    let cost: usize = gaps.filter(|gap| *gap > 0).map(|gap| 4 + gap).sum();
    i64::try_from(cost.min(60)).unwrap_or(60)
}

/// Punctuation passed over between characters side by side costs a little.
fn break_points(places: &[usize], origin: &[u32]) -> i64 {
    let apart = |two: &&[usize]| {
        let beside = two[1] == two[0] + 1;
        beside && origin.get(two[1]) > origin.get(two[0]).map(|place| place + 1).as_ref()
    };
    let breaks = places.windows(2).filter(apart).count();
    i64::try_from(breaks.min(5)).unwrap_or(5) * 8
}

/// How much of the field was found. Most by the share itself, so that 财政局 means 区财政局 before
/// a long title it begins; some by its root, so that of two long texts the shorter comes first.
fn brevity(count: usize, len: usize) -> i64 {
    share(50, count, len) + share(15 * 15, count, len).isqrt()
}

/// `part` of `whole` of `points`.
fn share(points: i64, part: usize, whole: usize) -> i64 {
    let part = i64::try_from(part).unwrap_or(i64::MAX / 64);
    let whole = i64::try_from(whole).unwrap_or(i64::MAX / 64).max(1);
    points * part / whole
}
