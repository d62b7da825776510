//! What a heading of a regime's section looks like, and whether a line is one or an item of a
//! numbered list in the section's text. Knows no regime but the one it is asked about.

use std::collections::HashSet;

use super::glyph::{at_most, ends_sentence, has_sentence_mark, plain, printed};
use super::numeral::{self, digit_stop};

/// Longest heading, in characters.
const HEADING: usize = 24;
/// Longest heading of unknown words that may have its text on the same line.
const SHORT: usize = 12;

/// Words that section headings of such lists end with, and words that may stand before them:
/// `监督检查对象`, `督促检查处理`, `检查结果及处理`.
const ENDS: &[&str] = &[
    "对象", "内容", "方式", "措施", "程序", "处理", "依据", "主体", "机构", "责任", "结果", "要求",
    "范围", "目的", "目标", "时限", "频次", "流程", "职责", "原则", "保障", "投诉", "举报", "标准",
    "手段", "方法", "步骤", "处置", "重点", "运用", "渠道", "意见",
];
const BEFORE: &[&str] = &[
    "事中事后",
    "监督",
    "监管",
    "检查",
    "督促",
    "督查",
    "管理",
    "工作",
    "日常",
    "的",
    "及",
    "和",
    "与",
    "其",
    "、",
];

/// A line in the shape of a section's heading, in bytes of the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shape {
    /// The number before it.
    pub(super) number: u32,
    /// Where the heading begins, after the number.
    pub(super) start: usize,
    /// Where it ends.
    pub(super) end: usize,
    /// Where text on the same line begins, after a colon.
    pub(super) rest: Option<usize>,
    /// Whether its words are known.
    pub(super) known: bool,
}

impl Shape {
    /// The shape of a trimmed line: number, stop, a short heading without the marks of a sentence,
    /// perhaps a colon and text.
    pub(super) fn of(line: &str) -> Option<Self> {
        let (number, length) = digit_stop(line)?;
        let start = length + line[length..].find(printed)?;
        let heading = &line[start..];
        // `1.5万元` is an amount.
        let first: String = heading.chars().take(1).collect();
        if plain(&first).starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let colon = heading
            .char_indices()
            .take(HEADING + 1)
            .find(|(_, c)| matches!(c, '：' | ':'));
        let (words, rest) = match colon {
            None => (heading, None),
            Some((at, c)) => {
                let after = at + c.len_utf8();
                let rest = heading[after..]
                    .find(printed)
                    .map(|gap| start + after + gap);
                (&heading[..at], rest)
            }
        };
        let words = words.trim_end_matches(|c| !printed(c));
        if words.is_empty() || !at_most(words, HEADING) || has_sentence_mark(words) {
            return None;
        }
        Some(Self {
            number,
            start,
            end: start + words.len(),
            rest,
            known: is_known(words),
        })
    }
}

/// Whether a heading consists of nothing but known words.
fn is_known(words: &str) -> bool {
    let words = plain(words);
    let mut rest = words.as_str();
    let mut ended = false;
    while !rest.is_empty() {
        if let Some(next) = strip(rest, ENDS) {
            (rest, ended) = (next, true);
        } else if let Some(next) = strip(rest, BEFORE) {
            (rest, ended) = (next, false);
        } else {
            return false;
        }
    }
    ended
}

/// Whether a line is the heading of a section but for its number: `（4）监督检查措施`,
/// `4监督检查措施`, `监督检查措施：`.
pub(super) fn lacks_number(line: &str) -> bool {
    if !at_most(line, HEADING) || ends_sentence(line) || Shape::of(line).is_some() {
        return false;
    }
    let words = plain(line);
    let no_word = |c: char| c.is_ascii_digit() || "()[]【】〔〕.、:".contains(c);
    let words = words.trim_matches(no_word);
    let begins = ["监督", "监管", "检查", "督促"];
    words.chars().count() >= 4
        && begins.iter().any(|word| words.starts_with(word))
        && is_known(words)
}

fn strip<'a>(text: &'a str, words: &[&str]) -> Option<&'a str> {
    words.iter().find_map(|word| text.strip_prefix(word))
}

/// What is known of the open regime when its next line is judged.
#[derive(Debug, Default)]
pub(super) struct State {
    /// Number of the section that is open.
    section: Option<u32>,
    /// Numbers and words of the regime's sections so far.
    numbers: HashSet<u32>,
    words: HashSet<String>,
    /// The last item of a list `1.` `2.` in the section's text.
    item: Option<u32>,
    /// The last item of a list `（一）` `（二）` in the section's text.
    parens: Option<u32>,
    /// Whether the last line of text ends a sentence for good.
    stopped: bool,
}

/// What a numbered line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// A section's heading.
    Heading,
    /// A heading that the regime has already.
    Repeated,
    /// Text.
    Text,
}

impl State {
    /// Judges a line in the shape of a heading.
    ///
    /// The first one under a regime's heading is a heading. Later ones are when their number is new
    /// in this regime and does not go on from an item of a list `1.` `2.` in the section's text.
    /// Where it goes on from both the list and the last heading, known words make it a heading,
    /// other words only when the text above has come to its end.
    pub(super) fn judge(&self, line: &str, shape: Shape) -> Verdict {
        let Some(section) = self.section else {
            return Verdict::Heading;
        };
        let is_next = shape.number == section + 1;
        let is_item = self.item.is_some_and(|item| shape.number == item + 1);
        let given = self.numbers.contains(&shape.number) && !is_item;
        if shape.known && (given || self.words.contains(&plain(&line[shape.start..shape.end]))) {
            return Verdict::Repeated;
        }
        let is_heading = if shape.known {
            is_next || (!is_item && !self.numbers.contains(&shape.number))
        } else {
            let fits = shape.rest.is_none() || at_most(&line[shape.start..shape.end], SHORT);
            // A list begins with 1: a new number out of turn cannot be an item of one.
            let is_new = shape.number > 1 && !is_item && !self.numbers.contains(&shape.number);
            fits && (is_new || is_next && self.stopped)
        };
        if is_heading {
            Verdict::Heading
        } else {
            Verdict::Text
        }
    }

    /// Takes note of a heading.
    pub(super) fn open(&mut self, line: &str, shape: Shape) {
        self.section = Some(shape.number);
        self.numbers.insert(shape.number);
        self.words.insert(plain(&line[shape.start..shape.end]));
        (self.item, self.parens, self.stopped) = (None, None, false);
    }

    /// Takes note of a line of text.
    pub(super) fn text(&mut self, line: &str) {
        let next = |last: Option<u32>, number: u32| {
            (number == 1 || last == Some(number - 1))
                .then_some(number)
                .or(last)
        };
        if let Some((number, _)) = digit_stop(line) {
            self.item = next(self.item, number);
        }
        if let Some((number, _)) = numeral::han_parens(line) {
            self.parens = next(self.parens, number);
        }
        self.stopped = line.ends_with('。');
    }

    /// Whether a line `（N）…` is the heading of a regime, given the line below it.
    ///
    /// It surely is when known words with a number that begins anew stand below it. Otherwise it
    /// must not end as a sentence does, must go on from the last regime's number, and must not be
    /// an item of a list `（一）` `（二）` in the section's text.
    pub(super) fn is_regime(
        &self,
        line: &str,
        number: u32,
        last: u32,
        below: Option<Shape>,
    ) -> bool {
        let Some(section) = self.section else {
            return !ends_sentence(line);
        };
        let anew = below.is_some_and(|shape| shape.number == 1 || shape.number <= section);
        if anew && below.is_some_and(|shape| shape.known) {
            return true;
        }
        let is_item = number == 1 || self.parens == Some(number - 1);
        let follows = if anew {
            number > last
        } else {
            number == last + 1
        };
        !is_item && follows && !ends_sentence(line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_told_from_sentences_and_amounts() {
        let words = |line: &'static str| Shape::of(line).map(|s| (&line[s.start..s.end], s.known));
        assert_eq!(words("1.监督检查对象"), Some(("监督检查对象", true)));
        assert_eq!(words("６.督促检查处理"), Some(("督促检查处理", true)));
        assert_eq!(
            words("7、 检查结果及处理："),
            Some(("检查结果及处理", true))
        );
        assert_eq!(words("3.养老机构备案"), Some(("养老机构备案", false)));
        assert_eq!(
            words("1.监督检查对象：各机构。"),
            Some(("监督检查对象", true))
        );
        assert_eq!(words("1.查阅资料；"), None);
        assert_eq!(words("1.5万元以上"), None);
        assert_eq!(words("１.５万元以上"), None);
        assert_eq!(words("监督检查对象"), None);
        assert_eq!(words("1."), None);
    }

    #[test]
    fn text_on_the_headings_line_begins_after_the_colon() {
        let line = "2.内容： 各机构。";
        let shape = Shape::of(line).unwrap();
        assert_eq!(&line[shape.rest.unwrap()..], "各机构。");
        assert_eq!(Shape::of("2.内容：").unwrap().rest, None);
    }

    /// Runs lines through a regime's state and says which are headings.
    fn headings(lines: &[&'static str]) -> Vec<&'static str> {
        let mut state = State::default();
        let mut found = Vec::new();
        for line in lines.iter().copied() {
            match Shape::of(line) {
                Some(shape) if state.judge(line, shape) == Verdict::Heading => {
                    state.open(line, shape);
                    found.push(line);
                }
                _ => state.text(line),
            }
        }
        found
    }

    #[test]
    fn a_list_in_a_sections_text_is_no_run_of_headings() {
        let lines = [
            "1.对象",
            "1.养老机构",
            "2.福利机构",
            "3.救助站",
            "2.内容",
            "甲。",
            "3.现场核查",
            "乙",
        ];
        assert_eq!(headings(&lines), ["1.对象", "2.内容", "3.现场核查"]);
    }

    #[test]
    fn sections_may_be_missing_or_stand_in_another_order() {
        let lines = [
            "2.内容", "甲。", "5.程序", "乙。", "3.方式", "丙。", "1.对象", "丁。",
        ];
        assert_eq!(headings(&lines), ["2.内容", "5.程序", "3.方式", "1.对象"]);
    }
}
